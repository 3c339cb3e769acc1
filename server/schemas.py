"""What the API's documents look like: one schema writes the JSON and describes it in OpenAPI.

The schemas read the domain's records by attribute; what a record does not hold itself (its diagrams, the
name of its meridian) is laid over it by `server.documents`.
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_dump, validate


class _Document(Schema):
    """Leaves out what is empty and optional, so that a document says only what is known."""

    optional: tuple[str, ...] = ()

    @post_dump
    def drop_empty(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {key: value for key, value in data.items() if value not in (None, "", []) or key not in self.optional}


def _sources() -> fields.List[Any]:
    return fields.List(fields.String(), metadata={"description": "Keys of /sources."})


class CatalogueInfo(Schema):
    version = fields.String(metadata={"example": "3f9a12c04b7e"})
    reviewed = fields.Date()
    safety_version = fields.String(metadata={"description": "Changes exactly when a warning does."})


class ListInfo(Schema):
    version = fields.String()
    reviewed = fields.Date()


class NamesDocument(Schema):
    pinyin = fields.String(metadata={"example": "Shènshù"})
    hanzi_traditional = fields.String()
    hanzi_simplified = fields.String()
    english = fields.List(fields.String())
    korean = fields.String()
    korean_reading = fields.String()
    japanese = fields.String()
    japanese_kana = fields.String()
    japanese_reading = fields.String()
    vietnamese = fields.String()


class MeridianName(Schema):
    code = fields.String(metadata={"example": "BL"})
    name = fields.String(metadata={"example": "Bladder"})


class LocationDocument(Schema):
    sentence = fields.String(metadata={"description": "Clinical, in B-cun; made from `expression`."})
    expression = fields.String(metadata={"example": "Level(spinous-process-L2) + Lateral(1.5, back)"})
    landmarks = fields.Function(lambda place: list(place.expression.landmarks()), metadata={"type": "array"})
    note = fields.String()
    finger_measure = fields.String(metadata={"description": "The person's own fingers; empty where no cun is stated."})
    find = fields.List(fields.String(), metadata={"description": "Steps for a lay person."})
    uncertainty = fields.String()
    sources = _sources()


class SpokenDocument(_Document):
    """Spoken forms of a point; `{side}` stands for left or right."""

    optional = ("before", "switch")
    where = fields.String(metadata={"example": "at your waist"})
    before = fields.String(metadata={"description": "A warning said first."})
    find_lines = fields.List(
        fields.List(fields.String()), metadata={"description": "The lines of each step of find_short."}
    )
    again = fields.String(metadata={"description": "All of finding in one sentence, for a point that is known."})
    press_in = fields.Dict(keys=fields.String(), values=fields.String(), metadata={"description": "By position."})
    upright = fields.String(metadata={"description": "The same without leaning."})
    press = fields.List(fields.String())
    ease = fields.String()
    switch = fields.String()
    sources = _sources()


class SecondsDocument(Schema):
    default = fields.Integer()
    min = fields.Integer()
    max = fields.Integer()


class PositionDocument(Schema):
    key = fields.String()
    name = fields.String()
    how = fields.String()
    tools = fields.List(fields.String())
    uses = fields.List(
        fields.String(), metadata={"description": "Manners that the position cannot do without, such as ball or lean."}
    )


class PressDocument(Schema):
    technique = fields.String()
    tools = fields.List(fields.String())
    positions = fields.List(fields.Nested(PositionDocument))
    seconds = fields.Nested(SecondsDocument)
    direction = fields.String()
    feel = fields.String(metadata={"enum": ["ache", "light"]})
    stop_if = fields.List(fields.String())
    sources = _sources()


class FlagDocument(_Document):
    optional = ("instruction", "only_if_no")
    condition = fields.String(metadata={"description": "Key of /contraindications."})
    level = fields.String(metadata={"enum": ["avoid", "caution", "adapt", "not-listed"]})
    reason = fields.String()
    instruction = fields.String(metadata={"description": "What to do instead; for a caution, once it is cleared."})
    only_if_no = fields.List(fields.String(), metadata={"description": "Questions that must also be answered no."})
    forbids = fields.List(
        fields.String(), metadata={"description": "Positions and manners that it takes away while it does not lock."}
    )
    max_seconds = fields.Integer(allow_none=True, metadata={"description": "The longest press on one side."})
    sources = _sources()


class PregnancyDocument(Schema):
    level = fields.String()
    reason = fields.String()
    sources = _sources()


class ClaimDocument(Schema):
    text = fields.String()
    kind = fields.String(metadata={"enum": ["tradition", "trial"]})
    sources = _sources()


class StructureDocument(Schema):
    name = fields.String()
    note = fields.String()
    sources = _sources()


class DiagramLink(Schema):
    view = fields.String()
    href = fields.String()
    alt = fields.String()


class CueDocument(Schema):
    anchor = fields.String(metadata={"enum": ["start", "half", "end"]})
    offset = fields.Integer(metadata={"description": "Seconds from the anchor."})
    say = fields.String()
    tone = fields.String(metadata={"enum": ["ready", "start", "half", "end", "none"]})


class BoundsDocument(Schema):
    min = fields.Integer()
    max = fields.Integer()


class VariantDocument(_Document):
    """One way to do a step; the first of a step is the step as published."""

    optional = ("posture",)
    position = fields.String()
    uses = fields.List(fields.String())
    parts = fields.List(fields.String())
    instruction = fields.String()
    cues = fields.List(fields.Nested(CueDocument))
    posture = fields.Nested(DiagramLink, allow_none=True)


class StepDocument(_Document):
    optional = ("point", "side", "area", "position", "bounds", "parts", "feel", "diagram", "posture")
    kind = fields.String()
    placement = fields.String(metadata={"description": "Steps of one placement come and go together."})
    seconds = fields.Integer()
    bounds = fields.Nested(BoundsDocument, allow_none=True)
    point = fields.String()
    side = fields.String(metadata={"enum": ["left", "right", "midline"]})
    area = fields.String()
    position = fields.String()
    title = fields.String()
    instruction = fields.String()
    parts = fields.List(
        fields.String(),
        metadata={"description": "The instruction in the order it is needed: how the body is held, then how to find."},
    )
    feel = fields.String(
        metadata={"description": "The general sentence of a press; an adaptation is shown in its place."}
    )
    uses = fields.List(fields.String(), metadata={"description": "Manners that the step needs."})
    variants = fields.List(
        fields.Nested(VariantDocument),
        metadata={"description": "Ways to do it, this one first; the same ones in every step of a placement."},
    )
    cues = fields.List(fields.Nested(CueDocument))
    diagram = fields.Nested(DiagramLink, allow_none=True)
    posture = fields.Nested(DiagramLink, allow_none=True, metadata={"description": "How the body is held."})
    contraindications = fields.List(fields.Nested(FlagDocument), attribute="flags")


class SpeechLineDocument(Schema):
    anchor = fields.String(metadata={"enum": ["start", "half", "end"]})
    offset = fields.Integer(metadata={"description": "Seconds from the anchor."})
    text = fields.String(metadata={"description": "{side} and {Side} stand for left or right."})
    least = fields.Integer(metadata={"description": "Said only in a press of at least so many seconds; 0: always."})


class SpeechDocument(Schema):
    position = fields.String()
    uses = fields.List(fields.String())
    lines = fields.List(fields.Nested(SpeechLineDocument))


class PointSummary(Schema):
    code = fields.String(metadata={"example": "BL23"})
    meridian = fields.Nested(MeridianName)
    names = fields.Nested(NamesDocument)
    region = fields.String()
    area = fields.String()
    laterality = fields.String(metadata={"enum": ["bilateral", "midline"]})
    sentence = fields.String()
    pregnancy = fields.Nested(PregnancyDocument)
    plain = fields.String(metadata={"example": "Beside the spine, waist high"})
    href = fields.String()
    reviewed = fields.Date()


class PointDocument(_Document):
    optional = ("alternative",)
    code = fields.String(metadata={"example": "BL23"})
    meridian = fields.Nested(MeridianName)
    names = fields.Nested(NamesDocument)
    aliases = fields.List(fields.String())
    region = fields.String()
    area = fields.String()
    laterality = fields.String(metadata={"enum": ["bilateral", "midline"]})
    category = fields.String()
    plain = fields.String(metadata={"description": "The place in at most 6 plain words."})
    find_short = fields.List(fields.String(), metadata={"description": "One to three steps of at most 14 words."})
    press_short = fields.String(metadata={"description": "At most 12 words, for the screen while pressing."})
    say = fields.Nested(SpokenDocument)
    speech = fields.List(
        fields.Nested(SpeechDocument), metadata={"description": "What the voice says in each way to press, and when."}
    )
    location = fields.Nested(LocationDocument)
    alternative = fields.Nested(LocationDocument, allow_none=True)
    press = fields.Nested(PressDocument)
    contraindications = fields.List(fields.Nested(FlagDocument), attribute="flags")
    pregnancy = fields.Nested(PregnancyDocument)
    indications = fields.List(fields.Nested(ClaimDocument))
    structures = fields.List(fields.Nested(StructureDocument))
    diagrams = fields.List(fields.Nested(DiagramLink))
    placements = fields.List(
        fields.Nested(StepDocument), metadata={"description": "What a phone joins into a custom routine."}
    )
    sources = _sources()
    reviewed = fields.Date()


class RoutinePregnancy(Schema):
    allowed = fields.Boolean(metadata={"description": "Never true for a routine that presses a point."})
    reason = fields.String()


class RoutineSummary(Schema):
    slug = fields.String()
    title = fields.String()
    group = fields.String()
    place = fields.List(fields.String(), metadata={"description": "Parts of the body it is offered for."})
    where = fields.String(metadata={"enum": ["chair", "bed", "standing", "floor"]})
    summary = fields.String()
    not_for = fields.String(metadata={"description": "Who leaves it out or asks first, in plain words."})
    for_whom = fields.String()
    seconds = fields.Integer()
    points = fields.List(fields.String())
    equipment = fields.List(fields.String())
    pregnancy = fields.Nested(RoutinePregnancy)
    href = fields.String()
    reviewed = fields.Date()


class RoutineDocument(Schema):
    slug = fields.String()
    title = fields.String()
    group = fields.String()
    place = fields.List(fields.String())
    where = fields.String(metadata={"description": "Empty for a custom routine."})
    summary = fields.String()
    not_for = fields.String()
    for_whom = fields.String()
    seconds = fields.Integer()
    equipment = fields.List(fields.String())
    positions = fields.List(fields.Nested(PositionDocument))
    evidence = fields.String()
    frequency = fields.String()
    pregnancy = fields.Nested(RoutinePregnancy)
    steps = fields.List(fields.Nested(StepDocument))
    sources = _sources()
    reviewed = fields.Date()


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
    sources = _sources()


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
    sources = _sources()


class ClueDocument(_Document):
    """Where or how it hurts, in a person's own words; a way in, never a diagnosis."""

    optional = ("routine",)
    slug = fields.String(metadata={"example": "sit-bone"})
    group = fields.String(metadata={"example": "buttock"})
    feels = fields.String()
    often = fields.String(metadata={"description": "What it often goes with."})
    advice = fields.String()
    conditions = fields.List(fields.String(), metadata={"description": "Slugs of /conditions, the likeliest first."})
    routine = fields.String(metadata={"description": "Slug of /routines; absent where the guide offers none."})
    sources = _sources()


