"""What a warning depends on: every table that warns changes the safety version, and no answer of tomorrow unlocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from points.catalogue import Catalogue, load
from points.safety import DAY_MS, HOUR_MS, HealthAnswer, Now, counts_as_yes, evaluate
from points.safety_records import ContraindicationLevel, Flag, Question

TODAY = date(2026, 11, 21)
TOMORROW = TODAY + timedelta(days=1)
NOW = Now(TODAY, 1_795_262_400_000)


def question(key: str, by_area: bool = False, hours: int | None = None) -> Question:
    return Question(
        key=key,
        tier="about-you",
        short=key,
        when=f"you have {key}",
        question=f"{key}?",
        why="",
        expires_days=0 if hours else 30,
        by_area=by_area,
        clearance="",
        points={},
        kinds={},
        sources=(),
        expires_hours=hours,
    )


def flag(key: str, level: ContraindicationLevel, instruction: str = "", only_if_no: tuple[str, ...] = ()) -> Flag:
    return Flag(key, level, "reason", ("S01",), instruction, only_if_no)


def cleared(given: date) -> HealthAnswer:
    return HealthAnswer("yes", given, cleared=True)


def with_table(catalogue: Catalogue, table: str, entries: tuple[Any, ...]) -> Catalogue:
    changes: dict[str, Any] = {table: entries}
    return replace(catalogue, **changes)


# The safety version ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("questions", "question", "Another question?"),
        ("questions", "expires_days", 1),
        ("red_flags", "advice", "Another act."),
        ("stop_rules", "action", "Another act."),
        ("thresholds", "value", 3),
        ("emergency_numbers", "number", "000"),
        ("positions", "how", "Stand."),
    ],
)
def test_each_table_that_warns_changes_the_safety_version(
    catalogue: Catalogue, table: str, field: str, value: Any
) -> None:
    first, *rest = getattr(catalogue, table)
    assert getattr(first, field) != value
    changed = with_table(catalogue, table, (replace(first, **{field: value}), *rest))
    assert changed.safety_version != catalogue.safety_version
    fewer = with_table(catalogue, table, tuple(rest))
    assert fewer.safety_version != catalogue.safety_version


@pytest.mark.parametrize("part", ["flags", "stop_if", "feel"])
def test_what_a_point_warns_of_changes_the_safety_version(catalogue: Catalogue, part: str) -> None:
    first, *rest = catalogue.points
    press = {
        "flags": first.press,
        "stop_if": replace(first.press, stop_if=("Stop at once.",)),
        "feel": replace(first.press, feel="light" if first.press.feel == "ache" else "ache"),
    }
    other = replace(first, press=press[part], flags=first.flags[1:] if part == "flags" else first.flags)
    assert replace(catalogue, points=(other, *rest)).safety_version != catalogue.safety_version


def test_what_is_no_warning_keeps_the_safety_version(catalogue: Catalogue) -> None:
    first, *rest = catalogue.routines
    renamed = replace(catalogue, routines=(replace(first, title="Renamed"), *rest), version="other")
    assert renamed.safety_version == catalogue.safety_version == load().safety_version
    assert len(catalogue.safety_version) == 12
    assert set(catalogue.safety_version) <= set("0123456789abcdef")


# Days --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "allowed"),
    [
        (TODAY, True),
        (TODAY - timedelta(days=30), True),
        (TODAY - timedelta(days=31), False),
        (TOMORROW, False),
        (TODAY + timedelta(days=400), False),
    ],
)
def test_a_clearance_holds_from_its_day_to_its_last(given: date, allowed: bool) -> None:
    asked = {"pregnancy": question("pregnancy")}
    flags = [flag("pregnancy", ContraindicationLevel.CAUTION, "Press lightly.")]
    found = evaluate(flags, asked, {"pregnancy": cleared(given)}, NOW)
    assert found.allowed is allowed
    assert found.instructions == (("Press lightly.",) if allowed else ())
    assert [each.condition for each in found.locked_by] == ([] if allowed else ["pregnancy"])


@pytest.mark.parametrize(
    ("age", "allowed"),
    [(0, True), (30 * DAY_MS, True), (30 * DAY_MS + 1, False), (-1, False), (-DAY_MS, False)],
)
def test_a_clearance_with_a_time_holds_to_the_millisecond(age: int, allowed: bool) -> None:
    asked = {"pregnancy": question("pregnancy")}
    answer = replace(cleared(TODAY), at=NOW.at - age)
    assert (
        evaluate([flag("pregnancy", ContraindicationLevel.CAUTION)], asked, {"pregnancy": answer}, NOW).allowed
        is allowed
    )


@pytest.mark.parametrize(
    ("age", "counts"),
    [(0, False), (12 * HOUR_MS, False), (12 * HOUR_MS + 1, True), (-1, True)],
)
def test_an_answer_of_hours_lasts_its_hours_whatever_the_day(age: int, counts: bool) -> None:
    asked = question("today-fever", hours=12)
    for given in (TODAY, TODAY - timedelta(days=1)):
        assert counts_as_yes(asked, HealthAnswer("no", given, at=NOW.at - age), NOW) is counts
    assert counts_as_yes(asked, HealthAnswer("no", TOMORROW, at=NOW.at - age), NOW)


def test_an_answer_of_hours_without_its_time_lasts_its_day() -> None:
    asked = question("today-fever", hours=12)
    assert not counts_as_yes(asked, HealthAnswer("no", TODAY), NOW)
    assert counts_as_yes(asked, HealthAnswer("no", TODAY - timedelta(days=1)), NOW)


@pytest.mark.parametrize(
    ("answer", "counts"),
    [
        (None, True),
        (HealthAnswer("no", TODAY), False),
        (HealthAnswer("no", TODAY - timedelta(days=30)), False),
        (HealthAnswer("no", TODAY - timedelta(days=31)), True),
        (HealthAnswer("no", TOMORROW), True),
        (HealthAnswer("yes", TODAY), True),
        (HealthAnswer("not-sure", TODAY), True),
        (HealthAnswer("", TODAY), True),
        (HealthAnswer("No", TODAY), True),
    ],
)
def test_only_a_valid_no_counts_as_no(answer: HealthAnswer | None, counts: bool) -> None:
    assert counts_as_yes(question("bone"), answer, NOW) is counts


@pytest.mark.parametrize(
    ("by_area", "areas", "area", "counts"),
    [
        (True, ("knee",), "knee", True),
        (True, ("knee",), "hand", False),
        (True, ("knee", "hand"), "hand", True),
        (True, ("knee",), "", True),
        (True, (), "hand", True),
        (False, ("knee",), "hand", True),
    ],
)
def test_a_yes_for_one_area_leaves_the_others(by_area: bool, areas: tuple[str, ...], area: str, counts: bool) -> None:
    answer = HealthAnswer("yes", TODAY, areas=areas)
    assert counts_as_yes(question("today-skin", by_area=by_area), answer, NOW, area) is counts


def test_without_an_area_a_yes_for_any_area_counts() -> None:
    asked = {"today-skin": question("today-skin", by_area=True)}
    answer = HealthAnswer("yes", TODAY, areas=("knee",))
    assert counts_as_yes(asked["today-skin"], answer, NOW)
    assert not evaluate([flag("today-skin", ContraindicationLevel.AVOID)], asked, {"today-skin": answer}, NOW).allowed


# Levels ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "answer", "allowed"),
    [
        (ContraindicationLevel.AVOID, cleared(TODAY), False),
        (ContraindicationLevel.AVOID, HealthAnswer("no", TODAY), True),
        (ContraindicationLevel.CAUTION, cleared(TODAY), True),
        (ContraindicationLevel.CAUTION, HealthAnswer("yes", TODAY), False),
        (ContraindicationLevel.CAUTION, HealthAnswer("not-sure", TODAY, cleared=True), False),
        (ContraindicationLevel.CAUTION, None, False),
        (ContraindicationLevel.ADAPT, HealthAnswer("yes", TODAY), True),
        (ContraindicationLevel.ADAPT, None, True),
        (ContraindicationLevel.NOT_LISTED, HealthAnswer("yes", TODAY), True),
        (ContraindicationLevel.NOT_LISTED, None, True),
    ],
)
def test_each_level_does_what_it_says(level: ContraindicationLevel, answer: HealthAnswer | None, allowed: bool) -> None:
    profile = {} if answer is None else {"bone": answer}
    found = evaluate([flag("bone", level, "Gently.")], {"bone": question("bone")}, profile, NOW)
    assert found.allowed is allowed
    told = allowed and level in (ContraindicationLevel.ADAPT, ContraindicationLevel.CAUTION)
    assert found.instructions == (("Gently.",) if told else ())


@pytest.mark.parametrize("value", ["yes", "not-sure", None])
def test_a_clearance_waits_for_its_companions(value: str | None) -> None:
    asked = {key: question(key) for key in ("pregnancy", "clot-now", "clot-past")}
    flags = [flag("pregnancy", ContraindicationLevel.CAUTION, only_if_no=("clot-now", "clot-past"))]
    profile = {
        "pregnancy": cleared(TODAY),
        "clot-now": HealthAnswer("no", TODAY),
        "clot-past": HealthAnswer("no", TODAY),
    }
    assert evaluate(flags, asked, profile, NOW).allowed
    for key in ("clot-now", "clot-past"):
        other = {name: answer for name, answer in profile.items() if name != key}
        if value is not None:
            other[key] = HealthAnswer(value, TODAY)
        assert not evaluate(flags, asked, other, NOW).allowed
        unasked = {name: each for name, each in asked.items() if name != key}
        assert not evaluate(flags, unasked, profile, NOW).allowed


def test_an_instruction_of_two_flags_is_shown_once() -> None:
    asked = {key: question(key) for key in ("bone", "numb", "hip")}
    flags = [
        flag("bone", ContraindicationLevel.ADAPT, "Use the flat hand."),
        flag("numb", ContraindicationLevel.ADAPT, "Use the flat hand."),
        flag("hip", ContraindicationLevel.ADAPT, "Stay seated."),
    ]
    yes = {key: HealthAnswer("yes", TODAY) for key in asked}
    assert evaluate(flags, asked, yes, NOW).instructions == ("Use the flat hand.", "Stay seated.")


def test_a_flag_that_says_nothing_leaves_the_rest_to_speak() -> None:
    asked = {key: question(key) for key in ("bone", "hip")}
    flags = [
        flag("bone", ContraindicationLevel.NOT_LISTED),
        flag("unknown", ContraindicationLevel.NOT_LISTED),
        flag("hip", ContraindicationLevel.AVOID),
    ]
    found = evaluate(flags, asked, {"hip": HealthAnswer("yes", TODAY)}, NOW)
    assert [each.condition for each in found.locked_by] == ["hip"]
    only_no = evaluate(flags, asked, {"hip": HealthAnswer("no", TODAY)}, NOW)
    assert only_no.allowed and only_no.locked_by == ()


def test_a_question_nobody_asks_locks_and_the_rest_is_judged() -> None:
    flags = [flag("unknown", ContraindicationLevel.ADAPT), flag("hip", ContraindicationLevel.AVOID)]
    found = evaluate(flags, {"hip": question("hip")}, {}, NOW)
    assert [each.condition for each in found.locked_by] == ["unknown", "hip"]
