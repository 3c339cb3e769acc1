"""The shape of every catalogue entry: fields, bounds and the words of each refusal (marshmallow).

What an entry means for another is `points.checks`'s affair; where entries are found is `points.load`'s.
"""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, post_load, validate

from points import codes, guidance, records, safety_records
from points.fields import KEY as _KEY
from points.fields import NON_EMPTY as _NON_EMPTY
from points.fields import CunField as _CunField
from points.fields import Document, at_most, day
from points.fields import Entry as _Entry
from points.fields import ExpressionField as _ExpressionField
from points.fields import Record as _Record
from points.fields import choice as _choice
from points.fields import lists_to_tuples as _tuples
from points.fields import string as _text
from points.fields import strings as _texts

#: Most words of a stop rule on the screen of a session.
BUTTON_WORDS: Final = 6
ACT_WORDS: Final = 16
#: Most words of a position on the screen of a session: the whole of it, and what changes with the side.
POSITION_WORDS: Final = 12
TURN_WORDS: Final = 6
AREAS: Final = ("lower back", "buttock", "knee", "hand", "ankle")
STEP_KINDS: Final = ("breathe", "rest", "stand", "move", "heat", "cold")
#: How a movement is done. Every `move` step and entry names at least one; "stretch" is neither of the first two.
MOVEMENTS: Final = ("all-fours", "flat", "stretch")
#: Ways of pressing or lying that an answer can forbid, beside the keys of positions.
MANNERS: Final = ("ball", "lean", "knuckles", "flat")
#: What a question states a level for, beside points.
JUDGED_KINDS: Final = ("stand", "move.all-fours", "move.flat", "heat", "cold")
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
THRESHOLD_UNITS: Final = ("seconds", "sessions", "days", "points", "points of ten")
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


def _longest_press() -> fields.Integer:
    within = validate.Range(min=30, max=180, error="expected 30 to 180 seconds")
    return fields.Integer(load_default=None, strict=True, validate=within)


class SourceSchema(_Record):
    record = records.Source
    key = _text()
    tier = _choice(SOURCE_TIERS)
    title = _text()
    detail = _text(required=False)
    url = fields.String(
        load_default="",
        validate=validate.Regexp(r"^(https://\S+)?\Z", error="expected an https address or nothing"),
    )


class MeridianSchema(_Entry):
    record = records.Meridian
    code = _choice(codes.WHO_PREFIXES)
    name = _text()
    chinese_class = _text()
    points = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=99))
    aliases = _texts()


class LandmarkSchema(_Entry):
    record = records.Landmark
    key = _text(validate=_KEY)
    name = _text(
        validate=validate.Regexp(
            r"^the \S", error="expected a phrase that starts with 'the' and fits after 'level with'"
        )
    )
    lay = _text()
    label = _text()
    region = _choice(REGIONS)
    laterality = _choice(("midline", "paired"))


class DirectionSchema(_Entry):
    record = records.Direction
    key = _text(validate=_KEY)
    name = _text()


class RulerSchema(_Entry):
    record = records.Ruler
    key = _text(validate=_KEY)
    name = _text()
    start = _text()
    end = _text()
    start_name = _text()
    cun = _CunField(required=True)
    regions = fields.List(_choice(REGIONS), required=True, validate=_NON_EMPTY)


class PositionSchema(_Entry):
    record = records.Position
    key = _text(validate=_KEY)
    name = _text()
    how = _text()
    short = _text(validate=at_most(POSITION_WORDS))
    turn = _text(required=False, validate=at_most(TURN_WORDS))
    tools = _texts()
    uses = _texts()


class NamesSchema(Schema):
    pinyin = _text()
    hanzi_traditional = _text()
    hanzi_simplified = _text()
    english = _texts(required=True)
    korean = _text()
    korean_reading = _text()
    japanese = _text()
    japanese_kana = _text()
    japanese_reading = _text()
    vietnamese = _text()

    @post_load
    def make(self, values: Document, **_: Any) -> records.Names:
        return records.Names(**_tuples(values))


