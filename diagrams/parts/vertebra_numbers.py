"""Numbers of lumbar vertebrae and of a sacral foramen, and the count of vertebrae.

Vertebrae are counted upward from the line through both iliac crests.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from diagrams import anatomy, palette
from diagrams.anatomy import Figure
from diagrams.geometry.curves import Box, interpolate
from diagrams.geometry.vectors import XY
from diagrams.parts.constructions import ConstructionPen
from points.location import Below, LevelLateral, Location

LEVELS: Final = ("L1", "L2", "L3", "L4", "L5")
#: The vertebra crossed by the line through both iliac crests.
CREST_LEVEL: Final = "L4"
OFFSET_CUN: Final = 0.78  # of the numbers to the right of the midline, on the ruler of the back
_PREFIX: Final = "spinous-process-"
#: The sacral foramen by which BL54 is found.
FORAMEN_KEY: Final = "sacral-foramen-S4"


def draw_vertebra_numbers(
    pens: ConstructionPen, figure: Figure, crop: Box, cun: float, location: Location | None
) -> None:
    """Write L1 to L5 beside their spinous processes, and draw the count from L4 up to the level of a location."""
    shown = {level: _number_place(figure, level, cun) for level in LEVELS if figure.has_landmark(f"{_PREFIX}{level}")}
    inside = {level: at for level, at in shown.items() if crop[1] + pens.text_mm < at[1] < crop[3] - pens.text_mm}
    for level, (x, y) in inside.items():
        at = (x, y + 0.36 * pens.text_mm)
        pens.layer.halo_text(
            at, level, pens.text_mm, "vertebra-number measure-text", fill=palette.MEASURE, text_anchor="middle"
        )
    path = [level for level in _counted_vertebrae(location) if level in inside]
    for lower, upper in pairwise(path):
        _draw_count_arrow(pens, inside[lower], inside[upper])


def draw_foramen_number(pens: ConstructionPen, at: XY) -> None:
    """Write S4 beside the foramen, lateral to it and above the line from it to the point."""
    place = (at[0] + 0.6 * pens.text_mm, at[1] - 0.3 * pens.text_mm)
    pens.layer.halo_text(place, FORAMEN_KEY[-2:], pens.text_mm, "vertebra-number measure-text", fill=palette.MEASURE)


def _number_place(figure: Figure, level: str, cun: float) -> XY:
    """Return the place of a vertebra's number, level with the middle of its spinous process."""
    x, y = figure.project_landmark(f"{_PREFIX}{level}")
    height = anatomy.vertebra_height(
        f"{_PREFIX}{min(level, LEVELS[-2])}", figure
    )  # the last is as high as the one above
    return (x + OFFSET_CUN * cun, y - 0.35 * (1 - anatomy.INTERSPACE_SHARE) * height)


def _counted_vertebrae(location: Location | None) -> tuple[str, ...]:
    """Return the vertebrae from the crest line up to the level of a location, or ()."""
    if not isinstance(location, LevelLateral | Below):
        return ()
    level = location.landmark.removeprefix(_PREFIX)
    if level not in LEVELS or LEVELS.index(level) >= LEVELS.index(CREST_LEVEL):
        return ()
    return tuple(reversed(LEVELS[LEVELS.index(level) : LEVELS.index(CREST_LEVEL) + 1]))


def _draw_count_arrow(pens: ConstructionPen, lower: XY, upper: XY) -> None:
    """Draw a short arrow from a number to the next one above."""
    start, end = interpolate(lower, upper, 0.3), interpolate(lower, upper, 0.7)
    wing = 1.8 * pens.px_mm
    style = {"stroke": palette.MEASURE, "stroke_width": 0.9 * pens.px_mm, "stroke_linecap": "round"}
    pens.layer.line(start, end, "ruler count", **style)
    for sign in (-1, 1):
        pens.layer.line((end[0] + sign * wing, end[1] + 1.4 * wing), end, "ruler count", **style)
