"""Drawings as responses (standalone SVG, PNG) and as inline SVG in pages."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Final

from flask import Blueprint, Flask, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from diagrams import body_map, compose, find_frames, postures, resting_postures, thumbnails
from diagrams.anatomy import BODIES
from diagrams.canvas import Link, sheet_box
from points.catalogue import Catalogue
from points.errors import UnknownKey
from server.delivery.cache import cache
from server.errors import InvalidParameters
from server.extensions import get_catalogue, get_png_worker
from server.urls import url
from server.web.png_worker import PngWorker

blueprint = Blueprint("diagrams", __name__, url_prefix="/diagrams")
#: Width at which a page states the size of a drawing before it is loaded.
STATED_WIDTH_PX: Final = 320
MIN_WIDTH, MAX_WIDTH, DEFAULT_WIDTH = 200, 2400, 1200
STYLE_HASH: Final = base64.b64encode(hashlib.sha256(compose.STANDALONE_STYLE.encode()).digest()).decode()
SVG_POLICY: Final = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'"


def _close_up(known: Catalogue, name: str, body: str, *, prefix: str) -> str:
    """Draw the close-up of a point; `GB30-alternative` adds its alternative place."""
    code = name.removesuffix(compose.ALTERNATIVE_SUFFIX)
    return compose.close_up_drawing(known, known.point(code), body, with_alternative=code != name, prefix=prefix)


def _posture(known: Catalogue, name: str, body: str, *, prefix: str) -> str:
    if name in resting_postures.resting_posture_names():
        return resting_postures.resting_posture_drawing(name, body, prefix=prefix)
    shown, side = postures.parse_drawing_name(known, name)
    return postures.posture_drawing(known, shown.key, body, side=side, prefix=prefix)


_COMPOSERS: Final[Mapping[str, Callable[..., str]]] = {
    "view": compose.view_drawing,
    "point": _close_up,
    "posture": _posture,
    "find": find_frames.find_frame,
    "thumb": thumbnails.thumbnail,
}


@cache.memoize()
def _cached_svg(version: str, body: str, kind: str, name: str, prefix: str) -> str:
    """Draw one drawing, or the body map where `kind` is empty.

    `version` is part of the cache key.
    """
    known = get_catalogue()
    assert known.version == version
    return _COMPOSERS[kind](known, name, body, prefix=prefix) if kind else body_map.body_map(body, prefix=prefix)


def drawing_svg(known: Catalogue, body: str, *, prefix: str = "", **named: str) -> str:
    """Return the SVG of a `view`, `posture`, `point` close-up, `find` frame or `thumb`; without a name, the body map.

    Raises `UnknownKey`.
    """
    if body not in BODIES:
        raise UnknownKey("body", body, BODIES)
    kind, name = next(((kind, name) for kind, name in named.items() if name), ("", ""))
    return str(_cached_svg(known.version, body, kind, name, prefix))


@cache.memoize()
def _linked_view(version: str, body: str, view: str, prefix: str, link_root: str) -> str:
    """Draw a view with every mark linked to its point; `version` is part of the cache key."""
    return compose.view_drawing(get_catalogue(), view, body, prefix=prefix, link_root=link_root)


@cache.memoize()
def _linked_body_map(version: str, body: str, prefix: str) -> str:
    """Draw the body map with every region linked to its section of the page; `version` is part of the cache key."""
    keys = (region.key for region in body_map.regions(body))
    links = {key: Link(f"#{fragment_of(key)}", key.capitalize()) for key in keys}
    return body_map.body_map(body, prefix=prefix, links=links)


def _respond(extension: str, body: str, **named: str) -> Response:
    if extension == "svg":
        svg = compose.standalone(drawing_svg(get_catalogue(), body, **named), is_credited="thumb" not in named)
        response = Response(svg, content_type="image/svg+xml; charset=utf-8")
        response.headers["Content-Security-Policy"] = SVG_POLICY
        return response
    return Response(_png(get_catalogue().version, body, _width(), **named), content_type="image/png")


def _width() -> int:
    unknown = sorted(set(request.args) - {"width"})
    if unknown:
        raise InvalidParameters({name: ["unknown parameter; only width is known"] for name in unknown})
    text = request.args.get("width", str(DEFAULT_WIDTH))
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and MIN_WIDTH <= int(text) <= MAX_WIDTH):
        raise InvalidParameters(
            {"width": [f"expected whole pixels from {MIN_WIDTH} to {MAX_WIDTH} (found {text[:40]!r})"]}
        )
    return int(text)


@cache.memoize()
def _png(version: str, body: str, width: int, **named: str) -> bytes:
    """Render a drawing as PNG; `version` is part of the cache key."""
    svg = compose.standalone(drawing_svg(get_catalogue(), body, **named))
    raster = get_png_worker()
    return raster.png(svg, width)


@blueprint.get("/<body>/views/<view>.<any(svg, png):kind>")
def view_diagram(body: str, view: str, kind: str) -> Response:
    return _respond(kind, body, view=view)


@blueprint.get("/<body>/points/<code>.<any(svg, png):kind>")
def point_diagram(body: str, code: str, kind: str) -> Response:
    return _respond(kind, body, point=code)


@blueprint.get("/<body>/postures/<name>.<any(svg, png):kind>")
def posture_diagram(body: str, name: str, kind: str) -> ResponseReturnValue:
    """Return a posture; a name without a side, as in old URLs, redirects to the right side."""
    if name in resting_postures.resting_posture_names():
        return _respond(kind, body, posture=name)
    shown, side = postures.parse_drawing_name(get_catalogue(), name)
    full = postures.drawing_name(shown, side)
    if full != name:
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        return redirect(url_for(".posture_diagram", body=body, name=full, kind=kind) + query, 308)
    return _respond(kind, body, posture=name)


@blueprint.get("/<body>/find/<name>.<any(svg, png):kind>")
def find_frame_diagram(body: str, name: str, kind: str) -> Response:
    return _respond(kind, body, find=name)


@blueprint.get("/<body>/thumbs/<name>.<any(svg, png):kind>")
def thumbnail_diagram(body: str, name: str, kind: str) -> Response:
    return _respond(kind, body, thumb=name)


@blueprint.get("/<body>/where.<any(svg, png):kind>")
def body_map_diagram(body: str, kind: str) -> Response:
    return _respond(kind, body)


def fragment_of(title: str) -> str:
    """Return the fragment of the section with a title."""
    return re.sub(r"[^a-z]+", "-", title.lower()).strip("-")


def init_app(app: Flask) -> None:
    """Register the routes, the filter `fragment_of` and the template functions `diagram`, `sheet_size` (pixels) and
    `body_map_figure`."""
    app.register_blueprint(blueprint)
    app.extensions["png_worker"] = PngWorker()

    def diagram(body: str, *, view: str = "", point: str = "", prefix: str = "") -> Markup:
        known = get_catalogue()
        prefix = prefix or f"{view or point}-"
        if view:
            return Markup(_linked_view(known.version, body, view, prefix, url("/points/")))
        return Markup(drawing_svg(known, body, point=point, prefix=prefix))

    def sheet_size(body: str, **named: str) -> tuple[int, int]:
        x0, y0, x1, y1 = sheet_box(drawing_svg(get_catalogue(), body, **named))
        return STATED_WIDTH_PX, round(STATED_WIDTH_PX * (y1 - y0) / (x1 - x0))

    def body_map_figure(body: str) -> Markup:
        return Markup(_linked_body_map(get_catalogue().version, body, "where-"))

    app.jinja_env.globals |= {"diagram": diagram, "sheet_size": sheet_size, "body_map_figure": body_map_figure}
    app.jinja_env.filters["fragment_of"] = fragment_of
