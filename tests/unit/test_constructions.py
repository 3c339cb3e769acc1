"""What is written and drawn on a picture to find a place: numerals, fractions, ticks, scale bar, crest line.

Expected values: tests/authorities/who_2008.toml. Where things lie is read from the baked figures, not from the code
that draws them; what a fraction sign is worth is read from the Unicode Character Database.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from fractions import Fraction
from math import dist, hypot
from typing import Any
from xml.etree import ElementTree

import pytest

from points.catalogue import Catalogue
from tests.support import sheets, svg_reader
from tests.support.paths import AUTHORITIES
from tests.support.sheets import Drawn
from tests.support.svg_reader import XY

WHO: dict[str, Any] = tomllib.loads((AUTHORITIES / "who_2008.toml").read_text("utf-8"))
BODIES = ("female", "male")
EACH_BODY = pytest.mark.parametrize("body", BODIES)
#: Sheet coordinates are written to a hundredth of a millimetre.
WRITTEN_MM = 0.02
#: Paths are written to a tenth of a millimetre.
LINE_MM = 0.08
#: How far, on the sheet, the skin over a landmark may lie from the landmark in the bone.
SKIN_OVER_BONE_MM = 6.0


@pytest.fixture(scope="module")
def drawn(catalogue: Catalogue) -> Drawn:
    return Drawn(catalogue)


def back_cun_mm(body: str, view: str = "lumbosacral") -> float:
    """Return one B-cun of the back: the breadth between the shoulder blades over the standard's number."""
    edges = [sheets.landmark(view, body, "scapula-medial-border", side)[0] for side in ("left", "right")]
    return abs(edges[1] - edges[0]) / float(WHO["ruler"]["back"]["whole"])


def worth(sign: str) -> Fraction:
    """Return what a fraction sign is worth."""
    return Fraction(unicodedata.numeric(sign)).limit_denominator(10)


def length(line: tuple[XY, XY]) -> float:
    return dist(*line)


# Parts and halves --------------------------------------------------------------------------------------


@EACH_BODY
def test_gb30_names_each_part_of_its_line_by_the_fraction(drawn: Drawn, body: str) -> None:
    fraction = Fraction(WHO["point"]["GB30"]["fraction"])
    signs = sheets.texts(drawn.point("GB30", body), "construction-text")
    assert [worth(sign) for sign in signs] == [fraction] * fraction.denominator


def tape(body: str) -> list[XY]:
    """Return the baked line of GB30 over the skin of the lying body, on the sheet, at equal shares of its length."""
    rule = WHO["point"]["GB30"]
    name = f"Between({', '.join(rule['between'])}, {rule['fraction']})"
    camera = sheets.baked("hip", body)["camera"]
    places = sheets.baked("places", body)["poses"]["hip"][name]["right"]["line"]
    right, up = (
        [sum(a * b for a, b in zip(at, camera[axis], strict=True)) for at in places] for axis in ("right", "up")
    )
    return [(x, -y) for x, y in zip(right, up, strict=True)]


def share_of(line: list[XY], share: float) -> XY:
    """Return the place a share of the way along a line of places at equal shares."""
    index = min(int(share * (len(line) - 1)), len(line) - 2)
    rest = share * (len(line) - 1) - index
    (x0, y0), (x1, y1) = line[index : index + 2]
    return (x0 + rest * (x1 - x0), y0 + rest * (y1 - y0))


@EACH_BODY
def test_gb30_line_runs_over_the_skin(drawn: Drawn, body: str) -> None:
    line = tape(body)
    for place, key in zip((line[0], line[-1]), WHO["point"]["GB30"]["between"], strict=True):
        assert dist(place, sheets.on_sheet("hip", body, key, "right")) < SKIN_OVER_BONE_MM
    (path,) = (
        found
        for found in svg_reader.with_class(drawn.point("GB30", body), "construction")
        if found.tag == f"{svg_reader.SVG}path"
    )
    places = [float(number) for number in re.findall(r"-?[0-9.]+", path.attrib["d"])]
    written = list(zip(places[::2], places[1::2], strict=True))
    assert len(written) == len(line)
    assert all(dist(a, b) < LINE_MM for a, b in zip(written, line, strict=True))


