"""The rules of the gate over the safety matrix, cell by cell.

`test_profile_matrix.py` runs every profile, `test_shared_rules.py` the cases that the phone runs too.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from typing import Any

import pytest

from points.safety import DAY_MS, HOUR_MS, HealthAnswer, Now, counts_as_yes, evaluate, fit, playable_steps
from points.safety_records import ContraindicationLevel
from tests.support.edited_catalogues import shipped
from tests.support.paths import AUTHORITIES

TODAY = date(2026, 11, 21)
NOW = Now(TODAY, 1_795_262_400_000)
CATALOGUE = shipped()
QUESTIONS = CATALOGUE.question_by_key
AUTHORITY: dict[str, Any] = tomllib.loads((AUTHORITIES / "safety_matrix.toml").read_text("utf-8"))
MATRIX = AUTHORITY["points"]
KINDS = AUTHORITY["kinds"]
POINTS = [point.code for point in CATALOGUE.points]


def healthy(**changes: HealthAnswer) -> dict[str, HealthAnswer]:
    """Every question answered no today, but for the changes."""
    answers = {key: HealthAnswer("no", TODAY) for key in QUESTIONS}
    return answers | {key.replace("_", "-"): answer for key, answer in changes.items()}


@pytest.mark.parametrize("key", sorted(MATRIX))
def test_what_an_answer_forbids_is_that_of_the_matrix(key: str) -> None:
    question, everywhere = QUESTIONS[key], AUTHORITY["forbids"].get(key, [])
    assert sorted(question.forbids) == sorted(everywhere)
    assert question.max_seconds == AUTHORITY["max_seconds"].get(key)
    for code, flag in question.points.items():
        listed = flag.level is not ContraindicationLevel.NOT_LISTED
        here = {*everywhere, *AUTHORITY["forbids_at"].get(f"{key} {code}", [])} if listed else set()
        assert set(flag.forbids) == here, code
        assert flag.max_seconds == (question.max_seconds if listed else None), code
        assert list(flag.only_if_no) == AUTHORITY["only_if_no"].get(f"{key} {code}", []), code


@pytest.mark.parametrize("key", sorted(MATRIX))
def test_questions_and_validity_match_the_matrix(key: str) -> None:
    question = QUESTIONS[key]
    hours = AUTHORITY["expires_hours"].get(key)
    assert question.expires_hours == hours
    assert question.expires_days == (0 if hours else AUTHORITY["expires_days"].get(key, 180))
    assert question.tier == ("today" if hours else "about-you")
    assert question.by_area is (key in AUTHORITY["by_area"]["questions"])
    assert bool(question.clearance) is (key in AUTHORITY["clearance"]["questions"])


def test_the_limits_of_points_are_those_of_the_matrix() -> None:
    limits = AUTHORITY["point_limits"]
    for point in CATALOGUE.points:
        assert point.press.seconds.max == limits["max_seconds"].get(point.code, 180)
        assert point.press.feel == ("light" if point.code in limits["light"] else "ache")
        if point.code in limits["fingertips_only"]:
            assert point.press.tools == ("fingertips",)


def test_a_light_point_is_never_cued_to_ache() -> None:
    for code in AUTHORITY["point_limits"]["light"]:
        for step in CATALOGUE.step_builder.placements(CATALOGUE.point(code)):
            said = " ".join([step.instruction, step.feel, *(cue.say for cue in step.cues)])
            assert "ache" not in said.lower()
            assert step.kind != "press" or "light" in said.lower()


@pytest.mark.parametrize("tier", ["emergency", "same-day"])
def test_the_signs_are_those_of_the_matrix(tier: str) -> None:
    signs = {flag.slug: flag for flag in CATALOGUE.red_flags if flag.tier == tier}
    assert list(signs) == [flag.slug for flag in CATALOGUE.red_flags if flag.tier == tier]
    assert set(signs) == set(AUTHORITY["signs"][tier])
    opened = {slug for slug, flag in signs.items() if flag.clearance or flag.heading}
    assert opened == set(AUTHORITY["signs"]["opened_by_a_check"]) & set(signs)


@pytest.mark.parametrize("key", sorted(MATRIX))
def test_levels_are_those_of_the_matrix(key: str) -> None:
    assert {code: flag.level.value for code, flag in QUESTIONS[key].points.items()} == MATRIX[key]


def test_the_matrix_has_every_question_and_every_point() -> None:
    assert set(MATRIX) == set(QUESTIONS)
    assert all(set(row) == set(POINTS) for row in MATRIX.values())


@pytest.mark.parametrize("key", sorted(QUESTIONS))
def test_step_kind_levels_match_the_matrix(key: str) -> None:
    assert {kind: flag.level.value for kind, flag in QUESTIONS[key].kinds.items()} == KINDS.get(key, {})
    for flag in QUESTIONS[key].kinds.values():
        assert flag.sources == ("our-judgement",)


@pytest.mark.parametrize(("key", "told"), [("bone", "slow and small"), ("hip", "Hold on"), ("spine-past", "doctor")])
def test_with_weak_bone_or_a_new_hip_nothing_moves_until_cleared(key: str, told: str) -> None:
    steps = CATALOGUE.steps("gentle-movement")
    assert playable_steps(steps, QUESTIONS, healthy(**{key: HealthAnswer("yes", TODAY)}), NOW) == ()
    cleared = healthy(**{key: HealthAnswer("yes", TODAY, cleared=True)})
    assert playable_steps(steps, QUESTIONS, cleared, NOW) == steps
    for step in steps:
        assert any(told in text for text in evaluate(step.flags, QUESTIONS, cleared, NOW).instructions)


def test_pregnancy_is_avoid_for_li4_else_caution() -> None:
    levels = {point.code: point.pregnancy.level for point in CATALOGUE.points}
    assert levels.pop("LI4") is ContraindicationLevel.AVOID
    assert set(levels.values()) == {ContraindicationLevel.CAUTION}
    assert len(levels) == 7


def test_pregnancy_texts_omit_weeks_labour_and_induction() -> None:
    said = " ".join(
        [QUESTIONS["pregnancy"].why, QUESTIONS["pregnancy"].clearance]
        + [text for point in CATALOGUE.points for text in (point.pregnancy.reason, point.pregnancy.instruction)]
    ).lower()
    assert not [word for word in ("week", "labour", "induc", "trimester", "safe", "miscarr") if word in said]


@pytest.mark.parametrize("profile", [{}, {"pregnancy": "yes"}, {"pregnancy": "not-sure"}, {"pregnancy": None}])
@pytest.mark.parametrize("routine", [routine.slug for routine in CATALOGUE.routines])
def test_pregnant_unsure_or_unanswered_leaves_no_press_step(routine: str, profile: dict[str, str | None]) -> None:
    answers: dict[str, HealthAnswer] = healthy() if profile else {}
    for key, value in profile.items():
        if value is None:
            answers.pop(key)
        else:
            answers[key] = HealthAnswer(value, TODAY)
    assert not [step for step in playable_steps(CATALOGUE.steps(routine), QUESTIONS, answers, NOW) if step.point]


def test_a_routine_for_locked_profiles_exists_and_plays_whole() -> None:
    answers = healthy(pregnancy=HealthAnswer("yes", TODAY))
    steps = CATALOGUE.steps("breathing-and-rest")
    assert playable_steps(steps, QUESTIONS, answers, NOW) == steps
    assert playable_steps(steps, QUESTIONS, {}, NOW) == steps


def test_clearance_opens_seven_points_but_never_li4() -> None:
    answers = healthy(pregnancy=HealthAnswer("yes", TODAY, cleared=True))
    verdicts = {point.code: evaluate(point.flags, QUESTIONS, answers, NOW) for point in CATALOGUE.points}
    assert not verdicts.pop("LI4").allowed
    assert all(verdict.allowed and verdict.instructions for verdict in verdicts.values())


@pytest.mark.parametrize("other", ["clot-now", "clot-past"])
@pytest.mark.parametrize("value", ["yes", "not-sure", None])
def test_bl40_needs_both_clot_answers_no_in_pregnancy(other: str, value: str | None) -> None:
    answers = healthy(pregnancy=HealthAnswer("yes", TODAY, cleared=True))
    if value is None:
        del answers[other]
    else:
        answers[other] = HealthAnswer(value, TODAY, cleared=True)
    flag = CATALOGUE.point("BL40").pregnancy
    assert not evaluate([flag], QUESTIONS, answers, NOW).allowed


@pytest.mark.parametrize("key", sorted(QUESTIONS))
def test_an_expired_or_future_answer_counts_as_yes(key: str) -> None:
    question = QUESTIONS[key]
    last_good = TODAY - timedelta(days=question.expires_days)
    assert not counts_as_yes(question, HealthAnswer("no", last_good), NOW)
    assert counts_as_yes(question, HealthAnswer("no", last_good - timedelta(days=1)), NOW)
    assert counts_as_yes(question, HealthAnswer("no", TODAY + timedelta(days=1)), NOW)
    life = question.expires_hours * HOUR_MS if question.expires_hours else question.expires_days * DAY_MS
    assert not counts_as_yes(question, HealthAnswer("no", last_good, at=NOW.at - life), NOW)
    assert counts_as_yes(question, HealthAnswer("no", last_good, at=NOW.at - life - 1), NOW)
    assert counts_as_yes(question, HealthAnswer("no", TODAY, at=NOW.at + 1), NOW)


def test_an_expired_clearance_locks_again() -> None:
    old = TODAY - timedelta(days=31)
    answers = healthy(pregnancy=HealthAnswer("yes", old, cleared=True))
    assert not evaluate(CATALOGUE.point("BL23").flags, QUESTIONS, answers, NOW).allowed


def test_sore_skin_locks_the_points_of_that_area_only() -> None:
    answers = healthy(today_skin=HealthAnswer("yes", TODAY, areas=("hand",)))
    allowed = {
        point.code: evaluate(point.flags, QUESTIONS, answers, NOW, point.area).allowed for point in CATALOGUE.points
    }
    assert [code for code, open_ in allowed.items() if not open_] == ["LI4"]
    everywhere = healthy(today_skin=HealthAnswer("yes", TODAY))
    assert not evaluate(CATALOGUE.point("BL23").flags, QUESTIONS, everywhere, NOW, "lower back").allowed


def test_a_flag_for_an_unknown_question_excludes() -> None:
    flags = CATALOGUE.point("BL23").flags
    rest = {key: question for key, question in QUESTIONS.items() if key != "spine"}
    assert not evaluate(flags, rest, healthy(), NOW).allowed


def test_the_strictest_level_wins_and_all_adaptations_apply() -> None:
    answers = healthy(bone=HealthAnswer("yes", TODAY), clot_past=HealthAnswer("yes", TODAY))
    verdict = evaluate(CATALOGUE.point("BL23").flags, QUESTIONS, answers, NOW)
    assert verdict.allowed
    assert len(verdict.instructions) == 2
    stricter = answers | {"spine": HealthAnswer("yes", TODAY)}
    assert [flag.condition for flag in evaluate(CATALOGUE.point("BL23").flags, QUESTIONS, stricter, NOW).locked_by] == [
        "spine"
    ]


def test_a_healthy_person_loses_no_step() -> None:
    for routine in CATALOGUE.routines:
        steps = CATALOGUE.steps(routine.slug)
        assert playable_steps(steps, QUESTIONS, healthy(), NOW) == steps


def test_weak_bones_replace_the_ball_by_thumbs() -> None:
    fitted = fit(CATALOGUE.steps("wall-and-ball"), QUESTIONS, healthy(bone=HealthAnswer("yes", TODAY)), NOW)
    assert {step.position for step in fitted.steps if step.point} == {"standing", "side-lying"}
    assert {step.point for step in fitted.steps} == {"BL23", "BL25", "BL54", "GB30"}
    assert not [step.uses for step in fitted.steps if step.uses]
    assert {step.seconds for step in fitted.steps if step.kind == "press"} == {60}


def test_a_numb_leg_locks_the_buttock_and_nothing_else() -> None:
    answers = healthy(numb_leg=HealthAnswer("yes", TODAY, cleared=True))
    left = playable_steps(CATALOGUE.steps("full-round"), QUESTIONS, answers, NOW)
    assert set(POINTS) - {step.point for step in left} == {"BL54", "GB30"}


def test_implant_locks_its_area_and_heat_and_cold() -> None:
    answers = healthy(implant=HealthAnswer("yes", TODAY, cleared=True, areas=("buttock",)))
    left = playable_steps(CATALOGUE.steps("full-round"), QUESTIONS, answers, NOW)
    assert set(POINTS) - {step.point for step in left} == {"BL54", "GB30"}
    assert playable_steps(CATALOGUE.steps("heat"), QUESTIONS, answers, NOW) == ()
    assert playable_steps(CATALOGUE.steps("ice"), QUESTIONS, answers, NOW) == ()


@pytest.mark.parametrize("cleared", [False, True])
def test_new_hip_locks_points_reached_by_bending_it(cleared: bool) -> None:
    answers = healthy(hip=HealthAnswer("yes", TODAY, cleared=cleared))
    left = playable_steps(CATALOGUE.steps("full-round"), QUESTIONS, answers, NOW)
    assert {step.point for step in left} == {"BL23", "BL25", "GV3", "LI4"}


def test_a_new_knee_locks_the_ankle_that_would_rest_on_it() -> None:
    left = playable_steps(CATALOGUE.steps("full-round"), QUESTIONS, healthy(knee=HealthAnswer("yes", TODAY)), NOW)
    assert set(POINTS) - {step.point for step in left} == {"BL40", "KI3"}


def test_a_sign_that_counts_leaves_only_breathing_and_rest() -> None:
    for routine in CATALOGUE.routines:
        fitted = fit(CATALOGUE.steps(routine.slug), QUESTIONS, healthy(), NOW, closed=True)
        assert {step.kind for step in fitted.steps} <= {"breathe", "rest"}


def test_an_adaptation_stands_in_place_of_the_general_sentence() -> None:
    steps = CATALOGUE.steps("low-back-ease")
    fitted = fit(steps, QUESTIONS, healthy(numb=HealthAnswer("yes", TODAY)), NOW)
    assert all(step.feel for step in steps if step.kind == "press")
    assert not [step.feel for step in fitted.steps if step.feel]
    assert all(fitted.instructions[step.placement] for step in fitted.steps if step.point)
