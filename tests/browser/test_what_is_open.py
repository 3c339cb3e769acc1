"""What the start page and the end of a session offer by the answers: no locked routine, and movement if it is open."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from points.catalogue import Catalogue
from tests.support.phone import more, play_to_the_end, put, put_answers
from tests.support.programs import Server
from tests.support.reading_time import visible_words

pytestmark = pytest.mark.browser
MOVEMENT = "/routines/gentle-movement/session"
ENTRY = {"slug": "five-minutes", "title": "Five minutes", "time": "08:00", "seconds": 300, "pressed": 240, "note": ""}


@pytest.fixture
def today(page: Page, server: Server) -> Page:
    """The start page of a person who did one session yesterday, and has answered nothing since."""
    page.goto(f"{server.url}/about")
    day = page.evaluate("() => new Date(Date.now() - 864e5).toLocaleDateString('sv')")
    put(page, "entry a", ENTRY | {"id": "a", "day": day, "before": 6, "after": 4, "finished": True})
    put(page, "last", {"slug": "five-minutes", "title": "Five minutes"})
    page.goto(server.url)
    expect(page.get_by_role("link", name="Do it again")).to_be_visible()
    return page


def answer(page: Page, catalogue: Catalogue, **answers: dict[str, Any]) -> Locator:
    """Answer every question no, but those named; return the card of Today."""
    put_answers(page, catalogue.question_by_key, **answers)
    return reloaded(page)


def reloaded(page: Page) -> Locator:
    page.reload()
    card = page.locator("#last")
    expect(card.locator("[data-last-about]")).not_to_be_empty()
    return card


def test_a_locked_routine_is_not_offered_again(today: Page, catalogue: Catalogue) -> None:
    card = answer(today, catalogue, bleeding={"value": "not-sure"})
    expect(card.get_by_role("link", name="Breathe", exact=True)).to_have_attribute(
        "href", "/routines/seated-breathing/session#now"
    )
    expect(card).to_contain_text("Locked by your answers")
    expect(card).to_contain_text("Blood thinners or easy bleeding.")
    expect(card.get_by_role("link", name="Change answers")).to_have_attribute("href", "/settings#about-you")
    expect(card.get_by_role("link", name="Do it again")).to_have_count(0)
    expect(card.get_by_role("link", name="Just breathe")).to_be_hidden()  # it is on the card
    expect(card.get_by_role("link", name="Another place")).to_be_visible()
    expect(card.get_by_role("button", name="Begin a course")).to_be_hidden()
    assert visible_words(today.locator("body")) <= 60
    home = today.url
    today.goto(f"{home}about")
    today.goto(f"{home}#last")  # the shortcut to the last routine starts nothing
    expect(card.get_by_role("link", name="Breathe", exact=True)).to_be_visible()
    today.goto(f"{home}about")
    put_answers(today, catalogue.question_by_key)
    today.goto(home)
    expect(card.get_by_role("link", name="Do it again")).to_be_visible()


def test_an_unfinished_session_is_not_resumed_past_a_lock(today: Page, catalogue: Catalogue) -> None:
    now = today.evaluate("() => Date.now()")
    steps = [{"kind": "press", "point": "BL23", "title": "BL23", "seconds": 60}]
    run = {"durations": [60_000], "startedAt": now, "pausedAt": now, "seen": now, "wait": False, "held": 0}
    put(today, "session", {"id": "s", "slug": "five-minutes", "title": "Five minutes", "plan": {"steps": steps}})
    put(today, "run", run | {"spent": [0]})
    card = answer(today, catalogue)
    expect(card.get_by_role("link", name="Continue")).to_be_visible()
    card = answer(today, catalogue, bleeding={"value": "yes"})
    expect(card.get_by_role("link", name="Breathe", exact=True)).to_be_visible()
    expect(card.get_by_role("button", name="Start again")).to_be_hidden()


@pytest.mark.parametrize(("slug", "heading"), [("leg-clot", "Call your doctor today"), ("injury", "Get help now")])
def test_a_ticked_sign_leads_to_whom_to_call(today: Page, catalogue: Catalogue, slug: str, heading: str) -> None:
    sign = next(flag for flag in catalogue.red_flags if flag.slug == slug)
    now = today.evaluate("Date.now()")
    put(today, "closed", {"day": "2026-01-01", "signs": [slug], "at": {slug: now}})
    card = answer(today, catalogue)
    expect(card.get_by_role("heading", level=2)).to_have_text(heading)
    expect(card).to_contain_text(sign.reason)
    expect(card.get_by_role("link", name="Whom to call")).to_have_attribute("href", f"/safety#{sign.tier}")
    expect(card.get_by_role("link", name="Ticked by mistake?")).to_have_attribute(
        "href", "/routines/five-minutes/session"
    )
    breathing = card.get_by_role("link", name="Just breathe")
    expect(breathing).to_be_visible(visible=sign.tier == "same-day")
    expect(card.get_by_role("link", name="Move gently")).to_be_hidden()
    assert visible_words(today.locator("body")) <= 60


def test_the_course_offer_stands_above_the_tab_bar(today: Page, catalogue: Catalogue) -> None:
    card = answer(today, catalogue)  # with the link to movement, so that all of it is there
    expect(card.get_by_role("link", name="Move gently")).to_be_visible()
    offer = card.get_by_role("button", name="Begin a course").bounding_box()
    bar = today.get_by_role("navigation", name="Main").bounding_box()
    assert offer and bar
    assert offer["y"] + offer["height"] <= bar["y"]


def test_movement_is_offered_only_where_answers_leave_it_open(today: Page, catalogue: Catalogue) -> None:
    card = today.locator("#last")
    movement = card.get_by_role("link", name="Move gently")
    expect(movement).to_be_hidden()  # no answer counts as yes
    answer(today, catalogue, bleeding={"value": "yes"})  # locks every press, and no movement
    expect(movement).to_have_attribute("href", MOVEMENT)
    expect(movement).to_be_visible()
    keys = {flag.condition for step in catalogue.steps("gentle-movement") for flag in step.flags}
    for key in sorted(keys - {"knee"}):  # a bad knee leaves what is done lying down
        answer(today, catalogue, **{key: {"value": "not-sure"}})
        expect(movement).to_be_hidden()
    answer(today, catalogue, knee={"value": "yes"})
    expect(movement).to_be_visible()


def test_movement_is_not_offered_beyond_its_times_a_day(today: Page, catalogue: Catalogue) -> None:
    answer(today, catalogue)
    movement = today.locator("#last").get_by_role("link", name="Move gently")
    day = today.evaluate("() => new Date().toLocaleDateString('sv')")
    done = ENTRY | {"slug": "gentle-movement", "pressed": 0, "day": day, "before": None, "after": None}
    for count in range(catalogue.routine("gentle-movement").daily):
        expect(movement).to_be_visible()
        put(today, f"entry m{count}", done | {"id": f"m{count}", "finished": True})
        reloaded(today)
    expect(movement).to_be_hidden()


def test_movement_in_a_link_counts_for_its_times_a_day(today: Page, catalogue: Catalogue) -> None:
    answer(today, catalogue)
    movement = today.locator("#last").get_by_role("link", name="Move gently")
    expect(movement).to_be_visible()
    day = today.evaluate("() => new Date().toLocaleDateString('sv')")
    times = "-".join(["move.gentle-movement"] * catalogue.routine("gentle-movement").daily)
    done = ENTRY | {"id": "m", "slug": f"custom/{times}", "pressed": 0, "day": day, "before": None, "after": None}
    put(today, "entry m", done | {"finished": True})
    reloaded(today)
    expect(movement).to_be_hidden()


def test_an_area_offers_movement_beside_its_routines(today: Page, server: Server, catalogue: Catalogue) -> None:
    answer(today, catalogue, bleeding={"value": "yes"})
    for place, is_offered in (("lower-back", True), ("buttock", False)):
        today.goto(f"{server.url}/#{place}")
        area = today.locator(".choose:target")
        expect(area).to_contain_text("is locked by your answers.")
        line = area.get_by_role("link", name="Gentle movement", exact=True)
        expect(line).to_have_count(int(is_offered))
        if is_offered:
            expect(line).to_have_attribute("href", MOVEMENT)
            expect(line).to_be_visible()


def test_a_stopped_session_does_not_end_with_movement(page: Page, server: Server, catalogue: Catalogue) -> None:
    seconds = sum(step.seconds for step in catalogue.steps("five-minutes"))
    page.goto(f"{server.url}/routines/five-minutes/session")
    put_answers(page, catalogue.question_by_key)
    movement = page.locator("#done").get_by_role("link", name="Gentle movement", exact=True)
    for is_whole in (False, True):
        page.clock.install()
        page.goto(f"{server.url}/routines/five-minutes/session")
        page.locator("#before input[value='4']").check()
        page.get_by_role("button", name="Start", exact=True).click()
        expect(page.get_by_role("timer")).to_be_visible()
        if is_whole:
            play_to_the_end(page, seconds)
        else:
            page.clock.run_for(40_000)  # long enough for the journal
            more(page, "End session")
        expect(page.locator("[data-week]")).to_be_visible()  # all of the page is filled in
        page.get_by_text("Add a note, and more").click()
        expect(movement).to_be_visible(visible=is_whole)
    expect(movement).to_have_attribute("href", MOVEMENT)
    page.get_by_text("Add a note, and more").click()  # folded again: the page is one screen, down to this line
    page.locator("#done input[value='7']").check()
    page.evaluate("scrollTo(0, 0)")
    finish = page.get_by_role("link", name="Finish")
    expect(finish).to_be_in_viewport(ratio=1)
    last, bar = page.get_by_text("Add a note, and more").bounding_box(), finish.bounding_box()
    assert last and bar
    assert last["y"] + last["height"] <= bar["y"]
    expect(page.locator("#done [data-worse]")).to_have_class("is-worse")
    expect(movement).to_have_count(0)


def test_the_name_on_today_does_not_break_within_a_word(today: Page, catalogue: Catalogue) -> None:
    """At 320 x 568 with letters of twice the size each word of the card stays on one line, and nothing is cut off."""
    today.set_viewport_size({"width": 320, "height": 568})
    card = answer(today, catalogue).locator(".offer")
    today.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    broken = card.evaluate(
        """(card) => [...card.querySelectorAll("h2, [data-last-about], [data-last]")].flatMap((element) => {
            const text = element.firstChild;
            return [...text.data.matchAll(/[^\\s-]+/g)].filter(({ 0: word, index }) => {
                const range = document.createRange();
                range.setStart(text, index);
                range.setEnd(text, index + word.length);
                const [first, ...others] = range.getClientRects();
                return others.length || first.right > card.getBoundingClientRect().right;
            }).map(([word]) => word);
        })"""
    )
    assert broken == []
    assert today.evaluate("() => document.documentElement.scrollWidth") <= 320
