"""The right knee from behind: bones, hamstring tendons, calf heads and creases.

Local mm of a grown man: origin in the middle of the popliteal crease, x toward the fibula, y toward the foot.
The ends of the crease scale it; the fibula and the tendon on its head are placed by the fibular head. The joint line
lies 7 mm below the crease (tibiale against patellar apex: Knee Surg Relat Res 2022 34:5). Outlines follow radiographs
and dissections: general knowledge, not a measured source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagrams.geometry.curves import interpolate
from diagrams.geometry.vectors import XY
from diagrams.parts.bones import Kind, Shape
from diagrams.parts.bones.limb_shapes import Frame, band, frame_between

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

HALF_CREASE_MM = 41.0  # mm from the middle of the crease to its landmark on either side
Curve = tuple[XY, ...]

FEMUR: Curve = (
    (-6.5, -180), (-7.5, -140), (-10.5, -110), (-16, -82), (-24.5, -60), (-32.5, -48.5), (-37.5, -43.5), (-41.2, -36),
    (-42.8, -27), (-42.6, -17), (-41, -7), (-37.5, 1.5), (-32, 5.8), (-25, 7), (-18, 5.2), (-13, 0.5), (-10.2, -6.5),
    (-8.6, -13.5), (-5.2, -18.8), (0, -20.6), (5.4, -18.8), (8.8, -13.5), (10.6, -6.5), (13.8, 0.5), (19, 5),
    (26, 6.4), (33.5, 4.6), (38.8, -0.5), (41.4, -9), (41.6, -19), (39.6, -29), (35, -39), (28.5, -52), (24, -70),
    (21.2, -95), (20.5, -125), (21.5, -180),
)  # fmt: skip
TIBIA: Curve = (
    (-41.2, 14.4), (-38, 11.4), (-30, 10), (-20, 10.6), (-11.5, 12), (-7, 9.4), (-4.2, 5.6), (-1.6, 8.2), (1.4, 8.4),
    (4.2, 6), (7, 9.8), (12, 12.2), (21, 11.2), (31, 11.2), (37.4, 13.4), (39.6, 18.4), (38.2, 25.5), (32.6, 34.5),
    (25, 46), (18.6, 61), (14.6, 82), (12.6, 110), (12, 150), (12, 180), (-13, 180), (-13.4, 150), (-14.4, 112),
    (-17.4, 84), (-22.4, 62), (-29.4, 45.5), (-36.6, 33), (-41, 24.5), (-42.2, 18.6),
)  # fmt: skip
PATELLA: Curve = (
    (-20.5, -37.5), (-12, -45), (1, -47), (14, -45), (22, -37.5), (23, -27), (17.6, -14.5), (9, -5), (1, -2), (-7, -5),
    (-16, -14.5), (-21.6, -27),
)  # fmt: skip
# Local mm from the outermost point of the fibular head.
FIBULA: Curve = (
    (-9.4, -1), (-8, -6.4), (-3.4, -10), (1.4, -13.4), (5, -11.6), (8.2, -5.6), (9.2, 1.6), (7.6, 9), (4, 17.5),
    (1.2, 29), (0, 44), (-0.4, 70), (0.2, 110), (0.6, 150), (-10.6, 150), (-10.6, 110), (-10.8, 70), (-10.4, 44),
    (-9, 27), (-8.6, 14), (-9.4, 6),
)  # fmt: skip
# Lines on the bones, of lesser weight.
BONE_LINES: tuple[tuple[str, Curve], ...] = (
    ("medial supracondylar line", ((4, -150), (0, -118), (-8.5, -86), (-20, -60), (-30, -46))),
    ("lateral supracondylar line", ((9, -150), (12.6, -118), (16.4, -88), (22, -64), (28.5, -46))),
    ("margin of the medial condyle", ((-40, -21), (-34, -27), (-26, -28.6), (-17.5, -26), (-10.4, -18))),
    ("margin of the lateral condyle", ((39.4, -20), (33.5, -26.4), (26, -28), (18, -25.4), (10.8, -17.6))),
    ("soleal line", ((27, 44.5), (14, 49), (0, 57.5), (-10, 69), (-15, 82))),
)
# Tendons as (point, full width), downward from the muscle.
Strip = tuple[tuple[XY, float], ...]
SEMIMEMBRANOSUS: Strip = (
    ((-17.6, -108), 0.8), ((-18.6, -88), 4.6), ((-20.4, -68), 6.8), ((-23, -46), 7.8), ((-26, -25), 7.6),
    ((-28.6, -6), 7.2), ((-30.4, 9), 7.2), ((-31.2, 19), 8.2), ((-31.4, 28), 2.4),
)  # fmt: skip
SEMITENDINOSUS: Strip = (
    ((-13.4, -156), 0.8), ((-13.8, -134), 4.2), ((-15.6, -111), 6), ((-19.2, -88), 5.8), ((-23.6, -66), 5.2),
    ((-28, -44), 4.7), ((-32, -22), 4.4), ((-35, -2), 4.2), ((-37, 16), 4.2), ((-39.2, 32), 4.3), ((-41.2, 43), 3.6),
    ((-42.6, 51), 1.4),
)  # fmt: skip
BICEPS: Strip = (
    ((19.4, -150), 0.8), ((19.8, -126), 5), ((21, -102), 7.6), ((23.2, -78), 8.4), ((26.2, -55), 7.8),
    ((29.6, -33), 6.8), ((32.8, -14), 6), ((35, -3), 5.6),
)  # fmt: skip
# Its end, local mm from the fibular head: it broadens on either side of the collateral ligament.
BICEPS_END: Strip = (((-0.2, -17), 6), ((0.6, -8), 8.4), ((0.8, -1), 7.4), ((1, 6), 2.4))
# Lines of the skin and of the muscles under it: (name, weight, path).
LINES: tuple[tuple[str, float, Curve], ...] = (
    ("medial head of gastrocnemius", 0.55, ((-22, -17), (-19.6, -7), (-14.4, 6), (-8.6, 20), (-4, 35), (-1.4, 52))),
    ("lateral head of gastrocnemius", 0.55, ((21.4, -15), (18.6, -5), (13.8, 8), (8.6, 22), (4.4, 37), (2, 53))),
    ("between the heads of gastrocnemius", 0.6, ((0.2, 47), (0.4, 72), (1.0, 98), (1.8, 130))),
    ("medial wall of the fossa", 0.5, ((-1.6, -152), (-3.2, -124), (-7, -97), (-12.4, -71), (-18, -46), (-22.6, -22))),
    ("lateral wall of the fossa", 0.5, ((2.8, -154), (5, -126), (9.4, -98), (15, -71), (21, -45), (27, -20))),
    ("lower popliteal crease", 0.85, ((-24, 9.8), (-13, 8), (0, 7.4), (12, 7.6), (22, 8.8))),
    ("upper popliteal crease", 0.7, ((-19, -9.4), (-8, -10), (3, -9.2), (12, -7.6))),
    ("fine crease, medial", 0.55, ((-43.5, 6), (-37, 4.6), (-30, 4.8))),
    ("fine crease, lateral", 0.55, ((27, -4.6), (34, -4.4), (41.5, -6))),
)
# The main crease meets the line between its landmarks at both ends and in its middle, where BL40 lies.
CREASE: Curve = (
    (-46.5, 2.2), (-HALF_CREASE_MM, 0), (-30, -1.7), (-14, -1.3), (0, 0), (14, 1.0), (30, 1.1), (HALF_CREASE_MM, 0),
    (46.5, -1.8),
)  # fmt: skip


def shapes(figure: Figure) -> tuple[Shape, ...]:
    """Return the shapes of the back of the right knee, in painting order."""
    medial, lateral = (figure.project_landmark(f"popliteal-crease-{side}", "right") for side in ("medial", "lateral"))
    knee = frame_between(interpolate(medial, lateral, 0.5), lateral, HALF_CREASE_MM)
    fibula = knee.with_origin(figure.project_landmark("fibula-head", "right"))
    return (
        Shape("patella", "hidden", knee.curve(PATELLA)),
        Shape("fibula", "bone", fibula.curve(FIBULA)),
        Shape("tibia", "bone", knee.curve(TIBIA)),
        Shape("femur", "bone", knee.curve(FEMUR)),
        *(Shape(name, "bone", knee.curve(points), False, 0.7) for name, points in BONE_LINES),
        *tendons(knee, fibula),
        *(open_line(name, weight, knee.curve(points)) for name, weight, points in LINES),
        open_line("popliteal crease", 1.5, knee.curve(CREASE)),
    )


def open_line(name: str, weight: float, points: Curve, kind: Kind = "crease") -> Shape:
    """Return an open line."""
    return Shape(name, kind, points, False, weight)


def tendons(knee: Frame, fibula: Frame) -> list[Shape]:
    """Return the hamstring tendons: two medial, and biceps femoris lateral."""
    scale = knee.x[0]
    paths = {
        "semimembranosus": [(knee.to_sheet(*at), width) for at, width in SEMIMEMBRANOSUS],
        "semitendinosus": [(knee.to_sheet(*at), width) for at, width in SEMITENDINOSUS],
        "biceps femoris": [(knee.to_sheet(*at), width) for at, width in BICEPS]
        + [(fibula.to_sheet(*at), width) for at, width in BICEPS_END],
    }
    return [
        Shape(f"tendon of {name}", "tendon", band([at for at, _ in path], [width * scale for _, width in path]))
        for name, path in paths.items()
    ]
