"""Points at the same height or on the same line, read from the locations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from points.catalogue import Catalogue
from points.location import parse
from points.neighbours import neighbours
from points.records import Point
from tests.support.edited_catalogues import shipped

CATALOGUE = shipped()


def told(point: Point, catalogue: Catalogue = CATALOGUE) -> list[tuple[str, str]]:
    found = neighbours(point, catalogue.points, catalogue.landmarks, catalogue.rulers)
    return [(item.point.code, item.sentence.partition(":")[0]) for item in found]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("BL23", [("BL25", "Same line")]),
        ("BL25", [("BL23", "Same line"), ("GV3", "Same level")]),
        ("GV3", [("BL25", "Same level")]),
        ("BL54", []),
        ("LI4", []),
    ],
)
def test_a_point_names_its_neighbours_and_what_they_share(code: str, expected: list[tuple[str, str]]) -> None:
    assert told(CATALOGUE.point(code)) == expected


def test_interspace_neighbour_is_described_as_below() -> None:
    (gv3,) = (
        item
        for item in neighbours(CATALOGUE.point("BL25"), CATALOGUE.points, CATALOGUE.landmarks, CATALOGUE.rulers)
        if item.point.code == "GV3"
    )
    assert "(L4)" in gv3.sentence and gv3.sentence.endswith("GV3 lies in the dip just under it.")


def test_what_is_shared_follows_from_level_and_distance_alone() -> None:
    point = CATALOGUE.point("BL23")
    moved = replace(point.location, expression=parse("Level(spinous-process-L4) + Lateral(3, back)"))
    assert told(replace(point, code="BL52", location=moved)) == [
        ("BL25", "Same level"),
        ("BL54", "Same line"),
        ("GV3", "Same level"),
    ]
