"""Makes drawings lighter for hand-outs, which carry up to eight of them: a few of the shades, and in small ones lines
as fine as a printer at this size can draw. The greys are the style sheet's, so that any drawing on a hand-out is shown
alike."""

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
#: At least so many steps are across a small drawing, which is 60 mm wide on paper: a third of a millimetre each.
STEPS: Final = 180
_SHADE: Final = re.compile(r'<path class="(?:tone tone-(\d+)|light light-\d)"[^>]*/>')
_SHAPE: Final = re.compile(r'(<path [^>]*?\bd=")([^"]+)"')
_WIDTH: Final = re.compile(r'viewBox="\S+ \S+ (\S+) ')


def paper(svg: str, small: bool = False) -> str:
    """Return a drawing with fewer shades and no highlights, and a small one with coarser lines.

    All that tells a place is still there. What is left of a large drawing is letter for letter what the point's page
    has, so that beside it, in the pack, it weighs nothing.
    """
    light = _shaded(svg, KEPT_SMALL if small else KEPT)
    return _coarse(light) if small else light


def _shaded(svg: str, kept: frozenset[int]) -> str:
    return _SHADE.sub(lambda shade: shade[0] if shade[1] and int(shade[1]) in kept else "", svg)


def _coarse(svg: str) -> str:
    found = _WIDTH.search(svg)
    assert found
    grid = max(grid for grid in GRIDS if grid == GRIDS[0] or grid <= float(found[1]) / STEPS)
    return _SHAPE.sub(lambda shape: f'{shape[1]}{paths.coarse(shape[2], grid)}"', svg)
