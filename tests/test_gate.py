"""The gate when it is asked again: short where nothing is new, complete where an answer is too old; and who to call."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from points.catalogue import Catalogue
from tests.phone import Server

pytestmark = pytest.mark.browser
SESSION = "/routines/five-minutes/session"
FIRST = datetime(2026, 3, 2, 12)
TIERS = ("emergency", "same-day")


def start_on(page: Page, server: Server, day: datetime) -> Locator:
    """Press Start on that day; return the gate."""
    page.clock.set_fixed_time(day)
    page.goto(server.url + SESSION)
    page.get_by_role("button", name="Start", exact=True).click()
    gate = page.get_by_role("dialog", name="Before you start")
    expect(gate).to_be_visible()
    return gate


def about_you(gate: Locator) -> Locator:
    """Answer the first two tiers, each of which must be asked; return the third."""
    for tier in TIERS:
        part = gate.locator(f"[data-part={tier}]")
        expect(part.locator("[data-sign]").first).to_be_visible()
        part.get_by_role("button", name="None of these").click()
    about = gate.locator("[data-part=about]")
    expect(about).to_be_visible()
    return about


def asked(about: Locator) -> set[str]:
    keys = about.locator("[data-asked] [data-question]").evaluate_all(
        "(fields) => fields.filter((field) => field.checkVisibility()).map((field) => field.dataset.question)"
    )
    return set(keys)


def leave(page: Page) -> None:
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("timer")).to_be_hidden()


def test_a_second_start_asks_every_tier_and_shows_the_earlier_answers(
    page: Page, server: Server, catalogue: Catalogue
) -> None:
    today = {key for key, question in catalogue.question_by_key.items() if question.tier == "today"}
    assert asked(about_you(start_on(page, server, FIRST))) == set(catalogue.question_by_key)
    page.locator("[data-part=about] [data-none]").click()
    leave(page)
    about = about_you(start_on(page, server, FIRST + timedelta(days=1)))
    expect(about.get_by_role("heading", name="Anything new since last time?")).to_be_visible()
    assert asked(about) == today
    earlier = about.locator("[data-known]")
    expect(earlier.locator("summary")).to_have_text("Your earlier answers: no to all (see or change)")
    earlier.locator("summary").click()
    expect(earlier.locator("[data-question]:visible")).to_have_count(len(catalogue.question_by_key) - len(today))
    earlier.locator("[data-question=pregnancy] input[value=yes]").check()
    expect(earlier.locator("summary")).to_contain_text(catalogue.question("pregnancy").short)
    about.get_by_role("button", name="None of these").click()
    expect(page.get_by_text("Not today, with these answers")).to_be_visible()


def test_an_answer_is_asked_again_when_it_is_too_old_and_not_a_day_before(
    page: Page, server: Server, catalogue: Catalogue
) -> None:
    life = {key: question.expires_days for key, question in catalogue.question_by_key.items()}
    about_you(start_on(page, server, FIRST)).get_by_role("button", name="None of these").click()
    leave(page)
    for days in sorted({days for days in life.values() if days}):
        about = about_you(start_on(page, server, FIRST + timedelta(days)))
        assert asked(about) == {key for key in life if life[key] < days}
        about.get_by_role("button", name="None of these").click()  # makes no other answer younger
        leave(page)
        about = about_you(start_on(page, server, FIRST + timedelta(days + 1)))
        assert asked(about) == {key for key in life if life[key] in (0, days)}
    # Left open, what has grown old counts as yes.
    about.locator("[data-question=today-drink] input[value=no]").check()
    about.get_by_role("button", name="Continue as answered").click()
    expect(page.get_by_text("Not today, with these answers")).to_be_visible()


def test_the_number_of_the_chosen_country_is_a_tap_away_wherever_a_page_says_to_call(
    page: Page, server: Server, catalogue: Catalogue
) -> None:
    chosen = next(entry for entry in catalogue.emergency_numbers if entry.note and entry.number)

    def offers_the_call(box: Locator) -> None:
        link = box.get_by_role("link", name=chosen.number, exact=True)
        expect(link).to_be_visible()
        expect(link).to_have_attribute("href", f"tel:{chosen.number}")
        expect(box.get_by_text(chosen.note, exact=True)).to_be_visible()

    page.goto(f"{server.url}/safety")
    box = page.locator("[data-call]")
    expect(box).to_contain_text("Call your local emergency number")
    names = box.locator("option").all_inner_texts()
    box.get_by_label("Where you are").select_option(chosen.country)
    offers_the_call(box)
    assert box.locator("option").all_inner_texts() == names
    page.goto(server.url + SESSION)
    page.get_by_role("button", name="Start", exact=True).click()
    for tier in TIERS:
        part = page.locator(f"[data-part={tier}]")
        part.locator("[data-sign]").first.check()
        offers_the_call(part.locator("[data-call]"))
        part.locator("[data-sign]").first.uncheck()
        part.get_by_role("button", name="None of these").click()
    page.locator("[data-part=about] [data-none]").click()
    page.get_by_role("button", name="Something feels wrong").click()
    offers_the_call(page.locator("#wrong-dialog [data-call]"))


def test_a_country_that_was_chosen_before_the_scripts_came_is_not_lost(
    page: Page, server: Server, catalogue: Catalogue
) -> None:
    chosen = next(entry for entry in catalogue.emergency_numbers if entry.number)
    waiting: list[Route] = []
    page.route("**/js/call.js", lambda route: waiting.append(route))
    with page.expect_request("**/js/call.js"):
        page.goto(f"{server.url}/safety", wait_until="commit")
    box = page.locator("[data-call]")
    box.get_by_label("Where you are").select_option(chosen.country)
    assert waiting
    for route in waiting:
        route.continue_()
    expect(box.get_by_role("link", name=chosen.number, exact=True)).to_be_visible()
    expect(box.get_by_label("Where you are")).to_have_value(chosen.country)
