"""Muscles and nerves: those drawn faintly among the bones, and the layer of all of them, which is off at first.

Where they lie is told by what a textbook names: bones, the point pressed on them, the crease beside them.
"""

from __future__ import annotations

from math import dist

import pytest

from diagrams import anatomy, compose, views
from diagrams.anatomy import BODIES
from diagrams.geometry import paths
from diagrams.geometry.curves import ring_contains
from diagrams.parts import skin
from diagrams.parts.bones import Shape, hand, hip, muscles
from diagrams.parts.bones.regions import region_shapes
from points.catalogue import Catalogue
from tests.support import sheets, svg_reader


def drawn(body: str) -> dict[str, Shape]:
    return {shape.name: shape for shape in hand.shapes(anatomy.figure("hand-dorsal", body))}


@pytest.mark.parametrize("body", BODIES)
def test_li4_lies_on_the_first_dorsal_interosseous(catalogue: Catalogue, body: str) -> None:
    figure = anatomy.figure("hand-dorsal", body)
    rulers = {ruler.key: ruler for ruler in catalogue.rulers}
    place = figure.project(anatomy.place(catalogue.point("LI4").location.expression, figure, "right", rulers))
    shapes = drawn(body)
    assert ring_contains(shapes["first dorsal interosseous"].points, place)
    assert not ring_contains(shapes["metacarpal 2"].points, place)


@pytest.mark.parametrize("body", BODIES)
def test_the_muscle_lies_in_the_hand_and_under_the_bones(body: str) -> None:
    figure = anatomy.figure("hand-dorsal", body)
    shapes = drawn(body)
    muscle = shapes["first dorsal interosseous"]
    assert muscle.kind == "muscle" and next(iter(shapes)) == muscle.name, "painted first"
    for point in muscle.points:
        assert sum(bool(ring_contains(ring, point)) for ring in skin.silhouette(figure)) % 2 == 1, point
    bone = shapes["metacarpal 2"].points
    middle = sum(x for x, _ in bone) / len(bone)
    assert sum(x for x, _ in muscle.points) / len(muscle.points) < middle, "toward the thumb, on the viewer's left"


# The deep buttock -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["hip", "hip-posterolateral"])
@pytest.mark.parametrize("body", BODIES)
def test_sciatic_nerve_runs_below_the_piriformis(view: str, body: str) -> None:
    figure = anatomy.figure(view, body)
    shapes = {shape.name: shape for shape in hip.shapes(figure)}
    nerve, muscle = shapes["sciatic nerve"], shapes["piriformis"]
    assert (nerve.kind, muscle.kind) == ("nerve", "muscle")
    knob, bone = (
        figure.project_landmark(key, "right") for key in ("greater-trochanter-prominence", "ischial-tuberosity")
    )
    shares = [step / 40 for step in range(41)]
    crossed = [
        share
        for share in shares
        if ring_contains(nerve.points, (bone[0] + share * (knob[0] - bone[0]), bone[1] + share * (knob[1] - bone[1])))
    ]
    assert crossed and min(crossed) >= 0.25 and max(crossed) <= 0.75, crossed
    assert min(dist(point, knob) for point in muscle.points) < 40, "it ends at the top of the trochanter"


@pytest.mark.parametrize("body", BODIES)
def test_the_lying_hip_has_a_bed_and_its_far_thigh_is_toned_back(catalogue: Catalogue, body: str) -> None:
    figure = anatomy.figure("hip", body)
    assert figure.skin.far_limb
    rings = paths.polylines(figure.skin.far_limb, 6)
    middle = [(min(at[axis] for at in rings[0]) + max(at[axis] for at in rings[0])) / 2 for axis in (0, 1)]
    hip_joint = figure.project_landmark("greater-trochanter-prominence", "right")
    assert middle[1] > hip_joint[1], "the thigh below, on a body that lies on its left side"
    assert not ring_contains(tuple(rings[0]), hip_joint)
    svg = compose.view_drawing(catalogue, "hip", body)
    assert svg_reader.with_class(svg, "prop-bed") and svg_reader.with_class(svg, "far")
    assert not svg_reader.with_class(compose.view_drawing(catalogue, "knee-posterior", body), "prop-bed")


# The layer ----------------------------------------------------------------------------------------------------


def layer(view: str, body: str) -> dict[str, Shape]:
    figure, region = anatomy.figure(view, body), views.view(view).bones
    return {shape.name: shape for shape in muscles.muscle_shapes(region, figure, region_shapes(region, figure))}