@EACH_BODY
def test_gb30_has_one_tick_fewer_than_parts_each_at_its_part(drawn: Drawn, body: str) -> None:
    fraction = Fraction(WHO["point"]["GB30"]["fraction"])
    line, svg = tape(body), drawn.point("GB30", body)
    ticks = sheets.lines(svg, "construction")
    assert len(ticks) == fraction.denominator - 1
    along = (line[-1][0] - line[0][0], line[-1][1] - line[0][1])
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in ticks]
    for number, (middle, (a, b)) in enumerate(zip(middles, ticks, strict=True), 1):
        assert dist(middle, share_of(line, number / fraction.denominator)) < WRITTEN_MM
        across = (b[0] - a[0]) * along[0] + (b[1] - a[1]) * along[1]
        assert abs(across) < 0.01 * dist(a, b) * hypot(*along)
    (mark,) = svg_reader.marks(svg)
    assert dist(mark.at, middles[fraction.numerator - 1]) < WRITTEN_MM


@EACH_BODY
def test_gb30_writes_each_fraction_beside_its_own_part(drawn: Drawn, body: str) -> None:
    svg, line = drawn.point("GB30", body), tape(body)
    fine = [share_of(line, step / 600) for step in range(601)]
    signs = sheets.text_elements(svg, "construction-text")
    size = svg_reader.number(signs[0], "font-size")
    shares = []
    for sign in signs:
        # The baseline lies about a third of the letters below their middle.
        at = (svg_reader.number(sign, "x"), svg_reader.number(sign, "y") - 0.36 * size)
        nearest = min(range(601), key=lambda step: dist(fine[step], at))
        assert 0.6 * size < dist(fine[nearest], at) < 1.5 * size  # beside the line, not on it, not far off
        shares.append(nearest / 600)
    assert [int(3 * share) for share in shares] == [0, 1, 2]


