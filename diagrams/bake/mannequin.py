"""A body that can be told where a hand or a foot has to be: limbs bent to reach a place, hands turned, fingers
curled.

Directions are in the body frame (x to the subject's right, y forward, z up). Sides are "R" and "L".
"""

import numpy as np
from scipy.spatial import cKDTree

from diagrams.bake import base_mesh, skeleton, surface

SIGN = {"R": 1, "L": -1}
CHAINS = {
    "arm": ("upperarm01", "upperarm02", "lowerarm01", "lowerarm02", "wrist"),
    "leg": ("upperleg01", "upperleg02", "lowerleg01", "lowerleg02", "foot"),
}
# Which way the hollow of elbow and the cap of the knee look on the standing body.
BEND = {"arm": 1, "leg": -1}
FINGERS = (2, 3, 4, 5)


def unit(vector):
    """Return a vector (3,) at length one."""
    vector = np.asarray(vector, float)
    return vector / np.linalg.norm(vector)


def across(vector, axis):
    """Return the unit part of a vector that stands across `axis`."""
    return unit(vector - (vector @ axis) * axis)


def angle(start, end, axis):
    """Return the degrees from `start` to `end`, both across `axis`, counter-clockwise seen from its tip."""
    return np.degrees(np.arctan2(np.cross(start, end) @ axis, start @ end))


