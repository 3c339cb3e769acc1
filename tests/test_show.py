"""A point as large as the screen, two points side by side, and practising: with finger, mouse and keyboard."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from diagrams import anatomy, targets
from points.catalogue import Catalogue
from points.location import LevelLateral
from tests.phone import Server, phone, wait_until_offline_ready, watch

pytestmark = pytest.mark.browser
PRACTISED = """async () => {
  const opening = indexedDB.open("thumbwidth");
  const base = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
  const asking = base.transaction("kept").objectStore("kept").get("practise");
  const found = await new Promise((done) => (asking.onsuccess = () => done(asking.result)));
  base.close();
  return found ?? null;
}"""


def shown(page: Page) -> list[float]:
    """Return the part of the sheet that is seen: left, top, width, height, mm."""
    return [float(part) for part in str(page.locator("#stage > svg").get_attribute("viewBox")).split()]


def panel(page: Page, name: str) -> None:
    page.locator(".show-bar > details > summary", has_text=name).click()


def choose(page: Page, name: str) -> None:
    page.locator("label.choice", has_text=re.compile(f"^{name}$")).click()


def open_show(page: Page, server: Server, code: str) -> None:
    page.goto(f"{server.url}/points/{code}/show")
    expect(page.get_by_role("button", name="Larger")).to_be_visible()


@pytest.mark.parametrize("size", [(320, 640), (360, 740), (740, 360), (768, 1024), (1280, 800)], ids=str)
def test_the_drawing_fills_the_screen_and_nothing_scrolls(page: Page, server: Server, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_show(page, server, "BL54")
    expect(page.locator(".masthead")).to_be_hidden()
    stage = page.locator("#stage").bounding_box()
    assert stage and stage["width"] * stage["height"] > 0.6 * size[0] * size[1]
    for name in (None, "View", "Layers", "About it", "For slides"):
        if name:
            panel(page, name)
        over: Any = page.evaluate(
            """() => {
                const { scrollWidth, scrollHeight } = document.documentElement;
                return [scrollWidth > innerWidth, scrollHeight > innerHeight];
            }"""
        )
        assert over == [False, False], name
    small = page.locator(".show button:visible, .show summary:visible, .show-head a").evaluate_all(
        """(keys) => keys.filter((key) => !key.closest(".panel"))
            .map((key) => [key.outerHTML, key.getBoundingClientRect()])
            .filter(([, { width, height }]) => Math.min(width, height) < 44).map(([name]) => name)"""
    )
    assert small == []


@pytest.mark.parametrize("address", ["/points/GB30/show", "/compare#GB30,LI4", "/practise#BL54"])
def test_nothing_scrolls_sideways_on_a_narrow_phone_or_with_large_text(
    page: Page, server: Server, address: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(server.url + address)
    expect(page.locator("main svg.drawing").last).to_be_visible()
    for size in ("100%", "200%"):
        page.evaluate("(size) => (document.documentElement.style.fontSize = size)", size)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320, size


def test_buttons_wheel_and_mouse_zoom_and_move_the_drawing(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    open_show(page, server, "BL23")
    whole = shown(page)
    page.get_by_role("button", name="Larger").click()
    larger = shown(page)
    assert larger[2] < whole[2] and larger[2] / larger[3] == pytest.approx(whole[2] / whole[3])
    page.mouse.move(640, 400)
    page.mouse.down()
    page.mouse.move(740, 400, steps=4)
    page.mouse.up()
    assert shown(page)[0] < larger[0]  # the sheet goes with the hand
    page.get_by_role("button", name="Smaller").click()
    assert shown(page) == pytest.approx(whole)
    mark = page.locator('.mark[data-side="right"]')
    before = mark.bounding_box()
    assert before
    page.mouse.move(before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)
    page.mouse.wheel(0, -400)
    page.wait_for_function(
        "(width) => document.querySelector('#stage > svg').viewBox.baseVal.width < width", arg=whole[2]
    )
    after = mark.bounding_box()
    assert after and after["width"] > 1.5 * before["width"]
    for axis, length in (("x", "width"), ("y", "height")):
        assert after[axis] + after[length] / 2 == pytest.approx(before[axis] + before[length] / 2, abs=1.5)
    page.get_by_role("button", name="Whole drawing").click()
    assert shown(page) == pytest.approx(whole)


def test_two_fingers_pinch(page: Page, context: BrowserContext, server: Server) -> None:
    open_show(page, server, "BL23")
    whole = shown(page)
    touch = context.new_cdp_session(page)

    def fingers(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", (160, 350), (200, 350))
    for spread in range(20, 101, 20):
        fingers("touchMove", (180 - spread, 350), (180 + spread, 350))
    fingers("touchEnd")
    page.wait_for_function(
        "(width) => document.querySelector('#stage > svg').viewBox.baseVal.width < width", arg=whole[2] / 3
    )
    assert page.evaluate("() => visualViewport.scale") == 1  # the page itself did not grow


def test_the_keyboard_reaches_everything(page: Page, server: Server) -> None:
    open_show(page, server, "BL23")
    reached = []
    for _ in range(9):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
            )
        )
    assert reached[1:] == [
        "Back to BL23", "The drawing", "Larger", "Smaller", "Whole drawing", "View", "Layers", "About it"
    ]  # fmt: skip
    whole = shown(page)
    for _ in range(3):  # a letter or sign alone does nothing
        page.keyboard.type("+-b")
    assert shown(page) == whole
    page.locator("#stage").focus()
    page.keyboard.press("ArrowRight")
    assert shown(page)[0] > whole[0]
    page.locator("summary", has_text="Layers").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Bones")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("checkbox", name="Bones")).to_be_hidden()
    expect(page.locator("summary", has_text="Layers")).to_be_focused()


def test_layers_bodies_sides_and_drawings_can_be_chosen(page: Page, server: Server) -> None:
    open_show(page, server, "BL23")
    panel(page, "Layers")
    for name, layer in (
        ("Skin", "skin"),
        ("Bones", "bones"),
        ("Measures", "ruler"),
        ("Point", "marks"),
        ("Names", "labels"),
    ):
        choose(page, name)
        expect(page.locator(f"#stage [data-layer={layer}]").first).to_be_hidden()
        choose(page, name)
    panel(page, "View")
    title = page.locator("#stage svg title")
    choose(page, "Male")
    expect(title).to_contain_text("male body")
    choose(page, "Left")
    expect(page.locator('#stage .mark[data-side="right"]')).to_have_css("opacity", "0.3")
    expect(page.locator('#stage .mark[data-side="left"]')).to_have_css("opacity", "1")
    choose(page, "Whole body, seen from behind")
    expect(title).to_contain_text("Whole body")
    expect(page.locator('#stage .mark[data-code="BL40"]').first).to_have_css("opacity", "0.3")
    expect(page.locator('#stage .mark[data-code="BL23"][data-side="left"]')).to_have_css("opacity", "1")
    panel(page, "For slides")
    expect(page.get_by_role("link", name=re.compile("SVG"))).to_have_attribute(
        "href", "/diagrams/male/views/posterior.svg"
    )
    expect(page.get_by_role("link", name=re.compile("PNG"))).to_have_attribute(
        "href", "/diagrams/male/views/posterior.png?width=2400"
    )


def test_the_second_place_of_gb30_can_be_shown(page: Page, server: Server) -> None:
    open_show(page, server, "GB30")
    panel(page, "View")
    expect(page.get_by_text("This drawing shows the right side.")).to_be_visible()
    choose(page, "With the second place")
    expect(page.locator("#stage .mark-second")).to_be_visible()
    expect(page.locator("#stage .credit")).to_have_count(0)
    panel(page, "About it")
    expect(page.get_by_role("heading", name="The second place")).to_be_visible()
    expect(page.locator(".standard")).to_have_text(re.compile(r"WHO Standard.*, p\. 187\."))


def test_the_panel_names_neighbours_structures_and_every_script(page: Page, server: Server) -> None:
    open_show(page, server, "BL25")
    panel(page, "About it")
    text = page.locator(".panel-text").first
    for words in (
        "GV3 Yāoyángguān",
        "Same level",
        "Erector spinae",
        "大腸俞",
        "대장수",
        "Daejangsu",
        "だいちょうゆ",
        "Đại trường du",
    ):
        expect(text).to_contain_text(words)


@pytest.mark.parametrize("lockable", [True, False])
def test_the_screen_stays_on_or_the_page_says_that_it_may_not(page: Page, server: Server, lockable: bool) -> None:
    held = "{ request: async () => (window.held = new EventTarget(), window.held) }"
    page.add_init_script(
        f"Object.defineProperty(navigator, 'wakeLock', {{ value: {held if lockable else 'undefined'} }})"
    )
    open_show(page, server, "LI4")
    note = page.get_by_text("The screen may go dark by itself")
    if lockable:
        page.wait_for_function("() => window.held")
        expect(note).to_have_count(0)
    else:
        expect(note).to_be_visible()


def test_everything_works_without_a_connection(page: Page, context: BrowserContext, server: Server) -> None:
    page.goto(server.url)
    wait_until_offline_ready(page)
    context.set_offline(True)
    open_show(page, server, "GB30")
    panel(page, "View")
    choose(page, "With the second place")
    expect(page.locator("#stage .mark-second")).to_be_visible()
    page.goto(f"{server.url}/compare#BL23,BL25")
    expect(page.locator("[data-drawing] svg")).to_have_count(2)
    page.goto(f"{server.url}/practise#BL23")
    expect(page.get_by_role("heading", name=re.compile("Where is BL23"))).to_be_visible()


@pytest.mark.parametrize("address", ["/points/BL23/show", "/compare", "/practise"])
def test_without_javascript_there_is_a_plain_page(
    playwright: Playwright, server: Server, tmp_path: Path, address: str
) -> None:
    with phone(playwright, tmp_path / "profile", java_script_enabled=False) as context:
        page = context.pages[0]
        page.goto(server.url + address)
        assert page.get_by_role("button").count() == page.get_by_role("combobox").count() == 0
        if address.endswith("show"):
            expect(page.locator("#stage svg .mark").first).to_be_visible()
            panel(page, "Layers")
            choose(page, "Bones")
            expect(page.locator("#stage [data-layer=bones]").first).to_be_hidden()
        else:
            expect(page.get_by_text("needs JavaScript")).to_be_visible()
            expect(page.locator('a[href="/points/BL23"]')).to_be_visible()


# Side by side ------------------------------------------------------------------------------------------


def cells(page: Page, row: str) -> list[str]:
    line = page.locator("#facts tr").filter(has=page.get_by_role("rowheader", name=row, exact=True))
    return [cell.inner_text() for cell in line.locator("td").all()]


def test_two_points_stand_side_by_side_and_the_fragment_keeps_which(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/compare#bl25,LI4")
    expect(page.get_by_label("First point")).to_have_value("BL25")
    expect(page.locator("[data-drawing] svg")).to_have_count(2)
    assert ["Locked until cleared" in cells(page, "Pregnancy")[0], "Do not press" in cells(page, "Pregnancy")[1]] == [
        True
    ] * 2
    assert "1.5 B-cun lateral" in cells(page, "Where")[0]
    page.get_by_label("Second point").select_option("GV3")
    expect(page).to_have_url(f"{server.url}/compare#BL25,GV3")
    expect(page.locator("[data-drawing=second] svg title")).to_contain_text("GV3")
    page.reload()
    expect(page.get_by_label("Second point")).to_have_value("GV3")
    page.goto(f"{server.url}/compare#XX1,%20")
    expect(page.locator("[data-drawing] svg")).to_have_count(2)


def test_only_the_cautions_that_differ_are_listed(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(f"{server.url}/compare#BL40,LI4")
    row = "Other cautions that differ"
    expect(page.get_by_role("rowheader", name=row)).to_be_visible()
    levels = [{flag.condition: flag.level for flag in catalogue.point(code).flags} for code in ("BL40", "LI4")]
    differ = {key for key in levels[0] if levels[0][key] != levels[1][key]} - {"pregnancy"}
    shown = page.locator("#facts [data-caution]").evaluate_all("(all) => all.map((one) => one.dataset.caution)")
    assert differ and sorted(shown) == sorted([*differ, *differ])
    page.goto(f"{server.url}/compare#BL40,BL40")
    expect(page.locator("#facts")).to_contain_text("The same for both.")


def test_the_same_scale_makes_a_body_equally_large_in_both(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{server.url}/compare#KI3,GB30")
    expect(page.locator("[data-drawing] svg")).to_have_count(2)
    scale = "() => [...document.querySelectorAll('[data-drawing] svg')].map((svg) => svg.getScreenCTM().a)"
    one, other = page.evaluate(scale)
    assert one > 1.5 * other
    page.get_by_label("Same scale").check()
    one, other = page.evaluate(scale)
    assert one == pytest.approx(other, rel=0.02)


# Practising --------------------------------------------------------------------------------------------


def tap(page: Page, place: tuple[float, float]) -> None:
    """Tap a place of the sheet, mm."""
    at: Any = page.evaluate(
        """([x, y]) => {
            const svg = document.querySelector("#field svg");
            svg.scrollIntoView({ block: "center", behavior: "instant" });
            const place = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
            return [place.x, place.y];
        }""",
        list(place),
    )
    page.touchscreen.tap(*at)


def open_practise(page: Page, server: Server, fragment: str) -> Locator:
    page.goto(f"{server.url}/practise#{fragment}")
    expect(page.locator("#field svg")).to_be_visible()
    return page.locator("#verdict .off")


def off_by(catalogue: Catalogue, cun: str, lower: float) -> tuple[float, float]:
    """Return the sheet place so many B-cun further out than BL23 on the right, and so many mm lower."""
    figure = anatomy.figure("lumbosacral", "female")
    rulers = {ruler.key: ruler for ruler in catalogue.rulers}
    known = catalogue.point("BL23").location.expression
    assert isinstance(known, LevelLateral)
    further = LevelLateral(known.landmark, known.cun + type(known.cun)(cun), known.ruler)
    x, y = figure.project(anatomy.place(further, figure, "right", rulers))
    return x, y + lower


@pytest.mark.parametrize(
    ("cun", "fingers", "said"),
    [
        ("0", 0.0, "Right on the place."),
        ("0.6", -0.5, "0.6 B-cun too far out, 0.5 finger-cun too high (0.4 of a vertebra)."),
        ("-0.5", 1.0, "0.5 B-cun too near the midline, 1.0 finger-cun too low (0.8 of a vertebra)."),
    ],
)
def test_a_tap_is_told_how_far_off_it_was_in_cun(
    playwright: Playwright, server: Server, catalogue: Catalogue, tmp_path: Path, cun: str, fingers: float, said: str
) -> None:
    place = off_by(catalogue, cun, fingers * targets.finger_cun("female"))
    with phone(playwright, tmp_path / "tablet", device_scale_factor=1) as context:
        page = context.pages[0]
        page.set_viewport_size({"width": 1280, "height": 1000})
        off = open_practise(page, server, "BL23")
        expect(page.locator("#field .mark").first).to_be_hidden()
        expect(page.get_by_text("level with the lower border").first).to_be_hidden()
        tap(page, place)
        expect(off).to_have_text(said)
        expect(page.locator('#field .mark[data-code="BL23"]').first).to_be_visible()
        expect(page.locator('#field .mark[data-code="BL25"]').first).to_be_hidden()
        expect(page.get_by_text("level with the lower border").first).to_be_visible()


def test_the_drawing_to_practise_on_does_not_give_the_place_away(page: Page, server: Server) -> None:
    open_practise(page, server, "lumbosacral")
    assert re.fullmatch(r'- application "Where is \w+\?"', page.locator("#field").aria_snapshot())
    assert page.locator("#field title, #field desc").count() == 0
    for layer in ("ruler", "labels"):
        expect(page.locator(f"#field [data-layer={layer}]")).to_be_hidden()


def test_the_keyboard_alone_can_practise_a_whole_round(page: Page, server: Server, catalogue: Catalogue) -> None:
    open_practise(page, server, "hip-posterolateral")
    for turn in (1, 2):
        expect(page.locator("#round")).to_have_text(f"{turn} of 2")
        page.get_by_role("button", name="Say the rule").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#rule")).to_be_visible()
        page.locator("#field").focus()
        for key in ["ArrowRight"] * 12 + ["ArrowDown"] * 4:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        expect(page.locator("#verdict .off")).to_contain_text("finger-cun")
        expect(page.get_by_role("button", name=re.compile("Next|Another round"))).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.locator("#round")).to_have_text("1 of 2")
    expect(page.locator("#ask")).to_be_focused()


def test_the_score_stays_on_the_phone_and_can_be_forgotten(page: Page, context: BrowserContext, server: Server) -> None:
    seen = watch(context)
    open_practise(page, server, "LI4")
    page.get_by_role("button", name="Show me").click()
    expect(page.locator("#verdict .off")).to_have_text("Here it is.")
    expect(page.locator("#tally")).to_contain_text("0 of 1 inside")
    page.reload()
    expect(page.locator("#tally")).to_contain_text("0 of 1 inside")
    assert page.evaluate(PRACTISED) == {"LI4": {"asked": 1, "hit": 0}}
    page.get_by_role("button", name="Forget these numbers").click()
    expect(page.locator("#score")).to_be_hidden()
    page.wait_for_function(f"async () => (await ({PRACTISED})()) === null")
    assert not [request.url for request in seen if request.method != "GET" or "?" in request.url]
