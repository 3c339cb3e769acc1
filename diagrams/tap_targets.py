"""How far off a tap on a view is: for each mark the two directions it is judged in, and what a cun of each is there.

B-cun are not one scale. A direction is measured in B-cun where a ruler of the catalogue covers the point's region, runs
that way and is seen square on; else in finger-cun of the drawn body: the middle part of its middle finger (WHO 2008).
The phone multiplies the offset of a tap, in sheet mm, by `per_cun` and knows nothing more.
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

FINGER: Final = "finger-cun"
#: The ends of the middle part of the middle finger, 1 finger-cun (WHO 2008, general guidelines; source S01).
_FINGER_ENDS: Final = ("middle-pip", "middle-dip")
#: How much of a direction may point at the viewer before it counts as seen at a slant, and how far a ruler may run
#: off a direction and still measure it: sine of about 12 degrees, cosine of about 26.
_SLANT: Final = 0.2
_RUNS: Final = 0.9
_AHEAD: Final = (0.0, 1.0, 0.0)
_UP: Final = (0.0, 0.0, 1.0)


@dataclass(frozen=True)
class Axis:
    """One direction on the sheet in which a tap is judged.

    `unit` is `B-cun` or `finger-cun`, `ruler` the name of the ruler it is read on ('' for finger-cun). `over` and
    `under` end a sentence: "0.6 cun too far out". `levels` is how many vertebrae one cun makes, where that says more.
    """

    unit: str
    ruler: str
    over: str
    under: str
    levels: float | None = None


@dataclass(frozen=True)
class Target:
    """Where a mark is, sheet mm; the zone it is looked for in, half axes in mm; and the two axes of the answer.

    `per_cun`, row by row, turns an offset in sheet mm into cun along the axes.
    """

    code: str
    side: str
    at: XY
    zone: XY
    axes: tuple[Axis, Axis]
    per_cun: tuple[XY, XY]


def targets(catalogue: Catalogue, view: str, body: str) -> tuple[Target, ...]:
    """Return the targets of a view, in its order of points. Raises `UnknownKey` for a view or body there is not."""
    shown, figure = views.view(view), anatomy.figure(view, body)
    return tuple(
        _target(catalogue, catalogue.point(code), figure, side)
        for code in shown.points
        for side in catalogue.point(code).sides
        if side in shown.sides or side == "midline"
    )


def _target(catalogue: Catalogue, point: Point, figure: Figure, side: str) -> Target:
    rulers = {ruler.key: ruler for ruler in catalogue.rulers}
    at = figure.project(anatomy.place(point.location.expression, figure, side, rulers))
    both = [_axis(way, words, point, figure, side, catalogue.rulers) for way, words in _ways(point, figure, side)]
    (first, one), (second, other) = both
    zone = views.close_up(point.code).zone
    return Target(point.code, side, _rounded(at, 2), zone, (first, second), _inverse(one, other))


def _ways(point: Point, figure: Figure, side: str) -> tuple[tuple[XYZ, tuple[str, str]], ...]:
    """Return the two directions on the body that count for a point, each with the words for over and under."""
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
        return (negate(_AHEAD), ("too far back", "too far forward")), down
    if side == "midline":
        return (out, ("too far to the right", "too far to the left")), down
    inward = "too far to the inner side" if point.region == "knee" else "too near the midline"
    return (out, ("too far to the outer side" if point.region == "knee" else "too far out", inward)), down


def _axis(
    way: XYZ, words: tuple[str, str], point: Point, figure: Figure, side: str, rulers: Sequence[Ruler]
) -> tuple[Axis, XY]:
    """Return an axis, and one cun along it as a vector on the sheet, mm."""
    way = normalize(way)
    ruler = None
    if abs(dot(way, figure.toward)) < _SLANT:
        ruler = next((ruler for ruler in rulers if _measures(ruler, way, point, figure, side)), None)
    flat = normalize((dot(way, figure.right), -dot(way, figure.up), 0.0))
    cun = _along(ruler, way, figure, side) if ruler else finger_cun(figure.body)
    axis = Axis("B-cun" if ruler else FINGER, ruler.name if ruler else "", *words, _levels(way, cun, point, figure))
    return axis, (flat[0] * cun, flat[1] * cun)


def _measures(ruler: Ruler, way: XYZ, point: Point, figure: Figure, side: str) -> bool:
    """Return whether a ruler is valid in the point's region, is seen in this view and runs this way."""
    shown = all(figure.has(end, _ruler_side(side)) for end in (ruler.start, ruler.end))
    if point.region not in ruler.regions or not shown:
        return False
    start, end = anatomy.ruler_ends(ruler, figure, _ruler_side(side))
    return abs(dot(normalize(_across(subtract(end, start), way)), way)) > _RUNS


def _across(run: XYZ, way: XYZ) -> XYZ:
    """Return a ruler's run without its depth, unless it is depth that is measured: as `anatomy.cun_mm` does."""
    return run if abs(way[1]) > _SLANT else (run[0], 0.0, run[2])


def _along(ruler: Ruler, way: XYZ, figure: Figure, side: str) -> float:
    start, end = anatomy.ruler_ends(ruler, figure, _ruler_side(side))
    return abs(dot(subtract(end, start), way)) / float(ruler.cun)


def _ruler_side(side: str) -> str:
    """Return the side a ruler is read on: for a point on the midline its paired end counts on the right."""
    return "right" if side == "midline" else side


def finger_cun(body: str) -> float:
    """Return one finger-cun of a drawn body, mm."""
    hand = anatomy.figure("hand-dorsal", body)
    start, end = (hand.landmark(key, "right") for key in _FINGER_ENDS)
    return dist(start, end)


def _levels(way: XYZ, cun: float, point: Point, figure: Figure) -> float | None:
    """Return how many vertebrae one cun makes, for points found at a vertebra and the direction along the spine."""
    landmark = neighbours.level_landmark(point.location.expression)
    if landmark.removeprefix("spinous-process-") not in SPINE[:-1] or abs(dot(way, _UP)) < _RUNS:
        return None
    return round(cun / anatomy.pitch(landmark, figure), 3)


def _inverse(a: XY, b: XY) -> tuple[XY, XY]:
    """Return the rows of the matrix that takes a sheet vector apart into so many of a and so many of b."""
    area = a[0] * b[1] - a[1] * b[0]
    return _rounded((b[1] / area, -b[0] / area), 6), _rounded((-a[1] / area, a[0] / area), 6)


def _rounded(pair: XY, places: int) -> XY:
    return (round(pair[0], places) + 0.0, round(pair[1], places) + 0.0)
