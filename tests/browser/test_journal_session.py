"""What a session leaves in the journal: written down once, not sent, and not lost when another takes its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.journals import expect_rows, rows
from tests.support.phone import (
    GATE_SECONDS,
    end_session,
    freeze_clock,
    pass_gate,
    phone_in,
    stored_value,
    wait_until_stored,
    watch,
)
from tests.support.programs import Server

pytestmark = pytest.mark.browser
ROUTINE = "low-back-ease"
PERSIST = """
window.asked = Number(localStorage.getItem("asked") ?? 0);
navigator.storage.persist = async () => (localStorage.setItem("asked", (window.asked += 1)), true);
"""
#: A promise of how many entries are kept.
ENTRIES = """() => new Promise((done) => {
    const opening = indexedDB.open("thumbwidth", 1);
    opening.onsuccess = () => {
        const range = IDBKeyRange.bound("entry ", "entry ~");
        const counting = opening.result.transaction("kept").objectStore("kept").count(range);
        counting.onsuccess = () => (opening.result.close(), done(counting.result));
    };
})"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with phone_in(browser) as opened:
        opened.add_init_script(PERSIST)
        yield opened


def test_session_is_journalled_and_nothing_is_sent(context: BrowserContext, page: Page, server: Server) -> None:
    seen = watch(context)
    page.clock.install()
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    page.get_by_role("radiogroup", name="Pain now").get_by_label("6", exact=True).check(force=True)
    freeze_clock(page, GATE_SECONDS)
    pass_gate(page)
    expect(page.get_by_role("timer")).to_be_visible()
    page.clock.run_for(100_000)
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(100_000)
    page.get_by_role("button", name="Resume").click()
    page.get_by_role("button", name="Next").click()
    page.clock.run_for(30_000)
    end_session(page)
    expect(page.get_by_text("Kept in your journal.")).to_be_visible()
    assert page.evaluate("window.asked") == 2  # for the answers, and for the first entry
    page.locator("[data-after]").get_by_label("3", exact=True).check(force=True)
    expect(page.locator("[data-from-to]")).to_contain_text(re.compile(r"6\s.*3"))
    expect(page.locator("[data-days]")).to_have_text("1 day this week")
    page.get_by_text("Add a note, and more").click()
    page.get_by_role("button", name="Begin a course").click()
    expect(page.get_by_text("Your course has begun.")).to_be_visible()
    course = stored_value(page, "course")
    assert course == {
        "slug": ROUTINE,
        "title": "Low-back ease",
        "begun": page.evaluate("() => new Date().toLocaleDateString('sv')"),
    }
    page.get_by_label("A note, if you like").fill("Left side, after gardening")
    page.get_by_role("link", name="Open the journal").click()
    expect(page.locator("[data-rows] tr")).to_have_count(1)
    assert re.search(r"6 3 Low-back ease, 2 minutes, ended early Left side, after gardening", rows(page)[0]), rows(page)
    assert page.evaluate("window.asked") == 2  # for the answers, and for the first entry
    for request in seen:
        assert request.method == "GET"
        assert not re.search(r"gardening|before|after", request.url)


def test_with_the_journal_switched_off_nothing_is_written(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/settings")
    switch = page.get_by_role("checkbox", name="Journal")
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(page.get_by_text("Saved on this phone.")).to_be_visible()
    page.clock.install()
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    pass_gate(page)
    page.clock.run_for(100_000)
    end_session(page)
    expect(page.get_by_text("You stopped here.")).to_be_visible()
    expect(page.get_by_text("Kept in your journal.")).to_be_hidden()
    page.goto(f"{server.url}/journal")
    expect(page.get_by_text("Nothing here yet")).to_be_visible()


def leave_a_session(page: Page, server: Server) -> None:
    """Play a routine for 70 seconds, pause, and go away."""
    page.clock.install()
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    freeze_clock(page, GATE_SECONDS)
    pass_gate(page)
    expect(page.get_by_role("timer")).to_be_visible()
    page.clock.run_for(70_000)
    page.get_by_role("button", name="Pause").click()
    page.clock.resume()
    wait_until_stored(page, "run", lambda run: run["pausedAt"])
    page.goto(f"{server.url}/journal")
    expect(page.get_by_text("You left a session before its end")).to_be_visible()


#: The first time a session is read from now on, the reading fails; so it does on phones whose app has slept.
FAILS_ONCE = """() => {
    const get = IDBObjectStore.prototype.get;
    IDBObjectStore.prototype.get = function (name) {
        if (name !== "session") return get.call(this, name);
        IDBObjectStore.prototype.get = get;
        throw new DOMException("the connection is lost", "UnknownError");
    };
}"""
#: Once another session is kept nothing more is, as if the phone died in that moment.
DIES = """() => {
    const { put } = IDBObjectStore.prototype;
    const { transaction } = IDBDatabase.prototype;
    IDBObjectStore.prototype.put = function (value, name) {
        if (name === "session") IDBDatabase.prototype.transaction = function (names, mode, ...given) {
            if (mode === "readwrite") throw new DOMException("no more", "UnknownError");
            return transaction.call(this, names, mode, ...given);
        };
        return put.call(this, value, name);
    };
}"""


@pytest.mark.parametrize("trouble", ["() => {}", FAILS_ONCE, DIES], ids=["none", "fails-once", "dies"])
def test_a_session_left_for_another_is_written_down_too(page: Page, server: Server, trouble: str) -> None:
    leave_a_session(page, server)
    page.goto(f"{server.url}/routines/five-minutes/session")
    expect(page.locator("#start")).to_be_enabled()
    page.evaluate(trouble)
    pass_gate(page)
    expect(page.get_by_role("timer")).to_be_visible()
    wait_until_stored(page, "session", lambda session: session["slug"] == "five-minutes")
    page.wait_for_function(f"async () => (await ({ENTRIES})()) === 1")
    page.goto(f"{server.url}/journal")
    expect_rows(page, 1)
    assert "Low-back ease, 70 seconds, ended early" in rows(page)[0]
