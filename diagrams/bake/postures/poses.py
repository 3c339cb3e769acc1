"""How the body is held while a place is pressed: one function per posture, limbs bent until the hand is where
it must be.

Each takes a poser and the wrist places found so far, bends the body, and returns side -> (what presses, where
it must be).
"""

import numpy as np

from diagrams.bake import mannequin, places
from diagrams.bake.mannequin import SIGN, Mannequin, angle, unit

from ..props import BALL

ARM_BONES = ("clavicle", "shoulder", "upperarm", "lowerarm", "wrist", "finger", "metacarpal")
#: Directions of a right hand's fingers and of its back: on the waist; on the hip, turned until the knuckles are seen
#: from behind beside the forearm, which otherwise seems to end in a stump.
ON_WAIST = ((0.30, 0.90, -0.32), (0.93, -0.33, -0.05))
ON_HIP = ((0.34, 0.86, -0.40), (0.93, -0.37, -0.03))


class Poser(Mannequin):
    """A puppet that knows where the place that is pressed has come to lie."""

    def __init__(self, skin, code):
        super().__init__(skin)
        self.body, self.code = skin.body, code
        self.k = skin.stature / 1756.2
        self.standing_place = places.standing(skin.body)[code]
        self.standing_normal = places.standing_normal(skin.body, code)

    @property
    def target(self):
        """Return where the place lies in the present pose."""
        return self.carry_points(self.standing_place)[0]

    @property
    def normal(self):
        """Return the outward normal of the skin at the place in the present pose."""
        nearest = int(((self.skin.points - self.standing_place) ** 2).sum(1).argmin())
        ends = np.stack([self.standing_place, self.standing_place + self.standing_normal])
        start, end = self.skin_points(ends, self.skin.weights[[nearest, nearest]])
        return unit(end - start)

    def touching(self, key):
        """Return where the skin over a landmark, on the right side or the midline, lies in the present pose."""
        return self.carry_points(places.skin_over(self.body, key))[0]


def put(skin, code, shape, finish=()):
    """Return a poser in the pose that `shape(poser, wrists)` gives, the hands moved until they touch.

    `shape` bends the limbs with wrists where `wrists` says and returns side -> (contact, wanted).
    """
    wrists = {}
    for _ in range(6):
        poser = Poser(skin, code)
        for side, (contact, wanted) in shape(poser, wrists).items():
            if side not in SIGN:
                return finished(poser, shape, wrists, finish)
            wrists[side] = wrists.get(side, poser.joint_position(f"wrist.{side}")) + wanted - contact
    return finished(Poser(skin, code), shape, wrists, finish)


def finished(poser, shape, wrists, finish):
    """Return the poser shaped once more and its fingers laid on."""
    poser = Poser(poser.skin, poser.code)
    poser.last = shape(poser, wrists)
    for last in finish:
        last(poser)
    return poser


def standing(p, wrists, hand=ON_WAIST):
    """Hand on the waist, thumb behind on the long muscle beside the spine, elbow back.

    `hand`: directions of the right hand's fingers and of its back.
    """
    p.aim("clavicle.R", p.heads["upperarm01.R"], [1, -0.25, 0.10], 0.5)
    p.solve_limb("arm", "R", wrists.get("R", p.target + np.array([120, 0, 0])), [1, -1, 0.15])
    p.orient_hand("R", *hand)
    p.spread("R", (-3, 0, 3, 6))
    p.curl_fingers("R", (14, 16, 8))
    p.thumb("R", (0.15, -0.5, 0.85), (-0.45, -0.72, 0.52), (-0.62, -0.72, 0.35))
    hang_left(p)
    return {"R": (p.fingertip(1, "R"), p.target + np.array([1, -6, 0]))}


def standing_low(p, wrists):
    """As `standing`, lower: hand on top of the hip."""
    return standing(p, wrists, ON_HIP)


def hang_left(p):
    """Let the left arm hang beside the thigh."""
    p.solve_limb("arm", "L", p.joint_position("upperleg01.L") + np.array([-90, 10, -60]) * p.k, [-1, -0.6, 0])
    p.orient_hand("L", [0, 0.2, -1], [-1, 0.1, 0.1])


def drape_flank(p):
    """Lay the fingers of the right hand round the flank."""
    p.close_fingers("R", p.obstacle(*ARM_BONES), limits=(-10, 70))


