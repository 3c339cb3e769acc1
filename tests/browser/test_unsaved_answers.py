"""Answers that cannot be written: shown as not kept, counted as yes, and nothing opens by them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from points.catalogue import Catalogue
from tests.support.phone import answer_gate, expect_no_step, open_answers, open_gate, put_answers, stored_value
from tests.support.programs import Server

pytestmark = pytest.mark.browser
SESSION = "/routines/five-minutes/session"
#: Breaks every write from now on, as a full storage does.
BROKEN = """() => {
    IDBObjectStore.prototype.put = function () { throw new DOMException("full", "QuotaExceededError"); };
}"""


@pytest.fixture
def keys(catalogue: Catalogue) -> list[str]:
    return list(catalogue.question_by_key)


def test_a_failed_write_is_shown_and_counts_as_yes(page: Page, server: Server, keys: list[str]) -> None:
    page.goto(server.url + "/settings")
    put_answers(page, keys)
    page.reload()
    page.evaluate(BROKEN)
    open_answers(page)
    page.locator("[data-question=bleeding] input[value=yes]").check()
    expect(page.get_by_text("This phone could not keep your answer. It counts as yes for now.")).to_be_visible()
    expect(page.get_by_text("Saved on this phone.")).to_be_hidden()
    assert stored_value(page, "answers")["bleeding"]["value"] == "no"
    page.goto(server.url + SESSION)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("Nothing to press today")).to_be_visible()
    expect(page.get_by_text("This phone could not keep your answer.")).to_be_visible()
    expect_no_step(page)


def test_a_failed_save_or_clear_is_said_and_loses_no_mark(page: Page, server: Server, keys: list[str]) -> None:
    page.goto(server.url + "/settings")
    put_answers(page, keys)
    page.reload()
    page.evaluate(BROKEN)
    page.evaluate("() => { IDBObjectStore.prototype.clear = IDBObjectStore.prototype.put; }")
    said = page.locator("#saved")
    page.locator("[data-setting=flash]").check()
    expect(said).to_have_text("This phone could not keep that. It holds until you close this page.")
    open_answers(page)
    page.locator("[data-question=bleeding] input[value=yes]").check()
    expect(said).to_have_text("This phone could not keep your answer. It counts as yes for now.")
    page.get_by_role("button", name="Clear everything").click()
    page.get_by_role("button", name="Yes, clear").click()
    expect(said).to_have_text("This phone could not clear it. Close this page and try again.")
    assert stored_value(page, "answers")["bleeding"]["value"] == "no"
    page.goto(server.url + SESSION)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("Nothing to press today")).to_be_visible()  # the yes outlives the page all the same
    expect_no_step(page)


def test_a_no_that_cannot_be_kept_counts_as_yes(page: Page, server: Server) -> None:
    page.goto(server.url + SESSION)
    page.evaluate(BROKEN)
    open_gate(page)
    answer_gate(page, until="changed")
    expect(page.get_by_text("Nothing to press today")).to_be_visible()
    expect(page.get_by_text("This phone could not keep your answer.")).to_be_visible()
    expect_no_step(page)


def test_a_clearance_that_is_not_kept_opens_nothing(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(server.url + SESSION)
    put_answers(page, catalogue.question_by_key, organs={"value": "yes"})
    page.reload()
    page.evaluate(BROKEN)
    open_gate(page)
    expect(page.get_by_text("Nothing to press today")).to_be_visible()
    page.get_by_text("My doctor said yes").click()
    page.get_by_label(catalogue.question("organs").clearance).click()
    expect(page.get_by_text("This phone could not keep your answer.")).to_be_visible()
    expect(page.locator("[data-changes]")).to_contain_text("Ask first")
    expect(page.get_by_text("Nothing to press today")).to_be_visible()
    expect_no_step(page)
