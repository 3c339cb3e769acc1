"""`python -m server.delivery.prebuild`: computes every static response in every content coding and stores it.

The store has three uses: the service sends prebuilt responses from it (`server.delivery.prebuilt`), the offline bundle
is made from it, and the export writes it to files. Responses that did not change since the last build are not
compressed or drawn again.
"""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from flask import Flask

from diagrams import png as raster
from points.errors import CatalogueError
from server import config, create_app
from server.delivery import assets, build_id, offline_bundle, store
from server.delivery.content_negotiation import ENCODINGS, IDENTITY
from server.delivery.store import Headers, Store, StoredResponse, StoreError, content_hash
from server.extensions import get_bundles, get_catalogue
from server.ops import headers
from server.ops.parent_watch import exit_with_parent
from server.setting_parsers import FULL
from server.web.drawings import DEFAULT_WIDTH

#: An address that nobody has, below each place where failures look different.
ERROR_URLS: Final = ("/404", "/api/404")
#: Changes when the same drawing would be rendered to other bytes.
RENDERER: Final = f"resvg-{metadata.version('resvg-py')}-{DEFAULT_WIDTH}"
#: Workers start as fresh interpreters: a fork copies locks that other threads of the builder may hold, for ever.
_SPAWN: Final = multiprocessing.get_context("spawn")
#: Called on the way with a kind of work, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


def all_urls(app: Flask, *, with_pngs: bool = True) -> Iterator[str]:
    """Yield every address that can be listed: the sitemap's, the drawings as PNG, and what makes them installable."""
    yield from offline_bundle.offline_urls(get_catalogue(app))
    if with_pngs:
        yield from (address.replace(".svg", ".png") for address in _png_sources(app))
    yield from (assets.asset_url(name) for name in assets.asset_names())
    yield from (part.url for part in get_bundles(app).bundles)
    yield from offline_bundle.FIXED_URLS


def _png_sources(app: Flask) -> list[str]:
    """Return the drawings whose PNG is prepared: those that stand alone, and not what only a page or session shows."""
    shown_only = re.compile(r"/diagrams/[^/]+/(?:find|thumbs)/")
    listed = offline_bundle.offline_urls(get_catalogue(app))
    return [address for address in listed if address.startswith("/diagrams/") and not shown_only.match(address)]


class ResponseBodies:
    """The bodies of a build by name, made on all cores where the last build did not have them."""

    def __init__(self, old: Store | None, pool: Executor, progress: Progress, prebuild: str) -> None:
        self.codec_versions, self._prebuild = f"{headers.codec_versions(prebuild)} {RENDERER}", prebuild
        self._old = old if old and old.codec_versions == self.codec_versions else None
        self._pool, self._progress = pool, progress
        self.by_name: dict[str, bytes] = {}
        self.png_names = dict(self._old.pngs) if self._old else {}
        made = self._old.responses.values() if self._old else ()
        self._body_names = {answer.body_names[IDENTITY]: dict(answer.body_names) for answer in made}

    def add(self, body: bytes) -> str:
        """Take a body in; return its name."""
        name = content_hash(body)
        self.by_name[name] = body
        return name

    def render_pngs(self, svgs: Iterable[bytes]) -> dict[str, bytes]:
        """Return drawings as pictures: {SVG: PNG}."""
        wanted = {content_hash(svg): svg.decode() for svg in svgs}
        fresh = {
            name: self._pool.submit(raster.png, svg, DEFAULT_WIDTH)
            for name, svg in wanted.items()
            if name not in self.png_names
        }
        self.png_names = {name: self.png_names.get(name, "") for name in wanted}
        for name, png in self._results("pictures", fresh):
            self.png_names[name] = self.add(png)
        return {wanted[name]: self._body(png) for name, png in self.png_names.items()}

    def compressed_bodies(self, bodies: Iterable[bytes]) -> dict[str, dict[str, str]]:
        """Compress bodies; return {name: {encoding: name}}."""
        wanted = {self.add(body): body for body in bodies}
        forms = {name: self._body_names.get(name, {IDENTITY: name}) for name in wanted}
        fresh = {
            (name, encoding): self._pool.submit(headers.compress_body, body, encoding, self._prebuild)
            for name, body in wanted.items()
            for encoding in ENCODINGS
            if encoding not in forms[name]
        }
        for (name, encoding), body in self._results("compressed", fresh):
            forms[name][encoding] = self.add(body)
        for name in {name for one in forms.values() for name in one.values()}:
            self._body(name)
        return forms

    def _body(self, name: str) -> bytes:
        if name not in self.by_name and self._old:
            self.by_name[name] = self._old.body(name)
        return self.by_name[name]

    def _results(self, work: str, jobs: dict[Any, Future[bytes]]) -> Iterator[tuple[Any, bytes]]:
        for number, (name, job) in enumerate(jobs.items(), 1):
            yield name, job.result()
            self._progress(work, number, len(jobs))


class PrerenderedRaster:
    """Stands in for the process that draws pictures, with those that are drawn already."""

    def __init__(self, pictures: dict[str, bytes]) -> None:
        self._pictures = pictures

    def png(self, svg: str, width: int) -> bytes:
        assert width == DEFAULT_WIDTH
        return self._pictures[svg]


