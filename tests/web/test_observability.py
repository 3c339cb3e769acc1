"""Seen from outside: numbers, log lines and versions, none of which says what anybody asked for."""

from __future__ import annotations

import http.client
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from points.catalogue import Catalogue
from server import create_app, version
from server.delivery.offline_bundle import offline_urls
from server.extensions import get_metrics
from server.ops import json_logging
from tests.support.programs import Server

SECRET = ("BL23.90-LI4.44", "sore+hip", "203.0.113.9", "zzz-nowhere")
QUESTIONS = (
    f"/api/v1/routines/custom/{SECRET[0]}",
    f"/api/v1/points?q={SECRET[1]}",
    f"/{SECRET[3]}/{SECRET[0]}",
    f"/qr/{SECRET[0]}.svg",
    "/fail/" + SECRET[0],
)


@pytest.fixture
def failing() -> Flask:
    """The application as it runs for people, with an address that fails by quoting what it was asked."""
    app = create_app({"RATE_LIMIT": "off", "METRICS": "on"})

    def fail(what: str) -> str:
        raise RuntimeError(f"could not do {what}")

    app.add_url_rule("/fail/<what>", "fail", fail)
    return app


def ask_everything(app: Flask) -> None:
    client = app.test_client()
    for path in QUESTIONS:
        client.get(path, environ_overrides={"REMOTE_ADDR": SECRET[2]})


def numbers(app: Flask) -> dict[str, float]:
    lines = app.test_client().get("/metrics").text.splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


def test_requests_are_counted_by_route_template(failing: Flask) -> None:
    ask_everything(failing)
    seen = numbers(failing)
    assert seen['thumbwidth_requests_total{method="GET",route="/api/v1/routines/custom/<spec>",status="200"}'] == 1
    assert seen['thumbwidth_requests_total{method="GET",route="/fail/<what>",status="500"}'] == 1
    assert seen['thumbwidth_requests_total{method="GET",route="none",status="404"}'] == 1
    assert seen['thumbwidth_request_seconds_count{route="/api/v1/points"}'] == 1


def test_metrics_count_refusals_without_names(failing: Flask) -> None:
    failing.test_client().open("/points", method="BREW")
    failing.test_client().get("/points/%00")
    seen = numbers(failing)
    assert seen['thumbwidth_requests_total{method="other",route="none",status="501"}'] == 1
    assert seen['thumbwidth_requests_total{method="GET",route="/points/<text>",status="400"}'] == 1


def test_numbers_say_nothing_of_what_was_asked(failing: Flask) -> None:
    ask_everything(failing)
    text = failing.test_client().get("/metrics").text
    assert not [secret for secret in SECRET if secret in text]
    assert f'catalogue="{failing.extensions["catalogue"].version}",version="{version.VERSION}"' in text


def test_numbers_include_what_is_answered_before_the_application(failing: Flask) -> None:
    served = {"200": 5, "304": 2}
    get_metrics(failing).add_prebuilt(lambda: served)
    assert numbers(failing)['thumbwidth_prebuilt_total{status="200"}'] == 5
    served["200"] = 9
    assert numbers(failing)['thumbwidth_prebuilt_total{status="200"}'] == 9
    assert numbers(failing)['thumbwidth_prebuilt_total{status="304"}'] == 2


@pytest.mark.parametrize(
    ("audience", "address", "headers", "status"),
    [
        ("local", "127.0.0.1", {}, 200),
        ("local", "::1", {}, 200),
        ("local", "192.0.2.1", {}, 404),
        ("local", "127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, 404),
        ("local", "127.0.0.1", {"Forwarded": "for=192.0.2.1"}, 404),
        ("off", "127.0.0.1", {}, 404),
        ("on", "192.0.2.1", {}, 200),
    ],
)
def test_numbers_are_for_whom_the_setting_says(
    audience: str, address: str, headers: dict[str, str], status: int
) -> None:
    client = create_app({"TESTING": True, "METRICS": audience}).test_client()
    answer = client.get("/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": address})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (status, "no-store")


def test_an_audience_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="METRICS: expected one of off, local, on \\(found 'all'\\)"):
        create_app({"METRICS": "all"})


