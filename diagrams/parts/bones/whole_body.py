"""The trunk's bones for the whole body from behind, simplified: spine, shoulder blades, pelvis, tops of the femora.

Everything hangs on the figure's landmarks; lengths are sheet millimetres.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from diagrams.anatomy import SPINE
from diagrams.parts.bones import Shape, femur, pelvis, scapulae, surface, trunk
from diagrams.parts.bones.pelvis import Pelvis
from diagrams.parts.bones.vertebrae import Curve, Level, arches

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

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
        *surface.shapes(figure),
    )


def column(figure: Figure) -> list[Shape]:
    """Return the vertebrae C7 to L5, arches below spinous processes; the lumbar ones are those of the low back."""
    levels = [Level(figure, name, above) for above, name in pairwise(("T1", *SPINE))]
    return [*arches(levels), *(Shape(f"spinous process of {at.name}", "bone", at.ring(SPINOUS)) for at in levels)]
