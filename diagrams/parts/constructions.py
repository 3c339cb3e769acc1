"""Constructions: lines, halves and thirds in red and rulers in blue, from a location.

Every length is that of `anatomy`, so that drawing and sentence agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from diagrams import anatomy, palette
from diagrams.anatomy import Figure
from diagrams.canvas import Layer
from diagrams.geometry.curves import interpolate, point_segment_distance
from diagrams.geometry.vectors import XY, unit_vector
from points.location import Along, Beside, Between, LevelLateral, Location, Midpoint, format_number
from points.records import Ruler

#: A line that deviates less than this, mm, from the straight one between its ends is drawn straight.
STRAIGHTNESS_MM: Final = 0.2
FRACTION_GLYPHS: Final = {Fraction(1, 2): "½", Fraction(1, 3): "⅓", Fraction(2, 3): "⅔", Fraction(1, 4): "¼"}


@dataclass(frozen=True)
class ConstructionPen:
    """Pen of constructions: a layer, `px_mm` for a phone pixel, `text_mm` for the text size."""

    layer: Layer
    px_mm: float
    text_mm: float

    def construction_line(self, a: XY, b: XY) -> None:
        """Draw a line of the construction."""
        dash = f"{2.6 * self.px_mm:.2f} {1.7 * self.px_mm:.2f}"
        self.layer.line(
            a, b, "construction", stroke=palette.POINT, stroke_width=0.75 * self.px_mm, stroke_dasharray=dash
        )

    def construction_polyline(self, points: Sequence[XY]) -> None:
        """Draw a line of the construction along the skin, as one straight line if it is nearly straight."""
        ends = (points[0], points[-1])
        if all(point_segment_distance(point, *ends) < STRAIGHTNESS_MM for point in points):
            self.construction_line(*ends)
            return
        dash = f"{2.6 * self.px_mm:.2f} {1.7 * self.px_mm:.2f}"
        style = {"stroke": palette.POINT, "stroke_width": 0.75 * self.px_mm, "stroke_dasharray": dash}
        self.layer.polyline(points, "construction", **style)

    def tick(self, at: XY, along: XY, cls: str, colour: str, size: float = 3.0) -> None:
        """Draw a short line across a direction."""
        x, y = -along[1] * size * self.px_mm, along[0] * size * self.px_mm
        self.layer.line(
            (at[0] - x, at[1] - y), (at[0] + x, at[1] + y), cls, stroke=colour, stroke_width=0.9 * self.px_mm
        )

    def dimension_line(self, a: XY, b: XY, cls: str = "ruler") -> None:
        """Draw a measured length with ticks at both ends."""
        self.layer.line(a, b, cls, stroke=palette.MEASURE, stroke_width=0.9 * self.px_mm)
        for end in (a, b):
            self.tick(end, unit_vector(a, b), cls, palette.MEASURE)

    def guide_line(self, a: XY, b: XY, cls: str = "ruler", opacity: float = 0.8) -> None:
        """Draw a dotted guide line."""
        dash = f"{0.9 * self.px_mm:.2f} {1.9 * self.px_mm:.2f}"
        style = {"stroke_width": 0.7 * self.px_mm, "stroke_dasharray": dash, "stroke_opacity": opacity}
        self.layer.line(a, b, cls, stroke=palette.MEASURE, stroke_linecap="round", **style)

    def skin_text(self, at: XY, words: str, cls: str, colour: str, anchor: str = "middle") -> None:
        """Write on the skin, centred on `at`."""
        place = (at[0], at[1] + 0.36 * self.text_mm)
        self.layer.halo_text(place, words, self.text_mm, cls, fill=colour, text_anchor=anchor)


def draw_construction(
    pens: ConstructionPen, location: Location, figure: Figure, side: str, rulers: Mapping[str, Ruler], *, labelled: bool
) -> None:
    """Draw the construction of a location on one side; `labelled` adds numbers and fractions."""
    match location:
        case LevelLateral(_, _, ruler):
            _, y, z = out = anatomy.place(location, figure, side, rulers)
            start = anatomy.ruler_ends(rulers[ruler], figure, side)[0]
            straight = (figure.project((start[0], y, z)), figure.project(out))
            pens.construction_polyline(_skin_line(location, figure, side) or straight)
        case Between(start_key, end_key, fraction):
            straight = (figure.project_landmark(start_key, side), figure.project_landmark(end_key, side))
            parts = _draw_division(pens, _skin_line(location, figure, side) or straight, fraction)
            if labelled:
                for at, part in parts:
                    pens.skin_text(at, part, "construction-text", palette.POINT)
        case Midpoint(start_key, end_key):
            _draw_bisection(
                pens,
                figure.project_landmark(start_key, side),
                figure.project_landmark(end_key, side),
                2.6 * pens.text_mm,
                labelled,
            )
        case Beside(inner, _):
            middle, place = (figure.project(anatomy.place(where, figure, side, rulers)) for where in (inner, location))
            pens.construction_line(middle, place)
            if isinstance(inner, Midpoint):
                a, b = figure.project_landmark(inner.start, side), figure.project_landmark(inner.end, side)
                along = unit_vector(a, b)
                away = 1.0 if (place[0] - middle[0]) * -along[1] + (place[1] - middle[1]) * along[0] < 0 else -1.0
                _draw_bisection(pens, a, b, away * 1.3 * pens.text_mm, labelled, outward=False)
        case Along(ruler, cun, origin):
            first, last = (figure.project(end) for end in anatomy.ruler_ends(rulers[ruler], figure, side))
            if origin == rulers[ruler].end:
                first, last = last, first
            _draw_scale(pens, first, last, rulers[ruler].cun, cun, labelled)
        case _:
            return


def _draw_scale(pens: ConstructionPen, start: XY, end: XY, whole: Fraction, cun: Fraction, labelled: bool) -> None:
    """Draw a ruler beside the limb with a tick at every cun, and a line from the location's cun to its place."""
    along = unit_vector(start, end)
    away = 2.2 * pens.text_mm
    across = (-along[1] * away, along[0] * away)

    def beside(share: float) -> XY:
        x, y = interpolate(start, end, share)
        return (x + across[0], y + across[1])

    pens.dimension_line(beside(0), beside(1))
    for k in range(1, int(whole)):
        pens.tick(beside(k / float(whole)), along, "ruler", palette.MEASURE, size=2.0)
    share = float(cun / whole)
    pens.construction_line(beside(share), interpolate(start, end, share))
    if labelled:
        for value in (Fraction(0), cun, whole):
            x, y = beside(float(value / whole))
            at = (x + across[0] * 0.45, y + across[1] * 0.45)
            pens.skin_text(at, format_number(value), "measure-text", palette.MEASURE)


