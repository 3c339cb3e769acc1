"""axe on every kind of page in light and dark, targets that a thumb can hit, and the keyboard through a session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from points.catalogue import Catalogue
from server.delivery.offline_bundle import is_page, offline_urls
from tests.support.page_kinds import of_each_kind
from tests.support.phone import (
    HEALTHY,
    answer_screen,
    gate_screen,
    pass_gate,
    phone_in,
    wait_until_received,
    wait_until_rendered,
)
from tests.support.programs import Server
from tests.support.tools import AXE

pytestmark = pytest.mark.browser
#: WCAG 2.2, 2.5.8: the least a target may measure; axe does not look at links inside SVG, so this does.
TARGET = 24


@pytest.fixture
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A phone in the light theme, or in the one that a test names."""
    with phone_in(browser, color_scheme=getattr(request, "param", "light")) as opened:
        yield opened


#: What depends on colours is looked at in both themes.
in_both_themes = pytest.mark.parametrize("context", ["light", "dark"], indirect=True)


def findings(page: Page, only: list[str] | None = None) -> list[str]:
    """Return what axe finds wrong on the page as it stands; by some of its rules where `only` names them."""
    page.evaluate(AXE.read_text("utf-8"))
    result: dict[str, Any] = page.evaluate(
        "(options) => axe.run(document, options)", {"resultTypes": ["violations"]} | ({"runOnly": only} if only else {})
    )
    return [
        f"{page.url}: {found['id']}: {node['target']} {node['failureSummary']}"
        for found in result["violations"]
        for node in found["nodes"]
    ]


@in_both_themes
def test_axe_finds_nothing_on_any_kind_of_page(
    context: BrowserContext, server: Server, catalogue: Catalogue, request: pytest.FixtureRequest
) -> None:
    page = context.pages[0]
    # Light and dark pages differ in their colours alone.
    only = ["color-contrast", "link-in-text-block"] if "dark" in request.node.name else None
    found: list[str] = []
    for address in (*of_each_kind(catalogue), "/nowhere"):
        page.goto(server.url + address)
        wait_until_rendered(page)
        found += findings(page, only)
    assert found == []


@pytest.mark.slow
@in_both_themes
def test_axe_finds_nothing_on_any_page_at_all(context: BrowserContext, server: Server, catalogue: Catalogue) -> None:
    page = context.pages[0]
    found: list[str] = []
    for address in filter(is_page, offline_urls(catalogue)):
        page.goto(server.url + address)
        wait_until_rendered(page)
        found += findings(page)
    assert found == []


@in_both_themes
def test_axe_finds_nothing_in_the_gate_and_the_player(context: BrowserContext, server: Server) -> None:
    page = context.pages[0]
    page.goto(f"{server.url}/routines/low-back-ease/session")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("dialog", name="Before you start")).to_be_visible()
    found: list[str] = []
    while screen := gate_screen(page):
        if screen in {"emergency", "body"}:
            page.locator(f"[data-part={screen}] [data-line] input").first.check()
            found += findings(page)
            page.locator(f"[data-part={screen}] [data-line] input").first.uncheck()
        found += findings(page)
        answer_screen(page, HEALTHY.get(screen, ""))
    expect(page.get_by_role("timer")).to_be_visible()
    found += findings(page)
    page.get_by_role("button", name="Something feels wrong").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found += findings(page)
    for name in ("Chest pain", "Tingling", "A bruise"):
        page.get_by_role("button", name=name).click()
        found += findings(page)
        page.locator("#wrong-dialog [data-felt]:not([hidden])").get_by_role("button", name="Back to the list").click()
    page.get_by_role("button", name="I'm fine. Stay paused").click()
    page.get_by_role("button", name="More", exact=True).click()
    found += findings(page)
    page.get_by_role("button", name="End session").click()
    expect(page.locator("#done")).to_be_visible()
    found += findings(page)
    assert found == []


