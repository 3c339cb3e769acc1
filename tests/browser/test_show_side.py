"""Laterality of the show page: a drawing of one side is mirrored for the other, with every word that names the side."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.support.programs import Server
from tests.support.show_page import caption, choose, open_show, panel, shown

pytestmark = pytest.mark.browser

#: Drawings of one side: point, title in the panel ("" for the first), and what the left one says: caption, and the edge
#: words from left to right. Anatomy, as a person reads it off a body: the left hand from the back has its thumb on the
#: right; the left knee from behind has its outer side on the left; the left ankle from the inner side has toes right.
DRAWINGS: Final = (
    ("LI4", "", "Left hand, seen from the back", ("← little-finger side", "thumb side →")),
    ("KI3", "", "Left ankle, seen from the inner side", ("← heel", "toes →")),
    ("BL40", "", "Left knee, seen from behind", ("← outer side", "inner side →")),
    ("GB30", "", "Left hip, lying on the right side, seen from behind", ("← feet", "head →")),
    ("GB30", "With the second place", "Left hip, lying on the right side, seen from behind", ("← feet", "head →")),
    (
        "BL54",
        "Right hip, standing, seen from behind and the side",
        "Left hip, standing, seen from behind and the side",
        ("← front", "spine →"),
    ),
)
#: Every visible text of the drawing, with its box on the screen and whether its letters run from left to right.
READ_TEXTS: Final = """() => [...document.querySelectorAll("#stage text")]
    .filter((text) => text.getBoundingClientRect().width).map((text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    const last = text.getNumberOfChars() - 1;
    const toScreen = text.getScreenCTM();
    const start = text.getStartPositionOfChar(0).matrixTransform(toScreen).x;
    const end = text.getEndPositionOfChar(last).matrixTransform(toScreen).x;
    return { words: text.textContent, className: text.getAttribute("class"), left, right, top, bottom,
             isReadable: start < end && toScreen.a > 0 && toScreen.d > 0 };
})"""


def texts(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(READ_TEXTS)
    return found


def choose_side(page: Page, side: str) -> None:
    page.locator("fieldset:visible", has_text="Side").get_by_text(side, exact=True).click()


def centre(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2


@pytest.mark.parametrize(
    ("code", "title", "words", "edges"), DRAWINGS, ids=[f"{one[0]}{one[1][:5]}" for one in DRAWINGS]
)
def test_the_left_side_is_the_mirror_image_and_says_so(
    page: Page, server: Server, code: str, title: str, words: str, edges: tuple[str, str]
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    open_show(page, server, code)
    panel(page, "View")
    if title:
        choose(page, title)
        expect(page.locator("#stage .caption").first).to_be_attached()
        expect(page.locator("#said")).to_contain_text(title)
    expect(page.locator("#side")).to_have_text("Right side, female body")
    mark = f'#stage .mark[data-code="{code}"]'
    expect(page.locator(mark)).to_have_attribute("data-side", "right")
    middle, right_mark, right_texts = centre(page, "#stage > svg"), centre(page, mark), texts(page)
    tallest = page.locator("#stage .layer[data-layer=skin]").first.bounding_box()

    choose_side(page, "Left")
    expect(page.locator("#side")).to_have_text("Left side, female body")
    expect(page.locator(mark)).to_have_attribute("data-side", "left")
    assert abs(right_mark - middle) > 3  # or the next line would prove nothing
    assert centre(page, mark) == pytest.approx(2 * middle - right_mark, abs=0.5)
    mirrored = page.locator("#stage .layer[data-layer=skin]").first.bounding_box()
    assert tallest
    assert mirrored
    assert mirrored["x"] == pytest.approx(2 * middle - tallest["x"] - tallest["width"], abs=0.5)

    found = texts(page)
    assert all(text["isReadable"] for text in found)
    written = " ".join(text["words"] for text in found if "caption" in text["className"])
    assert written == words
    in_order = [
        text["words"] for text in sorted(found, key=lambda text: text["left"]) if re.search("[←→]", text["words"])
    ]
    assert tuple(in_order) == edges
    for before, after in zip(right_texts, found, strict=True):
        if "caption" not in before["className"] and not re.search("[←→]", before["words"]):
            assert after["words"] == before["words"]  # "second place (left open)" keeps its word
            assert after["left"] == pytest.approx(2 * middle - before["right"], abs=1.5)
            assert after["top"] == pytest.approx(before["top"], abs=0.5)
    box = page.locator("#stage > svg").bounding_box()
    assert box
    assert all(text["left"] > box["x"] and text["right"] < box["x"] + box["width"] for text in found)

    svg_title, desc = (page.locator(f"#stage svg > {part}").text_content() or "" for part in ("title", "desc"))
    assert words in svg_title
    assert desc.startswith("The left side is shown. ")
    assert centre(page, "#stage .inset-frame") < centre(page, "#stage .inset-body")  # from behind, left is left
    labels = page.locator("fieldset:visible", has_text="Drawing").locator("label").all_inner_texts()
    assert not [label for label in labels if label.startswith("Right")]
    expect(page.locator("#said")).to_contain_text("Left side")

    choose_side(page, "Right")
    expect(page.locator("#side")).to_have_text("Right side, female body")
    assert [text["words"] for text in texts(page)] == [text["words"] for text in right_texts]
    assert centre(page, mark) == pytest.approx(right_mark, abs=0.1)


def test_landmarks_state_their_mirrored_place(page: Page, server: Server) -> None:
    open_show(page, server, "KI3")
    stated = "(dots) => dots.map((dot) => [dot.dataset.landmark, Number(dot.dataset.x), Number(dot.dataset.y)])"
    dots = page.locator("#stage .landmark")
    before, sheet = dots.evaluate_all(stated), shown(page)
    panel(page, "View")
    choose_side(page, "Left")
    expect(page.locator("#side")).to_have_text(re.compile("Left"))
    after = dots.evaluate_all(stated)
    assert len(before) > 2
    for (key, x, y), (same_key, mirrored, same_y) in zip(before, after, strict=True):
        assert (same_key, same_y) == (key, y)
        assert mirrored == pytest.approx(2 * sheet[0] + sheet[2] - x, abs=0.02)


def test_the_mirrored_zoom_outlives_reload_and_sharing(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/points/KI3/show#male,3x@20:-80")
    expect(page.locator("#side")).to_have_text("Right side, male body")
    page.wait_for_function("() => document.querySelector('#stage > svg').viewBox.baseVal.width < 60")
    panel(page, "View")
    mark = page.locator("#stage .mark").first
    before = mark.bounding_box()
    choose_side(page, "Left")
    expect(page.locator("#side")).to_have_text("Left side, male body")
    stage, after = page.locator("#stage").bounding_box(), mark.bounding_box()
    assert before
    assert after
    assert stage
    middle = stage["x"] + stage["width"] / 2
    assert after["x"] + after["width"] / 2 == pytest.approx(2 * middle - before["x"] - before["width"] / 2, abs=0.5)
    expect(page).to_have_url(re.compile(r"#male,left,3x@"))
    address, part = page.url, shown(page)
    page.reload()
    expect(page.locator("#side")).to_have_text("Left side, male body")
    expect(page.locator("#stage .caption").first).to_have_text(re.compile("^Left ankle"))
    page.wait_for_function(
        "(x) => Math.abs(document.querySelector('#stage > svg').viewBox.baseVal.x - x) < 0.2", arg=part[0]
    )
    assert page.url == address
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("#stage .mark").first).to_have_attribute("data-side", "left")
    expect(page.locator("#side")).to_have_text("Left side, male body")


def test_a_drawing_of_both_sides_is_never_mirrored(page: Page, server: Server) -> None:
    open_show(page, server, "BL40")
    panel(page, "View")
    choose_side(page, "Left")
    expect(page.locator("#stage .caption").first).to_have_text(re.compile("^Left knee"))
    choose(page, "Whole body, seen from behind")
    expect(page.locator("#side")).to_have_text("Left side marked, female body")
    expect(page.locator("[data-mirror-choice]")).to_be_hidden()
    left, right = (page.locator(f'#stage .mark[data-code="BL40"][data-side="{side}"]') for side in ("left", "right"))
    assert float(left.get_attribute("cx") or 0) < 0 < float(right.get_attribute("cx") or 0)  # from behind, left is left
    before = shown(page), texts(page)
    for side, words in (("Right", "Right side marked"), ("Both", "Both sides"), ("Left", "Left side marked")):
        choose_side(page, side)
        expect(page.locator("#side")).to_have_text(f"{words}, female body")
        assert (shown(page), texts(page)) == before
    choose(page, "Close up")
    expect(page.locator("#side")).to_have_text("Left side, female body")
    expect(page.locator("[data-side-choice]")).to_be_hidden()


def test_a_point_on_the_midline_offers_no_side(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/points/GV3/show#left")
    expect(page.get_by_role("button", name="Larger")).to_be_visible()
    panel(page, "View")
    assert page.get_by_role("group", name="Side").count() == 0
    assert caption(page) == "Midline, female body"
    assert page.locator("#stage [transform]").count() == 0


@pytest.mark.parametrize("size", [(320, 568), (360, 740), (740, 360), (768, 1024), (1280, 800)], ids=str)
def test_the_line_with_the_side_takes_no_room_from_the_drawing(
    page: Page, server: Server, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_show(page, server, "KI3")
    stage = "() => document.querySelector('#stage').getBoundingClientRect().toJSON()"
    with_line = page.evaluate(stage)
    page.evaluate("() => document.querySelector('#side').remove()")
    assert page.evaluate(stage) == with_line


@pytest.mark.parametrize("size", [(320, 568), (360, 740)], ids=str)
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("code", ["LI4", "KI3", "BL40", "GB30"])
def test_no_key_covers_the_caption(page: Page, server: Server, code: str, side: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{server.url}/points/{code}/show#{side}")
    expect(page.locator("#side")).to_have_text(f"{side.capitalize()} side, female body")
    zoom = page.get_by_role("group", name="Size of the drawing").get_by_role("button")
    keys = [key.bounding_box() for key in zoom.all()]
    captions = [text for text in texts(page) if "caption" in text["className"]]
    assert len(keys) > 1
    assert captions
    for key in keys:
        assert key
        for text in captions:
            is_beside = text["right"] <= key["x"] or text["left"] >= key["x"] + key["width"]
            assert is_beside or text["top"] >= key["y"] + key["height"] or text["bottom"] <= key["y"], text["words"]


def test_the_key_for_the_whole_drawing_comes_with_zooming(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    open_show(page, server, "KI3")
    whole, sheet = page.get_by_role("button", name="Whole drawing"), shown(page)
    expect(whole).to_be_hidden()
    page.get_by_role("button", name="Larger").click()
    expect(whole).to_be_visible()
    whole.click()
    expect(whole).to_be_hidden()
    expect(page.locator("#stage")).to_be_focused()
    assert shown(page) == pytest.approx(sheet)
