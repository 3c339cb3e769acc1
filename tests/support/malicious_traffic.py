"""What nobody means well with: requests that break rules, too many of them, and clients that never finish."""

from __future__ import annotations

import contextlib
import random
import socket
from collections.abc import Iterator
from urllib.parse import quote

#: Whole requests as they go over the line, {name: bytes}; whatever comes back, it is no failure of ours.
RAW = {
    "dots": b"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
    "encoded-dots": b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
    "static-dots": b"GET /static/x/..%2f..%2fserver/config.py HTTP/1.1\r\nHost: a\r\n\r\n",
    "slashes": b"GET //evil.example/points HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "backslashes": b"GET /\\evil.example HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "semicolon": b"GET /points;jsessionid=1 HTTP/1.1\r\nHost: a\r\n\r\n",
    "nul": b"GET /points/%00 HTTP/1.1\r\nHost: a\r\n\r\n",
    "raw-nul": b"GET /points/\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
    "overlong": b"GET /points/%c0%af%c0%ae HTTP/1.1\r\nHost: a\r\n\r\n",
    "not-utf-8": b"GET /points/%ff%fe?q=%80 HTTP/1.1\r\nHost: a\r\n\r\n",
    "raw-bytes": b"GET /points/\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
    "half-percent": b"GET /points/%e HTTP/1.1\r\nHost: a\r\n\r\n",
    "whole-address": b"GET http://evil.example/points/li4 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "line-break": b"GET /points/li4%0d%0aX-Evil:1 HTTP/1.1\r\nHost: a\r\n\r\n",
    "header-line-break": b"GET /points HTTP/1.1\r\nHost: a\r\nX: a\nY: b\r\n\r\n",
    "two-hosts": b"GET /points/li4 HTTP/1.1\r\nHost: a\r\nHost: evil.example\r\n\r\n",
    "no-host": b"GET /points/li4 HTTP/1.1\r\n\r\n",
    "odd-host": b"GET /points/li4 HTTP/1.1\r\nHost: evil.example/<script>\r\n\r\n",
    "old": b"GET /points HTTP/1.0\r\n\r\n",
    "oldest": b"GET /points\r\n",
    "unknown-method": b"BREW /points HTTP/1.1\r\nHost: a\r\n\r\n",
    "connect": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    "options-star": b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    "two-lengths": b"POST /points HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "length-and-chunks": b"POST /points HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "bad-length": b"GET /points HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    "body": b"GET /api/v1/points?q=x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody",
    "body-to-a-page": b"GET /points HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody",
    "many-fields": b"GET /nowhere HTTP/1.1\r\nHost: a\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(90)) + b"\r\n",
    "field-flood": b"GET / HTTP/1.1\r\nHost: a\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(5000)) + b"\r\n",
    "large-field": b"GET /nowhere HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 40_000 + b"\r\n\r\n",
    "huge-field": b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n",
    "long-address": b"GET /" + b"x" * 5000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "huge-address": b"GET /" + b"x" * 300_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "odd-encoding": b"GET /points HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br;q=nan, \xff;q=-1, *;q=0\r\n\r\n",
    "odd-tags": b'GET /points HTTP/1.1\r\nHost: a\r\nIf-None-Match: W/"\xff", ",\r\n\r\n',
    "odd-range": b"GET /points HTTP/1.1\r\nHost: a\r\nRange: bytes=9-1,-,x\r\n\r\n",
    "odd-date": b"GET /nowhere HTTP/1.1\r\nHost: a\r\nIf-Modified-Since: never\r\nCookie: \xff=\xfe; =;;\r\n\r\n",
    "rubbish": bytes(range(256)) * 4,
    "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,
}
_PLACES = ["/points/", "/routines/", "/routines/custom/", "/conditions/", "/qr/", "/calendar/", "/pack/", "/static/x/"]
_PLACES += ["/api/v1/points/", "/api/v1/routines/custom/", "/api/v1/points?q=", "/api/v1/points?without=", "/diagrams/"]
_PLACES += ["/diagrams/female/points/", "/diagrams/male/views/", "/", "//", "/../", "/calendar/low-back-ease.ics?at="]
_SCRAPS = [
    "BL23",
    "LI4",
    ".90",
    "-",
    ";",
    "%00",
    "%ff",
    "%c0%ae",
    "..",
    "%2e%2e%2f",
    "'",
    '"',
    "<script>",
    "{{7*7}}",
    "${x}",
]
_SCRAPS += [
    "\\",
    "|",
    "%0d%0a",
    "%25",
    "+",
    "&",
    "=",
    "?",
    "#",
    "٣",
    "合谷",
    "é",
    "\U0001f44d",
    "1e9",
    "-1",
    "9" * 30,
    ".svg",
]
_SCRAPS += [".png?width=", ".ics", "2400", "zone=", "weeks=", "from=", "pregnancy,", "a" * 300]
METHODS = ["GET"] * 12 + ["HEAD", "OPTIONS", "POST", "DELETE", "PATCH", "TRACE", "BREW"]


def addresses(seed: int) -> Iterator[tuple[str, str]]:
    """Yield random requests without end: (method, address)."""
    dice = random.Random(seed)
    while True:
        scraps = "".join(dice.choice(_SCRAPS) for _ in range(dice.randrange(1, 7)))
        yield dice.choice(METHODS), dice.choice(_PLACES) + quote(scraps, safe="%/?=&+;:,.'!*()-_~|{}$")


def answer_to(port: int, request: bytes, patience: float = 0.5) -> bytes:
    """Send bytes, and return all that comes back until the other side ends or nothing comes for so many seconds."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        received = b""
        with contextlib.suppress(OSError):
            line.sendall(request)
            line.settimeout(patience)
            while data := line.recv(65536):
                received += data
        return received


def status_of(answer: bytes) -> int:
    """Return the status of an answer, 0 if there was none."""
    words = answer.split(b" ", 2)
    return int(words[1]) if answer.startswith(b"HTTP/") and len(words) > 1 and words[1].isdigit() else 0
