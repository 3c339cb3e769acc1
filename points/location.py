"""Where a point is, as an expression; the one statement that picture, sentence and check are made from.

A location is built from landmarks and rulers with a closed set of terms:

    At(landmark)                             exactly there
    Level(landmark) + Lateral(cun, ruler)    at a height, so many B-cun out from where the ruler starts
    Between(landmark, landmark, fraction)    on a straight line, that part of the way from the first
    Midpoint(landmark, landmark)             half way
    Along(ruler, cun, landmark)              on a ruler, so many B-cun from one of its two ends
    Beside(location, direction)              next to another location, off the bone, the named way
    Below(landmark)                          in the dip just under it

B-cun (bone-proportional) exist only together with a ruler: the same number of cun is a different length on
the back and on the leg, so terms on different rulers do not add up and raise `LocationError`.
Method: WHO Standard Acupuncture Point Locations (2008), general guidelines on proportional measurement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Final

from points.errors import LocationError


class Location:
    """A complete location: it can be drawn, said and checked."""

    def landmarks(self) -> tuple[str, ...]:
        """Return the keys of the landmarks named, in order, each once."""
        return tuple(dict.fromkeys(_landmarks_of(self)))

    def numbers(self) -> tuple[Fraction, ...]:
        """Return the cun and fractions stated, in order; what a sentence or drawing may quote."""
        return tuple(_numbers_of(self))

    def __str__(self) -> str:
        return f"{type(self).__name__}({', '.join(_format_argument(getattr(self, f.name)) for f in fields(self))})"  # type: ignore[arg-type]


@dataclass(frozen=True)
class Lateral:
    """So many B-cun out from the start of a ruler; not a location by itself."""

    cun: Fraction
    ruler: str

    def __add__(self, other: Lateral) -> Lateral:
        if not isinstance(other, Lateral):
            raise LocationError(str(self), "only another Lateral can be added to a Lateral", str(other))
        if other.ruler != self.ruler:
            raise LocationError(
                str(self),
                f"cun on ruler '{self.ruler}' and on ruler '{other.ruler}' are different lengths",
                str(other),
                "measure both on one ruler",
            )
        return Lateral(self.cun + other.cun, self.ruler)

    def __str__(self) -> str:
        return f"Lateral({_format_argument(self.cun)}, {self.ruler})"


@dataclass(frozen=True)
class Level:
    """A height on the body; becomes a location when a `Lateral` is added."""

    landmark: str

    def __add__(self, lateral: Lateral) -> LevelLateral:
        if not isinstance(lateral, Lateral):
            raise LocationError(str(self), "only a Lateral can be added to a Level", str(lateral))
        return LevelLateral(self.landmark, lateral.cun, lateral.ruler)

    def __str__(self) -> str:
        return f"Level({self.landmark})"


@dataclass(frozen=True)
class At(Location):
    """Exactly at a landmark."""

    landmark: str


@dataclass(frozen=True)
class LevelLateral(Location):
    """Level with a landmark, `cun` B-cun along `ruler` from its start (`Level(...) + Lateral(...)`)."""

    landmark: str
    cun: Fraction
    ruler: str

    def __str__(self) -> str:
        return f"{Level(self.landmark)} + {Lateral(self.cun, self.ruler)}"

    def __add__(self, other: Lateral) -> LevelLateral:
        return Level(self.landmark) + (Lateral(self.cun, self.ruler) + other)


@dataclass(frozen=True)
class Between(Location):
    """On the straight line from `start` to `end`, `fraction` of the way."""

    start: str
    end: str
    fraction: Fraction


@dataclass(frozen=True)
class Midpoint(Location):
    """Half way between two landmarks."""

    start: str
    end: str


@dataclass(frozen=True)
class Along(Location):
    """On a ruler, `cun` B-cun from the end called `origin`."""

    ruler: str
    cun: Fraction
    origin: str


@dataclass(frozen=True)
class Beside(Location):
    """Next to another location, off the bone, in a named direction."""

    location: Location
    direction: str


@dataclass(frozen=True)
class Below(Location):
    """In the dip just under a landmark."""

    landmark: str


_LANDMARK_FIELDS: Final = ("landmark", "start", "end", "origin")


def _landmarks_of(location: Location) -> Iterator[str]:
    for field in fields(location):  # type: ignore[arg-type]
        value = getattr(location, field.name)
        if isinstance(value, Location):
            yield from _landmarks_of(value)
        elif field.name in _LANDMARK_FIELDS:
            yield value


def _numbers_of(location: Location) -> Iterator[Fraction]:
    for field in fields(location):  # type: ignore[arg-type]
        value = getattr(location, field.name)
        if isinstance(value, Location):
            yield from _numbers_of(value)
        elif isinstance(value, Fraction):
            yield value


def format_number(value: Fraction) -> str:
    """Write a cun or fraction as people print it: `3`, `1.5`, `1/3`."""
    if value.denominator == 1:
        return str(value.numerator)
    if 10000 % value.denominator == 0:
        return f"{float(value):.4f}".rstrip("0")
    return f"{value.numerator}/{value.denominator}"


def _format_argument(value: object) -> str:
    return format_number(value) if isinstance(value, Fraction) else str(value)


# Reading -----------------------------------------------------------------------------------------------

MAX_LENGTH: Final = 400
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,3}(?:\.\d{1,4}|/\d{1,3})?)(?![\w.])|(?P<name>[A-Za-z][\w-]*)|(?P<mark>[(),+]))",
    re.ASCII,
)
#: Term -> what its arguments are: k a key of a landmark, ruler or direction; n a number; l a location.
_TERMS: Final[dict[str, tuple[type, str]]] = {
    "Along": (Along, "knk"),
    "At": (At, "k"),
    "Below": (Below, "k"),
    "Beside": (Beside, "lk"),
    "Between": (Between, "kkn"),
    "Lateral": (Lateral, "nk"),
    "Level": (Level, "k"),
    "Midpoint": (Midpoint, "kk"),
}


def parse(text: str) -> Location:
    """Read a location expression.

    `parse(str(location)) == location` for every location. Raises `LocationError` naming the place in the
    text, what was expected there and what was found.
    """
    if len(text) > MAX_LENGTH:
        raise LocationError(text[:30] + "…", f"longer than {MAX_LENGTH} characters", len(text), "split the point")
    reader = _Parser(text)
    location = reader.parse_sum()
    reader.expect_end()
    if not isinstance(location, Location):
        raise LocationError(text, "not a whole location", str(location), "write Level(…) + Lateral(…)")
    return location


class _Parser:
    """One pass over the text; holds what is left of it."""

    def __init__(self, text: str) -> None:
        self.text, self.place, self.depth = text, 0, 0

    def peek(self) -> tuple[str, str]:
        match = _TOKEN.match(self.text, self.place)
        if match:
            return str(match.lastgroup), match[str(match.lastgroup)]
        return ("end", "") if not self.text[self.place :].strip() else ("?", self.text[self.place :].strip()[:12])

    def consume(self, kind: str, wanted: str, value: str | None = None) -> str:
        found_kind, found = self.peek()
        if found_kind != kind or (value is not None and found != value):
            raise LocationError(self.text, f"expected {wanted} at character {self.place + 1}", found or "the end")
        match = _TOKEN.match(self.text, self.place)
        self.place = match.end() if match else self.place
        return found

    def expect_end(self) -> None:
        kind, found = self.peek()
        if kind != "end":
            raise LocationError(self.text, f"expected the end at character {self.place + 1}", found)

    def parse_sum(self) -> object:
        value = self.parse_term()
        while self.peek() == ("mark", "+"):
            self.consume("mark", "'+'")
            other = self.parse_term()
            if not isinstance(value, Level | Lateral | LevelLateral):
                raise LocationError(self.text, "nothing can be added to this term", str(value))
            value = value + other  # type: ignore[operator]
        return value

    def parse_term(self) -> object:
        name = self.consume("name", f"one of {', '.join(_TERMS)}")
        if name not in _TERMS:
            raise LocationError(self.text, f"no such term; the terms are {', '.join(_TERMS)}", name)
        self.depth += 1
        if self.depth > 4:
            raise LocationError(self.text, "nested more than four deep", name)
        make, kinds = _TERMS[name]
        self.consume("mark", f"'(' after {name}", "(")
        arguments = []
        for index, kind in enumerate(kinds):
            if index:
                self.consume("mark", f"',' in {name}", ",")
            arguments.append(self.parse_argument(kind, name))
        self.consume("mark", f"')' after the {len(kinds)} argument(s) of {name}", ")")
        self.depth -= 1
        return make(*arguments)

    def parse_argument(self, kind: str, parse_term: str) -> object:
        if kind == "k":
            return self.consume("name", f"the key of a landmark, ruler or direction in {parse_term}")
        if kind == "n":
            return self.parse_number(parse_term)
        value = self.parse_sum()
        if not isinstance(value, Location):
            raise LocationError(self.text, f"{parse_term} needs a whole location", str(value))
        return value

    def parse_number(self, parse_term: str) -> Fraction:
        text = self.consume("number", f"a number such as 1.5 or 1/3 in {parse_term}")
        try:
            value = Fraction(text)
        except ZeroDivisionError:
            raise LocationError(self.text, "a fraction over zero", text) from None
        if parse_term == "Between" and not 0 < value < 1:
            raise LocationError(self.text, "the fraction of Between lies between 0 and 1", text)
        if not 0 < value <= 75:
            raise LocationError(self.text, "more than 0 and at most 75 cun, the height of a person", text)
        return value