class LocationSchema(Schema):
    expression = _ExpressionField(required=True)
    note = _text()
    find = _texts(required=True)
    uncertainty = _text()
    sources = _texts(required=True)


class SecondsSchema(Schema):
    default = fields.Integer(required=True, strict=True)
    min = fields.Integer(required=True, strict=True)
    max = fields.Integer(required=True, strict=True)

    @post_load
    def make(self, values: Document, **_: Any) -> records.DurationRange:
        seconds = records.DurationRange(**values)
        if not 30 <= seconds.min <= seconds.default <= seconds.max <= 180:
            raise ValidationError("expected 30 <= min <= default <= max <= 180 seconds")
        return seconds


class WaySchema(Schema):
    text = _text()
    uses = fields.List(_choice(MANNERS), load_default=list)

    @post_load
    def make(self, values: Document, **_: Any) -> records.Way:
        return records.Way(**_tuples(values))


class PressSchema(_Entry):
    record = records.Press
    technique = _text()
    tools = _texts(required=True)
    how = fields.Dict(
        keys=_text(validate=_KEY),
        values=fields.List(fields.Nested(WaySchema), validate=_NON_EMPTY),
        required=True,
        validate=_NON_EMPTY,
    )
    feel = _choice(FEELS)
    seconds = fields.Nested(SecondsSchema, required=True)
    direction = _text()
    stop_if = _texts()


class ClaimSchema(_Entry):
    record = records.Claim
    text = _text()
    kind = _choice(("tradition", "trial"))


class StructureSchema(_Entry):
    record = records.Structure
    name = _text()
    note = _text()


class PointSchema(Schema):
    code = _text(validate=lambda value: codes.who_code(value) == value or _fail("expected a WHO code such as BL23"))
    names = fields.Nested(NamesSchema, required=True)
    aliases = _texts()
    region = _choice(REGIONS)
    area = _choice(AREAS)
    laterality = _choice(("bilateral", "midline"))
    category = _text()
    plain = guidance.plain()
    find_short = guidance.find_short()
    press_short = guidance.press_short()
    say = fields.Nested(guidance.SpokenSchema, required=True)
    location = fields.Nested(LocationSchema, required=True)
    alternative = fields.Nested(LocationSchema, load_default=None)
    press = fields.Nested(PressSchema, required=True)
    indications = fields.List(fields.Nested(ClaimSchema), required=True, validate=_NON_EMPTY)
    structures = fields.List(fields.Nested(StructureSchema), required=True, validate=_NON_EMPTY)
    sources = _texts(required=True)
    reviewed = day()


class FlagSchema(Schema):
    level = _choice(tuple(level.value for level in safety_records.ContraindicationLevel))
    reason = _text(required=False)
    instruction = _text(required=False)
    only_if_no = _texts()
    forbids = _texts()
    max_seconds = _longest_press()
    sources = _texts()


class QuestionSchema(Schema):
    key = _text(validate=_KEY)
    tier = _choice(("about-you", "today"))
    short = _text()
    when = _text()
    question = _text()
    why = _text()
    expires_days = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=180))
    expires_hours = fields.Integer(load_default=None, strict=True, validate=validate.Range(min=1, max=48))
    by_area = fields.Boolean(required=True, truthy={True}, falsy={False})
    clearance = _text(required=False)
    reason = _text()
    instruction = _text(required=False)
    only_if_no = _texts()
    forbids = _texts()
    max_seconds = _longest_press()
    points = fields.Dict(keys=_text(), values=fields.Nested(FlagSchema), required=True)
    kinds = fields.Dict(keys=_choice(JUDGED_KINDS), values=fields.Nested(FlagSchema), load_default=dict)
    sources = _texts(required=True)


