"""Composition of drawings: a view with all its points, or the close-up of one point.

Both are pure functions of catalogue and figure.
"""

from __future__ import annotations

from typing import Final

from diagrams import anatomy, canvas, layers, palette, views
from diagrams.anatomy import Figure
from diagrams.canvas import Canvas, Layer, format_view_box, round_mm, sheet_box
from diagrams.geometry.curves import Box, bounds
from diagrams.geometry.vectors import XY
from diagrams.layout.labels import Label, LabelLine, Side, wrap
from diagrams.layout.sheet import MARGIN, PHONE_WIDTH_PX, TEXT_SIZE_PX, LayoutRequest, Sheet, lay_out
from diagrams.parts import session_plate, skin
from diagrams.parts.bones import muscles
from diagrams.parts.bones.regions import region_shapes
from diagrams.scene import Scene
from diagrams.views import CloseUpConfig, NamedLandmark, View
from points.catalogue import Catalogue
from points.errors import UnknownKey
from points.records import Point

#: Style of a stand-alone file; constant, because the content security policy contains its hash.
STANDALONE_STYLE: Final = f"@media (prefers-color-scheme:dark){{{palette.dark_rules()}}}"

#: Credit of a stand-alone drawing, as LICENSE-CATALOGUE requires, and the address of its licence.
CREDIT: Final = "Thumbwidth contributors, CC BY 4.0"
LICENCE_URL: Final = "https://creativecommons.org/licenses/by/4.0/"
#: Suffix of the code in the name of a drawing with the alternative place.
ALTERNATIVE_SUFFIX: Final = "-alternative"

#: Distance from the rim of a mark to a leader, phone pixels.
LEADER_CLEARANCE: Final = 0.2
WRAP_VIEW: Final = 6.4  # widest label line, em
WRAP_CLOSE_UP: Final = 5.6
WRAP_NARROW: Final = 3.7
#: Overlap of the fading top of a close-up with its header, em.
HEADER_OVERLAP: Final = 0.35


def view_drawing(catalogue: Catalogue, view: str, body: str, *, prefix: str = "", link_root: str = "") -> str:
    """Return the SVG of a view with all its points; `link_root` and the code are the URL to which each mark leads.

    Raises `UnknownKey` for an unknown view or body.
    """
    shown = views.view(view)
    figure = anatomy.figure(view, body)
    points = tuple(catalogue.point(code) for code in shown.points)
    scene = Scene(
        view=shown,
        figure=figure,
        crop=figure.box,
        fade=(figure.fade["top"], figure.fade["right"], figure.fade["bottom"], figure.fade["left"]),
        points=points,
        named_landmarks=shown.named_landmarks,
        caption=shown.title,
        rulers={ruler.key: ruler for ruler in catalogue.rulers},
        catalogue=catalogue,
        link_root=link_root,
    )
    desc = " ".join(f"{point.code}: {point.location.sentence}" for point in points)
    return _render(scene, f"{shown.title}, {body} body", f"{_shown_side(shown)}{desc}", prefix)


def close_up_drawing(
    catalogue: Catalogue, point: Point, body: str, *, with_alternative: bool = False, prefix: str = ""
) -> str:
    """Return the SVG that shows how one point is found; `with_alternative` adds its alternative place.

    Raises `UnknownKey` for an unknown body, and for a point without an alternative.
    """
    if with_alternative and point.alternative is None:
        raise UnknownKey("point", f"{point.code}{ALTERNATIVE_SUFFIX}", (point.code,))
    config = views.close_up_config(point.code)
    shown = views.view(config.view)
    figure = anatomy.figure(config.view, body)
    crop, fade = _crop(figure, config)
    keys = point.location.expression.landmarks()
    if with_alternative and point.alternative:
        keys = (*keys, *point.alternative.expression.landmarks())
    own_landmarks = tuple(_named_on_side(key, point, shown) for key in keys)
    scene = Scene(
        view=shown,
        figure=figure,
        crop=crop,
        fade=fade,
        points=(point,),
        named_landmarks=tuple(dict.fromkeys((*own_landmarks, *config.named_landmarks))),
        caption=shown.title,
        rulers={ruler.key: ruler for ruler in catalogue.rulers},
        catalogue=catalogue,
        close_up=config,
        with_alternative=with_alternative,
    )
    shown_location = point.alternative if with_alternative and point.alternative else point.location
    purpose = "the second place in use, and the first" if with_alternative else "how the place is found"
    title = f"{point.code} {point.names.pinyin}: {purpose}. {shown.title}, {body} body"
    desc = f"{_shown_side(shown)}{shown_location.sentence} {shown_location.uncertainty}".strip()
    return _render(scene, title, desc, prefix)


