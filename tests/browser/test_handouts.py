"""Hand-outs as they leave the printer: pages, drawings, the code, and what must stand on every one of them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import brotli
import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from diagrams import compose
from diagrams.paper import print_variant
from points.catalogue import Catalogue
from tests.support.phone import phone
from tests.support.programs import BASE_URL, Server

#: The signs as the gate's lines have them (the project's review of sources and its design), restated by hand.
SHORT_EMERGENCY = [
    "I can't start, feel or hold pee or poo",
    "My genitals, bottom or inner thighs are numb or tingle",
    "One leg's very weak or drags",
    "Both legs are painful, weak or numb",
    "My pain followed a crash, fall or knock",
    "I have chest pain, feel breathless or faint",
    "I have back pain, fever and shivers",
    "Pregnant: you bleed or leak fluid, your womb gets tight, or baby moves less",
]
SHORT_SAME_DAY = [
    "Clot, or one swollen or hot leg",
    "One leg growing weak or numb",
    "Fever, weight loss or feeling ill",
    "Recent infection",
    "Blood in pee, or groin pain in waves",
    "Severe or growing pain",
    "Pain worse at night or coughing",
    "Upper-back or band-like pain, or unsteadiness",
    "Back lump",
    "Pulsing tummy",
    "New pain, and cancer ever",
    "New pain, under 20 or over 50",
    "Kidney stone now, or a kidney that is infected",
    "Weak immune system or injected drugs, with new back pain",
    "Weak bones or long-term steroids, with new, bad mid-back pain",
]
PAPERS = {"A4": (595, 842), "Letter": (612, 792)}
#: Letters on paper in points (CSS: 96 pixels an inch): what is read while pressing, and any other.
BODY_PT, LEAST_PT = 12, 8
PX_PT = 72 / 96


def handouts(catalogue: Catalogue) -> list[str]:
    routines = [f"/routines/{routine.slug}" for routine in catalogue.routines]
    return [*routines, *(f"/points/{point.code}" for point in catalogue.points)]


def sheets(points: int) -> int:
    """Return how many sheets the handout of so many points may take at 12 pt."""
    return 2 + max(0, points - 1) // 2


def points_of(catalogue: Catalogue, address: str) -> int:
    """Return how many points a handout presses; that of a point is as long as one of three."""
    if address.startswith("/points/"):
        return 3
    return sum(item.kind == "press" for item in catalogue.routine(address.removeprefix("/routines/")).items)


@pytest.fixture(scope="module")
def printed(
    playwright: Playwright, server: Server, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[tuple[str, str], bytes]]:
    """Every hand-out as PDF: {(address, paper): file}."""
    with phone(playwright, tmp_path_factory.mktemp("printer") / "profile") as context:
        page, found = context.pages[0], {}
        for address in handouts(catalogue):
            page.goto(f"{server.url}{address}/handout")
            for name in PAPERS:
                found[address, name] = page.pdf(format=name)
        yield found


@pytest.mark.browser
def test_point_page_prints_on_four_sheets_with_source_url(
    playwright: Playwright, server: Server, catalogue: Catalogue, tmp_path: Path
) -> None:
    with phone(playwright, tmp_path / "profile") as context:
        page = context.pages[0]
        for point in catalogue.points:
            page.goto(f"{server.url}/points/{point.code}")
            for name in PAPERS:
                texts = pages_text(opened(page.pdf(format=name)))
                assert len(texts) <= 4, f"{point.code} on {name}"
                assert f"stands under it at {BASE_URL}/points/{point.code}" in texts[-1]
                assert "Basis:" in " ".join(texts) and catalogue.source("S01").title not in " ".join(texts)


def opened(file: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(file)


def pages_text(document: pypdfium2.PdfDocument) -> list[str]:
    return [" ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in document]


def test_paper_prints_both_tiers_of_signs_in_short_form(client: FlaskClient, catalogue: Catalogue) -> None:
    for address in [*handouts(catalogue), "/routines/custom"]:
        text = html.unescape(client.get(f"{address}/handout").text)
        emergency, today = text.index("Call your local emergency number"), text.index("Call your doctor today")
        assert emergency < today
        assert all(emergency < text.index(f"<li>{sign}") < today for sign in SHORT_EMERGENCY), address
        assert all(today < text.index(f"<li>{sign}") for sign in SHORT_SAME_DAY), address


def test_paper_groups_cautions_by_what_to_do(client: FlaskClient, catalogue: Catalogue) -> None:
    headings = {"avoid": "Do not press if", "caution": "Ask your doctor first if", "adapt": "Press more gently if"}
    for point in catalogue.points:
        text = html.unescape(client.get(f"/points/{point.code}/handout").text)
        parts = dict(re.findall(r"<dt>([^<]*)</dt><dd><ul[^>]*>(.*?)</ul>", text, re.DOTALL))
        assert {flag.level for flag in point.cautions} == {level for level in headings if headings[level] in parts}
        for flag in point.cautions:
            then = f" {flag.instruction}" if flag.level == "adapt" else ""
            assert f"<li>{catalogue.question(flag.condition).when}.{then}</li>" in parts[headings[flag.level]]


def test_the_handout_of_a_point_opens_in_plain_words(client: FlaskClient, catalogue: Catalogue) -> None:
    for point in catalogue.points:
        text = html.unescape(client.get(f"/points/{point.code}/handout").text)
        opening = text[text.index('<p class="lede">') : text.index('<section class="warn">')]
        assert opening.startswith(f'<p class="lede">{point.plain}. One o')
        assert f"<p data-clinical>In anatomical terms: {point.location.sentence}</p>" in opening


@pytest.mark.browser
def test_a_handout_takes_no_more_sheets_than_its_points_need(
    printed: dict[tuple[str, str], bytes], catalogue: Catalogue
) -> None:
    for (address, name), file in printed.items():
        document = opened(file)
        assert 1 <= len(document) <= sheets(points_of(catalogue, address)), (address, name, len(document))
        assert document[0].get_size() == pytest.approx(PAPERS[name], abs=1)


@pytest.mark.browser
def test_the_code_on_paper_decodes_to_the_page(printed: dict[tuple[str, str], bytes]) -> None:
    for (address, name), file in printed.items():
        picture = opened(file)[0].render(scale=3).to_pil().convert("L")
        (code,) = zxingcpp.read_barcodes(picture)
        assert code.text == f"{BASE_URL}{address}", name


@pytest.mark.browser
def test_the_parts_of_a_step_stand_on_one_sheet(printed: dict[tuple[str, str], bytes], catalogue: Catalogue) -> None:
    for (address, name), file in printed.items():
        texts = pages_text(opened(file))
        if address.startswith("/points/"):
            point = catalogue.point(address.removeprefix("/points/"))
            groups = [labels(compose.close_up_drawing(catalogue, point, "female"))]
        else:
            items = catalogue.routine(address.removeprefix("/routines/")).items
            pressed = [catalogue.point(item.point) for item in items if item.point]
            groups = [[point.plain, *point.find_short, point.press_short] for point in pressed]
        for words in groups:
            assert any(all(stands_in(word, text) for word in words) for text in texts), (address, name, words)


def stands_in(word: str, text: str) -> bool:
    """Whether a text has the word; a letter with a halo is printed twice, as its outline and as itself."""
    twice = "".join(letter * 2 for letter in re.findall("fi|.", bare(word)))
    return bare(word) in bare(text) or twice in bare(text)


def bare(text: str) -> str:
    """Return a text without what a line break can change."""
    return re.sub(r"[\s\ufffe-]", "", text)


@pytest.mark.browser
def test_every_letter_stands_on_the_sheet(printed: dict[tuple[str, str], bytes]) -> None:
    for key, file in printed.items():
        for sheet in opened(file):
            width, height = sheet.get_size()
            text = sheet.get_textpage()
            for index in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(index)
                assert 20 < left <= right < width - 20 and 15 < bottom <= top < height - 15, (
                    key,
                    text.get_text_range(),
                )


#: [font size in pixels on the sheet, whether it is body text, text] of everything that is printed.
LETTERS = """() => {
  const small = ".sheet-foot, figcaption, .kicker, .blank-line, svg";
  const found = [];
  const walker = document.createTreeWalker(document.querySelector(".paper"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, title, desc, [hidden]")) continue;
    if (!parent.getClientRects().length) continue;
    const scale = parent.getScreenCTM ? parent.getScreenCTM().a : 1;
    found.push([parseFloat(getComputedStyle(parent).fontSize) * scale, !parent.closest(small), node.data.trim()]);
  }
  return found;
}"""
#: [address, width in pixels on the sheet] of every picture that is printed.
CUTS = """() => [...document.querySelectorAll(".cut img")].filter((one) => one.getClientRects().length)
  .map((one) => [one.getAttribute("src"), one.getBoundingClientRect().width])"""


@pytest.mark.browser
def test_letters_are_large_enough_to_read(
    page: Page, server: Server, client: FlaskClient, catalogue: Catalogue
) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1040})
    for address in handouts(catalogue):
        page.goto(f"{server.url}{address}/handout")
        letters = page.evaluate(LETTERS)
        assert len(letters) > 20
        for size, is_body, text in letters:
            assert size * PX_PT >= (BODY_PT if is_body else LEAST_PT) - 0.01, (address, size * PX_PT, text)
        for src, width in page.evaluate(CUTS):
            assert smallest_label(client, src) * width * PX_PT >= LEAST_PT, (address, src, width)


@cache
def smallest_label(client: FlaskClient, src: str) -> float:
    """Return the height of the smallest letters of a drawing, its credit line aside, as a part of its width."""
    svg = client.get(src).text
    found = re.search(r'data-sheet="\S+ \S+ (\S+) \S+"', svg)
    assert found
    sizes = sorted(float(size) for size in re.findall(r'<text[^>]* font-size="([\d.]+)"', svg))
    assert len(sizes) > 1, "the credit line and a label"
    return sizes[1] / float(found[1])


def labels(svg: str) -> list[str]:
    """Return the words written in a drawing, which stand at all of its edges."""
    return [" ".join(text.split()) for text in re.findall(r"<text[^>]*>([^<]+)</text>", svg)]


@pytest.mark.browser
def test_nothing_on_paper_reaches_over_the_edge(page: Page, server: Server) -> None:
    page.emulate_media(media="print")
    for address in ("/routines/full-round", "/points/LI4"):
        for width, height in ((703, 1040), (725, 980)):  # A4 and Letter within the margins, CSS pixels
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"{server.url}{address}/handout")
            boxes = page.evaluate(
                "() => [...document.querySelectorAll('.paper :is(svg, .cut, .boxes)')]"
                ".map((part) => part.getBoundingClientRect().toJSON())"
            )
            assert boxes
            for box in boxes:
                assert box["left"] >= 0 and box["right"] <= width and 0 < box["height"] < height, (address, box)
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_every_hand_out_says_when_not_to_press_and_what_it_is(
    printed: dict[tuple[str, str], bytes], catalogue: Catalogue, server: Server
) -> None:
    signs = SHORT_EMERGENCY + SHORT_SAME_DAY
    rules = ["Stop and call", "Stop, let go", *(rule.button for rule in catalogue.stop_rules if not rule.only_for)]
    said = [
        *signs,
        *rules,
        "Call your local emergency number",
        "Call your doctor today. Do not press.",
        "Not medical advice",
        catalogue.version,
        "/sources",
        "Tick each",  # session; where there are many a day, day
    ]
    for key, file in printed.items():
        whole = re.sub(r"[\s\ufffe-]", "", "".join(pages_text(opened(file))))
        own = catalogue.point(key[0][8:]).location.find if key[0].startswith("/points/") else ()
        for words in (*said, *own):
            assert re.sub(r"[\s-]", "", words) in whole, (key, words)
        assert "Mainnavigation" not in whole and "Checkthisphone" not in whole, key


@pytest.mark.browser
def test_marks_are_told_from_skin_in_grey(page: Page, server: Server) -> None:
    page.emulate_media(media="print")
    for code in ("BL23", "BL40", "KI3", "LI4"):
        page.goto(f"{server.url}/points/{code}/handout")
        fills = page.evaluate(
            """(code) => {
                const one = document.querySelector(`[data-diagram="points/${code}"]`);
                const of = (name) => getComputedStyle(one.querySelector(name)).fill;
                return [of(".mark"), of(".tone-0"), of(".tone-6, .tone-12")];
            }""",
            code,
        )
        mark, lit, shaded = (grey(fill) for fill in fills)
        assert mark < 90 < 180 < shaded < lit, (code, fills)


#: Colours of a printed handout whose channels differ, with the classes that have them; pictures have a filter for it.
COLOURED = """() => {
  const isGrey = (colour) => {
    const [red, green, blue, alpha = 1] = (colour.match(/[\\d.]+/g) ?? [0, 0, 0]).map(Number);
    return alpha === 0 || Math.max(red, green, blue) - Math.min(red, green, blue) <= 3;
  };
  const found = [];
  for (const part of document.querySelectorAll(".paper, .paper *")) {
    if (!part.getClientRects().length) continue;
    const style = getComputedStyle(part);
    if (part.matches(".cut img")) {
      if (style.filter !== "grayscale(1)") found.push(`picture: ${style.filter}`);
      continue;
    }
    const names = part.ownerSVGElement ? ["fill", "stroke"] : ["color", "backgroundColor", "borderTopColor"];
    for (const name of names) {
      if (!isGrey(style[name])) found.push(`${part.getAttribute("class")}: ${name} ${style[name]}`);
    }
  }
  return found;
}"""


@pytest.mark.browser
def test_a_handout_is_printed_in_grey(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.emulate_media(media="print")
    for address in ("/routines/full-round", *(f"/points/{point.code}" for point in catalogue.points)):
        page.goto(f"{server.url}{address}/handout")
        assert page.evaluate(COLOURED) == [], address


def grey(colour: str) -> float:
    """Return the luma of a CSS colour, 0 to 255 (ITU-R BT.601)."""
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.browser
def test_print_asks_the_browser_to_print(page: Page, context: BrowserContext, server: Server) -> None:
    page.add_init_script("window.print = () => { window.printed = true; };")
    page.goto(f"{server.url}/routines/low-back-ease")
    page.get_by_text("Print, QR code", exact=True).click()
    page.get_by_role("link", name="Print a handout").click()
    page.get_by_role("button", name="Print", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Low-back ease")
    assert page.evaluate("() => window.printed") is True


def test_a_drawing_on_paper_keeps_all_that_tells_a_place(catalogue: Catalogue) -> None:
    for point in catalogue.points:
        whole = compose.close_up_drawing(catalogue, point, "female")
        light = print_variant(whole)
        assert labels(light) == labels(whole)
        for name in ("mark", "landmark", "bone", "ruler", "contour", "construction"):
            kept = f'class="{name}'
            assert light.count(kept) == whole.count(kept)
        assert len(light) < 0.8 * len(whole)


def test_large_print_drawing_repeats_page_markup(client: FlaskClient) -> None:
    """So that beside the page's it weighs nothing in the pack."""
    page, sheet = (client.get(f"/points/BL23{part}").text for part in ("", "/handout"))
    drawn = re.findall(r'<path class="(?:skin-base|tone|bone|contour)[^>]*>', sheet)
    assert len(drawn) > 10
    assert [path for path in drawn if path not in page] == []


def test_a_hand_out_is_light_enough_for_a_first_load(client: FlaskClient, catalogue: Catalogue) -> None:
    for address in handouts(catalogue):
        html = client.get(f"{address}/handout", headers={"Accept-Encoding": "identity"}).data
        assert len(brotli.compress(html, quality=11)) < 45 * 1024, address


def test_other_spellings_lead_to_the_hand_out(client: FlaskClient) -> None:
    answer = client.get("/points/ub40/handout")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/points/BL40/handout")
    assert client.get("/routines/nothing/handout").status_code == 404


def test_the_code_of_a_hand_out_names_the_public_address(client: FlaskClient, app: Flask) -> None:
    html = client.get("/points/BL23/handout").text
    assert '<desc id="qr-drawing-desc">https://thumbwidth.example/points/BL23</desc>' in html
