"""Limits of request size, of requests per client and of concurrent work.

Static URLs (the sitemap and assets) are exempt; the limits apply to dynamic responses and errors.
"""

from __future__ import annotations

import ipaddress
import logging
import math
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, g, request
from flask_limiter import Limiter, RateLimitExceeded
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    RequestEntityTooLarge,
    RequestHeaderFieldsTooLarge,
    RequestURITooLarge,
    ServiceUnavailable,
)
from werkzeug.middleware.proxy_fix import ProxyFix

from points.catalogue import Catalogue
from server.delivery import assets, cache
from server.delivery.offline_bundle import FIXED_URLS, offline_urls
from server.errors import problem_response
from server.extensions import get_catalogue, get_limits

#: Characters of path and query; the longest valid URL has about 1100.
MAX_URL_LENGTH: Final = 2048
MAX_FIELDS, MAX_FIELD_BYTES = 64, 16_384
#: Cost of a PNG in the rate limit: it takes up to two seconds of processor time.
PNG_COST: Final = 5
_EXEMPT_URLS: Final = (*FIXED_URLS, "/healthz", "/metrics")
_CUSTOM_PREFIX: Final = "/api/v1/routines/custom/"
#: Below these every response is dynamic.
_DYNAMIC_PREFIXES: Final = (_CUSTOM_PREFIX, "/qr/", "/calendar/")
#: A client address as proxies write it: `[2001:db8::7]:5501`, `[2001:db8::7]`, `192.0.2.7:5501`.
_HOST_WITH_PORT: Final = re.compile(r"\[([^\]]*)\](?::[0-9]+)?|([0-9.]+):[0-9]+", re.ASCII)
_log = logging.getLogger("thumbwidth.limits")


class ConcurrencyLimiter:
    """Admits `max_concurrent` requests; `queue_length` more wait for up to `queue_timeout` seconds."""

    def __init__(self, max_concurrent: int, queue_length: int, queue_timeout: float) -> None:
        self._max_concurrent, self._max_requests = max_concurrent, max_concurrent + queue_length
        self._queue_timeout = queue_timeout
        self._condition = threading.Condition()
        self.active = self.queued = 0

    def acquire(self) -> bool:
        """Return whether the request is admitted; it must then be released."""
        with self._condition:
            if self.active + self.queued >= self._max_requests:
                return False
            self.queued += 1
            free = self._condition.wait_for(lambda: self.active < self._max_concurrent, self._queue_timeout)
            self.queued -= 1
            self.active += free
            return free

    def release(self) -> None:
        with self._condition:
            self.active -= 1
            self._condition.notify()


def static_urls(known: Catalogue) -> frozenset[str]:
    """Return every URL whose response is the same for all clients."""
    return frozenset((*offline_urls(known), *map(assets.asset_url, assets.asset_names()), *_EXEMPT_URLS))


@dataclass
class Limits:
    """Limits of one application: URLs without limits, the rate limit, and the concurrency limit by kind of request."""

    static_urls: frozenset[str]
    rate: Limiter
    concurrency: Mapping[str, ConcurrencyLimiter]
    #: Whether the log has a warning about clients without a readable address.
    has_warned: bool = False


def request_kind() -> str:
    """Return the kind of a dynamic request; each kind has its own limits.

    `picture`, a PNG, takes seconds; `response` milliseconds; `miss`, an unlisted URL without a query, is a redirect or
    an error and costs little.
    """
    if request.path.endswith(".png"):
        return "picture"
    is_dynamic = request.query_string or request.path.startswith(_DYNAMIC_PREFIXES)
    return "response" if is_dynamic else "miss"


def is_dynamic() -> bool:
    """Whether the current request is for a dynamic URL."""
    if request.method not in ("GET", "HEAD") or request.query_string:
        return True
    return not (request.path in get_limits().static_urls or request.path.startswith("/pack/"))


def client_key(address: str | None) -> str | None:
    """Return the client of an IP address: IPv4 as a whole, the first 64 bits of IPv6 (RFC 6177).

    Brackets, port, zone and quotation marks are removed. None for text that is not an address.
    """
    text = (address or "").strip().strip('"')
    match = _HOST_WITH_PORT.fullmatch(text)
    try:
        known = ipaddress.ip_address((match[1] or match[2] if match else text).partition("%")[0])
    except ValueError:
        return None
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    return str(ipaddress.ip_network((known, 64), strict=False).network_address)


def _reject_malformed() -> None:
    """Refuse malformed requests before any other hook reads them."""
    refusal = _malformed_error()
    if refusal:
        raise refusal


