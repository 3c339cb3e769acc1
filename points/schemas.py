"""Schemas of catalogue entries: fields, bounds and error texts (marshmallow).

`points.checks` compares entries with each other.
"""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from points import codes, guidance, records
from points.fields import (
    KEY,
    NON_EMPTY,
    CunField,
    Document,
    Entry,
    ExpressionField,
    Record,
    at_most,
    choice,
    day,
    entries,
    integer,
    press_seconds,
    string,
    strings,
    with_optional_fields,
)

#: Word limits of a position on the screen of a session: the whole text, and the part that changes with the side.
MAX_POSITION_WORDS: Final = 12
MAX_TURN_WORDS: Final = 6
AREAS: Final = ("lower back", "buttock", "knee", "hand", "ankle")
STEP_KINDS: Final = ("breathe", "rest", "stand", "move", "heat", "cold")
#: Postures of a movement. Each `move` step and entry names at least one; "stretch" is neither of the first two.
MOVEMENTS: Final = ("all-fours", "flat", "stretch")
#: Ways of pressing or lying that a health answer can forbid, besides the keys of positions.
MANNERS: Final = ("ball", "lean", "knuckles", "flat")
FEELS: Final = ("ache", "light")
CLUE_GROUPS: Final = ("lower back", "buttock", "leg and groin", "when does it hurt?")
DIFFERENCE_SUBJECTS: Final = (
    "pregnancy",
    "place",
    "names",
    "how long and how hard",
    "does it work",
    "warning signs",
    "other cautions",
)
REGIONS: Final = (
    "neck",
    "thoracic",
    "lumbar",
    "sacral",
    "buttock",
    "hip",
    "thigh",
    "knee",
    "leg",
    "ankle",
    "foot",
    "wrist",
    "hand",
    "forearm",
)
SOURCE_TIERS: Final = (
    "standard",
    "guideline",
    "review",
    "trial",
    "hospital",
    "textbook",
    "teaching",
    "article",
    "our-judgement",
)


#: Traditional kinds of points, by which the list of points can be filtered.
CATEGORIES: Final = ("back-shu", "he-sea", "yuan-source", "shu-stream", "earth", "command", "meeting", "local")


class SourceSchema(Record):
    record = records.Source
    key = string()
    tier = choice(SOURCE_TIERS)
    title = string()
    detail = string(required=False)
    url = fields.String(
        load_default="",
        validate=validate.Regexp(r"^(https://\S+)?\Z", error="expected an https address or nothing"),
    )


class MeridianSchema(Entry):
    record = records.Meridian
    code = choice(codes.WHO_PREFIXES)
    name = string()
    chinese_class = string()
    points = integer(1, 99)
    aliases = strings()
    words = strings()


class CategorySchema(Entry):
    record = records.Category
    key = choice(CATEGORIES)
    name = string()
    words = strings()


class LandmarkSchema(Entry):
    record = records.Landmark
    key = string(validate=KEY)
    name = string(
        validate=validate.Regexp(
            r"^the \S", error="expected a phrase that starts with 'the' and fits after 'level with'"
        )
    )
    lay = string()
    label = string()
    region = choice(REGIONS)
    laterality = choice(("midline", "paired"))


class DirectionSchema(Entry):
    record = records.Direction
    key = string(validate=KEY)
    name = string()


class RulerSchema(Entry):
    record = records.Ruler
    key = string(validate=KEY)
    name = string()
    start = string()
    end = string()
    start_name = string()
    cun = CunField(required=True)
    regions = fields.List(choice(REGIONS), required=True, validate=NON_EMPTY)


class PositionSchema(Entry):
    record = records.Position
    key = string(validate=KEY)
    name = string()
    how = string()
    short = string(validate=at_most(MAX_POSITION_WORDS))
    turn = string(required=False, validate=at_most(MAX_TURN_WORDS))
    tools = strings()
    uses = strings()


class NamesSchema(Record):
    record = records.Names
    pinyin = string()
    hanzi_traditional = string()
    hanzi_simplified = string()
    english = strings(required=True)
    korean = string()
    korean_reading = string()
    japanese = string()
    japanese_kana = string()
    japanese_reading = string()
    vietnamese = string()


class LocationSchema(Schema):
    expression = ExpressionField(required=True)
    note = string()
    find = strings(required=True)
    uncertainty = string()
    sources = strings(required=True)


