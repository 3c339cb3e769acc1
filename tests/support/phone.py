"""What the browser tests share: a phone with a profile that persists, and the ways through the gate and a session."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, Request, expect
from playwright.sync_api import Error as PlaywrightError

from tests.support.edited_catalogues import shipped
from tests.support.programs import Server

#: Milliseconds that a machine with much else to do may take for anything.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
#: Keeps the browser from calling its maker; without them every start waits for connections that are refused.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def zone_in_which_it_is_eleven() -> str:
    """Return the time zone in which it is eleven in the morning, on the day that it is in UTC.

    A session that was left on another day is put aside: none that a test leaves or moves on shall run into midnight.
    """
    return f"Etc/GMT{datetime.now(UTC).hour - 11:+d}"  # the sign of these zones is turned round


ZONE = zone_in_which_it_is_eleven()
#: A phone of the smaller sort.
PHONE: dict[str, Any] = {
    "timezone_id": ZONE,
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "service_workers": "allow",
}


@contextlib.contextmanager
def phone(playwright: Playwright, profile: Path, **options: Any) -> Iterator[BrowserContext]:
    """Open Chromium as a phone on a profile folder; a second one on the same folder finds what the first kept."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=CHROMIUM_FLAGS,
        **PHONE | options,
    )
    context.set_default_timeout(PATIENCE)
    try:
        yield context
    finally:
        context.close()


#: Make a page of a browser that has no service workers, as in the private windows of some.
WITHOUT_WORKERS = "delete Navigator.prototype.serviceWorker"


@contextlib.contextmanager
def phone_in(browser: Browser, *, has_workers: bool = False, **options: Any) -> Iterator[BrowserContext]:
    """Open a phone that keeps nothing beyond this context in a browser that runs, which is much faster.

    Without a service worker it does not download all of the guide, which takes most of the time of a short visit.
    """
    context = browser.new_context(**PHONE | options)
    context.set_default_timeout(PATIENCE)
    if not has_workers:
        context.add_init_script(WITHOUT_WORKERS)
    context.new_page()
    try:
        yield context
    finally:
        context.close()


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a profile folder."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)


def wait_until_offline_ready(page: Page) -> None:
    """Wait for the status region that says so to people."""
    assert page.evaluate("'serviceWorker' in navigator"), "a test of the service worker carries pytest.mark.worker"
    expect(page.get_by_role("status").filter(has_text="offline")).to_contain_text("Fully offline", timeout=60_000)


def install_and_kill_server(playwright: Playwright, profile: Path) -> Server:
    """Open the guide on a profile until all of it is there, then kill the server; return it for its dead address."""
    running = Server()
    try:
        with phone(playwright, profile) as context:
            context.pages[0].goto(running.url)
            wait_until_offline_ready(context.pages[0])
    finally:
        running.kill()
    return running


def wait_until_rendered(page: Page) -> None:
    """Wait until the page's scripts have shown all that is shown only by them."""
    expect(
        page.locator("div.reserve-space[hidden], #book.waiting, #composer:disabled, #start:disabled:visible")
    ).to_have_count(0)


