"""The drawing of the show page as a file: what is seen, as SVG and PNG, made without a connection."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops, ImageColor
from playwright.sync_api import Browser, Page, expect

from diagrams import palette
from diagrams.compose import CREDIT, LICENCE_URL
from tests.support import svg_reader
from tests.support.phone import phone_in
from tests.support.programs import Server
from tests.support.show_page import choose, open_show, panel, shown

pytestmark = pytest.mark.browser
SVG: Final = svg_reader.SVG
RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
CC: Final = "{http://creativecommons.org/ns#}"
#: The part of the sheet that lies on the stage, as the browser places it: [left, top, right, bottom], mm.
SEEN: Final = """() => {
    const stage = document.querySelector("#stage").getBoundingClientRect();
    const toSheet = document.querySelector("#stage > svg").getScreenCTM().inverse();
    const place = (x, y) => new DOMPoint(x, y).matrixTransform(toSheet);
    const [start, end] = [place(stage.left, stage.top), place(stage.right, stage.bottom)];
    return [start.x, start.y, end.x, end.y];
}"""


def save(page: Page, kind: str, folder: Path) -> Path:
    """Save what is seen, without a connection, and return the file under the name that the browser was given."""
    if not page.get_by_role("button", name=f"Save {kind}").is_visible():
        panel(page, "For slides")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.context.set_offline(True)
    try:
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Save {kind}").click()
        target = folder / download.value.suggested_filename
        download.value.save_as(target)
    finally:
        page.context.set_offline(False)
    assert [address for address in requests if not address.startswith("blob:") and "/icons/" not in address] == []
    return target


def layers(svg: str) -> dict[str, int]:
    """Return the layers of a drawing and how many elements each holds."""
    found: dict[str, int] = {}
    for group in svg_reader.with_class(svg, "layer"):
        name = group.attrib["data-layer"]
        found[name] = found.get(name, 0) + len(list(group.iter())) - 1
    return found


def boxes_overlap(part: list[float], sheet: list[float]) -> tuple[float, ...]:
    """Return [left, top, right, bottom] within a sheet (left, top, width, height), as a view box."""
    left, top = max(part[0], sheet[0]), max(part[1], sheet[1])
    right, bottom = min(part[2], sheet[0] + sheet[2]), min(part[3], sheet[1] + sheet[3])
    return (left, top, right - left, bottom - top)


def rgb(colour: str) -> tuple[int, ...]:
    return ImageColor.getrgb(colour)


@pytest.mark.parametrize("size", [(360, 740), (1280, 800)], ids=str)
def test_the_svg_holds_what_is_seen(page: Page, server: Server, size: tuple[int, int], tmp_path: Path) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_show(page, server, "BL23")
    panel(page, "View")
    choose(page, "Male")
    choose(page, "Whole body, seen from behind")
    choose(page, "Left")
    expect(page.locator("#side")).to_have_text("Left side marked, male body")
    panel(page, "Layers")
    for name in ("Bones", "Measures", "Muscles and nerves"):
        choose(page, name)
    panel(page, "Layers")
    sheet = shown(page)
    for _ in range(3):
        page.get_by_role("button", name="Larger").click()
    page.locator("#stage").focus()
    page.keyboard.press("ArrowUp")
    page.evaluate("() => (document.documentElement.dataset.skin = '4')")
    seen = boxes_overlap(page.evaluate(SEEN), sheet)
    marked = page.locator('#stage .mark[data-code="BL23"][data-side="left"]').get_attribute("cx")

    saved = save(page, "SVG", tmp_path)
    assert saved.name == "BL23-posterior-left.svg"
    svg = saved.read_text(encoding="utf-8")
    root = svg_reader.root(svg)
    assert svg.startswith('<?xml version="1.0"')
    assert [float(part) for part in root.attrib["viewBox"].split()] == pytest.approx(seen, abs=0.05)
    assert root.attrib["role"] == "img"
    assert "male body" in (root.findtext(f"{SVG}title") or "")
    assert root.findtext(f"{SVG}desc")
    found = layers(svg)
    assert {*found} == {"skin", "muscles", "marks", "labels"}
    assert all(found.values())
    assert not svg_reader.with_class(svg, "bone")
    assert 'display="none"' not in svg

    marks = {(mark.code, mark.side): mark.at[0] for mark in svg_reader.marks(svg)}
    assert marks["BL23", "left"] == float(marked or "nan")
    faint = {
        (mark.get("data-code"), mark.get("data-side")): mark.get("opacity")
        for mark in svg_reader.with_class(svg, "mark")
    }
    assert faint["BL23", "left"] is None
    assert faint["BL23", "right"] == faint["BL40", "left"] == "0.3"
    contours = {contour.attrib["stroke"] for contour in svg_reader.with_class(svg, "contour")}
    assert {rgb(contour) for contour in contours} == {rgb(palette.SKIN_TONES["4"].line)}


def test_the_svg_stands_alone_with_its_licence(page: Page, server: Server, tmp_path: Path) -> None:
    open_show(page, server, "GB30")
    panel(page, "View")
    choose(page, "Left")
    expect(page.locator("#side")).to_have_text("Left side, female body")
    saved = save(page, "SVG", tmp_path)
    assert saved.name == "GB30-close-up-left.svg"
    svg = saved.read_text(encoding="utf-8")
    root = svg_reader.root(svg)
    assert [float(part) for part in root.attrib["viewBox"].split()] == shown(page)  # the whole sheet
    assert not re.search(
        r"var\(|<style|<script|<image|(?:href|src)=|https?://(?!www\.w3\.org|creativecommons\.org|purl\.org)", svg
    )
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len({*ids})
    assert {*re.findall(r"url\(&quot;#([^&]+)|url\(#([^)]+)\)", svg)} <= {("", key) for key in ids}
    licence = root.find(f"{SVG}metadata/{RDF}RDF/{CC}Work/{CC}license")
    assert licence is not None
    assert licence.attrib[f"{RDF}resource"] == LICENCE_URL
    assert CREDIT in " ".join(root.find(f"{SVG}metadata").itertext())  # type: ignore[union-attr]
    title, desc = (root.findtext(f"{SVG}{part}") or "" for part in ("title", "desc"))
    assert "Left hip, lying on the right side" in title
    assert desc.startswith("The left side is shown.")
    assert {mark.side for mark in svg_reader.marks(svg)} == {"left"}
    assert str(svg_reader.with_class(svg, "caption")[0].text).startswith("Left hip")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_png_is_drawn_on_the_device(browser: Browser, server: Server, theme: Any, tmp_path: Path) -> None:
    with phone_in(browser, color_scheme=theme) as context:
        page = context.pages[0]
        page.set_viewport_size({"width": 768, "height": 1024})
        open_show(page, server, "KI3")
        panel(page, "View")
        choose(page, "Left")
        expect(page.locator("#side")).to_have_text("Left side, female body")
        saved = save(page, "PNG", tmp_path)
        assert saved.name == "KI3-close-up-left.png"
        sheet = shown(page)
        x, y = (float(page.locator("#stage .mark").first.get_attribute(name) or "nan") for name in ("cx", "cy"))
        ground = rgb(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
    with Image.open(saved) as opened:
        image = opened.convert("RGB")
    assert image.width == 2400  # more than twice the screen
    drawn = round(2400 * sheet[3] / sheet[2])
    assert 0.02 * drawn < image.height - drawn < 0.05 * drawn  # the line for the credit
    assert image.getpixel((1, 1)) == ground
    scale = 2400 / sheet[2]
    at = (round((x - sheet[0]) * scale), round((y - sheet[1]) * scale))
    assert image.getpixel(at) == rgb(palette.MARK)
    foot = image.crop((0, drawn, image.width, image.height))
    words = ImageChops.difference(foot, Image.new("RGB", foot.size, ground)).getbbox()
    assert words
    assert words[2] - words[0] > 0.15 * image.width
    assert 12 <= words[3] - words[1] < foot.height
    colours = image.resize((120, 120)).getcolors(120 * 120)
    assert colours
    assert len(colours) > 500


@pytest.mark.parametrize(("width", "height", "pixels"), [(1500, 900, 3000), (360, 740, 2400)])
def test_the_png_is_at_least_twice_as_wide_as_the_screen(
    page: Page, server: Server, width: int, height: int, pixels: int, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server.url}/points/BL54/show#3x")
    page.wait_for_function("() => document.querySelector('#stage > svg').viewBox.baseVal.width < 200")
    with Image.open(save(page, "PNG", tmp_path)) as image:
        assert image.width == pixels
        assert image.width * image.height <= 16_000_000


def test_a_png_that_cannot_be_made_is_said(page: Page, server: Server) -> None:
    page.add_init_script("HTMLCanvasElement.prototype.toBlob = (done) => done(null)")
    open_show(page, server, "LI4")
    panel(page, "For slides")
    page.get_by_role("button", name="Save PNG").click()
    expect(page.get_by_role("alert")).to_contain_text("LI4-close-up-right.png could not be made on this device.")
    expect(page.get_by_role("alert")).to_contain_text("Save the SVG")


def test_files_of_the_service_are_not_offered_for_the_other_side(page: Page, server: Server) -> None:
    open_show(page, server, "KI3")
    panel(page, "View")
    choose(page, "Left")
    expect(page.locator("#side")).to_have_text("Left side, female body")
    panel(page, "For slides")
    expect(page.get_by_role("button", name="Save SVG")).to_be_visible()
    assert page.get_by_role("link", name=re.compile("SVG|PNG")).count() == 0


def test_a_midline_point_says_so_in_the_name_of_its_file(page: Page, server: Server, tmp_path: Path) -> None:
    open_show(page, server, "GV3")
    saved = save(page, "SVG", tmp_path)
    assert saved.name == "GV3-close-up-midline.svg"
    assert ElementTree.parse(saved).getroot().tag == f"{SVG}svg"


def test_saving_does_not_wait_for_a_layout_to_change(page: Page, server: Server, tmp_path: Path) -> None:
    """A browser reports the first size of an observed element when it likes, WebKit later than a quick tap."""
    page.add_init_script("window.ResizeObserver = class { observe() {} }")
    open_show(page, server, "LI4")
    saved = save(page, "SVG", tmp_path)
    assert list(svg_reader.view_box(saved.read_text(encoding="utf-8")))[:2] == shown(page)[:2]
