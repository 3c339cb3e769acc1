"""Lists of the catalogue other than points and routines, the gate, and one condition."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import RAISE

from diagrams import views
from server import extensions
from server.api import parameters, reference_schemas, schemas
from server.api.lists import add_list
from server.api.openapi_docs import path_param
from server.api.serializers import (
    catalogue_info,
    condition_view,
    condition_views,
    gate_view,
    self_care_views,
    source_views,
    view_document,
)

blueprint = Blueprint("api-reference", __name__, url_prefix="/api/v1", description="The rest of the catalogue")


@blueprint.route("/catalogue")
@blueprint.arguments(parameters.NoParameters, location="query", unknown=RAISE, as_kwargs=True)
@blueprint.response(200, schemas.CatalogueInfo)
def get_catalogue() -> dict[str, Any]:
    """What a phone asks to know whether anything, or a warning, has changed."""
    known = extensions.get_catalogue()
    return catalogue_info(known) | {"safety_version": known.safety_version}


add_list(blueprint, "/clues", "clues", reference_schemas.ClueDocument, lambda known: known.clues)
add_list(blueprint, "/conditions", "conditions", reference_schemas.ConditionDocument, condition_views)
add_list(
    blueprint, "/differences", "differences", reference_schemas.DifferenceDocument, lambda known: known.differences
)
add_list(blueprint, "/red-flags", "red_flags", reference_schemas.RedFlagDocument, lambda known: known.red_flags)
add_list(blueprint, "/stop-rules", "stop_rules", reference_schemas.StopRuleDocument, lambda known: known.stop_rules)
add_list(
    blueprint,
    "/contraindications",
    "contraindications",
    reference_schemas.QuestionDocument,
    lambda known: known.questions,
)
add_list(blueprint, "/self-care", "self_care", reference_schemas.SelfCareDocument, self_care_views)
add_list(blueprint, "/meridians", "meridians", reference_schemas.MeridianDocument, lambda known: known.meridians)
add_list(blueprint, "/landmarks", "landmarks", reference_schemas.LandmarkDocument, lambda known: known.landmarks)
add_list(
    blueprint,
    "/views",
    "views",
    reference_schemas.ViewDocument,
    lambda _: [view_document(view) for view in views.views()],
)
add_list(blueprint, "/thresholds", "thresholds", reference_schemas.ThresholdDocument, lambda known: known.thresholds)
add_list(blueprint, "/sources", "sources", reference_schemas.SourceDocument, source_views)


@blueprint.route("/gate")
@blueprint.arguments(parameters.NoParameters, location="query", unknown=RAISE, as_kwargs=True)
@blueprint.response(200, reference_schemas.GateDocument)
def get_gate() -> dict[str, Any]:
    """What the gate shows: its screens, their lines and parts, and the tiles of a later day."""
    known = extensions.get_catalogue()
    return {"catalogue": catalogue_info(known)} | gate_view(known)


@blueprint.route("/conditions/<slug>", parameters=[path_param("slug", "sciatica")])
@blueprint.response(200, reference_schemas.ConditionDocument)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def get_condition(slug: str) -> Any:
    """One pattern of pain: what it is like, what helps, when to see someone, and the clues that lead to it."""
    known = extensions.get_catalogue()
    return condition_view(known, known.condition(slug))
