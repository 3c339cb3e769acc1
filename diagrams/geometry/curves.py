"""Curves of the plane, and predicates on boxes, segments and rings.

Units are those of the caller, in practice sheet millimetres.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from math import dist, pi, sin
from typing import Final

from diagrams.geometry.vectors import XY

Cubic = tuple[XY, XY, XY, XY]
Box = tuple[float, float, float, float]


#: Entries of each cache of paths and points: more than all figures together need.
CACHE_SIZE: Final = 8192


def interpolate(a: XY, b: XY, fraction: float) -> XY:
    """Return the point at a fraction of the segment from a to b."""
    return (a[0] + (b[0] - a[0]) * fraction, a[1] + (b[1] - a[1]) * fraction)


def smooth(points: Sequence[XY], closed: bool = False) -> list[Cubic]:
    """Return the centripetal Catmull-Rom curve through the points as cubic Beziers (no loops, no overshoot)."""
    points = [p for i, p in enumerate(points) if i == 0 or dist(p, points[i - 1]) > 1e-9]
    count = len(points)
    if closed and count > 1 and dist(points[0], points[-1]) < 1e-9:
        points, count = points[:-1], count - 1

    def at(i: int) -> XY:
        return points[i % count] if closed else points[min(max(i, 0), count - 1)]

    return [_cubic(at(i - 1), at(i), at(i + 1), at(i + 2)) for i in range(count if closed else count - 1)]


def _cubic(p0: XY, p1: XY, p2: XY, p3: XY) -> Cubic:
    return (p1, _handle(p0, p1, p2), _handle(p3, p2, p1), p2)


def _handle(previous: XY, anchor: XY, following: XY) -> XY:
    """Return the Bezier handle at `anchor` on the side of `following`."""
    root_back, root_ahead = dist(previous, anchor) ** 0.5, dist(anchor, following) ** 0.5
    if root_back < 1e-9:
        return interpolate(anchor, following, 1 / 3)
    divisor = 3 * root_back * (root_back + root_ahead)
    x, y = (
        (
            root_back * root_back * following[k]
            - root_ahead * root_ahead * previous[k]
            + (2 * root_back * root_back + 3 * root_back * root_ahead + root_ahead * root_ahead) * anchor[k]
        )
        / divisor
        for k in (0, 1)
    )
    return (x, y)


def flatten(cubics: Iterable[Cubic], steps: int = 8) -> list[XY]:
    """Return points along the curve, `steps` to each piece, both ends included."""
    pieces = list(cubics)
    points = [cubic_point(piece, i / steps) for piece in pieces for i in range(steps)]
    return [*points, pieces[-1][3]] if pieces else []


def cubic_point(piece: Cubic, t: float) -> XY:
    """Return the point of a cubic Bezier at parameter t."""
    s = 1 - t
    weights = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
    return (
        sum(w * p[0] for w, p in zip(weights, piece, strict=True)),
        sum(w * p[1] for w, p in zip(weights, piece, strict=True)),
    )


def resample(points: Sequence[XY], count: int) -> list[XY]:
    """Return `count` + 1 points at equal distances along a polyline."""
    lengths = [0.0]
    for a, b in itertools.pairwise(points):
        lengths.append(lengths[-1] + dist(a, b))
    resampled, index = [], 0
    for k in range(count + 1):
        target = lengths[-1] * k / count
        while index < len(points) - 2 and lengths[index + 1] < target:
            index += 1
        span = lengths[index + 1] - lengths[index]
        resampled.append(
            interpolate(points[index], points[index + 1], (target - lengths[index]) / span if span else 0.0)
        )
    return resampled


def tapered_stroke(points: Sequence[XY], width: float, power: float = 0.55) -> list[XY]:
    """Return the closed outline of a pen stroke through the points, `width` in the middle, tapered at both ends."""
    line = flatten(smooth(points), 5)
    line = resample(line, max(6, min(14, 2 * len(points))))
    last = len(line) - 1
    left, right = [], []
    for i, (x, y) in enumerate(line):
        a, b = line[max(i - 1, 0)], line[min(i + 1, last)]
        length = dist(a, b) or 1.0
        half = width / 2 * max(sin(pi * i / last), 0.0) ** power
        dx, dy = -(b[1] - a[1]) / length * half, (b[0] - a[0]) / length * half
        left.append((x + dx, y + dy))
        right.append((x - dx, y - dy))
    return [*left, *right[-2:0:-1]]


def bounds(points: Iterable[XY]) -> Box:
    """Return the bounding box (x0, y0, x1, y1) of the points."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def boxes_overlap(a: Box, b: Box, gap: float = 0.0) -> bool:
    """Return whether two boxes, one of them enlarged by `gap`, overlap."""
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap


def segments_intersect(a: XY, b: XY, c: XY, d: XY) -> bool:
    """Return whether the interiors of the segments a-b and c-d intersect."""

    def side(p: XY, q: XY, r: XY) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def point_segment_distance(point: XY, a: XY, b: XY) -> float:
    """Return the distance from a point to the segment a-b."""
    length = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    t = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length if length else 0.0
    return dist(point, interpolate(a, b, min(max(t, 0.0), 1.0)))


def point_line_distance(point: XY, a: XY, b: XY) -> float:
    """Return the distance from a point to the infinite line through a and b."""
    length = dist(a, b) or 1.0
    return abs((b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])) / length


def ring_contains(ring: Sequence[XY], point: XY) -> bool:
    """Return whether a closed polyline encloses the point (even-odd)."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def simplify_line(
    line: Sequence[XY], tolerance: float, distance: Callable[[XY, XY, XY], float] = point_segment_distance
) -> list[XY]:
    """Return a polyline without the points within `tolerance` of the simplified one (Douglas and Peucker, 1973)."""
    first, last = line[0], line[-1]
    offsets = [distance(point, first, last) for point in line]
    index = max(range(len(line)), key=offsets.__getitem__)
    if offsets[index] <= tolerance:
        return [first, last]
    head = simplify_line(line[: index + 1], tolerance, distance)
    return [*head[:-1], *simplify_line(line[index:], tolerance, distance)]


def simplify_ring(
    ring: Sequence[XY], tolerance: float, distance: Callable[[XY, XY, XY], float] = point_segment_distance
) -> list[XY]:
    """Return a closed ring simplified; its first point and the one half way round remain."""
    half = len(ring) // 2
    first = simplify_line(ring[: half + 1], tolerance, distance)
    second = simplify_line([*ring[half:], ring[0]], tolerance, distance)
    return [*first[:-1], *second[:-1]]
