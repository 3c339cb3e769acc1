"""The right hip from behind and the side: pelvis, lumbar spines, upper femur.

The pelvis is that of `pelvis`, projected; the femur is a chain of rods from the hip joint by the trochanter to the
knee, so that it follows the posture of the figure. Lengths are mm of the body frame; the thickness of the femur
follows radiographs: general knowledge, not a measured source.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from diagrams.geometry.vectors import XYZ, add_scaled, cross, normalize, reject, subtract
from diagrams.parts.bones import Shape, pelvis
from diagrams.parts.bones.limb_shapes import oval
from diagrams.parts.bones.pelvis import Pelvis
from diagrams.parts.bones.tapered_rods import Rod, outline_of_rods
from diagrams.parts.bones.vertebrae import VERTEBRA_SIZES

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

HEAD_RADIUS_MM = 24.0  # of the femur in men
BONE_SCALE = {"male": 1.0, "female": 0.92}


def shapes(figure: Figure) -> tuple[Shape, ...]:
    """Return the shapes of the right hip, in painting order."""
    basin = Pelvis(figure)
    return (
        _far_hip_bone(figure, basin),
        *(Shape(f"coccyx {n}", "bone", basin.ring(half), weight=0.8) for n, half in enumerate(pelvis.COCCYX, 1)),
        Shape("sacrum", "bone", basin.ring(pelvis.SACRUM)),
        *(Shape(f"right {name}", "bone", basin.right(line), False, 0.55) for name, line in pelvis.SACRAL_LINES.items()),
        Shape("median crest of the sacrum", "bone", basin.ring(pelvis.CREST), weight=0.8),
        *sacral_openings(basin),
        *spinous_processes(figure),
        *thigh(figure, basin),
        Shape("right hip bone", "bone", basin.right(pelvis.HIP_BONE)),
        *(
            Shape(name, "bone", basin.right(line), False, 0.5)
            for name, line in pelvis.HIP_LINES.items()
            if "socket" not in name
        ),
        socket(basin),
        *nerve_and_muscle(figure, basin),
    )


def _far_hip_bone(figure: Figure, basin: Pelvis) -> Shape:
    """Return the left hip bone: whole on a standing body, its rim alone on a lying one, below the right one."""
    if figure.view == "hip":
        return Shape("rim of the left hip bone", "bone", basin.left(pelvis.HIP_BONE[:9]), False, 0.45)
    return Shape("left hip bone", "bone", basin.left(pelvis.HIP_BONE), weight=0.4)


def sacral_openings(basin: Pelvis) -> list[Shape]:
    """Return the foramina of the right side and the hiatus of the sacrum."""
    out = []
    for (key, at), (across, down) in zip(pelvis.FORAMINA.items(), pelvis.FORAMEN_HALF_AXES_MM, strict=True):
        ring = [(at[0] + x, at[1], at[2] + z) for x, z in oval((0, 0), across, down, points=6)]
        out.append(Shape(f"right {key.replace('-', ' ')}", "foramen", basin.right(ring)))
    return [*out, Shape("sacral hiatus", "foramen", basin.ring(pelvis.HIATUS), weight=0.9)]


def socket(basin: Pelvis) -> Shape:
    """Return the rim of the right hip's socket: a circle about the head, perpendicular to `SOCKET_DIRECTION`."""
    facing = pelvis.SOCKET_DIRECTION
    level = normalize(cross(facing, (0.0, 0.0, 1.0)))
    steep = cross(level, facing)
    centre = add_scaled(pelvis.HIP_CENTRE, (facing, 3.0))
    ring = [
        add_scaled(centre, (level, a), (steep, b))
        for a, b in oval((0, 0), pelvis.SOCKET_RADIUS_MM, pelvis.SOCKET_RADIUS_MM)
    ]
    return Shape("rim of the socket", "bone", basin.right((*ring, ring[0])), False, 0.5)


def spinous_processes(figure: Figure) -> list[Shape]:
    """Return the lumbar spinous processes as plates in the midline."""
    out = []
    for name in ("L1", "L2", "L3", "L4", "L5"):
        _, skin, low = figure.landmark(f"spinous-process-{name}")
        height, tip = VERTEBRA_SIZES[name].spinous, skin + 4
        plate = (
            (tip + 3, 0.4), (tip, 3), (tip - 0.6, 0.5 * height), (tip + 2, height - 1), (tip + 14, height + 1.6),
            (tip + 26, height + 5), (tip + 27, 0.5 * height), (tip + 14, 0.2 * height), (tip + 7, 0),
        )  # fmt: skip
        out.append(
            Shape(f"spinous process of {name}", "bone", tuple(figure.project((0, y, low + z)) for y, z in plate))
        )
    return out


