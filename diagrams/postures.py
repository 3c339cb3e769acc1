"""Posture drawings: a body in the position of pressing, close at the hand and whole in an inset.

A posture is a position and the point pressed. The bake has the right side pressed; the left is its mirror image with
captions and descriptions of its own. A drawing is a pure function of catalogue and figure.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from diagrams import anatomy, palette
from diagrams.canvas import Canvas, Layer
from diagrams.geometry.curves import Box
from diagrams.geometry.vectors import XY, XYZ, dot
from diagrams.layout.sheet import CAPTION_HEIGHT, SESSION_MARGIN_PX, SESSION_TEXT_SIZE_PX, SESSION_WIDTH_PX
from diagrams.parts.name import draw_name
from diagrams.parts.posture_panel import (
    ARROW_SHARE,
    INSET_INK,
    MARK_RADIUS,
    PanelPainter,
    Press,
    draw_arrow,
    draw_rings,
)
from points.catalogue import Catalogue
from points.errors import UnknownKey

INSET_MARGIN: Final = 5.0  # phone pixels from the corner of the panel
HIDDEN_BONE_RING_MM: Final = (24.0, 20.0)  # half axes, mm on the reference man, of the ring round a bone under clothes
REFERENCE_STATURE: Final = {"female": 0.927, "male": 1.0}  # ANSUR II means: 1628.5 and 1756.2 mm
#: Names in pictures that are not labels of landmarks of the catalogue.
PLAIN_NAMES: Final = {"spine": "spine"}


@dataclass(frozen=True)
class Posture:
    """A posture: positions and areas by their keys in the catalogue, and the points of which it is drawn.

    The title names the tool in the picture before any other tool.
    """

    key: str
    title: str
    positions: tuple[str, ...]
    areas: tuple[str, ...]
    points: tuple[str, ...]

    @property
    def point(self) -> str:
        """The point pressed in the picture."""
        return self.points[0]


_BACK: Final = ("lower back",)
_SEAT: Final = ("buttock",)
_THUMB: Final = "Standing, thumb on the lower back"
_KNUCKLES: Final = "Seated, knuckles on the lower back"
_BALL: Final = "Ball between the lower back and a wall"
_BALL_SEAT: Final = "Ball between the buttock and a wall"
_LYING: Final = "Lying on the side, knuckles on the hip"
_POSTURES: Final = (
    Posture("standing-lower-back", _THUMB, ("standing",), _BACK, ("BL23",)),
    Posture("standing-lower-back-bl25", _THUMB, ("standing",), _BACK, ("BL25",)),
    Posture("standing-midline", "Standing, fingertips in the dip of the spine", ("standing",), _BACK, ("GV3",)),
    Posture("wall-ball-lower-back", _BALL, ("wall-ball",), _BACK, ("BL23",)),
    Posture("wall-ball-lower-back-bl25", _BALL, ("wall-ball",), _BACK, ("BL25",)),
    Posture("wall-ball-buttock", _BALL_SEAT, ("wall-ball",), _SEAT, ("BL54",)),
    Posture("wall-ball-buttock-gb30", _BALL_SEAT, ("wall-ball",), _SEAT, ("GB30",)),
    Posture("seated-lower-back", _KNUCKLES, ("seated",), _BACK, ("BL23",)),
    Posture("seated-lower-back-bl25", _KNUCKLES, ("seated",), _BACK, ("BL25",)),
    Posture("seated-midline", "Seated, fingertips in the dip of the spine", ("seated",), _BACK, ("GV3",)),
    Posture("side-lying-buttock", _LYING, ("side-lying",), _SEAT, ("GB30",)),
    Posture("side-lying-buttock-bl54", _LYING, ("side-lying",), _SEAT, ("BL54",)),
    Posture("ankle-on-knee-ankle", "Fingertip behind the inner ankle bone", ("ankle-on-knee",), ("ankle",), ("KI3",)),
    Posture("hand-pinch-hand", "Thumb on the mound, index finger underneath", ("hand-pinch",), ("hand",), ("LI4",)),
    Posture(
        "seated-reach-under-knee-knee",
        "Seated, fingertips of both hands behind the knee",
        ("seated-reach-under-knee",),
        ("knee",),
        ("BL40",),
    ),
)


def postures() -> tuple[Posture, ...]:
    """Return all postures, from standing to lying to the hand alone."""
    return _POSTURES


def posture(key: str) -> Posture:
    """Return the posture of that key. Raises `UnknownKey` with suggestions."""
    for entry in _POSTURES:
        if entry.key == key:
            return entry
    known = [entry.key for entry in _POSTURES]
    raise UnknownKey("posture", key, difflib.get_close_matches(key, known, 3, 0.4) or known)


def posture_for(position: str, area: str, point: str = "") -> Posture | None:
    """Return the posture of a position in which an area, or a given point of it, is pressed, or None."""
    for entry in _POSTURES:
        if position in entry.positions and area in entry.areas and (not point or point in entry.points):
            return entry
    return None


def drawn_sides(catalogue: Catalogue, shown: Posture) -> tuple[str, ...]:
    """Return the sides on which a posture is drawn: left and right, or the midline."""
    return catalogue.point(shown.point).sides


def drawing_name(shown: Posture, side: str) -> str:
    """Return the name of a posture's drawing in its URL: its key with the side, the midline without."""
    return f"{shown.key}-{side}" if side in ("left", "right") else shown.key


