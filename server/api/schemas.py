"""Schemas of points and routines: each writes the JSON and describes it in OpenAPI.

A schema reads a record by attribute; `server.api.serializers` adds the values that a record lacks, such as drawings.
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_dump


class SparseDocument(Schema):
    """Schema that leaves out its `optional` fields where they are empty."""

    optional: tuple[str, ...] = ()

    @post_dump
    def drop_empty(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {key: value for key, value in data.items() if value not in (None, "", []) or key not in self.optional}


def source_keys() -> fields.List[Any]:
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
    sources = source_keys()


class SpokenDocument(SparseDocument):
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
    sources = source_keys()


class SecondsDocument(Schema):
    default = fields.Integer()
    min = fields.Integer()
    max = fields.Integer()


class PositionDocument(Schema):
    key = fields.String()
    name = fields.String()
    how = fields.String()
    short = fields.String(metadata={"description": "The same in a sentence for a screen; {side} is left or right."})
    turn = fields.String(metadata={"description": "What changes with the side, beside the hand."})
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
    sources = source_keys()


class FlagDocument(SparseDocument):
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
    sources = source_keys()


class PregnancyDocument(Schema):
    level = fields.String()
    reason = fields.String()
    sources = source_keys()


class ClaimDocument(Schema):
    text = fields.String()
    kind = fields.String(metadata={"enum": ["tradition", "trial"]})
    sources = source_keys()


class StructureDocument(Schema):
    name = fields.String()
    note = fields.String()
    sources = source_keys()


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


class ShownDocument(Schema):
    """A sentence that stays on the screen until the next one."""

    anchor = fields.String(metadata={"enum": ["start", "half", "end"]})
    offset = fields.Integer(metadata={"description": "Seconds from the anchor."})
    text = fields.String()


class SaidDocument(ShownDocument):
    """A spoken line."""

    at = fields.Integer(metadata={"description": "Seconds from the start of the step, at its published length."})
    least = fields.Integer(metadata={"description": "Said only in a step of at least so many seconds; 0: always."})
    general = fields.Boolean(metadata={"description": "An adaptation is said in its place."})


class FrameDocument(SparseDocument):
    """One step of finding a place, during which the clock is stopped."""

    optional = ("diagram",)
    text = fields.String()
    note = fields.String(metadata={"description": "How the body is held; empty where it was said before."})
    speech = fields.List(fields.String())
    diagram = fields.Nested(DiagramLink, allow_none=True, metadata={"description": "The find frame of this side."})


class VariantDocument(SparseDocument):
    """One variant of a step; the first is the step as published."""

    optional = ("posture",)
    position = fields.String()
    uses = fields.List(fields.String())
    parts = fields.List(fields.String())
    instruction = fields.String()
    cues = fields.List(fields.Nested(CueDocument))
    shown = fields.List(fields.Nested(ShownDocument))
    speech = fields.List(fields.Nested(SaidDocument), metadata={"description": "What is read out, with its times."})
    frames = fields.List(
        fields.Nested(FrameDocument),
        metadata={"description": "The find steps, one at a time, for who meets the place for the first time."},
    )
    posture = fields.Nested(DiagramLink, allow_none=True)


class StepDocument(SparseDocument):
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
    shown = fields.List(fields.Nested(ShownDocument))
    speech = fields.List(fields.Nested(SaidDocument), metadata={"description": "What is read out, with its times."})
    frames = fields.List(
        fields.Nested(FrameDocument),
        metadata={"description": "The find steps, one at a time, for who meets the place for the first time."},
    )
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


class PointDocument(SparseDocument):
    optional = ("alternative", "ready_right")
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
    ready_right = fields.Nested(
        StepDocument,
        allow_none=True,
        metadata={"description": "In place of the `switch`, where the right side alone is pressed."},
    )
    sources = source_keys()
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
    opening = fields.List(
        fields.String(), metadata={"description": "Said once, before the first place is found step by step."}
    )
    steps = fields.List(fields.Nested(StepDocument))
    sources = source_keys()
    reviewed = fields.Date()


class Problem(Schema):
    """RFC 9457."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    did_you_mean = fields.List(fields.String())


class PointList(SparseDocument):
    """A list of points; `explanation` and `did_you_mean` are set for a `q` without hits or with two meanings."""

    optional = ("explanation", "did_you_mean")
    catalogue = fields.Nested(ListInfo)
    points = fields.List(fields.Nested(PointSummary))
    explanation = fields.String()
    did_you_mean = fields.List(fields.String(), metadata={"description": "Codes of this guide that may be meant."})


def list_schema(plural: str, entry: type[Schema]) -> type[Schema]:
    """Return the schema of a list: the version of the catalogue, and the entries under their plural name."""
    members = {"catalogue": fields.Nested(ListInfo), plural: fields.List(fields.Nested(entry))}
    return type(f"{entry.__name__}List", (Schema,), members)