@pytest.mark.parametrize(
    ("code", "view"), [("BL40", "knee-posterior"), ("KI3", "ankle-medial"), ("LI4", "hand-dorsal")]
)
@EACH_BODY
def test_a_midpoint_is_drawn_as_two_equal_halves(drawn: Drawn, code: str, view: str, body: str) -> None:
    svg = drawn.point(code, body)
    ends = [sheets.on_sheet(view, body, key, "right") for key in WHO["point"][code]["midpoint"]]
    signs = sheets.text_elements(svg, "measure-text")
    assert [worth("".join(sign.itertext())) for sign in signs] == [Fraction(1, 2)] * 2
    ruler = sheets.lines(svg, "ruler")
    measured = max(ruler, key=length)
    assert length(measured) == pytest.approx(dist(*ends), abs=WRITTEN_MM)
    # Three guides lead from the landmarks and the place between them to the ruler's ends and middle.
    middle = ((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2)
    tops = [*measured, ((measured[0][0] + measured[1][0]) / 2, (measured[0][1] + measured[1][1]) / 2)]
    for place, top in zip([*ends, middle], tops, strict=True):
        assert any(dist(a, place) < 2 * WRITTEN_MM and dist(b, top) < 2 * WRITTEN_MM for a, b in ruler), place
    for sign, share in zip(signs, (0.25, 0.75), strict=True):
        along = [(b - a) / dist(*measured) for a, b in zip(*measured, strict=True)]
        size = svg_reader.number(sign, "font-size")
        x = svg_reader.number(sign, "x") - measured[0][0]
        y = svg_reader.number(sign, "y") - 0.36 * size - measured[0][1]
        assert (x * along[0] + y * along[1]) / dist(*measured) == pytest.approx(share, abs=0.02)
        assert 0.8 * size < abs(x * -along[1] + y * along[0]) < 1.4 * size


@pytest.mark.parametrize("code", ["BL23", "BL25", "BL54"])
@EACH_BODY
def test_a_point_beside_the_spine_is_reached_from_the_midline(drawn: Drawn, code: str, body: str) -> None:
    cun = float(WHO["point"][code]["cun"]) * back_cun_mm(body)
    for a, b in sheets.lines(drawn.point(code, body), "construction"):
        height = sheets.on_sheet("lumbosacral", body, WHO["point"][code]["level"], "right" if b[0] > 0 else "left")[1]
        assert dist(a, (0.0, height)) < 0.1
        assert dist((abs(b[0]), b[1]), (cun, height)) < 0.1
    assert len(sheets.lines(drawn.point(code, body), "construction")) == 2  # left and right


# Rulers ------------------------------------------------------------------------------------------------


@EACH_BODY
def test_the_span_of_the_shoulder_blades_is_the_standards(drawn: Drawn, body: str) -> None:
    svg = drawn.view("posterior", body)
    level = sheets.on_sheet("posterior", body, "spinous-process-T7")[1]
    edges = sorted(sheets.on_sheet("posterior", body, "scapula-medial-border", side)[0] for side in ("left", "right"))
    spans = [
        line for line in sheets.lines(svg, "ruler") if abs(line[0][1] - level) < 0.1 and abs(line[1][1] - level) < 0.1
    ]
    assert [(round(a[0], 1), round(b[0], 1)) for a, b in spans] == [(round(edges[0], 1), round(edges[1], 1))]
    size = svg_reader.number(sheets.text_elements(svg)[0], "font-size")
    below = [
        "".join(found.itertext())
        for found in sheets.text_elements(svg, "measure-text")
        if 0 < svg_reader.number(found, "y") - level < 2 * size and abs(svg_reader.number(found, "x")) < 1
    ]
    assert below == [str(WHO["ruler"]["back"]["whole"])]


@EACH_BODY
def test_rulers_beside_the_legs_carry_the_standards_numbers(drawn: Drawn, body: str) -> None:
    svg = drawn.view("posterior", body)
    beside = [line for line in sheets.lines(svg, "measure-out") if line[0][0] == line[1][0]]
    for key, ends in {
        "thigh-lateral": ("greater-trochanter-prominence", "popliteal-crease-lateral"),
        "thigh-posterior": ("gluteal-fold", "popliteal-crease-lateral"),
        "leg-posterior": ("popliteal-crease-lateral", "lateral-malleolus-prominence"),
    }.items():
        top, foot = (sheets.on_sheet("posterior", body, end, "left") for end in ends)
        (line,) = ((a, b) for a, b in beside if abs(a[1] - top[1]) < WRITTEN_MM and abs(b[1] - foot[1]) < WRITTEN_MM)
        middle = (top[1] + foot[1]) / 2
        number = min(
            sheets.text_elements(svg, "measure-text"),
            key=lambda found: hypot(svg_reader.number(found, "x") - line[0][0], svg_reader.number(found, "y") - middle),
        )
        assert "".join(number.itertext()) == WHO["ruler"][key]["cun"]
        assert svg_reader.number(number, "x") < line[0][0] and number.get("text-anchor") == "end"
        guides = [(a, b) for a, b in sheets.lines(svg, "measure-out") if a[0] == line[0][0] and a[0] != b[0]]
        for end in (top, foot):
            assert any(dist(b, end) < WRITTEN_MM and a[1] == b[1] for a, b in guides), (key, end)


def numbers_of_lines(svg: str) -> list[ElementTree.Element]:
    """Return what is written on rulers, without the numbers of the vertebrae."""
    numbers = svg_reader.with_class(svg, "vertebra-number")
    assert ["".join(found.itertext()) for found in numbers] == ["L1", "L2", "L3", "L4", "L5", "S4"]
    known = {(found.get("x"), found.get("y")) for found in numbers}
    return [
        found for found in sheets.text_elements(svg, "measure-text") if (found.get("x"), found.get("y")) not in known
    ]


@EACH_BODY
def test_the_lines_beside_the_midline_stand_at_their_numbers(drawn: Drawn, body: str) -> None:
    svg = drawn.view("lumbosacral", body)
    cun, numerals = back_cun_mm(body), {}
    for found in numbers_of_lines(svg):
        words = "".join(found.itertext())
        if words != "B-cun":
            numerals[round(svg_reader.number(found, "x") / cun, 2) + 0.0] = words
            assert found.get("text-anchor") == "middle"
    assert numerals == {-3.0: "3", -1.5: "1.5", 0.0: "0", 1.5: "1.5", 3.0: "3"}
    standing = {round(a[0] / cun, 2) + 0.0 for a, b in sheets.lines(svg, "ruler") if a[0] == b[0]}
    assert standing == set(numerals)


@EACH_BODY
def test_the_unit_stands_left_of_the_numbers_of_its_lines(drawn: Drawn, body: str) -> None:
    svg = drawn.view("lumbosacral", body)
    unit, *numbers = sorted(numbers_of_lines(svg), key=lambda found: svg_reader.number(found, "x"))
    assert "".join(unit.itertext()) == "B-cun" and unit.get("text-anchor") == "end"
    assert {found.get("y") for found in numbers} == {unit.get("y")}
    assert svg_reader.number(unit, "x") < svg_reader.number(numbers[0], "x") - 0.5 * svg_reader.number(
        unit, "font-size"
    )


@pytest.mark.parametrize("view", ["BL23", "BL25", "BL54", "lumbosacral"])
@EACH_BODY
def test_the_scale_bar_is_as_long_as_it_says(drawn: Drawn, view: str, body: str) -> None:
    svg = drawn.view(view, body) if view == "lumbosacral" else drawn.point(view, body)
    bar, *ticks = sheets.lines(svg, "scale")
    (said,) = (words for words in sheets.texts(svg, "label") if words.endswith("B-cun"))
    cun, count = back_cun_mm(body), int(said.removesuffix(" B-cun"))
    assert length(bar) == pytest.approx(count * cun, abs=0.1)
    assert bar[0][1] == bar[1][1]
    assert [round((bar[1][0] - a[0]) / cun, 2) for a, _ in ticks] == list(range(count + 1))
    assert all(a[0] == b[0] and b[1] == bar[0][1] and a[1] < b[1] for a, b in ticks)
    x0, _, x1, y1 = svg_reader.view_box(svg)
    assert x0 < bar[0][0] and bar[1][0] < x1 and bar[0][1] < y1


@pytest.mark.parametrize("code", ["BL40", "GB30", "KI3", "LI4", "GV3"])
def test_no_scale_bar_where_no_ruler_is_used(drawn: Drawn, code: str) -> None:
    assert sheets.lines(drawn.point(code, "female"), "scale") == []


@pytest.mark.parametrize("view", ["BL23", "BL25", "GV3", "lumbosacral"])
@EACH_BODY
def test_the_counting_line_joins_the_tops_of_both_hip_bones(drawn: Drawn, view: str, body: str) -> None:
    svg = drawn.view(view, body) if view == "lumbosacral" else drawn.point(view, body)
    (line,) = sheets.lines(svg, "crest-line")
    tops = sorted(sheets.on_sheet("lumbosacral", body, "iliac-crest-top", side) for side in ("left", "right"))
    for end, top in zip(sorted(line), tops, strict=True):
        assert dist(end, top) < WRITTEN_MM


@pytest.mark.parametrize("code", ["BL54", "GB30", "BL40", "KI3", "LI4"])
def test_no_counting_line_where_no_vertebra_is_counted(drawn: Drawn, code: str) -> None:
    assert sheets.lines(drawn.point(code, "male"), "crest-line") == []


# Fingers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "fingers", "cun"), [("BL23", 2, "1.5"), ("BL25", 2, "1.5"), ("BL54", 4, WHO["fingers"]["four"])]
)
def test_the_finger_measure_is_drawn_with_its_number(drawn: Drawn, code: str, fingers: int, cun: str) -> None:
    svg = drawn.point(code, "female")
    glyph = svg_reader.with_class(svg, "fingers")
    assert len(glyph) == 1
    parts = list(glyph[0])
    assert len([part for part in parts if part.get("class") == "nail"]) == fingers
    assert sheets.texts(svg, "measure-text")[-1:] != []
    words = ["".join(part.itertext()) for part in parts if part.tag.endswith("text")]
    assert " ".join(words) == f"your {fingers} fingers {cun} F-cun"


