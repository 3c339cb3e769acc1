"""Skin and hand-drawn shapes of a figure: tone bands, highlights, ink, bones."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from diagrams import palette
from diagrams.anatomy import Figure
from diagrams.canvas import GRID_MM, Canvas, Layer
from diagrams.geometry import paths
from diagrams.geometry.curves import Box, bounds, ring_contains
from diagrams.geometry.vectors import XY
from diagrams.parts.bones import Shape

#: Line weights in phone pixels (1/360 of the sheet): contour, inner contour, crease, bone (report, section 2).
CONTOUR_PX: Final = 1.05
INNER_PX: Final = 0.8
CREASE_PX: Final = 1.3
BONE_PX: Final = 0.5
#: Kinds of shapes that are painted with the skin; the others lie below it.
ON_SKIN: Final = ("crease", "nail", "hair")


@cache
def contour_within(figure: Figure, crop: Box) -> tuple[tuple[XY, ...], ...]:
    """Return the contour within the crop as dense polylines, from which labels keep their distance."""
    lines = (line for data in figure.skin.contour for line in paths.polylines(data, 10))
    inside = (tuple(p for p in _densify(line) if _in_box(p, crop)) for line in lines)
    return tuple(line for line in inside if line)


def _densify(line: list[XY], step: float = 3.0) -> Iterable[XY]:
    for (ax, ay), (bx, by) in itertools.pairwise(line):
        count = max(1, int(max(abs(bx - ax), abs(by - ay)) / step))
        yield from ((ax + (bx - ax) * i / count, ay + (by - ay) * i / count) for i in range(count))
    yield line[-1]


def _in_box(place: XY, box: Box) -> bool:
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


@cache
def figure_extent(figure: Figure, crop: Box) -> Box:
    """Return the box of the figure within the crop; where the crop cuts the figure, the crop's edge."""
    rings = silhouette(figure)
    inside = [p for ring in rings for p in ring if _in_box(p, crop)]
    x0, y0, x1, y1 = bounds(inside) if inside else crop
    left_cut, right_cut = cut_sides(figure, crop)
    x0, x1 = (min(x0, crop[0]) if left_cut else x0), (max(x1, crop[2]) if right_cut else x1)
    return (x0, min(y0, crop[1]) if y0 < crop[1] + 4 else y0, x1, y1)


@cache
def cut_sides(figure: Figure, crop: Box) -> tuple[bool, bool]:
    """Return whether the left and the right edge of the crop cut the figure."""
    rings = silhouette(figure)
    heights = [crop[1] + (crop[3] - crop[1]) * i / 12 for i in range(1, 12)]
    return (
        any(_in_rings(rings, (crop[0], y)) for y in heights),
        any(_in_rings(rings, (crop[2], y)) for y in heights),
    )


@cache
def silhouette(figure: Figure) -> tuple[tuple[XY, ...], ...]:
    """Return the closed outlines of the skin as polylines (even-odd)."""
    return tuple(tuple(line) for line in paths.polylines(figure.skin.silhouette, 6))


def _in_rings(rings: Iterable[tuple[XY, ...]], place: XY) -> bool:
    return sum(ring_contains(ring, place) for ring in rings) % 2 == 1


