"""Prebuilt responses: WSGI middleware that sends GET, HEAD and 304 responses from the store, before Flask.

Each response is what Flask would send, byte for byte and header for header (`tests/web/test_prebuilt.py`). Requests
with a query string, an unknown path or another method fall through to the application. `ok_count` and
`not_modified_count` count the responses sent here, for the metrics.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, Final

from server.delivery.content_negotiation import IDENTITY, choose_encoding, has_tag
from server.delivery.store import Headers, Store, StoredResponse, StoreError

#: Larger bodies are read from the file at each request, so that a worker stays small.
MAX_BODY_IN_MEMORY: Final = 64 * 1024
#: Number of `Accept-Encoding` headers whose coding is cached; browsers and crawlers send about a dozen.
_ENCODING_CACHE_SIZE: Final = 256
HSTS: Final = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
#: Headers that a 304 does not carry (RFC 9110, 15.4.5).
_CONTENT_HEADERS: Final = {"content-type", "content-length", "content-encoding"}
_log = logging.getLogger(__name__)
StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class Representation:
    """A response in one content coding: ETag, headers, the headers of its 304, and the body if it is small.

    `name` is the name of the body in the store.
    """

    __slots__ = ("body", "etag", "headers", "headers_304", "name", "opaque_tag")

    def __init__(self, tag: str, headers: Headers, body: bytes, name: str = "") -> None:
        self.opaque_tag, self.headers, self.name = tag, headers, name
        self.body = [body] if len(body) <= MAX_BODY_IN_MEMORY else None
        self.etag = f'"{tag}"'
        self.headers_304: Headers = [pair for pair in headers if pair[0].lower() not in _CONTENT_HEADERS]

    def matches_etag(self, condition: str | None) -> bool:
        """Return whether an `If-None-Match` header names this representation."""
        return condition is not None and (condition == self.etag or has_tag(condition, self.opaque_tag))


class Representations(dict[str, Representation]):
    """The representations of one path by content coding, each read from the store at its first request."""

    def __init__(self, answer: StoredResponse, store: Store) -> None:
        self.response, self.store = answer, store

    def __missing__(self, encoding: str) -> Representation:
        if encoding not in self.response.body_names:
            encoding = IDENTITY
        name = self.response.body_names[encoding]
        body = self.store.body(name)
        headers = self.response.headers_for(encoding, len(body))
        self[encoding] = form = Representation(self.response.etag(encoding), headers, body, name)
        return form


class Prebuilt:
    """WSGI middleware that sends prebuilt responses and passes other requests on."""

    def __init__(self, _app: Application, on_loss: Callable[[], None] = lambda: None) -> None:
        """`on_loss` is called when the store is found damaged."""
        self.app, self._on_loss = _app, on_loss
        self._representations: dict[str, Representations] = {}
        self._encodings: dict[str, str] = {}
        self.ok_count = self.not_modified_count = 0

    def use_store(self, store: Store) -> None:
        """Send responses from this store from now on."""
        self._representations = {address: Representations(answer, store) for address, answer in store.responses.items()}

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        forms = self._representations.get(environ["PATH_INFO"])
        if forms is None or environ.get("QUERY_STRING"):
            return self.app(environ, start_response)
        method = environ["REQUEST_METHOD"]
        if (method != "GET" and method != "HEAD") or needs_flask(environ):
            return self.app(environ, start_response)
        asked = environ.get("HTTP_ACCEPT_ENCODING", "")
        condition = environ.get("HTTP_IF_NONE_MATCH")
        try:
            form = forms[self._encodings.get(asked) or self._encoding_for(asked)]
            if form.matches_etag(condition):
                self.not_modified_count += 1
                start_response("304 NOT MODIFIED", _with_hsts(form.headers_304, environ))
                return []
            body = form.body or [forms.store.body(form.name)]
        except StoreError as error:
            return self._fall_back(error, environ, start_response)
        self.ok_count += 1
        start_response("200 OK", _with_hsts(form.headers, environ))
        return body if method == "GET" else []

    def _encoding_for(self, asked: str) -> str:
        if len(self._encodings) >= _ENCODING_CACHE_SIZE:
            self._encodings.clear()
        self._encodings[asked] = encoding = choose_encoding(asked)
        return encoding

    def _fall_back(self, error: StoreError, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Stop using a damaged store and pass this request on; responses are slower from now on, and correct."""
        lost, self._representations = self._representations, {}
        if lost:
            _log.warning("%s; answering without the store", error)
            self._on_loss()
        return self.app(environ, start_response)


def needs_flask(environ: dict[str, Any]) -> bool:
    """Return whether a request has a body or `If-Match`, which Flask has to judge."""
    return (
        environ.get("CONTENT_LENGTH", "") not in ("", "0")
        or "HTTP_IF_MATCH" in environ
        or "HTTP_TRANSFER_ENCODING" in environ
    )


def _with_hsts(headers: Headers, environ: dict[str, Any]) -> Headers:
    """Return a copy of the headers, which the server may change (PEP 3333), with HSTS over TLS."""
    return [*headers, HSTS] if environ["wsgi.url_scheme"] == "https" else headers.copy()
