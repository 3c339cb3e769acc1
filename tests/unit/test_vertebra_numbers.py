"""Vertebrae carry their numbers on the bone, and the count goes up from the line through the hip bones."""

from __future__ import annotations

import pytest

from diagrams import anatomy, compose
from diagrams.anatomy import BODIES
from points.catalogue import Catalogue
from tests.support import svg_reader


def numbers(svg: str) -> dict[str, tuple[float, float]]:
    return {
        found.text or "": (svg_reader.number(found, "x"), svg_reader.number(found, "y"))
        for found in svg_reader.with_class(svg, "vertebra-number")
    }


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("code", ["BL23", "BL25", "GV3"])
def test_each_number_stands_beside_its_own_spinous_process(catalogue: Catalogue, code: str, body: str) -> None:
    figure = anatomy.figure("lumbosacral", body)
    found = numbers(compose.close_up_drawing(catalogue, catalogue.point(code), body))
    assert {"L3", "L4"} <= set(found)
    for level, (x, y) in found.items():
        tip = figure.project_landmark(f"spinous-process-{level}")
        assert 8 < x - tip[0] < 30, "beside the midline, inside the right mark"
        assert tip[1] - 24 < y < tip[1] + 8, "between the tip of its process and the one above"
    heights = [found[level][1] for level in sorted(found)]
    assert heights == sorted(heights), "L1 highest"


@pytest.mark.parametrize("body", BODIES)
def test_the_count_climbs_from_l4_to_the_point_s_vertebra(catalogue: Catalogue, body: str) -> None:
    svg = compose.close_up_drawing(catalogue, catalogue.point("BL23"), body)
    found = numbers(svg)
    shafts = [
        (svg_reader.number(line, "y1"), svg_reader.number(line, "y2"))
        for line in svg_reader.with_class(svg, "count")
        if abs(svg_reader.number(line, "x1") - svg_reader.number(line, "x2")) < 0.01
    ]
    assert len(shafts) == 2  # L4 to L3, L3 to L2
    for (start, end), lower, upper in zip(shafts, ("L4", "L3"), ("L3", "L2"), strict=True):
        assert found[upper][1] < end < start < found[lower][1]


@pytest.mark.parametrize("code", ["BL25", "GV3", "BL54", "BL40"])
def test_no_vertebra_number_where_the_line_shows_the_level(catalogue: Catalogue, code: str) -> None:
    assert not svg_reader.with_class(compose.close_up_drawing(catalogue, catalogue.point(code), "male"), "count")