def build_store(
    app: Flask,
    path: Path,
    key: str,
    *,
    old: Store | None = None,
    progress: Progress = lambda *_: None,
    with_pngs: bool | None = None,
) -> None:
    """Ask the application for every address once and write the store; take from `old` what has not changed.

    Without `with_pngs`, as in a draft unless they are asked for, the drawings are there as SVG only.
    """
    prebuild = app.config["PREBUILD"]
    with_pngs = prebuild == FULL if with_pngs is None else with_pngs

    @cache
    def fetch(address: str) -> tuple[Headers, bytes]:
        progress("answers", fetch.cache_info().misses, len(urls))
        return offline_bundle.fetch_response(app, address)

    urls = [
        *offline_bundle.offline_urls(get_catalogue(app)),
        *assets.asset_names(),
        *offline_bundle.FIXED_URLS,
    ]  # only to say how many
    get_bundles(app).fetcher = fetch
    with ProcessPoolExecutor(mp_context=_SPAWN, initializer=partial(exit_with_parent, immediately=True)) as pool:
        bodies = ResponseBodies(old, pool, progress, prebuild)
        if with_pngs:
            app.extensions["png_worker"] = PrerenderedRaster(
                bodies.render_pngs(fetch(address)[1] for address in _png_sources(app))
            )
        urls = list(all_urls(app, with_pngs=with_pngs))
        responses = {address: fetch(address) for address in urls}
        errors = {address: offline_bundle.fetch_response(app, address, 404) for address in ERROR_URLS}
        forms = bodies.compressed_bodies(body for told, body in responses.values() if _is_compressed(told, body))

    def stored_response(told: Headers, body: bytes) -> StoredResponse:
        name = bodies.add(body)
        return StoredResponse(told, forms.get(name, {IDENTITY: name}))

    store.write_store(
        path,
        key,
        bodies.by_name,
        codec_versions=bodies.codec_versions,
        responses={address: stored_response(*one) for address, one in responses.items()},
        error_responses={address: stored_response(*one) for address, one in errors.items()},
        bundles=[part.manifest_entry for part in get_bundles(app).bundles],
        pngs=bodies.png_names,
    )


def _is_compressed(told: Headers, body: bytes) -> bool:
    return ("Vary", "Accept-Encoding") in told and len(body) >= headers.MIN_COMPRESSED_BYTES


def ensure_store(settings: dict[str, Any], progress: Progress = lambda *_: None) -> Store:
    """Return the store of the edition these settings describe, built first where there is none that can be used.

    Raises `CatalogueError`, and `OSError` when the folder cannot be written.
    """
    key = build_id.build_id(settings)
    path = build_id.store_path(settings, key)
    path.parent.mkdir(parents=True, exist_ok=True)
    with build_lock(path.parent / "lock"):  # who waited here finds it built
        try:
            return Store(path, key)
        except StoreError:
            app = create_app(settings | {"CACHE_URL": "", "RATE_LIMIT": "off"})
            _build_incrementally(app, path, key, settings, progress)
            build_id.prune(settings)
            return Store(path, key)


def _build_incrementally(app: Flask, path: Path, key: str, settings: dict[str, Any], progress: Progress) -> None:
    """Build with what the newest store has; one that turns out to be damaged is removed, and nothing taken from it."""
    old = build_id.open_newest_store(settings)
    try:
        build_store(app, path, key, old=old, progress=progress)
    except StoreError as error:
        assert old
        print(f"{error}; building without it", file=sys.stderr, flush=True)
        old.path.unlink(missing_ok=True)
        fresh = create_app(settings | {"CACHE_URL": "", "RATE_LIMIT": "off"})
        build_store(fresh, path, key, progress=progress)


@contextmanager
def build_lock(path: Path) -> Iterator[None]:
    """Hold a lock that says in the file whose it is; say who is waited for.

    The lock is the process's own (POSIX): it is free as soon as that is gone, whatever it has started.
    """
    with path.open("a+") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read() or "another process"
            print(f"Waiting for {holder}, which is preparing a site here ({path})", file=sys.stderr, flush=True)
            fcntl.lockf(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        lock.write(f"process {os.getpid()}")
        lock.flush()
        yield


class ProgressPrinter:
    """Says how far the work has come, once a second and at the end of each kind."""

    def __init__(self) -> None:
        self._said = 0.0

    def __call__(self, work: str, done: int, total: int) -> None:
        if done == total or time.monotonic() > self._said + 1:
            self._said = time.monotonic()
            print(f"Preparing the site, {work}: {done} of {total}", file=sys.stderr, flush=True)


def main() -> None:
    """Build the store, or say that it is there."""
    try:
        settings = config.settings()
        if not settings["STORE"]:
            sys.exit("STORE: is off, so there is nowhere to keep the site; name a folder, as in STORE=build/store")
        made = ensure_store(settings, ProgressPrinter())
    except OSError as error:
        sys.exit(
            f"STORE: cannot be written ({error}); the guide is served without it, slower. Make room or name another"
        )
    except (CatalogueError, config.SettingError) as error:
        sys.exit(str(error))
    print(f"The site is prepared: {len(made.responses)} answers in {made.path}")


if __name__ == "__main__":
    main()
