"""Bones of the trunk in every view: inside the skin, and on the landmarks they are named for."""

from __future__ import annotations

from itertools import pairwise
from math import dist

import pytest

from diagrams import anatomy
from diagrams.anatomy import BODIES, SPINE, Figure
from diagrams.geometry.curves import bounds, boxes_overlap, flatten, point_segment_distance, ring_contains, smooth
from diagrams.geometry.vectors import XY
from diagrams.parts.bones import Shape, hip, pelvis, regions, trunk, whole_body
from diagrams.parts.bones.pelvis import Pelvis
from diagrams.parts.bones.tapered_rods import outline_of_rods as rounded
from diagrams.parts.bones.warp import Warp, solve_linear
from diagrams.views import View, views
from tests.support.skin_outline import SKIN_OVER_BONE, on_sheet, skin

REGIONS = {"lumbosacral": trunk, "posterior": whole_body, "hip": hip, "hip-posterolateral": hip}
FIGURES = [(view, body) for view in REGIONS for body in BODIES]
STRAIGHT = [(view, body) for view in ("lumbosacral", "posterior") for body in BODIES]
OBLIQUE = [(view, body) for view in ("hip", "hip-posterolateral") for body in BODIES]
SIDES = {"left": -1, "right": 1}


def drawn(view: str, body: str) -> tuple[Figure, dict[str, Shape]]:
    figure = anatomy.figure(view, body)
    return figure, {shape.name: shape for shape in REGIONS[view].shapes(figure)}


def outline(shape: Shape) -> list[XY]:
    return flatten(smooth(shape.points, shape.closed), 6)


def nearest(shape: Shape, place: XY) -> float:
    """Return how far a place lies from a shape's line."""
    line = outline(shape)
    return min(point_segment_distance(place, a, b) for a, b in pairwise(line))


def middle(shape: Shape) -> XY:
    x0, y0, x1, y1 = bounds(outline(shape))
    return ((x0 + x1) / 2, (y0 + y1) / 2)


def lowest(shape: Shape) -> XY:
    return max(outline(shape), key=lambda at: at[1])


# Rules for every view ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("view", "body"), FIGURES)
def test_bones_lie_inside_the_skin(view: str, body: str) -> None:
    figure, shapes = drawn(view, body)
    rings, edges = skin(figure)
    bones = [shape for shape in shapes.values() if shape.closed and shape.kind in ("bone", "bone-strong")]
    assert len(bones) > 12
    for bone in bones:
        line = [at for at in outline(bone) if on_sheet(figure, at)]
        x0, y0, x1, y1 = bounds(line)
        near = [pair for pair in edges if boxes_overlap(bounds(pair), (x0, y0, x1, y1), 2 * SKIN_OVER_BONE)]
        for place in line[::6]:
            assert sum(ring_contains(ring, place) for ring in rings) % 2, f"{bone.name}: outside the skin at {place}"
        cover = min((point_segment_distance(place, a, b) for place in line for a, b in near), default=SKIN_OVER_BONE)
        assert cover >= SKIN_OVER_BONE, f"{bone.name}: {cover:.2f} mm under the skin"


@pytest.mark.parametrize(("view", "body"), FIGURES)
def test_shapes_are_the_same_each_time_and_named_once(view: str, body: str) -> None:
    figure = anatomy.figure(view, body)
    first = REGIONS[view].shapes(figure)
    assert first == REGIONS[view].shapes(figure)
    assert len({shape.name for shape in first}) == len(first)


@pytest.mark.parametrize(("view", "body"), STRAIGHT)
def test_seen_from_behind_the_bones_are_symmetric(view: str, body: str) -> None:
    _, shapes = drawn(view, body)
    for name, shape in shapes.items():
        pair = [shape, shapes[name.replace("left", "right", 1)]] if "left" in name else [shape, shape]
        if "right" in name:
            continue
        for x, y in pair[0].points:
            assert min(dist((-x, y), at) for at in pair[1].points) < 0.05, name


