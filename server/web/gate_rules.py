"""What scripts judge routines by, as pages carry it: the gate's lines and signs by key, and each routine's flags once.

The words of the gate stand in the page itself (`_gate.html`); here is only what a script computes with.
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

#: What is open in pregnancy, to rest and to breathe.
PREGNANCY_ROUTINES: Final = ("side-lying-rest", "seated-breathing")

#: What a script reads of a health question.
_QUESTION_FIELDS = ("key", "short", "tier", "by_area", "expires_days", "expires_hours", "clearance")
#: What a script reads of a flag; a list of routines gives no reasons.
_FLAG_FIELDS = ("condition", "level", "only_if_no", "forbids", "max_seconds")
_STEP_FIELDS = ("kind", "placement", "point", "area", "position", "uses", "seconds", "bounds")


def gate_screens(catalogue: Catalogue) -> Document:
    """Return the lines of the gate, the signs behind them and the points' plain names, for the scripts of the gate."""
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
    """Return the signs alone, for pages that have no gate."""
    signs = [
        {"slug": flag.slug, "tier": flag.tier, "clearance": flag.clearance}
        for flag in catalogue.red_flags
        if flag.tier != "routine"
    ]
    return {"lines": [], "signs": signs}


def questions(catalogue: Catalogue) -> list[Document]:
    """Return of each health question what a script judges answers by."""
    return list(reference_schemas.QuestionDocument(many=True, only=_QUESTION_FIELDS).dump(catalogue.questions))


def routine_rules(catalogue: Catalogue) -> Document:
    """Return what decides whether a routine is open: one step for each placement, with its flags by number."""
    flags: list[Document] = []
    routines: dict[str, list[Document]] = {}
    for routine in catalogue.routines:
        document = serializers.routine_document(catalogue, routine.slug)
        routines[routine.slug] = [_step_rules(step, flags) for step in document["steps"] if _represents_placement(step)]
    return {"flags": flags, "routines": routines}


def _represents_placement(step: Document) -> bool:
    """Return whether a step stands for its placement: the press of one side, as both carry the same flags, or all."""
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
    """Return the slugs of all signs that a line answers, those of its parts among them."""
    return list(dict.fromkeys([*line.signs, *(slug for part in line.parts for slug in part.signs)]))


def question_keys(line: Line) -> list[str]:
    """Return the keys of all questions that a line answers, those of its parts among them."""
    return list(dict.fromkeys([*line.questions, *(key for part in line.parts for key in part.questions)]))


def digits(number: str) -> str:
    """Return the number to dial of a published one, which may name another beside it."""
    found = re.search(r"\d+", number)
    return found[0] if found else ""


def init_app(app: Flask) -> None:
    """Give the templates these documents and filters; the documents are made once for the application's catalogue."""
    for name in (sign_slugs, question_keys, digits):
        app.add_template_filter(name)
    made = {name: cache(partial(_call_with_catalogue, make)) for name, make in _DOCUMENTS.items()}
    app.context_processor(lambda: {**made, "pregnant_routines": PREGNANCY_ROUTINES, "resting": PREGNANCY_ROUTINES[0]})


def _call_with_catalogue(make: Callable[[Catalogue], Any]) -> Any:
    return make(extensions.catalogue())


_DOCUMENTS: Final = {
    "gate_screens": gate_screens,
    "sign_tiers": sign_tiers,
    "gate_questions": questions,
    "routine_rules": routine_rules,
}
