"""The body to point at: where it hurts, as regions on a figure seen from behind, each with its name.

The outlines are worked out from landmarks and from the skin's own outline, for either body. A region is named as the
clues of the catalogue are grouped; what a touch of it leads to is whose page it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from diagrams import anatomy, palette
from diagrams.anatomy import Figure
from diagrams.canvas import Canvas, Layer
from diagrams.geometry.curves import Box
from diagrams.geometry.vectors import XY
from diagrams.layout.labels import LINE
from diagrams.layout.sheet import PHONE, PHONE_TEXT
from diagrams.parts import skin

TITLE: Final = "Where does it hurt? The back of the body"
VIEW: Final = "posterior"
#: Room between an outline and the skin's edge, and between neighbours, mm of the body.
GAP: Final = 9.0
#: Millimetres from the ankle bone up to the end of the leg's region, how soft the cut edge is, and to what path data is
#: rounded.
ABOVE_ANKLE: Final = 24.0
FADE: Final = 60.0
GRID: Final = 1.0
#: Size of the names, in units of the text of other drawings: on a wide page this one is smaller than they are.
NAME: Final = 1.2
AREA: Final[dict[str, Any]] = {
    "fill": palette.POINT,
    "fill_opacity": 0.07,
    "stroke": palette.POINT,
    "stroke_opacity": 0.6,
}

Ring = tuple[XY, ...]


@dataclass(frozen=True)
class Region:
    """A part of the body to point at: its outlines, its name in lines, and the middle of that name; sheet mm."""

    key: str
    rings: tuple[Ring, ...]
    lines: tuple[str, ...]
    at: XY


def body_map(body: str, *, prefix: str = "") -> str:
    """Return the SVG of a body with its regions. Raises `UnknownKey` for a body that does not exist."""
    figure = anatomy.figure(VIEW, body)
    crop = _crop(figure)
    unit = (crop[2] - crop[0]) / PHONE
    found = regions(body)
    desc = " ".join(f"{region.key.capitalize()}." for region in found)
    drawing = Canvas(crop, f"{TITLE}, {body} body", desc, prefix)
    mask = drawing.fade(crop, FADE, 0, 0, 0)
    painted = drawing.layer("skin").group(mask=mask)
    skin.paint(drawing, painted, figure, crop, unit, grid=GRID, creases=True)
    marks = drawing.layer("marks")
    for region in found:
        _draw(marks, region, unit)
    return drawing.svg()


def regions(body: str) -> tuple[Region, ...]:
    """Return the regions of a body from above to below; neighbours do not touch."""
    figure = anatomy.figure(VIEW, body)
    return (_low_back(figure), _buttock(figure), _leg(figure))


def _crop(figure: Figure) -> Box:
    """Return the part that is shown: from the lower ribs to the soles, both hands included."""
    return (figure.box[0], figure.spot("spinous-process-T9")[1], figure.box[2], figure.box[3])


def _draw(layer: Layer, region: Region, unit: float) -> None:
    em = NAME * PHONE_TEXT * unit
    group = layer.group("region", data_region=region.key)
    for ring in region.rings:
        group.curve(ring, "region-area", closed=True, **AREA, stroke_width=0.9 * unit)
    x, y = region.at
    first = y - (len(region.lines) - 1) / 2 * LINE * em + 0.35 * em
    for number, words in enumerate(region.lines):
        at = (x, first + number * LINE * em)
        # A space between lines keeps words apart for whoever reads the name instead of seeing it.
        gap = " " if number < len(region.lines) - 1 else ""
        group.halo_text(at, words + gap, em, "region-name", fill=palette.POINT, font_weight="600", text_anchor="middle")


# Outlines ----------------------------------------------------------------------------------------------


def _low_back(figure: Figure) -> Region:
    """From the lowest rib's root to the tops of the hip bones, and between the dimples down to the sacrum."""
    top, crest = figure.spot("spinous-process-T12"), figure.spot("iliac-crest-top", "right")
    side = [(_outer(figure, y), y) for y in _between(top[1], crest[1] - GAP, 4)]
    half = [(side[0][0] / 2, top[1]), *side, *_hip_line(figure, -GAP)]
    middle = (0.0, (top[1] + crest[1]) / 2)
    return Region("lower back", (_mirrored((0.0, top[1]), half),), ("Lower back",), middle)


