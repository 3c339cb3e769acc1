"""Flask-Caching around pure functions; never around views, whose conditional answers must not be stored."""

from __future__ import annotations

from flask import Flask
from flask_caching import Cache

cache = Cache()


def init_app(app: Flask) -> None:
    """Attach the cache: in the process by default, Redis by `CACHE_URL`."""
    cache.init_app(app)
