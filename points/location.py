"""Location expressions: the single statement of where a point is.

Drawings, sentences and checks derive from them. The terms:

    At(landmark)                             exactly there
    Level(landmark) + Lateral(cun, ruler)    at a height, so many B-cun out from where the ruler starts
    Between(landmark, landmark, fraction)    on a straight line, that part of the way from the first
    Midpoint(landmark, landmark)             half way
    Along(ruler, cun, landmark)              on a ruler, so many B-cun from one of its two ends
    Beside(location, direction)              next to another location, off the bone, the named way
    Below(landmark)                          in the dip just under it

B-cun (bone-proportional cun) belong to a ruler: one B-cun differs in length between back and leg, so terms on
different rulers raise `LocationError` when added.
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
    """Base class of complete locations, which can be drawn and described."""

    def landmarks(self) -> tuple[str, ...]:
        """Return the keys of the landmarks, in order, each once."""
        return tuple(dict.fromkeys(_landmarks_of(self)))

    def numbers(self) -> tuple[Fraction, ...]:
        """Return the cun and fractions of the expression, in order."""
        return tuple(_numbers_of(self))

    def __str__(self) -> str:
        return f"{type(self).__name__}({', '.join(_format_argument(getattr(self, f.name)) for f in fields(self))})"  # type: ignore[arg-type]


@dataclass(frozen=True)
class Lateral:
    """A distance in B-cun from the start of a ruler; not a location by itself."""

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
    """The height of a landmark; a location once a `Lateral` is added."""

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
    """Level with a landmark, `cun` B-cun from the start of `ruler` (`Level(...) + Lateral(...)`)."""

    landmark: str
    cun: Fraction
    ruler: str

    def __str__(self) -> str:
        return f"{Level(self.landmark)} + {Lateral(self.cun, self.ruler)}"

    def __add__(self, other: Lateral) -> LevelLateral:
        return Level(self.landmark) + (Lateral(self.cun, self.ruler) + other)


@dataclass(frozen=True)
class Between(Location):
    """On the straight line from `start` to `end`, at `fraction` of its length."""

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
    """On a ruler, `cun` B-cun from its end `origin`."""

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
    """Return a cun or fraction in print form: `3`, `1.5`, `1/3`."""
    if value.denominator == 1:
        return str(value.numerator)
    if 10000 % value.denominator == 0:
        return f"{float(value):.4f}".rstrip("0")
    return f"{value.numerator}/{value.denominator}"


def _format_argument(value: object) -> str:
    return format_number(value) if isinstance(value, Fraction) else str(value)


# Parsing -----------------------------------------------------------------------------------------------

MAX_LENGTH: Final = 400
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,3}(?:\.\d{1,4}|/\d{1,3})?)(?![\w.])|(?P<name>[A-Za-z][\w-]*)|(?P<mark>[(),+]))",
    re.ASCII,
)
#: Term -> class and argument kinds: k a key of a landmark, ruler or direction; n a number; l a location.
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
    """Return the location of an expression; `parse(str(location)) == location`.

    Raises `LocationError` with the position in the text, the expected token and the token found.
    """
    if len(text) > MAX_LENGTH:
        raise LocationError(text[:30] + "…", f"longer than {MAX_LENGTH} characters", len(text), "split the point")
    parser = _Parser(text)
    location = parser.parse_sum()
    parser.expect_end()
    if not isinstance(location, Location):
        raise LocationError(text, "not a whole location", str(location), "write Level(…) + Lateral(…)")
    return location


class _Parser:
    """Recursive-descent parser of one expression."""

    def __init__(self, text: str) -> None:
        self.text, self.pos, self.depth = text, 0, 0

    def peek(self) -> tuple[str, str]:
        match = _TOKEN.match(self.text, self.pos)
        if match:
            return str(match.lastgroup), match[str(match.lastgroup)]
        return ("end", "") if not self.text[self.pos :].strip() else ("?", self.text[self.pos :].strip()[:12])

    def consume(self, kind: str, expected: str, value: str | None = None) -> str:
        found_kind, found = self.peek()
        if found_kind != kind or (value is not None and found != value):
            raise LocationError(self.text, f"expected {expected} at character {self.pos + 1}", found or "the end")
        match = _TOKEN.match(self.text, self.pos)
        self.pos = match.end() if match else self.pos
        return found

    def expect_end(self) -> None:
        kind, found = self.peek()
        if kind != "end":
            raise LocationError(self.text, f"expected the end at character {self.pos + 1}", found)

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
