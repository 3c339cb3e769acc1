"""Two hundred random prescriptions as PDF on A4 and Letter: sheets, sizes, edges, greys and the QR code.

`make verify` runs it in four parts and, with `RECORD=1`, writes what it found to `bench/handouts.json`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image, ImageChops
from playwright.sync_api import Page, Playwright, expect

from points import prescription
from points.catalogue import Catalogue
from points.prescription import Prescription
from points.session_records import ChosenStep
from tests.browser.test_handouts import (
    BODY_PT,
    COLOURED,
    CUTS,
    LEAST_PT,
    LETTERS,
    PAPERS,
    PX_PT,
    bare,
    pages_text,
    sheets,
    smallest_label,
)
from tests.support.paths import ROOT
from tests.support.phone import phone
from tests.support.programs import BASE_URL, Server
from tests.web.test_prescription import drawn

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PARTS, EACH = 4, 50
RECORD = ROOT / "bench" / "handouts.json"
#: What stands within the margins of each paper, in CSS pixels.
WIDTHS = {"A4": (703, 1040), "Letter": (725, 980)}
#: A full note of 280 characters and the cautions of many points may take one sheet more.
MORE_SHEETS = 1
#: Difference of the channels of a printed pixel that the smoothing of letters may leave.
GREY_TOLERANCE = 3
COLOURED_PIXEL = [0] * (GREY_TOLERANCE + 1) + [255] * (255 - GREY_TOLERANCE)
#: Parts that reach over the edge of the sheet, are higher than it, or hide a part of their content. `.cut` shows a
#: section of a picture by design.
OVER_THE_EDGE = """([width, height]) => [...document.querySelectorAll(".paper *")].filter((part) => {
  if (!part.getClientRects().length || part.closest("svg svg, .unseen")) return false;
  const box = part.getBoundingClientRect();
  const isHiding = getComputedStyle(part).overflow === "hidden" && !part.closest(".cut")
    && (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1);
  const isWhole = part.matches("svg, img, .cut, .boxes tr");
  return box.left < -0.5 || box.right > width + 0.5 || (isWhole && box.height > height) || isHiding;
}).map((part) => part.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def printer(playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with phone(playwright, tmp_path_factory.mktemp("printer") / "profile") as context:
        yield context.pages[0]


def step_words(catalogue: Catalogue, one: Prescription) -> list[list[str]]:
    """Return, for each step, the words that its place on the sheet must have."""
    found: list[list[str]] = []
    for number, item in enumerate(one.items, 1):
        if isinstance(item, ChosenStep):
            found.append([f"{number}. {item.step.name}", *(part.title for part in item.step.items)])
            continue
        point = catalogue.point(item.point)
        where = f"on the {item.side} side only" if item.side else "on each side"
        place = where if len(point.sides) == 2 else ", on the midline"
        head = [f"{number}. {point.plain} {point.code}", f"{item.seconds} seconds {place}"]
        found.append([*head, f"{catalogue.position(item.position).name}.", point.press_short])
    return found


def check_letters(page: Page, client: FlaskClient, text: str) -> tuple[float, float]:
    """Check every size on the sheet; return the smallest body text and the smallest other letter in points."""
    sizes: dict[bool, float] = {True: 99.0, False: 99.0}
    for pixels, is_body, words in page.evaluate(LETTERS):
        sizes[is_body] = min(sizes[is_body], pixels * PX_PT)
        assert pixels * PX_PT >= (BODY_PT if is_body else LEAST_PT) - 0.01, (text, words)
    for src, width in page.evaluate(CUTS):
        label = smallest_label(client, src) * width * PX_PT
        sizes[False] = min(sizes[False], label)
        assert label >= LEAST_PT, (text, src, label)
    return sizes[True], sizes[False]


def is_grey(picture: Image.Image) -> bool:
    red, green, blue = picture.convert("RGB").split()
    pairs = ((red, green), (green, blue), (red, blue))
    return all(ImageChops.difference(*pair).point(COLOURED_PIXEL).getbbox() is None for pair in pairs)


def check_file(file: bytes, name: str, one: Prescription, text: str, catalogue: Catalogue) -> int:
    """Check one PDF: sheets, edges, words, greys and the code; return its number of sheets."""
    document = pypdfium2.PdfDocument(file)
    assert len(document) <= sheets(len(one.items)) + MORE_SHEETS, (text, name, len(document))
    texts = [bare(words) for words in pages_text(document)]
    for words in step_words(catalogue, one):
        assert any(all(bare(word) in page for word in words) for page in texts), (text, name, words)
    for sheet in document:
        width, height = sheet.get_size()
        assert (width, height) == pytest.approx(PAPERS[name], abs=1)
        letters = sheet.get_textpage()
        for index in range(letters.count_rects()):
            left, bottom, right, top = letters.get_rect(index)
            assert 20 < left <= right < width - 20 and 15 < bottom <= top < height - 15, (text, name)
        assert is_grey(sheet.render(scale=1).to_pil()), (text, name)
    (code,) = zxingcpp.read_barcodes(document[0].render(scale=2).to_pil().convert("L"))
    assert code.text == f"{BASE_URL}/routines/custom#{text.partition(';note=')[0]}", name
    return len(document)


def check_sheet(page: Page, client: FlaskClient, text: str) -> tuple[float, float]:
    """Check what the sheet looks like on both papers; return the smallest sizes."""
    found = []
    for width, height in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": height})
        found.append(check_letters(page, client, text))
        assert page.evaluate(OVER_THE_EDGE, [width, height]) == [], text
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, text
    assert page.evaluate(COLOURED) == [], text
    bodies, others = zip(*found, strict=True)
    return min(bodies), min(others)


@pytest.mark.parametrize("part", range(PARTS))
def test_random_prescriptions_print_well(
    printer: Page, server: Server, client: FlaskClient, catalogue: Catalogue, part: int
) -> None:
    some = drawn(PARTS * EACH)[part::PARTS]
    assert len(some) == EACH
    counts: dict[str, list[int]] = {name: [] for name in PAPERS}
    sizes = []
    for one in some:
        text = prescription.serialize(one, catalogue.step_builder)
        printer.goto("about:blank")
        printer.goto(f"{server.url}/routines/custom/handout#{text}")
        printer.emulate_media(media="screen")
        printer.get_by_role("button", name="Add a QR code").click()
        expect(printer.locator("[data-qr] svg")).to_be_visible()
        printer.emulate_media(media="print")
        sizes.append(check_sheet(printer, client, text))
        for name, found in counts.items():
            found.append(check_file(printer.pdf(format=name), name, one, text, catalogue))
    if os.environ.get("RECORD"):
        record(part, some, counts, sizes)


def record(part: int, some: list[Prescription], counts: dict[str, list[int]], sizes: list[tuple[float, float]]) -> None:
    known: dict[str, Any] = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    known[f"part {part + 1} of {PARTS}"] = {
        "prescriptions": len(some),
        "steps": sum(len(one.items) for one in some),
        "sheets": {
            name: {str(count): found.count(count) for count in sorted({*found})} for name, found in counts.items()
        },
        "smallest_body_text_pt": round(min(body for body, _ in sizes), 2),
        "smallest_other_text_pt": round(min(other for _, other in sizes), 2),
    }
    RECORD.write_text(json.dumps(dict(sorted(known.items())), indent=2) + "\n", "utf-8")
