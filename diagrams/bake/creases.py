"""Authored lines that belong to the skin: cleft, folds, furrow, dimples, creases, tendons under the skin,
nails.

Each is drawn on the standing skin, bound to it, and so appears in every view and pose that shows it. Width in
mm, opacity 0..1.
"""

import functools
from dataclasses import dataclass

import numpy as np

from diagrams.bake.standing_skin import skin as standing_skin

from . import bezier, landmarks, proportion


@dataclass(frozen=True)
class CreaseLine:
    """A line over the skin. `points`: on the male body, (x, z) from behind, or from a joint as in sculpt.py.

    `views`: the only views that draw it, all when empty. `from_back`: the first number counts from the rear
    edge of the limb.
    """

    name: str
    width: float
    opacity: float
    points: tuple
    mirrored: bool = True
    views: tuple = ()
    from_back: bool = False


BEHIND = ("posterior", "lumbosacral")
TRUNK = (
    CreaseLine(
        "natal cleft",
        1.7,
        0.72,
        ((0, 948), (0.5, 915), (-0.9, 880), (-0.3, 845), (1.1, 812), (0.4, 775), (-0.6, 738)),
        False,
        BEHIND,
    ),
    CreaseLine("gluteal fold", 1.7, 0.6, ((18, 814), (30, 807.5), (46, 803.5), (64, 802), (84, 803.5), (106, 808.5))),
    CreaseLine("dimple over the posterior superior iliac spine", 1.1, 0.3, ((44, 991), (46, 984), (43.5, 978))),
    CreaseLine("spine furrow", 1.1, 0.17, ((0, 1290), (0, 1220), (0, 1130), (0, 1050)), False, BEHIND),
    CreaseLine(
        "inferior angle of scapula", 1.3, 0.3, ((77, 1340), (81, 1328), (88, 1318), (97, 1314)), True, ("posterior",)
    ),
    CreaseLine("neck fold", 1.0, 0.22, ((-48, 1588), (0, 1581), (48, 1588)), False, ("posterior",)),
)
KNEE = (
    CreaseLine("popliteal crease", 1.4, 0.75, ((-41, -0.6), (-26, 1.4), (-8, 2.6), (9, 2.6), (26, 1.4), (41, -0.6))),
    CreaseLine("lower popliteal crease", 0.9, 0.32, ((-23, -7.5), (-8, -5.2), (7, -5.2), (20, -7.5))),
    CreaseLine(
        "tendon of semitendinosus",
        1.1,
        0.25,
        ((-15, 95), (-20, 66), (-27, 32), (-33, -4), (-36, -34)),
        True,
        ("knee-posterior",),
    ),
    CreaseLine(
        "tendon of biceps femoris",
        1.1,
        0.25,
        ((14, 92), (18, 66), (25, 32), (32, 2), (36, -20)),
        True,
        ("knee-posterior",),
    ),
    CreaseLine(
        "between the heads of gastrocnemius", 1.0, 0.28, ((0, -42), (0.5, -75), (1.5, -118)), True, ("knee-posterior",)
    ),
)
# From the ankle centre, (x lateral, z), seen from behind.
HEEL = (
    CreaseLine("calcaneal tendon, medial edge", 0.9, 0.3, ((-8, 140), (-7, 65), (-9, 8)), True, ("posterior",)),
    CreaseLine("calcaneal tendon, lateral edge", 0.9, 0.3, ((8, 140), (7, 65), (9, 8)), True, ("posterior",)),
)
# From the ankle centre, (y, z), seen from the medial side.
MEDIAL_VIEW = (True, ("ankle-medial",))
MEDIAL = (
    CreaseLine(
        "rim of the medial malleolus",
        1.0,
        0.45,
        ((19, 23), (17, 10), (11, 2), (4, -0.5), (-3, 3), (-7, 14)),
        *MEDIAL_VIEW,
    ),
    CreaseLine(
        "front of the calcaneal tendon",
        1.0,
        0.45,
        ((14, 150), (11.5, 110), (10, 60), (10, 25), (11, 6), (13, -9)),
        *MEDIAL_VIEW,
        True,
    ),
    CreaseLine(
        "groove behind the malleolus", 0.8, 0.25, ((-15, 75), (-17, 44), (-17, 21), (-12, 2), (-3, -12)), *MEDIAL_VIEW
    ),
    CreaseLine("ankle crease", 0.8, 0.3, ((40, 14), (33, 21), (25, 31)), *MEDIAL_VIEW),
    CreaseLine("heel pad", 0.7, 0.22, ((-44, -57), (-34, -62), (-18, -63)), *MEDIAL_VIEW),
)


@functools.cache
def trunk_and_legs(body):
    """Return [(line, [(triangle, barycentric), …])] of every authored line on a standing body, both sides."""
    return list(_trunk_and_legs(body, standing_skin(body)))


def _trunk_and_legs(body, skin):
    k = proportion.STATURE[body] / proportion.STATURE["male"]
    behind, medial = (0, -1, 0), (-1, 0, 0)
    for line in TRUNK:
        points = np.array([proportion.scale_place(body, x, z) for x, z in line.points])
        yield from bind_to_skin(line, skin, bezier.spline(points), lambda p, s: ((s * p[0], 0, p[1]), behind, None))
    for group, bone, level in ((KNEE, "lowerleg01.R", landmarks.CREASE[body]), (HEEL, "foot.R", None)):
        centre = skin.joint(bone)
        for line in group:
            points = np.array(line.points) * k + [centre[0], level or centre[2]]
            yield from bind_to_skin(line, skin, bezier.spline(points), lambda p, s: ((s * p[0], 0, p[1]), behind, None))
    yield from bind_to_skin(
        HALLUX_NAIL,
        skin,
        bezier.spline(hallux_nail(skin, k)),
        lambda p, s: ((0, p[0], p[1]), np.multiply(medial, s), "right" if s > 0 else "left"),
    )
    ankle = skin.joint("foot.R")
    for line in MEDIAL:
        points = np.array(line.points) * k + ankle[1:]
        if line.from_back:
            points[:, 0] += [skin.rearmost_point(ankle[0], z)[1] - ankle[1] for z in points[:, 1]]
        yield from bind_to_skin(
            line,
            skin,
            bezier.spline(points),
            lambda p, s: ((0, p[0], p[1]), np.multiply(medial, s), "right" if s > 0 else "left"),
        )


