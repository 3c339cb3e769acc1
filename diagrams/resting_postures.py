"""People at rest: lying on the side with pillows, and sitting in a chair to breathe. Nothing is pressed in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from diagrams import anatomy, palette
from diagrams.canvas import Canvas
from diagrams.parts.posture_panel import PanelPainter
from diagrams.postures import CAPTION_ROOM, PHONE, PHONE_TEXT
from points.errors import UnknownKey


@dataclass(frozen=True)
class Rest:
    """One way to rest, in a position as the catalogue names it."""

    name: str
    position: str
    title: str
    desc: str


_RESTS: Final = (
    Rest(
        "rest-side",
        "side-lying",
        "Resting on the side",
        "Lying on the side, seen from behind: a pillow under the head and another between the knees.",
    ),
    Rest(
        "rest-chair",
        "seated",
        "Resting in a chair",
        "Sitting back in a chair, seen from the side: feet flat, hands resting on the thighs.",
    ),
)


def names() -> tuple[str, ...]:
    """Return the names of all drawings of people at rest."""
    return tuple(entry.name for entry in _RESTS)


def rest(name: str) -> Rest:
    """Return the way to rest of that name; raises `UnknownKey`."""
    for entry in _RESTS:
        if entry.name == name:
            return entry
    raise UnknownKey("posture", name, names())


def rest_in(position: str) -> Rest | None:
    """Return the way to rest in a position, or None where there is no drawing of it."""
    return next((entry for entry in _RESTS if entry.position == position), None)


def rest_drawing(name: str, body: str, *, prefix: str = "") -> str:
    """Return the SVG of a body at rest. Raises `UnknownKey` for a name or body that does not exist."""
    shown = rest(name)
    if body not in anatomy.BODIES:
        raise UnknownKey("body", body, anatomy.BODIES)
    panel = anatomy.raw(name, body)["panel"]
    x0, y0, x1, y1 = panel["box"]
    px = (x1 - x0) / PHONE
    em = PHONE_TEXT * px
    drawing = Canvas((x0, y0 - CAPTION_ROOM * em, x1, y1), f"{shown.title}, {body} body", shown.desc, prefix)
    painter = PanelPainter(drawing, panel, px, "close")
    layer = drawing.layer("skin").group("panel")
    painter.below(layer)
    painter.above(layer)
    at = (x0 + 0.2 * em, y0 - 0.45 * em)
    drawing.layer("labels").text(at, shown.title, em, "label caption", fill=palette.INK, font_weight="600")
    return drawing.svg()
