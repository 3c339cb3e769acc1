"""The shoulder blades from behind, placed by the root of the spine and the lower angle.

Local mm: origin on the medial border at the root of the spine of the scapula, x away from the midline, y down.
Outlines follow radiographs: general knowledge, not a measured source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagrams.geometry.vectors import XY
from diagrams.parts.bones import Shape

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

Curve = tuple[XY, ...]
#: The lower angle, local mm.
LOWER_ANGLE: XY = (17.0, 111.0)

BLADE: Curve = (
    (0, 0), (0.8, -14), (4.6, -29), (11.6, -37), (21, -36.4), (40, -29), (58, -21.6), (66, -17), (74, -18), (86, -16),
    (94.6, -8), (97, 4), (93.6, 15.6), (84, 22), (72, 36), (58, 59), (45, 83), (34, 102), (25.6, 108.6), (17, 111),
    (9.4, 107.4), (5.4, 92), (2.4, 62), (0.6, 28),
)  # fmt: skip
SPINE: Curve = (
    (0.6, -3), (14, -8), (40, -14), (66, -19), (88, -23), (102, -24), (113, -20.4), (118, -13.4), (115.6, -7),
    (107, -4), (97, -6.6), (83, -8.8), (60, -4), (36, 1), (14, 5.2), (0.8, 6),
)  # fmt: skip


def shapes(figure: Figure) -> list[Shape]:
    """Return both shoulder blades with their spines."""
    return [
        Shape(f"{side} {name}", "bone", tuple(_to_sheet(at, figure, side) for at in points), weight=weight)
        for name, points, weight in (("shoulder blade", BLADE, 0.75), ("spine of the shoulder blade", SPINE, 0.85))
        for side in ("left", "right")
    ]


def _to_sheet(at: XY, figure: Figure, side: str) -> XY:
    """Return the sheet point of a local one: both landmarks scale and lean the blade."""
    (x0, y0), (x1, y1) = (
        figure.project_landmark(key, side) for key in ("scapula-medial-border", "scapula-inferior-angle")
    )
    sign = 1 if side == "right" else -1
    stretch = (y1 - y0) / LOWER_ANGLE[1]
    lean = (abs(x1) - abs(x0) - LOWER_ANGLE[0] * stretch) / LOWER_ANGLE[1]
    return (x0 + sign * (at[0] * stretch + at[1] * lean), y0 + at[1] * stretch)
