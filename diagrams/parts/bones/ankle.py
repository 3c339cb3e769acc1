"""The right ankle and foot from the medial side: bones, tendons and creases.

Local mm of a grown man: origin in the prominence of the medial malleolus, x toward the heel, y toward the sole.
The height of the malleolus above the sole scales it; along the foot it is scaled piecewise, so that heel, navicular
tuberosity and great toe lie on their landmarks. Outlines follow radiographs: general knowledge, not a measured source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from diagrams.geometry.paths import polylines
from diagrams.geometry.vectors import XY
from diagrams.parts.bones import Shape
from diagrams.parts.bones.limb_shapes import DISTAL_PHALANX, METACARPAL, PHALANX, band, long_bone, oval

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

MALLEOLUS_HEIGHT_MM = 85.0  # mm of the prominence above the sole
# Pins of the piecewise scale along the foot, local mm: end of the great toe, navicular, malleolus, back of the heel.
TOE, NAVICULAR_PIN, MALLEOLUS, HEEL = -187.0, (-53.0, 38.0), 0.0, 65.2
SKIN_OVER_TENDON_MM = 2.6  # mm of skin and fat behind the calcaneal tendon
Curve = tuple[XY, ...]

TIBIA: Curve = (
    (-27.4, -210), (-26.4, -160), (-24.2, -120), (-22.6, -86), (-22.4, -60), (-23.6, -42), (-25, -29), (-24.2, -20.5),
    (-19.6, -16), (-15.6, -10), (-12.4, -2), (-9.4, 6), (-5.6, 12), (-1.2, 14.6), (3, 13.4), (5.6, 10.8), (8.6, 10.8),
    (11.4, 7), (12.6, 0), (13, -9), (14.4, -18), (15, -26), (13.2, -40), (9.8, -60), (7.6, -86), (6.2, -120),
    (4.6, -160), (3.8, -210),
)  # fmt: skip
TALUS: Curve = (
    (-20, -13.8), (-12, -16.6), (-2, -17), (8, -15), (15, -10), (20, -3.4), (25, 2.4), (24, 7.4), (17, 9), (8, 10.8),
    (0, 14.6), (-6, 20), (-13, 24.6), (-22, 28.6), (-32, 33.4), (-40.6, 36), (-46.6, 32.8), (-48.8, 24.6),
    (-46.6, 15.6), (-40.6, 9.4), (-34, 5.6), (-28.4, 0), (-25, -7),
)  # fmt: skip
CALCANEUS: Curve = (
    (-1.4, 18.2), (8, 14), (17, 12.2), (24, 11.4), (32, 13.8), (41, 14), (49, 13), (54.8, 16.2), (57.8, 24),
    (58.2, 34), (57.4, 45), (54.6, 56), (49.6, 63), (43.4, 65.4), (37, 63.2), (31, 58.4), (20, 53.4), (8, 50.6),
    (-6, 49.8), (-18, 50), (-27.4, 49.4), (-32.4, 45.4), (-33.2, 40), (-29.4, 36.8), (-22, 33.4), (-17, 30.6),
    (-12, 28.4), (-6, 24.2),
)  # fmt: skip
NAVICULAR: Curve = (
    (-50.2, 15.6), (-53.6, 12.8), (-58.4, 14), (-61.2, 18.8), (-62.2, 25.4), (-61.6, 33), (-60.2, 40), (-57, 44.2),
    (-52.4, 44.8), (-48.6, 42), (-47.4, 37.8), (-49.2, 32.8), (-50.8, 25.8), (-50.8, 20),
)  # fmt: skip
TUBEROSITY: Curve = ((-57.8, 33.6), (-58, 38.4), (-55.2, 41.8), (-51.6, 41.4), (-49.4, 38.2))
CUNEIFORM: Curve = (
    (-63.6, 20.4), (-67.4, 19.8), (-73.6, 23), (-79, 28), (-80.4, 35), (-80.8, 44), (-78.4, 52), (-73, 55.2),
    (-67.2, 52.4), (-63.2, 46.2), (-61.8, 40.4), (-63.4, 33), (-64.2, 26),
)  # fmt: skip
# Bones of the great toe: name, base, head, breadths of base, shaft and head, outline, bow.
GREAT_TOE_BONES = (
    ("first metatarsal", (-82, 42.6), (-131.4, 58.6), (24.5, 12.4, 18.4), METACARPAL, -1.0),
    ("proximal phalanx of the great toe", (-133, 60), (-156.6, 64.4), (15, 9.6, 11.6), PHALANX, -0.6),
    ("distal phalanx of the great toe", (-158.2, 64.6), (-179, 65.8), (12, 6.4, 7.4), DISTAL_PHALANX, 0.0),
)
SESAMOID = (-126.4, 69.6)
# Tendon of tibialis posterior, behind and below the malleolus: (point, full width).
TIBIALIS_POSTERIOR: tuple[tuple[XY, float], ...] = (
    ((12.6, -92), 0.8), ((14.6, -68), 3.2), ((17.2, -42), 4), ((18.2, -17), 4.2), ((16, 3), 4.2), ((9.4, 16.4), 4.2),
    ((-2, 24.6), 4.2), ((-18, 31), 4.4), ((-34, 35.6), 5.2), ((-46, 38), 6), ((-51.4, 38.4), 2),
)  # fmt: skip
# Calcaneal tendon above the prominence, upward: (local y, thickness from front to back).
TENDON_UPPER = ((-18, 7.0), (-38, 6.7), (-60, 7.2), (-85, 8.4), (-112, 10.4), (-140, 13.0), (-163, 15.4))
TENDON_TOP_MM = 16.6  # thickness at the upper edge of the sheet
# Below, down to the back of the heel bone: (local y, thickness, skin over it as a share of `SKIN_OVER_TENDON_MM`).
TENDON_LOWER = ((8, 6.6, 1.0), (16, 4.6, 1.05), (24, 3.2, 1.25), (32, 2.6, 1.5), (39, 1.4, 1.8))
LINES: tuple[tuple[str, float, Curve], ...] = (
    ("rim of the medial malleolus", 0.95, ((-14.6, -1), (-11.4, 8), (-5.6, 15.2), (1.4, 17.8), (8, 15.4), (12.6, 9))),
    ("groove behind the malleolus", 0.8, ((23.6, -66), (25, -42), (25.4, -18), (23.6, 1), (18, 14.4), (10.4, 22))),
    ("ankle crease", 0.95, ((-42.4, -9.4), (-36.4, -11.6), (-30.6, -16), (-26, -22.4))),
    ("upper ankle crease", 0.7, ((-36.4, -17.6), (-32, -20.4), (-27.6, -25.8), (-25, -31.4))),
    ("heel pad", 0.8, ((59, 58), (54, 66), (44.6, 71), (31, 72.4), (18, 71.4))),
    ("arch of the sole", 0.6, ((-88, 69), (-66, 63.4), (-42, 62.4), (-18, 66), (0, 70.4))),
    ("ball of the great toe", 0.75, ((-107, 73.4), (-118, 72.2), (-131, 72.2), (-141, 70))),
    ("fold between the great toe and its ball", 0.9, ((-141.5, 74), (-144.5, 69.4), (-145.6, 64.6), (-144.6, 60.4))),
    ("pad of the great toe", 0.7, ((-150, 74.4), (-157, 71.8), (-166, 71.6), (-174, 73))),
    ("wrinkle over the joint of the great toe", 0.6, ((-155.2, 55.8), (-157, 59.8), (-156.8, 64))),
    ("second wrinkle over the joint of the great toe", 0.5, ((-158.8, 57), (-160.2, 60.2), (-160, 63.6))),
)
NAIL: Curve = (
    (-170.4, 58.5), (-175.4, 59.0), (-180.4, 60.7), (-183.8, 63.3), (-184, 65.3), (-181.4, 65.1), (-177.2, 63.5),
    (-172.6, 62.5), (-169.8, 61.1),
)  # fmt: skip


@dataclass(frozen=True)
class Foot:
    """Landmarks and skin of one foot on the sheet, and the map from local mm to the sheet."""

    figure: Figure

    def landmark(self, key: str) -> XY:
        """Return the sheet point of a landmark of the right leg."""
        return self.figure.project_landmark(key, "right")

    @cached_property
    def origin(self) -> XY:
        """The prominence of the malleolus, on the sheet."""
        return self.landmark("medial-malleolus-prominence")

    @cached_property
    def scale(self) -> float:
        """Sheet mm per local mm, except along the foot."""
        return (self.landmark("sole-at-lateral-malleolus")[1] - self.origin[1]) / MALLEOLUS_HEIGHT_MM

    @cached_property
    def skin(self) -> list[XY]:
        """The outline of the skin, sheet mm."""
        return max(polylines(self.figure.skin.silhouette), key=len)

    @cached_property
    def pins(self) -> tuple[XY, ...]:
        """(local x, sheet x) of the pins, toe first."""
        navicular, heel = self.landmark("navicular-tuberosity"), self.landmark("heel-back")
        toe = min(x for x, _ in self.skin)
        return ((TOE, toe), (NAVICULAR_PIN[0], navicular[0]), (MALLEOLUS, self.origin[0]), (HEEL, heel[0]))

    def to_sheet(self, place: XY) -> XY:
        """Return the sheet point of a local point of the foot."""
        index = next((i for i in range(1, len(self.pins)) if place[0] <= self.pins[i][0]), len(self.pins) - 1)
        (a, left), (b, right) = self.pins[index - 1], self.pins[index]
        x = left + (place[0] - a) / (b - a) * (right - left)
        return (x, self.sheet_y(place[1]))

    def sheet_y(self, y: float) -> float:
        """Return the sheet y of a local y."""
        return self.origin[1] + y * self.scale

    @property
    def top(self) -> float:
        """Local y of the upper edge of the sheet."""
        return (self.figure.box[1] - self.origin[1]) / self.scale

    def curve(self, places: Iterable[XY]) -> Curve:
        """Return the sheet points of local points of the foot."""
        return tuple(self.to_sheet(place) for place in places)

    def leg_curve(self, places: Iterable[XY]) -> Curve:
        """Return the sheet points of local points of the leg, which has one scale."""
        return tuple((self.origin[0] + x * self.scale, self.sheet_y(y)) for x, y in places)

    def skin_edge_x(self, y: float) -> float:
        """Return the sheet x of the rear edge of the skin at a local y."""
        level, ring = self.sheet_y(y), self.skin
        return max(
            ax + (bx - ax) * (level - ay) / (by - ay)
            for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)
            if (ay > level) != (by > level)
        )


def shapes(figure: Figure) -> tuple[Shape, ...]:
    """Return the shapes of the right ankle and foot, in painting order."""
    foot = Foot(figure)
    bones = {"calcaneus": CALCANEUS, "talus": TALUS, "navicular": NAVICULAR, "medial cuneiform": CUNEIFORM}
    return (
        calcaneal_tendon(foot),
        *(Shape(name, "bone", foot.curve(points)) for name, points in bones.items()),
        *great_toe(foot),
        Shape("tibia", "bone", foot.leg_curve(TIBIA)),
        prominence(foot),
        Shape("tuberosity of the navicular", "bone", foot.curve(TUBEROSITY), False, 0.7),
        tibialis_posterior(foot),
        *(Shape(name, "crease", foot.curve(points), False, weight) for name, weight, points in LINES),
        Shape("nail of the great toe", "nail", foot.curve(NAIL)),
    )


def great_toe(foot: Foot) -> list[Shape]:
    """Return first metatarsal, both phalanges of the great toe and the medial sesamoid."""
    rows = [
        Shape(name, "bone", foot.curve(long_bone(base, head, breadths, outline, bow)))
        for name, base, head, breadths, outline, bow in GREAT_TOE_BONES
    ]
    return [*rows, Shape("sesamoid", "bone", foot.curve(oval(SESAMOID, 4.4, 2.6, -14)))]


def prominence(foot: Foot) -> Shape:
    """Return the prominence of the malleolus, centred on its landmark."""
    top = oval(foot.origin, 6.6 * foot.scale, 8.4 * foot.scale)
    return Shape("prominence of the medial malleolus", "bone", top, weight=0.5)


def calcaneal_tendon(foot: Foot) -> Shape:
    """Return the calcaneal tendon: its front edge runs through its landmark, its back edge follows the skin."""
    skin = SKIN_OVER_TENDON_MM * foot.scale
    rows = (*TENDON_UPPER, (foot.top + 1, TENDON_TOP_MM))
    back = [(foot.skin_edge_x(y) - skin, foot.sheet_y(y)) for y, _ in rows]
    front = [(x - thick * foot.scale, y) for (x, y), (_, thick) in zip(back, rows, strict=True)]
    above = [_extrapolate(edge[-2], edge[-1]) for edge in (front, back)]
    edge = foot.landmark("achilles-anterior-border")
    heel = [(foot.skin_edge_x(y) - skin * share, foot.sheet_y(y)) for y, _, share in ((0, 0, 1), *TENDON_LOWER)]
    down = [(x - thick * foot.scale, y) for (x, y), (_, thick, _) in zip(heel[1:], TENDON_LOWER, strict=True)]
    points = (above[0], *reversed(front), edge, *down, *reversed(heel), *back, above[1])
    return Shape("calcaneal tendon", "tendon", points)


def _extrapolate(previous: XY, last: XY) -> XY:
    """Return a point beyond `last`, so that the line leaves the sheet."""
    return (last[0] + 0.3 * (last[0] - previous[0]), last[1] + 0.3 * (last[1] - previous[1]))


def tibialis_posterior(foot: Foot) -> Shape:
    """Return the tendon that turns behind the malleolus and ends on the navicular."""
    path = foot.curve(at for at, _ in TIBIALIS_POSTERIOR)
    widths = [width * foot.scale for _, width in TIBIALIS_POSTERIOR]
    return Shape("tendon of tibialis posterior", "tendon", band(path, widths), weight=0.55)
