"""Numbers on the lumbar vertebrae and the fourth opening of the sacrum, and the path by which vertebrae are counted up
from the line through the hip bones."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from diagrams import anatomy, palette
from diagrams.anatomy import Figure
from diagrams.geometry.curves import Box, interpolate
from diagrams.geometry.vectors import XY
from diagrams.parts.constructions import Pens
from points.location import Below, LevelLateral, Location

LEVELS: Final = ("L1", "L2", "L3", "L4", "L5")
#: The vertebra that the line through the tops of both hip bones crosses.
CREST_LEVEL: Final = "L4"
ASIDE: Final = 0.78  # from the midline toward the right, shares of a B-cun of the back
_PREFIX: Final = "spinous-process-"
#: The opening of the sacrum by which BL54 is found.
FORAMEN: Final = "sacral-foramen-S4"


def draw_vertebra_numbers(pens: Pens, figure: Figure, crop: Box, cun: float, location: Location | None) -> None:
    """Write L1 to L5 beside their spinous processes; for a point's level, draw the steps from L4 up to it."""
    shown = {level: _beside(figure, level, cun) for level in LEVELS if figure.has(f"{_PREFIX}{level}")}
    inside = {level: at for level, at in shown.items() if crop[1] + pens.em < at[1] < crop[3] - pens.em}
    for level, (x, y) in inside.items():
        at = (x, y + 0.36 * pens.em)
        pens.layer.halo_text(
            at, level, pens.em, "vertebra-number measure-text", fill=palette.MEASURE, text_anchor="middle"
        )
    path = [level for level in _counted(location) if level in inside]
    for lower, upper in pairwise(path):
        _step(pens, inside[lower], inside[upper])


def draw_foramen_number(pens: Pens, at: XY) -> None:
    """Write S4 beside the opening, away from the midline and above the line that leads from it to the point."""
    place = (at[0] + 0.6 * pens.em, at[1] - 0.3 * pens.em)
    pens.layer.halo_text(place, FORAMEN[-2:], pens.em, "vertebra-number measure-text", fill=palette.MEASURE)


def _beside(figure: Figure, level: str, cun: float) -> XY:
    """Return where the number of a vertebra stands: at the height of the middle of its spinous process."""
    x, y = figure.spot(f"{_PREFIX}{level}")
    height = anatomy.pitch(f"{_PREFIX}{min(level, LEVELS[-2])}", figure)  # the last is as high as the one above
    return (x + ASIDE * cun, y - 0.35 * (1 - anatomy.GAP_SHARE) * height)


def _counted(location: Location | None) -> tuple[str, ...]:
    """Return the vertebrae counted from the crest line up to the one that a location names."""
    if not isinstance(location, LevelLateral | Below):
        return ()
    level = location.landmark.removeprefix(_PREFIX)
    if level not in LEVELS or LEVELS.index(level) >= LEVELS.index(CREST_LEVEL):
        return ()
    return tuple(reversed(LEVELS[LEVELS.index(level) : LEVELS.index(CREST_LEVEL) + 1]))


def _step(pens: Pens, lower: XY, upper: XY) -> None:
    """Draw one step of the count: a short arrow from a number to the next one above."""
    start, end = interpolate(lower, upper, 0.3), interpolate(lower, upper, 0.7)
    wing = 1.8 * pens.unit
    style = {"stroke": palette.MEASURE, "stroke_width": 0.9 * pens.unit, "stroke_linecap": "round"}
    pens.layer.line(start, end, "ruler count", **style)
    for sign in (-1, 1):
        pens.layer.line((end[0] + sign * wing, end[1] + 1.4 * wing), end, "ruler count", **style)
