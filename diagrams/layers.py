"""Layers over skin and bones: rulers, constructions, marks, labels, locator."""

from __future__ import annotations

from typing import Final

from diagrams import anatomy, palette
from diagrams.canvas import Canvas, Layer, Link
from diagrams.geometry.vectors import XY
from diagrams.layout.labels import FALLBACK_WIDTH_RATIO, PlacedLabel, text_width
from diagrams.layout.sheet import MARGIN, SCALE_BAR_MARGIN, LeftwardText, Sheet
from diagrams.parts import constructions, finger_glyph, locator
from diagrams.parts.constructions import ConstructionPen
from diagrams.parts.spanning_hand import draw_spanning_hand
from diagrams.parts.vertebra_numbers import FORAMEN_KEY, draw_foramen_number, draw_vertebra_numbers
from diagrams.scene import Mark, Scene

#: Width of the light rim round a mark, phone pixels.
MARK_RIM: Final = 0.9
#: Width of a close-up's ring mark, and radius of the dot in it, phone pixels.
RING_WIDTH: Final = 1.7
DOT_RADIUS: Final = 0.9
#: Width of a link round a mark on a phone of this width, px; WCAG 2.2, 2.5.8 asks for 24.
LINK_WIDTH_PX, NARROW_PHONE_PX = 26, 320
SCALE_CUN: Final = 3  # length of the scale bar
#: Unit of the tick numbers, and its distance from the first of them, em.
TICK_UNIT: Final = "B-cun"
TICK_UNIT_GAP: Final = 0.8


def draw_rulers(layer: Layer, scene: Scene, sheet: Sheet) -> None:
    """Draw rulers, constructions and the finger measure."""
    pens = ConstructionPen(layer, sheet.px_mm, sheet.text_mm)
    figure, known = scene.figure, scene.rulers
    if (measure := scene.finger_measure) is not None:
        finger_glyph.draw_glyph(layer, measure, sheet.text_mm, sheet.px_mm)
    if scene.close_up and scene.close_up.span and not scene.with_alternative:
        thumb, little = (figure.project_landmark(key, "right") for key in scene.close_up.span)
        draw_spanning_hand(layer, figure, (thumb, little), sheet.px_mm)
    if ticks := scene.ticks:
        lowest = max(mark.at[1] for mark in scene.marks)
        heights = (scene.crop[1], min(lowest + 0.8 * sheet.text_mm, scene.crop[3]))
        numbers = constructions.draw_cun_lines(pens, figure, known[scene.view.ticks], ticks, heights)
        for (x, y), words in numbers:
            layer.text(
                (x, y - 0.35 * sheet.text_mm),
                words,
                sheet.text_mm,
                "measure-text",
                fill=palette.MEASURE,
                text_anchor="middle",
            )
        at = (numbers[0][0][0] - TICK_UNIT_GAP * sheet.text_mm, numbers[0][0][1] - 0.35 * sheet.text_mm)
        layer.text(at, TICK_UNIT, sheet.text_mm, "measure-text", fill=palette.MEASURE, text_anchor="end")
        _draw_scale_bar(layer, scene, sheet)
    if scene.view.crest_line and (scene.close_up is None or scene.close_up.crest_line):
        _draw_crest_line(layer, scene, sheet)
        back_cun = anatomy.cun_mm(known[scene.view.ticks], figure, "right")
        counted = scene.points[0].location.expression if scene.close_up else None
        draw_vertebra_numbers(pens, figure, scene.crop, back_cun, counted)
    if FORAMEN_KEY in scene.numbered_landmarks:
        draw_foramen_number(pens, figure.project_landmark(FORAMEN_KEY, "right"))
    for place, key in enumerate(scene.view.brackets):
        ends = tuple(figure.project(end) for end in anatomy.ruler_ends(known[key], figure, "left"))
        x = sheet.extent[0] - (0.6 + 2.1 * (place == 2)) * sheet.text_mm
        constructions.draw_bracket(pens, (ends[0], ends[1]), x, known[key].cun)
    if scene.view.slug == "posterior":
        constructions.draw_span(pens, figure, known[scene.view.ticks], figure.project_landmark("spinous-process-T7")[1])
    for point in scene.points if scene.close_up or scene.view.draws_constructions else ():
        for side in point.sides:
            if side in scene.view.sides:
                constructions.draw_construction(
                    pens, point.location.expression, figure, side, known, labelled=scene.close_up is not None
                )
    for mark in scene.alternative_marks:
        if mark.point.alternative:
            constructions.draw_construction(
                pens, mark.point.alternative.expression, figure, mark.side, known, labelled=False
            )


