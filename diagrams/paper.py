"""Makes drawings lighter for handouts: a few of the shades. The greys are the style sheet's, so that any drawing on a
handout is shown alike."""

from __future__ import annotations

import re
from typing import Final

from diagrams.palette import TONES

#: The shades that are kept.
KEPT: Final = frozenset(range(0, TONES, 6))
_SHADE: Final = re.compile(r'<path class="(?:tone tone-(\d+)|light light-\d)"[^>]*/>')


def paper(svg: str) -> str:
    """Return a drawing with fewer shades and no highlights.

    All that tells a place is still there. What is left is letter for letter what the point's page has, so that beside
    it, in the pack, it weighs nothing.
    """
    return _SHADE.sub(lambda shade: shade[0] if shade[1] and int(shade[1]) in KEPT else "", svg)
