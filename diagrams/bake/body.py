"""The two bodies: MakeHuman macros for a young adult of each sex, stood upright and brought to ANSUR II
proportions.

ANSUR II (US Army 2012, NATICK/TR-15/007), means, mm. Neither body is a scaled copy of the other: each has its
own morph, its
own levels and its own breadths.
"""

import functools
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.interpolate import PchipInterpolator

from diagrams.bake import base_mesh
from diagrams.bake import skeleton as pose

ANCESTRIES = ("african", "asian", "caucasian")
ARM = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
SIDES = (("R", 1), ("L", -1))


@dataclass(frozen=True)
class BodyBuild:
    """How one body is made.

    `muscle`, `weight`: MakeHuman macros, 0 to 1, 0.5 average. `levels`: (height on the straightened mesh,
    height wanted).
    `breadths`: (height, factor) for the trunk. The rest are lengths wanted, mm: shoulder to elbow centre
    (acromion-radiale
    length less 40), elbow to wrist centre (radiale-stylion length and 8), wrist centre to tip of the middle
    finger (hand
    length and 11), foot length and foot breadth. `shank`: (height, factor) for the girth of leg and ankle.
    """

    stature: float
    muscle: float
    weight: float
    levels: tuple
    breadths: tuple
    upper_arm: float
    forearm: float
    hand: float
    foot: tuple
    shank: tuple


# Levels wanted: lateral malleolus, knee (lateral femoral epicondyle), crotch, buttock, tenth rib, shoulder,
# vertex.
BUILDS = {
    "male": BodyBuild(
        1756.2,
        0.72,
        0.50,
        levels=((0, 0), (74, 74), (514, 491), (851, 832), (921, 888), (1150, 1126), (1401, 1401), (1756.2, 1756.2)),
        breadths=(
            (0, 1),
            (700, 1),
            (800, 1.005),
            (888, 1.035),
            (960, 1.05),
            (1062, 1.055),
            (1130, 1.03),
            (1250, 1),
            (1757, 1),
        ),
        upper_arm=295,
        forearm=276,
        hand=204,
        foot=(271, 102),
        shank=((0, 1), (60, 1), (110, 0.96), (200, 1), (330, 1.03), (470, 1)),
    ),
    "female": BodyBuild(
        1628.5,
        0.60,
        0.48,
        levels=((0, 0), (70, 66), (457, 463), (758, 768), (834, 834), (1060, 1050), (1289, 1296), (1628.5, 1628.5)),
        breadths=(
            (0, 1),
            (700, 1),
            (834, 1.025),
            (920, 1.05),
            (990, 1.105),
            (1030, 1.085),
            (1075, 1.055),
            (1150, 1.015),
            (1250, 1),
            (1629, 1),
        ),
        upper_arm=271,
        forearm=249,
        hand=192,
        foot=(246, 93),
        shank=((0, 1), (40, 1), (68, 1.08), (110, 1.1), (200, 1.07), (320, 1.05), (450, 1)),
    ),
}


def shares(amount, name):
    """Split a macro 0..1 over its three named targets, e.g. 0.6 -> average 0.8, max 0.2."""
    return {
        "min" + name: max(0.0, 1 - 2 * amount),
        "average" + name: 1 - abs(2 * amount - 1),
        "max" + name: max(0.0, 2 * amount - 1),
    }


def morph(body):
    """Return (19158, 3) the unposed mesh of one body, feet on the floor, scaled to nothing yet."""
    build = BUILDS[body]
    recipe = [(f"macrodetails/{ancestry}-{body}-young", 1 / 3) for ancestry in ANCESTRIES]
    for muscle, a in shares(build.muscle, "muscle").items():
        for weight, b in shares(build.weight, "weight").items():
            stem = f"{body}-young-{muscle}-{weight}"
            recipe += [
                (f"macrodetails/universal-{stem}", a * b),
                (f"macrodetails/height/{stem}-averageheight", a * b),
                (f"macrodetails/proportions/{stem}-averageproportions", a * b),
            ]
    mesh = base_mesh.base_mesh()[0].copy()
    for name, amount in recipe:
        shape = base_mesh.target(name)
        if shape is not None and amount > 1e-6:
            mesh[shape[0]] += amount * shape[1]
    mesh = base_mesh.to_body_frame(mesh)
    return mesh - [0, 0, mesh[base_mesh.groups()["body"], 2].min()]


