"""Label placement: columns of short texts beside a figure, joined to targets by leaders.

Dynamic programming over a grid of heights finds the best arrangement of a column: labels keep their distance, leaders
do not cross, and texts and leaders stay clear of contour, marks and other texts. Units are sheet millimetres.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import dist
from typing import Final, Literal

from diagrams.geometry.curves import Box, boxes_overlap, point_segment_distance, segments_intersect
from diagrams.geometry.vectors import XY

Side = Literal["left", "right"]

#: Widths of characters in em, a sans serif like Arial (its published metrics, rounded up); others count 0.6.
_WIDTHS: Final = {
    **dict.fromkeys("fijlI.,:;'|!()t/ -", 0.34),
    **dict.fromkeys("rs", 0.5),
    **dict.fromkeys("mMW", 0.9),
    **dict.fromkeys("wCDGHNOQRU", 0.76),
}
#: Greatest width of a line as a share of its estimate: the sans serif that browsers fall back on is wider than Arial.
FALLBACK_WIDTH_RATIO: Final = 1.08
BOLD_FALLBACK_WIDTH_RATIO: Final = 1.21
LINE_HEIGHT: Final = 1.16  # line height, em
_GRID_STEP: Final = 0.25  # grid of heights, em
_VIOLATION_COST: Final = 100.0  # the least cost of a violation
_SLANT_COST: Final = 120.0  # of a leader that is not level
_LEADER_INSET: Final = 0.08  # from a label's upper or lower edge to the outermost level leader, em
_LEVEL_STEPS: Final = 4  # heights with a level leader above the middle one, and below
_CONTOUR_CLEARANCE: Final = 0.3  # from a label to the contour, em
LABEL_GAP: Final = 0.15  # between labels, em
_MAX_STEPS: Final = 44  # grid steps from the target


@dataclass(frozen=True)
class LabelLine:
    """One line of a label: words, size in units of the drawing's text size, and class."""

    words: str
    size: float = 1.0
    cls: str = "label"

    @property
    def width(self) -> float:
        """Estimated width, em of the drawing's text size."""
        return text_width(self.words) * self.size * (1.06 if "code" in self.cls else 1.0)


@dataclass(frozen=True)
class Label:
    """A text and its target. `key` is the landmark or point code.

    `landmark` is the place of the landmark itself if `target` is another part of it. `is_in_corner`: the label is in an
    empty corner of the crop.
    """

    key: str
    lines: tuple[LabelLine, ...]
    target: XY
    side: Side
    is_point: bool = False
    landmark: XY | None = None
    is_in_corner: bool = False

    @property
    def is_code(self) -> bool:
        """Whether nothing but a point's code is written."""
        return self.is_point and len(self.lines) == 1

    def height(self, em: float) -> float:
        return sum(line.size for line in self.lines) * LINE_HEIGHT * em

    def width(self, em: float) -> float:
        return max(line.width for line in self.lines) * em


@dataclass(frozen=True)
class PlacedLabel:
    """A label with the box of its text and the end of its leader beside it."""

    label: Label
    box: Box
    start: XY


@dataclass(frozen=True)
class LabelConstraints:
    """Constraints of labels: sheet edges, range of heights, contours, marks, and occupied boxes."""

    sheet: Box
    top: float
    bottom: float
    contours: tuple[tuple[XY, ...], ...] = ()
    marks: tuple[tuple[XY, float], ...] = ()
    occupied: tuple[Box, ...] = field(default=())


def text_width(words: str) -> float:
    """Return the estimated width of words, em."""
    return sum(_WIDTHS.get(char, 0.58 if char.islower() or char.isdigit() else 0.7) for char in words)


def wrap(words: str, limit: float) -> tuple[str, ...]:
    """Return words broken into lines of at most `limit` em, longer only for a single long word."""
    lines: list[str] = []
    for word in words.split():
        if lines and text_width(f"{lines[-1]} {word}") <= limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def column_width(labels: Iterable[Label], side: Side) -> float:
    """Return the width of a column that holds the widest label on a side in any usual typeface, em."""
    return FALLBACK_WIDTH_RATIO * max((label.width(1.0) for label in labels if label.side == side), default=0.0)


def arrange_labels(labels: Sequence[Label], constraints: LabelConstraints, em: float) -> tuple[PlacedLabel, ...]:
    """Return the labels placed at the left or right edge of the sheet, in an order in which no leaders cross.

    A leader is level wherever its target lies within the height of the label's text.
    """
    out: list[PlacedLabel] = []
    for side in ("left", "right"):
        column = sorted(
            (label for label in labels if label.side == side), key=lambda label: (label.target[1], label.key)
        )
        if column:
            width = column_width(column, column[0].side) * em
            edge = constraints.sheet[0] + width if side == "left" else constraints.sheet[2] - width
            out += _arrange_column(column, constraints, em, edge)
    return tuple(out)


def _arrange_column(labels: list[Label], constraints: LabelConstraints, em: float, edge: float) -> list[PlacedLabel]:
    """Return the labels in the order of their heights; while constraints are violated, swap the adjacent pair that
    lowers the cost most.

    `edge` is where the lines of the column begin, on the side of the figure.
    """
    best, cost = _optimise_column(labels, constraints, em, edge)
    for _ in labels:
        if cost < _VIOLATION_COST:
            break
        orders = [[*labels[:i], labels[i + 1], labels[i], *labels[i + 2 :]] for i in range(len(labels) - 1)]
        found = [(*_optimise_column(order, constraints, em, edge), order) for order in orders]
        mended = min(found, key=lambda way: way[1], default=None)
        if mended is None or mended[1] >= cost:
            break
        best, cost, labels = mended
    return best


