"""The hand-out of a routine that came in a link: what it prints, that it fits, and that no server is told."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, Playwright, Request, expect

from points import prescription
from points.catalogue import Catalogue
from points.session_records import RoutineItem
from tests.browser.test_accessibility import findings
from tests.browser.test_handouts import PAPERS, bare, pages_text, sheets
from tests.support.effort import scaled
from tests.support.phone import choose_body, phone, wait_until_offline_ready, wait_until_stored, watch
from tests.support.programs import BASE_URL, Server

pytestmark = pytest.mark.browser
NOTE = ("Press slowly, breathe out & stay warm. " * 8)[:280]
FIELDS = f";daily=3;weeks=6;note={quote(NOTE, safe='')}"
ROUTINE = "LI4.45r-BL23.60~seated-LI4.30"


def open_handout(page: Page, server: Server, text: str) -> None:
    page.goto("about:blank")
    page.goto(f"{server.url}/routines/custom/handout#{text}")


def open_filled(page: Page, server: Server, text: str) -> None:
    open_handout(page, server, text)
    expect(page.locator(".paper")).to_be_visible()


@pytest.fixture(scope="module")
def printer(playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with phone(playwright, tmp_path_factory.mktemp("printer") / "profile") as context:
        yield context.pages[0]


def any_prescription(catalogue: Catalogue, dice: random.Random) -> str:
    """Return the text of a prescription with sides, positions, how often and a note."""
    parts = []
    for point in dice.sample(catalogue.points, dice.randint(1, 5)):
        side = dice.choice(["", "l", "r"]) if len(point.sides) == 2 else ""
        parts.append(f"{point.code}.{dice.randint(30, 90)}{side}~{dice.choice([*point.press.how])}")
    return "-".join(parts) + f";daily={dice.randint(1, 3)};weeks={dice.randint(1, 6)};note={quote(NOTE, safe='')}"


def test_any_prescription_with_a_full_note_prints_whole(printer: Page, server: Server, catalogue: Catalogue) -> None:
    dice = random.Random(19)
    for _ in range(scaled(8)):
        text = any_prescription(catalogue, dice)
        items = prescription.parse(text, catalogue.step_builder).items
        open_filled(printer, server, text)
        for name in PAPERS:
            document = pypdfium2.PdfDocument(printer.pdf(format=name))
            assert len(document) <= sheets(len(items)) + 1, (text, name, "a full note, and cautions of each point")
            texts = [bare(one) for one in pages_text(document)]
            for number, item in enumerate(items, 1):
                assert isinstance(item, RoutineItem)
                point = catalogue.point(item.point)
                where = f"on the {item.side} side only" if item.side else "on each side"
                words = [
                    f"{number}. {point.plain} {point.code}",
                    f"{item.seconds} seconds {where if len(point.sides) == 2 else ', on the midline'}",
                    f"{catalogue.position(item.position).name}.",
                    *point.find_short,
                    point.press_short,
                ]
                assert any(all(bare(word) in text for word in words) for text in texts), (text, name, words)
            assert bare(NOTE) in "".join(texts)
            assert catalogue.version in texts[-1]


def test_each_step_shows_its_own_side_and_position(printer: Page, server: Server) -> None:
    open_filled(printer, server, "BL23.60l~seated-BL23.60r-GV3.30~seated-LI4.30")
    shown = printer.locator("[data-steps] > li:visible").evaluate_all(
        "(steps) => steps.map((step) => [...step.querySelectorAll('img')].map((one) => one.src.split('female/')[1]))"
    )
    assert shown == [
        ["postures/seated-lower-back-left.svg", "find/BL23-3-left.svg"],
        ["postures/standing-lower-back-right.svg", "find/BL23-3-right.svg"],
        ["postures/seated-midline.svg", "find/GV3-3.svg"],
        ["postures/hand-pinch-hand-right.svg", "find/LI4-3-right.svg"],
    ]
    assert printer.locator("[data-steps] img").evaluate_all("(all) => all.every((one) => one.naturalWidth > 0)")


def sent(seen: list[Request]) -> list[str]:
    """Return what servers were told: addresses without what stands after the #."""
    return [request.url.partition("#")[0] for request in seen]


