"""The finished skin of a standing body: refined, modelled, ready to be asked, posed and looked at."""

import functools

import numpy as np
from scipy import sparse
from scipy.spatial import cKDTree

from diagrams.bake import base_mesh, landmarks, sculpt, skeleton, surface
from diagrams.bake.hand_plane import HandPlane

from . import body as bodies

HAND = ("wrist", "metacarpal", "finger")
RELIEF = 1.3  # the whole body's hands are seen from farther off than the hand's own view, and are modelled stronger
LEVELS = 2  # Catmull-Clark steps; the hand takes one more


class StandingSkin:
    """Fine points (n, 3), quads (f, 4), arm weight (n,), and bone weights (n, bones) of one standing body."""

    def __init__(self, body):
        coarse, quads = bodies.standing_mesh(body), base_mesh.base_mesh()[1]
        self.body, self.coarse, self.skeleton = body, coarse, skeleton.Skeleton(coarse)
        self.stature = bodies.BUILDS[body].stature
        refiner, self.quads = surface.catmull_clark(quads, len(coarse), LEVELS)
        self.arm = refiner @ np.clip(base_mesh.weight_of(*bodies.ARM), 0, 1)
        self.weights = refiner @ sparse.csr_matrix(base_mesh.weights()[1])
        smooth = refiner @ coarse
        ends = {bone: {1: self.joint(f"{bone}.R"), -1: self.joint(f"{bone}.L")} for bone in ("lowerleg01", "foot")}
        self.points = sculpt.sculpt_body(
            smooth,
            surface.normals(smooth, self.quads),
            self.arm,
            body,
            ends["lowerleg01"],
            ends["foot"],
            landmarks.CREASE[body],
        )
        self.points = self._with_knuckles()
        trunk = self.arm[self.quads].mean(1) < 0.5
        self.trunk = surface.triangles(self.quads[trunk])
        self.limbs = {"right": self._leg(1), "left": self._leg(-1), None: self.trunk}

    def weight(self, *words, side=""):
        """Return (n,) the summed weight of the bones whose names contain one of `words` and end with `side`."""
        bones = [name.endswith(side) and any(word in name for word in words) for name in base_mesh.weights()[0]]
        return np.asarray(self.weights[:, np.flatnonzero(bones)].sum(1)).ravel()

    def _with_knuckles(self):
        """Return (n, 3) the skin with the knuckles, tendons and joints of the modelled hand on both hands."""
        share = {side: self.weight(*HAND, side=side) for side in "RL"}
        right = share["R"][self.quads].mean(1) > 0.4
        plane = HandPlane(self.skeleton, self.points, self.quads[right], self.body)
        normals = surface.normals(self.points, self.quads)
        move = sculpt.sculpt_hand(self.points, normals, plane, self.body) - self.points
        move *= np.clip((share["R"] - 0.2) / 0.5, 0, 1)[:, None] * RELIEF
        mine, other = (np.flatnonzero(share[side] > 0.1) for side in "RL")
        _, nearest = cKDTree(self.points[mine] * [-1, 1, 1]).query(self.points[other])
        move[other] = move[mine[nearest]] * [-1, 1, 1]
        return self.points + move

    def _leg(self, sign):
        return self.trunk[sign * self.points[self.trunk, 0].mean(1) > 0]

    def joint(self, bone):
        """Return the (3,) centre of the joint at the head of a bone."""
        return self.skeleton.heads[bone]

    def locate(self, origin, toward, limb=None):
        """Return (triangle, barycentric) where a viewer far along `toward` sees the trunk or one leg, or
        raise."""
        found = surface.first_hit(self.points, self.limbs[limb], np.asarray(origin, float), toward)
        if found is None:
            raise ValueError(f"{self.body}: no skin on the line of sight through {origin} along {toward}")
        return found

    def hit(self, origin, toward, limb=None):
        """Return the (3,) point of skin on a line of sight."""
        triangle, share = self.locate(origin, toward, limb)
        return share @ self.points[triangle]

    def toe_tip(self):
        """Return the (3,) tip of the right great toe."""
        foot = self.points[np.unique(self.limbs["right"])]
        great = foot[(foot[:, 2] < 60) & (foot[:, 0] < self.joint("foot.R")[0])]
        return great[great[:, 1].argmax()]

    def rearmost_point(self, x, level):
        """Return the rearmost (3,) skin point of the right leg at a height, sought 12 mm either side of
        `x`."""
        hits = [self.hit((x + aside, 0, level), (0, -1, 0), "right") for aside in range(-12, 13, 3)]
        return min(hits, key=lambda point: point[1])


@functools.cache
def skin(body):
    """Return the standing skin of a body, made once."""
    return StandingSkin(body)


@functools.cache
def hand(body):
    """Return (points (n, 3), quads) of the right hand and forearm, refined once more."""
    coarse, quads = bodies.standing_mesh(body), base_mesh.base_mesh()[1]
    arm = base_mesh.weight_of("lowerarm01.R", "lowerarm02.R", "wrist.R", "metacarpal", "finger")
    right = (arm[quads].mean(1) > 0.6) & (coarse[quads][:, :, 0].mean(1) > 0)
    refiner, fine = surface.catmull_clark(quads[right], len(coarse), LEVELS + 1)
    smooth = refiner @ coarse
    plane = HandPlane(skeleton.Skeleton(coarse), smooth, fine, body)
    return sculpt.sculpt_hand(smooth, surface.normals(smooth, fine), plane, body), fine
