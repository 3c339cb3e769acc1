"""Hair and elbow folds of the whole body lie where they belong on both bodies."""

from __future__ import annotations

import pytest

from diagrams import anatomy
from diagrams.anatomy import BODIES
from diagrams.geometry.curves import ring_contains
from diagrams.parts import skin
from diagrams.parts.bones import Shape, ankle, pelvis, surface
from tests.support import sheets

EACH_BODY = pytest.mark.parametrize("body", BODIES)


def drawn(body: str) -> dict[str, Shape]:
    return {shape.name: shape for shape in surface.shapes(anatomy.figure("posterior", body))}


def inside(body: str, place: tuple[float, float]) -> bool:
    rings = skin.silhouette(anatomy.figure("posterior", body))
    return sum(bool(ring_contains(ring, place)) for ring in rings) % 2 == 1


@EACH_BODY
def test_hair_covers_the_skull_and_leaves_the_ears_free(body: str) -> None:
    figure, hair = anatomy.figure("posterior", body), drawn(body)["hair"].points
    top = min(y for ring in skin.silhouette(figure) for _, y in ring)
    nape = sheets.on_sheet("posterior", body, "spinous-process-C7")[1]
    assert top - 5 < min(y for _, y in hair) < top
    assert top + 0.6 * (nape - top) < max(y for _, y in hair) < nape - 30
    # The head is broadest at the ears; what lies there is skin.
    heights = [top + (nape - top) * share / 40 for share in range(10, 28)]
    ear = max(heights, key=lambda y: surface.outline_crossings(figure, y)[-1])
    edge = surface.outline_crossings(figure, ear)[-1]
    assert not ring_contains(hair, (edge - 4, ear)) and not ring_contains(hair, (4 - edge, ear))
    assert ring_contains(hair, (0.0, ear))
    assert [(round(-x, 6), y) for x, y in hair[1:]] == [(round(x, 6), y) for x, y in reversed(hair[1:])]


@EACH_BODY
@pytest.mark.parametrize(("side", "sign"), [("left", -1), ("right", 1)])
def test_elbow_folds_lie_midway_on_the_arm(body: str, side: str, sign: int) -> None:
    fold = drawn(body)[f"fold of the {side} elbow"]
    assert fold.kind == "crease"
    trunk = sheets.on_sheet("posterior", body, "greater-trochanter-prominence", side)[0]
    for x, y in fold.points:
        assert sign * x > abs(trunk), "beyond the trunk"
        assert inside(body, (x, y))
    shoulder = sheets.on_sheet("posterior", body, "scapula-medial-border", side)[1]
    hip = sheets.on_sheet("posterior", body, "greater-trochanter-prominence", side)[1]
    height = fold.points[1][1]
    assert 0.4 < (height - shoulder) / (hip - shoulder) < 0.7


def test_only_one_body_wears_a_knot() -> None:
    assert "knot of hair" in drawn("female") and "knot of hair" not in drawn("male")


@EACH_BODY
def test_the_great_toe_is_told_from_its_ball(body: str) -> None:
    figure = anatomy.figure("ankle-medial", body)
    shapes = {shape.name: shape for shape in ankle.shapes(figure)}
    fold, nail = shapes["fold between the great toe and its ball"], shapes["nail of the great toe"]
    assert max(x for x, _ in nail.points) < min(x for x, _ in fold.points), "the toe lies on the viewer's left of it"
    rings = skin.silhouette(figure)
    for place in fold.points[1:]:
        assert sum(bool(ring_contains(ring, place)) for ring in rings) % 2 == 1


def test_sacrum_has_corners_and_tubercles() -> None:
    breadth = {round(z): x for x, _, z in pelvis.SACRUM}
    corner = max((x for x, _, z in pelvis.SACRUM if -55 < z < -45), default=0.0)
    waist = min(x for x, _, z in pelvis.SACRUM if -48 < z < -35)
    assert corner >= waist, "the side swells again at the lower corner"
    assert breadth[round(pelvis.SACRUM[-1][2])] == 0
    inner, outer = (pelvis.SACRAL_LINES[f"{row} row of tubercles"] for row in ("inner", "outer"))
    for at in pelvis.FORAMINA.values():
        level = [
            min(line, key=lambda place, z=at[2]: abs(place[2] - z))[0]  # type: ignore[misc]
            for line in (inner, outer)
        ]
        assert level[0] < at[0] < level[1], "the openings lie between the rows"
