"""Body map: named regions on a figure seen from behind, to choose where it hurts.

Outlines are computed from landmarks and from the outline of the skin. Regions have the names of the groups of clues in
the catalogue; the page decides the link of each.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from diagrams import anatomy, palette
from diagrams.anatomy import Figure
from diagrams.canvas import Canvas, Layer, Link
from diagrams.geometry.curves import Box
from diagrams.geometry.vectors import XY
from diagrams.layout.labels import LINE_HEIGHT, text_width
from diagrams.layout.sheet import PHONE_WIDTH_PX, TEXT_SIZE_PX
from diagrams.parts import skin

TITLE: Final = "Where does it hurt? The back of the body"
VIEW_SLUG: Final = "posterior"
#: Distance from an outline to the edge of the skin, and between neighbours, mm of the body.
GAP_MM: Final = 9.0
#: Distance from the malleoli up to the lower end of the leg's region; height of the fading edge; grid of path data.
ANKLE_CLEARANCE_MM: Final = 24.0
FADE_MM: Final = 60.0
GRID_MM: Final = 1.0
#: Text size of the names, as a multiple of that of other drawings.
NAME_SIZE: Final = 1.2
#: Text size of a name on a pill, mm of the body; horizontal and vertical padding of the pill, em.
PILL_TEXT_MM: Final = 62.0
PILL_PADDING: Final = (0.8, 0.52)
#: Width of the semi-bold face relative to the regular face of the width table.
SEMI_BOLD_WIDTH_RATIO: Final = 1.12
AREA_STYLE: Final[dict[str, Any]] = {
    "fill": palette.POINT,
    "fill_opacity": 0.07,
    "stroke": palette.POINT,
    "stroke_opacity": 0.6,
}

Ring = tuple[XY, ...]


@dataclass(frozen=True)
class Region:
    """A region of the map: outlines, lines of its name, and the middle of the name; sheet mm."""

    key: str
    rings: tuple[Ring, ...]
    name_lines: tuple[str, ...]
    name_at: XY


def body_map(body: str, *, prefix: str = "", links: Mapping[str, Link] | None = None, has_pills: bool = False) -> str:
    """Return the SVG of a body with its regions, each a link where `links` has its key.

    `has_pills`: with the names on pills large enough to tap. Raises `UnknownKey` for an unknown body.
    """
    figure = anatomy.figure(VIEW_SLUG, body)
    crop = _crop(figure)
    unit = (crop[2] - crop[0]) / PHONE_WIDTH_PX
    shown_regions = regions(body)
    desc = " ".join(f"{region.key.capitalize()}." for region in shown_regions)
    drawing = Canvas(crop, f"{TITLE}, {body} body", desc, prefix)
    mask = drawing.fade(crop, FADE_MM, 0, 0, 0)
    painted = drawing.layer("skin").group(mask=mask)
    skin.paint_skin(drawing, painted, figure, crop, unit, grid=GRID_MM, creases=True)
    marks = drawing.layer("marks")
    if links:
        drawing.allow_links()
    for region in shown_regions:
        link = links and links.get(region.key)
        ground = marks.link(link, "region", data_region=region.key) if link else _region_group(marks, region)
        draw_name = _draw_pill if has_pills else _draw_name
        _draw_areas(ground, region, unit)
        draw_name(ground, region, unit)
    return drawing.svg()


def regions(body: str) -> tuple[Region, ...]:
    """Return the regions of a body from above to below. Neighbours do not touch."""
    figure = anatomy.figure(VIEW_SLUG, body)
    return (_low_back(figure), _buttock(figure), _leg(figure))


def _crop(figure: Figure) -> Box:
    """Return the visible part: from the lower ribs to the soles, with both hands."""
    return (figure.box[0], figure.project_landmark("spinous-process-T9")[1], figure.box[2], figure.box[3])


def _region_group(layer: Layer, region: Region) -> Layer:
    return layer.group("region", data_region=region.key)


def _draw_areas(group: Layer, region: Region, unit: float) -> None:
    for ring in region.rings:
        group.curve(ring, "region-area", closed=True, **AREA_STYLE, stroke_width=0.9 * unit)


def _draw_name(group: Layer, region: Region, unit: float) -> None:
    em = NAME_SIZE * TEXT_SIZE_PX * unit
    x, y = region.name_at
    first = y - (len(region.name_lines) - 1) / 2 * LINE_HEIGHT * em + 0.35 * em
    for number, words in enumerate(region.name_lines):
        at = (x, first + number * LINE_HEIGHT * em)
        # A space separates the lines for screen readers.
        gap = " " if number < len(region.name_lines) - 1 else ""
        group.halo_text(at, words + gap, em, "region-name", fill=palette.POINT, font_weight="600", text_anchor="middle")


def _draw_pill(group: Layer, region: Region, unit: float) -> None:
    """Draw the name of a region on a pill across the midline, at the height of the name."""
    size, name = PILL_TEXT_MM, region.key.capitalize()
    width = text_width(name) * SEMI_BOLD_WIDTH_RATIO * size + 2 * PILL_PADDING[0] * size
    height = (1 + 2 * PILL_PADDING[1]) * size
    middle = region.name_at[1] + 0.35 * NAME_SIZE * TEXT_SIZE_PX * unit
    pill = group.group("region-pill", transform=f"translate(0 {middle:.1f})")
    box = (-width / 2, -height / 2, width / 2, height / 2)
    pill.rect(box, "", rx=height / 2, fill=palette.PILL)
    words = {"fill": palette.PAPER, "font_weight": "600", "text_anchor": "middle"}
    pill.text((0.0, 0.36 * size), name, size, "region-name", **words)


# Outlines ----------------------------------------------------------------------------------------------


def _low_back(figure: Figure) -> Region:
    """Return the region from the lowest rib to the iliac crests, and between the dimples down to the sacrum."""
    top, crest = figure.project_landmark("spinous-process-T12"), figure.project_landmark("iliac-crest-top", "right")
    side = [(_outer_edge(figure, y), y) for y in _spaced(top[1], crest[1] - GAP_MM, 4)]
    half = [(side[0][0] / 2, top[1]), *side, *_hip_line(figure, -GAP_MM)]
    middle = (0.0, (top[1] + crest[1]) / 2)
    return Region("lower back", (_mirrored_ring((0.0, top[1]), half),), ("Lower back",), middle)


def _buttock(figure: Figure) -> Region:
    """Return the region from the iliac crests to the gluteal folds."""
    crest, fold = figure.project_landmark("iliac-crest-top", "right"), figure.project_landmark("gluteal-fold", "right")
    side = [(_outer_edge(figure, y), y) for y in _spaced(crest[1] + GAP_MM, fold[1] - GAP_MM, 6)]
    (hip, dimple, sacrum), foot = _hip_line(figure, GAP_MM), fold[1] - GAP_MM
    half = [dimple, hip, *side, (fold[0], foot + GAP_MM / 2), (GAP_MM, foot - GAP_MM), (0.0, foot - GAP_MM)]
    middle = (side[3][0] / 2, (crest[1] + fold[1]) / 2 + 2 * GAP_MM)
    return Region("buttock", (_mirrored_ring(sacrum, half),), ("Buttock",), middle)


def _leg(figure: Figure) -> Region:
    """Return both legs, from the gluteal folds to above the ankles; their upper end stands for the groin in front."""
    fold, ankle = figure.project_landmark("gluteal-fold", "right"), _ankle(figure)
    heights = _spaced(fold[1] + 2 * GAP_MM, ankle[1] - ANKLE_CLEARANCE_MM, 13)
    middles = _spaced(fold[0], ankle[0], 13)
    outer = [(_outer_edge(figure, y, x), y) for x, y in zip(middles, heights, strict=True)]
    inner = [(_inner_edge(figure, y, x), y) for x, y in zip(middles, heights, strict=True)]
    right = (*outer, *reversed(inner))
    left = tuple((-x, y) for x, y in reversed(right))
    at = ((outer[2][0] + inner[2][0]) / 2, heights[2])
    return Region("leg and groin", (right, left), ("Leg and", "groin"), at)


def _ankle(figure: Figure) -> XY:
    """Return the middle between the bones of the right ankle."""
    inner, outer = (figure.project_landmark(f"{key}-malleolus-prominence", "right") for key in ("medial", "lateral"))
    return (inner[0] + outer[0]) / 2, min(inner[1], outer[1])


def _hip_line(figure: Figure, shift: float) -> list[XY]:
    """Return the line between low back and buttock, from the right hip bone over the dimple to the midline."""
    crest, dimple = (
        figure.project_landmark(key, "right") for key in ("iliac-crest-top", "posterior-superior-iliac-spine")
    )
    sacrum = figure.project_landmark("spinous-process-S2")
    return [
        ((crest[0] + dimple[0]) / 2, (2 * crest[1] + dimple[1]) / 3 + shift),
        (dimple[0], dimple[1] + shift),
        (0.0, sacrum[1] + shift),
    ]


def _mirrored_ring(start: XY, half: Iterable[XY]) -> Ring:
    """Return the ring of a right half and its mirror image. `start` and the end of the half lie on the midline."""
    right = list(half)
    return (start, *right, *((-x, y) for x, y in reversed(right[:-1])))


def _outer_edge(figure: Figure, y: float, near: float = 0.0) -> float:
    return _skin_span(figure, y, near)[1] - GAP_MM


def _inner_edge(figure: Figure, y: float, near: float) -> float:
    """Return the inner edge of a leg, or the midline where the legs touch."""
    return max(_skin_span(figure, y, near)[0], 0.0) + GAP_MM


def _skin_span(figure: Figure, y: float, near: float) -> tuple[float, float]:
    """Return from where to where the skin reaches at a height, in the part of it that holds the place `near`."""
    edges = sorted(
        a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for ring in skin.silhouette(figure)
        for a, b in itertools.pairwise((*ring, ring[0]))
        if (a[1] <= y) != (b[1] <= y)
    )
    return next(pair for pair in zip(edges[::2], edges[1::2], strict=True) if pair[0] <= near <= pair[1])


def _spaced(first: float, last: float, count: int) -> list[float]:
    return [first + (last - first) * i / (count - 1) for i in range(count)]
