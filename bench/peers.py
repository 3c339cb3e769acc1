"""What others do with the same bytes: FastAPI, plain Flask, and Flask rendering each time; started by bench.serving.

The prepared answers are read from the store into memory; each peer negotiates the encoding and compares the tag in a
route of its own, with the same functions as the service, so that only the way to the bytes differs.
"""

from __future__ import annotations

from functools import lru_cache

import fastapi
import flask
from fastapi import FastAPI
from flask import Flask

from points import catalogue
from server import config, create_app
from server.delivery import build_id
from server.delivery.content_negotiation import IDENTITY, choose_encoding, has_tag
from server.delivery.store import Store, content_hash, etag_for
from server.ops import headers

Prepared = tuple[int, dict[str, str], bytes]


def _store() -> Store:
    settings = config.settings()
    return Store(build_id.store_path(settings, build_id.build_id(settings)))


def _prepared(store: Store, address: str, asked: str, condition: str | None) -> Prepared:
    answer = store.responses[address]
    encoding = choose_encoding(asked)
    form = answer.body_names.get(encoding) or answer.body_names[IDENTITY]
    body = _body(store, form)
    told = dict(answer.headers_for(encoding if encoding in answer.body_names else IDENTITY, len(body)))
    if condition and has_tag(condition, told["ETag"].strip('"')):
        return 304, {name: value for name, value in told.items() if not name.startswith("Content-")}, b""
    return 200, told, body


@lru_cache(maxsize=4096)
def _body(store: Store, name: str) -> bytes:
    return store.body(name)


def fastapi_app() -> FastAPI:
    """Prepared answers, and a search with a cache."""
    store, known = _store(), catalogue.load()
    once = create_app({"RATE_LIMIT": "off", "STORE": "off"}).test_client()
    app = FastAPI(openapi_url=None)

    @lru_cache(maxsize=1000)
    def found(q: str) -> bytes:
        return bytes(once.get("/api/v1/points", query_string={"q": q}).data)

    @lru_cache(maxsize=1000)
    def compressed(body: bytes, encoding: str) -> bytes:
        return headers.compress_fast(body, encoding)

    @app.get("/api/v1/points")
    async def points(request: fastapi.Request, q: str | None = fastapi.Query(None, max_length=200)) -> fastapi.Response:
        if q is None:
            return await prepared(request)
        body = found(q)
        encoding = choose_encoding(request.headers.get("accept-encoding", ""))
        tag = etag_for(content_hash(body), encoding)
        if encoding != IDENTITY:
            body = compressed(body, encoding)
        told = headers.SECURITY_HEADERS | {"ETag": f'"{tag}"', "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        told |= {"X-Thumbwidth": known.version} | ({"Content-Encoding": encoding} if encoding != IDENTITY else {})
        return fastapi.Response(body, headers=told, media_type="application/json")

    @app.get("/{path:path}")
    async def prepared(request: fastapi.Request) -> fastapi.Response:
        status, told, body = _prepared(
            store,
            request.url.path,
            request.headers.get("accept-encoding", ""),
            request.headers.get("if-none-match"),
        )
        return fastapi.Response(body, status, told)

    return app


def flask_app() -> Flask:
    """Prepared answers from a view of plain Flask."""
    store = _store()
    app = Flask(__name__)

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def prepared(path: str) -> flask.Response:
        asked = flask.request.headers
        status, told, body = _prepared(store, f"/{path}", asked.get("Accept-Encoding", ""), asked.get("If-None-Match"))
        return flask.Response(body, status, told)

    return app


def rendering() -> Flask:
    """The service without store and cache, made anew for each question."""
    return create_app({"RATE_LIMIT": "off", "STORE": "off", "CACHE_BYTES": 0})