def leftward_texts(scene: Scene) -> tuple[LeftwardText, ...]:
    """Return the texts of `draw_rulers` on the figure that extend to the left."""
    measure = scene.finger_measure
    out = [finger_glyph.leftward_text(measure)] if measure and measure.is_leftward else []
    if scene.ticks:
        first = constructions.cun_line_x(scene.figure, scene.rulers[scene.view.ticks], "left", scene.ticks[-1])
        out.append(LeftwardText(first, TICK_UNIT_GAP + FALLBACK_WIDTH_RATIO * text_width(TICK_UNIT)))
    return tuple(out)


def _draw_crest_line(layer: Layer, scene: Scene, sheet: Sheet) -> None:
    """Draw the line through the tops of both iliac crests, from which the vertebrae are counted."""
    left, right = (scene.figure.project_landmark("iliac-crest-top", side) for side in ("left", "right"))
    dash = f"{4 * sheet.px_mm:.2f} {2 * sheet.px_mm:.2f}"
    layer.line(
        left, right, "crest-line", stroke=palette.SECONDARY_INK, stroke_width=0.7 * sheet.px_mm, stroke_dasharray=dash
    )


def scale_bar_mm(scene: Scene) -> float:
    """Return the length of the scale bar, mm, or 0 where no ruler is drawn."""
    if not scene.ticks:
        return 0.0
    return SCALE_CUN * anatomy.cun_mm(scene.rulers[scene.view.ticks], scene.figure, "right")


def _draw_scale_bar(layer: Layer, scene: Scene, sheet: Sheet) -> None:
    """Draw three B-cun of the view's ruler as a scale bar in the lower right corner of the sheet."""
    length = scale_bar_mm(scene)
    x1, y = sheet.box[2] - SCALE_BAR_MARGIN * sheet.text_mm, sheet.foot_y
    layer.line((x1 - length, y), (x1, y), "scale", stroke=palette.INK, stroke_width=sheet.px_mm)
    for k in range(SCALE_CUN + 1):
        x = x1 - k * length / SCALE_CUN
        layer.line((x, y - 0.28 * sheet.text_mm), (x, y), "scale", stroke=palette.INK, stroke_width=sheet.px_mm)
    at = (x1, y - 0.55 * sheet.text_mm)
    layer.text(at, f"{SCALE_CUN} {TICK_UNIT}", sheet.text_mm, "label", fill=palette.INK, text_anchor="end")


def draw_marks(drawing: Canvas, layer: Layer, scene: Scene, sheet: Sheet) -> None:
    """Draw the marks of all points, and in a close-up the zone round each."""
    radius = scene.mark_radius * sheet.px_mm
    if scene.close_up:
        glow = drawing.radial_gradient("halo", palette.POINT)
        for mark in scene.marks:
            layer.ellipse(mark.at, scene.close_up.zone, "halo", fill=glow)
    for mark in scene.marks:
        if scene.close_up:
            _draw_ring_mark(layer, mark, radius, sheet.px_mm)
            continue
        layer.circle(mark.at, radius + MARK_RIM * sheet.px_mm, "mark-rim", fill=palette.PAPER, fill_opacity=0.9)
        ground = _mark_link(layer, mark, scene.link_root, sheet) if scene.link_root else layer
        ground.circle(mark.at, radius, "mark", fill=palette.MARK, data_code=mark.point.code, data_side=mark.side)
    for mark in scene.alternative_marks:
        layer.circle(mark.at, radius + MARK_RIM * sheet.px_mm, "mark-rim", fill=palette.PAPER, fill_opacity=0.9)
        style = {"fill": palette.PAPER, "stroke": palette.MARK, "stroke_width": 1.5 * sheet.px_mm}
        layer.circle(mark.at, radius - 0.45 * sheet.px_mm, "mark-second", **style, data_code=mark.point.code)


