"""Search results and the published search index, with the URL of each entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from points import codes
from points.catalogue import Catalogue
from points.search import index as search_index
from points.search import query
from points.search.index import SearchEntry, SearchField
from points.search.rank import Hit, SearchResult
from server.urls import url

#: Where an entry of each kind is read.
ENTRY_URLS: Final = {
    "point": "/points/{}",
    "condition": "/conditions/{}",
    "routine": "/routines/{}",
    "self-care": "/self-care#{}",
    "red-flag": "/safety#{}",
    "page": "/{}",
}
#: Letters of a query; nobody types more, and a page answers the beginning rather than refusing.
MAX_QUERY_LENGTH: Final = 100


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind, under the heading a page gives them."""

    kind: str
    title: str
    hits: tuple[Hit, ...]


def url_of_entry(entry: SearchEntry) -> str:
    """Return where an entry is read."""
    return url(ENTRY_URLS[entry.kind].format(entry.key))


def group_hits(answer: SearchResult) -> list[HitGroup]:
    """Return the hits by kind, in the order of a page, without empty kinds."""
    by_kind = (HitGroup(kind, title, answer.hits_of(kind)) for kind, title in search_index.KIND_HEADINGS.items())
    return [group for group in by_kind if group.hits]


def index_document(known: Catalogue) -> dict[str, Any]:
    """Return all that a phone needs to search as the service does, for its schema."""
    index = known.search_index
    labels = list(dict.fromkeys(field.label for entry in index.entries for field in entry.fields))
    return {
        "kinds": [{"kind": kind, "title": title} for kind, title in search_index.KIND_HEADINGS.items()],
        "labels": labels,
        "messages": {
            "nothing": search_index.NO_RESULTS,
            "no_such_code": search_index.NO_SUCH_CODE,
            "no_such_point": search_index.NO_SUCH_POINT,
            "not_here": search_index.NOT_HERE,
            "not_here_both": search_index.NOT_HERE_BOTH,
            "partial": search_index.PARTIAL,
            "apart": search_index.APART,
        },
        "fillers": list(query.FILLERS),
        "suffixes": list(query.SUFFIXES),
        "counts": dict(codes.WHO_POINTS),
        "skip": list(search_index.STOP_WORDS),
        "prefixes": dict(codes.PREFIXES),
        "codes": index.codes,
        "asides": index.disambiguations,
        "elsewhere": index.elsewhere,
        "entries": [_entry(entry, labels) for entry in index.entries],
        "words": {word: list(places.items()) for word, places in index.word_postings.items()},
        "keys": {key: list(places.items()) for key, places in index.name_postings.items()},
    }


def _entry(entry: SearchEntry, labels: list[search_index.FieldKind]) -> dict[str, Any]:
    names = ("kind", "key", "title", "about", "hanzi", "english", "flags")
    shown = {name: getattr(entry, name) for name in names if getattr(entry, name)}
    return shown | {"href": url_of_entry(entry), "texts": [_field(field, labels) for field in entry.fields]}


def _field(field: SearchField, labels: list[search_index.FieldKind]) -> dict[str, Any]:
    named = {"label": labels.index(field.label), "text": field.text}
    return named | ({"lang": field.lang} if field.lang else {})
