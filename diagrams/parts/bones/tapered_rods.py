"""Outline of a long bone, modelled as a chain of tapered rods, from any side.

Where rods meet, the outline has a fillet. Units: sheet millimetres.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, hypot, log

from diagrams.geometry.curves import point_line_distance, simplify_ring
from diagrams.geometry.vectors import XY

#: A projected rod: both ends, and the radius at either.
Rod = tuple[XY, XY, float, float]
STEP_MM = 2.0  # distance between samples of the outline


def outline_of_rods(rods: Sequence[Rod], fillet: float, start: XY, tolerance: float = 0.35) -> tuple[XY, ...]:
    """Return the closed outline of the rods, clockwise from the projection of `start` onto it.

    The outline is the zero level of the smoothed distance to the rods, traced step by step, then simplified to
    `tolerance`.
    """

    def edge(at: XY) -> float:
        return -fillet * log(sum(exp(-_signed_distance(at, rod) / fillet) for rod in rods))

    first = _project_to_edge(start, edge)
    ring, here = [first], first
    for _ in range(2000):
        dx, dy = _gradient(here, edge)
        here = _project_to_edge((here[0] - dy * STEP_MM, here[1] + dx * STEP_MM), edge)
        if len(ring) > 3 and hypot(here[0] - first[0], here[1] - first[1]) < 0.75 * STEP_MM:
            break
        ring.append(here)
    return tuple(simplify_ring(ring, tolerance, point_line_distance))


def _signed_distance(at: XY, rod: Rod) -> float:
    """Return the distance of a point from a tapered rod, negative inside."""
    (ax, ay), (bx, by), ra, rb = rod
    ux, uy = bx - ax, by - ay
    length = ux * ux + uy * uy
    t = ((at[0] - ax) * ux + (at[1] - ay) * uy) / length if length else 0.0
    t = min(max(t, 0.0), 1.0)
    return hypot(at[0] - ax - t * ux, at[1] - ay - t * uy) - ra - t * (rb - ra)


def _gradient(at: XY, edge: Callable[[XY], float]) -> XY:
    """Return the direction of steepest increase of the distance."""
    x, y = at
    dx, dy = edge((x + 0.05, y)) - edge((x - 0.05, y)), edge((x, y + 0.05)) - edge((x, y - 0.05))
    length = hypot(dx, dy) or 1.0
    return (dx / length, dy / length)


def _project_to_edge(at: XY, edge: Callable[[XY], float]) -> XY:
    """Return the projection of a point onto the outline (Newton steps)."""
    for _ in range(12):
        off = edge(at)
        if abs(off) < 0.01:
            break
        dx, dy = _gradient(at, edge)
        at = (at[0] - dx * off, at[1] - dy * off)
    return at
