"""What every answer carries: security headers, a strong ETag from content, and the encoding asked for."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import brotli
import zstandard
from flask import Flask, Response, request

from server.delivery.content_negotiation import IDENTITY, choose_encoding
from server.delivery.prebuilt import HSTS
from server.delivery.store import digest, tag_of
from server.ops.limits import open_ended

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
#: Paths that programs and pages of any origin may read and show. What they answer is public and the same for everybody.
OPEN_PATHS: Final = ("/api/v1/", "/diagrams/", "/oembed")
OPEN: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
#: Pages that any site may frame; their policy is their own.
_FRAMED: Final = ("embedding.point", "embedding.view")
_DOCUMENTS_ONLY: Final = {"Cross-Origin-Opener-Policy", "Permissions-Policy", "X-Frame-Options"}
#: What a style sheet, script or icon carries: no browser heeds the others there.
OF_ASSETS: Final = {name: value for name, value in SECURITY.items() if name not in _DOCUMENTS_ONLY}
COMPRESSIBLE: Final = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/manifest+json",
    "application/xml",
    "image/svg+xml",
)
MIN_COMPRESSED: Final = 256
#: Slow and small for what is made once and sent often, quick for what somebody waits for.
_THOROUGH: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=11, lgwin=24)),
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
    "zstd": lambda body: zstandard.ZstdCompressor(level=19).compress(body),
}
_QUICK: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=5)),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "zstd": lambda body: zstandard.ZstdCompressor(level=3).compress(body),
}
#: Changes when the same body would be compressed into other bytes.
METHOD: Final = f"br-11 gzip-9 zstd-19 {brotli.__version__} {zstandard.__version__} {zlib.ZLIB_RUNTIME_VERSION}"


@lru_cache(maxsize=256)
def compressed(body: bytes, encoding: str) -> bytes:
    """Return a body in a content coding, compressed as far as it goes: for responses that are sent many times.

    Dynamic responses are cached by `server.delivery.response_cache`, not here.
    """
    return _THOROUGH[encoding](body)


def compressed_quickly(body: bytes, encoding: str) -> bytes:
    """Return a body in an encoding, for somebody who waits."""
    return _QUICK[encoding](body)


def _finish(response: Response) -> Response:
    for name, value in _security_of(response).items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault(*HSTS)
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


def _security_of(response: Response) -> dict[str, str]:
    """Return the headers that say who may use a response, and how."""
    if request.path.startswith(OPEN_PATHS):
        return SECURITY | OPEN | (_PREFLIGHT if request.method == "OPTIONS" else {})
    if request.endpoint in _FRAMED and response.status_code == 200:
        framed = SECURITY | {"Cross-Origin-Resource-Policy": "cross-origin"}
        return {name: value for name, value in framed.items() if name != "X-Frame-Options"}
    return OF_ASSETS if _is_asset(response) else SECURITY


def _is_asset(response: Response) -> bool:
    """Whether this is a static file, and not a refusal in its place, or what else may be asked of an address."""
    return request.endpoint == "static" and request.method in ("GET", "HEAD") and response.status_code == 200


def _encode(response: Response, compressible: bool) -> None:
    body = response.get_data()
    encoding = choose_encoding(request.headers.get("Accept-Encoding", "")) if compressible else IDENTITY
    if len(body) < MIN_COMPRESSED:
        encoding = IDENTITY
    if encoding != IDENTITY:
        response.set_data(compressed_quickly(body, encoding) if open_ended() else compressed(body, encoding))
        response.headers["Content-Encoding"] = encoding
    response.set_etag(tag_of(digest(body), encoding))


def init_app(app: Flask) -> None:
    """Finish every answer of the application."""
    app.after_request(_finish)
