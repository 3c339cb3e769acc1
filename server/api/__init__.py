"""JSON API below /api/v1: one blueprint per resource, errors as problem+json."""

from __future__ import annotations

from typing import Any

from apispec import BasePlugin
from flask import Flask, Response
from flask_smorest import Api
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from server import errors
from server.api import (
    drawing_paths,
    evidence,
    openapi_docs,
    points,
    reference,
    routines,
    schemas,
    search,
    view_geometry,
)

DESCRIPTION = (
    "Acupressure points, computed drawings and timed routines. Read-only; every answer is a pure function of "
    "the catalogue and carries a strong ETag. Failures are application/problem+json (RFC 9457)."
)


class ProblemApi(Api):  # type: ignore[misc]
    """flask-smorest with problem documents as error responses, also in the OpenAPI document."""

    ERROR_SCHEMA = schemas.Problem

    def _register_responses(self) -> None:
        default_content_type: str = self.DEFAULT_RESPONSE_CONTENT_TYPE  # type: ignore[has-type]
        self.DEFAULT_RESPONSE_CONTENT_TYPE = "application/problem+json"
        super()._register_responses()
        self.DEFAULT_RESPONSE_CONTENT_TYPE = default_content_type

    def handle_http_exception(self, error: HTTPException) -> Response:
        return errors.on_http_error(error)


#: Response to one address that asks too often (`server.ops.limits`).
TOO_MANY_REQUESTS = {
    "description": "Too many requests from this address",
    "headers": {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer", "minimum": 1}}},
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class OperationNames(BasePlugin):
    """apispec plugin that sets `operationId` to the name of the view function and adds the response 429."""

    def operation_helper(self, operations: dict[str, Any], rule: Rule, **_: Any) -> None:  # type: ignore[override]
        name = rule.endpoint.rpartition(".")[2]
        for operation in operations.values():
            operation.setdefault("operationId", name)
            operation.setdefault("responses", {})["429"] = TOO_MANY_REQUESTS


def init_app(app: Flask) -> None:
    """Register the blueprints and the OpenAPI document."""
    options: dict[str, Any] = {
        "info": {"description": DESCRIPTION, "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}},
        "servers": [{"url": "/"}],
        "extra_plugins": [OperationNames()],
    }
    api = app.extensions["api"] = ProblemApi(app, spec_kwargs=options)
    for module in (points, routines, reference, evidence, search, view_geometry):
        api.register_blueprint(module.blueprint)
    drawing_paths.add_paths(app, api.spec)


def list_operations(app: Flask) -> dict[str, list[openapi_docs.Operation]]:
    """Return {description of a tag: its operations} from the OpenAPI document."""
    return openapi_docs.operations_of(app.extensions["api"].spec.to_dict())
