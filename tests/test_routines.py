"""What holds for every published routine: dose, positions, order of steps, and what its words may and must say.

Expected doses, limits and forbidden claims: the cautious choices of the project's review of sources (60 to 90
seconds a place, three to five points, no session over half an hour, six weeks with reviews at two and six).
"""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby

import pytest

from points.catalogue import load
from points.model import Level, Routine, Step
from points.safety import Answer, judge, play

TODAY = date(2026, 11, 21)
CATALOGUE = load()
QUESTIONS = CATALOGUE.question_by_key
EIGHT = {"BL23", "BL25", "BL40", "BL54", "GB30", "GV3", "KI3", "LI4"}
#: Routines that may have another number of points than three to five.
OTHER_SIZE = {"full-round": 8, "five-minutes": 2, "hands-and-ankles": 2}
NO_PRESSURE = {"breathing-and-rest", "seated-breathing", "side-lying-rest"}
TIMED_SELF_CARE = {"gentle-movement", "heat", "ice", "stand-up-break"}
PRESSING = {routine.slug for routine in CATALOGUE.routines if routine.presses}

CLAIMS = r"cures?|cured|heals?|healed|healing|detox\w*|toxins?|misalign\w*|realign\w*|miracle|remedy"
MEASURES = r"centimet\w+|cm|millimet\w+|mm|inch(es)?"
MEDICINES = (
    r"ibuprofen|naproxen|paracetamol|acetaminophen|aspirin|diclofenac|nsaids?|codeine|tramadol|morphine|opioids?|"
    r"diazepam|gabapentin|pregabalin|amitriptyline|cortisone|arnica|capsaicin|warfarin|heparin|apixaban|rivaroxaban|"
    r"painkillers?|muscle relaxants?"
)
FORBIDDEN = re.compile(rf"\b({CLAIMS}|{MEASURES}|{MEDICINES})\b|safe (in|during|for) pregnan", re.IGNORECASE)
PROMISES = re.compile(
    r"\b(proven|proved|effective|guarantee\w*|works|will (help|ease|relieve|stop)|relieves|outperform\w*|best|powerful|"
    r"safe|always helps|clinically)\b",
    re.IGNORECASE,
)
#: What an about-you question is called in the plain words of a summary.
SAID = {
    "pregnancy": "pregnan",
    "clot-now": "clot",
    "clot-past": "clot",
    "bleeding": "blood thinners",
    "bone": "thin bones",
    "spine": "spine",
    "hip": "hip",
    "knee": "knee",
    "veins": "veins",
    "cancer": "cancer",
    "organs": "serious illness",
    "kidney": "kidney",
    "numb": "numb",
    "device": "fistula",
    "frail": "frail",
    "today-skin": "sore",
}


def healthy(**changes: Answer) -> dict[str, Answer]:
    """Every question answered no today, but for the changes."""
    return {key: Answer("no", TODAY) for key in QUESTIONS} | changes


def every(slugs: set[str] | None = None) -> list[Routine]:
    return [routine for routine in CATALOGUE.routines if slugs is None or routine.slug in slugs]


def named(routine: Routine) -> str:
    return routine.slug


def texts(routine: Routine) -> list[str]:
    """Every text of a routine, with those of the steps that are made from it."""
    own = [routine.title, routine.summary, routine.not_for, routine.for_whom, routine.evidence, routine.frequency]
    return own + [text for step in CATALOGUE.steps(routine.slug) for text in (step.title, step.instruction)]


def sentences(routine: Routine) -> list[str]:
    return [sentence for text in texts(routine) for sentence in re.split(r"(?<=[.:;?!])\s+", text)]


def presses(routine: Routine) -> list[Step]:
    return [step for step in CATALOGUE.steps(routine.slug) if step.kind == "press"]


def contact(routine: Routine) -> int:
    """Seconds of pressing, without finding the place and letting go."""
    return sum(step.seconds for step in presses(routine))


def daily_limit(routine: Routine) -> int:
    """The largest number of times a day that a frequency names."""
    words = {"once": 1, "twice": 2, "three times": 3, "four times": 4, "twelve times": 12}
    found = [count for word, count in words.items() if word in routine.frequency.lower()]
    assert found, f"{routine.slug} names no daily limit"
    return max(found)


#: With what a routine says of itself whose points are somebody's own.
ALL_SAID = [*every(), CATALOGUE.custom]


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
    assert daily_limit(routine) <= 3
    assert contact(routine) * daily_limit(routine) <= 30 * 60