class RedFlagDocument(Schema):
    slug = fields.String()
    tier = fields.String(metadata={"enum": ["emergency", "same-day", "routine"]})
    sign = fields.String(metadata={"description": "The full wording."})
    advice = fields.String()
    reason = fields.String(metadata={"description": "The sentence of its result page."})
    say = fields.String(metadata={"description": "What to say on the telephone."})
    heading = fields.String(metadata={"description": "Of its result page, where it is not the tier's usual one."})
    clearance = fields.String(metadata={"description": "What a person confirms to open it again; empty: nothing does."})
    sources = _sources()


class StopRuleDocument(Schema):
    """When to stop at once, in the order of the list; what can be an emergency comes first."""

    slug = fields.String()
    sign = fields.String()
    action = fields.String(metadata={"description": "The whole advice."})
    button = fields.String(metadata={"description": "The sign in at most 6 words."})
    act = fields.String(metadata={"description": "What to do at once, in at most 16 words."})
    emergency = fields.Boolean()
    say = fields.String(metadata={"description": "What to say on the telephone; empty where there is no call."})
    seconds = fields.Integer(metadata={"description": "How long to wait before asking whether it has passed, or 0."})
    sources = _sources()


class ThresholdDocument(_Document):
    """A figure at which the guide says something, such as enough for one day; it locks nothing."""

    optional = ("red_flag",)
    key = fields.String(metadata={"example": "daily-pressing"})
    name = fields.String()
    value = fields.Integer()
    unit = fields.String(metadata={"enum": ["seconds", "sessions", "days", "points of ten"]})
    reason = fields.String()
    red_flag = fields.String(metadata={"description": "Slug of the sign in /red-flags that falls due then."})
    sources = _sources()


