"""One request, one address and one kind of work may ask for so much; what is listed is never held back."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import ServiceUnavailable

from points.catalogue import Catalogue
from server import config, create_app
from server.delivery import assets, cache
from server.delivery.offline_bundle import offline_urls
from server.extensions import get_limits
from server.ops.headers import CROSS_ORIGIN_HEADERS, SECURITY_HEADERS
from server.ops.limits import ConcurrencyLimiter, client_key
from server.ops.run import THREADS
from server.web.png_worker import PngWorker
from tests.support.redis_server import RedisServer

QUESTION = "/api/v1/points?q=shu"
#: As docs/deploy.md states them.
URL, FIELDS, FIELD_BYTES = 2048, 64, 16 * 1024
SMALL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


def limited(**more: Any) -> Flask:
    return create_app({"TESTING": True, "RATE_LIMIT": "3 per minute", **more})


def statuses(client: FlaskClient, path: str, count: int, **more: Any) -> list[int]:
    return [client.get(path, **more).status_code for _ in range(count)]


# One request ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "how", "status"),
    [
        pytest.param("/points/" + "x" * URL, {}, 414, id="long-path"),
        pytest.param("/api/v1/points?q=" + "x" * URL, {}, 414, id="long-question"),
        pytest.param("/points", {"headers": {f"X-{n}": "1" for n in range(FIELDS + 1)}}, 431, id="many-fields"),
        pytest.param("/api/v1/points", {"headers": {"X-A": "x" * FIELD_BYTES}}, 431, id="large-field"),
        pytest.param("/api/v1/points", {"data": b"{}"}, 413, id="body"),
        pytest.param("/points", {"headers": {"Transfer-Encoding": "chunked"}}, 413, id="chunked-body"),
        pytest.param("/api/v1/points?q=%ff", {}, 400, id="question-not-utf-8"),
        pytest.param("/points/%c0%ae%c0%ae", {}, 400, id="overlong-utf-8"),
        pytest.param("/api/v1/points/%00", {}, 400, id="nul"),
        pytest.param("/points/LI4%0d%0aX-Evil:1", {}, 400, id="line-break"),
    ],
)
def test_malformed_request_gets_a_problem_document(
    client: FlaskClient, path: str, how: dict[str, Any], status: int
) -> None:
    answer = client.get(path, **how)
    assert answer.status_code == status
    assert answer.mimetype == ("application/problem+json" if path.startswith("/api") else "text/html")
    wanted = SECURITY_HEADERS | (CROSS_ORIGIN_HEADERS if path.startswith("/api/v1/") else {})
    assert {name: answer.headers.get(name) for name in wanted} == wanted
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_stays_within_the_limits_is_answered(client: FlaskClient) -> None:
    fields = {f"X-{number}": "1" for number in range(FIELDS - 10)}
    assert client.get(QUESTION, headers=fields).status_code == 200
    assert client.get(QUESTION, headers={"X-A": "x" * (FIELD_BYTES - 1000)}).status_code == 200
    unknown = "/points/"
    assert client.get(unknown + "x" * (URL - len(unknown))).status_code == 404


@pytest.mark.parametrize("path", ["/..", "/%2e%2e/%2e%2e/etc/passwd", "/points//LI4", "/points;x=1", "/./points"])
def test_tricks_with_paths_find_nothing_and_lead_nowhere_else(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Host": "evil.example"})
    assert answer.status_code == 404
    assert "evil.example" not in answer.text
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/points/li4", "/api/v1/points/li4", "/points//LI4", "/points/", "/nowhere", "/api/x"]
)
def test_the_host_a_client_claims_is_never_repeated(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in answer.text + str(answer.headers)


# One address ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [QUESTION, "/api/v1/routines/custom/LI4.60", "/nowhere", "/points/li4", "/points?x=1"])
def test_rate_limit_answers_429_with_retry_after(path: str) -> None:
    client = limited().test_client()
    assert 429 not in statuses(client, path, 3)
    answer = client.get(path)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 61
    assert "sitemap" in answer.text
    assert "Wait 10 seconds" in answer.text or re.search("Wait [2-7]0 seconds and try again", answer.text)
    wanted = SECURITY_HEADERS | (CROSS_ORIGIN_HEADERS if path.startswith("/api/v1/") else {})
    assert {name: answer.headers.get(name) for name in wanted} == wanted
    assert answer.mimetype == ("application/problem+json" if path.startswith("/api") else "text/html")


def test_another_method_counts_too() -> None:
    client = limited().test_client()
    assert [client.post("/points").status_code for _ in range(4)] == [405, 405, 405, 429]


def test_a_picture_counts_for_several(client: FlaskClient) -> None:
    picture = "/diagrams/female/points/LI4.png?width=200"
    assert statuses(limited(RATE_LIMIT="12 per minute").test_client(), picture, 3) == [200, 200, 429]


def test_what_is_listed_is_never_limited(catalogue: Catalogue) -> None:
    app = limited()
    client = app.test_client()
    assert 429 in statuses(client, QUESTION, 4)
    routes = app.url_map.bind("")  # one address of each route: the limit does not look further
    one_of_each = {routes.match(path)[0]: path for path in offline_urls(catalogue)}
    assert len(one_of_each) > 40
    paths = [
        *one_of_each.values(),
        assets.asset_url("js/core/app.js"),
        "/manifest.webmanifest",
        "/sitemap.xml",
        "/robots.txt",
        "/healthz",
    ]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_limits_can_be_switched_off() -> None:
    assert 429 not in statuses(limited(RATE_LIMIT="off").test_client(), QUESTION, 20)


def test_each_address_has_a_limit_of_its_own() -> None:
    client = limited().test_client()
    near, far = ({"REMOTE_ADDR": address} for address in ("192.0.2.1", "192.0.2.2"))
    assert 429 in statuses(client, QUESTION, 4, environ_overrides=near)
    assert 429 not in statuses(client, QUESTION, 3, environ_overrides=far)


@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("[2001:db8:1:2::7]:5501", "2001:db8:1:2::"),
        ("[2001:db8:1:2::7]", "2001:db8:1:2::"),
        ("192.0.2.7:5501", "192.0.2.7"),
        ('"[2001:db8:1:2::7]:5501"', "2001:db8:1:2::"),
        ("fe80::7%eth0", "fe80::"),
        (None, None),
        ("somebody", None),
        ("_hidden", None),
        ("192.0.2.7:x", None),
    ],
)
def test_one_home_is_one_address(address: str | None, one: str | None) -> None:
    assert client_key(address) == one


@pytest.mark.parametrize("address", ["_hidden", "unknown", "somebody"])
def test_clients_without_an_address_are_not_one_client(address: str, caplog: pytest.LogCaptureFixture) -> None:
    client = limited(TRUSTED_PROXIES=1).test_client()
    assert 429 not in statuses(client, QUESTION, 8, headers={"X-Forwarded-For": address})
    assert [
        record.getMessage().partition(",")[0] for record in caplog.records if record.levelno >= logging.WARNING
    ] == ["clients have no address that can be read"]


def test_a_gateway_that_writes_the_port_keeps_clients_apart() -> None:
    client = limited(TRUSTED_PROXIES=1).test_client()

    def ask(host: int, port: int) -> int:
        return client.get(QUESTION, headers={"X-Forwarded-For": f"[2001:db8:0:{host}::7]:{port}"}).status_code

    assert [ask(1, port) for port in range(5000, 5004)] == [200, 200, 200, 429]
    assert ask(2, 5000) == 200


def test_pictures_answers_and_misses_have_limits_of_their_own() -> None:
    client = limited(RATE_LIMIT="5 per minute").test_client()
    picture = "/diagrams/female/points/LI4.png?width=200"
    assert statuses(client, picture, 2) == [200, 429]
    assert statuses(client, QUESTION, 6) == [200] * 5 + [429]
    assert statuses(client, "/points/li4", 6) == [308] * 5 + [429]
    assert client.get(picture).status_code == 429


def test_nobody_chooses_an_address_by_a_header() -> None:
    client = limited().test_client()
    found = [client.get(QUESTION, headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code for number in range(4)]
    assert found[-1] == 429


def test_trusted_proxy_uses_the_last_forwarded_address() -> None:
    client = limited(TRUSTED_PROXIES=1).test_client()

    def ask(chain: str) -> int:
        return client.get(QUESTION, headers={"X-Forwarded-For": chain}).status_code

    assert [ask("192.0.2.1") for _ in range(4)][-1] == 429
    assert ask("192.0.2.2") == 200
    assert ask("192.0.2.2, 192.0.2.1") == 429, "what a client wrote itself stands before what the proxy wrote"


def test_a_trusted_proxy_says_that_the_line_is_safe(client: FlaskClient) -> None:
    told = {"X-Forwarded-Proto": "https"}
    assert "Strict-Transport-Security" not in client.get("/points", headers=told).headers
    assert "Strict-Transport-Security" in limited(TRUSTED_PROXIES=1).test_client().get("/points", headers=told).headers


def test_a_count_of_proxies_that_is_no_count_is_refused() -> None:
    with pytest.raises(ValueError, match="TRUSTED_PROXIES: expected a whole number from 0 to 10 \\(found 'all'\\)"):
        config.settings({"TRUSTED_PROXIES": "all"})


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    yield server
    server.kill()


def test_rate_limit_is_shared_by_redis_with_local_fallback(
    redis: RedisServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "TIMEOUT_SECONDS", 10.0)  # this machine may have much else to do
    redis.start()
    one, other = (limited(CACHE_URL=redis.url).test_client() for _ in range(2))
    assert statuses(one, QUESTION, 2) + statuses(other, QUESTION, 2) == [200, 200, 200, 429]
    redis.kill()
    assert statuses(one, QUESTION, 4) == [200, 200, 200, 429]
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 1


# Work at the same time --------------------------------------------------------------------------------


def test_a_room_holds_so_many_and_sends_the_rest_away() -> None:
    room = ConcurrencyLimiter(max_concurrent=1, queue_length=1, queue_timeout=60)
    assert room.acquire()
    got_in: list[bool] = []
    waiting = threading.Thread(target=lambda: got_in.append(room.acquire()))
    waiting.start()
    deadline = time.monotonic() + 30
    while not room.queued and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not room.acquire(), "one works, one waits, the third is sent away at once"
    room.release()
    waiting.join(30)
    assert got_in == [True]
    room.release()
    assert room.acquire()


def test_who_waits_too_long_is_sent_away() -> None:
    room = ConcurrencyLimiter(max_concurrent=1, queue_length=1, queue_timeout=0.01)
    assert room.acquire()
    assert not room.acquire()
    room.release()
    assert room.acquire()


def test_overload_answers_503_but_serves_static_urls(catalogue: Catalogue) -> None:
    app = limited(RATE_LIMIT="off", MAX_CONCURRENT=1, QUEUE_LENGTH=0)
    assert get_limits(app).concurrency["response"].acquire()
    answer = app.test_client().get(QUESTION)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.mimetype == "application/problem+json"
    assert app.test_client().get("/points/LI4").status_code == 200
    get_limits(app).concurrency["response"].release()
    assert app.test_client().get(QUESTION).status_code == 200


def test_a_picture_on_its_way_keeps_nobody_from_anything_else() -> None:
    """V1: filters, QR codes, calendars, redirects and failures while the picture's room is taken."""
    app = limited(RATE_LIMIT="off")
    client = app.test_client()
    assert get_limits(app).concurrency["picture"].acquire()
    assert client.get("/diagrams/female/points/LI4.png?width=300").status_code == 503
    assert client.get(QUESTION).status_code == 200
    assert client.get("/qr/BL23.60.svg").status_code == 200
    assert client.get("/calendar/low-back-ease.ics?at=08:00&zone=Europe/Berlin").status_code == 200
    assert client.get("/points/bl23").status_code == 308
    assert client.get("/nowhere").status_code == 404


