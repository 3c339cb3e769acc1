"""Find frames: three drawings per point and side, on the skin of all drawings, with few large words."""

from __future__ import annotations

import json
from itertools import pairwise
from math import dist
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from diagrams import anatomy, compose, find_frames, postures, views
from diagrams.geometry.curves import ring_contains
from diagrams.layout import labels
from points.catalogue import Catalogue
from points.errors import UnknownKey
from tests.support import svg_reader
from tests.support.edited_catalogues import shipped
from tests.support.sent_size import sent_size

SVG = "{http://www.w3.org/2000/svg}"
CATALOGUE = shipped()
NAMES = find_frames.frame_names(CATALOGUE)
FRAMES = [(name, body) for name in NAMES for body in anatomy.BODIES]
RIGHT = [(name, body) for name, body in FRAMES if not name.endswith("-left")]
#: mm within which all drawings of a body show the same skin; on the sheet places are rounded to a tenth.
SAME = 1.0
#: CSS pixels: the narrowest width of the picture in a session, and the smallest text there; bytes of a drawing.
SESSION, SMALLEST, BYTES = 328, 14, 20_000


@pytest.fixture(params=FRAMES, ids=lambda pair: "-".join(pair))
def frame(request: pytest.FixtureRequest) -> tuple[str, str]:
    name, body = request.param
    return name, body


def shown(name: str, body: str) -> Any:
    """Return what a frame shows, as baked, on the right side or the midline."""
    point, number, _ = find_frames.parse_frame_name(CATALOGUE, name)
    return anatomy.figure_data("find-frames", body)["points"][point.code][number - 1]


def svg_of(name: str, body: str, prefix: str = "") -> str:
    return find_frames.find_frame(CATALOGUE, name, body, prefix=prefix)


def place_in_posture(code: str, body: str, figure: str) -> tuple[float, float]:
    """Return where the posture's own picture has the place."""
    data = json.loads((anatomy.FIGURES / f"{figure}-{body}.json").read_text("utf-8"))
    assert data["place"]["point"] == code
    camera = data["panel"]["camera"]
    x, y = (sum(a * b for a, b in zip(data["place"]["at"], camera[axis], strict=True)) for axis in ("right", "up"))
    return x, -y


def test_find_frames_match_the_find_steps() -> None:
    for point in CATALOGUE.points:
        assert len(point.find_short) == find_frames.FRAMES_PER_POINT
        for side in point.sides:
            for number in range(1, find_frames.FRAMES_PER_POINT + 1):
                assert find_frames.frame_name(point.code, number, side) in NAMES
    assert len(set(NAMES)) == len(NAMES)


def test_unknown_names_are_refused(catalogue: Catalogue) -> None:
    for name in ("BL23-1", "BL23-4-left", "BL23-0-left", "GV3-1-left", "ST36-1-left", "BL23-1-midline"):
        with pytest.raises(UnknownKey):
            find_frames.find_frame(catalogue, name, "male")
    with pytest.raises(UnknownKey):
        find_frames.find_frame(catalogue, NAMES[0], "robot")


def test_frames_have_urls(client: FlaskClient) -> None:
    answer = client.get("/diagrams/female/find/BL23-1-left.svg")
    assert answer.status_code == 200
    assert answer.content_type.startswith("image/svg+xml")
    assert client.get("/diagrams/male/find/GV3-3.svg").status_code == 200
    assert client.get("/diagrams/male/find/BL23-1-left.png?width=344").content_type == "image/png"
    assert client.get("/diagrams/male/find/BL23-9-left.svg").status_code == 404


def test_frame_is_named_and_says_its_side_and_step(frame: tuple[str, str]) -> None:
    name, body = frame
    point, number, side = find_frames.parse_frame_name(CATALOGUE, name)
    root = ElementTree.fromstring(svg_of(name, body))
    title, desc = (root.findtext(f"{SVG}{part}") or "" for part in ("title", "desc"))
    assert root.get("role") == "img"
    assert point.code in title and f"step {number} of {find_frames.FRAMES_PER_POINT}" in title
    assert point.find_short[number - 1] in title and body in title.lower()
    assert "{" not in desc and desc
    (caption,) = svg_reader.with_class(svg_of(name, body), "caption")
    if side == "midline":
        assert caption.text == "Finding the middle" and "data-side" not in caption.attrib
        return
    assert caption.text == f"Finding the {side} side" and caption.get("data-side") == side
    other = {"left": "right", "right": "left"}[side]
    assert f"{other} side" not in title


def test_frame_is_small_self_contained_and_the_same_every_time(frame: tuple[str, str]) -> None:
    svg = svg_of(*frame, prefix="one-")
    assert svg == svg_of(*frame, prefix="one-")
    assert sent_size(compose.standalone(svg).encode(), BYTES) <= BYTES
    assert all(identifier.startswith("one-") for identifier in svg_reader.identifiers(svg))
    assert svg_reader.references(svg) <= set(svg_reader.identifiers(svg))


