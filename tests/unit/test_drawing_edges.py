"""What is written in a drawing keeps clear of the edges of its sheet: 8 pixels where the sheet is 360 pixels wide."""

from __future__ import annotations

import tomllib
import unicodedata
from typing import Final
from xml.etree import ElementTree

import pytest

from diagrams import compose
from diagrams.anatomy import BODIES
from tests.support import svg_reader
from tests.support.edited_catalogues import shipped
from tests.support.paths import AUTHORITIES
from tests.support.svg_reader import SVG
from tests.support.written_drawings import written_drawings

CATALOGUE = shipped()
WIDTHS: dict[str, int] = tomllib.loads((AUTHORITIES / "helvetica_widths.toml").read_text("utf-8"))["widths"]
PHONE, CLEAR = 360, 8
#: How far the bold face is wider than the regular one (Adobe Font Metrics: at most 611 to 556 on letters).
BOLD: Final = 611 / 556
#: Share of a text's width that lies before the place it is anchored at.
BEFORE: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}


@pytest.fixture(scope="module", params=BODIES)
def every(request: pytest.FixtureRequest) -> dict[str, str]:
    """Every drawing of a body as a file of its own, which has the most words, by name."""
    return {name: compose.standalone(svg) for name, svg in written_drawings(CATALOGUE, request.param)}


def extent(text: ElementTree.Element) -> tuple[float, float]:
    """Return how far a text reaches to the left and to the right, by the metrics of Helvetica."""
    words = unicodedata.normalize("NFD", "".join(text.itertext()))  # a letter is as wide as without its tone mark
    size, x = (svg_reader.number(text, name) for name in ("font-size", "x"))
    width = size * sum(WIDTHS.get(char, WIDTHS["m"]) for char in words if not unicodedata.combining(char)) / 1000
    width *= BOLD if text.get("font-weight") else 1.0
    left = x - BEFORE[text.get("text-anchor", "start")] * width
    return left, left + width


def test_words_keep_clear_of_edges_in_helvetica(every: dict[str, str]) -> None:
    near: dict[str, list[str | None]] = {}
    for name, svg in every.items():
        x0, _, x1, _ = svg_reader.view_box(svg)
        texts = list(svg_reader.root(svg).iter(f"{SVG}text"))
        assert texts, name
        least = CLEAR * (x1 - x0) / PHONE
        beside = [text.text for text in texts if extent(text)[0] < x0 + least or extent(text)[1] > x1 - least]
        near |= {name: beside} if beside else {}
    assert near == {}
