"""Draws the layers that lie over skin and bones: rulers and constructions, marks, labels and the locator."""

from __future__ import annotations

from typing import Final

from diagrams import anatomy, palette
from diagrams.canvas import Canvas, Layer
from diagrams.geometry.vectors import XY
from diagrams.layout.labels import Placed
from diagrams.layout.sheet import SCALE_MARGIN, Sheet
from diagrams.parts import constructions, finger_glyph, locator
from diagrams.parts.constructions import Pens
from diagrams.parts.spanning_hand import draw_spanning_hand
from diagrams.parts.vertebra_numbers import FORAMEN, draw_foramen_number, draw_vertebra_numbers
from diagrams.scene import Mark, Scene

#: Width of the light rim round a mark, phone pixels.
RIM: Final = 0.9
#: Width of a close-up's ring mark, and radius of the dot in it, phone pixels.
RING: Final = 1.7
DOT: Final = 0.9
SCALE_CUN: Final = 3  # length of the scale bar


def rulers(layer: Layer, scene: Scene, sheet: Sheet) -> None:
    """Draw what is measured with and how places are found."""
    pens = Pens(layer, sheet.unit, sheet.em)
    figure, known = scene.figure, scene.rulers
    if (measure := scene.fingers) is not None:
        finger_glyph.draw(layer, measure, sheet.em, sheet.unit)
    if scene.near and scene.near.span and not scene.second:
        thumb, little = (figure.spot(key, "right") for key in scene.near.span)
        draw_spanning_hand(layer, figure, (thumb, little), sheet.unit)
    if ticks := scene.ticks:
        lowest = max(mark.at[1] for mark in scene.marks)
        heights = (scene.crop[1], min(lowest + 0.8 * sheet.em, scene.crop[3]))
        numbers = constructions.cun_lines(pens, figure, known[scene.view.ticks], ticks, heights)
        for (x, y), words in numbers:
            layer.text(
                (x, y - 0.35 * sheet.em), words, sheet.em, "measure-text", fill=palette.MEASURE, text_anchor="middle"
            )
        at = (numbers[0][0][0] - 0.8 * sheet.em, numbers[0][0][1] - 0.35 * sheet.em)
        layer.text(at, "B-cun", sheet.em, "measure-text", fill=palette.MEASURE, text_anchor="end")
        _scale(layer, scene, sheet)
    if scene.view.crest_line and (scene.near is None or scene.near.crest_line):
        _crest(layer, scene, sheet)
        back_cun = anatomy.cun_mm(known[scene.view.ticks], figure, "right")
        counted = scene.points[0].location.expression if scene.near else None
        draw_vertebra_numbers(pens, figure, scene.crop, back_cun, counted)
    if FORAMEN in scene.numbered:
        draw_foramen_number(pens, figure.spot(FORAMEN, "right"))
    for place, key in enumerate(scene.view.brackets):
        ends = tuple(figure.project(end) for end in anatomy.ruler_ends(known[key], figure, "left"))
        x = sheet.extent[0] - (0.6 + 2.1 * (place == 2)) * sheet.em
        constructions.bracket(pens, (ends[0], ends[1]), x, known[key].cun)
    if scene.view.slug == "posterior":
        constructions.span(pens, figure, known[scene.view.ticks], figure.spot("spinous-process-T7")[1])
    for point in scene.points if scene.near or scene.view.finding else ():
        for side in point.sides:
            if side in scene.view.sides:
                constructions.find(pens, point.location.expression, figure, side, known, written=scene.near is not None)
    for mark in scene.second_marks:
        if mark.point.alternative:
            constructions.find(pens, mark.point.alternative.expression, figure, mark.side, known, written=False)


def _crest(layer: Layer, scene: Scene, sheet: Sheet) -> None:
    """Draw the line through the tops of both hip bones, by which the vertebrae are counted."""
    left, right = (scene.figure.spot("iliac-crest-top", side) for side in ("left", "right"))
    dash = f"{4 * sheet.unit:.2f} {2 * sheet.unit:.2f}"
    layer.line(left, right, "crest-line", stroke=palette.QUIET, stroke_width=0.7 * sheet.unit, stroke_dasharray=dash)


def scale_mm(scene: Scene) -> float:
    """Return the length of the scale bar, mm, 0 where no ruler is in use."""
    if not scene.ticks:
        return 0.0
    return SCALE_CUN * anatomy.cun_mm(scene.rulers[scene.view.ticks], scene.figure, "right")


def _scale(layer: Layer, scene: Scene, sheet: Sheet) -> None:
    """Draw three B-cun of the ruler in use as a scale bar in the lower right corner of the sheet."""
    length = scale_mm(scene)
    x1, y = sheet.box[2] - SCALE_MARGIN * sheet.em, sheet.foot
    layer.line((x1 - length, y), (x1, y), "scale", stroke=palette.INK, stroke_width=sheet.unit)
    for k in range(SCALE_CUN + 1):
        x = x1 - k * length / SCALE_CUN
        layer.line((x, y - 0.28 * sheet.em), (x, y), "scale", stroke=palette.INK, stroke_width=sheet.unit)
    at = (x1, y - 0.55 * sheet.em)
    layer.text(at, f"{SCALE_CUN} B-cun", sheet.em, "label", fill=palette.INK, text_anchor="end")


