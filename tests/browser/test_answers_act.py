"""Answers and signs act at once and everywhere: no way round the gate leads to a step that they close.

Each test goes one way round: resuming, restoring, another window, the back/forward cache, closing the gate, midnight
and a clock set back, an import, a link, answers cleared elsewhere, and a check dated in the future.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from points.catalogue import Catalogue
from tests.support.phone import (
    answer_gate,
    answer_screen,
    expect_no_step,
    gate_screen,
    open_answers,
    open_gate,
    phone,
    put,
    put_answers,
    stored_value,
    wait_until_stored,
)
from tests.support.programs import Server

pytestmark = pytest.mark.browser
SESSION = "/routines/five-minutes/session"


@pytest.fixture
def keys(catalogue: Catalogue) -> list[str]:
    return list(catalogue.question_by_key)


@pytest.fixture
def playing(page: Page, server: Server, keys: list[str]) -> Page:
    """A session that plays, of a person who answered no to everything a moment ago."""
    page.goto(server.url + SESSION)
    put_answers(page, keys)
    page.reload()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("timer")).to_be_visible()
    return page


@pytest.fixture
def settings(context: BrowserContext, server: Server) -> Page:
    """The settings in another window."""
    other = context.new_page()
    other.goto(server.url + "/settings")
    open_answers(other)
    return other


def answer_yes(settings: Page, key: str) -> None:
    settings.locator(f"[data-question={key}] input[value=yes]").check()
    expect(settings.get_by_text("Saved on this phone.")).to_be_visible()


def test_a_yes_in_another_window_ends_the_step_at_the_gate(playing: Page, settings: Page) -> None:
    answer_yes(settings, "bleeding")
    expect(playing.get_by_text("Nothing to press today")).to_be_visible()
    expect_no_step(playing)
    playing.reload()
    expect(playing.get_by_role("button", name="Start", exact=True)).to_be_visible()
    expect_no_step(playing)


def test_a_paused_session_does_not_resume_past_a_yes(playing: Page, keys: list[str]) -> None:
    playing.get_by_role("button", name="Pause").click()
    now = playing.evaluate("Date.now()")
    given = playing.evaluate("new Date().toLocaleDateString('sv')")
    answers = stored_value(playing, "answers") | {"pregnancy": {"value": "yes", "given": given, "at": now}}
    put(playing, "answers", answers)  # no window says so
    playing.get_by_role("button", name="Resume").click()
    expect(playing.get_by_text("For you now")).to_be_visible()
    expect_no_step(playing)


def test_going_back_shows_no_step_that_an_answer_closed(playing: Page, server: Server, keys: list[str]) -> None:
    playing.get_by_role("button", name="Pause").click()
    playing.goto(server.url + "/settings")
    open_answers(playing)
    answer_yes(playing, "bleeding")
    playing.go_back()
    expect(playing.get_by_role("button", name="Start", exact=True)).to_be_visible()
    expect_no_step(playing)
    playing.get_by_role("button", name="Resume").click()
    expect(playing.get_by_text("Nothing to press today")).to_be_visible()


def test_an_answer_that_changes_no_step_lets_the_session_go_on(playing: Page, settings: Page) -> None:
    before = stored_value(playing, "session")
    answer_yes(settings, "knee")  # the routine presses nothing near a knee
    wait_until_stored(playing, "session", lambda session: session["digest"] != before["digest"])
    assert stored_value(playing, "session")["plan"] == before["plan"]
    expect(playing.get_by_role("button", name="Pause")).to_be_visible()


def test_a_sign_ticked_in_another_window_ends_the_session(
    playing: Page, context: BrowserContext, server: Server, keys: list[str]
) -> None:
    other = context.new_page()
    other.goto(server.url + "/routines/stiff-back/session")
    other.get_by_role("button", name="Anything changed?").click()
    answer_screen(other, "Fever, ill")
    other.locator("[data-line=fever-ill] input").check()
    expect(playing.get_by_role("heading", name="Call your doctor today")).to_be_visible()
    expect_no_step(playing)
    for page in (playing, other):
        page.goto(server.url + SESSION)
        page.get_by_role("button", name="Start", exact=True).click()
        expect(page.get_by_role("heading", name="Call your doctor today")).to_be_visible()
        expect_no_step(page)


def test_an_emergency_sign_shows_help_even_before_breathing(page: Page, server: Server, keys: list[str]) -> None:
    page.goto(server.url + "/routines/breathing-and-rest/session")
    put_answers(page, keys)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("timer")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    now = page.evaluate("Date.now()")
    put(page, "closed", {"day": "2026-01-01", "signs": ["chest-or-breath"], "at": {"chest-or-breath": now}})
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("heading", name="Get help now")).to_be_visible()
    expect_no_step(page)


def test_an_open_gate_does_not_write_an_older_no_over_a_yes(
    page: Page, settings: Page, server: Server, keys: list[str]
) -> None:
    page.goto(server.url + SESSION)
    put_answers(page, keys)
    put(page, "checked", None)
    page.reload()
    page.bring_to_front()  # what nobody looks at has not been seen
    open_gate(page)
    answer_gate(page, until="body")
    answer_yes(settings, "bleeding")
    expect(page.locator("[data-line=bleeding] input")).to_be_checked()
    answer_screen(page, "Continue")
    answer_gate(page, until="changed")
    assert stored_value(page, "answers")["bleeding"]["value"] == "yes"
    expect_no_step(page)


def test_a_yes_is_kept_when_the_gate_is_closed(page: Page, server: Server, keys: list[str]) -> None:
    page.goto(server.url + SESSION)
    put_answers(page, keys)
    put(page, "checked", None)
    page.reload()
    open_gate(page)
    answer_gate(page, until="body")
    page.locator("[data-line=bleeding] input").check()
    page.keyboard.press("Escape")
    wait_until_stored(page, "answers", lambda answers: answers["bleeding"]["value"] == "yes")
    put_check = page.evaluate(
        "() => ({ at: Date.now(), day: new Date().toLocaleDateString('sv'), signsAt: Date.now() })"
    )
    put(page, "checked", put_check)
    page.reload()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("Nothing to press today")).to_be_visible()
    expect_no_step(page)


def test_the_back_forward_cache_brings_no_step_back(
    playwright: Playwright, server: Server, tmp_path: Path, keys: list[str]
) -> None:
    options = {"ignore_default_args": ["--disable-back-forward-cache"]}
    with phone(playwright, tmp_path / "bfcache", **options) as context:
        page = context.pages[0]
        page.goto(server.url + SESSION)
        put_answers(page, keys)
        page.reload()
        page.evaluate("addEventListener('pageshow', ({ persisted }) => (window.persisted = persisted))")
        page.get_by_role("button", name="Start", exact=True).click()
        expect(page.get_by_role("timer")).to_be_visible()
        # a page that still loads modules, or that a service worker has yet to claim, is not put into the cache
        page.wait_for_function(
            "() => navigator.serviceWorker.controller && document.querySelector('#awake').textContent"
        )
        page.wait_for_load_state("networkidle")
        page.evaluate("(url) => location.assign(url)", server.url + "/settings")
        page.wait_for_url("**/settings")
        open_answers(page)
        answer_yes(page, "bleeding")
        page.go_back(wait_until="commit")
        page.wait_for_function("() => window.persisted")  # it did come from the cache
        expect(page.get_by_text("Nothing to press today")).to_be_visible()
        expect_no_step(page)


def test_a_session_of_six_months_ago_becomes_a_journal_entry(page: Page, server: Server, keys: list[str]) -> None:
    page.clock.set_fixed_time(datetime(2026, 5, 4, 12))
    page.goto(server.url + SESSION)
    put_answers(page, keys)
    page.reload()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("timer")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    run = stored_value(page, "run")
    run["spent"][0] = 60_000
    page.goto(server.url + "/about")
    put(page, "run", run)
    page.clock.set_fixed_time(datetime(2026, 11, 4, 12))
    page.goto(server.url + SESSION)
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    expect_no_step(page)
    expect(page.get_by_role("button", name="Resume")).to_be_hidden()
    wait_until_stored(page, "session", lambda session: session is None)
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_function("() => document.querySelector('#gate').open")
    assert gate_screen(page) == "emergency"
    page.goto(server.url + "/journal")
    expect(page.locator("[data-rows] tr")).to_have_count(1)


@pytest.mark.parametrize(
    ("later", "stays"),
    [
        (timedelta(minutes=20), True),
        (timedelta(hours=23, minutes=50), True),
        (timedelta(hours=24, minutes=1), False),
        (timedelta(days=-1), True),
    ],
)
def test_a_sign_lasts_24_hours_of_elapsed_time(
    page: Page, server: Server, keys: list[str], later: timedelta, stays: bool
) -> None:
    then = datetime(2026, 3, 2, 23, 50)
    page.clock.set_fixed_time(then)
    page.goto(server.url + SESSION)
    put_answers(page, keys)
    now = page.evaluate("Date.now()")
    put(page, "closed", {"day": "2026-03-02", "signs": ["leg-clot"], "at": {"leg-clot": now}})
    page.clock.set_fixed_time(then + later)
    page.reload()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_function("() => document.querySelector('#gate').open || !document.querySelector('#play').hidden")
    assert (gate_screen(page) == "doctor-today") is stays
    expect_no_step(page)


def test_a_check_dated_in_the_future_is_no_check(page: Page, server: Server, keys: list[str]) -> None:
    page.clock.set_fixed_time(datetime(2026, 3, 3, 12))
    page.goto(server.url + SESSION)
    put_answers(page, keys)
    page.clock.set_fixed_time(datetime(2026, 3, 2, 12))
    page.reload()
    open_gate(page)
    assert gate_screen(page) == "emergency"
    expect_no_step(page)


def test_an_unanswered_question_advises_nothing_and_is_asked(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(server.url + SESSION)
    old = {"given": "2020-01-01", "at": 1_577_880_000_000}
    put_answers(page, catalogue.question_by_key, clot_now=old, bleeding={"value": "not-sure"})
    page.reload()
    page.get_by_role("button", name="Anything changed?").click()
    answer_screen(page, "Nothing new")
    changes = page.locator("[data-changes]")
    expect(changes).to_contain_text("No answer of yours counts now, so this counts as yes: Blood clot now.")
    expect(changes).to_contain_text("You were not sure, so this counts as yes: Blood thinners or easy bleeding.")
    said = changes.inner_text()
    for code in ("BL23", "BL25"):
        assert catalogue.question("clot-now").points[code].reason not in said
    answer_screen(page, "Answer what is missing")
    asked = page.locator("#gate [data-part=some] [data-line]:visible")
    expect(asked).to_have_count(2)
    expect(page.locator("[data-part=some] .part-title")).to_have_text("Which of these fit you?")
    page.locator("[data-part=some] [data-line=bleeding] input").uncheck()
    answer_screen(page)
    expect(page.get_by_role("timer")).to_be_visible()


def test_an_imported_journal_changes_no_answer(page: Page, server: Server, keys: list[str]) -> None:
    page.goto(server.url + "/journal")
    put_answers(page, keys, bleeding={"value": "yes"})
    before = stored_value(page, "answers")
    entry = {"id": "answers", "day": "2026-11-01", "time": "10:00", "slug": "", "title": "", "seconds": 0, "pressed": 0}
    entry |= {"finished": False, "before": 3, "after": None, "note": ""}
    content = {"thumbwidth": "journal", "format": 1, "answers": {"bleeding": {"value": "no"}}, "entries": [entry]}
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import").click()
    chooser.value.set_files(
        {"name": "journal.json", "mimeType": "application/json", "buffer": json.dumps(content).encode()}
    )
    expect(page.locator("#said")).not_to_be_empty()
    assert stored_value(page, "answers") == before
    page.goto(server.url + SESSION)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_text("Nothing to press today")).to_be_visible()


def test_a_link_goes_on_past_no_answer_that_was_changed(
    page: Page, settings: Page, server: Server, catalogue: Catalogue, keys: list[str]
) -> None:
    page.goto(server.url + "/routines/custom#BL23.60-GB30.60")
    put_answers(page, keys)
    page.reload()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("timer")).to_be_visible()
    answer_yes(settings, "hip")
    page.bring_to_front()
    expect(page.get_by_role("heading", name="Changed for you")).to_be_visible()
    expect(page.locator("[data-changes]")).to_contain_text(catalogue.point("GB30").plain)
    expect_no_step(page)
    answer_screen(page, page.locator("[data-go]").inner_text())
    wait_until_stored(page, "session", lambda found: {step["point"] for step in found["plan"]["steps"]} == {"BL23"})


def test_answers_cleared_elsewhere_reopen_the_gate(playing: Page, settings: Page) -> None:
    settings.get_by_role("button", name="Clear everything").click()
    settings.get_by_role("button", name="Yes, clear").click()
    expect(playing.get_by_role("dialog", name="Before you start")).to_be_visible()
    assert gate_screen(playing) == "emergency"
    expect_no_step(playing)


@pytest.fixture(autouse=True)
def _closed(context: BrowserContext) -> Iterator[None]:
    yield
    for page in context.pages[1:]:
        page.close()
