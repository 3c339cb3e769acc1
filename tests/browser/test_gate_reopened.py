"""The gate opened again: what is on file is ticked, and what is ticked is what is judged."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from points.catalogue import Catalogue
from tests.support.phone import (
    HEALTHY,
    answer_screen,
    gate_screen,
    open_gate,
    put,
    put_answers,
    stored_value,
    wait_until_stored,
)
from tests.support.programs import Server

pytestmark = pytest.mark.browser
SESSION = "/routines/five-minutes/session"
FIRST = datetime(2026, 3, 2, 12)

#: Ticks every line with every set of its parts, keeps what that answers, opens the line again from it, and returns how
#: many sets were tried and those that now answer otherwise.
REOPEN = """async () => {
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    const module = (path) => import(loaded.find((name) => name.endsWith(path)));
    const { answerOf, fillLines, isTickedSign, readLines } = await module("/js/safety/gate-lines.js");
    const { lines: described } = await module("/js/safety/lines.js");
    const { questions, signs } = await module("/js/safety/judge.js");
    const { now } = await module("/js/core/store.js");
    const lines = readLines(document.querySelector("#gate"), described);
    const moment = now();
    const stated = (key) => ({ ...answerOf(key, lines), areas: answerOf(key, lines).areas.sort() });
    const read = () => ({
        answers: Object.fromEntries(questions.map(({ key }) => [key, stated(key)]).filter(([, { yes }]) => yes)),
        signs: signs.map(({ slug }) => slug).filter((slug) => isTickedSign(slug, lines)),
    });
    const profileOf = ({ answers, signs }) => ({
        answers: Object.fromEntries(Object.entries(answers).map(([key, { areas, slugs }]) =>
            [key, { value: "yes", given: moment.day, at: moment.ms, ...(areas.length && { areas }), lines: slugs }])),
        signs: { day: moment.day, signs, at: Object.fromEntries(signs.map((slug) => [slug, moment.ms])) },
    });
    const untick = () => lines.forEach((line) => [line, ...line.parts].forEach(({ box }) => (box.checked = false)));
    let tried = 0;
    const faults = [];
    for (const line of lines) {
        for (let set = line.parts.length ? 1 : 0; set < 2 ** line.parts.length; set += 1) {
            untick();
            line.box.checked = true;
            line.parts.forEach(({ box }, index) => (box.checked = Boolean(set & (2 ** index))));
            const before = read();
            fillLines(lines, profileOf(before), { questions, signs }, moment);
            const after = read();
            tried += 1;
            if (JSON.stringify(before) !== JSON.stringify(after)) faults.push([line.slug, set, before, after]);
        }
    }
    return { tried, faults };
}"""


def test_every_set_of_parts_opens_again_as_what_it_answered(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(server.url + SESSION)
    open_gate(page)
    found = page.evaluate(REOPEN)
    lines = [line for line in catalogue.gate.lines if line.screen != "pregnancy"]
    assert found["tried"] == sum(max(1, 2 ** len(line.parts) - 1) for line in lines)
    assert found["faults"] == []


def reopened(page: Page, server: Server, days: int, tile: str) -> None:
    """Open the gate so many days later, at the lines of a tile."""
    page.clock.set_fixed_time(FIRST + timedelta(days=days))
    page.goto(server.url + SESSION)
    open_gate(page)
    answer_screen(page, tile)


def ticked(page: Page, slug: str) -> list[str]:
    """Return the parts of a line that are ticked on the screen."""
    texts: list[str] = page.locator(f"[data-parts={slug}] label:has(:checked)").all_inner_texts()
    return [text.strip() for text in texts]


def test_a_stone_before_is_no_stone_now_on_a_later_day(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.clock.set_fixed_time(FIRST)
    page.goto(server.url + SESSION)
    put_answers(page, catalogue.question_by_key, kidney={"value": "yes"})
    reopened(page, server, 1, "New medicine, illness")
    expect(page.locator("[data-line=kidney] input")).to_be_checked()
    assert ticked(page, "kidney") == ["A kidney stone before", "Only one kidney"]
    page.get_by_role("checkbox", name="Only one kidney", exact=True).uncheck()
    answer_screen(page, "Continue")
    expect(page.get_by_role("heading", name="Anything new since yesterday?")).to_be_visible()
    assert not stored_value(page, "closed")


def test_a_sign_that_is_ticked_again_by_its_line_is_judged(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.clock.set_fixed_time(FIRST)
    page.goto(server.url + SESSION)
    put_answers(page, catalogue.question_by_key, kidney={"value": "yes"})
    reopened(page, server, 1, "New medicine, illness")
    page.get_by_role("checkbox", name="A kidney stone or infection now", exact=True).check()
    answer_screen(page, "Continue")
    expect(page.get_by_role("heading", name="Call your doctor today")).to_be_visible()
    assert stored_value(page, "closed")["signs"] == ["kidney-now"]


# What cannot be read is asked again ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "record",
    ["none of these", {"day": "2026-03-02", "signs": "fall"}, {"signs": [7]}, 3, {"signs": ["fall"], "checked": 7}],
)
def test_ticked_signs_that_cannot_be_read_are_asked_again(
    page: Page, server: Server, catalogue: Catalogue, record: Any
) -> None:
    page.clock.set_fixed_time(FIRST)
    page.goto(server.url + SESSION)
    put_answers(page, catalogue.question_by_key)
    put(page, "closed", record)
    page.clock.set_fixed_time(FIRST + timedelta(hours=1))
    page.reload()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_function("() => document.querySelector('#gate').open")
    asked = []
    while screen := gate_screen(page):
        asked.append(screen)
        answer_screen(page, HEALTHY.get(screen, ""))
    assert asked == ["emergency", "today"]
    expect(page.get_by_role("timer")).to_be_visible()
    wait_until_stored(page, "closed", lambda found: found is None)


def test_answers_that_cannot_be_read_are_asked_again(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(server.url + SESSION)
    put_answers(page, catalogue.question_by_key)
    put(page, "answers", None)
    page.reload()
    open_gate(page)
    while screen := gate_screen(page):
        answer_screen(page, HEALTHY.get(screen, ""))
    expect(page.get_by_role("timer")).to_be_visible()
    assert set(stored_value(page, "answers")) == set(catalogue.question_by_key)


# A no counts with the yes in view -----------------------------------------------------------------------


def test_a_no_counts_once_the_yes_below_it_is_in_view(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 320, "height": 320})
    page.goto(server.url)
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    page.get_by_role("button", name="I'm pregnant").click()
    part = page.locator("[data-part=pregnancy-signs]")
    expect(part).to_be_visible()
    yes = part.get_by_role("button", name="Yes or not sure", exact=True)
    expect(yes).not_to_be_in_viewport(ratio=0.98)
    page.wait_for_timeout(900)  # past the time in which no tap counts
    part.get_by_role("button", name="No", exact=True).evaluate("(button) => button.click()")
    expect(yes).to_be_in_viewport(ratio=0.98)
    expect(part).to_be_visible()
    answer_screen(page, "No")
    assert gate_screen(page) == "for-you"