@in_both_themes
def test_axe_finds_nothing_in_what_a_search_shows(context: BrowserContext, server: Server) -> None:
    page = context.pages[0]
    found: list[str] = []
    for query, shown in (("kidney", "#found a"), ("hop coc", "#found a"), ("B40", "#explained a")):
        page.goto(f"{server.url}/points")
        page.get_by_role("searchbox").fill(query)
        expect(page.locator(shown).first).to_be_visible()
        found += findings(page)
    assert found == []


@in_both_themes
def test_axe_clean_on_show_compare_and_practise(context: BrowserContext, server: Server) -> None:
    page = context.pages[0]
    page.goto(f"{server.url}/points/GB30/show")
    expect(page.get_by_role("button", name="Larger")).to_be_visible()
    found: list[str] = []
    for name in ("View", "Layers", "About it", "For slides"):
        page.locator(".show-bar > details > summary", has_text=name).click()
        found += findings(page)
    page.goto(f"{server.url}/compare#BL40,LI4")
    expect(page.locator("[data-drawing] svg:visible")).to_have_count(2)
    found += findings(page)
    page.goto(f"{server.url}/practise#LI4")
    expect(page.locator("#field svg")).to_be_visible()
    found += findings(page)
    page.get_by_role("button", name="Show me").click()
    expect(page.locator("#tally")).to_be_visible()
    found += findings(page)
    assert found == []


@in_both_themes
def test_axe_clean_on_composer_and_link_page(context: BrowserContext, server: Server) -> None:
    page = context.pages[0]
    page.goto(f"{server.url}/compose")
    for code in ("BL23", "LI4"):
        page.locator(f"[data-add={code}]").click()
    expect(page.locator("#cautions > li").first).to_be_visible()
    found = findings(page)
    for text, ready in (("GV3.30;note=Slowly", "Start"), ("BL99.60", "")):
        page.goto(f"{server.url}/about")
        page.goto(f"{server.url}/routines/custom#{text}")
        if ready:
            expect(page.get_by_role("button", name=ready, exact=True)).to_be_enabled()
            wait_until_received(page, "GV3")
        else:
            expect(page.get_by_role("alert")).to_be_visible()
        found += findings(page)
    page.goto(server.url)
    expect(page.locator("#given a")).to_be_visible()
    found += findings(page)
    assert found == []


def test_controls_and_marks_can_be_hit_with_a_thumb(
    context: BrowserContext, server: Server, catalogue: Catalogue
) -> None:
    page = context.pages[0]
    small: list[str] = []
    for address in (
        "/",
        "/points",
        "/points/BL23",
        "/points/BL23/show",
        "/compare",
        "/practise",
        "/routines",
        "/routines/low-back-ease",
        "/settings",
        "/safety",
        "/conditions",
    ):
        page.goto(server.url + address)
        wait_until_rendered(page)
        small += page.evaluate(
            """(least) => [...document.querySelectorAll("button, summary, select, input, svg a, nav a, .header-link")]
                .filter((item) => item.checkVisibility())
                .map((item) => [item.closest("label") ?? item, item])
                .map(([target, item]) => [target.getBoundingClientRect(), item])
                .filter(([box]) => box.width && Math.min(box.width, box.height) < least)
                .map(([box, item]) => [location.pathname, item.outerHTML, box.width, box.height].join(" "))""",
            TARGET,
        )
    assert small == []


#: What the element in focus is called.
FOCUSED = "() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent.trim()"


def test_a_session_can_be_led_by_the_keyboard_alone(context: BrowserContext, server: Server) -> None:
    page = context.pages[0]
    page.goto(f"{server.url}/routines/breathing-and-rest/session")
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled()  # until then no key reaches it

    def press(name: str) -> None:
        for _ in range(150):
            page.keyboard.press("Tab")
            if page.evaluate(FOCUSED) == name:
                page.keyboard.press("Enter")
                return
        raise AssertionError(f"no way to {name} by the Tab key")

    press("Start")
    expect(page.get_by_role("timer")).to_be_visible()
    press("Pause")
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    press("Next")
    press("More")
    press("End session")
    expect(page.get_by_role("timer")).to_be_hidden()


