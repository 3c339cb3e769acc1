"""Picture, sentence and check agree, because they are made from one expression; and all agree with the standard.

Expected values: tests/authorities/who_2008.toml, with the standard's page for each point.
"""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from functools import cache, partial
from itertools import pairwise
from math import dist
from typing import Any

import pytest

from diagrams import anatomy, compose, views
from diagrams.anatomy import BODIES
from diagrams.geometry.vectors import XYZ
from diagrams.parts.bones.pelvis import HIP_CENTRE, Pelvis
from points.catalogue import Catalogue
from points.location import Below, Beside, Between, LevelLateral, Midpoint
from tests.support import svg_reader
from tests.support.edited_catalogues import shipped
from tests.support.paths import AUTHORITIES

WHO: dict[str, Any] = tomllib.loads((AUTHORITIES / "who_2008.toml").read_text("utf-8"))
CATALOGUE = shipped()
RULERS = {ruler.key: ruler for ruler in CATALOGUE.rulers}
POINTS = [point.code for point in CATALOGUE.points]
#: Sheet coordinates are written to a hundredth of a millimetre.
TOLERANCE = 0.1


@cache
def drawn(view: str, body: str, code: str = "") -> str:
    """Return the drawing of a view, or the close-up of a point."""
    if code:
        return compose.close_up_drawing(CATALOGUE, CATALOGUE.point(code), body)
    return compose.view_drawing(CATALOGUE, view, body)


def every_drawing() -> list[tuple[str, str, partial[str]]]:
    """Return (view, body, what draws it) of every view and every close-up, for the fixture `svg`."""
    shown = [(view.slug, "") for view in views.views()]
    shown += [(views.close_up_config(point.code).view, point.code) for point in CATALOGUE.points]
    return [(view, body, partial(drawn, view, body, code)) for body in BODIES for view, code in shown]


DRAWINGS = every_drawing()
NAMES = [f"{view}-{body}-{number}" for number, (view, body, _) in enumerate(DRAWINGS)]


@pytest.mark.no_cover
@pytest.mark.parametrize(("view", "body", "svg"), DRAWINGS, ids=NAMES, indirect=["svg"])
def test_marks_unproject_to_their_location(view: str, body: str, svg: str) -> None:
    figure = anatomy.figure(view, body)
    found = svg_reader.marks(svg)
    assert found
    for mark in found:
        location = CATALOGUE.point(mark.code).location.expression
        place = anatomy.place(location, figure, mark.side, RULERS)
        back = figure.unproject(mark.at, figure.depth(place))
        assert dist(back, place) <= TOLERANCE, mark


@pytest.mark.parametrize(("view", "body", "svg"), DRAWINGS, ids=NAMES, indirect=["svg"])
def test_each_landmark_stands_where_the_figure_has_it(view: str, body: str, svg: str) -> None:
    figure = anatomy.figure(view, body)
    for key, at in svg_reader.landmarks(svg).items():
        assert min(dist(at, figure.project(place)) for place in figure.landmarks[key].values()) <= TOLERANCE, key


def test_the_authority_has_every_point_with_its_page() -> None:
    assert set(WHO["point"]) == set(POINTS)
    pages = {code: WHO["point"][code]["page"] for code in POINTS}
    cited = CATALOGUE.source("S01").detail
    assert all(re.search(rf"{code}\D+{page}\b", cited) for code, page in pages.items()), cited


@pytest.mark.parametrize("code", POINTS)
def test_each_expression_says_what_the_standard_says(code: str) -> None:
    expected, location = WHO["point"][code], CATALOGUE.point(code).location.expression
    match location:
        case LevelLateral(landmark, cun, ruler):
            assert (landmark, cun, ruler) == (expected["level"], Fraction(expected["cun"]), expected["ruler"])
        case Between(start, end, fraction):
            assert ([start, end], fraction) == (expected["between"], Fraction(expected["fraction"]))
        case Midpoint(start, end):
            assert [start, end] == expected["midpoint"]
        case Below(landmark):
            assert landmark == expected["below"]
        case Beside(Midpoint(start, end), direction):
            assert ([start, end], direction) == (expected["midpoint"], expected["beside"])
        case _:
            pytest.fail(f"{code}: the standard's rule is not of this kind")


def test_back_ruler_is_half_the_interscapular_distance() -> None:
    ruler, expected = RULERS["back"], WHO["ruler"]["back"]
    assert (ruler.start, ruler.end, ruler.cun) == (expected["start"], expected["end"], Fraction(expected["cun"]))
    assert 2 * ruler.cun == expected["whole"]
    for body in BODIES:
        figure = anatomy.figure("lumbosacral", body)
        apart = dist(*(figure.landmark(ruler.end, side) for side in ("left", "right")))
        assert apart == pytest.approx(2 * float(ruler.cun) * anatomy.cun_mm(ruler, figure, "right"), abs=TOLERANCE)


def placed(code: str, body: str, side: str, view: str = "lumbosacral") -> XYZ:
    figure = anatomy.figure(view, body)
    return anatomy.place(CATALOGUE.point(code).location.expression, figure, side, RULERS)


@pytest.mark.parametrize("body", BODIES)
def test_gv3_and_bl25_lie_at_l4_with_gv3_just_lower(body: str) -> None:
    figure = anatomy.figure("lumbosacral", body)
    l4, l5 = (figure.landmark(f"spinous-process-{name}")[2] for name in ("L4", "L5"))
    assert placed("BL25", body, "right")[2] == pytest.approx(l4, abs=TOLERANCE)
    below = l4 - placed("GV3", body, "midline")[2]
    assert 2 < below < 8
    assert below < (l4 - l5) / 3  # in the gap, well above the next lower border
    assert placed("GV3", body, "midline")[0] == pytest.approx(0, abs=TOLERANCE)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("side", ["left", "right"])
