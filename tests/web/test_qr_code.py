"""The QR code of a routine: it decodes to the URL of its page and contains no note."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
import resvg_py
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image

BASE = "https://thumbwidth.example"
SVG = "{http://www.w3.org/2000/svg}"
SPEC = "BL23.90-BL40.60"


def decoded(svg: str) -> str:
    """Return what a scanner reads from the drawing."""
    picture = Image.open(BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=600))))
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    assert found.ec_level in ("M", "Q", "H")
    return found.text


@pytest.mark.parametrize(
    ("asked", "link"),
    [
        ("low-back-ease", "/routines/low-back-ease"),
        (SPEC, f"/routines/custom#{SPEC}"),
        (f"{SPEC};daily=2;weeks=6", f"/routines/custom#{SPEC};daily=2;weeks=6"),
        ("BL23.90~seated-BL40.60r;daily=2", "/routines/custom#BL23.90~seated-BL40.60r;daily=2"),
        ("-".join(["BL23.30"] * 12) + ";weeks=6;daily=3", None),
        ("-".join(["BL25.30r~wall-ball"] * 12) + ";weeks=6;daily=3", None),
    ],
)
def test_qr_decodes_to_the_link(client: FlaskClient, asked: str, link: str | None) -> None:
    answer = client.get(f"/qr/{asked}.svg")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert decoded(answer.text) == BASE + (link or f"/routines/custom#{asked}")


def test_qr_is_dark_on_light_with_a_quiet_zone_and_a_name(client: FlaskClient) -> None:
    root = ET.fromstring(client.get(f"/qr/{SPEC}.svg").text)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and desc is not None
    assert (title.text, desc.text) == ("QR code: Your own routine", f"{BASE}/routines/custom#{SPEC}")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    light, dark = root.iter(f"{SVG}rect"), root.iter(f"{SVG}path")
    assert [item.get("fill") for item in light] == ["#fff"]
    (modules,) = dark
    assert modules.get("stroke") == "#000"
    assert (modules.get("d") or "").startswith("M0 .5m4 4h7")  # the first finder pattern, four modules in
    assert root.find(f"{SVG}style") is None


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        (f"{SPEC};note=for%20you", 422, "a note is never sent to the service"),
        ("BL99.60", 422, "part 1"),
        ("BL23.90-BL40.1000000000", 422, "part 2"),
        ("BL23.0", 422, "part 1"),
        ("BL23.90;daily=4", 422, "daily"),
        ("BL23.90;weeks=7", 422, "weeks"),
        ("BL23.90;weeks=2;weeks=2", 422, "stands here twice"),
        ("BL23.90;colour=red", 422, "field 1"),
        ("BL23.90;", 422, "field 1"),
        ("%00%1b", 400, "control character"),
        ("BL23.%2590", 422, "part 1"),
        ("BL23.60-" * 70, 422, "at most 500 characters"),
        ("BL23.60-" * 20_000, 414, "at most 2048 characters"),
        ("low-back-eas", 404, "no such routine"),
    ],
)
def test_what_is_no_routine_is_refused_by_the_part(client: FlaskClient, asked: str, status: int, said: str) -> None:
    answer = client.get(f"/qr/{asked}.svg")
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert said in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_qr_of_a_custom_routine_is_kept_nowhere_on_the_way(client: FlaskClient) -> None:
    assert client.get(f"/qr/{SPEC}.svg").headers["Cache-Control"] == "no-store"
    assert client.get("/qr/low-back-ease.svg").headers["Cache-Control"] == "no-cache"


def test_no_log_names_what_was_asked(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    for address in (f"/qr/{SPEC}.svg", f"/qr/{SPEC};note=x.svg", f"/calendar/{SPEC}.ics?at=08:00&zone=UTC"):
        client.get(address)
    assert "BL23" not in caplog.text
