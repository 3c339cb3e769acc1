"""Drawings of resting postures: on the side with pillows, in a chair to breathe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from diagrams import anatomy, palette
from diagrams.canvas import Canvas
from diagrams.layout.sheet import CAPTION_HEIGHT, SESSION_MARGIN_PX, SESSION_TEXT_SIZE_PX, SESSION_WIDTH_PX
from diagrams.parts.posture_panel import PanelPainter
from points.errors import UnknownKey


@dataclass(frozen=True)
class RestingPosture:
    """A resting posture; `position` is a key of the catalogue."""

    name: str
    position: str
    title: str
    desc: str


_RESTING_POSTURES: Final = (
    RestingPosture(
        "rest-side",
        "side-lying",
        "Resting on the side",
        "Lying on the side, seen from behind: a pillow under the head and another between the knees.",
    ),
    RestingPosture(
        "rest-chair",
        "seated",
        "Resting in a chair",
        "Sitting back in a chair, seen from the side: feet flat, hands resting on the thighs.",
    ),
)


def resting_posture_names() -> tuple[str, ...]:
    """Return the names of all resting postures."""
    return tuple(entry.name for entry in _RESTING_POSTURES)


def resting_posture(name: str) -> RestingPosture:
    """Return the resting posture of that name. Raises `UnknownKey`."""
    for entry in _RESTING_POSTURES:
        if entry.name == name:
            return entry
    raise UnknownKey("posture", name, resting_posture_names())


def resting_posture_in(position: str) -> RestingPosture | None:
    """Return the resting posture in a position, or None."""
    return next((entry for entry in _RESTING_POSTURES if entry.position == position), None)


def resting_posture_drawing(name: str, body: str, *, prefix: str = "") -> str:
    """Return the SVG of a resting posture. Raises `UnknownKey` for an unknown name or body."""
    shown = resting_posture(name)
    if body not in anatomy.BODIES:
        raise UnknownKey("body", body, anatomy.BODIES)
    panel = anatomy.figure_data(name, body)["panel"]
    x0, y0, x1, y1 = panel["box"]
    px = (x1 - x0) / SESSION_WIDTH_PX
    em = SESSION_TEXT_SIZE_PX * px
    drawing = Canvas((x0, y0 - CAPTION_HEIGHT * em, x1, y1), f"{shown.title}, {body} body", shown.desc, prefix)
    painter = PanelPainter(drawing, panel, px, "close")
    layer = drawing.layer("skin").group("panel")
    painter.paint_below(layer)
    painter.paint_above(layer)
    at = (x0 + SESSION_MARGIN_PX * px, y0 - 0.45 * em)
    drawing.layer("labels").text(at, shown.title, em, "label caption", fill=palette.INK, font_weight="600")
    return drawing.svg()