@pytest.mark.parametrize(
    "view", [view for view in views() if view.bones in ("trunk", "whole_body", "hip")], ids=lambda view: view.slug
)
def test_each_view_has_the_shapes_of_its_region(view: View) -> None:
    assert regions.REGIONS[view.bones] is REGIONS[view.slug].shapes


# Spine -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("view", "body"), STRAIGHT)
def test_spinous_processes_end_below_at_their_landmarks(view: str, body: str) -> None:
    figure, shapes = drawn(view, body)
    found = [name for name in SPINE if f"spinous process of {name}" in shapes]
    assert found == list(SPINE if view == "posterior" else SPINE[-7:])
    for name in found:
        x, y = lowest(shapes[f"spinous process of {name}"])
        assert abs(y - figure.project_landmark(f"spinous-process-{name}")[1]) <= 0.5
        assert abs(x) < 2


@pytest.mark.parametrize("body", BODIES)
def test_lumbar_process_and_gap_heights_are_anatomical(body: str) -> None:
    _, shapes = drawn("lumbosacral", body)
    boxes = [bounds(outline(shapes[f"spinous process of L{n}"])) for n in range(1, 6)]
    assert all(19.5 < box[3] - box[1] < 26 for box in boxes[:4])
    assert 16 < boxes[4][3] - boxes[4][1] < 18
    gaps = [below[1] - above[3] for above, below in pairwise(boxes)]
    assert all(9 <= gap < 13.5 for gap in gaps)


@pytest.mark.parametrize("body", BODIES)
def test_only_the_vertebrae_that_are_counted_to_are_drawn_strong(body: str) -> None:
    _, shapes = drawn("lumbosacral", body)
    strong = [name for name, shape in shapes.items() if shape.kind == "bone-strong"]
    assert strong == ["spinous process of L2", "spinous process of L4"]


@pytest.mark.parametrize("body", BODIES)
def test_twelfth_rib_ends_at_its_landmark(body: str) -> None:
    figure, shapes = drawn("lumbosacral", body)
    for side in SIDES:
        assert nearest(shapes[f"{side} rib 12"], figure.project_landmark("twelfth-rib-tip", side)) < 1


# Pelvis ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("view", "body"), STRAIGHT)
def test_foramina_and_hiatus_lie_at_their_landmarks(view: str, body: str) -> None:
    figure, shapes = drawn(view, body)
    for number in (1, 2, 3, 4):
        for side in SIDES:
            shape = shapes[f"{side} foramen S{number}"]
            assert shape.kind == "foramen"
            assert dist(middle(shape), figure.project_landmark(f"sacral-foramen-S{number}", side)) < 0.3
    assert ring_contains(outline(shapes["sacral hiatus"]), figure.project_landmark("sacral-hiatus"))
    assert dist(lowest(shapes["coccyx 3"]), figure.project_landmark("coccyx-tip")) < 0.5


@pytest.mark.parametrize(("view", "body"), STRAIGHT)
def test_hip_bones_touch_their_landmarks(view: str, body: str) -> None:
    figure, shapes = drawn(view, body)
    for side in SIDES:
        bone = shapes[f"{side} hip bone"]
        crest = figure.project_landmark("iliac-crest-top", side)
        assert nearest(bone, crest) < 0.5
        assert abs(min(y for _, y in outline(bone)) - crest[1]) < 1
        assert nearest(bone, figure.project_landmark("posterior-superior-iliac-spine", side)) < 0.5
        assert ring_contains(outline(bone), figure.project_landmark("ischial-tuberosity", side))


@pytest.mark.parametrize(("view", "body"), STRAIGHT)
def test_bl54_is_level_with_the_notch_and_outside_the_sacrum(view: str, body: str) -> None:
    figure, shapes = drawn(view, body)
    place = (
        figure.project_landmark("scapula-medial-border", "right")[0],
        figure.project_landmark("sacral-foramen-S4", "right")[1],
    )
    assert not ring_contains(outline(shapes["sacrum"]), place)


@pytest.mark.parametrize("body", BODIES)
def test_sacrum_has_the_measures_of_its_sex(body: str) -> None:
    _, shapes = drawn("lumbosacral", body)
    x0, y0, x1, y1 = bounds(outline(shapes["sacrum"]))
    assert abs(x1 - x0 - {"male": 104, "female": 109}[body]) < 4
    assert abs(y1 - y0 - {"male": 107, "female": 98}[body]) < 10


