"""Static files at one content-hashed address, so that they may be kept for ever and import each other relatively.

The PNG icons are not files but made from one SVG, and `palette.css` from the drawing's palette. Style sheets that are
needed together are sent as one.
"""

from __future__ import annotations

import hashlib
import mimetypes
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Final

import resvg_py
from flask import Flask, Response, abort

from diagrams import palette
from server.delivery.minifier import MEDIA_TYPES, minify
from server.urls import url

ROOT: Final = Path(__file__).parents[2] / "static"
ICON_SIZES: Final = {
    "icons/icon-180.png": 180,
    "icons/icon-192.png": 192,
    "icons/icon-512.png": 512,
    "icons/maskable-512.png": 512,
}
SQUARE_ICONS: Final = {"icons/icon-180.png", "icons/maskable-512.png"}
#: Cache-Control of responses whose URL holds a hash of their content (RFC 8246).
IMMUTABLE: Final = "max-age=31536000, immutable"
#: Assets load nothing by themselves; the longer policy of pages would exceed the size of many of them.
POLICY: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
PALETTE: Final = "css/palette.css"
_SITE: Final = ("css/tokens.css", "css/base.css", "css/components.css")
_DRAWING: Final = ("css/diagram.css", PALETTE)
#: What is sent: the sheets it is made of, in this order. Where a page needs most, all of it is one sheet, because each
#: further connection costs a slow line two ways there and back before anything can be seen.
STYLE_BUNDLES: Final = {
    "css/site.css": _SITE,
    "css/home.css": (*_SITE, *_DRAWING, "css/gate.css", "css/choose.css"),
    "css/drawing.css": _DRAWING,
    "css/session.css": (*_SITE, *_DRAWING, "css/player.css", "css/gate.css"),
    "css/given.css": (*_SITE, *_DRAWING, "css/player.css", "css/gate.css", "css/compose.css"),
    "css/large.css": (*_SITE, *_DRAWING, "css/show.css"),
}
#: Not sent by themselves; `diagram.css` and `compose.css` are.
_NOT_SERVED: Final = {"js/sw.js", PALETTE, *_SITE, "css/player.css", "css/gate.css", "css/show.css", "css/choose.css"}
_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}


@lru_cache
def asset_names() -> tuple[str, ...]:
    """Return the paths of all static files below the hash, generated ones included, sorted."""
    found = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()]
    return tuple(sorted({*found, *ICON_SIZES, *STYLE_BUNDLES} - _NOT_SERVED))


def read_asset(name: str) -> bytes:
    """Return the bytes of a static file as they are sent; raises `KeyError` for a name not in `asset_names()`."""
    if name not in asset_names():
        raise KeyError(name)
    if name in ICON_SIZES:
        return _icon_png(name)
    if name in STYLE_BUNDLES:
        return "\n".join(_minified()[part] for part in STYLE_BUNDLES[name]).encode()
    return _minified()[name].encode() if Path(name).suffix in MEDIA_TYPES else _source(name)


def minified_script(name: str) -> bytes:
    """Return a script as it is sent."""
    return _minified()[name].encode()


@lru_cache(maxsize=1)
def _minified() -> dict[str, str]:
    """Return every script and style sheet as it is sent, by its path below `static/`."""
    paths = (path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.suffix in MEDIA_TYPES)
    return minify({name: _source(name).decode() for name in (*sorted(paths), PALETTE)})


def _source(name: str) -> bytes:
    """Return a file of `static/` as it is written."""
    if name == PALETTE:
        return palette.css().encode()
    return _icon_svg(name).encode() if name in ICON_SIZES else (ROOT / name).read_bytes()


@lru_cache
def _icon_png(name: str) -> bytes:
    size = ICON_SIZES[name]
    return bytes(resvg_py.svg_to_bytes(svg_string=_icon_svg(name), width=size, height=size))


def _icon_svg(name: str) -> str:
    """Return the one SVG as an icon needs it: iPhones and masks cut the corners of a full square themselves, and a
    mask promises to show no more than a centre circle of 80 %."""
    whole = (ROOT / "icons/icon.svg").read_text("utf-8")
    if name in SQUARE_ICONS:
        whole = whole.replace(' rx="112"', "")
    if name.startswith("icons/maskable"):
        ground, art = whole.removesuffix("</svg>\n").split("/>\n", 1)
        whole = f'{ground}/>\n<g transform="translate(256 256) scale(.8) translate(-256 -270)">\n{art}</g>\n</svg>\n'
    return whole


@lru_cache
def assets_hash() -> str:
    """Return one hash over everything static, from the sources, because drawing and minifying them takes longer."""
    digest = hashlib.sha256(metadata.version("tdewolff-minify").encode())
    for name in asset_names():
        sources = (_source(part) for part in STYLE_BUNDLES.get(name, (name,)))
        digest.update(b"\0".join((name.encode(), *sources, b"")))
    return digest.hexdigest()[:12]


def asset_url(name: str) -> str:
    """Return the URL of a static file, without the root of the site. Raises `KeyError` for an unknown name."""
    if name not in asset_names():
        raise KeyError(f"no static file {name!r}; the files are {', '.join(asset_names())}")
    return f"/static/{assets_hash()}/{name}"


def media_type(name: str) -> str:
    """Return the content type of a static file."""
    suffix = Path(name).suffix
    return _TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")


def init_app(app: Flask) -> None:
    """Add the route of static files and the `asset()` function of templates."""

    def serve(content_hash: str, name: str) -> Response:
        if content_hash != assets_hash() or name not in asset_names():
            abort(404, description="This file is not part of the current version.")
        response = Response(read_asset(name), content_type=media_type(name))
        if media_type(name).startswith("text/"):
            response.headers["Content-Type"] = f"{response.mimetype}; charset=utf-8"
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = IMMUTABLE
        return response

    app.jinja_env.globals["asset"] = lambda name: url(asset_url(name))
    app.add_url_rule("/static/<content_hash>/<path:name>", "static", serve)
