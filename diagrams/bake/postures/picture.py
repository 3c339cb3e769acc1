"""One look at a clothed, posed body and its props: a single depth buffer with the part, the rest position and every
field at each pixel, and from it edges, regions and shadows.

An edge is drawn where neighbouring pixels lie far apart on the standing body, whatever their depths: a fingertip and
the back that it touches are at the same depth, but 800 mm apart at rest.
"""

import numpy as np
from scipy import ndimage
from shapely import geometry, ops
from skimage.draw import polygon2mask
from skimage.measure import find_contours
from skimage.morphology import skeletonize

from diagrams.bake.mannequin import unit

from .. import bezier, cameras, creases, depth_buffer, props, surface, trace
from .clothed import OUTSIDE

CLOTHS = ("shorts", "top", "hair")
SKIN, PROP = 0, 100
REST_JUMP = 7.0  # mm between neighbouring pixels at rest that make an edge
FINGER_JUMP = 3.0  # the same between two fingers
FAR_APART = 90.0  # mm at rest beyond which an edge within one part is a contact too
PROP_REST = 1e5  # mm by which props stand apart from the body, and from each other, at rest
MARGIN = 6.0
WHOLE = (slice(None), slice(None))
SHADOW_LIGHT = (-0.34, 0.46, 0.82)  # in camera axes
SHADOW_GAP = (1.2, 45.0)  # mm from the skin to what shades it
HIDDEN_LINE = 5.0  # mm by which a nearer part hides an authored line