@pytest.mark.parametrize("code", ["BL23", "BL25", "BL54"])
@EACH_BODY
def test_the_fingers_reach_from_the_midline_to_the_place(drawn: Drawn, code: str, body: str) -> None:
    svg = drawn.point(code, body)
    (glyph,) = svg_reader.with_class(svg, "fingers")
    width = max(
        (
            tuple((svg_reader.number(part, f"x{n}"), svg_reader.number(part, f"y{n}")) for n in (1, 2))
            for part in glyph
            if part.get("class") == "ruler"
        ),
        key=lambda ends: dist(*ends),
    )
    (mark,) = (mark for mark in svg_reader.marks(svg) if mark.side == "left")
    height = sheets.on_sheet("lumbosacral", body, WHO["point"][code]["level"], "left")[1]
    assert dist(width[0], (0.0, height)) < 0.1 and dist(width[1], mark.at) < WRITTEN_MM
    nails = [part.attrib["d"] for part in glyph if part.get("class") == "nail"]
    tips = [float(re.findall(r"-?[0-9.]+", data)[0]) for data in nails]
    share = abs(mark.at[0]) / len(nails)
    for number, x in enumerate(tips):
        assert -(number + 1) * share < x < -number * share, "each finger fills its share of the width"
    for part in glyph:
        if part.tag.endswith("text"):
            assert svg_reader.number(part, "x") < mark.at[0], "the words stand beyond the place"


@pytest.mark.parametrize("code", ["BL40", "GB30", "GV3", "KI3", "LI4"])
def test_no_fingers_where_the_standard_gives_no_cun(drawn: Drawn, code: str) -> None:
    assert svg_reader.with_class(drawn.point(code, "female"), "fingers") == []
