"""Response headers: security, content coding, and a strong ETag of the content."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import brotli
import zstandard
from flask import Flask, Response, current_app, request

from server.delivery.content_negotiation import IDENTITY, choose_encoding
from server.delivery.prebuilt import HSTS
from server.delivery.store import content_hash, etag_for
from server.ops.limits import is_dynamic
from server.setting_parsers import DRAFT, FULL

#: Sources: MDN HTTP Observatory rules; measured with the pages in three engines (docs/design.md).
SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
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
#: Paths whose responses any origin may read and embed: public documents without personal data.
CROSS_ORIGIN_PATHS: Final = ("/api/v1/", "/diagrams/", "/oembed")
CROSS_ORIGIN_HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREFLIGHT_HEADERS: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
#: Pages that any site may frame; they set their own policy.
_FRAMEABLE_ENDPOINTS: Final = ("embedding.point", "embedding.view")
_DOCUMENT_HEADERS: Final = {"Cross-Origin-Opener-Policy", "Permissions-Policy", "X-Frame-Options"}
#: Headers of style sheets, scripts and icons; browsers ignore the others there.
ASSET_HEADERS: Final = {name: value for name, value in SECURITY_HEADERS.items() if name not in _DOCUMENT_HEADERS}
COMPRESSIBLE_TYPES: Final = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/manifest+json",
    "application/xml",
    "image/svg+xml",
)
MIN_COMPRESSED_BYTES: Final = 256
#: Slow and small for static responses, fast for dynamic ones.
_SLOW_CODECS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=11, lgwin=24)),
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
    "zstd": lambda body: zstandard.ZstdCompressor(level=19).compress(body),
}
_FAST_CODECS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=5)),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "zstd": lambda body: zstandard.ZstdCompressor(level=3).compress(body),
}
_LEVELS: Final = {FULL: "br-11 gzip-9 zstd-19", DRAFT: "br-5 gzip-6 zstd-3"}


def codec_versions(prebuild: str) -> str:
    """Return a text that changes when a codec may compress a body to other bytes."""
    return f"{_LEVELS[prebuild]} {brotli.__version__} {zstandard.__version__} {zlib.ZLIB_RUNTIME_VERSION}"


@lru_cache(maxsize=256)
def compress_body(body: bytes, encoding: str, prebuild: str = FULL) -> bytes:
    """Return a body in a content coding, at the highest level: for responses that are sent many times.

    A draft is compressed quickly. Dynamic responses are cached by `server.delivery.response_cache`, not here.
    """
    return (_FAST_CODECS if prebuild == DRAFT else _SLOW_CODECS)[encoding](body)


def compress_fast(body: bytes, encoding: str) -> bytes:
    """Return a body in a content coding, at a low level: for dynamic responses."""
    return _FAST_CODECS[encoding](body)


def _finish_response(response: Response) -> Response:
    for name, value in _security_headers(response).items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault(*HSTS)
    if request.method not in ("GET", "HEAD"):
        return response
    compressible = (response.mimetype or "").startswith(COMPRESSIBLE_TYPES)
    if compressible:
        response.vary.add("Accept-Encoding")
    if response.is_streamed or response.status_code != 200:
        return response
    response.headers.setdefault("Cache-Control", "no-cache")
    _apply_coding(response, compressible)
    return response.make_conditional(request)  # type: ignore[return-value]


def _security_headers(response: Response) -> dict[str, str]:
    """Return the security headers of a response by path, endpoint and method."""
    if request.path.startswith(CROSS_ORIGIN_PATHS):
        return SECURITY_HEADERS | CROSS_ORIGIN_HEADERS | (_PREFLIGHT_HEADERS if request.method == "OPTIONS" else {})
    if request.endpoint in _FRAMEABLE_ENDPOINTS and response.status_code == 200:
        framed = SECURITY_HEADERS | {"Cross-Origin-Resource-Policy": "cross-origin"}
        return {name: value for name, value in framed.items() if name != "X-Frame-Options"}
    return ASSET_HEADERS if _is_asset(response) else SECURITY_HEADERS


def _is_asset(response: Response) -> bool:
    """Whether this is the content of a static file, not an error or another method."""
    return request.endpoint == "static" and request.method in ("GET", "HEAD") and response.status_code == 200


def _apply_coding(response: Response, compressible: bool) -> None:
    body = response.get_data()
    encoding = choose_encoding(request.headers.get("Accept-Encoding", "")) if compressible else IDENTITY
    if len(body) < MIN_COMPRESSED_BYTES:
        encoding = IDENTITY
    if encoding != IDENTITY:
        prebuild = current_app.config["PREBUILD"]
        response.set_data(compress_fast(body, encoding) if is_dynamic() else compress_body(body, encoding, prebuild))
        response.headers["Content-Encoding"] = encoding
    response.set_etag(etag_for(content_hash(body), encoding))


def init_app(app: Flask) -> None:
    """Finish every response of the application."""
    app.after_request(_finish_response)
