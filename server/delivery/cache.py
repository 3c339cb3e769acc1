"""Flask-Caching around pure functions; never around views, whose conditional answers must not be stored.

What is kept is text or bytes, so that nothing read back is ever executed. A cache that fails costs time and nothing
else: with Redis gone, answers are kept in the process until it is back.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, TypeVar

from flask import Flask
from flask_caching import Cache
from flask_caching.backends.base import BaseCache

from server import version
from server.urls import root_of

cache = Cache()
CachedValue = str | bytes
Timeout = int | timedelta | None
T = TypeVar("T")
#: Seconds until Redis is asked again after it failed, and the longest that one question to it may take.
RETRY_SECONDS, TIMEOUT_SECONDS = 5.0, 0.25
#: Seconds a shared answer lives; the keys name catalogue and code, so this only clears away what nobody asks for.
REDIS_TTL_SECONDS: Final = 3600
_TYPE_TAGS: Final = {str: b"t", bytes: b"b"}
_log = logging.getLogger("thumbwidth.cache")


def _size(value: CachedValue) -> int:
    """Return the bytes of a value in memory: a text takes up to four for a letter."""
    return sys.getsizeof(value) - sys.getsizeof(type(value)())


class MemoryCache(BaseCache):
    """Keeps what was asked for last, up to so many bytes."""

    def __init__(self, room: int) -> None:
        super().__init__(default_timeout=0)
        self._room, self._used = room, 0
        self._kept: OrderedDict[str, CachedValue] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def factory(cls, app: Flask, config: dict[str, Any], args: list[Any], kwargs: dict[str, Any]) -> MemoryCache:
        return cls(config["CACHE_BYTES"])

    def get(self, key: str) -> CachedValue | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def has(self, key: str) -> bool:
        return self.get(key) is not None

    def set(self, key: str, value: CachedValue, timeout: Timeout = None) -> bool:
        if _size(value) > self._room // 4:  # one large picture must not drive out everything else
            return False
        with self._lock:
            if key in self._kept:
                self._used -= _size(self._kept.pop(key))
            self._kept[key] = value
            self._used += _size(value)
            while self._used > self._room:
                self._used -= _size(self._kept.popitem(last=False)[1])
        return True

    def delete(self, key: str) -> bool:
        with self._lock:
            found = self._kept.pop(key, None)
            self._used -= _size(found) if found is not None else 0
            return found is not None

    @property
    def used(self) -> int:
        """Bytes kept."""
        return self._used


class RedisWithFallback(BaseCache):
    """Redis, or the process while Redis does not answer. Says in the log when it goes and when it is back."""

    def __init__(self, url: str, prefix: str, fallback: MemoryCache) -> None:
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        super().__init__(default_timeout=REDIS_TTL_SECONDS)
        self._redis = Redis.from_url(
            url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS, retry=Retry(NoBackoff(), 0)
        )
        self._prefix, self._fallback = prefix, fallback
        self._retry_at, self._is_down = 0.0, False
        self._lock = threading.Lock()

    @classmethod
    def factory(cls, app: Flask, config: dict[str, Any], args: list[Any], kwargs: dict[str, Any]) -> RedisWithFallback:
        aside = MemoryCache(config["CACHE_BYTES"])
        return cls(config["CACHE_URL"], f"thumbwidth:{version.code_hash()}:{root_of(app.config)}", aside)

    def get(self, key: str) -> CachedValue | None:
        return self._try_redis(lambda: _decode(self._redis.get(self._prefix + key)), lambda: self._fallback.get(key))

    def has(self, key: str) -> bool:
        return self.get(key) is not None

    def set(self, key: str, value: CachedValue, timeout: Timeout = None) -> bool:
        told = _TYPE_TAGS[type(value)] + (value.encode() if isinstance(value, str) else value)
        return self._try_redis(
            lambda: bool(self._redis.set(self._prefix + key, told, ex=REDIS_TTL_SECONDS)),
            lambda: self._fallback.set(key, value),
        )

    def delete(self, key: str) -> bool:
        return self._try_redis(lambda: bool(self._redis.delete(self._prefix + key)), lambda: self._fallback.delete(key))

    def _try_redis(self, operation: Callable[[], T], fallback: Callable[[], T]) -> T:
        from redis.exceptions import RedisError

        if time.monotonic() >= self._retry_at:
            try:
                answer = operation()
            except (RedisError, OSError) as error:
                self._retry_at = time.monotonic() + RETRY_SECONDS
                self._log_state(lost=True, why=type(error).__name__)
            else:
                self._log_state(lost=False)
                return answer
        return fallback()

    def _log_state(self, *, lost: bool, why: str = "") -> None:
        if lost == self._is_down:
            return
        with self._lock:
            changed, self._is_down = lost != self._is_down, lost
        if changed and lost:
            _log.warning("the shared cache does not answer (%s); answers are kept in the process meanwhile", why)
        elif changed:
            _log.warning("the shared cache answers again")


def _decode(found: bytes | str | None) -> CachedValue | None:
    """Return what was kept; what nobody of ours wrote counts as missing."""
    if not isinstance(found, bytes) or not found:
        return None
    mark, rest = found[:1], found[1:]
    if mark == _TYPE_TAGS[bytes]:
        return rest
    try:
        return rest.decode() if mark == _TYPE_TAGS[str] else None
    except UnicodeDecodeError:
        return None


def init_app(app: Flask) -> None:
    """Attach the cache: in the process by default, Redis by `CACHE_URL`."""
    cache.init_app(app)
