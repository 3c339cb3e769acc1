"""Postures: there is one for every way of pressing the catalogue names, and in it the hand is at the place."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import brotli
import pytest

from diagrams import anatomy, postures
from points.catalogue import Catalogue, load
from points.errors import UnknownKey

SVG = "{http://www.w3.org/2000/svg}"
KEYS = [entry.key for entry in postures.postures()]
PAIRS = [(key, body) for key in KEYS for body in anatomy.BODIES]
WAYS = [(point.code, point.area, position) for point in load().points for position in point.press.how]
#: Places on the back of the trunk.
TRUNK = ("BL23", "BL25", "BL54", "GB30", "GV3")


def raw(key: str, body: str) -> dict[str, Any]:
    """Return the figure file of a posture."""
    data: dict[str, Any] = json.loads((anatomy.FIGURES / f"posture-{key}-{body}.json").read_text("utf-8"))
    return data


def only(sides: dict[str, list[float]]) -> list[float]:
    """Return the one place of a landmark known on one side."""
    (place,) = sides.values()
    return place


@pytest.fixture(params=PAIRS, ids=lambda pair: "-".join(pair))
def pair(request: pytest.FixtureRequest) -> tuple[str, str]:
    key, body = request.param
    return key, body


@pytest.mark.parametrize(("code", "area", "position"), WAYS)
def test_every_way_of_pressing_has_a_posture(code: str, area: str, position: str) -> None:
    assert postures.posture_for(position, area) is not None
    shown = postures.posture_for(position, area, code)
    assert shown is not None
    assert code in shown.points
    for body in anatomy.BODIES:
        assert raw(shown.key, body)["view"] == f"posture-{shown.key}"


def test_every_posture_serves_a_way_of_pressing() -> None:
    served = {postures.posture_for(position, area, code) for code, area, position in WAYS}
    assert served == set(postures.postures())


def test_no_posture_for_what_nobody_presses() -> None:
    assert postures.posture_for("standing", "hand") is None
    assert postures.posture_for("side-lying", "buttock", "LI4") is None


def test_unknown_names_are_refused(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownKey):
        postures.posture_drawing(catalogue, "standing-on-one-leg", "male")
    with pytest.raises(UnknownKey):
        postures.posture_drawing(catalogue, KEYS[0], "robot")


def test_drawing_is_well_formed_named_and_self_contained(catalogue: Catalogue, pair: tuple[str, str]) -> None:
    svg = postures.posture_drawing(catalogue, *pair, prefix="one-")
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and desc is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert pair[1] in (title.text or "")
    shown = postures.posture(pair[0])
    position = next(entry for entry in catalogue.positions if entry.key == shown.positions[0])
    assert position.how in (desc.text or "")
    gentlest = min(catalogue.point(shown.point).press.how[position.key], key=lambda way: len(way.uses))
    assert gentlest.text in (desc.text or "")
    for forbidden in ("<script", "<style", "http://", "https://", "href", "<image"):
        assert forbidden not in svg.replace("http://www.w3.org/2000/svg", "")


def test_identifiers_are_unique_and_prefixed(catalogue: Catalogue, pair: tuple[str, str]) -> None:
    svg = postures.posture_drawing(catalogue, *pair, prefix="two-")
    identifiers = re.findall(r'\bid="([^"]+)"', svg)
    assert len(identifiers) == len(set(identifiers))
    assert all(identifier.startswith("two-") for identifier in identifiers)
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(identifiers)


def test_drawing_is_the_same_every_time(catalogue: Catalogue, pair: tuple[str, str]) -> None:
    assert postures.posture_drawing(catalogue, *pair) == postures.posture_drawing(catalogue, *pair)


def test_drawing_is_small_enough_to_carry_offline(catalogue: Catalogue, pair: tuple[str, str]) -> None:
    assert len(brotli.compress(postures.posture_drawing(catalogue, *pair).encode())) <= 12 * 1024
    assert len(brotli.compress(json.dumps(raw(*pair)).encode())) <= 12 * 1024


def test_what_presses_is_at_the_place(pair: tuple[str, str]) -> None:
    """End of the finger's bone, knuckles' or ball's centre: no farther off than flesh or rubber is thick."""
    data = raw(*pair)
    place = only(data["landmarks"][f"point-{data['press']['point']}"])
    contact = only(data["landmarks"]["contact"])
    apart = sum((a - b) ** 2 for a, b in zip(place, contact, strict=True)) ** 0.5
    assert data["press"]["radius"] in (9.0, 18.0, 33.0)
    assert apart <= data["press"]["radius"] + 10


def test_arrow_points_into_the_body(pair: tuple[str, str]) -> None:
    """What presses lies outside, so the way from it to the place goes in; on the trunk the axis says the same."""
    data = raw(*pair)
    code = data["press"]["point"]
    place = only(data["landmarks"][f"point-{code}"])
    contact = only(data["landmarks"]["contact"])
    press = only(data["directions"]["press"])
    assert sum(d * (a - b) for d, a, b in zip(press, place, contact, strict=True)) > 0
    if code in TRUNK:
        assert press[1] > 0.5, "forward, into a back that faces backward"
    right, up = data["camera"]["right"], data["camera"]["up"]
    sheet = [sum(a * b for a, b in zip(axis, press, strict=True)) for axis in (right, up)]
    assert data["press"]["toward"] == pytest.approx([sheet[0], -sheet[1]], abs=2e-3)
    assert sum(part * part for part in sheet) > 0.15**2, "the camera must see the way the hand presses"


def test_place_and_arrow_lie_on_the_sheet(pair: tuple[str, str]) -> None:
    data = raw(*pair)
    x0, y0, x1, y1 = data["box"]
    x, y = data["press"]["at"]
    assert x0 < x < x1 and y0 < y < y1


def test_props_are_known_shapes(pair: tuple[str, str]) -> None:
    for prop in raw(*pair)["props"]:
        assert prop["z"] in ("behind", "front", "edge")
        assert re.fullmatch(r"M[-0-9. cLz]+", prop["d"])