def outward_direction(sign, degrees, forward):
    """Return the (3,) direction that hangs down, `degrees` out to the side of `sign`, leaning `forward`."""
    return np.array([sign * np.sin(np.radians(degrees)), forward, -np.cos(np.radians(degrees))])


def stand_pose(skeleton, arm=12.0, forearm=14.0, supination=60.0, leg=-1.3):
    """Pose for the posterior view: arms `arm` degrees from the trunk, backs of the hands to the viewer, legs
    upright."""
    for side, sign in SIDES:
        outward = partial(outward_direction, sign)
        head = {
            bone: skeleton.heads[f"{bone}.{side}"]
            for bone in ("upperarm01", "lowerarm01", "wrist", "finger3-1", "foot")
        }
        skeleton.aim(f"clavicle.{side}", head["upperarm01"], [sign, -0.10, -0.035], 0.5)
        skeleton.aim(f"shoulder01.{side}", head["lowerarm01"], outward(arm, -0.02), 0.25)
        skeleton.aim(f"upperarm01.{side}", head["lowerarm01"], outward(arm, -0.02))
        axis = outward(forearm, 0.10)
        skeleton.aim(f"lowerarm01.{side}", head["wrist"], axis)
        for bone, share in (("upperarm02", 0.15), ("lowerarm01", 0.15), ("lowerarm02", 0.4), ("wrist", 0.3)):
            skeleton.twist(f"{bone}.{side}", axis, sign * supination * share)
        skeleton.aim(f"wrist.{side}", head["finger3-1"], outward(forearm, 0.12))
        for finger, degrees in ((2, 5), (4, -4), (5, -9)):
            skeleton.twist(f"finger{finger}-1.{side}", [0, 1, 0], -sign * degrees)
        skeleton.aim(f"upperleg01.{side}", head["foot"], outward(leg, 0))
        foot = f"foot.{side}"
        skeleton.aim(foot, skeleton.tails[foot], skeleton.tails[foot] - skeleton.heads[foot])
    return skeleton


def upright(body):
    """Return (19158, 3) the standing mesh at its stature, before calibration."""
    mesh = morph(body)
    mesh = stand_pose(pose.Skeleton(mesh)).skin_points(mesh, base_mesh.weights()[1])
    skin = base_mesh.groups()["body"]
    mesh -= [0, 0, mesh[skin, 2].min()]
    return mesh * (BUILDS[body].stature / mesh[skin, 2].max())


def stretch(axis, factor):
    """Return the 3x3 matrix that lengthens by `factor` along `axis` and leaves what is across it alone."""
    axis = axis / np.linalg.norm(axis)
    return np.eye(3) + (factor - 1) * np.outer(axis, axis)


def lengthen_arms(mesh, build):
    """Return the mesh with upper arms, forearms and hands of the lengths wanted, shoulders kept in place."""
    skeleton = pose.Skeleton(mesh)
    out = mesh.copy()
    for side, _ in SIDES:
        shoulder, elbow, wrist = (skeleton.heads[f"{bone}.{side}"] for bone in ("upperarm01", "lowerarm01", "wrist"))
        tip = skeleton.tails[f"finger3-3.{side}"]
        upper = stretch(elbow - shoulder, build.upper_arm / np.linalg.norm(elbow - shoulder))
        fore = stretch(wrist - elbow, build.forearm / np.linalg.norm(wrist - elbow))
        hand = np.eye(3) * build.hand / np.linalg.norm(tip - wrist)
        elbow_to = shoulder + upper @ (elbow - shoulder)
        wrist_to = elbow_to + fore @ (wrist - elbow)
        for words, matrix, start, end in (
            (("upperarm",), upper, shoulder, shoulder),
            (("lowerarm",), fore, elbow, elbow_to),
            (("wrist", "finger", "metacarpal"), hand, wrist, wrist_to),
        ):
            share = sum(base_mesh.weight_of(f"{word}{n}.{side}") for word in words for n in BONE_NUMBERS[word])
            out += share[:, None] * ((mesh - start) @ matrix.T + end - mesh)
    return out


