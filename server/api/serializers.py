"""API documents: catalogue records with the URLs and drawings that the service adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields as record_fields
from dataclasses import replace
from datetime import date
from typing import Any, Final

from flask import Response, current_app

from diagrams import find_frames, views
from diagrams.anatomy import BODIES
from points.catalogue import Catalogue
from points.gate import Line
from points.prescription import MAX_NOTE, MAX_TEXT
from points.records import Condition, Point
from points.safety_records import ContraindicationLevel, Flag
from points.session_records import ChosenStep, OtherStep, Routine, RoutineItem, Script, Step, Variant
from points.spec import SpecItem, item_label, item_summary
from points.speech import opening, speech
from server.api import reference_schemas, schemas
from server.api.drawing_links import close_up_link, frame_link, point_links, posture_link, view_link
from server.links import backlinks
from server.urls import url

API = "/api/v1"
Document = dict[str, Any]


def as_dict(entry: Any) -> Document:
    """Return the fields of a record by name; nested records are not converted."""
    return {field.name: getattr(entry, field.name) for field in record_fields(entry)}


def to_json(document: Any) -> bytes:
    """Return a document as UTF-8 JSON; cached as bytes, which take half the memory of text."""
    response: Response = current_app.json.response(document)  # type: ignore[assignment]
    return response.get_data()


def catalogue_info(catalogue: Catalogue) -> Document:
    """Return the version and review date that every list states."""
    return {"version": catalogue.version, "reviewed": catalogue.reviewed}


def source_views(catalogue: Catalogue) -> list[Document]:
    """Return every source with links to the entries that cite it."""
    return [
        as_dict(source)
        | {"used_for": [{"href": href, "text": text} for href, text in backlinks(catalogue, source.key)]}
        for source in catalogue.sources
    ]


def condition_view(catalogue: Catalogue, condition: Condition) -> Document:
    """Return a condition with the slugs of the clues that lead to it, in catalogue order."""
    return as_dict(condition) | {"clues": [clue.slug for clue in catalogue.clues if condition.slug in clue.conditions]}


def condition_views(catalogue: Catalogue) -> list[Document]:
    """Return every condition with its clues."""
    return [condition_view(catalogue, condition) for condition in catalogue.conditions]


def _meridian(catalogue: Catalogue, point: Point) -> Document:
    return {"code": point.meridian, "name": catalogue.meridian(point.meridian).name}


def _positions(catalogue: Catalogue, keys: Iterable[str], how: Mapping[str, str]) -> list[Document]:
    found = (catalogue.position(key) for key in dict.fromkeys(keys))
    return [as_dict(position) | ({"how": how[position.key]} if position.key in how else {}) for position in found]


def point_summary(catalogue: Catalogue, point: Point) -> Document:
    return as_dict(point) | {
        "meridian": _meridian(catalogue, point),
        "sentence": point.location.sentence,
        "pregnancy": point.pregnancy,
        "href": url(f"{API}/points/{point.code}"),
    }


def point_view(catalogue: Catalogue, point: Point) -> Document:
    """Return the values of `PointDocument`."""
    usual = {key: point.press.usual_instruction(key) for key in point.press.how}
    press = as_dict(point.press) | {"positions": _positions(catalogue, usual, usual)}
    return as_dict(point) | {
        "meridian": _meridian(catalogue, point),
        "press": press,
        "pregnancy": point.pregnancy,
        "diagrams": point_links(point),
        "placements": _steps(catalogue, catalogue.step_builder.placements(point)),
        "ready_right": _ready_right(catalogue, point),
        "speech": speech(point),
    }


def _ready_right(catalogue: Catalogue, point: Point) -> Document | None:
    step = catalogue.step_builder.ready_right(point)
    return _steps(catalogue, [step])[0] if step else None


def _steps(catalogue: Catalogue, steps: Sequence[Step]) -> list[Document]:
    return [
        as_dict(step)
        | {"diagram": close_up_link(catalogue.point(step.point), BODIES[0]) if step.point else None}
        | {"posture": posture_link(step, step.position, BODIES[0])}
        | _script_fields(catalogue, step, step.script, step.position)
        | {"variants": [_variant(catalogue, step, variant) for variant in step.variants]}
        | {"flags": listed_flags(step.flags)}
        for step in steps
    ]


def _variant(catalogue: Catalogue, step: Step, variant: Variant) -> Document:
    posture = posture_link(step, variant.position, BODIES[0])
    return as_dict(variant) | {"posture": posture} | _script_fields(catalogue, step, variant.script, variant.position)


def _script_fields(catalogue: Catalogue, step: Step, script: Script, position: str) -> Document:
    """Return the screen lines, spoken lines (with their second in the step) and find frames of a script."""
    anchor_seconds = {"start": 0, "half": step.seconds // 2, "end": step.seconds}
    speech_lines = [as_dict(line) | {"at": anchor_seconds[line.anchor] + line.offset} for line in script.speech]
    first = find_frames.FRAMES_PER_POINT - len(script.frames) + 1  # a change of sides shows the last frame
    frames = [
        as_dict(frame) | {"diagram": frame_link(catalogue.point(step.point), step.side, position, number, BODIES[0])}
        for number, frame in enumerate(script.frames, start=first)
    ]
    return {"shown": script.shown, "speech": speech_lines, "frames": frames}


def listed_flags(flags: Iterable[Flag]) -> list[Flag]:
    """Return the flags whose level is not `not-listed`."""
    return [flag for flag in flags if flag.level is not ContraindicationLevel.NOT_LISTED]


def self_care_views(catalogue: Catalogue) -> list[Document]:
    """Return every self-care entry with its listed flags."""
    return [as_dict(entry) | {"flags": listed_flags(entry.flags)} for entry in catalogue.self_care]


def gate_view(catalogue: Catalogue) -> Document:
    """Return the screens, lines and tiles of the gate, with the sources of each line."""
    lines = [as_dict(line) | {"sources": line_sources(catalogue, line)} for line in catalogue.gate.lines]
    return as_dict(catalogue.gate) | {"lines": lines}


def line_sources(catalogue: Catalogue, line: Line) -> list[str]:
    """Return the distinct source keys of the red flags and questions that a line or its parts answer."""
    signs = {*line.signs, *(slug for part in line.parts for slug in part.signs)}
    questions = {*line.questions, *(key for part in line.parts for key in part.questions)}
    source_lists = [flag.sources for flag in catalogue.red_flags if flag.slug in signs]
    source_lists += [question.sources for question in catalogue.questions if question.key in questions]
    return list(dict.fromkeys(source for sources in source_lists for source in sources))


def gate_document(catalogue: Catalogue) -> Document:
    """Return the gate document that is embedded in a session page."""
    document: Document = reference_schemas.GateDocument(exclude=("catalogue", "lines.sources")).dump(
        gate_view(catalogue)
    )
    return document


def routine_pregnancy(steps: Sequence[Step]) -> Document:
    """Return whether a routine is open in pregnancy without clearance, and the reason."""
    flags = [flag for step in steps for flag in step.flags if flag.condition == "pregnancy"]
    locked = any(flag.level in (ContraindicationLevel.AVOID, ContraindicationLevel.CAUTION) for flag in flags)
    presses = any(step.kind == "press" for step in steps)
    if locked and not presses:
        reason = "It moves you in ways that are locked in pregnancy. Ask your midwife what suits you."
    elif locked:
        reason = "It presses points that are locked in pregnancy unless your midwife or doctor has agreed."
    else:
        gentler = dict.fromkeys(flag.instruction for flag in flags if flag.level is ContraindicationLevel.ADAPT)
        reason = " ".join(
            ["It presses no point.", *gentler, "Stop and ask your midwife or doctor if anything feels wrong."]
        )
    return {"allowed": not locked, "reason": reason}


def _routine(catalogue: Catalogue, routine: Routine, steps: Sequence[Step]) -> Document:
    positions = _positions(catalogue, (item.position for item in routine.items if item.position), {})
    equipment = sorted({tool for position in positions for tool in position["tools"]})
    return as_dict(routine) | {
        "seconds": sum(step.seconds for step in steps),
        "points": list(dict.fromkeys(item.point for item in routine.items if item.point)),
        "equipment": equipment,
        "positions": positions,
        "pregnancy": routine_pregnancy(steps),
        "steps": _steps(catalogue, steps),
        "opening": opening(routine),
        "href": url(f"{API}/routines/{routine.slug}"),
    }


def routine_view(catalogue: Catalogue, routine: Routine) -> Document:
    """Return the values of `RoutineDocument`."""
    return _routine(catalogue, routine, catalogue.steps(routine.slug))


def routine_document(catalogue: Catalogue, slug: str) -> Document:
    """Return the API document of a routine with the catalogue version and the longest permitted session, in seconds.

    Raises `UnknownKey`.
    """
    document = schemas.RoutineDocument().dump(routine_view(catalogue, catalogue.routine(slug)))
    return {**document, "version": catalogue.version, "limit": catalogue.custom_limits["seconds"]}


def custom_routine_shell(catalogue: Catalogue) -> Routine:
    """Return a custom routine with one empty press, for pages rendered before the points are known."""
    reviewed = min(catalogue.custom_routine.reviewed, *(point.reviewed for point in catalogue.points))
    return replace(catalogue.custom_routine, items=(RoutineItem("press", 0),), reviewed=reviewed)


def custom_view(catalogue: Catalogue, spec: str) -> Document:
    """Return the values of `RoutineDocument` for a custom routine; raises `SpecError`."""
    items = catalogue.step_builder.parse_spec(spec)
    labels = ", ".join(dict.fromkeys(item_label(item) for item in items))
    custom = catalogue.custom_routine
    routine = replace(
        custom,
        slug=f"custom/{catalogue.step_builder.serialize_spec(items)}",
        title=f"{custom.title}: {labels}",
        summary=" · ".join(map(item_summary, items)),
        items=catalogue.step_builder.expand(items),
        reviewed=min(custom.reviewed, *(_reviewed(catalogue, item) for item in items)),
    )
    document = _routine(catalogue, routine, catalogue.step_builder.build_custom(spec))
    tools = {tool for item in items if isinstance(item, ChosenStep) for tool in item.step.tools}
    return document | {"equipment": sorted(tools.union(document["equipment"]))}


def _reviewed(catalogue: Catalogue, item: SpecItem) -> date:
    """Return the review date of the point or routine that an item of a custom routine is taken from."""
    if isinstance(item, ChosenStep):
        return catalogue.routine(item.step.routine).reviewed
    return catalogue.point(item.point).reviewed


#: Fields of a health question that scripts read.
_QUESTION_RULE_FIELDS = (
    "key",
    "short",
    "when",
    "tier",
    "question",
    "why",
    "by_area",
    "expires_days",
    "expires_hours",
    "clearance",
    "forbids",
    "max_seconds",
)
#: Fields that are the same in every custom routine, also in those that a phone builds.
_CUSTOM_FIELDS = ("title", "group", "not_for", "for_whom", "evidence", "frequency", "sources")


def prescription_rules(catalogue: Catalogue) -> Document:
    """Return the limits and the bounds of each point, by which a phone parses and writes prescriptions.

    `others` are the steps without a point. Of a point, `presses` counts its presses (one per side), and `rest` is the
    total of all other steps in seconds. `positions` are the keys of its positions, the usual one first.
    """
    return {
        "points": {point.code: _point_rules(catalogue, point) for point in catalogue.points},
        "others": {step.key: _other_rules(step) for step in catalogue.other_steps},
        "most": {
            **catalogue.custom_limits,
            "pressing": catalogue.threshold("daily-pressing").value,
            "note": MAX_NOTE,
            "text": MAX_TEXT,
        },
        "positions": {position.key: position.name for position in catalogue.positions},
        "custom": {name: getattr(catalogue.custom_routine, name) for name in _CUSTOM_FIELDS},
    }


def journal_rules(catalogue: Catalogue) -> Document:
    """Return the thresholds of the journal by name; `reviews` maps the slug of a red flag to days."""
    keys = {"newSpell": "new-spell", "averaged": "averaged", "change": "change", "hardlyAny": "hardly-any"}
    return {"reviews": catalogue.review_days} | {name: catalogue.threshold(key).value for name, key in keys.items()}


def _other_rules(step: OtherStep) -> Document:
    """Return the bounds of steps without a point; `rest` is the total of those whose length is fixed."""
    return {
        "name": step.name,
        "routine": step.routine,
        "step_title": step.step_title,
        "tools": list(step.tools),
        "timed": step.timed.title if step.seconds else "",
        "seconds": as_dict(step.seconds) if step.seconds else None,
        "rest": step.rest,
        "daily": step.daily,
        "per_session": step.per_session,
    }


def _point_rules(catalogue: Catalogue, point: Point) -> Document:
    steps = catalogue.step_builder.placements(point)
    return {
        "name": point.names.pinyin,
        "seconds": as_dict(point.press.seconds),
        "presses": sum(step.kind == "press" for step in steps),
        "rest": sum(step.seconds for step in steps if step.kind != "press"),
        "positions": list(point.press.how),
    }


#: Fields of a routine that its own page shows and its session does not use.
_ROUTINE_PAGE_FIELDS: Final = frozenset(
    ("evidence", "for_whom", "frequency", "group", "not_for", "positions", "pregnancy", "sources", "summary", "where")
)


def deduplicate_flags(routine: Document) -> Document:
    """Return a routine document for its session page: distinct flags once in `flags`, steps refer to them by index.

    `expandFlags` in static/js/safety/rules.js reverses it; a step with an unknown index stays locked. Fields that a
    session does not use are left out. The first variant of a step repeats the step, so only its names are sent.
    """
    flags: list[Document] = []
    steps = []
    for step in routine["steps"]:
        step_flags = [
            {name: value for name, value in flag.items() if name != "sources"} for flag in step["contraindications"]
        ]
        flags += [flag for flag in step_flags if flag not in flags]
        flag_numbers = [flags.index(flag) for flag in step_flags]
        variants = [_session_step(variant) for variant in step["variants"]]
        variants[:1] = [{name: first[name] for name in ("position", "uses")} for first in variants[:1]]
        steps.append(_session_step(step) | {"contraindications": flag_numbers, "variants": variants})
    session_fields = {name: value for name, value in routine.items() if name not in _ROUTINE_PAGE_FIELDS}
    return {**session_fields, "flags": flags, "steps": steps}


def _session_step(step: Document) -> Document:
    """Return a step or variant without the fields that a session does not use."""
    speech_lines = [
        {name: value for name, value in line.items() if name != "at" and (name, value) != ("occasion", "")}
        for line in step["speech"]
    ]
    frames = [_with_bare_links(frame) for frame in step["frames"]]
    return _with_bare_links({name: value for name, value in step.items() if name != "parts"}) | {
        "speech": speech_lines,
        "frames": frames,
    }


def _with_bare_links(entry: Document) -> Document:
    """Return an entry with its drawings reduced to their URLs; each SVG has its own description."""
    links = {name: {"href": entry[name]["href"]} for name in ("diagram", "posture") if entry.get(name)}
    return entry | links


def question_rules(catalogue: Catalogue) -> list[Document]:
    """Return the fields of each health question that scripts read."""
    return list(reference_schemas.QuestionDocument(many=True, only=_QUESTION_RULE_FIELDS).dump(catalogue.questions))


def view_document(view: views.View) -> Document:
    return {
        "slug": view.slug,
        "title": view.title,
        "points": list(view.points),
        "diagrams": [view_link(view, body) for body in BODIES],
    }
