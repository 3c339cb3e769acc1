"""The right hand seen from its back: its plane, and where the joints of the bones lie in it.

The joints of the rig serve skinning, not anatomy: its knuckles sit at the web of the fingers, 12 to 15 mm too
far out. The
metacarpals are therefore laid from their bases by measured lengths (ABJS 2024 80233: 67.7, 66.1, 58, 52.3 mm
at stature 1753).
"""

import numpy as np

from . import proportion, surface

METACARPAL = {2: 67.7, 3: 66.1, 4: 58.0, 5: 52.3}
# Bases from the middle of the dorsal wrist crease, mm on the male hand: (toward the little finger, toward the
# fingers).
BASE = {1: (-20.5, 31), 2: (-10, 35), 3: (0.5, 37), 4: (10.5, 34.5), 5: (19, 29.5)}
FINGERS = {"thumb": 1, "index": 2, "middle": 3, "ring": 4, "little": 5}
# Half the width of the second metacarpal's shaft, 4, and 6 mm into the muscle: where LI4 is pressed.
SHAFT_AND_MARGIN = 10.0


class HandPlane:
    """The plane of the back of the right hand: `right` toward the little finger, `up` toward the fingers,
    `toward` the viewer."""

    def __init__(self, skeleton, points, quads, body):
        head = lambda bone: skeleton.heads[f"{bone}.R"]  # noqa: E731
        self.up = head("finger3-1") - head("wrist")
        self.up /= np.linalg.norm(self.up)
        across = head("finger5-1") - head("finger2-1")
        self.right = across - (across @ self.up) * self.up
        self.right /= np.linalg.norm(self.right)
        self.toward = np.cross(self.right, self.up)
        self.skeleton, self.points, self.faces = skeleton, points, surface.triangles(quads)
        self.scale = proportion.HAND_LENGTH[body] / proportion.HAND_LENGTH["male"]
        self.tip = {name: self._tip(number) for name, number in FINGERS.items()}
        self.crease = self.to_plane(head("wrist")) * [1, 0] + [0, self.tip["middle"][1] - proportion.HAND_LENGTH[body]]

    def to_plane(self, point):
        """Return (2,) in-plane mm of a body point."""
        return np.array([point @ self.right, point @ self.up])

    def on_skin(self, place):
        """Return the (3,) skin point seen at an in-plane place."""
        origin = place[0] * self.right + place[1] * self.up
        triangle, share = surface.first_hit(self.points, self.faces, origin, self.toward)
        return share @ self.points[triangle]

    def rig(self, finger, bone):
        """Return the in-plane place of the head of one finger bone of the rig."""
        return self.to_plane(self.skeleton.heads[f"finger{finger}-{bone}.R"])

    def _tip(self, finger):
        end, before = self.to_plane(self.skeleton.tails[f"finger{finger}-3.R"]), self.rig(finger, 3)
        along = (end - before) / np.linalg.norm(end - before)
        flat = self.points[np.unique(self.faces)] @ np.stack([self.right, self.up], 1) - before
        ahead, aside = flat @ along, flat @ [-along[1], along[0]]
        near = (np.abs(aside) < 11) & (ahead < 60)
        end = near & (ahead > ahead[near].max() - 5)
        return before + along * (ahead[end].max() - 2) + np.array([-along[1], along[0]]) * aside[end].mean()

    def base(self, finger):
        """Return the in-plane place of the base of a metacarpal."""
        return self.crease + self.scale * np.array(BASE[finger])

    def knuckle(self, finger):
        """Return the in-plane place of the head of a metacarpal."""
        if finger == 1:
            return self.rig(1, 2)
        along = self.rig(finger, 1) - self.base(finger)
        return self.base(finger) + along / np.linalg.norm(along) * METACARPAL[finger] * self.scale

    def joints(self):
        """Return landmark key -> in-plane place (2,)."""
        out = {"wrist-crease-dorsal": self.crease, "thumb-ip": self.rig(1, 3)}
        for name, finger in FINGERS.items():
            out[f"metacarpal-{finger}-base"], out[f"metacarpal-{finger}-head"] = self.base(finger), self.knuckle(finger)
            out[f"{name}-tip"] = self.tip[name]
            if finger > 1:
                out[f"{name}-pip"], out[f"{name}-dip"] = self.rig(finger, 2), self.rig(finger, 3)
        return out

    def landmarks(self):
        """Return the landmark table of the hand, on the skin of its back."""
        return {key: {"right": self.on_skin(place)} for key, place in self.joints().items()}

    def radial(self):
        """Return the (3,) step from the axis of the second metacarpal to where LI4 is pressed."""
        along = self.knuckle(2) - self.base(2)
        side = np.array([-along[1], along[0]]) / np.linalg.norm(along)
        side = side if side[0] < 0 else -side
        return (side[0] * self.right + side[1] * self.up) * SHAFT_AND_MARGIN * self.scale
