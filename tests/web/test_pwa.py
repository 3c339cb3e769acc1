"""Installable and offline: manifest, worker, pack, sitemap, static files."""

from __future__ import annotations

import hashlib
import io
import json
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageChops, ImageDraw

from points.catalogue import Catalogue
from server import create_app, version
from server.delivery import assets
from server.delivery.offline_bundle import MANIFEST, offline_urls
from server.extensions import get_bundles
from server.ops.headers import compress_body
from tests.support.edited_catalogues import with_new_warning


def build(client: FlaskClient) -> dict[str, Any]:
    first, _, _ = client.get("/sw.js").get_data(as_text=True).partition("\n")
    return dict(json.loads(first.removeprefix("const BUILD = ").removesuffix(";")))


def parts(client: FlaskClient) -> dict[str, dict[str, Any]]:
    return {part["name"]: part for part in build(client)["packs"]}


def entries(client: FlaskClient, part: dict[str, Any]) -> dict[str, tuple[dict[str, str], str]]:
    """Return what a part unpacks into: {address: (headers, body)}."""
    document = json.loads(client.get(part["address"]).data)
    found = {}
    for path, one in document["entries"].items():
        runs = zip(one["body"][::2], one["body"][1::2], strict=True)
        body = "".join("".join(document["pieces"][first : first + many]) for first, many in runs)
        found[path] = (document["headers"][one["headers"]], body)
    return found


def edited_app(folder: Path) -> Flask:
    return create_app({"TESTING": True, "CATALOGUE": with_new_warning(folder)})


@pytest.mark.service
def test_the_worker_names_packs_and_files_that_exist(client: FlaskClient) -> None:
    known = build(client)
    assert [part["name"] for part in known["packs"]] == ["base", "static", "male"]
    for part in known["packs"]:
        assert list(entries(client, part)) == part["holds"]
    assert all(client.get(path).mimetype == "image/png" for path, _ in known["files"])
    assert client.get("/sw.js").headers["Cache-Control"] == "no-cache"


@pytest.mark.service
def test_the_pack_holds_every_address_with_its_own_headers(client: FlaskClient, catalogue: Catalogue) -> None:
    held = {path: entry for part in parts(client).values() for path, entry in entries(client, part).items()}
    assert set(offline_urls(catalogue)) <= set(held)
    assert {path for path in set(held) - set(offline_urls(catalogue)) if not path.startswith("/static/")} == {MANIFEST}
    for path, (headers, body) in held.items():
        live = client.get(path, headers={"Accept-Encoding": "identity"})
        assert body == live.get_data(as_text=True), path
        assert headers["Content-Type"] == live.headers["Content-Type"]
        assert headers["Content-Security-Policy"] == live.headers["Content-Security-Policy"]


@pytest.mark.service
def test_only_the_other_bodys_drawings_may_come_later(client: FlaskClient) -> None:
    later = {name: part for name, part in parts(client).items() if part["body"]}
    assert list(later) == ["male"]
    assert all(path.startswith("/diagrams/male/") for path in later["male"]["holds"])


#: Made by the server when asked, by nature: the pages say so beside the link.
ONLINE = ("/qr/", "/calendar/", "/api/v1/routines/custom/")


@pytest.mark.service
def test_every_file_a_page_asks_for_travels_in_the_packs(client: FlaskClient, pages: Mapping[str, str]) -> None:
    known = build(client)
    held = {path for part in known["packs"] for path in part["holds"]} | {path for path, _ in known["files"]}
    for address, page in pages.items():
        asked = set(re.findall(r'(?:href|src)="(/[^"#?]*)', page))
        assert {path for path in asked if not path.startswith(ONLINE) and not path.endswith(".png")} <= held, address