def thigh(figure: Figure, basin: Pelvis) -> list[Shape]:
    """Return the upper femur, its trochanter and crest, and the outline of its head."""
    size = BONE_SCALE[figure.body]
    head = basin.warp(pelvis.HIP_CENTRE)
    prominence = figure.landmark("greater-trochanter-prominence", "right")
    knee = _knee(figure)
    shaft = normalize(subtract(knee, head))
    outward = normalize(reject(subtract(prominence, head), shaft))
    back = cross(shaft, outward)

    def at(aside: float, along: float, behind: float = 0.0) -> XYZ:
        """Return the point so many mm from the prominence: away from the body, down the shaft, to the back."""
        return add_scaled(prominence, (outward, aside * size), (shaft, along * size), (back, behind * size))

    def rod(a: XYZ, b: XYZ, ra: float, rb: float) -> Rod:
        return (figure.project(a), figure.project(b), ra * size, rb * size)

    neck, far = at(-40, -10), add_scaled(at(-28, 0), (shaft, 330.0))
    radius = HEAD_RADIUS_MM * size
    rods = [
        rod(head, head, HEAD_RADIUS_MM, HEAD_RADIUS_MM),
        rod(head, neck, 17, 14.5),
        rod(neck, at(-22, 8), 14.5, 18),
        rod(at(-15, -10, 3), at(-12, 12, 1), 13.5, 14),
        rod(at(-16, 4), at(-24, 52), 16, 15),
        rod(at(-24, 46), far, 15.5, 13.5),
        rod(at(-40, 40, 12), at(-30, 42, 4), 6, 11),
    ]
    start = figure.project(at(30, 8))
    crest = tuple(figure.project(at(*place)) for place in ((-20, -10, 10), (-22, 8, 11), (-24, 24, 10), (-32, 37, 10)))
    return [
        Shape("right femur", "bone", outline_of_rods(rods, 2.6, start)),
        Shape("greater trochanter", "bone", outline_of_rods(rods[3:4], 1.0, start), weight=0.5),
        Shape("crest between the trochanters", "bone", crest, False, 0.6),
        Shape("head of the right femur", "bone", oval(figure.project(head), radius, radius, points=8), weight=0.4),
    ]


#: Edges of the piriformis on the sacrum, and the point where the sciatic nerve leaves the pelvis, local mm of `pelvis`.
PIRIFORMIS: tuple[tuple[XYZ, ...], tuple[XYZ, ...]] = (
    ((49.0, 16.0, 2.0), (66.0, 24.0, -12.0)),
    ((40.0, 12.0, -29.0), (60.0, 20.0, -39.0)),
)
SCIATIC_START: XYZ = (66.0, 26.0, -38.0)
NERVE_HALF_WIDTH_MM = 5.5  # of the sciatic nerve in the buttock


def nerve_and_muscle(figure: Figure, basin: Pelvis) -> list[Shape]:
    """Return the piriformis and the sciatic nerve, which leaves the pelvis below it and passes half way between the
    ischial tuberosity and the trochanter (general knowledge of anatomy)."""
    prominence = figure.landmark("greater-trochanter-prominence", "right")
    head, knee = basin.warp(pelvis.HIP_CENTRE), _knee(figure)
    shaft = normalize(subtract(knee, head))
    tip, low = add_scaled(prominence, (shaft, -22.0)), add_scaled(prominence, (shaft, -8.0))
    upper, lower = (basin.right(edge) for edge in PIRIFORMIS)
    ring = (*upper, figure.project(tip), figure.project(low), *reversed(lower))
    sitting = figure.landmark("ischial-tuberosity", "right")
    midpoint = add_scaled((0.0, 0.0, 0.0), (prominence, 0.5), (sitting, 0.5))
    start, end = basin.warp(SCIATIC_START), add_scaled(midpoint, (shaft, 80.0))
    course = [_quadratic_point(start, midpoint, end, share / 6) for share in range(7)]
    places = [figure.project(place) for place in (*course, add_scaled(midpoint, (shaft, 260.0)))]
    rods = [(a, b, NERVE_HALF_WIDTH_MM, NERVE_HALF_WIDTH_MM) for a, b in itertools.pairwise(places)]
    outline_start = (places[0][0], places[0][1] - 40.0)
    return [
        Shape("piriformis", "muscle", ring, weight=0.8),
        Shape("sciatic nerve", "nerve", outline_of_rods(rods, 0.4, outline_start), weight=0.7),
    ]


def _quadratic_point(start: XYZ, bend: XYZ, end: XYZ, share: float) -> XYZ:
    """Return the point of the quadratic Bezier from start to end with `bend` as its control point."""
    rest = 1 - share
    return add_scaled((0.0, 0.0, 0.0), (start, rest * rest), (bend, 2 * rest * share), (end, share * share))


def _knee(figure: Figure) -> XYZ:
    """Return the middle of the knee: 45 mm in front of the middle of its crease, on the bisector of thigh and shin."""
    ends = [figure.landmark(f"popliteal-crease-{side}", "right") for side in ("medial", "lateral")]
    crease = add_scaled((0.0, 0.0, 0.0), *((end, 0.5) for end in ends))
    ankle = figure.landmark("medial-malleolus-prominence", "right")
    hip = figure.landmark("greater-trochanter-prominence", "right")
    forward = subtract(
        (0.0, 0.0, 0.0), add_scaled(normalize(subtract(ankle, crease)), (normalize(subtract(hip, crease)), 1.0))
    )
    if sum(v * v for v in forward) < 0.1:
        forward = (0.0, 1.0, 0.0)
    return add_scaled(crease, (normalize(forward), 45.0))
