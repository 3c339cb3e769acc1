"""What other sites may read, show and frame, and that nothing else is open to them."""

from __future__ import annotations

import html
import http.server
import json
import re
import threading
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from points.catalogue import Catalogue
from server.delivery.offline_bundle import offline_urls
from tests.support.programs import BASE_URL, Server

OPEN = ("/api/v1/", "/diagrams/")
FRAMED = ("/embed/points/BL23", "/embed/points/GB30?body=male", "/embed/views/hip", "/embed/views/posterior?body=male")
CLOSED = ("/embed/points/XX99", "/embed/views/hip?body=cat", "/embed", "/qr/BL23.60.svg", "/sw.js", "/healthz")


def test_only_the_api_and_the_drawings_are_open(client: FlaskClient, catalogue: Catalogue) -> None:
    paths = [
        *offline_urls(catalogue),
        *CLOSED,
        "/api/v1/points/XX99",
        "/diagrams/female/views/x.svg",
        "/api/v1/points?x=1",
    ]
    for path in paths:
        headers = client.get(path).headers
        is_open = path.startswith(OPEN)
        assert headers.get("Access-Control-Allow-Origin") == ("*" if is_open else None), path
        assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if is_open else "same-origin"), path
        assert headers["X-Frame-Options"] == "DENY", path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert "Access-Control-Allow-Credentials" not in headers, path


@pytest.mark.parametrize("path", FRAMED)
def test_an_embedded_drawing_may_be_framed_and_has_no_script(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "X-Frame-Options" not in answer.headers
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy and "default-src 'none'" in policy and "script-src" not in policy
    assert "<script" not in answer.text and "<form" not in answer.text
    assert "CC BY 4.0" in answer.text
    drawing = re.search(r'<img src="([^"]+)"', answer.text)
    assert drawing and ("/male/" in drawing[1]) == ("male" in path.partition("=")[2])
    assert client.get(drawing[1]).status_code == 200


def test_a_preflight_allows_reading_alone(client: FlaskClient) -> None:
    asked = {"Origin": "https://course.example", "Access-Control-Request-Method": "GET"}
    answer = client.options("/api/v1/points", headers=asked | {"Access-Control-Request-Headers": "if-none-match"})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert answer.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert "Access-Control-Allow-Methods" not in client.options("/settings", headers=asked).headers


def oembed(client: FlaskClient, address: str, query: str = "") -> dict[str, str | int]:
    answer = client.get(f"/oembed?url={quote(address, safe='')}{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, str | int] = json.loads(answer.data)
    return found


def test_oembed_describes_what_may_be_framed(client: FlaskClient) -> None:
    for path in ("/points/BL23", *FRAMED):
        found = oembed(client, f"{BASE_URL}{path}")
        assert (found["version"], found["type"]) == ("1.0", "rich")
        frame = re.fullmatch(
            r'<iframe src="([^"]+)" title="[^"]+" width="(\d+)" height="(\d+)" loading="lazy"></iframe>',
            str(found["html"]),
        )
        assert frame and (int(frame[2]), int(frame[3])) == (found["width"], found["height"])
        source = html.unescape(frame[1])
        assert source == f"{BASE_URL}{path if path in FRAMED else '/embed' + path}"
        assert client.get(source.removeprefix(BASE_URL)).status_code == 200
    small = oembed(client, f"{BASE_URL}/points/BL23", "&maxwidth=400")
    assert small["width"] == 400
    flat = oembed(client, f"{BASE_URL}/points/BL40", "&maxheight=500")
    assert int(flat["height"]) <= 500


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://elsewhere.example/points/BL23",
        f"{BASE_URL}/journal",
        f"{BASE_URL}.evil/points/BL23",
        f"{BASE_URL}/points/BL99",
    ],
)
def test_oembed_knows_no_other_page(client: FlaskClient, address: str) -> None:
    assert client.get(f"/oembed?url={quote(address, safe='')}").status_code == 404


@pytest.mark.parametrize("query", ["format=xml", "maxwidth=0", "maxwidth=x", "maxheight=-1"])
def test_oembed_refuses_what_it_cannot_do(client: FlaskClient, query: str) -> None:
    assert client.get(f"/oembed?url={quote(f'{BASE_URL}/points/BL23', safe='')}&{query}").status_code == 422


def test_a_points_page_describes_itself_to_programs(client: FlaskClient, catalogue: Catalogue) -> None:
    for point in catalogue.points:
        text = client.get(f"/points/{point.code}").text
        discovery = re.search(r'type="application/json\+oembed" href="([^"]+)"', text)
        assert discovery
        assert client.get(html.unescape(discovery[1]).removeprefix(BASE_URL)).status_code == 200
        image = re.search(r'property="og:image" content="([^"]+)"', text)
        assert image and image[1] == f"{BASE_URL}/diagrams/female/points/{point.code}.png"
        block = re.search(r'<script type="application/ld\+json">(.+?)</script>', text)
        assert block
        said = json.loads(block[1])
        assert said["@type"] == "MedicalWebPage" and said["description"] == point.location.sentence
        assert said["about"]["code"]["codeValue"] == point.code
        assert point.names.hanzi_traditional in said["about"]["alternateName"]


def test_every_operation_has_a_name_of_its_own(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    names = [item[method]["operationId"] for item in document["paths"].values() for method in item if method == "get"]
    assert len(names) == len(document["paths"]) == len(set(names))
    assert {"list_points", "get_point", "list_routines", "get_routine", "get_custom_routine"} <= set(names)


@pytest.fixture
def elsewhere(server: Server) -> Iterator[str]:
    """The address of a page of another origin."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>A course</title>")

        def log_message(self, *_: object) -> None:
            pass

    other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    yield f"http://localhost:{other.server_port}"
    other.shutdown()
    other.server_close()


#: Loads a picture or a frame; resolves to its width, or to 0 where it was refused.
PICTURE = """(src) => new Promise((done) => {
  const picture = new Image();
  picture.onload = () => done(picture.naturalWidth);
  picture.onerror = () => done(0);
  picture.src = src;
})"""
FRAME = """(src) => new Promise((done) => {
  const frame = document.createElement("iframe");
  frame.onload = () => done();
  frame.src = src;
  document.body.append(frame);
})"""


@pytest.mark.browser
def test_another_site_can_use_only_what_is_open(page: Page, server: Server, elsewhere: str) -> None:
    page.goto(elsewhere)
    codes = page.evaluate(
        "(url) => fetch(url).then((answer) => answer.json()).then(({ points }) => points.map(({ code }) => code))",
        f"{server.url}/api/v1/points",
    )
    assert "BL23" in codes
    assert page.evaluate("(url) => fetch(url).then(() => 'read', () => 'refused')", f"{server.url}/points") == "refused"
    for name in ("points/BL23.svg", "points/BL23.png?width=200", "views/hip.svg"):
        assert page.evaluate(PICTURE, f"{server.url}/diagrams/female/{name}") > 0, name
    for path in ("/embed/points/BL23", "/embed/views/hip?body=male"):
        page.evaluate(FRAME, server.url + path)
        assert page.frames[-1].url == server.url + path
        picture = page.frames[-1].locator("img")
        expect(picture).to_be_visible()
        assert picture.evaluate("(one) => one.decode().then(() => one.naturalWidth)") > 0
    for path in ("/", "/settings", "/points/BL23", "/diagrams/female/points/BL23.svg", "/api/v1/points"):
        with page.expect_event("requestfailed") as refused:
            page.evaluate(FRAME, server.url + path)
        assert refused.value.url == server.url + path
        assert refused.value.failure == "net::ERR_BLOCKED_BY_RESPONSE", path
