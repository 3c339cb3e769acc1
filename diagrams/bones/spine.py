"""The trunk's bones for the whole body from behind, simplified: spine, shoulder blades, pelvis, tops of the femora.

Everything hangs on the figure's landmarks; lengths are sheet millimetres.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from diagrams.anatomy import SPINE
from diagrams.bones import Shape, femur, pelvis, scapulae, trunk
from diagrams.bones.pelvis import Pelvis
from diagrams.bones.vertebrae import BUILDS, Curve, Level, arch

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

#: Half breadth across the transverse processes, mm: general knowledge, drawn from the look of radiographs.
WINGS = {
    "C7": 33.0, "T1": 36.0, "T2": 34.0, "T3": 32.0, "T4": 31.0, "T5": 30.5, "T6": 30.0, "T7": 29.5, "T8": 29.0,
    "T9": 28.0, "T10": 27.0, "T11": 25.0, "T12": 23.5,
}  # fmt: skip
#: Right half of a spinous process, of the same stretch as its arch.
SPINOUS: Curve = ((0, -24), (2.9, -21), (4.2, -4), (3.4, -0.6), (0, 0))
FEMUR_END = 62.0  # mm below the prominence of the trochanter: the shaft fades from notice there


def shapes(figure: Figure) -> tuple[Shape, ...]:
    """Return the shapes of the trunk, in the order in which they are painted."""
    basin = Pelvis(figure)
    prominence = figure.spot("greater-trochanter-prominence", "right")
    return (
        *scapulae.shapes(figure),
        *femur.tops(prominence, basin.at(pelvis.HIP_CENTRE), FEMUR_END),
        *trunk.sacrum(basin),
        *(Shape(f"{side} hip bone", "bone", getattr(basin, side)(pelvis.HIP_BONE)) for side in ("left", "right")),
        *trunk.openings(basin, figure),
        *column(figure),
    )


def column(figure: Figure) -> list[Shape]:
    """Return the vertebrae C7 to L5, arches below spinous processes; the lumbar ones are those of the low back."""
    levels = [Level(figure, name, above) for above, name in pairwise(("T1", *SPINE))]
    arches = [
        Shape(
            f"arch of {at.name}",
            "bone",
            at.ring(arch(BUILDS[at.name]) if at.name[0] == "L" else thoracic(WINGS[at.name])),
        )
        for at in reversed(levels)
    ]
    return [*arches, *(Shape(f"spinous process of {at.name}", "bone", at.ring(SPINOUS)) for at in levels)]


def thoracic(wing: float) -> Curve:
    """Return the right half of a thoracic arch: slates one above the other, with rising transverse processes."""
    return (
        (0, -32), (7, -35.4), (12.6, -38), (wing - 3, -43), (wing, -38), (wing - 3.4, -32.6), (14, -27), (11, -18),
        (11, -4), (7, 0.6), (0, -9),
    )  # fmt: skip
