"""Ranking of search results: codes in any spelling, names in any script, words.

Codes and numbers match exactly. Words match by prefix, and with edits only where no entry matches otherwise.
`static/js/search/rank.js` ranks in the same way from the same index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from points import codes
from points.search import fold
from points.search import query as search_query
from points.search.edit_distance import ONE_EDIT_LENGTH, edit_distance, max_edits
from points.search.fold import has_digit
from points.search.index import (
    KIND_HEADINGS,
    NO_RESULTS,
    NO_SUCH_CODE,
    NO_SUCH_POINT,
    OUTSIDE_GUIDE,
    OUTSIDE_GUIDE_SEVERAL,
    PARTIAL_RESULT,
    SCATTERED_WORDS,
    STOP_WORDS,
    Index,
    SearchEntry,
    SearchField,
)

#: Quality of a match, a factor of the weight: full word, prefix, word with edits.
EXACT: Final = 4
PREFIX: Final = 3
FUZZY: Final = 2
#: Shortest name for one edit; less than for words, because names are few.
NAME_FUZZY_LENGTH: Final = 4
Postings = Mapping[int, int]
Scores = dict[int, tuple[int, int]]


@dataclass(frozen=True)
class Hit:
    """A found entry with the matching field."""

    entry: SearchEntry
    field: SearchField
    score: int


@dataclass(frozen=True)
class SearchResult:
    """Ranked hits by kind; `explanation` accompanies an empty or inexact result."""

    hits: tuple[Hit, ...] = ()
    explanation: str = ""
    points: tuple[str, ...] = ()

    def hits_of(self, kind: str) -> tuple[Hit, ...]:
        """Return the hits of one kind."""
        return tuple(hit for hit in self.hits if hit.entry.kind == kind)


def search(index: Index, query: str) -> SearchResult:
    """Return the result of a query. Codes match exactly; words may match in part."""
    key = fold.match_key(query)
    if not key:
        return SearchResult()
    if key in index.disambiguations:
        return _disambiguation(index, key)
    code = codes.who_code(query)
    if code:
        found = _hits_of_code(index, code)
        return SearchResult(found) if found else _unknown_code(index, code)
    parsed = search_query.parse(query, index.disambiguations)
    if parsed.disambiguation:
        return _disambiguation(index, parsed.disambiguation)
    for form in (key, parsed.key):
        if not parsed.codes and form in index.other_points:
            return _outside_guide(index, form)
    missing = next((code for code in parsed.codes if code.lower() not in index.word_postings), None)
    if missing:
        return _unknown_code(index, missing)
    query_words = [*(code.lower() for code in parsed.codes), *(word for word in parsed.words if word not in STOP_WORDS)]
    scores: Scores = {}
    for fuzzy in (False, True):
        for form in dict.fromkeys((key, parsed.key)):
            scores = scores or _scores(index, form, query_words, fuzzy=fuzzy)
    return SearchResult(_hits(index, scores)) if scores else _partial(index, query_words, len(parsed.codes))


def _disambiguation(index: Index, key: str) -> SearchResult:
    return SearchResult(explanation=index.disambiguations[key].text, points=index.disambiguations[key].points)


def _hits_of_code(index: Index, code: str) -> tuple[Hit, ...]:
    """Return the hits of a code: the point and the routines that press it."""
    return _hits(index, {place: (EXACT, field) for place, field in index.word_postings.get(code.lower(), {}).items()})


def _unknown_code(index: Index, code: str) -> SearchResult:
    """Return the result of a code outside this guide, with the codes of its meridian."""
    letters = code.rstrip("0123456789")
    text = NO_SUCH_CODE if codes.is_in_standard(code) else NO_SUCH_POINT
    count = codes.WHO_POINTS[letters]
    return SearchResult(explanation=text.format(code=code, count=count), points=index.codes.get(letters, ()))


def _outside_guide(index: Index, key: str) -> SearchResult:
    """Return the result of a name of points outside this guide."""
    name, *codes = index.other_points[key]
    text = OUTSIDE_GUIDE if len(codes) == 1 else OUTSIDE_GUIDE_SEVERAL
    return SearchResult(explanation=text.format(name=name, codes=" and ".join(codes)))


def _partial(index: Index, query_words: list[str], required: int) -> SearchResult:
    """Return the entries with the most matching words, and the unmatched words as explanation.

    The first `required` words are codes, which an entry must have. An unmatched number empties the result.
    """
    found = [_places(index, word, fuzzy=True) for word in query_words]
    if any(has_digit(word) and not here for word, here in zip(query_words, found, strict=True)):
        return SearchResult(explanation=NO_RESULTS)
    counts: dict[int, int] = {}
    for here in found:
        for place in here:
            counts[place] = counts.get(place, 0) + 1
    counts = {place: count for place, count in counts.items() if all(place in here for here in found[:required])}
    most = max(counts.values(), default=0)
    if not required and most * 2 < len(query_words):
        return SearchResult(explanation=NO_RESULTS)
    best: Scores = {}
    for place in (place for place, count in counts.items() if count == most):
        for here in found:
            if place in here:
                _keep_best(best, place, *here[place])
    left = [word for word, here in zip(query_words, found, strict=True) if not any(place in here for place in best)]
    return SearchResult(_hits(index, best), PARTIAL_RESULT.format(words=", ".join(left)) if left else SCATTERED_WORDS)


def _hits(index: Index, scores: Scores) -> tuple[Hit, ...]:
    kinds = list(KIND_HEADINGS)
    best = sorted(scores, key=lambda place: (kinds.index(index.entries[place].kind), -scores[place][0], place))
    entries = [(index.entries[place], scores[place]) for place in best]
    return tuple(Hit(entry, entry.fields[field], score) for entry, (score, field) in entries)


def _scores(index: Index, key: str, query_words: list[str], *, fuzzy: bool) -> Scores:
    """Return {index of an entry: (score, index of its best field)}: the better of whole name and words."""
    best: Scores = {}
    for form, quality in _matches(key, index.name_postings, fuzzy, NAME_FUZZY_LENGTH):
        for place, field in index.name_postings[form].items():
            label = index.entries[place].fields[field].label
            _keep_best(best, place, quality * (label.whole_weight if quality == EXACT else label.weight), field)
    for place, (score, field) in _all_words(index, query_words, fuzzy).items():
        _keep_best(best, place, score, field)
    return best


def _all_words(index: Index, query_words: list[str], fuzzy: bool) -> Scores:
    """Return the entries with all words, scored by the mean."""
    totals: dict[int, int] = {}
    top: Scores = {}
    for number, word in enumerate(query_words):
        here = _places(index, word, fuzzy)
        totals = {place: totals.get(place, 0) + here[place][0] for place in here if number == 0 or place in totals}
        for place in totals:
            _keep_best(top, place, *here[place])
    return {place: (total // len(query_words), top[place][1]) for place, total in totals.items()}


def _places(index: Index, word: str, fuzzy: bool) -> Scores:
    """Return the entries with a word."""
    here: Scores = {}
    for form, quality in _matches(word, index.word_postings, fuzzy):
        for place, field in index.word_postings[form].items():
            _keep_best(here, place, quality * index.entries[place].fields[field].label.weight, field)
    return here


def _keep_best(best: Scores, place: int, score: int, field: int) -> None:
    if place not in best or score > best[place][0]:
        best[place] = (score, field)


def _matches(
    typed: str, known: Mapping[str, Postings], fuzzy: bool, short: int = ONE_EDIT_LENGTH
) -> Iterator[tuple[str, int]]:
    """Yield the known forms that equal or start with the typed text; without any, those within the edits."""
    found = list(_exact_or_prefix(typed, known))
    if found or not fuzzy:
        yield from found
    else:
        yield from ((form, FUZZY) for form in known if _is_fuzzy_match(typed, form, short))


def _exact_or_prefix(typed: str, known: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield equal forms and those with the typed prefix; numbers and single Latin letters must be equal."""
    whole = has_digit(typed) or (len(typed) == 1 and typed.isascii())
    for form in known:
        if form == typed:
            yield form, EXACT
        elif not whole and form.startswith(typed) and not has_digit(form):
            yield form, PREFIX


def _is_fuzzy_match(typed: str, form: str, short: int) -> bool:
    return not has_digit(form) and edit_distance(typed, form, max_edits(typed, short)) is not None
