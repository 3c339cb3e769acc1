"""Locator: a small whole figure from behind with a frame round the crop."""

from __future__ import annotations

from functools import cache
from typing import Final

from diagrams import anatomy, canvas, palette
from diagrams.anatomy import Figure
from diagrams.canvas import Layer
from diagrams.geometry.curves import Box, bounds, simplify_ring
from diagrams.geometry.vectors import XY
from diagrams.parts import skin

_TOLERANCE_MM: Final = 5.0  # of the simplified outline, on the body
_FRAME_MARGIN_MM: Final = 25.0  # round landmarks, on the body


def draw_locator(layer: Layer, figure: Figure, around: tuple[str, ...], crop: Box, box: Box, unit: float) -> None:
    """Draw the locator into a box of the sheet, with a frame round the landmarks `around`, or round the crop."""
    whole = anatomy.figure("posterior", figure.body)
    rings = _rings(whole)
    x0, y0, x1, y1 = bounds(p for ring in rings for p in ring)
    scale = min((box[2] - box[0]) / (x1 - x0), (box[3] - box[1]) / (y1 - y0))
    shift = ((box[0] + box[2] - (x0 + x1) * scale) / 2, box[1] - y0 * scale)

    def to_box(place: XY) -> XY:
        return (place[0] * scale + shift[0], place[1] * scale + shift[1])

    group = layer.group("inset")
    data = "".join(canvas.polygon_data([to_box(p) for p in ring]) for ring in rings)
    group.path(
        data,
        "inset-body",
        fill=palette.INSET,
        fill_rule="evenodd",
        stroke=palette.INSET_LINE,
        stroke_width=0.4 * unit,
        stroke_linejoin="round",
    )
    a, b, c, d = _frame(figure, whole, around, crop)
    (a, b), (c, d) = to_box((a, b)), to_box((c, d))
    group.rect(
        (a, b, c, d),
        "inset-frame",
        fill=palette.POINT,
        fill_opacity=0.14,
        stroke=palette.POINT,
        stroke_width=0.8 * unit,
    )


@cache
def _rings(whole: Figure) -> tuple[tuple[XY, ...], ...]:
    """Return the simplified outline of a whole body."""
    return tuple(tuple(simplify_ring(ring, _TOLERANCE_MM)) for ring in skin.silhouette(whole) if len(ring) > 30)


def _frame(figure: Figure, whole: Figure, around: tuple[str, ...], crop: Box) -> Box:
    if not around:
        x0, y0, x1, y1 = whole.box
        return (max(crop[0], x0), max(crop[1], y0), min(crop[2], x1), min(crop[3], y1))
    spots = [whole.project(place) for key in around for side, place in figure.landmarks[key].items() if side != "left"]
    x0, y0, x1, y1 = bounds(spots)
    return (x0 - _FRAME_MARGIN_MM, y0 - _FRAME_MARGIN_MM, x1 + _FRAME_MARGIN_MM, y1 + _FRAME_MARGIN_MM)
