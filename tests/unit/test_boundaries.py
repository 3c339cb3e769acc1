"""The last value that is accepted and the first that is refused, of every rule that names one.

Expected values: tests/authorities/who_2008.toml where the standard gives them.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import asin, cos, degrees, radians, sin
from pathlib import Path
from typing import Any

import pytest

from diagrams import anatomy, tap_targets
from diagrams.anatomy import Figure
from diagrams.geometry.vectors import XYZ
from points import checks, codes, load
from points.catalogue import Catalogue
from points.errors import LocationError
from points.location import Along, LevelLateral, parse
from points.neighbours import neighbours
from points.records import Point, Ruler
from points.search import fold
from tests.support.paths import AUTHORITIES

WHO: dict[str, Any] = tomllib.loads((AUTHORITIES / "who_2008.toml").read_text("utf-8"))
STATURE = WHO["stature"]["cun"]


# Locations ---------------------------------------------------------------------------------------------


def test_a_location_reaches_as_far_as_a_person_is_high() -> None:
    assert parse(f"Along(body, {STATURE}, sole)") == Along("body", Fraction(STATURE), "sole")
    for more in (f"{STATURE}.0001", f"{STATURE + 1}"):
        with pytest.raises(LocationError):
            parse(f"Along(body, {more}, sole)")


def test_a_share_of_a_line_is_more_than_none_and_less_than_all() -> None:
    for share in ("0.0001", "1/999", "0.9999", "998/999"):
        parse(f"Between(a, b, {share})")
    for share in ("0", "1", "1.0001"):
        with pytest.raises(LocationError):
            parse(f"Between(a, b, {share})")


def test_an_expression_of_400_characters_is_read() -> None:
    longest = f"At({'x' * 396})"
    assert len(longest) == 400
    assert parse(longest).landmarks() == ("x" * 396,)
    with pytest.raises(LocationError):
        parse(f"At({'x' * 397})")


# Codes and words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("BL0023", "BL23"),
        ("BL023", "BL23"),
        ("BL00023", None),
        ("BL99", "BL99"),
        ("BL100", None),
        ("BL0", None),
        ("BL...23", "BL23"),
        ("BL....23", None),
        ("LI04", "LI4"),
    ],
)
def test_a_number_may_have_two_leading_zeros(text: str, code: str | None) -> None:
    assert codes.who_code(text) == code


#: Other spellings of a prefix, by the family of charts that prints them (the books that points/codes.py names).
FAMILIES = {
    "older English": {
        "B": "BL",
        "UB": "BL",
        "K": "KI",
        "KD": "KI",
        "KID": "KI",
        "G": "GB",
        "P": "PC",
        "SJ": "TE",
        "TB": "TE",
        "LV": "LR",
    },
    "pinyin": {"DU": "GV", "DM": "GV", "DUMAI": "GV", "REN": "CV"},
    "French": {"GI": "LI", "VE": "BL", "RE": "KI", "VB": "GB", "VG": "GV"},
    "German": {"DI": "LI", "NI": "KI", "LG": "GV"},
    "Spanish": {"V": "BL", "R": "KI"},
    "in full": {"BLADDER": "BL", "URINARY BLADDER": "BL", "KIDNEY": "KI", "GALLBLADDER": "GB", "LARGE INTESTINE": "LI"},
    "scripts": {
        "膀胱": "BL",
        "大肠": "LI",
        "大腸": "LI",
        "肾": "KI",
        "腎": "KI",
        "胆": "GB",
        "膽": "GB",
        "督": "GV",
        "督脉": "GV",
    },
    "Korean": {"방광": "BL", "대장": "LI", "신": "KI", "담": "GB", "독": "GV", "독맥": "GV"},
    "with the word for meridian": {"膀胱经": "BL", "膀胱經": "BL", "膀胱経": "BL", "방광경": "BL"},
}


@pytest.mark.parametrize(
    ("prefix", "letters"), [pair for family in FAMILIES.values() for pair in family.items()], ids=lambda text: str(text)
)
def test_a_prefix_of_another_family_is_read(prefix: str, letters: str) -> None:
    for text in (f"{prefix}4", f"{prefix.lower()} 4", f"{prefix}-04"):
        assert codes.who_code(text) == f"{letters}4"


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("IG4", {"LI4": "Spanish charts", "SI4": "French ones"}),
        ("co 4", {"LI4": "older English charts", "HT4": "French ones"}),
        ("LI4", None),
        ("IG", None),
    ],
)
def test_a_prefix_that_families_share_is_explained(text: str, meanings: dict[str, str] | None) -> None:
    assert codes.possible_codes(text) == meanings
    assert meanings is None or codes.who_code(text) is None


@pytest.mark.parametrize(
    ("text", "old"), [("B35", False), ("B36", True), ("B39", True), ("B40", True), ("B49", True), ("B50", True)]
)
def test_old_numbers_of_the_bladder_line_run_from_36(text: str, old: bool) -> None:
    assert codes.is_old_bladder_number(text) is old


@pytest.mark.parametrize(("text", "old"), [("B54", True), ("B55", False), ("BL40", False), ("B 40", True)])
def test_old_numbers_of_the_bladder_line_run_to_54(text: str, old: bool) -> None:
    assert codes.is_old_bladder_number(text) is old


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("thumbs", "thumb"),
        ("hips", "hip"),
        ("gas", "gas"),
        ("press", "press"),
        ("across", "across"),
        ("pelvis", "pelvis"),
        ("iris", "iris"),
        ("hallus", "hallus"),
        ("humerus", "humerus"),
        ("discs", "disc"),
        ("ease", "ease"),
    ],
)
def test_an_english_plural_loses_its_s_and_no_other_word(word: str, one: str) -> None:
    assert fold.singular(word) == one


# Points and rulers -------------------------------------------------------------------------------------


def meridian_problems(tmp_path: Path, code: str) -> list[str]:
    """Return what is said of the number of a point, with BL23 called by another code."""
    folder = Path(shutil.copytree(load.DATA, tmp_path / code))
    path = folder / "points" / "bladder.toml"
    path.write_text(path.read_text("utf-8").replace('code = "BL23"', f'code = "{code}"', 1), "utf-8")
    return [line for line in checks.check_catalogue(load.read_tables(folder)) if "the meridian has" in line]


@pytest.mark.parametrize("letters", ["BL", "GB", "GV", "KI", "LI"])
def test_the_last_point_of_a_meridian_is_accepted(tmp_path: Path, catalogue: Catalogue, letters: str) -> None:
    last = WHO["meridians"][letters]
    assert catalogue.meridian(letters).points == last
    assert meridian_problems(tmp_path, f"{letters}{last}") == []
    assert meridian_problems(tmp_path, f"{letters}{last + 1}") == [
        f"{letters}{last + 1}: code: the meridian has {last} points"
    ]


def test_the_standard_has_361_points() -> None:
    assert sum(WHO["meridians"].values()) == 361
    assert tuple(WHO["meridians"]) == (
        "LU",
        "LI",
        "ST",
        "SP",
        "HT",
        "SI",
        "BL",
        "KI",
        "PC",
        "TE",
        "GB",
        "LR",
        "GV",
        "CV",
    )
    assert set(codes.WHO_PREFIXES) == set(WHO["meridians"])


def moved(point: Point, expression: LevelLateral) -> Point:
    return replace(point, location=replace(point.location, expression=expression))


@pytest.mark.parametrize(
    ("ruler", "cun", "shared"), [("back", "1.5", True), ("back", "3", False), ("thigh-lateral", "1.5", False)]
)
def test_one_line_needs_one_ruler_and_one_distance(catalogue: Catalogue, ruler: str, cun: str, shared: bool) -> None:
    here = catalogue.point("BL23")
    there = moved(catalogue.point("BL25"), LevelLateral("spinous-process-L4", Fraction(cun), ruler))
    found = neighbours(here, [here, there], catalogue.landmarks, catalogue.rulers)
    assert [item.sentence for item in found] == ["Same line: both lie 1.5 B-cun from the posterior midline."] * shared


# Taps --------------------------------------------------------------------------------------------------


def turned(figure: Figure, angle: float) -> Figure:
    """Return a figure seen by a camera that has gone round the body by so many degrees."""
    c, s = cos(radians(angle)), sin(radians(angle))

    def turn(a: XYZ) -> XYZ:
        return (c * a[0] - s * a[1], s * a[0] + c * a[1], a[2])

    return replace(figure, right=turn(figure.right), toward=turn(figure.toward))


@pytest.fixture
def seen_from(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    plain = anatomy.figure

    def go(angle: float) -> None:
        monkeypatch.setattr(anatomy, "figure", lambda view, body: turned(plain(view, body), angle))

    yield go


@pytest.mark.parametrize(
    ("slant", "unit"), [(0.19, "B-cun"), (0.21, "finger-cun"), (-0.19, "B-cun"), (-0.21, "finger-cun")]
)
def test_a_ruler_counts_up_to_a_slant_of_a_fifth(catalogue: Catalogue, seen_from: Any, slant: float, unit: str) -> None:
    seen_from(degrees(asin(slant)))
    found = [item for item in tap_targets.tap_targets(catalogue, "lumbosacral", "female") if item.code == "BL23"]
    assert [item.axes[0].unit for item in found] == [unit, unit]


@pytest.mark.parametrize(("off", "unit"), [(25, "B-cun"), (27, "finger-cun")])
def test_a_ruler_may_run_26_degrees_off(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, off: float, unit: str
) -> None:
    plain = anatomy.ruler_ends

    def tilted(ruler: Ruler, figure: Figure, side: str) -> tuple[XYZ, XYZ]:
        start, end = plain(ruler, figure, side)
        across = end[0] - start[0]
        return start, (end[0], end[1], start[2] + abs(across) * sin(radians(off)) / cos(radians(off)))

    monkeypatch.setattr(anatomy, "ruler_ends", tilted)
    found = [item for item in tap_targets.tap_targets(catalogue, "lumbosacral", "male") if item.code == "BL54"]
    assert [item.axes[0].unit for item in found] == [unit, unit]
