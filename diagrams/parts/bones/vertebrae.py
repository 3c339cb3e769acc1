"""Vertebrae and lowest ribs from straight behind, each hung on the lower border of its own spinous process.

Local mm: x from the midline, y down from that border, for vertebrae 35 mm apart; a vertebra is stretched to the
distance to the next one. Spinous processes are 22 to 26 mm tall, that of L5 17 mm, with gaps of 9 to 13 mm (figures
table: mean 9.1 mm, Sobottke 2010, Surg Radiol Anat). Other shapes are general knowledge, drawn from the look of
radiographs and dried bones, not a measured source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagrams.anatomy import GAP_SHARE
from diagrams.geometry.curves import flatten, resample, smooth
from diagrams.parts.bones import XY, Kind, Shape
from diagrams.parts.bones.limb_shapes import band

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

Curve = tuple[XY, ...]
PITCH = 35.0


@dataclass(frozen=True)
class Build:
    """Half widths of a lumbar vertebra in mm: across upper and lower joints, transverse processes, body.

    Then the height of the spinous process, and how much the ends of the transverse processes rise.
    """

    upper: float
    lower: float
    wing: float
    body: float
    spine: float
    rise: float


BUILDS: dict[str, Build] = {
    "L1": Build(13.0, 10.6, 35.0, 21.5, 23.5, 2.0),
    "L2": Build(14.2, 11.8, 39.0, 22.5, 24.5, 2.4),
    "L3": Build(15.6, 13.4, 45.0, 23.5, 24.5, 3.0),
    "L4": Build(17.4, 16.0, 42.5, 24.5, 23.0, 4.0),
    "L5": Build(20.0, 20.4, 44.0, 26.0, 17.0, 6.0),
}
#: Half breadth across the transverse processes of the others, mm.
WINGS = {
    "C7": 33.0, "T1": 36.0, "T2": 34.0, "T3": 32.0, "T4": 31.0, "T5": 30.5, "T6": 30.0, "T7": 29.5, "T8": 29.0,
    "T9": 28.0, "T10": 27.0, "T11": 25.0, "T12": 23.5,
}  # fmt: skip
#: Vertebrae that are counted to.
COUNTED = ("L2", "L4")


@dataclass(frozen=True)
class Level:
    """Where a vertebra hangs: its lower border on the sheet, and the stretch of its height."""

    figure: Figure
    name: str
    above: str  # or the one below, for the uppermost

    @property
    def y(self) -> float:
        return self.figure.spot(f"spinous-process-{self.name}")[1]

    @property
    def stretch(self) -> float:
        return abs(self.y - self.figure.spot(f"spinous-process-{self.above}")[1]) / PITCH

    def ring(self, half: Iterable[XY]) -> Curve:
        """Return the closed outline on the sheet of a bone of the midline from its right half."""
        right = [(x, self.y + y * self.stretch) for x, y in half]
        return (*right, *((-x, y) for x, y in right[-2:0:-1]))


def arch(build: Build) -> Curve:
    """Return the right half of a vertebral arch with its joint and transverse processes."""
    u, i, w, r = build.upper, build.lower, build.wing, build.rise
    mid = (u + 6 + w) / 2
    return (
        (0, -26), (u - 7, -29.6), (u - 5, -36), (u - 1.6, -42.4), (u + 3.2, -42.6), (u + 5.6, -37.2), (u + 8, -33.4),
        (mid, -33.2 - 0.4 * r), (w - 3.4, -34.8 - r), (w, -32 - r), (w - 2.2, -28.6 - r), (mid + 1, -26.6 - 0.5 * r),
        (u + 5, -24), (u - 0.2, -16), (i + 4, -8), (i + 5, -1), (i + 1.6, 4.6), (i - 2.8, 1.8), (i - 4.6, -4.6),
        (6.8, -10.8), (0, -13.6),
    )  # fmt: skip


def thoracic(wing: float) -> Curve:
    """Return the right half of a thoracic arch: slates one above the other, with rising transverse processes."""
    return (
        (0, -32), (7, -35.4), (12.6, -38), (wing - 3, -43), (wing, -38), (wing - 3.4, -32.6), (14, -27), (11, -18),
        (11, -4), (7, 0.6), (0, -9),
    )  # fmt: skip


def spinous(height: float) -> Curve:
    """Return the right half of a spinous process of that height: a plate, thickest along its lower border."""
    return (
        (0, -height), (2.4, -height + 1.2), (3.2, -height + 5), (3.2, -0.42 * height), (4.8, -4), (4, -0.7), (0, 0),
    )  # fmt: skip


def body(width: float) -> Curve:
    """Return the right half of a vertebral body, waisted, seen through the arch."""
    return ((0, -38), (width - 2, -38), (width, -35.6), (width - 2.4, -24), (width, -12.6), (width - 2, -10), (0, -10))


def shapes(figure: Figure, names: Iterable[tuple[str, str]]) -> list[Shape]:
    """Return the vertebrae named with the ones above them, bodies below arches below spinous processes."""
    levels = [Level(figure, name, above) for name, above in names]
    bodies = [
        Shape(f"body of {at.name}", "bone", at.ring(body(BUILDS[at.name].body)), weight=0.42)
        for at in levels
        if at.name in BUILDS
    ]
    return [*bodies, *arches(levels), *(plate(at) for at in levels)]


def arches(levels: Iterable[Level]) -> list[Shape]:
    """Return the arches, lower ones below upper ones, which cover them like slates."""
    halves = {at: arch(BUILDS[at.name]) if at.name in BUILDS else thoracic(WINGS[at.name]) for at in levels}
    return [Shape(f"arch of {at.name}", "bone", at.ring(half), weight=0.9) for at, half in reversed(halves.items())]


def plate(at: Level) -> Shape:
    """Return the spinous process of a vertebra."""
    kind: Kind = "bone-strong" if at.name in COUNTED else "bone"
    height = (1 - GAP_SHARE) * PITCH
    if at.name in BUILDS:
        height = min(height, BUILDS[at.name].spine / at.stretch)
    return Shape(f"spinous process of {at.name}", kind, at.ring(spinous(height)))


def rib(name: str, path: Iterable[XY], thick: float) -> list[Shape]:
    """Return a floating rib along its path, and its mirror image; it is thickest near the middle, its tip is blunt."""
    line = resample(flatten(smooth(tuple(path)), 6), 6)
    widths = [thick * share for share in (0.75, 0.92, 1, 1, 0.94, 0.8, 0.34)]
    right = band(line, widths)
    left = tuple((-x, y) for x, y in right)
    return [Shape(f"left {name}", "bone", left, weight=0.7), Shape(f"right {name}", "bone", right, weight=0.7)]


def ribs(figure: Figure) -> list[Shape]:
    """Return the eleventh and the twelfth ribs; the tip of the twelfth is a landmark, the eleventh goes by it."""
    tip_x, tip_y = figure.spot("twelfth-rib-tip", "right")
    out = []
    for name, vertebra, reach, drop, thick in (("rib 11", "T11", 1.34, -0.06, 10.5), ("rib 12", "T12", 1.0, 0.0, 9.5)):
        start = figure.spot(f"spinous-process-{vertebra}")[1] - 27
        end_x, end_y = tip_x * reach, tip_y + drop * (tip_y - start)
        path = [
            (15 + (end_x - 15) * across, start + (end_y - start) * down)
            for across, down in ((0, 0.02), (0.14, 0), (0.36, 0.13), (0.62, 0.4), (0.84, 0.72), (1, 1))
        ]
        out += rib(name, path, thick)
    return out
