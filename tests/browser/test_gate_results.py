"""What a tick leads to: whom to call, what is changed, what is open in pregnancy, and how lists mark it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from points.catalogue import Catalogue
from tests.support.phone import (
    HEALTHY,
    answer_gate,
    answer_screen,
    gate_screen,
    open_gate,
    phone_in,
    put,
    put_answers,
    start_what_is_left,
    stored_value,
    tick,
    wait_until_stored,
)
from tests.support.programs import Server
from tests.support.reading_time import reading_seconds, visible_words

pytestmark = pytest.mark.browser
SESSION = "/routines/five-minutes/session"


def words(page: Page) -> int:
    return visible_words(page.locator("#gate"))


# What a tick leads to ----------------------------------------------------------------------------------


def test_signs_lead_to_whom_to_call_and_what_to_say(page: Page, server: Server, catalogue: Catalogue) -> None:
    headings = {"emergency": "Get help now", "same-day": "Call your doctor today"}
    page.goto(server.url + SESSION)
    put_answers(page, catalogue.question_by_key)
    for flag in catalogue.red_flags:
        if flag.tier not in headings:
            continue
        now = page.evaluate("Date.now()")
        put(page, "closed", {"day": "2026-01-01", "signs": [flag.slug], "at": {flag.slug: now}})
        page.reload()
        page.get_by_role("button", name="Start", exact=True).click()
        part = page.locator(f"#gate [data-part={'help-now' if flag.tier == 'emergency' else 'doctor-today'}]")
        expect(part.get_by_role("heading", name=flag.heading or headings[flag.tier])).to_be_visible()
        expect(part).to_contain_text(flag.reason)
        expect(part).to_contain_text(flag.say)
        expect(page.get_by_role("timer")).to_be_hidden()
        if flag.tier == "same-day":
            expect(part.get_by_role("link", name="Breathe")).to_be_visible()
            expect(part.get_by_role("link", name="Rest")).to_be_visible()


def test_ticked_by_mistake_returns_to_its_line(page: Page, server: Server) -> None:
    page.goto(server.url + SESSION)
    open_gate(page)
    tick(page, "fall")
    answer_screen(page, "Continue")
    answer_screen(page, "Ticked by mistake")
    expect(page.locator("[data-line=fall] input")).to_be_checked()
    page.locator("[data-line=fall] input").uncheck()
    wait_until_stored(page, "closed", lambda closed: closed is None)
    answer_gate(page)
    expect(page.get_by_role("timer")).to_be_visible()


def test_new_pain_at_an_age_is_opened_by_a_dated_check(page: Page, server: Server, catalogue: Catalogue) -> None:
    flag = next(flag for flag in catalogue.red_flags if flag.clearance)
    page.goto(server.url + SESSION)
    open_gate(page)
    answer_gate(page, until="today")
    tick(page, "age-and-new-pain")
    answer_screen(page, "Continue")
    expect(page.get_by_role("heading", name=flag.heading)).to_be_visible()
    expect(page.get_by_role("heading", name="Get help now")).to_be_hidden()
    answer_screen(page, flag.clearance)
    answer_gate(page)
    expect(page.get_by_role("timer")).to_be_visible()
    assert stored_value(page, "closed")["checked"] == [flag.slug]


def test_a_doctor_s_yes_is_dated_and_opens_what_a_caution_locks(
    page: Page, server: Server, catalogue: Catalogue
) -> None:
    page.goto(server.url + SESSION)
    put_answers(page, catalogue.question_by_key, organs={"value": "yes"})
    page.reload()
    open_gate(page)
    expect(page.get_by_text("Nothing to press today")).to_be_visible()
    expect(page.locator("[data-changes]")).to_contain_text("Ask first")
    page.get_by_text("My doctor said yes").click()
    page.get_by_label(catalogue.question("organs").clearance).click()
    expect(page.locator("[data-changes]")).to_contain_text("Gentler")
    answer = stored_value(page, "answers")["organs"]
    assert answer["cleared"] is True
    assert answer["given"]
    start_what_is_left(page)
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator("#fitted")).to_contain_text(catalogue.question("organs").points["BL23"].instruction)


# Pregnancy ---------------------------------------------------------------------------------------------


def test_pregnant_gate_takes_at_most_190_words(page: Page, server: Server) -> None:
    page.goto(server.url + SESSION)
    open_gate(page)
    read: dict[str, int] = {}
    answers = HEALTHY | {"pregnancy": "Yes, maybe, or trying"}
    while (screen := gate_screen(page)) != "for-you":
        read[screen] = words(page)
        answer_screen(page, answers.get(screen, ""))
    read["for-you"] = words(page)
    print(
        f"pregnant, through the gate: {read}, {sum(read.values())} words, {len(read) + 1} taps, "
        f"{reading_seconds(sum(read.values())):.0f} s"
    )
    assert sum(read.values()) <= 190
    page.get_by_role("link", name=re.compile("Breathing in a chair")).click()
    expect(page).to_have_url(re.compile("/routines/seated-breathing/session$"))
    expect(page.get_by_role("timer")).to_be_visible()  # it has begun


def test_pregnant_on_home_takes_at_most_80_words(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.get_by_role("button", name="I'm pregnant").click()
    read = []
    page.wait_for_function("() => document.querySelector('#gate').open")
    read.append(words(page))
    answer_screen(page, "No")
    read.append(words(page))
    print(f"pregnant, from the start page: {read} words, 3 taps, {reading_seconds(sum(read)):.0f} s")
    assert sum(read) <= 80
    assert stored_value(page, "answers")["pregnancy"]["value"] == "yes"
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text("For you now")
    first = page.locator("#for-her [data-routine]")
    assert [one.get_attribute("data-routine") for one in first.all()] == ["side-lying-rest", "seated-breathing"]
    expect(first.locator(".lock")).to_have_count(0)
    page.get_by_role("link", name="Other places").click()
    page.get_by_role("link", name="Lower back, see what helps").click()
    page.locator(".choose:target").get_by_text("Other routines").click()
    expect(page.locator(".choose:target [data-routine=low-back-ease]")).to_contain_text("Locked by your answers")
    offered = page.locator(".choose:target [data-offer]")
    expect(offered).to_contain_text("Low-back ease is locked by your answers.")
    expect(offered.get_by_role("heading")).to_have_text("Breathing and rest, without pressing")


def test_bleeding_in_pregnancy_leads_to_the_maternity_unit(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.get_by_role("button", name="I'm pregnant").click()
    answer_screen(page, "Yes or not sure")
    expect(page.get_by_role("heading", name="Get help now")).to_be_visible()
    expect(page.locator("#gate")).to_contain_text("Call your maternity unit now.")


@pytest.mark.parametrize(
    ("slug", "heading"), [("leg-clot", "Call your doctor today"), ("chest-or-breath", "Get help now")]
)
def test_i_m_pregnant_leads_past_no_sign_that_was_ticked_before(
    page: Page, server: Server, slug: str, heading: str
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(server.url)
    now = page.evaluate("Date.now()")
    put(page, "closed", {"day": "2026-01-01", "signs": [slug], "at": {slug: now}})
    page.get_by_role("button", name="I'm pregnant").click()
    answer_screen(page, "No")
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    answer_screen(page, "Ticked by mistake")  # the start page does not ask for it
    expect(page.locator("#gate")).to_be_hidden()
    assert errors == []
    assert stored_value(page, "closed")["signs"] == [slug]


def test_lists_mark_what_is_locked_and_show_what_is_open_first(
    page: Page, server: Server, catalogue: Catalogue
) -> None:
    page.goto(server.url + "/routines")
    expect(page.get_by_text("Locked by your answers")).to_have_count(0)
    put_answers(page, catalogue.question_by_key, pregnancy={"value": "yes"})
    page.reload()
    locked = page.locator("[data-routine]:has(.lock)")
    open_ones = {"breathing-and-rest", "seated-breathing", "side-lying-rest"}
    expect(locked).to_have_count(len(catalogue.routines) - len(open_ones))
    order: list[str] = page.locator("[data-routine]").evaluate_all("(all) => all.map((one) => one.dataset.routine)")
    assert set(order[:3]) == {"breathing-and-rest", "seated-breathing", "side-lying-rest"}
    page.goto(server.url + "/points#q=low%20back%20ease")
    found = page.locator("#found [data-routine=low-back-ease]")
    expect(found).to_contain_text("Locked by your answers")
    page.goto(server.url + "/points#q=pregnant")
    first = page.locator("#found [data-routine]")
    expect(first).to_have_count(2)
    assert {one.get_attribute("data-routine") for one in first.all()} == {"seated-breathing", "side-lying-rest"}


def test_what_was_done_last_and_what_was_given_are_marked_too(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(server.url)
    put(page, "last", {"slug": "five-minutes", "title": "Five minutes"})
    own = {"prescription": "BL23.60;note=GB30.60", "title": "Mine", "seconds": 120, "daily": 0, "weeks": 0}
    put(page, "given", [own | {"day": "2026-11-20"}])
    for answer, marks in (("no", 0), ("yes", 1)):
        put_answers(page, catalogue.question_by_key, bleeding={"value": answer})
        page.reload()
        expect(page.locator("#given .card-title")).to_have_text("Mine")
        expect(page.locator("#last [data-last-title]")).to_have_text("Five minutes")
        expect(page.locator("#last .lock")).to_have_count(marks)
        expect(page.locator("#given .lock")).to_have_count(marks)


# Whom to call ------------------------------------------------------------------------------------------


def test_emergency_number_is_a_link_wherever_pages_say_call(page: Page, server: Server, catalogue: Catalogue) -> None:
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
    europe = box.get_by_role("link", name="Most of Europe 112")  # nobody has to choose a country first
    expect(europe).to_have_attribute("href", "tel:112")
    box.get_by_label("Where you are").select_option(chosen.country)
    offers_the_call(box)
    expect(europe).to_be_hidden()
    assert box.locator("option").all_inner_texts() == names
    page.goto(server.url + SESSION)
    open_gate(page)
    tick(page, "fall")
    answer_screen(page, "Continue")
    call = page.get_by_role("link", name=f"Call {chosen.number}")
    expect(call).to_have_attribute("href", f"tel:{chosen.number}")
    expect(page.locator("[data-part=help-now]")).to_contain_text(f"{chosen.name}.")
    answer_screen(page, "Ticked by mistake")
    page.locator("[data-line=fall] input").uncheck()
    answer_gate(page, until="today")
    tick(page, "clot-now")
    answer_screen(page, "Continue")
    expect(page.get_by_role("link", name=f"Call {chosen.number}")).to_be_visible()
    page.get_by_label("Doctor's number").fill("01632 960123")
    page.get_by_label("Doctor's number").blur()
    expect(page.get_by_role("link", name="Call my doctor")).to_have_attribute("href", "tel:01632960123")
    answer_screen(page, "Ticked by mistake")
    page.locator("[data-line=clot-now] input").uncheck()
    answer_gate(page)
    page.get_by_role("button", name="Something feels wrong").click()
    page.get_by_role("button", name="Chest pain").click()
    offers_the_call(page.locator("#wrong-dialog [data-call]"))


def test_doctors_number_is_dialable_and_editable(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(server.url + SESSION)
    put_answers(page, catalogue.question_by_key)
    now = page.evaluate("Date.now()")
    put(page, "closed", {"day": "2026-01-01", "signs": ["leg-clot"], "at": {"leg-clot": now}})
    page.reload()
    page.get_by_role("button", name="Start", exact=True).click()
    field, call = page.get_by_label("Doctor's number"), page.locator("[data-doctor]")
    said = page.locator("[data-doctor-said]")

    def write(number: str) -> None:
        field.fill(number)
        field.blur()

    write("020 7946 0000 ext 12")
    expect(said).to_have_text("Write the number with digits only, as you dial it.")
    expect(call).to_be_hidden()
    assert not (stored_value(page, "settings") or {}).get("doctor")
    write("+44 (0)20 7946 0000")
    expect(call).to_have_attribute("href", "tel:+442079460000")
    expect(said).to_be_empty()
    page.get_by_role("button", name="Change number").click()
    expect(field).to_have_value("+44 (0)20 7946 0000")
    write("٠٢٠٧٩٤٦٠٠٠٠")
    expect(said).to_have_text("Write the number with digits only, as you dial it.")
    assert stored_value(page, "settings")["doctor"] == "+44 (0)20 7946 0000"
    write("")
    expect(call).to_be_hidden()
    wait_until_stored(page, "settings", lambda settings: settings["doctor"] == "")
    page.evaluate("""() => {
        IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
    }""")
    write("01632 960123")
    expect(said).to_have_text("This phone could not keep that. It holds until you close this page.")
    expect(call).to_have_attribute("href", "tel:01632960123")


def test_without_a_country_a_doctor_s_page_leads_to_every_number(
    page: Page, server: Server, catalogue: Catalogue
) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'languages', { value: ['en', 'en-NZ'] })")
    page.goto(server.url + SESSION)
    open_gate(page)
    answer_gate(page, until="today")
    tick(page, "clot-now")
    answer_screen(page, "Continue")
    answer_screen(page, "Call an ambulance")
    expect(page.get_by_role("heading", name="Get help now")).to_be_focused()
    help_now = page.locator("[data-part=help-now]")
    expect(help_now.get_by_role("link").first).to_have_attribute("href", "tel:111")  # the phone's own region
    numbers = help_now.locator("a[data-call-country]")
    expect(numbers).to_have_count(len([entry for entry in catalogue.emergency_numbers if entry.number]))
    expect(help_now.get_by_role("button", name="Ticked by mistake")).to_be_hidden()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.get_by_role("heading", name="Call your doctor today")).to_be_focused()


def test_country_chosen_before_scripts_load_is_saved(page: Page, server: Server, catalogue: Catalogue) -> None:
    chosen = next(entry for entry in catalogue.emergency_numbers if entry.number)
    waiting: list[Route] = []
    page.route("**/js/safety/emergency-call.js", lambda route: waiting.append(route))
    with page.expect_request("**/js/safety/emergency-call.js"):
        page.goto(f"{server.url}/safety", wait_until="commit")
    box = page.locator("[data-call]")
    box.get_by_label("Where you are").select_option(chosen.country)
    assert waiting
    for route in waiting:
        route.continue_()
    expect(box.get_by_role("link", name=chosen.number, exact=True)).to_be_visible()
    expect(box.get_by_label("Where you are")).to_have_value(chosen.country)


@pytest.mark.parametrize(
    ("locale", "first", "other"),
    [("en-GB", "United Kingdom", "Australia"), ("ja-JP", "Japan", None), ("sw-TZ", "Australia", "Canada")],
)
def test_own_country_takes_the_first_tile(
    browser: Browser, server: Server, locale: str, first: str, other: str | None
) -> None:
    """A listed country changes places with the first one; an unlisted one changes nothing."""
    with phone_in(browser, locale=locale) as context:
        page = context.pages[0]
        page.goto(f"{server.url}/safety")
        tiles = page.locator("[data-call] .tile:visible")
        expect(tiles.first).to_contain_text(first)
        expect(tiles).to_have_count(6)
        if other:
            expect(tiles.filter(has_text=other)).to_be_visible()
        tiles.first.evaluate("(link) => link.addEventListener('click', (event) => event.preventDefault())")
        tiles.first.click()
        expect(page.locator(".call-number")).to_have_attribute("href", re.compile("^tel:[0-9]+$"))
        expect(page.get_by_label("Where you are")).not_to_have_value("")
