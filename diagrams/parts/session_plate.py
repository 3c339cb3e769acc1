"""Plate of a session: a window of a close-up round the place, with at most two large names.

Window and names are part of every close-up but not visible; the page of a session shows them in place of the columns
of labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from diagrams.canvas import Layer
from diagrams.geometry.curves import Box
from diagrams.geometry.vectors import XY
from diagrams.parts.name import draw_name
from diagrams.scene import Scene

#: Width of the window on a phone, and height of its names, pixels.
PLATE_WIDTH_PX: Final = 360
NAME_SIZE_PX: Final = 16.0
MIN_NUMBER_SIZE_PX: Final = 14.1  # height of the numbers on the figure
#: Greatest height of the window as a share of its width, from the space for a picture on a phone.
MAX_HEIGHT_RATIO: Final = 0.9


def plate_window(crop: Box, extent: Box, marks: Sequence[XY], text_mm: float) -> Box:
    """Return the window: as wide as the figure, or narrower to enlarge the numbers on it, with the marks in the middle.

    `text_mm`: height of these numbers, mm.
    """
    left, right = max(crop[0], extent[0]), min(crop[2], extent[2])
    width = min(right - left, text_mm * PLATE_WIDTH_PX / MIN_NUMBER_SIZE_PX)
    height = min(MAX_HEIGHT_RATIO * width, crop[3] - crop[1])
    x, y = (sum(axis) / len(marks) for axis in zip(*marks, strict=True))
    x0 = min(max(x - width / 2, left), right - width)
    y0 = min(max(y - height / 2, crop[1]), crop[3] - height)
    return (x0, y0, x0 + width, y0 + height)


def draw_plate_names(layer: Layer, scene: Scene, window: Box) -> None:
    """Draw the names of the plate, hidden until a style sheet shows them."""
    assert scene.close_up
    px = (window[2] - window[0]) / PLATE_WIDTH_PX
    group = layer.group("plate-names", display="none")
    for key, side, offset in scene.close_up.plate_names:
        words = scene.catalogue.landmark(key).label.partition(" (")[0]
        draw_name(group, words, scene.figure.project_landmark(key, side), offset, window, px, NAME_SIZE_PX * px)
