"""OpenAPI paths of the drawings, which are files and have no schema."""

from __future__ import annotations

from typing import Any, Final

from apispec import APISpec
from flask import Flask

from diagrams.anatomy import BODIES
from server.api.openapi_docs import path_param

TAG: Final = "diagrams"
#: Endpoint of `server.web.drawings` -> (operation id, summary, parameters with examples).
_OPERATIONS: Final[dict[str, tuple[str, str, dict[str, str]]]] = {
    "view_diagram": ("get_view_drawing", "A view with all its points", {"view": "lumbosacral"}),
    "point_diagram": ("get_point_drawing", "A close-up of one point", {"code": "BL23"}),
    "posture_diagram": ("get_posture_drawing", "A posture, on one side", {"name": "standing-lower-back-left"}),
    "find_frame_diagram": ("get_find_drawing", "One step of finding a point, on one side", {"name": "BL23-1-left"}),
    "thumbnail_diagram": ("get_thumbnail", "The middle of a posture, small", {"name": "standing-lower-back-left"}),
    "body_map_diagram": ("get_body_map", "The body with the regions that hurt", {}),
}
_PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}


def add_paths(app: Flask, spec: APISpec) -> None:
    """Add one path for each kind of drawing."""
    spec.tag({"name": TAG, "description": "Drawings, as SVG or PNG"})
    for rule in app.url_map.iter_rules():
        blueprint, _, endpoint = rule.endpoint.rpartition(".")
        if blueprint == TAG and endpoint in _OPERATIONS:
            name, summary, examples = _OPERATIONS[endpoint]
            spec.path(rule=rule, operations={"get": _operation(name, summary)}, parameters=_parameters(examples))


def _parameters(examples: dict[str, str]) -> list[dict[str, Any]]:
    body = path_param("body", BODIES[0]) | {"schema": {"type": "string", "enum": list(BODIES)}}
    kind = path_param("kind", "svg") | {"schema": {"type": "string", "enum": ["svg", "png"]}}
    return [body, *(path_param(name, example) for name, example in examples.items()), kind]


def _operation(name: str, summary: str) -> dict[str, Any]:
    problem = {"content": {"application/problem+json": {"schema": _PROBLEM}}}
    return {
        "operationId": name,
        "summary": summary,
        "tags": [TAG],
        "parameters": [
            {
                "in": "query",
                "name": "width",
                "description": "Width of a PNG in pixels.",
                "schema": {"type": "integer", "minimum": 200, "maximum": 2400, "default": 1200, "example": 800},
            }
        ],
        "responses": {
            "200": {
                "description": "The drawing",
                "content": {"image/svg+xml": {"schema": {"type": "string"}}, "image/png": {}},
            },
            "404": {"description": "No such drawing"} | problem,
            "422": {"description": "A width outside its bounds"} | problem,
        },
    }
