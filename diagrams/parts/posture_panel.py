"""Painter of a posture's panels: props, skin, clothes, press rings, pressing hand, ink.

The bake (`diagrams.bake.postures.layers`) writes a panel as path data in painting order; only colours are added here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, degrees
from typing import Any, Final

from diagrams import palette
from diagrams.canvas import Canvas, Layer, polygon_data
from diagrams.geometry.vectors import XY, XYZ

#: Widths of stroked ink, phone pixels.
STROKE_WIDTHS_PX: Final = {"contour": 1.25, "contact": 1.35, "hem": 0.8, "nail": 0.45, "seam": 0.4}
INSET_INK: Final = 0.62  # width of the ink of an inset, as a share
SEAM_OPACITY: Final = 0.6
FINGER_OPACITY: Final = 0.7
#: Rings of the press, from the innermost: width in phone pixels, opacity.
RINGS: Final = ((2.2, 1.0), (1.8, 0.9), (1.4, 0.75))
RING_RIM: Final = 3.6
#: Least cosine between normal and line of sight for rings; below it they would look like a line.
EDGE_ON: Final = 0.35
MARK_RADIUS: Final = 4.2
#: Of the arrow, phone pixels.
ARROW_LENGTH: Final = 62.0
ARROW_WIDTH: Final = 4.2
ARROW_WING: Final = 6.5
ARROW_BACK: Final = 12.0
#: From the arrow's head to the place, mm.
ARROW_GAP: Final = 3.0
#: Least share of the press in the plane of the picture for an arrow.
ARROW_SHARE: Final = 0.8


@dataclass(frozen=True)
class Press:
    """The press on the sheet: place, normal in camera axes, ring radii, mm, and direction of the arrow.

    The direction is None where the press is too close to the line of sight.
    """

    at: XY
    normal: XYZ
    radii: tuple[float, ...]
    toward: XY | None

    @property
    def has_rings(self) -> bool:
        """Return whether the skin at the place faces the viewer enough for rings."""
        return abs(self.normal[2]) >= EDGE_ON


class PanelPainter:
    """Painter of one panel. `px`: mm of a phone pixel; `name` makes the ids of its clips unique."""

    def __init__(self, drawing: Canvas, panel: Mapping[str, Any], px: float, name: str) -> None:
        self._drawing, self._panel, self._px, self._name = drawing, panel, px, name

    def paint_below(self, group: Layer) -> None:
        """Paint the layers under the rings: props, skin, clothes, shadow."""
        self._paint_layers(group, "below")

    def paint_above(self, group: Layer) -> None:
        """Paint the layers over the rings: pressing hand, nails, ink."""
        self._paint_layers(group, "above")
        ink = group.group("ink", stroke_linecap="round", stroke_linejoin="round")
        for line in self._panel["ink"]:
            self._paint_ink(ink, line)

    def figure_clip(self) -> str:
        """Define a clip to the whole figure and return the reference to it."""
        return self._drawing.clip(f"{self._name}-figure", self._panel["figure"])

    def _paint_layers(self, group: Layer, part: str) -> None:
        for number, layer in enumerate(self._panel[part]):
            self._paint_layer(group, layer, f"{self._name}-{part}-{number}")

    def _paint_layer(self, group: Layer, layer: Mapping[str, Any], name: str) -> None:
        look, data = layer["look"], layer["d"]
        if look in palette.PROPS:
            fill, line = palette.PROPS[look]
            pen = {"stroke": line, "stroke_width": 0.6 * self._px, "stroke_linejoin": "round"}
            group.path(data, f"prop prop-{look}", fill=fill, **pen)
        elif look in palette.VEILS:
            colour, opacity = palette.VEILS[look]
            group.path(data, look, fill=colour, fill_opacity=opacity, fill_rule="evenodd")
        elif look in palette.CLOTHS:
            group.path(data, f"cloth {look}", fill=palette.CLOTHS[look][0], fill_rule="evenodd")
        else:
            group.path(data, "skin-base tone-0", fill=palette.tone(0), fill_rule="evenodd")
        if layer.get("bands"):
            shade = group.group("shade", clip_path=self._drawing.clip(name, data), fill_rule="evenodd")
            self._paint_tones(shade, layer)
        if look == "hand":
            colour, opacity = palette.VEILS["hand-veil"]
            group.path(data, "hand-veil", fill=colour, fill_opacity=opacity, fill_rule="evenodd")

    def _paint_tones(self, shade: Layer, layer: Mapping[str, Any]) -> None:
        look = layer["look"]
        ramp = palette.CLOTHS.get(look) or (palette.BALL_RAMP if look == "ball" else None)
        for tone, data in layer["bands"]:
            if ramp:
                shade.path(data, f"cloth {look}", fill=palette.on_ramp(ramp, tone))
            else:
                step = palette.tone_step(tone)
                shade.path(data, f"tone tone-{step}", fill=palette.tone(step))
        lights = palette.SKIN_TONES[palette.DEFAULT_SKIN_TONE].highlights
        for index, (_, data) in enumerate(layer["lights"] if not ramp else ()):
            shade.path(data, f"light light-{index + 1}", fill=lights[min(index, 1)])

    def _paint_ink(self, layer: Layer, line: Mapping[str, Any]) -> None:
        kind, colour = line["kind"], palette.SKIN_TONES[palette.DEFAULT_SKIN_TONE].line
        if kind in STROKE_WIDTHS_PX:
            style: dict[str, Any] = {"stroke_width": STROKE_WIDTHS_PX[kind] * self._px}
            if kind == "seam":
                style["stroke_dasharray"] = f"{1.8 * self._px:.2f} {1.4 * self._px:.2f}"
                style["stroke_opacity"] = SEAM_OPACITY
            cls = "contour" if kind == "contour" else f"edge {kind}"
            layer.path(line["d"], cls, fill="none", stroke=colour, **style)
            return
        opacity = {"inner": 1.0, "finger": FINGER_OPACITY}.get(kind) or line["opacity"]
        style = {} if opacity == 1.0 else {"fill_opacity": opacity}
        layer.path(line["d"], "inner" if kind == "inner" else f"inner {kind}", fill=colour, **style)


def draw_rings(layer: Layer, press: Press, px: float) -> None:
    """Draw circles in the plane of the skin at the place, as foreshortened ellipses."""
    x, y, facing = press.normal
    turn = f"rotate({degrees(atan2(-y, x)):.1f} {press.at[0]:g} {press.at[1]:g})"
    sizes = [(radius * abs(facing), radius) for radius in press.radii]
    placed = {"transform": turn}
    layer.ellipse(press.at, sizes[-1], "ring-glow", fill=palette.MARK, fill_opacity=0.16, **placed)
    for size, (width, opacity) in zip(sizes, RINGS, strict=True):
        rim = {"stroke": palette.PAPER, "stroke_opacity": 0.85, "stroke_width": RING_RIM * px}
        layer.ellipse(press.at, size, "ring-rim", fill="none", **rim, **placed)
        ink = {"stroke": palette.MARK, "stroke_opacity": opacity, "stroke_width": width * px}
        layer.ellipse(press.at, size, "ring", fill="none", **ink, **placed)
    layer.ellipse(press.at, sizes[0], "ring-core", fill=palette.MARK, fill_opacity=0.55, **placed)


def draw_arrow(layer: Layer, press: Press, px: float) -> None:
    """Draw the arrow whose head ends at the place, where the press lies in the plane of the picture."""
    if press.toward is None:
        return
    dx, dy = press.toward
    head = (press.at[0] - ARROW_GAP * dx, press.at[1] - ARROW_GAP * dy)
    tail = (head[0] - ARROW_LENGTH * px * dx, head[1] - ARROW_LENGTH * px * dy)
    neck = (head[0] - ARROW_BACK * px * dx, head[1] - ARROW_BACK * px * dy)
    wing = ARROW_WING * px
    ends: Sequence[XY] = (
        head,
        (neck[0] - wing * dy, neck[1] + wing * dx),
        (neck[0] + wing * dy, neck[1] - wing * dx),
    )
    tip, cap = polygon_data(ends), {"stroke_linecap": "round"}
    layer.line(tail, neck, "arrow-rim", stroke=palette.PAPER, stroke_width=(ARROW_WIDTH + 3.2) * px, **cap)
    layer.path(tip, "arrow-rim", fill=palette.PAPER, stroke=palette.PAPER, stroke_width=3 * px, stroke_linejoin="round")
    layer.line(tail, neck, "arrow", stroke=palette.MARK, stroke_width=ARROW_WIDTH * px, **cap)
    layer.path(tip, "arrow-head", fill=palette.MARK)
