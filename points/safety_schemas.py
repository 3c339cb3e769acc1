"""Schemas of health questions, red flags, stop rules, thresholds and emergency numbers."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema, fields

from points import safety_records
from points.fields import (
    KEY,
    Entry,
    at_most,
    boolean,
    choice,
    integer,
    press_seconds,
    string,
    strings,
)

#: Word limits of a stop rule on the screen of a session.
MAX_BUTTON_WORDS: Final = 6
MAX_ACT_WORDS: Final = 16
#: Kinds of steps for which a question states a level, besides points.
QUESTION_KINDS: Final = ("stand", "move.all-fours", "move.flat", "heat", "cold")
THRESHOLD_UNITS: Final = ("seconds", "sessions", "days", "points", "points of ten")


class FlagSchema(Schema):
    level = choice(tuple(level.value for level in safety_records.ContraindicationLevel))
    reason = string(required=False)
    instruction = string(required=False)
    only_if_no = strings()
    forbids = strings()
    max_seconds = press_seconds(required=False)
    sources = strings()


class QuestionSchema(Schema):
    key = string(validate=KEY)
    tier = choice(("about-you", "today"))
    short = string()
    when = string()
    question = string()
    why = string()
    expires_days = integer(0, 180)
    expires_hours = integer(1, 48, default=None)
    by_area = boolean()
    clearance = string(required=False)
    reason = string()
    instruction = string(required=False)
    only_if_no = strings()
    forbids = strings()
    max_seconds = press_seconds(required=False)
    points = fields.Dict(keys=string(), values=fields.Nested(FlagSchema), required=True)
    kinds = fields.Dict(keys=choice(QUESTION_KINDS), values=fields.Nested(FlagSchema), load_default=dict)
    sources = strings(required=True)


class RedFlagSchema(Entry):
    record = safety_records.RedFlag
    slug = string(validate=KEY)
    tier = choice(("emergency", "same-day", "routine"))
    sign = string()
    advice = string()
    reason = string(required=False)
    say = string(required=False)
    heading = string(required=False)
    short = string(required=False, validate=at_most(MAX_ACT_WORDS))
    clearance = string(required=False)


class ThresholdSchema(Entry):
    record = safety_records.Threshold
    key = string(validate=KEY)
    name = string()
    value = integer(1)
    unit = choice(THRESHOLD_UNITS)
    reason = string()
    red_flag = string(required=False)


class StopRuleSchema(Entry):
    record = safety_records.StopRule
    slug = string(validate=KEY)
    sign = string()
    action = string()
    button = string(validate=at_most(MAX_BUTTON_WORDS))
    act = string(validate=at_most(MAX_ACT_WORDS))
    emergency = boolean()
    say = string(required=False)
    seconds = integer(0, 600, default=0)
    shares = string(required=False, validate=KEY)
    only_for = string(required=False, validate=KEY)


class EmergencyNumberSchema(Entry):
    record = safety_records.EmergencyNumber
    country = string()
    name = string()
    number = string(required=False)
    note = string(required=False)


#: Table in TOML -> (schema, file or folder below `data/`)
TABLES: Final[dict[str, tuple[type[Schema], str]]] = {
    "contraindication": (QuestionSchema, "contraindications.toml"),
    "emergency_number": (EmergencyNumberSchema, "emergency_numbers.toml"),
    "limit": (ThresholdSchema, "thresholds.toml"),
    "red_flag": (RedFlagSchema, "red_flags.toml"),
    "stop_rule": (StopRuleSchema, "stop_rules.toml"),
    "threshold": (ThresholdSchema, "thresholds.toml"),
}
