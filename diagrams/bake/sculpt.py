"""Surface anatomy the base mesh lacks: soft ridges and grooves along named lines, raised along the skin normals.

Tables are in mm on the male body: trunk lines as (x, z) seen from behind, leg lines from the knee or ankle centre. Shapes after
ordinary surface anatomy (positions of bones: landmarks.py; the depths are an illustrator's choice, about life size).
"""
from dataclasses import dataclass

import numpy as np

from . import proportion

POSTERIOR = (0, -1, 0)


@dataclass(frozen=True)
class Form:
    """One ridge (height > 0) or groove (height < 0), mm, with a Gaussian cross-section of deviation `width` mm.

    `facing`: only skin whose normal leans toward it is moved, from `lean[0]` (not at all) to `lean[1]` (fully).
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
    "thoracic furrow": Form(((0, 1500), (0, 1300), (0, 1130)), -3.5, 9, .5, soft=True),
    "lumbar furrow": Form(((0, 1330), (0, 1130), (0, 960)), -6, 9, .6, soft=True),
    "erector column": Form(((32, 1300), (35, 1130), (33, 1000)), 5.5, 15, .6, soft=True),
    "groove under the iliac crest": Form(((52, 1012), (70, 1040), (96, 1056)), -2.5, 9),
    "medial border of scapula": Form(((72, 1450), (74, 1425), (76, 1385), (84, 1340), (92, 1315)), 4.5, 7.5, .6),
    "inferior angle of scapula": Form(((88, 1326),), 4, 12),
    "hollow between scapula and spine": Form(((62, 1400), (68, 1340)), -3, 12),
    "spine of scapula": Form(((66, 1428), (90, 1436), (130, 1446), (185, 1458)), 3.5, 8, .6, lean=(-.3, .2)),
    "hollow below the shoulder blade": Form(((120, 1300), (140, 1260)), -2, 14),
    "spinous process of C7": Form(((0, 1512),), 4, 9),
    "dimple over PSIS": Form(((44, 986),), -4.5, 8),
    "sacral triangle": Form(((0, 985), (0, 950)), -2, 14),
    "top of natal cleft": Form(((0, 955), (0, 895)), -5, 9),
    "gluteal fold": Form(((26, 808), (60, 801), (100, 808)), -5, 8, .6),
    "fullness of buttock": Form(((70, 890),), 5, 40),
    "hollow behind trochanter": Form(((140, 905),), -4, 26, lean=(-.2, .4)),
}
# From the knee centre: x lateral, z from the popliteal crease.
KNEE = {
    "tendon of semitendinosus": Form(((-8, 175), (-17, 105), (-25, 55), (-36, 0), (-40, -45)), 6, 6.5, .7),
    "tendon of biceps femoris": Form(((6, 175), (15, 110), (25, 55), (36, 0), (39, -30)), 6, 6.5, .7),
    "popliteal fossa": Form(((-2, 125), (-1, 55), (0, 3), (0, -27)), -10, 12, .8),
    "medial head of gastrocnemius": Form(((-26, -45), (-24, -105)), 3.5, 17),
    "lateral head of gastrocnemius": Form(((22, -45), (22, -90)), 3, 16),
    "groove between the heads": Form(((-1, -35), (1, -145)), -3, 6, .5),
    "medial end of the calf": Form(((-24, -150), (-10, -190)), -2, 10),
    "lateral end of the calf": Form(((22, -130), (8, -190)), -2, 10),
    "head of fibula": Form(((38, -30),), 2.5, 8, lean=(-.6, .1)),
}
# From the ankle centre: (y, z), seen from the named side.
ANKLE = {
    "medial": {
        "malleolus": Form(((6, 46), (7, 20), (6, 12)), 5, 11),
        "malleolus prominence": Form(((6, 12),), 4, 10),
        "groove behind the malleolus": Form(((-24, 87), (-19, 42), (-17, 12), (-9, -10)), -6.5, 8.5),
        "hollow below the malleolus": Form(((10, -6), (28, -10)), -2.2, 8),
        "tuberosity of the navicular": Form(((55, -30),), 3, 11),
    },
    "lateral": {
        "malleolus": Form(((-4, 34), (-3, 8), (-4, 0)), 5, 11),
        "malleolus prominence": Form(((-4, 0),), 4.2, 10),
        "groove behind the malleolus": Form(((-34, 75), (-29, 30), (-27, 0), (-19, -22)), -6.5, 8.5),
        "hollow below the malleolus": Form(((0, -18), (18, -22)), -2.2, 8),
    },
}


def distance(points, line):
    """Return (distance (n,), share 0..1 along (n,)) of points (n, 2) to a polyline (k, 2)."""
    line = np.asarray(line, float)
    if len(line) == 1:
        return np.linalg.norm(points - line[0], axis=1), np.full(len(points), 0.5)
    nearest, share = np.full(len(points), np.inf), np.zeros(len(points))
    for i, (a, b) in enumerate(zip(line, line[1:])):
        t = np.clip((points - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1)
        d = np.linalg.norm(points - a - t[:, None] * (b - a), axis=1)
        closer = d < nearest
        nearest[closer], share[closer] = d[closer], (i + t[closer]) / (len(line) - 1)
    return nearest, share


def ramp(value, low, high):
    """Return a smooth step from 0 at `low` to 1 at `high`."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