def test_the_full_round_is_eight_points_in_fifteen_placements_of_a_minute() -> None:
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
def test_a_routine_without_pressure_only_breathes_and_rests_and_nothing_locks_it(routine: Routine) -> None:
    assert {item.kind for item in routine.items} <= {"breathe", "rest"}
    steps = CATALOGUE.steps(routine.slug)
    assert play(steps, QUESTIONS, {}, TODAY) == steps
    said = " ".join(step.instruction for step in steps)
    assert not re.search(r"\b(lie|lying|roll|flat) (down )?on(to)? your (back|front|tummy)\b", said, re.IGNORECASE)


@pytest.mark.parametrize("slug", sorted(TIMED_SELF_CARE))
def test_timed_self_care_is_of_one_kind_so_that_it_is_locked_whole(slug: str) -> None:
    kinds = {item.kind for item in CATALOGUE.routine(slug).items}
    assert len(kinds) == 1
    assert kinds <= {"move", "heat", "cold"}


def test_cold_lasts_15_to_20_minutes_in_a_cloth() -> None:
    longest = max(CATALOGUE.routine("ice").items, key=lambda item: item.seconds)
    assert longest.kind == "cold"
    assert 15 * 60 <= longest.seconds <= 20 * 60
    assert "cloth" in longest.instruction
    assert "numb" in longest.instruction


def test_figures_of_ours_are_called_ours() -> None:
    assert "our own figure" in CATALOGUE.routine("heat").evidence
    for item in CATALOGUE.routine("gentle-movement").items:
        assert "times" not in item.instruction or "(our own figure)" in item.instruction
        assert "our-judgement" in item.sources
    for entry in CATALOGUE.self_care:
        counted = [
            step for step in entry.steps if re.search(r"\b(times|About \d+ minutes|for \w+ or \w+ minutes)\b", step)
        ]
        for step in counted:
            if entry.kind in ("move", "heat"):
                assert "our own figure" in step, f"{entry.slug}: {step}"
                assert "our-judgement" in entry.sources


# Safety ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("routine", every(PRESSING), ids=named)
def test_every_press_comes_with_stop_rules_flags_and_a_place_that_can_be_drawn(routine: Routine) -> None:
    assert {rule.slug for rule in CATALOGUE.stop_rules} >= {"tingling-or-numb", "new-weakness", "chest-pain"}
    for step in presses(routine):
        point = CATALOGUE.point(step.point)
        assert point.press.stop_if
        assert point.location.expression.landmarks()
        assert step.side in point.sides
        assert {flag.condition for flag in step.flags} == set(QUESTIONS)
        assert "never pain" in step.instruction


@pytest.mark.parametrize("routine", every(), ids=named)
@pytest.mark.parametrize("value", ["not-sure", None])
def test_without_answers_nothing_is_pressed_moved_heated_or_cooled(routine: Routine, value: str | None) -> None:
    profile = {} if value is None else {key: Answer(value, TODAY) for key in QUESTIONS}
    left = play(CATALOGUE.steps(routine.slug), QUESTIONS, profile, TODAY)
    assert {step.kind for step in left} <= {"breathe", "rest"}
    if routine.slug in TIMED_SELF_CARE:
        assert left == ()
    if routine.slug not in NO_PRESSURE:
        assert len(left) < len(CATALOGUE.steps(routine.slug))


@pytest.mark.parametrize("routine", every(), ids=named)
@pytest.mark.parametrize("key", sorted(SAID))
def test_whoever_would_lose_a_step_is_told_so_in_plain_words(routine: Routine, key: str) -> None:
    """A single yes that locks any step of a routine is named in plain words among who it is not for."""
    flags = [flag for step in CATALOGUE.steps(routine.slug) for flag in step.flags if flag.condition == key]
    locking = [flag for flag in flags if flag.level in (Level.AVOID, Level.CAUTION)]
    if QUESTIONS[key].tier == "today" and routine.presses:
        return  # asked, and explained, at every start
    if locking:
        assert SAID[key] in routine.not_for


@pytest.mark.parametrize("routine", every(PRESSING), ids=named)
def test_a_spine_that_was_hurt_is_neither_pressed_nor_moved(routine: Routine) -> None:
    answers = healthy(spine=Answer("yes", TODAY, cleared=True))
    left = play(CATALOGUE.steps(routine.slug), QUESTIONS, answers, TODAY)
    assert not {step.point for step in left} & {"BL23", "BL25", "GV3"}


@pytest.mark.parametrize(
    ("slug", "key"), [("heat", "numb"), ("ice", "numb"), ("heat", "clot-now"), ("heat", "today-skin")]
)
def test_heat_and_cold_stay_away_from_skin_and_legs_they_could_harm(slug: str, key: str) -> None:
    answers = healthy() | {key: Answer("yes", TODAY, cleared=True)}
    assert play(CATALOGUE.steps(slug), QUESTIONS, answers, TODAY) == ()


