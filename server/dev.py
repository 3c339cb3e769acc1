"""Development server, `make dev`: a changed file is seen at the next request.

Templates, static files, figures and catalogue files are compared before each request, and the application is made anew
when one differs. Python files are watched by Werkzeug's reloader, which restarts the process within a second or two.
There is no store, no browser cache and no offline copy; a fault shows its traceback in the browser.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, Response
from werkzeug.serving import run_simple

from points import load
from points.errors import CatalogueError
from server import config, create_app, urls
from server.delivery import build_id
from server.ops import listener

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    #: Path, modification time in ns and size of every watched file.
    Snapshot = frozenset[tuple[Path, int, int]]

_ROOMS: Final = ("points", "diagrams", "server")
_CACHE_TYPE: Final = type(lru_cache(len))
#: Unregistering would bring the worker back at every page; one without a fetch handler lets every request pass. Where
#: `make run` served from the same origin before, its offline copies are deleted and its pages loaded anew.
WORKER: Final = """\
// Development: replaces the service worker of `make run`, deletes its caches and answers nothing.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("thumbwidth "));
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.clients.claim();
  if (names.length) for (const page of await self.clients.matchAll({ type: "window" })) page.navigate(page.url);
})()));
"""


class ReloadingApp:
    """WSGI application that makes the Flask application anew when a watched file differs."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings, self._lock = settings, threading.Lock()
        self._folders = (
            Path(settings["CATALOGUE"] or load.DATA),
            *(build_id.ROOT / name for name in ("static", "server/web/templates", "diagrams/figures")),
        )
        self._seen: Snapshot | None = None
        self._app: Flask | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            app = self._current()
        except CatalogueError as error:
            refusal = Response(f"{error}\n", 500, content_type="text/plain; charset=utf-8")
            return refusal(environ, start_response)
        return app(environ, start_response)

    def _current(self) -> Flask:
        """Return an application made from the files as they are. Raises what a broken file raises, at each request."""
        with self._lock:
            found = frozenset(_files(self._folders))
            if self._app is None or found != self._seen:
                self._app = None
                _clear_caches()
                self._app, self._seen = create_dev_app(self._settings), found
            return self._app


def create_dev_app(settings: dict[str, Any]) -> Flask:
    """Return the application without anything that keeps an older response."""
    app = create_app(settings)
    app.debug = True
    app.view_functions["pwa.worker"] = lambda: Response(WORKER, content_type="text/javascript; charset=utf-8")

    def forbid_storing(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response

    app.after_request(forbid_storing)
    return app


def _files(folders: Iterable[Path]) -> Iterator[tuple[Path, int, int]]:
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                known = path.stat()
                yield path, known.st_mtime_ns, known.st_size


def _clear_caches() -> None:
    """Empty every `functools` cache of a function of ours: what they hold was read from the files before."""
    for name, module in [*sys.modules.items()]:
        if name.split(".")[0] in _ROOMS:
            for value in vars(module).values():
                if isinstance(value, _CACHE_TYPE):
                    value.cache_clear()


def main() -> None:
    """Serve until Ctrl-C."""
    try:
        chosen = config.load(os.environ)
        if "WERKZEUG_RUN_MAIN" in os.environ:  # the reloader holds the port already
            where = listener.Listener(chosen.host, chosen.host, chosen.port)
        else:
            where = listener.find_listener(chosen.host, chosen.port)
            os.environ["BASE_URL"] = chosen.base_url or where.url
            print(f"Thumbwidth for developing at {where.url} (Ctrl-C stops it); without offline copies", flush=True)
        # TESTING leaves faults to Werkzeug's debugger, which shows the traceback.
        settings = config.settings({"RATE_LIMIT": "off", "STORE": "off", "TESTING": True})
    except config.SettingError as error:
        sys.exit(str(error))
    run_simple(
        where.address,
        where.port,
        urls.mount(ReloadingApp(settings), settings),
        use_reloader=True,
        use_debugger=True,
        threaded=True,
    )


if __name__ == "__main__":
    main()
