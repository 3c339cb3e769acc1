"""What a posed body stands before, sits or lies on: plain solids, drawn flat, behind the body or in front of
it."""

from dataclasses import dataclass

import numpy as np
from shapely import geometry, ops

from . import bezier, raster, surface, trace

NEARER = 10.0  # mm by which a thing must be nearer than the skin to be drawn over it


@dataclass(frozen=True)
class Thing:
    """One face or round solid: `points` (n, 3) and `quads` (f, 4) in the body frame. `soft`: its outline is
    drawn round."""

    name: str
    look: str
    points: np.ndarray
    quads: np.ndarray
    soft: bool = False


def box(name, look, low, high, order=(0, 1, 2)):
    """Return the faces of a box as things: its top and its four sides, the top lighter.

    `order`: which of the box's own axes (width, depth, height) become x, y, z, for a box lying on its side.
    """
    (a, b, c), (d, e, f) = low, high
    corners = np.array([(x, y, z) for z in (c, f) for x, y in ((a, b), (d, b), (d, e), (a, e))], float)[:, list(order)]
    sides = [(0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7), (3, 2, 1, 0)]
    quad = np.array([[0, 1, 2, 3]])
    return [Thing(name, f"{look}-dark", corners[list(side)], quad) for side in sides] + [
        Thing(name, look, corners[4:], quad)
    ]


def ellipsoid(name, look, centre, halves, square=2.0, steps=36):
    """Return a ball (`square` 2) or a pillow (more) as one thing."""
    power = lambda v: np.sign(v) * np.abs(v) ** (2 / square)  # noqa: E731
    u, v = np.meshgrid(np.linspace(0, 2 * np.pi, steps + 1), np.linspace(-np.pi / 2, np.pi / 2, steps // 2 + 1))
    points = np.stack([power(np.cos(v)) * power(np.cos(u)), power(np.cos(v)) * power(np.sin(u)), np.sin(v)], -1)
    rows, columns = v.shape
    index = np.arange(rows * columns).reshape(rows, columns)
    quads = np.stack([index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]], -1).reshape(-1, 4)
    return Thing(name, look, points.reshape(-1, 3) * np.asarray(halves) + centre, quads, True)


def ball(name, centre, radius):
    """Return a ball."""
    return ellipsoid(name, "ball", centre, (radius,) * 3, steps=72)


def faces_viewer(thing, camera):
    """Return whether a flat face is turned to the viewer."""
    a, b, c = thing.points[:3]
    return thing.soft or np.cross(b - a, c - a) @ camera.toward > 1e-6


def outline(thing, camera, frame):
    """Return the outline of a thing on the sheet, cut at the frame, as shapely polygons."""
    flat = geometry.MultiPoint(camera.project(thing.points)[:, :2]).convex_hull
    shape = flat.intersection(frame)
    return [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon" and part.area > 30]


def straight(ring):
    """Return the path text of a closed polygon in whole tenths."""
    grid = np.rint(np.asarray(ring.simplify(0.3).coords)[:-1] * bezier.TENTHS).astype(int)
    return "M" + bezier.joined(grid[0]) + "L" + bezier.joined(grid[1:].ravel()) + "z"


def written(thing, part, error):
    """Return the path text of one outline."""
    if not thing.soft:
        return straight(part.exterior)
    ring = np.array(part.exterior.segmentize(4).coords)
    return bezier.path(ring, error, closed=True)


def nearer(thing, scene, depth):
    """Return (z, path text) of what of a thing lies in front of the body: what is filled, and edges to draw."""
    flat = scene.sheet.pixels(scene.camera.project(thing.points))
    blank = np.zeros((len(flat), 1))
    own, _ = raster.raster(flat, blank, surface.triangles(thing.quads), scene.sheet.width, scene.sheet.height)
    mask = np.isfinite(own) & np.isfinite(depth) & (own < np.where(np.isfinite(depth), depth, 0) - NEARER)
    if mask.sum() < 60:
        return []
    rings, _ = trace.silhouette(mask, scene.sheet, 120)
    whole = ops.unary_union([geometry.Polygon(ring).buffer(0) for ring in rings if len(ring) > 3]).buffer(2.5)
    edge = ops.unary_union([part.exterior for part in outline(thing, scene.camera, scene.sheet.frame())])
    out = [("front", straight(part.exterior)) for part in parts(whole.intersection(scene.sheet.frame()), "Polygon")]
    for line in parts(edge.intersection(whole), "LineString"):
        points = np.rint(np.array(line.simplify(0.4).coords) * bezier.TENTHS).astype(int)
        out.append(("edge", "M" + bezier.joined(points[0]) + "L" + bezier.joined(points[1:].ravel())))
    return out


def parts(shape, kind):
    """Return the pieces of a shape that are of one kind and large enough to be seen, lines merged."""
    if kind == "LineString" and shape.geom_type == "MultiLineString":
        shape = ops.linemerge(shape)
    return [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == kind and part.length > 12]


def layers(things, scene, depth):
    """Return the `props` of a figure file in the order given, then what covers the body."""
    frame = scene.sheet.frame()
    seen = [thing for thing in things if faces_viewer(thing, scene.camera)]
    behind = [
        {"name": thing.name, "look": thing.look, "z": "behind", "d": written(thing, part, 0.6)}
        for thing in seen
        for part in outline(thing, scene.camera, frame)
    ]
    front = [
        {"name": thing.name, "look": thing.look, "z": z, "d": text}
        for thing in seen
        for z, text in nearer(thing, scene, depth)
    ]
    return behind + front
