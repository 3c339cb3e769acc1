"""Records of safety: levels, flags, questions, signs, thresholds and stop rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ContraindicationLevel(StrEnum):
    """The level of a contraindication, strictest first."""

    AVOID = "avoid"
    CAUTION = "caution"
    ADAPT = "adapt"
    NOT_LISTED = "not-listed"

    @property
    def strictness(self) -> int:
        """Rank; 0 is the strictest."""
        return list(ContraindicationLevel).index(self)


@dataclass(frozen=True)
class Flag:
    """The effect of one health question on one point or kind of step.

    `instruction` states the adaptation, shown for `adapt` and for a cleared `caution`. `only_if_no` are the questions
    that must also be answered no before a cleared `caution` opens. `forbids` are positions and manners, `max_seconds`
    is the longest press on one side (None: as published); both apply while the flag is in effect and does not lock.
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
    """One health question of the gate, with the effect of a yes on each point and kind of step.

    `short` is its name; `when` completes "Do not press here if …". An answer expires after `expires_hours` of elapsed
    time if set, else after `expires_days`. `forbids` and `max_seconds` apply to all listed flags in `points`, and to
    none in `kinds`.
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
    """A sign that forbids pressing; `tier` is `emergency`, `same-day` or `routine`.

    `sign` is the full text. `reason` is the sentence of its result page, `say` the text for a telephone call,
    `heading` the heading of the page ('': the default of the tier). `short` is the sign on paper, '' where a line of
    the gate has it or the full text is short. `clearance` is the statement that a person confirms to reopen the gate
    within 24 hours, or ''.
    """

    slug: str
    tier: str
    sign: str
    advice: str
    sources: tuple[str, ...]
    reason: str = ""
    say: str = ""
    heading: str = ""
    short: str = ""
    clearance: str = ""


@dataclass(frozen=True)
class Threshold:
    """A figure of the guide with its reason; `unit` is the unit of `value`.

    `red_flag` is the slug of the sign that falls due after `value` days, or ''.
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
    """A sign at which to stop at once, and the action.

    `action` is the full advice; `button` and `act` are the sign and the first action on the screen of a session. `say`
    is the text for a telephone call. `seconds` is the wait before the screen asks about the sign again; 0 without a
    wait. `shares` is the slug of the rule whose row it shares, or ''. `only_for` is the key of the question whose
    valid no hides the row in a session, or ''.
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
    only_for: str = ""


@dataclass(frozen=True)
class EmergencyNumber:
    country: str
    name: str
    number: str
    note: str
    sources: tuple[str, ...]
