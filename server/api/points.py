"""/points: the list with its filters, and one point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, redirect, request
from flask_smorest import Blueprint
from marshmallow import RAISE
from werkzeug import Response as AnyResponse

from points.records import Point
from points.safety_records import ContraindicationLevel
from server.api import parameters, schemas
from server.api.openapi_docs import path_param
from server.api.serializers import catalogue_info, point_summary, point_view, to_json
from server.delivery.cache import cache
from server.errors import InvalidParameters
from server.extensions import get_catalogue
from server.urls import url

blueprint = Blueprint("api-points", __name__, url_prefix="/api/v1/points", description="Acupressure points")
Filters = dict[str, str]


def _require_one_of(name: str, value: str, choices: list[str]) -> None:
    if value not in choices:
        raise InvalidParameters({name: [f"unknown value; expected one of {', '.join(choices)} (found {value[:40]!r})"]})


def _refuse_repeated() -> None:
    """Raise `InvalidParameters` for a repeated filter, of which Flask would read only the first value."""
    repeated = [name for name in request.args if len(request.args.getlist(name)) > 1]
    if repeated:
        ways = {"without": "; separate its values by commas"}
        raise InvalidParameters({name: [f"given more than once{ways.get(name, '')}"] for name in repeated})


def _predicates(filters: Filters) -> list[Callable[[Point], bool]]:
    """Return one predicate per filter; raises `InvalidParameters` for a value that is not in the catalogue."""
    known = get_catalogue()
    predicates: list[Callable[[Point], bool]] = []
    if (meridian := filters.get("meridian")) is not None:
        _require_one_of("meridian", meridian, [item.code for item in known.meridians])
        predicates.append(lambda point: point.meridian == meridian)
    if (region := filters.get("region")) is not None:
        _require_one_of("region", region, sorted({point.region for point in known.points}))
        predicates.append(lambda point: point.region == region)
    if (category := filters.get("category")) is not None:
        _require_one_of("category", category, [item.key for item in known.categories])
        predicates.append(lambda point: category in point.categories)
    if (condition := filters.get("condition")) is not None:
        _require_one_of("condition", condition, [item.slug for item in known.conditions])
        condition_points = known.condition(condition).points
        predicates.append(lambda point: point.code in condition_points)
    if (without := filters.get("without")) is not None:
        keys = without.split(",")
        for key in keys:
            _require_one_of("without", key, [item.key for item in known.questions])
        predicates.append(lambda point: not _is_locked(point, keys))
    return predicates


def _is_locked(point: Point, keys: list[str]) -> bool:
    locked = (ContraindicationLevel.AVOID, ContraindicationLevel.CAUTION)
    return any(flag.condition in keys and flag.level in locked for flag in point.cautions)


@cache.memoize()
def _cached_list(version: str, filters: tuple[tuple[str, str], ...]) -> bytes:
    """Return the list of points that pass the filters as JSON; `version` is part of the cache key."""
    known, named = get_catalogue(), dict(filters)
    predicates = _predicates(named)
    candidates = known.search_points(named["q"]) if "q" in named else known.points
    found = [point_summary(known, point) for point in candidates if all(test(point) for test in predicates)]
    explanation = _explanation(named["q"]) if "q" in named else {}
    return to_json(schemas.PointList().dump({"catalogue": catalogue_info(known), "points": found, **explanation}))


def _explanation(query: str) -> dict[str, Any]:
    answer = get_catalogue().search_all(query)
    return {"explanation": answer.explanation, "did_you_mean": list(answer.points)}


@blueprint.route("")
@blueprint.arguments(parameters.PointFilters, location="query", unknown=RAISE)
@blueprint.response(200, schemas.PointList)
@blueprint.alt_response(422, schema=schemas.Problem, content_type="application/problem+json")
def list_points(filters: Filters) -> Response:
    """List points, in the order of the WHO standard; with `q`, the best match first."""
    _refuse_repeated()
    body = _cached_list(get_catalogue().version, tuple(sorted(filters.items())))
    return Response(body, content_type="application/json")


@blueprint.route("/<code>", parameters=[path_param("code", "BL23")])
@blueprint.response(200, schemas.PointDocument, description="One point")
@blueprint.alt_response(308, description="Another spelling of a code: the WHO code's address")
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def get_point(code: str) -> dict[str, Any] | AnyResponse:
    """One point by its WHO code; other spellings and names redirect to it."""
    known = get_catalogue()
    point = known.resolve(code)
    if code != point.code:
        return redirect(url(f"/api/v1/points/{point.code}"), 308)
    return point_view(known, point)
