"""Cache of pure functions (Flask-Caching): in the process, or in Redis with the process as fallback.

Views are not cached, because conditional responses must not be stored. Values are text or bytes, so that nothing read
from Redis is executed. A failing Redis costs time only.
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

from server.delivery.build_id import build_id

cache = Cache()
CachedValue = str | bytes
Timeout = int | timedelta | None
T = TypeVar("T")
#: Wait before a failed Redis is tried again, and the timeout of one operation.
RETRY_SECONDS, TIMEOUT_SECONDS = 5.0, 0.25
#: The keys hold the build id, so values never become stale: this removes those of earlier builds.
REDIS_TTL_SECONDS: Final = 3600
_TYPE_TAGS: Final = {str: b"t", bytes: b"b"}
_log = logging.getLogger("thumbwidth.cache")


def _size(value: CachedValue) -> int:
    """Return the bytes of a value in memory; a character of a text takes up to four."""
    return sys.getsizeof(value) - sys.getsizeof(type(value)())


class MemoryCache(BaseCache):
    """Least-recently-used cache of at most `max_bytes`."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(default_timeout=0)
        self._max_bytes, self._used = max_bytes, 0
        self._values: OrderedDict[str, CachedValue] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def factory(cls, app: Flask, config: dict[str, Any], args: list[Any], kwargs: dict[str, Any]) -> MemoryCache:
        return cls(config["CACHE_BYTES"])

    def get(self, key: str) -> CachedValue | None:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def has(self, key: str) -> bool:
        return self.get(key) is not None

    def set(self, key: str, value: CachedValue, timeout: Timeout = None) -> bool:
        if _size(value) > self._max_bytes // 4:  # one large PNG must not evict everything else
            return False
        with self._lock:
            if key in self._values:
                self._used -= _size(self._values.pop(key))
            self._values[key] = value
            self._used += _size(value)
            while self._used > self._max_bytes:
                self._used -= _size(self._values.popitem(last=False)[1])
        return True

    def delete(self, key: str) -> bool:
        with self._lock:
            found = self._values.pop(key, None)
            self._used -= _size(found) if found is not None else 0
            return found is not None

    @property
    def used(self) -> int:
        """Bytes in use."""
        return self._used


class RedisWithFallback(BaseCache):
    """Redis, or a cache in the process while Redis is down; logs each change."""

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
        fallback = MemoryCache(config["CACHE_BYTES"])
        return cls(config["CACHE_URL"], f"thumbwidth:{build_id(app.config)}:", fallback)

    def get(self, key: str) -> CachedValue | None:
        return self._try_redis(lambda: _decode(self._redis.get(self._prefix + key)), lambda: self._fallback.get(key))

    def has(self, key: str) -> bool:
        return self.get(key) is not None

    def set(self, key: str, value: CachedValue, timeout: Timeout = None) -> bool:
        tagged = _TYPE_TAGS[type(value)] + (value.encode() if isinstance(value, str) else value)
        return self._try_redis(
            lambda: bool(self._redis.set(self._prefix + key, tagged, ex=REDIS_TTL_SECONDS)),
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


def _decode(stored: bytes | str | None) -> CachedValue | None:
    """Return a stored value; None for bytes that `set` did not write."""
    if not isinstance(stored, bytes) or not stored:
        return None
    tag, rest = stored[:1], stored[1:]
    if tag == _TYPE_TAGS[bytes]:
        return rest
    try:
        return rest.decode() if tag == _TYPE_TAGS[str] else None
    except UnicodeDecodeError:
        return None


def init_app(app: Flask) -> None:
    """Attach the cache that `CACHE_TYPE` names."""
    cache.init_app(app)