def _mark_link(layer: Layer, mark: Mark, link_root: str, sheet: Sheet) -> Layer:
    """Add the link of a mark, with room for a finger, and return it.

    Links of close neighbours overlap, so the page must also list the points as text.
    """
    side = "on the midline" if mark.side == "midline" else f"{mark.side} side"
    link = Link(f"{link_root}{mark.point.code}", f"{mark.point.code} {mark.point.names.pinyin}, {side}")
    anchor = layer.link(link, "mark-link")
    room = (sheet.box[2] - sheet.box[0]) / NARROW_PHONE_PX * LINK_WIDTH_PX / 2
    anchor.circle(mark.at, room, "mark-room", fill="none", pointer_events="all")
    return anchor


def _draw_ring_mark(layer: Layer, mark: Mark, radius: float, unit: float) -> None:
    """Draw a mark as a ring with a dot, through which the notch or bone below remains visible."""
    rim = {"stroke": palette.PAPER, "stroke_width": (RING_WIDTH + 2 * MARK_RIM) * unit, "stroke_opacity": 0.9}
    layer.circle(mark.at, radius, "mark-rim", fill="none", **rim)
    ring = {"stroke": palette.MARK, "stroke_width": RING_WIDTH * unit}
    named = {"data_code": mark.point.code, "data_side": mark.side}
    layer.circle(mark.at, radius, "mark", fill=palette.MARK, fill_opacity=0.12, **ring, **named)
    layer.circle(mark.at, DOT_RADIUS * unit, "mark-centre", fill=palette.MARK, data_side=mark.side)


def draw_labels(layer: Layer, scene: Scene, sheet: Sheet) -> None:
    """Draw caption, edge words, labels, leaders and the locator."""
    em = sheet.text_mm
    for at, words in sheet.caption:
        layer.text(at, words, em, "label caption", fill=palette.INK, font_weight="600")
    left, right = scene.view.edge_words
    at = (sheet.box[0] + MARGIN * em, sheet.edge_words_y)
    layer.text(at, f"← {left}", em, "label label-quiet", fill=palette.SECONDARY_INK)
    x = sheet.locator[0] - 0.4 * em if sheet.locator else sheet.box[2] - MARGIN * em
    layer.text(
        (x, sheet.edge_words_y), f"{right} →", em, "label label-quiet", fill=palette.SECONDARY_INK, text_anchor="end"
    )
    for placed in sheet.labels:
        _draw_leader(layer, placed, sheet)
        _draw_label_text(layer, placed, em)
    for key, side in scene.named_landmarks:
        if key in scene.numbered_landmarks:
            at = scene.figure.project_landmark(key, side)
            _draw_landmark_dot(layer, key, at, at, sheet.px_mm)
    if sheet.locator:
        locator.draw_locator(
            layer, scene.figure, scene.view.locator_frame or (), scene.crop, sheet.locator, sheet.px_mm
        )


def _draw_leader(layer: Layer, placed: PlacedLabel, sheet: Sheet) -> None:
    label, unit = placed.label, sheet.px_mm
    if label.is_point:
        layer.line(placed.start, label.target, "leader leader-point", stroke=palette.POINT, stroke_width=0.7 * unit)
        return
    layer.line(placed.start, label.target, "leader", stroke=palette.LEADER, stroke_width=0.5 * unit)
    _draw_landmark_dot(layer, label.key, label.target, label.landmark or label.target, unit)


def _draw_landmark_dot(layer: Layer, key: str, end: XY, landmark: XY, unit: float) -> None:
    """Draw the dot at the end of a leader. Its `data-x` and `data-y` are the place of the landmark itself."""
    data = {"data_landmark": key, "data_x": landmark[0], "data_y": landmark[1]}
    layer.circle(end, 1.3 * unit, "landmark leader-dot", fill=palette.LEADER, **data)


def _draw_label_text(layer: Layer, placed: PlacedLabel, em: float) -> None:
    right = placed.label.side == "left"
    y = placed.box[1]
    for line in placed.label.lines:
        y += line.size * 1.16 * em
        x = placed.box[2] if right else placed.box[0]
        code = "code" in line.cls
        fill = palette.POINT if code else palette.SECONDARY_INK if "quiet" in line.cls else palette.INK
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
