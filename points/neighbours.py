"""Neighbours of a point: points at the same level or on the same line of the back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from points.location import At, Below, LevelLateral, Location, format_number
from points.records import Landmark, Point, Ruler


@dataclass(frozen=True)
class Neighbour:
    """Another point, with a sentence about what the two have in common."""

    point: Point
    sentence: str


def level_landmark(location: Location) -> str:
    """Return the landmark whose level a location has, or '' for other locations."""
    return location.landmark if isinstance(location, At | Below | LevelLateral) else ""


def neighbours(
    point: Point, points: Iterable[Point], landmarks: Iterable[Landmark], rulers: Iterable[Ruler]
) -> tuple[Neighbour, ...]:
    """Return the neighbours of a point in catalogue order, one for each shared level or line."""
    names = {landmark.key: landmark.name for landmark in landmarks}
    starts = {ruler.key: ruler.start_name for ruler in rulers}
    found = (
        Neighbour(other, sentence)
        for other in points
        if other.code != point.code
        for sentence in _shared_lines(point, other, names, starts)
    )
    return tuple(found)


def _shared_lines(point: Point, other: Point, names: dict[str, str], starts: dict[str, str]) -> Iterator[str]:
    here, there = point.location.expression, other.location.expression
    if (landmark := level_landmark(here)) and landmark == level_landmark(there):
        just = f"; {other.code} lies in the dip just under it" if isinstance(there, Below) else ""
        yield f"Same level: both are found at {names[landmark]}{just}."
    if not (isinstance(here, LevelLateral) and isinstance(there, LevelLateral)):
        return
    if (here.ruler, here.cun) == (there.ruler, there.cun):
        yield f"Same line: both lie {format_number(here.cun)} B-cun from {starts[here.ruler]}."
