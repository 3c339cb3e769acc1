"""Bones, tendons and creases of hand, knee and ankle: inside the skin, and on the landmarks they are named for."""

from __future__ import annotations

from math import dist

import pytest

from diagrams import anatomy
from diagrams.anatomy import Figure
from diagrams.geometry.curves import flatten, interpolate, point_segment_distance, ring_contains, smooth
from diagrams.geometry.vectors import XY
from diagrams.parts.bones import Shape, ankle, hand, knee
from tests.support.skin_outline import SKIN_OVER_BONE, on_sheet, skin

REGIONS = {"hand-dorsal": hand, "knee-posterior": knee, "ankle-medial": ankle}
FIGURES = [(view, body) for view in REGIONS for body in anatomy.BODIES]


def drawn(view: str, body: str) -> tuple[Figure, dict[str, Shape]]:
    figure = anatomy.figure(view, body)
    return figure, {shape.name: shape for shape in REGIONS[view].shapes(figure)}


def outline(shape: Shape) -> list[XY]:
    return flatten(smooth(shape.points, shape.closed), 4)


def middle(points: list[XY]) -> XY:
    """Return the centre of the extent of the points."""
    xs, ys = zip(*points, strict=True)
    return ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)


@pytest.mark.no_cover
@pytest.mark.parametrize(("view", "body"), FIGURES)
def test_bones_lie_inside_the_skin(view: str, body: str) -> None:
    figure, shapes = drawn(view, body)
    rings, segments = skin(figure)
    bones = [shape for shape in shapes.values() if shape.closed and shape.kind in ("bone", "bone-strong", "hidden")]
    assert bones
    for bone in bones:
        seen = [point for point in outline(bone) if on_sheet(figure, point)]
        assert seen, f"{bone.name}: wholly beyond the crop"
        for point in seen:
            assert sum(ring_contains(ring, point) for ring in rings) % 2, f"{bone.name}: outside the skin at {point}"
            cover = min(point_segment_distance(point, a, b) for a, b in segments)
            assert cover >= SKIN_OVER_BONE, f"{bone.name}: {cover:.2f} mm under the skin at {point}"


@pytest.mark.parametrize(("view", "body"), FIGURES)
def test_tendons_and_nails_lie_inside_the_skin(view: str, body: str) -> None:
    figure, shapes = drawn(view, body)
    rings, _ = skin(figure)
    for shape in shapes.values():
        if shape.kind in ("tendon", "nail"):
            outside = [p for p in outline(shape) if on_sheet(figure, p) and not any(ring_contains(r, p) for r in rings)]
            assert not outside, f"{shape.name}: outside the skin at {outside[:3]}"


@pytest.mark.parametrize(("view", "body"), FIGURES)
def test_shapes_are_the_same_each_time(view: str, body: str) -> None:
    figure = anatomy.figure(view, body)
    first = REGIONS[view].shapes(figure)
    assert first == REGIONS[view].shapes(figure)
    assert len({shape.name for shape in first if shape.kind != "crease"}) == sum(s.kind != "crease" for s in first)


@pytest.mark.parametrize("body", anatomy.BODIES)
def test_hand_has_all_its_bones(body: str) -> None:
    _, shapes = drawn("hand-dorsal", body)
    names = [s.name for s in shapes.values() if s.kind in ("bone", "bone-strong", "hidden")]
    assert sum(name.startswith("metacarpal") for name in names) == 5
    assert sum("phalanx" in name for name in names) == 14
    assert len(names) == 5 + 14 + 8 + 2  # carpus; radius and ulna


@pytest.mark.parametrize("body", anatomy.BODIES)
def test_second_metacarpal_runs_from_base_to_head(body: str) -> None:
    figure, shapes = drawn("hand-dorsal", body)
    bone = shapes["metacarpal 2"]
    base, head = (figure.project_landmark(f"metacarpal-2-{end}", "right") for end in ("base", "head"))
    line = outline(bone)
    assert bone.kind == "bone-strong"
    assert min(dist(point, head) for point in line) < 0.1
    assert min(dist(point, base) for point in line) < 1.5  # its base is hollow
    assert ring_contains(line, interpolate(base, head, 0.5))
    length = max(dist(a, b) for a in line for b in line)
    assert dist(base, head) <= length < dist(base, head) + 2.5


