"""The search field in a browser: results while typing, the keyboard, no connection, and nothing typed is ever sent."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.support.phone import wait_until_offline_ready, watch
from tests.support.programs import Server

pytestmark = pytest.mark.browser
FIELD = "Find a point, a kind of pain or a routine"


def field(page: Page) -> Locator:
    return page.get_by_role("searchbox", name=FIELD)


def results(page: Page) -> Locator:
    return page.locator("#found a")


def type_in(page: Page, text: str) -> None:
    field(page).click()
    page.keyboard.type(text)


def test_results_come_while_typing_and_are_counted(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/points")
    type_in(page, "hop co")
    expect(results(page)).to_have_count(1)
    expect(results(page)).to_contain_text("LI4")
    expect(results(page)).to_contain_text("Hợp cốc")
    expect(results(page)).to_contain_text("Never in pregnancy")
    expect(page.get_by_role("status").filter(has_text="Points: 1")).to_be_visible()
    expect(page.locator("#all")).to_be_hidden()
    field(page).fill("")
    expect(results(page)).to_have_count(0)
    expect(page.locator("#all")).to_be_visible()


def test_the_phone_lists_what_the_service_lists(page: Page, server: Server, browser: Browser) -> None:
    plain = browser.new_context(java_script_enabled=False)
    without = plain.new_page()
    page.goto(f"{server.url}/points")
    for query in ("kidney", "sciattica", "li 4", "B40", "zzzz", "heat"):
        without.goto(f"{server.url}/points?q={quote(query)}")
        field(page).fill(query)
        expect(page.locator("#count")).to_have_text(without.locator("#count").inner_text())
        for part in ("#found", "#explained"):
            shown, served = page.locator(part), without.locator(part)
            assert shown.inner_text().split() == served.inner_text().split(), (query, part)
    plain.close()


def test_nothing_found_offers_ways_on(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/points")
    type_in(page, "B40")
    note = page.locator("#explained")
    expect(note).to_contain_text("older charts")
    expect(note.get_by_role("link", name="BL40 Wěizhōng")).to_be_visible()
    field(page).fill("xyzzy")
    expect(note).to_contain_text("Nothing in this guide goes by that")
    expect(note.get_by_role("link", name="where it hurts, and how")).to_be_visible()
    expect(page.locator("#all")).to_be_visible()


def test_keys_lead_through_the_results(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/points#find")
    expect(field(page)).to_be_focused()
    page.keyboard.type("kidney")
    expect(results(page)).to_have_count(4)
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(results(page).nth(0)).to_be_focused()
    page.keyboard.press("Escape")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")
    expect(results(page)).to_have_count(0)
    page.keyboard.type("ub40")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{server.url}/points/BL40")


def test_every_page_leads_to_the_field(page: Page, server: Server) -> None:
    for address in ("/", "/routines", "/safety", "/points/BL23"):
        page.goto(server.url + address)
        page.get_by_role("banner").get_by_role("link", name="Find").click()
        expect(field(page)).to_be_focused()


def test_nothing_typed_is_ever_sent(context: BrowserContext, page: Page, server: Server) -> None:
    seen = watch(context)
    page.goto(f"{server.url}/points")
    type_in(page, "endometriosis")
    expect(results(page)).to_have_count(1)
    expect(page).to_have_url(f"{server.url}/points#q=endometriosis")
    page.keyboard.press("Enter")
    page.reload()
    expect(results(page)).to_have_count(1)
    page.keyboard.press("Escape")
    results(page).click()
    expect(page).to_have_url(f"{server.url}/conditions/endometriosis")
    page.go_back()
    expect(results(page)).to_have_count(1)
    told: list[Any] = [(request.url, request.headers, request.post_data) for request in seen]
    assert told
    assert not [one for one in told if "endometriosis" in str(one) and "/conditions/endometriosis" not in one[0]]


def test_a_shared_search_opens_as_it_was(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/points#q=%E5%A7%94%E4%B8%AD")
    expect(results(page)).to_have_count(1)
    expect(field(page)).to_have_value("委中")
    page.goto(f"{server.url}/points?q=kidney")
    expect(page).to_have_url(f"{server.url}/points#q=kidney")
    expect(results(page)).to_have_count(4)


@pytest.mark.worker
def test_search_works_without_a_connection(context: BrowserContext, page: Page) -> None:
    server = Server()
    page.goto(f"{server.url}/points")
    wait_until_offline_ready(page)
    server.kill()
    page.goto(f"{server.url}/points?q=hapgok")
    expect(results(page)).to_have_count(1)
    expect(results(page)).to_contain_text("LI4")
    field(page).fill("sciattica")
    expect(results(page).first).to_contain_text("BL23")


def test_a_search_that_cannot_be_loaded_says_so(page: Page, server: Server) -> None:
    page.route("**/api/v1/search-index", lambda route: route.abort())
    page.goto(f"{server.url}/points")
    type_in(page, "knee")
    expect(page.locator("#count")).to_contain_text("needs a connection")
    expect(page.locator("#all")).to_be_visible()
    page.unroute("**/api/v1/search-index")
    page.keyboard.type(" ")
    expect(results(page).first).to_contain_text("BL40")
