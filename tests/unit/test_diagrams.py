"""What a reviewer of the drawings checks, as assertions, for every view, every close-up and both bodies."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from math import dist

import pytest

from diagrams import anatomy, compose, palette, views
from diagrams.anatomy import BODIES
from diagrams.geometry.curves import Box, boxes_overlap, point_segment_distance, ring_contains, segments_intersect
from diagrams.layout import labels
from diagrams.parts import skin
from points.catalogue import load
from points.errors import LocationError, UnknownKey
from points.location import Location, parse
from tests.support import svg_reader
from tests.support.contrast import contrast
from tests.support.edited_catalogues import shipped
from tests.support.sent_size import sent_size
from tests.unit.test_location_agreement import DRAWINGS, NAMES

CATALOGUE = shipped()
RULERS = {ruler.key: ruler for ruler in CATALOGUE.rulers}
#: Bytes of a composed drawing, compressed.
BUDGET = 20_000
EVERY = pytest.mark.parametrize(("view", "body", "svg"), DRAWINGS, ids=NAMES, indirect=["svg"])


def text_boxes(svg: str, layer: str = "labels") -> Iterator[tuple[str, Box]]:
    """Yield (words, box) of every text of a layer, with widths from the table the layout uses."""
    group = next(found for found in svg_reader.with_class(svg, "layer") if found.get("data-layer") == layer)
    for found in group.iter(f"{svg_reader.SVG}text"):
        words = "".join(found.itertext())
        size, x, y = (svg_reader.number(found, name) for name in ("font-size", "x", "y"))
        width = labels.text_width(words) * size
        x0 = x - {"end": width, "middle": width / 2}.get(found.get("text-anchor", "start"), 0.0)
        yield words, (x0, y - 0.74 * size, x0 + width, y + 0.2 * size)


@EVERY
def test_no_label_overlaps_another(view: str, body: str, svg: str) -> None:
    for (words, box), (others, other) in combinations(text_boxes(svg), 2):
        assert not boxes_overlap(box, other), f"{words!r} over {others!r}"


@EVERY
def test_labels_clear_marks_contour_and_sheet_edge(view: str, body: str, svg: str) -> None:
    sheet = svg_reader.view_box(svg)
    contour = skin.contour_within(anatomy.figure(view, body), svg_reader.crop(svg))
    for words, box in text_boxes(svg):
        assert sheet[0] <= box[0] and box[2] <= sheet[2] and sheet[1] <= box[1] and box[3] <= sheet[3], words
        for mark in svg_reader.marks(svg):
            assert not (box[0] < mark.at[0] < box[2] and box[1] < mark.at[1] < box[3]), f"{words!r} over {mark}"
        assert not any(labels.polyline_enters_box(line, box) for line in contour), f"{words!r} on the contour"


@EVERY
def test_leaders_are_straight_and_never_cross(view: str, body: str, svg: str) -> None:
    for (a, b), (c, d) in combinations(svg_reader.leaders(svg), 2):
        if b != d:
            assert not segments_intersect(a, b, c, d)


@EVERY
def test_no_leader_runs_through_the_mark_of_another(view: str, body: str, svg: str) -> None:
    rims = {found.get("r"): svg_reader.number(found, "r") for found in svg_reader.with_class(svg, "mark-rim")}
    (rim,) = rims.values()
    for mark in svg_reader.marks(svg):
        for start, target in svg_reader.leaders(svg):
            if dist(mark.at, target) > rim:  # not its own, nor of a landmark the mark itself lies on
                assert point_segment_distance(mark.at, start, target) > rim, mark


@EVERY
def test_every_mark_lies_inside_the_outline(view: str, body: str, svg: str) -> None:
    rings = skin.silhouette(anatomy.figure(view, body))
    for mark in svg_reader.marks(svg):
        inside = sum(bool(ring_contains(ring, mark.at)) for ring in rings) % 2
        assert inside, mark


@EVERY
def test_a_drawing_names_and_describes_itself(view: str, body: str, svg: str) -> None:
    root = svg_reader.root(svg)
    assert root.attrib["role"] == "img"
    title, desc = root[0], root[1]
    assert (title.tag, desc.tag) == (f"{svg_reader.SVG}title", f"{svg_reader.SVG}desc")
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
    assert body in (title.text or "")
    names = [found.get("data-layer") for found in svg_reader.with_class(svg, "layer")]
    assert set(names) == {"skin", "bones", "muscles", "ruler", "marks", "labels"}


@EVERY
def test_sides_are_always_labelled(view: str, body: str, svg: str) -> None:
    written = [words for words, _ in text_boxes(svg)]
    left, right = views.view(view).edge_words
    assert f"← {left}" in written
    assert f"{right} →" in written


@EVERY
def test_ids_are_unique_and_every_reference_is_to_one_of_them(view: str, body: str, svg: str) -> None:
    known = svg_reader.identifiers(svg)
    assert len(known) == len(set(known))
    assert svg_reader.references(svg) <= set(known)


@EVERY
def test_nothing_runs_and_nothing_is_fetched(view: str, body: str, svg: str) -> None:
    assert not re.search(r"<script|<image|<foreignObject|\bon\w+=|javascript:|@import|https?://(?!www\.w3\.org/)", svg)
    assert "style=" not in svg


@EVERY
def test_a_drawing_is_small_enough_for_a_phone(view: str, body: str, svg: str) -> None:
    assert sent_size(svg.encode(), BUDGET) <= BUDGET


@EVERY
def test_every_painted_element_has_a_class_and_a_literal_colour(view: str, body: str, svg: str) -> None:
    for found in svg_reader.root(svg).iter():
        if found.tag.removeprefix(svg_reader.SVG) in ("path", "circle", "ellipse", "line", "rect", "text"):
            if found.get("fill") is None and found.get("stroke") is None:
                continue
            if found.get("class") is None:
                assert found.get("fill", "").startswith(("url", "#fff"))
            assert "var(" not in f"{found.get('fill')}{found.get('stroke')}"


@pytest.mark.parametrize("body", BODIES)
def test_the_same_input_gives_the_same_bytes(body: str) -> None:
    for view in views.views():
        first = compose.view_drawing(CATALOGUE, view.slug, body)
        assert compose.view_drawing(load(), view.slug, body) == first


def test_two_drawings_on_one_page_share_no_id() -> None:
    point = CATALOGUE.point("BL23")
    first = compose.close_up_drawing(CATALOGUE, point, "female", prefix="a-")
    second = compose.close_up_drawing(CATALOGUE, point, "male", prefix="b-")
    assert not set(svg_reader.identifiers(first)) & set(svg_reader.identifiers(second))


@pytest.mark.parametrize("body", BODIES)
def test_right_is_right(body: str) -> None:
    behind = compose.view_drawing(CATALOGUE, "lumbosacral", body)
    x = {mark.side: mark.at[0] for mark in svg_reader.marks(behind) if mark.code == "BL23"}
    assert x["left"] < 0 < x["right"]  # from behind, the subject's right is the viewer's
    knee = anatomy.figure("knee-posterior", body)
    assert (
        knee.project_landmark("fibula-head", "right")[0] > knee.project_landmark("popliteal-crease-medial", "right")[0]
    )
    hand = anatomy.figure("hand-dorsal", body)
    assert hand.project_landmark("thumb-tip", "right")[0] < hand.project_landmark("little-tip", "right")[0]
    assert (
        hand.project_landmark("middle-tip", "right")[1] < hand.project_landmark("wrist-crease-dorsal", "right")[1]
    )  # fingers up
    ankle = anatomy.figure("ankle-medial", body)
    assert ankle.project_landmark("navicular-tuberosity", "right")[0] < ankle.project_landmark("heel-back", "right")[0]


@pytest.mark.parametrize("body", BODIES)
def test_the_cun_lines_are_straight_vertical_and_evenly_spaced(body: str) -> None:
    svg = compose.view_drawing(CATALOGUE, "lumbosacral", body)
    xs = sorted(
        {
            svg_reader.number(line, "x1")
            for line in svg_reader.with_class(svg, "ruler")
            if line.get("stroke-dasharray") and svg_reader.number(line, "x1") == svg_reader.number(line, "x2")
        }
    )
    assert len(xs) == 5
    gaps = [b - a for a, b in pairwise(xs)]
    assert max(gaps) - min(gaps) < 0.1


def test_close_up_shows_point_name_zone_and_locator() -> None:
    for point in CATALOGUE.points:
        svg = compose.close_up_drawing(CATALOGUE, point, "female")
        assert {mark.code for mark in svg_reader.marks(svg)} == {point.code}
        written = [words for words, _ in text_boxes(svg)]
        assert point.code in written and point.names.pinyin in written
        assert svg_reader.with_class(svg, "halo") and svg_reader.with_class(svg, "inset-frame")


def test_unknown_view_body_or_point_gets_suggestions() -> None:
    for call in (
        lambda: compose.view_drawing(CATALOGUE, "lumbosacrall", "female"),
        lambda: compose.view_drawing(CATALOGUE, "lumbosacral", "femal"),
        lambda: views.close_up_config("XX1"),
    ):
        with pytest.raises(UnknownKey) as caught:
            call()
        assert caught.value.suggestions


def test_a_location_a_view_cannot_show_is_refused_by_name() -> None:
    hand, back = anatomy.figure("hand-dorsal", "female"), anatomy.figure("posterior", "female")
    for text, figure, side, said in (
        ("At(sacral-hiatus)", hand, "right", "sacral-hiatus"),
        ("At(metacarpal-2-base)", hand, "left", "on the right side only"),
        ("Level(spinous-process-L2) + Lateral(1.5, back)", back, "midline", "needs a side"),
        ("Level(spinous-process-L2) + Lateral(1.5, ankle)", back, "right", "measures nothing across"),
        ("Below(coccyx-tip)", back, "midline", "no spinous process follows"),
        ("Along(back, 1, sacral-hiatus)", back, "right", "no end of that name"),
        ("Beside(At(metacarpal-2-base), ulnar)", hand, "right", "does not know this direction"),
    ):
        with pytest.raises(LocationError, match=said):
            anatomy.place(parse(text), figure, side, RULERS)
    with pytest.raises(TypeError, match="no place for Location"):
        anatomy.place(Location(), hand, "right", RULERS)
    with pytest.raises(UnknownKey, match="did you mean posterior"):
        anatomy.figure("postrior", "female")


@pytest.mark.parametrize(
    ("expression", "side"),
    [
        ("At(sacral-hiatus)", "midline"),
        ("Along(back, 1.5, posterior-midline-T3)", "right"),
        ("Along(back, 1.5, scapula-medial-border)", "right"),
        ("Below(spinous-process-L4)", "midline"),
    ],
)
def test_every_term_can_be_placed(expression: str, side: str) -> None:
    figure = anatomy.figure("posterior", "male")
    place = anatomy.place(parse(expression), figure, side, RULERS)
    assert all(abs(value) < 2000 for value in place)
    if expression.startswith("Along"):
        assert place[0] == pytest.approx(1.5 * anatomy.cun_mm(RULERS["back"], figure, side), abs=0.2)


def test_the_stand_alone_file_carries_one_constant_style() -> None:
    svg = compose.standalone(compose.view_drawing(CATALOGUE, "lumbosacral", "female"))
    assert svg.startswith("<?xml")
    assert svg.count("<style>") == 1
    style = svg.split("<style>")[1].split("</style>")[0]
    assert hashlib.sha256(style.encode()).digest() == hashlib.sha256(compose.STANDALONE_STYLE.encode()).digest()


def test_marks_contrast_with_rim_on_four_skin_tones() -> None:
    assert contrast(palette.POINT, palette.PAPER) >= 3
    assert contrast(palette.MEASURE, palette.PAPER) >= 3
    assert contrast(palette.SECONDARY_INK, palette.PAPER) >= 4.5
    assert len(palette.SKIN_TONES) >= 4
    css = palette.css()
    assert all(f'data-skin="{tone}"' in css for tone in palette.SKIN_TONES)


@pytest.mark.parametrize("tone", palette.SKIN_TONES)
def test_constructions_contrast_on_every_skin_tone(tone: str) -> None:
    chosen = palette.SKIN_TONES[tone]
    for lit in chosen.ramp[:3]:
        assert all(contrast(colour, lit) >= 3 for colour in (chosen.construction, chosen.measure, chosen.dot)), lit


@pytest.mark.parametrize("tone", palette.SKIN_TONES)
def test_leaders_show_on_lit_skin_and_on_the_page_beside_it(tone: str) -> None:
    chosen = palette.SKIN_TONES[tone]
    for page, leaders in (("#ffffff", (chosen.leader, chosen.point_leader)), ("#191714", chosen.on_dark)):
        assert all(contrast(colour, ground) >= 2.98 for colour in leaders for ground in (page, chosen.ramp[0])), page


def test_text_widths_bound_the_distance_leaders_keep() -> None:
    assert labels.text_width("MW") > labels.text_width("il")
    assert point_segment_distance((0, 1), (0, 0), (2, 0)) == 1