CONTROLS = ("Pause", "Next", "Something feels wrong", "More", "Landmarks")
BEHIND_MORE = ("Wait for me", "Back", "Add 15 seconds", "End session")
#: Whether the middle of an element can be seen: in the viewport, and nothing of another element over it.
UNCOVERED = """(element) => {
    element.scrollIntoView({ block: element.matches("button") ? "nearest" : "center" });
    const { left, top, width, height } = element.getBoundingClientRect();
    const found = document.elementFromPoint(left + width / 2, top + height / 2);
    return found !== null && (element.contains(found) || found.contains(element));
}"""


@pytest.mark.parametrize(("width", "scale"), [(320, 1), (320, 2), (360, 1), (768, 1), (1280, 1)])
def test_the_player_hides_nothing_at_any_width_and_text_size(
    page: Page, server: Server, width: int, scale: int
) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(f"{server.url}/routines/low-back-ease/session")
    page.evaluate("(scale) => { document.documentElement.style.fontSize = `${scale * 100}%`; }", scale)
    pass_gate(page)
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator("[data-picture] svg")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    for shown in (page.locator("#instruction"), page.get_by_role("timer")):
        assert shown.evaluate(UNCOVERED), shown
    for name in (*CONTROLS, *BEHIND_MORE):
        if name == BEHIND_MORE[0]:
            page.get_by_role("button", name="More", exact=True).click()
        control = page.get_by_role("button", name=name, exact=True)
        assert control.evaluate(UNCOVERED), name
        box = control.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 48, name
        assert control.evaluate("(button) => button.scrollWidth <= button.clientWidth + 1"), name
    assert page.evaluate("() => document.documentElement.scrollHeight <= innerHeight"), "the session scrolls"


def test_with_large_text_every_symptom_can_be_reached(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{server.url}/routines/low-back-ease/session")
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    pass_gate(page)
    page.get_by_role("button", name="Something feels wrong").click()
    rows = page.locator(".symptoms button:visible")
    expect(rows).to_have_count(7)
    assert all(row.evaluate(UNCOVERED) for row in rows.all())
    assert all(row.evaluate("(row) => row.scrollWidth <= row.clientWidth + 1") for row in rows.all())


def test_player_controls_by_keyboard_keep_name_and_focus(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{server.url}/routines/low-back-ease/session")
    pass_gate(page)
    title, timer = page.locator("h2#step-title"), page.get_by_role("timer")
    expect(timer).to_be_visible()
    first = title.inner_text()

    def press(name: str) -> None:
        for _ in range(40):
            if page.evaluate(FOCUSED) == name:
                assert page.locator(":focus").evaluate(UNCOVERED), name
                page.keyboard.press("Enter")
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"no way to {name} by the Tab key")

    press("Pause")
    expect(page.get_by_role("button", name="Resume", exact=True)).to_be_focused()
    press("Next")
    expect(title).not_to_have_text(first)
    expect(page.locator("#announce[aria-live=polite]")).to_contain_text(title.inner_text())
    before = timer.inner_text()
    assert before == "1:00"
    press("More")
    press("Add 15 seconds")
    expect(timer).to_have_text("1:15")
    expect(page.get_by_role("button", name="Add 15 seconds", exact=True)).to_be_focused()
    press("Back")
    expect(title).to_have_text(first)
    press("Something feels wrong")
    dialog = page.get_by_role("dialog", name="Hands off. What do you feel?")
    expect(dialog).to_be_visible()
    press("I'm fine. Stay paused")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Something feels wrong", exact=True)).to_be_focused()
    press("Resume")
    press("More")
    press("End session")
    expect(timer).to_be_hidden()
    expect(page.get_by_text("You stopped here. That is fine.")).to_be_focused()
