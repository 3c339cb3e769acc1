"""Labels beside a figure: how wide words are, how they break, and where a column puts them.

Expected widths: tests/authorities/helvetica_widths.toml.
"""

from __future__ import annotations

import tomllib
from itertools import pairwise

import pytest

from diagrams.geometry.curves import boxes_overlap, point_segment_distance, segments_intersect
from diagrams.layout.labels import (
    LABEL_GAP,
    Label,
    LabelConstraints,
    LabelLine,
    PlacedLabel,
    Side,
    arrange_labels,
    polyline_enters_box,
    text_width,
    wrap,
)
from points.catalogue import Catalogue
from tests.support.paths import AUTHORITIES

WIDTHS: dict[str, int] = tomllib.loads((AUTHORITIES / "helvetica_widths.toml").read_text("utf-8"))["widths"]
EM = 10.0
#: DejaVu Sans, which browsers fall back on, sets the lines of the drawings up to 8 % wider than estimated.
FALLBACK_WIDTH_RATIO = 1.08
SHEET = (0.0, 0.0, 400.0, 300.0)


def printed(words: str) -> float:
    """Return the width of words as a printer would set them, em."""
    return sum(WIDTHS[char] for char in words) / 1000


def label(
    key: str, y: float, side: Side = "left", *, x: float = 200.0, words: str = "", is_point: bool = False
) -> Label:
    lines = (LabelLine(words or key, 1.0, "label-code" if is_point else "label"),)
    return Label(key, lines, (x, y), side, is_point)


def room(**changes: object) -> LabelConstraints:
    values: dict[str, object] = {"sheet": SHEET, "top": 20.0, "bottom": 280.0} | changes
    return LabelConstraints(**values)  # type: ignore[arg-type]


def apart(placed: tuple[PlacedLabel, ...]) -> None:
    """Check that neighbours in a column keep air between them, and that no leaders cross."""
    for above, below in pairwise(sorted(placed, key=lambda one: one.box[1])):
        if above.label.side == below.label.side:
            assert below.box[1] - above.box[3] >= LABEL_GAP * EM - 1e-6
            assert not segments_intersect(above.start, above.label.target, below.start, below.label.target)


# Words -------------------------------------------------------------------------------------------------


def test_estimated_widths_are_enough_and_not_much_more(catalogue: Catalogue) -> None:
    said = [landmark.label for landmark in catalogue.landmarks] + ["second place", "(left open)", "3 B-cun", "B-cun"]
    for words in said:
        assert printed(words) <= text_width(words) <= 1.35 * printed(words), words


@pytest.mark.parametrize("char", sorted(WIDTHS))
def test_each_character_is_about_as_wide_as_printed(char: str) -> None:
    assert 0.95 * WIDTHS[char] / 1000 <= text_width(char) <= WIDTHS[char] / 1000 + 0.2


def test_a_line_is_as_wide_as_its_words_times_its_size() -> None:
    words = "Yāoyángguān"
    assert LabelLine(words).width == pytest.approx(text_width(words))
    assert LabelLine(words, 1.25).width == pytest.approx(1.25 * text_width(words))
    assert LabelLine("BL23", 1.25, "label-code").width == pytest.approx(1.25 * 1.06 * text_width("BL23"))  # bold


def test_a_label_is_as_high_as_all_and_as_wide_as_its_widest() -> None:
    two = Label("a", (LabelLine("short"), LabelLine("rather longer", 2.0)), (0.0, 0.0), "left")
    assert two.height(EM) == pytest.approx(1.16 * EM * 3)
    assert two.width(EM) == pytest.approx(2 * text_width("rather longer") * EM)


@pytest.mark.parametrize(
    ("lines", "is_point", "code"),
    [(("BL23",), True, True), (("BL23", "Shènshù"), True, False), (("hip",), False, False)],
)
def test_only_a_code_alone_is_a_code(lines: tuple[str, ...], is_point: bool, code: bool) -> None:
    assert Label("a", tuple(LabelLine(words) for words in lines), (0.0, 0.0), "left", is_point).is_code is code


def test_words_break_where_the_next_would_not_fit() -> None:
    words = "front edge of the big tendon at the heel"
    for limit in (6.4, 7.6, 12.0):
        lines = wrap(words, limit)
        assert " ".join(lines) == words
        assert all(text_width(line) <= limit for line in lines)
        for line, following in pairwise(lines):
            assert text_width(f"{line} {following.split()[0]}") > limit
    assert wrap("unbreakable", 1.0) == ("unbreakable",)
    assert wrap("", 5.0) == ()
    exact = text_width("two words")
    assert wrap("two words", exact) == ("two words",)
    assert wrap("two words", exact - 0.001) == ("two", "words")


# Columns -----------------------------------------------------------------------------------------------


def test_a_label_alone_stands_level_with_its_target_at_the_edge() -> None:
    (left,) = arrange_labels([label("tip", 100.0)], room(), EM)
    (right,) = arrange_labels([label("tip", 100.0, "right")], room(), EM)
    width, height = text_width("tip") * EM, 1.16 * EM
    reserved = FALLBACK_WIDTH_RATIO * width
    assert left.box == pytest.approx((reserved - width, 100 - height / 2, reserved, 100 + height / 2))
    assert right.box == pytest.approx((400 - reserved, 100 - height / 2, 400 - reserved + width, 100 + height / 2))
    assert left.start == pytest.approx((reserved + 0.35 * EM, 100.0))
    assert right.start == pytest.approx((400 - reserved - 0.35 * EM, 100.0))


