"""Vertebrae and lowest ribs from behind, placed by the spinous processes.

Local mm: x from the midline, y down from the lower border of the spinous process, for vertebrae 35 mm apart; each is
scaled in height to the distance to the next one. Spinous processes are 22 to 26 mm tall, that of L5 17 mm, with gaps
of 9 to 13 mm (figures table: mean 9.1 mm, Sobottke 2010, Surg Radiol Anat). Other shapes follow radiographs and dried
bones: general knowledge, not a measured source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagrams.anatomy import INTERSPACE_SHARE
from diagrams.geometry.curves import flatten, resample, smooth
from diagrams.geometry.vectors import XY
from diagrams.parts.bones import Kind, Shape
from diagrams.parts.bones.limb_shapes import band

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

Curve = tuple[XY, ...]
VERTEBRA_HEIGHT_MM = 35.0


@dataclass(frozen=True)
class VertebraSize:
    """Size of a lumbar vertebra, mm.

    Half widths across upper and lower joints, transverse processes and body; height of the spinous process; rise of
    the ends of the transverse processes.
    """

    upper: float
    lower: float
    transverse: float
    body: float
    spinous: float
    rise: float


VERTEBRA_SIZES: dict[str, VertebraSize] = {
    "L1": VertebraSize(13.0, 10.6, 35.0, 21.5, 23.5, 2.0),
    "L2": VertebraSize(14.2, 11.8, 39.0, 22.5, 24.5, 2.4),
    "L3": VertebraSize(15.6, 13.4, 45.0, 23.5, 24.5, 3.0),
    "L4": VertebraSize(17.4, 16.0, 42.5, 24.5, 23.0, 4.0),
    "L5": VertebraSize(20.0, 20.4, 44.0, 26.0, 17.0, 6.0),
}
#: The same across the transverse processes of the other vertebrae.
TRANSVERSE_HALF_WIDTHS_MM = {
    "C7": 33.0, "T1": 36.0, "T2": 34.0, "T3": 32.0, "T4": 31.0, "T5": 30.5, "T6": 30.0, "T7": 29.5, "T8": 29.0,
    "T9": 28.0, "T10": 27.0, "T11": 25.0, "T12": 23.5,
}  # fmt: skip
#: Vertebrae at whose level points lie.
HIGHLIGHTED = ("L2", "L4")


@dataclass(frozen=True)
class VertebralLevel:
    """A vertebra's lower border on the sheet, and the scale of its height."""

    figure: Figure
    name: str
    neighbour: str  # the vertebra above, or below for the uppermost

    @property
    def y(self) -> float:
        """Sheet y of the lower border of the spinous process."""
        return self.figure.project_landmark(f"spinous-process-{self.name}")[1]

    @property
    def stretch(self) -> float:
        """Height of this vertebra as a share of the local one."""
        return abs(self.y - self.figure.project_landmark(f"spinous-process-{self.neighbour}")[1]) / VERTEBRA_HEIGHT_MM

    def mirrored_ring(self, half: Iterable[XY]) -> Curve:
        """Return the closed outline on the sheet from its right half, which is mirrored in the midline."""
        right = [(x, self.y + y * self.stretch) for x, y in half]
        return (*right, *((-x, y) for x, y in right[-2:0:-1]))


def lumbar_arch(size: VertebraSize) -> Curve:
    """Return the right half of a vertebral arch with its joint and transverse processes."""
    u, i, w, r = size.upper, size.lower, size.transverse, size.rise
    mid = (u + 6 + w) / 2
    return (
        (0, -26), (u - 7, -29.6), (u - 5, -36), (u - 1.6, -42.4), (u + 3.2, -42.6), (u + 5.6, -37.2), (u + 8, -33.4),
        (mid, -33.2 - 0.4 * r), (w - 3.4, -34.8 - r), (w, -32 - r), (w - 2.2, -28.6 - r), (mid + 1, -26.6 - 0.5 * r),
        (u + 5, -24), (u - 0.2, -16), (i + 4, -8), (i + 5, -1), (i + 1.6, 4.6), (i - 2.8, 1.8), (i - 4.6, -4.6),
        (6.8, -10.8), (0, -13.6),
    )  # fmt: skip


