"""Every failure in one shape: problem+json (RFC 9457) for programs, the same words as a page for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from flask import Flask, Response, current_app, g, json, render_template, request
from werkzeug.exceptions import HTTPException

from points.errors import DomainError, SpecError, UnknownKey

#: So many pages of failures are kept; there are fewer, but for names that somebody makes up.
ERROR_PAGE_CACHE_SIZE = 100
Fields = Mapping[str, Sequence[str]]
#: In place of what Werkzeug says of them.
DETAIL_TEXTS: Final = {
    404: "Nothing is at this address. Pages begin at /, documents for programs at /api/v1/openapi.json.",
    405: "Nothing here can be changed: ask with GET or HEAD.",
}
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY"})


class InvalidParameters(Exception):
    """A request whose named fields are not valid: 422."""

    def __init__(self, fields: Fields) -> None:
        self.fields = {name: list(messages) for name, messages in fields.items()}
        super().__init__("; ".join(f"{name}: {', '.join(found)}" for name, found in self.fields.items()))


def problem_response(status: int, detail: str, **more: Any) -> Response:
    """Return a failure as problem+json or as a page, whichever the address calls for."""
    title = HTTPStatus(status).phrase
    if _wants_problem_json():
        body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
        response = Response(json.dumps(body), status, content_type="application/problem+json")
    else:
        page = _cached_page(status, title, detail) if not more else _render_page(status, title, detail, **more)
        response = Response(page, status, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _cached_page(status: int, title: str, detail: str) -> str:
    """Return the page of a failure, from what was rendered before: a flood of refusals must cost next to nothing."""
    kept: dict[tuple[int, str, str | None], str] = current_app.extensions.setdefault("failures", {})
    key = (status, detail, request.endpoint)
    if key not in kept:
        if len(kept) >= ERROR_PAGE_CACHE_SIZE:
            kept.clear()
        kept[key] = _render_page(status, title, detail)
    return kept[key]


def _render_page(status: int, title: str, detail: str, **more: Any) -> str:
    return render_template("error.html", status=status, title=title, detail=detail, **more)


def _wants_problem_json() -> bool:
    return request.path == "/api/v1" or request.path.startswith(("/api/", "/diagrams/"))


def on_http_error(error: HTTPException) -> Response:
    """Answer Flask's and flask-smorest's own refusals."""
    if error.code is None or (error.response is not None and error.code < 400):
        return error.get_response()  # type: ignore[return-value]
    messages = getattr(error, "data", {}).get("messages") if error.code == 422 else None
    if messages:
        return on_invalid(InvalidParameters(_errors_by_field(messages)))
    usual = error.description == type(error).description
    said = DETAIL_TEXTS.get(error.code) if usual else None
    response = problem_response(error.code, said or error.description or "")
    valid_methods = getattr(error, "valid_methods", None)
    if error.code == 405 and valid_methods:
        response.headers["Allow"] = ", ".join(sorted(valid_methods))
    retry_after = getattr(error, "retry_after", None)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _errors_by_field(messages: Mapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for place in messages.values():
        for name, texts in place.items():
            found[str(name)] = [str(text) for text in (texts if isinstance(texts, list) else [texts])]
    return found


def on_invalid(error: InvalidParameters) -> Response:
    named = ", ".join(error.fields)
    return problem_response(422, f"Not understood: {named}. See errors for each.", errors=error.fields)


def on_unknown_key(error: UnknownKey) -> Response:
    detail = f"{error.key[:80]}: {error.rule}"
    return problem_response(404, detail, **({"did_you_mean": list(error.suggestions)} if error.suggestions else {}))


def on_spec_error(error: SpecError) -> Response:
    message = f"{error.rule}" + (f" (found {error.value!r})" if error.value is not None else "")
    return problem_response(422, str(error), errors={error.key: [message]})


def on_domain_error(error: DomainError) -> Response:
    g.failure = error
    return problem_response(500, "Something in the catalogue does not fit together. It has been logged.")


def on_unhandled(error: Exception) -> Response:
    g.failure = error
    return problem_response(500, "Something went wrong here. It has been logged; nothing of yours was stored.")


def _reject_unknown_method() -> Response | None:
    if request.method not in KNOWN_METHODS:
        return problem_response(501, HTTPStatus(501).description, method=request.method[:20])
    return None


def init_app(app: Flask) -> None:
    """Register the one shape for every failure."""
    app.before_request(_reject_unknown_method)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(InvalidParameters, on_invalid)
    app.register_error_handler(UnknownKey, on_unknown_key)
    app.register_error_handler(SpecError, on_spec_error)
    app.register_error_handler(DomainError, on_domain_error)
    if not app.testing:
        app.register_error_handler(Exception, on_unhandled)
