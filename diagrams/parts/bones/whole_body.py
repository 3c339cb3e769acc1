"""Simplified bones of the trunk for the whole body from behind.

Lengths are sheet millimetres.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from diagrams.anatomy import SPINE
from diagrams.parts.bones import Shape, femur, pelvis, scapulae, surface, trunk
from diagrams.parts.bones.pelvis import Pelvis
from diagrams.parts.bones.vertebrae import Curve, VertebralLevel, arches

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

#: Right half of a spinous process, in the local mm of its arch.
SPINOUS: Curve = ((0, -24), (2.9, -21), (4.2, -4), (3.4, -0.6), (0, 0))
FEMUR_END_MM = 62.0  # below the prominence of the trochanter, where the femur ends open


def shapes(figure: Figure) -> tuple[Shape, ...]:
    """Return the shapes of the trunk, in painting order."""
    basin = Pelvis(figure)
    prominence = figure.project_landmark("greater-trochanter-prominence", "right")
    return (
        *scapulae.shapes(figure),
        *femur.upper_ends(prominence, basin.to_sheet(pelvis.HIP_CENTRE), FEMUR_END_MM),
        *trunk.sacrum(basin),
        *(Shape(f"{side} hip bone", "bone", getattr(basin, side)(pelvis.HIP_BONE)) for side in ("left", "right")),
        *trunk.sacral_openings(basin, figure),
        *vertebral_column(figure),
        *surface.shapes(figure),
    )


def vertebral_column(figure: Figure) -> list[Shape]:
    """Return the vertebrae C7 to L5: arches, then spinous processes."""
    levels = [VertebralLevel(figure, name, above) for above, name in pairwise(("T1", *SPINE))]
    return [
        *arches(levels),
        *(Shape(f"spinous process of {at.name}", "bone", at.mirrored_ring(SPINOUS)) for at in levels),
    ]
