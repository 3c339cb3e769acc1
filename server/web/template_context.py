"""Variables and functions that every template can use."""

from __future__ import annotations

from typing import Any, Final

from flask import Flask, current_app, request

from diagrams.postures import drawing_name, posture_for
from points.records import Point
from points.symptoms import stop_rows
from server.api import serializers
from server.extensions import get_catalogue
from server.urls import origin
from server.web import handouts, timezones
from server.web.linked_data import linked_data

#: The routine offered to a person whose answers lock every other: it has no press, movement or heat.
GENTLE_ROUTINE: Final = "breathing-and-rest"
#: Entry of the main navigation by endpoint; every other page belongs to Help.
_NAVIGATION_ENTRIES: Final = {
    "pages.home": "home",
    "pages.journal": "journal",
    **dict.fromkeys(
        ("pages.routines", "pages.routine", "pages.session", "pages.custom", "handouts.routine", "handouts.custom"),
        "routines",
    ),
    **dict.fromkeys(
        ("pages.points", "pages.point", "pages.show", "pages.compare", "pages.practise", "handouts.point"), "points"
    ),
}


def template_context() -> dict[str, Any]:
    """Return the shared variables and functions of templates by name."""
    known = get_catalogue()
    return {
        "base_url": current_app.config["BASE_URL"],
        "catalogue": known,
        "custom_limits": known.custom_limits,
        "gentle_routine": GENTLE_ROUTINE,
        "journal_rules": serializers.journal_rules,
        "linked_data": _linked_data,
        "navigation_entry": _NAVIGATION_ENTRIES.get(request.endpoint, "help") if request.endpoint else "",
        "origin": origin(),
        "posture_for": posture_for,
        "posture_name": drawing_name,
        "print_drawing": handouts.print_drawing,
        "qr_code": handouts.qr_code,
        "short_signs": handouts.short_signs,
        "stop_rows": stop_rows,
        "time_zones": timezones.ZONES,
    }


def _linked_data(point: Point) -> dict[str, Any]:
    return linked_data(point, current_app.config["BASE_URL"])


def init_app(app: Flask) -> None:
    """Register the context processor."""
    app.context_processor(template_context)
