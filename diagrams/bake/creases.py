"""Authored lines that belong to the skin: cleft, folds, furrow, dimples, creases, tendons under the skin, nails.

Each is drawn on the standing skin, bound to it, and so appears in every view and pose that shows it. Width in mm, opacity 0..1.
"""
import functools
from dataclasses import dataclass

import numpy as np

from . import bezier, landmarks, proportion
from .skin import skin as standing_skin


@dataclass(frozen=True)
class Line:
    """A line over the skin. `points`: on the male body, (x, z) from behind, or from a joint as in sculpt.py."""

    name: str
    width: float
    opacity: float
    points: tuple
    mirrored: bool = True


TRUNK = (
    Line("natal cleft", 2.0, .75, ((0, 946), (.5, 915), (0, 880), (0, 845), (0, 812)), False),
    Line("gluteal fold", 1.8, .65, ((15, 817), (38, 805), (66, 802), (98, 809))),
    Line("dimple over the posterior superior iliac spine", 1.3, .45, ((44, 991), (46, 984), (43.5, 978))),
    Line("spine furrow", 1.4, .28, ((0, 1310), (0, 1220), (0, 1130), (0, 1060)), False),
    Line("inferior angle of scapula", 1.4, .35, ((76, 1338), (84, 1322), (95, 1314))),
    Line("axillary fold", 1.6, .5, ((150, 1330), (153, 1312), (152, 1290))),
)
KNEE = (
    Line("popliteal crease", 1.5, .8, ((-41, 1), (-24, -.5), (-6, 1.5), (10, 1.8), (26, .5), (41, -2))),
    Line("lower popliteal crease", .9, .35, ((-22, -7), (-8, -5), (7, -5), (19, -7))),
    Line("tendon of semitendinosus", 1.1, .42, ((-12, 110), (-19, 70), (-27, 30), (-33, -6), (-36, -38))),
    Line("tendon of biceps femoris", 1.1, .42, ((10, 115), (16, 72), (25, 30), (32, 2), (36, -22))),
    Line("between the heads of gastrocnemius", 1.0, .32, ((0, -40), (.5, -75), (1.5, -125))),
    Line("end of the medial calf", 1.0, .28, ((-32, -150), (-20, -172), (-8, -198))),
    Line("end of the lateral calf", 1.0, .28, ((30, -128), (22, -152), (10, -188))),
)
# From the ankle centre, (x lateral, z), seen from behind.
HEEL = (
    Line("calcaneal tendon, medial edge", 1.0, .4, ((-8, 140), (-7, 65), (-9, 8))),
    Line("calcaneal tendon, lateral edge", 1.0, .4, ((8, 140), (7, 65), (9, 8))),
)
# From the ankle centre, (y, z), seen from the medial side.
MEDIAL = (
    Line("rim of the medial malleolus", 1.0, .5, ((19, 22), (17, 9), (10, 1), (3, -1), (-4, 4), (-7, 16))),
    Line("front of the calcaneal tendon", 1.0, .5, ((-33, 140), (-35, 95), (-36.5, 50), (-37.5, 22), (-40, 4), (-44, -9))),
    Line("groove behind the malleolus", .8, .3, ((-15, 75), (-17, 44), (-17, 21), (-12, 2), (-3, -12))),
    Line("ankle crease", .8, .35, ((38, 18), (31, 24), (24, 32))),
    Line("heel pad", .7, .25, ((-44, -58), (-34, -63), (-18, -64))),
)


@functools.cache
def trunk_and_legs(body):
    """Return [(line, [(triangle, barycentric), …])] of every authored line on a standing body, both sides."""
    return list(_trunk_and_legs(body, standing_skin(body)))


