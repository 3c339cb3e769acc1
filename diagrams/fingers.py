"""The finger measure as a picture: the person's own fingers held together, with the width that is measured.

One thumb is 1 finger-cun, two fingers 1.5, three 2 and four 3 (WHO 2008 for thumb and four fingers; two and three
are a teaching convention). Drawn by hand; lengths are in em of the drawing's text.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from diagrams import palette
from diagrams.bones import XY
from diagrams.canvas import Layer
from points.location import number_text

#: Cun -> how many fingers, and what to call them.
MEASURES: Final[Mapping[Fraction, tuple[int, str]]] = {
    Fraction(1): (1, "your thumb"),
    Fraction(3, 2): (2, "your 2 fingers"),
    Fraction(2): (3, "your 3 fingers"),
    Fraction(3): (4, "your 4 fingers"),
}
#: Length of index, middle, ring and little finger above the measured joint, and of the thumb, em.
_TIPS: Final = (1.5, 1.75, 1.55, 1.1)
_THUMB_TIP: Final = 1.35
_WIDTH: Final = 0.78
_BELOW: Final = 1.35
HEIGHT: Final = max(_TIPS) + _BELOW + 0.2


def width(cun: Fraction) -> float:
    """Return the width of the glyph with its words, em."""
    count, words = MEASURES[cun]
    return count * _WIDTH + 0.9 + 0.56 * len(words)


def draw(layer: Layer, cun: Fraction, corner: XY, em: float, unit: float) -> None:
    """Draw the glyph with its lower left at `corner`, and say what it measures."""
    count, words = MEASURES[cun]
    group = layer.group("fingers")
    x0, joint = corner[0] + 0.15 * em, corner[1] - _BELOW * em
    for k in range(count):
        tip = _THUMB_TIP if count == 1 else _TIPS[k]
        _finger(group, (x0 + k * _WIDTH * em, joint), tip, em, unit)
    x1 = x0 + count * _WIDTH * em
    group.line((x0, joint), (x1, joint), "ruler", stroke=palette.MEASURE, stroke_width=1.1 * unit)
    for x in (x0, x1):
        end = ((x, joint - 3 * unit), (x, joint + 3 * unit))
        group.line(*end, "ruler", stroke=palette.MEASURE, stroke_width=1.1 * unit)
    at = x1 + 0.45 * em
    group.text((at, joint - 0.1 * em), words, em, "label", fill=palette.INK)
    group.text((at, joint + 1.05 * em), f"{number_text(cun)} F-cun", em, "measure-text", fill=palette.MEASURE)


def _finger(layer: Layer, base: XY, tip: float, em: float, unit: float) -> None:
    """Draw one finger seen from the back: a rounded tip with its nail, open at the hand."""
    (x, joint), w = base, _WIDTH * em
    top, low = joint - tip * em, joint + _BELOW * em
    left, right = x + 0.03 * em, x + w - 0.03 * em
    skin = palette.SKINS[palette.DEFAULT]
    round_tip = [(left, low), (left, joint), (left + 0.02 * w, top + 0.45 * w), (x + 0.28 * w, top + 0.06 * w)]
    round_tip += [(x + 0.5 * w, top), (x + 0.72 * w, top + 0.06 * w), (right - 0.02 * w, top + 0.45 * w)]
    round_tip += [(right, joint), (right, low)]
    pen: dict[str, Any] = {
        "stroke": skin.line,
        "stroke_width": 0.7 * unit,
        "stroke_linejoin": "round",
        "stroke_linecap": "round",
    }
    layer.curve(round_tip, "skin-base tone-0", fill=palette.tone(0), **pen)
    nail = [(x + 0.27 * w, top + 0.62 * w), (x + 0.3 * w, top + 0.22 * w), (x + 0.5 * w, top + 0.14 * w)]
    nail += [(x + 0.7 * w, top + 0.22 * w), (x + 0.73 * w, top + 0.62 * w), (x + 0.5 * w, top + 0.72 * w)]
    layer.curve(
        nail, "nail", closed=True, fill=palette.NAIL, stroke=skin.line, stroke_opacity=0.5, stroke_width=0.4 * unit
    )
    for rise in (-0.1, 0.1):
        fold = [
            (x + 0.25 * w, joint + rise * w),
            (x + 0.5 * w, joint + rise * 1.5 * w),
            (x + 0.75 * w, joint + rise * w),
        ]
        layer.curve(fold, "crease", fill="none", stroke=skin.line, stroke_opacity=0.45, stroke_width=0.4 * unit)