class DurationRangeSchema(Record):
    record = records.DurationRange
    default = press_seconds()
    min = press_seconds()
    max = press_seconds()

    @validates_schema
    def is_ordered(self, values: Document, **_: Any) -> None:
        if not values["min"] <= values["default"] <= values["max"]:
            raise ValidationError("expected min <= default <= max")


class WaySchema(Record):
    record = records.Way
    text = string()
    uses = fields.List(choice(MANNERS), load_default=list)


class PressSchema(Entry):
    record = records.Press
    technique = string()
    tools = strings(required=True)
    how = fields.Dict(
        keys=string(validate=KEY),
        values=fields.List(fields.Nested(WaySchema), validate=NON_EMPTY),
        required=True,
        validate=NON_EMPTY,
    )
    feel = choice(FEELS)
    seconds = fields.Nested(DurationRangeSchema, required=True)
    direction = string()
    stop_if = strings()


class ClaimSchema(Entry):
    record = records.Claim
    text = string()
    kind = choice(("tradition", "trial"))


class StructureSchema(Entry):
    record = records.Structure
    name = string()
    note = string()
    clinical = string(required=False)


def _is_who_code(value: str) -> None:
    if codes.who_code(value) != value:
        raise ValidationError("expected a WHO code such as BL23")


class PointSchema(Schema):
    code = string(validate=_is_who_code)
    names = fields.Nested(NamesSchema, required=True)
    aliases = strings()
    region = choice(REGIONS)
    area = choice(AREAS)
    laterality = choice(("bilateral", "midline"))
    category = string()
    categories = fields.List(choice(CATEGORIES), required=True, validate=NON_EMPTY)
    plain = guidance.plain_field()
    lay = guidance.lay_field()
    find_short = guidance.find_short_field()
    press_short = guidance.press_short_field()
    say = fields.Nested(guidance.SpokenGuidanceSchema, required=True)
    location = fields.Nested(LocationSchema, required=True)
    alternative = fields.Nested(LocationSchema, load_default=None)
    press = fields.Nested(PressSchema, required=True)
    indications = entries(ClaimSchema)
    structures = entries(StructureSchema)
    sources = strings(required=True)
    reviewed = day()


class SelfCareSchema(Entry):
    record = records.SelfCare
    slug = string(validate=KEY)
    kind = choice(("heat", "cold", "move", "rest", "habit", "well"))
    title = string()
    summary = string()
    steps = strings(required=True)
    seconds = integer(10, 1800, default=None)
    uses = strings()


class ConditionSchema(Entry):
    record = records.Condition
    slug = string(validate=KEY)
    name = string()
    about = string(required=False)
    pattern = string()
    self_care = string(required=False)
    see_someone = string()
    points = strings()
    note = string(required=False)


class ClueSchema(Entry):
    record = records.Clue
    slug = string(validate=KEY)
    group = choice(CLUE_GROUPS)
    feels = string()
    often = string()
    advice = string()
    conditions = strings(required=True)
    routine = string(required=False)


class StatementSchema(Entry):
    record = records.Statement
    text = string()


class DifferenceSchema(Entry):
    record = records.Difference
    slug = string(validate=KEY)
    subject = choice(DIFFERENCE_SUBJECTS)
    title = string()
    say = entries(StatementSchema)
    choice = string()
    why = string()
    concerns = strings()


class SynonymSchema(Entry):
    record = records.Synonym
    key = string()
    words = strings(required=True)


#: Table in TOML -> (schema, file or folder below `data/`)
TABLES: Final[dict[str, tuple[type[Schema], str]]] = {
    "clue": (ClueSchema, "conditions.toml"),
    "condition": (ConditionSchema, "conditions.toml"),
    "category": (CategorySchema, "categories.toml"),
    "difference": (DifferenceSchema, "differences.toml"),
    "direction": (DirectionSchema, "landmarks.toml"),
    "everyday": (SynonymSchema, "everyday.toml"),
    "landmark": (LandmarkSchema, "landmarks.toml"),
    "meridian": (MeridianSchema, "meridians.toml"),
    "point": (with_optional_fields(records.Point, PointSchema), "points"),
    "position": (PositionSchema, "positions.toml"),
    "ruler": (RulerSchema, "rulers.toml"),
    "self_care": (SelfCareSchema, "self_care.toml"),
    "source": (SourceSchema, "sources.toml"),
}
