"""Sentences and finger measures of locations, derived from the drawn expression."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from points.location import (
    Along,
    At,
    Below,
    Beside,
    Between,
    LevelLateral,
    Location,
    Midpoint,
    format_number,
)
from points.records import Direction, Landmark, Ruler

#: Cun -> fingers of the person being pressed. Thumb and four fingers: WHO (2008), finger-cun measurement;
#: two fingers for 1.5 and three for 2 are a teaching convention (catalogue sources S30, S31).
FINGER_MEASURES: Final[dict[Fraction, str]] = {
    Fraction(1): "one thumb, at the knuckle",
    Fraction(3, 2): "two fingers (index and middle held together, at the middle knuckle)",
    Fraction(2): "three fingers held together, at the middle knuckle",
    Fraction(3): "four fingers held together, at the middle knuckle",
}

REGION_OPENINGS: Final = {
    "lumbar": "On the lower back",
    "sacral": "On the sacrum",
    "buttock": "On the buttock",
    "hip": "On the hip",
    "knee": "At the back of the knee",
    "hand": "On the back of the hand",
    "ankle": "On the inner side of the ankle",
}


class Describer:
    """Describes locations with the landmarks, rulers and directions of one catalogue."""

    def __init__(
        self,
        landmarks: Iterable[Landmark],
        rulers: Iterable[Ruler],
        directions: Iterable[Direction],
    ) -> None:
        self._landmarks = {item.key: item for item in landmarks}
        self._rulers = {item.key: item for item in rulers}
        self._directions = {item.key: item for item in directions}

    def describe(self, location: Location, region: str) -> str:
        """Return the clinical sentence of a location, with exactly the numbers of the expression."""
        opening = REGION_OPENINGS.get(region, f"On the {region}")
        return f"{opening}, {self._phrase(location)}."

    def _landmark_name(self, key: str) -> str:
        return self._landmarks[key].name

    def _phrase(self, location: Location) -> str:
        match location:
            case At(landmark):
                return f"at {self._landmark_name(landmark)}"
            case LevelLateral(landmark, cun, ruler):
                start = self._rulers[ruler].start_name
                return f"level with {self._landmark_name(landmark)}, {format_number(cun)} B-cun lateral to {start}"
            case Between(start, end, fraction):
                part = format_number(fraction)
                first, second = self._landmark_name(start), self._landmark_name(end)
                return f"on the line from {first} to {second}, {part} of the way from {first}"
            case Midpoint(start, end):
                return _midway(self._landmark_name(start), self._landmark_name(end))
            case Along(ruler, cun, origin):
                first, second = (
                    self._landmark_name(key) for key in (self._rulers[ruler].start, self._rulers[ruler].end)
                )
                end = self._landmark_name(origin)
                return f"on the line from {first} to {second}, {format_number(cun)} B-cun from {end}"
            case Beside(inner, direction):
                return f"{self._directions[direction].name} the point {self._phrase(inner)}"
            case Below(landmark):
                return f"on the midline, in the depression below {self._landmark_name(landmark)}"
        raise TypeError(f"no wording for {type(location).__name__}")


def _midway(first: str, second: str) -> str:
    """Return the phrase for the middle of two places; the two ends of one thing have a midpoint."""
    of_first, of_second = first.partition(" end of "), second.partition(" end of ")
    if of_first[2] and of_first[2] == of_second[2]:
        return f"at the midpoint of {of_first[2]}"
    return f"midway between {first} and {second}"


def finger_measure(location: Location) -> str:
    """Return the finger measure of a location, or '' for an expression without cun."""
    match location:
        case LevelLateral(_, cun, _) | Along(_, cun, _):
            return FINGER_MEASURES.get(cun, f"{format_number(cun)} thumb widths")
        case Beside(inner, _):
            return finger_measure(inner)
    return ""


def insert_measure(step: str, measure: str) -> str:
    """Return a find step with the finger measure in place of `{finger_measure}`."""
    return step.replace("{finger_measure}", measure)
