"""Postures: there is one for every way of pressing the catalogue names, in it the hand is at the place, and the
picture says so: rings on the skin, an arrow only where it tells the truth, both sides, clothes."""

from __future__ import annotations

import json
import re
from functools import cache
from math import cos, dist, hypot, radians, sin
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from diagrams import anatomy, compose, postures
from diagrams.geometry import paths
from diagrams.layout import labels
from points.catalogue import Catalogue
from points.errors import UnknownKey
from tests.support import svg_reader
from tests.support.edited_catalogues import shipped
from tests.support.ink import border_of_hand
from tests.support.sent_size import sent_size

SVG = "{http://www.w3.org/2000/svg}"
CATALOGUE = shipped()
KEYS = [entry.key for entry in postures.postures()]
PAIRS = [(key, body) for key in KEYS for body in anatomy.BODIES]
SIDED = [
    (entry.key, body, side)
    for entry in postures.postures()
    for body in anatomy.BODIES
    for side in postures.drawn_sides(CATALOGUE, entry)
]
WAYS = [(point.code, point.area, position) for point in CATALOGUE.points for position in point.press.how]
#: Places on the back of the trunk.
TRUNK = ("BL23", "BL25", "BL54", "GB30", "GV3")
BALL = 33.0
#: mm within which all drawings of a body show the same skin.
SAME = 1.0
#: mm from an arrow's head to the place, and the share of the press in the plane of a picture with an arrow.
HEAD, SHARE = 6.0, 0.8
#: CSS pixels: the narrowest width of the picture in a session, and the smallest text there.
SESSION, SMALLEST = 328, 14
BYTES = 20_000
#: mm on the picture from a place on the trunk to the shirt.
CLEAR_OF_SHIRT = 60.0


@cache
def raw(key: str, body: str) -> dict[str, Any]:
    """Return the figure file of a posture."""
    data: dict[str, Any] = json.loads((anatomy.FIGURES / f"posture-{key}-{body}.json").read_text("utf-8"))
    return data


@cache
def svg_of(key: str, body: str, side: str = "", prefix: str = "") -> str:
    return postures.posture_drawing(CATALOGUE, key, body, side=side, prefix=prefix)


def project(place: list[float], camera: dict[str, list[float]]) -> tuple[float, float, float]:
    """Return sheet x, sheet y (down), and how far toward the viewer a place lies."""
    x, y, z = (sum(a * b for a, b in zip(place, camera[axis], strict=True)) for axis in ("right", "up", "toward"))
    return x, -y, z


@pytest.fixture(params=PAIRS, ids=lambda pair: "-".join(pair))
def pair(request: pytest.FixtureRequest) -> tuple[str, str]:
    key, body = request.param
    return key, body


@pytest.fixture(params=SIDED, ids=lambda entry: "-".join(entry))
def sided(request: pytest.FixtureRequest) -> tuple[str, str, str]:
    key, body, side = request.param
    return key, body, side


# What there is ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "area", "position"), WAYS)
def test_every_way_of_pressing_has_a_posture_of_its_own(code: str, area: str, position: str) -> None:
    assert postures.posture_for(position, area) is not None
    shown = postures.posture_for(position, area, code)
    assert shown is not None
    assert shown.points == (code,)
    for body in anatomy.BODIES:
        assert raw(shown.key, body)["place"]["point"] == code


def test_every_posture_serves_a_way_of_pressing() -> None:
    served = {postures.posture_for(position, area, code) for code, area, position in WAYS}
    assert served == set(postures.postures())


def test_no_posture_for_what_nobody_presses() -> None:
    assert postures.posture_for("standing", "hand") is None
    assert postures.posture_for("side-lying", "buttock", "LI4") is None


def test_unknown_names_are_refused(catalogue: Catalogue) -> None:
    for key, body, side in (
        ("standing-on-one-leg", "male", ""),
        (KEYS[0], "robot", ""),
        (KEYS[0], "male", "midline"),
        ("standing-midline", "male", "left"),
    ):
        with pytest.raises(UnknownKey):
            postures.posture_drawing(catalogue, key, body, side=side)
    with pytest.raises(UnknownKey):
        postures.parse_drawing_name(catalogue, "standing-midline-left")


def test_names_say_the_side_and_lead_back(catalogue: Catalogue) -> None:
    names = postures.drawing_names(catalogue)
    assert len(names) == len(set(names)) == len(SIDED) / 2
    for name in names:
        shown, side = postures.parse_drawing_name(catalogue, name)
        assert postures.drawing_name(shown, side) == name
        assert name.endswith(f"-{side}") or side == "midline"


