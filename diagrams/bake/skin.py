"""The finished skin of a standing body: refined, modelled, ready to be asked, posed and looked at."""

import functools

import numpy as np
from scipy import sparse

from . import body as bodies
from . import landmarks, pose, sculpt, source, surface
from .hand import Plane

LEVELS = 2  # Catmull-Clark steps; the hand takes one more


class Skin:
    """Fine points (n, 3), quads (f, 4), arm weight (n,), and bone weights (n, bones) of one standing body."""

    def __init__(self, body):
        coarse, quads = bodies.standing(body), source.base()[1]
        self.body, self.coarse, self.skeleton = body, coarse, pose.Skeleton(coarse)
        self.stature = bodies.BUILDS[body].stature
        refiner, self.quads = surface.refinement(quads, len(coarse), LEVELS)
        self.arm = refiner @ np.clip(source.weight_of(*bodies.ARM), 0, 1)
        self.weights = refiner @ sparse.csr_matrix(source.weights()[1])
        smooth = refiner @ coarse
        ends = {bone: {1: self.joint(f"{bone}.R"), -1: self.joint(f"{bone}.L")} for bone in ("lowerleg01", "foot")}
        self.points = sculpt.model(
            smooth,
            surface.normals(smooth, self.quads),
            self.arm,
            body,
            ends["lowerleg01"],
            ends["foot"],
            landmarks.CREASE[body],
        )
        trunk = self.arm[self.quads].mean(1) < 0.5
        self.trunk = surface.triangles(self.quads[trunk])
        self.limbs = {"right": self._leg(1), "left": self._leg(-1), None: self.trunk}

    def _leg(self, sign):
        return self.trunk[sign * self.points[self.trunk, 0].mean(1) > 0]

    def joint(self, bone):
        """Return the (3,) centre of the joint at the head of a bone."""
        return self.skeleton.heads[bone]

    def catch(self, origin, toward, limb=None):
        """Return (triangle, barycentric) where a viewer far along `toward` sees the trunk or one leg, or
        raise."""
        found = surface.first_hit(self.points, self.limbs[limb], np.asarray(origin, float), toward)
        if found is None:
            raise ValueError(f"{self.body}: no skin on the line of sight through {origin} along {toward}")
        return found

    def hit(self, origin, toward, limb=None):
        """Return the (3,) point of skin on a line of sight."""
        triangle, share = self.catch(origin, toward, limb)
        return share @ self.points[triangle]

    def foremost(self):
        """Return the (3,) tip of the right great toe."""
        foot = self.points[np.unique(self.limbs["right"])]
        great = foot[(foot[:, 2] < 60) & (foot[:, 0] < self.joint("foot.R")[0])]
        return great[great[:, 1].argmax()]

    def rear(self, x, level):
        """Return the rearmost (3,) skin point of the right leg at a height, sought 12 mm either side of
        `x`."""
        hits = [self.hit((x + aside, 0, level), (0, -1, 0), "right") for aside in range(-12, 13, 3)]
        return min(hits, key=lambda point: point[1])


@functools.cache
def skin(body):
    """Return the standing skin of a body, made once."""
    return Skin(body)


@functools.cache
def hand(body):
    """Return (points (n, 3), quads) of the right hand and forearm, refined once more."""
    coarse, quads = bodies.standing(body), source.base()[1]
    arm = source.weight_of("lowerarm01.R", "lowerarm02.R", "wrist.R", "metacarpal", "finger")
    right = (arm[quads].mean(1) > 0.6) & (coarse[quads][:, :, 0].mean(1) > 0)
    refiner, fine = surface.refinement(quads[right], len(coarse), LEVELS + 1)
    smooth = refiner @ coarse
    plane = Plane(pose.Skeleton(coarse), smooth, fine, body)
    return sculpt.model_hand(smooth, surface.normals(smooth, fine), plane, body), fine
