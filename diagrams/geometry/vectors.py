"""Points and vectors of the sheet (`XY`) and of the body frame (`XYZ`), mm."""

from __future__ import annotations

from math import dist, sqrt

XY = tuple[float, float]
XYZ = tuple[float, float, float]


def unit_vector(a: XY, b: XY) -> XY:
    """Return the unit vector from a to b, or (0, 0) where they coincide."""
    length = dist(a, b) or 1.0
    return ((b[0] - a[0]) / length, (b[1] - a[1]) / length)


def dot(a: XYZ, b: XYZ) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: XYZ, b: XYZ) -> XYZ:
    """Return the vector product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def subtract(a: XYZ, b: XYZ) -> XYZ:
    """Return a - b."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def negate(a: XYZ) -> XYZ:
    """Return -a."""
    return (-a[0], -a[1], -a[2])


def normalize(a: XYZ) -> XYZ:
    """Return the unit vector in the direction of a, which must not be zero."""
    length = sqrt(dot(a, a))
    return (a[0] / length, a[1] / length, a[2] / length)


def add_scaled(a: XYZ, *terms: tuple[XYZ, float]) -> XYZ:
    """Return a plus each vector times its factor."""
    x, y, z = a
    for (dx, dy, dz), factor in terms:
        x, y, z = x + dx * factor, y + dy * factor, z + dz * factor
    return (x, y, z)


def reject(a: XYZ, axis: XYZ) -> XYZ:
    """Return the component of a perpendicular to the unit vector `axis`."""
    return add_scaled(a, (axis, -dot(a, axis)))