BONE_NUMBERS = {
    "upperarm": ("01", "02"),
    "lowerarm": ("01", "02"),
    "wrist": ("",),
    "metacarpal": "1234",
    "finger": tuple(f"{finger}-{bone}" for finger in range(1, 6) for bone in (1, 2, 3)),
}


def lengthen_feet(mesh, build):
    """Return the mesh with feet of the length and breadth wanted, heights kept, scaled about the ankles."""
    skeleton = pose.Skeleton(mesh)
    out = mesh.copy()
    for side, _sign in SIDES:
        share = base_mesh.weight_of(*(f"{bone}.{side}" for bone in FOOT))
        sole = mesh[(share > 0.5) & (mesh[:, 2] < 45)]
        factors = np.array([build.foot[1] / np.ptp(sole[:, 0]), build.foot[0] / np.ptp(sole[:, 1]), 1])
        out += share[:, None] * (mesh - skeleton.heads[f"foot.{side}"]) * (factors - 1)
        out[:, 2] -= share * foot_lift(out, share > 0.5, skeleton.heads[f"foot.{side}"][1])
    return out


def foot_lift(mesh, foot, ankle):
    """Return (n,) by how much heel and ball of a foot (mask (n,)) float, run straight between them and fading
    up the foot."""
    floor = [
        mesh[foot & (mesh[:, 1] > ankle + low) & (mesh[:, 1] < ankle + high), 2].min()
        for low, high in ((-90, -10), (70, 140))
    ]
    return np.interp(mesh[:, 1], (ankle - 40, ankle + 105), floor) * np.clip(1 - mesh[:, 2] / 60, 0, 1)


def fill_shanks(mesh, build):
    """Return the mesh with legs of the girth wanted, widened about the line from knee to ankle."""
    girth = PchipInterpolator(*zip(*build.shank, strict=False))
    skeleton = pose.Skeleton(mesh)
    out = mesh.copy()
    leg = np.clip(base_mesh.weight_of("upperleg", "lowerleg", "foot", "toe"), 0, 1)
    factor = np.where(mesh[:, 2] < build.shank[-1][0], girth(np.clip(mesh[:, 2], 0, build.shank[-1][0])), 1) - 1
    for side, sign in SIDES:
        knee, ankle = skeleton.heads[f"lowerleg01.{side}"], skeleton.heads[f"foot.{side}"]
        along = np.clip((mesh[:, 2] - ankle[2]) / (knee[2] - ankle[2]), 0, 1)[:, None]
        axis = ankle[:2] + along * (knee - ankle)[:2]
        out[:, :2] += (leg * factor * (sign * mesh[:, 0] > 0))[:, None] * (mesh[:, :2] - axis)
    return out


FOOT = ("foot", *(f"toe{toe}-{bone}" for toe in range(1, 6) for bone in (1, 2, 3)))


def calibrate(mesh, build):
    """Bring levels, breadths and limb lengths of an upright mesh to the measured ones."""
    level = PchipInterpolator(*zip(*build.levels, strict=False), extrapolate=True)
    breadth = PchipInterpolator(*zip(*build.breadths, strict=False))
    arm = np.clip(base_mesh.weight_of(*ARM), 0, 1)
    shoulder = pose.Skeleton(mesh).heads["upperarm01.R"][2]
    out = mesh.copy()
    out[:, 2] = (1 - arm) * level(mesh[:, 2]) + arm * (mesh[:, 2] + float(level(shoulder)) - shoulder)
    out[:, 0] *= 1 + (breadth(np.clip(out[:, 2], 0, build.stature)) - 1) * (1 - arm)
    return lengthen_feet(fill_shanks(lengthen_arms(out, build), build), build)


@functools.cache
def standing_mesh(body):
    """Return (19158, 3) the calibrated standing mesh: the rest from which every view is posed."""
    return calibrate(upright(body), BUILDS[body])
