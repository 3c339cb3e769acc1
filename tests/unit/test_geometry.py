"""Curves and paths against plain mathematics and the SVG specification (SVG 1.1, chapter 8)."""

from __future__ import annotations

import re
from itertools import pairwise
from math import cos, dist, pi, sin
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagrams.geometry import curves, paths, vectors
from diagrams.geometry.curves import Cubic

XY = tuple[float, float]
PLACES = st.tuples(st.integers(-50, 50), st.integers(-50, 50)).map(lambda at: (float(at[0]), float(at[1])))
CORNERS: list[XY] = [(0.0, 0.0), (10.0, 0.0), (14.0, 8.0), (30.0, 9.0), (31.0, 30.0)]


def casteljau(points: tuple[XY, ...], t: float) -> XY:
    """Return a place on a Bezier curve by de Casteljau's construction."""
    while len(points) > 1:
        points = tuple(((1 - t) * a[0] + t * b[0], (1 - t) * a[1] + t * b[1]) for a, b in pairwise(points))
    return points[0]


def near(a: XY, b: XY, within: float = 1e-6) -> bool:
    return dist(a, b) <= within


# Curves ------------------------------------------------------------------------------------------------


@given(st.tuples(PLACES, PLACES, PLACES, PLACES), st.floats(0, 1))
def test_a_place_on_a_curve_is_de_casteljaus(piece: Cubic, t: float) -> None:
    assert near(curves.cubic_point(piece, t), casteljau(piece, t))


def test_a_smooth_curve_goes_through_its_points() -> None:
    pieces = curves.smooth(CORNERS)
    assert [piece[0] for piece in pieces] == CORNERS[:-1]
    assert [piece[3] for piece in pieces] == CORNERS[1:]
    ring = curves.smooth(CORNERS, closed=True)
    assert [piece[0] for piece in ring] == CORNERS
    assert ring[-1][3] == CORNERS[0]


@pytest.mark.parametrize("closed", [False, True])
def test_a_smooth_curve_has_no_corner(closed: bool) -> None:
    pieces = curves.smooth(CORNERS, closed)
    joints = list(zip(pieces, pieces[1:] + (pieces[:1] if closed else []), strict=False))
    for one, two in joints:
        before = (one[3][0] - one[2][0], one[3][1] - one[2][1])
        after = (two[1][0] - two[0][0], two[1][1] - two[0][1])
        assert before[0] * after[1] - before[1] * after[0] == pytest.approx(0, abs=1e-9)
        assert before[0] * after[0] + before[1] * after[1] > 0


def test_handles_of_even_points_on_a_line_are_at_thirds() -> None:
    pieces = curves.smooth([(0.0, 0.0), (6.0, 0.0), (12.0, 0.0), (18.0, 0.0)])
    for place, piece in enumerate(pieces):
        assert [x - 6 * place for x, _ in piece] == pytest.approx([0, 2, 4, 6])
        assert {y for _, y in piece} == {0.0}


def test_handles_are_the_centripetal_ones() -> None:
    # Knots at 0, 1, 3 (square roots of the lengths 1 and 4): the tangent at the middle by Barry and Goldman.
    first, second = curves.smooth([(0.0, 0.0), (1.0, 0.0), (1.0, 4.0)])
    tangent = [(1 - 0) / 1 - (1 - 0) / 3 + (1 - 1) / 2, (0 - 0) / 1 - (4 - 0) / 3 + (4 - 0) / 2]
    assert second[1] == pytest.approx((1 + tangent[0] * 2 / 3, 0 + tangent[1] * 2 / 3))
    assert first[2] == pytest.approx((1 - tangent[0] * 1 / 3, 0 - tangent[1] * 1 / 3))


def test_points_said_twice_count_once() -> None:
    doubled = [corner for corner in CORNERS for _ in (0, 1)]
    assert curves.smooth(doubled) == curves.smooth(CORNERS)
    assert curves.smooth([*CORNERS, CORNERS[0]], closed=True) == curves.smooth(CORNERS, closed=True)


def test_a_curve_is_flattened_into_so_many_steps() -> None:
    pieces = curves.smooth(CORNERS)
    flat = curves.flatten(pieces, 5)
    assert len(flat) == 5 * len(pieces) + 1
    assert flat[::5] == [*CORNERS]
    assert near(flat[7], casteljau(pieces[1], 2 / 5))
    assert curves.flatten([]) == []
    assert len(curves.flatten(pieces)) == 8 * len(pieces) + 1