def test_redirects_and_failures_need_no_room() -> None:
    app = limited(RATE_LIMIT="off", MAX_CONCURRENT=1, QUEUE_LENGTH=0)
    client = app.test_client()
    assert get_limits(app).concurrency["response"].acquire()
    assert [client.get(path).status_code for path in ("/points/bl23", "/nowhere", "/api/v1/points/li4")] == [
        308,
        404,
        308,
    ]


def test_cheap_work_waits_its_turn() -> None:
    app = limited(RATE_LIMIT="off", QUEUE_TIMEOUT_SECONDS=60)
    room = get_limits(app).concurrency["response"]
    assert room.acquire()
    found: list[int] = []
    asking = threading.Thread(target=lambda: found.append(app.test_client().get(QUESTION).status_code))
    asking.start()
    deadline = time.monotonic() + 60
    while not room.queued and time.monotonic() < deadline:
        time.sleep(0.01)
    room.release()
    asking.join(60)
    assert found == [200]


def test_one_thread_is_always_free_for_what_is_listed() -> None:
    known = config.settings()
    assert known["MAX_CONCURRENT"] + known["QUEUE_LENGTH"] + known["MAX_CONCURRENT_PNGS"] < THREADS
    assert known["QUEUE_TIMEOUT_SECONDS"] <= 0.5


