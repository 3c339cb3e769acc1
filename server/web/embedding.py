"""Pages with one drawing that other sites may frame, and their oEmbed description.

`server.ops.headers` forbids framing of all other pages. An embedded page has no script, no form and one link, to the
page that shows the drawing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, current_app, render_template, request
from markupsafe import escape

from diagrams import compose as drawing
from diagrams import views
from diagrams.anatomy import BODIES
from diagrams.canvas import sheet_box
from points.catalogue import Catalogue
from points.errors import UnknownKey
from server.errors import InvalidParameters
from server.extensions import get_catalogue
from server.web import drawings

blueprint = Blueprint("embedding", __name__)

#: Any site may frame it; it loads only its style sheet and its drawing.
POLICY: Final = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors *"
#: Width of a frame: the default, and the smallest at which a drawing is legible.
DEFAULT_WIDTH_PX, MIN_WIDTH_PX = 640, 280
#: Height of title and credit below the drawing.
_CREDIT_HEIGHT_PX: Final = 84
_PAGE: Final = re.compile(r"/(?:embed/)?(points|views)/([A-Za-z0-9-]{1,40})(?:\?body=(female|male))?", re.ASCII)


@dataclass(frozen=True)
class EmbeddedDrawing:
    """An embeddable drawing: paths of its page, of its frame and of its SVG; `ratio` is height to width."""

    title: str
    alt: str
    page: str
    path: str
    drawing: str
    ratio: float

    def height(self, width: int) -> int:
        """Return the height of a frame of a width, in pixels."""
        return round(width * self.ratio) + _CREDIT_HEIGHT_PX


def find_drawing(known: Catalogue, kind: str, name: str, body: str) -> EmbeddedDrawing:
    """Return a drawing by its kind, `points` or `views`, and its name; raises `UnknownKey`."""
    query = "" if body == BODIES[0] else f"?body={body}"
    path = f"/embed/{kind}/{name}{query}"
    source = f"/diagrams/{body}/{kind}/{name}.svg"
    if kind == "points":
        point = known.point(name)
        title, alt, page = f"{point.code} {point.names.pinyin}", point.location.sentence, f"/points/{point.code}"
        markup = drawings.drawing_svg(known, body, point=name)
    else:
        view = views.view(name)
        title, alt, page = view.title, f"{view.title}, {body} body", "/points"
        markup = drawings.drawing_svg(known, body, view=name)
    return EmbeddedDrawing(title, alt, page, path, source, _ratio(drawing.standalone(markup)))


def _ratio(svg: str) -> float:
    x0, y0, x1, y1 = sheet_box(svg)
    return (y1 - y0) / (x1 - x0)


def _body() -> str:
    """Return the body of the query; raises `InvalidParameters` for another parameter or value."""
    errors = {name: ["unknown parameter; only body is known"] for name in sorted(set(request.args) - {"body"})}
    body = request.args.get("body", BODIES[0])
    if body not in BODIES:
        errors["body"] = [f"expected {' or '.join(BODIES)} (found {body[:40]!r})"]
    if errors:
        raise InvalidParameters(errors)
    return body


@blueprint.get("/embed/points/<name>")
def point(name: str) -> Response:
    """The embeddable close-up of a point."""
    return _page("points", name)


@blueprint.get("/embed/views/<name>")
def view(name: str) -> Response:
    """An embeddable view with all its points."""
    return _page("views", name)


def _page(kind: str, name: str) -> Response:
    shown = find_drawing(get_catalogue(), kind, name, _body())
    response = Response(render_template("embed.html", shown=shown, home=current_app.config["BASE_URL"]))
    response.headers["Content-Security-Policy"] = POLICY
    return response


@blueprint.get("/oembed")
def oembed() -> dict[str, Any]:
    """The oEmbed 1.0 description of an embeddable page."""
    home = current_app.config["BASE_URL"]
    address = request.args.get("url", "")
    match = _PAGE.fullmatch(address.removeprefix(home)) if address.startswith(home) else None
    if not match:
        raise UnknownKey("embedded page", address[:80], [f"{home}/points/BL23", f"{home}/embed/views/hip"])
    if request.args.get("format", "json") != "json":
        raise InvalidParameters({"format": ["expected json"]})
    shown = find_drawing(get_catalogue(), match[1], match[2], match[3] or BODIES[0])
    width = min(DEFAULT_WIDTH_PX, _max_px("maxwidth"))
    while width > MIN_WIDTH_PX and shown.height(width) > _max_px("maxheight"):
        width -= 1
    return {
        "version": "1.0",
        "type": "rich",
        "title": shown.title,
        "provider_name": "Thumbwidth",
        "provider_url": home,
        "width": width,
        "height": shown.height(width),
        "html": _frame(home, shown, width),
    }


def _max_px(name: str) -> int:
    """Return `maxwidth` or `maxheight` of the query in pixels; raises `InvalidParameters`."""
    text = request.args.get(name, "10000")
    if not re.fullmatch(r"[1-9][0-9]{0,4}", text, re.ASCII) or int(text) < MIN_WIDTH_PX:
        raise InvalidParameters({name: [f"expected whole pixels from {MIN_WIDTH_PX} (found {text[:40]!r})"]})
    return int(text)


def _frame(home: str, shown: EmbeddedDrawing, width: int) -> str:
    size = f'width="{width}" height="{shown.height(width)}"'
    return f'<iframe src="{escape(home + shown.path)}" title="{escape(shown.title)}" {size} loading="lazy"></iframe>'
