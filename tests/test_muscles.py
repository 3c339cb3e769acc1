"""The muscle on which LI4 is pressed is drawn where the text says: between thumb and index finger."""

from __future__ import annotations

from math import dist

import pytest

from diagrams import anatomy, drawing, paths, skin
from diagrams.anatomy import BODIES
from diagrams.bones import Shape, hand, hip
from diagrams.curves import contains
from points.catalogue import Catalogue
from tests import drawings


def drawn(body: str) -> dict[str, Shape]:
    return {shape.name: shape for shape in hand.shapes(anatomy.figure("hand-dorsal", body))}


@pytest.mark.parametrize("body", BODIES)
def test_li4_lies_on_the_first_dorsal_interosseous(catalogue: Catalogue, body: str) -> None:
    figure = anatomy.figure("hand-dorsal", body)
    rulers = {ruler.key: ruler for ruler in catalogue.rulers}
    place = figure.project(anatomy.place(catalogue.point("LI4").location.expression, figure, "right", rulers))
    shapes = drawn(body)
    assert contains(shapes["first dorsal interosseous"].points, place)
    assert not contains(shapes["metacarpal 2"].points, place)


@pytest.mark.parametrize("body", BODIES)
def test_the_muscle_lies_in_the_hand_and_under_the_bones(body: str) -> None:
    figure = anatomy.figure("hand-dorsal", body)
    shapes = drawn(body)
    muscle = shapes["first dorsal interosseous"]
    assert muscle.kind == "muscle" and next(iter(shapes)) == muscle.name, "painted first"
    for point in muscle.points:
        assert sum(bool(contains(ring, point)) for ring in skin.silhouette(figure)) % 2 == 1, point
    bone = shapes["metacarpal 2"].points
    middle = sum(x for x, _ in bone) / len(bone)
    assert sum(x for x, _ in muscle.points) / len(muscle.points) < middle, "toward the thumb, on the viewer's left"


# The deep buttock -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["hip", "hip-posterolateral"])
@pytest.mark.parametrize("body", BODIES)
def test_the_sciatic_nerve_runs_between_sitting_bone_and_trochanter_below_the_piriformis(view: str, body: str) -> None:
    figure = anatomy.figure(view, body)
    shapes = {shape.name: shape for shape in hip.shapes(figure)}
    nerve, muscle = shapes["sciatic nerve"], shapes["piriformis"]
    assert (nerve.kind, muscle.kind) == ("nerve", "muscle")
    knob, bone = (figure.spot(key, "right") for key in ("greater-trochanter-prominence", "ischial-tuberosity"))
    shares = [step / 40 for step in range(41)]
    crossed = [
        share
        for share in shares
        if contains(nerve.points, (bone[0] + share * (knob[0] - bone[0]), bone[1] + share * (knob[1] - bone[1])))
    ]
    assert crossed and min(crossed) >= 0.25 and max(crossed) <= 0.75, crossed
    assert min(dist(point, knob) for point in muscle.points) < 40, "it ends at the top of the trochanter"


@pytest.mark.parametrize("body", BODIES)
def test_the_lying_hip_has_a_bed_and_its_far_thigh_is_toned_back(catalogue: Catalogue, body: str) -> None:
    figure = anatomy.figure("hip", body)
    assert figure.skin.far
    rings = paths.polylines(figure.skin.far, 6)
    middle = [(min(at[axis] for at in rings[0]) + max(at[axis] for at in rings[0])) / 2 for axis in (0, 1)]
    hip_joint = figure.spot("greater-trochanter-prominence", "right")
    assert middle[1] > hip_joint[1], "the thigh below, on a body that lies on its left side"
    assert not contains(tuple(rings[0]), hip_joint)
    svg = drawing.view_drawing(catalogue, "hip", body)
    assert drawings.with_class(svg, "prop-bed") and drawings.with_class(svg, "far")
    assert not drawings.with_class(drawing.view_drawing(catalogue, "knee-posterior", body), "prop-bed")
