"""What of a figure's sheet is skin, for tests of what lies under it."""

from __future__ import annotations

from typing import Final

from diagrams.anatomy import Figure
from diagrams.geometry import paths
from diagrams.geometry.vectors import XY

SKIN_OVER_BONE: Final = 1.5  # mm, the least believable cover: acceptance criterion of the drawings
CROP: Final = 1.0  # mm: an edge of the skin this near the edge of the sheet is a cut, not skin


def skin(figure: Figure) -> tuple[list[list[XY]], list[tuple[XY, XY]]]:
    """Return the rings of the skin, and the segments of them that are not cuts along the edge of the sheet."""
    rings = paths.polylines(figure.skin.silhouette)
    segments = [pair for ring in rings for pair in zip(ring, [*ring[1:], ring[0]], strict=True)]
    return rings, [pair for pair in segments if not any(on_crop(figure, *pair, axis) for axis in (0, 1))]


def on_crop(figure: Figure, a: XY, b: XY, axis: int) -> bool:
    """Return whether a segment runs along an edge of the sheet across `axis`."""
    edges = (figure.box[axis], figure.box[axis + 2])
    return any(abs(a[axis] - edge) < CROP and abs(b[axis] - edge) < CROP for edge in edges)


def on_sheet(figure: Figure, place: XY) -> bool:
    """Return whether a place lies on the sheet, clear of its edges."""
    x0, y0, x1, y1 = figure.box
    return x0 + CROP < place[0] < x1 - CROP and y0 + CROP < place[1] < y1 - CROP
