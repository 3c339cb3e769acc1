"""Settings and their defaults; `create_app(overrides)` or else the environment overrides."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

#: The environment variable by which prometheus-client learns where workers add up their numbers.
NUMBERS: Final = "PROMETHEUS_MULTIPROC_DIR"

DEFAULTS: Final[dict[str, Any]] = {
    "API_TITLE": "Thumbwidth",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/api/v1",
    "OPENAPI_JSON_PATH": "openapi.json",
    # The public address, for what must be absolute (sitemap, QR codes, calendars). The Host header is never used.
    "BASE_URL": "http://127.0.0.1:8000",
    # '' keeps the cache in the process; redis://… shares it.
    "CACHE_URL": "",
    "CACHE_BYTES": 12_000_000,  # what a worker keeps of worked-out answers, or holds while Redis is away
    "CATALOGUE": None,  # a folder; None is the one that ships
    "STORE": str(Path(__file__).parent.parent / "build" / "store"),  # a folder for what is made beforehand; off: none
    "MAX_CONTENT_LENGTH": 0,  # read-only service: no body is ever needed
    # Questions an address may put that are worked out for it alone; 'off' for none. A picture counts for five.
    "RATE_LIMIT": "120 per minute",
    # Who may read /metrics: 'off' nobody, 'local' programs on this machine that come without a proxy, 'on' everybody.
    "METRICS": "local",
    # Proxies before the service whose X-Forwarded-For and -Proto are believed; 0 believes nobody.
    "TRUSTED_PROXIES": 0,
    # Requests that are worked out at once and those that wait, seconds they wait. Together fewer than the server's
    # threads, so that one is always free for what is listed.
    "WORKING": 1,
    "WAITING": 0,
    "PATIENCE": 0.5,
}


def settings(overrides: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the defaults with overrides and the environment laid over them, ready for Flask."""
    values = DEFAULTS | (overrides or {})
    for name in ("BASE_URL", "CACHE_URL", "CATALOGUE", "METRICS", "RATE_LIMIT", "STORE", "TRUSTED_PROXIES"):
        if overrides is None or name not in overrides:
            values[name] = os.environ.get(name) or values[name]
    values["BASE_URL"] = str(values["BASE_URL"]).rstrip("/")
    values["STORE"] = "" if values["STORE"] == "off" else values["STORE"]
    values["TRUSTED_PROXIES"] = _count("TRUSTED_PROXIES", values["TRUSTED_PROXIES"])
    values["CACHE_TYPE"] = "server.caching.Shared" if values["CACHE_URL"] else "server.caching.InProcess"
    return values


def _count(name: str, value: int | str) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit() and int(text) <= 10):
        raise ValueError(f"{name}: expected a whole number from 0 to 10 (found {text!r})")
    return int(text)


def whole(name: str, default: int, low: int, high: int) -> int:
    """Return a whole number of the environment. Raises `ValueError` for anything else, and outside the bounds."""
    text = os.environ.get(name, str(default))
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise ValueError(f"{name}: expected a whole number from {low} to {high} (found {text!r})")
    return int(text)