class Mannequin(skeleton.Skeleton):
    """The rig of one standing skin, with the skin's bone weights for places that ride on it."""

    def __init__(self, skin):
        super().__init__(skin.coarse)
        self.skin = skin

    def joint_position(self, bone):
        """Return where the head of a bone has come to lie."""
        return self.transform_point(bone, self.heads[bone])

    def carry_points(self, points):
        """Return where standing places (n, 3) lie now, each carried like the skin nearest to it."""
        points = np.atleast_2d(points)
        nearest = [int(((self.skin.points - point) ** 2).sum(1).argmin()) for point in points]
        return self.skin_points(points, self.skin.weights[nearest])

    def solve_limb(self, limb, side, target, pole, slack=0.985):
        """Bend a limb so that wrist or ankle comes to `target`, elbow or knee pointing toward `pole`."""
        first, second, third, _, last = (f"{bone}.{side}" for bone in CHAINS[limb])
        start = self.joint_position(first)
        upper = np.linalg.norm(self.heads[third] - self.heads[first])
        lower = np.linalg.norm(self.heads[last] - self.heads[third])
        line = np.asarray(target, float) - start
        span = min(np.linalg.norm(line), slack * (upper + lower))
        line = unit(line)
        along = (upper**2 - lower**2 + span**2) / (2 * span)
        aside = np.sqrt(max(upper**2 - along**2, 0))
        middle = start + along * line + aside * across(np.asarray(pole, float), line)
        self.aim(first, self.heads[third], middle - start)
        axis = unit(middle - start)
        bend = across(start + span * line - middle, axis)
        rest = unit(self.heads[third] - self.heads[first])
        hollow = self.orientation(first) @ across(np.array([0.0, BEND[limb], 0]), rest)
        roll = angle(across(hollow, axis), bend, axis)
        self.twist(first, axis, 0.6 * roll)
        self.twist(second, axis, 0.4 * roll)
        self.aim(third, self.heads[last], start + span * line - middle)
        return self

    def axes(self, side):
        """Return the standing hand's (along the fingers, out of its back, toward the thumb)."""
        head = lambda bone: self.heads[f"{bone}.{side}"]  # noqa: E731
        along = unit(head("finger3-1") - head("wrist"))
        thumbward = across(head("finger2-1") - head("finger5-1"), along)
        return along, SIGN[side] * np.cross(along, thumbward), thumbward

    def orient_hand(self, side, along, back):
        """Turn a hand so that its fingers run `along` and its back looks `back`; the forearm shares the
        roll."""
        wrist = f"wrist.{side}"
        rest_along, rest_back, _ = self.axes(side)
        along = unit(along)
        back = across(np.asarray(back, float), along)
        wanted = np.stack([along, back, np.cross(along, back)], 1)
        rest = np.stack([rest_along, rest_back, np.cross(rest_along, rest_back)], 1)
        forearm = unit(self.joint_position(wrist) - self.joint_position(f"lowerarm01.{side}"))
        level = skeleton.partial_rotation(along, forearm)
        roll = angle(across(self.orientation(wrist) @ rest_back, forearm), across(level @ back, forearm), forearm)
        self.rolled = getattr(self, "rolled", {}) | {side: roll}
        for bone, share in (("lowerarm01", 0.3), ("lowerarm02", 0.45)):
            self.twist(f"{bone}.{side}", forearm, share * roll)
        self.turn(wrist, wanted @ rest.T @ self.orientation(wrist).T)
        return self

    def curl_fingers(self, side, bends, fingers=FINGERS):
        """Close fingers by `bends`, degrees at knuckle, middle and end joint."""
        rest_along, rest_back, _ = self.axes(side)
        hinge = self.orientation(f"wrist.{side}") @ np.cross(rest_back, rest_along)
        for finger in fingers:
            for bone, degrees in zip((1, 2, 3), bends, strict=True):
                self.twist(f"finger{finger}-{bone}.{side}", -hinge, -degrees)
        return self

    def spread(self, side, degrees):
        """Fan fingers 2 to 5 by degrees each, toward the thumb positive."""
        _, rest_back, _ = self.axes(side)
        normal = self.orientation(f"wrist.{side}") @ rest_back * -SIGN[side]
        for finger, amount in zip(FINGERS, degrees, strict=True):
            self.twist(f"finger{finger}-1.{side}", normal, -amount)
        return self

    def thumb(self, side, *directions):
        """Point the bones of the thumb, each said as (along the fingers, out of the back, toward the
        thumb)."""
        frame = self.orientation(f"wrist.{side}") @ np.stack(self.axes(side), 1)
        for bone, direction in zip((1, 2, 3), directions, strict=False):
            name = f"finger1-{bone}.{side}"
            self.aim(name, self.tails[name], frame @ np.asarray(direction, float))
        return self

    def obstacle(self, *words):
        """Return (tree, points, normals) of the skin now, without the parts moved by bones named like
        `words`."""
        points = self.posed_skin()
        normals = surface.normals(points, self.skin.quads)
        used = np.zeros(len(points), bool)
        used[np.unique(self.skin.quads)] = True
        free = used & (self.weight_share(*words) < 0.05)
        return cKDTree(points[free]), points[free], normals[free]

    def weight_share(self, *words):
        """Return (n,) how much of each skin point hangs on bones whose names contain one of `words`."""
        bones = [any(word in bone for word in words) for bone in base_mesh.weights()[0]]
        return np.asarray(self.skin.weights[:, np.flatnonzero(bones)].sum(1)).ravel()

    def signed_clearance(self, obstacle, *words):
        """Return how far (mm) the parts moved by bones named like `words` stay outside an obstacle; negative
        inside."""
        tree, points, normals = obstacle
        part = np.flatnonzero(self.weight_share(*words) > 0.6)[::7]
        mine = self.skin_points(self.skin.points[part], self.skin.weights[part])
        _, near = tree.query(mine)
        return float(((mine - points[near]) * normals[near]).sum(1).min())

    def close_fingers(self, side, obstacle, fingers=FINGERS, gap=1.0, shares=(1, 0.8, 0.5), limits=(-25, 75)):
        """Close each finger until it lies on an obstacle."""
        for finger in fingers:
            before = dict(self.turns)
            open_, shut = limits
            for _ in range(7):
                middle = (open_ + shut) / 2
                self.turns = dict(before)
                self.curl_fingers(side, [middle * share for share in shares], (finger,))
                if self.signed_clearance(obstacle, *(f"finger{finger}-{bone}.{side}" for bone in (1, 2, 3))) > gap:
                    open_ = middle
                else:
                    shut = middle
            self.turns = dict(before)
            self.curl_fingers(side, [open_ * share for share in shares], (finger,))
        return self

    def fingertip(self, finger, side):
        """Return where the end of a finger lies."""
        bone = f"finger{finger}-3.{side}"
        return self.transform_point(bone, self.tails[bone])

    def knuckle(self, finger, side, joint=2):
        """Return where a joint of a finger lies."""
        return self.joint_position(f"finger{finger}-{joint}.{side}")

    def posed_skin(self):
        """Return (n, 3) the skin in the present pose."""
        return self.skin_points(self.skin.points, self.skin.weights)
