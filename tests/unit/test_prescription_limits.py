"""How much a link may carry: the last that is read and the first that is refused (docs/api.md, custom routines).

How long a place may be pressed: tests/authorities/safety_matrix.toml.
"""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from points import prescription
from points.catalogue import Catalogue
from points.errors import SpecError
from tests.support.paths import AUTHORITIES

NOTE = 280
TEXT = 4000
LIMITS: dict[str, Any] = tomllib.loads((AUTHORITIES / "safety_matrix.toml").read_text("utf-8"))["point_limits"]
#: The longest press of each point; 180 s where the matrix gives it no limit of its own.
SECONDS: dict[str, int] = {
    code: LIMITS["max_seconds"].get(code, 180) for code in ("BL23", "BL25", "BL40", "BL54", "GB30", "GV3", "KI3", "LI4")
}


def refusal(catalogue: Catalogue, text: str) -> str:
    with pytest.raises(SpecError) as caught:
        prescription.parse(text, catalogue.step_builder)
    return str(caught.value)


def test_a_note_of_280_characters_is_read_and_one_more_is_not(catalogue: Catalogue) -> None:
    assert prescription.parse(f"BL23.90;note={'x' * NOTE}", catalogue.step_builder).note == "x" * NOTE
    assert refusal(catalogue, f"BL23.90;note={'x' * (NOTE + 1)}") == (
        f"note: at most {NOTE} characters (found {NOTE + 1}); shorten it"
    )


def test_a_text_of_4000_characters_is_read_and_one_more_is_not(catalogue: Catalogue) -> None:
    head = "BL23.90;note="
    assert "characters (found" in refusal(catalogue, head + "x" * (TEXT - len(head)))  # the note is what is too long
    assert refusal(catalogue, head + "x" * (TEXT - len(head) + 1)) == (
        f"spec: at most {TEXT} characters (found {TEXT + 1}); shorten the note"
    )
    assert refusal(catalogue, head + "x" * (TEXT - len(head))).startswith("note: ")


def test_the_longest_prescription_fits(catalogue: Catalogue) -> None:
    points = "-".join(["BL23.30"] * 12)
    text = f"{points};daily=3;weeks=6;note={'%F0%9F%A6%B5' * NOTE}"
    assert len(text) <= TEXT
    found = prescription.parse(text, catalogue.step_builder)
    assert (len(found.items), found.daily, found.weeks, found.note) == (12, 3, 6, "🦵" * NOTE)


@pytest.mark.parametrize("code", sorted(SECONDS))
def test_a_place_is_pressed_for_30_seconds_up_to_its_own_limit(catalogue: Catalogue, code: str) -> None:
    most = SECONDS[code]
    for seconds in (30, most):
        assert catalogue.step_builder.parse_spec(f"{code}.{seconds}")[0].seconds == seconds
        assert prescription.parse(f"{code}.{seconds};daily=2", catalogue.step_builder).items[0].seconds == seconds
    for seconds in (29, most + 1):
        assert refusal(catalogue, f"{code}.{seconds}") == (
            f"part 1: {code} is pressed for 30 to {most} seconds a side (found {seconds})"
        )


def test_the_matrix_sets_the_limits_of_bl40_and_ki3(catalogue: Catalogue) -> None:
    assert {code for code, most in SECONDS.items() if most == 90} == {"BL40", "KI3"}
    assert set(SECONDS) == {point.code for point in catalogue.points}
    assert "found 91" in refusal(catalogue, "BL23.90-BL40.91") and "found 91" in refusal(catalogue, "KI3.91")


def test_twelve_places_are_read_and_thirteen_are_not(catalogue: Catalogue) -> None:
    assert len(catalogue.step_builder.parse_spec("-".join(["GV3.30"] * 12))) == 12
    assert refusal(catalogue, "-".join(["GV3.30"] * 13)) == "spec: at most 12 points (found 13); leave some out"


def test_half_an_hour_is_read_and_a_second_more_is_not(catalogue: Catalogue) -> None:
    # Eight midline presses of 180 s with 20 s each beside them leave 200 s for a ninth.
    most = "-".join(["GV3.180"] * 9)
    assert sum(step.seconds for step in catalogue.step_builder.build_custom(most)) == 1800
    more = "-".join(["GV3.180"] * 8 + ["GV3.130", "GV3.31"])
    assert refusal(catalogue, more) == ("spec: at most 1800 seconds in all (found 1801); shorten or leave some out")


@pytest.mark.parametrize("seconds", [299, 901, 86400])
def test_a_step_of_another_length_is_refused_by_its_bounds(catalogue: Catalogue, seconds: int) -> None:
    assert refusal(catalogue, f"heat.{seconds}").startswith("part 1: heat takes 300 to 900 whole seconds")


@pytest.mark.parametrize(("field", "most"), [("daily", 3), ("weeks", 6)])
def test_how_often_and_how_long_have_a_limit(catalogue: Catalogue, field: str, most: int) -> None:
    for value in (1, most):
        found = prescription.parse(f"GV3.60;{field}={value}", catalogue.step_builder)
        assert getattr(found, field) == value
    for text in ("0", str(most + 1), "01", "1.0", "", " 1", "9"):
        assert refusal(catalogue, f"GV3.60;{field}={text}").startswith(
            f"{field}: expected a whole number from 1 to {most}"
        )


def test_what_a_session_may_ask_for_is_stated_once(catalogue: Catalogue) -> None:
    assert catalogue.custom_limits == {"points": 12, "seconds": 30 * 60, "daily": 3, "weeks": 6}
    assert set(catalogue.review_days.values()) == {14, 42}  # reviews after two and six weeks


def test_every_template_keeps_to_the_limits(catalogue: Catalogue) -> None:
    daily_pressing = catalogue.threshold("daily-pressing").value
    for template in catalogue.templates:
        found = prescription.parse(template.prescription, catalogue.step_builder)
        assert found.daily
        assert found.weeks
        steps = catalogue.step_builder.build_custom(template.prescription.partition(";")[0])
        assert sum(step.seconds for step in steps if step.kind == "press") * found.daily <= daily_pressing
