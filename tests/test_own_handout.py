"""The hand-out of a routine that came in a link: what it prints, that it fits, and that no server is told."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, Playwright, Request, expect

from points.catalogue import Catalogue
from tests.phone import choose_body, phone, wait_until_kept, wait_until_offline_ready, watch
from tests.programs import BASE_URL, Server
from tests.test_accessibility import findings
from tests.test_handouts import MOST_POINTS, pages_text

pytestmark = pytest.mark.browser
NOTE = ("Press slowly, breathe out & stay warm. " * 8)[:280]
FIELDS = f";daily=3;weeks=6;note={quote(NOTE, safe='')}"
PIXELS = 96 / 25.4  # a millimetre of paper
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


SHEETS = {"A4": (190, 283), "Letter": (195.9, 265.4)}  # within the margins of print.css, millimetres
MEASURE = """() => {
  const box = (part) => part.getBoundingClientRect();
  const [paper, steps] = [".paper", ".sheet-steps"].map((part) => box(document.querySelector(part)));
  const heights = [...document.querySelectorAll("[data-point]")].map((part) => [part.dataset.point, box(part).height]);
  return { head: steps.top - paper.top, tail: paper.bottom - steps.bottom, heights: Object.fromEntries(heights) };
}"""


#: Whether the page is as wide as was asked for, and made for paper.
LAID_OUT = """(width) => matchMedia("print").matches && document.documentElement.clientWidth === width
    && getComputedStyle(document.querySelector(".masthead")).display === 'none'"""


def room_left(measured: dict[str, Any], order: Iterable[str], height: float) -> float:
    """Return what stays empty of the second sheet: a point that does not fit on the first begins the second."""
    second, used = False, measured["head"]
    for code in order:
        if not second and used + measured["heights"][code] > height:
            second, used = True, 0
        used += measured["heights"][code]
    return float(height - measured["tail"] - (used if second else 0))


def test_any_five_points_in_any_order_with_a_full_note_fit_on_two_sheets(
    printer: Page, server: Server, catalogue: Catalogue
) -> None:
    """Heights are measured for every choice of five; the order that leaves least room is printed, to prove the sum."""
    printer.emulate_media(media="print")
    tightest: dict[str, tuple[float, tuple[str, ...]]] = {}
    for chosen in itertools.combinations([point.code for point in catalogue.points], MOST_POINTS):
        open_filled(printer, server, "-".join(f"{code}.90" for code in chosen) + FIELDS)
        for name, (width, height) in SHEETS.items():
            pixels = int(width * PIXELS)
            printer.set_viewport_size({"width": pixels, "height": 1000})
            printer.wait_for_function(LAID_OUT, arg=pixels)
            measured = printer.evaluate(MEASURE)
            assert all(measured["heights"][code] > 0 for code in chosen)
            left = min((room_left(measured, order, height * PIXELS), order) for order in itertools.permutations(chosen))
            tightest[name] = min(left, tightest.get(name, left))
    for name, (room, codes) in tightest.items():
        assert room > 0, (name, codes, room)
        open_filled(printer, server, "-".join(f"{code}.90" for code in codes) + FIELDS)
        document = pypdfium2.PdfDocument(printer.pdf(format=name))
        assert len(document) == 2, (codes, name)
        texts = pages_text(document)
        named = [f"{number}. {catalogue.point(code).plain} {code}" for number, code in enumerate(codes, 1)]
        assert all(one in " ".join(texts) for one in named), (codes, name)
        assert "".join(NOTE.split()) in "".join(texts[0].split()), (codes, name)
        assert catalogue.version in texts[1], (codes, name)


def sent(seen: list[Request]) -> list[str]:
    """Return what servers were told: addresses without what stands after the #."""
    return [request.url.partition("#")[0] for request in seen]


