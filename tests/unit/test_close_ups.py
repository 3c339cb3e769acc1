"""Close-ups are pictures of a body, not letter-boxes between columns of words; what is named is named level with it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from diagrams import anatomy, compose, views
from diagrams.anatomy import BODIES
from diagrams.geometry.curves import ring_contains, segments_intersect
from diagrams.parts import skin
from tests.support import svg_reader
from tests.support.edited_catalogues import shipped
from tests.unit.test_location_agreement import DRAWINGS, NAMES

CATALOGUE = shipped()
#: The least share of a close-up's sheet that is body.
BODY_SHARE = 0.55
SAMPLES = 48


def body_share(svg: str, view: str, body: str) -> float:
    """Return the share of a sheet that shows body, from a grid of samples."""
    x0, y0, x1, y1 = svg_reader.view_box(svg)
    left, top, right, bottom = svg_reader.crop(svg)
    rings = skin.silhouette(anatomy.figure(view, body))
    inside = 0
    for row in range(SAMPLES):
        for column in range(SAMPLES):
            x, y = x0 + (column + 0.5) * (x1 - x0) / SAMPLES, y0 + (row + 0.5) * (y1 - y0) / SAMPLES
            shown = left < x < right and top < y < bottom
            inside += shown and sum(bool(ring_contains(ring, (x, y))) for ring in rings) % 2
    return inside / SAMPLES**2


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("code", [point.code for point in CATALOGUE.points])
def test_a_good_part_of_a_close_up_is_body(code: str, body: str) -> None:
    svg = compose.close_up_drawing(CATALOGUE, CATALOGUE.point(code), body)
    assert body_share(svg, views.close_up_config(code).view, body) >= BODY_SHARE


@pytest.mark.parametrize(("view", "body", "svg"), DRAWINGS, ids=NAMES, indirect=["svg"])
def test_every_leader_is_level(view: str, body: str, svg: str) -> None:
    for start, end in svg_reader.leaders(svg):
        assert start[1] == end[1]


@pytest.mark.parametrize("body", BODIES)
def test_every_leader_to_a_second_place_is_level(body: str) -> None:
    for point in CATALOGUE.points:
        if point.alternative is not None:
            leaders = svg_reader.leaders(compose.close_up_drawing(CATALOGUE, point, body, with_alternative=True))
            assert leaders and all(start[1] == end[1] for start, end in leaders)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("code", ["BL23", "BL25", "BL54", "GV3"])
def test_no_leader_strikes_through_a_number_on_the_bone(code: str, body: str) -> None:
    svg = compose.close_up_drawing(CATALOGUE, CATALOGUE.point(code), body)
    numbers = svg_reader.with_class(svg, "vertebra-number")
    assert numbers
    for number in numbers:
        size, x, y = (svg_reader.number(number, name) for name in ("font-size", "x", "y"))
        for (x1, level), (x2, _) in svg_reader.leaders(svg):
            over = min(x1, x2) < x + 0.6 * size and max(x1, x2) > x - 0.6 * size
            assert not (over and y - 0.72 * size < level < y), number.text


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("code", [point.code for point in CATALOGUE.points])
def test_a_leader_of_a_close_up_crosses_the_outline_once_at_most(code: str, body: str) -> None:
    svg = compose.close_up_drawing(CATALOGUE, CATALOGUE.point(code), body)
    outline = skin.contour_within(anatomy.figure(views.close_up_config(code).view, body), svg_reader.crop(svg))
    for start, end in svg_reader.leaders(svg):
        assert sum(segments_intersect(start, end, a, b) for line in outline for a, b in pairwise(line)) <= 1, (
            start,
            end,
        )


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("code", [point.code for point in CATALOGUE.points])
def test_a_leader_ends_on_the_structure_that_it_names(code: str, body: str) -> None:
    near = views.close_up_config(code)
    svg = compose.close_up_drawing(CATALOGUE, CATALOGUE.point(code), body)
    for dot in svg_reader.with_class(svg, "leader-dot"):
        key = dot.attrib["data-landmark"]
        offset = [svg_reader.number(dot, f"c{axis}") - svg_reader.number(dot, f"data-{axis}") for axis in "xy"]
        assert offset == pytest.approx(near.leader_offsets.get(key, (0, 0)), abs=0.02)
