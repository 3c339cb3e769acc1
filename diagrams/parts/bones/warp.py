"""Smooth interpolating map of space: fits a model of bones to the landmarks of a body.

An affine map plus a weighted sum of distances to the anchors: the biharmonic spline of space, the interpolant of least
bending energy. Units: mm on either side.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import dist

from diagrams.geometry.vectors import XYZ


class Warp:
    """The smooth map of each anchor's first point to its second; five or more anchors, not all in one plane."""

    def __init__(self, anchors: Sequence[tuple[XYZ, XYZ]]) -> None:
        self._anchors = [a for a, _ in anchors]
        rows = [[*(dist(a, b) for b in self._anchors), 1.0, *a] for a in self._anchors]
        rows += [[*(column), 0.0, 0.0, 0.0, 0.0] for column in zip(*((1.0, *a) for a in self._anchors), strict=True)]
        targets = [list(b) for _, b in anchors] + [[0.0, 0.0, 0.0] for _ in range(4)]
        self._weights = solve_linear(rows, targets)

    def __call__(self, place: XYZ) -> XYZ:
        basis = [*(dist(place, a) for a in self._anchors), 1.0, *place]
        x, y, z = (sum(b * w[k] for b, w in zip(basis, self._weights, strict=True)) for k in range(3))
        return (x, y, z)


def solve_linear(matrix: list[list[float]], right: list[list[float]]) -> list[list[float]]:
    """Return X with matrix · X = right (Gauss elimination with row pivots). The matrix must not be singular."""
    rows = [[*a, *b] for a, b in zip(matrix, right, strict=True)]
    count = len(rows)
    for k in range(count):
        best = max(range(k, count), key=lambda i: abs(rows[i][k]))
        rows[k], rows[best] = rows[best], rows[k]
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for i in range(count):
            if i != k and (factor := rows[i][k]):
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [row[count:] for row in rows]
