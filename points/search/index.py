"""Search index: entries, their fields, and the postings of words and names.

The service and the phone (`static/js/search/rank.js`) rank from the same index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from points.search import fold


@dataclass(frozen=True)
class FieldKind:
    """A kind of field with its label and the weight of a word in it.

    `whole_weight` is the weight of the whole text of a name, typed with or without spaces; 0 for other fields.
    """

    name: str
    weight: int
    whole_weight: int = 0


@dataclass(frozen=True)
class SearchField:
    """A searchable text of an entry. `forms` are further spellings, matched but not shown."""

    label: FieldKind
    text: str
    lang: str = ""
    forms: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text, *self.forms)


@dataclass(frozen=True)
class SearchEntry:
    """A searchable entry: kind, catalogue key, and the texts of a list row."""

    kind: str
    key: str
    title: str
    about: str
    fields: tuple[SearchField, ...]
    hanzi: str = ""
    english: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Disambiguation:
    """The explanation of an ambiguous code, and the points of this guide that it may mean."""

    text: str
    points: tuple[str, ...]


#: Kind of entry -> heading, in page order.
KIND_HEADINGS: Final = {
    "point": "Points",
    "condition": "Kinds of pain",
    "routine": "Routines",
    "self-care": "Self-care",
    "red-flag": "When to get help",
    "page": "Pages",
}
CODE: Final = FieldKind("Code", 100, 200)
NAME: Final = FieldKind("Name", 60, 180)
ALIAS: Final = FieldKind("Also written", 55, 160)
SYNONYM: Final = FieldKind("Also called", 35, 140)
MERIDIAN: Final = FieldKind("Meridian", 50, 120)
AREA: Final = FieldKind("Where", 50, 110)
CONDITION: Final = FieldKind("Named for", 45)
INDICATION: Final = FieldKind("Used for", 45)
SYMPTOM: Final = FieldKind("Feels like", 40)
BODY_TEXT: Final = FieldKind("Says", 30)
DURATION: Final = FieldKind("Takes", 30, 130)
GROUP: Final = FieldKind("Among", 25)
ANATOMY: Final = FieldKind("Under your thumb", 25)
CATEGORY: Final = FieldKind("Kind of point", 22)
LOCATION: Final = FieldKind("Place", 20)
PRESSED_POINTS: Final = FieldKind("Presses", 20)
#: Words without meaning for a search.
STOP_WORDS: Final = (
    "a",
    "an",
    "and",
    "at",
    "for",
    "from",
    "i",
    "in",
    "is",
    "it",
    "my",
    "of",
    "on",
    "or",
    "the",
    "to",
    "with",
)
NO_RESULTS: Final = (
    "Nothing in this guide goes by that. A point can be found by its code, by its name in Chinese, Japanese, Korean, "
    "Vietnamese or English, by the part of the body, or by what it is used for."
)
NO_SUCH_CODE: Final = "{code} is not in this guide."
OUTSIDE_GUIDE: Final = "{name} is {codes}. It is not in this guide."
OUTSIDE_GUIDE_SEVERAL: Final = "{name} is the name of {codes}. They are not in this guide."
NO_SUCH_POINT: Final = "There is no {code}: the standard counts {count} points on that line."
PARTIAL_RESULT: Final = "Nothing here has all of that. Left out: {words}."
SCATTERED_WORDS: Final = "Nothing here has all of that. This has most of it."


@dataclass(frozen=True)
class Index:
    """The search index. `codes` has the codes of this guide by meridian."""

    entries: tuple[SearchEntry, ...]
    disambiguations: Mapping[str, Disambiguation]
    codes: Mapping[str, tuple[str, ...]]
    #: Folded name of a point outside this guide -> the name and its codes.
    other_points: Mapping[str, tuple[str, ...]]

    @cached_property
    def word_postings(self) -> Mapping[str, Mapping[int, int]]:
        """Word -> {index of an entry: index of its heaviest field with the word}."""
        return self._postings(_indexed_words)

    @cached_property
    def name_postings(self) -> Mapping[str, Mapping[int, int]]:
        """Match key of a whole name -> {index of an entry: index of its heaviest field}."""
        return self._postings(lambda field: map(fold.match_key, field.texts) if field.label.whole_weight else ())

    def _postings(self, forms: Callable[[SearchField], Iterable[str]]) -> Mapping[str, Mapping[int, int]]:
        found: dict[str, dict[int, int]] = {}
        for place, entry in enumerate(self.entries):
            for number, field in enumerate(entry.fields):
                for form in forms(field):
                    known = found.setdefault(form, {})
                    if place not in known or field.label.weight > entry.fields[known[place]].label.weight:
                        known[place] = number
        return dict(sorted(found.items()))


def _indexed_words(field: SearchField) -> Iterable[str]:
    """Yield the searchable words of a field, without stop words and bare numbers."""
    for text in field.texts:
        yield from (word for word in fold.words(text) if word not in STOP_WORDS and not word.isdecimal())
