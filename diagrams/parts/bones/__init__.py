"""Hand-drawn bones, muscles, creases and nails, placed by the landmarks of a figure.

The module of a region has one function, `shapes(figure)`. It computes `Shape`s in sheet millimetres from the projected
landmarks, so that they follow body and view. Colours and SVG are in `diagrams.parts.skin`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from diagrams.geometry.vectors import XY

Kind = Literal["bone", "bone-strong", "tendon", "crease", "nail", "foramen", "hidden", "muscle", "nerve", "hair"]


@dataclass(frozen=True)
class Shape:
    """One drawn line or outline.

    `points` are sheet millimetres (x right, y down), joined by a smooth curve; closed shapes are filled. A
    `bone-strong` is the bone that the view is about, a `hidden` one is dashed because another bone covers it. A
    `crease` is a tapered ink stroke on the skin. `weight` scales opacity and line width.
    """

    name: str
    kind: Kind
    points: tuple[XY, ...]
    closed: bool = True
    weight: float = 1.0
