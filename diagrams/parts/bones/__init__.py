"""Hand-drawn bones, tendons, creases and nails, in the landmark millimetres of a figure.

Each region module has one function, `shapes(figure)`, that returns `Shape`s in sheet millimetres, computed from
the figure's projected landmarks so that they follow body and view. Nothing here knows colours or SVG.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

XY = tuple[float, float]
Kind = Literal["bone", "bone-strong", "tendon", "crease", "nail", "foramen", "hidden", "muscle", "nerve", "hair"]


@dataclass(frozen=True)
class Shape:
    """One drawn line or outline.

    `points` are sheet millimetres (x right, y down), joined by a smooth curve; `closed` shapes are filled.
    `bone-strong` is the bone the view is about; `hidden` is dashed (seen through another bone);
    `crease` is a tapered ink stroke on the skin; `muscle` and `nerve` shine through it, `hair` lies on it.
    """

    name: str
    kind: Kind
    points: tuple[XY, ...]
    closed: bool = True
    weight: float = 1.0