def paint_skin(
    canvas: Canvas, layer: Layer, figure: Figure, crop: Box, unit: float, *, grid: float, creases: bool
) -> None:
    """Paint the skin: base, bands light to dark, highlights, contour, inner contours, creases."""

    def data(path: str, coarser: int = 1) -> str:
        return paths.crop_path(path, crop, grid * coarser)

    skin, colours = figure.skin, palette.SKIN_TONES[palette.DEFAULT_SKIN_TONE]
    outside = paths.coarsen_path(skin.silhouette, grid)
    clip = canvas.clip("skin", outside)
    layer.path(outside, "skin-base tone-0", fill=palette.tone(0), fill_rule="evenodd")
    shade = layer.group("shade", clip_path=clip, fill_rule="evenodd")
    for tone, path in skin.bands:
        step = palette.tone_step(tone)
        if shown := data(path, 2):  # tones bear a coarser grid: their edges are soft
            shade.path(shown, f"tone tone-{step}", fill=palette.tone(step))
    for index, (_, path) in enumerate(skin.highlights):
        if shown := data(path, 2):
            shade.path(shown, f"light light-{index + 1}", fill=colours.highlights[min(index, 1)])
    if skin.far_limb:
        colour, opacity = palette.VEILS["far"]
        shade.path(data(skin.far_limb), "far", fill=colour, fill_opacity=opacity)
    ink = layer.group("ink", stroke_linecap="round", stroke_linejoin="round")
    for path in skin.contour:
        if shown := data(path):
            ink.path(shown, "contour", fill="none", stroke=colours.line, stroke_width=CONTOUR_PX * unit)
    for path in skin.inner:
        if shown := data(path):
            ink.path(shown, "inner", fill=colours.line)
    for crease in skin.creases if creases else ():
        if len(crease.points) > 1 and any(_in_box(point, crop) for point in crease.points):
            width = min(crease.width, CREASE_PX * unit)
            ink.stroke(crease.points, width, "crease", fill=colours.line, fill_opacity=crease.opacity)


def draw_shapes(layer: Layer, shapes: Iterable[Shape], crop: Box, unit: float, grid: float = GRID_MM) -> None:
    """Draw the shapes that meet the crop, in their order, on a grid of so many mm."""
    for shape in shapes:
        x0, y0, x1, y1 = bounds(shape.points)
        if x1 > crop[0] and x0 < crop[2] and y1 > crop[1] and y0 < crop[3]:
            _draw_shape(layer, shape, unit, grid)


def _draw_shape(layer: Layer, shape: Shape, unit: float, grid: float) -> None:
    ink = palette.SKIN_TONES[palette.DEFAULT_SKIN_TONE].line
    weight = shape.weight
    if shape.kind == "crease":
        layer.stroke(shape.points, CREASE_PX * unit * weight, "crease", fill=ink, fill_opacity=0.62)
        return
    fill, opacity, line, rim, width, cls = {
        "bone": (palette.BONE, 0.46 * weight, palette.BONE_LINE, 0.62 * weight, BONE_PX, "bone"),
        "bone-strong": (palette.BONE, 0.74 * weight, palette.BONE_LINE, 0.9, 1.5 * BONE_PX, "bone bone-strong"),
        "tendon": (palette.TENDON, 0.4 * weight, palette.BONE_LINE, 0.45 * weight, BONE_PX, "tendon"),
        "muscle": (palette.MUSCLE, 0.34 * weight, palette.MUSCLE_LINE, 0.5, BONE_PX, "muscle"),
        "nerve": (palette.NERVE, 0.6 * weight, palette.NERVE_LINE, 0.6, BONE_PX, "nerve"),
        "hair": (palette.CLOTHS["hair"][2], 1.0, "#2a1f16", 0.9 * weight, INNER_PX, "cloth hair"),
        "nail": (palette.NAIL, 0.85, ink, 0.55, BONE_PX, "nail"),
        "foramen": (palette.FORAMEN, 0.5 * weight, "none", 0.0, 0.0, "foramen"),
        "hidden": ("none", 0.0, palette.BONE_LINE, 0.5 * weight, BONE_PX, "bone bone-hidden"),
    }[shape.kind]
    style: dict[str, Any] = {"fill": fill if shape.closed else "none", "stroke": line}
    if shape.closed and fill != "none":
        style["fill_opacity"] = min(opacity, 1.0)
    if width:
        style |= {
            "stroke_opacity": min(round(rim, 2), 1.0),
            "stroke_width": width * unit,
            "stroke_linejoin": "round",
            "stroke_linecap": "round",
        }
    if shape.kind == "hidden":
        style["stroke_dasharray"] = f"{1.5 * unit:.2f} {1.3 * unit:.2f}"
    layer.curve(shape.points, cls, closed=shape.closed, grid=grid, **style)