def test_no_request_names_the_routine_before_its_code_is_asked_for(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/points/BL23")
    choose_body(page, "male")
    wait_until_kept(page, "settings", lambda kept: kept and kept["body"] == "male")
    seen = watch(page.context)
    open_filled(page, server, ROUTINE + FIELDS)
    expect(page.locator('[data-point="LI4"] [data-shown="male"]').first).to_be_visible()
    asked_for = [address for address in sent(seen) if "/diagrams/male/points/" in address]
    drawn = list(dict.fromkeys(asked_for))  # by page and worker
    assert len(drawn) == 8
    assert drawn == sorted(drawn)
    assert not [address for address in sent(seen) if "LI4.45" in address]
    page.get_by_role("button", name="Add a QR code").click()
    expect(page.locator("[data-qr] svg")).to_be_visible()
    asked = [address for address in sent(seen) if "LI4.45" in address]
    assert set(asked) == {f"{server.url}/qr/{ROUTINE};daily=3;weeks=6.svg"}  # by page and worker
    (code,) = zxingcpp.read_barcodes(pypdfium2.PdfDocument(page.pdf())[0].render(scale=3).to_pil().convert("L"))
    assert code.text == f"{BASE_URL}/routines/custom#{ROUTINE};daily=3;weeks=6"


def test_the_sheet_says_what_was_prescribed_and_nothing_of_other_points(
    page: Page, server: Server, catalogue: Catalogue
) -> None:
    open_filled(page, server, f"{ROUTINE};daily=2;weeks=1;note=%3Cb%3ESoftly%3C%2Fb%3E")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your own routine: LI4 right, BL23, LI4")
    steps = page.locator("[data-steps] > li:visible")
    expect(steps).to_contain_text(
        ["45 seconds on the right side only", "60 seconds on each side", "30 seconds on each side"]
    )
    expect(steps.nth(1).locator("[data-place]")).to_contain_text("Seated. ")
    expect(steps.nth(2)).to_contain_text("Find it as in step 1.")
    expect(steps.locator("figure")).to_have_count(2)
    expect(page.locator("[data-often]")).to_have_text("Twice a day, for 1 week.")
    expect(page.locator("[data-note-text]")).to_have_text("<b>Softly</b>")
    expect(page.get_by_text("This guide has not checked it.")).to_be_visible()
    expect(page.locator(".paper")).to_contain_text("Never while you are, may be or are trying to be pregnant (LI4).")
    told = page.locator(".told-list").all_inner_texts()
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
def test_a_link_that_cannot_be_read_prints_nothing_and_leads_to_the_composer(
    page: Page, server: Server, text: str, told: str
) -> None:
    open_handout(page, server, text)
    expect(page.get_by_role("alert")).to_contain_text(told)
    expect(page.get_by_role("button", name="Print", exact=True)).to_be_hidden()
    expect(page.locator(".paper")).to_be_hidden()
    expect(page.get_by_role("link", name="Fix the link")).to_have_attribute("href", f"/compose#{text}")


def test_without_a_routine_the_page_says_how_to_come_to_one(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/routines/custom/handout")
    expect(page.get_by_text("There is no routine in this address.")).to_be_visible()
    expect(page.get_by_role("link", name="Compose a routine", exact=True)).to_be_visible()


def test_composer_and_routine_lead_to_the_sheet_which_prints_without_a_connection(
    playwright: Playwright, tmp_path: Path
) -> None:
    server = Server()
    try:
        with phone(playwright, tmp_path / "profile") as context:
            page = context.pages[0]
            page.goto(f"{server.url}/compose#{ROUTINE}")
            wait_until_offline_ready(page)
            server.kill()
            page.get_by_role("link", name="Print a handout").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Your own routine: LI4, BL23")
            page.get_by_role("button", name="Add a QR code").click()
            expect(page.get_by_text("The QR code could not be made.")).to_be_visible()
            page.goto(f"{server.url}/routines/custom#{ROUTINE}")
            page.get_by_role("link", name="Print a handout").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Your own routine: LI4, BL23")
    finally:
        server.kill()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_filled_sheet(page: Page, server: Server, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    open_filled(page, server, ROUTINE + FIELDS)
    assert findings(page) == []
