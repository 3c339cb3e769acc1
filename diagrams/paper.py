"""Makes drawings lighter for hand-outs: a few of the shades, which is what a printer and a page of many drawings
want. Only markup is taken out; the greys are the style sheet's, so that any drawing on a hand-out is shown alike."""

from __future__ import annotations

import re
from typing import Final

from diagrams.palette import TONES

#: The shades that are kept.
KEPT: Final = frozenset(range(0, TONES, 6))
_SHADE: Final = re.compile(r'<path class="(?:tone tone-(\d+)|light light-\d)"[^>]*/>')


def paper(svg: str) -> str:
    """Return a drawing with fewer shades of skin and no highlights; everything that tells a place is still there."""
    return _SHADE.sub(lambda found: found[0] if found[1] and int(found[1]) in KEPT else "", svg)
