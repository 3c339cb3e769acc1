"""Gate lines, red flags and routine flags as data for the scripts of a page.

The texts of the gate are in the page itself (`_gate.html`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final

from flask import Flask

from points.catalogue import Catalogue
from points.gate import Line
from server import extensions
from server.api import reference_schemas, serializers

Document = dict[str, Any]

#: Routines offered in pregnancy: to rest, and to breathe.
PREGNANCY_ROUTINES: Final = ("side-lying-rest", "seated-breathing")

#: Routine offered beside the routines of its place.
MOVEMENT_ROUTINE: Final = "gentle-movement"

#: Fields of a health question that scripts read.
_QUESTION_FIELDS = ("key", "short", "tier", "by_area", "expires_days", "expires_hours", "clearance")
#: Fields of a flag that scripts read; a list of routines shows no reasons.
_FLAG_FIELDS = ("condition", "level", "only_if_no", "forbids", "max_seconds")
_STEP_FIELDS = ("kind", "placement", "point", "area", "position", "uses", "seconds", "bounds")


def gate_screens(catalogue: Catalogue) -> Document:
    """Return the gate lines, their red flags and the plain name of each point."""
    lines = [
        {
            "slug": line.slug,
            "screen": line.screen,
            "tile": line.tile,
            "signs": line.signs,
            "questions": line.questions,
            "parts": [{"signs": part.signs, "questions": part.questions} for part in line.parts],
        }
        for line in catalogue.gate.lines
    ]
    signs = [
        {name: getattr(flag, name) for name in ("slug", "tier", "reason", "say", "heading", "clearance")}
        for flag in catalogue.red_flags
        if flag.tier != "routine"
    ]
    places = {point.code: point.plain for point in catalogue.points}
    return {"lines": lines, "signs": signs, "places": places}


def sign_tiers(catalogue: Catalogue) -> Document:
    """Return the red flags alone, for pages without a gate."""
    signs = [
        {"slug": flag.slug, "tier": flag.tier, "clearance": flag.clearance}
        for flag in catalogue.red_flags
        if flag.tier != "routine"
    ]
    return {"lines": [], "signs": signs}


def questions(catalogue: Catalogue) -> list[Document]:
    """Return the fields of each health question by which scripts evaluate answers."""
    return list(reference_schemas.QuestionDocument(many=True, only=_QUESTION_FIELDS).dump(catalogue.questions))


def routine_rules(catalogue: Catalogue) -> Document:
    """Return one step per placement of every routine, with indexes into the distinct flags."""
    flags: list[Document] = []
    routines: dict[str, list[Document]] = {}
    for routine in catalogue.routines:
        document = serializers.routine_document(catalogue, routine.slug)
        routines[routine.slug] = [_step_rules(step, flags) for step in document["steps"] if _represents_placement(step)]
    return {"flags": flags, "routines": routines}


def movement_rules(catalogue: Catalogue) -> Document:
    """Return the movement routine: its steps and flags, how often a day, and the routines that it is offered beside."""
    movement = catalogue.routine(MOVEMENT_ROUTINE)
    flags: list[Document] = []
    steps = [_step_rules(step, flags) for step in serializers.routine_document(catalogue, movement.slug)["steps"]]
    beside = [routine.slug for routine in catalogue.routines if set(routine.place) & set(movement.place)]
    return {"slug": movement.slug, "daily": movement.daily, "routines": beside, "flags": flags, "steps": steps}


def _represents_placement(step: Document) -> bool:
    """Return whether a step represents its placement: one press of the two sides, which have the same flags."""
    return not step.get("point") or (step["kind"] == "press" and step["side"] != "right")


def _step_rules(step: Document, flags: list[Document]) -> Document:
    numbers = []
    for flag in step["contraindications"]:
        short = {name: flag[name] for name in _FLAG_FIELDS if flag.get(name)}
        if short not in flags:
            flags.append(short)
        numbers.append(flags.index(short))
    ways = [{"position": way["position"], "uses": way["uses"]} for way in step.get("variants", ())]
    return {name: step[name] for name in _STEP_FIELDS if step.get(name)} | {
        "contraindications": numbers,
        "variants": ways,
    }


def sign_slugs(line: Line) -> list[str]:
    """Return the slugs of all red flags that a line and its parts answer."""
    return list(dict.fromkeys([*line.signs, *(slug for part in line.parts for slug in part.signs)]))


def question_keys(line: Line) -> list[str]:
    """Return the keys of all questions that a line and its parts answer."""
    return list(dict.fromkeys([*line.questions, *(key for part in line.parts for key in part.questions)]))


def digits(number: str) -> str:
    """Return the first number of a text such as `999 or 112`, for a `tel:` link."""
    found = re.search(r"\d+", number)
    return found[0] if found else ""


def init_app(app: Flask) -> None:
    """Register the filters and the documents, each built once per application."""
    for name in (sign_slugs, question_keys, digits):
        app.add_template_filter(name)
    made = {name: cache(partial(_call_with_catalogue, make)) for name, make in _DOCUMENTS.items()}
    app.context_processor(lambda: {**made, **_OFFERED})


def _call_with_catalogue(make: Callable[[Catalogue], Any]) -> Any:
    return make(extensions.get_catalogue())


_OFFERED: Final = {
    "pregnant_routines": PREGNANCY_ROUTINES,
    "resting": PREGNANCY_ROUTINES[0],
    "movement_routine": MOVEMENT_ROUTINE,
}
_DOCUMENTS: Final = {
    "gate_screens": gate_screens,
    "sign_tiers": sign_tiers,
    "gate_questions": questions,
    "routine_rules": routine_rules,
    "movement_rules": movement_rules,
}
