"""Postures: the body held as it is while a place is pressed, the hand where it belongs, an arrow for the direction.

A posture is known by the way of holding the body and the area pressed. The drawing is a pure function of catalogue and
figure, like every other: the same input gives the same bytes.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from diagrams import anatomy, canvas, palette, skin
from diagrams.bones import XY
from diagrams.canvas import Canvas, Layer
from points.catalogue import Catalogue
from points.errors import UnknownKey

#: Text is as large as on the other drawings: so many pixels on a sheet shown so many pixels wide.
PHONE: Final = 360
PHONE_TEXT: Final = 11.5
CAPTION_ROOM: Final = 1.6  # em above the figure
ARROW: Final = 34.0  # length of the arrow, phone pixels
ARROW_GAP: Final = 5.0  # from its head to the place pressed
#: Path data is rounded to the coarsest of these grids, mm, whose steps are at most this part of a phone pixel.
GRIDS: Final = (0.2, 0.5)
STEP: Final = 0.28


@dataclass(frozen=True)
class Posture:
    """One way to press: positions and areas as the catalogue names them, and the points it serves."""

    key: str
    title: str
    positions: tuple[str, ...]
    areas: tuple[str, ...]
    points: tuple[str, ...]

    @property
    def point(self) -> str:
        """The point whose place is pressed in the picture."""
        return self.points[0]


_BACK: Final = ("lower back",)
_SEAT: Final = ("buttock",)
_POSTURES: Final = (
    Posture("standing-lower-back", "Standing, thumb on the lower back", ("standing",), _BACK, ("BL23", "BL25")),
    Posture("standing-midline", "Standing, fingertips in the dip of the spine", ("standing",), _BACK, ("GV3",)),
    Posture("wall-ball-lower-back", "Ball between the lower back and a wall", ("wall-ball",), _BACK, ("BL23", "BL25")),
    Posture("wall-ball-buttock", "Ball between the buttock and a wall", ("wall-ball",), _SEAT, ("BL54", "GB30")),
    Posture("seated-lower-back", "Seated, fist behind the lower back", ("seated",), _BACK, ("BL23", "BL25")),
    Posture("seated-midline", "Seated, fingertips in the dip of the spine", ("seated",), _BACK, ("GV3",)),
    Posture("side-lying-buttock", "Lying on the side, knuckles on the hip", ("side-lying",), _SEAT, ("GB30", "BL54")),
    Posture("ankle-on-knee-ankle", "Thumb behind the inner ankle bone", ("ankle-on-knee",), ("ankle",), ("KI3",)),
    Posture("hand-pinch-hand", "Thumb on the mound, index finger underneath", ("hand-pinch",), ("hand",), ("LI4",)),
    Posture(
        "seated-reach-under-knee-knee",
        "Seated, both hands round the knee",
        ("seated-reach-under-knee",),
        ("knee",),
        ("BL40",),
    ),
)


def postures() -> tuple[Posture, ...]:
    """Return all postures, from standing to lying to the hand alone."""
    return _POSTURES


def posture(key: str) -> Posture:
    """Return the posture of that key; raises `UnknownKey` with suggestions."""
    for entry in _POSTURES:
        if entry.key == key:
            return entry
    known = [entry.key for entry in _POSTURES]
    raise UnknownKey("posture", key, difflib.get_close_matches(key, known, 3, 0.4) or known)


def posture_for(position: str, area: str, point: str = "") -> Posture | None:
    """Return the posture that shows a position with that area pressed, or None when there is none.

    A point is pressed its own way where the area holds several: name it, and the answer serves that point or is None.
    """
    for entry in _POSTURES:
        if position in entry.positions and area in entry.areas and (not point or point in entry.points):
            return entry
    return None


def posture_drawing(catalogue: Catalogue, key: str, body: str, *, prefix: str = "") -> str:
    """Return the SVG of a posture. Raises `UnknownKey` for a posture or body that does not exist."""
    shown = posture(key)
    figure = anatomy.figure(f"posture-{shown.key}", body)
    extra = _extra(f"posture-{shown.key}", body)
    unit = (figure.box[2] - figure.box[0]) / PHONE
    em = PHONE_TEXT * unit
    x0, y0, x1, y1 = figure.box
    sheet = (x0, y0 - CAPTION_ROOM * em, x1, y1)
    side = "" if "midline" in catalogue.point(shown.point).sides else ", pressing the right side"
    drawing = Canvas(sheet, f"{shown.title}{side}, {body} body", _words(catalogue, shown), prefix)
    fade = figure.fade
    mask = drawing.fade(figure.box, fade["top"], fade["right"], fade["bottom"], fade["left"])
    painted = drawing.layer("skin").group(mask=mask)
    _props(painted, extra["props"], "behind", unit)
    grid = max(grid for grid in GRIDS if grid == GRIDS[0] or grid <= STEP * unit)
    skin.paint(drawing, painted, figure, figure.box, unit, grid=grid, creases=True)
    _props(painted, extra["props"], "front", unit)
    _press(drawing, drawing.layer("marks"), extra["press"], unit)
    words = drawing.layer("labels")
    caption = "Pressing the right side" if side else "Pressing the middle"
    at, drawn = (x0 + 0.25 * em, y0 - 0.6 * em), {"data_side": "right"} if side else {}
    words.text(at, caption, em, "label caption", fill=palette.INK, font_weight="600", **drawn)
    return drawing.svg()


@cache
def _extra(view: str, body: str) -> Mapping[str, Any]:
    """Return what a posture's file holds beside an ordinary figure: props and the press."""
    data = json.loads((anatomy.FIGURES / f"{view}-{body}.json").read_text("utf-8"))
    return {"props": data["props"], "press": data["press"]}


def _words(catalogue: Catalogue, shown: Posture) -> str:
    """Return how to get into the posture and what the hand does there, from the catalogue.

    Of several ways to press, the one that needs least is told: the drawing is shown with adapted steps too.
    """
    words: list[str] = []
    for position in catalogue.positions:
        if position.key in shown.positions:
            ways = catalogue.point(shown.point).press.how[position.key]
            words += [position.how, min(ways, key=lambda way: len(way.uses)).text]
    return " ".join(words)


def _props(layer: Layer, props: list[Mapping[str, Any]], z: str, unit: float) -> None:
    for prop in props:
        fill, line = _PROP_COLOURS[prop["look"]]
        pen = {"stroke": line, "stroke_width": 0.9 * unit, "stroke_linejoin": "round"}
        if prop["z"] == z == "behind":
            layer.path(prop["d"], f"prop prop-{prop['look']}", fill=fill, **pen)
        elif prop["z"] == z:
            layer.path(prop["d"], f"prop prop-{prop['look']}", fill=fill)
        elif prop["z"] == "edge" and z == "front":
            layer.path(prop["d"], "prop prop-edge", fill="none", **pen)


_PROP_COLOURS: Final = {
    "wood": ("#ece5dc", palette.INSET_LINE),
    "wood-dark": ("#d8cfc4", palette.INSET_LINE),
    "wall": ("#ece8e3", palette.INSET_LINE),
    "wall-dark": ("#e4dfd9", palette.INSET_LINE),
    "cloth": ("#f4f2ef", palette.INSET_LINE),
    "bed": ("#eef0f2", palette.INSET_LINE),
    "bed-dark": ("#dfe3e6", palette.INSET_LINE),
    "ball": ("#dfe69a", "#7f8748"),
}


def _press(drawing: Canvas, layer: Layer, press: Mapping[str, Any], unit: float) -> None:
    """Mark the place with a soft halo and dot, and draw the arrow that ends short of it."""
    at: XY = (press["at"][0], press["at"][1])
    dx, dy = press["toward"]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    dx, dy = dx / length, dy / length
    if press["seen"]:
        layer.circle(at, 11 * unit, "halo", fill=drawing.glow("halo", palette.POINT))
    gap = max(ARROW_GAP * unit, press["gap"])
    head = (at[0] - gap * dx, at[1] - gap * dy)
    tail = (head[0] - ARROW * unit * dx, head[1] - ARROW * unit * dy)
    _arrow(layer, tail, head, unit)


def _arrow(layer: Layer, tail: XY, head: XY, unit: float) -> None:
    dx, dy = head[0] - tail[0], head[1] - tail[1]
    length = (dx * dx + dy * dy) ** 0.5
    dx, dy = dx / length, dy / length
    wing, back = 4.2 * unit, 9.0 * unit
    neck = (head[0] - back * dx, head[1] - back * dy)
    ends = (head, (neck[0] - wing * dy, neck[1] + wing * dx), (neck[0] + wing * dy, neck[1] - wing * dx))
    point = canvas.polygon_data(ends)
    cls = "construction arrow"
    layer.line(tail, neck, f"{cls}-rim", stroke=palette.PAPER, stroke_opacity=0.75, stroke_width=4.6 * unit, **_ROUND)
    layer.line(tail, neck, cls, stroke=palette.POINT, stroke_width=2.6 * unit, **_ROUND)
    layer.path(point, f"{cls} arrow-head", fill=palette.POINT, stroke=palette.PAPER, stroke_width=0.7 * unit)


_ROUND: Final = {"stroke_linecap": "round"}
