"""Finger measure: the person's fingers side by side, drawn on the body.

One thumb is 1 finger-cun, two fingers 1.5, three 2 and four 3 (WHO 2008 for thumb and four fingers; two and three
are a teaching convention). Drawn by hand; lengths are in widths of a finger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import dist
from typing import Any, Final

from diagrams import palette
from diagrams.canvas import Layer
from diagrams.geometry.vectors import XY
from diagrams.layout.labels import FALLBACK_WIDTH_RATIO, LINE_HEIGHT, text_width
from diagrams.layout.sheet import LeftwardText
from points.location import format_number

#: Cun -> number of fingers, and their name.
GLYPH_FINGERS: Final[Mapping[Fraction, tuple[int, str]]] = {
    Fraction(1): (1, "your thumb"),
    Fraction(3, 2): (2, "your 2 fingers"),
    Fraction(2): (3, "your 3 fingers"),
    Fraction(3): (4, "your 4 fingers"),
}
#: Length of index, middle, ring and little finger beyond the measured joint, and of the thumb, widths of a finger.
_TIP_HEIGHTS: Final = (2.0, 2.35, 2.1, 1.5)
_THUMB_TIP: Final = 1.6
_PALM_LENGTH: Final = 1.7  # visible part of a finger on the other side of the joint, widths
_LABEL_GAP: Final = 0.9  # from the place to its text, em


@dataclass(frozen=True)
class FingerMeasure:
    """A finger measure on the sheet: `start` and `place` are the ends of the width."""

    cun: Fraction
    start: XY
    place: XY

    @property
    def is_leftward(self) -> bool:
        """Whether the place is to the left of the start on the sheet."""
        return self.place[0] < self.start[0]


def draw_glyph(layer: Layer, measure: FingerMeasure, em: float, unit: float) -> None:
    """Draw the fingers side by side from the start to the place, with their measure."""
    count, _ = GLYPH_FINGERS[measure.cun]
    group = layer.group("fingers")
    (x0, y0), (x1, y1) = measure.start, measure.place
    step = (x1 - x0) / count, (y1 - y0) / count
    across = dist(measure.start, measure.place) / count
    for k in range(count):
        tip = _THUMB_TIP if count == 1 else _TIP_HEIGHTS[k]
        middle = (x0 + (k + 0.5) * step[0], y0 + (k + 0.5) * step[1])
        _draw_finger(group, _Finger(middle, (step[0] / across, step[1] / across), across, tip), unit)
    pens = {"stroke": palette.MEASURE, "stroke_width": 1.1 * unit}
    group.line(measure.start, measure.place, "ruler", **pens)
    for x, y in (measure.start, measure.place):
        reach = (-step[1] / across * 3 * unit, step[0] / across * 3 * unit)
        group.line((x - reach[0], y - reach[1]), (x + reach[0], y + reach[1]), "ruler", **pens)
    _draw_glyph_text(group, measure, em)


def leftward_text(measure: FingerMeasure) -> LeftwardText:
    """Return where the text of a leftward measure ends, and how far it extends from there with its gap."""
    return LeftwardText(
        measure.place[0], _LABEL_GAP + FALLBACK_WIDTH_RATIO * max(map(text_width, _glyph_lines(measure)))
    )


def _glyph_lines(measure: FingerMeasure) -> tuple[str, ...]:
    return (*GLYPH_FINGERS[measure.cun][1].split(" ", 1), f"{format_number(measure.cun)} F-cun")


def _draw_glyph_text(layer: Layer, measure: FingerMeasure, em: float) -> None:
    """Write the measure beside the outermost finger, below the place."""
    x = measure.place[0] + (-_LABEL_GAP if measure.is_leftward else _LABEL_GAP) * em
    anchor = {"text_anchor": "end" if measure.is_leftward else "start"}
    for row, line in enumerate(_glyph_lines(measure)):
        at = (x, measure.place[1] + (1.3 + LINE_HEIGHT * row) * em)
        layer.halo_text(at, line, em, "measure-text", fill=palette.MEASURE, **anchor)


@dataclass(frozen=True)
class _Finger:
    """A finger: middle of its measured joint, unit vector across it, width in mm, length in widths."""

    joint: XY
    across: XY
    width: float
    tip: float

    def to_sheet(self, aside: float, along: float) -> XY:
        """Return the sheet point so many widths across from the joint's middle and toward the tip."""
        (x, y), (u, v) = self.joint, self.across
        sign = 1.0 if u < 0 else -1.0  # toward the head, or away from the foot where it is measured along a limb
        return (x + (u * aside - sign * v * along) * self.width, y + (v * aside + sign * u * along) * self.width)


def _draw_finger(layer: Layer, finger: _Finger, unit: float) -> None:
    """Draw one finger seen from the back: a rounded tip with its nail, open at the hand."""
    top = finger.tip
    outline = [
        (-0.47, -_PALM_LENGTH),
        (-0.48, -0.5),
        (-0.5, 0.0),
        (-0.46, 0.5),
        (-0.45, top - 0.45),
        (-0.22, top - 0.06),
    ]
    outline += [(0.0, top)] + [(-x, y) for x, y in reversed(outline)]
    points = [finger.to_sheet(*place) for place in outline]
    skin = palette.SKIN_TONES[palette.DEFAULT_SKIN_TONE]
    colour, opacity = palette.VEILS["hand-veil"]
    pen: dict[str, Any] = {
        "stroke": skin.line,
        "stroke_width": 0.8 * unit,
        "stroke_linejoin": "round",
        "stroke_linecap": "round",
    }
    layer.curve(points, "skin-base tone-0", fill=palette.tone(0))
    layer.curve(points, "hand-veil", fill=colour, fill_opacity=opacity)
    layer.curve(points, "edge", fill="none", **pen)
    nail = [(-0.24, top - 0.62), (-0.21, top - 0.22), (0.0, top - 0.13), (0.21, top - 0.22), (0.24, top - 0.62)]
    nail += [(0.0, top - 0.72)]
    fine: dict[str, Any] = {"stroke": skin.line, "stroke_opacity": 0.5, "stroke_width": 0.4 * unit}
    layer.curve([finger.to_sheet(*place) for place in nail], "nail", closed=True, fill=palette.NAIL, **fine)
    for rise in (-0.12, 0.12):
        fold = [finger.to_sheet(-0.25, rise), finger.to_sheet(0.0, 1.5 * rise), finger.to_sheet(0.25, rise)]
        layer.curve(fold, "edge", fill="none", **fine)
