"""What all tests share: where they keep the prepared site, their marks, and the fixtures from a catalogue to a phone.

A test that starts a server, a browser or another program through these fixtures is marked by them. One that starts a
program by itself carries the mark `service`; `Program` refuses to start without.
"""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import ClassVar, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from points import load
from points.catalogue import Catalogue
from points.errors import CatalogueError
from server import config, create_app
from server.delivery import prebuild
from server.delivery.offline_bundle import is_page, offline_urls
from server.delivery.store import Store
from server.web.png_worker import PngWorker
from tests.support import effort
from tests.support.edited_catalogues import shipped, with_new_name, with_new_warning
from tests.support.phone import launch, phone, phone_in, wait_until_offline_ready
from tests.support.programs import BASE_URL, Program, Server
from tests.support.site_versions import Installed
from tests.support.tcp_proxy import TcpProxy

effort.register()
# A run holds the catalogue, the figures and 9,000 tests all the time; going through them at every 700 new objects took
# a quarter of its processor time.
gc.set_threshold(100_000, 50, 100)
# Tests of broken catalogues change one file of many: a process reads the others once, by their bytes.
pytest.MonkeyPatch().setattr(load, "read_file", cache(load.read_file))


class CompiledTemplates(BytecodeCache):
    """Templates that one application of this process has compiled, for the others; jinja2 compares the source."""

    known: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


pytest.MonkeyPatch().setattr(Flask, "jinja_options", {"bytecode_cache": CompiledTemplates()})
#: Names the folder of this run's prepared sites to the processes that run parts of it.
RUN: Final = "THUMBWIDTH_TEST_RUN"
#: Fixtures that start a browser, and those that start a server or prepare the whole site.
BROWSERS: Final = {"playwright", "browser"}
SERVICES: Final = {"server", "store", "store_below", "redis"}
#: About how many tenths of a second a test with a mark takes, to tell which files take long.
TENTHS: Final = {"service": 20, "browser": 60, "worker": 120}
#: The path below which the site lies in some tests.
BELOW: Final = "/guide"


def pytest_configure(config: pytest.Config) -> None:
    """Keep what this run prepares in a folder of its own, so that a `make run` beside it is not disturbed.

    Sites of tests are drafts: preparing a full one takes ten times as long. Tests of what is full ask for it.
    """
    if RUN in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="thumbwidth-tests-"))
    os.environ |= {RUN: str(folder), "STORE": str(folder), "PREBUILD": "draft"}
    config.add_cleanup(lambda: _end_run(folder))


def _end_run(folder: Path) -> None:
    del os.environ[RUN], os.environ["STORE"], os.environ["PREBUILD"]
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


def pytest_collection_finish() -> None:
    """Leave what was collected out of every later garbage collection."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a browser or a service by the fixtures they use; run the files that take long first.

    Processes that take file after file then end at about the same time.
    """
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if used & BROWSERS:
            item.add_marker(pytest.mark.browser)
            # Measuring doubles the time of a test. What a browser asks for, and what a test marked `no_cover` asks for
            # at every address or for every profile, other tests reach too.
            item.add_marker(pytest.mark.no_cover)
        if used & SERVICES:
            item.add_marker(pytest.mark.service)
    cost: Counter[Path] = Counter()
    for item in items:
        cost[item.path] += max((TENTHS[mark.name] for mark in item.iter_markers() if mark.name in TENTHS), default=1)
    items.sort(key=lambda item: -cost[item.path])


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
    made = create_app({"TESTING": True, "BASE_URL": BASE_URL, "RATE_LIMIT": "off"})
    made.extensions["png_worker"] = PngWorker(
        render_timeout=600, queue_timeout=600
    )  # a busy machine draws slowly, which is no fault
    return made


@contextlib.contextmanager
def unmeasured(request: pytest.FixtureRequest) -> Iterator[None]:
    """Measure no coverage of what a fixture does: `no_cover` holds for the tests that use it alone."""
    plugin = request.config.pluginmanager.get_plugin("_cov")
    controller = plugin and plugin.cov_controller
    if not controller:
        yield
        return
    controller.pause()
    yield
    controller.resume()


@pytest.fixture(scope="session")
def store(request: pytest.FixtureRequest) -> Store:
    """The whole site of `app` and `server`, prepared once for all processes of a run, which wait for each other."""
    with unmeasured(request):
        return prebuild.ensure_store(config.settings({"BASE_URL": BASE_URL}))


@pytest.fixture(scope="session")
def store_below(request: pytest.FixtureRequest) -> Store:
    """The same site below a path of its host, in a folder of its own, so that no edition is too many in the other."""
    own = {"BASE_URL": f"{BASE_URL}{BELOW}", "STORE": f"{os.environ['STORE']}/below"}
    with unmeasured(request):
        return prebuild.ensure_store(config.settings(own))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def pages(app: Flask, catalogue: Catalogue) -> Mapping[str, str]:
    """Every page that can be listed, by its address, rendered once for all tests of a process that read them."""
    client = app.test_client()
    answers = {address: client.get(address) for address in filter(is_page, offline_urls(catalogue))}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: answer.text for address, answer in answers.items()}


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
def line(server: Server) -> Iterator[TcpProxy]:
    laid = TcpProxy(server.port)
    yield laid
    laid.cut()


@pytest.fixture(scope="module")
def first_phone(
    playwright: Playwright, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installed]:
    """A phone on which the first version is whole, and the line it came over."""
    laid = TcpProxy(server.port)
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
