"""Clothes, hair, nails and finger creases as scalar fields on the standing skin, above 0 inside.

No mesh is added: a field is interpolated at each pixel, so its border is smooth, and the skin under cloth and hair is
smoothed and moved outward.
"""

import functools
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from diagrams.bake.mannequin import SIGN, unit
from diagrams.bake.standing_skin import skin as standing_skin

from .. import surface

OUTSIDE = -50.0
#: Bones of the head, as the rig names them.
HEAD = ("head", "neck", "eye", "jaw", "tongue", "oris", "levator", "temporalis", "risorius", "special")
ARM = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
LEG = ("upperleg", "lowerleg", "foot", "toe")
#: Parts of the body by number.
PARTS = {"trunk": 0, "right arm": 1, "left arm": 2, "right leg": 3, "left leg": 4, "head": 5}
#: (thickness, rounds of smoothing, fade of the thickness from the hem), mm.
LIFT = {"shorts": (4.0, 60, 3.0), "top": (4.5, 45, 3.0), "hair": (11.0, 25, 22.0)}
#: The hairline: (behind to front of the head joint, height below the crown), mm on the reference man.
HAIRLINE = ((-200, -60, -25, -5, 25, 60, 90, 140), (-196, -190, -165, -112, -100, -72, -52, -48))
THUMB_BACK = (0.55, 0.85)  # the back of the thumb, as shares of the hand's back and its thumb side


@dataclass(frozen=True)
class Outfit:
    """What is worn: heights, mm on the reference man, of the shirt's hem, the waistband and the ends of the shorts."""

    hem: float = 960.0
    waist: float = 1003.0
    leg: float = 690.0
    sleeve: float = 0.5


