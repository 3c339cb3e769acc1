"""What is on the screen finds room there: nothing scrolls sideways, lies on something else or is cut off.

One of each kind of page, and each state of a session, at the widths of a small phone, a phone, a tablet and a desk.
Sizes of targets, colours and large text are `test_accessibility`'s; every page, for its width alone, is `test_phone`'s.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from points.catalogue import Catalogue
from tests.support.page_kinds import of_each_kind
from tests.support.phone import (
    HEALTHY,
    answer_screen,
    end_session,
    gate_screen,
    know_every_place,
    wait_for_layout,
    wait_until_rendered,
)
from tests.support.programs import Server

pytestmark = pytest.mark.browser
WIDTHS = (320, 360, 768, 1280)
#: What stays at the lower edge lies over what is scrolled, by design; links in a drawing are measured elsewhere.
FAULTS = """() => {
    const root = document.documentElement, found = [];
    const named = (item) => item.outerHTML.slice(0, 90).replace(/\\s+/g, " ");
    const scope = [...document.querySelectorAll("dialog[open]")].pop() ?? document.body;
    const inSight = (item) =>
        item.checkVisibility({ visibilityProperty: true }) && !item.closest("svg, .unseen, .skip");
    const overlaid = (item) => {
        for (let at = item; at && at !== scope; at = at.parentElement) {
            const { position, bottom } = getComputedStyle(at);
            if (position === "fixed" || (position === "sticky" && bottom !== "auto")) return true;
        }
        return false;
    };
    if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} wide`);
    for (const item of scope.querySelectorAll("*")) {
        if (!inSight(item) || !item.clientWidth || !item.textContent.trim()) continue;
        const { overflowX, overflowY } = getComputedStyle(item);
        const held = item.matches("button, summary, label, td, th, .button, .card, .flag") && overflowX === "visible";
        const cut = (value) => value === "hidden" || value === "clip";
        if ((held || cut(overflowX)) && item.scrollWidth > item.clientWidth + 1) found.push(`too wide: ${named(item)}`);
        const decoration = item.closest("[aria-hidden=true]"); // a cropped picture without words loses nothing
        const isCut = !decoration && cut(overflowY) && item.scrollHeight > item.clientHeight + 1;
        if (isCut) found.push(`cut off: ${named(item)}`);
    }
    const controls = [...scope.querySelectorAll("a, button, summary, select, input, textarea")]
        .filter((item) => inSight(item) && !overlaid(item))
        .map((item) => [item, [...item.getClientRects()].filter((box) => box.width && box.height)]);
    const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    controls.forEach(([one, boxes], at) => {
        for (const [other, others] of controls.slice(at + 1)) {
            if (one.contains(other) || other.contains(one)) continue;
            if (boxes.some((a) => others.some((b) => over(a, b)))) found.push(`${named(one)} lies on ${named(other)}`);
        }
    });
    return found;
}"""

#: All scripts but the one that sets the theme, for which the browser waits before it paints.
MODULES = re.compile(r"/static/.*(?<!/early-theme)\.js$")
#: How much of the screen has moved without being asked to since the page was opened (Layout Instability, summed).
MOVED = """() => new Promise((told) => {
    let sum = 0;
    new PerformanceObserver((list) => { for (const { value } of list.getEntries()) sum += value; })
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => told(sum), 500);
})"""


def faults(page: Page, state: str = "") -> list[str]:
    """Return what finds no room on the page as it stands, at every width."""
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        page.wait_for_function("(width) => document.documentElement.clientWidth === width", arg=width)
        wait_for_layout(page)
        found += [f"{page.url} {state} at {width}: {fault}" for fault in page.evaluate(FAULTS)]
    return found


def test_everything_has_room_on_every_kind_of_page(page: Page, server: Server, catalogue: Catalogue) -> None:
    found: list[str] = []
    for address in (*of_each_kind(catalogue), "/nowhere", "/points/B36"):
        page.goto(server.url + address)
        wait_until_rendered(page)
        page.evaluate(
            "() => document.querySelectorAll('main details:not([name])').forEach((it) => { it.open = true; })"
        )
        found += faults(page)
    assert found == []


def open_with_late_scripts(page: Page, address: str) -> None:
    """Open a page whose modules arrive after it has been painted, as on a slow line."""
    held: list[Route] = []
    painted = False

    def hold(route: Route) -> None:
        if painted:
            route.continue_()
        else:
            held.append(route)

    page.route(MODULES, hold)
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    painted = True
    for route in held:
        route.continue_()
    wait_until_rendered(page)
    page.unroute(MODULES)


def test_nothing_jumps_while_a_page_is_made(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.set_viewport_size({"width": 412, "height": 823})
    moved = {}
    for address in of_each_kind(catalogue):
        open_with_late_scripts(page, server.url + address)
        moved[address] = page.evaluate(MOVED)
    assert len(moved) > 15
    assert {address: most for address, most in moved.items() if most > 0.01} == {}


@pytest.mark.parametrize(
    ("text", "title"), [("BL23.60-LI4.60;note=Slowly", "Your own routine"), ("BL99.60", "This link cannot be read")]
)
def test_no_overflow_in_composer_and_link_page(page: Page, server: Server, text: str, title: str) -> None:
    page.goto(f"{server.url}/routines/custom#{text}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    found = faults(page)
    page.goto(f"{server.url}/compose")
    for code in ("BL23", "LI4"):
        page.locator(f"[data-add={code}]").click()
    expect(page.locator("#cautions > li").first).to_be_visible()
    assert found + faults(page) == []


def test_everything_has_room_in_each_state_of_a_session(page: Page, server: Server) -> None:
    gate = page.get_by_role("dialog", name="Before you start")
    page.goto(f"{server.url}/routines/low-back-ease/session")
    know_every_place(page)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(gate).to_be_visible()
    found = faults(page, "emergency")
    gate.locator("[data-line] input").first.check()
    found += faults(page, "an opened line")
    answer_screen(page, "Continue")
    found += faults(page, "help now")
    answer_screen(page, "Ticked by mistake")
    gate.locator("[data-line] input").first.uncheck()
    while screen := gate_screen(page):
        found += faults(page, screen)
        answer_screen(page, HEALTHY.get(screen, ""))
    expect(page.get_by_role("timer")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    found += faults(page, "get ready")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("[data-picture] svg")).to_be_visible()
    found += faults(page, "press")
    page.get_by_role("button", name="Landmarks").click()
    found += faults(page, "landmarks")
    page.get_by_role("button", name="More", exact=True).click()
    found += faults(page, "more")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Something feels wrong").click()
    found += faults(page, "something feels wrong")
    for row in page.locator(".symptoms button:visible").all():
        name = row.get_attribute("data-feel")
        row.click()
        found += faults(page, f"something feels wrong: {name}")
        page.locator("#wrong-dialog [data-felt]:not([hidden])").get_by_role("button", name="Back to the list").click()
    page.get_by_role("button", name="I'm fine. Stay paused").click()
    page.reload()
    expect(page.locator("#away")).to_be_visible()
    found += faults(page, "resumed")
    end_session(page)
    expect(page.locator("#done")).to_be_visible()
    assert found + faults(page, "done") == []


def test_start_is_on_the_first_screen_of_a_small_phone(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{server.url}/routines/low-back-ease/session")
    start = page.get_by_role("button", name="Start", exact=True)
    expect(start).to_be_enabled()
    expect(start).to_be_in_viewport(ratio=0.9)