def _optimise_column(
    labels: list[Label], constraints: LabelConstraints, em: float, edge: float
) -> tuple[list[PlacedLabel], float]:
    """Return the cheapest heights for labels in this order, from top to bottom."""
    options = [_candidates(label, constraints, em, edge) for label in labels]
    costs = [[cost for _, cost in column] for column in options]
    came: list[list[int]] = [[0] * len(options[0])]
    total = costs[0]
    for i in range(1, len(labels)):
        row, back = [], []
        for placed, own in options[i]:
            value, index = _best_predecessor(placed, options[i - 1], total, em)
            row.append(value + own)
            back.append(index)
        total, came = row, [*came, back]
    cost = min(total)
    index = total.index(cost)
    chosen: list[PlacedLabel] = []
    for i in range(len(labels) - 1, -1, -1):
        chosen.append(options[i][index][0])
        index = came[i][index]
    return chosen[::-1], cost


def _best_predecessor(
    placed: PlacedLabel, above: list[tuple[PlacedLabel, float]], totals: list[float], em: float
) -> tuple[float, int]:
    """Return the least total cost of a placement and the index of the one above that gives it."""
    value, index = float("inf"), 0
    for j, (before, _) in enumerate(above):
        if totals[j] < value:  # a pair costs nothing at best
            way = totals[j] + _pair_cost(before, placed, em)
            if way < value:
                value, index = way, j
    return value, index


def _candidates(label: Label, constraints: LabelConstraints, em: float, edge: float) -> list[tuple[PlacedLabel, float]]:
    """Return the candidate placements of a label with their costs, among them the outermost with a level leader."""
    height = label.height(em)
    low, high = constraints.top + height / 2, constraints.bottom - height / 2
    wanted = min(max(label.target[1], low), high)
    within = height / 2 - _LEADER_INSET * em
    heights = [wanted + step * _GRID_STEP * em for step in range(-_MAX_STEPS, _MAX_STEPS + 1)]
    out = []
    constraints = replace(
        constraints,
        contours=_in_column(constraints.contours, _place_label(label, wanted, edge, em).box, _CONTOUR_CLEARANCE * em),
    )
    level = [label.target[1] + within * share / _LEVEL_STEPS for share in range(-_LEVEL_STEPS, _LEVEL_STEPS + 1)]
    for middle in sorted([*heights, *level]):
        if low - 1e-6 <= middle <= high + 1e-6:
            placed = _place_label(label, middle, edge, em)
            out.append((placed, _placement_cost(placed, constraints, em)))
    return out


def _in_column(contours: Sequence[Sequence[XY]], box: Box, gap: float) -> tuple[tuple[XY, ...], ...]:
    """Return the points of the contours that lie in a label's column."""
    places = tuple(place for line in contours for place in line if box[0] - gap < place[0] < box[2] + gap)
    return (places,) if places else ()


def _place_label(label: Label, middle: float, edge: float, em: float) -> PlacedLabel:
    width, height = label.width(em), label.height(em)
    within = height / 2 - _LEADER_INSET * em
    level = min(max(label.target[1], middle - within), middle + within)
    if label.side == "left":
        x0, x1 = edge - width, edge
        start = (x1 + 0.35 * em, level)
    else:
        x0, x1 = edge, edge + width
        start = (x0 - 0.35 * em, level)
    return PlacedLabel(label, (x0, middle - height / 2, x1, middle + height / 2), start)


def _placement_cost(placed: PlacedLabel, constraints: LabelConstraints, em: float) -> float:
    """Return the cost of a placement: distance from the middle, a slanting leader, text on the contour or on an
    occupied box, a leader through a mark."""
    target = placed.label.target
    cost = abs((placed.box[1] + placed.box[3]) / 2 - target[1]) / em
    if abs(placed.start[1] - target[1]) > 1e-6:
        cost += _SLANT_COST
    if any(boxes_overlap(placed.box, box, 0.25 * em) for box in constraints.occupied):
        cost += 400
    if any(polyline_enters_box(contour, placed.box, _CONTOUR_CLEARANCE * em) for contour in constraints.contours):
        cost += 300
    for centre, radius in constraints.marks:
        if dist(centre, target) > radius > point_segment_distance(centre, placed.start, target):
            cost += 250
    return cost


def polyline_enters_box(line: Sequence[XY], box: Box, gap: float = 0.0) -> bool:
    """Return whether a dense polyline enters a box enlarged by `gap`."""
    x0, y0, x1, y1 = box[0] - gap, box[1] - gap, box[2] + gap, box[3] + gap
    return any(x0 < x < x1 and y0 < y < y1 for x, y in line)


def _pair_cost(above: PlacedLabel, below: PlacedLabel, em: float) -> float:
    gap = below.box[1] - above.box[3]
    # Codes have no descenders, so that two of them need no gap.
    air = 0.0 if above.label.is_code and below.label.is_code else LABEL_GAP * em
    if gap < air - 1e-6:
        return 1000.0 + (air - gap)
    return 600.0 if _leaders_cross(above, below) else 0.0


def _leaders_cross(a: PlacedLabel, b: PlacedLabel) -> bool:
    return segments_intersect(a.start, a.label.target, b.start, b.label.target)
