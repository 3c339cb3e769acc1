"""How the body is held while a place is pressed: one function per posture, limbs bent until the hand is where
it must be.

Each takes a poser and the wrist places found so far, bends the body, and returns side -> (what presses, where
it must be).
"""

import numpy as np

from . import puppet
from .puppet import SIGN, Puppet, angle, unit

ARM_BONES = ("clavicle", "shoulder", "upperarm", "lowerarm", "wrist", "finger", "metacarpal")


class Poser(Puppet):
    """A puppet that knows where the places to press have come to lie."""

    def __init__(self, skin, places):
        super().__init__(skin)
        self.body = skin.body
        self.k = skin.stature / 1756.2
        self.standing_places = places

    def point(self, code):
        """Return where a place lies in the present pose."""
        return self.riding(self.standing_places[code])[0]


def put(skin, places, shape, finish=()):
    """Return a poser in the pose that `shape(poser, wrists)` gives, the hands moved until they touch.

    `shape` bends the limbs with wrists where `wrists` says and returns side -> (contact, wanted).
    """
    wrists = {}
    for _ in range(6):
        poser = Poser(skin, places)
        for side, (contact, wanted) in shape(poser, wrists).items():
            if side not in SIGN:
                return finished(poser, shape, wrists, finish)
            wrists[side] = wrists.get(side, poser.here(f"wrist.{side}")) + wanted - contact
    return finished(Poser(skin, places), shape, wrists, finish)


def finished(poser, shape, wrists, finish):
    """Return the poser shaped once more and its fingers laid on."""
    poser = Poser(poser.skin, poser.standing_places)
    poser.last = shape(poser, wrists)
    for last in finish:
        last(poser)
    return poser


def standing(p, wrists):
    """Hand on the waist, thumb behind, on the long muscle beside the spine."""
    place = p.point("BL23")
    p.aim("clavicle.R", p.heads["upperarm01.R"], [1, -0.2, 0.08], 0.5)
    p.reach("arm", "R", wrists.get("R", place + np.array([120, 0, 20])), [1, -0.75, 0.1])
    p.hand("R", [0.42, 0.88, -0.22], [0.85, -0.42, 0.3])
    p.spread("R", (-7, 0, 5, 9))
    p.thumb("R", (0.1, -0.75, 0.6), (-0.25, -0.8, 0.5), (-0.3, -0.75, 0.5))
    return {"R": (p.tip(1, "R"), place + np.array([0, -8, 0]))}


def drape_right(p):
    """Lay the fingers of the right hand on the trunk."""
    p.drape("R", p.obstacle(*ARM_BONES), limits=(-25, 42))


def feet(p, spot, pole=(0, 1, 0), flat=True):
    """Put each ankle where `spot` says, side -> (3,), knees toward `pole`, soles level."""
    for side, target in spot.items():
        sign = SIGN[side]
        p.reach("leg", side, target, np.add(pole, (0.12 * sign, 0, 0)))
        if flat:
            level(p, side)
    return p


def level(p, side, turned=0.12):
    """Turn a foot flat on the floor, toes ahead and a little out."""
    foot = f"foot.{side}"
    across = np.array([1.0, 0, 0])
    rest = p.tails[foot] - p.heads[foot]
    sign = SIGN[side]
    out = np.array([rest[0] + sign * turned * 50, rest[1], rest[2]])
    p.aim(foot, p.tails[foot], out)
    now = p.orientation(foot) @ across
    axis = unit(out)
    flat = now - (now @ axis) * axis
    goal = np.cross(axis, np.array([0, 0, 1.0]))
    p.twist(foot, axis, angle(unit(flat), unit(goal), axis))


def ball(p, code, outward):
    """Return what the ball presses with, as contact and wanted place: its centre, a little squeezed in."""
    return p.point(code) + (BALL - 5) * unit(outward)


BALL = 33.0


def leaning(p, lean, forward, sink, straighten=0):
    """Stand with the back toward a wall: trunk leaning back, feet ahead, knees soft, hands on the thighs."""
    p.twist("root", [1, 0, 0], lean)
    k = p.k
    feet(p, {side: p.heads[f"foot.{side}"] + np.array([SIGN[side] * 12, forward * k, sink * k]) for side in "RL"})
    for bone in ("spine04", "spine03", "spine02"):
        p.twist(bone, [1, 0, 0], -straighten / 3)
    p.twist("neck01", [1, 0, 0], straighten - lean)
    for side in "RL":
        sign = SIGN[side]
        thigh = p.here(f"upperleg01.{side}")
        p.reach("arm", side, thigh + np.array([sign * 66, 128, 15]) * k, [sign, -0.3, 0])
        p.hand(side, [-sign * 0.05, 0.4, -0.9], [sign * 0.55, 0.8, 0.25])
        p.spread(side, (-6, 0, 5, 8))
        p.thumb(side, (0.7, -0.1, 0.6), (0.85, -0.15, 0.4), (0.9, -0.2, 0.3))


