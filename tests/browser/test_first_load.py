"""What a page costs somebody who opens it first, on a phone that has nothing: bytes, and drawings that can wait."""

from __future__ import annotations

import gzip
import posixpath
import re

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from bench.first_load import PLAYERS
from points.catalogue import Catalogue
from server import create_app
from server.delivery.offline_bundle import is_page, offline_urls
from tests.support.phone import choose_body, phone_in, wait_for_layout, wait_until_stored
from tests.support.programs import BASE_URL, Server

#: Bytes for any page with its drawing, and for the player.
MOST, MOST_SESSION = 60_000, 90_000
#: The most that all scripts a session's page loads may weigh, what every page loads among them, gzipped one by one.
SCRIPT_BYTES = 37 * 1024
#: The status line, the date and the server's name, which a client inside the process does not get.
BEYOND = 100
LINKED = re.compile(r'<(?:link rel="(?:stylesheet|icon|manifest|modulepreload)"|script(?: type="module")?)[^>]*')
IMPORTED = re.compile(r'^import [^"]*"(\.{1,2}/[^"]+)"', re.MULTILINE)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """A client of a service that compresses as far as it goes, as the one that patients use does."""
    full = {"TESTING": True, "BASE_URL": BASE_URL, "RATE_LIMIT": "off", "PREBUILD": "full"}
    return create_app(full).test_client()


def needed(client: FlaskClient, address: str) -> set[str]:
    """Return what a page loads with itself: itself, what its head names, and what scripts import."""
    found = {address}
    heads = re.findall(r'(?:href|src)="(/[^"]+)"', " ".join(LINKED.findall(client.get(address).text)))
    waiting = [*heads]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        if one.endswith(".js"):
            folder = posixpath.dirname(one)
            waiting += [posixpath.normpath(f"{folder}/{name}") for name in IMPORTED.findall(client.get(one).text)]
    return found


def weight(client: FlaskClient, address: str) -> int:
    """Return the bytes that come over HTTP/1.1 to a browser, which takes brotli; later versions pack headers too."""
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    return len(answer.data) + sum(len(f"{name}: {value}\r\n") for name, value in answer.headers) + BEYOND


@pytest.mark.service
@pytest.mark.parametrize("kind", ["page", "session"])
def test_the_first_load_of_every_page_stays_within_its_budget(
    client: FlaskClient, catalogue: Catalogue, kind: str
) -> None:
    limit = MOST_SESSION if kind == "session" else MOST
    weights: dict[str, int] = {}
    heavy = {}
    for address in filter(is_page, offline_urls(catalogue)):
        if address.endswith(PLAYERS) != (kind == "session"):
            continue
        wanted = needed(client, address)
        assert any(one.endswith("app.js") for one in wanted)
        for one in wanted - set(weights):
            weights[one] = weight(client, one)
        if (total := sum(weights[one] for one in wanted)) > limit:
            heavy[address] = total
    assert heavy == {}


def test_the_scripts_of_a_session_stay_small(client: FlaskClient) -> None:
    address = "/routines/full-round/session"
    page = client.get(address).text
    reached = {one for one in needed(client, address) if one.endswith(".js")}
    assert {"early-theme.js", "app.js", "player.js", "worker-client.js", "judge.js"} <= {
        one.rsplit("/", 1)[1] for one in reached
    }
    assert sum(len(gzip.compress(client.get(one).data, 9)) for one in reached) <= SCRIPT_BYTES
    preloaded = re.findall(r'modulepreload"[^>]* href="([^"]+)"', page)
    named = re.findall(r'<script [^>]*src="([^"]+)"', page)
    assert sorted([*preloaded, *named]) == sorted(reached)


@pytest.mark.browser
@pytest.mark.parametrize("body", ["female", "male"])
def test_lazy_drawing_loads_on_scroll_for_chosen_body(page: Page, server: Server, body: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "postures" in request.url else None)
    page.goto(server.url + "/points/BL23")
    choose_body(page, body)
    if body == "male":
        expect(page.locator('[data-diagram="points/BL23"]')).to_have_attribute("data-shown", "male")
    wait_until_stored(page, "settings", lambda found: found and found.get("body") == body)
    wait_for_layout(page)
    assert asked == []
    page.get_by_text("How to hold your body").click()
    figure = page.locator("figure.posture").first
    before = figure.bounding_box()
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-shown", body)
    expect(figure.locator("svg title")).to_contain_text("Standing, thumb on the lower back")
    after = figure.bounding_box()
    assert before and after
    assert abs(before["height"] - after["height"]) < (1 if body == "female" else 40), "the page jumped"
    assert asked
    assert all(f"/diagrams/{body}/" in name for name in asked)


@pytest.mark.browser
def test_paper_shows_the_drawings_that_were_not_scrolled_to(page: Page, server: Server) -> None:
    page.goto(server.url + "/points/BL23")
    picture = page.locator("figure.posture img").first
    expect(picture).to_be_hidden()
    page.emulate_media(media="print")
    expect(picture).to_be_visible()


@pytest.mark.browser
def test_without_javascript_the_drawings_are_pictures(browser: Browser, server: Server) -> None:
    with phone_in(browser, java_script_enabled=False) as context:
        page = context.pages[0]
        page.goto(server.url + "/points/BL23")
        page.get_by_text("How to hold your body").click()
        for picture in page.locator("figure.posture img").all():
            picture.scroll_into_view_if_needed()
            expect(picture).to_be_visible()
            expect(picture).to_have_attribute("alt", re.compile(r"\w"))
