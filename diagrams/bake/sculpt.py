"""Surface anatomy the base mesh lacks: soft ridges and grooves along named lines, raised along the skin
normals.

Tables are in mm on the male body: trunk lines as (x, z) seen from behind, leg lines from the knee or ankle
centre. Shapes after
ordinary surface anatomy (positions of bones: landmarks.py; the depths are an illustrator's choice, about life
size).
"""

import itertools
from dataclasses import dataclass

import numpy as np

from . import proportion

POSTERIOR = (0, -1, 0)


@dataclass(frozen=True)
class Relief:
    """One ridge (height > 0) or groove (height < 0), mm, with a Gaussian cross-section of deviation `width`
    mm.

    `facing`: only skin whose normal leans toward it is moved, from `lean[0]` (not at all) to `lean[1]`
    (fully).
    `taper`: how the line thins out to its ends (0 not at all). `soft` forms are weaker on the female body.
    """

    line: tuple
    height: float
    width: float
    taper: float = 0.0
    facing: tuple = POSTERIOR
    lean: tuple = (0.0, 0.35)
    soft: bool = False


TRUNK = {
    "thoracic furrow": Relief(((0, 1500), (0, 1300), (0, 1130)), -3.5, 9, 0.5, soft=True),
    "lumbar furrow": Relief(((0, 1330), (0, 1130), (0, 960)), -6, 9, 0.6, soft=True),
    "erector column": Relief(((32, 1300), (35, 1130), (33, 1000)), 5.5, 15, 0.6, soft=True),
    "groove under the iliac crest": Relief(((52, 1012), (70, 1040), (96, 1056)), -2.5, 9),
    "medial border of scapula": Relief(((72, 1450), (74, 1425), (76, 1385), (84, 1340), (92, 1315)), 6, 8, 0.6),
    "inferior angle of scapula": Relief(((88, 1326),), 4, 12),
    "hollow between scapula and spine": Relief(((55, 1400), (64, 1330)), -4, 12),
    "spine of scapula": Relief(((66, 1428), (90, 1436), (130, 1446), (185, 1458)), 5, 8, 0.6, lean=(-0.3, 0.2)),
    "hollow below the shoulder blade": Relief(((112, 1296), (140, 1250)), -3.5, 14),
    "fossa below the spine of scapula": Relief(((110, 1405), (150, 1415)), -3.5, 14, lean=(-0.2, 0.2)),
    "spinous process of C7": Relief(((0, 1512),), 4, 9),
    "dimple over PSIS": Relief(((44, 986),), -5.5, 8),
    "sacral triangle": Relief(((0, 985), (0, 950)), -2, 14),
    "top of natal cleft": Relief(((0, 955), (0, 895)), -5, 9),
    "lower buttock": Relief(((34, 840), (66, 834), (92, 844)), 7.5, 16, 0.5, lean=(-0.3, 0.3)),
    "gluteal fold": Relief(((22, 809), (60, 801), (104, 809)), -7, 8, 0.6, lean=(-0.3, 0.2)),
    "fullness of buttock": Relief(((70, 890),), 5, 40),
    "hollow behind trochanter": Relief(((140, 905),), -4, 26, lean=(-0.2, 0.4)),
}
# From the knee centre: x lateral, z from the popliteal crease.
KNEE = {
    "tendon of semitendinosus": Relief(((-8, 175), (-17, 105), (-25, 55), (-36, 0), (-40, -45)), 7.5, 7, 0.7),
    "tendon of biceps femoris": Relief(((6, 175), (15, 110), (25, 55), (36, 0), (39, -30)), 7.5, 7, 0.7),
    "popliteal fossa": Relief(((-2, 125), (-1, 55), (0, 3), (0, -27)), -15, 13.5, 0.8),
    "medial head of gastrocnemius": Relief(((-26, -45), (-24, -105)), 5, 17),
    "lateral head of gastrocnemius": Relief(((22, -45), (22, -90)), 4.5, 16),
    "groove between the heads": Relief(((-1, -35), (1, -145)), -4.5, 6.5, 0.5),
    "medial end of the calf": Relief(((-24, -150), (-10, -190)), -3.5, 9),
    "lateral end of the calf": Relief(((22, -130), (8, -190)), -3.5, 9),
    "head of fibula": Relief(((38, -30),), 2.5, 8, lean=(-0.6, 0.1)),
}
HEEL = Relief((), 6, 15, lean=(0.1, 0.6))
ABOVE_HEEL = Relief((), -3, 16, lean=(0.3, 0.8))
# From the ankle centre: (y, z), seen from the named side.
ANKLE = {
    "medial": {
        "malleolus": Relief(((6, 46), (7, 20), (6, 12)), 5, 11),
        "malleolus prominence": Relief(((6, 12),), 4, 10),
        "groove behind the malleolus": Relief(((-24, 87), (-19, 42), (-17, 12), (-9, -10)), -6.5, 8.5),
        "hollow below the malleolus": Relief(((10, -6), (28, -10)), -2.2, 8),
        "tuberosity of the navicular": Relief(((55, -30),), 3, 11),
    },
    "lateral": {
        "malleolus": Relief(((-4, 34), (-3, 8), (-4, 0)), 5, 11),
        "malleolus prominence": Relief(((-4, 0),), 4.2, 10),
        "groove behind the malleolus": Relief(((-34, 75), (-29, 30), (-27, 0), (-19, -22)), -6.5, 8.5),
        "hollow below the malleolus": Relief(((0, -18), (18, -22)), -2.2, 8),
    },
}


