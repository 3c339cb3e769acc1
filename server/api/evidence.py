"""/passages, /studies, /omissions and /reviews: page texts, evidence and reviews."""

from __future__ import annotations

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from points.content import OMISSION_KINDS, PAGES, STUDY_KINDS
from server.api.lists import add_list
from server.api.schemas import source_keys

blueprint = Blueprint("api-evidence", __name__, url_prefix="/api/v1", description="Passages, studies and reviews")


class PassageDocument(Schema):
    """A piece of text that one page prints whole."""

    key = fields.String(metadata={"example": "small-studies"})
    page = fields.String(metadata={"enum": list(PAGES)})
    title = fields.String(metadata={"description": "Its heading; empty where it has none."})
    text = fields.List(fields.String(), metadata={"description": "Paragraphs."})
    sources = source_keys()


class StudyDocument(Schema):
    """A trial, a review or a guideline behind what is said about benefit."""

    key = fields.String(metadata={"example": "murphy-2019"})
    kind = fields.String(metadata={"enum": list(STUDY_KINDS)})
    treatment = fields.String()
    authors = fields.String()
    year = fields.Integer()
    journal = fields.String()
    identifier = fields.String()
    n = fields.Integer(allow_none=True, metadata={"description": "People studied; null in a guideline."})
    comparison = fields.String()
    result = fields.String()
    points = fields.String(metadata={"description": "Whether its points are those of this guide."})
    sources = source_keys()


class OmissionDocument(Schema):
    """Something left out on purpose, and why."""

    slug = fields.String(metadata={"example": "medicines"})
    kind = fields.String(metadata={"enum": list(OMISSION_KINDS)})
    title = fields.String()
    text = fields.String()
    why = fields.String()
    sources = source_keys()


class ReviewDocument(Schema):
    """A health professional's review of one entry; there are none until somebody has reviewed one."""

    table = fields.String(metadata={"example": "point"})
    label = fields.String(attribute="entry_key", metadata={"example": "BL23"})
    name = fields.String()
    qualification = fields.String()
    date = fields.Date()


add_list(blueprint, "/passages", "passages", PassageDocument, lambda known: known.passages)
add_list(blueprint, "/studies", "studies", StudyDocument, lambda known: known.studies)
add_list(blueprint, "/omissions", "omissions", OmissionDocument, lambda known: known.omissions)
add_list(blueprint, "/reviews", "reviews", ReviewDocument, lambda known: tuple(known.reviewed_by.values()))