def test_urls_without_a_side_lead_to_the_right_side(client: FlaskClient) -> None:
    old = client.get("/diagrams/female/postures/standing-lower-back.svg")
    assert old.status_code == 308
    assert old.headers["Location"].endswith("/diagrams/female/postures/standing-lower-back-right.svg")
    assert client.get("/diagrams/female/postures/standing-midline.svg").status_code == 200
    for name in ("standing-lower-back-left", "standing-lower-back-right"):
        assert client.get(f"/diagrams/male/postures/{name}.svg").status_code == 200
    assert client.get("/diagrams/male/postures/standing-midline-left.svg").status_code == 404


def test_a_step_links_the_picture_of_its_own_side(client: FlaskClient) -> None:
    steps = client.get("/api/v1/routines/low-back-ease").get_json()["steps"]
    pressed = [step for step in steps if step["kind"] == "press" and step["posture"]]
    assert {step["side"] for step in pressed} >= {"left", "right"}
    for step in pressed:
        name = step["posture"]["href"].rpartition("/")[2].removesuffix(".svg")
        shown, side = postures.parse_drawing_name(CATALOGUE, name)
        assert (shown.point, side) == (step["point"], step["side"])
        assert client.get(step["posture"]["href"]).status_code == 200


# The file as such -------------------------------------------------------------------------------------------


def test_drawing_is_well_formed_named_and_self_contained(sided: tuple[str, str, str]) -> None:
    key, body, side = sided
    svg = svg_of(key, body, side, prefix="one-")
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and desc is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert body in (title.text or "")
    shown = postures.posture(key)
    position = next(entry for entry in CATALOGUE.positions if entry.key == shown.positions[0])
    assert position.how in (desc.text or "")
    gentlest = min(CATALOGUE.point(shown.point).press.how[position.key], key=lambda way: len(way.uses))
    assert gentlest.text in (desc.text or "")
    for forbidden in ("<script", "<style", "http://", "https://", "href", "<image"):
        assert forbidden not in svg.replace("http://www.w3.org/2000/svg", "")


def test_identifiers_are_unique_and_prefixed(sided: tuple[str, str, str]) -> None:
    svg = svg_of(*sided, prefix="two-")
    identifiers = re.findall(r'\bid="([^"]+)"', svg)
    assert len(identifiers) == len(set(identifiers))
    assert all(identifier.startswith("two-") for identifier in identifiers)
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(identifiers)


def test_drawing_is_the_same_every_time(pair: tuple[str, str]) -> None:
    assert svg_of(*pair) == svg_of(*pair)


def test_drawing_is_small_enough_to_carry_offline(sided: tuple[str, str, str]) -> None:
    assert sent_size(compose.standalone(svg_of(*sided)).encode(), BYTES) <= BYTES


# What it shows ----------------------------------------------------------------------------------------------


def test_what_presses_is_at_the_place(pair: tuple[str, str]) -> None:
    """End of the finger's bone, knuckles' or ball's centre: no farther off than flesh or rubber is thick."""
    data = raw(*pair)
    assert data["press"]["radius"] in (9.0, 18.0, BALL)
    assert dist(data["place"]["at"], data["press"]["contact"]) <= data["press"]["radius"] + 10


def test_press_goes_into_the_body(pair: tuple[str, str]) -> None:
    """What presses lies outside, so the way from it to the place goes in; on the trunk the axis says the same."""
    data = raw(*pair)
    place, contact, press = data["place"]["at"], data["press"]["contact"], data["press"]["direction"]
    assert sum(d * (a - b) for d, a, b in zip(press, place, contact, strict=True)) > 0
    if data["place"]["point"] in TRUNK:
        assert press[1] > 0.5, "forward, into a back that faces backward"
    x, y, _ = project(press, data["panel"]["camera"])
    assert data["press"]["toward"] == pytest.approx([x, y], abs=2e-3)
    assert data["press"]["in_plane"] == pytest.approx(hypot(x, y), abs=2e-3)


def test_the_same_skin_is_pressed_in_every_posture(pair: tuple[str, str]) -> None:
    """Traced back from the posed skin along the line of sight to the standing body."""
    data = raw(*pair)
    places = json.loads((anatomy.FIGURES / f"places-{pair[1]}.json").read_text("utf-8"))["poses"]["standing"]
    sides = places[str(CATALOGUE.point(data["place"]["point"]).location.expression)]
    standing = sides.get("right") or sides["midline"]
    assert dist(data["place"]["sighted"], standing["at"]) <= SAME


