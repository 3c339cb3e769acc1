"""One line for what somebody should know: a start, a failed request.

A line never holds an address, a question or the path of a custom routine: requests are named by their route's template.
How it is written is `server.ops.json_lines`'s part.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Final

from flask import Flask, Response, g, request

from server import version
from server.ops import metrics

#: What fails on our side; 501 is a method that HTTP does not know.
SERVER_ERRORS: Final = frozenset({500, 502, 503, 504})
_log = logging.getLogger("thumbwidth.requests")


class RateLimitedLog:
    """Lets one line of a kind through a second, and says how many it kept back, so that no flood fills a disk."""

    def __init__(self, seconds: float = 1.0) -> None:
        self._seconds, self._lock = seconds, threading.Lock()
        self._last: dict[tuple[str, int], tuple[float, int]] = {}

    def allow(self, kind: tuple[str, int]) -> int | None:
        """Return how many were kept back since the last line of this kind, or None to keep this one back."""
        now = time.monotonic()
        with self._lock:
            last, kept = self._last.get(kind, (-self._seconds, 0))
            if now - last < self._seconds:
                self._last[kind] = (last, kept + 1)
                return None
            self._last[kind] = (now, 0)
            return kept


def init_app(app: Flask) -> None:
    """Write a line for every request that fails on our side, and one now."""
    once = RateLimitedLog()

    def log_failure(response: Response) -> Response:
        kind = (metrics.route(), response.status_code)
        kept = once.allow(kind) if response.status_code in SERVER_ERRORS else None
        if kept is not None:
            fields: dict[str, object] = {
                "route": kind[0],
                "method": request.method if request.method.isalpha() else "other",
                "status": kind[1],
                "ms": round(metrics.elapsed() * 1000, 1),
            }
            fields |= {"like_it": kept} if kept else {}
            _log.error("failed", extra={"fields": fields}, exc_info=g.get("failure"))
        return response

    app.after_request(log_failure)
    known = {"version": version.VERSION, "catalogue": app.extensions["catalogue"].version}
    _log.info("ready to answer", extra={"fields": known})
