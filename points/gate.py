"""What the gate shows: screens, the lines on them, the parts that a line opens into, and the tiles of a later day."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """One screen of the gate. `yes` and `no` are the words of its buttons where it asks one question only."""

    slug: str
    order: int
    title: str
    yes: str = ""
    no: str = ""


@dataclass(frozen=True)
class Part:
    """What a ticked line opens into: the signs and questions that this part alone answers.

    `areas` are the body areas it answers a by-area question for; empty means everywhere.
    """

    text: str
    signs: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """The short name of the signs (slugs of red flags) and questions (keys) that one tick answers.

    `reason` and `say` are for the result page of a line with a sign. `after` is the question without whose yes the
    line is not asked, or ''. `tile` is the slug of the later-day tile that opens it.
    """

    slug: str
    screen: str
    tile: str
    text: str
    signs: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    reason: str = ""
    say: str = ""
    after: str = ""


@dataclass(frozen=True)
class Tile:
    """A tile of a later day; it opens the lines that name it, or with `every_line` all of them."""

    slug: str
    text: str
    every_line: bool = False


@dataclass(frozen=True)
class Gate:
    """Screens by their order; lines and tiles in the order of the file."""

    screens: tuple[Screen, ...]
    lines: tuple[Line, ...]
    tiles: tuple[Tile, ...]
