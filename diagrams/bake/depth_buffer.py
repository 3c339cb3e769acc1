"""Depth buffer: which triangle a parallel camera sees at each pixel, and any attribute of the surface there."""

from dataclasses import dataclass

import numba
import numpy as np


@dataclass(frozen=True)
class DepthBuffer:
    """What a camera sees, per pixel: depth away from the viewer, mm, infinite where nothing is hit; the number of the
    triangle, -1 for none; its barycentric shares (h, w, 3); and its corners (h, w, 3)."""

    depth: np.ndarray
    triangle: np.ndarray
    shares: np.ndarray
    corners: np.ndarray

    @property
    def hit(self):
        """Return (h, w) whether a pixel shows anything."""
        return self.triangle >= 0

    def at(self, attribute, window=...):
        """Return (h, w, k) a vertex attribute (n, k) interpolated at each pixel, 0 where nothing is hit.

        `window`: two slices, where only a part of the image is wanted.
        """
        return (attribute[self.corners[window]] * self.shares[window][..., None]).sum(2)

    def nearest(self, labels):
        """Return (h, w) the label (n,) of the corner nearest to each pixel."""
        corner = self.shares.argmax(-1)[..., None]
        return labels[np.take_along_axis(self.corners, corner, -1)[..., 0]]


def look(points, faces, width, height):
    """Return the depth buffer of points (n, 3), x and y in pixels, y down, depth in mm, and faces (t, 3)."""
    depth, triangle, shares = _rasterise(np.ascontiguousarray(points, float), faces, width, height)
    return DepthBuffer(depth, triangle, shares, faces[np.maximum(triangle, 0)])


@numba.njit(cache=True)
def _rasterise(points, faces, width, height):
    depth = np.full((height, width), np.inf)
    triangle = np.full((height, width), -1)
    shares = np.zeros((height, width, 3))
    for t in range(faces.shape[0]):
        i, j, k = faces[t, 0], faces[t, 1], faces[t, 2]
        x0, y0, x1, y1, x2, y2 = points[i, 0], points[i, 1], points[j, 0], points[j, 1], points[k, 0], points[k, 1]
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if abs(area) < 1e-9:
            continue
        left, right = max(0, int(np.floor(min(x0, x1, x2)))), min(width - 1, int(np.ceil(max(x0, x1, x2))))
        top, bottom = max(0, int(np.floor(min(y0, y1, y2)))), min(height - 1, int(np.ceil(max(y0, y1, y2))))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                x, y = column + 0.5, row + 0.5
                u = ((x1 - x) * (y2 - y) - (x2 - x) * (y1 - y)) / area
                v = ((x2 - x) * (y0 - y) - (x0 - x) * (y2 - y)) / area
                w = 1 - u - v
                if u < -1e-6 or v < -1e-6 or w < -1e-6:
                    continue
                z = u * points[i, 2] + v * points[j, 2] + w * points[k, 2]
                if z < depth[row, column]:
                    depth[row, column] = z
                    triangle[row, column] = t
                    shares[row, column, 0] = u
                    shares[row, column, 1] = v
                    shares[row, column, 2] = w
    return depth, triangle, shares
