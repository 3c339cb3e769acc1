"""The right hip seen obliquely from behind: pelvis, lumbar spinous processes and the upper femur, straight or bent.

The pelvis is the one drawn in `pelvis`, projected; the femur is a chain of rods from the hip joint by the trochanter's
landmark to the knee, so it follows the posture of the figure. Lengths are mm of the body frame; which femur is how
thick is general knowledge, drawn from the look of radiographs.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from diagrams.parts.bones import Shape, pelvis
from diagrams.parts.bones.limb_shapes import oval
from diagrams.parts.bones.pelvis import Pelvis
from diagrams.parts.bones.tapered_rods import Rod, outline
from diagrams.parts.bones.vertebrae import BUILDS
from diagrams.parts.bones.warp import XYZ

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

HEAD = 24.0  # mm, radius of the head of the femur in men; women's are a tenth smaller
SLIGHT = {"male": 1.0, "female": 0.92}


def shapes(figure: Figure) -> tuple[Shape, ...]:
    """Return the shapes of the right hip, in the order in which they are painted."""
    basin = Pelvis(figure)
    return (
        _far_hip_bone(figure, basin),
        *(Shape(f"coccyx {n}", "bone", basin.ring(half), weight=0.8) for n, half in enumerate(pelvis.COCCYX, 1)),
        Shape("sacrum", "bone", basin.ring(pelvis.SACRUM)),
        *(Shape(f"right {name}", "bone", basin.right(line), False, 0.55) for name, line in pelvis.SACRAL_LINES.items()),
        Shape("median crest of the sacrum", "bone", basin.ring(pelvis.CREST), weight=0.8),
        *openings(basin),
        *spines(figure),
        *thigh(figure, basin),
        Shape("right hip bone", "bone", basin.right(pelvis.HIP_BONE)),
        *(
            Shape(name, "bone", basin.right(line), False, 0.5)
            for name, line in pelvis.HIP_LINES.items()
            if "socket" not in name
        ),
        socket(basin),
        *deep(figure, basin),
    )


def _far_hip_bone(figure: Figure, basin: Pelvis) -> Shape:
    """Return the left hip bone: whole on a standing body, its rim alone where it lies below the right one."""
    if figure.view == "hip":
        return Shape("rim of the left hip bone", "bone", basin.left(pelvis.HIP_BONE[:9]), False, 0.45)
    return Shape("left hip bone", "bone", basin.left(pelvis.HIP_BONE), weight=0.4)


def openings(basin: Pelvis) -> list[Shape]:
    """Return the foramina of the right side and the hiatus of the sacrum."""
    out = []
    for (key, at), (across, down) in zip(pelvis.FORAMINA.items(), pelvis.OPENINGS, strict=True):
        ring = [(at[0] + x, at[1], at[2] + z) for x, z in oval((0, 0), across, down, points=6)]
        out.append(Shape(f"right {key.replace('-', ' ')}", "foramen", basin.right(ring)))
    return [*out, Shape("sacral hiatus", "foramen", basin.ring(pelvis.HIATUS), weight=0.9)]


def socket(basin: Pelvis) -> Shape:
    """Return the rim of the right hip's socket: a circle about the head, square to where the socket faces."""
    facing = pelvis.SOCKET_FACES
    level = _unit(_cross(facing, (0.0, 0.0, 1.0)))
    steep = _cross(level, facing)
    centre = _plus(pelvis.HIP_CENTRE, (facing, 3.0))
    ring = [_plus(centre, (level, a), (steep, b)) for a, b in oval((0, 0), pelvis.SOCKET, pelvis.SOCKET)]
    return Shape("rim of the socket", "bone", basin.right((*ring, ring[0])), False, 0.5)


def spines(figure: Figure) -> list[Shape]:
    """Return the lumbar spinous processes as plates in the midline, seen from the side."""
    out = []
    for name in ("L1", "L2", "L3", "L4", "L5"):
        _, skin, low = figure.landmark(f"spinous-process-{name}")
        height, tip = BUILDS[name].spine, skin + 4
        plate = (
            (tip + 3, 0.4), (tip, 3), (tip - 0.6, 0.5 * height), (tip + 2, height - 1), (tip + 14, height + 1.6),
            (tip + 26, height + 5), (tip + 27, 0.5 * height), (tip + 14, 0.2 * height), (tip + 7, 0),
        )  # fmt: skip
        out.append(
            Shape(f"spinous process of {name}", "bone", tuple(figure.project((0, y, low + z)) for y, z in plate))
        )
    return out