class SelfCareDocument(Schema):
    slug = fields.String()
    kind = fields.String()
    title = fields.String()
    summary = fields.String()
    steps = fields.List(fields.String())
    seconds = fields.Integer(allow_none=True)
    uses = fields.List(fields.String())
    contraindications = fields.List(fields.Nested(FlagDocument), attribute="flags")
    sources = _sources()


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
    """One line of the gate: what one tick answers, and what it opens into."""

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


class TileDocument(Schema):
    slug = fields.String()
    text = fields.String()
    every_line = fields.Boolean()


class GateDocument(Schema):
    """What is asked before a session: screens, lines in their order, and the tiles of a later day."""

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
    sources = _sources()


class LandmarkDocument(Schema):
    key = fields.String()
    name = fields.String()
    lay = fields.String()
    label = fields.String()
    region = fields.String()
    laterality = fields.String()
    sources = _sources()


class ViewDocument(Schema):
    slug = fields.String()
    title = fields.String()
    points = fields.List(fields.String())
    diagrams = fields.List(fields.Nested(DiagramLink))


class AxisDocument(_Document):
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
    sources = _sources()


class DifferenceDocument(Schema):
    """A question that sources answer differently, and the cautious choice made here."""

    slug = fields.String()
    subject = fields.String(metadata={"example": "pregnancy"})
    title = fields.String()
    say = fields.List(fields.Nested(SayDocument), metadata={"description": "What each side says, in our words."})
    choice = fields.String()
    why = fields.String()
    concerns = fields.List(fields.String(), metadata={"description": "Codes of the points it is shown at."})
    sources = _sources()


