"""Low back and buttocks from behind: lowest ribs, T11 to L5, pelvis, upper femora.

Lengths are sheet millimetres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagrams.parts.bones import Shape, femur, pelvis, vertebrae
from diagrams.parts.bones.limb_shapes import oval
from diagrams.parts.bones.pelvis import Pelvis

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

VERTEBRAE = (("T11", "T10"), ("T12", "T11"), ("L1", "T12"), ("L2", "L1"), ("L3", "L2"), ("L4", "L3"), ("L5", "L4"))


def shapes(figure: Figure) -> tuple[Shape, ...]:
    """Return the shapes of the low back and buttocks, in painting order."""
    basin = Pelvis(figure)
    prominence = figure.project_landmark("greater-trochanter-prominence", "right")
    return (
        *vertebrae.ribs(figure),
        *pubis(basin),
        *femur.shapes(prominence, basin.to_sheet(pelvis.HIP_CENTRE)),
        *sacrum(basin),
        *hip_bones(basin),
        *sacral_crests(basin),
        *sacral_openings(basin, figure),
        *vertebrae.shapes(figure, VERTEBRAE),
    )


def pubis(basin: Pelvis) -> list[Shape]:
    """Return the pubic bones, faint because everything else lies before them."""
    return [
        Shape("left pubis", "bone", basin.left(pelvis.PUBIS), weight=0.35),
        Shape("right pubis", "bone", basin.right(pelvis.PUBIS), weight=0.35),
    ]


def hip_bones(basin: Pelvis) -> list[Shape]:
    """Return both hip bones and the lines on them."""
    out = []
    for side in ("left", "right"):
        place = getattr(basin, side)
        out.append(Shape(f"{side} hip bone", "bone", place(pelvis.HIP_BONE)))
        out += [Shape(f"{side} {name}", "bone", place(line), False, 0.5) for name, line in pelvis.HIP_LINES.items()]
    return out


def sacrum(basin: Pelvis) -> list[Shape]:
    """Return sacrum and coccyx."""
    return [
        *(Shape(f"coccyx {n}", "bone", basin.ring(half), weight=0.9) for n, half in enumerate(pelvis.COCCYX, 1)),
        Shape("sacrum", "bone", basin.ring(pelvis.SACRUM)),
    ]


def sacral_crests(basin: Pelvis) -> list[Shape]:
    """Return the crests and horns of the sacrum."""
    return [
        *(
            Shape(f"{side} {name}", "bone", getattr(basin, side)(line), False, 0.55)
            for name, line in pelvis.SACRAL_LINES.items()
            for side in ("left", "right")
        ),
        Shape("left horn of the sacrum", "bone", basin.left(pelvis.HORN), False, 0.6),
        Shape("right horn of the sacrum", "bone", basin.right(pelvis.HORN), False, 0.6),
        Shape("median crest of the sacrum", "bone", basin.ring(pelvis.CREST), weight=0.8),
    ]


def sacral_openings(basin: Pelvis, figure: Figure) -> list[Shape]:
    """Return the foramina and the hiatus of the sacrum."""
    out = [
        Shape(
            f"{side} foramen S{number}",
            "foramen",
            oval(figure.project_landmark(f"sacral-foramen-S{number}", side), *axes, points=6),
        )
        for number, axes in enumerate(pelvis.FORAMEN_HALF_AXES_MM, 1)
        for side in ("left", "right")
    ]
    return [*out, Shape("sacral hiatus", "foramen", basin.ring(pelvis.HIATUS), weight=0.9)]
