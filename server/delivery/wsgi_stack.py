"""What a worker runs: the store in front, then what was worked out before, and Flask behind both, which is made when
first needed or a moment after start.

A worker that finds no store, or a broken one, answers everything through Flask and looks for a store now and then.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from server import create_app
from server.delivery import build_id
from server.delivery.prebuilt import Prebuilt, StartResponse
from server.delivery.response_cache import ResponseCache
from server.delivery.store import Store, StoreError
from server.ops.health import Health

if TYPE_CHECKING:
    from flask import Flask

    from server.delivery.offline_bundle import Bundle

#: Seconds between two looks for a store, and from the start until Flask is made unasked.
STORE_POLL_SECONDS: Final = 0.5
WARM_UP_SECONDS: Final = 1.0
_log = logging.getLogger(__name__)


class LazyFlask:
    """Flask, made once; with a store at hand it need not render the pack again."""

    def __init__(self, settings: dict[str, Any], health: Health) -> None:
        self.health = health
        self._settings, self._lock = settings, threading.Lock()
        self._app: Flask | None = None
        self.store: Store | None = None
        self.read_counters: Callable[[], Mapping[str, int]] = dict

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        return (self._app or self.app())(environ, start_response)

    def app(self) -> Flask:
        """Return the application. Raises `points.errors.CatalogueError` when its catalogue cannot be used."""
        with self._lock:
            if self._app is None:
                from server.extensions import get_bundles, get_metrics

                self._app = create_app(self._settings)
                self._app.extensions["health"] = self.health
                get_metrics(self._app).add_prebuilt(self.read_counters)
                pack = get_bundles(self._app)
                if self.store:
                    pack.builder = _bundle_builder(self.store, pack.builder)
                else:
                    pack.start_building()
            return self._app


def bundles_from_store(store: Store) -> tuple[Bundle, ...]:
    """Return the pack's parts as they lie in a store."""
    from server.delivery.offline_bundle import Bundle

    def content(address: str) -> bytes:
        return store.body(store.responses[address].body_names["identity"])

    return tuple(
        Bundle(one["name"], tuple(one["holds"]), content(one["address"]), one["body"]) for one in store.bundles
    )


def _bundle_builder(store: Store, render: Callable[[], tuple[Bundle, ...]]) -> Callable[[], tuple[Bundle, ...]]:
    """Return a function that takes the pack's parts from a store, or renders them where it is damaged."""

    def make() -> tuple[Bundle, ...]:
        try:
            return bundles_from_store(store)
        except StoreError as error:
            _log.warning("%s; rendering the packs", error)
            return render()

    return make


def build_stack(settings: dict[str, Any]) -> Prebuilt:
    """Return what a WSGI server calls.

    Raises `points.errors.CatalogueError` when there is no store and the catalogue cannot be used.
    """
    key, health = build_id.build_id(settings), Health(settings)
    behind = LazyFlask(settings, health)
    kept = ResponseCache(behind)
    stores = _StoreSwitch(settings, key, health)
    front = Prebuilt(kept, stores.discard)
    stores.front = front
    behind.read_counters = lambda: {
        "200": front.ok_count + kept.ok_count,
        "304": front.not_modified_count + kept.not_modified_count,
    }
    try:
        store = build_id.open_store(settings, key)
    except StoreError as error:
        _log.warning("%s; answering without the store", error)
        health.is_damaged = True
        store = None
    if store:
        behind.store = store
        stores.use(store)
        timer = threading.Timer(WARM_UP_SECONDS, behind.app)
        timer.daemon = True
        timer.start()
    else:
        behind.app()
        if settings["STORE"]:
            stores.start_polling()
    return front


class _StoreSwitch:
    """The store a worker serves from, given up when it is damaged and replaced when there is another."""

    def __init__(self, settings: dict[str, Any], key: str, health: Health) -> None:
        self._settings, self._key, self._health = settings, key, health
        self.front: Prebuilt
        self._store: Store | None = None

    def use(self, store: Store) -> None:
        self._store = store
        self._health.is_serving, self._health.is_damaged = True, False
        self.front.use_store(store)

    def discard(self) -> None:
        """Remove the damaged file, so that it is built again (`server.ops.run`), and look for that."""
        self._health.is_serving, self._health.is_damaged = False, True
        if self._store and self._store.is_at(self._store.path):
            with suppress(OSError):
                self._store.path.unlink()
        self.start_polling()

    def start_polling(self) -> None:
        """Serve a store as soon as there is one that can be read and is not the one given up."""
        threading.Thread(target=self._poll, name="store", daemon=True).start()

    def _poll(self) -> None:
        path = build_id.store_path(self._settings, self._key)
        while True:
            store = None
            if not (self._store and self._store.is_at(path)):
                with suppress(StoreError):
                    store = build_id.open_store(self._settings, self._key)
            if store:
                self.use(store)
                return
            time.sleep(STORE_POLL_SECONDS)
