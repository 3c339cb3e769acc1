"""One session a phone: a second window says that one is open and offers to take it over; the two never mix."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from points.catalogue import Catalogue
from tests.support.phone import end_session, expect_no_step, put_answers, stored_value, wait_until_stored
from tests.support.programs import Server

pytestmark = pytest.mark.browser
FIVE, STIFF = "/routines/five-minutes/session", "/routines/stiff-back/session"
OPEN = "A session is open in another window."


@pytest.fixture
def playing(page: Page, server: Server, catalogue: Catalogue) -> Page:
    """A session that has played for 40 seconds, of a person of whom nothing is asked for some hours."""
    page.clock.install()
    page.goto(server.url + FIVE)
    put_answers(page, catalogue.question_by_key)
    page.reload()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("timer")).to_be_visible()
    page.clock.run_for(40_000)
    wait_until_stored(page, "run", lambda run: sum(run["spent"]) >= 40_000)
    return page


def take_over(page: Page) -> None:
    expect(page.get_by_text(OPEN)).to_be_visible()
    expect_no_step(page)
    page.get_by_role("button", name="Take it over").click()
    expect(page.get_by_role("timer")).to_be_visible()


def test_a_second_window_takes_the_same_session_over(playing: Page, context: BrowserContext, server: Server) -> None:
    """G7: it goes on where it was, and the first window stops."""
    session = stored_value(playing, "session")
    other = context.new_page()
    other.goto(server.url + FIVE)
    take_over(other)
    expect(playing.get_by_text("Your session goes on in another window.")).to_be_visible()
    expect_no_step(playing)
    run = stored_value(other, "run")
    assert (run["of"], stored_value(other, "session")["id"]) == (session["id"], session["id"])
    assert sum(run["spent"]) >= 40_000
    playing.get_by_role("button", name="Start", exact=True).click()  # and back again
    take_over(playing)
    expect_no_step(other)
    assert stored_value(playing, "session")["id"] == session["id"]


def test_two_sessions_do_not_mix(playing: Page, context: BrowserContext, server: Server, catalogue: Catalogue) -> None:
    """G7: the second is kept with its own clock, and the first becomes an entry with the seconds it played."""
    first = stored_value(playing, "session")["id"]
    other = context.new_page()
    other.goto(server.url + STIFF)
    other.get_by_role("button", name="Start", exact=True).click()
    take_over(other)
    expect_no_step(playing)
    session = stored_value(other, "session")
    wait_until_stored(other, "run", lambda run: run["of"] == session["id"])
    steps = catalogue.steps("stiff-back")
    assert [step["seconds"] for step in session["plan"]["steps"]] == [step.seconds for step in steps]
    assert stored_value(other, "run")["durations"] == [step.seconds * 1000 for step in steps]
    entry = stored_value(other, f"entry {first}")
    assert (entry["slug"], entry["finished"]) == ("five-minutes", False)
    assert 40 <= entry["seconds"] < 120
    other.reload()
    expect(other.locator("#count")).to_have_text(re.compile(f" of {len(steps)}$"))
    end_session(other)
    expect(other.get_by_text("You stopped here.")).to_be_visible()
    wait_until_stored(other, "session", lambda left: left is None)
    playing.get_by_role("button", name="Start", exact=True).click()  # nobody holds it any more
    expect(playing.get_by_role("timer")).to_be_visible()
    expect(playing.get_by_text(OPEN)).to_have_count(0)


def test_what_is_left_in_one_window_ends_in_another(playing: Page, context: BrowserContext, server: Server) -> None:
    """G7: Resume in a window whose session ended elsewhere brings nothing back."""
    playing.get_by_role("button", name="Pause").click()
    playing.clock.run_for(3_700_000)
    playing.reload()
    resume = playing.get_by_role("button", name="Resume", exact=True)
    expect(resume).to_be_visible()
    other = context.new_page()
    other.goto(server.url + STIFF)
    other.get_by_role("button", name="Start", exact=True).click()
    expect(other.get_by_role("timer")).to_be_visible()
    end_session(other)
    wait_until_stored(other, "session", lambda left: left is None)
    resume.click()
    expect(resume).to_be_hidden()
    expect_no_step(playing)


def test_sound_that_the_phone_stopped_comes_back_with_any_tap(page: Page, server: Server, catalogue: Catalogue) -> None:
    """G9: the line follows the audio's true state."""
    page.add_init_script(
        "const Audio = AudioContext; window.AudioContext = class extends Audio {"
        " constructor() { super(); window.audio = this; } };"
    )
    page.goto(server.url + FIVE)
    put_answers(page, catalogue.question_by_key)
    page.reload()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator("#heard")).to_have_text("Sound is on.")
    page.evaluate("() => window.audio.suspend()")
    expect(page.locator("#heard")).to_have_text("No sound now. Tap anywhere for sound.")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator("#heard")).to_have_text("Sound is on.")
    assert page.evaluate("() => window.audio.state") == "running"


def test_the_steps_title_has_the_focus_when_a_session_opens(page: Page, server: Server, catalogue: Catalogue) -> None:
    """G10: also when Start, which was pressed, is gone."""
    page.goto(server.url + FIVE)
    put_answers(page, catalogue.question_by_key)
    page.reload()
    start = page.get_by_role("button", name="Start", exact=True)
    expect(start).to_be_enabled()
    start.press("Enter")
    expect(page.locator("#step-title")).to_be_focused()
