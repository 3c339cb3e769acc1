"""From a depth buffer to lines: silhouette, inner occlusion contours, tone bands, all as polylines in sheet
mm."""

import copy

import numpy as np
from scipy import ndimage
from shapely import geometry, ops
from skimage.measure import find_contours
from skimage.morphology import skeletonize


class PixelGrid:
    """The pixel grid of one view: `box` (x0, y0, x1, y1) mm, y down, widened by `margin` mm, at `density`
    pixels per mm."""

    def __init__(self, box, density, margin=8.0):
        self.box, self.density, self.margin = box, density, margin
        self.origin = np.array([box[0] - margin, box[1] - margin])
        self.width, self.height = (round((box[i + 2] - box[i] + 2 * margin) * density) for i in (0, 1))

    def pixels(self, points):
        """Return sheet points (n, 2+) in pixels, further columns kept."""
        out = np.array(points, float)
        out[:, :2] = (out[:, :2] - self.origin) * self.density
        return out

    def millimetres(self, rows_columns):
        """Return contour points (n, 2) given as row, column of pixel centres in sheet mm."""
        return (np.asarray(rows_columns)[:, ::-1] + 0.5) / self.density + self.origin

    def part(self, rows, columns):
        """Return the grid of a rectangle of these pixels, given as slices: tones of a small region cost less there."""
        out = copy.copy(self)
        out.origin = self.origin + np.array([columns.start, rows.start]) / self.density
        out.width, out.height = columns.stop - columns.start, rows.stop - rows.start
        return out

    def frame(self):
        """Return the box as a shapely polygon."""
        return geometry.box(*self.box)


def level_loops(field, level, sheet, smallest):
    """Return closed polylines (mm) round the places where `field` is below `level`, leaving out loops under
    `smallest` mm2."""
    high = field.max() + 1
    out = []
    for contour in find_contours(np.pad(field, 2, constant_values=high), level):
        ring = sheet.millimetres(contour - 2)
        if len(ring) > 8 and geometry.Polygon(ring).area >= smallest:
            out.append(ring)
    return out


def silhouette(mask, sheet, smallest=60.0):
    """Return (rings, lines): closed outlines cut off at the box, and the outline alone, open where the box
    cuts it."""
    smooth = ndimage.gaussian_filter(mask.astype(float), 1.2)
    shape = geometry.Polygon()
    for ring in sorted(level_loops(-smooth, -0.5, sheet, smallest), key=lambda r: -geometry.Polygon(r).area):
        soft = ndimage.gaussian_filter1d(ring[:-1], max(1.5, 0.6 * sheet.density), axis=0, mode="wrap")
        shape = shape.symmetric_difference(geometry.Polygon(soft).buffer(0))
    inside = shape.intersection(sheet.frame())
    lines = shape.boundary.intersection(sheet.frame().buffer(-1e-6))
    lines = ops.linemerge(lines) if lines.geom_type == "MultiLineString" else lines
    rings = [r for part in getattr(inside, "geoms", [inside]) for r in (part.exterior, *part.interiors)]
    return (
        [np.array(ring.coords) for ring in rings],
        [np.array(line.coords) for line in getattr(lines, "geoms", [lines]) if line.length > 4],
    )


def depth_edges(depth, drop):
    """Return a boolean image of the near side of depth jumps larger than `drop` mm inside the figure."""
    mask = np.isfinite(depth)
    known = np.where(mask, depth, np.nan)
    edge = np.zeros_like(mask)
    with np.errstate(invalid="ignore"):
        for axis in (0, 1):
            for way in (1, -1):
                edge |= np.roll(known, way, axis) - known > drop
    return edge & mask


