"""Draws a link as a QR code (ISO/IEC 18004). Knows no address of its own; always dark on light, because many scanners
read nothing else, so no class of it is recoloured on a dark page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

import segno

from diagrams.canvas import Canvas

#: Light modules around the code (ISO/IEC 18004, quiet zone: four for QR codes).
QUIET: Final = 4
#: At least this much of a code may be unreadable: M is 15 %, for a fold or a stain on paper.
ERROR: Final = "m"


def qr(link: str, title: str, *, prefix: str = "") -> str:
    """Return the SVG of a link as a QR code, one unit a module; `title` names it, the link is its description."""
    code = segno.make_qr(link, error=ERROR)
    side = float(code.symbol_size(border=QUIET)[0])
    canvas = Canvas((0.0, 0.0, side, side), title, link, prefix)
    layer = canvas.layer("marks")
    layer.rect((0.0, 0.0, side, side), "qr-light", fill="#fff")
    dark = "".join(_runs(code.matrix_iter(border=QUIET)))
    layer.path(dark, "qr-dark", fill="none", stroke="#000", shape_rendering="crispEdges")
    return canvas.svg()


def _runs(rows: Iterable[Iterable[int]]) -> Iterator[str]:
    """Yield path data of each run of dark modules: a stroke along its middle, one unit wide.

    Each starts from the end of the one before, because such a step is short to write and one of few.
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
