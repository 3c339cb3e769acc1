"""The hand-drawn shapes of each region."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

from diagrams.anatomy import Figure
from diagrams.parts.bones import Shape, ankle, hand, hip, knee, trunk, whole_body

#: By the key in `diagrams.views.View.bones`.
REGIONS: Final[dict[str, Callable[[Figure], tuple[Shape, ...]]]] = {
    "ankle": ankle.shapes,
    "hand": hand.shapes,
    "hip": hip.shapes,
    "knee": knee.shapes,
    "trunk": trunk.shapes,
    "whole_body": whole_body.shapes,
}


@cache
def region_shapes(region: str, figure: Figure) -> tuple[Shape, ...]:
    """Return the shapes of a region on a figure, in painting order; `""` has none."""
    return REGIONS[region](figure) if region else ()