def drape_thighs(p):
    """Lay the fingers of both hands on the thighs."""
    for side in "RL":
        p.drape(side, p.obstacle(*ARM_BONES), limits=(-25, 42))


def wall_low_back(p, wrists):
    """A ball between low back and wall."""
    leaning(p, {"male": 6, "female": 14}[p.body], 230, 56, {"male": 2, "female": 12}[p.body])
    centre = ball(p, "BL23", (0, -1, 0))
    return {"ball": (centre, centre)}


def wall_buttock(p, wrists):
    """A ball between buttock and wall."""
    leaning(p, 6, 240, 62)
    centre = ball(p, "BL54", (0, -1, -0.1))
    return {"ball": (centre, centre)}


def sit(p, knees=0.14, shank=0.0):
    """Sit: thighs level, shanks upright, feet flat."""
    for side in "RL":
        sign = SIGN[side]
        hip = p.here(f"upperleg01.{side}")
        thigh = np.linalg.norm(p.heads[f"lowerleg01.{side}"] - p.heads[f"upperleg01.{side}"])
        leg = np.linalg.norm(p.heads[f"foot.{side}"] - p.heads[f"lowerleg01.{side}"])
        knee = hip + thigh * unit([sign * knees, 1, -0.02])
        feet(p, {side: knee + leg * unit([0, shank, -1])}, (0, 1, 0.6))


def fist(p, side):
    """Close a hand loosely, thumb across the fingers."""
    p.curl(side, (72, 92, 55))
    p.thumb(side, (0.55, -0.6, 0.5), (0.65, -0.6, -0.1), (0.5, -0.5, -0.6))


def knuckles(p, side):
    """Return the (3,) middle of the two first knuckles."""
    return (p.knuckle(2, side, 1) + p.knuckle(3, side, 1)) / 2


def fingertips_in_dip(p, wrists):
    """Lay the right hand on the low back from above, the middle fingertip on the midline."""
    place = p.point("GV3")
    p.twist("shoulder01.R", [0, 0, 1], -8)
    p.reach("arm", "R", wrists.get("R", place + np.array([90, -30, 150])), [1, -0.8, 0.1])
    p.hand("R", [-0.66, -0.04, -0.74], [-0.1, -1, 0.05])
    p.spread("R", (-9, 0, 7, 12))
    p.curl("R", (22, 6, 4))
    p.thumb("R", (0.5, -0.2, 0.85), (0.7, -0.2, 0.65), (0.75, -0.2, 0.6))
    return {"R": (p.tip(3, "R"), place + np.array([2, -9, 0]))}


def standing_dip(p, wrists):
    """Stand, the fingertips in the dip on the midline."""
    return fingertips_in_dip(p, wrists)


def seated_dip(p, wrists):
    """Sit upright, the fingertips in the dip on the midline."""
    sit(p)
    rest_left(p)
    return fingertips_in_dip(p, wrists)


def rest_left(p):
    """Lay the left hand on its thigh."""
    knee = p.here("lowerleg01.L")
    p.reach("arm", "L", knee + np.array([-20, -150, 75]) * p.k, [-1, -0.5, 0])
    p.hand("L", [0.15, 0.95, -0.1], [-0.1, 0.1, 1])
    p.curl("L", (12, 22, 12))
    p.spread("L", (-6, 0, 5, 8))


def seated(p, wrists):
    """Sit, the fist behind the low back, its back against the muscle."""
    sit(p)
    place = p.point("BL23")
    p.twist("shoulder01.R", [0, 0, 1], -8)
    p.reach("arm", "R", wrists.get("R", place + np.array([100, -30, -10])), [1, -0.6, -0.2])
    p.hand("R", [-0.93, 0.28, 0.12], [0.15, 0.97, 0.1])
    fist(p, "R")
    rest_left(p)
    return {"R": (knuckles(p, "R"), place + np.array([2, -11, 0]))}


def side_lying(p, wrists):
    """Lie on the left side, the upper hip and knee bent, the knuckles of the upper hand behind the hip."""
    k = p.k
    hip = p.here("upperleg01.L")
    p.reach("leg", "L", hip + np.array([-10, 60, -790]) * k, [0, 1, 0])
    hip = p.here("upperleg01.R")
    p.reach("leg", "R", hip + np.array([-90, 40, -530]) * k, [-0.12, 1, 0.25])
    p.aim("clavicle.L", p.heads["upperarm01.L"], [-0.9, 0.4, 0.05], 0.5)
    p.reach("arm", "L", p.here("head") + np.array([-105, 80, -195]) * k, [-0.25, 1, -0.5])
    p.hand("L", [0.05, -0.25, 0.95], [-0.95, 0.3, 0])
    fist(p, "L")
    place = p.point("GB30")
    p.reach("arm", "R", wrists.get("R", place + np.array([60, -70, 60])), [0.5, -1, 0])
    p.hand("R", [-0.45, 0.6, -0.65], [0.6, -0.45, 0.6])
    fist(p, "R")
    return {"R": (knuckles(p, "R"), place + unit(np.array([0.45, -1, 0])) * 22)}


