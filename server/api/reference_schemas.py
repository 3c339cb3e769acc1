"""Schemas of the reference lists: questions, red flags, gate, conditions, views, sources."""

from __future__ import annotations

from marshmallow import Schema, fields

from points import gate, records, safety_records
from server.api.record_schemas import SparseDocument, meta, source_keys
from server.api.schemas import DiagramLink, FlagDocument, ListInfo


class QuestionDocument(SparseDocument, record=safety_records.Question, omit=("points", "kinds")):
    tier = meta(enum=["about-you", "today"])
    when = meta("Completes: do not press here if …")
    why = meta("Why it is asked, in one sentence.")
    expires_hours = meta("Where given, an answer lasts so many hours of elapsed time.")
    by_area = meta()
    clearance = meta()
    forbids = meta("Part of every listed flag of a point.")


class ConditionDocument(SparseDocument, record=records.Condition):
    about = meta("What it is, how common, and where it comes from.")
    points = meta()
    clues = fields.List(fields.String(), metadata={"description": "Slugs of /clues that lead here."})


class ClueDocument(SparseDocument, record=records.Clue):
    """A pain pattern in a person's own words; it leads to conditions and is no diagnosis."""

    optional = ("routine",)
    slug = meta(example="sit-bone")
    group = meta(example="buttock")
    often = meta("What it often goes with.")
    conditions = meta("Slugs of /conditions, the likeliest first.")
    routine = meta("Slug of /routines; absent where the guide offers none.")


class RedFlagDocument(SparseDocument, record=safety_records.RedFlag):
    tier = meta(enum=["emergency", "same-day", "routine"])
    sign = meta("The full wording.")
    reason = meta("The sentence of its result page.")
    say = meta("What to say on the telephone.")
    heading = meta("Of its result page, where it is not the tier's usual one.")
    clearance = meta("What a person confirms to open it again; empty: nothing does.")


class StopRuleDocument(SparseDocument, record=safety_records.StopRule, omit=("shares", "only_for")):
    """A rule for stopping at once; possible emergencies come first in the list."""

    action = meta("The whole advice.")
    button = meta("The sign in at most 6 words.")
    act = meta("What to do at once, in at most 16 words.")
    say = meta("What to say on the telephone; empty where there is no call.")
    seconds = meta("How long to wait before asking whether it has passed, or 0.")


class ThresholdDocument(SparseDocument, record=safety_records.Threshold):
    """A figure at which the guide shows advice; it locks nothing."""

    optional = ("red_flag",)
    key = meta(example="daily-pressing")
    unit = meta(enum=["seconds", "sessions", "days", "points of ten"])
    red_flag = meta("Slug of the sign in /red-flags that falls due then.")


class SelfCareDocument(SparseDocument, record=records.SelfCare):
    contraindications = fields.List(fields.Nested(FlagDocument), attribute="flags")


class ScreenDocument(SparseDocument, record=gate.Screen):
    slug = meta(enum=["emergency", "today", "pregnancy", "health", "body"])
    yes = meta("Words of its button where the screen asks one question.")


class PartDocument(SparseDocument, record=gate.Part):
    signs = meta("Slugs of /red-flags.")
    questions = meta("Keys of /contraindications.")
    areas = meta("Areas of a by-area question; empty: everywhere.")


class LineDocument(SparseDocument, record=gate.Line):
    """One line of the gate: the questions that one tick answers, and the parts it opens."""

    tile = meta("Slug of the later-day tile that opens it.")
    signs = meta("Slugs of /red-flags.")
    questions = meta("Keys of /contraindications.")
    after = meta("Asked only after a yes to this question.")
    sources = source_keys()


class TileDocument(SparseDocument, record=gate.Tile):
    """A tile of a later day."""


class GateDocument(Schema):
    """The gate before a session: screens, ordered lines, and the tiles of later days."""

    catalogue = fields.Nested(ListInfo)
    screens = fields.List(fields.Nested(ScreenDocument))
    lines = fields.List(fields.Nested(LineDocument))
    tiles = fields.List(fields.Nested(TileDocument))


class MeridianDocument(SparseDocument, record=records.Meridian):
    """A meridian of the WHO standard."""


class LandmarkDocument(SparseDocument, record=records.Landmark):
    """A landmark on the body."""


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


class SourceDocument(SparseDocument, record=records.Source):
    url = meta()
    used_for = fields.List(fields.Nested(Link), metadata={"description": "What rests on it, and where that is shown."})


class SayDocument(SparseDocument, record=records.Statement):
    """What one side says, with its sources."""


class DifferenceDocument(SparseDocument, record=records.Difference):
    """A question that sources answer differently, and the cautious choice of this guide."""

    subject = meta(example="pregnancy")
    say = meta("What each side says, in our words.")
    concerns = meta("Codes of the points it is shown at.")