@pytest.mark.parametrize("key", ["pregnancy", "clot-past", "bleeding", "bone", "numb"])
def test_whoever_must_not_use_a_ball_is_told_before_a_ball_is(key: str) -> None:
    answers = healthy() | {key: Answer("yes", TODAY, cleared=True)}
    for step in play(CATALOGUE.steps("wall-and-ball"), QUESTIONS, answers, TODAY):
        verdict = judge(step.flags, QUESTIONS, answers, TODAY, step.area)
        listed = any(flag.condition == key and flag.level is not Level.NOT_LISTED for flag in step.flags)
        assert not listed or any("no ball" in text for text in verdict.instructions)


# Words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("routine", every(), ids=named)
def test_no_text_promises_a_cure_names_a_medicine_or_measures_in_centimetres(routine: Routine) -> None:
    assert not [text for text in texts(routine) if FORBIDDEN.search(text)]


@pytest.mark.parametrize(
    ("slug", "source", "said"),
    [
        ("lifting", "seed-004", "knees"),
        ("sitting", "seed-004", "low back"),
        ("screen", "seed-004", "height of your eyes"),
        ("posture-break", "seed-004", "every 30 to 60 minutes"),
        ("sleep", "seed-004", "mattress"),
        ("ring-cushion", "seed-001", "tailbone"),
        ("deep-buttock-stretch", "seed-003", "deep in the buttock"),
        ("hamstring-stretch", "seed-004", "back of the thigh"),
    ],
)
def test_self_care_that_the_articles_name_has_an_entry_of_its_own(slug: str, source: str, said: str) -> None:
    entry = CATALOGUE.care(slug)
    assert source in entry.sources
    assert said in " ".join((entry.summary, *entry.steps))


def test_a_stretch_that_crosses_the_legs_says_who_leaves_it_out() -> None:
    entry = CATALOGUE.care("deep-buttock-stretch")
    assert "Not with an artificial hip." in entry.summary
    assert all(word in entry.summary for word in ("pregnancy", "spine", "knee", "bones", "numb"))
    assert "Stop at once" in entry.steps[-1]


def test_no_self_care_text_does_either() -> None:
    for entry in CATALOGUE.self_care:
        assert not [text for text in (entry.title, entry.summary, *entry.steps) if FORBIDDEN.search(text)]


@pytest.mark.parametrize("routine", every(), ids=named)
def test_no_sentence_joins_pregnancy_with_a_number_of_weeks(routine: Routine) -> None:
    for sentence in sentences(routine):
        assert not re.search("pregnan|midwife", sentence) or not re.search("week|month|trimester|labour", sentence)


@pytest.mark.parametrize("routine", ALL_SAID, ids=named)
def test_the_evidence_says_that_nothing_was_tested_and_promises_nothing(routine: Routine) -> None:
    assert routine.evidence.startswith(("No trial has tested th", "Not tested as "))
    assert not PROMISES.search(routine.evidence)
    if routine.presses or routine is CATALOGUE.custom:
        assert "low certainty" in routine.evidence
        assert "not risk free" in routine.evidence
        assert {"S144", "S145", "S175", "S176"} <= set(routine.sources)


@pytest.mark.parametrize("routine", ALL_SAID, ids=named)
def test_the_frequency_names_a_daily_limit_and_the_reviews_at_two_and_six_weeks(routine: Routine) -> None:
    assert daily_limit(routine) == (routine.daily or CATALOGUE.most["daily"])
    assert re.search(r"a day|while you sit|times at most|few hours between", routine.frequency)
    assert re.search(r"[Ss]ix weeks", routine.frequency)
    assert re.search(r"\btwo\b", routine.frequency)
    assert "see someone" in routine.frequency


@pytest.mark.parametrize("routine", every(), ids=named)
def test_no_phrase_is_left_unsaid(routine: Routine) -> None:
    assert not [text for text in texts(routine) if "{" in text]


@pytest.mark.parametrize("routine", every(), ids=named)
def test_every_text_cites_something(routine: Routine) -> None:
    assert routine.for_whom
    assert "our-judgement" in routine.sources
    assert all(item.sources for item in routine.items if item.kind != "press")


def test_buttock_points_say_stop_at_an_electric_feeling() -> None:
    for code in ("GB30", "BL54"):
        said = " ".join(CATALOGUE.point(code).press.stop_if)
        assert all(word in said for word in ("electric", "tingling", "numb"))
    for routine in every(PRESSING):
        if {"GB30", "BL54"} & {item.point for item in routine.items}:
            assert "means stop" in routine.evidence
