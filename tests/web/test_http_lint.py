"""An HTTP linter (httplint) over what the real server sends, for every address and every kind of failure."""

from __future__ import annotations

import http.client
from collections.abc import Iterator

import pytest
from flask import Flask
from httplint import HttpResponseLinter
from httplint.note import levels

from points.catalogue import Catalogue
from server.delivery import assets
from server.delivery.offline_bundle import FIXED_URLS, offline_urls
from server.extensions import get_bundles
from tests.support.programs import Server

#: What the linter warns of and is right as it is: {note: why}.
ARGUED = {"STATUS_BAD_REQUEST": "it was one, and the answer says what was wrong with it"}
FAILURES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("GET", "/nowhere", {}),
    ("GET", "/api/v1/nowhere", {}),
    ("GET", "/points/%00", {}),
    ("GET", "/api/v1/points?nonsense=1", {}),
    ("GET", "/points/li4", {}),
    ("POST", "/points", {}),
    ("BREW", "/api/v1/points", {}),
    ("GET", "/points", {"If-None-Match": "*"}),
    ("HEAD", "/points", {}),
    ("GET", "/healthz", {}),
    ("GET", "/metrics", {}),
    ("GET", "/api/v1/points?q=shu", {}),
    ("GET", "/api/v1/routines/custom/LI4.60", {}),
    ("GET", "/diagrams/female/points/LI4.png?width=200", {}),
    ("GET", "/qr/low-back-ease.svg", {}),
    ("GET", "/calendar/low-back-ease.ics?at=08:00&weeks=2", {}),
)


def notes(line: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str]) -> Iterator[str]:
    """Yield every note worse than information on the answer to a request."""
    line.request(method, path, headers={"Accept-Encoding": "identity"} | headers)
    answer = line.getresponse()
    body = answer.read()
    linter = HttpResponseLinter()
    linter.process_response_topline(b"1.1", str(answer.status).encode(), answer.reason.encode())
    linter.process_headers([(name.encode(), value.encode("latin-1")) for name, value in answer.getheaders()])
    if method != "HEAD":
        linter.feed_content(body)
        linter.finish_content(True, [])
    for note in (*linter.notes, *(part for whole in linter.notes for part in whole.subnotes)):
        if note.level in (levels.BAD, levels.WARN) and type(note).__name__ not in ARGUED:
            yield f"{method} {path}: {type(note).__name__}: {note.summary}"


@pytest.fixture(scope="module")
def line(server: Server) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    yield connection
    connection.close()


@pytest.mark.no_cover
@pytest.mark.parametrize("encoding", ["identity", "br", "zstd", "gzip"])
def test_no_address_is_answered_against_the_rules(
    line: http.client.HTTPConnection, app: Flask, catalogue: Catalogue, encoding: str
) -> None:
    paths = [*offline_urls(catalogue), *FIXED_URLS, "/diagrams/female/points/LI4.png"]
    paths += [assets.asset_url(name) for name in assets.asset_names()]
    paths += [part.url for part in get_bundles(app).bundles]
    found = [note for path in paths for note in notes(line, "GET", path, {"Accept-Encoding": encoding})]
    assert found == []


@pytest.mark.parametrize(("method", "path", "headers"), FAILURES)
def test_no_failure_is_answered_against_the_rules(
    line: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str]
) -> None:
    assert list(notes(line, method, path, headers)) == []
