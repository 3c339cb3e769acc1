"""The bony pelvis in space: sacrum, coccyx and hip bones, warped to each body.

Local mm: origin on the midline at the level of the posterior superior iliac spines; x to the right, y forward from
those spines, z up. `Warp` maps the landmarks of this model (`ANCHORS`) to those of a body, so that a woman's pelvis is
not a scaled man's. Breadth of the sacrum: 104 mm in men, 109 mm in women; height about 107 and 98 mm (figures table).
Everything else follows radiographs and dried bones: general knowledge, not a measured source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from diagrams.geometry.vectors import XY, XYZ
from diagrams.parts.bones.warp import Warp

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

Curve3 = tuple[XYZ, ...]

#: Landmark → (its point on the model, depth of the bone below the skin, mm).
ANCHORS: dict[str, tuple[XYZ, float]] = {
    "posterior-superior-iliac-spine": ((44, 0, 0), 2),
    "iliac-crest-top": ((120, 57, 78), 20),
    "anterior-superior-iliac-spine": ((118, 145, 6), -10),
    "ischial-tuberosity": ((62, 17, -128), 50),
    "spinous-process-S2": ((0, 4, -1), 3),
    "sacral-hiatus": ((0, 2, -46), 2),
    "coccyx-tip": ((0, 11, -91), 7),
}
#: The foramina lie on the back of the sacrum, a little deeper than the midline there.
FORAMINA: dict[str, XYZ] = {
    "sacral-foramen-S1": (22, 13, 17),
    "sacral-foramen-S2": (20, 8, -3),
    "sacral-foramen-S3": (18, 5, -21),
    "sacral-foramen-S4": (16, 5, -37),
}
#: Half axes of the foramina, from S1 down.
FORAMEN_HALF_AXES_MM: tuple[XY, ...] = ((4.3, 3.5), (3.9, 3.1), (3.4, 2.7), (2.9, 2.3))
ALA: XYZ = (52.0, 20.0, 24.0)
HALF_SACRUM_MM = {"male": 52.0, "female": 54.5}

# Right halves, from the midline above to the midline below.
SACRUM: Curve3 = (
    (0, 14, 29), (6, 14, 30), (10.5, 13, 34.5), (13.5, 13, 41), (18.5, 14, 44.5), (23, 16, 42), (24.5, 19, 36.5),
    (31, 24, 35.2), (40, 26, 37.4), (47.5, 24, 35.4), (51.6, 21, 29.6), (52.4, 19, 21), (50.6, 17, 9), (47, 15, -6),
    (41.6, 13, -19), (37.2, 12, -29), (33.6, 11, -39), (33, 10.5, -46), (33.6, 10, -51.6), (30.4, 9, -57.4),
    (22.5, 9, -61.4), (15, 9, -65), (9.5, 9, -69.4), (0, 9, -71),
)  # fmt: skip
# Lines on the right half of the back of the sacrum.
SACRAL_LINES: dict[str, Curve3] = {
    "outer row of tubercles": (
        (42, 14, 24), (36.6, 12, 12), (38, 12, 4.4), (33.4, 11, -6), (34.4, 11, -13), (30, 10, -23), (30.6, 10, -29),
        (26.4, 9.4, -38), (27.4, 9.4, -43), (25, 9, -49),
    ),
    "inner row of tubercles": (
        (18.4, 13, 32), (13.4, 10, 23), (14.6, 10, 15), (11.6, 8, 6), (12.6, 8, -3), (10.4, 7, -13), (11, 7, -20),
        (8.8, 5, -31), (8.4, 4, -40), (9.4, 4.4, -50),
    ),
    "edge of the base": ((12, 14, 33), (20, 17, 27.6), (31, 22, 27), (42, 22, 29.6), (50, 20, 27)),
}  # fmt: skip
CREST: Curve3 = (
    (0, 8, 26.5), (3.4, 7.5, 22), (3.6, 7, 15.6), (2, 6, 9.4), (3.8, 5, 2), (1.9, 4.5, -8), (3.4, 4.5, -15.6),
    (1.5, 4, -25.4), (1.6, 4, -29.4), (0, 4, -32),
)  # fmt: skip
HIATUS: Curve3 = (
    (0, 2, -35), (2.6, 2, -37), (4.2, 2, -41.6), (5.4, 2.4, -48), (7.2, 3.4, -55.4), (6.4, 4, -59.4), (3.2, 4.4, -58.4),
    (0, 4.4, -58.8),
)  # fmt: skip
HORN: Curve3 = ((7, 4, -50), (9.8, 5, -55.4), (9.6, 6, -62))
COCCYX: tuple[Curve3, ...] = (
    ((0, 9, -73.4), (4.6, 9, -73), (6.6, 9, -71), (8.4, 9, -72.2), (8.8, 9.5, -74.6), (11.6, 10, -76.4), (11, 10, -79),
     (7.2, 11, -80.8), (4.4, 11, -82.4), (0, 11, -82.9)),
    ((0, 11.5, -84), (4.4, 11.5, -83.8), (5.8, 12, -85.2), (4.8, 12, -87.2), (0, 12, -87.8)),
    ((0, 12, -88.5), (2.9, 12, -88.4), (2.9, 12, -89.8), (0, 11, -91)),
)  # fmt: skip
# Rim of the right hip bone, from the posterior superior iliac spine over the crest, forward, down and back up.
HIP_BONE: Curve3 = (
    (44, 0, 0), (44.6, 2, 7), (48.6, 6, 15.6), (55.6, 12, 28), (66, 22, 43), (80.5, 33, 58), (96.5, 44, 69.6),
    (109.5, 51, 76), (120, 57, 78), (130.4, 70, 75.6), (137.4, 88, 67.6), (139.8, 104, 55), (137.8, 122, 39),
    (131.4, 136, 22.6), (124.2, 143, 11), (118, 145, 4.6), (113.2, 139, -4), (112, 130, -15), (112.8, 122, -25),
    (112.4, 112, -36), (115.6, 96, -47), (116.6, 82, -55), (112.4, 68, -64), (105, 58, -75), (100, 52, -88),
    (96.4, 50, -100), (91.4, 51, -108.4), (87.2, 51, -114.6), (84.6, 49, -122), (79.6, 45, -130.4), (72, 40, -136),
    (63.6, 34, -137), (57.2, 27, -133.4), (54.6, 21, -126), (55.8, 18, -117.4), (59.6, 20, -108), (64, 27, -98.6),
    (65.6, 33, -89.4), (62, 31, -82), (55, 27, -77), (51.4, 25, -73.4), (54, 27, -70.6), (62.4, 33, -67),
    (71.6, 39, -59.6), (77.6, 42, -49.4), (79, 40, -38), (74.6, 32, -28.6), (65, 20, -23.4), (54.6, 9, -21.4),
    (47.4, 4, -20.4), (44.4, 3, -16), (44.8, 2, -9.6), (43.8, 0, -4.6),
)  # fmt: skip
HIP_LINES: dict[str, Curve3] = {
    "outer lip of the crest": (
        (51, 6, 8), (59, 15, 22), (70.4, 26, 36.6), (84.6, 37, 50.4), (99.6, 47, 61), (112, 54, 67), (122, 62, 68.4),
        (129.4, 77, 63.4), (132, 96, 52.6),
    ),
    "posterior gluteal line": ((64, 21, 28.6), (70.4, 26, 16), (72.4, 27, 0), (69.4, 24, -14)),
    "anterior gluteal line": ((120, 92, 49), (106, 64, 38), (94.6, 52, 17), (87.6, 46, -8), (83, 44, -28)),
    "rim of the socket": ((114.6, 84, -59.4), (106, 70, -60), (98.6, 60, -66.6), (94, 54, -78), (91.6, 51, -92)),
    "edge of the sitting bone": ((83, 30, -112), (74.4, 20, -108), (67, 18, -113), (63.4, 19, -124)),
}  # fmt: skip
# The pubic bone: both rami about the obturator foramen, and the symphysis.
PUBIS: Curve3 = (
    (90, 92, -66), (72, 110, -70), (52, 124, -78.6), (28, 135, -85), (8, 138, -87), (3, 138, -91), (2.6, 136, -107),
    (3.4, 130, -122), (12, 122, -128), (26, 96, -133.6), (44, 64, -135.6), (60, 36, -133), (60, 34, -121),
    (46, 60, -124), (30, 94, -123), (20.4, 112, -116), (19.6, 122, -108), (28, 128, -101.6), (46, 118, -97),
    (66, 100, -91), (84, 86, -85),
)  # fmt: skip
#: Centre of the hip joint.
HIP_CENTRE: XYZ = (91, 78, -79)
#: Axis of the socket, and the radius of its rim.
SOCKET_DIRECTION: XYZ = (0.72, 0.27, -0.64)
SOCKET_RADIUS_MM = 27.0


@dataclass(frozen=True)
class Pelvis:
    """The pelvis of one figure: the model above warped to its body and projected to its sheet."""

    figure: Figure

    @cached_property
    def warp(self) -> Warp:
        """The map from the model to the body frame."""
        return Warp([pair for at, place in self._anchors() for pair in _with_mirror_image(at, place)])

    def _anchors(self) -> Iterator[tuple[XYZ, XYZ]]:
        for key, (at, cover) in ANCHORS.items():
            x, y, z = self.figure.landmark(key, "right")
            yield at, (x, y + cover, z)
        spine, hiatus = (self.figure.landmark(key) for key in ("spinous-process-S2", "sacral-hiatus"))
        for key, at in FORAMINA.items():
            x, _, z = self.figure.landmark(key, "right")
            share = (at[2] + 1) / -45
            depth = spine[1] + 3 + (hiatus[1] - 1 - spine[1]) * share
            yield at, (x, depth + at[1] - 4 + 2 * share, z)
        upper, lower = (self.figure.landmark(f"sacral-foramen-S{n}", "right")[2] for n in (1, 4))
        z = upper + (ALA[2] - 17) * (upper - lower) / 54
        yield ALA, (HALF_SACRUM_MM[self.figure.body], spine[1] + 3 + ALA[1] - 4, z)

    def to_sheet(self, place: XYZ) -> XY:
        """Return the sheet point of a point of the model."""
        return self.figure.project(self.warp(place))

    def right(self, places: Iterable[XYZ]) -> tuple[XY, ...]:
        """Return the sheet points of a curve of the right side."""
        return tuple(self.to_sheet(place) for place in places)

    def left(self, places: Iterable[XYZ]) -> tuple[XY, ...]:
        """Return the sheet points of its mirror image, on the left side of the body."""
        return tuple(self.to_sheet((-x, y, z)) for x, y, z in places)

    def ring(self, half: Curve3) -> tuple[XY, ...]:
        """Return the closed outline of a bone of the midline from its right half."""
        return (*self.right(half), *self.left(half[-2:0:-1]))


def _with_mirror_image(at: XYZ, place: XYZ) -> Iterator[tuple[XYZ, XYZ]]:
    """Yield an anchor and, off the midline, its mirror image."""
    yield at, place
    if at[0]:
        yield (-at[0], *at[1:]), (-place[0], *place[1:])