def marks(drawing: Canvas, layer: Layer, scene: Scene, sheet: Sheet) -> None:
    """Draw the points, in a close-up with the zone round each."""
    radius = scene.mark * sheet.unit
    if scene.near:
        glow = drawing.glow("halo", palette.POINT)
        for mark in scene.marks:
            layer.ellipse(mark.at, scene.near.zone, "halo", fill=glow)
    for mark in scene.marks:
        if scene.near:
            _ring_mark(layer, mark, radius, sheet.unit)
            continue
        layer.circle(mark.at, radius + RIM * sheet.unit, "mark-rim", fill=palette.PAPER, fill_opacity=0.9)
        layer.circle(mark.at, radius, "mark", fill=palette.MARK, data_code=mark.point.code, data_side=mark.side)
    for mark in scene.second_marks:
        layer.circle(mark.at, radius + RIM * sheet.unit, "mark-rim", fill=palette.PAPER, fill_opacity=0.9)
        style = {"fill": palette.PAPER, "stroke": palette.MARK, "stroke_width": 1.5 * sheet.unit}
        layer.circle(mark.at, radius - 0.45 * sheet.unit, "mark-second", **style, data_code=mark.point.code)


def _ring_mark(layer: Layer, mark: Mark, radius: float, unit: float) -> None:
    """Draw a mark as a ring with a dot, so that the notch or bone it lies on stays visible through it."""
    rim = {"stroke": palette.PAPER, "stroke_width": (RING + 2 * RIM) * unit, "stroke_opacity": 0.9}
    layer.circle(mark.at, radius, "mark-rim", fill="none", **rim)
    ring = {"stroke": palette.MARK, "stroke_width": RING * unit}
    named = {"data_code": mark.point.code, "data_side": mark.side}
    layer.circle(mark.at, radius, "mark", fill=palette.MARK, fill_opacity=0.12, **ring, **named)
    layer.circle(mark.at, DOT * unit, "mark-centre", fill=palette.MARK, data_side=mark.side)


def labels(layer: Layer, scene: Scene, sheet: Sheet) -> None:
    """Write caption, sides and labels, and draw leaders and the locator."""
    em = sheet.em
    for at, words in sheet.caption:
        layer.text(at, words, em, "label caption", fill=palette.INK, font_weight="600")
    left, right = scene.view.ends
    layer.text((sheet.box[0] + 0.25 * em, sheet.ends), f"← {left}", em, "label label-quiet", fill=palette.QUIET)
    x = (sheet.inset[0] if sheet.inset else sheet.box[2]) - 0.4 * em
    layer.text((x, sheet.ends), f"{right} →", em, "label label-quiet", fill=palette.QUIET, text_anchor="end")
    for placed in sheet.labels:
        _leader(layer, placed, sheet)
        _words(layer, placed, em)
    for key, side in scene.named:
        if key in scene.numbered:
            at = scene.figure.spot(key, side)
            _landmark_dot(layer, key, at, at, sheet.unit)
    if sheet.inset:
        locator.draw(layer, scene.figure, scene.view.inset or (), scene.crop, sheet.inset, sheet.unit)


def _leader(layer: Layer, placed: Placed, sheet: Sheet) -> None:
    label, unit = placed.label, sheet.unit
    if label.is_point:
        layer.line(placed.start, label.target, "leader leader-point", stroke=palette.POINT, stroke_width=0.7 * unit)
        return
    layer.line(placed.start, label.target, "leader", stroke=palette.LEADER, stroke_width=0.5 * unit)
    _landmark_dot(layer, label.key, label.target, label.landmark or label.target, unit)


def _landmark_dot(layer: Layer, key: str, end: XY, landmark: XY, unit: float) -> None:
    """Draw the dot of a named landmark; its data say where the landmark itself lies."""
    data = {"data_landmark": key, "data_x": landmark[0], "data_y": landmark[1]}
    layer.circle(end, 1.3 * unit, "landmark leader-dot", fill=palette.LEADER, **data)


def _words(layer: Layer, placed: Placed, em: float) -> None:
    right = placed.label.side == "left"
    y = placed.box[1]
    for line in placed.label.lines:
        y += line.size * 1.16 * em
        x = placed.box[2] if right else placed.box[0]
        code = "code" in line.cls
        fill = palette.POINT if code else palette.QUIET if "quiet" in line.cls else palette.INK
        style = {"font_weight": "700"} if code else {}
        layer.text(
            (x, y - 0.28 * line.size * em),
            line.words,
            line.size * em,
            line.cls,
            fill=fill,
            text_anchor="end" if right else "start",
            **style,
        )
