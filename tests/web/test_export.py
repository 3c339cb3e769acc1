"""The site as files, served by nginx with the snippet that comes with them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from flask.testing import FlaskClient

from points.catalogue import Catalogue
from server import create_app
from server.delivery import export, prebuild
from server.delivery.store import Store
from server.ops.headers import CROSS_ORIGIN_HEADERS, SECURITY_HEADERS
from tests.support.programs import Nginx

COMPARED_HEADERS = {*SECURITY_HEADERS, *CROSS_ORIGIN_HEADERS, "Cache-Control"}


@pytest.fixture(scope="module")
def folder(store: Store, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("export") / "site"
    assert export.export(store, catalogue, copy) == len(store.responses) > 100
    return copy


@pytest.fixture(scope="module")
def nginx(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    running = Nginx(folder, tmp_path_factory.mktemp("nginx"))
    yield running
    running.kill()


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with urlopen(Request(url, headers=headers), timeout=30) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except HTTPError as error:
        with error:
            return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


@pytest.mark.no_cover
def test_every_address_answers_as_the_service_does(nginx: Nginx, store: Store, client: FlaskClient) -> None:
    for address in store.responses:
        live = client.get(address, headers={"Accept-Encoding": "identity"})
        status, headers, body = get(nginx.url + address)
        assert (status, body) == (200, live.data), address
        wanted = {name: value for name, value in live.headers.items() if name in COMPARED_HEADERS}
        assert {name: headers.get(name.lower()) for name in wanted} == wanted, address
        assert headers["content-type"].split(";")[0] == live.mimetype, address
        assert "charset=utf-8" in headers["content-type"] or "charset" not in live.headers["Content-Type"], address


def test_nginx_answers_compressed_and_304(nginx: Nginx) -> None:
    _, headers, body = get(nginx.url + "/points", **{"Accept-Encoding": "gzip"})
    assert headers["content-encoding"] == "gzip"
    assert headers["vary"] == "Accept-Encoding"
    assert body[:2] == b"\x1f\x8b"
    status, _, _ = get(nginx.url + "/points", **{"Accept-Encoding": "gzip", "If-None-Match": headers["etag"]})
    assert status == 304


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("/nothing", 404, "text/html"),
        ("/points/BL99", 404, "text/html"),
        ("/api/v1/points/BL99", 404, "application/problem+json"),
        ("/diagrams/female/points/BL99.svg", 404, "application/problem+json"),
        ("/api/v1/points?without=pregnancy", 422, "application/problem+json"),
        ("/_nginx.conf", 404, "text/html"),
        ("/_problem-404.json", 404, "text/html"),
        ("/points.html.gz", 404, "text/html"),
        ("/index", 404, "text/html"),
        ("/404", 404, "text/html"),
        ("/404.html", 404, "text/html"),
        ("/points/BL23.html", 404, "text/html"),
        ("/_README.txt", 404, "text/html"),
    ],
)
def test_failures_keep_their_status_shape_and_headers(nginx: Nginx, address: str, status: int, kind: str) -> None:
    found, headers, body = get(nginx.url + address)
    assert found == status
    assert headers["content-type"].startswith(kind)
    assert headers["cache-control"] == "no-store"
    wanted = SECURITY_HEADERS | (CROSS_ORIGIN_HEADERS if kind.endswith("json") else {})
    assert {name: headers.get(name.lower()) for name in wanted} == wanted
    if kind.endswith("json"):
        assert json.loads(body)["status"] == status


@pytest.mark.parametrize(
    "path",
    [
        "/points/BL23/",
        "/points/bl23",
        "/points/UB-23",
        "/points/v 23",
        "/points/Shenshu",
        "/points/肾俞",
        "/points/b40",
        "/points/b23",
    ],
)
def test_other_spellings_answer_as_the_service_does(nginx: Nginx, client: FlaskClient, path: str) -> None:
    """V15: printed links go on working when a site moves to the export."""
    live = client.get(path, follow_redirects=True)
    status, _, body = get(nginx.url + quote(path))
    assert status == live.status_code
    assert status == 404 or body == client.get("/points/BL23").data


def rules(text: str) -> dict[str, dict[str, str]]:
    """Read a `_headers` file."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            path = line
            found[path] = {}
        elif line:
            name, _, value = line.strip().partition(": ")
            found[path][name] = value
    return found


@pytest.mark.no_cover
def test_header_rules_give_every_address_what_the_service_gives(
    folder: Path, store: Store, client: FlaskClient
) -> None:
    known = rules((folder / "_headers").read_text("utf-8"))
    for address in store.responses:
        matching = [path for path in known if re.fullmatch(re.escape(path).replace(r"\*", ".*"), address)]
        given: dict[str, str] = {}
        for path in matching:
            assert not set(given) & set(known[path]), f"{address}: {path} repeats a header, which hosts would join"
            given |= known[path]
        live = client.get(address).headers
        wanted = {name: value for name, value in live.items() if name in COMPARED_HEADERS}
        assert {name: given.get(name) for name in wanted} == wanted, address


def test_redirects_name_files_that_exist(folder: Path) -> None:
    for line in (folder / "_redirects").read_text("utf-8").splitlines():
        _, target, status = line.split()
        assert (folder / target[1:]).is_file()
        assert status in ("200", "404")


@pytest.mark.no_cover
def test_the_same_catalogue_exports_the_same_bytes(
    folder: Path, store: Store, catalogue: Catalogue, tmp_path: Path
) -> None:
    made = tmp_path / "again.site"
    app = create_app({"TESTING": True, "BASE_URL": "https://thumbwidth.example", "RATE_LIMIT": "off"})
    worked: set[str] = set()
    prebuild.build_store(app, made, "again", old=store, with_pngs=False, progress=lambda work, *_: worked.add(work))
    assert worked == {"answers"}, "something was compressed again that has not changed"
    again = tmp_path / "site"
    export.export(Store(made), catalogue, again)
    names = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    assert {path.relative_to(again) for path in again.rglob("*") if path.is_file()} == names
    assert [name for name in names if (folder / name).read_bytes() != (again / name).read_bytes()] == []


def test_a_folder_that_is_no_export_is_left_alone(store: Store, catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(FileExistsError, match="left alone"):
        export.export(store, catalogue, tmp_path)
    assert (tmp_path / "letter.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize("place", ["store", "off"])
def test_the_command_writes_to_the_folder_it_is_given(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    asked: list[dict[str, str]] = []
    monkeypatch.setattr("sys.argv", ["export", str(tmp_path / "site")])
    monkeypatch.setenv("BASE_URL", "https://thumbwidth.example")
    monkeypatch.setenv("STORE", place)

    def ensure(settings: dict[str, str], _: object) -> Store:
        asked.append(settings)
        return store

    monkeypatch.setattr(prebuild, "ensure_store", ensure)
    export.main()
    assert "addresses written" in capsys.readouterr().out
    assert asked[0]["BASE_URL"] == "https://thumbwidth.example"
    assert (asked[0]["STORE"] == place) is (place != "off")
    assert "https://thumbwidth.example/points" in (tmp_path / "site" / "sitemap.xml").read_text("utf-8")