def _buttock(figure: Figure) -> Region:
    """From the tops of the hip bones to the folds below the buttocks."""
    crest, fold = figure.spot("iliac-crest-top", "right"), figure.spot("gluteal-fold", "right")
    side = [(_outer(figure, y), y) for y in _between(crest[1] + GAP, fold[1] - GAP, 6)]
    (hip, dimple, sacrum), foot = _hip_line(figure, GAP), fold[1] - GAP
    half = [dimple, hip, *side, (fold[0], foot + GAP / 2), (GAP, foot - GAP), (0.0, foot - GAP)]
    middle = (side[3][0] / 2, (crest[1] + fold[1]) / 2 + 2 * GAP)
    return Region("buttock", (_mirrored(sacrum, half),), ("Buttock",), middle)


def _leg(figure: Figure) -> Region:
    """Both legs, from the folds to above the ankles; the groin lies in front of where they begin."""
    fold, ankle = figure.spot("gluteal-fold", "right"), _ankle(figure)
    heights = _between(fold[1] + 2 * GAP, ankle[1] - ABOVE_ANKLE, 13)
    middles = _between(fold[0], ankle[0], 13)
    outer = [(_outer(figure, y, x), y) for x, y in zip(middles, heights, strict=True)]
    inner = [(_inner(figure, y, x), y) for x, y in zip(middles, heights, strict=True)]
    right = (*outer, *reversed(inner))
    left = tuple((-x, y) for x, y in reversed(right))
    at = ((outer[2][0] + inner[2][0]) / 2, heights[2])
    return Region("leg and groin", (right, left), ("Leg and", "groin"), at)


def _ankle(figure: Figure) -> XY:
    """Return the middle between the bones of the right ankle."""
    inner, outer = (figure.spot(f"{key}-malleolus-prominence", "right") for key in ("medial", "lateral"))
    return (inner[0] + outer[0]) / 2, min(inner[1], outer[1])


def _hip_line(figure: Figure, shift: float) -> list[XY]:
    """Return the line that parts low back and buttock, from the right hip bone over the dimple to the midline."""
    crest, dimple = (figure.spot(key, "right") for key in ("iliac-crest-top", "posterior-superior-iliac-spine"))
    sacrum = figure.spot("spinous-process-S2")
    return [
        ((crest[0] + dimple[0]) / 2, (2 * crest[1] + dimple[1]) / 3 + shift),
        (dimple[0], dimple[1] + shift),
        (0.0, sacrum[1] + shift),
    ]


def _mirrored(start: XY, half: Iterable[XY]) -> Ring:
    """Return the ring of a right half and its mirror image; `start` and the half's end lie on the midline."""
    right = list(half)
    return (start, *right, *((-x, y) for x, y in reversed(right[:-1])))


def _outer(figure: Figure, y: float, near: float = 0.0) -> float:
    return _breadth(figure, y, near)[1] - GAP


def _inner(figure: Figure, y: float, near: float) -> float:
    """Return the inner edge of a leg, which is the midline where the legs still touch."""
    return max(_breadth(figure, y, near)[0], 0.0) + GAP


def _breadth(figure: Figure, y: float, near: float) -> tuple[float, float]:
    """Return from where to where the skin reaches at a height, in the part of it that holds the place `near`."""
    edges = sorted(
        a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for ring in skin.silhouette(figure)
        for a, b in itertools.pairwise((*ring, ring[0]))
        if (a[1] <= y) != (b[1] <= y)
    )
    return next(pair for pair in zip(edges[::2], edges[1::2], strict=True) if pair[0] <= near <= pair[1])


def _between(first: float, last: float, count: int) -> list[float]:
    return [first + (last - first) * i / (count - 1) for i in range(count)]
