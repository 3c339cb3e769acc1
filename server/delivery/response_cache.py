"""Answers that were worked out before, given again before Flask: to a question that many ask, the store's speed.

Kept whole, as Flask gave them: a 200 with a tag that may be stored, for one address with its question, one encoding and
one scheme. So what depends on the day or on a person (`no-store`) is worked out each time. A worker's catalogue never
changes, so nothing here grows old; what was asked first goes first when there is no more room.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

from server.delivery.content_negotiation import choose_encoding
from server.delivery.prebuilt import KEPT, Application, Form, StartResponse, is_unusual
from server.delivery.store import Headers

#: Bytes of bodies that a worker keeps here, and how many answers: each has headers, too.
ROOM, MOST = 4_000_000, 1000
_Key = tuple[str, str, str, str]


class Kept:
    """A WSGI application in front of another. `answered` and `unchanged` count what was ours."""

    def __init__(self, behind: Application, room: int = ROOM) -> None:
        self.behind, self._room, self._used = behind, room, 0
        self._forms: dict[_Key, Form] = {}
        self._lock = threading.Lock()
        self.answered = self.unchanged = 0

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD") or is_unusual(environ):
            return self.behind(environ, start_response)
        encoding = choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        key = (environ["PATH_INFO"], environ.get("QUERY_STRING", ""), encoding, environ["wsgi.url_scheme"])
        form = self._forms.get(key)
        if form is None or form.body is None:
            return self._ask(key, environ, start_response)
        if form.is_had(environ.get("HTTP_IF_NONE_MATCH")):
            self.unchanged += 1
            start_response("304 NOT MODIFIED", form.short.copy())
            return []
        self.answered += 1
        start_response("200 OK", form.headers.copy())
        return form.body if method == "GET" else []

    def _ask(self, key: _Key, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Pass a request on, and keep what comes back where it may be kept."""
        told: dict[str, Headers] = {}

        def start(status: str, headers: Headers, *error: Any) -> Any:
            told[status] = [pair for pair in headers if pair[0].lower() != "date"]
            return start_response(status, headers, *error)

        answer = self.behind(environ, start)
        headers = told.get("200 OK")
        if environ["REQUEST_METHOD"] != "GET" or not headers or not (tag := _tag(headers)):
            return answer
        try:
            body = b"".join(answer)
        finally:
            if close := getattr(answer, "close", None):
                close()
        self._keep(key, Form(tag, headers, body), len(body))
        return [body]

    def _keep(self, key: _Key, form: Form, size: int) -> None:
        with self._lock:
            if key in self._forms or not form.body:
                return
            self._forms[key] = form
            self._used += size
            while self._used > self._room or len(self._forms) > MOST:
                first = next(iter(self._forms))
                self._used -= sum(map(len, self._forms.pop(first).body or ()))


def _tag(headers: Headers) -> str:
    """Return the tag, without its quotes, of an answer that may be kept; '' of any other."""
    said = {name.lower(): value for name, value in headers}
    small = said.get("content-length", "").isdigit() and int(said["content-length"]) <= KEPT
    may = small and "no-store" not in said.get("cache-control", "no-store")
    return said.get("etag", "").strip('"') if may else ""
