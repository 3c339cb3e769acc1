"""Thumbnails of cards and rests: small, wordless, on the right side, cut at the pressed part."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from diagrams import anatomy, compose, postures, resting_postures, thumbnails
from points.catalogue import Catalogue
from points.errors import UnknownKey
from tests.support import svg_reader
from tests.support.edited_catalogues import shipped
from tests.support.sent_size import sent_size

SVG = "{http://www.w3.org/2000/svg}"
CATALOGUE = shipped()
NAMES = thumbnails.thumbnail_names(CATALOGUE)
ALL = [(name, body) for name in NAMES for body in anatomy.BODIES]
#: Bytes of a thumbnail as a file; of a drawing.
SMALL, BYTES = 4000, 20_000


@pytest.fixture(params=ALL, ids=lambda pair: "-".join(pair))
def small(request: pytest.FixtureRequest) -> tuple[str, str]:
    name, body = request.param
    return name, body


def test_there_is_one_for_every_posture_side_and_rest() -> None:
    assert set(NAMES) == {*postures.drawing_names(CATALOGUE), *resting_postures.resting_posture_names()}


def test_a_thumbnail_is_small_square_and_without_words(small: tuple[str, str]) -> None:
    svg = thumbnails.thumbnail(CATALOGUE, *small)
    assert sent_size(compose.standalone(svg, is_credited=False).encode(), SMALL) <= SMALL
    x0, y0, x1, y1 = svg_reader.view_box(svg)
    assert x1 - x0 == pytest.approx(y1 - y0)
    assert not list(svg_reader.root(svg).iter(f"{SVG}text"))
    assert ElementTree.fromstring(svg).findtext(f"{SVG}title")


@pytest.mark.parametrize("body", anatomy.BODIES)
@pytest.mark.parametrize("name", postures.drawing_names(CATALOGUE))
def test_the_spot_is_where_the_posture_has_it(name: str, body: str) -> None:
    shown, side = postures.parse_drawing_name(CATALOGUE, name)
    at = anatomy.figure_data(f"posture-{shown.key}", body)["inset"]["at"]
    svg = thumbnails.thumbnail(CATALOGUE, name, body)
    (spot,) = svg_reader.with_class(svg, "inset-spot")
    assert [svg_reader.number(spot, "cx"), svg_reader.number(spot, "cy")] == at
    x0, y0, x1, y1 = svg_reader.view_box(svg)
    assert x0 < at[0] < x1 and y0 < at[1] < y1
    assert ("matrix(-1 0 0 1" in svg) is (side == "left")
    assert side in (svg_reader.root(svg).findtext(f"{SVG}title") or "") or side == "midline"


@pytest.mark.parametrize("body", anatomy.BODIES)
@pytest.mark.parametrize("name", postures.drawing_names(CATALOGUE))
def test_the_spine_shows_which_side_the_spot_is_on(name: str, body: str) -> None:
    """WHO (2008): BL23 and BL25 lie 1.5 B-cun beside the midline, GV3 on it."""
    svg = thumbnails.thumbnail(CATALOGUE, name, body)
    lines = svg_reader.with_class(svg, "inset-spine")
    shown, _ = postures.parse_drawing_name(CATALOGUE, name)
    seen_from_behind = shown.positions[0] in {"standing", "seated"} and shown.points[0] in {"BL23", "BL25", "GV3"}
    assert len(lines) == int(seen_from_behind)
    for line in lines:
        (spot,) = svg_reader.with_class(svg, "inset-spot")
        x1, y1, x2, y2 = (svg_reader.number(line, key) for key in ("x1", "y1", "x2", "y2"))
        x, y, radius = (svg_reader.number(spot, key) for key in ("cx", "cy", "r"))
        assert y1 < y < y2
        beside = x - (x1 + (x2 - x1) * (y - y1) / (y2 - y1))
        assert (abs(beside) < 2) if shown.points == ("GV3",) else (beside > radius)


def test_a_point_has_a_thumbnail_in_the_position_asked_for() -> None:
    assert thumbnails.thumbnail_of(CATALOGUE, "BL23", "left", "seated") == "seated-lower-back-left"
    assert thumbnails.thumbnail_of(CATALOGUE, "GV3", "left") in NAMES
    for point in CATALOGUE.points:
        for position in point.press.how:
            for side in point.sides:
                name = thumbnails.thumbnail_of(CATALOGUE, point.code, side, position)
                assert postures.parse_drawing_name(CATALOGUE, name)[0].points == (point.code,)


def test_unknown_thumbnails_are_refused(catalogue: Catalogue) -> None:
    for name in ("standing-lower-back", "rest-floor", "standing-midline-left"):
        with pytest.raises(UnknownKey):
            thumbnails.thumbnail(catalogue, name, "male")
    with pytest.raises(UnknownKey):
        thumbnails.thumbnail(catalogue, NAMES[0], "robot")


def test_thumbnails_have_urls_and_carry_no_credit_line(client: FlaskClient) -> None:
    answer = client.get("/diagrams/female/thumbs/standing-lower-back-left.svg")
    assert answer.status_code == 200
    assert "credit" not in answer.text
    assert client.get("/diagrams/female/thumbs/rest-side.svg").status_code == 200
    assert client.get("/diagrams/female/thumbs/standing-lower-back.svg").status_code == 404


# At rest ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", anatomy.BODIES)
@pytest.mark.parametrize("name", resting_postures.resting_posture_names())
def test_resting_people_are_dressed_and_supported(name: str, body: str) -> None:
    panel = anatomy.figure_data(name, body)["panel"]
    looks = {layer["look"] for layer in panel["below"]}
    assert {"shorts", "top", "hair", "skin"} <= looks
    assert looks & {"bed", "wood"}
    assert ("cloth" in looks) is (name == "rest-side"), "pillows"
    svg = resting_postures.resting_posture_drawing(name, body)
    assert not svg_reader.marks(svg)
    assert not svg_reader.with_class(svg, "ring")
    assert sent_size(compose.standalone(svg).encode(), BYTES) <= BYTES


def test_steps_of_rest_and_breathing_link_how_the_body_is_held(client: FlaskClient) -> None:
    steps = client.get("/api/v1/routines/side-lying-rest").get_json()["steps"]
    assert {step["posture"]["href"] for step in steps} == {"/diagrams/female/postures/rest-side.svg"}
    mixed = client.get("/api/v1/routines/breathing-and-rest").get_json()["steps"]
    assert [step["posture"]["href"].rpartition("/")[2] for step in mixed] == [
        "rest-chair.svg",
        "rest-chair.svg",
        "rest-side.svg",
        "rest-side.svg",
    ]
    assert client.get("/diagrams/male/postures/rest-side.svg").status_code == 200
