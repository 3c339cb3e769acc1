"""Strong pain on the way in: asked whether it is new or getting worse, and a yes leads to a doctor today."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from points.catalogue import Catalogue
from tests.support.phone import answer_screen, gate_screen, put_answers, stored_value
from tests.support.programs import Server

pytestmark = pytest.mark.browser
SESSION = "/routines/five-minutes/session"


def start(page: Page, server: Server, catalogue: Catalogue, pain: str, button: str = "Start") -> None:
    """Press Start with that pain, on the day of a completed check."""
    page.goto(server.url + SESSION)
    put_answers(page, catalogue.question_by_key)
    page.reload()
    if pain:
        page.locator(f"#before input[value='{pain}']").check(force=True)
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_function("() => document.querySelector('#gate').open || !document.querySelector('#play').hidden")


@pytest.mark.parametrize("pain", ["8", "9", "10"])
def test_usual_strong_pain_goes_on(page: Page, server: Server, catalogue: Catalogue, pain: str) -> None:
    start(page, server, catalogue, pain)
    expect(page.get_by_role("heading", name="That is a lot of pain. Is it new or getting worse?")).to_be_focused()
    answer_screen(page, "No, it's my usual pain")
    expect(page.get_by_role("timer")).to_be_visible()
    assert not stored_value(page, "closed")


def test_strong_pain_that_gets_worse_needs_a_doctor_today(page: Page, server: Server, catalogue: Catalogue) -> None:
    start(page, server, catalogue, "8")
    checked = stored_value(page, "checked")
    answer_screen(page, "Yes")
    expect(page.get_by_role("heading", name="Call your doctor today")).to_be_visible()
    assert stored_value(page, "closed")["signs"] == ["severe-pain"]
    assert stored_value(page, "checked") == checked  # one question is no completed check
    page.keyboard.press("Escape")
    expect(page.get_by_role("timer")).to_be_hidden()


def test_changed_answers_include_strong_pain(page: Page, server: Server, catalogue: Catalogue) -> None:
    start(page, server, catalogue, "9", "Anything changed?")
    expect(page.get_by_role("heading", name="That is a lot of pain. Is it new or getting worse?")).to_be_focused()
    answer_screen(page, "No, it's my usual pain")
    assert gate_screen(page) == "later"
    answer_screen(page, "Nothing new")
    expect(page.get_by_role("timer")).to_be_visible()


@pytest.mark.parametrize("pain", ["", "0", "7"])
def test_less_pain_asks_nothing_more(page: Page, server: Server, catalogue: Catalogue, pain: str) -> None:
    start(page, server, catalogue, pain)
    assert gate_screen(page) == ""
    expect(page.get_by_role("timer")).to_be_visible()
