"""Print variant of a drawing: fewer tones, no highlights.

The style sheet of handouts sets the greys.
"""

from __future__ import annotations

import re
from typing import Final

from diagrams.palette import TONES

#: Steps of the skin ramp that remain.
PRINT_TONES: Final = frozenset(range(0, TONES, 6))
_SHADE: Final = re.compile(r'<path class="(?:tone tone-(\d+)|light light-\d)"[^>]*/>')


def print_variant(svg: str) -> str:
    """Return a drawing with fewer tones and no highlights.

    The remaining text is identical to the drawing on the point's page, so that the offline bundle stores it once.
    """
    return _SHADE.sub(lambda shade: shade[0] if shade[1] and int(shade[1]) in PRINT_TONES else "", svg)
