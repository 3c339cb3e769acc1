"""What is said during a step, word for word and second by second.

Expected words and seconds: tests/authorities/session_script.toml. Which points are light: safety_matrix.toml.
"""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from points.catalogue import Catalogue
from points.session_records import Step
from tests.support.paths import AUTHORITIES

SCRIPT: dict[str, Any] = tomllib.loads((AUTHORITIES / "session_script.toml").read_text("utf-8"))
LIGHT: list[str] = tomllib.loads((AUTHORITIES / "safety_matrix.toml").read_text("utf-8"))["point_limits"]["light"]


def steps(catalogue: Catalogue, kind: str) -> list[Step]:
    """Return every step of a kind, over all routines and all points alone."""
    of_routines = [step for routine in catalogue.routines for step in catalogue.steps(routine.slug)]
    of_points = [step for point in catalogue.points for step in catalogue.step_builder.placements(point)]
    found = [step for step in [*of_routines, *of_points] if step.kind == kind]
    assert found
    return found


def script(step: Step) -> list[tuple[str, int, str, str]]:
    return [(cue.anchor, cue.offset, cue.say, cue.tone) for cue in step.cues]


def expected(part: dict[str, Any], **words: str) -> list[tuple[str, int, str, str]]:
    return [(cue["anchor"], cue["offset"], cue["say"].format(**words), cue["tone"]) for cue in part["cue"]]


def pressed(step: Step) -> dict[str, Any]:
    """Return the script of a press: that of a light point or that of one that may ache."""
    part: dict[str, Any] = SCRIPT["press"]["light" if step.point in LIGHT else "ache"]
    return part


def where(step: Step) -> str:
    return str(SCRIPT["sides"][step.side])


def test_a_press_is_led_in_held_and_eased_off(catalogue: Catalogue) -> None:
    for step in steps(catalogue, "press"):
        assert script(step) == expected(pressed(step)), step.title
        for variant in step.variants:
            assert variant.cues == step.cues


def test_letting_go_is_said_at_once(catalogue: Catalogue) -> None:
    for step in steps(catalogue, "release"):
        assert script(step) == expected(SCRIPT["release"])
        assert (step.seconds, step.title, step.instruction) == tuple(
            SCRIPT["release"][key] for key in ("seconds", "title", "instruction")
        )


def test_getting_ready_names_the_point_and_the_side(catalogue: Catalogue) -> None:
    for step in steps(catalogue, "ready"):
        assert script(step) == expected(SCRIPT["ready"], code=step.point, side=where(step))
        assert step.seconds == SCRIPT["ready"]["seconds"]
        name = catalogue.point(step.point).names.pinyin
        assert step.title == f"Get ready: {step.point} {name}, {where(step)}"


def test_changing_sides_names_the_other_side(catalogue: Catalogue) -> None:
    for step in steps(catalogue, "switch"):
        point = catalogue.point(step.point)
        assert script(step) == expected(SCRIPT["switch"], side=where(step))
        assert step.seconds == SCRIPT["switch"]["seconds"]
        assert step.title == f"Change to the {where(step)}"
        assert step.instruction == f"Find the same place on the {where(step)}. {point.location.find[-1]}"
        assert step.side == point.sides[1]


def test_a_press_is_called_by_point_and_side(catalogue: Catalogue) -> None:
    for step in steps(catalogue, "press"):
        point = catalogue.point(step.point)
        assert step.title == f"Press {step.point} {point.names.pinyin}, {where(step)}"
        usual = point.press.how[step.position][0]
        assert step.instruction == f"{usual.text} Press {point.press.direction}."
        assert step.feel == pressed(step)["feel"]
        assert step.bounds == point.press.seconds
        assert step.area == point.area


@pytest.mark.parametrize("kind", ["breathe", "rest", "move", "heat", "cold"])
def test_a_timed_step_is_named_and_its_end_announced(catalogue: Catalogue, kind: str) -> None:
    for step in steps(catalogue, kind):
        assert script(step) == expected(SCRIPT["timed"], title=step.title)


def test_placements_of_one_name_are_counted(catalogue: Catalogue) -> None:
    for routine in catalogue.routines:
        found = list(dict.fromkeys(step.placement for step in catalogue.steps(routine.slug)))
        for name in found:
            stem, _, number = name.rpartition(".")
            if number.isdigit():
                before = stem if number == "2" else f"{stem}.{int(number) - 1}"
                assert int(number) >= 2 and found.index(before) < found.index(name)


def test_the_places_of_a_point_are_pressed_in_one_order(catalogue: Catalogue) -> None:
    for point in catalogue.points:
        made = catalogue.step_builder.placements(point)
        sides = ["midline"] if point.laterality == "midline" else ["left", "right"]
        order = ["ready", "press", "release", "switch", "press", "release"]
        assert [step.kind for step in made] == order[: 3 * len(sides)]
        assert [step.placement for step in made] == [f"{point.code}.{side}" for side in sides for _ in range(3)]
        assert {step.seconds for step in made if step.kind == "press"} == {point.press.seconds.default}
        assert all(step.point == point.code and step.flags == point.flags for step in made)
