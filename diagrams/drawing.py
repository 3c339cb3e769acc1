"""Composes drawings: skin, bones, rulers and constructions, marks, labels; a view with all its points, or one
point's close-up that shows how the place is found.

Both are pure functions of catalogue and figure: the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from diagrams import anatomy, canvas, construction, fingers, inset, palette, skin, views
from diagrams.anatomy import Figure
from diagrams.bones import XY
from diagrams.canvas import Canvas, Layer
from diagrams.construction import Pens
from diagrams.curves import Box, bounds
from diagrams.labels import Label, Line, Placed, wrap
from diagrams.regions import shapes
from diagrams.sheet import Sheet, Wishes, lay_out
from diagrams.views import CloseUp, Named, View
from points.catalogue import Catalogue
from points.location import Along, LevelLateral
from points.model import Point, Ruler

#: The one style of a stand-alone file: constant text, so that its hash can stand in a content security policy.
STANDALONE_STYLE: Final = f"@media (prefers-color-scheme:dark){{{palette.dark_rules()}}}"

WRAP_VIEW: Final = 6.4  # widest label line, em
WRAP_CLOSE_UP: Final = 7.6
MARK_CLOSE_UP: Final = 4.2  # radius of a mark, phone pixels


@dataclass(frozen=True)
class Mark:
    """A point where it comes out on the sheet."""

    point: Point
    side: str
    at: XY


@dataclass(frozen=True)
class Scene:
    """Everything one drawing shows, before it is laid out."""

    view: View
    figure: Figure
    crop: Box
    fade: tuple[float, float, float, float]
    points: tuple[Point, ...]
    named: tuple[Named, ...]
    caption: str
    rulers: Mapping[str, Ruler]
    catalogue: Catalogue
    near: CloseUp | None = None

    @property
    def mark(self) -> float:
        """The radius of a mark, phone pixels."""
        return MARK_CLOSE_UP if self.near else self.view.mark

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of all points on the sides this view shows."""
        return tuple(
            Mark(
                point,
                side,
                self.figure.project(anatomy.place(point.location.expression, self.figure, side, self.rulers)),
            )
            for point in self.points
            for side in point.sides
            if side in self.view.sides or side == "midline"
        )


def view_drawing(catalogue: Catalogue, view: str, body: str, *, prefix: str = "") -> str:
    """Return the SVG of a view with all its points. Raises `UnknownKey` for a view or body that does not exist."""
    shown = views.view(view)
    figure = anatomy.figure(view, body)
    points = tuple(catalogue.point(code) for code in shown.points)
    scene = Scene(
        view=shown,
        figure=figure,
        crop=figure.box,
        fade=(figure.fade["top"], figure.fade["right"], figure.fade["bottom"], figure.fade["left"]),
        points=points,
        named=shown.named,
        caption=shown.title,
        rulers={ruler.key: ruler for ruler in catalogue.rulers},
        catalogue=catalogue,
    )
    desc = " ".join(f"{point.code}: {point.location.sentence}" for point in points)
    return _compose(scene, f"{shown.title}, {body} body", desc, prefix)


def close_up(catalogue: Catalogue, point: Point, body: str, *, prefix: str = "") -> str:
    """Return the SVG that shows how one point is found. Raises `UnknownKey` for a body that does not exist."""
    near = views.close_up(point.code)
    shown = views.view(near.view)
    figure = anatomy.figure(near.view, body)
    crop, fade = _crop(figure, near)
    own = tuple(_named(key, point, shown) for key in point.location.expression.landmarks())
    scene = Scene(
        view=shown,
        figure=figure,
        crop=crop,
        fade=fade,
        points=(point,),
        named=tuple(dict.fromkeys((*own, *near.named))),
        caption=shown.title,
        rulers={ruler.key: ruler for ruler in catalogue.rulers},
        catalogue=catalogue,
        near=near,
    )
    title = f"{point.code} {point.names.pinyin}: how the place is found. {shown.title}, {body} body"
    return _compose(scene, title, f"{point.location.sentence} {point.location.uncertainty}".strip(), prefix)


def standalone(svg: str) -> str:
    """Return a drawing as a file of its own: with an XML declaration and the style for dark pages."""
    head, mark, rest = svg.partition("</desc>")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{mark}<style>{STANDALONE_STYLE}</style>{rest}'


def _named(key: str, point: Point, view: View) -> Named:
    if point.laterality == "midline" or len(view.sides) == 2:
        return (key, "left")
    return (key, view.sides[0])


def _crop(figure: Figure, near: CloseUp) -> tuple[Box, tuple[float, float, float, float]]:
    """Return the crop of a close-up and how far each of its edges fades, mm."""
    whole = figure.box
    if near.crop is None:
        return whole, (figure.fade["top"], figure.fade["right"], figure.fade["bottom"], figure.fade["left"])
    spots = [figure.project(place) for key in near.crop.around for place in figure.landmarks[key].values()]
    (x0, y0, x1, y1), (top, right, bottom, left) = bounds(spots), near.crop.margin
    crop = (max(x0 - left, whole[0]), max(y0 - top, whole[1]), min(x1 + right, whole[2]), min(y1 + bottom, whole[3]))
    soft = 0.09 * min(crop[2] - crop[0], crop[3] - crop[1])
    left_cut, right_cut = skin.cut_sides(figure, crop)
    return crop, (soft, soft if right_cut else 0.0, soft, soft if left_cut else 0.0)