def feet(p, spot, pole=(0, 1, 0), flat=True):
    """Put each ankle where `spot` says, side -> (3,), knees toward `pole`, soles level."""
    for side, target in spot.items():
        sign = SIGN[side]
        p.solve_limb("leg", side, target, np.add(pole, (0.12 * sign, 0, 0)))
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
        thigh = p.joint_position(f"upperleg01.{side}")
        p.solve_limb("arm", side, thigh + np.array([sign * 66, 128, 15]) * k, [sign, -0.3, 0])
        p.orient_hand(side, [-sign * 0.05, 0.4, -0.9], [sign * 0.55, 0.8, 0.25])
        p.spread(side, (-6, 0, 5, 8))
        p.thumb(side, (0.7, -0.1, 0.6), (0.85, -0.15, 0.4), (0.9, -0.2, 0.3))


def drape_thighs(p):
    """Lay the fingers of both hands on the thighs."""
    for side in "RL":
        p.close_fingers(side, p.obstacle(*ARM_BONES), limits=(-25, 42))


def ball_behind(p):
    """Return the centre of the ball between wall and place, a little squeezed in, as contact and wanted place."""
    centre = p.target + (BALL - 5) * unit((0, -1, -0.05))
    return {"ball": (centre, centre)}


def wall_low_back(p, wrists):
    """A ball between low back and wall."""
    leaning(p, {"male": 6, "female": 14}[p.body], 230, 56, {"male": 2, "female": 12}[p.body])
    return ball_behind(p)


def wall_buttock(p, wrists):
    """A ball between buttock and wall."""
    leaning(p, 6, 240, 62)
    return ball_behind(p)


def wall_turned(p, wrists):
    """A ball between wall and the side of the buttock: the body turned until the place faces the wall."""
    leaning(p, 6, 240, 62)
    thigh = p.joint_position("upperleg01.R")
    p.solve_limb("arm", "R", thigh + np.array([-10, 230, 60]) * p.k, [0.1, 1, -0.6])  # in front, clear of the wall
    x, y, _ = p.normal
    p.twist("root", [0, 0, 1], -np.degrees(np.arctan2(x, -y)))
    return ball_behind(p)


def sit(p, knees=0.14, shank=0.0):
    """Sit: thighs level, shanks upright, feet flat."""
    for side in "RL":
        sign = SIGN[side]
        hip = p.joint_position(f"upperleg01.{side}")
        thigh = np.linalg.norm(p.heads[f"lowerleg01.{side}"] - p.heads[f"upperleg01.{side}"])
        leg = np.linalg.norm(p.heads[f"foot.{side}"] - p.heads[f"lowerleg01.{side}"])
        knee = hip + thigh * unit([sign * knees, 1, -0.02])
        feet(p, {side: knee + leg * unit([0, shank, -1])}, (0, 1, 0.6))


def fist(p, side):
    """Close a hand loosely, thumb across the fingers."""
    p.curl_fingers(side, (72, 92, 55))
    p.thumb(side, (0.55, -0.6, 0.5), (0.65, -0.6, -0.1), (0.5, -0.5, -0.6))


def knuckles(p, side):
    """Return the (3,) middle of the two first knuckles."""
    return (p.knuckle(2, side, 1) + p.knuckle(3, side, 1)) / 2


def fingertips_in_dip(p, wrists):
    """Lay the right hand on the low back from the side, the middle fingertip on the midline."""
    p.twist("shoulder01.R", [0, 0, 1], -8)
    p.solve_limb("arm", "R", wrists.get("R", p.target + np.array([120, -30, 120])), [1, -1, 0.1])
    p.orient_hand("R", [-0.88, 0.10, -0.46], [-0.12, -0.97, -0.2])
    p.spread("R", (-17, 0, 12, 24))
    p.curl_fingers("R", (10, 16, 8), (3, 4))
    p.curl_fingers("R", (7, 14, 8), (2,))
    p.curl_fingers("R", (14, 18, 10), (5,))
    p.thumb("R", (0.55, -0.3, 0.75), (0.8, -0.35, 0.45), (0.85, -0.35, 0.35))
    return {"R": (p.fingertip(3, "R"), p.target + np.array([1, -7, -1]))}


