"""The gate's rules, over the matrix and over the table the phone shares; tests/test_profiles.py has every profile.

Expected levels: tests/authorities/safety_matrix.toml, which restates the clinical safety matrix.
"""

from __future__ import annotations

import json
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from points.catalogue import load
from points.model import Flag, Level, Question, Step
from points.safety import Answer, Profile, applies, judge, play

TODAY = date(2026, 11, 21)
CATALOGUE = load()
QUESTIONS = CATALOGUE.question_by_key
HERE = Path(__file__).parent
AUTHORITY: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
    (HERE / "authorities/safety_matrix.toml").read_text("utf-8")
)
MATRIX = AUTHORITY["points"]
KINDS = AUTHORITY["kinds"]
POINTS = [point.code for point in CATALOGUE.points]


def healthy(**changes: Answer) -> dict[str, Answer]:
    """Every question answered no today, but for the changes."""
    answers = {key: Answer("no", TODAY) for key in QUESTIONS}
    return answers | {key.replace("_", "-"): answer for key, answer in changes.items()}


@pytest.mark.parametrize("key", sorted(MATRIX))
def test_levels_are_those_of_the_matrix(key: str) -> None:
    assert {code: flag.level.value for code, flag in QUESTIONS[key].points.items()} == MATRIX[key]


def test_the_matrix_has_every_question_and_every_point() -> None:
    assert set(MATRIX) == set(QUESTIONS)
    assert all(set(row) == set(POINTS) for row in MATRIX.values())


@pytest.mark.parametrize("key", sorted(QUESTIONS))
def test_levels_of_steps_that_press_nothing_are_those_of_the_matrix(key: str) -> None:
    assert {kind: flag.level.value for kind, flag in QUESTIONS[key].kinds.items()} == KINDS.get(key, {})
    for flag in QUESTIONS[key].kinds.values():
        assert flag.sources == ("our-judgement",)


@pytest.mark.parametrize("slug", ["gentle-movement", "stand-up-break"])
@pytest.mark.parametrize(("key", "told"), [("bone", "without bending far forward"), ("hip", "the weight on the leg")])
def test_with_weak_bone_or_a_new_hip_nothing_moves_until_cleared(key: str, told: str, slug: str) -> None:
    steps = CATALOGUE.steps(slug)
    assert play(steps, QUESTIONS, healthy(**{key: Answer("yes", TODAY)}), TODAY) == ()
    cleared = healthy(**{key: Answer("yes", TODAY, cleared=True)})
    assert play(steps, QUESTIONS, cleared, TODAY) == steps
    for step in steps:
        assert any(told in text for text in judge(step.flags, QUESTIONS, cleared, TODAY).instructions)


def test_pregnancy_is_avoid_for_li4_and_caution_for_the_other_seven() -> None:
    levels = {point.code: point.pregnancy.level for point in CATALOGUE.points}
    assert levels.pop("LI4") is Level.AVOID
    assert set(levels.values()) == {Level.CAUTION}
    assert len(levels) == 7


def test_no_word_about_weeks_labour_or_induction_in_any_pregnancy_text() -> None:
    said = " ".join(
        [QUESTIONS["pregnancy"].explanation, QUESTIONS["pregnancy"].clearance]
        + [text for point in CATALOGUE.points for text in (point.pregnancy.reason, point.pregnancy.instruction)]
    ).lower()
    assert not [word for word in ("week", "labour", "induc", "trimester", "safe", "miscarr") if word in said]


@pytest.mark.parametrize("profile", [{}, {"pregnancy": "yes"}, {"pregnancy": "not-sure"}, {"pregnancy": None}])
@pytest.mark.parametrize("routine", [routine.slug for routine in CATALOGUE.routines])
def test_pregnant_unsure_or_unanswered_leaves_no_press_step(routine: str, profile: dict[str, str | None]) -> None:
    answers: dict[str, Answer] = healthy() if profile else {}
    for key, value in profile.items():
        if value is None:
            answers.pop(key)
        else:
            answers[key] = Answer(value, TODAY)
    assert not [step for step in play(CATALOGUE.steps(routine), QUESTIONS, answers, TODAY) if step.point]


def test_a_routine_for_locked_profiles_exists_and_plays_whole() -> None:
    answers = healthy(pregnancy=Answer("yes", TODAY))
    steps = CATALOGUE.steps("breathing-and-rest")
    assert play(steps, QUESTIONS, answers, TODAY) == steps
    assert play(steps, QUESTIONS, {}, TODAY) == steps


def test_after_clearance_seven_open_with_an_instruction_and_li4_never() -> None:
    answers = healthy(pregnancy=Answer("yes", TODAY, cleared=True))
    verdicts = {point.code: judge(point.flags, QUESTIONS, answers, TODAY) for point in CATALOGUE.points}
    assert not verdicts.pop("LI4").allowed
    assert all(verdict.allowed and verdict.instructions for verdict in verdicts.values())


@pytest.mark.parametrize("other", ["clot-now", "clot-past"])
@pytest.mark.parametrize("value", ["yes", "not-sure", None])
def test_bl40_stays_locked_in_cleared_pregnancy_unless_both_clot_answers_are_no(other: str, value: str | None) -> None:
    answers = healthy(pregnancy=Answer("yes", TODAY, cleared=True))
    if value is None:
        del answers[other]
    else:
        answers[other] = Answer(value, TODAY, cleared=True)
    flag = CATALOGUE.point("BL40").pregnancy
    assert not judge([flag], QUESTIONS, answers, TODAY).allowed


