"""Geometry of a view for measuring taps, compared with places from the location algebra."""

from __future__ import annotations

from fractions import Fraction
from math import dist, hypot

import pytest
from flask.testing import FlaskClient

from diagrams import anatomy, compose, tap_targets, views
from diagrams.anatomy import BODIES
from diagrams.tap_targets import TapTarget
from points.errors import UnknownKey
from points.location import LevelLateral
from tests.support import svg_reader
from tests.support.edited_catalogues import shipped

CATALOGUE = shipped()
RULERS = {ruler.key: ruler for ruler in CATALOGUE.rulers}
BACK = [
    (code, side, body, view)
    for code in ("BL23", "BL25", "BL54")
    for side in ("left", "right")
    for body in BODIES
    for view in ("lumbosacral", "posterior")
]
EVERY = [(view.slug, body) for view in views.views() for body in BODIES]


def target(code: str, side: str, view: str, body: str) -> TapTarget:
    found = [item for item in tap_targets.tap_targets(CATALOGUE, view, body) if (item.code, item.side) == (code, side)]
    assert len(found) == 1
    return found[0]


def cun(item: TapTarget, tap: tuple[float, float]) -> tuple[float, float]:
    """Do what the phone does: multiply the offset by the published rows."""
    x, y = tap[0] - item.at[0], tap[1] - item.at[1]
    first, second = (row[0] * x + row[1] * y for row in item.per_cun)
    return (first, second)


@pytest.mark.parametrize(("code", "side", "body", "view"), BACK)
@pytest.mark.parametrize("more", [Fraction(-1, 2), Fraction(3, 5), Fraction(1)])
def test_a_tap_so_many_cun_further_out_is_read_as_so_many(
    code: str, side: str, body: str, view: str, more: Fraction
) -> None:
    location = CATALOGUE.point(code).location.expression
    assert isinstance(location, LevelLateral)
    figure = anatomy.figure(view, body)
    further = LevelLateral(location.landmark, location.cun + more, location.ruler)
    item = target(code, side, view, body)
    across, along = cun(item, figure.project(anatomy.place(further, figure, side, RULERS)))
    assert item.axes[0].unit == "B-cun" and item.axes[0].over == "too far out"
    assert across == pytest.approx(float(more), abs=0.01)
    assert along == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("body", BODIES)
def test_a_tap_on_the_next_vertebra_is_one_vertebra_too_low(body: str) -> None:
    figure = anatomy.figure("lumbosacral", body)
    item = target("BL25", "right", "lumbosacral", body)
    lower = LevelLateral("spinous-process-L5", Fraction(3, 2), "back")
    across, along = cun(item, figure.project(anatomy.place(lower, figure, "right", RULERS)))
    assert across == pytest.approx(0, abs=0.01)
    assert item.axes[1].over == "too low" and item.axes[1].levels is not None
    assert along * item.axes[1].levels == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("body", BODIES)
def test_ankle_height_uses_the_ankle_ruler(body: str) -> None:
    figure = anatomy.figure("ankle-medial", body)
    item = target("KI3", "right", "ankle-medial", body)
    top, sole = (
        figure.project_landmark(key, "right") for key in ("medial-malleolus-prominence", "sole-at-medial-malleolus")
    )
    _, along = cun(item, (item.at[0], item.at[1] + sole[1] - top[1]))
    assert item.axes[1].ruler == RULERS["ankle"].name
    assert along == pytest.approx(3, abs=0.01)
    back, _ = cun(item, (item.at[0] + 10, item.at[1]))
    assert back > 0 and item.axes[0].over == "too far back"  # the heel is on the viewer's right


@pytest.mark.parametrize("body", BODIES)
def test_finger_cun_is_the_middle_phalanx_of_the_body(body: str) -> None:
    hand = anatomy.figure("hand-dorsal", body)
    length = dist(hand.landmark("middle-pip", "right"), hand.landmark("middle-dip", "right"))
    assert tap_targets.finger_cun(body) == pytest.approx(length)
    item = target("LI4", "right", "hand-dorsal", body)
    base, head = (hand.project_landmark(f"metacarpal-2-{end}", "right") for end in ("base", "head"))
    along = ((head[0] - base[0]) / dist(base, head) * length, (head[1] - base[1]) / dist(base, head) * length)
    _, knuckle = cun(item, (item.at[0] + along[0], item.at[1] + along[1]))
    assert {axis.unit for axis in item.axes} == {"finger-cun"}
    assert knuckle == pytest.approx(1, abs=0.02)
    assert item.axes[1].over == "too near the knuckle"
    thumb, _ = cun(item, hand.project_landmark("thumb-tip", "right"))
    assert thumb > 0 and item.axes[0].over == "too near the thumb"


@pytest.mark.parametrize(("view", "body"), EVERY)
def test_every_mark_drawn_has_its_target_where_it_is_drawn(view: str, body: str) -> None:
    known = {(item.code, item.side): item for item in tap_targets.tap_targets(CATALOGUE, view, body)}
    marks = svg_reader.marks(compose.view_drawing(CATALOGUE, view, body))
    assert {(mark.code, mark.side) for mark in marks} == set(known)
    for mark in marks:
        item = known[mark.code, mark.side]
        assert dist(mark.at, item.at) <= 0.02
        assert cun(item, mark.at) == pytest.approx((0, 0), abs=0.001)
        for row in item.per_cun:
            assert 15 < 1 / hypot(*row) < 32  # B-cun and finger-cun of one body lie between these, mm


@pytest.mark.parametrize(("view", "body"), EVERY)
def test_ruler_needs_its_region_and_a_square_view(view: str, body: str) -> None:
    names = {ruler.name: ruler for ruler in CATALOGUE.rulers}
    for item in tap_targets.tap_targets(CATALOGUE, view, body):
        for axis in item.axes:
            assert (axis.unit == "B-cun") == bool(axis.ruler)
            assert not axis.ruler or CATALOGUE.point(item.code).region in names[axis.ruler].regions
            assert not (axis.ruler and view.startswith("hip"))  # both look from the side: breadth is not seen there


def test_tap_directions_mirror_and_follow_the_pose() -> None:
    left, right = (target("BL54", side, "lumbosacral", "male") for side in ("left", "right"))
    assert cun(left, (left.at[0] - 20, left.at[1])) == cun(right, (right.at[0] + 20, right.at[1]))
    lying = target("GB30", "right", "hip", "female")
    assert lying.axes[1].over == "too near the feet"
    assert cun(lying, (lying.at[0] + 30, lying.at[1]))[1] > 0  # the feet are on the viewer's right


def test_the_api_publishes_the_geometry_of_a_view(client: FlaskClient) -> None:
    answer = client.get("/api/v1/diagrams/female/views/lumbosacral")
    assert answer.json is not None
    marks = {(mark["code"], mark["side"]): mark for mark in answer.json["marks"]}
    mark, known = marks["BL23", "right"], target("BL23", "right", "lumbosacral", "female")
    assert (mark["at"], mark["per_cun"]) == (list(known.at), [list(row) for row in known.per_cun])
    assert mark["axes"][0]["ruler"] == "spine to inner edge of the shoulder blade"
    for address in ("/api/v1/diagrams/child/views/hip", "/api/v1/diagrams/male/views/elbow"):
        assert client.get(address).status_code == 404
    with pytest.raises(UnknownKey):
        tap_targets.tap_targets(CATALOGUE, "elbow", "male")
