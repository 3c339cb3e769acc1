"""Posing: bones aimed and turned about their heads, skin following by linear blending."""

import numpy as np

from diagrams.bake import base_mesh


def rotation(axis, degrees):
    """Return the 3x3 rotation about `axis`, counter-clockwise seen from its tip (Rodrigues)."""
    x, y, z = np.asarray(axis, float) / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.radians(degrees)
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def partial_rotation(start, end, share=1.0):
    """Return the rotation that carries direction `start` toward `end`, by the given share of the angle."""
    start, end = (np.asarray(v, float) / np.linalg.norm(v) for v in (start, end))
    axis = np.cross(start, end)
    if np.linalg.norm(axis) < 1e-9:
        return np.eye(3)
    return rotation(axis, share * np.degrees(np.arctan2(np.linalg.norm(axis), start @ end)))


def joint(points, end):
    """Return the (3,) place of a rig end on the mesh `points`."""
    if end["strategy"] == "CUBE":
        return points[base_mesh.groups()[end["cube_name"]]].mean(0)
    if end["strategy"] == "MEAN":
        return points[end["vertex_indices"]].mean(0)
    return points[end["vertex_index"]]


class Skeleton:
    """The rig laid into one body; turns accumulate, later ones start from the pose reached so far."""

    def __init__(self, points):
        rig = base_mesh.rig()
        self.parents = {bone: spec["parent"] for bone, spec in rig.items()}
        self.heads = {bone: joint(points, spec["head"]) for bone, spec in rig.items()}
        self.tails = {bone: joint(points, spec["tail"]) for bone, spec in rig.items()}
        self.turns = {}

    def orientation(self, bone):
        """Return the 3x3 rotation of a bone against its rest."""
        if not bone:
            return np.eye(3)
        return self.orientation(self.parents[bone]) @ self.turns.get(bone, np.eye(3))

    def turn(self, bone, by):
        """Turn a bone and all it carries by the rotation `by`, given in body axes of the present pose."""
        above = self.orientation(self.parents[bone])
        self.turns[bone] = above.T @ by @ above @ self.turns.get(bone, np.eye(3))

    def twist(self, bone, axis, degrees):
        """Turn a bone about `axis` (body frame)."""
        self.turn(bone, rotation(axis, degrees))

    def aim(self, bone, mark, direction, share=1.0):
        """Turn a bone so that the line from its head to the rest point `mark` (3,) points along
        `direction`."""
        self.turn(bone, partial_rotation(self.orientation(bone) @ (mark - self.heads[bone]), direction, share))

    def bone_transforms(self):
        """Return bone -> 4x4 motion from rest to the present pose."""
        done = {}

        def motion(bone):
            if bone not in done:
                here = np.eye(4)
                if bone in self.turns:
                    here[:3, :3] = self.turns[bone]
                    here[:3, 3] = self.heads[bone] - self.turns[bone] @ self.heads[bone]
                done[bone] = (motion(self.parents[bone]) if self.parents[bone] else np.eye(4)) @ here
            return done[bone]

        return {bone: motion(bone) for bone in self.parents}

    def transform_point(self, bone, point):
        """Return where a point (3,) fixed to one bone comes to lie."""
        motion = self.bone_transforms()[bone]
        return motion[:3, :3] @ point + motion[:3, 3]

    def skin_points(self, points, weights):
        """Return (n, 3) points moved by the blend of bone motions; `weights` (n, bones in source order),
        dense or sparse."""
        motions = self.bone_transforms()
        stack = np.stack([motions[bone] for bone in base_mesh.weights()[0]]).reshape(-1, 16)
        blend = np.asarray(weights @ stack).reshape(-1, 4, 4)
        blend[np.asarray(weights.sum(1)).ravel() < 1e-6] = np.eye(4)
        return np.einsum("nij,nj->ni", blend[:, :3, :3], points) + blend[:, :3, 3]