class Clay:
    """A skin being modelled: points (n, 3), their normals, and which may be moved at all (n,) 0..1."""

    def __init__(self, points, normals, free, body):
        self.points, self.normals, self.free, self.body = points.copy(), normals, free, body
        self.scale = proportion.STATURE[body] / proportion.STATURE["male"]

    def raise_along(self, form, line, axes, facing, where=1.0):
        """Move the skin near `line` (k, 2), given in the body axes `axes`, by one form."""
        away, share = distance(self.points[:, list(axes)], line)
        weight = np.exp(-0.5 * (away / (form.width * self.scale)) ** 2)
        if form.taper:
            weight *= np.clip(np.sin(np.pi * share), 0, 1) ** form.taper
        weight *= ramp(self.normals @ np.asarray(facing, float), *form.lean) * self.free * where
        height = form.height * self.scale * (0.7 if form.soft and self.body == "female" else 1.0)
        self.points = self.points + self.normals * (weight * height)[:, None]


def model(points, normals, arm, body, knees, ankles, crease):
    """Return (n, 3) the skin with surface anatomy.

    `arm` (n,): weight of the arm bones, left alone. `knees`, `ankles`: joint centres by sign of x. `crease`: height of the
    popliteal crease.
    """
    clay = Clay(points, normals, 1 - ramp(arm, 0.2, 0.5), body)
    for form in TRUNK.values():
        line = np.array([proportion.place(body, x, z) for x, z in form.line])
        both = (1,) if not line[:, 0].any() else (1, -1)
        for sign in both:
            clay.raise_along(form, line * [sign, 1], (0, 2), form.facing)
    k = clay.scale
    for sign in (1, -1):
        for form in KNEE.values():
            line = np.array([(knees[sign][0] + sign * k * x, crease + k * z) for x, z in form.line])
            clay.raise_along(form, line, (0, 2), form.facing)
        ankle = ankles[sign]
        achilles = Form((), 3, 6)
        clay.raise_along(achilles, [(ankle[0], 215 * k), (ankle[0], 60 * k)], (0, 2), POSTERIOR)
        for side, forms in ANKLE.items():
            facing = (-sign, 0, 0) if side == "medial" else (sign, 0, 0)
            on_limb = (sign * clay.points[:, 0] > 0) & (clay.points[:, 2] < 300)
            for form in forms.values():
                line = np.array([(ankle[1] + k * y, ankle[2] + k * z) for y, z in form.line])
                clay.raise_along(form, line, (1, 2), facing, on_limb)
        closing = Form((), 8, 36, lean=(.1, .7))
        line = [(y, proportion.height(body, z)) for y, z in ((-10, 850), (0, 800), (4, 740))]
        clay.raise_along(closing, line, (1, 2), (-sign, 0, 0), sign * clay.points[:, 0] > 0)
    return clay.points