def walk(pixels):
    """Yield chains of 8-connected skeleton pixels between ends and junctions."""
    around = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b]
    near = {p: [(p[0] + a, p[1] + b) for a, b in around if (p[0] + a, p[1] + b) in pixels] for p in sorted(pixels)}
    used = set()
    for start in sorted(near, key=lambda p: (len(near[p]) == 2, p)):
        for step in near[start]:
            if (start, step) in used:
                continue
            chain = [start, step]
            used |= {(start, step), (step, start)}
            while len(near[chain[-1]]) == 2:
                onward = [p for p in near[chain[-1]] if p != chain[-2] and (chain[-1], p) not in used]
                if not onward:
                    break
                used |= {(chain[-1], onward[0]), (onward[0], chain[-1])}
                chain.append(onward[0])
            yield chain


def inner_contours(depth, sheet, drop, shortest):
    """Return polylines (mm) along which a nearer part of the body hides a farther one."""
    mask = np.isfinite(depth)
    edge = depth_edges(depth, drop) & ndimage.binary_erosion(mask, iterations=max(2, int(sheet.density)))
    edge = ndimage.binary_closing(edge, structure=np.ones((3, 3)), iterations=2)
    chains = walk(set(map(tuple, np.argwhere(skeletonize(edge)).tolist())))
    lines = [geometry.LineString(sheet.millimetres(chain)) for chain in chains if len(chain) > 2]
    merged = ops.linemerge(lines) if lines else geometry.MultiLineString()
    out = []
    for line in getattr(merged, "geoms", [merged]):
        if line.length < shortest:
            continue
        points = np.array(line.coords)
        soft = ndimage.gaussian_filter1d(points, 1.2 * sheet.density, axis=0, mode="nearest")
        kept = geometry.LineString(soft).intersection(sheet.frame())
        out += [np.array(part.coords) for part in getattr(kept, "geoms", [kept]) if part.length >= shortest]
    return sorted(out, key=lambda line: tuple(line[0]))


def tone(depth, facing, sheet, light, hollows, smoothing):
    """Return the tone image: 0.62 light + 0.38 facing the viewer + 0.55 depth unsharp, smoothed, run on past
    the outline.

    `facing` (h, w, 3): unit normals in camera axes. `hollows`: two radii, mm, of the unsharp mask that
    darkens creases.
    """
    mask = np.isfinite(depth)
    light = np.asarray(light) / np.linalg.norm(light)
    value = 0.62 * np.clip(facing @ light, -0.3, 1) + 0.38 * np.clip(facing[..., 2], 0, 1)
    filled = np.where(mask, depth, 0)
    for radius in hollows:
        spread = radius * sheet.density / 2
        share = np.maximum(ndimage.gaussian_filter(mask.astype(float), spread), 1e-3)
        mean = ndimage.gaussian_filter(filled, spread) / share
        value += 0.55 * np.clip((mean - filled) / (1.3 * radius), -0.6, 0)
    nearest = ndimage.distance_transform_edt(~mask, return_distances=False, return_indices=True)
    return ndimage.gaussian_filter(np.where(mask, value, value[tuple(nearest)]), smoothing * sheet.density), value


def bands(depth, smooth, raw, sheet, count, smallest, quantiles=(0.80, 0.03), overrun=3.0):
    """Return [(tone 0..1, rings)] from light to dark: where the tone is below evenly spaced levels.

    Bands run `overrun` mm past the outline, so the drawing clips them by the silhouette and no seam of base
    colour shows.
    """
    mask = np.isfinite(depth)
    reach = ndimage.binary_dilation(mask, iterations=max(1, int(overrun * sheet.density)))
    field = np.where(reach, smooth, smooth.max() + 1)
    high, low = np.quantile(raw[mask], quantiles)
    return [
        (share, level_loops(field, level, sheet, smallest))
        for share, level in zip(np.linspace(0, 1, count + 1)[1:], np.linspace(high, low, count), strict=False)
    ]


def highlights(depth, smooth, raw, sheet, smallest, quantiles=(0.88, 0.95)):
    """Return [(tone 0..1, rings)] of the highlights, broad then narrow."""
    mask = np.isfinite(depth)
    field = np.where(mask, -smooth, 2.0)
    return [
        (share, level_loops(field, -np.quantile(raw[mask], q), sheet, smallest))
        for share, q in zip((0.5, 1.0), quantiles, strict=False)
    ]
