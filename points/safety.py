"""What a person's answers do to points and steps: which are dropped, which change, and why.

The gate's rules as the safety matrix lays them out. Missing never means safe: a question without an answer,
an expired answer and "not sure" all count as yes, and a flag for a question nobody knows excludes.
The phone runs the same rules on the steps it was sent (`static/js/safety.js`); a shared table of cases
(`tests/safety_cases.json`) holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from points.model import Flag, Level, Question, Step


@dataclass(frozen=True)
class Answer:
    """One answer of a profile: `yes`, `no` or `not-sure`, given on a day; `cleared` by a clinician or not.

    `areas` are the body areas a by-area question was answered yes for; empty means everywhere.
    """

    value: str
    given: date
    cleared: bool = False
    areas: tuple[str, ...] = ()


Profile = Mapping[str, Answer]


@dataclass(frozen=True)
class Verdict:
    """What the answers mean for one thing: allowed or not, the flags that lock it, instructions to follow."""

    allowed: bool
    locked_by: tuple[Flag, ...]
    instructions: tuple[str, ...]


def applies(question: Question, answer: Answer | None, today: date, area: str = "") -> bool:
    """Return whether a question counts as answered yes, for a body area where it is asked by area."""
    if answer is None or (answer.value != "no" and answer.value != "yes"):
        return True
    if today - answer.given > timedelta(days=question.expires_days) or answer.given > today:
        return True
    if answer.value == "no":
        return False
    return not (question.by_area and answer.areas) or area == "" or area in answer.areas


def judge(
    flags: Iterable[Flag],
    questions: Mapping[str, Question],
    profile: Profile,
    today: date,
    area: str = "",
) -> Verdict:
    """Return the verdict over all flags: the strictest level wins and all adaptations apply."""
    locked: list[Flag] = []
    instructions: list[str] = []
    for flag in flags:
        question = questions.get(flag.condition)
        if flag.level is Level.NOT_LISTED:
            continue
        if question is None:
            locked.append(flag)
            continue
        answer = profile.get(flag.condition)
        if not applies(question, answer, today, area):
            continue
        opens = flag.level is Level.ADAPT or (
            flag.level is Level.CAUTION and _cleared(flag, answer, questions, profile, today)
        )
        if not opens:
            locked.append(flag)
        elif flag.instruction and flag.instruction not in instructions:
            instructions.append(flag.instruction)
    return Verdict(not locked, tuple(locked), tuple(instructions))


def _cleared(
    flag: Flag, answer: Answer | None, questions: Mapping[str, Question], profile: Profile, today: date
) -> bool:
    """A caution opens only by a valid, explicit yes with clearance, and with its companions answered no."""
    question = questions[flag.condition]
    if answer is None or answer.value != "yes" or not answer.cleared:
        return False
    if not timedelta(0) <= today - answer.given <= timedelta(days=question.expires_days):
        return False
    return all(key in questions and not applies(questions[key], profile.get(key), today) for key in flag.only_if_no)


def play(steps: Sequence[Step], questions: Mapping[str, Question], profile: Profile, today: date) -> tuple[Step, ...]:
    """Return the steps that may be played: whole placements only, so no step is orphaned."""
    locked = {step.placement for step in steps if not judge(step.flags, questions, profile, today, step.area).allowed}
    return tuple(step for step in steps if step.placement not in locked)