def _shown_side(view: View) -> str:
    """Return how a description begins: the side that is shown, where it is only one."""
    return f"The {view.sides[0]} side is shown. " if len(view.sides) == 1 else ""


def standalone(svg: str, *, is_credited: bool = True) -> str:
    """Return a drawing as an SVG file: XML declaration, style for dark pages, and credit line below the sheet.

    The root has the view box of the sheet without the credit as `data-sheet`, for pages that inline the file.
    Thumbnails have no text and no credit.
    """
    head, mark, rest = svg.partition("</desc>")
    head, line = _with_credit(head) if is_credited else (head, "")
    rest = rest.removesuffix("</svg>")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{mark}<style>{STANDALONE_STYLE}</style>{rest}{line}</svg>'


def _with_credit(head: str) -> tuple[str, str]:
    """Return the head of a drawing with a taller sheet, and the credit line for its foot."""
    box = sheet_box(head)
    em = (box[2] - box[0]) * TEXT_SIZE_PX / PHONE_WIDTH_PX
    taller = (*box[:3], box[3] + 1.3 * em)
    right, baseline = round_mm(box[2] - MARGIN * em), round_mm(box[3] + 0.75 * em)
    place = f'x="{right}" y="{baseline}" font-size="{round_mm(0.8 * em)}"'
    look = f'fill="{palette.SECONDARY_INK}" text-anchor="end"'
    line = f'<text class="label label-quiet credit" {place} {look}>{CREDIT}</text>'
    sheet, size = format_view_box(box), format_view_box(taller)
    return head.replace(f'viewBox="{sheet}"', f'viewBox="{size}" data-sheet="{sheet}"', 1), line


def _named_on_side(key: str, point: Point, view: View) -> NamedLandmark:
    if point.laterality == "midline" or len(view.sides) == 2:
        return (key, "left")
    return (key, view.sides[0])


def _crop(figure: Figure, config: CloseUpConfig) -> tuple[Box, tuple[float, float, float, float]]:
    """Return the crop of a close-up and the fade of each edge, mm."""
    whole = figure.box
    if config.crop is None:
        return whole, (figure.fade["top"], figure.fade["right"], figure.fade["bottom"], figure.fade["left"])
    spots = [figure.project(place) for key in config.crop.around for place in figure.landmarks[key].values()]
    (x0, y0, x1, y1), (top, right, bottom, left) = bounds(spots), config.crop.margin
    crop = (max(x0 - left, whole[0]), max(y0 - top, whole[1]), min(x1 + right, whole[2]), min(y1 + bottom, whole[3]))
    soft = 0.09 * min(crop[2] - crop[0], crop[3] - crop[1])
    left_cut, right_cut = skin.cut_sides(figure, crop)
    return crop, (soft, soft if right_cut else 0.0, soft, soft if left_cut else 0.0)


# Composing ---------------------------------------------------------------------------------------------


def _render(scene: Scene, title: str, desc: str, prefix: str) -> str:
    figure = scene.figure
    extent = skin.figure_extent(figure, scene.crop)
    sheet = _lay_out(scene, extent)
    drawing = Canvas(sheet.box, title, desc, prefix)
    if scene.link_root:
        drawing.allow_links()
    mask = drawing.fade(scene.crop, *scene.fade)
    groups: dict[str, Layer] = {}
    for name in canvas.LAYERS:
        groups[name] = drawing.layer(name)
        if name == "bones":  # creases and nails lie over the bones that show through the skin
            skin_details = drawing.layer("skin").group(mask=mask)
    shapes = region_shapes(scene.view.bones, figure)
    on_skin = [shape for shape in shapes if shape.kind in skin.ON_SKIN]
    bones = [shape for shape in shapes if shape.kind not in skin.ON_SKIN]
    body = groups["skin"].group(mask=mask)
    if scene.view.is_on_bed:
        body.rect(scene.crop, "prop prop-bed", fill=palette.PROPS["bed"][0])
    skin.paint_skin(
        drawing, body, figure, scene.crop, sheet.px_mm, grid=scene.view.grid, creases=scene.view.baked_creases
    )
    grid = max(canvas.GRID_MM, scene.view.grid)
    skin.draw_shapes(groups["bones"].group(mask=mask), bones, scene.crop, sheet.px_mm, grid)
    skin.draw_shapes(skin_details, on_skin, scene.crop, sheet.px_mm, grid)
    soft_tissue = muscles.muscle_shapes(scene.view.bones, figure, shapes)
    skin.draw_shapes(groups["muscles"].group(mask=mask), soft_tissue, scene.crop, sheet.px_mm, grid)
    layers.draw_rulers(groups["ruler"], scene, sheet)
    layers.draw_marks(drawing, groups["marks"], scene, sheet)
    layers.draw_labels(groups["labels"], scene, sheet)
    if scene.close_up and scene.close_up.plate_names and not scene.with_alternative:
        window = session_plate.plate_window(scene.crop, extent, [mark.at for mark in scene.marks], sheet.text_mm)
        session_plate.draw_plate_names(groups["marks"], scene, window)
        drawing.set_root_attribute("data-plate", format_view_box(window))
    return drawing.svg()


