"""Schemas of the reference lists: questions, red flags, gate, conditions, views, sources."""

from __future__ import annotations

from marshmallow import Schema, fields

from server.api.schemas import DiagramLink, FlagDocument, ListInfo, SparseDocument, source_keys


class QuestionDocument(Schema):
    key = fields.String()
    tier = fields.String(metadata={"enum": ["about-you", "today"]})
    short = fields.String()
    when = fields.String(metadata={"description": "Completes: do not press here if …"})
    question = fields.String()
    why = fields.String(metadata={"description": "Why it is asked, in one sentence."})
    expires_days = fields.Integer()
    expires_hours = fields.Integer(
        allow_none=True, metadata={"description": "Where given, an answer lasts so many hours of elapsed time."}
    )
    by_area = fields.Boolean()
    clearance = fields.String()
    forbids = fields.List(fields.String(), metadata={"description": "Part of every listed flag of a point."})
    max_seconds = fields.Integer(allow_none=True)
    sources = source_keys()


class ConditionDocument(Schema):
    slug = fields.String()
    name = fields.String()
    about = fields.String(metadata={"description": "What it is, how common, and where it comes from."})
    pattern = fields.String()
    self_care = fields.String()
    see_someone = fields.String()
    points = fields.List(fields.String())
    clues = fields.List(fields.String(), metadata={"description": "Slugs of /clues that lead here."})
    note = fields.String()
    sources = source_keys()


class ClueDocument(SparseDocument):
    """A pain pattern in a person's own words; it leads to conditions and is no diagnosis."""

    optional = ("routine",)
    slug = fields.String(metadata={"example": "sit-bone"})
    group = fields.String(metadata={"example": "buttock"})
    feels = fields.String()
    often = fields.String(metadata={"description": "What it often goes with."})
    advice = fields.String()
    conditions = fields.List(fields.String(), metadata={"description": "Slugs of /conditions, the likeliest first."})
    routine = fields.String(metadata={"description": "Slug of /routines; absent where the guide offers none."})
    sources = source_keys()


class RedFlagDocument(Schema):
    slug = fields.String()
    tier = fields.String(metadata={"enum": ["emergency", "same-day", "routine"]})
    sign = fields.String(metadata={"description": "The full wording."})
    advice = fields.String()
    reason = fields.String(metadata={"description": "The sentence of its result page."})
    say = fields.String(metadata={"description": "What to say on the telephone."})
    heading = fields.String(metadata={"description": "Of its result page, where it is not the tier's usual one."})
    clearance = fields.String(metadata={"description": "What a person confirms to open it again; empty: nothing does."})
    sources = source_keys()


class StopRuleDocument(Schema):
    """A rule for stopping at once; possible emergencies come first in the list."""

    slug = fields.String()
    sign = fields.String()
    action = fields.String(metadata={"description": "The whole advice."})
    button = fields.String(metadata={"description": "The sign in at most 6 words."})
    act = fields.String(metadata={"description": "What to do at once, in at most 16 words."})
    emergency = fields.Boolean()
    say = fields.String(metadata={"description": "What to say on the telephone; empty where there is no call."})
    seconds = fields.Integer(metadata={"description": "How long to wait before asking whether it has passed, or 0."})
    sources = source_keys()


class ThresholdDocument(SparseDocument):
    """A figure at which the guide shows advice; it locks nothing."""

    optional = ("red_flag",)
    key = fields.String(metadata={"example": "daily-pressing"})
    name = fields.String()
    value = fields.Integer()
    unit = fields.String(metadata={"enum": ["seconds", "sessions", "days", "points of ten"]})
    reason = fields.String()
    red_flag = fields.String(metadata={"description": "Slug of the sign in /red-flags that falls due then."})
    sources = source_keys()


class SelfCareDocument(Schema):
    slug = fields.String()
    kind = fields.String()
    title = fields.String()
    summary = fields.String()
    steps = fields.List(fields.String())
    seconds = fields.Integer(allow_none=True)
    uses = fields.List(fields.String())
    contraindications = fields.List(fields.Nested(FlagDocument), attribute="flags")
    sources = source_keys()


class ScreenDocument(Schema):
    slug = fields.String(metadata={"enum": ["emergency", "today", "pregnancy", "health", "body"]})
    order = fields.Integer()
    title = fields.String()
    yes = fields.String(metadata={"description": "Words of its button where the screen asks one question."})
    no = fields.String()


