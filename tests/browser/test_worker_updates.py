"""A new version: told and waiting for a tap; a changed warning: before the next session, never in the middle of one."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.support.edited_catalogues import NEW_NAME, NEW_WARNING, OLD_NAME, OLD_WARNING
from tests.support.phone import answer_gate, end_session, pass_gate, phone, wait_until_offline_ready
from tests.support.programs import Server
from tests.support.site_versions import SESSION, Installed, expect_new_warning, wait_until
from tests.support.tcp_proxy import TcpProxy

pytestmark = pytest.mark.browser


def test_an_update_fetches_only_the_packs_that_changed(
    playwright: Playwright, installed: Installed, warned: Server, server: Server, tmp_path: Path
) -> None:
    line = installed.line
    line.lead_to(warned.port)
    with phone(playwright, installed.copy(tmp_path / "profile")) as context:
        seen: list[str] = []
        # The worker's alone: the browser looks at the manifest's icon when it likes, and has it from the worker.
        context.on(
            "request",
            lambda request: seen.append(request.url.removeprefix(line.url)) if request.service_worker else None,
        )
        page = context.pages[0]
        page.goto(line.url)
        expect_new_warning(page)
        wait_until_offline_ready(page)
    assert len({path for path in seen if path.startswith("/pack/")}) == 1
    assert [path for path in seen if path.startswith("/static/") and path.endswith(".png")] == []


@pytest.mark.parametrize("way", ["home first", "session at once", "session open before"])
def test_changed_warning_arrives_before_the_next_start(
    playwright: Playwright, installed: Installed, warned: Server, server: Server, tmp_path: Path, way: str
) -> None:
    line = installed.line
    with phone(playwright, installed.copy(tmp_path / "profile")) as context:
        page = context.pages[0]
        if way == "session open before":
            page.goto(line.url + SESSION)
            expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled()
        line.lead_to(warned.port)
        if way == "home first":
            page.goto(line.url)
        if way == "session open before":
            come_back(page)
        else:
            page.goto(line.url + SESSION)
        page.get_by_role("button", name="Start", exact=True).click()
        expect(page.locator("html")).not_to_have_attribute("data-safety", old_safety(server))
        expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled()
        assert OLD_WARNING not in page.content()
        assert NEW_WARNING in page.content()


def come_back(page: Page) -> None:
    """Do what a browser does when its page comes to the front again."""
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")


def old_safety(server: Server) -> str:
    with urllib.request.urlopen(f"{server.url}/api/v1/catalogue", timeout=30) as answer:
        return str(json.load(answer)["safety_version"])


NOTE = "You are offline. These warnings were last updated on"


def test_without_a_connection_the_gate_says_that_and_since_when(
    playwright: Playwright, installed: Installed, tmp_path: Path
) -> None:
    line = installed.line
    with phone(playwright, installed.copy(tmp_path / "profile")) as context:
        page = context.pages[0]
        page.goto(line.url + SESSION)
        page.get_by_role("button", name="Start", exact=True).click()
        gate = page.get_by_role("dialog", name="Before you start")
        expect(gate).to_be_visible()
        expect(gate.get_by_text(NOTE)).to_be_hidden()
        line.cut()
        today = page.evaluate("() => new Date().toLocaleDateString('en-GB', { dateStyle: 'long' })")
        page.reload()
        page.get_by_role("button", name="Start", exact=True).click()
        expect(gate.get_by_text(NOTE)).to_be_visible()
        expect(gate).to_contain_text(f"last compared on {today}.")
        answer_gate(page)  # works all the same
        expect(page.get_by_role("timer")).to_be_visible()


@pytest.mark.parametrize("changed", [False, True])
def test_late_freshness_answer_counts_while_gate_is_open(
    playwright: Playwright, installed: Installed, warned: Server, server: Server, tmp_path: Path, changed: bool
) -> None:
    line = installed.line
    line.lead_to((warned if changed else server).port)
    line.hold()
    with phone(playwright, installed.copy(tmp_path / "profile")) as context:
        page = context.pages[0]
        page.goto(line.url + SESSION)
        page.get_by_role("button", name="Start", exact=True).click()
        gate = page.get_by_role("dialog", name="Before you start")
        expect(gate.get_by_text(NOTE)).to_be_visible()
        line.release()
        if changed:
            expect(gate).to_be_hidden()
            expect(page.locator("html")).not_to_have_attribute("data-safety", old_safety(server))
            expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled()
            assert NEW_WARNING in page.content()
        else:
            expect(gate.get_by_text(NOTE)).to_be_hidden()
            expect(gate).to_be_visible()


#: The answer of the page's own look at the newest warnings that is under way: whether it may start or go on.
LOOKED = """async () => {
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    return (await import(loaded.find((name) => name.endsWith("/js/safety/warning-freshness.js")))).checkWarnings();
}"""


def begin_a_session(page: Page, line: TcpProxy) -> None:
    page.goto(line.url + SESSION)
    pass_gate(page)
    expect(page.get_by_role("timer")).to_be_visible()


def test_a_changed_warning_waits_for_the_end_of_a_session(
    playwright: Playwright, installed: Installed, warned: Server, server: Server, tmp_path: Path
) -> None:
    line = installed.line
    with phone(playwright, installed.copy(tmp_path / "profile")) as context:
        page = context.pages[0]
        begin_a_session(page, line)
        line.lead_to(warned.port)
        come_back(page)
        wait_until(page, "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)")
        come_back(page)
        assert page.evaluate(LOOKED), "the session may go on"
        expect(page.get_by_role("timer")).to_be_visible()
        assert OLD_WARNING in page.content()
        end_session(page)
        expect_new_warning(page)
        expect(page.get_by_text("You stopped here.")).to_be_visible()  # the last page of the session stays


def test_any_other_change_is_told_and_waits_for_a_tap(
    playwright: Playwright, installed: Installed, renamed: Server, server: Server, tmp_path: Path
) -> None:
    line = installed.line
    line.lead_to(renamed.port)
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


def test_no_tap_in_another_window_takes_a_session_its_page_away(
    playwright: Playwright, installed: Installed, renamed: Server, server: Server, tmp_path: Path
) -> None:
    line = installed.line
    with phone(playwright, installed.copy(tmp_path / "profile")) as context:
        session = context.pages[0]
        begin_a_session(session, line)
        session.evaluate("() => { window.same = true; }")
        line.lead_to(renamed.port)
        other = context.new_page()
        other.goto(f"{line.url}/routines")
        other.get_by_role("button", name="Reload").click(timeout=20_000)
        expect(other.get_by_text("A session runs in another window.")).to_be_visible()
        expect(other.get_by_text(OLD_NAME, exact=True).first).to_be_visible()
        assert session.evaluate("() => window.same")
        expect(session.get_by_role("timer")).to_be_visible()
