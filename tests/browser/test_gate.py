"""The gate: what is asked when, that only what was seen is answered, how long it takes, and what a tick leads to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from points.catalogue import Catalogue
from tests.support.phone import (
    HEALTHY,
    answer_gate,
    answer_screen,
    end_session,
    gate_screen,
    open_gate,
    put_answers,
    stored_value,
    tick,
    wait_until_stored,
)
from tests.support.programs import Server
from tests.support.reading_time import reading_seconds, visible_words

pytestmark = pytest.mark.browser
SESSION = "/routines/five-minutes/session"
FIRST = datetime(2026, 3, 2, 12)


def start_on(page: Page, server: Server, day: datetime) -> None:
    """Press Start at that moment."""
    page.clock.set_fixed_time(day)
    page.goto(server.url + SESSION)
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_function("() => document.querySelector('#gate').open || !document.querySelector('#play').hidden")


def answered_on(page: Page, server: Server, day: datetime, keys: Iterable[str]) -> None:
    """Be somebody who answered no to everything at that moment."""
    page.clock.set_fixed_time(day)
    page.goto(server.url + SESSION)
    put_answers(page, keys)


def shown_lines(page: Page) -> list[str]:
    lines: list[str] = page.locator("#gate [data-line]").evaluate_all(
        "(all) => all.filter((one) => one.checkVisibility()).map((one) => one.dataset.line)"
    )
    return lines


def words(page: Page) -> int:
    return visible_words(page.locator("#gate"))


# When what is asked ------------------------------------------------------------------------------------


def test_first_gate_asks_all_lines_in_260_words(page: Page, server: Server, catalogue: Catalogue) -> None:
    start_on(page, server, FIRST)
    asked: list[str] = []
    read: dict[str, int] = {}
    while screen := gate_screen(page):
        asked += shown_lines(page)
        read[screen] = words(page)
        answer_screen(page, HEALTHY.get(screen, ""))
    expect(page.get_by_role("timer")).to_be_visible()
    assert list(read) == [screen.slug for screen in sorted(catalogue.gate.screens, key=lambda one: one.order)]
    assert sorted(asked) == sorted(line.slug for line in catalogue.gate.lines if not line.after)
    print(
        f"first session: {read}, {sum(read.values())} words, {1 + len(read)} taps, "
        f"{reading_seconds(sum(read.values())):.0f} s"
    )
    assert sum(read.values()) <= 260
    assert all(number <= 70 for number in read.values())
    kept_answers = stored_value(page, "answers")
    assert set(kept_answers) == set(catalogue.question_by_key)
    assert {answer["value"] for answer in kept_answers.values()} == {"no"}


def test_gate_rests_twelve_hours_then_asks_one_screen(page: Page, server: Server, catalogue: Catalogue) -> None:
    answered_on(page, server, FIRST, catalogue.question_by_key)
    start_on(page, server, FIRST + timedelta(hours=11, minutes=50))
    assert gate_screen(page) == ""
    expect(page.get_by_role("timer")).to_be_visible()
    end_session(page)
    before = stored_value(page, "answers")
    start_on(page, server, FIRST + timedelta(days=1))
    assert gate_screen(page) == "later"
    expect(page.get_by_role("heading", name="Anything new since yesterday?")).to_be_visible()
    tiles = page.locator("#gate [data-tile]").all_inner_texts()
    assert tiles == [tile.text for tile in catalogue.gate.tiles]
    assert tiles[-1] == "Something else"
    read = words(page)
    print(f"later day: {read} words, 2 taps, {reading_seconds(read):.0f} s; within twelve hours: 0 words, 1 tap")
    assert read <= 40
    answer_screen(page, "Nothing new")
    expect(page.get_by_role("timer")).to_be_visible()
    after = stored_value(page, "answers")
    renewed = {key for key in after if after[key]["at"] != before[key]["at"]}
    assert renewed == {key for key, question in catalogue.question_by_key.items() if question.tier == "today"}


def test_a_tile_opens_the_lines_of_its_group_only(page: Page, server: Server, catalogue: Catalogue) -> None:
    answered_on(page, server, FIRST, catalogue.question_by_key)
    start_on(page, server, FIRST + timedelta(days=1))
    answer_screen(page, "Weak or numb")
    assert set(shown_lines(page)) == {line.slug for line in catalogue.gate.lines if line.tile == "weak-or-numb"}
    answer_screen(page)
    assert gate_screen(page) == "later"


def test_the_sign_screens_come_back_whole_after_a_week(page: Page, server: Server, catalogue: Catalogue) -> None:
    answered_on(page, server, FIRST, catalogue.question_by_key)
    start_on(page, server, FIRST + timedelta(days=7, hours=1))
    order = []
    while screen := gate_screen(page):
        order.append(screen)
        answer_screen(page, HEALTHY.get(screen, ""))
    assert order == ["emergency", "today", "later"]


@pytest.mark.parametrize("days", [30, 180])
def test_an_expired_answer_brings_back_its_own_line_alone(
    page: Page, server: Server, catalogue: Catalogue, days: int
) -> None:
    questions = catalogue.question_by_key.values()
    start = FIRST - timedelta(days=days + 1)
    page.clock.set_fixed_time(FIRST)
    page.goto(server.url + SESSION)
    old = {"at": start.timestamp() * 1000, "given": start.date().isoformat()}
    expired = {question.key: old for question in questions if question.expires_days == days}
    put_answers(page, catalogue.question_by_key, **expired)
    page.reload()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_function("() => document.querySelector('#gate').open")
    asked: set[str] = set()
    while screen := gate_screen(page):
        assert screen in {"some", "pregnancy"}
        shown = set(shown_lines(page))
        asked |= shown
        if screen == "some":  # the question of the screen that the lines come from
            of = {line.screen for line in catalogue.gate.lines if line.slug in shown}
            titles = [one.title for one in catalogue.gate.screens if one.slug in of]
            assert page.locator("[data-part=some] .part-title").all_inner_texts() == titles
        answer_screen(page, HEALTHY.get(screen, ""))
    expect(page.get_by_role("timer")).to_be_visible()
    wanted = {line.slug for line in catalogue.gate.lines if question_keys(line) & set(expired)}
    assert asked == wanted


def question_keys(line: object) -> set[str]:
    entries = [line, *line.parts]  # type: ignore[attr-defined]
    return {key for entry in entries for key in entry.questions}


def test_a_routine_that_only_breathes_asks_nothing(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/routines/breathing-and-rest/session")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.get_by_role("timer")).to_be_visible()


# Only what was seen is answered ------------------------------------------------------------------------


def test_early_tap_scrolls_to_the_last_line(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 320, "height": 320})
    page.goto(server.url + SESSION)
    open_gate(page)
    button = page.locator("[data-part=emergency] [data-none]")
    page.wait_for_timeout(900)  # past the time in which no tap counts, with the first lines in view
    button.evaluate("(button) => button.click()")
    expect(page.locator("[data-part=emergency]")).to_be_visible()
    expect(page.locator("[data-part=emergency] [data-line]").nth(1)).to_be_in_viewport()
    assert page.locator("#gate").evaluate("(gate) => gate.scrollTop") > 0
    assert stored_value(page, "answers") is None


def test_a_tap_right_after_a_screen_change_counts_for_nothing(page: Page, server: Server) -> None:
    page.goto(server.url + SESSION)
    page.evaluate("""() => {
        const [gate, part] = ["#gate", "#gate [data-part=emergency]"].map((name) => document.querySelector(name));
        const seen = (window.seenOfGate = { taps: [] });
        const tap = () => {
            if (!part.hidden && gate.open) part.querySelector("[data-none]").click();
            if (seen.opened && part.hidden) seen.left ??= seen.taps.at(-1);
        };
        part.addEventListener("click", ({ timeStamp }) => seen.taps.push(timeStamp));
        const watch = () => gate.open && (seen.opened ??= performance.now());
        new MutationObserver(watch).observe(gate, { attributes: true });
        seen.tapping = setInterval(tap, 50);
    }""")
    open_gate(page)
    page.wait_for_function("() => window.seenOfGate.left")
    seen = page.evaluate("() => (clearInterval(window.seenOfGate.tapping), window.seenOfGate)")
    assert len([tap for tap in seen["taps"] if tap < seen["opened"] + 600]) >= 3
    assert seen["left"] >= seen["opened"] + 500  # the 600 ms begin with the frame in which the screen is made


def test_second_tap_while_saving_answers_nothing(page: Page, server: Server) -> None:
    page.add_init_script("""Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
        set(done) {
            window.transactions = (window.transactions ?? 0) + 1;
            this.addEventListener("complete", (event) => setTimeout(() => {
                window.transactions -= 1;
                window.lastKept = performance.now();
                done.call(this, event);
            }, 900));
        },
    })""")
    page.goto(server.url + SESSION)
    open_gate(page)
    answer_gate(page, until="today")
    part = page.locator("[data-part=today]")
    page.wait_for_timeout(900)  # past the time in which no tap counts
    for _ in range(3):
        part.locator("[data-none]").evaluate("(button) => (button.scrollIntoView(), button.click())")
        page.wait_for_timeout(850)
    expect(part).to_be_hidden()
    page.wait_for_function("() => window.transactions === 0 && performance.now() - window.lastKept > 500")
    assert gate_screen(page) == "pregnancy"


def test_blind_tapping_locks_instead_of_opening(page: Page, server: Server) -> None:
    page.goto(server.url + SESSION)
    open_gate(page)
    box = page.locator("[data-part=emergency] [data-none]").bounding_box()
    assert box
    for _ in range(40):
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(250)
        if gate_screen(page) not in {"emergency", "today", "pregnancy"}:
            break
    answers = stored_value(page, "answers") or {}
    assert gate_screen(page)
    assert answers.get("pregnancy", {}).get("value") != "no"
    assert not answers.keys() & {"bleeding", "clot-past"}
    expect(page.get_by_role("timer")).to_be_hidden()


def test_ticked_line_opens_with_all_parts_ticked(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(server.url + SESSION)
    open_gate(page)
    answer_gate(page, until="body")
    line = next(line for line in catalogue.gate.lines if line.slug == "skin-today")
    tick(page, line.slug)
    parts = page.locator(f"[data-parts={line.slug}] input")
    assert parts.evaluate_all("(all) => all.map((one) => one.checked)") == [True] * len(line.parts)
    wait_until_stored(page, "answers", lambda answers: answers["today-skin"]["value"] == "yes")
    for part in line.parts:
        if part.areas != ("knee",):
            page.get_by_role("checkbox", name=part.text, exact=True).uncheck()
    wait_until_stored(page, "answers", lambda answers: answers["today-skin"].get("areas") == ["knee"])
    page.get_by_role("checkbox", name="Sore or broken skin behind my knee", exact=True).uncheck()
    expect(page.locator(f"[data-line={line.slug}] input")).not_to_be_checked()
    answer_screen(page)
    wait_until_stored(page, "answers", lambda answers: answers["today-skin"]["value"] == "no")


def test_the_full_wording_and_why_are_one_tap_away(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(server.url + SESSION)
    open_gate(page)
    signs = {flag.slug: flag for flag in catalogue.red_flags}
    page.get_by_role("button", name="Full wording of these lines").click()
    box = page.get_by_role("dialog", name="In full")
    for line in catalogue.gate.lines:
        entry = box.locator(f"[data-wording={line.slug}]")
        if line.screen != "emergency":
            expect(entry).to_be_hidden()
            continue
        for slug in line.signs:
            expect(entry).to_contain_text(signs[slug].sign)
    box.get_by_text("Why we ask").click()
    expect(box.get_by_text("Pressing can move a clot")).to_be_visible()
    box.get_by_role("button", name="Close").click()


# Reach -------------------------------------------------------------------------------------------------


def test_gate_works_at_320_by_568_with_large_text(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(server.url + SESSION)
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    open_gate(page)
    wide = []
    while screen := gate_screen(page):
        box = page.locator("#gate")
        if box.evaluate("(gate) => gate.scrollWidth > gate.clientWidth"):
            wide.append(screen)
        for target in page.locator(f"[data-part={screen}] :is(button, label):visible").all():
            size = target.bounding_box()
            assert size
            assert min(size["width"], size["height"]) >= 44, (screen, target)
        answer_screen(page, HEALTHY.get(screen, ""))
    assert wide == []
    expect(page.get_by_role("timer")).to_be_visible()


def test_the_whole_gate_can_be_answered_by_the_keyboard(page: Page, server: Server) -> None:
    page.goto(server.url + SESSION)
    open_gate(page)

    def press(name: str, key: str = "Enter") -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if name in page.evaluate(
                "() => (document.activeElement.labels?.[0] ?? document.activeElement).textContent"
            ):
                page.keyboard.press(key)
                return
        raise AssertionError(f"no way to {name} by the Tab key")

    last = ""
    while screen := gate_screen(page):
        if screen != last:
            expect(page.locator(f"[data-part={screen}] .part-title")).to_be_focused()
        if screen == "body" != last:
            press("Varicose veins", "Space")
            expect(page.locator("[data-line=veins] input")).to_be_checked()
            page.keyboard.press("Space")
            expect(page.locator("[data-line=veins] input")).not_to_be_checked()
        last = screen
        page.wait_for_timeout(900)
        press(HEALTHY.get(screen, "None of these"))
        page.wait_for_timeout(300)
    expect(page.get_by_role("timer")).to_be_visible()


def test_a_screen_reader_hears_names_roles_and_states(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(server.url + SESSION)
    gate = open_gate(page)
    title = next(screen.title for screen in catalogue.gate.screens if screen.slug == "emergency")
    expect(gate.get_by_role("heading", name=title)).to_be_focused()
    expect(gate.get_by_role("img", name="Safety check, 1 of 5")).to_be_visible()
    expect(gate.get_by_role("button", name="Back")).to_be_visible()
    for line in catalogue.gate.lines:
        if line.screen == "emergency":
            expect(gate.get_by_role("checkbox", name=line.text, exact=True)).to_be_visible()
    line = next(line for line in catalogue.gate.lines if line.slug == "fall")
    gate.get_by_role("checkbox", name=line.text, exact=True).check()
    group = gate.get_by_role("group", name=line.text)
    for part in line.parts:
        expect(group.get_by_role("checkbox", name=part.text, exact=True)).to_be_checked()
    answer_screen(page, "Continue")
    expect(gate.get_by_role("heading", name="Get help now")).to_be_focused()
    expect(gate.get_by_role("link", name="United Kingdom 999")).to_have_attribute("href", "tel:999")
