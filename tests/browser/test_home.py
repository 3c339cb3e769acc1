"""The start page in a browser: from the body to one routine, what was done last, and how many words that shows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from points.catalogue import Catalogue
from tests.support.phone import choose_body, put, put_answers, stored_value
from tests.support.programs import Server
from tests.support.reading_time import visible_words

pytestmark = pytest.mark.browser
MOST_HOME, MOST_CHOOSE = 60, 50


def tap(page: Page, place: str) -> Locator:
    """Tap a place on the body; return what is offered for it."""
    page.get_by_role("link", name=f"{place}, see what helps").locator(".region-pill").click()
    expect(page.get_by_role("heading", level=1, name=place)).to_be_focused()
    return page.locator(".choose:target [data-offer]")


def ask(page: Page, name: str) -> None:
    page.locator(".choose:target").get_by_role("radio", name=name, exact=True).check()


def test_first_visit_leads_from_body_to_routine(page: Page, server: Server) -> None:
    page.goto(server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Where does it hurt?")
    assert visible_words(page.locator("body")) <= MOST_HOME
    offer = tap(page, "Lower back")
    expect(offer.get_by_role("heading")).to_have_text("Low-back ease")
    expect(offer).to_contain_text("9 minutes. Stand, then sit.")
    expect(offer.locator("img")).to_be_visible()
    # the mark is in the middle of the picture, so it stays visible only where the picture is cropped on both sides
    assert offer.locator("img").bounding_box() == offer.locator(".thumb").bounding_box()
    expect(offer.get_by_role("link", name="Start")).to_be_in_viewport()
    read = {}
    for where in ("Bed", "Standing", "Chair"):
        for minutes in ("15", "10", "5"):
            ask(page, where)
            ask(page, minutes)
            read[where, minutes] = visible_words(page.locator("body")) - visible_words(page.locator("#offline"))
    assert max(read.values()) <= MOST_CHOOSE, read
    expect(offer.get_by_role("heading")).to_have_text("At the desk")
    expect(offer).to_contain_text("5 minutes. Sit.")
    page.get_by_role("link", name="Back to the body").click()
    offer = tap(page, "Buttock")
    expect(offer.get_by_role("heading")).to_have_text("Buttock, from a chair")  # the last choice stays
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where does it hurt?")
    page.go_forward()
    offer.get_by_role("link", name="Start").click()
    expect(page).to_have_url(f"{server.url}/routines/buttock-from-a-chair/session#press=30")
    expect(page.locator("#length")).to_have_value("30")


@pytest.mark.parametrize(("width", "height"), [(360, 740), (360, 620), (320, 568)])
def test_body_map_and_buttons_fit_the_screen(page: Page, server: Server, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(server.url)
    bar = page.get_by_role("navigation", name="Main").bounding_box()
    assert bar
    for name in ("I'm pregnant", "Not sure"):
        box = page.locator(".where-first").get_by_text(name, exact=True).bounding_box()
        assert box and box["y"] + box["height"] <= bar["y"]
    pills = [pill.bounding_box() for pill in page.locator(".region-pill").all()]
    switch = page.get_by_role("group", name="Body in the drawings").bounding_box()
    for pill in pills:
        assert pill and min(pill["width"], pill["height"]) >= 24
    assert switch and pills[-1] and switch["y"] >= pills[-1]["y"] + pills[-1]["height"], "the switch covers a name"
    tap(page, "Leg and groin")
    start = page.locator(".choose:target").get_by_role("link", name="Start").bounding_box()
    assert start and start["y"] + start["height"] <= bar["y"]


def test_the_map_keeps_its_pills_and_links_on_the_other_body(page: Page, server: Server) -> None:
    page.goto(server.url)
    choose_body(page, "male")
    expect(page.locator("[data-diagram=where]")).to_have_attribute("data-shown", "male")
    expect(page.locator(".region-pill")).to_have_count(3)
    assert page.locator(".region-pill .region-name").all_text_contents() == ["Lower back", "Buttock", "Leg and groin"]
    offer = tap(page, "Buttock")
    expect(offer.locator("img")).to_have_attribute("src", re.compile("^/diagrams/male/"))


def test_a_returning_person_finds_what_was_done_and_this_week(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/about")
    today = page.evaluate("() => new Date().toLocaleDateString('sv')")
    entry = {"slug": "low-back-ease", "title": "Low-back ease", "time": "08:00", "seconds": 540, "pressed": 360}
    noted = {"id": "a", "day": today, "before": 6, "after": 4, "note": "", "finished": True}
    long_ago = (datetime.now(UTC) - timedelta(days=30)).date().isoformat()
    put(page, "entry a", entry | noted)
    put(page, "entry b", entry | noted | {"id": "b", "day": long_ago})
    put(page, "last", {"slug": "low-back-ease", "title": "Low-back ease"})
    page.goto(server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    card = page.locator("#last")
    expect(card).to_contain_text("9 minutes")
    expect(card.locator("[data-week]")).to_have_attribute(
        "aria-label", "Journal: 1 day this week, pain went from 6 to 4"
    )
    expect(card.locator(".dot.done")).to_have_count(1)
    expect(card.locator(".dot.done.now")).to_have_count(1)
    assert visible_words(page.locator("body")) <= MOST_HOME
    page.reload()
    expect(page.get_by_role("link", name="Do it again")).to_have_attribute("href", "/routines/low-back-ease/session")
    page.get_by_role("link", name="Another place").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where does it hurt?")
    tap(page, "Lower back")
    expect(card).to_be_hidden()


#: A session of the journal.
ENTRY = {"slug": "low-back-ease", "title": "Low-back ease", "time": "08:00", "seconds": 540, "pressed": 360, "note": ""}


def returning(page: Page, server: Server, *entries: dict[str, object]) -> None:
    """Be somebody who did these sessions, each so many `ago`, in days."""
    page.goto(f"{server.url}/about")
    for number, entry in enumerate(entries):
        figures = {"id": str(number), "before": 6, "after": 4, "finished": True, "day": day_before(page, entry["ago"])}
        put(page, f"entry {number}", ENTRY | figures | {key: entry[key] for key in entry if key != "ago"})
    put(page, "last", {"slug": "five-minutes", "title": "Five minutes"})


def day_before(page: Page, days: object) -> str:
    return str(page.evaluate("(days) => new Date(Date.now() - days * 864e5).toLocaleDateString('sv')", days))


def test_a_course_shows_its_next_session_and_its_week(page: Page, server: Server, catalogue: Catalogue) -> None:
    returning(page, server, {"ago": 8}, {"ago": 2, "slug": "five-minutes"})
    put(page, "course", {"slug": "low-back-ease", "title": "Low-back ease", "begun": day_before(page, 8)})
    page.goto(server.url)
    card = page.locator("#last")
    expect(card.get_by_role("heading", level=2)).to_have_text("Low-back ease")
    expect(card.get_by_text("Week 2 of 6 · 2 sessions")).to_be_visible()
    expect(card.locator(".weeks i")).to_have_count(6)
    expect(card.locator(".weeks i.done + i.now")).to_have_count(1)
    expect(card).to_contain_text("9 minutes")
    expect(card.get_by_text("A day off does no harm.")).to_be_visible()
    expect(card.get_by_role("link", name="Start")).to_have_attribute("href", "/routines/low-back-ease/session")
    assert visible_words(page.locator("body")) <= MOST_HOME
    put(
        page,
        "entry today",
        ENTRY | {"id": "today", "before": 6, "after": 6, "finished": True, "day": day_before(page, 0)},
    )
    page.reload()
    expect(card.get_by_role("link", name="Do it again")).to_be_visible()
    expect(card.get_by_text("A day off does no harm.")).to_be_hidden()
    page.get_by_role("button", name="Stop the course").click()
    expect(card.get_by_role("heading", level=2)).to_have_text("Five minutes")
    expect(page.get_by_role("button", name="Stop the course")).to_be_hidden()
    assert stored_value(page, "course") is None
    page.get_by_role("button", name="Begin a course").click()
    expect(card.get_by_text("Week 1 of 6 · 1 session")).to_be_visible()
    assert stored_value(page, "course") == {
        "slug": "five-minutes",
        "title": "Five minutes",
        "begun": day_before(page, 0),
    }
    # Its reviews are those of the journal: after two weeks without ease, and after six.
    second = catalogue.threshold("second-review").value
    for ago, said in ((14, "Two weeks, no easier?"), (second, "Six weeks, and still there?")):
        put(page, "course", {"slug": "low-back-ease", "title": "Low-back ease", "begun": day_before(page, ago)})
        put(
            page,
            "entry 0",
            ENTRY | {"id": "0", "before": 6, "after": 6, "finished": True, "day": day_before(page, ago)},
        )
        put(
            page, "entry 1", ENTRY | {"id": "1", "before": 6, "after": 6, "finished": True, "day": day_before(page, 14)}
        )
        page.reload()
        expect(card.get_by_text(said)).to_be_visible()
        assert visible_words(page.locator("body")) <= MOST_HOME
    expect(card).not_to_contain_text("Week")
    expect(page.get_by_role("button", name="Stop the course")).to_be_hidden()
    # Without a review the end of the course is told, until it is closed.
    for number, pain in ((0, 6), (1, 1)):
        entry = ENTRY | {"id": str(number), "before": pain, "after": 1, "finished": True}
        put(page, f"entry {number}", entry | {"day": day_before(page, second - number * (second - 1))})
    page.reload()
    over = card.get_by_text("your course is over")
    expect(over).to_be_visible()
    page.get_by_role("button", name="Close the course").click()
    expect(over).to_be_hidden()
    expect(page.get_by_role("button", name="Close the course")).to_be_hidden()
    assert stored_value(page, "course") is None


@pytest.mark.parametrize("key", ["daily-pressing", "daily-sessions"])
def test_what_is_enough_for_a_day_offers_to_breathe(page: Page, server: Server, catalogue: Catalogue, key: str) -> None:
    """As much as in the trial, or as often as the source articles name (points/data/thresholds.toml)."""
    limit = int(catalogue.threshold(key).value)
    long: list[dict[str, object]] = [{"ago": 0, "pressed": limit - 360}, {"ago": 0}]
    entries = long if key == "daily-pressing" else [{"ago": 0, "pressed": 60}] * limit
    returning(page, server, *entries)
    page.goto(server.url)
    card = page.locator("#last")
    expect(card.get_by_role("heading", level=2)).to_have_text("Enough for today")
    assert visible_words(page.locator("body")) <= MOST_HOME
    put(page, "entry 0", ENTRY | {"id": "0", "before": 6, "after": 6, "finished": True, "day": day_before(page, 1)})
    page.reload()
    expect(card.get_by_role("heading", level=2)).to_have_text("Five minutes")
    put(
        page,
        "entry 0",
        ENTRY | {"id": "0", "before": 6, "after": 6, "finished": True, "day": day_before(page, 0), "pressed": limit},
    )
    page.goto(f"{server.url}/#last")  # the shortcut to the last routine starts nothing now
    expect(card.get_by_role("heading", level=2)).to_have_text("Enough for today")
    card.get_by_role("link", name="Breathe", exact=True).click()
    expect(page).to_have_url(f"{server.url}/routines/seated-breathing/session")
    expect(page.get_by_role("timer")).to_be_visible()


def test_left_session_is_resumed_or_journalled(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/about")
    steps = [{"kind": "press", "point": code, "title": code, "seconds": 60} for code in ("BL23", "BL25", "BL40")]
    now = page.evaluate("() => Date.now()")
    run = {"durations": [60_000] * 3, "startedAt": now - 90_000, "pausedAt": now, "seen": now, "wait": False, "held": 0}
    session = {"id": "s", "slug": "low-back-ease", "title": "Low-back ease", "plan": {"steps": steps}, "before": None}
    put(page, "session", session | {"day": "2026-01-01", "time": "08:00"})
    put(page, "run", run | {"spent": [60_000, 30_000, 0]})
    put(page, "last", {"slug": "low-back-ease", "title": "Low-back ease"})
    page.goto(server.url)
    card = page.locator("#last")
    expect(card).to_contain_text("Point 2 of 3. 2 minutes left.")
    expect(card.get_by_role("link", name="Continue")).to_be_visible()
    card.get_by_role("button", name="Start again").click()
    expect(page).to_have_url(f"{server.url}/routines/low-back-ease/session")
    assert stored_value(page, "run") is None
    assert stored_value(page, "entry s")["seconds"] == 90


def test_pregnancy_puts_what_is_open_first_on_later_days_too(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(f"{server.url}/about")
    put_answers(page, catalogue.question_by_key, pregnancy={"value": "yes"})
    page.goto(server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("For you now")
    names = page.locator("#for-her .card-title").all_inner_texts()
    assert names == ["Rest on your side", "Breathing in a chair"]
    page.get_by_role("link", name=re.compile("Breathing in a chair")).click()
    expect(page).to_have_url(f"{server.url}/routines/seated-breathing/session")


def test_without_scripts_a_place_shows_its_routines(page: Page, server: Server) -> None:
    assert page.context.browser
    plain = page.context.browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    without = plain.new_page()
    without.goto(server.url)
    expect(without.get_by_role("group", name="Body in the drawings")).to_be_hidden()
    without.get_by_role("link", name="Buttock, see what helps").locator(".region-pill").click()
    expect(without.get_by_role("heading", level=1, name="Buttock", exact=True)).to_be_visible()
    expect(without.get_by_text("How many minutes?")).to_have_count(3)
    assert [one for one in without.get_by_text("How many minutes?").all() if one.is_visible()] == []
    without.locator(".choose:target [data-routine=deep-buttock]").click()
    expect(without).to_have_url(f"{server.url}/routines/deep-buttock")
    plain.close()


def test_the_tabs_name_where_one_is(page: Page, server: Server) -> None:
    for address, name, current in (
        ("/", "Today", "page"),
        ("/routines/low-back-ease", "Routines", "true"),
        ("/points", "Points", "page"),
        ("/journal", "Journal", "page"),
        ("/settings", "Help", "true"),
    ):
        page.goto(server.url + address)
        bar = page.get_by_role("navigation", name="Main")
        assert bar.get_by_role("link").all_inner_texts() == ["Today", "Routines", "Points", "Journal", "Help"]
        expect(bar.locator("[aria-current]")).to_have_text(name)
        expect(bar.locator("[aria-current]")).to_have_attribute("aria-current", current)
    page.goto(f"{server.url}/help")
    for link, to in (("Warning signs: when not to press", "/safety"), ("Settings and my answers", "/settings")):
        expect(page.get_by_role("link", name=link)).to_have_attribute("href", to)
    assert page.get_by_role("link", name="About, and your privacy").get_attribute("href") == "/about"
