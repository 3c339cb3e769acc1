"""Where the panel of a drawing carries ink: the outline of its hand, in cells of a millimetre."""

from __future__ import annotations

from itertools import pairwise
from math import dist
from typing import Any, Final

from diagrams.geometry import paths

Cell = tuple[int, int]
#: Kinds of ink that part one thing from another.
BORDERS: Final = ("contact", "inner", "hem", "contour")


def cells(lines: list[list[tuple[float, float]]], reach: int) -> set[Cell]:
    """Return the millimetre cells within `reach` of polylines."""
    out = set()
    for line in lines:
        for (ax, ay), (bx, by) in pairwise(line):
            count = max(1, int(dist((ax, ay), (bx, by)) / 0.7))
            for step in range(count + 1):
                x, y = round(ax + (bx - ax) * step / count), round(ay + (by - ay) * step / count)
                out |= {(x + i, y + j) for i in range(-reach, reach + 1) for j in range(-reach, reach + 1)}
    return out


def hand_outline(panel: dict[str, Any]) -> list[Cell]:
    """Return the cells of the pressing hand's outline that lie inside the figure and off the edge of the panel."""
    (hand,) = [layer for layer in panel["above"] if layer["look"] == "hand"]
    x0, y0, x1, y1 = panel["box"]
    outline = cells(paths.polylines(panel["figure"], 4), 3)
    return [
        (x, y)
        for x, y in sorted(cells(paths.polylines(hand["d"], 4), 0) - outline)
        if x0 + 4 < x < x1 - 4 and y0 + 4 < y < y1 - 4
    ]


def border_of_hand(panel: dict[str, Any]) -> tuple[list[Cell], list[Cell]]:
    """Return the cells of the hand's outline, and those of them that carry no ink."""
    lines = [line for entry in panel["ink"] if entry["kind"] in BORDERS for line in paths.polylines(entry["d"], 4)]
    ink = cells(lines, 2)
    border = hand_outline(panel)
    return border, [place for place in border if place not in ink]