def test_the_camera_sees_the_place_beside_what_presses(pair: tuple[str, str]) -> None:
    """At most a fingertip or a closed fist covers it; a ball is seen from the side instead."""
    data = raw(*pair)
    assert data["place"]["cover"] < {9.0: 20, 18.0: 50, BALL: 70}[data["press"]["radius"]]
    x, y, _ = project(data["place"]["at"], data["panel"]["camera"])
    x0, y0, x1, y1 = data["panel"]["box"]
    assert x0 + 60 < x < x1 - 60 and y0 + 60 < y < y1 - 60, "the place lies well inside the picture"


def test_the_mark_stands_at_the_place(sided: tuple[str, str, str]) -> None:
    key, body, side = sided
    data = raw(key, body)
    x, y, _ = project(data["place"]["at"], data["panel"]["camera"])
    x0, _, x1, _ = data["panel"]["box"]
    (mark,) = svg_reader.marks(svg_of(*sided))
    assert (mark.code, mark.side) == (data["place"]["point"], side)
    assert dist(mark.at, (x0 + x1 - x if side == "left" else x, y)) <= 0.1


def test_press_rings_or_arrow_mark_the_place(pair: tuple[str, str]) -> None:
    data, svg = raw(*pair), svg_of(*pair)
    x, y, facing = project(data["place"]["normal"], data["panel"]["camera"])
    at = project(data["place"]["at"], data["panel"]["camera"])[:2]
    rings = svg_reader.with_class(svg, "ring")
    assert bool(rings) is (abs(facing) >= 0.35)
    assert rings or svg_reader.with_class(svg, "arrow"), "nothing tells where to press"
    for ring, radius in zip(rings, data["press"]["rings"], strict=bool(rings)):
        assert dist((svg_reader.number(ring, "cx"), svg_reader.number(ring, "cy")), at) <= 0.1
        assert svg_reader.number(ring, "ry") == pytest.approx(radius, abs=0.05)
        assert svg_reader.number(ring, "rx") == pytest.approx(radius * abs(facing), abs=0.05)
        turned = re.match(r"rotate\((\S+) ", ring.attrib["transform"])
        assert turned
        angle = radians(float(turned[1]))
        if hypot(x, y) > 0.1:  # the narrow axis runs along the normal as it is seen
            assert abs(cos(angle) * x + sin(angle) * y) == pytest.approx(hypot(x, y), rel=0.01)


def test_an_arrow_tells_the_truth_and_ends_at_the_place(pair: tuple[str, str]) -> None:
    data, svg = raw(*pair), svg_of(*pair)
    heads = svg_reader.with_class(svg, "arrow-head")
    if data["press"]["in_plane"] < SHARE:
        assert not heads
    if data["press"]["radius"] == BALL:
        assert heads, "seen from the side, the press of a ball is an arrow"
    at = project(data["place"]["at"], data["panel"]["camera"])[:2]
    for head in heads:
        tip, *wings = paths.polylines(head.attrib["d"], 1)[0][:3]
        assert dist(tip, at) <= HEAD
        middle = ((wings[0][0] + wings[1][0]) / 2, (wings[0][1] + wings[1][1]) / 2)
        way = ((tip[0] - middle[0]) / dist(tip, middle), (tip[1] - middle[1]) / dist(tip, middle))
        toward = data["press"]["toward"]
        assert way[0] * toward[0] + way[1] * toward[1] == pytest.approx(hypot(*toward), abs=0.02)


def test_every_border_between_hand_and_body_carries_ink(pair: tuple[str, str]) -> None:
    """Also where the hand touches and no depth tells it from the body."""
    panel = raw(*pair)["panel"]
    if not any(layer["look"] == "hand" for layer in panel["above"]):
        return  # a ball presses
    border, bare = border_of_hand(panel)
    assert len(border) > 30
    assert len(bare) <= 0.04 * len(border), bare


def test_pressing_hand_has_tint_shadow_and_nails(pair: tuple[str, str]) -> None:
    data = raw(*pair)
    above = [layer["look"] for layer in data["panel"]["above"]]
    if data["press"]["radius"] == BALL:
        assert above == []
        return
    assert above[0] == "hand" and len(above) <= 2
    assert svg_reader.with_class(svg_of(*pair), "hand-veil")
    if data["press"]["radius"] == 9.0:
        assert "shadow" in [layer["look"] for layer in data["panel"]["below"]]
    if data["press"]["radius"] == 9.0 and pair[0] != "seated-reach-under-knee-knee":
        assert above[1] == "nail", "a finger that presses shows its nail"


