"""Layout of a sheet: its width and text size, and the places of figure, columns, header and footer.

A column of labels is as close to the figure as the outline at the height of each label allows. Text is at least
`TEXT_SIZE_PX` high on a sheet shown `PHONE_WIDTH_PX` wide, so a sheet is as wide as its figure and the text beside it
require. Units are sheet millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from diagrams.geometry.curves import CACHE_SIZE, Box
from diagrams.geometry.vectors import XY
from diagrams.layout.labels import (
    BOLD_FALLBACK_WIDTH_RATIO,
    LINE_HEIGHT,
    Label,
    LabelConstraints,
    PlacedLabel,
    Side,
    arrange_labels,
    column_width,
    wrap,
)

PHONE_WIDTH_PX: Final = 360
TEXT_SIZE_PX: Final = 11.5
#: Width and text size of the drawings of a session: 14 pixels and more in the narrowest one.
SESSION_WIDTH_PX: Final = 344
SESSION_TEXT_SIZE_PX: Final = 15.5
SESSION_MARGIN_PX: Final = 8.0  # from the edges of such a drawing to its text
CAPTION_HEIGHT: Final = 1.5  # of such a drawing, em
#: Space between figure and column, and size of the locator, em.
GUTTER: Final = 0.5
LOCATOR: Final = (3.0, 6.2)
MARGIN: Final = 8.4 / TEXT_SIZE_PX  # from the sheet's edges to its text: 8.4 phone pixels, in em
FIGURE_MARGIN: Final = 0.25  # from the sheet's edges to the figure, em
TICK_NUMBERS: Final = 1.3  # height of the numbers of ruler lines, em
#: Height of the scale bar with its text, and margin at its right end, em.
SCALE_BAR: Final = 1.9
SCALE_BAR_MARGIN: Final = MARGIN
_ROUNDS: Final = 16  # of widening the sheet to its columns


class LeftwardText(NamedTuple):
    """Text on the figure that extends to the left of `x`, mm, by `width`, em."""

    x: float
    width: float


@dataclass(frozen=True)
class Sheet:
    """A laid-out sheet. `text_mm` is its text size and `px_mm` one phone pixel, both mm."""

    box: Box
    crop: Box
    extent: Box
    text_mm: float
    px_mm: float
    caption: tuple[tuple[XY, str], ...]
    locator: Box | None
    edge_words_y: float
    foot_y: float
    labels: tuple[PlacedLabel, ...]


@dataclass(frozen=True)
class LayoutRequest:
    """Requirements of a sheet: labels, caption, locator, tick numbers.

    `contours`: the outline within the crop; `cut_sides`: whether the left and right edge of the crop cut the figure.
    `marks`: places with their clearance, phone pixels. `scale_bar_mm`: 0 for none. `left_room`: empty space at the left
    edge, em. `header_overlap`: overlap of the fading top of the figure with the header, em. `leftward_texts`: texts on
    the figure that may extend beyond its left edge.
    """

    labels: tuple[Label, ...]
    caption: str
    has_locator: bool
    has_ticks: bool
    contours: tuple[tuple[XY, ...], ...]
    marks: tuple[tuple[XY, float], ...]
    cut_sides: tuple[bool, bool] = (False, False)
    scale_bar_mm: float = 0.0
    left_room: float = 0.0
    header_overlap: float = 0.0
    leftward_texts: tuple[LeftwardText, ...] = ()


class _Edge(NamedTuple):
    """Content beside the figure between two heights of the sheet, and its width: em plus mm."""

    side: Side
    top: float
    bottom: float
    em: float
    mm: float = 0.0


@lru_cache(maxsize=CACHE_SIZE)
def lay_out(crop: Box, extent: Box, request: LayoutRequest) -> Sheet:
    """Return the sheet of a crop in which the figure has the box `extent`."""
    x0, x1 = extent[0], extent[2]
    for _ in range(_ROUNDS):
        em = (x1 - x0) * TEXT_SIZE_PX / PHONE_WIDTH_PX
        x0, x1 = _edges(crop, extent, request, em)
    width = x1 - x0
    em, unit = width * TEXT_SIZE_PX / PHONE_WIDTH_PX, width / PHONE_WIDTH_PX
    lines = _caption(request, width / em)
    y0 = crop[1] - _header_height(request, len(lines)) * em
    top = y0 + (LINE_HEIGHT * (len(lines) + 1) + 0.5) * em
    bottom = max(crop[3], top + _column_height(request, em))
    box = (x0, y0, x1, bottom + 0.4 * em)
    inner = (x0 + MARGIN * em, y0, x1 - MARGIN * em, box[3])
    inset = (
        (inner[2] - LOCATOR[0] * em, y0 + 0.2 * em, inner[2], y0 + (0.2 + LOCATOR[1]) * em)
        if request.has_locator
        else None
    )
    foot = box[3] - 0.5 * em
    bar = (x1 - SCALE_BAR_MARGIN * em - request.scale_bar_mm, foot - (SCALE_BAR - 0.5) * em, x1, box[3])
    constraints = LabelConstraints(
        sheet=inner,
        top=top,
        bottom=bottom,
        contours=request.contours,
        marks=tuple((at, radius * unit) for at, radius in request.marks),
        occupied=(*((inset,) if inset else ()), *((bar,) if request.scale_bar_mm else ())),
    )
    return Sheet(
        box=box,
        crop=crop,
        extent=extent,
        text_mm=em,
        px_mm=unit,
        caption=tuple(((inner[0], y0 + (0.95 + LINE_HEIGHT * i) * em), line) for i, line in enumerate(lines)),
        locator=inset,
        edge_words_y=y0 + (0.95 + LINE_HEIGHT * len(lines)) * em,
        foot_y=foot,
        labels=arrange_labels(request.labels, constraints, em),
    )


def _caption(request: LayoutRequest, width: float) -> tuple[str, ...]:
    """Return the lines of the caption on a sheet so many em wide."""
    right_room = LOCATOR[0] + MARGIN + 0.4 if request.has_locator else MARGIN
    return wrap(request.caption, (width - MARGIN - right_room) / BOLD_FALLBACK_WIDTH_RATIO)


def _header_height(request: LayoutRequest, lines: int) -> float:
    """Return the height of the header above the crop, em."""
    return LINE_HEIGHT * (lines + 1) + (TICK_NUMBERS if request.has_ticks else 0.0) + 0.45 - request.header_overlap


def _edges(crop: Box, extent: Box, request: LayoutRequest, em: float) -> tuple[float, float]:
    """Return the left and right edge of a sheet that holds all content beside the figure."""
    x0, x1 = extent[0] - (request.left_room + FIGURE_MARGIN) * em, extent[2] + FIGURE_MARGIN * em
    for text in request.leftward_texts:
        x0 = min(x0, text.x - (text.width + MARGIN) * em)
    for beside in _beside_figure(crop, request, em):
        width = (beside.em + GUTTER + MARGIN) * em + beside.mm
        if beside.side == "left":
            x0 = min(x0, _figure_edge(beside, extent, request) - width)
        else:
            x1 = max(x1, _figure_edge(beside, extent, request) + width)
    return x0, x1


def _beside_figure(crop: Box, request: LayoutRequest, em: float) -> list[_Edge]:
    """Return the content beside the figure: labels at about the height of their targets, locator, scale bar."""
    found = []
    for label in request.labels:
        if label.is_in_corner:
            continue
        reach, y = label.height(em), label.target[1]
        found.append(_Edge(label.side, y - reach, y + reach, column_width(request.labels, label.side)))
    if request.has_locator:
        head = _header_height(request, len(_caption(request, PHONE_WIDTH_PX / TEXT_SIZE_PX))) * em
        found.append(_Edge("right", crop[1] - head, crop[1] - head + (LOCATOR[1] + 0.4) * em, LOCATOR[0]))
    if request.scale_bar_mm:
        found.append(_Edge("right", crop[3] - SCALE_BAR * em, crop[3], SCALE_BAR_MARGIN, request.scale_bar_mm))
    return found


def _figure_edge(beside: _Edge, extent: Box, request: LayoutRequest) -> float:
    """Return the outermost x of the figure on one side between two heights."""
    is_left = beside.side == "left"
    edge = extent[0 if is_left else 2]
    if request.cut_sides[0 if is_left else 1]:
        return edge
    level = [x for line in request.contours for x, y in line if beside.top <= y <= beside.bottom]
    if not level:
        return (extent[0] + extent[2]) / 2
    return min(level) if is_left else max(level)


def _column_height(request: LayoutRequest, em: float) -> float:
    """Return the height of the fuller column: its labels, the gaps between them and the locator."""
    heights = {side: [label.height(em) for label in request.labels if label.side == side] for side in ("left", "right")}
    locator = (LOCATOR[1] - 1.5) * em if request.has_locator else 0.0
    columns = ((heights["left"], 0.0), (heights["right"], locator))
    return max(sum(column) + 0.45 * em * len(column) + above for column, above in columns)
