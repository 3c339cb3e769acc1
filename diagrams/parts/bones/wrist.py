"""The wrist from its back: radius, ulna, eight carpal bones, and creases.

Local mm of a grown man's hand, from the base of the third metacarpal: (toward the little finger, toward the elbow).
Outlines follow radiographs: general knowledge, not a measured source.
"""

from __future__ import annotations

from diagrams.geometry.vectors import XY
from diagrams.parts.bones import Shape
from diagrams.parts.bones.limb_shapes import Frame, oval

CARPALS: dict[str, tuple[XY, ...]] = {
    "trapezium": (
        (-18.4, 4.2), (-15.4, 5.6), (-13.6, 9.5), (-12.4, 13.6), (-14.6, 17.0), (-18.6, 17.8), (-22.0, 16.2),
        (-24.2, 12.8), (-22.4, 8.6),
    ),
    "trapezoid": (
        (-13.6, 5.4), (-9.8, 3.9), (-5.2, 4.6), (-4.7, 8.5), (-5.6, 12.6), (-8.6, 14.0), (-11.3, 12.2), (-12.6, 9.0),
    ),
    "capitate": (
        (-3.7, 3.4), (0.4, 1.6), (5.0, 2.6), (6.0, 6.2), (5.2, 12.0), (5.5, 17.0), (4.3, 21.8), (1.2, 23.8),
        (-2.4, 22.4), (-4.0, 17.5), (-3.5, 12.0), (-4.0, 7.2),
    ),
    "hamate": (
        (7.0, 4.6), (11.6, 4.4), (17.2, 8.0), (19.6, 11.4), (18.0, 14.4), (13.2, 17.6), (9.0, 21.6), (6.8, 20.2),
        (6.4, 14.0), (6.9, 9.0),
    ),
    "scaphoid": (
        (-19.6, 20.4), (-16.2, 19.2), (-11.6, 17.0), (-7.2, 15.4), (-5.2, 17.8), (-5.1, 22.4), (-6.7, 27.2),
        (-9.8, 31.4), (-13.8, 31.6), (-17.6, 28.0), (-20.2, 24.0),
    ),
    "lunate": (
        (-3.8, 24.4), (-1.0, 25.4), (2.2, 25.4), (5.5, 23.4), (7.8, 25.8), (7.4, 30.4), (4.6, 33.8), (0.0, 34.8),
        (-4.8, 33.8), (-7.4, 31.4), (-5.6, 28.0),
    ),
    "triquetrum": (
        (8.8, 24.2), (12.6, 20.0), (17.0, 16.8), (19.2, 18.4), (18.8, 23.2), (16.2, 27.4), (12.4, 30.2),
        (9.2, 29.4),
    ),
}  # fmt: skip
PISIFORM = (15.6, 22.6)
RADIUS: tuple[XY, ...] = (
    (-15.5, 128), (-15.8, 104), (-16.6, 86), (-18.6, 68), (-21.0, 54), (-22.6, 43), (-22.8, 35.6), (-21.2, 31.8),
    (-18.6, 32.8), (-15.6, 34.8), (-11.0, 36.4), (-4.0, 37.4), (3.0, 37.2), (7.4, 38.2), (7.8, 42), (5.6, 49),
    (1.8, 60), (-1.2, 75), (-2.6, 92), (-3.0, 128),
)  # fmt: skip
ULNA: tuple[XY, ...] = (
    (8.6, 128), (8.8, 104), (9.6, 78), (10.4, 62), (9.6, 52), (9.2, 45.4), (11.4, 41.2), (15.2, 40.2),
    (18.0, 40.8), (18.8, 37.4), (20.0, 36.0), (21.0, 38.0), (21.2, 44.0), (20.4, 53), (19.2, 66), (18.6, 84),
    (18.6, 128),
)  # fmt: skip
WRIST_CREASES: tuple[tuple[str, float, tuple[XY, ...]], ...] = (
    ("dorsal wrist crease", 1.0, ((-23, 34.6), (-12, 36.6), (0, 37.2), (11, 36.8), (21, 34.8))),
    ("second wrist crease", 0.6, ((-17, 41.2), (-6, 42.6), (6, 42.4), (16, 40.6))),
)


def carpal_shapes(at: Frame, scale: float) -> list[Shape]:
    """Return radius, ulna and the carpal bones; the pisiform, in front of the triquetrum, is dashed."""
    bones = {"radius": RADIUS, "ulna": ULNA} | CARPALS
    pisiform = oval(at.to_sheet(*PISIFORM), 4.4 * scale, 5.0 * scale)
    return [
        *(Shape(name, "bone", at.curve(points)) for name, points in bones.items()),
        Shape("pisiform", "hidden", pisiform),
    ]


def wrist_creases(at: Frame) -> list[Shape]:
    """Return the creases across the back of the wrist."""
    return [Shape(name, "crease", at.curve(points), False, weight) for name, weight, points in WRIST_CREASES]
