"""JSON logs: the formatter, and one line for each request that fails on our side.

A line holds no URL and no error message, which may quote a request: a request is named by its route template, an
error by its type and stack. Flask is imported by `init_app` alone, because workers log before they load it.
"""

from __future__ import annotations

import json
import logging
import threading
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from server.config import ROOT

if TYPE_CHECKING:
    from flask import Flask, Response

#: Statuses of our own failures; 501 is a method unknown to HTTP.
SERVER_ERRORS: Final = frozenset({500, 502, 503, 504})

#: For `logging.config.dictConfig`: JSON lines for every logger, granian's included.
CONFIG: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "server.ops.json_logging.JsonFormatter"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
    "root": {"level": "INFO", "handlers": ["out"]},
    "loggers": {
        "_granian": {"level": "INFO", "handlers": ["out"], "propagate": False},
        "granian.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    },
}
_log = logging.getLogger("thumbwidth.requests")


class JsonFormatter(logging.Formatter):
    """Formats a record as one line of JSON; further fields come as `extra={"fields": {…}}`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["through"] = [_frame_text(frame) for frame in traceback.extract_tb(record.exc_info[2])]
        return json.dumps(line, ensure_ascii=False)


def _frame_text(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    return f"{name}:{frame.lineno} {frame.name}"


class RateLimitedLog:
    """Allows one line of a kind in `seconds` and counts the others, so that a flood does not fill the disk."""

    def __init__(self, seconds: float = 1.0) -> None:
        self._seconds, self._lock = seconds, threading.Lock()
        self._last: dict[tuple[str, int], tuple[float, int]] = {}

    def allow(self, kind: tuple[str, int]) -> int | None:
        """Return how many lines of this kind were suppressed since the last one, or None to suppress this one."""
        now = time.monotonic()
        with self._lock:
            last, suppressed = self._last.get(kind, (-self._seconds, 0))
            if now - last < self._seconds:
                self._last[kind] = (last, suppressed + 1)
                return None
            self._last[kind] = (now, 0)
            return suppressed


def init_app(app: Flask) -> None:
    """Log the start now, and each failed request by its route template, method and status."""
    from flask import g, request

    from server import version
    from server.extensions import get_catalogue
    from server.ops import metrics

    limited = RateLimitedLog()

    def log_failure(response: Response) -> Response:
        kind = (metrics.route(), response.status_code)
        suppressed = limited.allow(kind) if response.status_code in SERVER_ERRORS else None
        if suppressed is not None:
            fields = {
                "route": kind[0],
                "method": request.method if request.method.isalpha() else "other",
                "status": kind[1],
                "ms": round(metrics.elapsed() * 1000, 1),
            }
            fields |= {"like_it": suppressed} if suppressed else {}
            _log.error("failed", extra={"fields": fields}, exc_info=g.get("failure"))
        return response

    app.after_request(log_failure)
    _log.info(
        "ready to answer", extra={"fields": {"version": version.VERSION, "catalogue": get_catalogue(app).version}}
    )
