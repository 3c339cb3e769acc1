"""/search-index: the index that phones search, online and offline."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, fields

from server.api import search_documents
from server.api.parameters import NoParameters
from server.api.schemas import ListInfo
from server.api.serializers import catalogue_info
from server.extensions import get_catalogue

blueprint = Blueprint("api-search", __name__, url_prefix="/api/v1", description="The search index")


class LabelDocument(Schema):
    name = fields.String(metadata={"example": "Also called"})
    weight = fields.Integer(metadata={"description": "Of a word found in such a field."})
    whole = fields.Integer(
        attribute="whole_weight", metadata={"description": "Of the whole field, typed in full; 0 where it is no name."}
    )


class KindDocument(Schema):
    kind = fields.String()
    title = fields.String()


class FieldDocument(Schema):
    label = fields.Integer(metadata={"description": "Place in `labels`."})
    text = fields.String()
    lang = fields.String()


class EntryDocument(Schema):
    kind = fields.String()
    key = fields.String(metadata={"description": "Code or slug."})
    title = fields.String()
    about = fields.String()
    hanzi = fields.String()
    english = fields.String()
    flags = fields.List(fields.String())
    href = fields.String()
    texts = fields.List(fields.Nested(FieldDocument), data_key="fields")


class AsideDocument(Schema):
    text = fields.String()
    points = fields.List(fields.String())


def _postings() -> fields.Dict:
    pair = fields.List(fields.Integer())
    meaning = "Folded form -> pairs: place of an entry, place of one of its fields."
    return fields.Dict(keys=fields.String(), values=fields.List(pair), metadata={"description": meaning})


class SearchIndexDocument(Schema):
    catalogue = fields.Nested(ListInfo)
    kinds = fields.List(fields.Nested(KindDocument))
    labels = fields.List(fields.Nested(LabelDocument))
    messages = fields.Dict(keys=fields.String(), values=fields.String())
    skip = fields.List(fields.String(), metadata={"description": "Words that are left out of a query."})
    prefixes = fields.Dict(keys=fields.String(), values=fields.String())
    fillers = fields.List(
        fields.String(), metadata={"description": "Words that say no more than that a point is meant, folded."}
    )
    suffixes = fields.List(fields.String(), metadata={"description": "The same where they end a name, folded."})
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "How many points the standard counts on each meridian."},
    )
    codes = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    asides = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(AsideDocument),
        metadata={"description": "Codes that may mean two places, with what to say of them."},
    )
    elsewhere = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "Folded names of points that are not in this guide -> the name, and the codes."},
    )
    entries = fields.List(fields.Nested(EntryDocument))
    words = _postings()
    keys = _postings()


@blueprint.route("/search-index")
@blueprint.arguments(NoParameters, location="query", unknown=RAISE, as_kwargs=True)
@blueprint.response(200, SearchIndexDocument)
def get_search_index() -> dict[str, Any]:
    """Everything that can be found and by which words: a search on a phone needs nothing else."""
    known = get_catalogue()
    return {"catalogue": catalogue_info(known), **search_documents.index_document(known)}
