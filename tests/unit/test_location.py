"""The location algebra: what reads, what adds up, what refuses and how it says so."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from points.errors import LocationError
from points.location import (
    Along,
    At,
    Below,
    Beside,
    Between,
    Lateral,
    Level,
    LevelLateral,
    Location,
    Midpoint,
    format_number,
    parse,
)

EXPRESSIONS = [
    ("At(sacral-hiatus)", At("sacral-hiatus")),
    (
        "Level(spinous-process-L2) + Lateral(1.5, back)",
        LevelLateral("spinous-process-L2", Fraction(3, 2), "back"),
    ),
    ("Between(a, b, 1/3)", Between("a", "b", Fraction(1, 3))),
    ("Midpoint(a, b)", Midpoint("a", "b")),
    ("Along(leg, 3, ankle)", Along("leg", Fraction(3), "ankle")),
    ("Beside(Midpoint(a, b), radial)", Beside(Midpoint("a", "b"), "radial")),
    ("Below(spinous-process-L4)", Below("spinous-process-L4")),
]


@pytest.mark.parametrize(("text", "location"), EXPRESSIONS, ids=[text for text, _ in EXPRESSIONS])
def test_parse_reads_every_term_and_writes_it_back(text: str, location: Location) -> None:
    assert parse(text) == location
    assert str(location) == text


REFUSED = [
    ("", "expected one of", "the end"),
    ("Level(x)", "not a whole location", "Level(x)"),
    ("Lateral(1, back)", "not a whole location", "Lateral(1, back)"),
    ("Nowhere(x)", "no such term", "Nowhere"),
    ("At(x) At(y)", "expected the end at character 6", "At"),
    ("At(x) + At(y)", "nothing can be added", "At(x)"),
    ("Level(x) + Level(y)", "only a Lateral can be added", "Level(y)"),
    ("Level(x) + Lateral(1, back) + Lateral(1, arm)", "different lengths", "Lateral(1, arm)"),
    ("Between(a, b, 1)", "between 0 and 1", "1"),
    ("Between(a, b, 1/0)", "over zero", "1/0"),
    ("Along(leg, 0, a)", "more than 0", "0"),
    ("Along(leg, 99, a)", "at most 75", "99"),
    ("Midpoint(a)", "expected ',' in Midpoint", ")"),
    ("Midpoint(a, b, c)", "expected ')' after the 2", ","),
    ("Between(a, b, c)", "expected a number", "c"),
    ("At(1)", "expected the key", "1"),
    ("Beside(Level(a), radial)", "needs a whole location", "Level(a)"),
    ("Beside(Beside(Beside(Beside(At(a), x), x), x), x)", "nested more than four deep", "At"),
    ("At(x) + Lateral(1, back)", "nothing can be added", "At(x)"),
    ("At(%)", "expected the key", "%)"),
    ("At(" + "x" * 500 + ")", "longer than 400 characters", 504),
]


@pytest.mark.parametrize(("text", "rule", "value"), REFUSED, ids=[text[:30] or "empty" for text, _, _ in REFUSED])
def test_parse_refuses_and_names_rule_and_value(text: str, rule: str, value: object) -> None:
    with pytest.raises(LocationError) as caught:
        parse(text)
    assert rule in caught.value.rule
    assert caught.value.value == value
    assert rule in str(caught.value)


def test_laterals_on_one_ruler_add_up() -> None:
    assert Lateral(Fraction(1), "back") + Lateral(Fraction(1, 2), "back") == Lateral(Fraction(3, 2), "back")
    summed = Level("x") + Lateral(Fraction(1), "back") + Lateral(Fraction(2), "back")
    assert summed == LevelLateral("x", Fraction(3), "back")


def test_laterals_across_rulers_raise_and_name_both() -> None:
    with pytest.raises(LocationError, match="ruler 'back' and on ruler 'forearm' are different lengths"):
        Lateral(Fraction(1), "back") + Lateral(Fraction(1), "forearm")


def test_lateral_and_level_take_only_a_lateral() -> None:
    with pytest.raises(LocationError, match="only another Lateral"):
        Lateral(Fraction(1), "back") + "two"  # type: ignore[operator]
    with pytest.raises(LocationError, match="only a Lateral"):
        Level("x") + "two"  # type: ignore[operator]


def test_landmarks_and_numbers_are_listed_once_in_order() -> None:
    location = parse("Beside(Between(a, b, 1/3), radial)")
    assert location.landmarks() == ("a", "b")
    assert location.numbers() == (Fraction(1, 3),)


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(3), "3"), (Fraction(3, 2), "1.5"), (Fraction(1, 3), "1/3"), (Fraction(1, 8), "0.125")],
)
def test_number_text_prints_as_people_do(value: Fraction, text: str) -> None:
    assert format_number(value) == text


KEYS = st.from_regex(r"[a-z][a-z0-9]*(-[a-z0-9]+){0,2}", fullmatch=True)
CUN = st.fractions(min_value=Fraction(1, 4), max_value=75, max_denominator=8)
PART = st.fractions(min_value=Fraction(1, 12), max_value=Fraction(11, 12), max_denominator=12)
SIMPLE = st.one_of(
    st.builds(At, KEYS),
    st.builds(LevelLateral, KEYS, CUN, KEYS),
    st.builds(Between, KEYS, KEYS, PART),
    st.builds(Midpoint, KEYS, KEYS),
    st.builds(Along, KEYS, CUN, KEYS),
    st.builds(Below, KEYS),
)


@given(st.one_of(SIMPLE, st.builds(Beside, SIMPLE, KEYS)))
def test_every_location_reads_back_as_itself(location: Location) -> None:
    assert parse(str(location)) == location


@given(st.text(alphabet="AtLevl()+,Between 0123456789./-xyz\n\x00é", max_size=60))
def test_any_text_is_read_or_refused_with_a_location_error(text: str) -> None:
    try:
        assert isinstance(parse(text), Location)
    except LocationError as error:
        assert error.rule