@pytest.mark.parametrize("body", anatomy.BODIES)
def test_thumb_lies_on_the_viewers_left(body: str) -> None:
    _, shapes = drawn("hand-dorsal", body)
    thumb = [middle(outline(s)) for s in shapes.values() if s.name.endswith("of the thumb") and s.kind == "bone"]
    others = [middle(outline(shapes[f"metacarpal {number}"])) for number in (2, 3, 4, 5)]
    assert len(thumb) == 2
    assert max(x for x, _ in thumb) < min(x for x, _ in others)
    assert [x for x, _ in others] == sorted(x for x, _ in others)


@pytest.mark.parametrize("body", anatomy.BODIES)
def test_popliteal_crease_passes_its_landmarks(body: str) -> None:
    figure, shapes = drawn("knee-posterior", body)
    medial, lateral = (figure.project_landmark(f"popliteal-crease-{side}", "right") for side in ("medial", "lateral"))
    line = outline(shapes["popliteal crease"])
    for wanted in (medial, interpolate(medial, lateral, 0.5), lateral):
        assert min(dist(point, wanted) for point in line) < 0.3
    assert dist(line[len(line) // 2], interpolate(medial, lateral, 0.5)) < 0.3


@pytest.mark.parametrize("body", anatomy.BODIES)
def test_crease_middle_lies_between_the_hamstring_tendons(body: str) -> None:
    figure, shapes = drawn("knee-posterior", body)
    medial, lateral = (figure.project_landmark(f"popliteal-crease-{side}", "right") for side in ("medial", "lateral"))
    x, y = interpolate(medial, lateral, 0.5)
    at_crease = {
        name: [p[0] for p in outline(shapes[f"tendon of {name}"]) if abs(p[1] - y) < 6]
        for name in ("semimembranosus", "semitendinosus", "biceps femoris")
    }
    assert max(at_crease["semimembranosus"] + at_crease["semitendinosus"]) < x - 15
    assert min(at_crease["biceps femoris"]) > x + 15


@pytest.mark.parametrize("body", anatomy.BODIES)
def test_fibula_lies_on_the_viewers_right_about_its_head(body: str) -> None:
    figure, shapes = drawn("knee-posterior", body)
    fibula, tibia = outline(shapes["fibula"]), outline(shapes["tibia"])
    assert ring_contains(fibula, figure.project_landmark("fibula-head", "right"))
    assert middle(fibula)[0] > middle(tibia)[0] + 20
    assert shapes["patella"].kind == "hidden"


@pytest.mark.parametrize("body", anatomy.BODIES)
def test_malleolus_peaks_at_its_landmark(body: str) -> None:
    figure, shapes = drawn("ankle-medial", body)
    landmark = figure.project_landmark("medial-malleolus-prominence", "right")
    assert dist(middle(outline(shapes["prominence of the medial malleolus"])), landmark) < 0.1
    tibia = outline(shapes["tibia"])
    assert ring_contains(tibia, landmark)
    assert 8 < max(y for _, y in tibia) - landmark[1] < 20  # the tip lies below the prominence


@pytest.mark.parametrize("body", anatomy.BODIES)
def test_calcaneal_tendon_begins_at_its_landmark(body: str) -> None:
    figure, shapes = drawn("ankle-medial", body)
    landmark = figure.project_landmark("achilles-anterior-border", "right")
    level = [p for p in outline(shapes["calcaneal tendon"]) if abs(p[1] - landmark[1]) < 3]
    assert min(dist(point, landmark) for point in level) < 0.5
    front = min((p for p in level if abs(p[1] - landmark[1]) < 1), key=lambda p: p[0])
    assert abs(front[0] - landmark[0]) < 0.5


@pytest.mark.parametrize("body", anatomy.BODIES)
def test_navicular_holds_its_landmark_and_toes_point_left(body: str) -> None:
    figure, shapes = drawn("ankle-medial", body)
    assert ring_contains(outline(shapes["navicular"]), figure.project_landmark("navicular-tuberosity", "right"))
    order = ["distal phalanx of the great toe", "first metatarsal", "navicular", "talus", "calcaneus"]
    xs = [middle(outline(shapes[name]))[0] for name in order]
    assert xs == sorted(xs)
