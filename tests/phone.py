"""What the browser tests share: a real server that can be killed, and a phone with a profile that persists."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, Request, expect
from playwright.sync_api import Error as PlaywrightError

from points.catalogue import load

ROOT = Path(__file__).parent.parent
#: Milliseconds that a machine with much else to do may take for anything.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)
#: One for all servers, whatever their port, so that they share what is prepared.
BASE_URL = "https://thumbwidth.example"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
#: Keeps the browser from calling its maker; without them every start waits for connections that are refused.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
#: A phone of the smaller sort.
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "service_workers": "allow",
}


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Return whether anything accepts a connection on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Program:
    """A program that answers HTTP on a port of its own, and can be killed with everything it started."""

    folder = ROOT
    #: Whether the test that runs now may start none.
    refused = False
    #: Whether coverage is measured in it. In a browser's tests it only costs time: the service's own reach the same.
    measured = True

    def __init__(
        self, command: Sequence[str], port: int, ready: str, log: Path | None = None, **environment: str
    ) -> None:
        assert not self.refused, "a test that starts a program is marked with pytest.mark.service"
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        known = self.known_environment(ours=self.folder == ROOT)
        with log.open("w") if log else contextlib.nullcontext() as told:
            self._process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=known | environment,
                stdout=told or subprocess.DEVNULL,
                stderr=told,
                start_new_session=True,
            )
        self.pid = self._process.pid
        self._wait(ready)

    @classmethod
    def known_environment(cls, *, ours: bool = True) -> dict[str, str]:
        """Return the environment of a program; coverage is measured only of our files."""
        not_passed_on = {"BASE_URL"} if ours and cls.measured else {"BASE_URL", "COVERAGE_PROCESS_CONFIG"}
        return {name: value for name, value in os.environ.items() if name not in not_passed_on}

    def wait(self, seconds: float) -> int:
        """Wait for the program to end by itself; return its exit code."""
        return self._process.wait(seconds)

    def exit_code(self) -> int | None:
        """Return the exit code of a program that has ended, or None."""
        return self._process.poll()

    def _wait(self, ready: str) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}{ready}", timeout=10):
                return
            assert self._process.poll() is None, "the server ended before it answered"
            time.sleep(0.1)
        raise AssertionError("the server did not answer within 60 s")

    def kill(self) -> None:
        """Kill the server and everything it started, and make sure that the port is dead."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
        deadline = time.monotonic() + 10
        while answers(self.port) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not answers(self.port), "something still answers on the port"


class Elsewhere(Program):
    """A program in another folder. It runs other files than ours, so its coverage is not measured."""

    def __init__(self, folder: Path, command: Sequence[str], port: int, ready: str, **environment: str) -> None:
        self.folder = folder
        super().__init__(command, port, ready, None, **environment)


class Server(Program):
    """`python -m server`, as `make run` starts it; on the catalogue that ships, or on another folder's.

    The site is prepared first, so that it answers from its store from the beginning.
    """

    def __init__(
        self, port: int | None = None, catalogue: Path | None = None, log: Path | None = None, **environment: str
    ) -> None:
        chosen = {"BASE_URL": BASE_URL} | ({"CATALOGUE": str(catalogue)} if catalogue else {}) | environment
        subprocess.run(
            [sys.executable, "-m", "server.site"],
            cwd=ROOT,
            env=self.known_environment() | chosen,
            check=True,
            capture_output=True,
        )
        port = port or free_port()  # not before: preparing takes long enough for another to be given it
        chosen |= {"PORT": str(port), "HOST": "127.0.0.1"}
        super().__init__([sys.executable, "-m", "server"], port, "/healthz", log, **chosen)


class Nginx(Program):
    """nginx on an export, with the snippet that comes with it, and every file of its own in a scratch folder."""

    def __init__(self, site: Path, scratch: Path, port: int | None = None) -> None:
        port = port or free_port()
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        places = "\n".join(f"{kind}_temp_path {scratch / kind};" for kind in kinds)
        config = scratch / "nginx.conf"
        config.write_text(
            f"""
            daemon off; master_process off; pid {scratch / "pid"}; error_log {scratch / "error.log"};
            events {{}}
            http {{
                access_log off;
                {places}
                server {{ listen 127.0.0.1:{port}; root {site}; include {site / "_nginx.conf"}; }}
            }}
            """,
            "utf-8",
        )
        found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        assert found, "nginx is needed for these tests: run them with `make test`"
        super().__init__([found, "-p", str(scratch), "-c", str(config), "-e", str(scratch / "error.log")], port, "/")


