"""The muscle on which LI4 is pressed is drawn where the text says: between thumb and index finger."""

from __future__ import annotations

import pytest

from diagrams import anatomy, skin
from diagrams.anatomy import BODIES
from diagrams.bones import Shape, hand
from diagrams.curves import contains
from points.catalogue import Catalogue


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
