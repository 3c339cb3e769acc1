"""Content of a drawing before layout: view, figure, crop, marks, landmarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final

from diagrams import anatomy
from diagrams.anatomy import Figure
from diagrams.geometry.curves import Box
from diagrams.geometry.vectors import XY
from diagrams.parts.finger_glyph import GLYPH_FINGERS, FingerMeasure
from diagrams.views import CloseUpConfig, NamedLandmark, Offset, View
from points.catalogue import Catalogue
from points.location import Along, LevelLateral, Location
from points.records import Point, Ruler

CLOSE_UP_MARK_RADIUS: Final = 4.2  # radius of a mark, phone pixels


@dataclass(frozen=True)
class Mark:
    """A point on one side, and its place on the sheet."""

    point: Point
    side: str
    at: XY


@dataclass(frozen=True)
class Scene:
    """Content of one drawing before layout.

    `with_alternative`: with the alternative place of the standard. `close_up` is None for a whole view. `link_root`:
    what precedes the code in the URL of a point, to which each mark of a view is a link; "" for no links.
    """

    view: View
    figure: Figure
    crop: Box
    fade: tuple[float, float, float, float]
    points: tuple[Point, ...]
    named_landmarks: tuple[NamedLandmark, ...]
    caption: str
    rulers: Mapping[str, Ruler]
    catalogue: Catalogue
    close_up: CloseUpConfig | None = None
    with_alternative: bool = False
    link_root: str = ""

    @property
    def mark_radius(self) -> float:
        """The radius of a mark, phone pixels."""
        return CLOSE_UP_MARK_RADIUS if self.close_up else self.view.mark_radius

    @property
    def numbered_landmarks(self) -> tuple[str, ...]:
        """Landmarks with a number on the bone in place of a label."""
        return self.close_up.numbered_landmarks if self.close_up else self.view.numbered_landmarks

    @property
    def leader_offsets(self) -> Mapping[str, Offset]:
        """Offset from a landmark to the end of its leader, mm."""
        return self.close_up.leader_offsets if self.close_up else self.view.leader_offsets

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of all points on the visible sides."""
        return tuple(mark for point in self.points for mark in self._marks(point, point.location.expression))

    @cached_property
    def alternative_marks(self) -> tuple[Mark, ...]:
        """The marks of the alternative places, if this drawing shows them."""
        return tuple(
            mark
            for point in self.points
            if self.with_alternative and point.alternative
            for mark in self._marks(point, point.alternative.expression)
        )

    def _marks(self, point: Point, location: Location) -> Iterator[Mark]:
        for side in point.sides:
            if side in self.view.sides or side == "midline":
                at = anatomy.place(location, self.figure, side, self.rulers)
                yield Mark(point, side, self.figure.project(at))

    @cached_property
    def ticks(self) -> tuple[Fraction, ...]:
        """B-cun of the ruler lines: 0, half and whole ruler, or () where no location is measured on it."""
        measured = any(isinstance(point.location.expression, LevelLateral) for point in self.points)
        if self.view.ticks and measured and self.view.locator_frame is not None:
            return (Fraction(0), Fraction(3, 2), Fraction(3))
        return ()

    @cached_property
    def finger_measure(self) -> FingerMeasure | None:
        """The finger measure of a close-up, or None. With both sides visible it is on the left, opposite the labels."""
        location = self.points[0].location.expression if self.close_up else None
        if not isinstance(location, LevelLateral | Along) or location.cun not in GLYPH_FINGERS:
            return None
        mark = next((mark for mark in self.marks if mark.side == "left"), self.marks[0])
        return FingerMeasure(location.cun, self._measure_start(location, mark), mark.at)

    def _measure_start(self, location: LevelLateral | Along, mark: Mark) -> XY:
        """Return the sheet point from which a location is measured to its mark."""
        if isinstance(location, LevelLateral):
            start = anatomy.ruler_ends(self.rulers[location.ruler], self.figure, mark.side)[0]
            _, y, z = anatomy.place(location, self.figure, mark.side, self.rulers)
            return self.figure.project((start[0], y, z))
        return self.figure.project_landmark(location.origin, mark.side)
