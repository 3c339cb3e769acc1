"""A page states the hash of every script and style sheet it loads, and of what those scripts import."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, Route, expect

from server.delivery import assets, subresource_integrity
from tests.support.programs import Server

TAG = re.compile(r"<(?:script|link)\b[^>]*>")


def loads(page: str) -> dict[str, str]:
    """Return {address: integrity or ''} of everything a page loads as a script or a style sheet."""
    found: dict[str, str] = {}
    for tag in TAG.findall(page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if tag.startswith("<script") or attributes.get("rel") in ("stylesheet", "modulepreload"):
            address = attributes.get("src") or attributes.get("href")
            found |= {address: attributes.get("integrity", "")} if address else {}  # documents in a page load nothing
    return found


def hash_of(body: bytes) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(body).digest()).decode()


def test_every_page_states_the_hash_of_all_it_loads(client: FlaskClient, pages: Mapping[str, str]) -> None:
    known: dict[str, str] = {}
    for address, page in {**pages, "/nowhere": client.get("/nowhere").text}.items():
        asked = loads(page)
        assert asked, address
        for path, stated in asked.items():
            known.setdefault(path, hash_of(client.get(path).data))
            assert stated == known[path], f"{address} loads {path}"


def test_pages_preload_every_import_with_its_hash(app: Flask, pages: Mapping[str, str]) -> None:
    asset = assets.asset_url
    for address, page in pages.items():
        asked = loads(page)
        for name in re.findall(r'<script type="module" src="/static/[0-9a-f]+/([^"]+)"', page):
            missing = {asset(other) for other in subresource_integrity.static_imports(name)} - set(asked)
            assert not missing, f"{address}: {name}"


def test_imports_are_followed_through_other_modules() -> None:
    direct = set(re.findall(r'from "\./([\w-]+\.js)"', (assets.ROOT / "js/session/player.js").read_text("utf-8")))
    assert direct
    assert {f"js/session/{name}" for name in direct} < subresource_integrity.static_imports("js/session/player.js")
    assert "js/session/player.js" not in subresource_integrity.static_imports("js/session/player.js")


@pytest.mark.browser
def test_the_player_is_asked_for_only_when_something_is_seen(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/routines/low-back-ease/session")
    expect(page.locator("#start")).to_be_enabled()
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/gate.js'))"
    )
    seen = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime")
    asked = dict(
        page.evaluate("() => performance.getEntriesByType('resource').map((one) => [one.name, one.startTime])")
    )
    started = {address.rsplit("/", 1)[1]: at for address, at in asked.items() if address.endswith(".js")}
    for name in ("player.js", "gate.js", "timeline.js"):
        assert started[name] >= seen, name
    assert started["app.js"] < started["player.js"]


@pytest.mark.browser
@pytest.mark.parametrize(
    "blind",
    [
        "Object.defineProperty(document, 'hidden', { get: () => true })",
        "Object.defineProperty(PerformanceObserver, 'supportedEntryTypes', { get: () => [] })",
    ],
    ids=["a page that nobody sees", "a browser that does not tell"],
)
def test_player_loads_without_paint_timing_support(page: Page, server: Server, blind: str) -> None:
    page.add_init_script(f"{blind}; PerformanceObserver.prototype.observe = () => {{}};")
    page.goto(f"{server.url}/routines/low-back-ease/session")
    expect(page.locator("#start")).to_be_enabled()


@pytest.mark.browser
@pytest.mark.parametrize("name", ["player.js", "dom.js"], ids=["script", "import"])
def test_a_script_that_was_changed_on_its_way_is_not_run(page: Page, server: Server, name: str) -> None:
    def change(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text() + "\n;document.documentElement.dataset.evil = '1';")

    page.route(f"**/static/*/js/*/{name}", change)
    with page.expect_console_message(lambda message: "integrity" in message.text):
        page.goto(f"{server.url}/routines/low-back-ease/session")  # until no script is awaited any more
    assert page.evaluate("() => document.documentElement.dataset.evil") is None
    assert page.locator("#start").is_disabled()
