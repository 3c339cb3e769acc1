"""How the guide gets onto the home screen: a button where the browser has a prompt, words where it has none."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.programs import Server

pytestmark = [pytest.mark.browser, pytest.mark.worker]
#: This browser can install; its own word comes when it likes, so the tests give theirs.
SILENT = (
    """addEventListener("beforeinstallprompt", (event) => event.isTrusted && event.stopImmediatePropagation(), true);"""
)
#: What a browser that can install does, and what it is then asked.
PROMPT = """() => {
    const offer = new Event("beforeinstallprompt", { cancelable: true });
    offer.prompt = async () => { window.prompted = true; };
    dispatchEvent(offer);
    return offer.defaultPrevented;
}"""


def opened(page: Page, server: Server) -> Locator:
    """Open a page, and return the place for the offer when the scripts have run."""
    page.add_init_script(SILENT)
    page.goto(f"{server.url}/routines")
    expect(page.locator("#offline")).to_contain_text("offline", timeout=60_000)
    return page.locator("#install")


@pytest.mark.parametrize("standalone", [False, True])
def test_iphone_sees_install_help_unless_installed(page: Page, server: Server, standalone: bool) -> None:
    page.add_init_script(f"Object.defineProperty(navigator, 'standalone', {{ value: {str(standalone).lower()} }})")
    place = opened(page, server)
    if standalone:
        expect(place).to_be_hidden()
    else:
        expect(place).to_contain_text("tap Share, then Add to Home Screen")
        expect(place).to_contain_text("an iPhone keeps the two apart")


def test_install_button_needs_browser_support(page: Page, server: Server) -> None:
    place = opened(page, server)
    expect(place).to_be_hidden()
    assert page.evaluate(PROMPT), "the browser's own bar would cover the page"
    assert not page.evaluate("window.prompted")
    place.get_by_role("button", name="Install Thumbwidth").click()
    expect(place).to_be_hidden()
    assert page.evaluate("window.prompted")


def test_an_installed_guide_offers_nothing_any_more(page: Page, server: Server) -> None:
    place = opened(page, server)
    page.evaluate(PROMPT)
    expect(place).to_be_visible()
    page.evaluate("() => dispatchEvent(new Event('appinstalled'))")
    expect(place).to_be_hidden()
