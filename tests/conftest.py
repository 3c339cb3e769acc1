"""Fixtures shared by all tests: the catalogue that ships, an application on it, a server and a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from points.catalogue import Catalogue, load
from server import config, create_app, edition, site
from server.store import Store
from tests.catalogues import with_new_name, with_new_warning
from tests.line import Line
from tests.phone import Server, phone, wait_until_offline_ready
from tests.versions import Installed


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="session")
def app() -> Flask:
    return create_app({"TESTING": True, "BASE_URL": "https://thumbwidth.example", "RATE_LIMIT": "off"})


@pytest.fixture(scope="session")
def store(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The whole site of `app` but for the drawings as PNG; what an earlier run has compressed is taken from there."""
    path = tmp_path_factory.mktemp("store") / "test.site"
    with_its_own_cache = create_app({"TESTING": True, "BASE_URL": app.config["BASE_URL"], "RATE_LIMIT": "off"})
    site.build(with_its_own_cache, path, "test", old=edition.newest(config.settings()), pictures=False)
    return Store(path, "test")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.kill()


@pytest.fixture
def context(playwright: Playwright, tmp_path: Path) -> Iterator[BrowserContext]:
    with phone(playwright, tmp_path / "profile") as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.pages[0]


@pytest.fixture(scope="module")
def warned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that is the same but for one warning."""
    running = Server(catalogue=with_new_warning(tmp_path_factory.mktemp("catalogue")))
    yield running
    running.kill()


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that is the same but for the name of a routine."""
    running = Server(catalogue=with_new_name(tmp_path_factory.mktemp("catalogue")))
    yield running
    running.kill()


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    laid = Line(server.port)
    yield laid
    laid.cut()


@pytest.fixture(scope="module")
def installed(playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """A phone on which the first version is whole, to be copied."""
    laid = Line(server.port)
    profile = tmp_path_factory.mktemp("installed") / "profile"
    with phone(playwright, profile) as context:
        context.pages[0].goto(laid.url)
        wait_until_offline_ready(context.pages[0])
    yield Installed(laid, profile)
    laid.cut()
