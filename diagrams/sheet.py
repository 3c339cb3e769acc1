"""The sheet of a drawing: how wide it is, how large its text, and where figure, columns, header and footer lie.

Text is never smaller than `PHONE_TEXT` pixels on a sheet shown `PHONE` pixels wide, so a sheet is as wide as its
figure and the text beside it need. Units are sheet millimetres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from diagrams.bones import XY
from diagrams.curves import KEPT, Box
from diagrams.labels import LINE, Label, Placed, Room, arrange, wrap

PHONE: Final = 360
PHONE_TEXT: Final = 11.5
#: Room between figure and column, and inset size, em.
GUTTER: Final = 0.9
INSET: Final = (3.0, 6.2)


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
    """What a sheet must hold beside the figure: labels, caption; an inset, tick numbers, a scale or none of them.

    `marks` are places with the room each needs round it, phone pixels. `left` and `foot` are room to keep at the left
    edge and below the figure, em.
    """

    labels: tuple[Label, ...]
    caption: str
    inset: bool
    ticks: bool
    scale: bool
    contours: tuple[tuple[XY, ...], ...]
    marks: tuple[tuple[XY, float], ...]
    taken: tuple[Box, ...] = ()
    left: float = 0.0
    foot: float = 0.0


@lru_cache(maxsize=KEPT)
def lay_out(crop: Box, extent: Box, wishes: Wishes) -> Sheet:
    """Return the sheet for a crop of a figure that fills `extent` of it."""
    left = max(_column(wishes.labels, "left"), wishes.left)
    right = max(_column(wishes.labels, "right"), INSET[0] if wishes.inset else 0.0)
    beside = left + right + GUTTER * ((left > 0) + (right > 0)) + 0.5
    share = PHONE_TEXT / PHONE
    width = (extent[2] - extent[0]) / (1 - share * beside)
    em, unit = width * share, width / PHONE
    x0 = extent[0] - (left + GUTTER * (left > 0) + 0.25) * em
    caption_lines = wrap(wishes.caption, (width / em) - (INSET[0] + 1.0 if wishes.inset else 0.5))
    head = (LINE * (len(caption_lines) + 1) + (1.3 if wishes.ticks else 0.0) + 0.45) * em
    y0 = crop[1] - head
    y1 = crop[3] + max(wishes.foot, 2.4 if wishes.scale else 0.4) * em
    inner = (x0 + 0.25 * em, y0, x0 + width - 0.25 * em, y1)
    caption = tuple(((inner[0], y0 + (0.95 + LINE * i) * em), line) for i, line in enumerate(caption_lines))
    inset = (inner[2] - INSET[0] * em, y0 + 0.2 * em, inner[2], y0 + (0.2 + INSET[1]) * em) if wishes.inset else None
    top = y0 + (LINE * (len(caption_lines) + 1) + 0.5) * em
    bottom = max(crop[3], top + _needed(wishes, em))
    y1 += bottom - crop[3]
    box = (x0, y0, x0 + width, y1)
    inner = (x0 + 0.25 * em, y0, x0 + width - 0.25 * em, y1)
    room = Room(
        sheet=inner,
        top=top,
        bottom=bottom,
        contours=wishes.contours,
        marks=tuple((at, radius * unit) for at, radius in wishes.marks),
        taken=(*((inset,) if inset else ()), *wishes.taken),
    )
    return Sheet(
        box=box,
        crop=crop,
        extent=extent,
        em=em,
        unit=unit,
        caption=caption,
        inset=inset,
        ends=y0 + (0.95 + LINE * len(caption_lines)) * em,
        foot=y1 - 0.5 * em,
        labels=arrange(wishes.labels, room, em),
    )


def _needed(wishes: Wishes, em: float) -> float:
    """Return the height the fuller column needs for its labels, the locator beside them and some air."""
    heights = {side: [label.height(em) for label in wishes.labels if label.side == side] for side in ("left", "right")}
    locator = (INSET[1] - 1.5) * em if wishes.inset else 0.0
    columns = ((heights["left"], 0.0), (heights["right"], locator))
    return max(sum(column) + 0.45 * em * len(column) + above for column, above in columns)


def _column(labels: Sequence[Label], side: str) -> float:
    return max((label.width(1.0) for label in labels if label.side == side), default=0.0)
