"""Offline that never fails: the line is cut where it hurts, the cache emptied unseen, the catalogue changed."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import shutil
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from points.catalogue import Catalogue
from server.export import export
from server.pack import addresses, is_page
from tests.catalogues import NEW_NAME, NEW_WARNING, OLD_NAME, OLD_WARNING, with_new_name, with_new_warning
from tests.line import Line
from tests.phone import Nginx, Server, phone, play_to_the_end, through_the_gate, wait_until_offline_ready

pytestmark = pytest.mark.browser
SESSION = "/routines/hands-and-ankles/session"
#: How many places to cut the line at, in a first load and in an update; `make verify` tries more.
CUTS = int(os.environ.get("CUTS", "5"))
LOOK = """async (addresses) => {
    const broken = [], versions = new Set();
    for (const address of addresses) {
        const answer = await fetch(address).catch(() => null);
        if (!answer?.ok || !answer.headers.get("content-security-policy")) { broken.push(address); continue; }
        const text = await answer.text();
        const version = text.match(/data-version="(\\w+)"/) ?? text.match(/"version":"(\\w+)","reviewed"/);
        if (version) versions.add(version[1]);
    }
    return { broken, versions: [...versions] };
}"""


@pytest.fixture(scope="module")
def warned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that is the same but for one warning."""
    running = Server(catalogue=with_new_warning(tmp_path_factory.mktemp("catalogue")))
    yield running
    running.kill()


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that is the same but for the name of a routine."""
    running = Server(catalogue=with_new_name(tmp_path_factory.mktemp("catalogue")))
    yield running
    running.kill()


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    laid = Line(server.port)
    yield laid
    laid.cut()


@pytest.fixture(scope="module")
def installed(playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """A phone on which the first version is whole, to be copied."""
    laid = Line(server.port)
    profile = tmp_path_factory.mktemp("installed") / "profile"
    with phone(playwright, profile) as context:
        context.pages[0].goto(laid.url)
        wait_until_offline_ready(context.pages[0])
    yield Installed(laid, profile)
    laid.cut()


class Installed:
    """A profile folder in which the site is installed, and the line it was installed over."""

    def __init__(self, line: Line, profile: Path) -> None:
        self.line, self._profile = line, profile

    def copy(self, folder: Path) -> Path:
        """Copy the profile, as a phone of its own; the line is mended and leads nowhere new."""
        shutil.copytree(self._profile, folder, ignore=shutil.ignore_patterns("Singleton*", "Cache", "Code Cache"))
        return folder


def everything(page: Page, catalogue: Catalogue) -> dict[str, Any]:
    """Fetch every address on this page; return what is broken and the catalogue versions that were met."""
    found: dict[str, Any] = page.evaluate(LOOK, list(addresses(catalogue)))
    return found


def assert_whole(page: Page, url: str, catalogue: Catalogue) -> str:
    """Hold the phone, whose line is cut, to one whole version; return which."""
    page.goto(url)
    found = everything(page, catalogue)
    assert found["broken"] == []
    assert len(found["versions"]) == 1, "pages and documents of two versions"
    page.goto(url + SESSION)
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("dialog", name="Before you start")).to_be_visible()
    return str(found["versions"][0])


def held_caches(page: Page) -> list[str]:
    names: list[str] = page.evaluate("() => caches.keys()")
    return names


def quiet(act: Callable[[], object]) -> None:
    """Do what fails when the line is cut in the middle of it."""
    try:
        act()
    except (Error, AssertionError):
        return


# --- the service gone, or only files from the beginning


@pytest.mark.parametrize("body", ["female", "male"])
def test_the_export_works_offline_like_the_service(
    playwright: Playwright, app: Flask, tmp_path: Path, catalogue: Catalogue, body: str
) -> None:
    export(app, tmp_path / "site", pictures=False)
    running = Nginx(tmp_path / "site", tmp_path)
    seconds = sum(step.seconds for step in catalogue.steps("low-back-ease"))
    try:
        with phone(playwright, tmp_path / "profile") as context:
            page = context.pages[0]
            page.goto(f"{running.url}/settings")
            if body == "male":
                page.get_by_label("Male", exact=True).check()
                expect(page.get_by_text("Saved on this phone.")).to_be_visible()
            page.goto(running.url)
            wait_until_offline_ready(page)
    finally:
        running.kill()
    with phone(playwright, tmp_path / "profile") as context:
        page = context.pages[0]
        context.new_cdp_session(page).send("Network.clearBrowserCache")
        page.goto(running.url)
        assert everything(page, catalogue)["broken"] == []
        if body == "female":
            for address in list(filter(is_page, addresses(catalogue)))[::7]:  # all of them: tests/test_phone.py
                page.goto(running.url + address)
                expect(page.get_by_role("heading", level=1).first).to_be_visible()
        page.goto(f"{running.url}/points/BL23")
        expect(
            page.locator(f"[data-shown={body}] svg" if body == "male" else "[data-diagram] svg").first
        ).to_be_visible()
        page.clock.install()
        page.goto(f"{running.url}/routines/low-back-ease/session")
        through_the_gate(page)
        assert len(play_to_the_end(page, seconds)) > 3
        expect(page.get_by_text("That was the last one.")).to_be_visible()


def test_what_the_server_makes_says_that_it_needs_the_network(page: Page, line: Line) -> None:
    page.goto(line.url)
    wait_until_offline_ready(page)
    line.cut()
    assert line.is_cut
    address = "/diagrams/female/points/BL23.png"
    answer = page.evaluate("async (address) => (await fetch(address)).json()", address)
    assert answer["status"] == 503
    assert "needs a connection" in answer["detail"]
    page.goto(line.url + address)
    expect(page.get_by_text("needs a connection")).to_be_visible()
    page.get_by_role("link", name=re.compile("same drawing as SVG")).click()
    expect(page).to_have_url(line.url + address.replace(".png", ".svg"))


def test_a_cache_emptied_unseen_is_noticed_and_filled_again(page: Page, line: Line, catalogue: Catalogue) -> None:
    page.goto(line.url)
    wait_until_offline_ready(page)
    page.evaluate("async () => { for (const name of await caches.keys()) await caches.delete(name); }")
    page.goto(f"{line.url}/about")
    wait_until_offline_ready(page)
    assert "of" in (page.locator("#offline").get_attribute("title") or "")
    line.cut()
    assert_whole(page, line.url, catalogue)


def test_a_few_entries_that_vanished_are_filled_again(page: Page, line: Line, catalogue: Catalogue) -> None:
    page.goto(line.url)
    wait_until_offline_ready(page)
    page.evaluate(
        """async () => {
            const cache = await caches.open((await caches.keys())[0]);
            for (const path of ["/points/BL23", "/diagrams/male/points/BL23.svg"]) await cache.delete(path);
        }"""
    )
    page.goto(f"{line.url}/about")
    wait_until_offline_ready(page)
    line.cut()
    assert_whole(page, line.url, catalogue)


# --- cut anywhere


def places(seed: str, total: int) -> list[int]:
    chance = random.Random(seed)
    return [chance.randrange(1, total) for _ in range(CUTS)]


def test_a_first_load_cut_anywhere_leaves_nothing_or_all(
    playwright: Playwright, line: Line, tmp_path: Path, catalogue: Catalogue
) -> None:
    with phone(playwright, tmp_path / "uncut") as context:
        context.pages[0].goto(line.url)
        wait_until_offline_ready(context.pages[0])
    outcomes = []
    for number, place in enumerate(places("first load", line.carried)):
        line.mend()
        line.cut_after(place)
        profile = tmp_path / f"cut-{number}"
        with phone(playwright, profile) as context:
            quiet(lambda context=context: context.pages[0].goto(line.url))
            quiet(
                lambda context=context: (
                    context.pages[0].locator("#offline").filter(has_text="offline").wait_for(timeout=1500)
                )
            )
            line.cut()
        assert line.is_cut
        with phone(playwright, profile) as context:
            outcomes.append(one_of_nothing_or_all(context, line.url, catalogue))
            line.mend()
            page = context.new_page()
            page.goto(line.url)
            wait_until_offline_ready(page)
            assert len(held_caches(page)) == 1
    assert len(outcomes) == CUTS


def one_of_nothing_or_all(context: BrowserContext, url: str, catalogue: Catalogue) -> str:
    """With the line cut: either no page comes, or the base is there whole."""
    page = context.pages[0]
    context.new_cdp_session(page).send("Network.clearBrowserCache")
    try:
        page.goto(url)
    except Error:
        return "nothing"
    found = everything(page, catalogue)
    assert all(address.startswith("/diagrams/male/") for address in found["broken"])
    assert len(found["versions"]) == 1
    return "all"


def test_an_update_cut_anywhere_leaves_the_old_or_the_new_whole(
    playwright: Playwright, installed: Installed, warned: Server, server: Server, tmp_path: Path, catalogue: Catalogue
) -> None:
    line = installed.line
    line.mend()
    before = line.carried
    line.upstream = warned.port
    with phone(playwright, installed.copy(tmp_path / "uncut")) as context:
        context.pages[0].goto(line.url)
        expect_new_warning(context.pages[0])
        total = line.carried - before
        line.cut()
        new = assert_whole(context.pages[0], line.url, catalogue)
    assert new != catalogue.version
    outcomes = []
    for number, place in enumerate(places("update", total)):
        line.mend()
        line.cut_after(place)
        profile = installed.copy(tmp_path / f"cut-{number}")
        with phone(playwright, profile) as context:
            page = context.pages[0]
            quiet(lambda page=page: page.goto(line.url))
            quiet(lambda page=page: expect_new_warning(page, timeout=1500))
            line.cut()
            if number % 2:  # in half of the cases the browser ends in the middle as well
                outcomes.append(assert_whole(page, line.url, catalogue))
        assert line.is_cut
        with phone(playwright, profile) as context:
            page = context.pages[0]
            context.new_cdp_session(page).send("Network.clearBrowserCache")
            outcomes.append(assert_whole(page, line.url, catalogue))
            line.mend()
            page.goto(line.url)
            expect_new_warning(page)
    line.upstream = server.port
    assert set(outcomes) <= {catalogue.version, new}


def wait_until(page: Page, what: str, arg: str = "", timeout: int = 20_000) -> None:
    """Wait for a promise to come true; the page may be loaded anew meanwhile."""
    deadline = time.monotonic() + timeout / 1000
    while time.monotonic() < deadline:
        with contextlib.suppress(Error):
            if page.evaluate(what, arg):
                return
        page.wait_for_timeout(100)
    raise AssertionError(f"did not come true within {timeout} ms: {what}")


def expect_new_warning(page: Page, timeout: int = 20_000) -> None:
    """Wait until the phone itself holds the changed warning."""
    wait_until(
        page,
        """async (words) => {
            const { installing, waiting, active } = await navigator.serviceWorker.getRegistration();
            const held = await caches.match("/points/LI4");
            return !installing && !waiting && active && (await held.text()).includes(words);
        }""",
        NEW_WARNING,
        timeout,
    )


# --- what changed, and what it costs


def test_an_update_fetches_only_the_packs_that_changed(
    playwright: Playwright, installed: Installed, warned: Server, server: Server, tmp_path: Path
) -> None:
    line = installed.line
    line.mend()
    line.upstream = warned.port
    with phone(playwright, installed.copy(tmp_path / "profile")) as context:
        seen: list[str] = []
        context.on("request", lambda request: seen.append(request.url.removeprefix(line.url)))
        page = context.pages[0]
        page.goto(line.url)
        expect_new_warning(page)
        wait_until_offline_ready(page)
    line.upstream = server.port
    assert len({path for path in seen if path.startswith("/pack/")}) == 1
    assert [path for path in seen if path.startswith("/static/") and path.endswith(".png")] == []


# --- a changed warning


@pytest.mark.parametrize("way", ["home first", "session at once", "session open before"])
def test_a_changed_warning_reaches_the_phone_before_the_next_routine_starts(
    playwright: Playwright, installed: Installed, warned: Server, server: Server, tmp_path: Path, way: str
) -> None:
    line = installed.line
    line.mend()
    line.upstream = server.port
    with phone(playwright, installed.copy(tmp_path / "profile")) as context:
        page = context.pages[0]
        if way == "session open before":
            page.goto(line.url + SESSION)
            expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled()
        line.cut()  # the old server goes: connections that are open lead to it
        line.upstream = warned.port
        line.mend()
        if way == "home first":
            page.goto(line.url)
        if way == "session open before":
            come_back(page)
        else:
            page.goto(line.url + SESSION)
        page.get_by_role("button", name="Start", exact=True).click()
        expect(page.locator("html")).not_to_have_attribute("data-safety", old_safety(server), timeout=15_000)
        expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled()
        assert OLD_WARNING not in page.content()
        assert NEW_WARNING in page.content()
    line.upstream = server.port


def come_back(page: Page) -> None:
    """Do what a browser does when its page comes to the front again."""
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")


def old_safety(server: Server) -> str:
    with urllib.request.urlopen(f"{server.url}/api/v1/catalogue", timeout=5) as answer:
        return str(json.load(answer)["safety_version"])


def test_a_changed_warning_waits_for_the_end_of_a_session(
    playwright: Playwright, installed: Installed, warned: Server, server: Server, tmp_path: Path
) -> None:
    line = installed.line
    line.mend()
    line.upstream = server.port
    with phone(playwright, installed.copy(tmp_path / "profile")) as context:
        page = context.pages[0]
        page.goto(line.url + SESSION)
        through_the_gate(page)
        expect(page.get_by_role("timer")).to_be_visible()
        line.cut()
        line.upstream = warned.port
        line.mend()
        come_back(page)
        wait_until(page, "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)")
        page.wait_for_timeout(500)
        expect(page.get_by_role("timer")).to_be_visible()
        assert OLD_WARNING in page.content()
        page.get_by_role("button", name="End session").click()
        expect_new_warning(page)
        expect(page.get_by_text("You stopped here.")).to_be_visible()  # the last page of the session stays
    line.upstream = server.port


def test_any_other_change_is_told_and_waits_for_a_tap(
    playwright: Playwright, installed: Installed, renamed: Server, server: Server, tmp_path: Path
) -> None:
    line = installed.line
    line.mend()
    line.cut()
    line.upstream = renamed.port
    line.mend()
    with phone(playwright, installed.copy(tmp_path / "profile")) as context:
        page = context.pages[0]
        page.goto(f"{line.url}/routines")
        bar = page.get_by_role("status").filter(has_text="New version available")
        expect(bar).to_be_visible(timeout=20_000)
        page.goto(f"{line.url}/routines")
        expect(page.get_by_text(OLD_NAME, exact=True).first).to_be_visible()
        bar.get_by_role("button", name="Reload").click()
        expect(page.get_by_text(NEW_NAME, exact=True).first).to_be_visible()
        expect(bar).to_be_hidden()
    line.upstream = server.port


# --- what a person with a phone can report


def test_the_self_test_reports_and_sends_nothing(page: Page, server: Server) -> None:
    page.goto(server.url)
    wait_until_offline_ready(page)
    page.goto(f"{server.url}/selftest")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Check with sound").click()
    expect(page.get_by_text("Checked.")).to_be_visible()
    sent: list[str] = []
    page.context.on("request", lambda request: sent.append(request.url))
    page.get_by_role("button", name="Copy report").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    report = page.evaluate("() => navigator.clipboard.readText()")
    for line in ("Screen stays on: ", "Sound: ", "Voice: ", "Vibration: ", "Worker: active", "Build on this phone: "):
        assert line in report
    assert re.search(r"On this phone: Fully offline, (\d+) of \1\b", report)
    assert "not checked yet" not in report
    assert sent == []