def test_neither_numbers_nor_health_travel_with_the_phone(catalogue: Catalogue) -> None:
    assert not {"/metrics", "/healthz"} & set(offline_urls(catalogue))


def written(records: list[logging.LogRecord]) -> list[dict[str, Any]]:
    return [json.loads(json_logging.JsonFormatter().format(record)) for record in records]


def test_a_failed_request_is_one_line_by_its_route(failing: Flask, caplog: pytest.LogCaptureFixture) -> None:
    failing.test_client().get("/fail/x")
    (line,) = written(caplog.records)
    assert line.pop("ms") >= 0
    assert line.pop("time")
    assert line.pop("error") == "RuntimeError"
    assert line.pop("through")[-1].startswith("tests/web/test_observability.py:")
    assert line == {
        "level": "error",
        "from": "thumbwidth.requests",
        "message": "failed",
        "route": "/fail/<what>",
        "method": "GET",
        "status": 500,
    }


def test_no_line_says_what_was_asked_or_by_whom(failing: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ask_everything(failing)
    text = "\n".join(json_logging.JsonFormatter().format(record) for record in caplog.records)
    assert '"status": 500' in text
    assert not [secret for secret in SECRET if secret in text]


def test_who_asks_too_much_is_not_named_either(caplog: pytest.LogCaptureFixture) -> None:
    client = create_app({"RATE_LIMIT": "1 per minute"}).test_client()
    caplog.set_level(logging.DEBUG)
    found = [client.get(QUESTIONS[1], environ_overrides={"REMOTE_ADDR": SECRET[2]}).status_code for _ in range(2)]
    assert found == [200, 429]
    text = "\n".join(json_logging.JsonFormatter().format(record) for record in caplog.records)
    assert not [secret for secret in SECRET if secret in text]


@pytest.mark.service
def test_logs_hold_no_requested_url(tmp_path: Path) -> None:
    log = tmp_path / "log"
    server = Server(log=log, RATE_LIMIT="off")
    asked = ["/qr/BL23.61.svg", "/calendar/BL23.61.ics?at=08:00&zone=UTC", "/api/v1/routines/custom/BL23.61"]
    asked += ["/qr/BL23.1.svg", "/routines/custom/BL23.61", "/api/v1/points?q=BL23.61", "/points/BL23.61%00"]
    try:
        found = []
        for path in asked:
            line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            line.request("GET", path, headers={"User-Agent": "BL23.61"})
            found.append(line.getresponse().status)
            line.close()
    finally:
        server.kill()
    assert found == [200, 200, 200, 422, 404, 200, 400]
    text = log.read_text("utf-8")
    assert text
    assert "BL23" not in text


def test_a_flood_of_failures_is_a_line_a_second(failing: Flask, caplog: pytest.LogCaptureFixture) -> None:
    client = failing.test_client()
    for _ in range(50):
        client.get("/fail/x")
    assert len([record for record in caplog.records if record.name == "thumbwidth.requests"]) < 10


def test_what_was_kept_back_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 100.0
    monkeypatch.setattr(json_logging, "time", SimpleNamespace(monotonic=lambda: moment))
    once = json_logging.RateLimitedLog(seconds=1)
    assert [once.allow(("a", 500)), once.allow(("a", 500)), once.allow(("b", 500))] == [0, None, 0]
    moment = 101.0
    assert once.allow(("a", 500)) == 1


@pytest.mark.parametrize("path", ["/", "/api/v1/points", "/nowhere", "/api/v1/none", "/points/%00", "/healthz"])
def test_every_answer_names_code_and_catalogue(app: Flask, catalogue: Catalogue, path: str) -> None:
    assert app.test_client().get(path).headers[version.HEADER] == f"{version.VERSION}+{catalogue.version}"


def test_workers_add_up_their_numbers(tmp_path: Path) -> None:
    """Two processes that share the folder: what one counted, the other tells."""
    script = (
        "from server.ops.metrics import Metrics; import sys; numbers = Metrics('c'); "
        "numbers.record('/a/<b>', 'GET', 200, 0.01); sys.stdout.buffer.write(numbers.text())"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(2)
    ]
    assert 'thumbwidth_requests_total{method="GET",route="/a/<b>",status="200"} 2.0' in told[1]
