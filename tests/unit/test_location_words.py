"""The sentence of each point names the part and the side of the body that the standard names.

Expected values: tests/authorities/who_2008.toml. tests/authorities/sentences.toml pins the sentences as published.
"""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from typing import Any

import pytest

from points.catalogue import Catalogue
from points.describe import finger_measure
from points.location import format_number, parse
from tests.support.paths import AUTHORITIES

WHO: dict[str, Any] = tomllib.loads((AUTHORITIES / "who_2008.toml").read_text("utf-8"))
PUBLISHED: dict[str, Any] = tomllib.loads((AUTHORITIES / "sentences.toml").read_text("utf-8"))
#: The standard's words for a part and an aspect of the body, and ours for a lay reader.
PLAIN = {
    "lumbar region": "lower back",
    "buttock region": "buttock",
    "knee": "knee",
    "ankle": "ankle",
    "hand": "hand",
    "medial": "inner",
    "lateral": "outer",
    "posterior": "back",
    "dorsum": "back of the hand",
}
OPPOSITE = {"medial": "outer", "lateral": "inner", "posterior": "front", "dorsum": "palm"}
CODES = sorted(WHO["surface"])


@pytest.mark.parametrize("code", CODES)
def test_a_sentence_opens_with_the_standards_part(catalogue: Catalogue, code: str) -> None:
    part, aspect = WHO["surface"][code]
    opening = catalogue.point(code).location.sentence.partition(",")[0]
    assert re.search(rf"\b{PLAIN[part]}\b", opening)
    assert not re.search(rf"\b{OPPOSITE[aspect]}\b", opening)
    if part in ("knee", "ankle", "hand"):
        assert PLAIN[aspect] in opening


@pytest.mark.parametrize("code", CODES)
def test_a_sentence_is_the_published_one(catalogue: Catalogue, code: str) -> None:
    assert catalogue.point(code).location.sentence == PUBLISHED["sentence"][code]


@pytest.mark.parametrize("region", sorted(PUBLISHED["opening"]))
def test_each_region_has_its_opening(catalogue: Catalogue, region: str) -> None:
    said = catalogue.describer.describe(parse("At(sacral-hiatus)"), region)
    assert said == f"{PUBLISHED['opening'][region]}, at the sacral hiatus."


@pytest.mark.parametrize("expression", sorted(PUBLISHED["term"]))
def test_each_term_is_said_in_full(catalogue: Catalogue, expression: str) -> None:
    assert catalogue.describer.describe(parse(expression), "thigh") == f"On the thigh, {PUBLISHED['term'][expression]}."


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("Midpoint(popliteal-crease-medial, popliteal-crease-lateral)", "at the midpoint of the popliteal crease"),
        (
            "Midpoint(popliteal-crease-medial, sacral-hiatus)",
            "midway between the medial end of the popliteal crease and the sacral hiatus",
        ),
    ],
)
def test_the_middle_of_one_things_two_ends_is_its_midpoint(catalogue: Catalogue, expression: str, words: str) -> None:
    assert catalogue.describer.describe(parse(expression), "thigh") == f"On the thigh, {words}."


@pytest.mark.parametrize("cun", sorted(PUBLISHED["fingers"]))
def test_each_cun_has_its_fingers(cun: str) -> None:
    assert finger_measure(parse(f"Level(a) + Lateral({cun}, back)")) == PUBLISHED["fingers"][cun]


@pytest.mark.parametrize(("finger", "words"), [("thumb", "one thumb"), ("four", "four fingers")])
def test_thumb_and_four_fingers_are_the_standards(finger: str, words: str) -> None:
    assert finger_measure(parse(f"Along(a, {WHO['fingers'][finger]}, b)")).startswith(words)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(3), "3"),
        (Fraction(3, 2), "1.5"),
        (Fraction(1, 3), "1/3"),
        (Fraction(2, 3), "2/3"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 16), "0.0625"),
        (Fraction(1, 32), "1/32"),
        (Fraction(10), "10"),
        (Fraction(21, 2), "10.5"),
    ],
)
def test_a_number_is_written_as_people_print_it(value: Fraction, written: str) -> None:
    assert format_number(value) == written
