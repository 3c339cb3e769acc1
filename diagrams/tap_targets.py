"""Tap targets of a view: for each mark, two axes and their cun, to judge a tap.

An axis is measured in B-cun where a ruler of the catalogue is valid in the point's region, is aligned with the axis and
is not foreshortened; otherwise in finger-cun of the drawn body, the middle phalanx of its middle finger (WHO 2008). The
phone multiplies the offset of a tap, in sheet mm, by `per_cun`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import dist
from typing import Final

from diagrams import anatomy, views
from diagrams.anatomy import SPINE, Figure
from diagrams.geometry.vectors import XY, XYZ, dot, negate, normalize, subtract
from points import neighbours
from points.catalogue import Catalogue
from points.records import Point, Ruler

FINGER_CUN: Final = "finger-cun"
#: Ends of the middle phalanx of the middle finger, 1 finger-cun (WHO 2008, general guidelines; source S01).
_FINGER_ENDS: Final = ("middle-pip", "middle-dip")
#: Largest component toward the viewer of a direction that a ruler measures (sine of about 12 degrees), and smallest
#: cosine between ruler and direction (about 26 degrees).
_MAX_FORESHORTENING: Final = 0.2
_MIN_ALIGNMENT: Final = 0.9
_FORWARD: Final = (0.0, 1.0, 0.0)
_UP: Final = (0.0, 0.0, 1.0)


@dataclass(frozen=True)
class Axis:
    """An axis of the sheet along which a tap is judged.

    `unit` is `B-cun` or `finger-cun`, `ruler` the name of the ruler ('' for finger-cun). `over` and `under` end a
    sentence: "0.6 cun too far out". `levels` are the vertebrae per cun along the spine.
    """

    unit: str
    ruler: str
    over: str
    under: str
    levels: float | None = None


@dataclass(frozen=True)
class TapTarget:
    """A mark on the sheet: its place, mm; half axes of its zone, mm; and the axes on which a tap is judged.

    The matrix `per_cun` (rows) converts an offset in sheet mm to cun along the axes.
    """

    code: str
    side: str
    at: XY
    zone: XY
    axes: tuple[Axis, Axis]
    per_cun: tuple[XY, XY]


def tap_targets(catalogue: Catalogue, view: str, body: str) -> tuple[TapTarget, ...]:
    """Return the targets of a view, in its order of points. Raises `UnknownKey` for an unknown view or body."""
    shown, figure = views.view(view), anatomy.figure(view, body)
    return tuple(
        _tap_target(catalogue, catalogue.point(code), figure, side)
        for code in shown.points
        for side in catalogue.point(code).sides
        if side in shown.sides or side == "midline"
    )


def _tap_target(catalogue: Catalogue, point: Point, figure: Figure, side: str) -> TapTarget:
    rulers = {ruler.key: ruler for ruler in catalogue.rulers}
    at = figure.project(anatomy.place(point.location.expression, figure, side, rulers))
    both = [
        _axis(way, words, point, figure, side, catalogue.rulers) for way, words in _tap_directions(point, figure, side)
    ]
    (first, one), (second, other) = both
    zone = views.close_up_config(point.code).zone
    return TapTarget(point.code, side, _rounded(at, 2), zone, (first, second), _inverse_rows(one, other))


def _tap_directions(point: Point, figure: Figure, side: str) -> tuple[tuple[XYZ, tuple[str, str]], ...]:
    """Return the two directions on the body in which a point is judged, each with its words for over and under."""
    out = (-1.0 if side == "left" else 1.0, 0.0, 0.0)
    upright = abs(dot(figure.up, _UP)) > abs(dot(figure.right, _UP))
    down = (negate(_UP), ("too low", "too high") if upright else ("too near the feet", "too near the head"))
    if point.region == "hand":
        base, head = (figure.landmark(f"metacarpal-2-{end}", side) for end in ("base", "head"))
        thumb = figure.directions["radial-of-metacarpal-2"][side]
        return (thumb, ("too near the thumb", "too far from the thumb")), (
            subtract(head, base),
            ("too near the knuckle", "too near the wrist"),
        )
    if point.region == "ankle":
        return (negate(_FORWARD), ("too far back", "too far forward")), down
    if side == "midline":
        return (out, ("too far to the right", "too far to the left")), down
    inward = "too far to the inner side" if point.region == "knee" else "too near the midline"
    return (out, ("too far to the outer side" if point.region == "knee" else "too far out", inward)), down


def _axis(
    direction: XYZ, words: tuple[str, str], point: Point, figure: Figure, side: str, rulers: Sequence[Ruler]
) -> tuple[Axis, XY]:
    """Return an axis, and one cun along it as a vector on the sheet, mm."""
    direction = normalize(direction)
    ruler = None
    if abs(dot(direction, figure.toward)) < _MAX_FORESHORTENING:
        ruler = next((ruler for ruler in rulers if _ruler_measures(ruler, direction, point, figure, side)), None)
    flat = normalize((dot(direction, figure.right), -dot(direction, figure.up), 0.0))
    cun = _cun_along(ruler, direction, figure, side) if ruler else finger_cun(figure.body)
    axis = Axis(
        "B-cun" if ruler else FINGER_CUN,
        ruler.name if ruler else "",
        *words,
        _vertebrae_per_cun(direction, cun, point, figure),
    )
    return axis, (flat[0] * cun, flat[1] * cun)


def _ruler_measures(ruler: Ruler, direction: XYZ, point: Point, figure: Figure, side: str) -> bool:
    """Return whether a ruler is valid in the point's region, visible in this view and aligned with the direction."""
    shown = all(figure.has_landmark(end, _ruler_side(side)) for end in (ruler.start, ruler.end))
    if point.region not in ruler.regions or not shown:
        return False
    start, end = anatomy.ruler_ends(ruler, figure, _ruler_side(side))
    return abs(dot(normalize(_without_depth(subtract(end, start), direction)), direction)) > _MIN_ALIGNMENT


