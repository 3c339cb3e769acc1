"""A point as large as the screen, with finger, mouse and keyboard; and what its sister pages share with it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.phone import phone_in, wait_for_layout, wait_until_offline_ready, wait_until_rendered
from tests.support.programs import Server
from tests.support.show_page import choose, open_show, panel, shown

pytestmark = pytest.mark.browser


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
        wait_for_layout(page)
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
def test_show_never_scrolls_sideways(page: Page, server: Server, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(server.url + address)
    wait_until_rendered(page)
    expect(page.locator("main svg.drawing").last).to_be_visible()
    if address.endswith("show"):
        expect(page.get_by_role("button", name="Larger")).to_be_visible()
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
    assert after["x"] + after["width"] / 2 == pytest.approx(before["x"] + before["width"] / 2, abs=1.5)
    assert after["y"] + after["height"] / 2 == pytest.approx(before["y"] + before["height"] / 2, abs=1.5)
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
    soft = page.locator("#stage [data-layer=muscles]")
    expect(soft).to_be_hidden()
    choose(page, "Muscles and nerves")
    expect(soft).to_be_visible()
    choose(page, "Muscles and nerves")
    expect(soft).to_be_hidden()
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


def test_what_is_shown_outlives_reload_back_and_sharing(page: Page, server: Server) -> None:
    open_show(page, server, "BL23")
    panel(page, "View")
    choose(page, "Male")
    choose(page, "Whole body, seen from behind")
    choose(page, "Left")
    expect(page.locator("#stage svg title")).to_contain_text("Whole body")
    panel(page, "Layers")
    choose(page, "Bones")
    choose(page, "Muscles and nerves")
    panel(page, "Layers")
    page.get_by_role("button", name="Larger").click()
    state = r"#male,views/posterior,left,no-bones,muscles,1\.4x@-?[0-9.]+:-?[0-9.]+$"
    expect(page).to_have_url(re.compile(state))
    larger = page.url
    page.locator("#stage").focus()
    page.keyboard.press("ArrowUp")
    expect(page).not_to_have_url(larger)
    expect(page).to_have_url(re.compile(state))
    address, part = page.url, shown(page)

    def check_shown() -> None:
        expect(page.locator("#stage svg title")).to_contain_text("Whole body")
        page.wait_for_function(
            "(x) => Math.abs(document.querySelector('#stage > svg').viewBox.baseVal.x - x) < 0.2", arg=part[0]
        )
        assert shown(page) == pytest.approx(part, abs=0.2)
        expect(page.locator("#stage [data-layer=bones]").first).to_be_hidden()
        expect(page.locator("#stage [data-layer=muscles]")).to_be_visible()
        expect(page.locator('#stage .mark[data-code="BL23"][data-side="right"]')).to_have_css("opacity", "0.3")
        assert page.url == address

    page.reload()
    check_shown()
    page.goto(f"{server.url}/about")
    page.go_back()
    check_shown()
    page.goto("about:blank")
    page.goto(address)
    check_shown()
    page.goto(f"{server.url}/points/BL23/show#nonsense,9x,no-hair")  # in the same page: a fragment alone is new
    expect(page.locator("#stage svg title")).not_to_contain_text("Whole body")
    expect(page.locator("#stage [data-layer=bones]").first).to_be_visible()
    expect(page.locator('#stage .mark[data-side="right"]')).to_have_css("opacity", "1")
    expect(page.get_by_role("button", name="Larger")).to_be_visible()


def test_the_second_place_of_gb30_can_be_shown(page: Page, server: Server) -> None:
    open_show(page, server, "GB30")
    panel(page, "View")
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


@pytest.mark.worker
def test_everything_works_without_a_connection(page: Page, context: BrowserContext, server: Server) -> None:
    page.goto(server.url)
    wait_until_offline_ready(page)
    context.set_offline(True)
    open_show(page, server, "GB30")
    panel(page, "View")
    choose(page, "With the second place")
    expect(page.locator("#stage .mark-second")).to_be_visible()
    choose(page, "Left")
    expect(page.locator("#stage .mark")).to_have_attribute("data-side", "left")
    panel(page, "For slides")
    for kind in ("SVG", "PNG"):
        with page.expect_download() as saved:
            page.get_by_role("button", name=f"Save {kind}").click()
        assert saved.value.suggested_filename == f"GB30-second-place-left.{kind.lower()}"
    page.goto(f"{server.url}/compare#BL23,BL25")
    expect(page.locator("[data-drawing] svg")).to_have_count(2)
    page.goto(f"{server.url}/practise#BL23")
    expect(page.get_by_role("heading", name=re.compile("Where is BL23"))).to_be_visible()


@pytest.mark.parametrize("address", ["/points/BL23/show", "/compare", "/practise"])
def test_without_javascript_there_is_a_plain_page(browser: Browser, server: Server, address: str) -> None:
    with phone_in(browser, java_script_enabled=False) as context:
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
