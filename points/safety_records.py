"""Records of what decides safety: levels and flags, health questions, signs, thresholds and stop rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ContraindicationLevel(StrEnum):
    """What an answer does to a point or step, strictest first (SAFETY_MATRIX, levels)."""

    AVOID = "avoid"
    CAUTION = "caution"
    ADAPT = "adapt"
    NOT_LISTED = "not-listed"

    @property
    def strictness(self) -> int:
        """Rank, 0 being the strictest."""
        return list(ContraindicationLevel).index(self)


@dataclass(frozen=True)
class Flag:
    """What one health question does to one point or kind of step.

    `instruction` is what to do instead, shown for `adapt`, and for `caution` once it is cleared.
    `only_if_no` names questions that must also be answered no before a cleared `caution` opens.
    `forbids` are the positions and manners that it takes away, `max_seconds` the longest press on one side (None: as
    published); both hold while the flag is in effect and does not lock.
    """

    condition: str
    level: ContraindicationLevel
    reason: str
    sources: tuple[str, ...]
    instruction: str = ""
    only_if_no: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    max_seconds: int | None = None


@dataclass(frozen=True)
class Question:
    """One health question of the gate, and what a yes means for every point and kind of step.

    `short` names it and `when` completes "Do not press here if …".
    An answer lasts `expires_hours` of elapsed time where that is given, else `expires_days`. `forbids` and
    `max_seconds` are part of every flag in `points` that is listed; a flag of `kinds` has only its own.
    """

    key: str
    tier: str
    short: str
    when: str
    question: str
    why: str
    expires_days: int
    by_area: bool
    clearance: str
    points: Mapping[str, Flag]
    kinds: Mapping[str, Flag]
    sources: tuple[str, ...]
    expires_hours: int | None = None
    forbids: tuple[str, ...] = ()
    max_seconds: int | None = None


@dataclass(frozen=True)
class RedFlag:
    """A sign that means: no pressing; `tier` is `emergency`, `same-day` or `routine`.

    `sign` is the full wording. `reason` is the sentence of its result page and `say` what to say on the telephone.
    `heading` is that page's heading where it is not the usual one of the tier; `clearance` is what the person confirms
    to open the sign again before its 24 hours are over, '' where nothing does.
    """

    slug: str
    tier: str
    sign: str
    advice: str
    sources: tuple[str, ...]
    reason: str = ""
    say: str = ""
    heading: str = ""
    clearance: str = ""


@dataclass(frozen=True)
class Threshold:
    """A figure that the guide goes by, and why it is that much; `unit` is what `value` counts.

    `red_flag` is the slug of the sign that falls due after so many days, or ''.
    """

    key: str
    name: str
    value: int
    unit: str
    reason: str
    red_flag: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class StopRule:
    """When to stop at once, and what to do then.

    `action` is the whole advice; `button` and `act` are the sign and the first things to do on the screen of a session.
    `say` is what to say on the telephone, and `seconds` how long to wait before it is asked whether it has passed; 0
    where nothing waits. `shares` is the slug of the sign with which it shares a row, or ''.
    """

    slug: str
    sign: str
    action: str
    button: str
    act: str
    emergency: bool
    sources: tuple[str, ...]
    say: str = ""
    seconds: int = 0
    shares: str = ""


@dataclass(frozen=True)
class EmergencyNumber:
    country: str
    name: str
    number: str
    note: str
    sources: tuple[str, ...]
