"""Installable and offline: manifest, worker, pack, sitemap, static files."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from points.catalogue import Catalogue
from server import static
from server.pwa import addresses


def build(client: FlaskClient) -> dict[str, Any]:
    first, _, _ = client.get("/sw.js").get_data(as_text=True).partition("\n")
    return dict(json.loads(first.removeprefix("const BUILD = ").removesuffix(";")))


def test_the_worker_names_a_pack_and_shell_that_exist(client: FlaskClient) -> None:
    known = build(client)
    assert client.get(known["pack"]).status_code == 200
    assert all(client.get(path).status_code == 200 for path in known["shell"])
    assert client.get("/sw.js").headers["Cache-Control"] == "no-cache"


def test_the_pack_holds_every_address_with_its_own_headers(client: FlaskClient, catalogue: Catalogue) -> None:
    pack = json.loads(client.get(build(client)["pack"]).data)
    assert set(pack["entries"]) == set(addresses(catalogue))
    assert pack["safety_version"] == catalogue.safety_version
    for address, entry in pack["entries"].items():
        live = client.get(address, headers={"Accept-Encoding": "identity"})
        assert entry["body"] == live.get_data(as_text=True), address
        assert entry["headers"]["Content-Type"] == live.headers["Content-Type"]
        assert entry["headers"]["Content-Security-Policy"] == live.headers["Content-Security-Policy"]


def test_the_pack_is_immutable_under_its_hash_and_404_under_another(client: FlaskClient) -> None:
    assert "immutable" in client.get(build(client)["pack"]).headers["Cache-Control"]
    assert client.get("/pack/0123456789abcdef.json").status_code == 404


def test_the_sitemap_lists_every_address_below_the_public_one(client: FlaskClient, catalogue: Catalogue) -> None:
    found = re.findall(r"<loc>https://thumbwidth\.example([^<]*)</loc>", client.get("/sitemap.xml").text)
    assert sorted(found) == sorted(addresses(catalogue))


def test_the_sitemap_misses_no_page_of_the_application(app: Flask, catalogue: Catalogue) -> None:
    listed = set(addresses(catalogue))
    plain = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ()) and rule.endpoint.startswith(("pages.", "api-"))
    }
    assert plain <= listed


def test_every_link_on_every_page_leads_somewhere(client: FlaskClient, catalogue: Catalogue) -> None:
    for address in addresses(catalogue):
        if address.startswith(("/api/", "/diagrams/")):
            continue
        for link in re.findall(r'(?:href|src)="(/[^"#]*)', client.get(address).text):
            assert client.get(link).status_code == 200, f"{address} links to {link}"


def test_the_manifest_is_installable_and_its_icons_have_their_sizes(client: FlaskClient) -> None:
    manifest = json.loads(client.get("/manifest.webmanifest").data)
    assert {"id", "name", "short_name", "start_url", "display", "icons"} <= set(manifest)
    purposes = {icon["purpose"] for icon in manifest["icons"]}
    assert purposes == {"any", "maskable"}
    for icon in manifest["icons"]:
        body = client.get(icon["src"]).data
        if icon["type"] == "image/png":
            width, height = Image.open(io.BytesIO(body)).size
            assert icon["sizes"] == f"{width}x{height}"


@pytest.mark.parametrize("name", static.files())
def test_static_files_are_immutable_and_typed(client: FlaskClient, app: Flask, name: str) -> None:
    answer = client.get(app.extensions["asset"](name))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.mimetype in ("text/css", "text/javascript", "image/svg+xml", "image/png")


def test_another_hash_or_name_is_404(client: FlaskClient, app: Flask) -> None:
    assert client.get("/static/000000000000/js/app.js").status_code == 404
    assert client.get(app.extensions["asset"]("js/app.js") + "x").status_code == 404
    with pytest.raises(KeyError, match="no static file"):
        app.extensions["asset"]("js/none.js")


def test_health_names_the_catalogue(client: FlaskClient, catalogue: Catalogue) -> None:
    assert client.get("/healthz").json == {"status": "ok", "catalogue": catalogue.version}
