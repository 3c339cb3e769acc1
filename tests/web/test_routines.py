"""What holds for every published routine: dose, positions, order of steps and who is told what.

Expected doses and limits: the cautious choices of the project's review of sources (60 to 90 seconds a place, three
to five points, no session over half an hour, six weeks with reviews at two and six).
"""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby

import pytest
from flask.testing import FlaskClient

from points.safety import HealthAnswer, Now, evaluate, fit, playable_steps
from points.session_records import Routine, Step
from tests.support.edited_catalogues import shipped

TODAY = date(2026, 11, 21)
NOW = Now(TODAY, 1_795_262_400_000)  # midday of that day
CATALOGUE = shipped()
QUESTIONS = CATALOGUE.question_by_key
EIGHT = {"BL23", "BL25", "BL40", "BL54", "GB30", "GV3", "KI3", "LI4"}
#: Routines that may have another number of points than three to five.
OTHER_SIZE = {"full-round": 8, "five-minutes": 2, "hands-and-ankles": 2, "five-minutes-in-bed": 1}
NO_PRESSURE = {"breathing-and-rest", "seated-breathing", "side-lying-rest"}
TIMED_SELF_CARE = {"gentle-movement", "heat", "ice", "stand-up-break"}
#: Kinds that breathing and resting are not.
ACTIVE = {"stand", "move", "heat", "cold"}
#: A slow reader's: 150 words a minute.
WORDS_A_SECOND = 2.5
PRESSING = {routine.slug for routine in CATALOGUE.routines if routine.has_press}

#: What an about-you question is called in the plain words of a summary.
SAID = {
    "pregnancy": "pregnan",
    "clot-now": "clot",
    "clot-past": "clot",
    "bleeding": "blood thinners",
    "bone": "weak bones",
    "spine": "spine",
    "spine-past": "spine",
    "hip": "hip",
    "knee": "knee",
    "veins": "veins",
    "cancer": "cancer",
    "organs": "serious",
    "kidney": "kidney",
    "numb": "numb",
    "numb-leg": "numb leg",
    "device": "fistula",
    "implant": "implant",
    "frail": "frail",
    "today-skin": "sore",
    "today-drink": "alcohol",
}


def healthy(**changes: HealthAnswer) -> dict[str, HealthAnswer]:
    """Every question answered no today, but for the changes."""
    return {key: HealthAnswer("no", TODAY) for key in QUESTIONS} | changes


def every(slugs: set[str] | None = None) -> list[Routine]:
    return [routine for routine in CATALOGUE.routines if slugs is None or routine.slug in slugs]


def named(routine: Routine) -> str:
    return routine.slug


def presses(routine: Routine) -> list[Step]:
    return [step for step in CATALOGUE.steps(routine.slug) if step.kind == "press"]


def contact(routine: Routine) -> int:
    """Seconds of pressing, without finding the place and letting go."""
    return sum(step.seconds for step in presses(routine))


# Dose --------------------------------------------------------------------------------------------------


def test_the_expected_routines_are_there() -> None:
    assert set(OTHER_SIZE) | NO_PRESSURE | TIMED_SELF_CARE <= {routine.slug for routine in CATALOGUE.routines}
    assert len(PRESSING) >= 11
    assert not PRESSING & (NO_PRESSURE | TIMED_SELF_CARE)
    assert {routine.slug for routine in CATALOGUE.routines} == PRESSING | NO_PRESSURE | TIMED_SELF_CARE


@pytest.mark.parametrize("routine", every(), ids=named)
def test_no_session_is_longer_than_half_an_hour(routine: Routine) -> None:
    assert sum(step.seconds for step in CATALOGUE.steps(routine.slug)) <= 30 * 60


@pytest.mark.parametrize("routine", every(PRESSING), ids=named)
def test_three_to_five_points_for_60_to_90_seconds_each(routine: Routine) -> None:
    points = {step.point for step in presses(routine)}
    assert len(points) == OTHER_SIZE.get(routine.slug, len(points))
    assert routine.slug in OTHER_SIZE or 3 <= len(points) <= 5
    assert all(60 <= step.seconds <= 90 for step in presses(routine))


@pytest.mark.parametrize("routine", every(PRESSING), ids=named)
def test_a_placement_costs_twenty_seconds_beside_its_press(routine: Routine) -> None:
    steps = [step for step in CATALOGUE.steps(routine.slug) if step.point]
    assert sum(step.seconds for step in steps) == contact(routine) + 20 * len(presses(routine))


@pytest.mark.parametrize("routine", every(PRESSING), ids=named)
def test_the_daily_limit_keeps_pressing_to_about_half_an_hour(routine: Routine) -> None:
    daily = routine.daily or CATALOGUE.custom_limits["daily"]
    assert daily <= 3
    assert contact(routine) * daily <= 30 * 60


def test_full_round_has_eight_points_in_15_placements() -> None:
    steps = CATALOGUE.steps("full-round")
    assert {step.point for step in steps} == EIGHT
    assert len({step.placement for step in steps}) == 15
    assert {step.seconds for step in steps if step.kind == "press"} == {60}


