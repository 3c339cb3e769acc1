"""Drawn curves: least-squares cubic Beziers, smooth splines, tapered ink, and the shortest SVG path text for
them."""

import itertools

import numba
import numpy as np

TENTHS = 10  # every coordinate leaves as a whole number of tenths of a millimetre


def _unit(vector):
    return vector / max(np.linalg.norm(vector), 1e-9)


@numba.njit(cache=True)
def _solve(points, t, start, end):
    """Return the cubic with end tangents `start`, `end` that lies closest to points at parameters t (least squares)."""
    count = len(points)
    first, last = points[0], points[count - 1]
    aa = ab = bb = ar = br = 0.0
    for n in range(count):
        s = t[n]
        w0, w1, w2, w3 = (1 - s) ** 3, 3 * s * (1 - s) ** 2, 3 * s * s * (1 - s), s**3
        for axis in range(2):
            a, b = w1 * start[axis], w2 * end[axis]
            rest = points[n, axis] - (w0 + w1) * first[axis] - (w2 + w3) * last[axis]
            aa += a * a
            ab += a * b
            bb += b * b
            ar += a * rest
            br += b * rest
    determinant = aa * bb - ab * ab
    span = np.sqrt((last[0] - first[0]) ** 2 + (last[1] - first[1]) ** 2)
    near = far = span / 3
    if abs(determinant) > 1e-12:
        one, two = (ar * bb - ab * br) / determinant, (aa * br - ab * ar) / determinant
        if 1e-3 * span < one < 3 * span and 1e-3 * span < two < 3 * span:
            near, far = one, two
    control = np.empty((4, 2))
    for axis in range(2):
        control[0, axis], control[3, axis] = first[axis], last[axis]
        control[1, axis] = first[axis] + start[axis] * near
        control[2, axis] = last[axis] + end[axis] * far
    return control


@numba.njit(cache=True)
def _deviation(control, points, t):
    """Return (largest squared distance, its index) of points (n, 2) from a cubic at parameters t."""
    worst, index = -1.0, 0
    for n in range(len(points)):
        s = t[n]
        off = 0.0
        for axis in range(2):
            value = (
                (1 - s) ** 3 * control[0, axis]
                + 3 * (1 - s) ** 2 * s * control[1, axis]
                + 3 * (1 - s) * s**2 * control[2, axis]
                + s**3 * control[3, axis]
            )
            off += (value - points[n, axis]) ** 2
        if off > worst:
            worst, index = off, n
    return worst, index


@numba.njit(cache=True)
def _newton_step(control, points, t):
    """Move parameters t one Newton step toward the feet of the points on the curve, in place."""
    for n in range(len(points)):
        s = t[n]
        above = below = 0.0
        for axis in range(2):
            c0, c1, c2, c3 = control[0, axis], control[1, axis], control[2, axis], control[3, axis]
            value = (1 - s) ** 3 * c0 + 3 * (1 - s) ** 2 * s * c1 + 3 * (1 - s) * s**2 * c2 + s**3 * c3
            slope = 3 * ((1 - s) ** 2 * (c1 - c0) + 2 * (1 - s) * s * (c2 - c1) + s * s * (c3 - c2))
            bend = 6 * ((1 - s) * (c2 - 2 * c1 + c0) + s * (c3 - 2 * c2 + c1))
            off = value - points[n, axis]
            above += off * slope
            below += slope * slope + off * bend
        if abs(below) > 1e-12:
            t[n] = min(max(s - above / below, 0.0), 1.0)


@numba.njit(cache=True)
def _one_cubic(points, start, end, error):
    """Return (control points, largest squared distance, its index) of the best single cubic through points (n, 2)."""
    t = np.zeros(len(points))
    for n in range(1, len(points)):
        step = points[n] - points[n - 1]
        t[n] = t[n - 1] + np.sqrt(step[0] ** 2 + step[1] ** 2)
    t /= max(t[-1], 1e-9)
    control = np.empty((4, 2))
    worst, index = np.inf, 1
    for _ in range(6):
        control = _solve(points, t, start, end)
        worst, index = _deviation(control, points, t)
        if worst < error**2 or worst > 25 * error**2:
            break
        _newton_step(control, points, t)
    return control, worst, index


def fit(points, error, start=None, end=None):
    """Return cubics, each (4, 2), that stay within `error` of points (n, 2). Schneider, Graphics Gems I,
    1990."""
    count = len(points)
    reach = min(4, count - 1)
    start = _unit(points[reach] - points[0]) if start is None else start
    end = _unit(points[-1 - reach] - points[-1]) if end is None else end
    if count == 2:
        third = np.linalg.norm(points[1] - points[0]) / 3
        return [np.array([points[0], points[0] + start * third, points[1] + end * third, points[1]])]
    control, worst, index = _one_cubic(np.ascontiguousarray(points), start, end, error)
    if worst < error**2:
        return [control]
    cut = int(np.clip(index, 1, count - 2))
    reach = min(4, cut, count - 1 - cut)
    tangent = _unit(points[cut - reach] - points[cut + reach])
    return fit(points[: cut + 1], error, start, tangent) + fit(points[cut:], error, -tangent, end)