# Composing ---------------------------------------------------------------------------------------------


def _compose(scene: Scene, title: str, desc: str, prefix: str) -> str:
    figure = scene.figure
    extent = skin.extent(figure, scene.crop)
    sheet = _sheet(scene, extent)
    drawing = Canvas(sheet.box, title, desc, prefix)
    mask = drawing.fade(scene.crop, *scene.fade)
    layers: dict[str, Layer] = {}
    for name in canvas.LAYERS:
        layers[name] = drawing.layer(name)
        if name == "bones":  # creases and nails are skin, but lie over the bones that show through it
            over = drawing.layer("skin").group(mask=mask)
    drawn = shapes(scene.view.bones, figure)
    on_skin = [shape for shape in drawn if shape.kind in skin.ON_SKIN]
    bones = [shape for shape in drawn if shape.kind not in skin.ON_SKIN]
    body = layers["skin"].group(mask=mask)
    skin.paint(drawing, body, figure, scene.crop, sheet.unit, grid=scene.view.grid, creases=scene.view.baked_creases)
    skin.draw_shapes(layers["bones"].group(mask=mask), bones, scene.crop, sheet.unit)
    skin.draw_shapes(over, on_skin, scene.crop, sheet.unit)
    _rulers(layers["ruler"], scene, sheet)
    _marks(drawing, layers["marks"], scene, sheet)
    _labels(layers["labels"], scene, sheet)
    return drawing.svg()


def _sheet(scene: Scene, extent: Box) -> Sheet:
    labels = (*_landmark_labels(scene, extent), *_point_labels(scene, extent))
    size = (extent[2] - extent[0]) * 1.5 / 360
    radius = size * (scene.mark + 1.5)
    return lay_out(
        scene.crop,
        extent,
        Wishes(
            labels=labels,
            caption=scene.caption,
            inset=scene.view.inset is not None,
            ticks=bool(_ticks(scene)),
            scale=bool(_ticks(scene)),
            contours=skin.outline(scene.figure, scene.crop),
            marks=tuple((mark.at, radius) for mark in scene.marks),
            left=4.2 if scene.view.brackets else 0.0,
            foot=fingers.HEIGHT + 0.5 if _measured(scene) else 0.0,
        ),
    )


def _measured(scene: Scene) -> Fraction | None:
    """Return the cun of a close-up that a person measures with the fingers, if it states one."""
    location = scene.points[0].location.expression if scene.near else None
    return location.cun if isinstance(location, LevelLateral | Along) and location.cun in fingers.MEASURES else None


def _side(at: XY, scene: Scene, extent: Box, *, is_point: bool) -> str:
    """Return the column of a label: points right and landmarks left where both sides show, else the nearer edge."""
    if len(scene.view.sides) == 2:
        return "right" if is_point else "left"
    return "left" if at[0] < (extent[0] + extent[2]) / 2 - 1 else "right"


def _landmark_labels(scene: Scene, extent: Box) -> list[Label]:
    out = []
    for key, side in scene.named:
        at = scene.figure.spot(key, side)
        if not (scene.crop[0] <= at[0] <= scene.crop[2] and scene.crop[1] <= at[1] <= scene.crop[3]):
            continue
        words, _, extra = scene.catalogue.landmark(key).label.partition(" (")
        limit = WRAP_CLOSE_UP if scene.near else WRAP_VIEW
        lines = [Line(line) for line in wrap(words, limit)]
        if extra and scene.near:
            lines += [Line(line, 1.0, "label label-quiet") for line in wrap(f"({extra}", limit)]
        left = key in scene.view.named_left or _side(at, scene, extent, is_point=False) == "left"
        out.append(Label(key, tuple(lines), at, "left" if left else "right"))
    return out


def _point_labels(scene: Scene, extent: Box) -> list[Label]:
    out = []
    for point in scene.points:
        own = [mark for mark in scene.marks if mark.point is point]
        mark = next((mark for mark in own if mark.side == "right"), own[0])
        lines = [Line(point.code, 1.25, "label-code")]
        if scene.near:
            lines.append(Line(point.names.pinyin))
        column = _side(mark.at, scene, extent, is_point=True)
        out.append(Label(point.code, tuple(lines), mark.at, "left" if column == "left" else "right", True))
    return out


def _ticks(scene: Scene) -> tuple[Fraction, ...]:
    """Return the B-cun lines to draw: 0, half and whole of the ruler where the drawing measures on it."""
    measured = [p.location.expression for p in scene.points if isinstance(p.location.expression, LevelLateral)]
    if scene.view.ticks and measured and scene.view.inset is not None:
        return (Fraction(0), Fraction(3, 2), Fraction(3))
    return ()