class RedFlagSchema(_Entry):
    record = safety_records.RedFlag
    slug = _text(validate=_KEY)
    tier = _choice(("emergency", "same-day", "routine"))
    sign = _text()
    advice = _text()
    reason = _text(required=False)
    say = _text(required=False)
    heading = _text(required=False)
    clearance = _text(required=False)


class ThresholdSchema(_Entry):
    record = safety_records.Threshold
    key = _text(validate=_KEY)
    name = _text()
    value = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    unit = _choice(THRESHOLD_UNITS)
    reason = _text()
    red_flag = _text(required=False)


class StopRuleSchema(_Entry):
    record = safety_records.StopRule
    slug = _text(validate=_KEY)
    sign = _text()
    action = _text()
    button = _text(validate=at_most(BUTTON_WORDS))
    act = _text(validate=at_most(ACT_WORDS))
    emergency = fields.Boolean(required=True, truthy={True}, falsy={False})
    say = _text(required=False)
    seconds = fields.Integer(load_default=0, strict=True, validate=validate.Range(min=0, max=600))
    shares = _text(required=False, validate=_KEY)


class EmergencyNumberSchema(_Entry):
    record = safety_records.EmergencyNumber
    country = _text()
    name = _text()
    number = _text(required=False)
    note = _text(required=False)


class SelfCareSchema(_Entry):
    record = records.SelfCare
    slug = _text(validate=_KEY)
    kind = _choice(("heat", "cold", "move", "rest", "habit", "well"))
    title = _text()
    summary = _text()
    steps = _texts(required=True)
    seconds = fields.Integer(load_default=None, strict=True, validate=validate.Range(min=10, max=1800))
    uses = _texts()


class ConditionSchema(_Entry):
    record = records.Condition
    slug = _text(validate=_KEY)
    name = _text()
    about = _text(required=False)
    pattern = _text()
    self_care = _text(required=False)
    see_someone = _text()
    points = _texts()
    note = _text(required=False)


class ClueSchema(_Entry):
    record = records.Clue
    slug = _text(validate=_KEY)
    group = _choice(CLUE_GROUPS)
    feels = _text()
    often = _text()
    advice = _text()
    conditions = _texts(required=True)
    routine = _text(required=False)


class SaySchema(_Entry):
    record = records.Statement
    text = _text()


class DifferenceSchema(_Entry):
    record = records.Difference
    slug = _text(validate=_KEY)
    subject = _choice(DIFFERENCE_SUBJECTS)
    title = _text()
    say = fields.List(fields.Nested(SaySchema), required=True, validate=_NON_EMPTY)
    choice = _text()
    why = _text()
    concerns = _texts()


class EverydaySchema(_Entry):
    record = records.Synonym
    key = _text()
    words = _texts(required=True)


def _fail(message: str) -> bool:
    raise ValidationError(message)


#: Table in TOML -> (schema, file or folder below `data/`)
TABLES: Final[dict[str, tuple[type[Schema], str]]] = {
    "clue": (ClueSchema, "conditions.toml"),
    "condition": (ConditionSchema, "conditions.toml"),
    "contraindication": (QuestionSchema, "contraindications.toml"),
    "difference": (DifferenceSchema, "differences.toml"),
    "direction": (DirectionSchema, "landmarks.toml"),
    "emergency_number": (EmergencyNumberSchema, "emergency_numbers.toml"),
    "everyday": (EverydaySchema, "everyday.toml"),
    "landmark": (LandmarkSchema, "landmarks.toml"),
    "limit": (ThresholdSchema, "thresholds.toml"),
    "meridian": (MeridianSchema, "meridians.toml"),
    "point": (PointSchema, "points"),
    "position": (PositionSchema, "positions.toml"),
    "red_flag": (RedFlagSchema, "red_flags.toml"),
    "ruler": (RulerSchema, "rulers.toml"),
    "self_care": (SelfCareSchema, "self_care.toml"),
    "source": (SourceSchema, "sources.toml"),
    "stop_rule": (StopRuleSchema, "stop_rules.toml"),
    "threshold": (ThresholdSchema, "thresholds.toml"),
}
