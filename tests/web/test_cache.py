"""Answers worked out on demand are kept, in the process or in Redis, and are right whatever becomes of Redis."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis as redis_client
from flask import Flask

from server import create_app
from server.delivery import cache as caching
from server.delivery.cache import MemoryCache, RedisWithFallback
from tests.support.edited_catalogues import NEW_WARNING, with_new_warning
from tests.support.redis_server import RedisServer

ASKED = (
    "/api/v1/points?without=pregnancy",
    "/api/v1/points?q=shen+shu",
    "/api/v1/routines/custom/BL23.90-BL40.60",
    "/diagrams/female/points/LI4.png?width=200",
)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask a Redis that failed again at once."""
    monkeypatch.setattr(caching, "RETRY_SECONDS", 0.0)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait longer for a Redis that is there than a service does, as this machine may have much else to do."""
    monkeypatch.setattr(caching, "TIMEOUT_SECONDS", 10.0)


def sharing(redis: RedisServer, **more: object) -> Flask:
    return create_app({"TESTING": True, "CACHE_URL": redis.url, "RATE_LIMIT": "off", **more})


def all_of(app: Flask) -> list[tuple[int, bytes]]:
    client = app.test_client()
    return [(answer.status_code, answer.data) for answer in map(client.get, ASKED)]


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_answers_from_redis_are_those_of_the_process(redis: RedisServer, app: Flask) -> None:
    redis.start()
    right = all_of(app)
    assert {status for status, _ in right} == {200}
    assert all_of(sharing(redis)) == right
    kept = redis_client.Redis.from_url(redis.url)
    assert all_of(sharing(redis)) == right, "a second worker reads what the first has kept"
    assert kept.dbsize() >= len(ASKED)
    assert all(0 < kept.ttl(key) <= caching.REDIS_TTL_SECONDS for key in kept.scan_iter())


def test_what_redis_holds_is_what_is_answered(redis: RedisServer) -> None:
    redis.start()
    sharing(redis).test_client().get(ASKED[0])
    kept = redis_client.Redis.from_url(redis.url)
    key = next(key for key in kept.scan_iter() if kept.getrange(key, 0, 1) == b"b{")
    kept.set(key, b'b{"kept": true}\n')
    assert sharing(redis).test_client().get(ASKED[0]).json == {"kept": True}


@pytest.mark.parametrize("found", [b"", b"\x80\x04\x95pickle", b"t\xff\xfe", b"no mark"])
def test_what_nobody_of_ours_wrote_counts_as_missing(redis: RedisServer, app: Flask, found: bytes) -> None:
    redis.start()
    right = all_of(sharing(redis))
    kept = redis_client.Redis.from_url(redis.url)
    for key in kept.scan_iter():
        kept.set(key, found)
    assert all_of(sharing(redis)) == right


@pytest.mark.usefixtures("soon")
def test_redis_down_at_the_start_is_one_line_and_no_wrong_answer(
    redis: RedisServer, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    sharer = sharing(redis, RATE_LIMIT="1000 per minute")
    for _ in range(3):
        assert all_of(sharer) == all_of(app)
    assert lines(caplog) == [
        "the shared cache does not answer (ConnectionError); answers are kept in the process meanwhile"
    ]


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("end", [RedisServer.kill, RedisServer.freeze], ids=["killed", "frozen"])
def test_redis_outage_is_logged_once_and_recovered(
    redis: RedisServer, app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, end: object
) -> None:
    if end is RedisServer.freeze:
        monkeypatch.setattr(caching, "TIMEOUT_SECONDS", 0.5)
    redis.start()
    sharer = sharing(redis, RATE_LIMIT="1000 per minute")
    right = all_of(sharer)
    end(redis)  # type: ignore[operator]
    for _ in range(2):
        assert all_of(sharer) == right
    said = lines(caplog)
    assert len(said) == 1
    assert said[0].startswith("the shared cache does not answer")
    redis.kill()
    redis.start()
    assert all_of(sharer) == right
    assert lines(caplog)[1:] == ["the shared cache answers again"]
    assert redis_client.Redis.from_url(redis.url).dbsize() >= len(ASKED)


def test_a_redis_that_failed_is_left_alone_for_a_while(redis: RedisServer) -> None:
    cache = RedisWithFallback(redis.url, "test:", MemoryCache(1000))
    assert cache.set("a", "kept aside")
    redis.start()
    assert cache.get("a") == "kept aside"
    assert redis_client.Redis.from_url(redis.url).dbsize() == 0


def test_another_catalogue_never_answers_from_this_ones_cache(redis: RedisServer, tmp_path: Path) -> None:
    redis.start()
    spec = "/api/v1/routines/custom/LI4.60"
    assert NEW_WARNING not in sharing(redis).test_client().get(spec).text
    changed = sharing(redis, CATALOGUE=with_new_warning(tmp_path))
    assert NEW_WARNING in changed.test_client().get(spec).text


def test_other_code_never_answers_from_this_codes_cache(redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    redis.start()
    sharing(redis).test_client().get(ASKED[0])
    kept = redis_client.Redis.from_url(redis.url)
    before = set(kept.scan_iter())
    monkeypatch.setattr("server.delivery.cache.build_id", lambda _: "another")
    sharing(redis).test_client().get(ASKED[0])
    assert before < set(kept.scan_iter())


def test_the_process_keeps_what_was_asked_last_within_its_room() -> None:
    cache = MemoryCache(max_bytes=100)
    for name in "abcd":
        cache.set(name, name * 25)
    cache.get("a")
    cache.set("e", b"e" * 25)
    assert [name for name in "abcde" if cache.has(name)] == ["a", "c", "d", "e"]
    assert not cache.set("large", "x" * 26), "one answer does not drive out all others"
    cache.set("a", "shorter")
    assert cache.used == 82
    assert cache.delete("a")
    assert not cache.delete("a")
    assert cache.used == 75


def test_deleting_reaches_redis(redis: RedisServer) -> None:
    redis.start()
    cache = RedisWithFallback(redis.url, "test:", MemoryCache(1000))
    cache.set("a", b"\x00\xff")
    assert cache.get("a") == b"\x00\xff"
    assert cache.has("a")
    assert cache.delete("a")
    assert not cache.has("a")


@pytest.mark.no_cover
def test_widths_without_end_do_not_fill_the_process() -> None:
    app = create_app({"TESTING": True, "RATE_LIMIT": "off", "CACHE_BYTES": 150_000})
    for width in range(200, 212):
        assert app.test_client().get(f"/diagrams/female/points/LI4.png?width={width}").status_code == 200
    assert 0 < app.extensions["cache"][caching.cache].used <= 150_000
