"""Records of the catalogue: frozen dataclasses without rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from points.guidance import SpokenGuidance
from points.location import Location
from points.safety_records import ContraindicationLevel, Flag

OUR_JUDGEMENT: Final = "our-judgement"
SIDES: Final = ("left", "right")


@dataclass(frozen=True)
class Source:
    """A published source, or our own judgement; `tier` is its authority."""

    key: str
    tier: str
    title: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Meridian:
    """A meridian; `words` are further words to find it by."""

    code: str
    name: str
    chinese_class: str
    points: int
    aliases: tuple[str, ...]
    sources: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Category:
    """A traditional kind of points; `words` are further words to find it by."""

    key: str
    name: str
    words: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Landmark:
    """A bone, crease or edge that can be felt or seen; `name` fits after "level with"."""

    key: str
    name: str
    lay: str
    label: str
    region: str
    laterality: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Direction:
    """A direction off a bone; `name` fits before "the midpoint of …"."""

    key: str
    name: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Ruler:
    """Two landmarks and the B-cun between them; valid only in its regions."""

    key: str
    name: str
    start: str
    end: str
    cun: Fraction
    start_name: str
    regions: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """Names of a point; each reading follows its script."""

    pinyin: str
    hanzi_traditional: str
    hanzi_simplified: str
    english: tuple[str, ...]
    korean: str
    korean_reading: str
    japanese: str
    japanese_kana: str
    japanese_reading: str
    vietnamese: str


@dataclass(frozen=True)
class PlacedLocation:
    """A location with its texts; `points.describe` derives `sentence` from `expression`."""

    expression: Location
    sentence: str
    note: str
    finger_measure: str
    find: tuple[str, ...]
    uncertainty: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Position:
    """A way to hold the body while pressing; `uses` are the manners that it requires.

    `short` is `how` in one sentence. `turn` tells what changes with the side, '' where only the hand changes.
    """

    key: str
    name: str
    how: str
    short: str
    tools: tuple[str, ...]
    sources: tuple[str, ...]
    uses: tuple[str, ...] = ()
    turn: str = ""


@dataclass(frozen=True)
class DurationRange:
    default: int
    min: int
    max: int


@dataclass(frozen=True)
class Way:
    """One way to press a point in a position; `uses` are the required manners (ball, lean, knuckles).

    In a built catalogue they include those of the position.
    """

    text: str
    uses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Press:
    """How to press a point. `how` maps the key of a position to the ways to press in it, the usual one first.

    `feel` is "ache" where an ache is acceptable, "light" elsewhere.
    """

    technique: str
    tools: tuple[str, ...]
    how: Mapping[str, Sequence[Way]]
    feel: str
    seconds: DurationRange
    direction: str
    stop_if: tuple[str, ...]
    sources: tuple[str, ...]

    def usual_instruction(self, position: str) -> str:
        """Return the usual instruction for a position."""
        return self.how[position][0].text

    def ways_without_thumb(self) -> list[tuple[str, Way]]:
        """Return (position, way) of the usual way with knuckles or a ball in each position that has one."""
        tools = {"ball", "knuckles"}
        return [(key, way) for key, ways in self.how.items() for way in ways[:1] if tools & set(way.uses)]

    def has_way_without(self, forbids: Iterable[str]) -> bool:
        """Return whether any way to press needs none of these positions and manners."""
        forbidden = set(forbids)
        return any(not forbidden & {key, *way.uses} for key, ways in self.how.items() for way in ways)


@dataclass(frozen=True)
class Claim:
    """A statement with its kind (`tradition` or `trial`) and sources."""

    text: str
    kind: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Structure:
    """What lies beneath a point; `clinical` is the anatomical name where `name` is in lay words."""

    name: str
    note: str
    sources: tuple[str, ...]
    clinical: str = ""


@dataclass(frozen=True)
class Point:
    code: str
    meridian: str
    number: int
    names: Names
    aliases: tuple[str, ...]
    region: str
    area: str
    laterality: str
    category: str
    categories: tuple[str, ...]
    plain: str
    lay: str
    find_short: tuple[str, ...]
    press_short: str
    say: SpokenGuidance
    location: PlacedLocation
    alternative: PlacedLocation | None
    press: Press
    flags: tuple[Flag, ...]
    indications: tuple[Claim, ...]
    structures: tuple[Structure, ...]
    sources: tuple[str, ...]
    reviewed: date

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides of the point in session order."""
        return SIDES if self.laterality == "bilateral" else ("midline",)

    @property
    def pregnancy(self) -> Flag:
        """The pregnancy flag; `points.checks` refuses a point without one."""
        return next(flag for flag in self.flags if flag.condition == "pregnancy")

    @property
    def cautions(self) -> tuple[Flag, ...]:
        """The listed flags with their effective levels: a flag that forbids all ways to press is `avoid`."""
        listed = (flag for flag in self.flags if flag.level is not ContraindicationLevel.NOT_LISTED)
        return tuple(
            flag
            if self.press.has_way_without(flag.forbids)
            else replace(flag, level=ContraindicationLevel.AVOID, instruction="")
            for flag in listed
        )


@dataclass(frozen=True)
class SelfCare:
    """Self-care besides pressing; `uses` and `flags` as in a step."""

    slug: str
    kind: str
    title: str
    summary: str
    steps: tuple[str, ...]
    seconds: int | None
    sources: tuple[str, ...]
    uses: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class Condition:
    """A kind of pain. `about` describes what it is, how common and its origin; `pattern` how it feels."""

    slug: str
    name: str
    about: str
    pattern: str
    self_care: str
    see_someone: str
    points: tuple[str, ...]
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Clue:
    """Where or how it hurts, in lay words, and what often goes with it; no diagnosis.

    `conditions` are slugs of possible conditions, the likeliest first. `routine` is the slug of a suitable routine, or
    ''; `advice` holds in either case.
    """

    slug: str
    group: str
    feels: str
    often: str
    advice: str
    conditions: tuple[str, ...]
    routine: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """The statement of one side of a difference, in our words."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """A question that sources answer differently, and the cautious choice made here.

    `concerns` are the codes of its points; `sources` support the choice.
    """

    slug: str
    subject: str
    title: str
    say: tuple[Statement, ...]
    choice: str
    why: str
    concerns: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class PointNames:
    """The points of a meridian (`key`), each with code and names: `BL60 Kunlun 崑崙`; used by search alone."""

    key: str
    names: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Synonym:
    """Everyday words for an area or an entry (`key`); used by search alone."""

    key: str
    words: tuple[str, ...]
    sources: tuple[str, ...]
