"""Wrinkles over the joints of fingers, and nails from the back or the side.

Frames lie at the joint or fingertip: x along the finger, y across it to the right, mm of a grown man's hand.
"""

from __future__ import annotations

from diagrams.geometry.vectors import XY
from diagrams.parts.bones import Shape
from diagrams.parts.bones.limb_shapes import Frame

# Each wrinkle: mm along the finger from the joint, half length and rise as shares of the bone's breadth, weight.
# A positive rise bows it toward the fingertip.
Wrinkle = tuple[float, float, float, float]
MIDDLE_JOINT: tuple[Wrinkle, ...] = (
    (-3.3, 0.34, -0.045, 0.6),
    (-1.5, 0.50, -0.03, 0.85),
    (0.2, 0.56, 0.012, 1.0),
    (1.9, 0.47, 0.035, 0.8),
    (3.4, 0.30, 0.05, 0.55),
)
END_JOINT: tuple[Wrinkle, ...] = ((-1.1, 0.46, -0.03, 0.75), (0.3, 0.54, 0.015, 0.9), (1.8, 0.36, 0.04, 0.6))
# Half of a nail, from its free edge: (mm from the fingertip, share of half its breadth).
NAIL: tuple[XY, ...] = (
    (0.6, 0.0), (0.2, 0.42), (-0.9, 0.78), (-2.8, 0.97), (-6.0, 1.0), (-9.2, 0.97), (-11.2, 0.84),
    (-12.3, 0.5), (-12.6, 0.0),
)  # fmt: skip
# A thumb's nail from its side, x and y in mm.
SIDE_NAIL: tuple[XY, ...] = (
    (-0.8, -4.6), (-0.5, -3.4), (-1.5, -2.2), (-4.6, -1.4), (-8.4, -1.5), (-11.2, -2.6), (-12.4, -4.4),
    (-11.4, -5.9), (-8.0, -6.4), (-4.0, -6.0),
)  # fmt: skip


def wrinkles(name: str, joint: Frame, breadth: float, rows: tuple[Wrinkle, ...]) -> list[Shape]:
    """Return the wrinkles over a joint whose bone is `breadth` mm broad."""
    out = []
    for along, half, rise, weight in rows:
        x, y, h = along, breadth * half, breadth * rise
        points = (
            (x - h, -y),
            (x + 0.45 * h, -0.5 * y),
            (x + h, 0.06 * y),
            (x + 0.45 * h, 0.55 * y),
            (x - h, y),
        )
        out.append(Shape(f"wrinkle, {name}", "crease", joint.curve(points), False, 0.62 * weight))
    return out


def nail(name: str, tip: Frame, breadth: float) -> list[Shape]:
    """Return a nail seen from its back and the edge of its moon. `breadth` is that of the base of the end bone, mm."""
    half, scale = breadth * 0.54, breadth / 10.0
    right = [(x * scale - 1.0, y * half) for x, y in NAIL]
    left = [(x, -y) for x, y in reversed(right[1:-1])]
    moon = [
        (x * scale - 1.0, y * half) for x, y in ((-11.4, -0.62), (-9.9, -0.34), (-9.4, 0), (-9.9, 0.34), (-11.4, 0.62))
    ]
    return [
        Shape(name, "nail", tip.curve((*right, *left))),
        Shape(f"moon, {name}", "crease", tip.curve(moon), False, 0.45),
    ]


def side_nail(name: str, tip: Frame) -> list[Shape]:
    """Return a nail that faces to the left of the finger's axis."""
    return [Shape(name, "nail", tip.curve(SIDE_NAIL))]
