"""How much one request and one address may ask for. What is listed (the sitemap's addresses and what pages load) is
never held back: the limits are for answers that are worked out when asked, and for failures.
"""

from __future__ import annotations

import ipaddress
import logging
import math
import re
import threading
import time
from typing import Final
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, current_app, g, request
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

from server.delivery import assets, cache
from server.delivery.offline_bundle import FIXED_URLS, offline_urls
from server.errors import problem_response

#: Characters of an address with its question; the longest that means anything has about 1100.
MAX_URL_LENGTH: Final = 2048
MAX_FIELDS, MAX_FIELD_BYTES = 64, 16_384
#: What an answer counts for in the address's limit: a picture keeps a processor busy for up to two seconds.
PNG_COST: Final = 5
_EXEMPT_URLS: Final = (*FIXED_URLS, "/healthz", "/metrics")
_CUSTOM_PREFIX: Final = "/api/v1/routines/custom/"
#: Where every address is computed for the one who asks.
_DYNAMIC_PREFIXES: Final = (_CUSTOM_PREFIX, "/qr/", "/calendar/")
#: An address as gateways write it: `[2001:db8::7]:5501`, `[2001:db8::7]`, `192.0.2.7:5501`.
_HOST_WITH_PORT: Final = re.compile(r"\[([^\]]*)\](?::[0-9]+)?|([0-9.]+):[0-9]+", re.ASCII)
_log = logging.getLogger("thumbwidth.limits")


class ConcurrencyLimiter:
    """Lets so many requests work at once and so many wait a moment; sends the rest away."""

    def __init__(self, max_concurrent: int, queue_length: int, queue_timeout: float) -> None:
        self._max_concurrent, self._max_requests = max_concurrent, max_concurrent + queue_length
        self._queue_timeout = queue_timeout
        self._condition = threading.Condition()
        self.active = self.queued = 0

    def acquire(self) -> bool:
        """Return whether there is room; who got in must `leave`."""
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


def static_urls(app: Flask) -> frozenset[str]:
    """Return every address that is there without being worked out for one person."""
    asset = app.extensions["asset"]
    return frozenset(
        (*offline_urls(app.extensions["catalogue"]), *(asset(name) for name in assets.asset_names()), *_EXEMPT_URLS)
    )


def request_kind() -> str:
    """Return what the current request asks for beyond what is listed; each kind has limits of its own.

    `picture` takes seconds, `response` milliseconds; `miss`, an address without a query that is not listed, is a
    redirect or a failure and takes next to nothing.
    """
    if request.path.endswith(".png"):
        return "picture"
    is_dynamic = request.query_string or request.path.startswith(_DYNAMIC_PREFIXES)
    return "response" if is_dynamic else "miss"


def is_dynamic() -> bool:
    """Return whether the current request asks for more than what is listed."""
    if request.method not in ("GET", "HEAD") or request.query_string:
        return True
    return not (request.path in current_app.extensions["listed"] or request.path.startswith("/pack/"))


def client_key(address: str | None) -> str | None:
    """Return what counts as one address: a whole one of version 4, the first 64 bits of version 6 (RFC 6177).

    A proxy may write it with brackets, port, zone or quotation marks. None for what is no address even so.
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
    """Refuse requests that no page or program of ours sends, before anything looks at them."""
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
    # A custom routine is refused by its own reader, which names the part.
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
    room: ConcurrencyLimiter | None = current_app.extensions["rooms"].get(request_kind()) if is_dynamic() else None
    if not room:
        return
    if not room.acquire():
        raise ServiceUnavailable("Much is being worked out just now. Try again in a few seconds.", retry_after=2)
    g.room = room


def _release_slot(_: BaseException | None) -> None:
    room: ConcurrencyLimiter | None = g.pop("room", None)
    if room:
        room.release()


def _too_many_requests(error: RateLimitExceeded) -> Response:
    limiter: Limiter = current_app.extensions["limits"]
    limit = limiter.current_limit
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
    """Whether no limit of one address applies: something listed, or a client that the proxy does not name.

    Were those without a known address one client, a single one of them could shut out all others.
    """
    if not is_dynamic():
        return True
    if client_key(request.remote_addr):
        return False
    if not current_app.extensions["unnamed"].is_set():
        current_app.extensions["unnamed"].set()
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
    """Add the limits: of one request, of one address, of work at the same time."""
    if app.config["TRUSTED_PROXIES"]:
        count = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
    # Its lines name the address that was limited, and repeat what the cache says of a lost Redis.
    logging.getLogger("flask-limiter").setLevel(logging.CRITICAL)
    app.extensions["listed"] = static_urls(app)
    app.extensions["unnamed"] = threading.Event()
    app.extensions["rooms"] = {
        "response": ConcurrencyLimiter(
            app.config["MAX_CONCURRENT"], app.config["QUEUE_LENGTH"], app.config["QUEUE_TIMEOUT_SECONDS"]
        ),
        "picture": ConcurrencyLimiter(app.config["MAX_CONCURRENT_PNGS"], 0, 0),
    }
    app.before_request(_reject_malformed)
    app.extensions["limits"] = _limiter(app)
    app.before_request(_acquire_slot)
    app.teardown_request(_release_slot)
    app.register_error_handler(RateLimitExceeded, _too_many_requests)
