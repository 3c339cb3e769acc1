"""The player tells the truth: whatever the clock, the tab, the browser and the person do to it.

Time is the page's own, moved on by `shift`: timers stay real, so a late timer, a frozen page and a reload are real
too, and a session of twenty minutes takes half a minute to watch.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from points.catalogue import Catalogue, load
from tests.support.page_clock import clock, seconds_left, wait_for_left
from tests.support.phone import (
    answer_gate,
    answer_screen,
    end_session,
    gate_screen,
    more,
    pass_gate,
    phone_in,
    stored_value,
    wait_until_stored,
)
from tests.support.programs import Server

pytestmark = pytest.mark.browser
LONG = "full-round"
GENTLE = "breathing-and-rest"
#: Seconds around a tick in which either second may be shown.
NEAR = 0.05
#: A drawing that is not on this phone, and no network to fetch it.
WITHOUT_A_FRAME = """const fetched = window.fetch;
window.fetch = (address, ...more) => `${address}`.includes("/find/BL23-2-left")
    ? Promise.reject(new TypeError("offline")) : fetched(address, ...more);"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with phone_in(browser) as opened:
        opened.add_init_script(clock())
        yield opened


def start(page: Page, server: Server, slug: str) -> None:
    page.goto(f"{server.url}/routines/{slug}/session")
    pass_gate(page)
    expect(page.get_by_role("timer")).to_be_visible()