def _lay_out(scene: Scene, extent: Box) -> Sheet:
    labels = (*_landmark_labels(scene, extent), *_point_labels(scene, extent))
    marked = (*scene.marks, *scene.alternative_marks)
    return lay_out(
        scene.crop,
        extent,
        LayoutRequest(
            labels=labels,
            caption=scene.caption,
            has_locator=scene.view.locator_frame is not None,
            has_ticks=bool(scene.ticks),
            contours=skin.contour_within(scene.figure, scene.crop),
            marks=tuple((mark.at, scene.mark_radius + layers.MARK_RIM + LEADER_CLEARANCE) for mark in marked),
            cut_sides=skin.cut_sides(scene.figure, scene.crop),
            scale_bar_mm=layers.scale_bar_mm(scene),
            left_room=4.2 if scene.view.brackets else 0.0,
            header_overlap=HEADER_OVERLAP if scene.close_up and not scene.ticks else 0.0,
            leftward_texts=layers.leftward_texts(scene),
        ),
    )


def _label_column(key: str, at: XY, scene: Scene, extent: Box, *, is_point: bool = False) -> Side:
    """Return the column of a label: with both sides visible, points right, landmarks left; else the nearer."""
    if _is_in_air(key, scene):
        return "left"
    if scene.close_up and scene.close_up.column:
        return "left" if scene.close_up.column == "left" else "right"
    if key in scene.view.named_left:
        return "left"
    if key in scene.view.named_right:
        return "right"
    if len(scene.view.sides) == 2:
        return "right" if is_point else "left"
    return "left" if at[0] < (extent[0] + extent[2]) / 2 - 1 else "right"


def _landmark_labels(scene: Scene, extent: Box) -> list[Label]:
    out = []
    for key, side in scene.named_landmarks:
        x, y = scene.figure.project_landmark(key, side)
        if key in scene.numbered_landmarks or not _is_within((x, y), scene.crop):
            continue
        words, _, extra = scene.catalogue.landmark(key).label.partition(" (")
        limit = _wrap_width(key, scene.close_up)
        lines = [LabelLine(line) for line in wrap(words, limit)]
        if extra and scene.close_up and not scene.with_alternative:
            lines += [LabelLine(line, 1.0, "label label-quiet") for line in wrap(f"({extra}", limit)]
        right, down = scene.leader_offsets.get(key, (0.0, 0.0))
        end = (x + right, y + down)
        out.append(
            Label(
                key,
                tuple(lines),
                end,
                _label_column(key, end, scene, extent),
                landmark=(x, y),
                is_in_corner=_is_in_air(key, scene),
            )
        )
    return out


def _wrap_width(key: str, close_up: CloseUpConfig | None) -> float:
    """Return the width of the widest line in a landmark's label, em."""
    if close_up is None:
        return WRAP_VIEW
    return WRAP_NARROW if key in close_up.narrow_labels else WRAP_CLOSE_UP


def _is_in_air(key: str, scene: Scene) -> bool:
    return scene.close_up is not None and key in scene.close_up.corner_labels


def _is_within(at: XY, box: Box) -> bool:
    return box[0] <= at[0] <= box[2] and box[1] <= at[1] <= box[3]


def _point_labels(scene: Scene, extent: Box) -> list[Label]:
    out = []
    for point in scene.points:
        own = [mark for mark in scene.marks if mark.point is point]
        mark = next((mark for mark in own if mark.side == "right"), own[0])
        lines = [LabelLine(point.code, 1.25, "label-code")]
        if scene.close_up:
            lines.append(LabelLine(point.names.pinyin))
        column = _label_column(point.code, mark.at, scene, extent, is_point=True)
        right, down = scene.leader_offsets.get(point.code, (0.0, 0.0))
        out.append(Label(point.code, tuple(lines), (mark.at[0] + right, mark.at[1] + down), column, True))
    for mark in scene.alternative_marks:
        words = (LabelLine("second place"), LabelLine("(left open)", 1.0, "label label-quiet"))
        across: Side = (
            "right" if out[0].side == "left" else "left"
        )  # from the first place, so that their leaders do not meet
        key = f"{mark.point.code}{ALTERNATIVE_SUFFIX}"
        right, down = scene.leader_offsets.get(key, (0.0, 0.0))
        out.append(Label(key, words, (mark.at[0] + right, mark.at[1] + down), across, True))
    return out
