"""The composer: from points to a link, on one phone and with nothing sent; and the link on another phone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from points import prescription
from points.catalogue import Catalogue
from server.delivery.offline_bundle import offline_urls
from tests.support.effort import scaled
from tests.support.phone import (
    end_session,
    install_and_kill_server,
    pass_gate,
    phone,
    phone_in,
    play_to_the_end,
    stored_value,
    wait_until_received,
    wait_until_stored,
    watch,
)
from tests.support.programs import Server
from tests.web.test_prescription import drawn

pytestmark = pytest.mark.browser
NOTE = "Slowly; 50 % is enough.\nNot on sore days <b>please</b>"


def add(page: Page, *codes: str) -> None:
    for code in codes:
        page.get_by_role("button", name=re.compile(rf"^{code} ")).click()


def chosen(page: Page) -> list[tuple[str, str]]:
    return [
        (entry.locator(".code").inner_text(), entry.get_by_label("Seconds a side").input_value())
        for entry in page.locator("#chosen > li").all()
    ]


def link(page: Page) -> str:
    return page.get_by_label("The link, which is the prescription").input_value()


def compose(page: Page, server: Server) -> str:
    """Compose GV3 for 45 and BL23 for 30 seconds, twice a day for three weeks, with a note; return the link."""
    page.goto(f"{server.url}/compose")
    add(page, "GV3", "BL23")
    page.get_by_label("Seconds a side for GV3").select_option("45")
    page.get_by_label("Seconds a side for BL23").select_option("30")
    page.get_by_label("Times a day").select_option("2")
    page.locator("#weeks").select_option("3")
    page.get_by_label("In plain words, if you like").fill(NOTE)
    return link(page)


def test_a_composed_link_is_the_same_routine_on_a_second_phone(
    browser: Browser, page: Page, server: Server, catalogue: Catalogue
) -> None:
    compose(page, server)
    page.get_by_role("group", name="Side for BL23").get_by_role("radio", name="Right").check()
    page.get_by_label("Position for GV3").select_option(label="Seated")
    address = link(page)
    assert address.startswith(f"{server.url}/routines/custom#GV3.45~seated-BL23.30r;daily=2;weeks=3;note=")
    expect(page.locator("[data-whole-session]")).to_contain_text("1 min 55 s, 1 min 15 s of it pressing.")
    steps = catalogue.step_builder.build_custom("GV3.45~seated-BL23.30r")
    assert {step.side for step in steps} == {"midline", "right"}
    with phone_in(browser) as context:
        patient = context.pages[0]
        patient.clock.install()
        patient.goto(address)
        expect(patient.get_by_role("heading", level=1)).to_have_text("Your own routine: GV3, BL23 right")
        expect(patient.get_by_role("heading", name="Note from your practitioner")).to_be_visible()
        assert patient.locator("[data-note-text]").inner_text() == NOTE
        expect(patient.locator("[data-points]")).to_contain_text("30 s, right side only")
        expect(patient.locator("[data-often]")).to_have_text("Twice a day, for 3 weeks.")
        pass_gate(patient)
        expect(patient.get_by_role("timer")).to_be_visible()
        assert [entry["title"] for entry in stored_value(patient, "given")] == ["GV3, BL23 right"]
        planned = stored_value(patient, "session")["plan"]["steps"]
        assert [(step["title"], step["seconds"], step["position"]) for step in planned] == [
            (step.title, step.seconds, step.position) for step in steps
        ]
        titles = play_to_the_end(patient, sum(step.seconds for step in steps))
        assert titles == [step.title for step in steps]


def test_the_published_routines_can_be_started_from(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(f"{server.url}/compose")
    for routine in catalogue.routines:
        if not routine.has_press:
            continue
        page.get_by_label("Start from").select_option(label=routine.title)
        page.get_by_role("button", name="Use it").click()
        pressed = [(item.point, str(item.seconds)) for item in routine.items if item.point]
        assert chosen(page) == pressed
        spec = catalogue.step_builder.serialize_spec([item for item in routine.items if item.point])
        assert link(page).endswith(f"#{spec}")
        expect(page.get_by_label("The link, which is the prescription")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    assert chosen(page) != pressed


def test_what_is_too_long_has_no_link_until_it_is_shortened(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/compose")
    add(page, *["BL23"] * 5)
    for entry in page.get_by_label("Seconds a side for BL23").all():
        entry.select_option("180")
    expect(page.locator("#checks")).to_contain_text("The most is 30 minutes")
    expect(page.get_by_role("button", name="Copy the link")).to_be_hidden()
    page.get_by_role("button", name="Remove BL23, number 5").click()
    expect(page.get_by_role("button", name="Copy the link")).to_be_visible()


def test_no_thirteenth_point_is_taken(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/compose")
    add(page, *["GV3"] * 12)
    expect(page.locator("#total")).to_have_text("16 of 30 min · 12 of 12 steps")
    page.locator("[data-add=GV3]").click(force=True)
    expect(page.get_by_text("At most 12 steps.")).to_be_visible()
    assert len(chosen(page)) == 12


def test_more_than_a_days_pressing_is_said_with_its_source(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/compose")
    add(page, *["BL23"] * 4)
    for entry in page.get_by_label("Seconds a side for BL23").all():
        entry.select_option("180")
    warning = page.get_by_role("heading", name="More than a day's pressing")
    expect(warning).to_be_hidden()
    page.get_by_label("Times a day").select_option("2")
    expect(warning).to_be_visible()
    expect(page.locator("#too-much")).to_contain_text("48 minutes of pressing in a day")
    expect(page.locator("#too-much .basis")).to_contain_text("trial")


def test_composer_lists_the_cautions_of_its_points(
    page: Page, server: Server, client: FlaskClient, catalogue: Catalogue
) -> None:
    page.goto(f"{server.url}/compose")
    add(page, "LI4", "BL40")
    cautions = page.locator("#cautions > li")
    short = {question.key: question.short for question in catalogue.questions}
    expect(cautions.nth(1)).to_contain_text("BL40")  # of both points by now
    told = page.locator("#cautions").text_content() or ""
    first, second = cautions.all_inner_texts()[:2]
    assert first.startswith("Left out Pregnancy · LI4")
    assert "Once cleared" not in first
    assert second.startswith("Ask first Pregnancy · BL40")
    badges = page.locator("#cautions > li:not(:has-text('Pregnancy')) .level").all_inner_texts()
    order = ["Left out", "Ask first", "Gentler"]
    assert set(badges) == set(order)
    assert badges == sorted(badges, key=order.index), "the strictest first"
    in_sight = page.locator("#cautions").inner_text()
    for code in ("LI4", "BL40"):
        answer: Any = client.get(f"/api/v1/points/{code}").json
        for flag in answer["contraindications"]:
            assert (flag["reason"] in told) == (flag["level"] != "not-listed")
            if flag["level"] != "not-listed":
                assert short[flag["condition"]] in in_sight, "folded, and still named"


def test_what_a_caution_rests_on_has_a_name_for_each_source(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/compose")
    add(page, "LI4", "BL40", "GB30")
    expect(page.locator("#cautions")).to_contain_text("GB30")
    rests = page.locator("#cautions .basis:has(a)").evaluate_all(
        "(all) => all.map((one) => [...one.querySelectorAll('a')].map((link) => link.textContent))"
    )
    assert any(name.endswith(" 2") for names in rests for name in names), "several of one kind"
    assert all(len({*names}) == len(names) for names in rests)


def test_composer_reorder_by_keyboard_keeps_focus(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/compose")
    add(page, "GV3", "BL23", "LI4")
    page.get_by_role("button", name="Move down GV3").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert [code for code, _ in chosen(page)] == ["BL23", "LI4", "GV3"]
    expect(page.get_by_role("button", name="Remove GV3")).to_be_focused()
    expect(page.locator("#said")).to_contain_text("GV3 is number 3 of 3.")
    for _ in range(3):
        page.keyboard.press("Enter")
    assert chosen(page) == []
    expect(page.get_by_role("heading", name="Points", exact=True)).to_be_focused()


def test_a_note_that_is_too_long_is_counted_and_gets_no_link(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/compose")
    add(page, "GV3")
    note = page.get_by_label("In plain words, if you like")
    note.fill("👍" * 281)
    expect(page.get_by_text("281 of 280 characters: shorten it by 1.")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the link")).to_be_hidden()
    note.fill("👍" * 280)
    assert link(page).endswith("%F0%9F%91%8D" * 280)


def test_the_draft_stays_on_the_phone_until_it_is_emptied(page: Page, server: Server) -> None:
    address = compose(page, server)
    page.goto(f"{server.url}/about")
    page.goto(f"{server.url}/compose")
    expect(page.get_by_label("In plain words, if you like")).to_have_value(NOTE)
    assert link(page) == address
    page.get_by_role("group", name="Side for BL23").get_by_role("radio", name="Left").check()
    page.reload()
    expect(page.get_by_role("radio", name="Left")).to_be_checked()
    assert link(page) == address.replace("BL23.30;", "BL23.30l;")
    page.get_by_role("radio", name="Both").check()
    assert link(page) == address
    page.get_by_role("button", name="Empty the composer").click()
    page.reload()
    expect(page.get_by_role("button", name="Empty the composer")).to_be_enabled()
    assert chosen(page) == []
    expect(page.get_by_label("In plain words, if you like")).to_have_value("")


@pytest.mark.parametrize(
    ("text", "told", "count"),
    [("BL23.60-BL99.60", "Left out: no such point", 1), ("x", "Not read. part 1: expected a code", 0)],
)
def test_a_link_is_read_again_as_far_as_it_can(page: Page, server: Server, text: str, told: str, count: int) -> None:
    page.goto(f"{server.url}/compose")
    page.get_by_text("Change a link that you have").click()
    field = page.get_by_label("The link", exact=True)
    field.fill(f"https://elsewhere.example/routines/custom#{text}")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("alert").filter(has_text=told)).to_be_visible()
    assert len(chosen(page)) == count
    field.fill("https://elsewhere.example/routines/custom#BL23.75-GV3.30;daily=3")
    page.get_by_role("button", name="Read it").click()
    assert chosen(page) == [("BL23", "75"), ("GV3", "30")]
    expect(page.get_by_label("Times a day")).to_have_value("3")


def test_copying_hands_over_the_link_and_says_so(context: BrowserContext, page: Page, server: Server) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    address = compose(page, server)
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_text("The link is copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address


def test_what_the_composer_opens_is_looked_at_and_not_given(page: Page, server: Server) -> None:
    compose(page, server)
    page.get_by_role("link", name="Open it as the patient sees it").click()
    expect(page.get_by_text("You see it as the patient does.")).to_be_visible()
    page.goto(f"{server.url}/about")
    page.goto(f"{server.url}/routines/custom#KI3.60")
    wait_until_received(page, "KI3")
    page.goto(server.url)
    expect(page.locator("#given").get_by_role("link")).to_have_text([re.compile("KI3")])


def test_composer_sends_nothing_before_qr_and_never_the_note(
    context: BrowserContext, page: Page, server: Server, catalogue: Catalogue
) -> None:
    seen = watch(context)
    address = compose(page, server)
    expect(page.locator("#cautions > li").first).to_be_visible()
    page.clock.install()
    page.goto(f"{server.url}/about")
    page.goto(address)
    wait_until_received(page, "GV3, BL23")
    pass_gate(page)
    expect(page.locator("#picture svg")).to_be_visible()
    page.clock.run_for(40_000)
    end_session(page)
    expect(page.get_by_text("Kept in your journal.")).to_be_visible()
    for request in list(seen):
        request.response()  # waits: of one that is cut off by leaving nobody knows who would have answered
    page.goto(server.url)
    expect(page.get_by_role("heading", name="Given to you")).to_be_visible()
    allowed = {*offline_urls(catalogue), "/sw.js", "/manifest.webmanifest", "/favicon.ico"}
    asked: list[str] = []
    for request in seen:
        path = request.url.removeprefix(server.url).partition("#")[0]
        assert request.method == "GET"
        assert request.post_data is None
        assert path in allowed or re.fullmatch(r"/(static/[0-9a-f]{12}/[\w./-]+|pack/[0-9a-f]{16}\.json)", path), path
        assert not {"cookie", "referer"} & {name for name, value in request.headers.items() if value}
        if re.match(r"/(api/v1/points|diagrams/\w+/points)/", path):
            answer = request.response()
            if answer is None or not answer.from_service_worker:
                asked.append(path.rsplit("/", 1)[1])
    codes = [point.code for point in catalogue.points]
    assert sorted(asked) == sorted(codes * (len(asked) // len(codes))), "all points are asked for alike, or none"
    before = len(seen)
    page.goto(f"{server.url}/compose")
    page.get_by_role("button", name="Make a QR code").click()
    expect(page.get_by_role("img", name="QR code: Your own routine")).to_be_visible()
    made = {request.url for request in seen[before:] if "BL23.30" in request.url}
    assert made == {f"{server.url}/qr/GV3.45-BL23.30;daily=2;weeks=3.svg"}
    assert not [request.url for request in seen if "Slowly" in request.url or "note" in request.url.partition("#")[0]]


def test_composed_routine_works_offline(playwright: Playwright, tmp_path: Path, catalogue: Catalogue) -> None:
    running = install_and_kill_server(playwright, tmp_path / "profile")
    steps = catalogue.step_builder.build_custom("GV3.45-BL23.30")
    with phone(playwright, tmp_path / "profile") as context:
        page = context.pages[0]
        context.new_cdp_session(page).send("Network.clearBrowserCache")
        page.clock.install()
        compose(page, running)
        page.get_by_role("button", name="Make a QR code").click()
        expect(page.get_by_text("The QR code could not be made. It needs a connection")).to_be_visible()
        page.get_by_role("link", name="Open it as the patient sees it").click()
        pass_gate(page)
        assert play_to_the_end(page, sum(step.seconds for step in steps)) == [step.title for step in steps]
        expect(page.get_by_text("That was the last one.")).to_be_visible()


#: Read each text as a pasted link, in one visit; return the links that the composer then shows.
READ_ALL = """(texts) => texts.map((text) => {
  document.querySelector("#given-link").value = text;
  document.querySelector("#read").click();
  return document.querySelector("#link").value;
})"""


def test_random_prescriptions_come_back_from_the_composer(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(f"{server.url}/compose")
    expect(page.locator("#composer")).to_be_enabled()
    some = [replace(one, note=one.note.strip()) for one in drawn(scaled(1000))]  # as the composer takes a note
    texts = [prescription.serialize(one, catalogue.step_builder) for one in some]
    assert page.evaluate(READ_ALL, texts) == [f"{server.url}/routines/custom#{text}" for text in texts]


def test_a_damaged_link_is_taken_over_as_far_as_it_can_be_read(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/routines/custom#BL23.60r-heat;daily=2;note=hey")
    page.get_by_role("link", name="Fix the link").click()
    expect(page.locator("#link-wrong")).to_have_text(
        'Left out: heat takes 300 to 900 whole seconds, as in heat.900 (found "heat").'
    )
    expect(page.get_by_text("Read in part. Look at what is left out.")).to_be_visible()
    expect(page.get_by_label("The link", exact=True)).to_have_value("BL23.60r-heat;daily=2;note=hey")
    expect(page.locator("#note")).to_have_value("hey")
    expect(page.locator("#daily")).to_have_value("2")
    wait_until_stored(page, "draft", lambda found: found and [item["code"] for item in found["items"]] == ["BL23"])


def test_heat_and_movement_are_composed_played_and_printed(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.clock.install()
    page.goto(f"{server.url}/compose")
    add(page, "GV3")
    for name in ("Heat", "Slow breathing", "Stand-up break"):
        page.get_by_role("button", name=name, exact=True).click()
    page.get_by_label("Seconds for Heat").select_option("300")
    page.get_by_role("button", name="Gentle movement", exact=True).click()
    page.get_by_label("Times a day").select_option("3")
    expect(page.locator("#checks")).to_contain_text("Gentle movement is done at most 2 times a day")
    expect(page.get_by_role("button", name="Copy the link")).to_be_hidden()
    page.get_by_label("Times a day").select_option("0")
    expect(page.get_by_role("button", name="Copy the link")).to_be_visible()
    page.get_by_role("button", name="Remove Gentle movement").click()
    spec = "GV3.60-heat.300-breathe.120-move.stand-up-break"
    assert link(page) == f"{server.url}/routines/custom#{spec}"
    steps = catalogue.step_builder.build_custom(spec)
    assert sum(step.seconds for step in steps) == (15 + 60 + 5) + (60 + 300 + 60) + 120 + (75 + 45 + 30)
    expect(page.locator("[data-whole-session]")).to_contain_text("About 13 minutes, 1 minute of it pressing.")
    expect(page.locator("[data-tools]")).to_contain_text("eat pad, cloth")
    expect(page.locator("#cautions")).to_contain_text("Heat")
    page.goto(f"{server.url}/routines/custom/handout#{spec}")
    printed = page.locator("[data-steps] > li:visible")
    expect(printed).to_have_count(4)
    expect(printed.nth(1)).to_contain_text("Never lie on top of it.")
    expect(printed.nth(1)).to_contain_text("Not on skin that is numb")
    expect(printed.nth(1).locator("[data-seconds]")).to_have_text("5 minutes")
    page.goto(f"{server.url}/routines/custom#{spec}")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Your own routine: GV3, Heat, Slow breathing, Stand-up break"
    )
    expect(page.locator("[data-points]")).to_contain_text("Heat, 7 minutes")
    pass_gate(page)
    titles = play_to_the_end(page, sum(step.seconds for step in steps))
    assert titles == [step.title for step in steps]