def test_everybody_is_dressed(pair: tuple[str, str]) -> None:
    looks = {layer["look"] for layer in raw(*pair)["inset"]["below"]}
    assert {"shorts", "top", "hair"} <= looks


@pytest.mark.parametrize("body", anatomy.BODIES)
@pytest.mark.parametrize("key", [entry.key for entry in postures.postures() if entry.point in TRUNK])
def test_a_place_on_the_trunk_is_clear_of_the_shirt(key: str, body: str) -> None:
    """A shirt over the place hides where on the back it lies, and one that ends there makes a buttock look like it."""
    data = raw(key, body)
    at = project(data["place"]["at"], data["panel"]["camera"])[:2]
    shirts = [layer["d"] for layer in data["panel"]["below"] if layer["look"] == "top"]
    corners = [corner for shirt in shirts for line in paths.polylines(shirt, 4) for corner in line]
    assert all(dist(corner, at) >= CLEAR_OF_SHIRT for corner in corners)


# Both sides -------------------------------------------------------------------------------------------------


def test_caption_title_and_description_say_the_side(sided: tuple[str, str, str]) -> None:
    key, body, side = sided
    svg = svg_of(key, body, side)
    (caption,) = svg_reader.with_class(svg, "caption")
    title, desc = (svg_reader.root(svg).findtext(f"{SVG}{name}") or "" for name in ("title", "desc"))
    if side == "midline":
        assert caption.text == "Pressing the middle" and "data-side" not in caption.attrib
        assert "side," not in title
        return
    other = {"left": "right", "right": "left"}[side]
    assert caption.text == f"Pressing the {side} side" and caption.get("data-side") == side
    assert f"pressing the {side} side" in title and f"The {side} side is pressed." in desc
    assert f"{other} side" not in f"{caption.text} {title}"


def test_the_left_is_the_mirror_of_the_right_and_words_are_not(pair: tuple[str, str]) -> None:
    if "left" not in postures.drawn_sides(CATALOGUE, postures.posture(pair[0])):
        return
    left, right = (svg_of(*pair, side) for side in ("left", "right"))
    x0, _, x1, _ = raw(*pair)["panel"]["box"]
    assert f'transform="matrix(-1 0 0 1 {x0 + x1:g} 0)"' in left and "matrix(-1" not in right
    assert sorted(re.findall(r' d="([^"]+)"', left)) != []
    assert set(re.findall(r' d="([^"]{120,})"', left)) == set(re.findall(r' d="([^"]{120,})"', right))
    for svg in (left, right):
        for turned in svg_reader.root(svg).iter():
            if "matrix(-" in turned.get("transform", ""):
                assert not list(turned.iter(f"{SVG}text")), "mirrored words"
    spots = [
        (svg_reader.number(found, "cx"), svg_reader.number(found, "cy"))
        for svg in (left, right)
        for found in svg_reader.with_class(svg, "name-dot")
    ]
    half = len(spots) // 2
    for (ax, ay), (bx, by) in zip(spots[:half], spots[half:], strict=True):
        assert ax + bx == pytest.approx(x0 + x1, abs=0.05) and ay == by


# Words ------------------------------------------------------------------------------------------------------


def test_words_are_few_large_and_inside_the_sheet(sided: tuple[str, str, str]) -> None:
    svg = svg_of(*sided)
    x0, y0, x1, y1 = svg_reader.view_box(svg)
    texts = list(svg_reader.root(svg).iter(f"{SVG}text"))
    assert len(svg_reader.with_class(svg, "name-dot")) <= 2
    for found in texts:
        size, x, y = (svg_reader.number(found, name) for name in ("font-size", "x", "y"))
        assert size * SESSION / (x1 - x0) >= SMALLEST
        assert x0 <= x and x + labels.text_width(found.text or "") * size <= x1
        assert y0 <= y - 0.74 * size and y + 0.2 * size <= y1


def test_names_stay_off_the_inset(sided: tuple[str, str, str]) -> None:
    svg = svg_of(*sided)
    (card,) = svg_reader.with_class(svg, "inset-card")
    x, y, width, height = (svg_reader.number(card, name) for name in ("x", "y", "width", "height"))
    for found in svg_reader.with_class(svg, "name"):
        size, left, base = (svg_reader.number(found, name) for name in ("font-size", "x", "y"))
        right = left + labels.text_width(found.text or "") * size
        assert right < x or left > x + width or base < y or base - 0.74 * size > y + height, found.text