def corners(points, window, degrees):
    """Return the numbers of points where an open polyline turns by more than `degrees`, `window` points
    either side."""
    if len(points) <= 2 * window:
        return []
    before, after = points[window:-window] - points[: -2 * window], points[2 * window :] - points[window:-window]
    cosine = (before * after).sum(1) / np.maximum(np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1), 1e-9)
    turn = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    kept = []
    for index in np.argsort(-turn, kind="stable"):
        if turn[index] <= degrees:
            break
        if all(abs(index + window - other) > window for other in kept):
            kept.append(int(index) + window)
    return sorted(kept)


def curve(points, error, closed=False, window=5, degrees=55):
    """Return the cubics through a polyline (n, 2), corners kept sharp; a closed polyline repeats its first
    point."""
    points = np.asarray(points, float)
    if closed:
        ring = points[:-1]
        sharp = corners(np.vstack([ring[-window:], ring, ring[:window]]), window, degrees)
        first = (sharp[0] - window) % len(ring) if sharp else 0
        points = np.vstack([ring[first:], ring[: first + 1]])
        if not sharp:
            reach = min(3, len(ring) // 2)
            tangent = _unit(points[reach] - points[-1 - reach])
            return fit(points, error, tangent, -tangent)
    cuts = [0, *corners(points, window, degrees), len(points) - 1]
    return [piece for a, b in itertools.pairwise(cuts) if b > a for piece in fit(points[a : b + 1], error)]


def cropped(ring, box, error, window):
    """Return the cubics of a closed ring (n, 2) that a box cuts: straight and exact along the box, fitted
    elsewhere."""
    ring = ring[:-1]
    x0, y0, x1, y1 = box
    on_edge = (np.abs(ring - [x0, y0]) < 1e-6).any(1) | (np.abs(ring - [x1, y1]) < 1e-6).any(1)
    cuts = np.flatnonzero(on_edge)
    if not len(cuts):
        return curve(np.vstack([ring, ring[:1]]), error, True, window)
    ring = np.roll(ring, -cuts[0], axis=0)
    stops = [*(cuts - cuts[0]), len(ring)]
    ring = np.vstack([ring, ring[:1]])
    return [piece for a, b in itertools.pairwise(stops) for piece in curve(ring[a : b + 1], error, False, window)]


def number(tenths):
    """Write a whole number of tenths shortest: 5 -> '.5', -30 -> '-3'."""
    whole, part = divmod(abs(int(tenths)), TENTHS)
    digits = (str(whole) if whole or not part else "") + (f".{part}" if part else "")
    return ("-" if tenths < 0 else "") + digits


def join_numbers(tenths):
    """Join numbers, leaving out every separator that a path parser does not need."""
    out = ""
    for value in tenths:
        word = number(value)
        bare = not out or word[0] == "-" or (word[0] == "." and "." in out.replace("-", " ").split(" ")[-1])
        out += word if bare else " " + word
    return out


def format_path(cubics, closed=False):
    """Return SVG path text: one absolute move, then relative cubics that cannot drift (differences of rounded
    places)."""
    grid = np.rint(np.asarray(cubics) * TENTHS).astype(int)
    text = "M" + join_numbers(grid[0, 0])
    starts = [grid[0, 0], *grid[:-1, 3]]
    steps = [join_numbers((piece[1:] - start).ravel()) for piece, start in zip(grid, starts, strict=False)]
    body = ""
    for step in steps:
        body += step if not body or step[0] == "-" else " " + step
    return text + "c" + body + ("z" if closed else "")


def path(points, error, closed=False, window=5):
    """Return SVG path text for a polyline (n, 2), mm."""
    return format_path(curve(points, error, closed, window), closed)


def spline(points, per_span=12):
    """Return a dense polyline through control points (n, 2), centripetal Catmull-Rom (Barry and Goldman
    1988)."""
    points = np.asarray(points, float)
    if len(points) == 2:
        return points[0] + np.linspace(0, 1, per_span + 1)[:, None] * (points[1] - points[0])
    points = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    out = []
    for p0, p1, p2, p3 in zip(points, points[1:], points[2:], points[3:], strict=False):
        t1 = np.sqrt(np.linalg.norm(p1 - p0))
        t2 = t1 + np.sqrt(np.linalg.norm(p2 - p1))
        t3 = t2 + np.sqrt(np.linalg.norm(p3 - p2))
        t = np.linspace(t1, t2, per_span, endpoint=False)[:, None]
        a1, a2 = p0 + t / t1 * (p1 - p0), p1 + (t - t1) / (t2 - t1) * (p2 - p1)
        a3 = p2 + (t - t2) / (t3 - t2) * (p3 - p2)
        b1, b2 = a1 + t / t2 * (a2 - a1), a2 + (t - t1) / (t3 - t1) * (a3 - a2)
        out.append(b1 + (t - t1) / (t2 - t1) * (b2 - b1))
    return np.vstack([*out, points[-2:-1]])


def tapered_ink(points, width, error):
    """Return the closed path text of a stroke along (n, 2) that swells to `width` mm and tapers to both
    ends."""
    points = np.asarray(points, float)
    length = np.r_[0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))]
    share = length / length[-1]
    tangent = np.gradient(points, axis=0)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-9)
    half = (width / 2 * np.sin(np.pi * np.clip(share, 0, 1)) ** 0.55)[:, None] * tangent[:, ::-1] * [-1, 1]
    there, back = curve(points + half, error), curve((points - half)[::-1], error)
    return format_path(there + back, closed=True)
