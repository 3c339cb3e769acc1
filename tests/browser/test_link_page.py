"""A routine that came in a link: refused as a whole or played as any other, by the person's own answers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from points.catalogue import Catalogue
from tests.support.phone import (
    answer_gate,
    answer_screen,
    end_session,
    open_gate,
    pass_gate,
    play_to_the_end,
    put,
    start_what_is_left,
    stored_value,
    wait_until_received,
)
from tests.support.programs import Server

pytestmark = pytest.mark.browser
SPEC = "GV3.45-BL23.30"


def open_link(page: Page, server: Server, text: str) -> None:
    page.goto(f"{server.url}/about")
    page.goto(f"{server.url}/routines/custom#{text}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("BL23.60-BL99.60", 'Part 2: no such point (found "BL99").'),
        ("GV3.60r", 'Part 1: GV3 lies on the midline and has no side (found "r").'),
        ("BL23.1000000000", "Part 1: expected a code"),
        ("BL23.60;daily=9", "Daily: expected a whole number from 1 to 3"),
        ("BL23.60;note=%00", "Note: plain text has no control characters."),
        ("-".join(["BL23.180"] * 6), "The whole: at most 1800 seconds in all"),
        ("BL23.60;note=" + "a" * 5000, "The whole: at most 4000 characters"),
        ("<img src=x onerror=alert(1)>", "Part 1: expected a code"),
    ],
    ids=["code", "side", "seconds", "daily", "note", "total", "length", "markup"],
)
def test_bad_link_names_the_part_and_a_way_out(page: Page, server: Server, text: str, told: str) -> None:
    open_link(page, server, text)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link cannot be read")
    expect(page.get_by_role("alert")).to_contain_text(told)
    expect(page.get_by_role("link", name="Choose a routine")).to_be_visible()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_hidden()


@pytest.mark.parametrize("scripts", ["there", "not there yet"])
def test_without_a_routine_the_page_says_what_it_is_for(page: Page, server: Server, scripts: str) -> None:
    if scripts == "not there yet":
        page.route("**/js/prescription/link-page.js", lambda route: route.abort())
    page.goto(f"{server.url}/routines/custom")
    expect(page.get_by_text("There is no routine in this address.")).to_be_visible()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_hidden()


def test_a_note_is_text_and_never_markup(page: Page, server: Server) -> None:
    open_link(page, server, "GV3.30;note=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%3Cb%3Ehello%3C%2Fb%3E")
    expect(page.locator("[data-note-text]")).to_have_text("<img src=x onerror=alert(1)><b>hello</b>")
    expect(page.locator("[data-note-text] *")).to_have_count(0)
    expect(page.get_by_text("This guide has not checked it")).to_be_visible()


def answer_about(page: Page, *, cleared: bool) -> None:
    open_gate(page)
    answer_gate(page, until="pregnancy")
    answer_screen(page, "Yes, maybe, or trying")
    answer_screen(page, "No")
    if cleared:
        page.get_by_text("Midwife said yes").click()
        answer_screen(page, "Yes, and go on")
        answer_gate(page, until="changed")


def test_link_never_unlocks_what_answers_lock(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.clock.install()
    open_link(page, server, "LI4.60r-GV3.30~seated;note=LI4%20is%20fine%20for%20you")
    answer_about(page, cleared=True)
    expect(page.locator("[data-part=changed]")).to_contain_text("Left out: Between thumb and index finger. Pregnan")
    start_what_is_left(page)
    steps = catalogue.step_builder.build_custom("LI4.60r-GV3.30~seated")
    titles = play_to_the_end(page, sum(step.seconds for step in steps))
    assert titles
    assert not [title for title in titles if "LI4" in title]


def test_fully_locked_link_offers_the_gentle_routine(page: Page, server: Server) -> None:
    open_link(page, server, "LI4.60")
    answer_about(page, cleared=True)
    expect(page.get_by_text("Nothing to press today")).to_be_visible()
    expect(page.locator("#gate [data-go]")).to_be_hidden()
    expect(page.locator("[data-part=changed]").get_by_role("link", name="Breathe")).to_be_visible()
    expect(page.get_by_role("timer")).to_be_hidden()


def test_gate_opens_once_within_hours(page: Page, server: Server) -> None:
    for time in ("first", "second"):
        open_link(page, server, SPEC)
        if time == "first":
            open_gate(page)
            answer_gate(page)
        else:
            page.get_by_role("button", name="Start", exact=True).click()
        expect(page.get_by_role("timer")).to_be_visible()
        end_session(page)
        expect(page.get_by_text("You stopped here.")).to_be_visible()


def test_received_link_stays_on_home_until_removed(page: Page, server: Server) -> None:
    open_link(page, server, f"{SPEC};daily=3;weeks=2;note=Gently")
    wait_until_received(page, "GV3, BL23")
    open_link(page, server, "KI3.60")
    wait_until_received(page, "KI3")
    page.goto(server.url)
    place = page.locator("#given")
    first = re.compile(r"GV3, BL23.*2 min 45 s.*3 times a day, for 2 weeks")
    other = re.compile("KI3")
    expect(place.get_by_role("link")).to_have_text([other, first])
    place.get_by_role("button", name="Remove GV3, BL23").click()
    expect(place.get_by_role("link")).to_have_text([other])
    place.get_by_role("button", name="Put it back").click()
    place.get_by_role("link", name="GV3, BL23").click()
    expect(page.locator("[data-note-text]")).to_have_text("Gently")
    page.goto(server.url)
    place.get_by_role("button", name="Remove GV3, BL23").click()
    expect(place.get_by_text("Removed from this phone.")).to_be_visible()
    page.reload()
    expect(place.get_by_role("link")).to_have_text([other])
    place.get_by_role("button", name="Remove KI3").click()
    expect(place.get_by_role("link")).to_have_count(0)


def put_received(page: Page, server: Server, count: int) -> None:
    """Keep routines that were received on another day: Routine 0, the newest, and so on."""
    page.goto(server.url)
    received = [
        {"prescription": f"KI3.60;note={n}", "title": f"Routine {n}", "seconds": 60, "day": "2026-11-01"}
        for n in range(count)
    ]
    put(page, "given", received)


def test_all_but_the_newest_three_are_folded(page: Page, server: Server) -> None:
    put_received(page, server, 25)
    open_link(page, server, "GV3.60")
    wait_until_received(page, "GV3")
    page.goto(server.url)
    place = page.locator("#given")
    expect(place.get_by_role("link")).to_have_count(3)
    expect(place.get_by_role("link").first).to_contain_text("GV3")
    place.get_by_text("Older (23)").click()
    expect(place.get_by_role("link")).to_have_count(26)
    place.get_by_role("button", name="Remove Routine 24").click()
    expect(place.get_by_text("Older (22)")).to_be_visible()
    place.get_by_role("button", name="Put it back").click()
    expect(place.get_by_text("Older (23)")).to_be_visible()


def test_one_too_many_names_the_routine_that_was_removed(page: Page, server: Server) -> None:
    put_received(page, server, 199)
    made_room = page.locator("[data-made-room]")
    open_link(page, server, "GV3.60")
    wait_until_received(page, "GV3")
    expect(made_room).to_be_empty()
    open_link(page, server, "BL23.60")
    expect(made_room).to_have_text("To make room, the routine that you opened longest ago was removed: Routine 198.")
    assert [entry["title"] for entry in stored_value(page, "given")][:2] == ["BL23", "GV3"]
    open_link(page, server, "GV3.60")
    wait_until_received(page, "GV3")
    expect(made_room).to_be_empty()
    open_link(page, server, "BL23.60")
    wait_until_received(page, "BL23")
    page.goto(server.url)
    page.locator("#given").get_by_text("Older (197)").click()
    expect(page.locator("#given").get_by_role("link")).to_have_count(200)
    open_link(page, server, "BL40.60")
    made_room.get_by_role("link", name="Routine 197").click()
    expect(page.locator("[data-note-text]")).to_have_text("197")


def test_today_shows_the_side_that_is_pressed(page: Page, server: Server) -> None:
    for text, title in (("LI4.60", "LI4"), ("LI4.60l", "LI4 left"), ("LI4.60r", "LI4 right")):
        open_link(page, server, text)
        wait_until_received(page, title)
    page.goto(server.url)
    expect(page.locator("#given img")).to_have_count(3)
    sides = page.locator("#given img").evaluate_all(
        "(all) => all.map((one) => /-(left|right)[.]svg$/.exec(one.src)[1])"
    )
    assert sides == ["right", "left", "left"]
    for picture in page.locator("#given img").all():
        assert picture.evaluate("async (one) => { await one.decode(); return one.naturalWidth; }") > 0


def test_what_is_more_than_advised_is_said_beside_the_start(page: Page, server: Server) -> None:
    open_link(page, server, "BL40.90-BL40.90-LI4.180;daily=3;note=%0A%0A%20")
    said = page.locator("[data-excess] li")
    expect(said).to_have_text(
        [
            "BL40 adds up to 3 minutes on one side. This guide advises 1 min 30 s at most.",
            "The pressing adds up to 36 minutes a day. This guide advises 27 minutes at most.",
        ]
    )
    expect(page.locator("div[data-note]")).to_be_hidden()
    page.goto(f"{server.url}/routines/custom/handout#BL40.90-BL40.90")
    expect(page.locator("[data-excess]")).to_contain_text("BL40 adds up to 3 minutes on one side.")


def test_two_that_are_removed_in_quick_succession_both_go(page: Page, server: Server) -> None:
    open_link(page, server, SPEC)
    wait_until_received(page, "GV3, BL23")
    open_link(page, server, "KI3.60")
    wait_until_received(page, "KI3")
    page.goto(server.url)
    place = page.locator("#given")
    expect(place.get_by_role("link")).to_have_count(2)
    place.get_by_role("button", name="Remove").evaluate_all("(buttons) => buttons.forEach((button) => button.click())")
    expect(place.get_by_role("link")).to_have_count(0)
    place.get_by_role("button", name="Put it back").click()
    expect(place.get_by_role("link")).to_have_text([re.compile("GV3, BL23")])
    assert [entry["title"] for entry in stored_value(page, "given")] == ["GV3, BL23"]


def test_link_session_resumes_after_reload_and_from_home(page: Page, server: Server) -> None:
    page.clock.install()
    text = f"{SPEC};daily=2;note=Gently"
    open_link(page, server, text)
    pass_gate(page)
    page.clock.run_for(20_000)
    page.get_by_role("button", name="Pause").click()
    left = page.get_by_role("timer").inner_text()
    page.reload()
    expect(page.get_by_role("timer")).to_have_text(left)
    page.goto(server.url)
    last = page.locator("#last [data-last]")
    expect(last).to_have_text("Continue")
    expect(page.locator("[data-last-about]")).to_have_text(re.compile(r"Point 1 of 2\. \d minutes left\."))
    assert last.get_attribute("href") == f"/routines/custom#{text}"
    page.goto(f"{server.url}/journal")
    page.locator("#left a").click()
    expect(page.get_by_role("timer")).to_have_text(left)
    page.get_by_role("button", name="Resume").click()
    page.clock.run_for(60_000)
    end_session(page)
    page.get_by_role("link", name="Open the journal").click()
    expect(page.locator("[data-rows] tr")).to_contain_text(["Your own routine: GV3, BL23"])
    with page.expect_download() as file:
        page.get_by_role("button", name="Export").click()
    exported = file.value.path().read_text("utf-8")
    assert f'"custom/{SPEC}"' in exported
    assert "Gently" not in exported


def test_the_skip_link_and_a_second_link_do_what_they_say(page: Page, server: Server) -> None:
    open_link(page, server, SPEC)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your own routine: GV3, BL23")
    page.get_by_role("link", name="Skip to the content").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    expect(page).to_have_url(f"{server.url}/routines/custom#{SPEC}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your own routine: GV3, BL23")
    page.evaluate("location.hash = 'KI3.60'")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your own routine: KI3")


def test_a_pasted_link_opens_in_the_installed_app(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/routines")
    page.get_by_role("link", name="Open its link or its code").click()
    page.get_by_label("Or paste the link here").fill(f"  https://elsewhere.example/routines/custom#{SPEC}  ")
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("GV3")


#: Stands for the detector, which Chromium has on phones only: it finds the code after a first picture without one.
DETECTOR = """(link) => {
  const found = [[], [{ rawValue: link }]];
  globalThis.BarcodeDetector = class {
    static getSupportedFormats = async () => ["qr_code"];
    detect = async (bitmap) => (bitmap instanceof ImageBitmap ? found.shift() : []);
  };
}"""


def test_a_code_in_a_picture_opens_its_routine(page: Page, server: Server) -> None:
    page.add_init_script(f"({DETECTOR})('{server.url}/routines/custom#{SPEC}')")
    page.goto(f"{server.url}/routines/custom")
    picture: FilePayload = {"name": "code.png", "mimeType": "image/png", "buffer": page.screenshot()}
    field = page.get_by_label("Or take a picture of its QR code")
    field.set_input_files(picture)
    expect(page.get_by_text("We found no code in this picture.")).to_be_visible()
    field.set_input_files(picture)
    expect(page.get_by_role("heading", level=1)).to_contain_text("GV3")


def test_without_a_detector_no_picture_is_asked_for(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/routines/custom")
    expect(page.get_by_label("Or paste the link here")).to_be_visible()
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(({ name }) => /code-scanner/.test(name))"
    )
    expect(page.get_by_label("Or take a picture of its QR code")).to_be_hidden()
