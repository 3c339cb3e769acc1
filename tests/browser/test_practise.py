"""Practising: a tap is told how far off it was, nothing gives the place away, and the score stays on the phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from diagrams import anatomy, tap_targets
from points.catalogue import Catalogue
from points.location import LevelLateral
from tests.support.phone import phone_in, stored_value, wait_until_stored, watch
from tests.support.programs import Server

pytestmark = pytest.mark.browser


def tap(page: Page, place: tuple[float, float]) -> None:
    """Tap a place of the sheet, mm."""
    at: Any = page.evaluate(
        """([x, y]) => {
            const svg = document.querySelector("#field svg");
            svg.scrollIntoView({ block: "center", behavior: "instant" });
            const place = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
            return [place.x, place.y];
        }""",
        list(place),
    )
    page.touchscreen.tap(*at)


def open_practise(page: Page, server: Server, fragment: str) -> Locator:
    page.goto(f"{server.url}/practise#{fragment}")
    expect(page.locator("#field svg")).to_be_visible()
    return page.locator("#verdict .off")


def off_by(catalogue: Catalogue, cun: str, lower: float) -> tuple[float, float]:
    """Return the sheet place so many B-cun further out than BL23 on the right, and so many mm lower."""
    figure = anatomy.figure("lumbosacral", "female")
    rulers = {ruler.key: ruler for ruler in catalogue.rulers}
    known = catalogue.point("BL23").location.expression
    assert isinstance(known, LevelLateral)
    further = LevelLateral(known.landmark, known.cun + type(known.cun)(cun), known.ruler)
    x, y = figure.project(anatomy.place(further, figure, "right", rulers))
    return x, y + lower


@pytest.mark.parametrize(
    ("cun", "fingers", "said"),
    [
        ("0", 0.0, "Right on the place."),
        ("0.6", -0.5, "0.6 B-cun too far out, 0.5 finger-cun too high (0.4 of a vertebra)."),
        ("-0.5", 1.0, "0.5 B-cun too near the midline, 1.0 finger-cun too low (0.8 of a vertebra)."),
    ],
)
def test_a_tap_is_told_how_far_off_it_was_in_cun(
    browser: Browser, server: Server, catalogue: Catalogue, cun: str, fingers: float, said: str
) -> None:
    place = off_by(catalogue, cun, fingers * tap_targets.finger_cun("female"))
    with phone_in(browser, device_scale_factor=1) as context:
        page = context.pages[0]
        page.set_viewport_size({"width": 1280, "height": 1000})
        off = open_practise(page, server, "BL23")
        expect(page.locator("#field .mark").first).to_be_hidden()
        expect(page.get_by_text("level with the lower border").first).to_be_hidden()
        tap(page, place)
        expect(off).to_have_text(said)
        expect(page.locator('#field .mark[data-code="BL23"]').first).to_be_visible()
        expect(page.locator('#field .mark[data-code="BL25"]').first).to_be_hidden()
        expect(page.get_by_text("level with the lower border").first).to_be_visible()


def test_the_drawing_to_practise_on_does_not_give_the_place_away(page: Page, server: Server) -> None:
    open_practise(page, server, "lumbosacral")
    assert re.fullmatch(r'- application "Where is \w+\?"', page.locator("#field").aria_snapshot())
    assert page.locator("#field title, #field desc").count() == 0
    for layer in ("ruler", "labels"):
        expect(page.locator(f"#field [data-layer={layer}]")).to_be_hidden()


def test_the_keyboard_alone_can_practise_a_whole_round(page: Page, server: Server, catalogue: Catalogue) -> None:
    open_practise(page, server, "hip-posterolateral")
    for turn in (1, 2):
        expect(page.locator("#round")).to_have_text(f"{turn} of 2")
        page.get_by_role("button", name="Show the hint").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#rule")).to_be_visible()
        page.locator("#field").focus()
        for key in ["ArrowRight"] * 12 + ["ArrowDown"] * 4:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        expect(page.locator("#verdict .off")).to_contain_text("finger-cun")
        expect(page.get_by_role("button", name=re.compile("Next|Another round"))).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.locator("#round")).to_have_text("1 of 2")
    expect(page.locator("#ask")).to_be_focused()


def test_the_score_stays_on_the_phone_and_can_be_forgotten(page: Page, context: BrowserContext, server: Server) -> None:
    seen = watch(context)
    open_practise(page, server, "LI4")
    page.get_by_role("button", name="Show me").click()
    expect(page.locator("#verdict .off")).to_have_text("Here it is.")
    expect(page.locator("#tally")).to_contain_text("0 of 1 inside")
    page.reload()
    expect(page.locator("#tally")).to_contain_text("0 of 1 inside")
    assert stored_value(page, "practise") == {"LI4": {"asked": 1, "hit": 0}}
    page.get_by_role("button", name="Forget these numbers").click()
    expect(page.locator("#score")).to_be_hidden()
    wait_until_stored(page, "practise", lambda found: found is None)
    assert not [request.url for request in seen if request.method != "GET" or "?" in request.url]
