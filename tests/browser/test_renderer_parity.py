"""Chromium and librsvg render each drawing alike: literal colours for every renderer, no trick of one of them."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from functools import partial

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page

from diagrams import compose, postures
from diagrams.anatomy import BODIES
from tests.unit.test_location_agreement import CATALOGUE, DRAWINGS, NAMES

pytestmark = pytest.mark.browser
WIDTH = 720


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": WIDTH, "height": 400})
    yield opened
    opened.close()


def by_librsvg(svg: str) -> Image.Image:
    command = ["rsvg-convert", "--width", str(WIDTH), "--background-color", "white"]
    run = subprocess.run(command, input=svg.encode(), capture_output=True, check=True)
    return Image.open(io.BytesIO(run.stdout)).convert("RGB")


def by_chromium(page: Page, svg: str) -> Image.Image:
    page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{WIDTH}px}}</style>{svg[svg.index('<svg') :]}")
    return Image.open(io.BytesIO(page.locator("svg").screenshot())).convert("RGB")


POSED = {
    f"{postures.drawing_name(item, side)}-{body}": partial(
        postures.posture_drawing, CATALOGUE, item.key, body, side=side
    )
    for item in postures.postures()
    for side in postures.drawn_sides(CATALOGUE, item)
    for body in BODIES
}


def alone(code: str, body: str, second: bool) -> str:
    """Return a close-up as a file of its own."""
    return compose.standalone(compose.close_up_drawing(CATALOGUE, CATALOGUE.point(code), body, with_alternative=second))


ALONE = {
    f"{name}-{body}": partial(alone, code, body, second)
    for name, code, second in (("alone", "BL23", False), ("second-place", "GB30", True))
    for body in BODIES
}
EVERY = {**dict(zip(NAMES, (svg for _, _, svg in DRAWINGS), strict=True)), **POSED, **ALONE}


@pytest.mark.parametrize("svg", EVERY.values(), ids=EVERY, indirect=True)
def test_both_renderers_draw_alike(page: Page, svg: str) -> None:
    one, other = by_librsvg(svg), by_chromium(page, svg)
    size = (min(one.width, other.width), min(one.height, other.height))
    assert abs(one.height - other.height) <= 2
    difference = ImageChops.difference(one.crop((0, 0, *size)), other.crop((0, 0, *size)))
    mean = sum(ImageStat.Stat(difference).mean) / 3 / 255
    assert mean < 0.01
    assert sum(ImageStat.Stat(one).stddev) > 30  # neither picture is blank