def wait_for_layout(page: Page) -> None:
    """Wait until everything that watches the size of something has heard of it."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


#: A promise of what a page keeps under a name, or null: all that was handed over to be kept before comes first.
READ_STORED = """(name) => new Promise((done, failed) => {
    const opening = indexedDB.open("thumbwidth", 1);
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
        const reading = opening.result.transaction("kept").objectStore("kept").get(name);
        reading.onsuccess = () => (opening.result.close(), done(reading.result ?? null));
    };
})"""


def stored_value(page: Page, name: str) -> Any:
    """Return what the page keeps on this phone under a name, or nothing."""
    return page.evaluate(READ_STORED, name)


PUT = """([name, value]) => new Promise((done, failed) => {
    const opening = indexedDB.open("thumbwidth", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
        const writing = opening.result.transaction("kept", "readwrite");
        writing.objectStore("kept").put(value, name);
        writing.oncomplete = () => (opening.result.close(), done());
    };
})"""


def put(page: Page, name: str, value: Any) -> None:
    """Keep something on this phone under a name, as another window would that says nothing of it."""
    page.evaluate(PUT, [name, value])


def put_answers(page: Page, keys: Iterable[str], **other: dict[str, Any]) -> None:
    """Keep a completed check of this moment, of a person who knows every place: every question answered no, or as
    `other` says."""
    know_every_place(page)
    now = page.evaluate("() => ({ at: Date.now(), given: new Date().toLocaleDateString('sv') })")
    named = {key.replace("_", "-"): answer for key, answer in other.items()}
    put(page, "answers", {key: now | {"value": "no"} | named.get(key, {}) for key in keys})
    put(page, "checked", {"at": now["at"], "day": now["given"], "signsAt": now["at"]})


def choose_body(page: Page, body: str) -> None:
    """Answer which body the drawings show, in the first picture of the page."""
    names = {"female": "Woman", "male": "Man"}
    switch = page.get_by_role("group", name="Body in the drawings")
    switch.get_by_role("button", name=names[body], exact=True).click()


def open_answers(page: Page) -> None:
    """Unfold the health answers in the settings."""
    page.get_by_text("My health answers", exact=True).click()


def wait_until_stored(page: Page, name: str, enough: Callable[[Any], object]) -> None:
    """Wait until what the page keeps under a name is enough."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not enough(found := stored_value(page, name)):
        assert time.monotonic() < deadline, f"kept under {name}: {found}"
        page.wait_for_timeout(50)


def wait_until_received(page: Page, title: str) -> None:
    """Wait until a routine that came in a link stays on this phone."""
    wait_until_stored(page, "given", lambda found: found and found[0]["title"] == title)


def watch(context: BrowserContext) -> list[Request]:
    """Return a list that fills with every request of every page and worker of the context."""
    seen: list[Request] = []
    context.on("request", lambda request: seen.append(request))
    return seen


def assert_never_sent(seen: Iterable[Request], secrets: Iterable[str]) -> None:
    """Fail if a request has one of the texts in its URL before the fragment, body or headers, or could have a body."""
    words = tuple(secrets)
    for request in seen:
        sent = f"{request.method} {request.url.partition('#')[0]} {request.post_data} {request.headers}"
        assert not any(word in sent for word in words), sent
        assert request.method == "GET"


#: The screen of the gate that is shown, or nothing when the gate is closed.
SCREEN = "() => document.querySelector('#gate[open] [data-part]:not([hidden])')?.dataset.part ?? ''"
#: The same with its lines: two screens of the same name may follow each other.
WHICH = """() => [...document.querySelectorAll("#gate[open] [data-part]:not([hidden])")].map((part) => {
    const lines = [...part.querySelectorAll("[data-line]")].map((line) => line.dataset.line);
    return [part.dataset.part, ...lines].join(" ");
}).join()"""
#: Whether the lines of the gate's screen are more than the phone shows at once.
IS_LONG = """() => {
    const gate = document.querySelector("#gate");
    const part = gate.querySelector("[data-part]:not([hidden])");
    return gate.scrollHeight > gate.clientHeight && Boolean(part.querySelector("[data-none]"));
}"""
#: Whether the half second in which a line has to be in view is over, by the browser's own time.
IS_SEEN = "(start) => document.timeline.currentTime - start > 600"
#: What a healthy person taps on the screens that do not have `None of these`.
HEALTHY = {"pregnancy": "No", "later": "Nothing new", "pregnancy-signs": "No"}


def gate_screen(page: Page) -> str:
    """Return the name of the gate's screen, or nothing when it is closed."""
    return str(page.evaluate(SCREEN))


def answer_screen(page: Page, name: str = "") -> None:
    """Read the gate's screen to its end and tap its button, or the one of that name, until another screen is shown.

    A tap right after a screen change counts for nothing, and so does one before every line has been seen.
    """
    page.wait_for_function("() => document.querySelector('#gate').open")
    screen = gate_screen(page)
    part = page.locator(f"#gate [data-part={screen}]")
    button = part.locator("[data-none]") if not name else part.get_by_role("button", name=name, exact=True)
    which = page.evaluate(WHICH)
    if page.evaluate(IS_LONG):  # what is in view now counts as seen before the rest is scrolled to
        page.wait_for_function(IS_SEEN, arg=page.evaluate("() => document.timeline.currentTime"))
    deadline = time.monotonic() + 4 * PATIENCE / 1000
    while page.evaluate(WHICH) == which:
        assert time.monotonic() < deadline, f"the screen {screen!r} stays"
        with contextlib.suppress(PlaywrightError):  # gone between looking and tapping
            button.evaluate("(button) => button.scrollIntoView()", timeout=1000)
            button.click(timeout=1000)
        with contextlib.suppress(
            PlaywrightError
        ):  # a tap that scrolled to an unseen line: it takes half a second to see
            page.wait_for_function(f"(which) => ({WHICH})() !== which", arg=which, timeout=850)