def test_bl54_is_twice_as_far_from_the_midline_as_bl23(body: str, side: str) -> None:
    near, far = placed("BL23", body, side)[0], placed("BL54", body, side)[0]
    assert far == pytest.approx(2 * near, abs=TOLERANCE)
    assert (near > 0) is (side == "right")
    assert placed("BL25", body, side)[0] == pytest.approx(near, abs=TOLERANCE)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("code", ["BL23", "BL25", "BL54"])
def test_a_place_beside_the_midline_is_evaluated_on_its_own_side(code: str, body: str, side: str) -> None:
    expression = CATALOGUE.point(code).location.expression
    found = anatomy.evaluate(expression, anatomy.figure("lumbosacral", body), side, RULERS)
    assert (found[0] > 0) is (side == "right")
    assert found[0] == pytest.approx(placed(code, body, side)[0], abs=TOLERANCE)


@pytest.mark.parametrize("body", BODIES)
def test_bl23_is_level_with_l2_and_bl54_with_the_fourth_opening(body: str) -> None:
    figure = anatomy.figure("lumbosacral", body)
    assert placed("BL23", body, "right")[2] == pytest.approx(figure.landmark("spinous-process-L2")[2], abs=TOLERANCE)
    assert placed("BL54", body, "right")[2] == pytest.approx(
        figure.landmark("sacral-foramen-S4", "right")[2], abs=TOLERANCE
    )


def tape(body: str, view: str) -> anatomy.SkinPlace:
    """Return GB30 with its line on the right side, as a view shows it."""
    expression = CATALOGUE.point("GB30").location.expression
    found = anatomy.skin_place(expression, anatomy.figure(view, body), "right")
    assert found
    return found


@pytest.mark.parametrize("body", BODIES)
def test_gb30_divides_its_tape_one_to_two(body: str) -> None:
    """On the standing body, where it is measured: from the skin over the trochanter to the hiatus."""
    found, figure = tape(body, "posterior"), anatomy.figure("posterior", body)
    spans = [dist(a, b) for a, b in pairwise(found.line)]
    nearest = min(range(len(found.line)), key=lambda index: dist(found.line[index], found.at))
    assert dist(found.line[nearest], found.at) < 0.5
    assert sum(spans[nearest:]) / sum(spans[:nearest]) == pytest.approx(2, rel=0.02)
    assert dist(found.line[-1], figure.landmark("sacral-hiatus")) < 0.2
    knob, start = figure.landmark("greater-trochanter-prominence", "right"), found.line[0]
    assert start[0] > knob[0] and start[1:] == pytest.approx(knob[1:], abs=0.2), "straight out from the bone"


@pytest.mark.parametrize("body", BODIES)
def test_a_tape_puts_gb30_further_out_than_the_chord(body: str) -> None:
    """An independent tape over the skin found the third 21 to 25 mm lateral of the straight chord's."""
    figure = anatomy.figure("posterior", body)
    chord = anatomy.evaluate(CATALOGUE.point("GB30").location.expression, figure, "right", RULERS)
    assert 18 < tape(body, "posterior").at[0] - chord[0] < 28


@pytest.mark.parametrize("body", BODIES)
def test_the_bent_thigh_turns_about_the_drawn_hip_joint(body: str) -> None:
    """The trochanter keeps its distance from the head of its own femur, as bone does."""
    joint = Pelvis(anatomy.figure("posterior", body)).warp(HIP_CENTRE)
    straight, bent = (
        anatomy.figure(view, body).landmark("greater-trochanter-prominence", "right") for view in ("posterior", "hip")
    )
    assert dist(joint, bent) == pytest.approx(dist(joint, straight), abs=0.2)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(("code", "view"), [("BL40", "knee-posterior"), ("KI3", "ankle-medial"), ("BL40", "posterior")])
def test_midpoints_are_half_way(body: str, code: str, view: str) -> None:
    figure = anatomy.figure(view, body)
    start, end = CATALOGUE.point(code).location.expression.landmarks()
    point = figure.project(placed(code, body, "right", view))
    assert dist(point, figure.project_landmark(start, "right")) == pytest.approx(
        dist(point, figure.project_landmark(end, "right")),
        abs=2 * TOLERANCE,  # both ends are rounded to tenths
    )


@pytest.mark.parametrize("body", BODIES)
def test_li4_is_radial_to_the_middle_of_metacarpal_2(body: str) -> None:
    figure = anatomy.figure("hand-dorsal", body)
    point = figure.project(placed("LI4", body, "right", "hand-dorsal"))
    base, head = (figure.project_landmark(f"metacarpal-2-{end}", "right") for end in ("base", "head"))
    middle = ((base[0] + head[0]) / 2, (base[1] + head[1]) / 2)
    along = (head[0] - base[0], head[1] - base[1])
    off = (point[0] - middle[0], point[1] - middle[1])
    assert abs(along[0] * off[0] + along[1] * off[1]) / dist(base, head) < 1.0  # square to the bone, mm
    assert 7 < dist(point, middle) < 13
    assert off[0] < 0  # the thumb is on the viewer's left


def test_each_drawing_says_the_sentence_of_its_points(catalogue: Catalogue) -> None:
    for point in catalogue.points:
        svg = compose.close_up_drawing(catalogue, point, "female")
        desc = svg_reader.root(svg).findtext(f"{svg_reader.SVG}desc") or ""
        assert point.location.sentence in desc
        assert point.location.uncertainty in desc
