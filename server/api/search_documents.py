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

#: Kind of entry -> path of its page.
ENTRY_URLS: Final = {
    "point": "/points/{}",
    "condition": "/conditions/{}",
    "routine": "/routines/{}",
    "self-care": "/self-care#{}",
    "red-flag": "/safety#{}",
    "page": "/{}",
}
#: Characters of a query; the page of points cuts a longer one, the API refuses it.
MAX_QUERY_LENGTH: Final = 100


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind, with the heading of their group."""

    kind: str
    title: str
    hits: tuple[Hit, ...]


def url_of_entry(entry: SearchEntry) -> str:
    """Return the URL of the page that shows an entry."""
    return url(ENTRY_URLS[entry.kind].format(entry.key))


def group_hits(answer: SearchResult) -> list[HitGroup]:
    """Return the hits grouped by kind in page order; kinds without hits are left out."""
    by_kind = (HitGroup(kind, title, answer.hits_of(kind)) for kind, title in search_index.KIND_HEADINGS.items())
    return [group for group in by_kind if group.hits]


def index_document(known: Catalogue) -> dict[str, Any]:
    """Return the values of `SearchIndexDocument`."""
    index = known.search_index
    labels = list(dict.fromkeys(field.label for entry in index.entries for field in entry.fields))
    return {
        "kinds": [{"kind": kind, "title": title} for kind, title in search_index.KIND_HEADINGS.items()],
        "labels": labels,
        "messages": {
            "nothing": search_index.NO_RESULTS,
            "no_such_code": search_index.NO_SUCH_CODE,
            "no_such_point": search_index.NO_SUCH_POINT,
            "not_here": search_index.OUTSIDE_GUIDE,
            "not_here_both": search_index.OUTSIDE_GUIDE_SEVERAL,
            "partial": search_index.PARTIAL_RESULT,
            "apart": search_index.SCATTERED_WORDS,
        },
        "fillers": list(query.FILLERS),
        "suffixes": list(query.SUFFIXES),
        "counts": dict(codes.WHO_POINTS),
        "skip": list(search_index.STOP_WORDS),
        "prefixes": dict(codes.PREFIXES),
        "codes": index.codes,
        "asides": index.disambiguations,
        "elsewhere": index.other_points,
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
