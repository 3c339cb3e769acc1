"""The hand that spans a line of the hip: tip of the thumb on one landmark, tip of the little finger on the other.

The outline is that of the body's own hand, seen from its back (`hand-dorsal`); thumb and little finger are turned out
until their tips are as far apart as the landmarks. How far they turn is general knowledge of hands, not a measured
source. The hand is faint, so that what it lies on shows through.
"""

from __future__ import annotations

from functools import cache
from math import cos, dist, radians, sin
from typing import Final

from diagrams import anatomy, palette
from diagrams.anatomy import Figure
from diagrams.canvas import Layer
from diagrams.geometry import paths
from diagrams.geometry.vectors import XY
from diagrams.parts.bones import hand
from diagrams.parts.bones.warp import Warp

VIEW: Final = "hand-dorsal"
#: Joints that stay, and those that turn: the thumb about the base of its long bone, the little finger about its
#: knuckle.
_STILL: Final = (
    *(f"metacarpal-{n}-{end}" for n in (2, 3, 4, 5) for end in ("base", "head")),
    *(f"{finger}-{joint}" for finger in ("index", "middle", "ring") for joint in ("pip", "tip")),
    "metacarpal-1-base",
    "wrist-crease-dorsal",
)
_THUMB: Final = ("metacarpal-1-head", "thumb-ip", "thumb-tip")
_LITTLE: Final = ("little-pip", "little-dip", "little-tip")
#: How far the little finger turns for a degree of the thumb, and the most that a thumb turns, degrees.
_LITTLE_SHARE: Final = 0.55
_MOST: Final = 50.0
_ROUNDS: Final = 30
#: What of the forearm shows beyond the crease of the wrist, mm.
_FOREARM: Final = 12.0
_THICK: Final = 10.0  # mm, only to give the map of space its third direction


def draw_spanning_hand(layer: Layer, figure: Figure, ends: tuple[XY, XY], unit: float) -> None:
    """Draw the hand with thumb and little finger at both ends of a line."""
    outline, nails = _span(figure.body, *ends)
    skin = palette.SKINS[palette.DEFAULT]
    group = layer.group("span")
    colour, opacity = palette.VEILS["hand-veil-faint"]
    pen = {"stroke": skin.line, "stroke_width": 0.9 * unit, "stroke_linejoin": "round", "stroke_linecap": "round"}
    group.path(_data(outline, closed=True), "hand-veil-faint", fill=colour, fill_opacity=opacity)
    group.path(_data(outline, closed=False), "edge", fill="none", stroke_opacity=0.8, **pen)
    for nail in nails:
        fine = {"stroke": skin.line, "stroke_opacity": 0.5, "stroke_width": 0.5 * unit}
        group.path(_data(nail, closed=True), "nail", fill=palette.NAIL, fill_opacity=0.6, **fine)


def _data(points: tuple[XY, ...], *, closed: bool) -> str:
    rest = " ".join(f"{x:.1f} {y:.1f}" for x, y in points[1:])
    return paths.coarsen_path(f"M{points[0][0]:.1f} {points[0][1]:.1f}L{rest}" + ("Z" if closed else ""), 0.2)


@cache
def _span(body: str, thumb: XY, little: XY) -> tuple[tuple[XY, ...], tuple[tuple[XY, ...], ...]]:
    """Return the outline, open at the wrist, and the nails of the hand that spans from one place to another."""
    figure = anatomy.figure(VIEW, body)
    turned = _turned(figure, dist(thumb, little))
    carry = _Carrier(turned["thumb-tip"], turned["little-tip"], thumb, little)
    places = {key: (figure.spot(key, "right"), turned.get(key)) for key in (*_STILL, *_THUMB, *_LITTLE)}
    warp = Warp(
        [
            ((*rest, level), (*carry(moved or rest), level))
            for rest, moved in places.values()
            for level in (-_THICK, _THICK)
        ]
    )

    def put(place: XY) -> XY:
        x, y, _ = warp((*place, 0.0))
        return (x, y)

    wrist = figure.spot("wrist-crease-dorsal", "right")[1] + _FOREARM
    nails = [shape.points for shape in hand.shapes(figure) if shape.kind == "nail"]
    return tuple(map(put, _open_outline(figure, wrist))), tuple(tuple(map(put, nail)) for nail in nails)


def _open_outline(figure: Figure, wrist: float) -> list[XY]:
    """Return the outline of the hand from one side of the wrist round the fingers to the other."""
    ring = max(paths.polylines(figure.skin.silhouette, 3), key=len)
    above = [y < wrist for _, y in ring]
    start = next(i for i in range(len(ring)) if above[i] and not above[i - 1])
    turned = [*ring[start:], *ring[:start]]
    return [place for place in turned if place[1] < wrist]


def _turned(figure: Figure, span: float) -> dict[str, XY]:
    """Return where the joints of thumb and little finger lie when their tips are `span` apart, or as far as they go."""
    low, high = 0.0, _MOST
    for _ in range(_ROUNDS):
        angle = (low + high) / 2
        joints = _opened(figure, angle)
        low, high = (angle, high) if dist(joints["thumb-tip"], joints["little-tip"]) < span else (low, angle)
    return _opened(figure, low)


def _opened(figure: Figure, angle: float) -> dict[str, XY]:
    out = {}
    for keys, pivot, turn in (
        (_THUMB, "metacarpal-1-base", -angle),
        (_LITTLE, "metacarpal-5-head", angle * _LITTLE_SHARE),
    ):
        x0, y0 = figure.spot(pivot, "right")
        c, s = cos(radians(turn)), sin(radians(turn))
        for key in keys:
            x, y = figure.spot(key, "right")
            out[key] = (x0 + c * (x - x0) - s * (y - y0), y0 + s * (x - x0) + c * (y - y0))
    return out


class _Carrier:
    """A turn, a move and, where the hand is too small, a little stretch that takes two places to two others."""

    def __init__(self, a: XY, b: XY, to_a: XY, to_b: XY) -> None:
        ratio = complex(to_b[0] - to_a[0], to_b[1] - to_a[1]) / complex(b[0] - a[0], b[1] - a[1])
        self._ratio, self._from, self._to = ratio, complex(*a), complex(*to_a)

    def __call__(self, place: XY) -> XY:
        there = self._to + self._ratio * (complex(*place) - self._from)
        return (there.real, there.imag)