def parse_drawing_name(catalogue: Catalogue, name: str) -> tuple[Posture, str]:
    """Return posture and side of a drawing's name; a bare key is the right side or the midline. Raises `UnknownKey`."""
    key, _, side = name.rpartition("-")
    if side not in ("left", "right"):
        shown = posture(name)
        return shown, drawn_sides(catalogue, shown)[-1]
    shown = posture(key)
    if side not in drawn_sides(catalogue, shown):
        raise UnknownKey("posture", name, (shown.key,))
    return shown, side


def drawing_names(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the names of all posture drawings."""
    return tuple(drawing_name(entry, side) for entry in _POSTURES for side in drawn_sides(catalogue, entry))


def posture_drawing(catalogue: Catalogue, key: str, body: str, *, side: str = "", prefix: str = "") -> str:
    """Return the SVG of a posture, on the right side or the midline where none is named.

    Raises `UnknownKey` for a posture, side or body that does not exist.
    """
    shown = posture(key)
    possible = drawn_sides(catalogue, shown)
    side = side or possible[-1]
    if side not in possible:
        raise UnknownKey("posture", f"{key}-{side}", tuple(drawing_name(shown, one) for one in possible))
    if body not in anatomy.BODIES:
        raise UnknownKey("body", body, anatomy.BODIES)
    return _Composer(catalogue, shown, side, body, prefix).svg()


class _Composer:
    """Composes one posture drawing: close panel, press, names, inset."""

    def __init__(self, catalogue: Catalogue, shown: Posture, side: str, body: str, prefix: str) -> None:
        self._catalogue, self._shown, self._side, self._body = catalogue, shown, side, body
        self._data = anatomy.figure_data(f"posture-{shown.key}", body)
        self._box: Box = tuple(self._data["panel"]["box"])
        self._px = (self._box[2] - self._box[0]) / SESSION_WIDTH_PX
        self._em = SESSION_TEXT_SIZE_PX * self._px
        self._is_mirrored = side == "left"
        x0, y0, x1, y1 = self._box
        sheet = (x0, y0 - CAPTION_HEIGHT * self._em, x1, y1)
        where = "" if side == "midline" else f", pressing the {side} side"
        self._drawing = Canvas(sheet, f"{shown.title}{where}, {body} body", self._description(), prefix)

    def svg(self) -> str:
        """Return the drawing."""
        drawing, panel = self._drawing, PanelPainter(self._drawing, self._data["panel"], self._px, "close")
        clip = drawing.clip("sheet", _rectangle(self._box))
        press = self._press()
        panel.paint_below(self._turned(drawing.layer("skin"), clip))
        marks = drawing.layer("marks")
        if press.has_rings:
            rings = self._turned(marks, clip).group("press-rings", clip_path=panel.figure_clip())
            draw_rings(rings, press, self._px)
            self._mark(marks)
        panel.paint_above(self._turned(drawing.layer("skin"), clip))
        top = drawing.layer("marks")
        draw_arrow(self._turned(top, clip), press, self._px)
        if not press.has_rings:
            self._mark(top)
        self._ghost(top)
        self._inset(drawing.layer("skin"))
        self._names(drawing.layer("labels"))
        return drawing.svg()

    def _description(self) -> str:
        """Return the description: side, position and press, from the catalogue.

        Of several ways to press it has the one with the fewest uses, because adapted steps show the drawing too. If
        that way does not use the tool in the picture, the description names this tool first.
        """
        words = [] if self._side == "midline" else [f"The {self._side} side is pressed."]
        tool = self._data["press"]["tool"]
        for position in self._catalogue.positions:
            if position.key in self._shown.positions:
                ways = self._catalogue.point(self._shown.point).press.how[position.key]
                simplest = min(ways, key=lambda way: len(way.uses))
                is_other_tool = tool in ways[0].uses and tool not in simplest.uses
                tool_note = [f"The picture shows the {tool}. Without {tool}:"] if is_other_tool else []
                words += [position.how, *tool_note, simplest.text]
        return " ".join(words)

    def _turned(self, layer: Layer, clip: str) -> Layer:
        """Return a group of the close panel: mirrored for the left side, cut at the panel's edge."""
        style = {"transform": f"matrix(-1 0 0 1 {self._box[0] + self._box[2]:g} 0)"} if self._is_mirrored else {}
        return layer.group("panel", clip_path=clip, **style)

    def _x(self, x: float) -> float:
        """Return the x on this side of a sheet x of the right side."""
        return self._box[0] + self._box[2] - x if self._is_mirrored else x

    def _place(self) -> XY:
        return _project(tuple(self._data["place"]["at"]), self._data["panel"]["camera"])

    def _press(self) -> Press:
        camera, press = self._data["panel"]["camera"], self._data["press"]
        normal: XYZ = tuple(self._data["place"]["normal"])
        in_camera = (dot(normal, camera["right"]), dot(normal, camera["up"]), dot(normal, camera["toward"]))
        share, (dx, dy) = press["in_plane"], press["toward"]
        toward = (dx / share, dy / share) if share >= ARROW_SHARE and not press["covered"] else None
        return Press(self._place(), in_camera, tuple(press["rings"]), toward)

    def _mark(self, layer: Layer) -> None:
        x, y = self._place()
        at, radius = (self._x(x), y), MARK_RADIUS * self._px
        layer.circle(at, radius + 1.5 * self._px, "mark-rim", fill=palette.PAPER)
        layer.circle(at, radius, "mark", fill=palette.MARK, data_code=self._shown.point, data_side=self._side)

    def _ghost(self, layer: Layer) -> None:
        """Draw the dashed ring round a bone under clothes."""
        if not self._data["ghost"]:
            return
        x, y = self._data["ghost"]
        px, k = self._px, REFERENCE_STATURE[self._body]
        dash = f"{3 * px:.2f} {2.2 * px:.2f}"
        pen = {"stroke": palette.PAPER, "stroke_width": 1.4 * px, "stroke_dasharray": dash}
        radii = (HIDDEN_BONE_RING_MM[0] * k, HIDDEN_BONE_RING_MM[1] * k)
        layer.ellipse((self._x(x), y), radii, "ghost", fill=palette.PAPER, fill_opacity=0.22, **pen)

    def _names(self, layer: Layer) -> None:
        """Write the caption and the names of landmarks in the picture."""
        em, (x0, y0, _, _) = self._em, self._box
        caption = "Pressing the middle" if self._side == "midline" else f"Pressing the {self._side} side"
        drawn = {} if self._side == "midline" else {"data_side": self._side}
        at = (x0 + SESSION_MARGIN_PX * self._px, y0 - 0.45 * em)
        layer.text(at, caption, em, "label caption", fill=palette.INK, font_weight="600", **drawn)
        for named in self._data["named"]:
            self._name(layer, named)

    def _name(self, layer: Layer, named: Mapping[str, Any]) -> None:
        px, em = self._px, self._em
        key = named["key"]
        words = PLAIN_NAMES.get(key) or self._catalogue.landmark(key).label.partition(" (")[0]
        dx, dy = named["offset"]
        start: XY = (self._x(named["at"][0]), named["at"][1])
        draw_name(layer, words, start, (-dx if self._is_mirrored else dx, dy), self._box, px, em)

    def _inset(self, layer: Layer) -> None:
        """Draw the inset: the whole body in a corner, with a spot at the place."""
        inset, px = self._data["inset"], self._px
        a0, b0, a1, b1 = inset["box"]
        width = inset["share"] * (self._box[2] - self._box[0])
        scale = width / (a1 - a0)
        card = self._card(inset["corner"], width, scale * (b1 - b0))
        edge, corner = 0.8 * px, 6 * px
        layer.rect(card, "inset-card", fill=palette.PAPER, stroke=palette.INSET_LINE, stroke_width=edge, rx=corner)
        within = (card[0] + edge / 2, card[1] + edge / 2, card[2] - edge / 2, card[3] - edge / 2)
        if self._is_mirrored:
            matrix = f"matrix({-scale:.4f} 0 0 {scale:.4f} {card[0] + scale * a1:.2f} {card[1] - scale * b0:.2f})"
        else:
            matrix = f"matrix({scale:.4f} 0 0 {scale:.4f} {card[0] - scale * a0:.2f} {card[1] - scale * b0:.2f})"
        body = layer.group("inset-figure", clip_path=self._drawing.clip("inset", _rectangle(within, corner - edge / 2)))
        body = body.group("inset-panel", transform=matrix)
        small = px / scale
        panel = PanelPainter(self._drawing, inset, INSET_INK * small, "inset")
        panel.paint_below(body)
        panel.paint_above(body)
        at: XY = (inset["at"][0], inset["at"][1])
        body.circle(at, 8 * small, "inset-glow", fill=palette.MARK, fill_opacity=0.25)
        body.circle(at, 4 * small, "inset-spot", fill=palette.MARK, stroke=palette.PAPER, stroke_width=1.4 * small)

    def _card(self, corner: str, width: float, height: float) -> Box:
        """Return the box of the inset in its corner, mirrored with the drawing."""
        x0, y0, x1, y1 = self._box
        margin = INSET_MARGIN * self._px
        vertical, horizontal = corner.split("-")
        is_left = (horizontal == "left") != self._is_mirrored
        x = x0 + margin if is_left else x1 - margin - width
        y = y0 + margin if vertical == "top" else y1 - margin - height
        return (x, y, x + width, y + height)


def _rectangle(box: Box, corner: float = 0.0) -> str:
    """Return the path text of a rectangle, with round corners of a radius."""
    (x0, y0, x1, y1), r = box, corner
    if not r:
        return f"M{x0:.1f} {y0:.1f}H{x1:.1f}V{y1:.1f}H{x0:.1f}Z"
    bends = (
        f"q{r:.1f} 0 {r:.1f} {r:.1f}",
        f"q0 {r:.1f} -{r:.1f} {r:.1f}",
        f"q-{r:.1f} 0 -{r:.1f} -{r:.1f}",
        f"q0 -{r:.1f} {r:.1f} -{r:.1f}",
    )
    sides = (f"H{x1 - r:.1f}", f"V{y1 - r:.1f}", f"H{x0 + r:.1f}", f"V{y0 + r:.1f}")
    return f"M{x0 + r:.1f} {y0:.1f}" + "".join(map("".join, zip(sides, bends, strict=True))) + "Z"


def _project(place: XYZ, camera: Mapping[str, Any]) -> XY:
    return (dot(place, camera["right"]), -dot(place, camera["up"]))
