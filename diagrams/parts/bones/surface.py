"""Hair and elbow folds of the whole body, which the base mesh lacks.

Both are computed from the outline of the figure, in sheet millimetres. A bald head looks like a mannequin; the cut of
the hair is our choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from diagrams.geometry import paths
from diagrams.geometry.vectors import XY
from diagrams.parts.bones import Shape

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

Curve = tuple[XY, ...]

#: Heights as shares of the head, from its top (0) to the spinous process of C7 (1).
EAR_TOP_SHARE: Final = 0.36
HAIRLINE_SHARE: Final = {"male": 0.70, "female": 0.72}
#: Thickness of the hair on the skull, and its distance from the outline behind the ears.
HAIR_THICKNESS_MM: Final = 3.0
EAR_CLEARANCE_MM: Final = 9.0
#: Centre and radii of a knot of hair, shares of the head's height.
KNOT: Final = (0.30, 0.135, 0.125)
#: Weight of the lines in the hair.
STRAND_WEIGHT: Final = 0.55
#: Height of the elbow, a share of the height of C7.
ELBOW_SHARE: Final = 0.735


def shapes(figure: Figure) -> list[Shape]:
    """Return hair and elbow folds, in painting order."""
    return [*hair(figure), *elbows(figure)]


def outline_crossings(figure: Figure, y: float) -> list[float]:
    """Return the sheet x of every crossing of the outline at a height, from left to right."""
    out = []
    for ring in paths.polylines(figure.skin.silhouette, 6):
        for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y0 <= y) != (y1 <= y):
                out.append(x0 + (y - y0) / (y1 - y0) * (x1 - x0))
    return sorted(out)


def _head(figure: Figure) -> tuple[float, float]:
    """Return the height of the top of the head, and the distance from there to C7."""
    top = min(y for ring in paths.polylines(figure.skin.silhouette, 6) for _, y in ring)
    return top, figure.project_landmark("spinous-process-C7")[1] - top


def hair(figure: Figure) -> list[Shape]:
    """Return the hair from behind: over the skull to the ears, then behind them to the nape."""
    top, size = _head(figure)
    line = HAIRLINE_SHARE[figure.body]
    skull = []
    for step in range(9):
        share = 0.015 + (EAR_TOP_SHARE - 0.015) * (step / 8) ** 1.6
        skull.append((outline_crossings(figure, top + share * size)[-1] + HAIR_THICKNESS_MM, top + share * size))
    half = outline_crossings(figure, top + EAR_TOP_SHARE * size)[-1]
    nape = [
        (half - 0.4 * EAR_CLEARANCE_MM, top + (EAR_TOP_SHARE + 0.03) * size),
        (half - EAR_CLEARANCE_MM, top + 0.5 * size),
        (half - EAR_CLEARANCE_MM - 2, top + 0.62 * size),
        (half - 2.2 * EAR_CLEARANCE_MM, top + line * size),
        (0.35 * half, top + (line + 0.012) * size),
        (0.0, top + (line + 0.03) * size),
    ]
    right = [(0.0, top - HAIR_THICKNESS_MM), *skull, *nape]
    ring = (*right, *((-x, y) for x, y in reversed(right[1:-1])))
    out = [Shape("hair", "hair", ring), *_strands(half, top, size, line)]
    return [*out, *_knot(top, size)] if figure.body == "female" else out


def _strands(half: float, top: float, size: float, line: float) -> list[Shape]:
    """Return the lines in the hair."""
    out = []
    for side, sign in (("left", -1), ("right", 1)):
        for name, aside in (("inner", 0.25), ("outer", 0.7)):
            x = sign * aside * half
            places = (
                (0.25 * x, top + 0.1 * size),
                (1.02 * x, top + 0.36 * size),
                (0.78 * x, top + (line - 0.05) * size),
            )
            out.append(Shape(f"{side} {name} strand", "hair", places, False, STRAND_WEIGHT))
    return out


def _knot(top: float, size: float) -> list[Shape]:
    """Return a knot of hair at the back of the head."""
    middle, across, down = (share * size for share in KNOT)
    out = [Shape("knot of hair", "hair", _knot_ring((0.0, top + middle), across, down))]
    for name, tilt in (("upper", -0.4), ("lower", 0.4)):
        y = top + middle + tilt * down
        bow = ((-0.8 * across, y), (0.0, y - 0.25 * down), (0.8 * across, y))
        out.append(Shape(f"{name} strand of the knot", "hair", bow, False, STRAND_WEIGHT))
    return out


def _knot_ring(centre: XY, across: float, down: float) -> Curve:
    corners = ((1, 0), (0.72, 0.72), (0, 1), (-0.72, 0.72), (-1, 0), (-0.72, -0.72), (0, -1), (0.72, -0.72))
    return tuple((centre[0] + x * across, centre[1] + y * down) for x, y in corners)


def elbows(figure: Figure) -> list[Shape]:
    """Return the folds of both elbows, over the point of the bone."""
    y = ELBOW_SHARE * figure.project_landmark("spinous-process-C7")[1]
    edges = outline_crossings(figure, y)
    out = []
    for side, (x0, x1) in (("left", edges[:2]), ("right", edges[-2:])):
        middle, breadth = (x0 + x1) / 2, (x1 - x0) / 2
        for name, up, reach, weight in (("fold", 0.0, 0.42, 0.9), ("upper fold", 12.0, 0.3, 0.6)):
            ends = ((-reach, -4.0), (-0.4 * reach, 2.0), (0.4 * reach, 2.0), (reach, -4.0))
            line = tuple((middle + x * breadth, y - up + down) for x, down in ends)
            out.append(Shape(f"{name} of the {side} elbow", "crease", line, False, weight))
    return out
