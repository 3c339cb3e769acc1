"""The service and the export below a path of a host: every URL that a response names lies below it and answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from points.catalogue import Catalogue
from server import create_app
from server.delivery import host_config
from server.delivery.export import export
from server.delivery.offline_bundle import offline_urls
from server.delivery.store import Store
from server.urls import PathMount, root_of
from tests.conftest import BELOW
from tests.support.programs import Nginx

ROOT = BELOW
#: What pages, documents and the manifest name: attributes, and JSON values that begin as an address of ours.
NAMED = re.compile(r'(?:\b(?:href|src|action|data-index)=|"(?:href|src|start_url|scope|id|url)": ?)"(/[^"]*)"')


@pytest.fixture(scope="module")
def below() -> Flask:
    return create_app({"TESTING": True, "BASE_URL": f"https://thumbwidth.example{ROOT}/", "RATE_LIMIT": "off"})


@pytest.fixture
def client(below: Flask) -> FlaskClient:
    return below.test_client()


@pytest.mark.parametrize(
    ("base_url", "root"),
    [("https://guide.example", ""), ("https://guide.example/", ""), ("https://guide.example/a/b/", "/a/b")],
)
def test_the_root_is_the_path_of_the_public_address(base_url: str, root: str) -> None:
    assert root_of({"BASE_URL": base_url}) == root


@pytest.mark.no_cover
@pytest.mark.service
def test_every_url_lies_below_the_path_and_answers(client: FlaskClient, catalogue: Catalogue) -> None:
    named: dict[str, str] = {}
    for path in (*offline_urls(catalogue), "/manifest.webmanifest", "/nothing"):
        answer = client.get(path)
        text = answer.get_data(as_text=True)
        named |= dict.fromkeys(NAMED.findall(text.replace("\\u0022", '"')), path)
    assert len(named) > 300
    assert {url: path for url, path in named.items() if not f"{url}/".startswith(f"{ROOT}/")} == {}
    outside = [url for url in named if not re.match(rf"{ROOT}/(qr|calendar|diagrams/\w+/\w+/[\w-]+\.png)", url)]
    paths = {urlsplit(url).path.removeprefix(ROOT) or "/" for url in outside}
    assert [path for path in paths if client.get(path).status_code != 200] == []


def test_absolute_addresses_name_the_path_once(client: FlaskClient) -> None:
    for path in ("/sitemap.xml", "/robots.txt", "/points/BL23/handout", "/calendar/five-minutes.ics?at=08:00&zone=UTC"):
        text = client.get(path).get_data(as_text=True)
        text = re.sub(r"<wbr>|</?a\b[^>]*>|\r\n ", "", text)
        found = re.findall(r"https://thumbwidth\.example([^\s<\"]*)", text)
        assert found, path
        assert [one for one in found if not one.startswith(f"{ROOT}/") or one.startswith(ROOT + ROOT)] == [], path


@pytest.mark.parametrize("path", ["/points/bl23", "/api/v1/points/ub40", "/points/bl23/show"])
def test_redirects_stay_below_the_path(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 308
    assert answer.headers["Location"].startswith(f"{ROOT}/")


@pytest.mark.parametrize("path", [f"{ROOT}/points", "/points"])
def test_a_proxy_passes_the_path_on_or_takes_it_off(below: Flask, path: str) -> None:
    answer = Client(PathMount(below, ROOT)).get(path)
    assert answer.status_code == 200
    assert f'href="{ROOT}/points/BL23"' in answer.text


@pytest.mark.parametrize(("path", "status"), [(ROOT, 308), (f"{ROOT}x/points", 404), (f"{ROOT}/nothing", 404)])
def test_what_is_not_below_the_path(below: Flask, path: str, status: int) -> None:
    answer = Client(PathMount(below, ROOT)).get(path)
    assert answer.status_code == status
    assert answer.headers.get("Location", f"{ROOT}/") == f"{ROOT}/"


def test_programs_are_told_the_path(client: FlaskClient) -> None:
    assert json.loads(client.get("/api/v1/openapi.json").data)["servers"] == [{"url": ROOT}]


@pytest.fixture(scope="module")
def nginx(store_below: Store, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """The export below the path, on a host that has other things too."""
    folder = tmp_path_factory.mktemp("below")
    export(store_below, catalogue, folder / "host", ROOT)
    (folder / "host" / "other.txt").write_text("another site", "utf-8")
    running = Nginx(folder / "host", folder, ready=f"{ROOT}/")
    yield running
    running.kill()


def ask(url: str) -> tuple[int, str]:
    try:
        with urlopen(Request(url), timeout=30) as answer:
            return answer.status, urlsplit(answer.url).path
    except HTTPError as error:
        with error:
            return error.code, urlsplit(url).path


def test_the_export_answers_below_the_path(nginx: Nginx, catalogue: Catalogue) -> None:
    wrong = [path for path in offline_urls(catalogue) if ask(nginx.url + ROOT + path) != (200, ROOT + path)]
    assert wrong == []
    assert ask(f"{nginx.url}{ROOT}") == (200, f"{ROOT}/")
    assert ask(f"{nginx.url}{ROOT}/points/bl-23") == (200, f"{ROOT}/points/BL23")
    assert ask(f"{nginx.url}{ROOT}/nothing")[0] == 404
    assert {ask(f"{nginx.url}/{name}")[0] for name in host_config.HOST_FILES} == {404}
