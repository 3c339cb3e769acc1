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
from server.delivery.response_cache import Kept
from server.delivery.store import Store, StoreError
from server.ops.health import Health

if TYPE_CHECKING:
    from flask import Flask

    from server.delivery.offline_bundle import Part

#: Seconds between two looks for a store, and from the start until Flask is made unasked.
LOOK: Final = 0.5
HEAD_START: Final = 1.0
_log = logging.getLogger(__name__)


class Behind:
    """Flask, made once; with a store at hand it need not render the pack again."""

    def __init__(self, settings: dict[str, Any], health: Health) -> None:
        self.health = health
        self._settings, self._lock = settings, threading.Lock()
        self._app: Flask | None = None
        self.store: Store | None = None
        self.counted: Callable[[], Mapping[str, int]] = dict

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        return (self._app or self.app())(environ, start_response)

    def app(self) -> Flask:
        """Return the application. Raises `points.errors.CatalogueError` when its catalogue cannot be used."""
        with self._lock:
            if self._app is None:
                self._app = create_app(self._settings)
                self._app.extensions["health"] = self.health
                self._app.extensions["numbers"].add_prebuilt(self.counted)
                pack = self._app.extensions["pack"]
                if self.store:
                    pack.make = _parts_or(self.store, pack.make)
                else:
                    pack.prepare()
            return self._app


def parts(store: Store) -> tuple[Part, ...]:
    """Return the pack's parts as they lie in a store."""
    from server.delivery.offline_bundle import Part

    def content(address: str) -> bytes:
        return store.body(store.answers[address].forms["identity"])

    return tuple(Part(one["name"], tuple(one["holds"]), content(one["address"]), one["body"]) for one in store.parts)


def _parts_or(store: Store, render: Callable[[], tuple[Part, ...]]) -> Callable[[], tuple[Part, ...]]:
    """Return a function that takes the pack's parts from a store, or renders them where it is damaged."""

    def make() -> tuple[Part, ...]:
        try:
            return parts(store)
        except StoreError as error:
            _log.warning("%s; rendering the packs", error)
            return render()

    return make


def application(settings: dict[str, Any]) -> Prebuilt:
    """Return what a WSGI server calls.

    Raises `points.errors.CatalogueError` when there is no store and the catalogue cannot be used.
    """
    key, health = build_id.key(settings), Health(settings)
    behind = Behind(settings, health)
    kept = Kept(behind)
    stores = _Stores(settings, key, health)
    front = Prebuilt(kept, stores.lose)
    stores.front = front
    behind.counted = lambda: {"200": front.answered + kept.answered, "304": front.unchanged + kept.unchanged}
    try:
        store = build_id.find(settings, key)
    except StoreError as error:
        _log.warning("%s; answering without the store", error)
        health.damaged = True
        store = None
    if store:
        behind.store = store
        stores.serve(store)
        timer = threading.Timer(HEAD_START, behind.app)
        timer.daemon = True
        timer.start()
    else:
        behind.app()
        if settings["STORE"]:
            stores.look()
    return front


class _Stores:
    """The store a worker serves from, given up when it is damaged and replaced when there is another."""

    def __init__(self, settings: dict[str, Any], key: str, health: Health) -> None:
        self._settings, self._key, self._health = settings, key, health
        self.front: Prebuilt
        self._store: Store | None = None

    def serve(self, store: Store) -> None:
        self._store = store
        self._health.serving, self._health.damaged = True, False
        self.front.serve(store)

    def lose(self) -> None:
        """Remove the damaged file, so that it is built again (`server.__main__`), and look for that."""
        self._health.serving, self._health.damaged = False, True
        if self._store and self._store.is_at(self._store.path):
            with suppress(OSError):
                self._store.path.unlink()
        self.look()

    def look(self) -> None:
        """Serve a store as soon as there is one that can be read and is not the one given up."""
        threading.Thread(target=self._look, name="store", daemon=True).start()

    def _look(self) -> None:
        path = build_id.path_of(self._settings, self._key)
        while True:
            store = None
            if not (self._store and self._store.is_at(path)):
                with suppress(StoreError):
                    store = build_id.find(self._settings, self._key)
            if store:
                self.serve(store)
                return
            time.sleep(LOOK)
