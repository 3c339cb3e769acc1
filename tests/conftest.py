"""What all tests share: where they keep the prepared site, their marks, and the fixtures from a catalogue to a phone.

A test that starts a server, a browser or another program through these fixtures is marked by them. One that starts a
program by itself carries the mark `service`; `Program` refuses to start without.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from points.catalogue import Catalogue
from points.errors import CatalogueError
from server import config, create_app
from server.delivery import build_id, prebuild
from server.delivery.store import Store
from server.web.png_worker import PngWorker
from tests.support import effort
from tests.support.edited_catalogues import shipped, with_new_name, with_new_warning
from tests.support.paths import ROOT
from tests.support.phone import launch, phone, phone_in, wait_until_offline_ready
from tests.support.programs import Program, Server
from tests.support.site_versions import Installed
from tests.support.tcp_proxy import Line

effort.register()
#: Names the folder of this run's prepared sites to the processes that run parts of it.
RUN: Final = "THUMBWIDTH_TEST_RUN"
#: The site that the last run prepared: what has not changed since is compressed and painted once, not in every run.
LAST: Final = ROOT / "build" / "tests" / "last.site"
#: Fixtures that start a browser, and those that start a server or prepare the whole site.
BROWSERS: Final = {"playwright", "browser"}
SERVICES: Final = {"server", "store", "store_below", "redis"}
#: The path below which the site lies in some tests.
BELOW: Final = "/guide"


def pytest_configure(config: pytest.Config) -> None:
    """Keep what this run prepares in a folder of its own, so that a `make run` beside it is not disturbed."""
    if RUN in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="thumbwidth-tests-"))
    os.environ |= {RUN: str(folder), "STORE": str(folder)}
    if LAST.exists():
        shutil.copy(LAST, folder / "last.site")
    config.add_cleanup(lambda: _end_run(folder))


def _end_run(folder: Path) -> None:
    """Hand the newest site to the next run and remove the folder."""
    del os.environ[RUN], os.environ["STORE"]
    made = build_id.open_newest_store({"STORE": str(folder)})
    if made and made.path.name != LAST.name:
        LAST.parent.mkdir(parents=True, exist_ok=True)
        unfinished = LAST.with_suffix(f".{os.getpid()}")
        shutil.copy(made.path, unfinished)
        unfinished.replace(LAST)
    shutil.rmtree(folder)


class Unloaded(pytest.Item):
    """Fails for a file whose tests are named by a catalogue that does not load."""

    problem = ""

    def runtest(self) -> None:
        pytest.fail(self.problem, pytrace=False)


class File(pytest.Module):
    """A file of tests, which fails as a test does when the catalogue does not load."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        try:
            return list(super().collect())
        except CatalogueError as error:
            item: Unloaded = Unloaded.from_parent(self, name="catalogue")
            item.problem = str(error)
            return [item]


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module:
    """Collect a file so that a broken catalogue makes failures of tests, with what is wrong in it."""
    module: File = File.from_parent(parent, path=module_path)
    return module


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a browser or a service by the fixtures they use."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if used & BROWSERS:
            item.add_marker(pytest.mark.browser)
        if used & SERVICES:
            item.add_marker(pytest.mark.service)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Refuse a program to a test that `make quick` runs; measure its coverage unless a browser asks it."""
    in_browser = any(item.iter_markers("browser"))
    Program.refused = not in_browser and not any(item.iter_markers("service"))
    Program.measured = not in_browser


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return shipped()


@pytest.fixture
def svg(request: pytest.FixtureRequest) -> str:
    """The drawing that a test names as its parameter, composed when the test runs."""
    return str(request.param())


@pytest.fixture(scope="session")
def app() -> Flask:
    made = create_app({"TESTING": True, "BASE_URL": "https://thumbwidth.example", "RATE_LIMIT": "off"})
    made.extensions["png_worker"] = PngWorker(
        render_timeout=600, queue_timeout=600
    )  # a busy machine draws slowly, which is no fault
    return made


@pytest.fixture(scope="session")
def store(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The whole site of `app` but for the drawings as PNG; what servers have compressed already is taken from there."""
    path = tmp_path_factory.mktemp("store") / "test.site"
    known = {"BASE_URL": app.config["BASE_URL"], "RATE_LIMIT": "off"}
    prepared = prebuild.ensure_store(config.settings(known))  # once for all processes, which wait for each other
    prebuild.build_store(create_app({"TESTING": True} | known), path, "test", old=prepared, with_pngs=False)
    return Store(path, "test")


@pytest.fixture(scope="session")
def store_below(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The same site below a path of its host."""
    path = tmp_path_factory.mktemp("store") / "below.site"
    below = create_app({"TESTING": True, "BASE_URL": f"https://thumbwidth.example{BELOW}", "RATE_LIMIT": "off"})
    prebuild.build_store(below, path, "below", old=store, with_pngs=False)
    return Store(path, "below")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests of a process that need no profile folder."""
    started = launch(playwright)
    yield started
    started.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for all tests of a process that only ask; who stops or changes a server starts one."""
    running = Server()
    yield running
    running.kill()


@pytest.fixture
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A phone that has never been here, with a page open; with a service worker for a test marked `worker`."""
    with phone_in(browser, has_workers=any(request.node.iter_markers("worker"))) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.pages[0]


@pytest.fixture(scope="session")
def warned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that is the same but for one warning."""
    running = Server(catalogue=with_new_warning(tmp_path_factory.mktemp("catalogue")))
    yield running
    running.kill()


@pytest.fixture(scope="session")
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
def first_phone(
    playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installed]:
    """A phone on which the first version is whole, and the line it came over."""
    laid = Line(server.port)
    profile = tmp_path_factory.mktemp("installed") / "profile"
    with phone(playwright, profile) as context:
        context.pages[0].goto(laid.url)
        wait_until_offline_ready(context.pages[0])
    yield Installed(laid, profile)
    laid.cut()


@pytest.fixture
def installed(first_phone: Installed, server: Server) -> Iterator[Installed]:
    """The first phone, to be copied; its line leads to the first version when the test begins."""
    first_phone.line.lead_to(server.port)
    yield first_phone
    first_phone.line.release()
