"""What is written in a drawing keeps clear of the edges of its sheet in the typeface of this browser too."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from diagrams import compose
from diagrams.anatomy import BODIES
from tests.support.edited_catalogues import shipped
from tests.support.written_drawings import written_drawings

pytestmark = pytest.mark.browser
CATALOGUE = shipped()
PHONE, CLEAR = 360, 8
#: Returns for each drawing the texts that come nearer than that to an edge, and the number of texts.
NEAR = """([phone, clear]) => [...document.querySelectorAll("svg")].map((svg) => {
    const { x, y, width, height } = svg.viewBox.baseVal, px = width / phone;
    const texts = [...svg.querySelectorAll("text")];
    const near = texts.filter((text) => {
        const box = text.getBBox();
        const isBeside = box.x - x < clear * px || x + width - box.x - box.width < clear * px;
        return isBeside || box.y - y < -px || y + height - box.y - box.height < 0;
    });
    return { name: svg.dataset.name, count: texts.length, near: near.map((text) => text.textContent) };
})"""


@pytest.fixture(scope="module", params=BODIES)
def every(request: pytest.FixtureRequest) -> dict[str, str]:
    """Every drawing of a body as a file of its own, which has the most words, by name."""
    return {name: compose.standalone(svg) for name, svg in written_drawings(CATALOGUE, request.param)}


def test_words_keep_clear_of_edges_in_chromium(browser: Browser, every: dict[str, str]) -> None:
    """Where none of the faces asked for is installed, the face that stands in for them is wider."""
    sheets = []
    for name, svg in every.items():
        (head,) = re.findall("<svg[^>]*>", svg)
        texts = re.findall("<text.*?</text>", svg)
        named = head.replace("<svg", f'<svg data-name="{name}"')
        sheets.append(f"{named}{''.join(texts)}</svg>")
    page = browser.new_page(viewport={"width": PHONE, "height": 640})
    page.set_content("".join(sheets))
    found: list[dict[str, Any]] = page.evaluate(NEAR, [PHONE, CLEAR])
    page.close()
    assert [one["name"] for one in found] == list(every)
    assert all(one["count"] for one in found)
    assert {one["name"]: one["near"] for one in found if one["near"]} == {}
