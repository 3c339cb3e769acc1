"""The rest of the catalogue: what is looked up rather than played."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_smorest import Blueprint
from marshmallow import RAISE, Schema

from diagrams import views
from points.catalogue import Catalogue
from server import schemas
from server.api.described import in_path
from server.current import catalogue
from server.documents import (
    condition_view,
    condition_views,
    gate_view,
    info,
    self_care_views,
    source_views,
    view_document,
)

blueprint = Blueprint("api-reference", __name__, url_prefix="/api/v1", description="The rest of the catalogue")
Entries = Callable[[Catalogue], Sequence[Any]]


@blueprint.route("/catalogue")
@blueprint.arguments(schemas.NoParameters, location="query", unknown=RAISE, as_kwargs=True)
@blueprint.response(200, schemas.CatalogueInfo)
def get_catalogue() -> dict[str, Any]:
    """What a phone asks to know whether anything, or a warning, has changed."""
    known = catalogue()
    return info(known) | {"safety_version": known.safety_version}


def _add_list(path: str, plural: str, schema: type[Schema], entries: Entries) -> None:
    @blueprint.arguments(schemas.NoParameters, location="query", unknown=RAISE, as_kwargs=True)
    @blueprint.response(200, schemas.listing(plural, schema))
    def view() -> dict[str, Any]:
        known = catalogue()
        return {"catalogue": info(known), plural: list(entries(known))}

    view.__name__ = f"list_{plural}"
    view.__doc__ = f"List {plural.replace('_', ' ')}."
    blueprint.route(path, endpoint=view.__name__)(view)


_add_list("/clues", "clues", schemas.ClueDocument, lambda known: known.clues)
_add_list("/conditions", "conditions", schemas.ConditionDocument, condition_views)
_add_list("/differences", "differences", schemas.DifferenceDocument, lambda known: known.differences)
_add_list("/red-flags", "red_flags", schemas.RedFlagDocument, lambda known: known.red_flags)
_add_list("/stop-rules", "stop_rules", schemas.StopRuleDocument, lambda known: known.stop_rules)
_add_list("/contraindications", "contraindications", schemas.QuestionDocument, lambda known: known.questions)
_add_list("/self-care", "self_care", schemas.SelfCareDocument, self_care_views)
_add_list("/meridians", "meridians", schemas.MeridianDocument, lambda known: known.meridians)
_add_list("/landmarks", "landmarks", schemas.LandmarkDocument, lambda known: known.landmarks)
_add_list("/views", "views", schemas.ViewDocument, lambda _: [view_document(view) for view in views.views()])
_add_list("/thresholds", "thresholds", schemas.ThresholdDocument, lambda known: known.thresholds)
_add_list("/sources", "sources", schemas.SourceDocument, source_views)


@blueprint.route("/gate")
@blueprint.arguments(schemas.NoParameters, location="query", unknown=RAISE, as_kwargs=True)
@blueprint.response(200, schemas.GateDocument)
def get_gate() -> dict[str, Any]:
    """What the gate shows: its screens, their lines and parts, and the tiles of a later day."""
    known = catalogue()
    return {"catalogue": info(known)} | gate_view(known)


@blueprint.route("/conditions/<slug>", parameters=[in_path("slug", "sciatica")])
@blueprint.response(200, schemas.ConditionDocument)
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def get_condition(slug: str) -> Any:
    """One pattern of pain: what it is like, what helps, when to see someone, and the clues that lead to it."""
    known = catalogue()
    return condition_view(known, known.condition(slug))
