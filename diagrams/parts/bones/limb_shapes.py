"""Shapes of the limbs: local frames, long bones from profiles, bands, ovals.

Lengths are sheet millimetres, or those of a frame. Each region states the widths of its bones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, dist, radians, sin

from diagrams.geometry.curves import interpolate
from diagrams.geometry.vectors import XY, unit_vector

# Half outlines of long bones: (share of the length, index of the width, share of that half width); the widths are
# 0 base, 1 shaft, 2 head. They follow radiographs: general knowledge, not a measured source.
Outline = tuple[tuple[float, int, float], ...]
METACARPAL: Outline = (
    (0.014, 0, 0.0), (0.0, 0, 0.45), (0.005, 0, 0.82), (0.035, 0, 1.0), (0.09, 0, 0.98), (0.16, 0, 0.80),
    (0.26, 1, 1.16), (0.40, 1, 1.0), (0.55, 1, 0.98), (0.68, 1, 1.10), (0.78, 2, 0.84), (0.85, 2, 0.98),
    (0.905, 2, 1.0), (0.955, 2, 0.86), (0.988, 2, 0.50), (1.0, 2, 0.0),
)  # fmt: skip
PHALANX: Outline = (
    (0.03, 0, 0.0), (0.01, 0, 0.45), (0.0, 0, 0.78), (0.025, 0, 0.97), (0.075, 0, 1.0), (0.14, 0, 0.88),
    (0.25, 1, 1.16), (0.42, 1, 1.0), (0.62, 1, 0.96), (0.76, 1, 1.06), (0.86, 2, 0.92), (0.92, 2, 1.0),
    (0.965, 2, 0.95), (1.0, 2, 0.62), (0.985, 2, 0.0),
)  # fmt: skip
DISTAL_PHALANX: Outline = (
    (0.04, 0, 0.0), (0.01, 0, 0.5), (0.0, 0, 0.80), (0.04, 0, 1.0), (0.13, 0, 0.98), (0.26, 0, 0.72),
    (0.44, 1, 1.05), (0.62, 1, 1.0), (0.75, 2, 0.84), (0.85, 2, 1.0), (0.93, 2, 0.90), (0.98, 2, 0.52),
    (1.0, 2, 0.0),
)  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """A local frame: its origin on the sheet, and the sheet vectors of one local millimetre along x and y."""

    origin: XY
    x: XY
    y: XY

    def to_sheet(self, x: float, y: float) -> XY:
        """Return the sheet point of local (x, y)."""
        return (
            self.origin[0] + x * self.x[0] + y * self.y[0],
            self.origin[1] + x * self.x[1] + y * self.y[1],
        )

    def curve(self, points: Iterable[XY]) -> tuple[XY, ...]:
        """Return the sheet points of local points."""
        return tuple(self.to_sheet(x, y) for x, y in points)

    def with_origin(self, origin: XY) -> Frame:
        """Return a frame with the same axes and another origin."""
        return Frame(origin, self.x, self.y)


def frame_between(origin: XY, target: XY, length: float, *, is_mirrored: bool = False) -> Frame:
    """Return the frame whose x axis points from origin to target, `length` local mm apart.

    The y axis is the x axis turned clockwise as seen on the sheet, or counterclockwise if mirrored.
    """
    x = ((target[0] - origin[0]) / length, (target[1] - origin[1]) / length)
    return Frame(origin, x, (x[1], -x[0]) if is_mirrored else (-x[1], x[0]))


def shorten_segment(a: XY, b: XY, start_mm: float, end_mm: float) -> tuple[XY, XY]:
    """Return the segment a-b shortened by `start_mm` at a and `end_mm` at b, the joint spaces."""
    length = dist(a, b)
    return interpolate(a, b, start_mm / length), interpolate(a, b, 1 - end_mm / length)


def long_bone(
    base: XY, head: XY, widths: tuple[float, float, float], outline: Outline, bow: float = 0.0
) -> tuple[XY, ...]:
    """Return the closed outline of a long bone from base to head.

    `widths` are those of base, shaft and head, mm; `bow` shifts the middle of the shaft, mm to the right of
    base → head as seen on the sheet.
    """
    ahead, length = unit_vector(base, head), dist(base, head)
    right = (-ahead[1], ahead[0])

    def place(t: float, aside: float) -> XY:
        u, v = t * length, aside + bow * 4 * t * (1 - t)
        return (base[0] + ahead[0] * u + right[0] * v, base[1] + ahead[1] * u + right[1] * v)

    half = [(t, widths[which] / 2 * share) for t, which, share in outline]
    left_side = [place(t, -aside) for t, aside in half]
    right_side = [place(t, aside) for t, aside in reversed(half[1:-1])]
    return (*left_side, *right_side)


def band(path: Sequence[XY], widths: Sequence[float]) -> tuple[XY, ...]:
    """Return the closed outline of a strip along a path, given its full width at each point, mm."""
    left: list[XY] = []
    right: list[XY] = []
    for index, (point, width) in enumerate(zip(path, widths, strict=True)):
        ahead = unit_vector(path[max(index - 1, 0)], path[min(index + 1, len(path) - 1)])
        aside = (-ahead[1] * width / 2, ahead[0] * width / 2)
        left.append((point[0] + aside[0], point[1] + aside[1]))
        right.append((point[0] - aside[0], point[1] - aside[1]))
    return (*left, *reversed(right))


def oval(centre: XY, along: float, across: float, turn: float = 0.0, points: int = 10) -> tuple[XY, ...]:
    """Return a closed ellipse with half axes `along` and `across`, mm, turned by `turn` degrees."""
    c, s = cos(radians(turn)), sin(radians(turn))
    ring: list[XY] = []
    for step in range(points):
        angle = radians(360 * step / points)
        u, v = along * cos(angle), across * sin(angle)
        ring.append((centre[0] + u * c - v * s, centre[1] + u * s + v * c))
    return tuple(ring)
