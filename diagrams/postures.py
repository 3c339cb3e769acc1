"""Postures: the body held as it is while a place is pressed, the hand where it belongs and an arrow that says which way.

A posture is known by the way of holding the body and the area pressed. The drawing is a pure function of catalogue and
figure, like every other: the same input gives the same bytes.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from diagrams import anatomy, palette, skin
from diagrams.anatomy import Figure
from diagrams.bones import XY
from diagrams.canvas import Canvas, Layer
from diagrams.curves import Box
from points.catalogue import Catalogue
from points.errors import UnknownKey

#: Text is as large as on the other drawings: so many pixels on a sheet shown so many pixels wide.
PHONE: Final = 360
PHONE_TEXT: Final = 11.5
CAPTION_ROOM: Final = 1.6  # em above the figure
ARROW: Final = 34.0  # length of the arrow, phone pixels
ARROW_GAP: Final = 5.0  # from its head to the place pressed
GRID: Final = 0.2  # mm to which path data is rounded


@dataclass(frozen=True)
class Posture:
    """One way to press: `areas` as points name them; `point` is the place pressed in the picture."""

    key: str
    title: str
    positions: tuple[str, ...]
    areas: tuple[str, ...]
    point: str


_POSTURES: Final = (
    Posture("standing-lower-back", "Standing, thumb on the low back", ("standing",), ("lower back",), "BL23"),
    Posture("wall-ball-lower-back", "Standing, ball between the low back and a wall", ("wall-ball",), ("lower back",), "BL23"),
    Posture("wall-ball-buttock", "Standing, ball between the buttock and a wall", ("wall-ball",), ("buttock",), "BL54"),
    Posture("seated-lower-back", "Seated, fist behind the low back", ("seated",), ("lower back",), "BL23"),
    Posture("side-lying-buttock", "Lying on the side, knuckles behind the hip", ("side-lying",), ("buttock",), "GB30"),
    Posture("ankle-on-knee-ankle", "Ankle on the other knee, thumb behind the ankle bone", ("ankle-on-knee",), ("ankle",), "KI3"),
    Posture("hand-pinch-hand", "Thumb on the mound, index finger underneath", ("hand-pinch",), ("hand",), "LI4"),
    Posture("seated-reach-under-knee-knee", "Seated, both hands round the knee", ("seated-reach-under-knee",), ("knee",), "BL40"),
)


@dataclass(frozen=True)
class Prop:
    """A thing the body rests on: an outline painted behind or in front of it."""

    name: str
    z: str
    d: str
    cls: str


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


def posture_for(position: str, area: str) -> Posture | None:
    """Return the posture that shows a position with that area pressed, or None when there is none."""
    return next((entry for entry in _POSTURES if position in entry.positions and area in entry.areas), None)


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
    canvas = Canvas(sheet, f"{shown.title}{side}, {body} body", _words(catalogue, shown), prefix)
    fade = figure.fade
    mask = canvas.fade(figure.box, fade["top"], fade["right"], fade["bottom"], fade["left"])
    painted = canvas.layer("skin").group(mask=mask)
    _props(painted, extra["props"], "behind", unit)
    skin.paint(canvas, painted, figure, figure.box, unit, grid=GRID, creases=True)
    _props(painted, extra["props"], "front", unit)
    _press(canvas, canvas.layer("marks"), extra["press"], unit)
    words = canvas.layer("labels")
    caption = "Pressing the right side" if side else "Pressing the middle"
    words.text((x0 + 0.25 * em, y0 - 0.6 * em), caption, em, "label caption", fill=palette.INK, font_weight="600")
    return canvas.svg()


@lru_cache(maxsize=None)
def _extra(view: str, body: str) -> Mapping[str, Any]:
    """Return what a posture's file holds beside an ordinary figure: props and the press."""
    data = json.loads((anatomy.FIGURES / f"{view}-{body}.json").read_text("utf-8"))
    return {"props": data["props"], "press": data["press"]}


def _words(catalogue: Catalogue, shown: Posture) -> str:
    """Return how to get into the posture and what the hand does there, from the catalogue."""
    words = []
    for position in catalogue.positions:
        if position.key in shown.positions:
            words += [position.how, catalogue.point(shown.point).press.how[position.key]]
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


def _press(canvas: Canvas, layer: Layer, press: Mapping[str, Any], unit: float) -> None:
    """Mark the place with a soft halo and dot, and draw the arrow that ends short of it."""
    at: XY = (press["at"][0], press["at"][1])
    dx, dy = press["toward"]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    dx, dy = dx / length, dy / length
    if press["seen"]:
        layer.circle(at, 11 * unit, "halo", fill=canvas.glow("halo", palette.POINT))
    head = (at[0] - ARROW_GAP * unit * dx, at[1] - ARROW_GAP * unit * dy)
    tail = (head[0] - ARROW * unit * dx, head[1] - ARROW * unit * dy)
    _arrow(layer, tail, head, unit)


def _arrow(layer: Layer, tail: XY, head: XY, unit: float) -> None:
    dx, dy = head[0] - tail[0], head[1] - tail[1]
    length = (dx * dx + dy * dy) ** 0.5
    dx, dy = dx / length, dy / length
    wing, back = 4.2 * unit, 9.0 * unit
    neck = (head[0] - back * dx, head[1] - back * dy)
    ends = (head, (neck[0] - wing * dy, neck[1] + wing * dx), (neck[0] + wing * dy, neck[1] - wing * dx))
    points = " ".join(f"{round(x, 1):g} {round(y, 1):g}" for x, y in ends)
    layer.line(tail, neck, "construction arrow-rim", stroke=palette.PAPER, stroke_width=4.6 * unit, stroke_opacity=0.75, stroke_linecap="round")
    layer.line(tail, neck, "construction arrow", stroke=palette.POINT, stroke_width=2.6 * unit, stroke_linecap="round")
    layer.path(f"M{points}Z", "construction arrow arrow-head", fill=palette.POINT, stroke=palette.PAPER, stroke_width=0.7 * unit)