def distance(points, line):
    """Return (distance (n,), share 0..1 along (n,)) of points (n, 2) to a polyline (k, 2)."""
    line = np.asarray(line, float)
    if len(line) == 1:
        return np.linalg.norm(points - line[0], axis=1), np.full(len(points), 0.5)
    nearest, share = np.full(len(points), np.inf), np.zeros(len(points))
    for i, (a, b) in enumerate(itertools.pairwise(line)):
        t = np.clip((points - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1)
        d = np.linalg.norm(points - a - t[:, None] * (b - a), axis=1)
        closer = d < nearest
        nearest[closer], share[closer] = d[closer], (i + t[closer]) / (len(line) - 1)
    return nearest, share


def smoothstep(value, low, high):
    """Return a smooth step from 0 at `low` to 1 at `high`."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


class SculptedSkin:
    """A skin being modelled: points (n, 3), their normals, and which may be moved at all (n,) 0..1."""

    def __init__(self, points, normals, free, body):
        self.points, self.normals, self.free, self.body = points.copy(), normals, free, body
        self.scale = proportion.STATURE[body] / proportion.STATURE["male"]

    def raise_along(self, form, line, axes, facing, where=1.0):
        """Move the skin near `line` (k, 2), given in the plane of `axes` (2 axes or 3x2 directions), by one
        form."""
        flat = self.points @ axes if isinstance(axes, np.ndarray) else self.points[:, list(axes)]
        away, share = distance(flat, line)
        weight = np.exp(-0.5 * (away / (form.width * self.scale)) ** 2)
        if form.taper:
            weight *= np.clip(np.sin(np.pi * share), 0, 1) ** form.taper
        weight *= smoothstep(self.normals @ np.asarray(facing, float), *form.lean) * self.free * where
        height = form.height * self.scale * (0.7 if form.soft and self.body == "female" else 1.0)
        self.points = self.points + self.normals * (weight * height)[:, None]


def sculpt_body(points, normals, arm, body, knees, ankles, crease):
    """Return (n, 3) the skin with surface anatomy.

    `arm` (n,): weight of the arm bones, left alone. `knees`, `ankles`: joint centres by sign of x. `crease`:
    height of the
    popliteal crease.
    """
    clay = SculptedSkin(points, normals, 1 - smoothstep(arm, 0.2, 0.5), body)
    for form in TRUNK.values():
        line = np.array([proportion.scale_place(body, x, z) for x, z in form.line])
        both = (1,) if not line[:, 0].any() else (1, -1)
        for sign in both:
            clay.raise_along(form, line * [sign, 1], (0, 2), form.facing)
    k = clay.scale
    for sign in (1, -1):
        for form in KNEE.values():
            line = np.array([(knees[sign][0] + sign * k * x, crease + k * z) for x, z in form.line])
            clay.raise_along(form, line, (0, 2), form.facing)
        ankle = ankles[sign]
        achilles = Relief((), 3, 6)
        clay.raise_along(achilles, [(ankle[0], 215 * k), (ankle[0], 60 * k)], (0, 2), POSTERIOR)
        if body == "female":  # her mesh has a heel without roundness
            clay.raise_along(HEEL, [(ankle[0] - 4, 34), (ankle[0] + 4, 34)], (0, 2), POSTERIOR)
            clay.raise_along(ABOVE_HEEL, [(ankle[0], 84), (ankle[0], 104)], (0, 2), POSTERIOR)
        for side, forms in ANKLE.items():
            facing = (-sign, 0, 0) if side == "medial" else (sign, 0, 0)
            on_limb = (sign * clay.points[:, 0] > 0) & (clay.points[:, 2] < 300)
            for form in forms.values():
                line = np.array([(ankle[1] + k * y, ankle[2] + k * z) for y, z in form.line])
                clay.raise_along(form, line, (1, 2), facing, on_limb)
        closing = Relief((), 8 if body == "male" else 12, 38, lean=(0.1, 0.7))
        line = [(y, proportion.scale_height(body, z)) for y, z in ((-10, 850), (0, 800), (4, 730))]
        clay.raise_along(closing, line, (1, 2), (-sign, 0, 0), sign * clay.points[:, 0] > 0)
    return clay.points


# On the back of the hand, mm on the male hand.
KNUCKLE = Relief((), 1.9, 5.5, lean=(-0.2, 0.3))
BETWEEN_KNUCKLES = Relief((), -1.6, 4.2, lean=(-0.2, 0.3))
TENDON = Relief((), 0.9, 2.4, 0.5)
BETWEEN_TENDONS = Relief((), -0.7, 3.6, 0.7)
FINGER_JOINT = Relief((), 0.8, 4.2)
FIRST_WEB_MUSCLE = Relief((), 1.6, 8.0, 0.4)
HEAD_OF_ULNA = Relief((), 2.6, 7.5)


def sculpt_hand(points, normals, plane, body):
    """Return (n, 3) the hand with knuckles, extensor tendons, the muscle of the first web and the head of the
    ulna."""
    clay = SculptedSkin(points, normals, np.ones(len(points)), body)
    axes, s = np.stack([plane.right, plane.up], 1), plane.scale
    put = lambda form, *line: clay.raise_along(form, np.array(line), axes, plane.toward)  # noqa: E731
    joints = plane.joints()
    head = {finger: plane.knuckle(finger) for finger in range(1, 6)}
    root = {finger: plane.base(finger) for finger in range(1, 6)}
    for finger in (2, 3, 4, 5):
        put(KNUCKLE, head[finger])
        put(TENDON, head[finger], (head[finger] + root[finger]) / 2, root[finger])
    for one, two in ((2, 3), (3, 4), (4, 5)):
        between = (head[one] + head[two]) / 2
        put(BETWEEN_KNUCKLES, between + s * np.array([0, 3]))
        put(BETWEEN_TENDONS, between, (root[one] + root[two]) / 2)
    for key in ("index", "middle", "ring", "little"):
        put(FINGER_JOINT, joints[f"{key}-pip"])
    put(FIRST_WEB_MUSCLE, root[2] * 0.55 + head[2] * 0.45 - [9 * s, 0], head[2] * 0.85 + root[2] * 0.15 - [9 * s, 0])
    put(HEAD_OF_ULNA, plane.crease + s * np.array([16, -11]))
    return clay.points