@pytest.mark.parametrize(("name", "body"), RIGHT)
def test_the_place_is_that_of_the_posture(name: str, body: str) -> None:
    point, _, side = find_frames.parse_frame_name(CATALOGUE, name)
    data = shown(name, body)
    marks = svg_reader.marks(svg_of(name, body))
    assert len(marks) == bool(data["place"])
    if not data["place"]:
        return
    expected = place_in_posture(point.code, body, data["figure"])
    assert dist(data["place"], expected) <= SAME
    assert (marks[0].code, marks[0].side) == (point.code, side)
    assert dist(marks[0].at, expected) <= SAME


def test_cords_run_on_as_dashes_over_the_hands() -> None:
    """Fingers hide most of both cords; their names point at the middle of each."""
    svg = svg_of("BL40-2-right", "female")
    drawn = [element.get("class") for element in svg_reader.root(svg).iter()]
    hidden = svg_reader.with_class(svg, "cord-hidden")
    assert len(hidden) == 2 and all(line.get("stroke-dasharray") for line in hidden)
    assert drawn.index("cord-hidden") > max(n for n, name in enumerate(drawn) if name and "hand-veil" in name)


@pytest.mark.parametrize(("name", "body"), RIGHT)
def test_the_last_step_shows_the_zone_round_the_place(name: str, body: str) -> None:
    point, number, _ = find_frames.parse_frame_name(CATALOGUE, name)
    if number < find_frames.FRAMES_PER_POINT:
        return
    data = shown(name, body)
    ring = tuple((x, y) for x, y in data["zone"])
    assert ring_contains(ring, tuple(data["place"]))
    reach = max(dist(corner, data["place"]) for corner in ring)
    assert (
        0.4 * max(views.close_up_config(point.code).zone) <= reach <= 1.2 * max(views.close_up_config(point.code).zone)
    )
    (edge,) = svg_reader.with_class(svg_of(name, body), "zone")
    assert edge.get("fill") and edge.get("stroke")


@pytest.mark.parametrize(("name", "body"), RIGHT)
def test_a_way_leads_toward_the_place_and_stops_before_its_mark(name: str, body: str) -> None:
    data = shown(name, body)
    ways = [way["points"] for way in data["ways"] if way["kind"] == "way"]
    heads = svg_reader.with_class(svg_of(name, body), "way-head")
    assert len(heads) == len(ways)
    if find_frames.parse_frame_name(CATALOGUE, name)[0].code == "LI4":
        return  # there the arrow shows the press: from the mound toward the bone
    for points in ways:
        assert dist(points[-1], data["place"]) < dist(points[0], data["place"])
        assert dist(points[-1], data["place"]) <= 26


def test_measured_ways_are_those_of_the_baked_places() -> None:
    """From hip knob to tailbone dip a third; from inner ankle bone to the cord a half: share of the drawn line."""
    for body in anatomy.BODIES:
        thirds = {way["kind"]: way["points"] for way in shown("GB30-2-right", body)["ways"]}
        first, rest = (sum(dist(a, b) for a, b in pairwise(p)) for p in (thirds["way"], thirds["tape"]))
        assert 0.2 <= first / (first + rest) <= 0.45
        spot = shown("GB30-2-right", body)["spot"]
        assert dist(spot["at"], thirds["way"][0]) <= 6, "the measured line starts at the knob that is shown"


def test_words_are_few_large_and_inside_the_sheet(frame: tuple[str, str]) -> None:
    svg = svg_of(*frame)
    x0, y0, x1, y1 = svg_reader.view_box(svg)
    assert len(svg_reader.with_class(svg, "name-dot")) <= 2
    for found in svg_reader.root(svg).iter(f"{SVG}text"):
        size, x, y = (svg_reader.number(found, key) for key in ("font-size", "x", "y"))
        assert size * SESSION / (x1 - x0) >= SMALLEST
        assert x0 <= x and x + labels.text_width(found.text or "") * size <= x1
        assert y0 <= y - 0.74 * size and y + 0.2 * size <= y1


@pytest.mark.parametrize("body", anatomy.BODIES)
@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("-left")])
def test_left_frame_mirrors_the_right_but_not_its_words(name: str, body: str) -> None:
    left, right = svg_of(name, body), svg_of(name.replace("-left", "-right"), body)
    x0, _, x1, _ = svg_reader.view_box(right)
    assert f'transform="matrix(-1 0 0 1 {x0 + x1:g} 0)"' in left and "matrix(-1" not in right
    for turned in svg_reader.root(left).iter():
        if "matrix(-" in turned.get("transform", ""):
            assert not list(turned.iter(f"{SVG}text")), "mirrored words"
    for one, other in zip(svg_reader.marks(left), svg_reader.marks(right), strict=True):
        assert one.at[0] + other.at[0] == pytest.approx(x0 + x1, abs=0.05)
        assert one.at[1] == other.at[1]


def test_later_frames_reuse_their_posture() -> None:
    """So that a phone that keeps both keeps them once."""
    pressed = postures.posture_drawing(CATALOGUE, "standing-lower-back", "female")
    found = svg_of("BL23-3-right", "female")
    close = [line for line in found.replace("><", ">\n<").splitlines() if 'd="' in line and "tone" in line]
    assert len(close) > 10
    assert all(line in pressed for line in close)
