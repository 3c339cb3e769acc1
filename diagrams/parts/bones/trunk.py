"""Low back and buttocks from straight behind: lowest ribs, vertebrae T11 to L5, sacrum, hip bones and upper femora.

Everything hangs on the figure's landmarks; lengths are sheet millimetres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagrams.parts.bones import Shape, femur, pelvis, vertebrae
from diagrams.parts.bones.limb_shapes import oval
from diagrams.parts.bones.pelvis import Pelvis

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

LEVELS = (("T11", "T10"), ("T12", "T11"), ("L1", "T12"), ("L2", "L1"), ("L3", "L2"), ("L4", "L3"), ("L5", "L4"))


def shapes(figure: Figure) -> tuple[Shape, ...]:
    """Return the shapes of the low back and buttocks, in the order in which they are painted."""
    basin = Pelvis(figure)
    prominence = figure.spot("greater-trochanter-prominence", "right")
    return (
        *vertebrae.ribs(figure),
        *pubis(basin),
        *femur.shapes(prominence, basin.at(pelvis.HIP_CENTRE)),
        *sacrum(basin),
        *hip_bones(basin),
        *sacral_crests(basin),
        *openings(basin, figure),
        *vertebrae.shapes(figure, LEVELS),
    )


def pubis(basin: Pelvis) -> list[Shape]:
    """Return the pubic bones, far behind everything else."""
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
    """Return the ridges of the sacrum and the horns beside its lower end."""
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


def openings(basin: Pelvis, figure: Figure) -> list[Shape]:
    """Return the foramina of the sacrum and its hiatus, which the counting goes by."""
    out = [
        Shape(
            f"{side} foramen S{number}",
            "foramen",
            oval(figure.spot(f"sacral-foramen-S{number}", side), *axes, points=6),
        )
        for number, axes in enumerate(pelvis.OPENINGS, 1)
        for side in ("left", "right")
    ]
    return [*out, Shape("sacral hiatus", "foramen", basin.ring(pelvis.HIATUS), weight=0.9)]
