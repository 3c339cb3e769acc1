"""What a person's answers do to points and steps: which are dropped, which change, and why.

The gate's rules as the safety matrix lays them out. Missing never means safe: a question without an answer, an expired
answer, one from the future and "not sure" all count as yes, and a flag for a question nobody knows excludes. A flag
that does not lock may forbid positions and manners: the step is then done in its first permitted variant, or locked
where none is left. The phone runs the same rules on the steps it was sent (`static/js/safety/rules.js`); a shared table
of cases (`tests/shared_cases/safety_cases.json`) holds the two together.
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
#: How long a ticked sign closes the way, in elapsed time.
SIGN_HOURS: Final = 24
#: Kinds of steps that nothing closes.
OPEN_KINDS: Final = ("breathe", "rest")


@dataclass(frozen=True)
class Now:
    """The moment by which answers are judged: the calendar day where the person is, and epoch milliseconds."""

    today: date
    at: int


@dataclass(frozen=True)
class HealthAnswer:
    """One answer of a profile: `yes`, `no` or `not-sure`, given on a day; `cleared` by a clinician or not.

    `areas` are the body areas a by-area question was answered yes for; empty means everywhere. `at` is the moment in
    epoch milliseconds; None in what the first edition kept, which is judged by its day alone.
    """

    value: str
    given: date
    cleared: bool = False
    areas: tuple[str, ...] = ()
    at: int | None = None


@dataclass(frozen=True)
class Tick:
    """A ticked warning sign; `checked` says that the person confirmed the sign's clearance."""

    given: date
    at: int | None = None
    checked: bool = False


HealthProfile = Mapping[str, HealthAnswer]


@dataclass(frozen=True)
class Verdict:
    """What the answers mean for one thing: allowed or not, the flags that lock it, instructions to follow.

    `in_effect` are the flags that change how it is done; `forbidden` and `max_seconds` are what they say together.
    """

    allowed: bool
    locked_by: tuple[Flag, ...]
    instructions: tuple[str, ...]
    in_effect: tuple[Flag, ...] = ()

    @property
    def forbidden(self) -> frozenset[str]:
        """The positions and manners that are taken away."""
        return frozenset(token for flag in self.in_effect for token in flag.forbids)

    @property
    def max_seconds(self) -> int | None:
        """The longest press on one side, or None where the answers say nothing of it."""
        return min((flag.max_seconds for flag in self.in_effect if flag.max_seconds), default=None)


@dataclass(frozen=True)
class FittedRoutine:
    """A routine as the answers leave it: the steps to play; by placement, the flags that removed it or the
    instructions that stand in place of the step's general sentence (`feel`)."""

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
    """Return whether a question counts as answered yes, for a body area where it is asked by area."""
    if answer is None or answer.value not in ("yes", "no") or not is_current(question, answer, now):
        return True
    if answer.value == "no":
        return False
    return not (question.by_area and answer.areas) or area == "" or area in answer.areas


def is_sign_in_effect(sign: RedFlag, tick: Tick | None, now: Now) -> bool:
    """Return whether a ticked sign still closes the way: for 24 hours, and as long as its time lies in the future.

    A sign with a clearance is opened by it, unless the tick is dated in the future.
    """
    if tick is None:
        return False
    future = tick.given > now.today or (tick.at is not None and tick.at > now.at)
    if tick.checked and sign.clearance and not future:
        return False
    if tick.at is None:
        return now.today - tick.given <= timedelta(days=1)
    return future or now.at - tick.at < SIGN_HOURS * HOUR_MS


def reconcile(one: HealthAnswer, other: HealthAnswer) -> HealthAnswer:
    """Return what holds of two answers that were written without knowing of each other: the yes wins.

    "Not sure" and what is no answer win over a yes, because nothing clears them. Two that say yes are cleared only
    where both are, for the areas of both. Two that say no: the later one.
    """
    if one.value != other.value:
        return max(one, other, key=lambda answer: {"no": 0, "yes": 1}.get(answer.value, 2))
    later = max(one, other, key=lambda answer: (answer.given, answer.at or 0))
    if one.value == "no":
        return later
    areas = tuple(dict.fromkeys([*one.areas, *other.areas])) if one.areas and other.areas else ()
    return replace(later, cleared=one.cleared and other.cleared, areas=areas)


def evaluate(
    flags: Iterable[Flag],
    questions: Mapping[str, Question],
    profile: HealthProfile,
    now: Now,
    area: str = "",
) -> Verdict:
    """Return the verdict over all flags: the strictest level wins and all adaptations apply."""
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
    """A caution opens only by a valid, explicit yes with clearance, and with its companions answered no."""
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
    """Fit a routine to the answers, by whole placements; `closed`: a warning sign counts, so only rest is left."""
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
    """Return the steps that may be played, as they are to be played."""
    return fit(steps, questions, profile, now).steps


def _verdict(group: Sequence[Step], questions: Mapping[str, Question], profile: HealthProfile, now: Now) -> Verdict:
    """Judge a placement: what one of its steps may not, none of them may."""
    alike = {(id(step.flags), step.area): step for step in group}.values()
    found = [evaluate(step.flags, questions, profile, now, step.area) for step in alike]
    locked = {flag.condition: flag for verdict in found for flag in verdict.locked_by}
    in_effect = {flag.condition: flag for verdict in found for flag in verdict.in_effect}
    told = dict.fromkeys(text for verdict in found for text in verdict.instructions)
    return Verdict(not locked, tuple(locked.values()), tuple(told), tuple(in_effect.values()))


def _ways(step: Step) -> list[frozenset[str]]:
    """Return what each way of doing a step needs: its position and its manners."""
    ways = step.variants or (step,)
    return [frozenset((way.position, *way.uses)) for way in ways]


def _first_permitted(step: Step, forbidden: frozenset[str]) -> int | None:
    return next((index for index, needs in enumerate(_ways(step)) if not needs & forbidden), None)


def _reasons(group: Sequence[Step], verdict: Verdict, way: int | None) -> tuple[Flag, ...]:
    """Return the flags that leave no way to do a placement, or no time that its point may be pressed for."""
    if way is None:
        needed = frozenset().union(*_ways(group[0]))
        return tuple(flag for flag in verdict.in_effect if needed & set(flag.forbids))
    shortest = max((step.bounds.min for step in group if step.bounds), default=0)
    return tuple(flag for flag in verdict.in_effect if flag.max_seconds and flag.max_seconds < shortest)


def _adapted(step: Step, way: int, verdict: Verdict) -> Step:
    """Return a step as it is done: in its permitted way, no longer than allowed, without what is told instead."""
    step = step.with_variant(way)
    longest = verdict.max_seconds
    if step.bounds and longest:
        bounds = replace(step.bounds, max=min(step.bounds.max, longest), default=min(step.bounds.default, longest))
        step = replace(step, bounds=bounds, seconds=min(step.seconds, longest))
    return replace(step, feel="") if step.feel and verdict.instructions else step