@pytest.mark.parametrize(
    ("slug", "points"),
    [
        ("low-back-ease", ["BL23", "BL25", "BL40"]),
        ("hands-and-ankles", ["LI4", "KI3"]),
        ("lead-trio", ["BL23", "GB30", "BL40"]),
        ("buttock-and-sciatica", ["BL23", "GB30", "BL54", "BL40"]),
    ],
)
def test_points_that_the_articles_name_together_stay_together(slug: str, points: list[str]) -> None:
    assert [item.point for item in CATALOGUE.routine(slug).items if item.point] == points


# Positions and steps -----------------------------------------------------------------------------------


@pytest.mark.parametrize("routine", every(PRESSING), ids=named)
def test_a_press_uses_a_position_of_its_point(routine: Routine) -> None:
    for item in routine.items:
        if item.kind == "press":
            assert item.position in CATALOGUE.point(item.point).press.how


def test_a_ball_only_ever_meets_muscle() -> None:
    allowed = {point.code for point in CATALOGUE.points if "wall-ball" in point.press.how}
    assert allowed == {"BL23", "BL25", "BL54", "GB30"}
    for code in EIGHT - allowed:
        assert not {"tennis ball", "knuckles", "elbow"} & set(CATALOGUE.point(code).press.tools)
    items = CATALOGUE.routine("wall-and-ball").items
    assert {item.position for item in items} == {"wall-ball"}
    assert {item.point for item in items} == allowed


def test_bedtime_is_done_seated_or_on_the_side() -> None:
    positions = {item.position for item in CATALOGUE.routine("bedtime").items if item.position}
    assert positions == {"ankle-on-knee", "hand-pinch", "side-lying"}
    assert all(CATALOGUE.position(key).name.startswith(("Seated", "Lying on the side")) for key in positions)


def test_at_the_desk_is_done_on_a_chair() -> None:
    positions = {item.position for item in CATALOGUE.routine("at-the-desk").items}
    assert all(CATALOGUE.position(key).tools == ("chair",) for key in positions)


def test_no_position_for_pressing_is_flat_on_the_back_or_front() -> None:
    for point in CATALOGUE.points:
        assert not [key for key in point.press.how if "supine" in key or "prone" in key]
    for position in CATALOGUE.positions:
        assert not re.search(r"\bon (your|the) (back|front|tummy|belly)\b", position.how, re.IGNORECASE)


@pytest.mark.parametrize("routine", every(PRESSING), ids=named)
def test_people_change_position_no_oftener_than_they_must(routine: Routine) -> None:
    positions = [item.position for item in routine.items if item.position]
    stays = [key for key, _ in groupby(positions)]
    assert len(stays) == len(set(positions))


@pytest.mark.parametrize("routine", every(NO_PRESSURE), ids=named)
def test_pressure_free_routine_is_never_locked(routine: Routine) -> None:
    assert {item.kind for item in routine.items} <= {"breathe", "rest"}
    steps = CATALOGUE.steps(routine.slug)
    assert playable_steps(steps, QUESTIONS, {}, NOW) == steps
    said = " ".join(step.instruction for step in steps)
    assert not re.search(r"\b(lie|lying|roll|flat) (down )?on(to)? your (back|front|tummy)\b", said, re.IGNORECASE)


def test_ready_text_is_readable_in_its_seconds() -> None:
    for point in CATALOGUE.points:
        ready = CATALOGUE.step_builder.placements(point)[0]
        assert ready.instruction == " ".join(ready.parts), point.code
        assert ready.parts[1:] == point.location.find, point.code
        assert len(ready.parts[0].split()) <= ready.seconds * WORDS_A_SECOND, point.code


@pytest.mark.parametrize("slug", sorted(TIMED_SELF_CARE))
def test_timed_self_care_has_one_kind(slug: str) -> None:
    kinds = {item.kind for item in CATALOGUE.routine(slug).items}
    assert len(kinds) == 1
    assert kinds <= ACTIVE


def test_cold_lasts_15_to_20_minutes_in_a_cloth() -> None:
    longest = max(CATALOGUE.routine("ice").items, key=lambda item: item.seconds)
    assert longest.kind == "cold"
    assert 15 * 60 <= longest.seconds <= 20 * 60
    assert "cloth" in longest.instruction
    assert "numb" in longest.instruction


def test_figures_of_ours_are_called_ours() -> None:
    """Once a page or routine, not in every instruction; each entry with a count cites our own judgement."""
    for slug in ("heat", "gentle-movement"):
        assert "our own figure" in CATALOGUE.routine(slug).evidence
    assert "our own figures" in CATALOGUE.passage("our-figures").text[0]
    counted = [care.sources for care in CATALOGUE.self_care if re.search(r"\d+ (times|min)", " ".join(care.steps))]
    assert len(counted) > 5
    for sources in (*counted, *(item.sources for item in CATALOGUE.routine("gentle-movement").items)):
        assert "our-judgement" in sources


