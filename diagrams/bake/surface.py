"""Surfaces of quads: Catmull-Clark refinement as a matrix, normals, and where a line of sight meets the
skin."""

import numba
import numpy as np
from scipy import sparse


def _edges(quads):
    """Return unique edges (e, 2), the edge number of each quad side (4, f), and how many quads share each
    edge."""
    sides = np.concatenate([np.sort(quads[:, [i, (i + 1) % 4]], 1) for i in range(4)])
    edges, number, shared = np.unique(sides, axis=0, return_inverse=True, return_counts=True)
    return edges, number.reshape(4, len(quads)), shared


def _incidence(rows, columns, shape, value=1.0):
    return sparse.csr_matrix((np.full(len(rows), value), (rows, columns)), shape)


def catmull_clark_step(quads, count):
    """Return (matrix (m, count), quads (4f, 4)): one Catmull-Clark step over `count` vertices.

    The matrix acts on any vertex attribute: positions, skin weights, labels. Open borders become cubic
    B-splines.
    Catmull and Clark 1978; border rule as in DeRose et al. 1998.
    """
    faces = len(quads)
    edges, number, shared = _edges(quads)
    face_mean = _incidence(np.repeat(np.arange(faces), 4), quads.ravel(), (faces, count), 0.25)
    edge_mean = _incidence(np.repeat(np.arange(len(edges)), 2), edges.ravel(), (len(edges), count), 0.5)
    face_of_edge = _incidence(number.ravel(), np.tile(np.arange(faces), 4), (len(edges), faces))
    inner = sparse.diags((shared > 1).astype(float))
    border = sparse.diags((shared == 1).astype(float))
    edge_points = inner @ (0.5 * edge_mean + 0.25 * (face_of_edge @ face_mean)) + border @ edge_mean

    valence = np.bincount(quads.ravel(), minlength=count).astype(float)
    touch = np.maximum(valence, 1)
    faces_around = _incidence(quads.ravel(), np.repeat(np.arange(faces), 4), (count, faces)) @ face_mean
    at_edge = _incidence(edges.ravel(), np.repeat(np.arange(len(edges)), 2), (count, len(edges)))
    edge_count = np.maximum(np.asarray(at_edge.sum(1)).ravel(), 1)
    moved = (
        sparse.diags(1 / touch**2) @ faces_around
        + sparse.diags(2 / (edge_count * touch)) @ (at_edge @ edge_mean)
        + sparse.diags((touch - 3) / touch)
    )
    on_border = np.asarray((at_edge @ border).sum(1)).ravel() > 0
    rim = 0.5 * sparse.eye(count) + 0.25 * (at_edge @ border @ edge_mean)
    keep = sparse.diags(((valence > 0) & ~on_border).astype(float))
    vertex_points = (
        keep @ moved + sparse.diags(on_border.astype(float)) @ rim + sparse.diags((valence == 0).astype(float))
    )

    edge_id, face_id = count + number, count + len(edges) + np.arange(faces)
    finer = np.concatenate([np.stack([quads[:, i], edge_id[i], face_id, edge_id[i - 1]], 1) for i in range(4)])
    return sparse.vstack([vertex_points, edge_points, face_mean]).tocsr(), finer


def catmull_clark(quads, count, levels):
    """Return (matrix, quads) of `levels` Catmull-Clark steps."""
    matrix = sparse.identity(count, format="csr")
    for _ in range(levels):
        step, quads = catmull_clark_step(quads, matrix.shape[0])
        matrix = step @ matrix
    return matrix, quads


def triangles(quads):
    """Split (f, 4) quads into (2f, 3) triangles."""
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def normals(points, quads):
    """Return (n, 3) outward unit normals, weighted by the area of the quads around a vertex."""
    a, b, c, d = (points[quads[:, i]] for i in range(4))
    area = np.cross(c - a, d - b)
    total = np.zeros_like(points)
    for corner in range(4):
        for axis in range(3):
            total[:, axis] += np.bincount(quads[:, corner], area[:, axis], len(points))
    return total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)


def first_hit(points, faces, origin, toward):
    """Return (triangle (3,), barycentric (3,)) where a viewer far along `toward`, looking at `origin`, meets
    the skin.

    `points` (n, 3), `faces` (t, 3). None when the line of sight misses.
    """
    toward = np.asarray(toward, float) / np.linalg.norm(toward)
    helper = np.eye(3)[np.argmin(np.abs(toward))]
    right = np.cross(helper, toward)
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(toward, right), toward], 1)
    best, u, v, w = _nearest(np.ascontiguousarray(points, float), np.asarray(origin, float), axes, faces)
    return None if best < 0 else (faces[best], np.array([u, v, w]))


@numba.njit(cache=True)
def _nearest(points, origin, axes, faces):
    """Return (number, barycentric shares) of the triangle nearest to the viewer over `origin`, -1 where none is.

    `axes` (3, 3): two axes across the line of sight and the direction toward the viewer, as columns.
    """
    flat = np.empty((points.shape[0], 3))
    for n in range(points.shape[0]):
        x, y, z = points[n, 0] - origin[0], points[n, 1] - origin[1], points[n, 2] - origin[2]
        for c in range(3):
            flat[n, c] = x * axes[0, c] + y * axes[1, c] + z * axes[2, c]
    best, nearest = -1, -np.inf
    shares = (0.0, 0.0, 0.0)
    for t in range(faces.shape[0]):
        i, j, k = faces[t, 0], faces[t, 1], faces[t, 2]
        u = flat[j, 0] * flat[k, 1] - flat[j, 1] * flat[k, 0]
        v = flat[k, 0] * flat[i, 1] - flat[k, 1] * flat[i, 0]
        w = flat[i, 0] * flat[j, 1] - flat[i, 1] * flat[j, 0]
        area = u + v + w
        inside = (u >= 0 and v >= 0 and w >= 0) or (u <= 0 and v <= 0 and w <= 0)
        if not inside or abs(area) <= 1e-9:
            continue
        height = (flat[i, 2] * u + flat[j, 2] * v + flat[k, 2] * w) / area
        if height > nearest:
            best, nearest, shares = t, height, (u / area, v / area, w / area)
    return best, shares[0], shares[1], shares[2]