@pytest.mark.parametrize("key", sorted(QUESTIONS))
def test_an_expired_or_future_answer_counts_as_yes(key: str) -> None:
    question = QUESTIONS[key]
    last_good = TODAY - timedelta(days=question.expires_days)
    assert not applies(question, Answer("no", last_good), TODAY)
    assert applies(question, Answer("no", last_good - timedelta(days=1)), TODAY)
    assert applies(question, Answer("no", TODAY + timedelta(days=1)), TODAY)


def test_an_expired_clearance_locks_again() -> None:
    old = TODAY - timedelta(days=31)
    answers = healthy(pregnancy=Answer("yes", old, cleared=True))
    assert not judge(CATALOGUE.point("BL23").flags, QUESTIONS, answers, TODAY).allowed


def test_sore_skin_locks_the_points_of_that_area_only() -> None:
    answers = healthy(today_skin=Answer("yes", TODAY, areas=("hand",)))
    allowed = {
        point.code: judge(point.flags, QUESTIONS, answers, TODAY, point.area).allowed for point in CATALOGUE.points
    }
    assert [code for code, open_ in allowed.items() if not open_] == ["LI4"]
    everywhere = healthy(today_skin=Answer("yes", TODAY))
    assert not judge(CATALOGUE.point("BL23").flags, QUESTIONS, everywhere, TODAY, "lower back").allowed


def test_a_flag_for_an_unknown_question_excludes() -> None:
    flags = CATALOGUE.point("BL23").flags
    rest = {key: question for key, question in QUESTIONS.items() if key != "spine"}
    assert not judge(flags, rest, healthy(), TODAY).allowed


def test_the_strictest_level_wins_and_all_adaptations_apply() -> None:
    answers = healthy(bone=Answer("yes", TODAY), clot_past=Answer("yes", TODAY))
    verdict = judge(CATALOGUE.point("BL23").flags, QUESTIONS, answers, TODAY)
    assert verdict.allowed
    assert len(verdict.instructions) == 2
    stricter = answers | {"spine": Answer("yes", TODAY)}
    assert [flag.condition for flag in judge(CATALOGUE.point("BL23").flags, QUESTIONS, stricter, TODAY).locked_by] == [
        "spine"
    ]


def test_a_healthy_person_loses_no_step() -> None:
    for routine in CATALOGUE.routines:
        steps = CATALOGUE.steps(routine.slug)
        assert play(steps, QUESTIONS, healthy(), TODAY) == steps


SHARED: dict[str, Any] = json.loads((HERE / "safety_cases.json").read_text("utf-8"))


def shared_question(entry: dict[str, Any]) -> Question:
    names = ("tier", "short", "question", "explanation", "clearance")
    blank: dict[str, Any] = dict.fromkeys(names, "")
    return Question(**entry, **blank, points={}, kinds={}, sources=())


def shared_flag(entry: dict[str, Any]) -> Flag:
    return Flag(
        entry["condition"],
        Level(entry["level"]),
        entry["reason"],
        (),
        entry.get("instruction", ""),
        tuple(entry.get("only_if_no", ())),
    )


def shared_steps(case: dict[str, Any]) -> tuple[Step, ...]:
    steps = []
    for entry in SHARED["steps"]:
        named = entry["contraindications"]
        flags = [shared_flag(flag) for flag in (SHARED["flags"][named] if isinstance(named, str) else named)]
        extra = case.get("extra_flag")
        if extra and extra["placement"] == entry["placement"]:
            flags.append(shared_flag(extra["flag"]))
        steps.append(
            Step(
                entry["kind"], entry["placement"], 10, entry["title"], "", (), tuple(flags), area=entry.get("area", "")
            )
        )
    return tuple(steps)


def shared_profile(case: dict[str, Any]) -> Profile:
    given = case["answers"] if "answers" in case else SHARED["all_no"] | case["change"]
    return {
        key: Answer(
            answer["value"],
            date.fromisoformat(answer["given"]),
            answer.get("cleared", False),
            tuple(answer.get("areas", ())),
        )
        for key, answer in given.items()
        if answer is not None
    }


@pytest.mark.parametrize("case", SHARED["cases"], ids=[case["name"] for case in SHARED["cases"]])
def test_the_table_shared_with_the_phone(case: dict[str, Any]) -> None:
    today = date.fromisoformat(SHARED["today"])
    questions = {entry["key"]: shared_question(entry) for entry in SHARED["questions"]}
    steps, profile = shared_steps(case), shared_profile(case)
    kept = list(dict.fromkeys(step.placement for step in play(steps, questions, profile, today)))
    assert kept == case["keep"]
    verdicts = {step.placement: judge(step.flags, questions, profile, today, step.area) for step in steps}
    locked = {name: [flag.condition for flag in verdict.locked_by] for name, verdict in verdicts.items()}
    for placement, conditions in case.get("removed", {}).items():
        assert locked[placement] == conditions
    for placement, instructions in case.get("instructions", {}).items():
        assert list(verdicts[placement].instructions) == instructions
