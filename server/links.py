"""Where an entry of the catalogue is shown: the address and the words of a link to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from points.catalogue import Catalogue
from points.citations import Citation
from server.urls import url

#: Where what is left out on purpose is shown, by its kind.
_PAGE_OF_OMISSION: Final = {"source-article": "/differences", "study": "/does-it-work"}
#: Table -> (address, words) of one entry. What has no place of its own (a ruler, a landmark) leads to what it is for.
LINKS: Final[dict[str, Callable[[Catalogue, str], tuple[str, str]]]] = {
    "category": lambda _, __: ("/points", "kinds of points"),
    "choice": lambda known, key: ("/", f"offered for: {known.choice(key).place}"),
    "clue": lambda _, slug: (f"/conditions#{slug}", "where it hurts"),
    "condition": lambda known, slug: (f"/conditions/{slug}", known.condition(slug).name),
    "contraindication": lambda known, key: (f"/safety#{key}", f"question: {known.question(key).short}"),
    "custom": lambda _, __: ("/routines/custom", "own routine"),
    "difference": lambda known, slug: (f"/differences#{slug}", known.difference(slug).title),
    "emergency_number": lambda _, __: ("/safety#numbers", "emergency numbers"),
    "landmark": lambda _, __: ("/points", "places on the body"),
    "limit": lambda _, __: ("/compose#limits", "limits of an own routine"),
    "meridian": lambda _, code: ("/points", f"meridian {code}"),
    "omission": lambda known, slug: (
        f"{_PAGE_OF_OMISSION[known.omission(slug).kind]}#{slug}",
        f"left out: {known.omission(slug).title}",
    ),
    "other_step": lambda _, __: ("/compose", "steps without a point"),
    "page": lambda known, slug: (f"/{slug}", known.page(slug).title),
    "passage": lambda known, key: (f"/{known.passage(key).page}#{key}", known.passage_title(key)),
    "point_name": lambda _, __: ("/points", "names of other points"),
    "phrase": lambda _, __: ("/routines", "said of several routines"),
    "point": lambda known, code: (f"/points/{code}", f"{code} {known.point(code).names.pinyin}"),
    "position": lambda known, key: ("/points", f"position: {known.position(key).name}"),
    "red_flag": lambda _, slug: (f"/safety#{slug}", "warning signs"),
    "routine": lambda known, slug: (f"/routines/{slug}", known.routine(slug).title),
    "ruler": lambda _, __: ("/points", "measuring rules"),
    "self_care": lambda known, slug: (f"/self-care#{slug}", f"self-care: {known.self_care_entry(slug).title}"),
    "stop_rule": lambda _, __: ("/safety#stop", "when to stop"),
    "study": lambda known, key: (f"/does-it-work#{key}", f"study: {known.study(key).authors}"),
    "threshold": lambda known, key: (
        "/self-care#seen-again" if known.threshold(key).red_flag else f"/journal#{key}",
        f"figure: {known.threshold(key).name}",
    ),
}


def link_for(known: Catalogue, citation: Citation) -> tuple[str, str]:
    """Return the address and the words for an entry; a kind of entry that no page shows leads to the points."""
    shown = LINKS.get(citation.table)
    path, words = shown(known, citation.entry_key) if shown else ("/points", citation.table.replace("_", " "))
    return url(path), words


def backlinks(known: Catalogue, source: str) -> list[tuple[str, str]]:
    """Return (address, words) of everything that rests on a source, each pair of words once, in catalogue order."""
    links: dict[str, str] = {}
    for citation in known.citations[source]:
        address, words = link_for(known, citation)
        links.setdefault(words, address)
    return [(address, words) for words, address in links.items()]
