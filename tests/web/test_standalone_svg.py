"""Standalone drawings: credit line, alternative place of GB30, and other renderers."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from math import dist

import pytest
from flask.testing import FlaskClient

from diagrams import anatomy, compose, postures
from diagrams.anatomy import BODIES
from diagrams.layout import labels
from points.errors import UnknownKey
from tests.support import svg_reader
from tests.support.edited_catalogues import shipped
from tests.unit.test_location_agreement import DRAWINGS, NAMES

CATALOGUE = shipped()
GB30 = CATALOGUE.point("GB30")
RULERS = {ruler.key: ruler for ruler in CATALOGUE.rulers}
POSED = [
    partial(postures.posture_drawing, CATALOGUE, item.key, body) for item in postures.postures() for body in BODIES
]
SECOND = [partial(compose.close_up_drawing, CATALOGUE, GB30, body, with_alternative=True) for body in BODIES]


@pytest.mark.parametrize(
    "svg",
    [*(svg for _, _, svg in DRAWINGS), *POSED, *SECOND],
    ids=[*NAMES, *map(str, range(len(POSED) + 2))],
    indirect=True,
)
def test_standalone_file_ends_with_its_credit(svg: str) -> None:
    alone = compose.standalone(svg)
    assert "credit" not in svg
    (credit,) = svg_reader.with_class(alone, "credit")
    assert credit.text == "Thumbwidth contributors, CC BY 4.0"
    before, after = svg_reader.view_box(svg), svg_reader.view_box(alone)
    assert after[:3] == pytest.approx(before[:3]) and after[3] > before[3]
    assert svg_reader.root(alone).attrib["data-sheet"] == svg_reader.root(svg).attrib["viewBox"]
    size, x, y = (svg_reader.number(credit, name) for name in ("font-size", "x", "y"))
    assert before[3] <= y - 0.74 * size and y + 0.25 * size <= after[3]
    assert after[0] <= x - labels.text_width(credit.text) * size and x <= after[2]


@pytest.mark.parametrize("body", BODIES)
def test_alternative_mark_uses_the_location_algebra(body: str) -> None:
    svg = compose.close_up_drawing(CATALOGUE, GB30, body, with_alternative=True)
    figure = anatomy.figure("hip", body)
    assert GB30.alternative
    place = anatomy.place(GB30.alternative.expression, figure, "right", RULERS)
    (second,) = svg_reader.with_class(svg, "mark-second")
    at = (svg_reader.number(second, "cx"), svg_reader.number(second, "cy"))
    assert dist(at, figure.project(place)) <= 0.1
    baked = anatomy.skin_place(GB30.alternative.expression, anatomy.figure("posterior", body), "right")
    assert baked
    nearest = min(range(len(baked.line)), key=lambda index: dist(baked.line[index], baked.at))
    spans = [dist(a, b) for a, b in pairwise(baked.line)]
    assert sum(spans[nearest:]) / sum(spans[:nearest]) == pytest.approx(2, rel=0.02)
    (mark,) = svg_reader.marks(svg)
    assert mark.code == "GB30" and second.get("fill") == "#ffffff"  # hollow: told apart without colour
    assert "anterior-superior-iliac-spine" in svg_reader.landmarks(svg)
    assert GB30.alternative.sentence in (svg_reader.root(svg)[1].text or "")


def test_only_points_with_an_alternative_have_its_drawing(client: FlaskClient) -> None:
    with pytest.raises(UnknownKey):
        compose.close_up_drawing(CATALOGUE, CATALOGUE.point("BL23"), "female", with_alternative=True)
    for path, status in (("GB30-alternative.svg", 200), ("GB30-alternative.png", 200), ("BL23-alternative.svg", 404)):
        assert client.get(f"/diagrams/female/points/{path}").status_code == status
    document = client.get("/api/v1/points/GB30").json
    assert document is not None
    assert "/diagrams/male/points/GB30-alternative.svg" in [link["href"] for link in document["diagrams"]]


def test_the_drawing_inside_a_page_carries_no_credit_line(client: FlaskClient) -> None:
    assert "credit" not in client.get("/points/BL23").text
    assert re.search(r'<text class="[^"]*credit"', client.get("/diagrams/female/points/BL23.svg").text)
