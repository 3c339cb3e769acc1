"""Records of routines, steps, cues and scripts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from points.records import DurationRange
from points.safety_records import Flag


@dataclass(frozen=True)
class Phrase:
    """A sentence shared by several routines, which refer to its key."""

    key: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class RoutineItem:
    """One authored line of a routine: a point to press, or another kind of step.

    `side` is left or right for one side alone, '' for all sides of the point.
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
class OtherStep:
    """Steps without a point for custom routines: those of a published routine, or the one with `step_title`.

    `seconds` are the bounds of the longest step; None means that every step keeps its published length. `daily` is the
    most a day, that of the routine, and `per_session` the most in one session; 0 leaves that to `daily`.
    """

    key: str
    name: str
    routine: str
    step_title: str
    seconds: DurationRange | None
    sources: tuple[str, ...]
    tools: tuple[str, ...] = ()
    per_session: int = 0
    items: tuple[RoutineItem, ...] = ()
    daily: int = 0

    @property
    def timed(self) -> RoutineItem:
        """The step whose length can be chosen."""
        return max(self.items, key=lambda item: item.seconds)

    @property
    def rest(self) -> int:
        """Seconds of the steps whose length is fixed."""
        return sum(item.seconds for item in self.items) - (self.timed.seconds if self.seconds else 0)

    def items_at(self, seconds: int) -> tuple[RoutineItem, ...]:
        """Return the steps, the longest at a length in seconds."""
        if not self.seconds:
            return self.items
        return tuple(replace(item, seconds=seconds) if item is self.timed else item for item in self.items)


@dataclass(frozen=True)
class Template:
    """A prescription, as the text of its link, from which a practitioner starts."""

    key: str
    name: str
    prescription: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ChosenStep:
    """Steps without a point in a custom routine; `seconds` is the chosen length, or 0 for the published ones."""

    step: OtherStep
    seconds: int


@dataclass(frozen=True)
class Routine:
    """An authored routine.

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
        """Whether any item is a press."""
        return any(item.kind == "press" for item in self.items)


@dataclass(frozen=True)
class Offer:
    """The first routine to offer for a number of minutes, with `press` seconds a press."""

    minutes: int
    routine: str
    press: int


@dataclass(frozen=True)
class Choice:
    """The offers for a body part and a setting, one for each number of minutes."""

    key: str
    place: str
    where: str
    offers: tuple[Offer, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Cue:
    """A spoken text or tone `offset` seconds from an anchor inside its step."""

    anchor: str
    offset: int
    say: str
    tone: str


@dataclass(frozen=True)
class Line:
    """A text `offset` seconds from `start`, `half` or `end` of its step.

    `least` is the length in seconds of the shortest step with this line. An adaptation replaces a `general` line.
    `occasion` is "first" for a line of the first press of a point in a session, "again" for a later press, "" for both.
    """

    anchor: str
    offset: int
    text: str
    least: int = 0
    general: bool = False
    occasion: str = ""


@dataclass(frozen=True)
class Frame:
    """One step of finding a point: shown text, posture (`note`, may be '') and spoken lines."""

    text: str
    note: str
    speech: tuple[str, ...]


@dataclass(frozen=True)
class Script:
    """Shown and spoken lines of a step.

    Each line of `shown` stays until the next begins. `frames` replace both lists while the clock waits during the first
    finding of a point; other steps have none.
    """

    shown: tuple[Line, ...] = ()
    speech: tuple[Line, ...] = ()
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True)
class Variant:
    """One way of a step: a position and a way to press in it. See `Step` for the fields."""

    position: str
    uses: tuple[str, ...]
    parts: tuple[str, ...]
    instruction: str
    cues: tuple[Cue, ...]
    script: Script = Script()


@dataclass(frozen=True)
class Step:
    """One step of a session. A client drops the steps of one `placement` together.

    `parts` divides a long instruction: first the posture, short enough for the seconds of the step, then each find
    step. `feel` is the general sentence after the instruction; an adaptation replaces it. `uses` are the required
    manners. `variants` are the ways of the step, the current one first, in the same order in all steps of a placement;
    a step without a press has none.
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
    lay: str = ""
    position: str = ""
    bounds: DurationRange | None = None
    parts: tuple[str, ...] = ()
    feel: str = ""
    uses: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    script: Script = Script()

    def with_variant(self, number: int) -> Step:
        """Return the step in one of its variants; a step without variants is returned unchanged."""
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
