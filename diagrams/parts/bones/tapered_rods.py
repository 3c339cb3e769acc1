"""Outlines of bones from any side: a long bone is a chain of tapered rods, its outline the edge of their shadow.

Where rods meet, the outline is smoothed as if by a fillet. Units: sheet millimetres.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, hypot, log

from diagrams.parts.bones import XY

#: A rod's shadow: both ends, and the radius at either.
Rod = tuple[XY, XY, float, float]
STEP = 2.0  # mm between the places where the outline is felt for


def outline(rods: Sequence[Rod], fillet: float, start: XY, tolerance: float = 0.35) -> tuple[XY, ...]:
    """Return the closed outline of the rods, clockwise from the point found nearest below `start`.

    It is walked along the line where the smoothed distance to the rods is nought, then thinned to `tolerance`.
    """

    def edge(at: XY) -> float:
        return -fillet * log(sum(exp(-_distance(at, rod) / fillet) for rod in rods))

    first = _settle(start, edge)
    ring, here = [first], first
    for _ in range(2000):
        dx, dy = _slope(here, edge)
        here = _settle((here[0] - dy * STEP, here[1] + dx * STEP), edge)
        if len(ring) > 3 and hypot(here[0] - first[0], here[1] - first[1]) < 0.75 * STEP:
            break
        ring.append(here)
    half = len(ring) // 2
    return (*thin(ring[: half + 1], tolerance)[:-1], *thin([*ring[half:], first], tolerance)[:-1])


def _distance(at: XY, rod: Rod) -> float:
    """Return how far a place lies outside a tapered rod (negative inside)."""
    (ax, ay), (bx, by), ra, rb = rod
    ux, uy = bx - ax, by - ay
    length = ux * ux + uy * uy
    t = ((at[0] - ax) * ux + (at[1] - ay) * uy) / length if length else 0.0
    t = min(max(t, 0.0), 1.0)
    return hypot(at[0] - ax - t * ux, at[1] - ay - t * uy) - ra - t * (rb - ra)


def _slope(at: XY, edge: Callable[[XY], float]) -> XY:
    """Return the unit vector in which the distance grows."""
    x, y = at
    dx, dy = edge((x + 0.05, y)) - edge((x - 0.05, y)), edge((x, y + 0.05)) - edge((x, y - 0.05))
    length = hypot(dx, dy) or 1.0
    return (dx / length, dy / length)


def _settle(at: XY, edge: Callable[[XY], float]) -> XY:
    """Return the place on the outline next to this one."""
    for _ in range(12):
        off = edge(at)
        if abs(off) < 0.01:
            break
        dx, dy = _slope(at, edge)
        at = (at[0] - dx * off, at[1] - dy * off)
    return at


def thin(line: Sequence[XY], tolerance: float) -> list[XY]:
    """Return the polyline without the points that lie within `tolerance` of the chord (Douglas and Peucker)."""
    (ax, ay), (bx, by) = line[0], line[-1]
    length = hypot(bx - ax, by - ay) or 1.0
    away = [abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length for x, y in line]
    far = max(range(len(line)), key=away.__getitem__)
    if away[far] <= tolerance:
        return [line[0], line[-1]]
    return [*thin(line[: far + 1], tolerance)[:-1], *thin(line[far:], tolerance)]
