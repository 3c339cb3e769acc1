"""`make dev` in a copy of the tree: every kind of file, changed, is seen at the next request."""

from __future__ import annotations

import contextlib
import re
import shutil
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.paths import ROOT
from tests.support.phone import wait_until_offline_ready
from tests.support.programs import Elsewhere, Program, Server, free_port

pytestmark = pytest.mark.service
Edit = Callable[[str, str, str], None]
ROUTINE = "Low-back ease"


def develop(tree: Path, port: int) -> Program:
    return Elsewhere(tree, [sys.executable, "-m", "server.dev"], port, "/healthz", HOST="127.0.0.1", PORT=str(port))


def ask(server: Program, path: str) -> tuple[int, str]:
    """Return status and text of a response, which no browser may store."""
    try:
        with urllib.request.urlopen(server.url + path, timeout=60) as answer:
            assert answer.headers["Cache-Control"] == "no-store"
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()


def asset(server: Program, name: str) -> str:
    """Return a static file from the URL that a plain page names."""
    address = re.search(rf'"(/static/\w+/{re.escape(name)})"', ask(server, "/about")[1])
    assert address
    return ask(server, address[1])[1]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("tree")
    for name in ("points", "diagrams", "server", "static"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "setup.cfg", copy)
    return copy


@pytest.fixture(scope="module")
def dev(tree: Path) -> Iterator[Program]:
    started = develop(tree, free_port())
    yield started
    started.kill()


@pytest.fixture
def edit(tree: Path) -> Iterator[Edit]:
    """Replace the first occurrence of a text in a file, until the test ends."""
    before: dict[Path, str] = {}

    def change(name: str, old: str, new: str) -> None:
        path = tree / name
        text = path.read_text("utf-8")
        assert old in text
        before.setdefault(path, text)
        path.write_text(text.replace(old, new, 1), "utf-8")

    yield change
    for path, text in before.items():
        path.write_text(text, "utf-8")


def test_a_changed_template_is_seen_at_the_next_request(dev: Program, edit: Edit) -> None:
    assert "Skip to the very content" not in ask(dev, "/")[1]
    edit("server/web/templates/base.html", "Skip to the content", "Skip to the very content")
    assert "Skip to the very content" in ask(dev, "/")[1]


def test_a_changed_style_sheet_is_seen_under_a_new_url(dev: Program, edit: Edit) -> None:
    before = asset(dev, "css/site.css")
    edit("static/css/base.css", "body", "body.changed, body")
    assert asset(dev, "css/site.css") == before.replace("body", "body.changed,body", 1)


def test_a_changed_script_is_seen_with_its_hash(dev: Program, edit: Edit) -> None:
    edit("static/js/core/app.js", 'find(".home")', 'find(".changed")')
    assert 'find(".changed")' in asset(dev, "js/core/app.js")
    page = ask(dev, "/")[1]
    edit("static/js/core/app.js", 'find(".changed")', 'find(".again")')
    tags = [
        re.search(r'<script[^>]*js/core/app\.js"[^>]*integrity="([^"]+)"', text) for text in (page, ask(dev, "/")[1])
    ]
    assert all(tags)
    assert tags[0][1] != tags[1][1]  # type: ignore[index]


def test_a_changed_catalogue_file_is_seen_in_page_and_api(dev: Program, edit: Edit) -> None:
    edit("points/data/routines.toml", f'title = "{ROUTINE}"', 'title = "Renamed"')
    assert "<h1>Renamed" in ask(dev, "/routines/low-back-ease")[1]
    assert '"title":"Renamed"' in ask(dev, "/api/v1/routines/low-back-ease")[1].replace('": "', '":"')


def test_a_changed_figure_is_seen_in_the_drawing(dev: Program, edit: Edit) -> None:
    address = "/diagrams/female/views/hand-dorsal.svg"
    before = ask(dev, address)[1]
    edit("diagrams/figures/hand-dorsal-female.json", '"fade":{"bottom":22', '"fade":{"bottom":2')
    assert ask(dev, address)[1] != before


def test_a_broken_catalogue_is_named_until_it_is_mended(dev: Program, edit: Edit) -> None:
    edit("points/data/routines.toml", 'title = "', "title = ")
    for _ in range(2):
        status, text = ask(dev, "/")
        assert status == 500
        assert "routines.toml: not readable as TOML" in text
    edit("points/data/routines.toml", "title = ", 'title = "')
    assert ask(dev, "/")[0] == 200


def test_a_broken_template_shows_its_traceback(dev: Program, edit: Edit) -> None:
    edit("server/web/templates/home.html", "{% block main %}", "{% block main %}{{ nothing.here.at.all }}")
    status, text = ask(dev, "/")
    assert status == 500
    assert "UndefinedError" in text


def test_a_changed_module_restarts_the_server(dev: Program, edit: Edit) -> None:
    edit("server/web/pwa.py", "Thumbwidth, an acupressure guide", "Thumbwidth, changed")
    deadline = time.monotonic() + 60
    while True:
        with contextlib.suppress(ConnectionError):  # the process that restarts cuts off what it was asked
            if "Thumbwidth, changed" in ask(dev, "/manifest.webmanifest")[1]:
                return
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_the_worker_answers_no_request(dev: Program) -> None:
    assert '"fetch"' not in ask(dev, "/sw.js")[1]


@pytest.mark.worker
@pytest.mark.browser
def test_pages_kept_by_make_run_give_way_to_new_ones(page: Page, tree: Path, edit: Edit) -> None:
    served = Server()
    try:
        page.goto(served.url)
        wait_until_offline_ready(page)
    finally:
        served.kill()
    edit("server/web/templates/base.html", "Skip to the content", "Skip to the changed content")
    developing = develop(tree, served.port)
    try:
        page.goto(developing.url)
        expect(page.locator(".skip")).to_have_text("Skip to the changed content")
        assert page.evaluate("() => caches.keys()") == []
        edit("server/web/templates/base.html", "Skip to the changed content", "Skip to the content again")
        page.reload()
        expect(page.locator(".skip")).to_have_text("Skip to the content again")
    finally:
        developing.kill()
