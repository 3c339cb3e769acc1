"""Query parameters of the API, validated and described in OpenAPI by one schema."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from points.schemas import CATEGORIES


class PointFilters(Schema):
    """Filters of the list of points; an unknown parameter is refused by name."""

    error_messages = {"unknown": "unknown parameter; meridian, region, category, condition, without and q are known"}  # noqa: RUF012 (declared so by marshmallow)
    meridian = fields.String(metadata={"example": "BL", "description": "Points of this meridian."})
    region = fields.String(metadata={"example": "lumbar", "description": "Points of this part of the body."})
    category = fields.String(
        metadata={"example": "back-shu", "enum": list(CATEGORIES), "description": "Points of this traditional kind."}
    )
    condition = fields.String(
        metadata={"example": "sciatica", "description": "Points that sources name for this pattern of pain."}
    )
    without = fields.String(
        metadata={
            "example": "pregnancy",
            "description": "Leaves out points flagged avoid or caution for these keys, joined by commas.",
        }
    )
    q = fields.String(
        validate=validate.Length(max=100, error="at most 100 characters"),
        metadata={
            "example": "shen shu",
            "description": "Code, name in any script, part of the body or use. The best match comes first.",
        },
    )


class NoParameters(Schema):
    """Schema of lists without parameters."""

    error_messages = {"unknown": "unknown parameter; none is known here"}  # noqa: RUF012 (declared so by marshmallow)