def test_a_line_is_resampled_at_equal_lengths() -> None:
    bent = [(0.0, 0.0), (3.0, 0.0), (3.0, 9.0)]
    found = curves.resample(bent, 4)
    assert found == [(0.0, 0.0), (3.0, 0.0), (3.0, 3.0), (3.0, 6.0), (3.0, 9.0)]


def test_a_stroke_swells_in_the_middle_and_ends_in_points() -> None:
    outline = curves.tapered_stroke([(0.0, 0.0), (50.0, 0.0), (100.0, 0.0)], 4.0)
    assert max(y for _, y in outline) == pytest.approx(2.0, abs=0.05)
    assert min(y for _, y in outline) == pytest.approx(-2.0, abs=0.05)
    assert {round(y, 6) + 0.0 for x, y in outline if x in (0.0, 100.0)} == {0.0}
    upper = {round(x, 6): y for x, y in outline if y > 1e-6}
    lower = {round(x, 6): -y for x, y in outline if y < -1e-6}
    assert upper == pytest.approx(lower)
    quarter = min(upper, key=lambda x: abs(x - 100 / 6))
    assert upper[quarter] == pytest.approx(2 * sin(pi * quarter / 100) ** 0.55, rel=1e-6)
    assert len(outline) == len({(round(x, 6), round(y, 6)) for x, y in outline})


@pytest.mark.parametrize(("count", "sides"), [(2, 6), (4, 8), (20, 14)])
def test_a_stroke_has_as_many_corners_as_it_needs(count: int, sides: int) -> None:
    line = [(10.0 * k, 0.0) for k in range(count)]
    assert len(curves.tapered_stroke(line, 2.0)) == 2 * sides


# Boxes, segments, rings --------------------------------------------------------------------------------


def test_bounds_are_the_outermost_coordinates() -> None:
    assert curves.bounds(iter([(3.0, 9.0), (1.0, 4.0), (2.0, -7.0)])) == (1.0, -7.0, 3.0, 9.0)


@pytest.mark.parametrize(
    ("other", "gap", "meets"),
    [
        ((10.0, 0.0, 20.0, 10.0), 0.0, False),
        ((9.9, 0.0, 20.0, 10.0), 0.0, True),
        ((10.5, 0.0, 20.0, 10.0), 0.6, True),
        ((10.5, 0.0, 20.0, 10.0), 0.5, False),
        ((-20.0, 0.0, 0.0, 10.0), 0.0, False),
        ((-20.0, 0.0, 0.1, 10.0), 0.0, True),
        ((0.0, 10.0, 10.0, 20.0), 0.0, False),
        ((0.0, 9.9, 10.0, 20.0), 0.0, True),
        ((0.0, -20.0, 10.0, 0.0), 0.0, False),
        ((0.0, -20.0, 10.0, 0.1), 0.0, True),
        ((-20.5, 0.0, -0.5, 10.0), 0.6, True),
        ((0.0, -20.5, 10.0, -0.5), 0.6, True),
        ((0.0, 10.5, 10.0, 20.0), 0.6, True),
        ((2.0, 2.0, 3.0, 3.0), 0.0, True),
    ],
)
def test_boxes_meet_where_they_overlap(other: tuple[float, float, float, float], gap: float, meets: bool) -> None:
    box = (0.0, 0.0, 10.0, 10.0)
    assert curves.boxes_overlap(box, other, gap) is meets
    assert curves.boxes_overlap(other, box, gap) is meets


@pytest.mark.parametrize(
    ("c", "d", "crosses"),
    [
        ((5.0, -5.0), (5.0, 5.0), True),
        ((5.0, 1.0), (5.0, 5.0), False),
        ((11.0, -5.0), (11.0, 5.0), False),
        ((-1.0, -5.0), (-1.0, 5.0), False),
        ((10.0, -5.0), (10.0, 5.0), False),
        ((0.0, 1.0), (10.0, 1.0), False),
        ((9.0, -1.0), (9.5, 8.0), True),
    ],
)
def test_segments_cross_only_inside_both(c: XY, d: XY, crosses: bool) -> None:
    a, b = (0.0, 0.0), (10.0, 0.0)
    for one, two in (((a, b), (c, d)), ((c, d), (a, b)), ((b, a), (c, d)), ((a, b), (d, c))):
        assert curves.segments_intersect(*one, *two) is crosses


