"""/passages, /studies, /omissions and /reviews: page texts, evidence and reviews."""

from __future__ import annotations

from flask_smorest import Blueprint
from marshmallow import fields

from points import content
from points.content import OMISSION_KINDS, PAGES, STUDY_KINDS
from server.api.lists import add_list
from server.api.record_schemas import SparseDocument, meta

blueprint = Blueprint("api-evidence", __name__, url_prefix="/api/v1", description="Passages, studies and reviews")


class PassageDocument(SparseDocument, record=content.Passage):
    """A piece of text that one page prints whole."""

    key = meta(example="small-studies")
    page = meta(enum=list(PAGES))
    title = meta("Its heading; empty where it has none.")
    text = meta("Paragraphs.")


class StudyDocument(SparseDocument, record=content.Study):
    """A trial, a review or a guideline behind what is said about benefit."""

    key = meta(example="murphy-2019")
    kind = meta(enum=list(STUDY_KINDS))
    n = meta("People studied; null in a guideline.")
    comparison = meta()
    result = meta()
    points = meta("Whether its points are those of this guide.")


class OmissionDocument(SparseDocument, record=content.Omission):
    """Something left out on purpose, and why."""

    slug = meta(example="medicines")
    kind = meta(enum=list(OMISSION_KINDS))


class ReviewDocument(SparseDocument, record=content.Review):
    """A health professional's review of one entry; there are none until somebody has reviewed one."""

    table = meta(example="point")
    label = fields.String(attribute="entry_key", metadata={"example": "BL23"})


add_list(blueprint, "/passages", "passages", PassageDocument, lambda known: known.passages)
add_list(blueprint, "/studies", "studies", StudyDocument, lambda known: known.studies)
add_list(blueprint, "/omissions", "omissions", OmissionDocument, lambda known: known.omissions)
add_list(blueprint, "/reviews", "reviews", ReviewDocument, lambda known: tuple(known.reviewed_by.values()))
