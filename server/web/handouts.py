"""Printable handouts of routines and points, with drawings, stop rules, signs and QR code.

The QR code of a published page is part of the page and works offline. A custom routine is unknown to the service, so
the browser requests its QR code from `server.web.share` when the user asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from diagrams import qr
from diagrams.anatomy import BODIES
from diagrams.paper import print_variant
from points.records import Point
from points.safety_records import ContraindicationLevel, Question
from server.api import serializers
from server.extensions import get_catalogue
from server.urls import origin
from server.web import drawings
from server.web.signs import signs_by_line

blueprint = Blueprint("handouts", __name__)


def short_signs(tier: str) -> list[str]:
    """Return the short wordings of the red flags of a tier."""
    return [title for title, _ in signs_by_line(get_catalogue(), tier)]


def print_drawing(code: str) -> Markup:
    """Return the print variant of the close-up of a point."""
    return Markup(print_variant(drawings.drawing_svg(get_catalogue(), BODIES[0], point=code, prefix=f"{code}-")))


def qr_code(path: str, title: str) -> Markup:
    """Return the inline SVG of the QR code of a path of this service."""
    return Markup(qr.qr_svg(f"{origin()}{path}", title, prefix="qr-"))


@blueprint.get("/routines/<slug>/handout")
def routine(slug: str) -> str:
    found, steps = get_catalogue().routine(slug), get_catalogue().steps(slug)
    return render_template(
        "handout_routine.html",
        routine=found,
        steps=steps,
        source_keys=sorted(set(found.sources).union(*(item.sources for item in found.items))),
        pregnancy=serializers.routine_pregnancy(steps),
        locking=_locking_questions(
            [get_catalogue().point(code) for code in dict.fromkeys(step.point for step in steps) if code]
        ),
    )


@blueprint.get("/routines/custom/handout")
def custom() -> str:
    """The handout of every custom routine: it contains all points, and a script removes those not in the fragment."""
    known = get_catalogue()
    return render_template(
        "handout_custom.html",
        routine=serializers.custom_routine_shell(known),
        rules=serializers.prescription_rules(known),
        step_sources=sorted({key for other in known.other_steps for item in other.items for key in item.sources}),
        points_by_question={
            level.value: _points_by_question(level)
            for level in (ContraindicationLevel.AVOID, ContraindicationLevel.CAUTION, ContraindicationLevel.ADAPT)
        },
    )


def _locking_questions(points: Sequence[Point]) -> list[Question]:
    """Return the questions about today of which a yes leaves out every point."""
    levels = [{flag.condition for flag in point.flags if flag.level is ContraindicationLevel.AVOID} for point in points]
    common = set.intersection(*levels) if levels else set()
    return [one for one in get_catalogue().questions if one.key in common and one.key.startswith("today-")]


def _points_by_question(level: ContraindicationLevel) -> dict[str, list[str]]:
    """Return {question key: codes of the points with this level}, in the order of the questions."""
    found = {
        question.key: [
            point.code
            for point in get_catalogue().points
            if any(flag.condition == question.key and flag.level is level for flag in point.cautions)
        ]
        for question in get_catalogue().questions
    }
    return {key: codes for key, codes in found.items() if codes}


@blueprint.get("/points/<text>/handout")
def point(text: str) -> str | Response:
    found = get_catalogue().resolve(text)
    if found.code != text:
        return redirect(url_for(".point", text=found.code), 308)
    return render_template("handout_point.html", point=found)
