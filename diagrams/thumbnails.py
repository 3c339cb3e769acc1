"""Thumbnails of postures for cards and rows, without words.

A thumbnail is the middle of a posture's inset. At 72 to 96 pixels it shows the part of the body of a step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from diagrams import anatomy, palette, postures, resting_postures
from diagrams.canvas import Canvas
from diagrams.geometry import paths
from diagrams.geometry.curves import Box
from diagrams.geometry.vectors import XY
from diagrams.parts.posture_panel import INSET_INK, PanelPainter
from diagrams.postures import Posture
from points.catalogue import Catalogue
from points.errors import UnknownKey

#: Side of the square, mm; of the lower back seen from behind, where the spot is close to the spine.
SIDE_MM: Final = 520.0
BACK_SIDE_MM: Final = 420.0
#: Half the length of the line along the spine, mm, and its width at `WIDTH_PX`.
SPINE_HALF_MM: Final = 70.0
SPINE_WIDTH_PX: Final = 1.2
#: Width for which the ink is made, and the radii of spot and glow at that width.
WIDTH_PX: Final = 88.0
SPOT_RADIUS_PX: Final = 3.6
GLOW_RADIUS_PX: Final = 7.5
#: Grid of path data: of a posture, and of a body at rest.
GRID_MM: Final = 2.0
RESTING_GRID_MM: Final = 8.0
#: Area of the points beside and on the spine, and the most that a camera behind the body looks forward (its `toward`).
LOWER_BACK: Final = "lower back"
FROM_BEHIND: Final = -0.8
OMITTED_LOOKS: Final = ("shadow",)
INK_KINDS: Final = ("contact", "contour", "inner")


def thumbnail_names(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the names of all thumbnails: those of the posture drawings, and of the body at rest."""
    return (*postures.drawing_names(catalogue), *resting_postures.resting_posture_names())


def thumbnail_of(catalogue: Catalogue, code: str, side: str = "", position: str = "") -> str:
    """Return the name of the thumbnail of a point, in a position or in the first in which it is pressed.

    Returns "" for a point without a baked posture.
    """
    point = catalogue.point(code)
    shown = (postures.posture_for(one, point.area, code) for one in ((position,) if position else point.press.how))
    entry = next((entry for entry in shown if entry), None)
    if entry is None:
        return ""
    possible = postures.drawn_sides(catalogue, entry)
    return postures.drawing_name(entry, side if side in possible else possible[-1])


def thumbnail(catalogue: Catalogue, name: str, body: str, *, prefix: str = "") -> str:
    """Return the SVG of a thumbnail. Raises `UnknownKey` for an unknown name or body."""
    if body not in anatomy.BODIES:
        raise UnknownKey("body", body, anatomy.BODIES)
    if name in resting_postures.resting_posture_names():
        return _resting_thumbnail(name, body, prefix)
    shown, side = postures.parse_drawing_name(catalogue, name)
    if postures.drawing_name(shown, side) != name:
        raise UnknownKey("thumbnail", name, (postures.drawing_name(shown, side),))
    return _posture_thumbnail(shown, side, body, prefix)


def _posture_thumbnail(shown: Posture, side: str, body: str, prefix: str) -> str:
    name = f"posture-{shown.key}"
    figure = anatomy.figure_data(name, body)
    inset = figure["inset"]
    at: XY = (inset["at"][0], inset["at"][1])
    shows_spine = LOWER_BACK in shown.areas and inset["camera"]["toward"][1] < FROM_BEHIND
    box = _square(tuple(inset["box"]), at, BACK_SIDE_MM if shows_spine else SIDE_MM)
    where = "" if side == "midline" else f", {side} side"
    drawing = Canvas(box, f"{shown.title}{where}", f"{body.capitalize()} body.", prefix)
    turn = {"transform": f"matrix(-1 0 0 1 {box[0] + box[2]:g} 0)"} if side == "left" else {}
    spine = _spine(inset["camera"], figure["place"]["at"]) if shows_spine else None
    _paint(drawing, _simplified_panel(name, "inset", body, box, GRID_MM), box, spine, **turn)
    px = (box[2] - box[0]) / WIDTH_PX
    marks = drawing.layer("marks").group("inset-panel", **turn)
    marks.circle(at, GLOW_RADIUS_PX * px, "inset-glow", fill=palette.MARK, fill_opacity=0.25)
    marks.circle(at, SPOT_RADIUS_PX * px, "inset-spot", fill=palette.MARK, stroke=palette.PAPER, stroke_width=1.6 * px)
    return drawing.svg()