@pytest.mark.parametrize(
    ("place", "away"),
    [((5.0, 3.0), 3.0), ((-3.0, 4.0), 5.0), ((14.0, -3.0), 5.0), ((10.0, 0.0), 0.0), ((2.0, -1.0), 1.0)],
)
def test_the_way_to_a_segment_ends_on_it(place: XY, away: float) -> None:
    assert curves.point_segment_distance(place, (0.0, 0.0), (10.0, 0.0)) == pytest.approx(away)
    turned = [(x * cos(1) - y * sin(1), x * sin(1) + y * cos(1)) for x, y in (place, (0.0, 0.0), (10.0, 0.0))]
    assert curves.point_segment_distance(*turned) == pytest.approx(away, abs=1e-9)
    assert curves.point_segment_distance(place, (0.0, 0.0), (0.0, 0.0)) == pytest.approx(dist(place, (0.0, 0.0)))


def test_a_ring_contains_what_lies_inside_it() -> None:
    ring = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (5.0, 2.0), (0.0, 10.0)]
    inside, outside = (
        [(1.0, 1.0), (9.0, 1.0), (1.0, 5.0), (9.0, 5.0)],
        [(5.0, 5.0), (-1.0, 5.0), (11.0, 5.0), (5.0, -1.0)],
    )
    assert [curves.ring_contains(ring, place) for place in inside] == [True] * 4
    assert [curves.ring_contains(ring, place) for place in outside] == [False] * 4


@given(PLACES, PLACES, st.floats(0, 1))
def test_between_two_places_lies_on_their_line(a: XY, b: XY, share: float) -> None:
    found = curves.interpolate(a, b, share)
    assert near(found, (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))


def test_simplified_lines_keep_their_ends_and_the_tolerance() -> None:
    wave = [(float(x), 3 * sin(x / 7)) for x in range(60)]
    simplified = curves.simplify_line(wave, 0.5)
    assert simplified[0] == wave[0] and simplified[-1] == wave[-1]
    assert set(simplified) < set(wave)
    for point in wave:
        assert min(curves.point_segment_distance(point, a, b) for a, b in pairwise(simplified)) <= 0.5
    assert curves.simplify_line([(0.0, 0.0), (5.0, 0.1), (9.0, 0.0)], 0.2) == [(0.0, 0.0), (9.0, 0.0)]


def test_simplified_rings_keep_corners_alone() -> None:
    square = [(0.0, 0.0), (5.0, 0.0), (10.0, 0.0), (10.0, 5.0), (10.0, 10.0), (5.0, 10.0), (0.0, 10.0), (0.0, 5.0)]
    assert curves.simplify_ring(square, 0.1) == [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]


@given(PLACES, PLACES)
def test_a_line_is_nearer_than_its_segment(a: XY, b: XY) -> None:
    line, segment = (curves.point_line_distance((20.0, 30.0), a, b), curves.point_segment_distance((20.0, 30.0), a, b))
    assert line <= segment + 1e-9
    assert curves.point_line_distance((3.0, 4.0), (-1.0, 0.0), (1.0, 0.0)) == 4.0


def test_vectors_follow_the_right_hand_rule() -> None:
    x, y, z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
    assert (vectors.cross(x, y), vectors.cross(y, z), vectors.cross(z, x)) == (z, x, y)
    assert vectors.dot((1.0, 2.0, 3.0), (4.0, -5.0, 6.0)) == 12.0
    assert vectors.normalize((0.0, 3.0, 4.0)) == (0.0, 0.6, 0.8)
    assert vectors.reject((3.0, 4.0, 5.0), z) == (3.0, 4.0, 0.0)
    assert vectors.add_scaled(x, (y, 2.0), (z, -1.0)) == (1.0, 2.0, -1.0)
    assert vectors.unit_vector((1.0, 1.0), (4.0, 5.0)) == (0.6, 0.8)
    assert vectors.unit_vector((1.0, 1.0), (1.0, 1.0)) == (0.0, 0.0)


# Paths -------------------------------------------------------------------------------------------------