def test_a_womans_pelvis_is_wider_for_her_height() -> None:
    ratios = {}
    for body in BODIES:
        figure, shapes = drawn("lumbosacral", body)
        crest = figure.landmark("iliac-crest-top", "right")[2]
        x0, y0, x1, y1 = bounds(outline(shapes["sacrum"]))
        ratios[body] = (bounds(outline(shapes["right hip bone"]))[2] / crest, (x1 - x0) / (y1 - y0))
    assert all(hers > 1.02 * his for hers, his in zip(ratios["female"], ratios["male"], strict=True))


@pytest.mark.parametrize(("view", "body"), STRAIGHT)
def test_trochanter_is_widest_at_its_landmark(view: str, body: str) -> None:
    figure, shapes = drawn(view, body)
    for side, sign in SIDES.items():
        widest = max(outline(shapes[f"{side} femur"]), key=lambda at: sign * at[0])
        assert dist(widest, figure.project_landmark("greater-trochanter-prominence", side)) < 1


@pytest.mark.parametrize(("view", "body"), OBLIQUE)
def test_seen_obliquely_the_landmarks_lie_on_their_bones(view: str, body: str) -> None:
    figure, shapes = drawn(view, body)
    for name in ("right femur", "greater trochanter"):
        assert ring_contains(outline(shapes[name]), figure.project_landmark("greater-trochanter-prominence", "right"))
    femur = outline(shapes["right femur"])
    assert all(ring_contains(femur, place) for place in outline(shapes["crest between the trochanters"]))
    bone = shapes["right hip bone"]
    assert nearest(bone, figure.project_landmark("iliac-crest-top", "right")) < 4
    assert nearest(bone, figure.project_landmark("posterior-superior-iliac-spine", "right")) < 4
    assert nearest(shapes["sacral hiatus"], figure.project_landmark("sacral-hiatus")) < 6


# Shoulder blades ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", BODIES)
def test_shoulder_blades_lie_at_their_landmarks(body: str) -> None:
    figure, shapes = drawn("posterior", body)
    for side, sign in SIDES.items():
        blade = shapes[f"{side} shoulder blade"]
        border = figure.project_landmark("scapula-medial-border", side)
        assert nearest(blade, border) < 0.5
        assert min(sign * x for x, _ in outline(blade)) > sign * border[0] - 0.8
        assert dist(lowest(blade), figure.project_landmark("scapula-inferior-angle", side)) < 1
        assert nearest(shapes[f"{side} spine of the shoulder blade"], border) < 4


# Helpers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", BODIES)
def test_the_pelvis_meets_its_anchors_in_space(body: str) -> None:
    figure = anatomy.figure("lumbosacral", body)
    warp = Pelvis(figure).warp
    for key, (at, cover) in pelvis.ANCHORS.items():
        x, y, z = figure.landmark(key, "right")
        assert warp(at) == pytest.approx((x, y + cover, z), abs=1e-6)


def test_a_warp_without_bending_is_the_affine_map() -> None:
    corners = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1), (2, 1, 0)]
    warp = Warp([((x, y, z), (2 * x + 1, y - x, 3 * z)) for x, y, z in corners])
    assert warp((0.3, 0.6, 0.9)) == pytest.approx((1.6, 0.3, 2.7))


def test_solving_swaps_rows_where_it_must() -> None:
    assert solve_linear([[0.0, 1.0], [2.0, 0.0]], [[3.0], [4.0]]) == [[2.0], [3.0]]


def test_a_rods_outline_is_its_shadow() -> None:
    ring = flatten(smooth(rounded([((0, 0), (40, 0), 10, 10)], 1.0, (0, 12)), True), 4)
    x0, y0, x1, y1 = bounds(ring)
    assert (x0, y0, x1, y1) == pytest.approx((-10, -10, 50, 10), abs=0.6)
    assert max(abs(point_segment_distance(at, (0, 0), (40, 0)) - 10) for at in ring) < 0.7
