"""A depth buffer: which skin a parallel camera sees, how far it is and how it is turned."""

import numba
import numpy as np


@numba.njit(cache=True)
def raster(points, attributes, faces, width, height):
    """Return depth (h, w), infinite where nothing is hit, and attributes (h, w, k) of the nearest surface.

    `points` (n, 3): x and y in pixels, y down, and depth in mm growing away from the viewer. `faces` (t, 3).
    """
    depth = np.full((height, width), np.inf)
    seen = np.zeros((height, width, attributes.shape[1]))
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
                    for c in range(attributes.shape[1]):
                        seen[row, column, c] = u * attributes[i, c] + v * attributes[j, c] + w * attributes[k, c]
    return depth, seen