def _spine(camera: Mapping[str, Sequence[float]], place: Sequence[float]) -> tuple[XY, XY]:
    """Return the ends of a line on the midline of the body, about the height of a place of the back."""
    _, depth, height = place
    upper, lower = (_project(camera, (0.0, depth, height + offset)) for offset in (SPINE_HALF_MM, -SPINE_HALF_MM))
    return upper, lower


def _project(camera: Mapping[str, Sequence[float]], at: Sequence[float]) -> XY:
    """Return a place of the body, mm, on the sheet of a camera."""
    right, up = (sum(a * b for a, b in zip(camera[name], at, strict=True)) for name in ("right", "up"))
    return right, -up


def _resting_thumbnail(name: str, body: str, prefix: str) -> str:
    x0, y0, x1, y1 = anatomy.figure_data(name, body)["panel"]["box"]
    box = _square((x0, y0, x1, y1), (x0, y0), x1 - x0)  # the head lies at the upper left
    drawing = Canvas(box, resting_postures.resting_posture(name).title, f"{body.capitalize()} body.", prefix)
    _paint(drawing, _simplified_panel(name, "panel", body, box, RESTING_GRID_MM), box)
    return drawing.svg()


def _paint(
    drawing: Canvas, panel: Mapping[str, Any], box: Box, spine: tuple[XY, XY] | None = None, **turn: str
) -> None:
    layer = drawing.layer("skin").group("inset-panel", **turn)
    painter = PanelPainter(drawing, panel, INSET_INK * (box[2] - box[0]) / WIDTH_PX, "inset")
    painter.paint_below(layer)
    if spine:
        width = SPINE_WIDTH_PX * (box[2] - box[0]) / WIDTH_PX
        dashes = f"{2 * width:g}"
        layer.line(*spine, "inset-spine", stroke=palette.INK, stroke_width=width, stroke_dasharray=dashes)
    painter.paint_above(layer)


@cache
def _simplified_panel(name: str, part: str, body: str, box: Box, grid: float) -> Mapping[str, Any]:
    """Return a panel without the paths outside a box, with one tone for each part, or none for a whole body."""
    panel = anatomy.figure_data(name, body)[part]
    tones = slice(1, 2) if part == "inset" else slice(0)
    layers = {
        when: [
            layer
            | {"d": paths.coarsen_path(layer["d"], grid), "lights": []}
            | {"bands": [[tone, paths.crop_path(data, box, grid)] for tone, data in layer.get("bands", [])[tones]]}
            for layer in panel[when]
            if layer["look"] not in OMITTED_LOOKS and _is_in(layer["d"], box)
        ]
        for when in ("below", "above")
    }
    lines = [line for line in panel["ink"] if line["kind"] in INK_KINDS and _is_in(line["d"], box)]
    return {**layers, "ink": [line | {"d": paths.crop_path(line["d"], box, grid)} for line in lines]}


def _is_in(data: str, box: Box) -> bool:
    """Return whether path data has a point inside a box."""
    x0, y0, x1, y1 = box
    return any(x0 <= x <= x1 and y0 <= y <= y1 for line in paths.polylines(data, 3) for x, y in line)


def _square(box: Box, at: XY, side: float) -> Box:
    """Return a square about a point, moved and shrunk to fit a box."""
    x0, y0, x1, y1 = box
    side = min(side, x1 - x0, y1 - y0)
    left = min(max(at[0] - side / 2, x0), x1 - side)
    top = min(max(at[1] - side / 2, y0), y1 - side)
    return left, top, left + side, top + side
