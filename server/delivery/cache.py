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
Kept = str | bytes
Timeout = int | timedelta | None
T = TypeVar("T")
#: Seconds until Redis is asked again after it failed, and the longest that one question to it may take.
PAUSE, PATIENCE = 5.0, 0.25
#: Seconds a shared answer lives; the keys name catalogue and code, so this only clears away what nobody asks for.
SHARED_LIFE: Final = 3600
_MARKS: Final = {str: b"t", bytes: b"b"}
_log = logging.getLogger("thumbwidth.cache")


def _size(value: Kept) -> int:
    """Return the bytes of a value in memory: a text takes up to four for a letter."""
    return sys.getsizeof(value) - sys.getsizeof(type(value)())


class InProcess(BaseCache):
    """Keeps what was asked for last, up to so many bytes."""

    def __init__(self, room: int) -> None:
        super().__init__(default_timeout=0)
        self._room, self._used = room, 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def factory(cls, app: Flask, config: dict[str, Any], args: list[Any], kwargs: dict[str, Any]) -> InProcess:
        return cls(config["CACHE_BYTES"])

    def get(self, key: str) -> Kept | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def has(self, key: str) -> bool:
        return self.get(key) is not None

    def set(self, key: str, value: Kept, timeout: Timeout = None) -> bool:
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


class Shared(BaseCache):
    """Redis, or the process while Redis does not answer. Says in the log when it goes and when it is back."""

    def __init__(self, url: str, prefix: str, aside: InProcess) -> None:
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        super().__init__(default_timeout=SHARED_LIFE)
        self._redis = Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
        )
        self._prefix, self._aside = prefix, aside
        self._asked_again, self._lost = 0.0, False
        self._lock = threading.Lock()

    @classmethod
    def factory(cls, app: Flask, config: dict[str, Any], args: list[Any], kwargs: dict[str, Any]) -> Shared:
        aside = InProcess(config["CACHE_BYTES"])
        return cls(config["CACHE_URL"], f"thumbwidth:{version.fingerprint()}:{root_of(app.config)}", aside)

    def get(self, key: str) -> Kept | None:
        return self._ask(lambda: _read(self._redis.get(self._prefix + key)), lambda: self._aside.get(key))

    def has(self, key: str) -> bool:
        return self.get(key) is not None

    def set(self, key: str, value: Kept, timeout: Timeout = None) -> bool:
        told = _MARKS[type(value)] + (value.encode() if isinstance(value, str) else value)
        return self._ask(
            lambda: bool(self._redis.set(self._prefix + key, told, ex=SHARED_LIFE)),
            lambda: self._aside.set(key, value),
        )

    def delete(self, key: str) -> bool:
        return self._ask(lambda: bool(self._redis.delete(self._prefix + key)), lambda: self._aside.delete(key))

    def _ask(self, question: Callable[[], T], otherwise: Callable[[], T]) -> T:
        from redis.exceptions import RedisError

        if time.monotonic() >= self._asked_again:
            try:
                answer = question()
            except (RedisError, OSError) as error:
                self._asked_again = time.monotonic() + PAUSE
                self._note(lost=True, why=type(error).__name__)
            else:
                self._note(lost=False)
                return answer
        return otherwise()

    def _note(self, *, lost: bool, why: str = "") -> None:
        if lost == self._lost:
            return
        with self._lock:
            changed, self._lost = lost != self._lost, lost
        if changed and lost:
            _log.warning("the shared cache does not answer (%s); answers are kept in the process meanwhile", why)
        elif changed:
            _log.warning("the shared cache answers again")


def _read(found: bytes | str | None) -> Kept | None:
    """Return what was kept; what nobody of ours wrote counts as missing."""
    if not isinstance(found, bytes) or not found:
        return None
    mark, rest = found[:1], found[1:]
    if mark == _MARKS[bytes]:
        return rest
    try:
        return rest.decode() if mark == _MARKS[str] else None
    except UnicodeDecodeError:
        return None


def init_app(app: Flask) -> None:
    """Attach the cache: in the process by default, Redis by `CACHE_URL`."""
    cache.init_app(app)
