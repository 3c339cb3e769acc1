"""Lines as numbers: smooth curves through points, tapered strokes, and how boxes, segments and rings lie to each other.

Units are whatever the caller draws in (sheet millimetres). Nothing here knows SVG elements or colours.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from math import hypot, pi, sin
from typing import Final

from diagrams.parts.bones import XY

Cubic = tuple[XY, XY, XY, XY]
Box = tuple[float, float, float, float]


#: How many results of pure functions over paths and points are kept: more than all figures together need.
KEPT: Final = 8192


def distance(a: XY, b: XY) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def between(a: XY, b: XY, fraction: float) -> XY:
    """Return the place `fraction` of the way from a to b."""
    return (a[0] + (b[0] - a[0]) * fraction, a[1] + (b[1] - a[1]) * fraction)


def smooth(points: Sequence[XY], closed: bool = False) -> list[Cubic]:
    """Return the centripetal Catmull-Rom curve through the points as cubic Beziers (no loops, no overshoot)."""
    points = [p for i, p in enumerate(points) if i == 0 or distance(p, points[i - 1]) > 1e-9]
    count = len(points)
    if closed and count > 1 and distance(points[0], points[-1]) < 1e-9:
        points, count = points[:-1], count - 1

    def at(i: int) -> XY:
        return points[i % count] if closed else points[min(max(i, 0), count - 1)]

    return [_cubic(at(i - 1), at(i), at(i + 1), at(i + 2)) for i in range(count if closed else count - 1)]


def _cubic(p0: XY, p1: XY, p2: XY, p3: XY) -> Cubic:
    return (p1, _handle(p0, p1, p2), _handle(p3, p2, p1), p2)


def _handle(before: XY, here: XY, after: XY) -> XY:
    """Return the Bezier handle at `here` towards `after`."""
    back, ahead = distance(before, here) ** 0.5, distance(here, after) ** 0.5
    if back < 1e-9:
        return between(here, after, 1 / 3)
    whole = 3 * back * (back + ahead)
    x, y = (
        (
            back * back * after[k]
            - ahead * ahead * before[k]
            + (2 * back * back + 3 * back * ahead + ahead * ahead) * here[k]
        )
        / whole
        for k in (0, 1)
    )
    return (x, y)


def flatten(cubics: Iterable[Cubic], steps: int = 8) -> list[XY]:
    """Return points along the curve, `steps` to each piece, both ends included."""
    pieces = list(cubics)
    points = [point_on(piece, i / steps) for piece in pieces for i in range(steps)]
    return [*points, pieces[-1][3]] if pieces else []


def point_on(piece: Cubic, t: float) -> XY:
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
        lengths.append(lengths[-1] + distance(a, b))
    out, index = [], 0
    for k in range(count + 1):
        wanted = lengths[-1] * k / count
        while index < len(points) - 2 and lengths[index + 1] < wanted:
            index += 1
        span = lengths[index + 1] - lengths[index]
        out.append(between(points[index], points[index + 1], (wanted - lengths[index]) / span if span else 0.0))
    return out


def stroke(points: Sequence[XY], width: float, power: float = 0.55) -> list[XY]:
    """Return the closed outline of a pen stroke through the points that swells to `width` and tapers at both ends."""
    line = flatten(smooth(points), 5)
    line = resample(line, max(6, min(14, 2 * len(points))))
    last = len(line) - 1
    left, right = [], []
    for i, (x, y) in enumerate(line):
        a, b = line[max(i - 1, 0)], line[min(i + 1, last)]
        length = distance(a, b) or 1.0
        half = width / 2 * max(sin(pi * i / last), 0.0) ** power
        dx, dy = -(b[1] - a[1]) / length * half, (b[0] - a[0]) / length * half
        left.append((x + dx, y + dy))
        right.append((x - dx, y - dy))
    return [*left, *right[-2:0:-1]]


def bounds(points: Iterable[XY]) -> Box:
    """Return the smallest box (x0, y0, x1, y1) around the points."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def meet(a: Box, b: Box, gap: float = 0.0) -> bool:
    """Return whether two boxes come nearer than `gap`."""
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap


def cross(a: XY, b: XY, c: XY, d: XY) -> bool:
    """Return whether the segments a-b and c-d cross."""

    def side(p: XY, q: XY, r: XY) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def to_segment(point: XY, a: XY, b: XY) -> float:
    """Return the distance from a point to the segment a-b."""
    length = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    t = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length if length else 0.0
    return distance(point, between(a, b, min(max(t, 0.0), 1.0)))


def contains(ring: Sequence[XY], point: XY) -> bool:
    """Return whether a closed polyline encloses the point (even-odd)."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside
