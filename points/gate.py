"""Records of the safety gate: screens, lines, parts and tiles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """One screen of the gate. `yes` and `no` label the buttons of a screen with a single question."""

    slug: str
    order: int
    title: str
    yes: str = ""
    no: str = ""


@dataclass(frozen=True)
class Part:
    """A checkbox below a ticked line, with the signs and questions that it answers.

    `areas` are the body areas of a by-area question; empty means everywhere.
    """

    text: str
    signs: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A checkbox of the gate, with the signs (slugs of red flags) and questions (keys) that it answers.

    `reason` and `say` are texts of the result page of a sign. `after` is the key of a question that must be answered
    yes first, or ''. `tile` is the slug of the tile that opens the line on a later day.
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
    """A tile of a later day; it opens its own lines, or with `every_line` all lines."""

    slug: str
    text: str
    every_line: bool = False


@dataclass(frozen=True)
class Gate:
    """The gate: screens in their order, lines and tiles in file order."""

    screens: tuple[Screen, ...]
    lines: tuple[Line, ...]
    tiles: tuple[Tile, ...]