def thigh(figure: Figure, basin: Pelvis) -> list[Shape]:
    """Return the upper femur and the hidden outline of its head."""
    size = SLIGHT[figure.body]
    head = basin.warp(pelvis.HIP_CENTRE)
    prominence = figure.landmark("greater-trochanter-prominence", "right")
    knee = _knee(figure)
    shaft = _unit(_minus(knee, head))
    out = _unit(_across(_minus(prominence, head), shaft))
    back = _cross(shaft, out)

    def at(aside: float, along: float, behind: float = 0.0) -> XYZ:
        """Return a place by its mm from the prominence: away from the body, down the shaft, to the back."""
        return _plus(prominence, (out, aside * size), (shaft, along * size), (back, behind * size))

    def rod(a: XYZ, b: XYZ, ra: float, rb: float) -> Rod:
        return (figure.project(a), figure.project(b), ra * size, rb * size)

    neck, far = at(-40, -10), _plus(at(-28, 0), (shaft, 330.0))
    radius = HEAD * size
    rods = [
        rod(head, head, HEAD, HEAD),
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
        Shape("right femur", "bone", outline(rods, 2.6, start)),
        Shape("greater trochanter", "bone", outline(rods[3:4], 1.0, start), weight=0.5),
        Shape("crest between the trochanters", "bone", crest, False, 0.6),
        Shape("head of the right femur", "bone", oval(figure.project(head), radius, radius, points=8), weight=0.4),
    ]


#: Edges of the piriformis on the sacrum, and where the sciatic nerve leaves the pelvis below it, mm of the pelvis.
PIRIFORMIS: tuple[tuple[XYZ, ...], tuple[XYZ, ...]] = (
    ((49.0, 16.0, 2.0), (66.0, 24.0, -12.0)),
    ((40.0, 12.0, -29.0), (60.0, 20.0, -39.0)),
)
SCIATIC_START: XYZ = (66.0, 26.0, -38.0)
NERVE = 5.5  # mm, half the breadth of the sciatic nerve in the buttock


def deep(figure: Figure, basin: Pelvis) -> list[Shape]:
    """Return what lies under the place: the piriformis, and the sciatic nerve, which leaves the pelvis below it and
    runs half way between sitting bone and trochanter (general knowledge of anatomy)."""
    prominence = figure.landmark("greater-trochanter-prominence", "right")
    head, knee = basin.warp(pelvis.HIP_CENTRE), _knee(figure)
    shaft = _unit(_minus(knee, head))
    tip, low = _plus(prominence, (shaft, -22.0)), _plus(prominence, (shaft, -8.0))
    upper, lower = (basin.right(edge) for edge in PIRIFORMIS)
    ring = (*upper, figure.project(tip), figure.project(low), *reversed(lower))
    sitting = figure.landmark("ischial-tuberosity", "right")
    between = _plus((0.0, 0.0, 0.0), (prominence, 0.5), (sitting, 0.5))
    start, end = basin.warp(SCIATIC_START), _plus(between, (shaft, 80.0))
    course = [_bent(start, between, end, share / 6) for share in range(7)]
    places = [figure.project(place) for place in (*course, _plus(between, (shaft, 260.0)))]
    rods = [(a, b, NERVE, NERVE) for a, b in itertools.pairwise(places)]
    beside = (places[0][0], places[0][1] - 40.0)
    return [
        Shape("piriformis", "muscle", ring, weight=0.8),
        Shape("sciatic nerve", "nerve", outline(rods, 0.4, beside), weight=0.7),
    ]


def _bent(start: XYZ, bend: XYZ, end: XYZ, share: float) -> XYZ:
    """Return a place along the curve from start to end that is drawn toward a bend."""
    rest = 1 - share
    return _plus((0.0, 0.0, 0.0), (start, rest * rest), (bend, 2 * rest * share), (end, share * share))


def _knee(figure: Figure) -> XYZ:
    """Return the middle of the knee: 45 mm in front of the middle of its crease, in the fold's own direction."""
    ends = [figure.landmark(f"popliteal-crease-{side}", "right") for side in ("medial", "lateral")]
    crease = _plus((0.0, 0.0, 0.0), *((end, 0.5) for end in ends))
    ankle = figure.landmark("medial-malleolus-prominence", "right")
    hip = figure.landmark("greater-trochanter-prominence", "right")
    forward = _minus((0.0, 0.0, 0.0), _plus(_unit(_minus(ankle, crease)), (_unit(_minus(hip, crease)), 1.0)))
    if sum(v * v for v in forward) < 0.1:
        forward = (0.0, 1.0, 0.0)
    return _plus(crease, (_unit(forward), 45.0))


def _minus(a: XYZ, b: XYZ) -> XYZ:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def _plus(a: XYZ, *steps: tuple[XYZ, float]) -> XYZ:
    x, y, z = a
    for (dx, dy, dz), share in steps:
        x, y, z = x + dx * share, y + dy * share, z + dz * share
    return (x, y, z)


def _unit(a: XYZ) -> XYZ:
    length = sum(v * v for v in a) ** 0.5
    return (a[0] / length, a[1] / length, a[2] / length)


def _across(a: XYZ, along: XYZ) -> XYZ:
    """Return the part of a that is square to the unit vector `along`."""
    share = sum(p * q for p, q in zip(a, along, strict=True))
    return _plus(a, (along, -share))


def _cross(a: XYZ, b: XYZ) -> XYZ:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
