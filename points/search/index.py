"""What can be found, and by which words: one document that the service ranks from and a phone ranks from offline.

An entry's texts stand in its fields; `words` and `keys` say, folded, which field of which entry to look in. How a query
is matched and ranked is `points.search.rank`'s affair, and in the same way `static/js/search/rank.js`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from points.search import fold


@dataclass(frozen=True)
class Label:
    """A kind of field: what it is called, and how much a word found in it weighs; `whole`, how much all of it, where it
    is a name that may be typed without its spaces.
    """

    name: str
    weight: int
    whole: int = 0


@dataclass(frozen=True)
class Field:
    """A text by which an entry is found. `forms` are further spellings of it that are matched and never shown."""

    label: Label
    text: str
    lang: str = ""
    forms: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text, *self.forms)


@dataclass(frozen=True)
class Entry:
    """Something that can be found: its kind, its key in the catalogue, and the little that a list says of it."""

    kind: str
    key: str
    title: str
    about: str
    fields: tuple[Field, ...]
    hanzi: str = ""
    english: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Aside:
    """Why a code is not simply looked up, and the points of this guide that may be meant."""

    text: str
    points: tuple[str, ...]


#: In the order in which a page shows them.
KINDS: Final = {
    "point": "Points",
    "condition": "Kinds of pain",
    "routine": "Routines",
    "self-care": "Self-care",
    "red-flag": "When to get help",
    "page": "Pages",
}
CODE: Final = Label("Code", 100, 200)
NAME: Final = Label("Name", 60, 180)
ALSO: Final = Label("Also written", 55, 160)
EVERYDAY: Final = Label("Also called", 35, 140)
MERIDIAN: Final = Label("Meridian", 50, 120)
AREA: Final = Label("Where", 50, 110)
NAMED_FOR: Final = Label("Named for", 45)
INDICATION: Final = Label("Used for", 45)
FEELS: Final = Label("Feels like", 40)
SAYS: Final = Label("Says", 30)
TAKES: Final = Label("Takes", 30, 130)
GROUP: Final = Label("Among", 25)
BENEATH: Final = Label("Under your thumb", 25)
CATEGORY: Final = Label("Kind of point", 22)
PLACE: Final = Label("Place", 20)
PRESSES: Final = Label("Presses", 20)
#: Words that say nothing about what is sought.
SKIPPED: Final = (
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
NOTHING: Final = (
    "Nothing in this guide goes by that. A point can be found by its code, by its name in Chinese, Japanese, Korean, "
    "Vietnamese or English, by the part of the body, or by what it is used for."
)
NO_SUCH_CODE: Final = "{code} is not in this guide."
NOT_HERE: Final = "{name} is {codes}. It is not in this guide."
NOT_HERE_BOTH: Final = "{name} is the name of {codes}. They are not in this guide."
NO_SUCH_POINT: Final = "There is no {code}: the standard counts {count} points on that line."
PARTIAL: Final = "Nothing here has all of that. Left out: {words}."
APART: Final = "Nothing here has all of that. This has most of it."


@dataclass(frozen=True)
class Index:
    """Everything a search needs. `codes` lists, by meridian, the codes of this guide."""

    entries: tuple[Entry, ...]
    asides: Mapping[str, Aside]
    codes: Mapping[str, tuple[str, ...]]
    #: Names of points that are not in this guide, folded -> the name, and the codes that go by it.
    elsewhere: Mapping[str, tuple[str, ...]]

    @cached_property
    def words(self) -> Mapping[str, Mapping[int, int]]:
        """Word -> {place of an entry: place of the heaviest of its fields that has the word}."""
        return self._places(_words)

    @cached_property
    def keys(self) -> Mapping[str, Mapping[int, int]]:
        """The same for whole names, each written as one."""
        return self._places(lambda field: map(fold.key, field.texts) if field.label.whole else ())

    def _places(self, forms: Callable[[Field], Iterable[str]]) -> Mapping[str, Mapping[int, int]]:
        found: dict[str, dict[int, int]] = {}
        for place, entry in enumerate(self.entries):
            for number, field in enumerate(entry.fields):
                for form in forms(field):
                    known = found.setdefault(form, {})
                    if place not in known or field.label.weight > entry.fields[known[place]].label.weight:
                        known[place] = number
        return dict(sorted(found.items()))


def _words(field: Field) -> Iterable[str]:
    """Yield the words that a search may look for; a number alone says nothing without what it counts."""
    for text in field.texts:
        yield from (word for word in fold.words(text) if word not in SKIPPED and not word.isdecimal())
