"""What makes the site installable and offline: manifest, worker, the pack of everything, sitemap, health."""

from __future__ import annotations

import hashlib
import threading
from typing import Any, Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import Blueprint, Flask, Response, abort, current_app, json

from diagrams import views
from diagrams.anatomy import BODIES
from points.catalogue import Catalogue
from server import static
from server.current import catalogue
from server.documents import API

blueprint = Blueprint("pwa", __name__)
IMMUTABLE: Final = "public, max-age=31536000, immutable"
#: Headers of the server's answer that make no sense on a copy kept by the phone.
_NOT_KEPT: Final = {"date", "server", "content-length", "content-encoding", "vary", "etag", "connection"}


def addresses(known: Catalogue) -> tuple[str, ...]:
    """Return every address that works offline, sorted: pages, drawings and JSON documents."""
    pages = [
        "/",
        "/about",
        "/conditions",
        "/points",
        "/routines",
        "/safety",
        "/self-care",
        "/settings",
        "/sources",
    ]
    pages += [f"/points/{point.code}" for point in known.points]
    pages += [f"/conditions/{item.slug}" for item in known.conditions]
    for routine in known.routines:
        pages += [f"/routines/{routine.slug}", f"/routines/{routine.slug}/session"]
    drawings = [f"/diagrams/{body}/views/{view.slug}.svg" for body in BODIES for view in views.views()]
    drawings += [f"/diagrams/{body}/points/{point.code}.svg" for body in BODIES for point in known.points]
    lists = [
        "catalogue",
        "conditions",
        "contraindications",
        "landmarks",
        "meridians",
        "openapi.json",
        "points",
    ]
    lists += ["red-flags", "routines", "self-care", "sources", "views"]
    documents = [f"{API}/{name}" for name in lists]
    documents += [f"{API}/points/{point.code}" for point in known.points]
    documents += [f"{API}/conditions/{item.slug}" for item in known.conditions]
    documents += [f"{API}/routines/{item.slug}" for item in known.routines]
    return tuple(sorted({*pages, *drawings, *documents}))


class Pack:
    """Everything the phone needs, in one document under the hash of its content; built once, when asked for."""

    def __init__(self, app: Flask) -> None:
        self._app, self._lock = app, threading.Lock()
        self._body: bytes | None = None

    @property
    def body(self) -> bytes:
        """The pack as JSON; the first call renders every address through the application."""
        with self._lock:
            if self._body is None:
                self._body = self._build()
            return self._body

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.body).hexdigest()[:16]

    def _build(self) -> bytes:
        known: Catalogue = self._app.extensions["catalogue"]
        entries = {address: self._entry(address) for address in addresses(known)}
        document = {
            "version": known.version,
            "safety_version": known.safety_version,
            "entries": entries,
        }
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()

    def _entry(self, address: str) -> dict[str, Any]:
        answer = self._app.test_client().get(address, headers={"Accept-Encoding": "identity"})
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: expected 200 for the pack (found {answer.status_code})")
        kept = {name: value for name, value in answer.headers if name.lower() not in _NOT_KEPT}
        return {"status": 200, "headers": kept, "body": answer.get_data(as_text=True)}


def _pack() -> Pack:
    pack: Pack = current_app.extensions["pack"]
    return pack


@blueprint.get("/pack/<stamp>.json")
def pack_document(stamp: str) -> Response:
    """The pack; its address changes with its content, so it is kept for ever."""
    pack = _pack()
    if stamp != pack.hash:
        abort(404, description="This pack is not the current one.")
    response = Response(pack.body, content_type="application/json")
    response.headers["Cache-Control"] = IMMUTABLE
    return response


@blueprint.get("/sw.js")
def worker() -> Response:
    """The service worker with the addresses of this build written into its first line."""
    known, pack = catalogue(), _pack()
    asset = current_app.extensions["asset"]
    build = {
        "version": f"{current_app.extensions['static-hash']}-{pack.hash}",
        "safety_version": known.safety_version,
        "pack": f"/pack/{pack.hash}.json",
        "pages": list(addresses(known)),
        "shell": [*(asset(name) for name in static.files()), "/manifest.webmanifest"],
    }
    script = f"const BUILD = {json.dumps(build)};\n" + (static.ROOT / "js" / "sw.js").read_text("utf-8")
    return Response(script, content_type="text/javascript; charset=utf-8")


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    """What an installed app is called and looks like."""
    asset = current_app.extensions["asset"]
    body = {
        "id": "/",
        "name": "Thumbwidth, an acupressure guide",
        "short_name": "Thumbwidth",
        "description": "Acupressure points for low-back and buttock pain, with timed routines. Works offline.",
        "lang": "en-GB",
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": "#f7f3ea",
        "background_color": "#f7f3ea",
        "categories": ["health", "medical"],
        "launch_handler": {"client_mode": "navigate-existing"},
        "icons": [
            {"src": asset("icons/icon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"},
            {"src": asset("icons/icon-192.png"), "type": "image/png", "sizes": "192x192", "purpose": "any"},
            {"src": asset("icons/icon-512.png"), "type": "image/png", "sizes": "512x512", "purpose": "any"},
            {
                "src": asset("icons/maskable-512.png"),
                "type": "image/png",
                "sizes": "512x512",
                "purpose": "maskable",
            },
        ],
        "shortcuts": [
            {
                "name": "Routines",
                "url": "/routines",
                "icons": [{"src": asset("icons/icon-192.png"), "sizes": "192x192"}],
            },
            {
                "name": "Points",
                "url": "/points",
                "icons": [{"src": asset("icons/icon-192.png"), "sizes": "192x192"}],
            },
        ],
    }
    return Response(json.dumps(body), content_type="application/manifest+json")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every address that works offline, with the public address in front."""
    base = current_app.config["BASE_URL"]
    lines = "".join(f"<url><loc>{escape(base + quote(path))}</loc></url>\n" for path in addresses(catalogue()))
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'
    )
    return Response(body, content_type="application/xml; charset=utf-8")


@blueprint.get("/robots.txt")
def robots() -> Response:
    base = current_app.config["BASE_URL"]
    return Response(f"User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/healthz")
def health() -> Response:
    """Live, and ready with a valid catalogue: an application without one does not start."""
    return Response(json.dumps({"status": "ok", "catalogue": catalogue().version}), content_type="application/json")


def init_app(app: Flask) -> None:
    """Add the routes and the pack."""
    app.extensions["pack"] = Pack(app)
    app.register_blueprint(blueprint)
