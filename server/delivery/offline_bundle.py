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

MANIFEST: Final = "/manifest.webmanifest"
#: What else answers alike to everybody, besides the pages, drawings and documents of `addresses()`.
FIXED: Final = (MANIFEST, "/sw.js", "/sitemap.xml", "/robots.txt")
#: Headers that belong to one way of sending an answer; and those that make no sense on a copy kept by the phone.
_OF_SENDING: Final = {"content-length", "content-encoding", "date", "etag"}
_NOT_KEPT: Final = {"server", "vary", "connection", "x-thumbwidth"}
#: Where answers are taken apart: between elements, and between the objects of a JSON list. What many share is then said
#: once, which is what makes a pack small for those who can only take gzip, and quick to read.
_SEAMS: Final = re.compile(r"(?<=>)(?=<)|(?<=\},)(?=\{)")
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
_LISTS: Final = (
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


def addresses(known: Catalogue) -> tuple[str, ...]:
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
    documents = [f"{API}/{name}" for name in _LISTS]
    documents += [f"{API}/diagrams/{body}/views/{view.slug}" for body in BODIES for view in views.views()]
    documents += [f"{API}/points/{point.code}" for point in known.points]
    documents += [f"{API}/conditions/{item.slug}" for item in known.conditions]
    documents += [f"{API}/routines/{item.slug}" for item in known.routines]
    return tuple(sorted({*pages, *drawings, *documents}))


def is_page(address: str) -> bool:
    """Whether an address of `addresses()` is one that people read."""
    return not address.startswith(("/api/", "/diagrams/"))


@dataclass(frozen=True)
class Part:
    """One document of the pack. `body` names the body whose drawings it holds, if it may come after the rest."""

    name: str
    holds: tuple[str, ...]
    content: bytes
    body: str = ""

    @cached_property
    def stamp(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:16]

    @property
    def address(self) -> str:
        return f"/pack/{self.stamp}.json"

    @property
    def told(self) -> dict[str, Any]:
        """What the worker is told of this part."""
        return {"name": self.name, "address": self.address, "body": self.body, "holds": self.holds}


def answer(app: Flask, address: str, expected: int = 200) -> tuple[Headers, bytes]:
    """Return what the application answers to a plain GET; raises `RuntimeError` for another status than expected."""
    found = app.test_client().get(address, headers={"Accept-Encoding": "identity"})
    if found.status_code != expected:
        raise RuntimeError(f"{address}: expected status {expected} (found {found.status_code})")
    return [pair for pair in found.headers if pair[0].lower() not in _OF_SENDING], found.get_data()


class Pack:
    """The parts of an application's pack, made once, when first asked for or in the background.

    `ask` returns what an address answers, `make` the parts; who has them already puts other functions there.
    """

    def __init__(self, app: Flask) -> None:
        self._app, self._lock = app, threading.Lock()
        self._parts: tuple[Part, ...] = ()
        self._warmed: threading.Event | None = None
        self.ask: Callable[[str], tuple[Headers, bytes]] = lambda address: answer(app, address)
        self.make: Callable[[], tuple[Part, ...]] = self._build

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every part; the first call renders all addresses through the application."""
        with self._lock:
            self._parts = self._parts or self.make()
            return self._parts

    @property
    def files(self) -> list[tuple[str, str]]:
        """What a phone keeps besides the parts, with the hash of its content: the icons, which are not text."""
        asset = self._app.extensions["asset"]
        names = [name for name in assets.files() if name.startswith("icons/") and not _is_text(name)]
        return [(asset(name), hashlib.sha256(assets.content(name)).hexdigest()[:12]) for name in names]

    @property
    def version(self) -> str:
        """Changes with anything a phone keeps, the worker's own code included."""
        told = json.dumps([[part.stamp for part in self.parts], self.files])
        return hashlib.sha256(told.encode() + worker_source().encode()).hexdigest()[:16]

    def prepare(self) -> None:
        """Build and compress in the background, so that nobody's first request waits for it."""
        self._warmed = threading.Event()
        threading.Thread(target=self._warm, args=(self._warmed,), name="pack", daemon=True).start()

    def is_there(self, seconds: float) -> bool:
        """Whether the parts are there, or made within so many seconds by the thread that makes them."""
        return self._warmed is None or self._warmed.wait(seconds)

    def _warm(self, warmed: threading.Event) -> None:
        client = self._app.test_client()
        try:
            made = self.parts
        finally:
            warmed.set()
        for part in made:
            for encoding in ("br", "gzip"):
                client.get(part.address, headers={"Accept-Encoding": encoding})

    def _build(self) -> tuple[Part, ...]:
        _, *others = BODIES
        everything = addresses(self._app.extensions["catalogue"])
        later = {body: [path for path in everything if path.startswith(f"/diagrams/{body}/")] for body in others}
        with_others = {path for paths in later.values() for path in paths}
        asset = self._app.extensions["asset"]
        return (
            self._part("base", [path for path in everything if path not in with_others] + [MANIFEST]),
            self._part("static", [asset(name) for name in assets.files() if _is_text(name)]),
            *(self._part(body, paths, body) for body, paths in later.items()),
        )

    def _part(self, name: str, paths: Sequence[str], body: str = "") -> Part:
        """Return a part as JSON: `headers`, a list of header sets; `pieces`, texts that many answers share; and
        `entries`, {address: {headers: its set's place in the list, body: its pieces, as `_runs` tells them}}.
        """
        sets: list[dict[str, str]] = []
        pieces: dict[str, int] = {}
        entries: dict[str, Any] = {}
        for path in paths:
            told, text = self.ask(path)
            headers = {name: value for name, value in told if name.lower() not in _NOT_KEPT}
            if headers not in sets:
                sets.append(headers)
            places = [pieces.setdefault(piece, len(pieces)) for piece in _SEAMS.split(text.decode())]
            entries[path] = {"headers": sets.index(headers), "body": _runs(places)}
        document = {"headers": sets, "pieces": list(pieces), "entries": entries}
        content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        return Part(name, tuple(paths), content, body)


def _runs(places: Sequence[int]) -> list[int]:
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
    return assets.script("js/sw.js").decode()


def _is_text(name: str) -> bool:
    return not assets.media_type(name).startswith("image/png")
