"""Muscles and nerves under the skin, for a layer that a reader can switch on.

From straight behind they are placed by the landmarks of the back. Other regions draw their muscles, nerves and tendons
faintly among the bones; here they have full weight. Outlines are mm of a grown man and follow dissections: general
knowledge, not a measured source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from diagrams.geometry.curves import interpolate
from diagrams.geometry.vectors import XY
from diagrams.parts.bones import Shape
from diagrams.parts.bones.knee import HALF_CREASE_MM
from diagrams.parts.bones.limb_shapes import Frame, band, frame_between

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

Curve = tuple[XY, ...]

#: Heights of the landmarks in the outlines below, mm above the sole, and half the breadth of the hips.
_LANDMARK_HEIGHTS_MM: Final = (
    ("spinous-process-L1", 1160.0),
    ("spinous-process-L4", 1054.0),
    ("posterior-superior-iliac-spine", 984.0),
    ("coccyx-tip", 893.0),
    ("greater-trochanter-prominence", 884.0),
    ("gluteal-fold", 804.0),
)
_HALF_HIPS_MM: Final = 160.0
# The right side: (mm to the right of the midline, mm above the sole).
ERECTOR_SPINAE: Curve = (
    (9, 1250), (34, 1256), (60, 1240), (64, 1160), (60, 1075), (41, 990), (28, 955), (17, 930), (10, 950), (8, 1010),
    (8, 1130),
)  # fmt: skip
ERECTOR_FIBRES: tuple[Curve, ...] = (
    ((22, 1244), (22, 1160), (20, 1070), (17, 990), (15, 948)),
    ((38, 1246), (40, 1160), (37, 1070), (29, 1000), (22, 958)),
    ((53, 1236), (55, 1160), (50, 1072), (40, 1012)),
)
GLUTEUS_MAXIMUS: Curve = (
    (45, 990), (66, 1006), (88, 996), (118, 962), (146, 920), (158, 882), (153, 838), (138, 792), (126, 774),
    (110, 786), (84, 803), (54, 828), (26, 862), (9, 892), (14, 925), (30, 962),
)  # fmt: skip
GLUTEUS_FIBRES: tuple[Curve, ...] = (
    ((60, 992), (98, 950), (130, 900), (146, 850)),
    ((44, 972), (84, 926), (118, 874), (138, 812)),
    ((32, 948), (70, 900), (104, 850), (130, 794)),
    ((22, 920), (54, 878), (90, 832), (120, 786)),
    ((16, 898), (44, 862), (78, 824)),
)
PIRIFORMIS: Curve = (
    (23, 976), (44, 970), (74, 950), (112, 924), (147, 908), (147, 897), (108, 904), (66, 922), (40, 938), (21, 944),
)  # fmt: skip
#: Course and breadth of the sciatic nerve: below the piriformis, half way between ischial tuberosity and trochanter.
SCIATIC: tuple[tuple[XY, float], ...] = (
    ((60, 936), 6.0), ((78, 918), 10.0), ((108, 868), 11.0), ((110, 836), 10.5), ((101, 735), 9.5), ((99, 646), 7.0),
)  # fmt: skip
# mm from the middle of the knee crease: x to the lateral side, y down.
MEDIAL_GASTROCNEMIUS: Curve = (
    (-21, -24), (-15, -4), (-7, 18), (-3, 44), (-1, 80), (-1, 130), (-6, 186), (-22, 204), (-40, 180), (-50, 130),
    (-49, 84), (-42, 38), (-34, 2), (-29, -18),
)  # fmt: skip
LATERAL_GASTROCNEMIUS: Curve = (
    (21, -22), (15, -2), (7, 20), (3, 46), (1, 82), (1, 130), (5, 168), (20, 184), (36, 160), (45, 118), (44, 78),
    (39, 38), (33, 4), (28, -15),
)  # fmt: skip
TIBIAL_NERVE: tuple[tuple[XY, float], ...] = (
    ((1, -170), 6.0), ((0, -60), 5.5), ((0, 40), 4.5), ((0, 90), 3.0),
)  # fmt: skip
#: Breadth of the calcaneal tendon: at its upper end, at its narrowest, at the heel.
TENDON_WIDTHS_MM: Final = (30.0, 14.0, 22.0)
#: Upper end of the tendon below the knee crease.
TENDON_TOP_MM: Final = 180.0
FULL_WEIGHT: Final = 2.0


def muscle_shapes(region: str, figure: Figure, drawn: Iterable[Shape]) -> tuple[Shape, ...]:
    """Return the muscles and nerves of a region. `drawn` are the shapes of `region_shapes`."""
    if region in _POSTERIOR_REGIONS:
        return tuple(_POSTERIOR_REGIONS[region](figure))
    soft = [replace(shape, weight=FULL_WEIGHT) for shape in drawn if shape.kind in ("muscle", "nerve", "tendon")]
    return (*_calf(figure, "right"), *soft) if region == "knee" else tuple(soft)


@dataclass(frozen=True)
class _Back:
    """The map from the outlines of the back above to the sheet of one figure."""

    figure: Figure

    def sheet_y(self, up: float) -> float:
        """Return the sheet y of a height, interpolated between landmarks."""
        pairs = [(meant, self.figure.project_landmark(key, "right")[1]) for key, meant in _LANDMARK_HEIGHTS_MM]
        (a, ya), (b, yb) = next(((p, q) for p, q in pairwise(pairs) if up >= q[0]), (pairs[-2], pairs[-1]))
        return ya + (a - up) / (a - b) * (yb - ya)

    def to_sheet(self, place: XY, sign: int) -> XY:
        """Return the sheet point on the right (1) or left (-1) side."""
        breadth = self.figure.project_landmark("greater-trochanter-prominence", "right")[0] / _HALF_HIPS_MM
        return (sign * place[0] * breadth, self.sheet_y(place[1]))

    def curve(self, places: Iterable[XY], sign: int) -> Curve:
        """Return a curve of one side on the sheet."""
        return tuple(self.to_sheet(place, sign) for place in places)


def _trunk(figure: Figure) -> list[Shape]:
    """Return the muscles of low back and buttocks and the sciatic nerves, the deepest first."""
    back, out = _Back(figure), []
    for side, sign in (("left", -1), ("right", 1)):
        nerve = back.curve([place for place, _ in SCIATIC], sign)
        out += [
            Shape(f"{side} piriformis", "muscle", back.curve(PIRIFORMIS, sign), weight=1.2),
            Shape(f"{side} sciatic nerve", "nerve", band(nerve, [width for _, width in SCIATIC])),
            Shape(f"{side} erector spinae", "muscle", back.curve(ERECTOR_SPINAE, sign), weight=0.8),
            *_fibres(f"{side} erector spinae", [back.curve(line, sign) for line in ERECTOR_FIBRES]),
            Shape(f"{side} gluteus maximus", "muscle", back.curve(GLUTEUS_MAXIMUS, sign), weight=0.6),
            *_fibres(f"{side} gluteus maximus", [back.curve(line, sign) for line in GLUTEUS_FIBRES]),
        ]
    return out


def _fibres(name: str, lines: Iterable[Curve]) -> list[Shape]:
    return [Shape(f"fibres of the {name}", "muscle", line, False, 0.6) for line in lines]


def _whole_body(figure: Figure) -> list[Shape]:
    """Return the muscles of the trunk without their fibres, and of both calves with the calcaneal tendons."""
    out = [shape for shape in _trunk(figure) if shape.closed]
    for side in ("left", "right"):
        out += [*_achilles(figure, side), *_calf(figure, side)]
    return out


def _knee_frame(figure: Figure, side: str) -> Frame:
    medial, lateral = (figure.project_landmark(f"popliteal-crease-{end}", side) for end in ("medial", "lateral"))
    return frame_between(interpolate(medial, lateral, 0.5), lateral, HALF_CREASE_MM, is_mirrored=side == "left")


def _calf(figure: Figure, side: str) -> list[Shape]:
    """Return both heads of gastrocnemius and the tibial nerve between them."""
    knee = _knee_frame(figure, side)
    scale = abs(knee.x[0])
    nerve = [knee.to_sheet(*place) for place, _ in TIBIAL_NERVE]
    return [
        Shape(f"{side} tibial nerve", "nerve", band(nerve, [width * scale for _, width in TIBIAL_NERVE])),
        Shape(f"{side} medial head of gastrocnemius", "muscle", knee.curve(MEDIAL_GASTROCNEMIUS), weight=0.9),
        Shape(f"{side} lateral head of gastrocnemius", "muscle", knee.curve(LATERAL_GASTROCNEMIUS), weight=0.9),
    ]


def _achilles(figure: Figure, side: str) -> list[Shape]:
    """Return the calcaneal tendon from the calf to the heel."""
    knee, heel = _knee_frame(figure, side), figure.project_landmark("heel-back", side)
    top, scale = knee.to_sheet(0, TENDON_TOP_MM), abs(knee.x[0])
    shares = (0.0, 0.4, 0.75, 1.0)
    widths = (TENDON_WIDTHS_MM[0], 0.6 * TENDON_WIDTHS_MM[0], TENDON_WIDTHS_MM[1], TENDON_WIDTHS_MM[2])
    course = [interpolate(top, heel, share) for share in shares]
    return [
        Shape(
            f"{side} calcaneal tendon", "tendon", band(course, [width * scale for width in widths]), weight=FULL_WEIGHT
        )
    ]


_POSTERIOR_REGIONS: Final[dict[str, Callable[[Figure], list[Shape]]]] = {"trunk": _trunk, "whole_body": _whole_body}
