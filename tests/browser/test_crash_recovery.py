"""A browser that is killed, whole and at once: what it had on the screen and what it had promised to keep."""

from __future__ import annotations

import math
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.support.page_clock import clock, left_as_it_changes, seconds_left
from tests.support.phone import CHROMIUM, CHROMIUM_FLAGS, ZONE, pass_gate, wait_until_stored
from tests.support.programs import Server

pytestmark = pytest.mark.browser
ROUTINE = "full-round"
#: Five moments in every run, ten when everything is verified.
KILLS = 10 if os.environ.get("THUMBWIDTH_VERIFY") == "1" else 5


def seen_since(moment: int, run: dict[str, Any] | None) -> bool:
    """Return whether the session that is kept was seen at the moment, in milliseconds, or later."""
    return run is not None and run["seen"] >= moment


@contextmanager
def browser(playwright: Playwright, profile: Path, ahead: int = 0) -> Iterator[tuple[Page, subprocess.Popen[bytes]]]:
    """Start Chromium in a process group of its own, so that it can be killed at once and whole."""
    (profile / "DevToolsActivePort").unlink(missing_ok=True)
    flags = [
        *CHROMIUM_FLAGS,
        "--headless=new",
        "--remote-debugging-port=0",
        f"--user-data-dir={profile}",
        "about:blank",
    ]
    process = subprocess.Popen(
        [CHROMIUM, *flags],
        env=os.environ | {"TZ": ZONE},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 30
        told = profile / "DevToolsActivePort"
        while not (told.exists() and "\n" in told.read_text()):
            assert time.monotonic() < deadline, "the browser did not start"
            time.sleep(0.05)
        port = told.read_text().split()[0]
        connected = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        opened = connected.contexts[0]
        opened.add_init_script(clock(ahead))
        yield opened.new_page(), process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def note(page: Page, server: Server, expected: int) -> None:
    """Find so many entries in the journal, and write one more."""
    page.goto(f"{server.url}/journal")
    expect(page.locator("[data-rows] tr")).to_have_count(expected)
    page.get_by_role("button", name="Note how it is now").click()
    page.get_by_role("dialog").get_by_label("4", exact=True).first.check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved on this phone.")).to_be_visible()


def test_kill_loses_at_most_two_seconds_and_no_entry(playwright: Playwright, server: Server, tmp_path: Path) -> None:
    moments = random.Random(20261121)
    profile = tmp_path / "profile"
    profile.mkdir()
    kept: int | None = None
    ahead = played_on = 0
    for moment in range(KILLS + 1):
        ahead += 600
        with browser(playwright, profile, ahead) as (page, process):
            if moment % 2 == 0:
                note(page, server, moment // 2)
            page.goto(f"{server.url}/routines/{ROUTINE}/session")
            if kept is None:
                pass_gate(page)
            else:
                expect(page.get_by_role("button", name="Resume")).to_be_visible()
                lost = seconds_left(page) - kept
                assert -played_on <= lost <= 2, f"moment {moment}: {lost} s lost"
                page.get_by_role("button", name="Resume").click()
            on = moments.randint(1, 100)
            ahead += on
            moment_on = page.evaluate("(seconds) => (shift(seconds), Date.now())", on)
            wait_until_stored(page, "run", partial(seen_since, moment_on))
            page.wait_for_timeout(moments.randint(0, 1_900))
            last, kept = time.monotonic(), left_as_it_changes(page)
            kill(process)
            played_on = math.ceil(time.monotonic() - last)


def test_saved_entry_survives_an_immediate_kill(playwright: Playwright, server: Server, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    for already in (0, 1):
        with browser(playwright, profile) as (page, process):
            note(page, server, already)
            kill(process)
    with browser(playwright, profile) as (page, _):
        page.goto(f"{server.url}/journal")
        expect(page.locator("[data-rows] tr")).to_have_count(2)
