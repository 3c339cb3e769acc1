"""Finds by what people type: a code in any spelling, a name in any script, a word of a description.

Codes and numbers are matched whole and never fuzzily. Words match from their beginning; a slip of the finger is
forgiven only where nothing matches as typed. `static/js/search/rank.js` ranks in the same way from the same index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from points import codes
from points.search import fold
from points.search import query as search_query
from points.search.edit_distance import ONE_SLIP, allowed, slips
from points.search.fold import has_digit
from points.search.index import (
    APART,
    KINDS,
    NO_SUCH_CODE,
    NO_SUCH_POINT,
    NOT_HERE,
    NOT_HERE_BOTH,
    NOTHING,
    PARTIAL,
    SKIPPED,
    Entry,
    Field,
    Index,
)

#: How good a match is: typed in full, begun, mistyped.
FULL: Final = 4
BEGUN: Final = 3
MISTYPED: Final = 2
#: Names may be shorter than words and still be forgiven a slip: there are few of them.
SHORT_NAME: Final = 4
Places = Mapping[int, int]
Scores = dict[int, tuple[int, int]]


@dataclass(frozen=True)
class Hit:
    """An entry that was found, and the field that made it so."""

    entry: Entry
    field: Field
    score: int


@dataclass(frozen=True)
class Answer:
    """What was found, best first by kind; `explanation` says why it is nothing, or not simply what was typed."""

    hits: tuple[Hit, ...] = ()
    explanation: str = ""
    points: tuple[str, ...] = ()

    def of(self, kind: str) -> tuple[Hit, ...]:
        """Return the hits of one kind."""
        return tuple(hit for hit in self.hits if hit.entry.kind == kind)


def search(index: Index, query: str) -> Answer:
    """Return what a query finds. Codes in it are never matched with another; of words the best partial hit is found."""
    key = fold.key(query)
    if not key:
        return Answer()
    if key in index.asides:
        return _aside(index, key)
    code = codes.who_code(query)
    if code:
        found = _pressing(index, code)
        return Answer(found) if found else _missing(index, code)
    asked = search_query.read(query, index.asides)
    if asked.aside:
        return _aside(index, asked.aside)
    for form in (key, asked.key):
        if not asked.codes and form in index.elsewhere:
            return _not_here(index, form)
    missing = next((code for code in asked.codes if code.lower() not in index.words), None)
    if missing:
        return _missing(index, missing)
    wanted = [*(code.lower() for code in asked.codes), *(word for word in asked.words if word not in SKIPPED)]
    scores: Scores = {}
    for forgiving in (False, True):
        for form in dict.fromkeys((key, asked.key)):
            scores = scores or _scores(index, form, wanted, forgiving=forgiving)
    return Answer(_hits(index, scores)) if scores else _partial(index, wanted, len(asked.codes))


def _aside(index: Index, key: str) -> Answer:
    return Answer(explanation=index.asides[key].text, points=index.asides[key].points)


def _pressing(index: Index, code: str) -> tuple[Hit, ...]:
    """Return a point by its code, and the routines that press it."""
    return _hits(index, {place: (FULL, field) for place, field in index.words.get(code.lower(), {}).items()})


def _missing(index: Index, code: str) -> Answer:
    """Say that a code is not in this guide, and which of its meridian are."""
    letters = code.rstrip("0123456789")
    text = NO_SUCH_CODE if codes.is_in_standard(code) else NO_SUCH_POINT
    count = codes.WHO_POINTS[letters]
    return Answer(explanation=text.format(code=code, count=count), points=index.codes.get(letters, ()))


def _not_here(index: Index, key: str) -> Answer:
    """Say which point a name is that is not in this guide."""
    name, *codes = index.elsewhere[key]
    text = NOT_HERE if len(codes) == 1 else NOT_HERE_BOTH
    return Answer(explanation=text.format(name=name, codes=" and ".join(codes)))


def _partial(index: Index, wanted: list[str], required: int) -> Answer:
    """Return the entries that have most of the words, and say which words none of them has.

    The first `required` words are codes, which an entry must have. A number that no entry has empties the answer.
    """
    found = [_places(index, word, forgiving=True) for word in wanted]
    if any(has_digit(word) and not here for word, here in zip(wanted, found, strict=True)):
        return Answer(explanation=NOTHING)
    counts: dict[int, int] = {}
    for here in found:
        for place in here:
            counts[place] = counts.get(place, 0) + 1
    counts = {place: count for place, count in counts.items() if all(place in here for here in found[:required])}
    most = max(counts.values(), default=0)
    if not required and most * 2 < len(wanted):
        return Answer(explanation=NOTHING)
    best: Scores = {}
    for place in (place for place, count in counts.items() if count == most):
        for here in found:
            if place in here:
                _keep(best, place, *here[place])
    left = [word for word, here in zip(wanted, found, strict=True) if not any(place in here for place in best)]
    return Answer(_hits(index, best), PARTIAL.format(words=", ".join(left)) if left else APART)


def _hits(index: Index, scores: Scores) -> tuple[Hit, ...]:
    kinds = list(KINDS)
    best = sorted(scores, key=lambda place: (kinds.index(index.entries[place].kind), -scores[place][0], place))
    entries = [(index.entries[place], scores[place]) for place in best]
    return tuple(Hit(entry, entry.fields[field], score) for entry, (score, field) in entries)


def _scores(index: Index, key: str, wanted: list[str], *, forgiving: bool) -> Scores:
    """Return {place of an entry: (score, place of the field that gave most)}: the better of whole name and words."""
    best: Scores = {}
    for form, quality in _alike(key, index.keys, forgiving, SHORT_NAME):
        for place, field in index.keys[form].items():
            label = index.entries[place].fields[field].label
            _keep(best, place, quality * (label.whole if quality == FULL else label.weight), field)
    for place, (score, field) in _all_words(index, wanted, forgiving).items():
        _keep(best, place, score, field)
    return best


def _all_words(index: Index, wanted: list[str], forgiving: bool) -> Scores:
    """Return the entries that have every word, scored by the mean."""
    totals: dict[int, int] = {}
    top: Scores = {}
    for number, word in enumerate(wanted):
        here = _places(index, word, forgiving)
        totals = {place: totals.get(place, 0) + here[place][0] for place in here if number == 0 or place in totals}
        for place in totals:
            _keep(top, place, *here[place])
    return {place: (total // len(wanted), top[place][1]) for place, total in totals.items()}


def _places(index: Index, word: str, forgiving: bool) -> Scores:
    """Return the entries that have a word."""
    here: Scores = {}
    for form, quality in _alike(word, index.words, forgiving):
        for place, field in index.words[form].items():
            _keep(here, place, quality * index.entries[place].fields[field].label.weight, field)
    return here


def _keep(best: Scores, place: int, score: int, field: int) -> None:
    if place not in best or score > best[place][0]:
        best[place] = (score, field)


def _alike(
    typed: str, known: Mapping[str, Places], forgiving: bool, short: int = ONE_SLIP
) -> Iterator[tuple[str, int]]:
    """Yield the known forms that are, or begin with, what was typed; where there are none, those a slip away."""
    found = list(_as_typed(typed, known))
    if found or not forgiving:
        yield from found
    else:
        yield from ((form, MISTYPED) for form in known if _forgiven(typed, form, short))


def _as_typed(typed: str, known: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield equal forms and begun ones; a number, or a single Latin letter, must be equal."""
    whole = has_digit(typed) or (len(typed) == 1 and typed.isascii())
    for form in known:
        if form == typed:
            yield form, FULL
        elif not whole and form.startswith(typed) and not has_digit(form):
            yield form, BEGUN


def _forgiven(typed: str, form: str, short: int) -> bool:
    return not has_digit(form) and slips(typed, form, allowed(typed, short)) is not None
