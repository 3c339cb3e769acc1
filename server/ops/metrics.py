"""Prometheus metrics at `/metrics`: requests and seconds by route template, without URLs and client addresses.

Several workers write to a folder that `python -m server` creates (`PROMETHEUS_MULTIPROC_DIR`); the one that receives
the request adds them up.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from typing import Final

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
    multiprocess,
)

from server import version
from server.config import METRICS_DIR_ENV
from server.extensions import get_catalogue, get_metrics

blueprint = Blueprint("metrics", __name__)
_LOOPBACK: Final = ("127.", "::1", "::ffff:127.")
_FORWARDED: Final = ("X-Forwarded-For", "Forwarded", "X-Real-IP")
_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST"})
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
#: Interval in which a worker writes its counts of prebuilt responses for the others.
_FLUSH_SECONDS: Final = 2.0


class Metrics:
    """The counters of one application."""

    def __init__(self, catalogue: str) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "thumbwidth_requests",
            "Requests answered by the application",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "thumbwidth_request_seconds",
            "Seconds the application took",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._prebuilt = Counter(
            "thumbwidth_prebuilt", "Requests answered before the application", ("status",), registry=self._registry
        )
        info = Gauge(
            "thumbwidth_info",
            "What answers",
            ("version", "catalogue"),
            registry=self._registry,
            multiprocess_mode="max",
        )
        info.labels(version.VERSION, catalogue).set(1)
        self._read_counters: Callable[[], Mapping[str, int]] = dict
        self._flushed_counts: dict[str, int] = {}
        self._lock = threading.Lock()
        if METRICS_DIR_ENV not in os.environ:
            ProcessCollector(registry=self._registry)

    def record(self, route: str, method: str, status: int, seconds: float) -> None:
        """Record a response. `route` is a template, such as `/points/<text>`."""
        self._requests.labels(route, method if method in _METHODS else "other", str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def add_prebuilt(self, read: Callable[[], Mapping[str, int]]) -> None:
        """Include responses sent before the application; `read` returns their total by status."""
        self._read_counters = read
        if METRICS_DIR_ENV in os.environ:
            threading.Thread(target=self._flush_loop, name="metrics", daemon=True).start()

    def _flush_loop(self) -> None:
        while True:
            time.sleep(_FLUSH_SECONDS)
            self._flush()

    def _flush(self) -> None:
        with self._lock:
            for status, count in self._read_counters().items():
                self._prebuilt.labels(status).inc(count - self._flushed_counts.get(status, 0))
                self._flushed_counts[status] = count

    def text(self) -> bytes:
        """Return all metrics in the text format of Prometheus."""
        self._flush()
        if METRICS_DIR_ENV not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        multiprocess.MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


def route() -> str:
    """Return the route template of the current request, or `none`: an unknown path is not recorded."""
    return request.url_rule.rule if request.url_rule else "none"


def elapsed() -> float:
    """Return the seconds since the current request began."""
    return time.perf_counter() - float(g.started)


def _start_timer() -> None:
    g.started = time.perf_counter()


def _record_response(response: Response) -> Response:
    get_metrics().record(route(), request.method, response.status_code, elapsed())
    return response


def _is_allowed() -> bool:
    audience = current_app.config["METRICS"]
    if audience != "local":
        return bool(audience == "on")
    forwarded = any(name in request.headers for name in _FORWARDED)
    return (request.remote_addr or "").startswith(_LOOPBACK) and not forwarded


@blueprint.get("/metrics")
def metrics() -> Response:
    if not _is_allowed():
        abort(404)
    response = Response(get_metrics().text(), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response


def init_app(app: Flask) -> None:
    """Record every response. Registered first, so that requests refused by later hooks are included."""
    app.extensions["metrics"] = Metrics(get_catalogue(app).version)
    app.before_request(_start_timer)
    app.after_request(_record_response)
    app.register_blueprint(blueprint)
