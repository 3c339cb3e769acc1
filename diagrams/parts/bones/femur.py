"""The upper end of the femur from behind, placed by hip joint and trochanter.

Local mm: origin in the prominence of the greater trochanter, x away from the midline, y down. The outline follows
radiographs: general knowledge, not a measured source.
"""

from __future__ import annotations

from collections.abc import Iterable

from diagrams.geometry.vectors import XY
from diagrams.parts.bones import Shape

Curve = tuple[XY, ...]

#: Centre of the head, and lower end of the shaft, local mm.
HEAD: XY = (-69.0, -21.0)
SHAFT_END_MM = 240.0
FEMUR: Curve = (
    (-46, -41), (-55, -44.4), (-67, -45.2), (-80, -41.4), (-90, -32), (-92.8, -20), (-89, -8), (-79.4, 0.6),
    (-67, 2.6), (-56.4, 2.8), (-48.6, 9), (-45.2, 18), (-49.2, 30), (-44, 44), (-42.6, 62), (-45, 120),
    (-54, SHAFT_END_MM), (-28, SHAFT_END_MM), (-17.6, 120), (-10.6, 62), (-4.6, 28), (-1.5, 9.8), (0, 0), (-1.5, -9.4),
    (-6.4, -16.4), (-14, -19.4), (-20.6, -18.8), (-26.4, -14.4), (-32.4, -19.6), (-38.4, -30),
)  # fmt: skip
LINES: dict[str, Curve] = {
    "crest between the trochanters": ((-19.6, -17), (-20.6, -8), (-25.6, 3), (-32.6, 13.4), (-40.4, 23.6), (-46, 29)),
    "edge of the greater trochanter": ((-8.4, -14), (-9.6, -2), (-12.4, 12), (-15.6, 28)),
    "rough line": ((-39.6, 46), (-34.6, 80), (-38, SHAFT_END_MM)),
}


def shapes(prominence: XY, head: XY) -> list[Shape]:
    """Return both femora. `prominence` and `head` are sheet points of the right one."""
    out = []
    for side, sign in (("left", -1), ("right", 1)):
        out.append(Shape(f"{side} femur", "bone", _curve(FEMUR, prominence, head, sign), weight=0.8))
        out += [
            Shape(f"{side} {name}", "bone", _curve(line, prominence, head, sign), False, 0.5)
            for name, line in LINES.items()
        ]
    return out


def upper_ends(prominence: XY, head: XY, end: float) -> list[Shape]:
    """Return head, neck and trochanters of both femora as open lines, down to `end` mm below the prominence."""
    start = next(i for i, (_, y) in enumerate(FEMUR) if y == SHAFT_END_MM) + 1
    turned = (*FEMUR[start:], *FEMUR[:start])
    line = tuple(at for at in turned if at[1] <= end)
    return [
        Shape(f"{side} femur", "bone", _curve(line, prominence, head, sign), False, 0.8)
        for side, sign in (("left", -1), ("right", 1))
    ]


def _curve(points: Iterable[XY], prominence: XY, head: XY, sign: int) -> Curve:
    return tuple(_to_sheet(at, prominence, head, sign) for at in points)


def _to_sheet(at: XY, prominence: XY, head: XY, sign: int) -> XY:
    """Return the sheet point of a local one; the head is moved to `head`, the shaft keeps its form."""
    x, y = at
    share = min(max((x + 26) / (HEAD[0] + 26), 0.0), 1.3) * min(max((44 - y) / 40, 0.0), 1.0)
    shift = (head[0] - prominence[0] - HEAD[0], head[1] - prominence[1] - HEAD[1])
    return (sign * (prominence[0] + x + share * shift[0]), prominence[1] + y + share * shift[1])
