"""QR code of a link (ISO/IEC 18004).

It is dark on light on a dark page too, because many scanners read nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

import segno

from diagrams.canvas import Canvas

#: Light modules around the code (ISO/IEC 18004: four).
QUIET_ZONE: Final = 4
#: Level M: 15 % of the code may be unreadable, by a fold or a stain on paper.
ERROR_LEVEL: Final = "m"


def qr_svg(link: str, title: str, *, prefix: str = "") -> str:
    """Return the SVG of a link as a QR code, one unit a module. The link is the description."""
    code = segno.make_qr(link, error=ERROR_LEVEL)
    side = float(code.symbol_size(border=QUIET_ZONE)[0])
    canvas = Canvas((0.0, 0.0, side, side), title, link, prefix)
    layer = canvas.layer("marks")
    layer.rect((0.0, 0.0, side, side), "qr-light", fill="#fff")
    dark = "".join(_row_runs(code.matrix_iter(border=QUIET_ZONE)))
    layer.path(dark, "qr-dark", fill="none", stroke="#000", shape_rendering="crispEdges")
    return canvas.svg()


def _row_runs(rows: Iterable[Iterable[int]]) -> Iterator[str]:
    """Yield path data of each run of dark modules: a stroke along its middle, one unit wide.

    Each move is relative to the end of the last run, which is the shortest to write.
    """
    yield "M0 .5"
    here = (0, 0)
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                yield f"m{x - here[0]} {y - here[1]}h{length}"
                here = (x + length, y)
            x += length