@contextlib.contextmanager
def phone(playwright: Playwright, profile: Path, **options: Any) -> Iterator[BrowserContext]:
    """Open Chromium as a phone on a profile folder; a second one on the same folder finds what the first kept."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=QUIET,
        **PHONE | options,
    )
    context.set_default_timeout(PATIENCE)
    try:
        yield context
    finally:
        context.close()


@contextlib.contextmanager
def phone_in(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """Open a phone that keeps nothing beyond this context in a browser that runs, which is much faster."""
    context = browser.new_context(**PHONE | options)
    context.set_default_timeout(PATIENCE)
    context.new_page()
    try:
        yield context
    finally:
        context.close()


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a profile folder."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


def wait_until_offline_ready(page: Page) -> None:
    """Wait for the status region that says so to people."""
    expect(page.get_by_role("status").filter(has_text="offline")).to_contain_text("Fully offline", timeout=60_000)


def visit_and_kill(playwright: Playwright, profile: Path) -> Server:
    """Open the guide on a profile until all of it is there, then kill the server; return it for its dead address."""
    running = Server()
    try:
        with phone(playwright, profile) as context:
            context.pages[0].goto(running.url)
            wait_until_offline_ready(context.pages[0])
    finally:
        running.kill()
    return running


def wait_until_made(page: Page) -> None:
    """Wait until the page's scripts have shown all that is shown only by them."""
    expect(
        page.locator("div.awaited[hidden], #book.waiting, #composer:disabled, #start:disabled:visible")
    ).to_have_count(0)


def let_it_be_laid_out(page: Page) -> None:
    """Wait until everything that watches the size of something has heard of it."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


#: A promise of what a page keeps under a name, or null: all that was handed over to be kept before comes first.
KEPT = """(name) => new Promise((done, failed) => {
    const opening = indexedDB.open("thumbwidth", 1);
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
        const reading = opening.result.transaction("kept").objectStore("kept").get(name);
        reading.onsuccess = () => (opening.result.close(), done(reading.result ?? null));
    };
})"""


def kept(page: Page, name: str) -> Any:
    """Return what the page keeps on this phone under a name, or nothing."""
    return page.evaluate(KEPT, name)


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


def wait_until_kept(page: Page, name: str, enough: Callable[[Any], object]) -> None:
    """Wait until what the page keeps under a name is enough."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not enough(found := kept(page, name)):
        assert time.monotonic() < deadline, f"kept under {name}: {found}"
        page.wait_for_timeout(50)


def wait_until_given(page: Page, title: str) -> None:
    """Wait until a routine that came in a link stays on this phone."""
    wait_until_kept(page, "given", lambda found: found and found[0]["title"] == title)


def watch(context: BrowserContext) -> list[Request]:
    """Return a list that fills with every request of every page and worker of the context."""
    seen: list[Request] = []
    context.on("request", lambda request: seen.append(request))
    return seen


#: The screen of the gate that is shown, or nothing when the gate is closed.
SCREEN = "() => document.querySelector('#gate[open] [data-part]:not([hidden])')?.dataset.part ?? ''"
#: The same with its lines: two screens of the same name may follow each other.
WHICH = """() => [...document.querySelectorAll("#gate[open] [data-part]:not([hidden])")].map((part) => {
    const lines = [...part.querySelectorAll("[data-line]")].map((line) => line.dataset.line);
    return [part.dataset.part, ...lines].join(" ");
}).join()"""
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
    put(page, "met", [point.code for point in load().points])


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


def through_the_gate(page: Page, *, is_first: bool = False) -> None:
    """Press Start and answer whatever is asked as a healthy person does, who knows every place unless it `is_first`."""
    if not is_first:
        know_every_place(page)
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_function("() => document.querySelector('#gate').open || !document.querySelector('#play').hidden")
    answer_gate(page)


def stop_the_clock(page: Page) -> None:
    """Let the clock that was installed stand still: from now on `run_for` alone moves it, however slow the machine."""
    page.clock.pause_at(page.evaluate("() => Date.now()") / 1000 + 5)


def play_to_the_end(page: Page, seconds: int) -> list[str]:
    """Fast-forward through a session of so many seconds; return the titles of the steps that were shown.

    Where a place is met for the first time, the clock waits for `Found it`.
    """
    titles: list[str] = []
    title, found = page.locator("#step-title"), page.locator("#found")
    expect(page.locator("#play")).to_be_visible()
    stop_the_clock(page)
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
