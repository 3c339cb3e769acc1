"""The sentence is made from the expression: same numbers, same landmarks, names that fit."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from points.catalogue import Catalogue
from points.describe import FINGER_MEASURES, finger_measure, insert_measure
from points.location import At, Below, Location, format_number, parse


def test_sentence_numbers_equal_expression_numbers(catalogue: Catalogue) -> None:
    for point in catalogue.points:
        expression = point.location.expression
        said = re.sub(r"\([LSTC]\d+\)", "", point.location.sentence)
        for key in expression.landmarks():
            said = said.replace(catalogue.landmark(key).name, "")
        assert re.findall(r"\d+(?:[./]\d+)?", said) == [format_number(number) for number in expression.numbers()]


def test_sentence_names_every_landmark(catalogue: Catalogue) -> None:
    for point in catalogue.points:
        for key in point.location.expression.landmarks():
            whole = catalogue.landmark(key).name.partition(" end of ")[2]  # a midpoint names what it is the middle of
            named = (catalogue.landmark(key).name, f"the midpoint of {whole}")
            assert any(name in point.location.sentence for name in named)


def test_vertebrae_are_written_with_letter_and_number(catalogue: Catalogue) -> None:
    assert "(L2)" in catalogue.point("BL23").location.sentence
    assert all("(L4)" in catalogue.point(code).location.sentence for code in ("BL25", "GV3"))


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("At(sacral-hiatus)", "On the sacrum, at the sacral hiatus."),
        ("Below(spinous-process-L4)", "in the depression below the lower border"),
        ("Level(spinous-process-L4) + Lateral(3, back)", "3 B-cun lateral to the posterior midline"),
        ("Between(sacral-hiatus, coccyx-tip, 1/3)", "1/3 of the way from the sacral hiatus"),
        ("Midpoint(sacral-hiatus, coccyx-tip)", "midway between the sacral hiatus and"),
        ("Midpoint(popliteal-crease-medial, popliteal-crease-lateral)", "at the midpoint of the popliteal crease"),
        ("Along(back, 2, posterior-midline-T3)", "2 B-cun from the posterior midline"),
        (
            "Beside(At(sacral-hiatus), radial-of-metacarpal-2)",
            "on the radial (thumb) side of the point at the sacral hiatus",
        ),
    ],
)
def test_every_term_has_words(catalogue: Catalogue, expression: str, said: str) -> None:
    assert said in catalogue.describer.describe(parse(expression), "sacral")


def test_a_term_without_words_is_an_error_not_a_blank(catalogue: Catalogue) -> None:
    with pytest.raises(TypeError, match="no wording for Location"):
        catalogue.describer.describe(Location(), "sacral")


@pytest.mark.parametrize(
    ("expression", "measure"),
    [
        ("Level(a) + Lateral(1.5, back)", FINGER_MEASURES[Fraction(3, 2)]),
        ("Level(a) + Lateral(3, back)", FINGER_MEASURES[Fraction(3)]),
        ("Along(leg, 7, a)", "7 thumb widths"),
        ("Beside(Along(leg, 1, a), b)", FINGER_MEASURES[Fraction(1)]),
        ("Midpoint(a, b)", ""),
    ],
)
def test_finger_measure_follows_the_cun(expression: str, measure: str) -> None:
    assert finger_measure(parse(expression)) == measure


def test_texts_use_no_centimetres_or_half_fingers(catalogue: Catalogue) -> None:
    for point in catalogue.points:
        said = " ".join([point.location.sentence, *point.location.find])
        assert not re.search(r"\bcm\b|centimet|1\.5 finger", said)


def test_fill_puts_the_measure_where_it_is_asked_for() -> None:
    assert insert_measure("go {finger_measure} out", "two fingers") == "go two fingers out"
    assert insert_measure("stay", "two fingers") == "stay"


def test_locations_print_their_expression() -> None:
    assert f"{At('a')} {Below('b')}" == "At(a) Below(b)"