def _trunk_and_legs(body, skin):
    k = proportion.STATURE[body] / proportion.STATURE["male"]
    behind, medial = (0, -1, 0), (-1, 0, 0)
    for line in TRUNK:
        points = np.array([proportion.place(body, x, z) for x, z in line.points])
        yield from bound(line, skin, bezier.spline(points), lambda p, s: ((s * p[0], 0, p[1]), behind, None))
    for group, bone, level in ((KNEE, "lowerleg01.R", landmarks.CREASE[body]), (HEEL, "foot.R", None)):
        centre = skin.joint(bone)
        for line in group:
            points = np.array(line.points) * k + [centre[0], level or centre[2]]
            yield from bound(line, skin, bezier.spline(points), lambda p, s: ((s * p[0], 0, p[1]), behind, None))
    ankle = skin.joint("foot.R")
    for line in MEDIAL:
        points = np.array(line.points) * k + ankle[1:]
        yield from bound(line, skin, bezier.spline(points),
                         lambda p, s: ((0, p[0], p[1]), np.multiply(medial, s), "right" if s > 0 else "left"))


def bound(line, skin, points, sight):
    """Yield the line tied to the triangles of the skin it lies on, right then left."""
    for sign in (1, -1) if line.mirrored else (1,):
        ties = []
        for point in points:
            origin, toward, limb = sight(point, sign)
            try:
                ties.append(skin.catch(origin, toward, limb))
            except ValueError:
                continue
        if len(ties) > 2:
            yield line, ties


def hand(plane):
    """Yield (name, width, opacity, points (n, 2) in the plane of the hand, closed) of nails, wrinkles and wrist crease."""
    s = plane.scale
    joints = plane.joints()
    for finger, size in (("index", 1), ("middle", 1.04), ("ring", 1), ("little", .8)):
        for joint, before, half, rows in (("pip", None, 5.8, ((-2.6, .45), (0, .6), (2.6, .42))),
                                          ("dip", "pip", 4.8, ((-1.3, .4), (1.2, .5)))):
            start = joints[f"{finger}-{before}"] if before else plane.knuckle(FINGER[finger])
            centre = joints[f"{finger}-{joint}"]
            along, across = axes(start, centre)
            for offset, opacity in rows:
                shape = [(-.95, .8), (-.4, -.3), (.4, -.3), (.95, .8)]
                points = [centre + along * s * (offset + b) + across * s * half * size * a for a, b in shape]
                yield f"{finger} {joint} wrinkle", .45, opacity, bezier.spline(points), False
        along, across = axes(joints[f"{finger}-dip"], joints[f"{finger}-tip"])
        yield f"{finger} nail", .45, .6, nail(joints[f"{finger}-tip"] - along * s, along, across, s * size, 1.0), True
    along, across = axes(joints["thumb-ip"], joints["thumb-tip"])
    for offset, opacity in ((-1.4, .4), (1.2, .45)):
        points = [joints["thumb-ip"] + along * s * (offset + b) + across * s * 4.4 * a
                  for a, b in ((-.9, .8), (-.3, -.3), (.4, -.3), (.9, .8))]
        yield "thumb ip wrinkle", .45, opacity, bezier.spline(points), False
    crease = plane.crease
    for name, width, opacity, shape in (("dorsal wrist crease", .8, .6, ((-23, 3), (-12, .4), (1, -.6), (13, .6), (23, 2.5))),
                                        ("second wrist crease", .5, .3, ((-20, -3.4), (-6, -5), (8, -5), (20, -3.2)))):
        yield name, width, opacity, bezier.spline([crease + s * np.array(p) for p in shape]), False


FINGER = {"index": 2, "middle": 3, "ring": 4, "little": 5}


def axes(start, end):
    """Return unit vectors along start -> end and across it, to the right of it."""
    along = (end - start) / np.linalg.norm(end - start)
    return along, np.array([along[1], -along[0]])


def nail(tip, along, across, size, narrow):
    """Return a closed (n, 2) nail whose free edge lies at `tip`, about 12 mm long and 11.5 wide on an index finger."""
    half = [(.80, -.6), (.42, .5), (0, .8), (-.42, .5), (-.80, -.6), (-1, -5), (-.92, -9.6), (-.45, -11.8), (0, -12.2), (.45, -11.8),
            (.92, -9.6), (1, -5)]
    points = [tip + size * (across * 5.6 * narrow * a + along * b) for a, b in half]
    ring = bezier.spline([points[-1], *points, *points[:2]])
    return ring[12:-12]