def smoothstep(x, low, high):
    """Return 0 below `low`, 1 above `high`, smooth between."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


class Clothed:
    """The standing skin with an outfit: `points` (n, 3) lifted where covered, `fields` by name, `part` and `finger`
    numbers, and the fields of the nails and finger joints."""

    def __init__(self, body, outfit):
        self.body, self.outfit = body, outfit
        self.skin = skin = standing_skin(body)
        self.k = skin.stature / 1756.2
        self.quads = skin.quads
        self.normals = surface.normals(skin.points, skin.quads)
        self.arm = {side: skin.weight(*ARM, side=side) for side in "RL"}
        self.head = skin.weight(*HEAD)
        self.part = self._parts()
        self.finger = self._fingers()
        self.fields = {"shorts": self._shorts(), "top": self._top(), "hair": self._hair()}
        self.points = self._lifted()
        self.nail, self.joints = self._nails_and_joints()

    def _parts(self):
        legs = [self.skin.weight(*LEG, side=side) for side in "RL"]
        share = np.stack([self.arm["R"], self.arm["L"], *legs, self.head], 1)
        return np.where(share.max(1) > 0.5, share.argmax(1) + 1, 0)

    def _fingers(self):
        """Return (n,) 1 to 5 on the right hand, 11 to 15 on the left, 0 elsewhere."""
        out = np.zeros(len(self.skin.points), int)
        for side, first in (("R", 1), ("L", 11)):
            share = np.stack([self.skin.weight(f"finger{n}-", side=side) for n in range(1, 6)], 1)
            out = np.where(share.max(1) > 0.5, first + share.argmax(1), out)
        return out

    def _shorts(self):
        z, k = self.skin.points[:, 2], self.k
        bare_arm = 1 - np.clip(self.arm["R"] + self.arm["L"], 0, 1)
        field = np.minimum(self.outfit.waist * k - z, z - self.outfit.leg * k)
        return np.minimum(field, (bare_arm - 0.6) * 100)

    def _top(self):
        rest, heads, k = self.skin.points, self.skin.skeleton.heads, self.k
        field = rest[:, 2] - self.outfit.hem * k
        for side in "RL":
            shoulder, elbow = heads[f"upperarm01.{side}"], heads[f"lowerarm01.{side}"]
            length = np.linalg.norm(elbow - shoulder)
            along = (rest - shoulder) @ (elbow - shoulder) / length
            share = smoothstep(self.arm[side], 0.25, 0.65)
            sleeve = np.minimum(self.outfit.sleeve * length - along, 90)
            field = (1 - share) * np.minimum(field, 90) + share * sleeve
        neck = (rest - heads["neck01"] - np.array([0, 18, 6]) * k) / (np.array([88, 92, 62]) * k)
        field = np.minimum(field, (np.linalg.norm(neck, axis=1) - 1) * 70)
        return np.where(self.head > 0.6, -20, field)

    def _hair(self):
        rest, joint = self.skin.points, self.skin.skeleton.heads["head"]
        crown = rest[np.unique(self.quads), 2].max()
        y, z = rest[:, 1] - joint[1], rest[:, 2]
        line = np.interp(y, *(np.array(values) * self.k for values in HAIRLINE))
        return np.where((self.head > 0.5) & (z > joint[2] - 60), z - crown - line, OUTSIDE)

    def _lifted(self):
        points = self.skin.points.copy()
        for name, (thickness, rounds, fade) in LIFT.items():
            field = self.fields[name]
            inside = smoothstep(field, -2 if name == "hair" else -6, 10)
            smooth = self._smoothed(points, smoothstep(field, 0, 25), rounds)
            out = np.einsum("ij,ij->i", smooth - points, self.normals)
            grow = np.maximum(out, 0) + thickness * smoothstep(field, -1.5, fade)
            points = points + self.normals * (grow * inside)[:, None]
        return points

    def _smoothed(self, points, free, rounds):
        """Return points relaxed toward their neighbours where `free` (n,) allows: cloth bridges folds of the skin."""
        neighbours, degree = _adjacency(self.body)
        out = points.copy()
        for _ in range(rounds):
            out += (0.6 * free)[:, None] * ((neighbours @ out) / degree[:, None] - out)
        return out

    def _nails_and_joints(self):
        nail = np.full(len(self.skin.points), OUTSIDE)
        joints = []
        heads, tails = self.skin.skeleton.heads, self.skin.skeleton.tails
        for side, first in (("R", 1), ("L", 11)):
            _, back, thumbward = hand_axes(heads, side)
            for n in range(1, 6):
                mine = np.flatnonzero(self.finger == first + n - 1)
                knuckle, middle, last = (heads[f"finger{n}-{bone}.{side}"] for bone in (1, 2, 3))
                tip = tails[f"finger{n}-3.{side}"]
                dorsal = THUMB_BACK[0] * back + THUMB_BACK[1] * thumbward if n == 1 else back
                nail[mine] = np.maximum(nail[mine], self._nail(mine, last, tip, dorsal))
                if n > 1:
                    joints.append(self._joint(mine, (knuckle, middle, last), dorsal, (-1.6, 1.4)))
                joints.append(self._joint(mine, (middle, last, tip), dorsal, (0.2,)))
        return nail, joints

    def _nail(self, mine, last, tip, dorsal):
        """Return the nail's field on the vertices of one finger: a rounded square on the back of its end."""
        axis = unit(tip - last)
        dorsal = unit(dorsal - (dorsal @ axis) * axis)
        across = np.cross(axis, dorsal)
        from_last = self.skin.points[mine] - last
        from_tip = (from_last @ axis).max() - from_last @ axis
        edges = np.percentile((from_last @ across)[from_tip < 9], [2, 98])
        half = (edges[1] - edges[0]) / 2
        aside = (from_last @ across - edges.mean()) / half
        size = 1.42 * half
        shape = 1 - np.abs((from_tip - 1.6 - 0.78 * size) / (0.8 * size)) ** 3 - np.abs(aside / 0.74) ** 3
        return np.where((self.normals[mine] @ dorsal > 0.15) & (from_tip < 30), shape, OUTSIDE)

    def _joint(self, mine, ends, dorsal, levels):
        """Return (vertices, distance along the finger from a joint, facing of its back, levels of its creases)."""
        before, joint, after = ends
        axis = unit(unit(joint - before) + unit(after - joint))
        dorsal = unit(dorsal - (dorsal @ axis) * axis)
        return mine, (self.skin.points[mine] - joint) @ axis, self.normals[mine] @ dorsal, levels


def hand_axes(heads, side):
    """Return the standing hand's (along the fingers, out of its back, toward the thumb)."""
    along = unit(heads[f"finger3-1.{side}"] - heads[f"wrist.{side}"])
    thumbward = heads[f"finger2-1.{side}"] - heads[f"finger5-1.{side}"]
    thumbward = unit(thumbward - (thumbward @ along) * along)
    return along, SIGN[side] * np.cross(along, thumbward), thumbward


@functools.cache
def _adjacency(body):
    """Return (matrix of neighbours, degree (n,)) of the standing skin."""
    skin = standing_skin(body)
    rows = np.concatenate([skin.quads[:, corner] for corner in range(4)] * 2)
    turned = [skin.quads[:, (corner + step) % 4] for step in (1, 3) for corner in range(4)]
    matrix = sparse.csr_matrix((np.ones(len(rows)), (rows, np.concatenate(turned))), (len(skin.points),) * 2)
    matrix.data[:] = 1
    return matrix, np.maximum(np.asarray(matrix.sum(1)).ravel(), 1)


@functools.cache
def clothed(body, outfit):
    """Return a clothed standing body, made once."""
    return Clothed(body, outfit)
