"""A hostile visitor gets no failure of ours, learns nothing from it, and does not keep others from their page.

`HOSTILE` says how many random requests are sent (`make verify`: 100 000); how fast others are answered meanwhile is
measured by `bench.hostile`.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import socket
import time
from collections.abc import Iterator
from itertools import islice

import pytest
from flask import Flask

from server import create_app
from server.ops.headers import SECURITY_HEADERS
from tests.support import malicious_traffic
from tests.support.programs import Server

pytestmark = pytest.mark.service

COUNT = int(os.environ.get("HOSTILE", "2000"))
TRACE = re.compile(rb'Traceback|File "|site-packages|werkzeug\.|most recent call')


@pytest.fixture(scope="module")
def strong() -> Iterator[Server]:
    """A service that does not end the experiment by counting questions."""
    running = Server(RATE_LIMIT="off")
    yield running
    running.kill()


def answered(server: Server, request: bytes) -> bytes:
    """Return all that comes back to a request after which the server ends the line."""
    return malicious_traffic.answer_to(server.port, request, patience=30)


@pytest.mark.parametrize("name", malicious_traffic.RAW)
def test_malformed_requests_are_refused_without_leaks(strong: Server, name: str) -> None:
    answer = malicious_traffic.answer_to(strong.port, malicious_traffic.RAW[name])
    status = malicious_traffic.status_of(answer)
    assert status < 500 or status == 501, answer[:200]
    assert not TRACE.search(answer)
    head = answer.partition(b"\r\n\r\n")[0]
    assert b"evil" not in head.lower()
    assert b"X-Evil" not in head
    assert (
        malicious_traffic.status_of(answered(strong, b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
        == 200
    )


SMUGGLED = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
FRAMED = {
    "length": b"Content-Length: %d\r\n\r\n%s" % (len(SMUGGLED), SMUGGLED),
    "chunks": b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(SMUGGLED), SMUGGLED),
    "both": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(SMUGGLED), SMUGGLED),
}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("address", ["/points", "/nowhere", "/api/v1/points?q=back"])
@pytest.mark.parametrize("framed", FRAMED)
def test_a_body_is_refused_and_never_taken_for_a_request(
    strong: Server, method: str, address: str, framed: str
) -> None:
    """Whether the answer comes before the body has gone by or not: what follows on the line is the next request."""
    first = f"{method} {address} HTTP/1.1\r\nHost: a\r\n".encode() + FRAMED[framed]
    following = b"GET /robots.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    answer = answered(strong, first + following)
    refused, *rest = re.findall(rb"HTTP/1\.1 (\d{3})", answer)
    assert refused in ((b"404", b"405") if method == "POST" else (b"413",))
    assert rest in ([], [b"200"])  # a line may be closed instead
    assert b'"live"' not in answer
    assert (b"Sitemap:" in answer) is bool(rest)


def test_no_random_request_finds_a_failure_of_ours() -> None:
    """In process, so that thousands take seconds; `on_crash` is in place, as for people."""
    client = create_app({"RATE_LIMIT": "off"}).test_client()
    for method, address in islice(malicious_traffic.addresses(1), COUNT):
        answer = client.open(address if not address.startswith("//") else "/" + address.lstrip("/"), method=method)
        assert answer.status_code < 500 or answer.status_code == 501, (method, address)
        assert not TRACE.search(answer.data), (method, address)
        own = {"Content-Security-Policy", "Cross-Origin-Resource-Policy"}
        wanted = {name: value for name, value in SECURITY_HEADERS.items() if name not in own}
        assert {name: answer.headers.get(name) for name in wanted} == wanted, (method, address)
        assert answer.headers.get("Cross-Origin-Resource-Policy"), (method, address)
        assert answer.headers.get("Content-Security-Policy"), (method, address)
        assert not answer.headers.get("Location", "/").startswith(("http", "//", "/\\")), (method, address)
        answer.close()


def test_random_requests_over_the_line_find_no_failure_of_ours(strong: Server) -> None:
    for method, address in islice(malicious_traffic.addresses(2), max(200, COUNT // 10)):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", strong.port, timeout=30)) as line:
            line.putrequest(method, address)
            line.endheaders()
            with line.getresponse() as answer:
                body = answer.read()
        # 503 says that pictures were asked for faster than they can be drawn
        assert answer.status < 500 or answer.status in (501, 503), (method, address)
        assert not TRACE.search(body), (method, address)


def test_clients_that_never_finish_keep_nobody_from_a_page(strong: Server) -> None:
    held = []
    for number in range(200):
        half = socket.create_connection(("127.0.0.1", strong.port), timeout=30)
        half.sendall(b"GET /points HTTP/1.1\r\nHost: a\r\nX-%d: " % number)
        held.append(half)
    try:
        for _ in range(20):
            answer = answered(strong, b"GET /points HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            assert malicious_traffic.status_of(answer) == 200
    finally:
        for half in held:
            half.close()


def test_a_client_that_never_finishes_is_let_go(strong: Server) -> None:
    with socket.create_connection(("127.0.0.1", strong.port), timeout=30) as half:
        half.sendall(b"GET /points HTTP/1.1\r\nHost: a\r\nX: ")
        began = time.monotonic()
        while half.recv(4096):
            pass
        assert time.monotonic() - began < 25


def test_a_page_refuses_what_it_never_needs(app: Flask) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = app.test_client().open("/points", method=method, data=b"x" * 100)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
