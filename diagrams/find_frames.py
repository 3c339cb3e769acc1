"""Find frames: three pictures for each point and side that show how to find it.

The first has the hands on a landmark, the second the path to the place, the third the zone to feel for. All lie on the
skin of the baked places (`diagrams.bake.postures.frames`); the second and third use the panel of the point's posture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import dist
from typing import Any, Final

from diagrams import anatomy, palette
from diagrams.canvas import Canvas, Layer, curve_data, polygon_data
from diagrams.geometry.curves import Box
from diagrams.geometry.vectors import XY
from diagrams.layout.sheet import CAPTION_HEIGHT, SESSION_MARGIN_PX, SESSION_TEXT_SIZE_PX, SESSION_WIDTH_PX
from diagrams.parts.name import draw_name
from diagrams.parts.posture_panel import MARK_RADIUS, PanelPainter
from points.catalogue import Catalogue
from points.errors import UnknownKey
from points.records import Point

FRAMES_PER_POINT: Final = 3
#: Widths: of the path to the place, its rim and the head of its arrow, and of a cord.
WAY_WIDTH_PX: Final = 4.2
RIM_WIDTH_PX: Final = 3.4
ARROW_HEAD_PX: Final = (14.0, 7.5)
CORD_WIDTH_PX: Final = 6.0
LANDMARK_RING_RADII_PX: Final = (7.0, 13.0)  # radii of the rings round a landmark
#: Positions in which the trunk is upright.
UPRIGHT: Final = ("standing", "seated", "wall-ball")
#: Names of the landmarks of the frames, and their offset, phone pixels.
LANDMARK_NAMES: Final[Mapping[str, tuple[str, XY]]] = {
    "sacral-hiatus": ("tailbone dip", (-14.0, 44.0)),
    "greater-trochanter-prominence": ("hip knob", (34.0, -34.0)),
    "spinous-process-L4": ("bump", (-34.0, -34.0)),
    "medial-malleolus-prominence": ("inner ankle bone", (-34.0, 44.0)),
}


def frame_names(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the names of all find frames."""
    return tuple(
        frame_name(point.code, number, side)
        for point in _points_with_frames(catalogue)
        for number in range(1, FRAMES_PER_POINT + 1)
        for side in point.sides
    )


def frame_name(code: str, number: int, side: str) -> str:
    """Return the name of a find frame in its URL: code, number and, off the midline, side."""
    return f"{code}-{number}-{side}" if side in ("left", "right") else f"{code}-{number}"


def parse_frame_name(catalogue: Catalogue, name: str) -> tuple[Point, int, str]:
    """Return point, number and side of a frame's name. Raises `UnknownKey`."""
    for point in _points_with_frames(catalogue):
        for side in point.sides:
            for number in range(1, FRAMES_PER_POINT + 1):
                if frame_name(point.code, number, side) == name:
                    return point, number, side
    raise UnknownKey("find frame", name, frame_names(catalogue)[:3])


def _points_with_frames(catalogue: Catalogue) -> tuple[Point, ...]:
    """Return the points with baked frames."""
    baked = anatomy.figure_data("find-frames", anatomy.BODIES[0])["points"]
    return tuple(point for point in catalogue.points if point.code in baked)


def shows_position(point: Point, position: str) -> bool:
    """Whether the find frames of a point show the body as it is held in a position.

    They show the usual one. The frames of an upright trunk, where neither legs nor seat are seen, serve every position
    of the point: the trunk is held alike standing, on a chair and at a wall.
    """
    usual = next(iter(point.press.how))
    return position == usual or (usual == "standing" and position in UPRIGHT)


def find_frame(catalogue: Catalogue, name: str, body: str, *, prefix: str = "") -> str:
    """Return the SVG of a find frame. Raises `UnknownKey` for an unknown name or body."""
    point, number, side = parse_frame_name(catalogue, name)
    if body not in anatomy.BODIES:
        raise UnknownKey("body", body, anatomy.BODIES)
    return _Frame(catalogue, point, number, side, body, prefix).svg()


