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
from server.delivery.prebuilt import MAX_BODY_IN_MEMORY, Application, Representation, StartResponse, needs_flask
from server.delivery.store import Headers

#: Bytes of bodies that a worker keeps here, and how many answers: each has headers, too.
MAX_BYTES, MAX_RESPONSES = 1_000_000, 400
_Key = tuple[str, str, str, str]


class ResponseCache:
    """A WSGI application in front of another. `answered` and `unchanged` count what was ours."""

    def __init__(self, _app: Application, max_bytes: int = MAX_BYTES) -> None:
        self.app, self._max_bytes, self._used = _app, max_bytes, 0
        self._representations: dict[_Key, Representation] = {}
        self._lock = threading.Lock()
        self.ok_count = self.not_modified_count = 0

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD") or needs_flask(environ):
            return self.app(environ, start_response)
        encoding = choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        key = (environ["PATH_INFO"], environ.get("QUERY_STRING", ""), encoding, environ["wsgi.url_scheme"])
        form = self._representations.get(key)
        if form is None or form.body is None:
            return self._forward(key, environ, start_response)
        if form.matches_etag(environ.get("HTTP_IF_NONE_MATCH")):
            self.not_modified_count += 1
            start_response("304 NOT MODIFIED", form.headers_304.copy())
            return []
        self.ok_count += 1
        start_response("200 OK", form.headers.copy())
        return form.body if method == "GET" else []

    def _forward(self, key: _Key, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Pass a request on, and keep what comes back where it may be kept."""
        told: dict[str, Headers] = {}

        def start(status: str, headers: Headers, *error: Any) -> Any:
            told[status] = [pair for pair in headers if pair[0].lower() != "date"]
            return start_response(status, headers, *error)

        answer = self.app(environ, start)
        headers = told.get("200 OK")
        if environ["REQUEST_METHOD"] != "GET" or not headers or not (tag := _cacheable_tag(headers)):
            return answer
        try:
            body = b"".join(answer)
        finally:
            if close := getattr(answer, "close", None):
                close()
        self._add(key, Representation(tag, headers, body), len(body))
        return [body]

    def _add(self, key: _Key, form: Representation, size: int) -> None:
        with self._lock:
            if key in self._representations or not form.body:
                return
            self._representations[key] = form
            self._used += size
            while self._used > self._max_bytes or len(self._representations) > MAX_RESPONSES:
                first = next(iter(self._representations))
                self._used -= sum(map(len, self._representations.pop(first).body or ()))


def _cacheable_tag(headers: Headers) -> str:
    """Return the tag, without its quotes, of an answer that may be kept; '' of any other."""
    said = {name.lower(): value for name, value in headers}
    small = said.get("content-length", "").isdigit() and int(said["content-length"]) <= MAX_BODY_IN_MEMORY
    may = small and "no-store" not in said.get("cache-control", "no-store")
    return said.get("etag", "").strip('"') if may else ""
