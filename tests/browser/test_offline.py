"""Without the server: the export, what only a server can make, a cache emptied unseen, what a person can report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from points.catalogue import Catalogue
from server import version
from server.delivery.export import export
from server.delivery.offline_bundle import offline_urls
from tests.conftest import BELOW
from tests.support.page_kinds import of_each_kind
from tests.support.phone import pass_gate, phone, play_to_the_end, wait_until_offline_ready
from tests.support.programs import Nginx, Server
from tests.support.site_versions import DAMAGE, STORED, assert_whole, everything
from tests.support.tcp_proxy import TcpProxy

pytestmark = [pytest.mark.browser, pytest.mark.worker]


@pytest.mark.parametrize(("body", "root"), [("female", ""), ("male", BELOW)])
def test_the_export_works_offline_like_the_service(
    playwright: Playwright,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    catalogue: Catalogue,
    body: str,
    root: str,
) -> None:
    """Also below a path of a host."""
    export(request.getfixturevalue("store_below" if root else "store"), catalogue, tmp_path / "site", root)
    running = Nginx(tmp_path / "site", tmp_path, ready=f"{root}/")
    url = running.url + root
    seconds = sum(step.seconds for step in catalogue.steps("low-back-ease"))
    try:
        with phone(playwright, tmp_path / "profile") as context:
            page = context.pages[0]
            page.goto(f"{url}/settings")
            if body == "male":
                page.get_by_label("Man", exact=True).check()
                expect(page.get_by_text("Saved on this phone.")).to_be_visible()
            page.goto(f"{url}/")
            wait_until_offline_ready(page)
    finally:
        running.kill()
    with phone(playwright, tmp_path / "profile") as context:
        page = context.pages[0]
        context.new_cdp_session(page).send("Network.clearBrowserCache")
        page.goto(f"{url}/")
        assert everything(page, catalogue, root)["broken"] == []
        if body == "female":
            for address in of_each_kind(catalogue):
                page.goto(url + address)
                expect(page.get_by_role("heading", level=1).first).to_be_visible()
        page.goto(f"{url}/points/BL23")
        expect(
            page.locator(f"[data-shown={body}] svg" if body == "male" else "[data-diagram] svg").first
        ).to_be_visible()
        page.clock.install()
        page.goto(f"{url}/routines/low-back-ease/session")
        pass_gate(page)
        assert len(play_to_the_end(page, seconds)) > 3
        expect(page.get_by_text("That was the last one.")).to_be_visible()
        own = catalogue.step_builder.build_custom("GV3.45-BL23.30")
        page.goto(f"{url}/routines/custom#GV3.45-BL23.30;note=Slowly")
        expect(page.get_by_text("Slowly", exact=True)).to_be_visible()
        pass_gate(page)
        assert play_to_the_end(page, sum(step.seconds for step in own)) == [step.title for step in own]


def test_what_the_server_makes_says_that_it_needs_the_network(page: Page, line: TcpProxy) -> None:
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


def test_a_filtered_list_is_never_answered_with_the_whole_one(page: Page, line: TcpProxy) -> None:
    address = f"{line.url}/api/v1/points?without=pregnancy"
    page.goto(line.url)
    wait_until_offline_ready(page)
    online = page.goto(address)
    assert online
    assert online.json()["points"] == []
    line.cut()
    answer = page.goto(address)
    assert answer
    assert answer.status == 503
    whole = page.goto(f"{line.url}/api/v1/points")
    assert whole
    assert len(whole.json()["points"]) == 8


@pytest.mark.parametrize("address", ["/qr/BL23.60.svg", "/calendar/low-back-ease.ics", "/diagrams/male/points/LI4.png"])
def test_server_only_urls_answer_503_page_or_image_offline(page: Page, line: TcpProxy, address: str) -> None:
    page.goto(line.url)
    wait_until_offline_ready(page)
    line.cut()
    page.evaluate(
        """(address) => new Promise((seen) => {
            const picture = Object.assign(new Image(), { src: address, alt: "", id: "made" });
            picture.onload = picture.onerror = seen;
            document.querySelector("main").append(picture);
        })""",
        address,
    )
    assert page.locator("#made").evaluate("(picture) => picture.naturalWidth") == 320
    answer = page.goto(line.url + address)
    assert answer
    assert answer.status == 503
    assert "require-trusted-types-for" in answer.headers["content-security-policy"]
    expect(page.get_by_role("heading", name="This page is not on your phone")).to_be_visible()
    expect(page.get_by_text("needs a connection")).to_be_visible()


def test_a_question_in_an_address_does_not_keep_a_page_away(page: Page, line: TcpProxy) -> None:
    page.goto(line.url)
    wait_until_offline_ready(page)
    line.cut()
    page.goto(f"{line.url}/routines?src=home-screen#all")
    expect(page.get_by_role("heading", level=1)).to_have_text("Routines")


def test_last_routine_shortcut_opens_it_or_home(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/#last")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Where does it hurt?")
    page.goto(f"{server.url}/routines/seated-breathing/session")
    pass_gate(page)
    expect(page.get_by_role("timer")).to_be_visible()
    page.goto(f"{server.url}/#last")
    expect(page).to_have_url(f"{server.url}/routines/seated-breathing/session")


def test_a_cache_emptied_unseen_is_noticed_and_filled_again(page: Page, line: TcpProxy, catalogue: Catalogue) -> None:
    page.goto(line.url)
    wait_until_offline_ready(page)
    page.evaluate("async () => { for (const name of await caches.keys()) await caches.delete(name); }")
    page.goto(f"{line.url}/about")
    wait_until_offline_ready(page)
    assert "of" in (page.locator("#offline").get_attribute("title") or "")
    line.cut()
    assert_whole(page, line.url, catalogue)


def test_a_few_entries_that_vanished_are_filled_again(page: Page, line: TcpProxy, catalogue: Catalogue) -> None:
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
    for line in (
        "Screen stays on: ",
        "Sound: ",
        "Voice: ",
        "Vibration: ",
        "Worker: active",
        "Build on this phone: ",
        f"Program: {version.VERSION}",
    ):
        assert line in report
    assert re.search(r"On this phone: Fully offline, (\d+) of \1\b", report)
    assert "not checked yet" not in report
    assert sent == []


def test_whatever_is_damaged_on_a_phone_heals_in_one_visit(page: Page, line: TcpProxy, catalogue: Catalogue) -> None:
    """O3: every stored response truncated, emptied, and replaced by a foreign page."""
    page.goto(line.url)
    wait_until_offline_ready(page)
    whole = page.evaluate(STORED)
    assert len(whole) > len(offline_urls(catalogue))
    for kind in ("truncated", "empty", "foreign"):
        page.evaluate(DAMAGE, [list(whole), kind])
        assert page.evaluate(STORED) != whole
        page.goto(line.url)
        wait_until_offline_ready(page)
        assert page.evaluate(STORED) == whole, kind
    line.cut()
    assert_whole(page, line.url, catalogue)


def test_what_is_damaged_without_a_connection_is_not_shown(page: Page, line: TcpProxy, catalogue: Catalogue) -> None:
    """O3: a foreign page in the place of ours is not served, and not counted as held."""
    page.goto(f"{line.url}/selftest")
    wait_until_offline_ready(page)
    page.evaluate(DAMAGE, [["/points/KI3"], "foreign"])
    line.cut()
    page.goto(f"{line.url}/points/KI3")
    expect(page.get_by_role("heading", name="This page is not on your phone")).to_be_visible()
    page.goto(f"{line.url}/selftest")
    expect(page.locator("[data-check=held]")).to_have_text(re.compile(r"^not ready, \d+ of \d+$"))
    page.get_by_role("button", name="Repair").click()
    expect(page.get_by_text("This needs a connection.")).to_be_visible()
    assert page.evaluate("() => caches.match('/self-care').then(Boolean)"), "nothing is removed without a connection"
    line.mend()
    page.get_by_role("button", name="Repair").click()
    expect(page.get_by_text("Repaired.")).to_be_visible(timeout=60_000)
    expect(page.locator("[data-check=held]")).to_have_text(re.compile(r"^Fully offline, (\d+) of \1$"))
