"""Schemas of points and routines: each writes the JSON and describes it in OpenAPI.

A schema reads a record by attribute; `server.api.serializers` adds the values that a record lacks, such as drawings.
"""

from __future__ import annotations

from marshmallow import Schema, fields

from points import guidance, records, safety_records, session_records
from points.schemas import CATEGORIES
from server.api.record_schemas import SparseDocument, meta, source_keys


class CatalogueInfo(Schema):
    version = fields.String(metadata={"example": "3f9a12c04b7e"})
    reviewed = fields.Date()
    safety_version = fields.String(metadata={"description": "Changes exactly when a warning does."})


class ListInfo(Schema):
    version = fields.String()
    reviewed = fields.Date()


class NamesDocument(SparseDocument, record=records.Names):
    pinyin = meta(example="Shènshù")


class MeridianName(Schema):
    code = fields.String(metadata={"example": "BL"})
    name = fields.String(metadata={"example": "Bladder"})


class LocationDocument(SparseDocument, record=records.PlacedLocation):
    sentence = meta("Clinical, in B-cun; made from `expression`.")
    expression = meta(example="Level(spinous-process-L2) + Lateral(1.5, back)")
    landmarks = fields.Function(lambda place: list(place.expression.landmarks()), metadata={"type": "array"})
    finger_measure = meta("The person's own fingers; empty where no cun is stated.")
    find = meta("Steps for a lay person.")


class SpokenDocument(SparseDocument, record=guidance.SpokenGuidance):
    """Spoken forms of a point; `{side}` stands for left or right."""

    optional = ("before", "switch")
    where = meta(example="at your waist")
    before = meta("A warning said first.")
    find_lines = meta("The lines of each step of find_short.")
    again = meta("All of finding in one sentence, for a point that is known.")
    press_in = meta("By position.")
    upright = meta("The same without leaning.")
    press = meta()
    ease = meta()


class SecondsDocument(SparseDocument, record=records.DurationRange):
    """The permitted seconds of a press."""


class PositionDocument(SparseDocument, record=records.Position, omit=("sources",)):
    short = meta("The same in a sentence for a screen; {side} is left or right.")
    turn = meta("What changes with the side, beside the hand.")
    tools = meta()
    uses = meta("Manners that the position cannot do without, such as ball or lean.")


class PressDocument(SparseDocument, record=records.Press, omit=("how",)):
    tools = meta()
    positions = fields.List(fields.Nested(PositionDocument))
    direction = meta()
    feel = meta(enum=["ache", "light"])


class FlagDocument(SparseDocument, record=safety_records.Flag):
    optional = ("instruction", "only_if_no")
    condition = meta("Key of /contraindications.")
    level = meta(enum=["avoid", "caution", "adapt", "not-listed"])
    instruction = meta("What to do instead; for a caution, once it is cleared.")
    only_if_no = meta("Questions that must also be answered no.")
    forbids = meta("Positions and manners that it takes away while it does not lock.")
    max_seconds = meta("The longest press on one side.")


class PregnancyDocument(Schema):
    level = fields.String()
    reason = fields.String()
    sources = source_keys()


class ClaimDocument(SparseDocument, record=records.Claim):
    kind = meta(enum=["tradition", "trial"])


class StructureDocument(SparseDocument, record=records.Structure):
    """A structure under a point."""


class DiagramLink(Schema):
    view = fields.String()
    href = fields.String()
    alt = fields.String()


class CueDocument(SparseDocument, record=session_records.Cue):
    anchor = meta(enum=["start", "half", "end"])
    offset = meta("Seconds from the anchor.")
    tone = meta(enum=["ready", "start", "half", "end", "none"])


class BoundsDocument(Schema):
    min = fields.Integer()
    max = fields.Integer()


OCCASIONS = ["", "first", "again"]
OCCASION = "Said in the first press of a point in a session, in a later one, or, if empty, in both."


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
    occasion = fields.String(metadata={"enum": OCCASIONS, "description": OCCASION})


class FrameDocument(SparseDocument, record=session_records.Frame):
    """One step of finding a place, during which the clock is stopped."""

    optional = ("diagram",)
    note = meta("How the body is held; empty where it was said before.")
    speech = meta()
    diagram = fields.Nested(DiagramLink, allow_none=True, metadata={"description": "The find frame of this side."})


class VariantDocument(SparseDocument, record=session_records.Variant, omit=("script",)):
    """One variant of a step; the first is the step as published."""

    optional = ("posture",)
    cues = meta()
    shown = fields.List(fields.Nested(ShownDocument))
    speech = fields.List(fields.Nested(SaidDocument), metadata={"description": "What is read out, with its times."})
    frames = fields.List(
        fields.Nested(FrameDocument),
        metadata={"description": "The find steps, one at a time, for who meets the place for the first time."},
    )
    posture = fields.Nested(DiagramLink, allow_none=True)


class StepDocument(SparseDocument, record=session_records.Step, omit=("script",)):
    optional = ("point", "side", "area", "lay", "position", "bounds", "parts", "feel", "diagram", "posture")
    placement = meta("Steps of one placement come and go together.")
    bounds = fields.Nested(BoundsDocument, allow_none=True)
    point = meta()
    side = meta(enum=["left", "right", "midline"])
    area = meta()
    lay = meta("Lay name of the part of the body, such as waist.")
    position = meta()
    title = meta()
    instruction = meta()
    parts = meta("The instruction in the order it is needed: how the body is held, then how to find.")
    feel = meta("The general sentence of a press; an adaptation is shown in its place.")
    uses = meta("Manners that the step needs.")
    variants = meta("Ways to do it, this one first; the same ones in every step of a placement.")
    cues = meta()
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
    occasion = fields.String(metadata={"enum": OCCASIONS, "description": OCCASION})


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


class PointDocument(SparseDocument, record=records.Point, omit=("number",)):
    optional = ("alternative", "ready_right")
    code = meta(example="BL23")
    meridian = fields.Nested(MeridianName)
    laterality = meta(enum=["bilateral", "midline"])
    category = meta("The traditional kinds of the point in words.")
    categories = meta(f"Traditional kinds of points, each one of {', '.join(CATEGORIES)}.")
    plain = meta("The place in at most 6 plain words.")
    lay = meta(example="waist")
    find_short = meta("One to three steps of at most 14 words.")
    press_short = meta("At most 12 words, for the screen while pressing.")
    say = meta()
    speech = fields.List(
        fields.Nested(SpeechDocument), metadata={"description": "What the voice says in each way to press, and when."}
    )
    contraindications = fields.List(fields.Nested(FlagDocument), attribute="flags")
    pregnancy = fields.Nested(PregnancyDocument)
    structures = meta()
    diagrams = fields.List(fields.Nested(DiagramLink))
    placements = fields.List(
        fields.Nested(StepDocument), metadata={"description": "What a phone joins into a custom routine."}
    )
    ready_right = fields.Nested(
        StepDocument,
        allow_none=True,
        metadata={"description": "In place of the `switch`, where the right side alone is pressed."},
    )


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