#: Path data in many ways of writing, and the places it goes through (SVG 1.1, 8.3.2 to 8.3.6).
WRITTEN: list[tuple[str, list[list[XY]]]] = [
    ("M1 2L3 4L5 6", [[(1, 2), (3, 4), (5, 6)]]),
    ("M1,2 3,4 5,6", [[(1, 2), (3, 4), (5, 6)]]),
    ("m1 2 2 2 2 2", [[(1, 2), (3, 4), (5, 6)]]),
    ("M1 2l2 2 2 2", [[(1, 2), (3, 4), (5, 6)]]),
    ("M1 2H5V7h-2v-3", [[(1, 2), (5, 2), (5, 7), (3, 7), (3, 4)]]),
    ("M1 2h4ZM0 0h1", [[(1, 2), (5, 2)], [(0, 0), (1, 0)]]),
    ("M10 10h4zm1 1h2", [[(10, 10), (14, 10)], [(11, 11), (13, 11)]]),
    ("M-1-2.5.5.25", [[(-1, -2.5), (0.5, 0.25)]]),
]


@pytest.mark.parametrize(("path", "places"), WRITTEN)
def test_path_data_is_read_as_the_specification_says(path: str, places: list[list[XY]]) -> None:
    assert paths.polylines(path) == places


@pytest.mark.parametrize("path", ["M0 0C0 6 6 6 6 0", "M0 0c0 6 6 6 6 0", "M5 5m-5-5c0 6 6 6 6 0"])
def test_a_curve_is_cut_into_pieces(path: str) -> None:
    found = paths.polylines(path, 4)[-1]
    expected = [casteljau(((0, 0), (0, 6), (6, 6), (6, 0)), k / 4) for k in range(5)]
    assert all(near(a, b) for a, b in zip(found, expected, strict=True))
    assert len(paths.polylines(path)[-1]) == 7


@given(st.lists(PLACES, min_size=2, max_size=8), st.sampled_from([0.1, 0.2, 0.5, 1.0]))
def test_coarser_data_lies_on_its_grid_and_nowhere_else(places: list[XY], grid: float) -> None:
    shifted = [(x + 0.037, y - 0.049) for x, y in places]
    path = "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in shifted)
    (found,) = paths.polylines(paths.coarsen_path(path, grid))
    for (x, y), (gx, gy) in zip(shifted, found, strict=True):
        assert abs(x - gx) <= grid / 2 + 1e-6 and abs(y - gy) <= grid / 2 + 1e-6
        assert gx / grid == pytest.approx(round(gx / grid), abs=1e-6)
        assert gy / grid == pytest.approx(round(gy / grid), abs=1e-6)


def test_data_is_written_short() -> None:
    assert paths.coarsen_path("M0.5 -0.25 L 1.5 0.75 L 2.5 0.75 L 2.5 -3", 0.05) == "M.5-.25l1 1 1 0 0-3.75"
    assert paths.coarsen_path("M 10 10 C 10 20 30 20 30 10 Z M 0.04 0 L 5 5", 0.1) == "M10 10c0 10 20 10 20 0ZM0 0l5 5"
    assert not re.search(r"\d\.\d*0(?!\d)|-0(?!\.)|(?<!\d)0\.", paths.coarsen_path("M-0.01 0.30L100 0.07", 0.01))


def test_a_crop_leaves_out_only_what_lies_outside() -> None:
    path = "M0 0h4v4ZM20 20h4v4ZM3 3h9"
    box = (0.0, 0.0, 10.0, 10.0)
    assert paths.polylines(paths.crop_path(path, box)) == [[(0, 0), (4, 0), (4, 4)], [(3, 3), (12, 3)]]
    assert paths.crop_path(path, (30.0, 30.0, 40.0, 40.0)) == ""
    assert paths.crop_path(path, box, 5.0) == paths.coarsen_path("M0 0h4v4ZM3 3h9", 5.0)


def test_closing_goes_back_to_where_the_sub_path_began() -> None:
    found: Any = list(paths.parse_path("M2 3L9 9ZL4 4"))
    assert found == [("M", ((2, 3),)), ("L", ((9, 9),)), ("Z", ()), ("L", ((4, 4),))]
    assert list(paths.parse_path("M2 3l7 6zl2 1"))[-1] == ("L", ((4, 4),))
    assert paths.coarsen_path("M2 3L9 9Zl2 1", 1.0) == "M2 3l7 6Zl2 1"
