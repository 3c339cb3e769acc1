"""Schemas of `routines.toml`: routines, phrases, choices and the frame of a custom routine (marshmallow)."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, fields, post_load, validate

from points import records, session_records
from points.fields import (
    KEY,
    NON_EMPTY,
    Document,
    Entry,
    Record,
    choice,
    day,
    integer,
    lists_to_tuples,
    press_seconds,
    string,
    strings,
)
from points.schemas import STEP_KINDS

#: Headings under which routines are listed.
ROUTINE_GROUPS: Final = (
    "lower back",
    "buttock",
    "lower back and buttock",
    "chair or bed",
    "without pressing",
    "heat, cold and movement",
)
#: Parts of the body for which a routine is offered, and settings.
PLACES: Final = ("lower back", "buttock", "leg")
SETTINGS: Final = ("chair", "bed", "standing", "floor")
#: Minutes from which a person chooses.
MINUTES: Final = (5, 10, 15)


class ItemSchema(Entry):
    record = session_records.RoutineItem
    sources = strings()
    kind = choice(("press", *STEP_KINDS))
    seconds = integer(10, 1200)
    point = string(required=False)
    position = string(required=False)
    title = string(required=False)
    instruction = string(required=False)
    uses = strings()


class OtherSecondsSchema(Record):
    record = records.DurationRange
    default = integer(30, 900)
    min = integer(30, 900)
    max = integer(30, 900)


class OtherStepSchema(Entry):
    record = session_records.OtherStep
    key = string(validate=validate.Regexp(r"^(heat|breathe|move\.[a-z]+(-[a-z]+)*)\Z"))
    name = string()
    routine = string(validate=KEY)
    step_title = string(required=False)
    tools = strings()
    seconds = fields.Nested(OtherSecondsSchema, load_default=None)
    per_session = integer(0, 12, default=0)


class TemplateSchema(Entry):
    record = session_records.Template
    key = string(validate=KEY)
    name = string()
    prescription = string()


class PhraseSchema(Entry):
    record = session_records.Phrase
    key = string(validate=KEY)
    text = string()


class CustomSchema(Record):
    """The texts of every custom routine; a person or practitioner chooses its points."""

    record = session_records.Routine

    title = string()
    group = choice(ROUTINE_GROUPS)
    not_for = string()
    for_whom = string()
    evidence = string()
    frequency = string()
    sources = strings(required=True)
    reviewed = day()

    @post_load
    def to_record(self, values: Document, **_: Any) -> session_records.Routine:
        empty: Document = {"slug": "custom", "place": (), "where": "", "summary": "", "items": (), "daily": 0}
        return session_records.Routine(**(empty | lists_to_tuples(values)))


class RoutineSchema(CustomSchema):
    slug = string(validate=KEY)
    place = fields.List(choice(PLACES), required=True, validate=NON_EMPTY)
    where = choice(SETTINGS)
    summary = string()
    daily = integer(1, 12)
    items = fields.List(fields.Nested(ItemSchema), required=True, validate=NON_EMPTY, data_key="item")


class OfferSchema(Record):
    record = session_records.Offer
    minutes = fields.Integer(required=True, strict=True, validate=validate.OneOf(MINUTES))
    routine = string(validate=KEY)
    press = press_seconds()


class ChoiceSchema(Entry):
    record = session_records.Choice
    key = string(validate=KEY)
    place = choice(PLACES)
    where = choice(SETTINGS[:3])
    offers = fields.List(fields.Nested(OfferSchema), required=True, validate=validate.Length(equal=len(MINUTES)))


#: Table in TOML -> (schema, file below `data/`)
TABLES: Final[dict[str, tuple[type[Schema], str]]] = {
    "choice": (ChoiceSchema, "routines.toml"),
    "custom": (CustomSchema, "routines.toml"),
    "other_step": (OtherStepSchema, "routines.toml"),
    "phrase": (PhraseSchema, "routines.toml"),
    "routine": (RoutineSchema, "routines.toml"),
    "template": (TemplateSchema, "routines.toml"),
}