def thoracic_arch(transverse: float) -> Curve:
    """Return the right half of a thoracic arch with rising transverse processes."""
    return (
        (0, -32), (7, -35.4), (12.6, -38), (transverse - 3, -43), (transverse, -38), (transverse - 3.4, -32.6),
        (14, -27), (11, -18), (11, -4), (7, 0.6), (0, -9),
    )  # fmt: skip


def spinous_half(height: float) -> Curve:
    """Return the right half of a spinous process of that height, mm: a plate, thickest along its lower border."""
    return (
        (0, -height), (2.4, -height + 1.2), (3.2, -height + 5), (3.2, -0.42 * height), (4.8, -4), (4, -0.7), (0, 0),
    )  # fmt: skip


def body_half(width: float) -> Curve:
    """Return the right half of a vertebral body of that half width, mm."""
    return ((0, -38), (width - 2, -38), (width, -35.6), (width - 2.4, -24), (width, -12.6), (width - 2, -10), (0, -10))


def shapes(figure: Figure, names: Iterable[tuple[str, str]]) -> list[Shape]:
    """Return vertebrae, given as (name, vertebra above): bodies first, then arches, then spinous processes."""
    levels = [VertebralLevel(figure, name, above) for name, above in names]
    bodies = [
        Shape(f"body of {at.name}", "bone", at.mirrored_ring(body_half(VERTEBRA_SIZES[at.name].body)), weight=0.42)
        for at in levels
        if at.name in VERTEBRA_SIZES
    ]
    return [*bodies, *arches(levels), *(spinous_shape(at) for at in levels)]


def arches(levels: Iterable[VertebralLevel]) -> list[Shape]:
    """Return the arches, the lowest first: each upper one covers the next."""
    halves = {
        at: lumbar_arch(VERTEBRA_SIZES[at.name])
        if at.name in VERTEBRA_SIZES
        else thoracic_arch(TRANSVERSE_HALF_WIDTHS_MM[at.name])
        for at in levels
    }
    return [
        Shape(f"arch of {at.name}", "bone", at.mirrored_ring(half), weight=0.9) for at, half in reversed(halves.items())
    ]


def spinous_shape(at: VertebralLevel) -> Shape:
    """Return the spinous process of a vertebra."""
    kind: Kind = "bone-strong" if at.name in HIGHLIGHTED else "bone"
    height = (1 - INTERSPACE_SHARE) * VERTEBRA_HEIGHT_MM
    if at.name in VERTEBRA_SIZES:
        height = min(height, VERTEBRA_SIZES[at.name].spinous / at.stretch)
    return Shape(f"spinous process of {at.name}", kind, at.mirrored_ring(spinous_half(height)))


def rib_pair(name: str, path: Iterable[XY], width: float) -> list[Shape]:
    """Return a floating rib along its path and its mirror image, thickest near the middle, with a blunt tip."""
    line = resample(flatten(smooth(tuple(path)), 6), 6)
    widths = [width * share for share in (0.75, 0.92, 1, 1, 0.94, 0.8, 0.34)]
    right = band(line, widths)
    left = tuple((-x, y) for x, y in right)
    return [Shape(f"left {name}", "bone", left, weight=0.7), Shape(f"right {name}", "bone", right, weight=0.7)]


def ribs(figure: Figure) -> list[Shape]:
    """Return the eleventh and the twelfth ribs; both are placed by the tip of the twelfth, a landmark."""
    tip_x, tip_y = figure.project_landmark("twelfth-rib-tip", "right")
    out = []
    for name, vertebra, reach, drop, thick in (("rib 11", "T11", 1.34, -0.06, 10.5), ("rib 12", "T12", 1.0, 0.0, 9.5)):
        start = figure.project_landmark(f"spinous-process-{vertebra}")[1] - 27
        end_x, end_y = tip_x * reach, tip_y + drop * (tip_y - start)
        path = [
            (15 + (end_x - 15) * across, start + (end_y - start) * down)
            for across, down in ((0, 0.02), (0.14, 0), (0.36, 0.13), (0.62, 0.4), (0.84, 0.72), (1, 1))
        ]
        out += rib_pair(name, path, thick)
    return out