def standing_dip(p, wrists):
    """Stand, the fingertips in the dip on the midline."""
    hang_left(p)
    return fingertips_in_dip(p, wrists)


def seated_dip(p, wrists):
    """Sit upright, the fingertips in the dip on the midline."""
    sit(p)
    rest_left(p)
    return fingertips_in_dip(p, wrists)


def rest_left(p):
    """Lay the left hand on its thigh."""
    knee = p.joint_position("lowerleg01.L")
    p.solve_limb("arm", "L", knee + np.array([-20, -150, 75]) * p.k, [-1, -0.5, 0])
    p.orient_hand("L", [0.15, 0.95, -0.1], [-0.1, 0.1, 1])
    p.curl_fingers("L", (12, 22, 12))
    p.spread("L", (-6, 0, 5, 8))


def seated(p, wrists):
    """Sit, the fist behind the low back, its first knuckles on the muscle."""
    sit(p)
    p.twist("shoulder01.R", [0, 0, 1], -8)
    p.solve_limb("arm", "R", wrists.get("R", p.target + np.array([100, -30, -10])), [1, -0.8, -0.2])
    p.orient_hand("R", [-0.90, 0.30, 0.20], [0.25, 0.95, 0.1])
    fist(p, "R")
    rest_left(p)
    return {"R": (knuckles(p, "R"), p.target + np.array([2, -13, 0]))}


def lie_on_side(p):
    """Lie on the left side, the upper hip and knee bent, the lower hand before the face."""
    k = p.k
    hip = p.joint_position("upperleg01.L")
    p.solve_limb("leg", "L", hip + np.array([-10, 60, -790]) * k, [0, 1, 0])
    hip = p.joint_position("upperleg01.R")
    p.solve_limb("leg", "R", hip + np.array([-90, 330, -470]) * k, [-0.05, 1, 0.35])
    p.aim("clavicle.L", p.heads["upperarm01.L"], [-0.9, 0.4, 0.05], 0.5)
    p.solve_limb("arm", "L", p.joint_position("head") + np.array([-105, 80, -195]) * k, [-0.25, 1, -0.5])
    p.orient_hand("L", [0.05, -0.25, 0.95], [-0.95, 0.3, 0])
    fist(p, "L")


def side_lying(p, wrists):
    """Lie on the left side, the middle knuckles of the upper hand behind the hip."""
    lie_on_side(p)
    n = unit(p.normal * [1, 1, 0.3])
    along = mannequin.across(np.array([-0.25, 0.15, -1]), n)
    tilt = np.radians(28)
    p.twist("shoulder01.R", [0, 0, 1], -6)
    p.solve_limb("arm", "R", wrists.get("R", p.target + n * 90 - along * 90), [0.55, -1, 0])
    p.orient_hand("R", along * np.cos(tilt) - n * np.sin(tilt), n * np.cos(tilt) + along * np.sin(tilt))
    p.spread("R", (-6, 0, 6, 12))
    p.curl_fingers("R", (52, 92, 55))
    p.thumb("R", (0.6, -0.45, 0.65), (0.75, -0.6, 0.25), (0.7, -0.65, -0.2))
    return {"R": ((p.knuckle(2, "R", 2) + p.knuckle(3, "R", 2)) / 2, p.target + n * 8 + along * 7)}


def ankle_on_knee(p, wrists):
    """Sit, the right ankle on the left knee, the tip of the right index finger behind the inner ankle bone."""
    sit(p)
    k = p.k
    knee = p.joint_position("lowerleg01.L")
    for bone in mannequin.CHAINS["leg"]:
        p.turns.pop(f"{bone}.R", None)
    p.solve_limb("leg", "R", knee + np.array([35, -45, 92]) * k, [1, 0.75, 0.15])
    for bone, degrees in (("spine04", -10), ("spine03", -10), ("spine02", -8), ("neck01", -12)):
        p.twist(bone, [1, 0, 0], degrees)
    p.solve_limb("arm", "R", wrists.get("R", p.target + np.array([120, -90, 90])), [1, -0.8, 0.1])
    p.orient_hand("R", [-0.80, 0.50, -0.34], [-0.28, 0.10, 0.95])
    p.spread("R", (0, 0, 9, 18))
    p.curl_fingers("R", (10, 13, 2), (2,))
    p.curl_fingers("R", (56, 76, 40), (3,))
    p.curl_fingers("R", (62, 80, 42), (4,))
    p.curl_fingers("R", (62, 72, 36), (5,))
    p.thumb("R", (0.55, -0.6, 0.5), (0.7, -0.65, -0.05), (0.6, -0.6, -0.5))
    p.solve_limb("arm", "L", p.joint_position("upperleg01.L") + np.array([-150, -190, 120]) * k, [-1, -1, 0.2])
    p.orient_hand("L", [0, 0.2, -1], [-1, 0.1, 0.1])
    return {"R": (p.fingertip(2, "R"), p.target + np.array([1, -3, 7]))}