class Picture:
    """What one camera sees in `box` (sheet mm), at `density` pixels per mm. `left_out`: parts not drawn."""

    def __init__(self, clothed, posed, camera, box, density, solids=(), left_out=()):
        self.clothed, self.posed, self.camera, self.box = clothed, posed, camera, box
        self.sheet = trace.PixelGrid(box, density, margin=MARGIN)
        self.solids = [solid for solid in solids if props.faces_viewer(solid, camera)]
        self.points, self.rest_points, normals, faces, owner = self._assembled(left_out)
        flat = self.sheet.pixels(camera.project(self.points))
        self.seen = depth_buffer.look(flat, faces, self.sheet.width, self.sheet.height)
        self.faces, self.depth, self.hit = faces, self.seen.depth, self.seen.hit
        self.prop = np.where(self.hit, owner[np.maximum(self.seen.triangle, 0)], -1)
        self.figure = self.prop == 0
        self.rest = self.seen.at(self.rest_points)
        self.facing = camera.axes(self.seen.at(normals).reshape(-1, 3)).reshape(*self.depth.shape, 3)
        self.part = np.where(self.figure, self.seen.nearest(self._padded(clothed.part, 0)), -1)
        self.finger = np.where(self.figure, self.seen.nearest(self._padded(clothed.finger, 0)), 0)
        self.material = np.where(self.figure, SKIN, np.where(self.hit, PROP + self.prop, -1))
        for number, name in enumerate(CLOTHS, 1):
            self.material = np.where(self.figure & (self.field(clothed.fields[name]) > 0), number, self.material)

    def _assembled(self, left_out):
        """Return points, rest points, normals, faces, and the owner of each face: 0 the body, then the solids."""
        quads = self.clothed.quads
        if left_out:
            quads = quads[~np.isin(self.clothed.part[quads], left_out).all(1)]
        points, rest = [self.posed], [self.clothed.skin.points]
        normals, faces = [surface.normals(self.posed, self.clothed.quads)], [surface.triangles(quads)]
        owner, count = [np.zeros(len(faces[0]), int)], len(self.posed)
        for number, solid in enumerate(self.solids, 1):
            points.append(solid.points)
            rest.append(np.full_like(solid.points, PROP_REST * number))
            normals.append(surface.normals(solid.points, solid.quads))
            faces.append(surface.triangles(solid.quads) + count)
            owner.append(np.full(len(faces[-1]), number))
            count += len(solid.points)
        return tuple(np.concatenate(part) for part in (points, rest, normals, faces, owner))

    def _padded(self, values, outside):
        out = np.full(len(self.points), outside, values.dtype)
        out[: len(values)] = values
        return out

    def field(self, values, window=WHOLE):
        """Return (h, w) a field of the skin's vertices at each pixel, or at those of a window."""
        return self.seen.at(self._padded(np.asarray(values, float), OUTSIDE)[:, None], window)[..., 0]

    def is_part(self, parts):
        """Return (h, w) which pixels show one of the parts of the body."""
        return self.figure & np.isin(self.part, parts)

    # Edges ------------------------------------------------------------------------------------------------

    def edges(self, jump=REST_JUMP):
        """Return two images: contact edges, between parts or things, and inner edges, where skin hides skin."""
        contact, inner = np.zeros_like(self.hit), np.zeros_like(self.hit)
        for axis in (0, 1):
            a, b = [slice(None)] * 2, [slice(None)] * 2
            a[axis], b[axis] = slice(0, -1), slice(1, None)
            a, b = tuple(a), tuple(b)
            both = self.hit[a] & self.hit[b]
            apart = np.linalg.norm(self.rest[a] - self.rest[b], axis=-1)
            split = both & (apart > jump)
            fingers = both & (self.finger[a] != self.finger[b]) & (self.finger[a] > 0) & (self.finger[b] > 0)
            other = (self.part[a] != self.part[b]) | (apart > FAR_APART)
            nearer = self.depth[a] <= self.depth[b]
            for image, edge in (
                (contact, split & other),
                (inner, (split & ~other) | (fingers & (apart > FINGER_JUMP))),
            ):
                image[a] |= edge & nearer
                image[b] |= edge & ~nearer
        return contact, inner

    def chains(self, image, shortest, sigma):
        """Return the lines (mm) along the edges of an image, smoothed, those under `shortest` mm left out."""
        image = image & ndimage.binary_erosion(self.hit, iterations=2)
        image = ndimage.binary_closing(image, structure=np.ones((3, 3)), iterations=1)
        pixels = set(map(tuple, np.argwhere(skeletonize(image)).tolist()))
        lines = [geometry.LineString(self.sheet.millimetres(chain)) for chain in trace.walk(pixels) if len(chain) > 2]
        merged = ops.linemerge(lines) if lines else geometry.MultiLineString()
        out = []
        for line in getattr(merged, "geoms", [merged]):
            if line.length < shortest:
                continue
            points = np.array(line.coords)
            mode = "wrap" if np.allclose(points[0], points[-1]) else "nearest"
            soft = ndimage.gaussian_filter1d(points, sigma * self.sheet.density, axis=0, mode=mode)
            out += self._inside(soft, shortest)
        return sorted(out, key=lambda line: tuple(line[0]))

    def level_lines(self, field, mask, level, shortest, window=None, sigma=0.4):
        """Return the lines (mm) along which a field crosses a level inside a mask, both of the image or of a window."""
        sheet = self.sheet.part(*window) if window else self.sheet
        out = []
        for contour in find_contours(np.where(mask, field, np.nan), level):
            if len(contour) < 4:
                continue
            points = sheet.millimetres(contour)
            soft = ndimage.gaussian_filter1d(points, sigma * self.sheet.density, axis=0, mode="nearest")
            out += self._inside(soft, shortest)
        return sorted(out, key=lambda line: tuple(line[0]))

    def _inside(self, points, shortest):
        """Return the pieces of a line inside the sheet's box that are long enough."""
        kept = geometry.LineString(points).intersection(self.sheet.frame())
        pieces = getattr(kept, "geoms", [kept])
        return [np.array(p.coords) for p in pieces if p.geom_type == "LineString" and p.length >= shortest]

    def skin_lines(self, wanted):
        """Yield (width, opacity, points) of the authored skin lines `wanted` (name -> width, opacity) that are seen."""
        near = ndimage.minimum_filter(self.depth, 3)
        bare = (self.material == SKIN) & ~self.is_part((1, 2))
        height, width = self.depth.shape
        for line, ties in creases.trunk_and_legs(self.clothed.body):
            if line.name not in wanted:
                continue
            flat = self.camera.project(np.array([share @ self.posed[corners] for corners, share in ties]))
            column, row = self.sheet.pixels(flat)[:, :2].astype(int).T
            inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
            row, column = np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)
            seen = inside & (flat[:, 2] < near[row, column] + HIDDEN_LINE) & bare[row, column]
            for run in np.split(np.arange(len(flat)), np.flatnonzero(np.diff(seen.astype(int))) + 1):
                if seen[run[0]] and len(run) > 4:
                    yield *wanted[line.name], flat[run, :2]

    # Regions ----------------------------------------------------------------------------------------------

    def region(self, mask, smallest=12.0, sigma=0.35):
        """Return the smoothed outline of a mask as a shape inside the box."""
        smooth = ndimage.gaussian_filter(mask.astype(float), 0.8)
        shape = geometry.Polygon()
        rings = trace.level_loops(-smooth, -0.5, self.sheet, smallest)
        for ring in sorted(rings, key=lambda ring: -geometry.Polygon(ring).area):
            spread = max(1.0, sigma * self.sheet.density)
            soft = ndimage.gaussian_filter1d(ring[:-1], spread, axis=0, mode="wrap")
            shape = shape.symmetric_difference(geometry.Polygon(soft).buffer(0))
        return shape.intersection(self.sheet.frame())

    def path(self, shape, error):
        """Return the path text of a shape, exact along the edge of the box."""
        window = max(4, int(self.sheet.density * 2))
        out = ""
        for part in getattr(shape, "geoms", [shape]):
            if part.geom_type != "Polygon" or part.area < 3:
                continue
            for ring in (part.exterior, *part.interiors):
                points = np.array(ring.coords)
                if len(points) > 3:
                    out += bezier.format_path(bezier.cropped(points, self.box, error, window), closed=True)
        return out

    def outline(self, shape):
        """Return the lines (mm) of a shape's outline, open where the box cuts it."""
        edge = shape.boundary.intersection(self.sheet.frame().buffer(-0.05))
        edge = ops.linemerge(edge) if edge.geom_type == "MultiLineString" else edge
        return [np.array(line.coords) for line in getattr(edge, "geoms", [edge]) if line.length > 4]

    def covers(self, solid):
        """Return (h, w) what a solid would cover if nothing hid it: the hull of its outline."""
        flat = self.sheet.pixels(self.camera.project(solid.points))[:, :2]
        hull = np.array(geometry.MultiPoint(flat).convex_hull.exterior.coords)
        return polygon2mask(self.depth.shape, hull[:, ::-1])

    def shadow(self, casters):
        """Return (h, w) where the parts `casters` throw their shadow on what is close behind them."""
        light = unit(SHADOW_LIGHT)
        toward = light[0] * self.camera.right + light[1] * self.camera.up + light[2] * self.camera.toward
        right = unit(np.cross(self.camera.up, toward))
        lamp = cameras.Camera(right, np.cross(toward, right), toward)
        casts = np.zeros(len(self.points), bool)
        casts[: len(self.posed)] = np.isin(self.clothed.part, casters)
        flat = lamp.project(self.points)
        low, high = flat[casts].min(0) - 3, flat[casts].max(0) + 3
        density = 2.0
        pixels = np.column_stack([(flat[:, :2] - low[:2]) * density, flat[:, 2]])
        width, height = np.ceil((high - low)[:2] * density).astype(int)
        blocked = depth_buffer.look(pixels, self.faces[casts[self.faces].all(1)], int(width), int(height)).depth
        here = lamp.project(self.seen.at(self.points).reshape(-1, 3)).reshape(*self.depth.shape, 3)
        column, row = (((here[..., axis] - low[axis]) * density).astype(int) for axis in (0, 1))
        lit = (column >= 0) & (column < width) & (row >= 0) & (row < height) & self.hit
        gap = np.full(self.depth.shape, -np.inf)
        gap[lit] = here[..., 2][lit] - blocked[row[lit], column[lit]]
        return self.hit & ~self.is_part(casters) & (gap > SHADOW_GAP[0]) & (gap < SHADOW_GAP[1])