@pytest.mark.no_cover
@pytest.mark.service
@pytest.mark.parametrize(("names", "budget"), [(("base", "static"), 700_000), (("male",), 500_000)])
def test_packs_stay_within_their_budget(client: FlaskClient, names: tuple[str, ...], budget: int) -> None:
    known = parts(client)
    answers = [client.get(known[name]["address"], headers={"Accept-Encoding": "br"}) for name in names]
    assert {answer.headers["Content-Encoding"] for answer in answers} == {"br"}
    bodies = [client.get(known[name]["address"], headers={"Accept-Encoding": "identity"}).data for name in names]
    assert sum(len(compress_body(body, "br")) for body in bodies) <= budget


@pytest.mark.service
def test_bundles_are_immutable_by_hash_and_404_otherwise(client: FlaskClient) -> None:
    for part in parts(client).values():
        answer = client.get(part["address"])
        assert "immutable" in answer.headers["Cache-Control"]
        assert part["address"] == f"/pack/{hashlib.sha256(answer.data).hexdigest()[:16]}.json"
    assert client.get("/pack/0123456789abcdef.json").status_code == 404


@pytest.mark.no_cover
@pytest.mark.service
def test_bundles_are_reproducible(app: Flask, client: FlaskClient) -> None:
    other = create_app({"TESTING": True, "BASE_URL": app.config["BASE_URL"]})
    assert other.test_client().get("/sw.js").data == client.get("/sw.js").data


@pytest.mark.no_cover
@pytest.mark.service
def test_an_update_changes_only_the_parts_that_changed(client: FlaskClient, tmp_path: Path) -> None:
    before, after = parts(client), parts(edited_app(tmp_path).test_client())
    changed = {name for name in before if before[name]["address"] != after[name]["address"]}
    assert changed == {"base"}


@pytest.mark.no_cover
@pytest.mark.service
def test_changed_flag_changes_both_versions(client: FlaskClient, tmp_path: Path) -> None:
    before, after = build(client), build(edited_app(tmp_path).test_client())
    assert before["version"] != after["version"]
    assert before["safety"] != after["safety"]
    assert before["stamp"] == after["stamp"]


@pytest.mark.no_cover
@pytest.mark.service
def test_the_pack_is_made_in_the_background(app: Flask) -> None:
    fresh = create_app({"TESTING": True})
    get_bundles(fresh).start_building()
    workers = [thread for thread in threading.enumerate() if thread.name == "pack"]
    assert fresh.test_client().get("/").status_code == 200
    for worker in workers:
        worker.join(60)
    assert [part.name for part in get_bundles(fresh).bundles] == ["base", "static", "male"]


def test_the_sitemap_lists_every_address_below_the_public_one(client: FlaskClient, catalogue: Catalogue) -> None:
    found = re.findall(r"<loc>https://thumbwidth\.example([^<]*)</loc>", client.get("/sitemap.xml").text)
    assert sorted(found) == sorted(offline_urls(catalogue))


def test_the_sitemap_misses_no_page_of_the_application(app: Flask, catalogue: Catalogue) -> None:
    listed = set(offline_urls(catalogue))
    plain = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ()) and rule.endpoint.startswith(("pages.", "api-"))
    }
    assert plain <= listed


@pytest.mark.no_cover
@pytest.mark.service
def test_every_link_on_every_page_leads_somewhere(client: FlaskClient, pages: Mapping[str, str]) -> None:
    found: dict[str, str] = {}
    for address, page in pages.items():
        found |= dict.fromkeys(re.findall(r'(?:href|src)="(/[^"#]*)', page), address)
    for link, address in found.items():
        narrow = link.replace("width=2400", "width=240")  # the widest that may be asked for, and quicker to draw
        assert client.get(narrow).status_code == 200, f"{address} links to {link}"


