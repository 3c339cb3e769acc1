"""Storage of the phone that hangs or is cleared: the page stays usable, says so, and shows nothing that is gone."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.phone import open_gate, phone_in
from tests.support.programs import Server

pytestmark = pytest.mark.browser
WARNING = "This phone does not keep anything for this guide now."
#: IndexedDB that never answers, as WebKit's does at times.
SILENT = "IDBFactory.prototype.open = () => ({});"


def test_start_asks_everything_where_the_database_never_answers(page: Page, server: Server) -> None:
    """S2: a tap on Start leads to the gate, and the page says that nothing is kept."""
    page.add_init_script(SILENT)
    page.goto(f"{server.url}/routines/five-minutes/session")
    expect(page.get_by_role("status").filter(has_text=WARNING)).to_be_visible()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("dialog", name="Before you start")).to_be_visible()


def test_back_shows_nothing_after_everything_was_cleared(context: BrowserContext, server: Server) -> None:
    """S3: another window, and a page from the browser's memory, load anew."""
    page, other = context.pages[0], context.new_page()
    other.goto(f"{server.url}/journal")
    other.evaluate("document.body.dataset.private = 'note'")
    page.goto(f"{server.url}/journal")
    page.evaluate("document.body.dataset.private = 'note'")
    page.goto(f"{server.url}/settings")
    page.get_by_role("button", name="Clear everything").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Clear").click()
    expect(page.get_by_text("Everything is cleared.")).to_be_visible()
    expect(other.locator("body:not([data-private])")).to_be_visible()
    page.go_back()
    expect(page.locator("body:not([data-private])")).to_be_visible()


def test_without_https_nothing_promises_to_work_offline(page: Page, server: Server) -> None:
    """O6: a browser keeps nothing for an address that is not secure; the self-test says what it needs."""
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.goto(server.url)
    expect(page.get_by_text("Acupressure: private")).to_be_visible()
    expect(page.get_by_text("Works offline.")).to_be_hidden()
    page.goto(f"{server.url}/selftest")
    expect(page.locator("[data-check=worker]")).to_have_text("no: it needs an address that begins with https")
    expect(page.locator("[data-check=held]")).to_have_text("nothing: it needs an address that begins with https")


def test_start_opens_where_the_newest_warnings_cannot_be_fetched(browser: Browser, server: Server) -> None:
    """O5: a host goes on sending old pages; after three tries the gate says that they are not the newest."""
    with phone_in(browser, service_workers="block") as context:
        page = context.pages[0]
        newer = json.dumps({"version": "x", "reviewed": "2026-11-27", "safety_version": "newer"})
        page.route("**/api/v1/catalogue", lambda route: route.fulfill(body=newer, content_type="application/json"))
        page.goto(f"{server.url}/routines/five-minutes/session")
        again = page.get_by_role("button", name="Try again")
        expect(again).to_be_visible()
        again.click()
        expect(again).to_be_visible()
        again.click()
        expect(page.get_by_text("You can start with the ones on this phone.")).to_be_visible()
        open_gate(page)
        expect(page.locator("#unchecked")).to_be_visible()