class PartDocument(Schema):
    text = fields.String()
    signs = fields.List(fields.String(), metadata={"description": "Slugs of /red-flags."})
    questions = fields.List(fields.String(), metadata={"description": "Keys of /contraindications."})
    areas = fields.List(fields.String(), metadata={"description": "Areas of a by-area question; empty: everywhere."})


class LineDocument(Schema):
    """One line of the gate: the questions that one tick answers, and the parts it opens."""

    slug = fields.String()
    screen = fields.String()
    tile = fields.String(metadata={"description": "Slug of the later-day tile that opens it."})
    text = fields.String()
    signs = fields.List(fields.String(), metadata={"description": "Slugs of /red-flags."})
    questions = fields.List(fields.String(), metadata={"description": "Keys of /contraindications."})
    parts = fields.List(fields.Nested(PartDocument))
    reason = fields.String()
    say = fields.String()
    after = fields.String(metadata={"description": "Asked only after a yes to this question."})
    sources = source_keys()


class TileDocument(Schema):
    slug = fields.String()
    text = fields.String()
    every_line = fields.Boolean()


class GateDocument(Schema):
    """The gate before a session: screens, ordered lines, and the tiles of later days."""

    catalogue = fields.Nested(ListInfo)
    screens = fields.List(fields.Nested(ScreenDocument))
    lines = fields.List(fields.Nested(LineDocument))
    tiles = fields.List(fields.Nested(TileDocument))


class MeridianDocument(Schema):
    code = fields.String()
    name = fields.String()
    chinese_class = fields.String()
    points = fields.Integer()
    aliases = fields.List(fields.String())
    sources = source_keys()


class LandmarkDocument(Schema):
    key = fields.String()
    name = fields.String()
    lay = fields.String()
    label = fields.String()
    region = fields.String()
    laterality = fields.String()
    sources = source_keys()


class ViewDocument(Schema):
    slug = fields.String()
    title = fields.String()
    points = fields.List(fields.String())
    diagrams = fields.List(fields.Nested(DiagramLink))


class AxisDocument(SparseDocument):
    optional = ("levels",)
    unit = fields.String(metadata={"enum": ["B-cun", "finger-cun"]})
    ruler = fields.String(metadata={"description": "The ruler it is read on; empty for finger-cun."})
    over = fields.String(metadata={"example": "too far out"})
    under = fields.String(metadata={"example": "too near the midline"})
    levels = fields.Float(allow_none=True, metadata={"description": "Vertebrae to a cun."})


class TargetDocument(Schema):
    code = fields.String(metadata={"example": "BL23"})
    side = fields.String(metadata={"enum": ["left", "right", "midline"]})
    at = fields.List(fields.Float(), metadata={"description": "Place on the sheet, mm."})
    zone = fields.List(fields.Float(), metadata={"description": "Half axes of the zone it is looked for in, mm."})
    axes = fields.List(fields.Nested(AxisDocument))
    per_cun = fields.List(
        fields.List(fields.Float()),
        metadata={"description": "Rows that turn an offset on the sheet, mm, into cun along the axes."},
    )


class ViewGeometry(Schema):
    view = fields.String(metadata={"example": "lumbosacral"})
    body = fields.String(metadata={"enum": ["female", "male"]})
    crop = fields.List(
        fields.Float(), metadata={"description": "The figure on the sheet: left, top, right, bottom, mm."}
    )
    marks = fields.List(fields.Nested(TargetDocument))


class Link(Schema):
    href = fields.String(metadata={"example": "/points/BL23"})
    text = fields.String(metadata={"example": "BL23 Shènshù"})


class SourceDocument(Schema):
    key = fields.String()
    tier = fields.String()
    title = fields.String()
    detail = fields.String()
    url = fields.String()
    used_for = fields.List(fields.Nested(Link), metadata={"description": "What rests on it, and where that is shown."})


class SayDocument(Schema):
    text = fields.String()
    sources = source_keys()


class DifferenceDocument(Schema):
    """A question that sources answer differently, and the cautious choice of this guide."""

    slug = fields.String()
    subject = fields.String(metadata={"example": "pregnancy"})
    title = fields.String()
    say = fields.List(fields.Nested(SayDocument), metadata={"description": "What each side says, in our words."})
    choice = fields.String()
    why = fields.String()
    concerns = fields.List(fields.String(), metadata={"description": "Codes of the points it is shown at."})
    sources = source_keys()