class _Frame:
    """Composition of one find frame: a panel, with path and zone between its skin and its hand."""

    def __init__(self, catalogue: Catalogue, point: Point, number: int, side: str, body: str, prefix: str) -> None:
        self._point, self._side = point, side
        self._shown: Mapping[str, Any] = anatomy.figure_data("find-frames", body)["points"][point.code][number - 1]
        self._panel = anatomy.figure_data(self._shown["figure"], body)["panel"]
        whole: Box = tuple(self._panel["box"])
        self._box: Box = tuple(self._shown["box"]) or whole
        self._ink = (
            whole[2] - whole[0]
        ) / SESSION_WIDTH_PX  # the panel keeps the ink of its posture, so that it is kept once
        self._px = (self._box[2] - self._box[0]) / SESSION_WIDTH_PX
        self._em = SESSION_TEXT_SIZE_PX * self._px
        x0, y0, x1, y1 = self._box
        where = "" if side == "midline" else f", {side} side"
        title = f"Finding {point.code}{where}, step {number} of {FRAMES_PER_POINT}: {point.find_short[number - 1]}"
        said = " ".join(point.say.find_lines[number - 1]).replace("{side}", side).replace("{Side}", side.capitalize())
        sheet = (x0, y0 - CAPTION_HEIGHT * self._em, x1, y1)
        self._drawing = Canvas(sheet, f"{title} {body.capitalize()} body.", said, prefix)

    def svg(self) -> str:
        """Return the drawing."""
        drawing, panel = self._drawing, PanelPainter(self._drawing, self._panel, self._ink, "close")
        x0, y0, x1, y1 = self._box
        clip = drawing.clip("sheet", f"M{x0:.1f} {y0:.1f}H{x1:.1f}V{y1:.1f}H{x0:.1f}Z")
        panel.paint_below(self._turned(drawing.layer("skin"), clip))
        skin = self._turned(drawing.layer("marks"), clip).group("on-figure", clip_path=panel.figure_clip())
        self._zone(skin)
        self._ways(skin, "cord", "tape")
        panel.paint_above(self._turned(drawing.layer("skin"), clip))
        marks = drawing.layer("marks")
        top = self._turned(marks, clip)
        self._seen_through(top)
        self._ways(top, "way")
        self._spot(top)
        self._mark(marks)
        self._words(drawing.layer("labels"))
        return drawing.svg()

    def _turned(self, layer: Layer, clip: str) -> Layer:
        style = {"transform": f"matrix(-1 0 0 1 {self._box[0] + self._box[2]:g} 0)"} if self._side == "left" else {}
        return layer.group("panel", clip_path=clip, **style)

    def _x(self, x: float) -> float:
        """Return the x on this side of a sheet x of the right side."""
        return self._box[0] + self._box[2] - x if self._side == "left" else x

    def _zone(self, layer: Layer) -> None:
        if not self._shown["zone"]:
            return
        data, px = curve_data(tuple((x, y) for x, y in self._shown["zone"]), closed=True), self._px
        rim = {"stroke": palette.PAPER, "stroke_width": 4.2 * px, "stroke_opacity": 0.85}
        layer.path(data, "zone-rim", fill="none", **rim)
        pen = {"stroke": palette.MARK, "stroke_width": 2.0 * px}
        layer.path(data, "zone", fill=palette.MARK, fill_opacity=0.22, **pen)

    def _seen_through(self, layer: Layer) -> None:
        """Draw the edge of the zone, and the cords as dashed lines, over the hands that cover parts of them."""
        for way in self._shown["ways"]:
            if way["kind"] == "cord":
                dash = f"{5 * self._px:.2f} {4 * self._px:.2f}"
                points: list[XY] = [(x, y) for x, y in way["points"]]
                layer.polyline(
                    points, "cord-hidden", stroke=palette.MARK, stroke_width=2.2 * self._px, stroke_dasharray=dash
                )
        if self._shown["zone"]:
            data, px = curve_data(tuple((x, y) for x, y in self._shown["zone"]), closed=True), self._px
            dash = f"{3.4 * px:.2f} {3 * px:.2f}"
            layer.path(data, "zone-edge", fill="none", stroke=palette.PAPER, stroke_width=3.2 * px, stroke_opacity=0.7)
            layer.path(
                data, "zone-edge", fill="none", stroke=palette.MARK, stroke_width=1.6 * px, stroke_dasharray=dash
            )

    def _ways(self, layer: Layer, *kinds: str) -> None:
        """Draw ways over the skin: an arrow, the rest of a measured line, or a cord to feel."""
        for way in self._shown["ways"]:
            if way["kind"] in kinds:
                points: list[XY] = [(x, y) for x, y in way["points"]]
                {"way": self._arrow, "tape": self._tape, "cord": self._cord}[way["kind"]](layer, points)

    def _cord(self, layer: Layer, points: Sequence[XY]) -> None:
        ends = {"stroke_linecap": "round"}
        layer.polyline(
            points, "cord-rim", stroke=palette.PAPER, stroke_width=(CORD_WIDTH_PX + RIM_WIDTH_PX) * self._px, **ends
        )
        layer.polyline(points, "cord", stroke=palette.MARK, stroke_width=CORD_WIDTH_PX * self._px, **ends)

    def _tape(self, layer: Layer, points: Sequence[XY]) -> None:
        px = self._px
        dash = f"{5 * px:.2f} {4 * px:.2f}"
        layer.polyline(points, "way-rim", stroke=palette.PAPER, stroke_width=(2.2 + RIM_WIDTH_PX) * px)
        layer.polyline(points, "way tape", stroke=palette.MARK, stroke_width=2.2 * px, stroke_dasharray=dash)

    def _arrow(self, layer: Layer, points: Sequence[XY]) -> None:
        """Draw an arrow along a line; where the line ends at the place, its head stops before the mark."""
        px, ends = self._px, {"stroke_linecap": "round"}
        place = self._shown["place"]
        clear = (MARK_RADIUS + 3) * px
        shaft, head = _arrow([at for at in points if dist(at, place) > clear], px)
        layer.polyline(shaft, "way-rim", stroke=palette.PAPER, stroke_width=(WAY_WIDTH_PX + RIM_WIDTH_PX) * px, **ends)
        rim = {"stroke": palette.PAPER, "stroke_width": RIM_WIDTH_PX * px, "stroke_linejoin": "round"}
        layer.path(polygon_data(head), "way-rim", fill=palette.PAPER, **rim)
        layer.polyline(shaft, "way", stroke=palette.MARK, stroke_width=WAY_WIDTH_PX * px, **ends)
        layer.path(polygon_data(head), "way-head", fill=palette.MARK)

    def _spot(self, layer: Layer) -> None:
        """Draw two rings round a landmark, one where a way starts at it."""
        if not self._shown["spot"]:
            return
        x, y = self._shown["spot"]["at"]
        for radius in LANDMARK_RING_RADII_PX[:1] if self._shown["ways"] else LANDMARK_RING_RADII_PX:
            pen = {"stroke": palette.PAPER, "stroke_width": 3.6 * self._px}
            layer.circle((x, y), radius * self._px, "spot-rim", fill="none", **pen)
            pen = {"stroke": palette.MARK, "stroke_width": 1.8 * self._px}
            layer.circle((x, y), radius * self._px, "spot", fill="none", **pen)

    def _mark(self, layer: Layer) -> None:
        if not self._shown["place"]:
            return
        at: XY = (self._x(self._shown["place"][0]), self._shown["place"][1])
        layer.circle(at, (MARK_RADIUS + 1.5) * self._px, "mark-rim", fill=palette.PAPER)
        pen = {"data_code": self._point.code, "data_side": self._side}
        layer.circle(at, MARK_RADIUS * self._px, "mark", fill=palette.MARK, **pen)

    def _words(self, layer: Layer) -> None:
        """Write which side is looked for, and the name of the landmark."""
        em, (x0, y0, _, _) = self._em, self._box
        caption = "Finding the middle" if self._side == "midline" else f"Finding the {self._side} side"
        drawn = {} if self._side == "midline" else {"data_side": self._side}
        at = (x0 + SESSION_MARGIN_PX * self._px, y0 - 0.45 * em)
        layer.text(at, caption, em, "label caption", fill=palette.INK, font_weight="600", **drawn)
        if self._shown["spot"]:
            words, (dx, dy) = LANDMARK_NAMES[self._shown["spot"]["key"]]
            x, y = self._shown["spot"]["at"]
            offset = (-dx if self._side == "left" else dx, dy)
            draw_name(layer, words, (self._x(x), y), offset, self._box, self._px, em)
        for way in self._shown["ways"]:
            if way["kind"] == "cord":
                x, y = way["points"][len(way["points"]) // 2]
                left_of = self._x(x) < self._x(self._shown["place"][0])
                draw_name(layer, "cord", (self._x(x), y), (-16.0 if left_of else 16.0, -34.0), self._box, self._px, em)


def _arrow(points: Sequence[XY], px: float) -> tuple[list[XY], tuple[XY, XY, XY]]:
    """Return (shaft, head) of an arrow along a line, whose head ends where the line does."""
    tip, length, wing = points[-1], ARROW_HEAD_PX[0] * px, ARROW_HEAD_PX[1] * px
    shaft = [point for point in points if dist(point, tip) > length * 0.9] or [points[0]]
    base = shaft[-1]
    reach = dist(base, tip)
    dx, dy = (tip[0] - base[0]) / reach, (tip[1] - base[1]) / reach
    neck = (tip[0] - length * dx, tip[1] - length * dy)
    wings = (neck[0] - wing * dy, neck[1] + wing * dx), (neck[0] + wing * dy, neck[1] - wing * dx)
    return [*shaft, neck], (tip, *wings)
