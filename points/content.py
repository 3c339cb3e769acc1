"""Records and schemas of passages, studies, omissions and reviews.

`points.checks` checks them against other entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from marshmallow import ValidationError, post_load, validates_schema

from points.fields import KEY, Document, Entry, Record, choice, day, integer, lists_to_tuples, string, strings

PAGES: Final = ("conditions", "care-options", "does-it-work", "self-care")
STUDY_KINDS: Final = ("trial", "review", "guideline")
OMISSION_KINDS: Final = ("source-article", "study")


@dataclass(frozen=True)
class InfoPage:
    """A page of passages: its URL path without the slash, its title and a one-sentence summary."""

    slug: str
    title: str
    summary: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """A text of one page; `title` is its heading, or ''."""

    key: str
    page: str
    text: tuple[str, ...]
    sources: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True)
class Study:
    """A trial, review or guideline about benefit. `n` is the number of participants; None in a guideline."""

    key: str
    kind: str
    treatment: str
    authors: str
    year: int
    journal: str
    identifier: str
    comparison: str
    result: str
    points: str
    sources: tuple[str, ...]
    n: int | None = None


@dataclass(frozen=True)
class Omission:
    """A deliberate omission: a claim of the source articles, or an unused study."""

    slug: str
    kind: str
    title: str
    text: str
    why: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Review:
    """A health professional's review of one entry: table and key of the entry, reviewer and date."""

    table: str
    entry_key: str
    name: str
    qualification: str
    date: date


class InfoPageSchema(Entry):
    record = InfoPage
    slug = choice(PAGES)
    title = string()
    summary = string()


class PassageSchema(Entry):
    record = Passage
    key = string(validate=KEY)
    page = choice(PAGES)
    title = string(required=False)
    text = strings(required=True)


class StudySchema(Entry):
    record = Study
    key = string(validate=KEY)
    kind = choice(STUDY_KINDS)
    treatment = string()
    authors = string()
    year = integer(1950, 2100)
    journal = string()
    identifier = string()
    n = integer(1, default=None)
    comparison = string()
    result = string()
    points = string()

    @validates_schema
    def has_participants(self, values: Document, **_: Any) -> None:
        if values.get("kind") in ("trial", "review") and values.get("n") is None:
            raise ValidationError("missing; say how many people were studied", "n")


class OmissionSchema(Entry):
    record = Omission
    slug = string(validate=KEY)
    kind = choice(OMISSION_KINDS)
    title = string()
    text = string()
    why = string()


class ReviewerSchema(Record):
    """`reviewed_by` of any entry; `points.load` adds the key of the entry."""

    name = string()
    qualification = string()
    date = day()

    @post_load
    def to_record(self, values: Document, **_: Any) -> Document:
        return lists_to_tuples(values)


#: Table in TOML -> (schema, file below `data/`)
TABLES: Final = {
    "omission": (OmissionSchema, "omissions.toml"),
    "page": (InfoPageSchema, "passages.toml"),
    "passage": (PassageSchema, "passages.toml"),
    "study": (StudySchema, "evidence.toml"),
}