def _skin_line(location: Location, figure: Figure, side: str) -> tuple[XY, ...]:
    """Return the line on the skin by which a location is found, on the sheet; empty where none was baked."""
    baked = anatomy.skin_place(location, figure, side)
    return tuple(figure.project(place) for place in baked.line) if baked else ()


def _draw_division(pens: ConstructionPen, line: tuple[XY, ...], fraction: Fraction) -> list[tuple[XY, str]]:
    """Draw a line divided into equal parts; return the place and text of each part's fraction.

    The points of a baked line are evenly spaced along the tape, so that shares of it are shares of their number.
    """
    pens.construction_polyline(line)
    start, end, count = line[0], line[-1], fraction.denominator
    along = unit_vector(start, end)
    for k in range(1, count):
        pens.tick(_at_share(line, k / count), along, "construction", palette.POINT)
    glyph = FRACTION_GLYPHS.get(Fraction(1, count), f"1/{count}")
    down = (along[1], -along[0]) if along[0] < 0 else (-along[1], along[0])
    shift = 1.0 * pens.text_mm
    # A little past the middle of each part, where the leader of a mark that ends the part before leaves them room.
    places = (_at_share(line, (k + 0.62) / count) for k in range(count))
    return [((x + down[0] * shift, y + down[1] * shift), glyph) for x, y in places]


