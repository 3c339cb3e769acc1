"""Settings: parsed and validated once, from `create_app(overrides)` or else from the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from server import setting_parsers as values
from server.setting_parsers import SettingError

__all__ = ["METRICS_DIR_ENV", "SettingError", "Settings", "load", "settings"]

#: The environment variable by which prometheus-client learns where workers add up their numbers.
METRICS_DIR_ENV: Final = "PROMETHEUS_MULTIPROC_DIR"
#: Where the store lies unless `STORE` names another folder.
DEFAULT_STORE: Final = Path(__file__).parent.parent / "build" / "store"

#: What nobody sets by the environment; `create_app(overrides)` may.
CONSTANTS: Final[dict[str, Any]] = {
    "API_TITLE": "Thumbwidth",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/api/v1",
    "OPENAPI_JSON_PATH": "openapi.json",
    "CACHE_BYTES": 8_000_000,  # what a worker keeps of worked-out answers, or holds while Redis is away
    "MAX_CONTENT_LENGTH": 0,  # read-only service: no body is ever needed
    # Dynamic responses computed at once, how many wait, and for how many seconds; then pictures, which take seconds
    # in a process of their own. All together fewer than the server's threads, so that one is free for what is listed.
    "MAX_CONCURRENT": 1,
    "QUEUE_LENGTH": 2,
    "QUEUE_TIMEOUT_SECONDS": 0.5,
    "MAX_CONCURRENT_PNGS": 1,
    # Seconds that a request for the worker waits for the packs where no store has them: less than proxies wait.
    "BUNDLE_TIMEOUT_SECONDS": 3.0,
}


@dataclass(frozen=True)
class Settings:
    """Every setting, validated. The fields are the environment variables' names in small letters."""

    #: Name or address to listen on; `server.ops.listener` finds out whether this machine can.
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    #: The public address, for what must be absolute (sitemap, QR codes, calendars), without a slash at its end.
    #: '' when it was not given. The Host header is never used.
    base_url: str = ""
    #: '' keeps the cache in the process; redis://… shares it.
    cache_url: str = ""
    #: A folder; '' is the catalogue that ships.
    catalogue: str = ""
    #: A folder for what is made beforehand; '' for none.
    store: str = str(DEFAULT_STORE)
    #: Questions an address may put that are worked out for it alone; 'off' for none. A picture counts for five.
    rate_limit: str = "120 per minute"
    metrics: str = "local"
    #: Proxies before the service whose X-Forwarded-For and -Proto are believed; 0 believes nobody.
    trusted_proxies: int = 0


PARSERS: Final[dict[str, Callable[[str], Any]]] = {
    "HOST": values.host,
    "PORT": values.integer("PORT", 1, 65535, 8080),
    "WORKERS": values.integer("WORKERS", 1, 64, 2),
    "BASE_URL": values.base_url,
    "CACHE_URL": values.cache_url,
    "CATALOGUE": values.catalogue,
    "STORE": values.store,
    "RATE_LIMIT": values.rate_limit,
    "METRICS": values.metrics,
    "TRUSTED_PROXIES": values.integer("TRUSTED_PROXIES", 0, 10, 1),
}
assert [*PARSERS] == [field.name.upper() for field in fields(Settings)]


def load(environ: Mapping[str, str]) -> Settings:
    """Return the settings of an environment; an empty variable counts as not set. Raises `SettingError`."""
    return _parse({name: environ[name] for name in PARSERS if environ.get(name)})


def _parse(given: Mapping[str, str]) -> Settings:
    return Settings(**{name.lower(): PARSERS[name](text) for name, text in given.items()})


def settings(overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the constants and settings, with overrides laid over the environment, ready for Flask.

    Raises `SettingError` for an override as for a variable.
    """
    others = {name: value for name, value in (overrides or {}).items() if name not in PARSERS}
    texts = {name: os.environ[name] for name in PARSERS if os.environ.get(name)}
    texts |= {name: _text(value) for name, value in (overrides or {}).items() if name in PARSERS}
    values = {name.upper(): value for name, value in asdict(_parse(texts)).items()}
    values["BASE_URL"] = values["BASE_URL"] or f"http://127.0.0.1:{values['PORT']}"
    values["CACHE_TYPE"] = (
        "server.delivery.cache.RedisWithFallback" if values["CACHE_URL"] else "server.delivery.cache.MemoryCache"
    )
    return CONSTANTS | others | values


def _text(value: object) -> str:
    return "" if value is None else str(value)
