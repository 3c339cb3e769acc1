"""Evaluation of health answers: which points and steps they lock or adapt.

Missing never means safe: a missing, expired, future or "not sure" answer counts as yes, and a flag of an unknown
question locks. A flag that does not lock may forbid positions and manners; the step then uses its first permitted
variant, or is locked. `static/js/safety/rules.js` implements the same rules; both run
`tests/shared_cases/safety_cases.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from points.safety_records import ContraindicationLevel, Flag, Question, RedFlag
from points.session_records import Step

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS
#: Hours of elapsed time for which a ticked sign closes the gate.
SIGN_HOURS: Final = 24
#: Kinds of steps that no sign closes.
OPEN_KINDS: Final = ("breathe", "rest")


@dataclass(frozen=True)
class Now:
    """The time of an evaluation: local calendar day and epoch milliseconds."""

    today: date
    at: int


@dataclass(frozen=True)
class HealthAnswer:
    """One answer of a profile: `yes`, `no` or `not-sure`, given on a day; `cleared` by a clinician or not.

    `areas` are the body areas with a yes to a by-area question; empty means everywhere. `at` is the time in epoch
    milliseconds; None in answers stored by the first release, which expire by their day alone.
    """

    value: str
    given: date
    cleared: bool = False
    areas: tuple[str, ...] = ()
    at: int | None = None


@dataclass(frozen=True)
class Tick:
    """A ticked warning sign; `checked` means that the person confirmed its clearance."""

    given: date
    at: int | None = None
    checked: bool = False


HealthProfile = Mapping[str, HealthAnswer]


@dataclass(frozen=True)
class Verdict:
    """The effect of health answers on one point or step: allowed or not, locking flags, instructions.

    `in_effect` are the flags that adapt it; `forbidden` and `max_seconds` combine them.
    """

    allowed: bool
    locked_by: tuple[Flag, ...]
    instructions: tuple[str, ...]
    in_effect: tuple[Flag, ...] = ()

    @property
    def forbidden(self) -> frozenset[str]:
        """The forbidden positions and manners."""
        return frozenset(token for flag in self.in_effect for token in flag.forbids)

    @property
    def max_seconds(self) -> int | None:
        """The longest press on one side in seconds, or None without such a limit."""
        return min((flag.max_seconds for flag in self.in_effect if flag.max_seconds), default=None)


@dataclass(frozen=True)
class FittedRoutine:
    """A routine after evaluation: playable steps, and by placement the locking flags or the instructions.

    Instructions replace the general sentence of a step (`feel`).
    """

    steps: tuple[Step, ...]
    removed: Mapping[str, tuple[Flag, ...]]
    instructions: Mapping[str, tuple[str, ...]]


def is_current(question: Question, answer: HealthAnswer, now: Now) -> bool:
    """Return whether an answer is neither too old nor dated in the future."""
    if answer.given > now.today:
        return False
    if answer.at is None:
        return now.today - answer.given <= timedelta(days=question.expires_days)
    life = question.expires_hours * HOUR_MS if question.expires_hours else question.expires_days * DAY_MS
    return 0 <= now.at - answer.at <= life


def counts_as_yes(question: Question, answer: HealthAnswer | None, now: Now, area: str = "") -> bool:
    """Return whether a question counts as answered yes, for a body area of a by-area question."""
    if answer is None or answer.value not in ("yes", "no") or not is_current(question, answer, now):
        return True
    if answer.value == "no":
        return False
    return not (question.by_area and answer.areas) or area == "" or area in answer.areas


def is_sign_in_effect(sign: RedFlag, tick: Tick | None, now: Now) -> bool:
    """Return whether a ticked sign closes the gate: for 24 hours, and while its time lies in the future.

    A confirmed clearance opens it again, unless the tick is dated in the future.
    """
    if tick is None:
        return False
    future = tick.given > now.today or (tick.at is not None and tick.at > now.at)
    if tick.checked and sign.clearance and not future:
        return False
    if tick.at is None:
        return now.today - tick.given <= timedelta(days=1)
    return future or now.at - tick.at < SIGN_HOURS * HOUR_MS


def reconcile(first: HealthAnswer, second: HealthAnswer) -> HealthAnswer:
    """Return the answer that holds after two concurrent writes: yes wins over no.

    "Not sure" and invalid values win over yes, because nothing clears them. Two yeses are cleared only if both are,
    with the areas of both. Of two noes the later one holds.
    """
    if first.value != second.value:
        return max(first, second, key=lambda answer: {"no": 0, "yes": 1}.get(answer.value, 2))
    later = max(first, second, key=lambda answer: (answer.given, answer.at or 0))
    if first.value == "no":
        return later
    areas = tuple(dict.fromkeys([*first.areas, *second.areas])) if first.areas and second.areas else ()
    return replace(later, cleared=first.cleared and second.cleared, areas=areas)


def evaluate(
    flags: Iterable[Flag],
    questions: Mapping[str, Question],
    profile: HealthProfile,
    now: Now,
    area: str = "",
) -> Verdict:
    """Return the verdict of all flags: the strictest level wins and all adaptations apply."""
    locked: list[Flag] = []
    in_effect: list[Flag] = []
    for flag in flags:
        question = questions.get(flag.condition)
        if flag.level is ContraindicationLevel.NOT_LISTED:
            continue
        if question is None:
            locked.append(flag)
            continue
        answer = profile.get(flag.condition)
        if not counts_as_yes(question, answer, now, area):
            continue
        opens = flag.level is ContraindicationLevel.ADAPT or (
            flag.level is ContraindicationLevel.CAUTION and _is_cleared(flag, answer, questions, profile, now)
        )
        (in_effect if opens else locked).append(flag)
    instructions = dict.fromkeys(flag.instruction for flag in in_effect if flag.instruction)
    return Verdict(not locked, tuple(locked), tuple(instructions), tuple(in_effect))


def _is_cleared(
    flag: Flag, answer: HealthAnswer | None, questions: Mapping[str, Question], profile: HealthProfile, now: Now
) -> bool:
    """Return whether a valid, cleared yes opens a caution; its `only_if_no` questions must be answered no."""
    question = questions[flag.condition]
    if answer is None or answer.value != "yes" or not answer.cleared or not is_current(question, answer, now):
        return False
    return all(key in questions and not counts_as_yes(questions[key], profile.get(key), now) for key in flag.only_if_no)


def fit(
    steps: Sequence[Step],
    questions: Mapping[str, Question],
    profile: HealthProfile,
    now: Now,
    *,
    closed: bool = False,
) -> FittedRoutine:
    """Return a routine fitted to the answers by whole placements; `closed` leaves only breathing and rest."""
    placements: dict[str, list[Step]] = {}
    for step in steps:
        placements.setdefault(step.placement, []).append(step)
    removed: dict[str, tuple[Flag, ...]] = {}
    instructions: dict[str, tuple[str, ...]] = {}
    played: dict[int, Step] = {}
    for placement, group in placements.items():
        verdict = _verdict(group, questions, profile, now)
        way = _first_permitted(group[0], verdict.forbidden)
        reasons = verdict.locked_by or _reasons(group, verdict, way)
        if reasons or (closed and any(step.kind not in OPEN_KINDS for step in group)):
            removed[placement] = reasons
            continue
        if verdict.instructions:
            instructions[placement] = verdict.instructions
        played |= {id(step): _adapted(step, way or 0, verdict) for step in group}
    return FittedRoutine(tuple(played[id(step)] for step in steps if id(step) in played), removed, instructions)


def playable_steps(
    steps: Sequence[Step], questions: Mapping[str, Question], profile: HealthProfile, now: Now
) -> tuple[Step, ...]:
    """Return the playable steps in their adapted form."""
    return fit(steps, questions, profile, now).steps


def _verdict(group: Sequence[Step], questions: Mapping[str, Question], profile: HealthProfile, now: Now) -> Verdict:
    """Return the verdict of a placement; a flag of one step applies to all its steps."""
    alike = {(id(step.flags), step.area): step for step in group}.values()
    found = [evaluate(step.flags, questions, profile, now, step.area) for step in alike]
    locked = {flag.condition: flag for verdict in found for flag in verdict.locked_by}
    in_effect = {flag.condition: flag for verdict in found for flag in verdict.in_effect}
    instructions = dict.fromkeys(text for verdict in found for text in verdict.instructions)
    return Verdict(not locked, tuple(locked.values()), tuple(instructions), tuple(in_effect.values()))


def _ways(step: Step) -> list[frozenset[str]]:
    """Return the position and manners of each way of a step."""
    ways = step.variants or (step,)
    return [frozenset((way.position, *way.uses)) for way in ways]


def _first_permitted(step: Step, forbidden: frozenset[str]) -> int | None:
    return next((index for index, needs in enumerate(_ways(step)) if not needs & forbidden), None)


def _reasons(group: Sequence[Step], verdict: Verdict, way: int | None) -> tuple[Flag, ...]:
    """Return the flags that leave a placement no permitted way, or less than the shortest press."""
    if way is None:
        needed = frozenset().union(*_ways(group[0]))
        return tuple(flag for flag in verdict.in_effect if needed & set(flag.forbids))
    shortest = max((step.bounds.min for step in group if step.bounds), default=0)
    return tuple(flag for flag in verdict.in_effect if flag.max_seconds and flag.max_seconds < shortest)


def _adapted(step: Step, way: int, verdict: Verdict) -> Step:
    """Return a step in its permitted way and length; instructions replace `feel`."""
    step = step.with_variant(way)
    longest = verdict.max_seconds
    if step.bounds and longest:
        bounds = replace(step.bounds, max=min(step.bounds.max, longest), default=min(step.bounds.default, longest))
        step = replace(step, bounds=bounds, seconds=min(step.seconds, longest))
    return replace(step, feel="") if step.feel and verdict.instructions else step
