"""Drawings as responses (standalone SVG, PNG) and as inline SVG in pages."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Final

from flask import Blueprint, Flask, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from diagrams import body_map, compose, find_frames, postures, resting_postures, thumbnails
from diagrams.anatomy import BODIES
from points.catalogue import Catalogue
from points.errors import UnknownKey
from server.delivery.cache import cache
from server.errors import InvalidParameters
from server.extensions import get_catalogue, get_png_worker
from server.urls import url
from server.web.png_worker import PngWorker

blueprint = Blueprint("diagrams", __name__, url_prefix="/diagrams")
#: Smallest link in a drawing at phone width; WCAG 2.2, 2.5.8 asks for 24 px.
MIN_TARGET_PX, PHONE_WIDTH_PX = 26, 320
_MARK: Final = re.compile(r'<circle class="mark"[^>]*/>')
_REGION: Final = re.compile(r'<g class="region" data-region="([^"]*)">(.*?)</g>', re.DOTALL)
_VIEW_BOX: Final = re.compile(r'viewBox="\S+ \S+ (\S+) (\S+)"')
MIN_WIDTH, MAX_WIDTH, DEFAULT_WIDTH = 200, 2400, 1200
STYLE_HASH: Final = base64.b64encode(hashlib.sha256(compose.STANDALONE_STYLE.encode()).digest()).decode()
SVG_POLICY: Final = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'"


def _view(known: Catalogue, name: str, body: str, prefix: str) -> str:
    return compose.view_drawing(known, name, body, prefix=prefix)


def _close_up(known: Catalogue, name: str, body: str, prefix: str) -> str:
    """Draw the close-up of a point; `GB30-alternative` adds its alternative place."""
    code = name.removesuffix(compose.ALTERNATIVE_SUFFIX)
    return compose.close_up_drawing(known, known.point(code), body, with_alternative=code != name, prefix=prefix)


def _posture(known: Catalogue, name: str, body: str, prefix: str) -> str:
    if name in resting_postures.resting_posture_names():
        return resting_postures.resting_posture_drawing(name, body, prefix=prefix)
    shown, side = postures.parse_drawing_name(known, name)
    return postures.posture_drawing(known, shown.key, body, side=side, prefix=prefix)


def _find(known: Catalogue, name: str, body: str, prefix: str) -> str:
    return find_frames.find_frame(known, name, body, prefix=prefix)


def _thumb(known: Catalogue, name: str, body: str, prefix: str) -> str:
    return thumbnails.thumbnail(known, name, body, prefix=prefix)


_COMPOSERS: Final = {"view": _view, "point": _close_up, "posture": _posture, "find": _find, "thumb": _thumb}


@cache.memoize()
def _cached_svg(version: str, body: str, kind: str, name: str, prefix: str) -> str:
    """Draw one drawing, or the body map where `kind` is empty.

    `version` is part of the cache key.
    """
    known = get_catalogue()
    assert known.version == version
    return _COMPOSERS[kind](known, name, body, prefix) if kind else body_map.body_map(body, prefix=prefix)


def drawing_svg(known: Catalogue, body: str, *, prefix: str = "", **named: str) -> str:
    """Return the SVG of a `view`, `posture`, `point` close-up, `find` frame or `thumb`; without a name, the body map.

    Raises `UnknownKey`.
    """
    if body not in BODIES:
        raise UnknownKey("body", body, BODIES)
    kind, name = next(((kind, name) for kind, name in named.items() if name), ("", ""))
    return str(_cached_svg(known.version, body, kind, name, prefix))


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


def with_mark_links(svg: str, known: Catalogue) -> str:
    """Return the SVG of a view with every mark linked to its point, each link at least `MIN_TARGET_PX` wide.

    Links of close neighbours overlap, so the page must also list the points as text.
    """
    width = float(_VIEW_BOX.search(svg)[1])  # type: ignore[index]
    target_radius = f"{width / PHONE_WIDTH_PX * MIN_TARGET_PX / 2:.2f}"

    def link(match: re.Match[str]) -> str:
        mark = match[0]
        code, side = (_attribute(mark, name) for name in ("data-code", "data-side"))
        side_text = "on the midline" if side == "midline" else f"{side} side"
        name = f"{code} {known.point(code).names.pinyin}, {side_text}"
        target_circle = (
            f'<circle class="mark-room" cx="{_attribute(mark, "cx")}" cy="{_attribute(mark, "cy")}" '
            f'r="{target_radius}" '
        )
        return (
            f'<a class="mark-link" href="{url("/points/" + code)}" aria-label="{escape(name)}">'
            f'{target_circle}fill="none" pointer-events="all"/>{mark}</a>'
        )

    return _MARK.sub(link, svg).replace('role="img"', 'role="group"', 1)


def with_region_links(svg: str) -> str:
    """Return the body map with every region linked to the fragment of its name on the same page."""
    return _REGION.sub(
        lambda region: (
            f'<a class="region" data-region="{region[1]}" href="#{fragment_of(region[1])}" '
            f'aria-label="{region[1].capitalize()}">{region[2]}</a>'
        ),
        svg,
    ).replace('role="img"', 'role="group"', 1)


def fragment_of(title: str) -> str:
    """Return the fragment of the section with a title."""
    return re.sub(r"[^a-z]+", "-", title.lower()).strip("-")


def _attribute(element: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', element)
    assert found
    return found[1]


def init_app(app: Flask) -> None:
    """Register the routes, the filter `fragment_of` and the template functions `diagram`, `sheet_size` (pixels) and
    `body_map_figure`."""
    app.register_blueprint(blueprint)
    app.extensions["png_worker"] = PngWorker()

    def diagram(body: str, *, view: str = "", point: str = "", prefix: str = "") -> Markup:
        known = get_catalogue()
        svg = drawing_svg(known, body, view=view, point=point, prefix=prefix or f"{view or point}-")
        return Markup(with_mark_links(svg, known) if view else svg)

    def sheet_size(body: str, **named: str) -> tuple[int, int]:
        box = _VIEW_BOX.search(drawing_svg(get_catalogue(), body, **named))
        assert box
        width, height = (float(side) for side in box.groups())
        return PHONE_WIDTH_PX, round(PHONE_WIDTH_PX * height / width)

    def body_map_figure(body: str) -> Markup:
        return Markup(with_region_links(drawing_svg(get_catalogue(), body, prefix="where-")))

    app.jinja_env.globals |= {"diagram": diagram, "sheet_size": sheet_size, "body_map_figure": body_map_figure}
    app.jinja_env.filters["fragment_of"] = fragment_of
