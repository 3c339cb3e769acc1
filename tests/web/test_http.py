"""HTTP done right: conditions, encodings, security headers, hosts, and addresses that answer or refuse by name."""

from __future__ import annotations

import gzip
from typing import Any

import brotli
import pytest
import zstandard
from flask.testing import FlaskClient

from points.catalogue import Catalogue
from server.delivery import assets
from server.delivery.offline_bundle import offline_urls

API = "/api/v1"


@pytest.mark.no_cover
@pytest.mark.service
def test_every_address_answers_and_revalidates(client: FlaskClient, catalogue: Catalogue) -> None:
    for address in offline_urls(catalogue):
        answer = client.get(address)
        assert answer.status_code == 200, address
        etag = answer.headers["ETag"]
        assert etag.startswith('"'), address
        assert answer.headers["Cache-Control"] == "no-cache", address
        assert "Set-Cookie" not in answer.headers
        again = client.get(address, headers={"If-None-Match": etag})
        assert (again.status_code, again.data) == (304, b""), address
        head = client.head(address)
        assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", etag), address


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("br", "br"),
        ("gzip", "gzip"),
        ("zstd", "zstd"),
        ("br;q=0.1, gzip", "gzip"),
        ("gzip, br, zstd", "br"),
        ("br;q=0", None),
        ("identity", None),
        ("identity, gzip;q=0.5", None),
        ("", None),
        ("*", "br"),
    ],
)
def test_encoding_is_negotiated_with_q_values(client: FlaskClient, accept: str, encoding: str | None) -> None:
    plain = client.get(f"{API}/points", headers={"Accept-Encoding": "identity"})
    answer = client.get(f"{API}/points", headers={"Accept-Encoding": accept})
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    decode: dict[str | None, Any] = {
        "br": brotli.decompress,
        "gzip": gzip.decompress,
        "zstd": lambda data: zstandard.ZstdDecompressor().decompress(data, max_output_size=10**7),
        None: bytes,
    }
    assert decode[encoding](answer.data) == plain.data
    assert (answer.headers["ETag"] == plain.headers["ETag"]) is (encoding is None)


@pytest.mark.parametrize("path", ["/", f"{API}/points", "/nowhere", "/diagrams/female/points/LI4.svg", "/sw.js"])
def test_security_headers_are_on_every_answer(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Strict-Transport-Security" not in headers


def test_what_only_documents_heed_is_on_all_but_assets(client: FlaskClient) -> None:
    static_files = [client.get(assets.asset_url(name)) for name in ("css/site.css", "js/core/app.js", "icons/icon.svg")]
    others = [client.get(path) for path in ("/", "/static/0123456789ab/js/core/app.js", "/diagrams/female/where.svg")]
    for name in ("Permissions-Policy", "Cross-Origin-Opener-Policy"):
        assert [name in answer.headers for answer in static_files] == [False] * 3
        assert [name in answer.headers for answer in others] == [True] * 3
    for answer in static_files:
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_hsts_is_set_over_tls_only(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" in client.get("/", base_url="https://thumbwidth.example").headers


def test_the_host_header_is_never_reflected(client: FlaskClient) -> None:
    for path in ("/sitemap.xml", "/robots.txt", f"{API}/points/li4", f"{API}/openapi.json", "/"):
        answer = client.get(path, headers={"Host": "evil.example"})
        assert b"evil.example" not in answer.data, path
        assert "evil" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/diagrams/female/points/LI4.png?width=200", 200),
        ("/diagrams/female/views/lumbosacral.png", 200),
        ("/diagrams/female/points/LI4.png?width=199", 422),
        ("/diagrams/female/points/LI4.png?width=2401", 422),
        ("/diagrams/female/points/LI4.png?width=ten", 422),
        ("/diagrams/female/points/LI4.png?height=300", 422),
        ("/diagrams/child/points/LI4.svg", 404),
        ("/diagrams/female/views/elbow.svg", 404),
        ("/diagrams/female/points/XX1.svg", 404),
    ],
)
def test_diagram_addresses_answer_or_refuse_by_name(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    if status == 200:
        assert answer.data.startswith(b"\x89PNG")
    else:
        assert answer.content_type == "application/problem+json"