def _malformed_error() -> HTTPException | None:
    environ = request.environ
    if len(request.path) + len(request.query_string) > MAX_URL_LENGTH:
        return RequestURITooLarge(f"An address has at most {MAX_URL_LENGTH} characters here.")
    fields = [(name, value) for name, value in environ.items() if name.startswith("HTTP_")]
    if len(fields) > MAX_FIELDS or sum(len(name) + len(value) for name, value in fields) > MAX_FIELD_BYTES:
        return RequestHeaderFieldsTooLarge(f"At most {MAX_FIELDS} header fields, {MAX_FIELD_BYTES} bytes in all.")
    if request.method in ("GET", "HEAD") and (request.content_length or "HTTP_TRANSFER_ENCODING" in environ):
        return RequestEntityTooLarge("Nothing here takes a body: send the request without one.")
    if not _is_text(request.query_string) or "\ufffd" in request.path:
        return BadRequest("The address is not UTF-8.")
    # The parser of custom routines names the invalid part.
    if not request.path.startswith(_CUSTOM_PREFIX) and any(ord(char) < 32 or ord(char) == 127 for char in request.path):
        return BadRequest("The address holds a control character.")
    return None


def _is_text(query: bytes) -> bool:
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        return False
    return True


def _acquire_slot() -> None:
    limiter = get_limits().concurrency.get(request_kind()) if is_dynamic() else None
    if not limiter:
        return
    if not limiter.acquire():
        raise ServiceUnavailable("Much is being worked out just now. Try again in a few seconds.", retry_after=2)
    g.concurrency_limiter = limiter


def _release_slot(_: BaseException | None) -> None:
    limiter: ConcurrencyLimiter | None = g.pop("concurrency_limiter", None)
    if limiter:
        limiter.release()


def _too_many_requests(error: RateLimitExceeded) -> Response:
    limit = get_limits().rate.current_limit
    wait = max(1, math.ceil(limit.reset_at - time.time())) if limit else 60
    response = problem_response(
        429,
        f"Too many questions in a row. Wait {10 * math.ceil(wait / 10)} seconds and try again. The lists and documents "
        "of the sitemap are not limited.",
    )
    response.headers["Retry-After"] = str(wait)
    return response


def _request_cost() -> int:
    return PNG_COST if request_kind() == "picture" else 1


def _is_exempt() -> bool:
    """Whether the rate limit does not apply: a static URL, or a client without a readable address.

    Clients without an address would share one limit, so that one of them could lock out all others.
    """
    if not is_dynamic():
        return True
    if client_key(request.remote_addr):
        return False
    if not get_limits().has_warned:
        get_limits().has_warned = True
        _log.warning("clients have no address that can be read, so RATE_LIMIT does not apply: see TRUSTED_PROXIES")
    return True


def _limiter(app: Flask) -> Limiter:
    shared, wait = app.config["CACHE_URL"], cache.TIMEOUT_SECONDS
    return Limiter(
        key_func=lambda: f"{request_kind()} {client_key(request.remote_addr)}",
        app=app,
        application_limits=[app.config["RATE_LIMIT"]],
        application_limits_exempt_when=_is_exempt,
        application_limits_cost=_request_cost,
        storage_uri=shared or "memory://",
        storage_options={"socket_timeout": wait, "socket_connect_timeout": wait} if shared else {},  # type: ignore[dict-item]
        in_memory_fallback_enabled=bool(shared),
        swallow_errors=True,
        request_identifier=lambda: request.endpoint or "nowhere",
        enabled=app.config["RATE_LIMIT"] != "off",
    )


def init_app(app: Flask) -> None:
    """Add the limits: of one request, of one client, of concurrent work."""
    if app.config["TRUSTED_PROXIES"]:
        count = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
    # Its messages name the client address, and repeat those of the cache about Redis.
    logging.getLogger("flask-limiter").setLevel(logging.CRITICAL)
    app.before_request(_reject_malformed)
    app.extensions["limits"] = Limits(
        static_urls(get_catalogue(app)),
        _limiter(app),
        {
            "response": ConcurrencyLimiter(
                app.config["MAX_CONCURRENT"], app.config["QUEUE_LENGTH"], app.config["QUEUE_TIMEOUT_SECONDS"]
            ),
            "picture": ConcurrencyLimiter(app.config["MAX_CONCURRENT_PNGS"], 0, 0),
        },
    )
    app.before_request(_acquire_slot)
    app.teardown_request(_release_slot)
    app.register_error_handler(RateLimitExceeded, _too_many_requests)
