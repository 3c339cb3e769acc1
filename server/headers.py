"""What every answer carries: security headers, a strong ETag from content, and the encoding asked for."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import brotli
import zstandard
from flask import Flask, Response, request
from werkzeug.datastructures import Accept

#: Sources: MDN HTTP Observatory rules; measured with the pages in three engines (docs/design.md).
SECURITY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types thumbwidth"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "screen-wake-lock=(self), autoplay=(self), camera=(), microphone=(), geolocation=(), payment=(), "
        "usb=(), accelerometer=(), gyroscope=(), magnetometer=()"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HSTS: Final = "max-age=63072000; includeSubDomains"
COMPRESSIBLE: Final = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/manifest+json",
    "application/xml",
    "image/svg+xml",
)
MIN_COMPRESSED: Final = 256
ENCODINGS: Final = ("br", "zstd", "gzip")


def _brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, quality=9 if len(body) > 100_000 else 11, lgwin=24))


_COMPRESS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": _brotli,
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
    "zstd": lambda body: zstandard.ZstdCompressor(level=15).compress(body),
}


@lru_cache(maxsize=1024)
def _compressed(body: bytes, encoding: str) -> bytes:
    return _COMPRESS[encoding](body)


def choose_encoding(accepted: Accept) -> str:
    """Return the encoding to answer in: the client's favourite, ours among equals, identity if none."""
    best = max(ENCODINGS, key=lambda name: (accepted.quality(name), -ENCODINGS.index(name)))
    quality = accepted.quality(best)
    identity = accepted.quality("identity") if "identity" in accepted.values() else 0
    return best if quality > 0 and quality >= identity else "identity"


def _finish(response: Response) -> Response:
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if request.method not in ("GET", "HEAD"):
        return response
    compressible = (response.mimetype or "").startswith(COMPRESSIBLE)
    if compressible:
        response.vary.add("Accept-Encoding")
    if response.is_streamed or response.status_code != 200:
        return response
    response.headers.setdefault("Cache-Control", "no-cache")
    _encode(response, compressible)
    return response.make_conditional(request)  # type: ignore[return-value]


def _encode(response: Response, compressible: bool) -> None:
    body = response.get_data()
    tag = hashlib.sha256(body).hexdigest()[:20]
    encoding = choose_encoding(request.accept_encodings) if compressible else "identity"
    if encoding != "identity" and len(body) >= MIN_COMPRESSED:
        response.set_data(_compressed(body, encoding))
        response.headers["Content-Encoding"] = encoding
        tag = f"{tag}-{encoding}"
    response.set_etag(tag)


def init_app(app: Flask) -> None:
    """Finish every answer of the application."""
    app.after_request(_finish)