@pytest.mark.parametrize("view", [view.slug for view in views.views()])
def test_the_layer_is_there_and_off_until_it_is_switched_on(catalogue: Catalogue, view: str) -> None:
    svg = compose.view_drawing(catalogue, view, "female")
    group = sheets.layer(svg, "muscles")
    assert group.attrib["display"] == "none"
    drawn = [found for found in group.iter() if {"muscle", "nerve", "tendon"} & set(found.get("class", "").split())]
    assert drawn
    hidden = {found.get("data-layer") for found in svg_reader.with_class(svg, "layer") if found.get("display")}
    assert hidden == {"muscles"}


@pytest.mark.parametrize("view", ["lumbosacral", "posterior"])
@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("side", ["left", "right"])
def test_back_points_lie_on_the_pressed_muscle(catalogue: Catalogue, view: str, body: str, side: str) -> None:
    figure, drawn = anatomy.figure(view, body), layer(view, body)
    rulers = {ruler.key: ruler for ruler in catalogue.rulers}
    for code, muscle in (("BL23", "erector spinae"), ("BL25", "erector spinae"), ("BL54", "gluteus maximus")):
        place = figure.project(anatomy.place(catalogue.point(code).location.expression, figure, side, rulers))
        assert ring_contains(drawn[f"{side} {muscle}"].points, place), code
    sign = 1 if side == "right" else -1
    for name in ("erector spinae", "gluteus maximus", "piriformis", "sciatic nerve"):
        assert all(sign * x > 0 for x, _ in drawn[f"{side} {name}"].points), name


@pytest.mark.parametrize("view", ["lumbosacral", "posterior"])
@pytest.mark.parametrize("body", BODIES)
def test_sciatic_nerve_passes_midway_at_the_hip(view: str, body: str) -> None:
    figure = anatomy.figure(view, body)
    knob, bone = (
        figure.project_landmark(key, "right") for key in ("greater-trochanter-prominence", "ischial-tuberosity")
    )
    nerve = layer(view, body)["right sciatic nerve"].points
    shares = [step / 40 for step in range(41)]
    crossed = [
        share
        for share in shares
        if ring_contains(nerve, (bone[0] + share * (knob[0] - bone[0]), bone[1] + share * (knob[1] - bone[1])))
    ]
    assert crossed and min(crossed) > 0.3 and max(crossed) < 0.7
    piriformis = layer(view, body)["right piriformis"].points
    assert max(y for _, y in piriformis) < max(y for _, y in nerve), "the nerve leaves below it and runs on"


@pytest.mark.parametrize("body", BODIES)
def test_calf_heads_leave_bl40_free(catalogue: Catalogue, body: str) -> None:
    figure, drawn = anatomy.figure("knee-posterior", body), layer("knee-posterior", body)
    rulers = {ruler.key: ruler for ruler in catalogue.rulers}
    place = figure.project(anatomy.place(catalogue.point("BL40").location.expression, figure, "right", rulers))
    for head, sign in (("medial", -1), ("lateral", 1)):
        points = drawn[f"right {head} head of gastrocnemius"].points
        assert min(y for _, y in points) < place[1] < max(y for _, y in points)
        assert not ring_contains(points, place)
        assert sign * (sum(x for x, _ in points) / len(points) - place[0]) > 0
    assert ring_contains(drawn["right tibial nerve"].points, place)
    assert {"tendon of semitendinosus", "tendon of biceps femoris"} <= set(drawn)


def test_what_shines_through_faintly_stands_out_in_the_layer() -> None:
    for view, name in (("hand-dorsal", "first dorsal interosseous"), ("hip", "piriformis"), ("hip", "sciatic nerve")):
        faint = {shape.name: shape for shape in region_shapes(views.view(view).bones, anatomy.figure(view, "male"))}[
            name
        ]
        strong = layer(view, "male")[name]
        assert strong.points == faint.points and strong.weight > faint.weight
    assert "calcaneal tendon" in " ".join(layer("ankle-medial", "male"))


# The spanning hand --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", BODIES)
def test_hand_spans_from_trochanter_to_hiatus(catalogue: Catalogue, body: str) -> None:
    svg = compose.close_up_drawing(catalogue, catalogue.point("GB30"), body)
    (group,) = svg_reader.with_class(svg, "span")
    nails = [
        [place for line in paths.polylines(found.attrib["d"], 2) for place in line]
        for found in group
        if found.get("class") == "nail"
    ]
    assert len(nails) == 5
    figure = anatomy.figure("hip", body)
    for key in ("greater-trochanter-prominence", "sacral-hiatus"):
        end = figure.project_landmark(key, "right")
        assert min(dist(place, end) for nail in nails for place in nail) < 8, key
    (outline,) = (found.attrib["d"] for found in group if found.get("class") == "edge")
    assert not outline.endswith("Z"), "open at the wrist"
    assert not svg_reader.with_class(
        compose.close_up_drawing(catalogue, catalogue.point("GB30"), body, with_alternative=True), "span"
    )