def under_knee(p, wrists):
    """Sit, the right foot ahead and the left leg dropped aside, both hands round the right knee, the middle
    fingertips in the hollow behind it."""
    sit(p, knees=0.10, shank=0.62)
    for bone, degrees in (("spine05", -6), ("spine04", -10), ("spine03", -9), ("spine02", -9), ("neck01", -6)):
        p.twist(bone, [1, 0, 0], degrees)
    drop_left_leg(p)
    knee = p.joint_position("lowerleg01.R")
    aside = {"male": 12, "female": 16}[p.body]  # mm from the place to each fingertip, which would hide it otherwise
    out = {}
    for side in "RL":
        sign = SIGN[side]
        p.twist(f"clavicle.{side}", [0, 0, 1], sign * 14)
        p.solve_limb("arm", side, wrists.get(side, knee + np.array([sign * 75, -40, 100]) * p.k), [sign, -0.35, 0.1])
        p.orient_hand(side, [sign * -0.06, -0.30, -0.95], [sign, -0.12, 0.0])
        p.curl_fingers(side, (14, 74, 18))
        p.spread(side, (-7, 0, 7, 13))
        p.thumb(side, (0.7, -0.05, 0.7), (0.88, -0.22, 0.38), (0.9, -0.35, 0.2))
        out[side] = (p.fingertip(3, side), p.target + np.array([sign * aside, -8, -5]))
    return out


def drop_left_leg(p):
    """Turn the left knee out and set its foot straight below."""
    hip = p.joint_position("upperleg01.L")
    thigh = np.linalg.norm(p.heads["lowerleg01.L"] - p.heads["upperleg01.L"])
    leg = np.linalg.norm(p.heads["foot.L"] - p.heads["lowerleg01.L"])
    for bone in mannequin.CHAINS["leg"]:
        p.turns.pop(f"{bone}.L", None)
    knee = hip + thigh * unit([-0.42, 1, -0.05])
    feet(p, {"L": knee + leg * unit([-0.05, 0.05, -1])}, (0, 1, 0.6))


def drape_knee(p):
    """Lay the other fingers of both hands on the leg."""
    bare = p.obstacle(*ARM_BONES)
    for side in "RL":
        p.close_fingers(side, bare, (2, 4, 5), shares=(0.2, 1, 0.35), limits=(-40, 50))


def hand_pinch(p, wrists):
    """Right hand palm down at the height of the navel, the thumb of the left on the mound between thumb and index
    finger, its index finger below."""
    chest = p.joint_position("spine02")
    p.solve_limb("arm", "R", chest + np.array([120, 300, -20]) * p.k, [0.8, -1, -0.9])
    p.orient_hand("R", [-0.4, 0.93, -0.03], [0, 0.05, 1])
    p.curl_fingers("R", (-8, -8, -4))
    p.spread("R", (-7, -1, 4, 9))
    p.thumb("R", (0.45, -0.3, 0.85), (0.7, -0.25, 0.65), (0.75, -0.25, 0.6))
    p.solve_limb("arm", "L", wrists.get("L", p.target + np.array([-110, 0, 30])), [-1, -0.6, -0.6])
    p.orient_hand("L", [0.82, 0.5, -0.35], [-0.5, 0.85, 0.15])
    p.curl_fingers("L", (30, 30, 15), (2,))
    p.curl_fingers("L", (55, 65, 35), (3,))
    p.curl_fingers("L", (65, 80, 45), (4, 5))
    p.thumb("L", (0.55, -0.1, 0.8), (0.9, -0.3, 0.35), (0.9, -0.4, -0.1))
    return {"L": (p.fingertip(1, "L"), p.target + np.array([0, 0, 7]))}
