"""The packs: everything that works offline, in a few documents that a phone fetches once and unpacks into its cache.

A part is kept under the hash of its content, so that an update fetches only the parts that changed. The first body's
drawings travel with the pages: those show them inline, so beside them they compress to almost nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from flask import Flask

from diagrams import find_frames, postures, resting_postures, thumbnails, views
from diagrams.anatomy import BODIES
from diagrams.compose import ALTERNATIVE_SUFFIX
from points.catalogue import Catalogue
from server.api.serializers import API
from server.delivery import assets
from server.delivery.store import Headers
from server.extensions import get_catalogue

MANIFEST: Final = "/manifest.webmanifest"
#: What else answers alike to everybody, besides the pages, drawings and documents of `addresses()`.
FIXED_URLS: Final = (MANIFEST, "/sw.js", "/sitemap.xml", "/robots.txt")
#: Headers that belong to one way of sending an answer; and those that make no sense on a copy kept by the phone.
HOP_HEADERS: Final = {"content-length", "content-encoding", "date", "etag"}
_UNCACHED_HEADERS: Final = {"server", "vary", "connection", "x-thumbwidth"}
#: Where answers are taken apart: between elements, and between the objects of a JSON list. What many share is then said
#: once, which is what makes a pack small for those who can only take gzip, and quick to read.
CHUNK_BOUNDARY: Final = re.compile(r"(?<=>)(?=<)|(?<=\},)(?=\{)")
_PLAIN_PAGES: Final = (
    "/",
    "/about",
    "/api",
    "/care-options",
    "/compare",
    "/compose",
    "/conditions",
    "/differences",
    "/does-it-work",
    "/help",
    "/journal",
    "/points",
    "/practise",
    "/routines",
    "/routines/custom",
    "/routines/custom/handout",
    "/safety",
    "/self-care",
    "/selftest",
    "/settings",
    "/sources",
)
_API_LISTS: Final = (
    "catalogue",
    "clues",
    "conditions",
    "contraindications",
    "differences",
    "gate",
    "landmarks",
    "meridians",
    "omissions",
    "openapi.json",
    "passages",
    "points",
    "red-flags",
    "reviews",
    "routines",
    "search-index",
    "self-care",
    "sources",
    "stop-rules",
    "studies",
    "thresholds",
    "views",
)


def offline_urls(known: Catalogue) -> tuple[str, ...]:
    """Return every address that works offline, sorted: pages, drawings and JSON documents."""
    pages = [*_PLAIN_PAGES]
    pages += [f"/points/{point.code}{part}" for point in known.points for part in ("", "/show", "/handout")]
    pages += [f"/conditions/{item.slug}" for item in known.conditions]
    for routine in known.routines:
        pages += [f"/routines/{routine.slug}{part}" for part in ("", "/session", "/handout")]
    drawings = [f"/diagrams/{body}/views/{view.slug}.svg" for body in BODIES for view in views.views()]
    drawings += [f"/diagrams/{body}/points/{point.code}.svg" for body in BODIES for point in known.points]
    seconds = [f"{point.code}{ALTERNATIVE_SUFFIX}" for point in known.points if point.alternative]
    drawings += [f"/diagrams/{body}/points/{name}.svg" for body in BODIES for name in seconds]
    drawings += [f"/diagrams/{body}/where.svg" for body in BODIES]
    drawings += [f"/diagrams/{body}/postures/{name}.svg" for body in BODIES for name in postures.drawing_names(known)]
    drawings += [
        f"/diagrams/{body}/postures/{name}.svg" for body in BODIES for name in resting_postures.resting_posture_names()
    ]
    drawings += [f"/diagrams/{body}/find/{name}.svg" for body in BODIES for name in find_frames.frame_names(known)]
    drawings += [f"/diagrams/{body}/thumbs/{name}.svg" for body in BODIES for name in thumbnails.thumbnail_names(known)]
    documents = [f"{API}/{name}" for name in _API_LISTS]
    documents += [f"{API}/diagrams/{body}/views/{view.slug}" for body in BODIES for view in views.views()]
    documents += [f"{API}/points/{point.code}" for point in known.points]
    documents += [f"{API}/conditions/{item.slug}" for item in known.conditions]
    documents += [f"{API}/routines/{item.slug}" for item in known.routines]
    return tuple(sorted({*pages, *drawings, *documents}))


def is_page(address: str) -> bool:
    """Whether an address of `addresses()` is one that people read."""
    return not address.startswith(("/api/", "/diagrams/"))


@dataclass(frozen=True)
class Bundle:
    """One document of the pack. `body` names the body whose drawings it holds, if it may come after the rest."""

    name: str
    urls: tuple[str, ...]
    content: bytes
    body: str = ""

    @cached_property
    def content_hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:16]

    @property
    def url(self) -> str:
        return f"/pack/{self.content_hash}.json"

    @property
    def manifest_entry(self) -> dict[str, Any]:
        """What the worker is told of this part."""
        return {"name": self.name, "address": self.url, "body": self.body, "holds": self.urls}


def fetch_response(app: Flask, address: str, expected: int = 200) -> tuple[Headers, bytes]:
    """Return what the application answers to a plain GET; raises `RuntimeError` for another status than expected."""
    found = app.test_client().get(address, headers={"Accept-Encoding": "identity"})
    if found.status_code != expected:
        raise RuntimeError(f"{address}: expected status {expected} (found {found.status_code})")
    return [pair for pair in found.headers if pair[0].lower() not in HOP_HEADERS], found.get_data()


class OfflineBundles:
    """The parts of an application's pack, made once, when first asked for or in the background.

    `ask` returns what an address answers, `make` the parts; who has them already puts other functions there.
    """

    def __init__(self, app: Flask) -> None:
        self._app, self._lock = app, threading.Lock()
        self._bundles: tuple[Bundle, ...] = ()
        self._ready: threading.Event | None = None
        self.fetcher: Callable[[str], tuple[Headers, bytes]] = lambda address: fetch_response(app, address)
        self.builder: Callable[[], tuple[Bundle, ...]] = self._build

    @property
    def bundles(self) -> tuple[Bundle, ...]:
        """Every part; the first call renders all addresses through the application."""
        with self._lock:
            self._bundles = self._bundles or self.builder()
            return self._bundles

    @property
    def icons(self) -> list[tuple[str, str]]:
        """What a phone keeps besides the parts, with the hash of its content: the icons, which are not text."""
        names = [name for name in assets.asset_names() if name.startswith("icons/") and not _is_text(name)]
        return [(assets.asset_url(name), hashlib.sha256(assets.read_asset(name)).hexdigest()[:12]) for name in names]

    @property
    def version(self) -> str:
        """Changes with anything a phone keeps, the worker's own code included."""
        told = json.dumps([[part.content_hash for part in self.bundles], self.icons])
        return hashlib.sha256(told.encode() + worker_source().encode()).hexdigest()[:16]

    def start_building(self) -> None:
        """Build and compress in the background, so that nobody's first request waits for it."""
        self._ready = threading.Event()
        threading.Thread(target=self._precompress, args=(self._ready,), name="pack", daemon=True).start()

    def wait_until_ready(self, seconds: float) -> bool:
        """Whether the parts are there, or made within so many seconds by the thread that makes them."""
        return self._ready is None or self._ready.wait(seconds)

    def _precompress(self, warmed: threading.Event) -> None:
        client = self._app.test_client()
        try:
            made = self.bundles
        finally:
            warmed.set()
        for part in made:
            for encoding in ("br", "gzip"):
                client.get(part.url, headers={"Accept-Encoding": encoding})

    def _build(self) -> tuple[Bundle, ...]:
        _, *others = BODIES
        everything = offline_urls(get_catalogue(self._app))
        later = {body: [path for path in everything if path.startswith(f"/diagrams/{body}/")] for body in others}
        with_others = {path for paths in later.values() for path in paths}
        return (
            self._bundle("base", [path for path in everything if path not in with_others] + [MANIFEST]),
            self._bundle("static", [assets.asset_url(name) for name in assets.asset_names() if _is_text(name)]),
            *(self._bundle(body, paths, body) for body, paths in later.items()),
        )

    def _bundle(self, name: str, paths: Sequence[str], body: str = "") -> Bundle:
        """Return a part as JSON: `headers`, a list of header sets; `pieces`, texts that many answers share; and
        `entries`, {address: {headers: its set's place in the list, body: its pieces, as `_runs` tells them}}.
        """
        sets: list[dict[str, str]] = []
        chunks: dict[str, int] = {}
        entries: dict[str, Any] = {}
        for path in paths:
            told, text = self.fetcher(path)
            headers = {name: value for name, value in told if name.lower() not in _UNCACHED_HEADERS}
            if headers not in sets:
                sets.append(headers)
            places = [chunks.setdefault(piece, len(chunks)) for piece in CHUNK_BOUNDARY.split(text.decode())]
            entries[path] = {"headers": sets.index(headers), "body": _run_lengths(places)}
        document = {"headers": sets, "pieces": list(chunks), "entries": entries}
        content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        return Bundle(name, tuple(paths), content, body)


def _run_lengths(places: Sequence[int]) -> list[int]:
    """Return places as runs that lie one after the other: the first of a run and how many, the next, and so on."""
    runs: list[int] = []
    for place in places:
        if runs and place == runs[-2] + runs[-1]:
            runs[-1] += 1
        else:
            runs += [place, 1]
    return runs


def worker_source() -> str:
    """Return the service worker without the line that names a build."""
    return assets.minified_script("js/sw.js").decode()


def _is_text(name: str) -> bool:
    return not assets.media_type(name).startswith("image/png")
