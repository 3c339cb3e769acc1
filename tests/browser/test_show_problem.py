"""A drawing that cannot be loaded: the last one stays, named as what it is, and a message says what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.programs import Server
from tests.support.show_page import caption, choose, open_show, panel

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def without_worker(page: Page) -> None:
    """Leave the drawings of the other body out of reach: nothing is stored on this phone."""
    page.add_init_script("delete Navigator.prototype.serviceWorker")


def test_a_drawing_that_fails_leaves_the_last_one_and_its_name(page: Page, server: Server) -> None:
    open_show(page, server, "BL40")
    panel(page, "View")
    choose(page, "Left")
    expect(page.locator("#side")).to_have_text("Left side, female body")
    page.context.set_offline(True)
    choose(page, "Male")
    message = page.get_by_role("alert")
    expect(message).to_be_visible()
    expect(message).to_contain_text("Not loaded: Close up, male body. You still see: Close up, female body.")
    expect(message).to_contain_text("Connect to the internet, then try again.")
    choose(page, "Whole body, seen from behind")
    expect(message).to_contain_text("Not loaded: Whole body, seen from behind, female body.")
    expect(page.get_by_role("radio", name="Close up")).to_be_checked()
    expect(page.get_by_role("radio", name="Female")).to_be_checked()
    expect(page.locator("#stage svg > title")).to_have_text(re.compile("Left knee.*female body"))
    assert caption(page) == "Left side, female body"
    expect(page).to_have_url(re.compile("#female,left$"))
    with page.expect_download() as saved:
        panel(page, "For slides")
        page.get_by_role("button", name="Save SVG").click()
    assert saved.value.suggested_filename == "BL40-close-up-left.svg"

    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(message).to_be_hidden()
    expect(page.locator("#stage svg > title")).to_have_text(re.compile("Whole body"))
    assert caption(page) == "Left side marked, female body"
    expect(page).to_have_url(re.compile("#female,views/posterior,left$"))
    expect(page.locator("#stage")).to_be_focused()


@pytest.mark.parametrize("size", [(320, 568), (360, 740), (1280, 800)], ids=str)
def test_the_message_lies_on_the_screen_and_can_be_closed(page: Page, server: Server, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.route("**/diagrams/male/**", lambda route: route.abort())
    open_show(page, server, "LI4")
    panel(page, "View")
    choose(page, "Male")
    close = page.get_by_role("button", name="Close")
    for part in (page.get_by_role("alert"), page.get_by_role("button", name="Try again"), close):
        box = part.bounding_box()
        assert box
        assert box["height"] >= 24
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= size[0]
        assert box["y"] + box["height"] <= size[1]
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    close.click()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_link_to_a_drawing_that_fails_shows_what_there_is(page: Page, server: Server) -> None:
    page.route("**/diagrams/male/**", lambda route: route.abort())
    page.goto(f"{server.url}/points/KI3/show#male,left,4x@0:0")
    expect(page.get_by_role("alert")).to_contain_text("Not loaded: Close up, male body.")
    expect(page.locator("input[name=body][value=female]")).to_be_checked()
    assert caption(page) == "Left side, female body"
    page.get_by_role("button", name="Close").click()
    page.unroute("**/diagrams/male/**")
    page.reload()  # the address still names what the link asked for
    expect(page.locator("#side")).to_have_text("Left side, male body")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_file_names_the_side_on_the_stage_while_another_loads(page: Page, server: Server) -> None:
    waiting: list[Route] = []
    page.route("**/views/knee-posterior.svg", lambda route: waiting.append(route))
    page.goto(f"{server.url}/points/BL40/show#female,left")
    expect(page.locator("#stage svg > title")).to_have_text(re.compile("Left knee"))
    panel(page, "View")
    with page.expect_request("**/views/knee-posterior.svg"):
        page.locator("input[name=drawing]").nth(1).check(force=True)
    page.locator("fieldset:visible", has_text="Side").get_by_text("Right", exact=True).click()
    panel(page, "For slides")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save SVG").click()
    assert download.value.suggested_filename == "BL40-close-up-left.svg"
    assert "Left knee" in Path(download.value.path()).read_text("utf-8")


def test_the_caption_waits_for_the_drawing(page: Page, server: Server) -> None:
    waiting: list[Route] = []
    page.route("**/diagrams/male/points/KI3.svg", lambda route: waiting.append(route))
    open_show(page, server, "KI3")
    panel(page, "View")
    with page.expect_request("**/diagrams/male/points/KI3.svg"):
        choose(page, "Male")
    assert caption(page) == "Right side, female body"
    expect(page.locator("#stage svg > title")).to_have_text(re.compile("female body"))
    while not waiting:
        page.wait_for_event("request")
    waiting[0].continue_()
    expect(page.locator("#side")).to_have_text("Right side, male body")
    expect(page.locator("#stage svg > title")).to_have_text(re.compile(r"\bmale body"))
