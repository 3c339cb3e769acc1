"""Close-ups are pictures of a body, not letter-boxes between columns of words."""

from __future__ import annotations

import pytest

from diagrams import anatomy, drawing, skin, views
from diagrams.anatomy import BODIES
from diagrams.curves import contains
from tests import drawings
from tests.catalogues import shipped

CATALOGUE = shipped()
#: The least share of a close-up's sheet that is body; the aim is 0.55.
BODY_SHARE = 0.29
SAMPLES = 48


def body_share(svg: str, view: str, body: str) -> float:
    """Return the share of a sheet that shows body, from a grid of samples."""
    x0, y0, x1, y1 = drawings.view_box(svg)
    left, top, right, bottom = drawings.crop(svg)
    rings = skin.silhouette(anatomy.figure(view, body))
    inside = 0
    for row in range(SAMPLES):
        for column in range(SAMPLES):
            x, y = x0 + (column + 0.5) * (x1 - x0) / SAMPLES, y0 + (row + 0.5) * (y1 - y0) / SAMPLES
            shown = left < x < right and top < y < bottom
            inside += shown and sum(bool(contains(ring, (x, y))) for ring in rings) % 2
    return inside / SAMPLES**2


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("code", [point.code for point in CATALOGUE.points])
def test_a_good_part_of_a_close_up_is_body(code: str, body: str) -> None:
    svg = drawing.close_up(CATALOGUE, CATALOGUE.point(code), body)
    assert body_share(svg, views.close_up(code).view, body) >= BODY_SHARE