def _at_share(line: tuple[XY, ...], share: float) -> XY:
    """Return the place a share of the way along a line of evenly spaced points."""
    position = share * (len(line) - 1)
    index = min(int(position), len(line) - 2)
    return interpolate(line[index], line[index + 1], position - index)


def _draw_bisection(pens: ConstructionPen, a: XY, b: XY, away: float, labelled: bool, outward: bool = True) -> None:
    """Draw the length a-b, `away` mm to the side, with its middle and both halves marked."""
    along = unit_vector(a, b)
    across = (-along[1], along[0])
    if outward and across[1] < 0:
        across = (-across[0], -across[1])
    a2, b2 = ((p[0] + across[0] * away, p[1] + across[1] * away) for p in (a, b))
    for near, far in ((a, a2), (b, b2), (interpolate(a, b, 0.5), interpolate(a2, b2, 0.5))):
        pens.guide_line(near, far)
    pens.dimension_line(a2, b2)
    pens.tick(interpolate(a2, b2, 0.5), along, "ruler", palette.MEASURE)
    if labelled:
        beyond = 1.05 * pens.text_mm * (1 if away > 0 else -1)
        for share in (0.25, 0.75):
            x, y = interpolate(a2, b2, share)
            pens.skin_text((x + across[0] * beyond, y + across[1] * beyond), "½", "measure-text", palette.MEASURE)


def draw_cun_lines(
    pens: ConstructionPen, figure: Figure, ruler: Ruler, marks: tuple[Fraction, ...], heights: tuple[float, float]
) -> list[tuple[XY, str]]:
    """Draw the cun lines of a ruler beside the midline between two heights; return place and text of their numbers."""
    out = []
    for side in ("left", "right"):
        for mark in marks:
            x = cun_line_x(figure, ruler, side, mark)
            if side == "left" or mark:
                pens.guide_line((x, heights[0]), (x, heights[1]))
                out.append(((x, heights[0]), format_number(mark)))
    return sorted(out)


def cun_line_x(figure: Figure, ruler: Ruler, side: str, mark: Fraction) -> float:
    """Return the sheet x of the cun line of a ruler so many B-cun beside the midline."""
    start = figure.project(anatomy.ruler_ends(ruler, figure, side)[0])[0]
    distance = float(mark) * anatomy.cun_mm(ruler, figure, side)
    return start - distance if side == "left" else start + distance


def draw_bracket(pens: ConstructionPen, ends: tuple[XY, XY], x: float, cun: Fraction) -> None:
    """Draw a ruler that runs along the body as a bracket at sheet x, with its number and guide lines."""
    for end in ends:
        pens.guide_line((x, end[1]), end, "ruler measure-out", 0.55)
    pens.dimension_line((x, ends[0][1]), (x, ends[1][1]), "ruler measure-out")
    at = (x - 0.35 * pens.text_mm, (ends[0][1] + ends[1][1]) / 2 + 0.36 * pens.text_mm)
    pens.layer.text(at, format_number(cun), pens.text_mm, "measure-text", fill=palette.MEASURE, text_anchor="end")


def draw_span(pens: ConstructionPen, figure: Figure, ruler: Ruler, level: float) -> None:
    """Draw a ruler of the back from its left end to its right end at a sheet height, with the whole cun between."""
    left, right = (figure.project(anatomy.ruler_ends(ruler, figure, side)[1])[0] for side in ("left", "right"))
    pens.dimension_line((left, level), (right, level))
    pens.skin_text(
        ((left + right) / 2, level + 0.95 * pens.text_mm), format_number(2 * ruler.cun), "measure-text", palette.MEASURE
    )
