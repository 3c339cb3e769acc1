"""Makes drawings lighter for hand-outs, which carry up to eight of them: a few of the shades, and lines as fine as a
printer at this size can draw. The greys are the style sheet's, so that any drawing on a hand-out is shown alike."""

from __future__ import annotations

import re
from typing import Final

from diagrams import paths
from diagrams.palette import TONES

#: The shades that are kept in a large drawing, and in a small one.
KEPT: Final = frozenset(range(0, TONES, 6))
KEPT_SMALL: Final = frozenset((0, max(KEPT)))
#: Grids in mm of the body, short to write.
GRIDS: Final = (0.1, 0.2, 0.5, 1.0, 2.0, 3.0)
#: At least so many steps are across a drawing: 0.3 mm each in one 140 mm wide on paper, a third of a
#: millimetre in one of 60.
LARGE: Final = 440
SMALL: Final = 180
_SHADE: Final = re.compile(r'<path class="(?:tone tone-(\d+)|light light-\d)"[^>]*/>')
_SHAPE: Final = re.compile(r'(<path [^>]*?\bd=")([^"]+)"')
_WIDTH: Final = re.compile(r'viewBox="\S+ \S+ (\S+) ')


def paper(svg: str, steps: int = LARGE) -> str:
    """Return a drawing with fewer shades, no highlights and coarser lines; all that tells a place is still there."""
    found = _WIDTH.search(svg)
    assert found
    grid = max(grid for grid in GRIDS if grid == GRIDS[0] or grid <= float(found[1]) / steps)
    kept = KEPT if steps > SMALL else KEPT_SMALL
    light = _SHADE.sub(lambda shade: shade[0] if shade[1] and int(shade[1]) in kept else "", svg)
    return _SHAPE.sub(lambda shape: f'{shape[1]}{paths.coarse(shape[2], grid)}"', light)
