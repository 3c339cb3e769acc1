"""/passages, /studies, /omissions and /reviews: what pages print whole, what it rests on, and who has reviewed what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, fields

from points.catalogue import Catalogue
from points.content import OMISSION_KINDS, PAGES, STUDY_KINDS
from server import schemas
from server.current import catalogue
from server.documents import info

blueprint = Blueprint("api-evidence", __name__, url_prefix="/api/v1", description="Passages, studies and reviews")


def _sources() -> fields.List[Any]:
    return fields.List(fields.String(), metadata={"description": "Keys of /sources."})


class PassageDocument(Schema):
    """A piece of text that one page prints whole."""

    key = fields.String(metadata={"example": "small-studies"})
    page = fields.String(metadata={"enum": list(PAGES)})
    title = fields.String(metadata={"description": "Its heading; empty where it has none."})
    text = fields.List(fields.String(), metadata={"description": "Paragraphs."})
    sources = _sources()


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
    sources = _sources()


class OmissionDocument(Schema):
    """Something left out on purpose, and why."""

    slug = fields.String(metadata={"example": "medicines"})
    kind = fields.String(metadata={"enum": list(OMISSION_KINDS)})
    title = fields.String()
    text = fields.String()
    why = fields.String()
    sources = _sources()


class ReviewDocument(Schema):
    """A health professional's review of one entry; there are none until somebody has reviewed one."""

    table = fields.String(metadata={"example": "point"})
    label = fields.String(metadata={"example": "BL23"})
    name = fields.String()
    qualification = fields.String()
    date = fields.Date()


def _add_list(path: str, plural: str, schema: type[Schema], entries: Callable[[Catalogue], Sequence[Any]]) -> None:
    @blueprint.arguments(schemas.NoParameters, location="query", unknown=RAISE, as_kwargs=True)
    @blueprint.response(200, schemas.listing(plural, schema))
    def view() -> dict[str, Any]:
        known = catalogue()
        return {"catalogue": info(known), plural: list(entries(known))}

    view.__name__ = f"list_{plural}"
    view.__doc__ = f"List {plural}."
    blueprint.route(path, endpoint=view.__name__)(view)


_add_list("/passages", "passages", PassageDocument, lambda known: known.passages)
_add_list("/studies", "studies", StudyDocument, lambda known: known.studies)
_add_list("/omissions", "omissions", OmissionDocument, lambda known: known.omissions)
_add_list("/reviews", "reviews", ReviewDocument, lambda known: tuple(known.reviewed_by.values()))
