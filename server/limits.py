"""How much one request and one address may ask for. What is listed (the sitemap's addresses and what pages load) is
never held back: the limits are for answers that are worked out when asked, and for failures.
"""

from __future__ import annotations

import ipaddress
import logging
import math
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

from server import caching, static
from server.errors import problem
from server.pack import FIXED, addresses

#: Characters of an address with its question; the longest that means anything has about 1100.
MAX_URL: Final = 2048
MAX_FIELDS, MAX_FIELD_BYTES = 64, 16_384
#: What an answer counts for in the address's limit: a picture keeps a processor busy for up to two seconds.
PICTURE_COST: Final = 5
_ALWAYS: Final = (*FIXED, "/healthz", "/metrics")
_CUSTOM: Final = "/api/v1/routines/custom/"


class Room:
    """Lets so many requests work at once and so many wait a moment; sends the rest away."""

    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        self._at_once, self._most, self._patience = at_once, at_once + waiting, patience
        self._turn = threading.Condition()
        self.working = self.waiting = 0

    def enter(self) -> bool:
        """Return whether there is room; who got in must `leave`."""
        with self._turn:
            if self.working + self.waiting >= self._most:
                return False
            self.waiting += 1
            free = self._turn.wait_for(lambda: self.working < self._at_once, self._patience)
            self.waiting -= 1
            self.working += free
            return free

    def leave(self) -> None:
        with self._turn:
            self.working -= 1
            self._turn.notify()


def listed(app: Flask) -> frozenset[str]:
    """Return every address that is there without being worked out for one person."""
    asset = app.extensions["asset"]
    return frozenset((*addresses(app.extensions["catalogue"]), *(asset(name) for name in static.files()), *_ALWAYS))


def open_ended() -> bool:
    """Return whether the current request asks for more than what is listed."""
    if request.method not in ("GET", "HEAD") or request.query_string:
        return True
    return not (request.path in current_app.extensions["listed"] or request.path.startswith("/pack/"))


def neighbourhood(address: str | None) -> str:
    """Return what counts as one address: a whole one of version 4, the first 64 bits of version 6 (RFC 6177)."""
    try:
        known = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    return str(ipaddress.ip_network((known, 64), strict=False).network_address)


def _refuse_what_makes_no_sense() -> None:
    """Refuse requests that no page or program of ours sends, before anything looks at them."""
    refusal = _shape()
    if refusal:
        raise refusal


def _shape() -> HTTPException | None:
    environ = request.environ
    if len(request.path) + len(request.query_string) > MAX_URL:
        return RequestURITooLarge(f"An address has at most {MAX_URL} characters here.")
    fields = [(name, value) for name, value in environ.items() if name.startswith("HTTP_")]
    if len(fields) > MAX_FIELDS or sum(len(name) + len(value) for name, value in fields) > MAX_FIELD_BYTES:
        return RequestHeaderFieldsTooLarge(f"At most {MAX_FIELDS} header fields, {MAX_FIELD_BYTES} bytes in all.")
    if request.method in ("GET", "HEAD") and (request.content_length or "HTTP_TRANSFER_ENCODING" in environ):
        return RequestEntityTooLarge("Nothing here takes a body: send the request without one.")
    if not _is_text(request.query_string) or "\ufffd" in request.path:
        return BadRequest("The address is not UTF-8.")
    # A custom routine is refused by its own reader, which names the part.
    if not request.path.startswith(_CUSTOM) and any(ord(char) < 32 or ord(char) == 127 for char in request.path):
        return BadRequest("The address holds a control character.")
    return None


def _is_text(query: bytes) -> bool:
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        return False
    return True


def _enter() -> None:
    if not open_ended():
        return
    room: Room = current_app.extensions["room"]
    if not room.enter():
        raise ServiceUnavailable("Much is being worked out just now. Try again in a few seconds.", retry_after=2)
    g.room = room


def _leave(_: BaseException | None) -> None:
    room: Room | None = g.pop("room", None)
    if room:
        room.leave()


def _too_many(error: RateLimitExceeded) -> Response:
    limiter: Limiter = current_app.extensions["limits"]
    limit = limiter.current_limit
    wait = max(1, math.ceil(limit.reset_at - time.time())) if limit else 60
    response = problem(
        429,
        "Too many questions in a row. Wait as long as Retry-After says, a minute at most, or take the lists and "
        "documents of the sitemap, which are not limited.",
    )
    response.headers["Retry-After"] = str(wait)
    return response


def _cost() -> int:
    return PICTURE_COST if request.path.endswith(".png") else 1


def _limiter(app: Flask) -> Limiter:
    shared, wait = app.config["CACHE_URL"], caching.PATIENCE
    return Limiter(
        key_func=lambda: neighbourhood(request.remote_addr),
        app=app,
        application_limits=[app.config["RATE_LIMIT"]],
        application_limits_exempt_when=lambda: not open_ended(),
        application_limits_cost=_cost,
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
    app.extensions["listed"] = listed(app)
    app.extensions["room"] = Room(app.config["WORKING"], app.config["WAITING"], app.config["PATIENCE"])
    app.before_request(_refuse_what_makes_no_sense)
    app.extensions["limits"] = _limiter(app)
    app.before_request(_enter)
    app.teardown_request(_leave)
    app.register_error_handler(RateLimitExceeded, _too_many)
