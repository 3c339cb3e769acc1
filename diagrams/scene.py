"""What one drawing shows, before it is laid out: view, figure, crop, points, and the landmarks to name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
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
    """A point where it comes out on the sheet."""

    point: Point
    side: str
    at: XY


@dataclass(frozen=True)
class Scene:
    """Everything one drawing shows, before it is laid out. `second`: also the place the standard leaves open."""

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

    @property
    def mark_radius(self) -> float:
        """The radius of a mark, phone pixels."""
        return CLOSE_UP_MARK_RADIUS if self.close_up else self.view.mark_radius

    @property
    def numbered_landmarks(self) -> tuple[str, ...]:
        """The landmarks that are named by their number on the bone alone."""
        return self.close_up.numbered_landmarks if self.close_up else self.view.numbered_landmarks

    @property
    def leader_offsets(self) -> Mapping[str, Offset]:
        """How far from a landmark its leader ends, mm."""
        return self.close_up.leader_offsets if self.close_up else self.view.leader_offsets

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of all points on the sides this view shows."""
        return tuple(mark for point in self.points for mark in self._marks(point, point.location.expression))

    @property
    def alternative_marks(self) -> tuple[Mark, ...]:
        """The second places that the standard records beside the first, where this drawing shows them."""
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

    @property
    def ticks(self) -> tuple[Fraction, ...]:
        """The B-cun lines to draw: 0, half and whole of the ruler where the drawing measures on it."""
        measured = any(isinstance(point.location.expression, LevelLateral) for point in self.points)
        if self.view.ticks and measured and self.view.locator_frame is not None:
            return (Fraction(0), Fraction(3, 2), Fraction(3))
        return ()

    @property
    def finger_measure(self) -> FingerMeasure | None:
        """The finger measure of a close-up, if its location states one: on the left side where both sides show, so that
        the side on which all is named stays clear."""
        location = self.points[0].location.expression if self.close_up else None
        if not isinstance(location, LevelLateral | Along) or location.cun not in GLYPH_FINGERS:
            return None
        mark = next((mark for mark in self.marks if mark.side == "left"), self.marks[0])
        return FingerMeasure(location.cun, self._measure_start(location, mark), mark.at)

    def _measure_start(self, location: LevelLateral | Along, mark: Mark) -> XY:
        """Return the sheet place from which a location is measured to its mark."""
        if isinstance(location, LevelLateral):
            start = anatomy.ruler_ends(self.rulers[location.ruler], self.figure, mark.side)[0]
            _, y, z = anatomy.place(location, self.figure, mark.side, self.rulers)
            return self.figure.project((start[0], y, z))
        return self.figure.project_landmark(location.origin, mark.side)