def answer_gate(page: Page, until: str = "") -> None:
    """Answer the screens of the gate as a healthy person does, to its end or to a screen."""
    while (screen := gate_screen(page)) not in {until, ""}:
        answer_screen(page, HEALTHY.get(screen, ""))


def tick(page: Page, line: str) -> None:
    """Tick a line of the gate's screen, with all its parts."""
    page.locator(f"#gate [data-line={line}] input").check()


def start_what_is_left(page: Page) -> None:
    """Start from the page that says what the answers changed."""
    go = page.locator("#gate [data-go]")
    expect(go).to_be_visible()
    answer_screen(page, go.inner_text())


def open_gate(page: Page) -> Locator:
    """Press Start; return the gate once it shows a screen."""
    page.get_by_role("button", name="Start", exact=True).click()
    gate = page.get_by_role("dialog", name="Before you start")
    expect(gate).to_be_visible()
    return gate


def know_every_place(page: Page) -> None:
    """Keep that every point was found before, so that a session does not wait for it to be found."""
    put(page, "met", [point.code for point in shipped().points])


def more(page: Page, name: str) -> None:
    """Tap a button of a session that stands behind More; the menu closes when the step changes, and is opened again."""
    button = page.locator("#menu").get_by_role("button", name=name, exact=True)
    for _ in range(5):
        if not button.is_visible():
            page.get_by_role("button", name="More", exact=True).click()
        with contextlib.suppress(PlaywrightError):
            button.click(timeout=PATIENCE / 5)
            return
    raise AssertionError(f"the menu shows no {name}")


def end_session(page: Page) -> None:
    """End the session that is on the screen."""
    more(page, "End session")


def expect_no_step(page: Page) -> None:
    """Nothing of a session can be seen or heard of: no clock, no step, no picture."""
    expect(page.get_by_role("timer")).to_be_hidden()
    expect(page.locator("#step-title")).to_be_hidden()
    expect(page.locator("#picture")).to_be_hidden()


def pass_gate(page: Page, *, is_first: bool = False) -> None:
    """Press Start and answer whatever is asked as a healthy person does, who knows every place unless it `is_first`."""
    if not is_first:
        know_every_place(page)
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_function("() => document.querySelector('#gate').open || !document.querySelector('#play').hidden")
    answer_gate(page)


#: Seconds that are more than it takes to go through the gate on any machine.
GATE_SECONDS = 900


def freeze_clock(page: Page, ahead: int = 5) -> None:
    """Let the clock that was installed stand still so many seconds from now: from then on `run_for` alone moves it.

    Events are stamped by this clock, and what comes into view by the browser's own. Where lines have to be seen while
    the clock stands, as in the gate, it stands `GATE_SECONDS` ahead, so that every tap comes after every line.
    """
    page.clock.pause_at(page.evaluate("() => Date.now()") / 1000 + ahead)


def play_to_the_end(page: Page, seconds: int) -> list[str]:
    """Fast-forward through a session of so many seconds; return the titles of the steps that were shown.

    Where a place is met for the first time, the clock waits for `Found it`.
    """
    titles: list[str] = []
    title, found = page.locator("#step-title"), page.locator("#found")
    expect(page.locator("#play")).to_be_visible()
    freeze_clock(page)
    for _ in range(seconds + 60):
        if not page.locator("#play").is_visible():
            page.clock.resume()
            return titles
        text = title.inner_text()
        if not titles or titles[-1] != text:
            titles.append(text)
        if found.is_visible():
            found.evaluate("(button) => button.click()")  # a click by Playwright needs a clock that moves
        page.clock.run_for(5_000)
    raise AssertionError(f"the session did not end within {seconds * 5} s")