class Problem(Schema):
    """RFC 9457."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    did_you_mean = fields.List(fields.String())


class PointFilters(Schema):
    """Filters of the list of points; anything else is refused by name."""

    error_messages = {"unknown": "unknown parameter; meridian, region, condition, without and q are known"}  # noqa: RUF012 (declared so by marshmallow)
    meridian = fields.String(metadata={"example": "BL", "description": "Points of this meridian."})
    region = fields.String(metadata={"example": "lumbar", "description": "Points of this part of the body."})
    condition = fields.String(
        metadata={"example": "sciatica", "description": "Points that sources name for this pattern of pain."}
    )
    without = fields.String(
        metadata={
            "example": "pregnancy",
            "description": "Leaves out points flagged avoid or caution for these keys, joined by commas.",
        }
    )
    q = fields.String(
        validate=validate.Length(max=100, error="at most 100 characters"),
        metadata={
            "example": "shen shu",
            "description": "Code, name in any script, part of the body or use. The best match comes first.",
        },
    )


class PointList(_Document):
    """A list of points; `explanation` and `did_you_mean` answer a `q` that finds nothing or may mean two places."""

    optional = ("explanation", "did_you_mean")
    catalogue = fields.Nested(ListInfo)
    points = fields.List(fields.Nested(PointSummary))
    explanation = fields.String()
    did_you_mean = fields.List(fields.String(), metadata={"description": "Codes of this guide that may be meant."})


class NoParameters(Schema):
    """For lists that take no parameter."""

    error_messages = {"unknown": "unknown parameter; none is known here"}  # noqa: RUF012 (declared so by marshmallow)


def listing(plural: str, entry: type[Schema]) -> type[Schema]:
    """Return the schema of a list answer: the catalogue's version, and the entries by their plural name."""
    members = {"catalogue": fields.Nested(ListInfo), plural: fields.List(fields.Nested(entry))}
    return type(f"{entry.__name__}List", (Schema,), members)