def test_manifest_is_installable_with_true_icon_sizes(client: FlaskClient) -> None:
    manifest = json.loads(client.get("/manifest.webmanifest").data)
    assert {"id", "name", "short_name", "start_url", "display", "icons"} <= set(manifest)
    purposes = {icon["purpose"] for icon in manifest["icons"]}
    assert purposes == {"any", "maskable"}
    for icon in manifest["icons"]:
        body = client.get(icon["src"]).data
        if icon["type"] == "image/png":
            width, height = Image.open(io.BytesIO(body)).size
            assert icon["sizes"] == f"{width}x{height}"


def test_screenshots_have_declared_size_and_ratio(client: FlaskClient) -> None:
    shots = json.loads(client.get("/manifest.webmanifest").data)["screenshots"]
    assert {shot["form_factor"] for shot in shots} == {"narrow", "wide"}
    for shot in shots:
        body = client.get(shot["src"]).data
        width, height = Image.open(io.BytesIO(body)).size
        assert shot["sizes"] == f"{width}x{height}"
        assert (width > height) == (shot["form_factor"] == "wide")
        assert min(width, height) >= 320
        assert max(width, height) <= 2.3 * min(width, height)
        assert len(body) <= 60_000


def test_iphones_are_given_an_icon_without_holes_on_every_page(client: FlaskClient, pages: Mapping[str, str]) -> None:
    linked = {tuple(re.findall(r'rel="apple-touch-icon" href="([^"]+)"', page)) for page in pages.values()}
    ((address,),) = linked
    icon = Image.open(io.BytesIO(client.get(address).data)).convert("RGBA")
    assert icon.size == (180, 180)
    assert icon.getchannel("A").getextrema() == (255, 255)


def test_maskable_icon_keeps_art_in_the_safe_zone(client: FlaskClient) -> None:
    icons = json.loads(client.get("/manifest.webmanifest").data)["icons"]
    (address,) = (icon["src"] for icon in icons if icon["purpose"] == "maskable")
    icon = Image.open(io.BytesIO(client.get(address).data)).convert("RGBA")
    circle = Image.new("L", icon.size, 255)
    edge = 0.1 * icon.width
    ImageDraw.Draw(circle).ellipse((edge, edge, icon.width - edge, icon.height - edge), fill=0)
    ground = Image.new("RGBA", icon.size, icon.getpixel((0, 0)))
    outside = ImageChops.multiply(ImageChops.difference(icon, ground).convert("RGB"), circle.convert("RGB"))
    assert outside.getbbox() is None
    assert ImageChops.difference(icon, ground).convert("RGB").getbbox(), "an icon of one colour"
    assert icon.getchannel("A").getextrema() == (255, 255)


def test_shortcuts_lead_to_pages_that_work_offline(client: FlaskClient, catalogue: Catalogue) -> None:
    shortcuts = json.loads(client.get("/manifest.webmanifest").data)["shortcuts"]
    assert [shortcut["url"] for shortcut in shortcuts] == ["/#last", "/points", "/journal"]
    assert {shortcut["url"].partition("#")[0] for shortcut in shortcuts} <= set(offline_urls(catalogue))


@pytest.mark.parametrize("name", assets.asset_names())
def test_static_files_are_immutable_and_typed(client: FlaskClient, app: Flask, name: str) -> None:
    answer = client.get(assets.asset_url(name))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.mimetype in ("text/css", "text/javascript", "image/svg+xml", "image/png")


def test_another_hash_or_name_is_404(client: FlaskClient, app: Flask) -> None:
    assert client.get("/static/000000000000/js/core/app.js").status_code == 404
    assert client.get(assets.asset_url("js/core/app.js") + "x").status_code == 404
    with pytest.raises(KeyError, match="no static file"):
        assets.asset_url("js/none.js")


def test_health_names_the_catalogue(client: FlaskClient, catalogue: Catalogue) -> None:
    told = {"status": "ok", "live": True, "ready": True, "version": version.VERSION, "catalogue": catalogue.version}
    answer = client.get("/healthz")
    assert answer.json == told
    assert answer.headers["Cache-Control"] == "no-store"