def _without_depth(run: XYZ, direction: XYZ) -> XYZ:
    """Return a vector without its depth, unless the direction is depth: as `anatomy.cun_mm` measures."""
    return run if abs(direction[1]) > _MAX_FORESHORTENING else (run[0], 0.0, run[2])


def _cun_along(ruler: Ruler, direction: XYZ, figure: Figure, side: str) -> float:
    start, end = anatomy.ruler_ends(ruler, figure, _ruler_side(side))
    return abs(dot(subtract(end, start), direction)) / float(ruler.cun)


def _ruler_side(side: str) -> str:
    """Return the side on which a ruler is measured: the right one for a point on the midline."""
    return "right" if side == "midline" else side


def finger_cun(body: str) -> float:
    """Return one finger-cun of a drawn body, mm."""
    hand = anatomy.figure("hand-dorsal", body)
    start, end = (hand.landmark(key, "right") for key in _FINGER_ENDS)
    return dist(start, end)


def _vertebrae_per_cun(direction: XYZ, cun: float, point: Point, figure: Figure) -> float | None:
    """Return the vertebrae per cun of a point at the level of a vertebra, for the direction along the spine."""
    landmark = neighbours.level_landmark(point.location.expression)
    if landmark.removeprefix("spinous-process-") not in SPINE[:-1] or abs(dot(direction, _UP)) < _MIN_ALIGNMENT:
        return None
    return round(cun / anatomy.vertebra_height(landmark, figure), 3)


def _inverse_rows(a: XY, b: XY) -> tuple[XY, XY]:
    """Return the rows of the inverse of the matrix with columns a and b."""
    area = a[0] * b[1] - a[1] * b[0]
    return _rounded((b[1] / area, -b[0] / area), 6), _rounded((-a[1] / area, a[0] / area), 6)


def _rounded(pair: XY, places: int) -> XY:
    return (round(pair[0], places) + 0.0, round(pair[1], places) + 0.0)
