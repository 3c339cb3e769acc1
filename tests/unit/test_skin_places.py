"""Skin truth: each location is one place on the skin of a body, and every drawing shows that same skin."""

from __future__ import annotations

import json
from math import dist, sqrt
from typing import Any

import pytest

from diagrams import anatomy, compose, views
from diagrams.anatomy import BODIES
from points.catalogue import Catalogue
from points.location import parse
from points.records import Point
from tests.support import svg_reader
from tests.support.edited_catalogues import shipped

CATALOGUE = shipped()
#: mm within which all drawings of a body show the same skin.
SAME = 1.0
POSES = ("standing", "hip")
LOCATED = [
    (f"{point.code}{part}", point, expression)
    for point in CATALOGUE.points
    for part, expression in (
        ("", point.location.expression),
        *([("-alternative", point.alternative.expression)] if point.alternative else []),
    )
]
EVERY = pytest.mark.parametrize(("point", "expression"), [entry[1:] for entry in LOCATED], ids=[e[0] for e in LOCATED])
VIEWS = [view.slug for view in views.views()]


def read(name: str, body: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((anatomy.FIGURES / f"{name}-{body}.json").read_text("utf-8"))
    return data


@EVERY
@pytest.mark.parametrize("body", BODIES)
def test_every_location_of_the_catalogue_is_baked(body: str, point: Point, expression: object) -> None:
    sides = read("places", body)["poses"]["standing"][str(expression)]
    assert set(sides) == set(point.sides)
    for place in sides.values():
        assert sqrt(sum(part * part for part in place["normal"])) == pytest.approx(1, abs=0.01)


@EVERY
@pytest.mark.parametrize("body", BODIES)
def test_left_and_right_are_mirror_images(body: str, point: Point, expression: object) -> None:
    sides = read("places", body)["poses"]["standing"][str(expression)]
    if "midline" in sides:
        assert sides["midline"]["at"][0] == pytest.approx(0, abs=0.05)
        return
    x, y, z = sides["right"]["at"]
    assert x > 0
    assert sides["left"]["at"] == [-x, y, z]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_the_same_skin_at_a_place(catalogue: Catalogue, view: str, body: str) -> None:
    """The skin that the camera meets where the mark is drawn, traced back to the standing body."""
    standing, seen = read("places", body)["poses"]["standing"], read(view, body)["sighted"]
    marks = svg_reader.marks(compose.view_drawing(catalogue, view, body))
    assert marks
    for mark in marks:
        text = str(catalogue.point(mark.code).location.expression)
        assert dist(seen[text][mark.side], standing[text][mark.side]["at"]) <= SAME, mark


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("view", VIEWS)
def test_marks_are_projections_of_the_places_file(catalogue: Catalogue, view: str, body: str) -> None:
    figure, pose = anatomy.figure(view, body), read(view, body)["pose"]
    table = read("places", body)["poses"][pose]
    for mark in svg_reader.marks(compose.view_drawing(catalogue, view, body)):
        place = table[str(catalogue.point(mark.code).location.expression)][mark.side]["at"]
        assert dist(mark.at, figure.project(place)) <= 0.1, mark


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("pose", POSES)
def test_normals_point_out_of_the_body(body: str, pose: str) -> None:
    for text, sides in read("places", body)["poses"][pose].items():
        for side, place in sides.items():
            if "metacarpal" in text or "malleolus" in text:
                continue  # the hand hangs beside the trunk, and the inner ankle looks to the midline
            behind, outward = -place["normal"][1], place["normal"][0] * (-1 if side == "left" else 1)
            assert max(behind, outward) > 0.5, f"{text} {side}"


def test_a_location_that_was_not_baked_is_still_placed() -> None:
    figure = anatomy.figure("posterior", "male")
    unknown = parse("Between(sacral-hiatus, spinous-process-L4, 1/4)")
    assert anatomy.skin_place(unknown, figure, "midline") is None
    rulers = {ruler.key: ruler for ruler in CATALOGUE.rulers}
    low, high = (figure.landmark(key)[2] for key in ("sacral-hiatus", "spinous-process-L4"))
    assert anatomy.place(unknown, figure, "midline", rulers)[2] == pytest.approx(low + (high - low) / 4)