@pytest.mark.parametrize(("y", "middle"), [(0.0, 20 + 5.8), (300.0, 280 - 5.8)])
def test_a_label_stays_within_its_column(y: float, middle: float) -> None:
    (found,) = arrange_labels([label("tip", y)], room(), EM)
    assert (found.box[1] + found.box[3]) / 2 == pytest.approx(middle)


@pytest.mark.parametrize("side", ["left", "right"])
def test_labels_of_near_targets_keep_apart_in_their_order(side: Side) -> None:
    labels = [label(name, 100.0 + place, side) for place, name in enumerate(("d", "a", "c", "b"))]
    found = arrange_labels(labels, room(), EM)
    apart(found)
    assert [one.label.key for one in sorted(found, key=lambda one: one.box[1])] == ["d", "a", "c", "b"]
    # They gather round the height of their targets and do not wander off.
    middles = [(one.box[1] + one.box[3]) / 2 for one in found]
    assert sum(middles) / 4 == pytest.approx(101.5, abs=EM)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_leader_is_level_wherever_the_words_reach_its_target(side: Side) -> None:
    labels = [label(name, 100.0 + place, side) for place, name in ((0, "above"), (4, "below"))]
    above, below = arrange_labels(labels, room(), EM)
    apart((above, below))
    for one in (above, below):
        assert one.start[1] == one.label.target[1]
        assert one.box[1] < one.start[1] < one.box[3]


def test_the_lines_of_a_column_begin_at_one_edge() -> None:
    left = arrange_labels([label("a", 100.0), label("wide words", 200.0)], room(), EM)
    right = arrange_labels([label("a", 100.0, "right"), label("wide words", 200.0, "right")], room(), EM)
    assert len({one.box[2] for one in left}) == len({one.box[0] for one in right}) == 1
    assert FALLBACK_WIDTH_RATIO * max(one.box[2] - one.box[0] for one in left) == pytest.approx(
        left[0].box[2] - SHEET[0]
    )


def test_codes_alone_stand_closer_than_other_words() -> None:
    codes = arrange_labels(
        [label(code, 100.0 + place, is_point=True) for place, code in enumerate(("BL23", "BL25"))], room(), EM
    )
    words = arrange_labels([label(code, 100.0 + place) for place, code in enumerate(("BL23", "BL25"))], room(), EM)
    assert 0 <= codes[1].box[1] - codes[0].box[3] < LABEL_GAP * EM
    assert words[1].box[1] - words[0].box[3] >= LABEL_GAP * EM - 1e-6


def test_neighbours_change_places_where_leaders_would_cross() -> None:
    # The lower target lies so near that its leader would cross the long one to the upper target.
    labels = [label("far", 100.0, x=380.0), label("near", 101.0, x=60.0)]
    apart(arrange_labels(labels, room(), EM))


def test_a_label_makes_way_for_what_is_taken() -> None:
    taken = (0.0, 90.0, 60.0, 110.0)
    (found,) = arrange_labels([label("tip", 100.0)], room(occupied=(taken,)), EM)
    assert not boxes_overlap(found.box, taken, 0.25 * EM)
    assert abs((found.box[1] + found.box[3]) / 2 - 100) < 30


def test_a_label_keeps_off_the_contour() -> None:
    contour = tuple((8.0, 80.0 + step) for step in range(40))
    (found,) = arrange_labels([label("tip", 100.0)], room(contours=(contour,)), EM)
    assert not polyline_enters_box(contour, found.box, 0.3 * EM)


def test_a_leader_goes_round_the_mark_of_another() -> None:
    mark = ((100.0, 100.0), 6.0)
    (found,) = arrange_labels([label("tip", 100.0)], room(marks=(mark,)), EM)
    assert point_segment_distance(mark[0], found.start, (200.0, 100.0)) >= 6.0
    own = ((200.0, 100.0), 6.0)
    (level,) = arrange_labels([label("tip", 100.0)], room(marks=(own,)), EM)
    assert level.start[1] == pytest.approx(100.0)  # a mark at its own target is no hindrance


@pytest.mark.parametrize(
    ("place", "gap", "inside"),
    [
        ((5.0, 5.0), 0.0, True),
        ((0.0, 5.0), 0.0, False),
        ((-0.5, 5.0), 1.0, True),
        ((10.5, 5.0), 1.0, True),
        ((5.0, -0.5), 1.0, True),
        ((5.0, 10.5), 1.0, True),
        ((11.0, 5.0), 1.0, False),
        ((5.0, 11.0), 1.0, False),
        ((5.0, -1.0), 1.0, False),
        ((-1.0, 5.0), 1.0, False),
    ],
)
def test_a_line_touches_a_box_from_inside_alone(place: tuple[float, float], gap: float, inside: bool) -> None:
    assert polyline_enters_box([place, (99.0, 99.0)], (0.0, 0.0, 10.0, 10.0), gap) is inside


def test_without_labels_nothing_is_placed() -> None:
    assert arrange_labels([], room(), EM) == ()
