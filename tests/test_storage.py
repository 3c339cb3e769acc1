"""Storage of the phone that hangs or is cleared: the page stays usable, says so, and shows nothing that is gone."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.programs import Server

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