# Safety ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("routine", every(PRESSING), ids=named)
def test_press_steps_have_flags_and_a_drawable_place(routine: Routine) -> None:
    assert {rule.slug for rule in CATALOGUE.stop_rules} >= {"tingling-or-numb", "new-weakness", "chest-pain"}
    for step in presses(routine):
        point = CATALOGUE.point(step.point)
        assert point.press.stop_if
        assert point.location.expression.landmarks()
        assert step.side in point.sides
        assert {flag.condition for flag in step.flags} == set(QUESTIONS)
        assert "should not hurt" in step.feel or "light" in step.feel


@pytest.mark.parametrize("routine", every(), ids=named)
@pytest.mark.parametrize("value", ["not-sure", None])
def test_unanswered_profile_presses_moves_and_heats_nothing(routine: Routine, value: str | None) -> None:
    profile = {} if value is None else {key: HealthAnswer(value, TODAY) for key in QUESTIONS}
    left = playable_steps(CATALOGUE.steps(routine.slug), QUESTIONS, profile, NOW)
    assert {step.kind for step in left} <= {"breathe", "rest"}
    if routine.slug in TIMED_SELF_CARE:
        assert left == ()
    if routine.slug not in NO_PRESSURE:
        assert len(left) < len(CATALOGUE.steps(routine.slug))


@pytest.mark.parametrize("routine", every(), ids=named)
@pytest.mark.parametrize("key", sorted(SAID))
def test_whoever_would_lose_a_step_is_told_so_in_plain_words(routine: Routine, key: str) -> None:
    """A single yes that locks any step of a routine is named in plain words among who it is not for."""
    if QUESTIONS[key].tier == "today" and routine.has_press:
        return  # asked, and explained, on every day
    if fit(CATALOGUE.steps(routine.slug), QUESTIONS, healthy() | {key: HealthAnswer("yes", TODAY)}, NOW).removed:
        assert SAID[key] in routine.not_for


@pytest.mark.parametrize("routine", every(PRESSING), ids=named)
def test_a_spine_that_was_hurt_is_neither_pressed_nor_moved(routine: Routine) -> None:
    answers = healthy(spine=HealthAnswer("yes", TODAY, cleared=True))
    left = playable_steps(CATALOGUE.steps(routine.slug), QUESTIONS, answers, NOW)
    assert not {step.point for step in left} & {"BL23", "BL25", "GV3"}


@pytest.mark.parametrize("key", ["numb", "clot-now", "implant", "today-skin", "today-drink"])
@pytest.mark.parametrize("slug", ["heat", "ice"])
def test_heat_and_cold_are_locked_by_skin_and_leg_answers(slug: str, key: str) -> None:
    answers = healthy() | {key: HealthAnswer("yes", TODAY, cleared=True)}
    assert playable_steps(CATALOGUE.steps(slug), QUESTIONS, answers, NOW) == ()


#: What each manner is called in a text, for what a person is told.
CALLED = {"ball": r"\bballs?\b", "lean": r"\blean\w*|body weight", "knuckles": r"\bknuckles\b|\bfist\b"}


@pytest.mark.parametrize(
    "key", ["pregnancy", "clot-past", "bleeding", "bone", "spine-past", "cancer", "organs", "numb"]
)
def test_ball_never_appears_where_it_is_forbidden(key: str) -> None:
    """Wall and ball, with the one answer and its clearance: thumbs, or nothing."""
    answers = healthy() | {key: HealthAnswer("yes", TODAY, cleared=True)}
    fitted = fit(CATALOGUE.steps("wall-and-ball"), QUESTIONS, answers, NOW)
    assert fitted.steps
    for step in fitted.steps:
        forbidden = evaluate(step.flags, QUESTIONS, answers, NOW, step.area).forbidden
        assert "ball" in forbidden, step.placement
        assert step.position not in ("wall-ball", *forbidden)
        assert not forbidden & set(step.uses)
        said = [step.title, step.instruction, *step.parts, *(cue.say for cue in step.cues)]
        for manner in forbidden & set(CALLED):
            for sentence in re.split(r"(?<=[.;])\s", " ".join([*said, *fitted.instructions[step.placement]])):
                found = re.search(CALLED[manner], sentence, re.IGNORECASE)
                assert not found or re.search(r"\b(no|not|never)\b", sentence[: found.start()], re.IGNORECASE), sentence


@pytest.mark.parametrize("slug", [routine.slug for routine in CATALOGUE.routines])
def test_a_session_has_drawings_stop_rules_and_a_way_out(client: FlaskClient, slug: str) -> None:
    page = client.get(f"/routines/{slug}/session").text
    assert all(rule.sign in page and rule.action in page for rule in CATALOGUE.stop_rules)
    assert 'href="/routines/breathing-and-rest/session">Breathe</a>' in page
    for step in client.get(f"/api/v1/routines/{slug}").get_json()["steps"]:
        if step["kind"] == "press":
            assert step["contraindications"]
            assert CATALOGUE.point(step["point"]).press.stop_if
            drawing = client.get(step["diagram"]["href"])
            assert drawing.status_code == 200
            assert f'data-code="{step["point"]}"' in drawing.text
