"""What makes the site installable and offline: manifest, worker, the pack's addresses, sitemap, health."""

from __future__ import annotations

import struct
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import Blueprint, Flask, Response, abort, current_app, json
from werkzeug.exceptions import ServiceUnavailable

from server import version
from server.delivery import assets
from server.delivery.assets import IMMUTABLE
from server.delivery.offline_bundle import MANIFEST, OfflineBundles, offline_urls, worker_source
from server.extensions import get_bundles, get_catalogue, get_health
from server.urls import url

blueprint = Blueprint("pwa", __name__)
#: What the install dialog shows; `make screens` takes them anew.
_SCREENS: Final = (
    ("screens/narrow-routines.png", "narrow", "Routines for an aching lower back"),
    ("screens/narrow-point.png", "narrow", "How to find a point with your own fingers"),
    ("screens/wide-point.png", "wide", "How to find a point with your own fingers"),
)


def _pack() -> OfflineBundles:
    pack: OfflineBundles = get_bundles()
    return pack


@blueprint.get("/pack/<stamp>.json")
def pack_document(stamp: str) -> Response:
    """One part of the pack; its address changes with its content, so it is kept for ever."""
    part = next((part for part in _pack().bundles if part.content_hash == stamp), None)
    if part is None:
        abort(404, description="This pack is not the current one.")
    response = Response(part.content, content_type="application/json")
    response.headers["Cache-Control"] = IMMUTABLE
    return response


@blueprint.get("/sw.js")
def worker() -> Response:
    """The service worker with what this build consists of written into its first line.

    Where that is still being made, and takes longer than a proxy may wait, the next page asks again.
    """
    pack = _pack()
    if not pack.wait_until_ready(current_app.config["BUNDLE_TIMEOUT_SECONDS"]):
        raise ServiceUnavailable("The offline copy is being made. Try again in half a minute.", retry_after=30)
    build = {
        "version": pack.version,
        "safety": get_catalogue().safety_version,
        "stamp": assets.assets_hash(),
        "packs": [part.manifest_entry for part in pack.bundles],
        "files": pack.icons,
    }
    script = f"const BUILD = {json.dumps(build, sort_keys=False)};\n" + worker_source()
    return Response(script, content_type="text/javascript; charset=utf-8")


def _size(name: str) -> str:
    """Return the true size of a PNG, as its header (PNG specification, 11.2.1) states it."""
    width, height = struct.unpack(">II", assets.read_asset(name)[16:24])
    return f"{width}x{height}"


@blueprint.get(MANIFEST)
def manifest() -> Response:
    """What an installed app is called and looks like."""

    def asset(name: str) -> str:
        return url(assets.asset_url(name))

    body = {
        "id": url("/"),
        "name": "Thumbwidth, an acupressure guide",
        "short_name": "Thumbwidth",
        "description": "Acupressure points for low-back and buttock pain, with timed routines. Works offline.",
        "lang": "en-GB",
        "dir": "ltr",
        "start_url": url("/"),
        "scope": url("/"),
        "display": "standalone",
        "theme_color": "#f7f3ea",
        "background_color": "#f7f3ea",
        "categories": ["health", "medical"],
        "launch_handler": {"client_mode": "navigate-existing"},
        # Pictures of points alone: where there is a vector one too, the page that is open has to draw it.
        "icons": [
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
            {"name": name, "url": url(path), "icons": [{"src": asset("icons/icon-192.png"), "sizes": "192x192"}]}
            for name, path in (("Last routine", "/#last"), ("Points", "/points"), ("Journal", "/journal"))
        ],
        "screenshots": [
            {"src": asset(name), "type": "image/png", "sizes": _size(name), "form_factor": form, "label": label}
            for name, form, label in _SCREENS
        ],
    }
    return Response(json.dumps(body), content_type="application/manifest+json")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every address that works offline, with the public address in front."""
    base = current_app.config["BASE_URL"]
    lines = "".join(f"<url><loc>{escape(base + quote(path))}</loc></url>\n" for path in offline_urls(get_catalogue()))
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
    """Live, and ready with a valid catalogue: an application without one does not start.

    `degraded` still answers everything, only slower.
    """
    health = get_health()
    problems = health.problems() if health else []
    told = {
        "status": "degraded" if problems else "ok",
        "live": True,
        "ready": True,
        "version": version.VERSION,
        "catalogue": get_catalogue().version,
        **({"problems": problems} if problems else {}),
    }
    response = Response(json.dumps(told), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def init_app(app: Flask) -> None:
    """Add the routes and the pack."""
    app.extensions["bundles"] = OfflineBundles(app)
    app.register_blueprint(blueprint)
