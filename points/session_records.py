"""Records of routines and of the steps and cues that a session plays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from points.records import DurationRange
from points.safety_records import Flag


@dataclass(frozen=True)
class Phrase:
    """A sentence that several routines say alike, and name by its key."""

    key: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class RoutineItem:
    """One line of a routine as authored: a point to press, or another kind of step.

    `side` is left or right where one side alone is pressed, '' for all sides of the point.
    """

    kind: str
    seconds: int
    point: str = ""
    position: str = ""
    title: str = ""
    instruction: str = ""
    sources: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    side: str = ""


@dataclass(frozen=True)
class Routine:
    """A routine as authored.

    `group` is its heading in lists, `place` the body parts it is offered for, `where` the setting: chair, bed, standing
    or floor. `not_for` names the people it does not suit. `daily` is the highest number a day that `frequency` allows;
    0 in a custom routine, where `Catalogue.custom_limits` holds.
    """

    slug: str
    title: str
    group: str
    place: tuple[str, ...]
    where: str
    summary: str
    not_for: str
    for_whom: str
    evidence: str
    frequency: str
    daily: int
    items: tuple[RoutineItem, ...]
    sources: tuple[str, ...]
    reviewed: date

    @property
    def has_press(self) -> bool:
        """Whether any item presses a point."""
        return any(item.kind == "press" for item in self.items)


@dataclass(frozen=True)
class Offer:
    """The routine that is offered first to somebody who has so many minutes; `press` is the seconds for each press."""

    minutes: int
    routine: str
    press: int


@dataclass(frozen=True)
class Choice:
    """What is offered for a place on the body and a posture, one offer for each time that a person may have."""

    key: str
    place: str
    where: str
    offers: tuple[Offer, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Cue:
    """Something said or sounded `offset` seconds from an anchor inside its step."""

    anchor: str
    offset: int
    say: str
    tone: str


@dataclass(frozen=True)
class Line:
    """A text `offset` seconds from `start`, `half` or `end` of its step; `least` is the shortest step it fits.

    `general` marks the sentence in whose place an adaptation is said.
    """

    anchor: str
    offset: int
    text: str
    least: int = 0
    general: bool = False


@dataclass(frozen=True)
class Frame:
    """One step of finding a place: what is shown, how the body is held (`note`, may be ''), and what is said."""

    text: str
    note: str
    speech: tuple[str, ...]


@dataclass(frozen=True)
class Script:
    """What a session shows and says during a step.

    `shown` are the sentences on the screen, each until the next begins; `speech` is read out. `frames` take the place
    of both while the clock waits for a person who has not found this place before; a step without finding has none.
    """

    shown: tuple[Line, ...] = ()
    speech: tuple[Line, ...] = ()
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True)
class Variant:
    """One permitted way of a step: another position, or another way to press in it. See `Step` for the fields."""

    position: str
    uses: tuple[str, ...]
    parts: tuple[str, ...]
    instruction: str
    cues: tuple[Cue, ...]
    script: Script = Script()


@dataclass(frozen=True)
class Step:
    """One stretch of a session. Steps with the same `placement` come and go together.

    `parts` is the instruction of a step that says much in little time, in the order it is needed: how the body is
    held, which its seconds are enough to read, and then each step of finding the place.
    `feel` is the general sentence after the instruction; an adaptation is shown in its place. `uses` are the manners
    that the step needs. `variants` are the ways to do it, this one first; all steps of a placement have the same ones
    in the same order. A step that presses nothing has none.
    """

    kind: str
    placement: str
    seconds: int
    title: str
    instruction: str
    cues: tuple[Cue, ...]
    flags: tuple[Flag, ...]
    point: str = ""
    side: str = ""
    area: str = ""
    position: str = ""
    bounds: DurationRange | None = None
    parts: tuple[str, ...] = ()
    feel: str = ""
    uses: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    script: Script = Script()

    def with_variant(self, number: int) -> Step:
        """Return the step done in one of its variants; a step that presses nothing has none and stays as it is."""
        if not self.variants:
            return self
        chosen = self.variants[number]
        return replace(
            self,
            position=chosen.position,
            uses=chosen.uses,
            parts=chosen.parts,
            instruction=chosen.instruction,
            cues=chosen.cues,
            script=chosen.script,
        )