HALLUX_NAIL = CreaseLine("nail of the great toe", 0.8, 0.45, (), *MEDIAL_VIEW)


def hallux_nail(skin, k):
    """Return (y, z) round the nail of the right great toe seen from the medial side, hung from the top of the
    toe."""
    x, tip, _ = skin.toe_tip()
    places = ((4, 4.2), (5.5, 1.6), (10, 0.9), (15, 1.2), (17, 3.2), (13, 4.8), (8, 5.2), (4, 4.2))
    top = lambda y: skin.hit((x, y, 0), (0, 0, 1), "right")[2]  # noqa: E731
    return np.array([(tip - k * back, top(tip - k * back) - k * below) for back, below in places])


def bind_to_skin(line, skin, points, sight):
    """Yield the line tied to the triangles of the skin it lies on, right then left."""
    for sign in (1, -1) if line.mirrored else (1,):
        ties = []
        for point in points:
            origin, toward, limb = sight(point, sign)
            try:
                ties.append(skin.locate(origin, toward, limb))
            except ValueError:
                continue
        if len(ties) > 2:
            yield line, ties


def hand(plane):
    """Yield (name, width, opacity, points (n, 2) in the plane of the hand, closed) of nails, wrinkles and
    wrist crease."""
    s = plane.scale
    joints = plane.joints()
    for finger, size in (("index", 1), ("middle", 1.04), ("ring", 1), ("little", 0.8)):
        for joint, before, half, rows in (
            ("pip", None, 5.8, ((-2.6, 0.45), (0, 0.6), (2.6, 0.42))),
            ("dip", "pip", 4.8, ((-1.3, 0.4), (1.2, 0.5))),
        ):
            start = joints[f"{finger}-{before}"] if before else plane.knuckle(FINGER[finger])
            centre = joints[f"{finger}-{joint}"]
            along, across = axes(start, centre)
            for offset, opacity in rows:
                shape = [(-0.95, 0.8), (-0.4, -0.3), (0.4, -0.3), (0.95, 0.8)]
                points = [centre + along * s * (offset + b) + across * s * half * size * a for a, b in shape]
                yield f"{finger} {joint} wrinkle", 0.45, opacity, bezier.spline(points), False
        along, across = axes(joints[f"{finger}-dip"], joints[f"{finger}-tip"])
        yield f"{finger} nail", 0.45, 0.6, nail(joints[f"{finger}-tip"] - along * s, along, across, s * size, 1.0), True
    along, across = axes(joints["thumb-ip"], joints["thumb-tip"])
    for offset, opacity in ((-1.4, 0.4), (1.2, 0.45)):
        points = [
            joints["thumb-ip"] + along * s * (offset + b) + across * s * 4.4 * a
            for a, b in ((-0.9, 0.8), (-0.3, -0.3), (0.4, -0.3), (0.9, 0.8))
        ]
        yield "thumb ip wrinkle", 0.45, opacity, bezier.spline(points), False
    yield "thumb nail", 0.45, 0.55, thumb_nail(joints["thumb-tip"], along, across, s), True
    crease = plane.crease
    for name, width, opacity, shape in (
        ("dorsal wrist crease", 0.8, 0.6, ((-23, 3), (-12, 0.4), (1, -0.6), (13, 0.6), (23, 2.5))),
        ("second wrist crease", 0.5, 0.3, ((-20, -3.4), (-6, -5), (8, -5), (20, -3.2))),
    ):
        yield name, width, opacity, bezier.spline([crease + s * np.array(p) for p in shape]), False


FINGER = {"index": 2, "middle": 3, "ring": 4, "little": 5}


def axes(start, end):
    """Return unit vectors along start -> end and across it, to the right of it."""
    along = (end - start) / np.linalg.norm(end - start)
    return along, np.array([along[1], -along[0]])


def nail(tip, along, across, size, narrow):
    """Return a closed (n, 2) nail whose free edge lies at `tip`, about 12 mm long and 11.5 wide on an index
    finger."""
    half = [
        (0.80, -0.6),
        (0.42, 0.5),
        (0, 0.8),
        (-0.42, 0.5),
        (-0.80, -0.6),
        (-1, -5),
        (-0.92, -9.6),
        (-0.45, -11.8),
        (0, -12.2),
        (0.45, -11.8),
        (0.92, -9.6),
        (1, -5),
    ]
    points = [tip + size * (across * 5.6 * narrow * a + along * b) for a, b in half]
    ring = bezier.spline([points[-1], *points, *points[:2]])
    return ring[12:-12]


def thumb_nail(tip, along, across, size):
    """Return a closed (n, 2) nail of the thumb, seen from the side: a narrow leaf along its radial edge."""
    leaf = [(-0.5, -2.2), (1.6, -3.2), (2.6, -7), (2.2, -11.5), (0.6, -13), (-1.2, -11.5), (-1.9, -7)]
    points = [tip + size * (-across * (a + 1.2) + along * b) for a, b in leaf]
    ring = bezier.spline([points[-1], *points, *points[:2]])
    return ring[12:-12]
