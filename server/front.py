"""What a worker runs: the store in front, then what was worked out before, and Flask behind both, which is made when
first needed or a moment after start.

A worker that finds no store, or a broken one, answers everything through Flask and looks for a store now and then.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from server import create_app, edition
from server.kept import Kept
from server.prebuilt import Prebuilt, StartResponse
from server.store import Store, StoreError

if TYPE_CHECKING:
    from flask import Flask

    from server.pack import Part

#: Seconds between two looks for a store, and from the start until Flask is made unasked.
LOOK: Final = 0.5
HEAD_START: Final = 1.0
_log = logging.getLogger(__name__)


class Behind:
    """Flask, made once; with a store at hand it need not render the pack again."""

    def __init__(self, settings: dict[str, Any]) -> None:
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
                self._app.extensions["numbers"].add_prebuilt(self.counted)
                pack = self._app.extensions["pack"]
                if self.store:
                    store = self.store
                    pack.make = lambda: parts(store)
                else:
                    pack.prepare()
            return self._app


def parts(store: Store) -> tuple[Part, ...]:
    """Return the pack's parts as they lie in a store."""
    from server.pack import Part

    def content(address: str) -> bytes:
        return store.body(store.answers[address].forms["identity"])

    return tuple(Part(one["name"], tuple(one["holds"]), content(one["address"]), one["body"]) for one in store.parts)


def application(settings: dict[str, Any]) -> Prebuilt:
    """Return what a WSGI server calls.

    Raises `points.errors.CatalogueError` when there is no store and the catalogue cannot be used.
    """
    key = edition.key(settings)
    behind = Behind(settings)
    kept = Kept(behind)
    front = Prebuilt(kept)
    behind.counted = lambda: {"200": front.answered + kept.answered, "304": front.unchanged + kept.unchanged}
    try:
        store = edition.find(settings, key)
    except StoreError as error:
        _log.warning("%s; answering without the store", error)
        store = None
    if store:
        behind.store = store
        front.serve(store)
        timer = threading.Timer(HEAD_START, behind.app)
        timer.daemon = True
        timer.start()
    else:
        behind.app()
        if settings["STORE"]:
            threading.Thread(target=_look_for_store, args=(front, settings, key), daemon=True).start()
    return front


def _look_for_store(front: Prebuilt, settings: dict[str, Any], key: str) -> None:
    """Serve the store as soon as there is one that can be read."""
    while True:
        try:
            store = edition.find(settings, key)
        except StoreError:
            store = None
        if store:
            front.serve(store)
            return
        time.sleep(LOOK)
