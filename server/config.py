"""Settings and their defaults; `create_app(overrides)` or else the environment overrides."""

from __future__ import annotations

import os
from typing import Any, Final

DEFAULTS: Final[dict[str, Any]] = {
    "API_TITLE": "Thumbwidth",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/api/v1",
    "OPENAPI_JSON_PATH": "openapi.json",
    # The public address, for what must be absolute (sitemap). The Host header is never used.
    "BASE_URL": "http://127.0.0.1:8000",
    # '' keeps the cache in the process; redis://… shares it.
    "CACHE_URL": "",
    "CACHE_THRESHOLD": 2000,
    "CATALOGUE": None,  # a folder; None is the one that ships
    "MAX_CONTENT_LENGTH": 0,  # read-only service: no body is ever needed
}


def settings(overrides: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the defaults with overrides and the environment laid over them, ready for Flask."""
    values = DEFAULTS | (overrides or {})
    for name in ("BASE_URL", "CACHE_URL", "CATALOGUE"):
        if overrides is None or name not in overrides:
            values[name] = os.environ.get(name) or values[name]
    values["BASE_URL"] = str(values["BASE_URL"]).rstrip("/")
    values["CACHE_TYPE"] = "RedisCache" if values["CACHE_URL"] else "SimpleCache"
    if values["CACHE_URL"]:
        values["CACHE_REDIS_URL"] = values["CACHE_URL"]
    return values
