"""Hand that spans two landmarks of the hip with thumb and little finger.

The outline is that of the body's hand from its back (`hand-dorsal`); thumb and little finger are rotated until their
tips are as far apart as the landmarks. The range of rotation is general knowledge, not a measured source. The hand is
faint, so that the bones below it remain visible.
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

VIEW_SLUG: Final = "hand-dorsal"
#: Fixed joints, and those that rotate: the thumb about the base of its metacarpal, the little finger about its
#: knuckle.
_FIXED_JOINTS: Final = (
    *(f"metacarpal-{n}-{end}" for n in (2, 3, 4, 5) for end in ("base", "head")),
    *(f"{finger}-{joint}" for finger in ("index", "middle", "ring") for joint in ("pip", "tip")),
    "metacarpal-1-base",
    "wrist-crease-dorsal",
)
_THUMB_JOINTS: Final = ("metacarpal-1-head", "thumb-ip", "thumb-tip")
_LITTLE_JOINTS: Final = ("little-pip", "little-dip", "little-tip")
#: Rotation of the little finger as a share of the thumb's, and the largest rotation of the thumb.
_LITTLE_SHARE: Final = 0.55
_MAX_ANGLE_DEG: Final = 50.0
_BISECTIONS: Final = 30
#: Visible part of the forearm beyond the crease of the wrist.
_FOREARM_MM: Final = 12.0
_THICKNESS_MM: Final = 10.0  # of the hand in the warp, which needs anchors in space


def draw_spanning_hand(layer: Layer, figure: Figure, ends: tuple[XY, XY], unit: float) -> None:
    """Draw the hand with thumb and little finger on the ends of a line."""
    outline, nails = _spanning_outline(figure.body, *ends)
    skin = palette.SKIN_TONES[palette.DEFAULT_SKIN_TONE]
    group = layer.group("span")
    colour, opacity = palette.VEILS["hand-veil-faint"]
    pen = {"stroke": skin.line, "stroke_width": 0.9 * unit, "stroke_linejoin": "round", "stroke_linecap": "round"}
    group.path(_path_data(outline, closed=True), "hand-veil-faint", fill=colour, fill_opacity=opacity)
    group.path(_path_data(outline, closed=False), "edge", fill="none", stroke_opacity=0.8, **pen)
    for nail in nails:
        fine = {"stroke": skin.line, "stroke_opacity": 0.5, "stroke_width": 0.5 * unit}
        group.path(_path_data(nail, closed=True), "nail", fill=palette.NAIL, fill_opacity=0.6, **fine)


def _path_data(points: tuple[XY, ...], *, closed: bool) -> str:
    rest = " ".join(f"{x:.1f} {y:.1f}" for x, y in points[1:])
    return paths.coarsen_path(f"M{points[0][0]:.1f} {points[0][1]:.1f}L{rest}" + ("Z" if closed else ""), 0.2)


@cache
def _spanning_outline(body: str, thumb: XY, little: XY) -> tuple[tuple[XY, ...], tuple[tuple[XY, ...], ...]]:
    """Return the outline, open at the wrist, and the nails of a hand that spans two sheet points."""
    figure = anatomy.figure(VIEW_SLUG, body)
    joints = _joints_at_span(figure, dist(thumb, little))
    similarity = _Similarity(joints["thumb-tip"], joints["little-tip"], thumb, little)
    places = {
        key: (figure.project_landmark(key, "right"), joints.get(key))
        for key in (*_FIXED_JOINTS, *_THUMB_JOINTS, *_LITTLE_JOINTS)
    }
    warp = Warp(
        [
            ((*rest, level), (*similarity(moved or rest), level))
            for rest, moved in places.values()
            for level in (-_THICKNESS_MM, _THICKNESS_MM)
        ]
    )

    def put(place: XY) -> XY:
        x, y, _ = warp((*place, 0.0))
        return (x, y)

    wrist = figure.project_landmark("wrist-crease-dorsal", "right")[1] + _FOREARM_MM
    nails = [shape.points for shape in hand.shapes(figure) if shape.kind == "nail"]
    return tuple(map(put, _open_outline(figure, wrist))), tuple(tuple(map(put, nail)) for nail in nails)


def _open_outline(figure: Figure, wrist: float) -> list[XY]:
    """Return the outline of the hand from one side of the wrist round the fingers to the other."""
    ring = max(paths.polylines(figure.skin.silhouette, 3), key=len)
    above = [y < wrist for _, y in ring]
    start = next(i for i in range(len(ring)) if above[i] and not above[i - 1])
    turned = [*ring[start:], *ring[:start]]
    return [place for place in turned if place[1] < wrist]


def _joints_at_span(figure: Figure, span: float) -> dict[str, XY]:
    """Return the joints of thumb and little finger with their tips `span` apart, or at the largest rotation."""
    low, high = 0.0, _MAX_ANGLE_DEG
    for _ in range(_BISECTIONS):
        angle = (low + high) / 2
        joints = _joints_at_angle(figure, angle)
        low, high = (angle, high) if dist(joints["thumb-tip"], joints["little-tip"]) < span else (low, angle)
    return _joints_at_angle(figure, low)


def _joints_at_angle(figure: Figure, angle: float) -> dict[str, XY]:
    out = {}
    for keys, pivot, turn in (
        (_THUMB_JOINTS, "metacarpal-1-base", -angle),
        (_LITTLE_JOINTS, "metacarpal-5-head", angle * _LITTLE_SHARE),
    ):
        x0, y0 = figure.project_landmark(pivot, "right")
        c, s = cos(radians(turn)), sin(radians(turn))
        for key in keys:
            x, y = figure.project_landmark(key, "right")
            out[key] = (x0 + c * (x - x0) - s * (y - y0), y0 + s * (x - x0) + c * (y - y0))
    return out


class _Similarity:
    """The similarity that maps two points to two others."""

    def __init__(self, a: XY, b: XY, to_a: XY, to_b: XY) -> None:
        ratio = complex(to_b[0] - to_a[0], to_b[1] - to_a[1]) / complex(b[0] - a[0], b[1] - a[1])
        self._ratio, self._from, self._to = ratio, complex(*a), complex(*to_a)

    def __call__(self, place: XY) -> XY:
        there = self._to + self._ratio * (complex(*place) - self._from)
        return (there.real, there.imag)
