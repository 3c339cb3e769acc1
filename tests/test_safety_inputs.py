"""What a warning depends on: every table that warns changes the safety version, and no answer of tomorrow unlocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from points.catalogue import Catalogue, load
from points.model import Flag, Level, Question
from points.safety import Answer, applies, judge

TODAY = date(2026, 11, 21)
TOMORROW = TODAY + timedelta(days=1)


def question(key: str, days: int = 30, by_area: bool = False) -> Question:
    return Question(key, "about-you", key, f"{key}?", "", days, by_area, "", {}, {}, ())


def flag(key: str, level: Level, instruction: str = "", only_if_no: tuple[str, ...] = ()) -> Flag:
    return Flag(key, level, "reason", ("S01",), instruction, only_if_no)


def cleared(given: date) -> Answer:
    return Answer("yes", given, cleared=True)


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


@pytest.mark.parametrize("part", ["flags", "stop_if"])
def test_what_a_point_warns_of_changes_the_safety_version(catalogue: Catalogue, part: str) -> None:
    first, *rest = catalogue.points
    if part == "flags":
        other = replace(first, flags=first.flags[1:])
    else:
        other = replace(first, press=replace(first.press, stop_if=("Stop at once.",)))
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
    flags = [flag("pregnancy", Level.CAUTION, "Press lightly.")]
    found = judge(flags, asked, {"pregnancy": cleared(given)}, TODAY)
    assert found.allowed is allowed
    assert found.instructions == (("Press lightly.",) if allowed else ())
    assert [each.condition for each in found.locked_by] == ([] if allowed else ["pregnancy"])


@pytest.mark.parametrize(
    ("answer", "counts"),
    [
        (None, True),
        (Answer("no", TODAY), False),
        (Answer("no", TODAY - timedelta(days=30)), False),
        (Answer("no", TODAY - timedelta(days=31)), True),
        (Answer("no", TOMORROW), True),
        (Answer("yes", TODAY), True),
        (Answer("not-sure", TODAY), True),
        (Answer("", TODAY), True),
        (Answer("No", TODAY), True),
    ],
)
def test_only_a_valid_no_counts_as_no(answer: Answer | None, counts: bool) -> None:
    assert applies(question("bone"), answer, TODAY) is counts


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
    answer = Answer("yes", TODAY, areas=areas)
    assert applies(question("today-skin", by_area=by_area), answer, TODAY, area) is counts


def test_without_an_area_a_yes_for_any_area_counts() -> None:
    asked = {"today-skin": question("today-skin", by_area=True)}
    answer = Answer("yes", TODAY, areas=("knee",))
    assert applies(asked["today-skin"], answer, TODAY)
    assert not judge([flag("today-skin", Level.AVOID)], asked, {"today-skin": answer}, TODAY).allowed


# Levels ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "answer", "allowed"),
    [
        (Level.AVOID, cleared(TODAY), False),
        (Level.AVOID, Answer("no", TODAY), True),
        (Level.CAUTION, cleared(TODAY), True),
        (Level.CAUTION, Answer("yes", TODAY), False),
        (Level.CAUTION, Answer("not-sure", TODAY, cleared=True), False),
        (Level.CAUTION, None, False),
        (Level.ADAPT, Answer("yes", TODAY), True),
        (Level.ADAPT, None, True),
        (Level.NOT_LISTED, Answer("yes", TODAY), True),
        (Level.NOT_LISTED, None, True),
    ],
)
def test_each_level_does_what_it_says(level: Level, answer: Answer | None, allowed: bool) -> None:
    profile = {} if answer is None else {"bone": answer}
    found = judge([flag("bone", level, "Gently.")], {"bone": question("bone")}, profile, TODAY)
    assert found.allowed is allowed
    told = allowed and level in (Level.ADAPT, Level.CAUTION)
    assert found.instructions == (("Gently.",) if told else ())


@pytest.mark.parametrize("value", ["yes", "not-sure", None])
def test_a_clearance_waits_for_its_companions(value: str | None) -> None:
    asked = {key: question(key) for key in ("pregnancy", "clot-now", "clot-past")}
    flags = [flag("pregnancy", Level.CAUTION, only_if_no=("clot-now", "clot-past"))]
    profile = {"pregnancy": cleared(TODAY), "clot-now": Answer("no", TODAY), "clot-past": Answer("no", TODAY)}
    assert judge(flags, asked, profile, TODAY).allowed
    for key in ("clot-now", "clot-past"):
        other = {name: answer for name, answer in profile.items() if name != key}
        if value is not None:
            other[key] = Answer(value, TODAY)
        assert not judge(flags, asked, other, TODAY).allowed
        unasked = {name: each for name, each in asked.items() if name != key}
        assert not judge(flags, unasked, profile, TODAY).allowed


def test_an_instruction_of_two_flags_is_shown_once() -> None:
    asked = {key: question(key) for key in ("bone", "numb", "hip")}
    flags = [
        flag("bone", Level.ADAPT, "Use the flat hand."),
        flag("numb", Level.ADAPT, "Use the flat hand."),
        flag("hip", Level.ADAPT, "Stay seated."),
    ]
    yes = {key: Answer("yes", TODAY) for key in asked}
    assert judge(flags, asked, yes, TODAY).instructions == ("Use the flat hand.", "Stay seated.")


def test_a_flag_that_says_nothing_leaves_the_rest_to_speak() -> None:
    asked = {key: question(key) for key in ("bone", "hip")}
    flags = [flag("bone", Level.NOT_LISTED), flag("unknown", Level.NOT_LISTED), flag("hip", Level.AVOID)]
    found = judge(flags, asked, {"hip": Answer("yes", TODAY)}, TODAY)
    assert [each.condition for each in found.locked_by] == ["hip"]
    only_no = judge(flags, asked, {"hip": Answer("no", TODAY)}, TODAY)
    assert only_no.allowed and only_no.locked_by == ()


def test_a_question_nobody_asks_locks_and_the_rest_is_judged() -> None:
    flags = [flag("unknown", Level.ADAPT), flag("hip", Level.AVOID)]
    found = judge(flags, {"hip": question("hip")}, {}, TODAY)
    assert [each.condition for each in found.locked_by] == ["unknown", "hip"]
