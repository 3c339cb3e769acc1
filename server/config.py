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

#: The environment variable that names the folder in which prometheus-client adds up the metrics of all workers.
METRICS_DIR_ENV: Final = "PROMETHEUS_MULTIPROC_DIR"
#: The repository, which is also the folder of the running service.
ROOT: Final = Path(__file__).parent.parent
#: The folder of the store unless `STORE` names another.
DEFAULT_STORE: Final = ROOT / "build" / "store"

#: Constants that only `create_app(overrides)` can change.
CONSTANTS: Final[dict[str, Any]] = {
    "API_TITLE": "Thumbwidth",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/api/v1",
    "OPENAPI_JSON_PATH": "openapi.json",
    "CACHE_BYTES": 2_000_000,  # of the cache in the process, also while Redis is down
    "MAX_CONTENT_LENGTH": 0,  # read-only service: no body is ever needed
    # Dynamic responses computed at once, how many wait, and for how many seconds; PNGs rendered at once, each for
    # seconds in a separate process. Their sum is below the number of threads: one is always free for static URLs.
    "MAX_CONCURRENT": 1,
    "QUEUE_LENGTH": 5,
    "QUEUE_TIMEOUT_SECONDS": 0.5,
    "MAX_CONCURRENT_PNGS": 1,
    # Wait of `/sw.js` for bundles that are being built; shorter than the timeout of proxies.
    "BUNDLE_TIMEOUT_SECONDS": 3.0,
}


@dataclass(frozen=True)
class Settings:
    """Every setting, validated. The fields are the environment variables in lower case."""

    #: Host name or IP address to listen on; checked by `server.ops.listener`.
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    #: Public URL without a trailing slash, for the sitemap, QR codes and calendars; the Host header is never used.
    #: '' when it is not set.
    base_url: str = ""
    #: '' caches in the process; redis://… is shared by all workers.
    cache_url: str = ""
    #: Folder of a catalogue; '' is the one in the repository.
    catalogue: str = ""
    #: Folder of prebuilt responses; '' for none.
    store: str = str(DEFAULT_STORE)
    #: 'full', or 'draft': compressed lightly and without drawings as PNG, which are rendered when asked for.
    prebuild: str = values.FULL
    #: Dynamic requests of one client; 'off' for no limit. A PNG counts as five.
    rate_limit: str = "120 per minute"
    metrics: str = "local"
    #: Number of proxies in front whose X-Forwarded-For and X-Forwarded-Proto are trusted.
    trusted_proxies: int = 0


PARSERS: Final[dict[str, Callable[[str], Any]]] = {
    "HOST": values.host,
    "PORT": values.integer("PORT", 1, 65535, 8080),
    "WORKERS": values.integer("WORKERS", 1, 64, 2),
    "BASE_URL": values.base_url,
    "CACHE_URL": values.cache_url,
    "CATALOGUE": values.catalogue,
    "STORE": values.store,
    "PREBUILD": values.one_of(
        "PREBUILD", (values.FULL, values.DRAFT), "PREBUILD=draft is for trials: light compression, no PNG"
    ),
    "RATE_LIMIT": values.rate_limit,
    "METRICS": values.one_of("METRICS", values.ACCESS_MODES, "METRICS=local is for programs on this machine"),
    "TRUSTED_PROXIES": values.integer("TRUSTED_PROXIES", 0, 10, 1),
}
assert [*PARSERS] == [field.name.upper() for field in fields(Settings)]


def load(environ: Mapping[str, str]) -> Settings:
    """Return the settings of an environment; an empty variable counts as not set. Raises `SettingError`."""
    return _parse({name: environ[name] for name in PARSERS if environ.get(name)})


def _parse(texts: Mapping[str, str]) -> Settings:
    return Settings(**{name.lower(): PARSERS[name](text) for name, text in texts.items()})


def settings(overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the constants and settings, as Flask's configuration; overrides replace the environment.

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