def ankle_on_knee(p, wrists):
    """Sit, the right ankle on the left knee, the left thumb behind the inner ankle bone."""
    sit(p)
    k = p.k
    knee = p.here("lowerleg01.L")
    for bone in puppet.CHAINS["leg"]:
        p.turns.pop(f"{bone}.R", None)
    p.reach("leg", "R", knee + np.array([35, -45, 92]) * k, [1, 0.75, 0.15])
    for bone, degrees in (("spine04", -10), ("spine03", -10), ("spine02", -8), ("neck01", -12)):
        p.twist(bone, [1, 0, 0], degrees)
    place = p.point("KI3")
    p.reach("arm", "R", wrists.get("R", place + np.array([70, -90, 60])), [1, -0.5, 0.3])
    p.hand("R", [-0.3, 0.85, -0.4], [0.1, 0.4, 0.9])
    p.curl("R", (30, 40, 25))
    p.spread("R", (-6, 0, 4, 8))
    p.thumb("R", (0.3, -0.52, 0.78), (0.08, -0.68, 0.72), (0.08, -0.7, 0.66))
    p.reach("arm", "L", p.here("upperleg01.L") + np.array([-150, -190, 120]) * k, [-1, -1, 0.2])
    p.hand("L", [0, 0.2, -1], [-1, 0.1, 0.1])
    return {"R": (p.tip(1, "R"), place + np.array([0, -2, 8]))}


def under_knee(p, wrists):
    """Sit, the foot a little ahead, both hands round the right knee, fingertips in the hollow behind it."""
    sit(p, knees=0.06, shank=0.55)
    k = p.k
    for bone, degrees in (("spine05", -4), ("spine04", -9), ("spine03", -9), ("spine02", -9), ("neck01", -10)):
        p.twist(bone, [1, 0, 0], degrees)
    place, knee = p.point("BL40"), p.here("lowerleg01.R")
    out = {}
    for side in "RL":
        sign = SIGN[side]
        p.twist(f"clavicle.{side}", [0, 0, 1], sign * 14)
        p.reach("arm", side, wrists.get(side, knee + np.array([sign * 75, -40, 100]) * k), [sign, -0.35, 0.1])
        p.hand(side, [sign * -0.12, -0.14, -0.98], [sign, 0, -0.12])
        p.curl(side, (4, 86, 8), (PRESSES[side],))
        p.spread(side, (-2, 0, 2, 4))
        p.thumb(side, (0.55, 0.1, 0.8), (0.75, -0.02, 0.65), (0.8, -0.1, 0.55))
        out[side] = (p.tip(PRESSES[side], side), place + np.array([{"R": 11, "L": -24}[side], -9, -3]))
    return out


# Which finger of each hand lies in the hollow of the knee.
PRESSES = {"R": 2, "L": 3}


def drape_knee(p):
    """Lay the other fingers of both hands on the leg."""
    bare = p.obstacle(*ARM_BONES)
    for side, pressing in PRESSES.items():
        others = [finger for finger in puppet.FINGERS if finger != pressing]
        p.drape(side, bare, others, shares=(0.1, 1, 0.2), limits=(0, 86))


def drape_ankle(p):
    """Lay the fingers of the right hand on the shin."""
    p.drape("R", p.obstacle(*(f"{bone}.R" for bone in HAND_AND_ARM)), limits=(-10, 60))


HAND_AND_ARM = (
    "clavicle",
    "shoulder01",
    "upperarm01",
    "upperarm02",
    "lowerarm01",
    "lowerarm02",
    "wrist",
    *(f"metacarpal{n}" for n in range(1, 5)),
    *(f"finger{finger}-{bone}" for finger in range(1, 6) for bone in range(1, 4)),
)


def hand_pinch(p, wrists):
    """One hand palm down, the thumb of the other on the mound between thumb and index finger, its index
    finger below."""
    chest = p.here("spine02")
    p.reach("arm", "R", chest + np.array([150, 265, -180]) * p.k, [0.8, -1, -0.6])
    p.hand("R", [-0.4, 0.93, -0.03], [0, 0.05, 1])
    p.curl("R", (-8, -8, -4))
    p.spread("R", (-7, -1, 4, 9))
    p.thumb("R", (0.45, -0.3, 0.85), (0.7, -0.25, 0.65), (0.75, -0.25, 0.6))
    place = p.point("LI4")
    p.reach("arm", "L", wrists.get("L", place + np.array([-110, 0, 30])), [-1, -0.6, -0.4])
    p.hand("L", [0.82, 0.5, -0.35], [-0.5, 0.85, 0.15])
    p.curl("L", (30, 30, 15), (2,))
    p.curl("L", (55, 65, 35), (3,))
    p.curl("L", (65, 80, 45), (4, 5))
    p.thumb("L", (0.55, -0.1, 0.8), (0.9, -0.3, 0.35), (0.9, -0.4, -0.1))
    return {"L": (p.tip(1, "L"), place + np.array([0, 0, 7]))}
