"""Each rule between entries, broken alone, is reported in one exact line (docs/catalogue.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from points import checks, load
from points.location import parse

Entries = dict[str, list[Any]]
Break = Callable[[Entries], None]


@pytest.fixture(scope="module")
def shipped() -> Entries:
    return load.read_tables()


@pytest.fixture
def entries(shipped: Entries) -> Entries:
    return {table: list(map(deepcopy, items)) for table, items in shipped.items()}


def point(entries: Entries, code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in entries["point"] if item["code"] == code)
    return found


def question(entries: Entries, key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in entries["contraindication"] if item["key"] == key)
    return found


def edited(table: str, key: str, **changes: Any) -> Break:
    """Return what changes fields of one record."""

    def change(entries: Entries) -> None:
        for place, item in enumerate(entries[table]):
            if key in (getattr(item, "key", ""), getattr(item, "slug", "")):
                entries[table][place] = replace(item, **changes)

    return change


def without(table: str, key: str) -> Break:
    def change(entries: Entries) -> None:
        entries[table] = [
            item for item in entries[table] if key not in (getattr(item, "key", ""), getattr(item, "slug", ""))
        ]

    return change


def located(text: str) -> Break:
    def change(entries: Entries) -> None:
        point(entries, "GB30")["location"]["expression"] = parse(text)

    return change


def item(place: int, **changes: Any) -> Break:
    """Return what changes one step of the routine that has points and other steps."""

    def change(entries: Entries) -> None:
        at, routine = next((at, one) for at, one in enumerate(entries["routine"]) if one.slug == "low-back-ease")
        items = list(routine.items)
        items[place] = replace(items[place], **changes)
        entries["routine"][at] = replace(routine, items=tuple(items))

    return change


def twice(entries: Entries) -> None:
    entries["ruler"].append(entries["ruler"][0])


def uncited(entries: Entries) -> None:
    point(entries, "KI3")["press"] = replace(point(entries, "KI3")["press"], sources=("S999",))


def unjudged(entries: Entries) -> None:
    del question(entries, "bone")["points"]["LI4"]


def too_many(entries: Entries) -> None:
    question(entries, "bone")["points"]["LI5"] = question(entries, "bone")["points"]["LI4"]


def no_instruction(entries: Entries) -> None:
    question(entries, "bone")["instruction"] = ""
    for flag in question(entries, "bone")["points"].values():
        flag["instruction"] = "Gently."
    question(entries, "bone")["points"]["BL23"]["instruction"] = ""


def no_clearance(entries: Entries) -> None:
    question(entries, "kidney")["clearance"] = ""


def unknown_companion(entries: Entries) -> None:
    question(entries, "kidney")["points"]["BL23"]["only_if_no"] = ["thirst"]


BROKEN: list[tuple[Break, list[str]]] = [
    (twice, ["back: stated twice among the [[ruler]] entries; keep one"]),
    (uncited, ["KI3: sources: no such source (found 'S999'); add it to sources.toml"]),
    (
        edited("ruler", "ankle", start="sacral-top", end="sole"),
        [
            "ankle: no such landmark (found 'sacral-top'); add it to landmarks.toml",
            "ankle: no such landmark (found 'sole'); add it to landmarks.toml",
        ],
    ),
    (
        located("At(sacral-hiatuss)"),
        ["GB30: location: no such landmark (found 'sacral-hiatuss'); add it to landmarks.toml"],
    ),
    (
        located("Beside(At(sacral-hiatus), upwards)"),
        ["GB30: location: no such direction (found 'upwards'); add it to landmarks.toml"],
    ),
    (
        located("Below(iliac-crest-top)"),
        ["GB30: location: Below needs a landmark on the midline (found 'iliac-crest-top')"],
    ),
    (
        located("Beside(Along(spine, 1, sacral-hiatus), radial-of-metacarpal-2)"),
        [
            "GB30: location: no such ruler (found 'spine'); add it to rulers.toml",
            "GB30: find: say the {finger_measure} exactly where the expression states cun",
        ],
    ),
    (
        located("Along(back, 1, sacral-hiatus)"),
        [
            "GB30: location: 'sacral-hiatus' is not an end of ruler 'back'",
            "GB30: find: say the {finger_measure} exactly where the expression states cun",
        ],
    ),
    (
        located("Level(sacral-hiatus) + Lateral(1, ankle)"),
        [
            "GB30: location: ruler 'ankle' does not measure the buttock; use a ruler that does",
            "GB30: find: say the {finger_measure} exactly where the expression states cun",
        ],
    ),
    (unjudged, ["LI4: contraindications.bone: missing; state avoid, caution, adapt or not-listed"]),
    (too_many, ["bone: points: no such point (found 'LI5')"]),
    (no_instruction, ["bone: points.BL23: adapt needs an instruction"]),
    (no_clearance, ["kidney: points.BL23: caution needs the question's clearance text"]),
    (unknown_companion, ["kidney: points.BL23: only_if_no: no such question (found 'thirst')"]),
    (item(0, point="BL99"), ["low-back-ease: item 1: no such point (found 'BL99')"]),
    (item(0, position="hand-stand"), ["low-back-ease: item 1: BL23 is not pressed like that (found 'hand-stand')"]),
    (item(1, seconds=29), ["low-back-ease: item 2: seconds outside 30 to 180 (found 29)"]),
    (item(1, seconds=181), ["low-back-ease: item 2: seconds outside 30 to 180 (found 181)"]),
    (
        item(0, kind="rest", title="", point=""),
        ["low-back-ease: item 1: a rest step needs title, instruction and sources"],
    ),
    (
        edited("clue", "stiff-for-long", conditions=("gout",)),
        ["stiff-for-long: conditions: no such condition (found 'gout')"],
    ),
    (without("threshold", "averaged"), ["thresholds: no threshold with key 'averaged'; it is never left out"]),
    (without("limit", "session-points"), ["thresholds: no threshold with key 'session-points'; it is never left out"]),
    (edited("threshold", "daily-sessions", unit="days"), ["daily-sessions: unit: expected sessions (found 'days')"]),
    (
        edited("threshold", "first-review", value=15),
        ["first-review: value: expected whole weeks (found 15 days)"],
    ),
    (
        edited("threshold", "second-review", red_flag=""),
        ["second-review: red_flag: missing; give the sign that falls due then"],
    ),
    (
        edited("threshold", "second-review", red_flag="tired"),
        ["second-review: red_flag: no such sign (found 'tired'); add it to red_flags.toml"],
    ),
]


def names() -> Iterator[str]:
    for number, (_, lines) in enumerate(BROKEN):
        yield f"{number}-{lines[0][:40]}"


def test_what_ships_holds_together(shipped: Entries) -> None:
    assert list(checks.check_catalogue(shipped)) == []


@pytest.mark.parametrize(("broken", "lines"), BROKEN, ids=list(names()))
def test_a_broken_rule_is_reported_once_and_exactly(entries: Entries, broken: Break, lines: list[str]) -> None:
    broken(entries)
    assert list(checks.check_catalogue(entries)) == lines


@pytest.mark.parametrize("seconds", [30, 180])
def test_the_bounds_of_a_press_are_within_them(entries: Entries, seconds: int) -> None:
    item(1, seconds=seconds)(entries)
    assert list(checks.check_catalogue(entries)) == []