def clock_text(seconds: float) -> str:
    whole = -int(-seconds // 1)
    return f"{whole // 60}:{whole % 60:02d}"


class Truth:
    """What the session should show, worked out from the catalogue and the clock alone."""

    def __init__(self, page: Page, steps: list[tuple[str, int]]) -> None:
        self._page, self._steps = page, steps
        self._began: float = page.evaluate("window.began")
        self._paused = 0.0
        self._stopped: float | None = None

    def pause(self) -> None:
        self._page.get_by_role("button", name="Pause").click()
        self._stopped = self._page.evaluate("window.taps.pause")

    def resume(self) -> None:
        self._page.get_by_role("button", name="Resume").click()
        expect(self._page.get_by_role("button", name="Pause")).to_be_visible()  # the answers are read before
        assert self._stopped is not None
        self._paused += self._page.evaluate("window.taps.pause") - self._stopped
        self._stopped = None

    def played(self, now: float) -> float:
        return ((self._stopped or now) - self._began - self._paused) / 1000

    def _shown_at(self, played: float) -> tuple[str, str]:
        for title, seconds in self._steps:
            if played < seconds:
                return title, clock_text(seconds - played)
            played -= seconds
        return "", ""

    def check(self) -> float:
        """Look until what is shown is true, as a disturbance has to be painted over; return the seconds played."""
        seen: list[Any] = []
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            now, title, left = self._page.evaluate(
                "() => [Date.now(), document.querySelector('#step-title').textContent, "
                "document.querySelector('#timer').textContent]"
            )
            played = self.played(now)
            seen.append((title, left, self._shown_at(played)))
            if (title, left) in {self._shown_at(max(0.0, moment)) for moment in (played - NEAR, played, played + NEAR)}:
                return played
            time.sleep(0.06)
        raise AssertionError(f"shown, left, truth: {seen[-1]}")


def test_player_matches_the_clock_for_twenty_minutes(
    context: BrowserContext, page: Page, server: Server, catalogue: Catalogue
) -> None:
    steps = [(step.title, step.seconds) for step in catalogue.steps(LONG)]
    total = sum(seconds for _, seconds in steps)
    assert total >= 18 * 60
    start(page, server, LONG)
    truth = Truth(page, steps)
    devtools = context.new_cdp_session(page)
    disturbances = itertools.cycle(["freeze", "nothing", "hide", "pause", "nothing", "reload"])
    checks = 0
    while truth.check() < total - 75:
        checks += 1
        match next(disturbances) if checks <= 6 else "nothing":
            case "freeze":
                devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
                page.evaluate("shift(6)")
                devtools.send("Page.setWebLifecycleState", {"state": "active"})
            case "hide":
                hide(page, hidden=True)
                page.evaluate("shift(90)")
                hide(page, hidden=False)
            case "pause":
                truth.pause()
                truth.check()
                page.evaluate("shift(600)")
                truth.check()
                truth.resume()
            case "reload":
                page.reload()
                page.evaluate("shift(30)")
        truth.check()
        page.evaluate("shift(53)")
    page.evaluate("(seconds) => shift(seconds)", total - truth.check() - 20)
    truth.check()
    page.evaluate("shift(15)")
    expect(page.get_by_text("That was the last one.")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Open the journal").click()
    expect(page.locator("[data-rows] tr")).to_contain_text([f"{round(total / 60)} minutes"])


def hide(page: Page, *, hidden: bool) -> None:
    """Tell the page that its tab was left or came back, as a browser does."""
    page.evaluate(
        """(state) => {
            Object.defineProperty(document, "visibilityState", {configurable: true, get: () => state});
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        "hidden" if hidden else "visible",
    )


def test_clock_set_back_changes_nothing(page: Page, server: Server) -> None:
    start(page, server, GENTLE)
    whole = seconds_left(page)
    page.evaluate("shift(40)")
    wait_for_left(page, whole - 40)
    then, before = time.monotonic(), seconds_left(page)
    page.evaluate("shift(-3600)")
    wait_for_left(page, before - 1)
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert before - (time.monotonic() - then) - 1 <= seconds_left(page) <= before


def test_session_left_for_an_hour_resumes_from_home(page: Page, server: Server) -> None:
    start(page, server, GENTLE)
    whole = seconds_left(page)
    page.evaluate("shift(40)")
    wait_for_left(page, whole - 40)
    page.evaluate("shift(3600)")
    expect(page.get_by_text("You were away. The clock stopped where you left.")).to_be_visible()
    expect(page.get_by_role("timer")).to_be_hidden()
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert whole - 50 <= seconds_left(page) <= whole - 40


def test_a_session_left_for_a_day_is_over_and_in_the_journal(page: Page, server: Server) -> None:
    start(page, server, GENTLE)
    page.evaluate("shift(40)")
    wait_until_stored(page, "run", lambda run: sum(run["spent"]) >= 40_000)
    page.evaluate("shift(24 * 3600)")
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Resume")).to_be_hidden()
    wait_until_stored(page, "session", lambda session: session is None)
    page.goto(f"{server.url}/journal")
    expect(page.locator("[data-rows] tr")).to_contain_text(["ended early"])


def away(page: Page, minutes: int) -> None:
    """Leave a session for so long, and tap Resume."""
    page.evaluate("(minutes) => shift(minutes * 60)", minutes)
    expect(page.get_by_text("You were away").filter(visible=True)).to_be_visible()
    page.get_by_role("button", name="Resume").click()


def test_gate_reopens_after_twelve_hours_away(page: Page, server: Server) -> None:
    start(page, server, LONG)
    for _ in range(3):
        page.get_by_role("button", name="Next", exact=True).click()
    before, steps = seconds_left(page), page.locator("#count").inner_text()
    for minutes in (55, 61):
        away(page, minutes)
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        assert gate_screen(page) == ""
    away(page, 12 * 60)
    page.wait_for_function("() => document.querySelector('#gate').open")
    answer_gate(page)
    expect(page.locator("#count")).to_have_text(steps)
    assert before - 60 <= seconds_left(page) <= before
    away(page, 12 * 60)
    answer_screen(page, "Something else")
    answer_gate(page, until="health")
    page.locator("[data-line=knee] input").check()
    answer_screen(page, "Continue")
    answer_gate(page, until="changed")
    answer_screen(page, page.locator("[data-go]").inner_text())
    expect(page.locator("#count")).to_contain_text("Step 1 of")
    assert int(page.locator("#count").inner_text().split()[-1]) < int(steps.split()[-1])


def test_a_tap_on_start_before_the_scripts_are_there_is_not_lost(page: Page, server: Server) -> None:
    held: list[Route] = []
    page.route("**/js/session/player.js", lambda route: held.append(route))
    begin = page.get_by_role("button", name="Start", exact=True)
    with page.expect_request("**/js/session/player.js"):
        page.goto(f"{server.url}/routines/{GENTLE}/session", wait_until="commit")
    page.wait_for_function("() => document.readyState !== 'loading'")
    assert len(held) == 1
    expect(begin).to_be_disabled()
    held[0].continue_()
    expect(begin).to_be_enabled()
    pass_gate(page)
    expect(page.get_by_role("timer")).to_be_visible()


def test_the_first_step_is_shown_from_its_first_second(page: Page, server: Server, catalogue: Catalogue) -> None:
    start(page, server, LONG)
    steps = [(step.title, step.seconds) for step in catalogue.steps(LONG)]
    assert page.evaluate("window.first") == [steps[0][0], clock_text(steps[0][1])]
    Truth(page, steps).check()


def test_whoever_asks_to_be_waited_for_is(page: Page, server: Server, catalogue: Catalogue) -> None:
    first, second = catalogue.steps("low-back-ease")[:2]
    start(page, server, "low-back-ease")
    more(page, "Wait for me")
    expect(page.locator("#wait")).to_have_attribute("aria-pressed", "true")
    page.evaluate("(seconds) => shift(seconds)", first.seconds + 60)
    expect(page.get_by_role("timer")).to_have_text("0:00")
    expect(page.locator("#next-up")).to_have_text("Tap Next when you are ready.")
    moment = page.evaluate("() => (shift(60), Date.now())")
    wait_until_stored(page, "run", lambda run: run["seen"] >= moment)
    expect(page.locator("#step-title")).to_have_text(first.title)
    shown = page.evaluate(
        """() => {
            document.querySelector("#next").click();
            return ["#step-title", "#timer"].map((place) => document.querySelector(place).textContent);
        }"""
    )
    assert shown == [second.title, clock_text(second.seconds)]


def test_first_finding_stops_the_clock(page: Page, server: Server, catalogue: Catalogue) -> None:
    ready, press = catalogue.steps("low-back-ease")[:2]
    page.add_init_script(WITHOUT_A_FRAME)
    page.goto(f"{server.url}/routines/low-back-ease/session")
    pass_gate(page, is_first=True)
    found = page.get_by_role("button", name="Found it", exact=True)
    picture = page.locator("#picture")
    for number, frame in enumerate(ready.script.frames, start=1):
        expect(page.locator("#instruction")).to_have_text(frame.text)
        if number == 2:  # it cannot be had
            expect(picture).to_have_attribute("data-posture", "standing-lower-back-left")
            expect(picture.locator(".caption")).to_have_text("Pressing the left side")
        else:
            expect(picture).to_have_attribute("data-frame", f"BL23-{number}-left")
            expect(picture.locator(".caption")).to_have_text("Finding the left side")
        expect(page.locator("#note")).to_have_text(frame.note)
        moment = page.evaluate("() => (shift(100), Date.now())")
        wait_until_stored(page, "run", partial(seen_since, moment))
        expect(page.locator("#step-title")).to_have_text(ready.title)
        expect(page.get_by_role("timer")).to_have_text(clock_text(ready.seconds))
        expect(page.locator("#ring")).to_have_class("ring unseen")  # the clock waits
        found.click()
    expect(page.locator("#step-title")).to_have_text(press.title)
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    wait_until_stored(page, "met", lambda met: met == [press.point])
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(found).to_be_visible()  # the other side, the first time too
    expect(picture).to_have_attribute("data-frame", "BL23-3-right")
    page.reload()
    expect(found).to_be_visible()
    expect(picture).to_have_attribute("data-frame", "BL23-3-right")
    found.click()
    expect(page.locator("#step-title")).to_have_text(catalogue.steps("low-back-ease")[4].title)


def test_known_place_gets_a_short_lead_in(page: Page, server: Server, catalogue: Catalogue) -> None:
    start(page, server, "low-back-ease")
    ready, press = catalogue.steps("low-back-ease")[:2]
    expect(page.locator("#instruction")).to_have_text(ready.script.shown[0].text)
    expect(page.locator("#picture")).to_have_attribute("data-frame", "BL23-3-left")
    expect(page.get_by_role("button", name="Found it")).to_be_hidden()
    page.evaluate("(seconds) => shift(seconds)", ready.seconds)
    expect(page.locator("#step-title")).to_have_text(press.title)


def seen_since(moment: int, run: dict[str, Any] | None) -> bool:
    return run is not None and run["seen"] >= moment


LOCKS = """
window.locks = [];
Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
  if (window.refused) throw new DOMException("the battery is low", "NotAllowedError");
  const lock = Object.assign(new EventTarget(), { release: () => lock.dispatchEvent(new Event("release")) });
  window.locks.push(lock);
  return lock;
} } });
"""


def test_wake_lock_is_reacquired_and_its_state_shown(page: Page, server: Server) -> None:
    page.add_init_script(LOCKS)
    start(page, server, GENTLE)
    page.get_by_role("button", name="More", exact=True).click()
    held, lost = page.get_by_text("Screen stays on."), page.get_by_text("This phone may turn the screen off.")
    expect(held).to_be_visible()
    hide(page, hidden=True)
    page.evaluate("window.locks[0].release()")
    expect(lost).to_be_visible()
    hide(page, hidden=False)
    expect(held).to_be_visible()
    assert page.evaluate("window.locks.length") == 2
    page.evaluate("window.refused = true")
    page.evaluate("window.locks[1].release()")
    hide(page, hidden=False)
    expect(lost).to_be_visible()
    page.evaluate("window.refused = false")
    hide(page, hidden=False)
    expect(held).to_be_visible()
    page.evaluate("window.locks[2].addEventListener('release', () => (window.slept = true))")
    end_session(page)
    page.wait_for_function("() => window.slept")
    hide(page, hidden=False)
    assert page.evaluate("window.locks.length") == 3


@pytest.mark.parametrize(("slug", "length"), [(GENTLE, ""), (LONG, "90")])
def test_add_15_seconds_keeps_the_session_limit(page: Page, server: Server, slug: str, length: str) -> None:
    page.goto(f"{server.url}/routines/{slug}/session")
    if length:
        page.get_by_text("More", exact=True).click()
        page.locator("#length").select_option(length)
    pass_gate(page)
    longer = page.locator("#add")
    for _ in range(3 if slug == GENTLE else 12):
        page.evaluate("() => { for (let tap = 0; tap < 150; tap += 1) document.querySelector('#add').click(); }")
        expect(longer).to_have_attribute("aria-disabled", "true")
        page.get_by_role("button", name="Next").click()
    planned = sum(stored_value(page, "run")["durations"]) / 1000
    assert load().custom_limits["seconds"] - 15 < planned <= load().custom_limits["seconds"]


@pytest.mark.parametrize("slug", ["heat", "ice"])
def test_warmth_and_cold_are_neither_made_longer_nor_held(page: Page, server: Server, slug: str) -> None:
    page.goto(f"{server.url}/routines/{slug}/session")
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    pass_gate(page)
    page.get_by_role("button", name="More", exact=True).click()
    expect(page.get_by_role("button", name="End session")).to_be_visible()
    expect(page.get_by_text("Wait for me")).to_be_hidden()
    for _ in range(2):
        expect(page.locator("#add")).to_have_attribute("aria-disabled", "true")
        page.get_by_role("button", name="Next").click()
