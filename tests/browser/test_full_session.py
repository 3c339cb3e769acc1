"""The whole path on a phone: a real browser, a real server, a real kill."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from points.catalogue import Catalogue
from server.delivery.offline_bundle import is_page, offline_urls
from tests.support.page_kinds import of_each_kind
from tests.support.phone import (
    HEALTHY,
    answer_gate,
    answer_screen,
    choose_body,
    freeze_clock,
    gate_screen,
    install_and_kill_server,
    open_gate,
    pass_gate,
    phone,
    play_to_the_end,
    put_answers,
    start_what_is_left,
    stored_value,
    tick,
    wait_until_offline_ready,
    wait_until_rendered,
    wait_until_stored,
    watch,
)
from tests.support.programs import Server

pytestmark = pytest.mark.browser
ROUTINE = "low-back-ease"
GENTLE = "breathing-and-rest"


def pressed(titles: list[str]) -> list[str]:
    return [title for title in titles if title.startswith("Press ")]


def expected_presses(catalogue: Catalogue, slug: str) -> list[str]:
    return [step.title for step in catalogue.steps(slug) if step.kind == "press"]


def test_full_session_online_then_offline(playwright: Playwright, tmp_path: Path, catalogue: Catalogue) -> None:
    running = Server()
    seconds = sum(step.seconds for step in catalogue.steps(ROUTINE))
    try:
        with phone(playwright, tmp_path / "profile") as context:
            page = context.pages[0]
            page.goto(running.url)
            wait_until_offline_ready(page)
            page.clock.install()
            page.goto(f"{running.url}/routines/{ROUTINE}/session")
            pass_gate(page)
            expect(page.get_by_role("timer")).to_have_text(re.compile(r"^\d+:\d\d$"))
            assert pressed(play_to_the_end(page, seconds)) == expected_presses(catalogue, ROUTINE)
            expect(page.get_by_text("That was the last one.")).to_be_visible()
    finally:
        running.kill()
    with phone(playwright, tmp_path / "profile") as context:
        page = context.pages[0]
        context.new_cdp_session(page).send("Network.clearBrowserCache")
        page.clock.install()
        page.goto(running.url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.goto(f"{running.url}/routines/{ROUTINE}/session")
        pass_gate(page)
        assert pressed(play_to_the_end(page, seconds)) == expected_presses(catalogue, ROUTINE)


def test_every_address_works_offline(playwright: Playwright, tmp_path: Path, catalogue: Catalogue) -> None:
    running = install_and_kill_server(playwright, tmp_path / "profile")
    with phone(playwright, tmp_path / "profile") as context:
        page = context.pages[0]
        context.new_cdp_session(page).send("Network.clearBrowserCache")
        page.goto(running.url)
        broken = page.evaluate(
            """async (addresses) => {
                const broken = [];
                for (const address of addresses) {
                    const answer = await fetch(address).catch(() => null);
                    if (!answer?.ok || !answer.headers.get("content-security-policy")) broken.push(address);
                }
                return broken;
            }""",
            list(offline_urls(catalogue)),
        )
        assert broken == []
        failed: list[str] = []
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("requestfailed", lambda request: failed.append(f"{request.url} {request.failure}"))
        for address in of_each_kind(catalogue):
            page.goto(running.url + address)
            expect(page.get_by_role("heading", level=1).first).to_be_visible()
        # What a page had under way when the next was opened is cut off, not broken; and whether a warning has
        # changed is asked of the network alone, as the phone's own copy could not know.
        expected = ("net::ERR_ABORTED", "/api/v1/catalogue net::ERR_FAILED")
        assert [line for line in failed if not line.endswith(expected)] == []


def open_screen(page: Page, server: Server, slug: str, screen: str) -> None:
    """Open the gate of a routine and answer it as a healthy person does, up to a screen."""
    page.goto(f"{server.url}/routines/{slug}/session")
    open_gate(page)
    answer_gate(page, until=screen)


def test_pregnant_or_unsure_is_offered_what_is_open(page: Page, server: Server) -> None:
    open_screen(page, server, ROUTINE, "pregnancy")
    answer_screen(page, "Yes, maybe, or trying")
    answer_screen(page, "No")
    assert gate_screen(page) == "for-you"
    expect(page.get_by_text("Pressing waits.")).to_be_visible()
    expect(page.get_by_role("timer")).to_be_hidden()
    page.get_by_role("link", name=re.compile("Rest on your side")).click()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("timer")).to_be_visible()
    assert {step["kind"] for step in stored_value(page, "session")["plan"]["steps"]} <= {"rest", "breathe"}


def test_unanswered_counts_as_yes(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    asked = [key for key in catalogue.question_by_key if key != "kidney"]
    put_answers(page, asked)
    page.reload()
    open_gate(page)
    assert page.locator("#gate [data-line]:visible").evaluate_all("(all) => all.map((one) => one.dataset.line)") == [
        "kidney"
    ]
    page.keyboard.press("Escape")
    expect(page.get_by_role("timer")).to_be_hidden()


def test_closing_the_gate_starts_no_timer_and_raises_no_alarm(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    open_gate(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("timer")).to_be_hidden()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(320, 480), (1280, 800)])
def test_none_of_these_comes_after_the_list_it_answers(page: Page, server: Server, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    open_gate(page)
    for name in ("emergency", "today", "pregnancy", "health", "body"):
        part = page.locator(f"[data-part={name}]")
        expect(part.get_by_role("heading")).to_be_focused()
        if name != "pregnancy":
            order = part.evaluate(
                """(part) => {
                    const last = [...part.querySelectorAll("input")].filter((input) => input.checkVisibility()).at(-1);
                    const button = part.querySelector("[data-none]");
                    return [last.getBoundingClientRect().bottom < button.getBoundingClientRect().top,
                        Boolean(last.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING)];
                }"""
            )
            assert order == [True, True]
        answer_screen(page, HEALTHY.get(name, ""))
    expect(page.get_by_role("timer")).to_be_visible()


@pytest.mark.parametrize(("tier", "heading"), [("emergency", "Get help now"), ("today", "Call your doctor today")])
def test_a_red_flag_leads_to_advice_and_no_timer(page: Page, server: Server, tier: str, heading: str) -> None:
    open_screen(page, server, ROUTINE, tier)
    page.locator(f"[data-part={tier}] [data-line] input").first.check()
    answer_screen(page, "Continue")
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_role("timer")).to_be_hidden()


@pytest.mark.parametrize("slug", [ROUTINE, "hands-and-ankles"])
def test_after_clearance_li4_is_never_pressed(page: Page, server: Server, catalogue: Catalogue, slug: str) -> None:
    page.clock.install()
    page.goto(f"{server.url}/routines/{slug}/session")
    put_answers(page, catalogue.question_by_key, pregnancy={"value": "yes", "cleared": True})
    page.reload()
    page.get_by_role("button", name="Start", exact=True).click()
    start_what_is_left(page)
    titles = play_to_the_end(page, sum(step.seconds for step in catalogue.steps(slug)))
    wanted = [title for title in expected_presses(catalogue, slug) if "LI4" not in title]
    assert pressed(titles) == wanted
    assert wanted


@pytest.mark.worker
def test_nothing_about_an_answer_leaves_the_phone(
    context: BrowserContext, page: Page, server: Server, catalogue: Catalogue
) -> None:
    seen = watch(context)
    page.goto(server.url)
    wait_until_offline_ready(page)
    page.get_by_role("button", name="I'm pregnant").click()
    answer_screen(page, "No")
    page.get_by_text("Midwife said yes").click()
    answer_screen(page, "Yes, and go on")
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    open_gate(page)
    answer_gate(page, until="some")
    answer_screen(page)
    tick(page, "numb")
    answer_screen(page, "Continue")
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    page.goto(f"{server.url}/settings")
    page.goto(server.url)
    allowed = {*offline_urls(catalogue), "/sw.js", "/manifest.webmanifest", "/favicon.ico"}
    assert seen
    for request in seen:
        path = request.url.removeprefix(server.url)
        assert request.method == "GET"
        assert request.post_data is None
        assert path in allowed or re.fullmatch(r"/(static/[0-9a-f]{12}/[\w./-]+|pack/[0-9a-f]{16}\.json)", path), path
        headers = {name: value for name, value in request.headers.items() if value}
        assert not {"cookie", "referer"} & set(headers)
        told = " ".join(value for name, value in headers.items() if name != "user-agent").lower()
        assert not [key for key in catalogue.question_by_key if key in told]


def test_pause_reload_and_resume_keep_the_place(page: Page, server: Server) -> None:
    page.clock.install()
    page.goto(f"{server.url}/routines/{GENTLE}/session")
    pass_gate(page)
    expect(page.get_by_role("timer")).to_be_visible()
    freeze_clock(page)
    page.clock.run_for(20_000)
    page.get_by_role("button", name="Pause").click()
    before = page.get_by_role("timer").inner_text()
    page.clock.run_for(30_000)
    assert page.get_by_role("timer").inner_text() == before
    page.reload()
    expect(page.get_by_role("timer")).to_have_text(before)
    page.get_by_role("button", name="Resume").click()
    page.clock.run_for(10_000)
    minutes, seconds = map(int, before.split(":"))
    left = minutes * 60 + seconds - 10
    expect(page.get_by_role("timer")).to_have_text(f"{left // 60}:{left % 60:02d}")


def test_feels_wrong_pauses_and_shows_stop_rules(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    pass_gate(page)
    page.get_by_role("button", name="Something feels wrong").click()
    dialog = page.get_by_role("dialog", name=re.compile("What do you feel"))
    for rule in catalogue.stop_rules:
        expect(dialog).to_contain_text(rule.sign)
    dialog.get_by_role("button", name="Sharp pain").click()
    dialog.get_by_role("button", name="It has eased. End here").click()
    expect(page.get_by_role("timer")).to_be_hidden()
    expect(page.get_by_text("Stopped for today.")).to_be_visible()


def test_feels_wrong_knows_saddle_and_pregnancy_signs(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    pass_gate(page)
    wrong = page.get_by_role("button", name="Something feels wrong")
    wrong.click()
    dialog = page.locator("#wrong-dialog")
    own = dialog.get_by_role("button", name="Pregnant: bleeding, leaking fluid or tightenings, or baby moving less")
    dialog.get_by_role("button", name="Numb between the legs, or pee or poo trouble").click()
    expect(dialog.locator(".call:visible")).to_have_count(1)
    dialog.locator("[data-felt]:visible").get_by_role("button", name="Back to the list").click()
    expect(own).to_be_hidden()
    expired = {"value": "no", "at": 0, "given": "1970-01-01"}
    for value in ({"value": "not-sure"}, expired, {"value": ""}, {"value": "yes"}):
        put_answers(page, catalogue.question_by_key, pregnancy=value)
        page.goto(f"{server.url}/about")
        page.goto(f"{server.url}/routines/seated-breathing/session#now")
        wrong.click()
        expect(own).to_be_visible()
    own.click()
    expect(dialog).to_contain_text("Call your maternity unit now.")
    expect(dialog.locator(".call:visible")).to_have_count(1)


def test_no_page_fails_or_scrolls_sideways(page: Page, server: Server, catalogue: Catalogue) -> None:
    wide = []
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(f"{page.url}: {error}"))
    for address in filter(is_page, offline_urls(catalogue)):
        page.set_viewport_size({"width": 320, "height": 740})
        page.goto(server.url + address)
        wait_until_rendered(page)
        for width, scale in ((320, 1), (360, 2), (768, 1), (1280, 1)):
            page.set_viewport_size({"width": width, "height": 740})
            page.evaluate("(scale) => { document.documentElement.style.fontSize = `${scale * 100}%`; }", scale)
            if page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wide.append((address, width, scale))
    assert (wide, failed) == ([], [])


def test_the_app_is_installable(context: BrowserContext, page: Page, server: Server) -> None:
    page.goto(server.url)
    errors = context.new_cdp_session(page).send("Page.getInstallabilityErrors")
    # Each test has a context of its own, which the browser counts as a private window; nothing else may be missing.
    assert {error["errorId"] for error in errors["installabilityErrors"]} <= {"in-incognito"}


def test_step_lengths_keep_the_session_limit(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/routines/full-round/session")
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled()
    offered = page.locator("#length option:enabled").evaluate_all("(options) => options.map((one) => one.value)")
    assert offered == ["", "30", "45", "60", "90"]


def test_each_step_shows_how_the_body_is_held(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    pass_gate(page)
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator("[data-picture=pose] svg title")).to_have_text(re.compile("Standing, thumb on the lower back"))


def test_adapted_step_replaces_the_instruction(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(f"{server.url}/routines/wall-and-ball/session")
    put_answers(page, catalogue.question_by_key, bone={"value": "yes"})
    page.reload()
    page.get_by_role("button", name="Start", exact=True).click()
    start_what_is_left(page)
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator("#step-title")).to_contain_text("Press BL23")
    flag = next(flag for flag in catalogue.point("BL23").flags if flag.condition == "bone")
    assert page.locator("#fitted-list").inner_text() == flag.instruction
    expect(page.locator("#instruction")).to_be_hidden()
    step = stored_value(page, "session")["plan"]["steps"][1]
    told = " ".join([step["instruction"], step["shown"][0]["text"], step["speech"][0]["text"]])
    assert not re.search(r"\b(ball|lean|knuckle|ache)", told, re.IGNORECASE)
    expect(page.locator("[data-picture=pose] svg title")).to_be_attached()
    expect(page.locator("[data-picture=pose] svg title")).not_to_contain_text("ball")
    assert step["position"] != "wall-ball"


def test_the_body_in_the_drawings_is_asked_once_and_kept(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/points/BL23")
    title = page.locator(".point-figure svg title")
    expect(title).to_have_text(re.compile("female body"))
    choose_body(page, "male")
    expect(title).to_have_text(re.compile(r"\bmale body"))
    page.goto(f"{server.url}/points")
    expect(page.locator("svg title").first).to_have_text(re.compile(r"\bmale body"))
    expect(page.locator("a.mark-link")).to_have_count(11)
    expect(page.get_by_role("group", name="Body in the drawings")).to_have_count(0)
    page.goto(f"{server.url}/settings")
    expect(page.get_by_label("Man", exact=True)).to_be_checked()


def test_a_body_chosen_in_settings_is_asked_for_nowhere(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/settings")
    page.get_by_label("Man", exact=True).check()
    wait_until_stored(page, "settings", lambda found: found and found.get("body") == "male")
    page.goto(server.url)
    expect(page.locator("[data-diagram=where]")).to_have_attribute("data-shown", "male")
    expect(page.get_by_role("group", name="Body in the drawings")).to_have_count(0)
