"""/diagrams/{body}/views/{view}: geometry of a view, for measuring taps offline."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from diagrams import anatomy, tap_targets
from server.api import reference_schemas, schemas
from server.api.openapi_docs import path_param
from server.extensions import get_catalogue

blueprint = Blueprint("api-targets", __name__, url_prefix="/api/v1/diagrams", description="The geometry of drawings")


@blueprint.route("/<body>/views/<view>", parameters=[path_param("body", "female"), path_param("view", "posterior")])
@blueprint.response(200, reference_schemas.ViewGeometry, description="The marks of one view of one body")
@blueprint.alt_response(404, schema=schemas.Problem, content_type="application/problem+json")
def get_view_geometry(body: str, view: str) -> dict[str, Any]:
    """Where each mark of a view is, and what an offset from it is in cun."""
    marks = tap_targets.tap_targets(get_catalogue(), view, body)
    return {"view": view, "body": body, "crop": anatomy.figure(view, body).box, "marks": marks}
