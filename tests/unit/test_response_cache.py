"""Answers worked out before: the same as Flask's, kept only where they may be, and never without bound."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client

from server import create_app
from server.delivery import response_cache
from server.delivery.response_cache import ResponseCache
from server.web.png_worker import PngWorker
from tests.web.test_prebuilt import told

SEARCH = "/api/v1/points?q=back"


class Counting:
    """An application that counts what reaches it."""

    def __init__(self, app: Any) -> None:
        self.app, self.count = app, 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.count += 1
        answer: Iterable[bytes] = self.app(environ, start_response)
        return answer


@pytest.fixture(scope="module")
def unlimited() -> Flask:
    made = create_app({"TESTING": True, "RATE_LIMIT": "off", "STORE": "off"})
    made.extensions["png_worker"] = PngWorker(
        render_timeout=600, queue_timeout=600
    )  # a busy machine draws slowly, which is no fault
    return made


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip", "identity", "br;q=0.2, gzip"])
@pytest.mark.parametrize(
    "address",
    [SEARCH, "/api/v1/points?without=spine", "/qr/low-back-ease.svg", "/diagrams/male/points/LI4.png?width=240"],
)
@pytest.mark.parametrize("base", ["http://localhost", "https://localhost"])
def test_a_kept_answer_is_flasks_own(unlimited: Flask, address: str, encoding: str, base: str) -> None:
    behind = Counting(unlimited)
    layer = ResponseCache(behind)
    fast, slow = Client(layer), unlimited.test_client()
    asked = {"Accept-Encoding": encoding}
    first = fast.get(address, headers=asked, base_url=base)
    again = fast.get(address, headers=asked, base_url=base)
    assert behind.count == 1
    assert told(first) == told(again) == told(slow.get(address, headers=asked, base_url=base))
    assert told(fast.head(address, headers=asked, base_url=base)) == told(
        slow.head(address, headers=asked, base_url=base)
    )
    had = asked | {"If-None-Match": first.headers["ETag"]}
    unchanged = fast.get(address, headers=had, base_url=base)
    assert unchanged.status_code == 304
    assert told(unchanged) == told(slow.get(address, headers=had, base_url=base))
    assert behind.count == 1
    assert (layer.ok_count, layer.not_modified_count) == (2, 1)


def test_cache_key_has_query_encoding_and_scheme(unlimited: Flask) -> None:
    fast = Client(ResponseCache(unlimited))
    whole = fast.get("/api/v1/points").get_json()["points"]
    assert len(whole) == 8
    assert fast.get("/api/v1/points?without=pregnancy").get_json()["points"] == []
    assert fast.get("/api/v1/points", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in fast.get("/api/v1/points").headers
    assert "Strict-Transport-Security" in fast.get("/api/v1/points", base_url="https://localhost").headers
    assert "Strict-Transport-Security" not in fast.get("/api/v1/points").headers


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("/calendar/low-back-ease.ics?at=08:00&zone=Europe/Berlin", {}),  # says tomorrow
        ("/qr/BL23.90.svg", {}),  # somebody's own
        ("/healthz", {}),
        ("/points/XX1", {}),
        ("/points/bl23", {}),
        ("/api/v1/points?without=", {}),
        ("/diagrams/female/views/posterior.png?width=2400", {}),  # too large
        (SEARCH, {"method": "HEAD"}),
        (SEARCH, {"method": "POST"}),
        (SEARCH, {"headers": {"If-Match": '"x"'}}),
        (SEARCH, {"headers": {"If-None-Match": "*"}}),
    ],
)
def test_no_store_errors_and_large_bodies_are_not_cached(
    unlimited: Flask, address: str, options: dict[str, Any]
) -> None:
    behind = Counting(unlimited)
    fast = Client(ResponseCache(behind))
    assert fast.open(address, **options).status_code == fast.open(address, **options).status_code
    assert behind.count == 2


def test_there_is_a_bound_and_what_came_first_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def ten_bytes(_: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "10"), ("ETag", '"x"'), ("Cache-Control", "no-cache")])
        return [b"0123456789"]

    behind = Counting(ten_bytes)
    fast = Client(ResponseCache(behind, max_bytes=20))
    for name in ("one", "two", "one", "three", "two", "one"):
        assert fast.get(f"/{name}").data == b"0123456789"
    assert behind.count == 4  # "three" took the room of "one", which was asked for first
    monkeypatch.setattr(response_cache, "MAX_RESPONSES", 1)
    few = Client(ResponseCache(behind))
    for name in ("one", "one", "two", "one"):
        few.get(f"/{name}")
    assert behind.count == 4 + 3
