"""/routines: published routines, and custom routines described in the URL."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_smorest import Blueprint
from marshmallow import RAISE

from server.api import parameters, schemas
from server.api.openapi_docs import path_param
from server.api.serializers import catalogue_info, custom_view, routine_view, to_json
from server.delivery.cache import cache
from server.extensions import get_catalogue

blueprint = Blueprint("api-routines", __name__, url_prefix="/api/v1/routines", description="Timed routines")


@cache.memoize()
def _custom(version: str, spec: str) -> bytes:
    """Return a custom routine as JSON; `version` is part of the cache key."""
    return to_json(schemas.RoutineDocument().dump(custom_view(get_catalogue(), spec)))


@blueprint.route("")
@blueprint.arguments(parameters.NoParameters, location="query", unknown=RAISE, as_kwargs=True)
@blueprint.response(200, schemas.list_schema("routines", schemas.RoutineSummary))
def list_routines() -> dict[str, Any]:
    """List the published routines."""
    known = get_catalogue()
    return {"catalogue": catalogue_info(known), "routines": [routine_view(known, item) for item in known.routines]}


@blueprint.route("/<slug>", parameters=[path_param("slug", "low-back-ease")])
@blueprint.response(200, description="One routine with its steps", schema=schemas.RoutineDocument)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def get_routine(slug: str) -> dict[str, Any]:
    """One routine with its steps, seconds and cues."""
    known = get_catalogue()
    return routine_view(known, known.routine(slug))


@blueprint.route("/custom/<spec>", parameters=[path_param("spec", "BL23.90-BL40.60")])
@blueprint.response(200, description="The routine the address describes", schema=schemas.RoutineDocument)
@blueprint.alt_response(422, schema=schemas.Problem, content_type="application/problem+json")
def get_custom_routine(spec: str) -> Response:
    """A routine described in its address, such as `BL23.90~seated-BL40.60r`: code, dot, seconds, side, position."""
    return Response(_custom(get_catalogue().version, spec), content_type="application/json")
