"""Name in a picture: words on a light rim, with a leader to a dot."""

from __future__ import annotations

from typing import Final

from diagrams import palette
from diagrams.canvas import Layer
from diagrams.geometry.curves import Box
from diagrams.geometry.vectors import XY
from diagrams.layout import labels
from diagrams.layout.sheet import SESSION_MARGIN_PX

WRAP: Final = 7.0  # widest line of a name, text heights


def draw_name(layer: Layer, words: str, start: XY, offset: XY, box: Box, px: float, em: float) -> None:
    """Draw a name `offset` phone pixels from its target `start`, inside the box.

    `px`: mm of a phone pixel; `em`: mm of the text's height.
    """
    lines = labels.wrap(words, WRAP)
    dx, dy = offset
    end = (start[0] + dx * px, start[1] + dy * px)
    width = max(labels.text_width(line) for line in lines) * labels.BOLD_FALLBACK_WIDTH_RATIO * em
    left = end[0] if dx > 0 else end[0] - width
    margin = SESSION_MARGIN_PX * px
    left = min(max(left, box[0] + margin), box[2] - margin - width)
    top = end[1] + (0.85 * em if dy > 0 else -0.2 * em - (len(lines) - 1) * em)
    layer.line(start, end, "name-leader-rim", stroke=palette.PAPER, stroke_width=2.8 * px)
    layer.line(start, end, "name-leader", stroke=palette.INK, stroke_width=1.0 * px)
    rim = {"stroke": palette.PAPER, "stroke_width": 0.8 * px}
    layer.circle(start, 2.3 * px, "name-dot", fill=palette.INK, **rim)
    halo = {"stroke": palette.PAPER, "stroke_width": 0.24 * em, "stroke_linejoin": "round", "paint_order": "stroke"}
    for number, line in enumerate(lines):
        at = (left, top + number * 1.05 * em)
        layer.text(at, line, em, "name", fill=palette.INK, font_weight="600", **halo)
