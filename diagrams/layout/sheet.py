"""The sheet of a drawing: how wide it is, how large its text, and where figure, columns, header and footer lie.

A column of labels comes as near to the figure as the outline at the height of each label lets it, so that a waist or
the hollow above a heel holds words. Text is never smaller than `PHONE_TEXT` pixels on a sheet shown `PHONE` pixels
wide, so a sheet is as wide as its figure and the text beside it need. Units are sheet millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from diagrams.geometry.curves import CACHE_SIZE, Box
from diagrams.geometry.vectors import XY
from diagrams.layout.labels import LINE, Label, Placed, Room, Side, arrange, column_width, wrap

PHONE: Final = 360
PHONE_TEXT: Final = 11.5
#: Room between figure and column, and inset size, em.
GUTTER: Final = 0.9
INSET: Final = (3.0, 6.2)
MARGIN: Final = 0.25  # from the sheet's edges to what is written, em
TICKS: Final = 1.3  # height of the numbers of ruler lines, em
#: Height of the scale bar with its words, and room at its right end, em.
SCALE: Final = 1.9
SCALE_MARGIN: Final = 0.4
_ROUNDS: Final = 16  # of widening the sheet until its columns fit


@dataclass(frozen=True)
class Sheet:
    """A laid-out sheet. `em` is its text size and `unit` one phone pixel, both mm."""

    box: Box
    crop: Box
    extent: Box
    em: float
    unit: float
    caption: tuple[tuple[XY, str], ...]
    inset: Box | None
    ends: float
    foot: float
    labels: tuple[Placed, ...]


@dataclass(frozen=True)
class Wishes:
    """What a sheet must hold beside the figure: labels, caption; an inset, tick numbers or none of them.

    `contours`: the outline within the crop; `cut`: whether the crop's left and right edge cut through the figure.
    `marks` are places with the room each needs round it, phone pixels. `scale` is the length of the scale bar, mm, 0
    for none. `left` is room to keep at the left edge, em. `sink`: how far the figure's fading top lies under the
    header, em.
    """

    labels: tuple[Label, ...]
    caption: str
    inset: bool
    ticks: bool
    contours: tuple[tuple[XY, ...], ...]
    marks: tuple[tuple[XY, float], ...]
    cut: tuple[bool, bool] = (False, False)
    scale: float = 0.0
    left: float = 0.0
    sink: float = 0.0


class _Edge(NamedTuple):
    """What stands beside the figure from one height of the sheet to another, and the width it needs, em and mm."""

    side: Side
    top: float
    bottom: float
    em: float
    mm: float = 0.0


@lru_cache(maxsize=CACHE_SIZE)
def lay_out(crop: Box, extent: Box, wishes: Wishes) -> Sheet:
    """Return the sheet for a crop of a figure that fills `extent` of it."""
    x0, x1 = extent[0], extent[2]
    for _ in range(_ROUNDS):
        em = (x1 - x0) * PHONE_TEXT / PHONE
        x0, x1 = _edges(crop, extent, wishes, em)
    width = x1 - x0
    em, unit = width * PHONE_TEXT / PHONE, width / PHONE
    lines = _caption(wishes, width / em)
    y0 = crop[1] - _head(wishes, len(lines)) * em
    top = y0 + (LINE * (len(lines) + 1) + 0.5) * em
    bottom = max(crop[3], top + _needed(wishes, em))
    box = (x0, y0, x1, bottom + 0.4 * em)
    inner = (x0 + MARGIN * em, y0, x1 - MARGIN * em, box[3])
    inset = (inner[2] - INSET[0] * em, y0 + 0.2 * em, inner[2], y0 + (0.2 + INSET[1]) * em) if wishes.inset else None
    foot = box[3] - 0.5 * em
    bar = (x1 - SCALE_MARGIN * em - wishes.scale, foot - (SCALE - 0.5) * em, x1, box[3])
    room = Room(
        sheet=inner,
        top=top,
        bottom=bottom,
        contours=wishes.contours,
        marks=tuple((at, radius * unit) for at, radius in wishes.marks),
        taken=(*((inset,) if inset else ()), *((bar,) if wishes.scale else ())),
    )
    return Sheet(
        box=box,
        crop=crop,
        extent=extent,
        em=em,
        unit=unit,
        caption=tuple(((inner[0], y0 + (0.95 + LINE * i) * em), line) for i, line in enumerate(lines)),
        inset=inset,
        ends=y0 + (0.95 + LINE * len(lines)) * em,
        foot=foot,
        labels=arrange(wishes.labels, room, em),
    )


def _caption(wishes: Wishes, width: float) -> tuple[str, ...]:
    """Return the lines of the caption on a sheet so many em wide."""
    return wrap(wishes.caption, width - (INSET[0] + 1.0 if wishes.inset else 0.5))


def _head(wishes: Wishes, lines: int) -> float:
    """Return the height of the header above the crop, em."""
    return LINE * (lines + 1) + (TICKS if wishes.ticks else 0.0) + 0.45 - wishes.sink


def _edges(crop: Box, extent: Box, wishes: Wishes, em: float) -> tuple[float, float]:
    """Return the sheet's left and right edge that leave room for all that stands beside the figure."""
    x0, x1 = extent[0] - (wishes.left + MARGIN) * em, extent[2] + MARGIN * em
    for beside in _beside(crop, wishes, em):
        width = (beside.em + GUTTER + MARGIN) * em + beside.mm
        if beside.side == "left":
            x0 = min(x0, _outline(beside, extent, wishes) - width)
        else:
            x1 = max(x1, _outline(beside, extent, wishes) + width)
    return x0, x1


def _beside(crop: Box, wishes: Wishes, em: float) -> list[_Edge]:
    """Return what stands beside the figure: labels about as high as their targets, the locator, the scale bar."""
    found = []
    for label in wishes.labels:
        if label.in_air:
            continue
        reach, y = label.height(em), label.target[1]
        found.append(_Edge(label.side, y - reach, y + reach, column_width(wishes.labels, label.side)))
    if wishes.inset:
        head = _head(wishes, len(_caption(wishes, PHONE / PHONE_TEXT))) * em
        found.append(_Edge("right", crop[1] - head, crop[1] - head + (INSET[1] + 0.4) * em, INSET[0]))
    if wishes.scale:
        found.append(_Edge("right", crop[3] - SCALE * em, crop[3], SCALE_MARGIN, wishes.scale))
    return found


def _outline(beside: _Edge, extent: Box, wishes: Wishes) -> float:
    """Return how far the figure reaches to one side between two heights."""
    is_left = beside.side == "left"
    edge = extent[0 if is_left else 2]
    if wishes.cut[0 if is_left else 1]:
        return edge
    level = [x for line in wishes.contours for x, y in line if beside.top <= y <= beside.bottom]
    if not level:
        return (extent[0] + extent[2]) / 2
    return min(level) if is_left else max(level)


def _needed(wishes: Wishes, em: float) -> float:
    """Return the height the fuller column needs for its labels, the locator beside them and some air."""
    heights = {side: [label.height(em) for label in wishes.labels if label.side == side] for side in ("left", "right")}
    locator = (INSET[1] - 1.5) * em if wishes.inset else 0.0
    columns = ((heights["left"], 0.0), (heights["right"], locator))
    return max(sum(column) + 0.45 * em * len(column) + above for column, above in columns)