def _rulers(layer: Layer, scene: Scene, sheet: Sheet) -> None:
    pens = Pens(layer, sheet.unit, sheet.em)
    figure, rulers = scene.figure, scene.rulers
    if ticks := _ticks(scene):
        lowest = max(mark.at[1] for mark in scene.marks)
        heights = (scene.crop[1], min(lowest + 0.8 * sheet.em, scene.crop[3]))
        numbers = construction.cun_lines(pens, figure, rulers[scene.view.ticks], ticks, heights)
        for (x, y), words in numbers:
            layer.text(
                (x, y - 0.35 * sheet.em), words, sheet.em, "measure-text", fill=palette.MEASURE, text_anchor="middle"
            )
        at = (numbers[0][0][0] - 0.8 * sheet.em, numbers[0][0][1] - 0.35 * sheet.em)
        layer.text(at, "B-cun", sheet.em, "measure-text", fill=palette.MEASURE, text_anchor="end")
        _scale(layer, scene, sheet)
    if (cun := _measured(scene)) is not None:
        fingers.draw(layer, cun, (sheet.box[0] + 0.25 * sheet.em, sheet.box[3] - 0.2 * sheet.em), sheet.em, sheet.unit)
    if scene.view.crest_line and (scene.near is None or scene.near.crest_line):
        _crest(layer, scene, sheet)
    for place, key in enumerate(scene.view.brackets):
        ends = tuple(figure.project(end) for end in anatomy.ruler_ends(rulers[key], figure, "left"))
        x = sheet.extent[0] - (0.6 + 2.1 * (place == 2)) * sheet.em
        construction.bracket(pens, (ends[0], ends[1]), x, rulers[key].cun)
    if scene.view.slug == "posterior":
        construction.span(pens, figure, rulers[scene.view.ticks], figure.spot("spinous-process-T7")[1])
    for point in scene.points if scene.near or scene.view.finding else ():
        for side in point.sides:
            if side in scene.view.sides:
                construction.find(pens, point.location.expression, figure, side, rulers, written=scene.near is not None)


def _crest(layer: Layer, scene: Scene, sheet: Sheet) -> None:
    """Draw the line through the tops of both hip bones, by which the vertebrae are counted."""
    left, right = (scene.figure.spot("iliac-crest-top", side) for side in ("left", "right"))
    dash = f"{4 * sheet.unit:.2f} {2 * sheet.unit:.2f}"
    layer.line(left, right, "crest-line", stroke=palette.QUIET, stroke_width=0.7 * sheet.unit, stroke_dasharray=dash)


def _scale(layer: Layer, scene: Scene, sheet: Sheet) -> None:
    """Draw three B-cun of the ruler in use as a scale bar at the foot of the sheet."""
    cun = anatomy.cun_mm(scene.rulers[scene.view.ticks], scene.figure, "right")
    x1, y = sheet.box[2] - 0.4 * sheet.em, sheet.foot
    layer.line((x1 - 3 * cun, y), (x1, y), "scale", stroke=palette.INK, stroke_width=sheet.unit)
    for k in range(4):
        x = x1 - k * cun
        layer.line((x, y - 0.28 * sheet.em), (x, y), "scale", stroke=palette.INK, stroke_width=sheet.unit)
    at = (x1 - 3 * cun - 0.5 * sheet.em, y)
    layer.text(at, "3 B-cun", sheet.em, "label", fill=palette.INK, text_anchor="end")


def _marks(drawing: Canvas, layer: Layer, scene: Scene, sheet: Sheet) -> None:
    radius = scene.mark * sheet.unit
    if scene.near:
        glow = drawing.glow("halo", palette.POINT)
        for mark in scene.marks:
            layer.ellipse(mark.at, scene.near.zone, "halo", fill=glow)
    for mark in scene.marks:
        layer.circle(mark.at, radius + 0.9 * sheet.unit, "mark-rim", fill=palette.PAPER, fill_opacity=0.9)
        layer.circle(mark.at, radius, "mark", fill=palette.POINT, data_code=mark.point.code, data_side=mark.side)


def _labels(layer: Layer, scene: Scene, sheet: Sheet) -> None:
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
    if sheet.inset:
        inset.draw(layer, scene.figure, scene.view.inset or (), scene.crop, sheet.inset, sheet.unit)


def _leader(layer: Layer, placed: Placed, sheet: Sheet) -> None:
    label, unit = placed.label, sheet.unit
    if label.is_point:
        layer.line(placed.start, label.target, "leader leader-point", stroke=palette.POINT, stroke_width=0.7 * unit)
        return
    layer.line(placed.start, label.target, "leader", stroke=palette.LEADER, stroke_width=0.5 * unit)
    layer.circle(
        label.target,
        1.3 * unit,
        "landmark leader-dot",
        fill=palette.LEADER,
        data_landmark=label.key,
        data_x=label.target[0],
        data_y=label.target[1],
    )


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