def test_no_request_names_the_routine_before_the_qr_code(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/points/BL23")
    choose_body(page, "male")
    wait_until_stored(page, "settings", lambda kept: kept and kept["body"] == "male")
    seen = watch(page.context)
    open_filled(page, server, ROUTINE + FIELDS)
    expect(page.locator('[data-point="LI4"] img[src*="/male/"]:visible').first).to_be_visible()
    by_page = [request.url for request in seen if "/diagrams/male/" in request.url and not request.service_worker]
    drawn = set(by_page)
    assert len(by_page) == len(drawn), "each once: a second request would name what is prescribed"
    assert len([one for one in drawn if "/find/" in one]) == 15, "of every point and side, whichever are prescribed"
    assert len([one for one in drawn if "/postures/" in one]) == len(drawn) - 15 > 20
    assert not [address for address in sent(seen) if "LI4.45" in address]
    page.get_by_role("button", name="Add a QR code").click()
    expect(page.locator("[data-qr] svg")).to_be_visible()
    asked = [address for address in sent(seen) if "LI4.45" in address]
    assert set(asked) == {f"{server.url}/qr/{ROUTINE};daily=3;weeks=6.svg"}  # by page and worker
    (code,) = zxingcpp.read_barcodes(pypdfium2.PdfDocument(page.pdf())[0].render(scale=3).to_pil().convert("L"))
    assert code.text == f"{BASE_URL}/routines/custom#{ROUTINE};daily=3;weeks=6"


def test_custom_handout_holds_only_prescribed_points(page: Page, server: Server, catalogue: Catalogue) -> None:
    open_filled(page, server, f"{ROUTINE};daily=2;weeks=1;note=%3Cb%3ESoftly%3C%2Fb%3E")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your own routine: LI4 right, BL23, LI4")
    steps = page.locator("[data-steps] > li:visible")
    expect(steps).to_contain_text(
        ["45 seconds on the right side only", "60 seconds on each side", "30 seconds on each side"]
    )
    expect(steps.nth(1).locator("[data-position]")).to_have_text("Seated.")
    expect(steps.nth(2)).to_contain_text("Find it as in step 1.")
    expect(page.locator("[data-boxes] tr")).to_have_count(1)
    expect(page.locator("[data-boxes] i")).to_have_count(7 * 2)
    expect(page.locator("[data-often]")).to_have_text("Twice a day, for 1 week.")
    expect(page.locator("[data-note-text]")).to_have_text("<b>Softly</b>")
    expect(page.get_by_text("This guide has not checked it.")).to_be_visible()
    expect(page.locator(".paper")).to_contain_text("Never while you are, may be or are trying to be pregnant (LI4).")
    told = page.locator("[data-told]").all_inner_texts()
    for point in catalogue.points:
        assert (point.code in " ".join(told)) == (point.code in ("LI4", "BL23")), point.code
    flags = [flag for code in ("LI4", "BL23") for flag in catalogue.point(code).flags if flag.level != "not-listed"]
    for flag in flags:
        if flag.condition != "pregnancy":
            assert catalogue.question(flag.condition).when.lower() in " ".join(told).lower(), flag.condition


def test_a_note_of_many_lines_cannot_fill_a_sheet(page: Page, server: Server) -> None:
    open_filled(page, server, "GV3.60;note=" + "a%0A" * 139 + "b")
    box = page.locator("[data-note]").bounding_box()
    assert box and box["height"] < 400


@pytest.mark.parametrize(
    ("text", "told"),
    [("BL23.60-BL99.60", 'Part 2: no such point (found "BL99").'), ("BL23.60;note=%00", "Note: plain text has no")],
    ids=["code", "note"],
)
def test_bad_link_prints_nothing_and_opens_the_composer(page: Page, server: Server, text: str, told: str) -> None:
    open_handout(page, server, text)
    expect(page.get_by_role("alert")).to_contain_text(told)
    expect(page.get_by_role("button", name="Print", exact=True)).to_be_hidden()
    expect(page.locator(".paper")).to_be_hidden()
    expect(page.get_by_role("link", name="Fix the link")).to_have_attribute("href", f"/compose#{text}")


def test_without_a_routine_the_page_says_how_to_come_to_one(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/routines/custom/handout")
    expect(page.get_by_text("There is no routine in this address.")).to_be_visible()
    expect(page.get_by_role("link", name="Compose a routine", exact=True)).to_be_visible()


def test_custom_handout_is_linked_and_prints_offline(playwright: Playwright, tmp_path: Path) -> None:
    server = Server()
    try:
        with phone(playwright, tmp_path / "profile") as context:
            page = context.pages[0]
            page.goto(f"{server.url}/compose#{ROUTINE}")
            wait_until_offline_ready(page)
            server.kill()
            page.get_by_role("link", name="Print a handout").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Your own routine: LI4 right, BL23, LI4")
            page.get_by_role("button", name="Add a QR code").click()
            expect(page.get_by_text("The QR code could not be made.")).to_be_visible()
            page.goto(f"{server.url}/routines/custom#{ROUTINE}")
            page.get_by_role("link", name="Print a handout").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Your own routine: LI4 right, BL23, LI4")
    finally:
        server.kill()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_filled_sheet(page: Page, server: Server, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    open_filled(page, server, ROUTINE + FIELDS)
    assert findings(page) == []
