"""Failures that should never happen still answer in the one shape, and say nothing they should not."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.exceptions import ServiceUnavailable

from points.errors import CatalogueError, DomainError, LocationError, SpecError, UnknownKey
from server import config, create_app
from server.errors import InvalidParameters


@pytest.fixture(scope="module")
def crashing() -> Flask:
    """The application as it runs for people, with addresses that fail in every way."""
    app = create_app({"BASE_URL": "https://thumbwidth.example/"})

    def fail(how: str) -> str:
        raise {
            "crash": ValueError("a secret from the inside"),
            "domain": LocationError("x", "does not fit"),
            "busy": ServiceUnavailable("Try again soon.", retry_after=5),
        }[how]

    app.add_url_rule("/api/v1/fail/<how>", "fail", fail)
    app.add_url_rule("/fail/<how>", "fail-page", fail)
    return app


@pytest.mark.parametrize(("how", "status"), [("crash", 500), ("domain", 500), ("busy", 503)])
def test_every_failure_has_the_one_shape(crashing: Flask, how: str, status: int) -> None:
    answer = crashing.test_client().get(f"/api/v1/fail/{how}")
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert answer.json is not None
    assert answer.json["status"] == status
    page = crashing.test_client().get(f"/fail/{how}")
    assert (page.status_code, page.mimetype) == (status, "text/html")
    for body in (answer.text, page.text):
        assert "secret" not in body
        assert "Traceback" not in body


def test_a_wait_is_said_in_the_header(crashing: Flask) -> None:
    assert crashing.test_client().get("/api/v1/fail/busy").headers["Retry-After"] == "5"


def test_errors_print_thing_rule_value_and_way_out() -> None:
    error = DomainError("PC6", "offset runs toward a landmark of another ruler", "knee", "name the forearm's")
    assert str(error) == "PC6: offset runs toward a landmark of another ruler (found 'knee'); name the forearm's"
    assert str(UnknownKey("point", "BL99", ["BL23"])) == "BL99: no such point; did you mean BL23?"
    assert str(SpecError("part 2", "no such point")) == "part 2: no such point"
    assert str(CatalogueError(["a", "b"])) == "the catalogue cannot be used:\n  a\n  b"
    assert str(InvalidParameters({"width": ["too wide", "not a number"]})) == "width: too wide, not a number"


def test_settings_take_overrides_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASE_URL", "https://a.example/")
    monkeypatch.setenv("CACHE_URL", "redis://127.0.0.1:6379/0")
    assert config.settings()["BASE_URL"] == "https://a.example"
    assert config.settings()["CACHE_TYPE"] == "server.delivery.cache.RedisWithFallback"
    chosen = config.settings({"BASE_URL": "https://b.example", "CACHE_URL": ""})
    assert (chosen["BASE_URL"], chosen["CACHE_TYPE"]) == ("https://b.example", "server.delivery.cache.MemoryCache")