@pytest.mark.parametrize("path", [QUESTION, "/nowhere", "/points/li4", "/api/v1/points?q=%ff", "/api/v1/points?x=1"])
def test_every_answer_makes_room_again(path: str) -> None:
    app = limited(RATE_LIMIT="off", MAX_CONCURRENT=1, QUEUE_LENGTH=0)
    assert 503 not in statuses(app.test_client(), path, 3)


# Pictures ---------------------------------------------------------------------------------------------


@pytest.fixture
def raster() -> Iterator[PngWorker]:
    drawing = PngWorker(render_timeout=20, queue_timeout=0.05)
    yield drawing
    drawing.close()


def test_a_picture_is_drawn_again_after_its_process_was_killed(raster: PngWorker) -> None:
    first = raster.png(SMALL, 200)
    assert first.startswith(b"\x89PNG")
    assert raster._process
    raster._process.kill()
    raster._process.wait()
    assert raster.png(SMALL, 200) == first


def test_a_drawing_that_cannot_be_read_is_said_and_harms_nothing(raster: PngWorker) -> None:
    with pytest.raises(ServiceUnavailable):
        raster.png("<no svg", 200)
    assert raster.png(SMALL, 200)


def test_a_picture_that_takes_too_long_is_given_up() -> None:
    slow = PngWorker(render_timeout=0.001)
    with pytest.raises(ServiceUnavailable, match="in time"):
        slow.png(SMALL, 200)
    slow.close()


def test_second_png_request_gets_503_with_retry_after(raster: PngWorker) -> None:
    with raster._lock, pytest.raises(ServiceUnavailable, match="Other pictures"):
        raster.png(SMALL, 200)


def test_the_process_that_draws_ends_with_the_one_that_asks() -> None:
    raster = PngWorker()
    raster.png(SMALL, 200)
    process = raster._process
    assert process
    del raster
    assert process.poll() is not None
