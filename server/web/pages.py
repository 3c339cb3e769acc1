"""Routes of the HTML pages.

A page reads the catalogue and needs no JavaScript, except for the session player, the journal and the settings.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from diagrams import views
from diagrams.compose import CREDIT, LICENCE_URL
from points.neighbours import neighbours
from points.records import Point, Source
from server import version
from server.api import drawing_links, list_operations, search_documents, serializers
from server.extensions import get_catalogue
from server.filters import LEVEL_NAMES, TIER_NAMES
from server.links import backlinks
from server.web.signs import signs_by_line

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def home() -> str:
    return render_template("home.html")


@blueprint.get("/points")
def points() -> str:
    query = request.args.get("q", "").strip()[: search_documents.MAX_QUERY_LENGTH]
    result = get_catalogue().search_all(query)
    groups = search_documents.group_hits(result)
    return render_template(
        "points.html", query=query, result=result, groups=groups, url_of_entry=search_documents.url_of_entry
    )


@blueprint.get("/points/<text>")
def point(text: str) -> str | Response:
    found = get_catalogue().resolve(text)
    if found.code != text:
        return redirect(url_for(".point", text=found.code), 308)
    return render_template("point.html", point=found)


@blueprint.get("/points/<code>/show")
def show(code: str) -> str | Response:
    known = get_catalogue()
    found = known.resolve(code)
    if found.code != code:
        return redirect(url_for(".show", code=found.code), 308)
    beside = neighbours(found, known.points, known.landmarks, known.rulers)
    drawings = drawing_links.drawings_of_point(found)
    return render_template(
        "show.html",
        point=found,
        neighbours=beside,
        drawings=drawings,
        standards=_standards(found),
        credit=CREDIT,
        licence_url=LICENCE_URL,
    )


def _standards(point: Point) -> list[tuple[Source, str]]:
    """Return the standards that a point's location cites, each with the page for that point or ''."""
    found = [get_catalogue().source(key) for key in point.location.sources]
    pages = [re.search(rf"\b{point.code} (p\. \d+)", source.detail) for source in found]
    return [
        (source, page[1] if page else "")
        for source, page in zip(found, pages, strict=True)
        if source.tier == "standard"
    ]


@blueprint.get("/compare")
def compare() -> str:
    return render_template("compare.html")


@blueprint.get("/practise")
def practise() -> str:
    whole, *parts = views.views()  # a round begins with the close views, in which a tap is exact
    return render_template("practise.html", views=(*parts, whole))


@blueprint.get("/routines")
def routines() -> str:
    return render_template("routines.html")


@blueprint.get("/routines/custom")
def custom() -> str:
    """The page of every custom routine; the routine is in the fragment, which browsers do not send."""
    return render_template(
        "custom.html",
        routine=serializers.custom_routine_shell(get_catalogue()),
        steps=(),
        rules=_client_rules(),
        questions=serializers.question_rules(get_catalogue()),
        gate=serializers.gate_document(get_catalogue()),
    )


@blueprint.get("/compose")
def compose() -> str:
    return render_template("compose.html", rules=_client_rules(), questions=serializers.question_rules(get_catalogue()))


def _client_rules() -> dict[str, Any]:
    """Return the prescription rules with the names of levels and source tiers, for scripts."""
    tiers = {source.key: TIER_NAMES[source.tier] for source in get_catalogue().sources}
    return serializers.prescription_rules(get_catalogue()) | {"levels": list(LEVEL_NAMES.items()), "tiers": tiers}


@blueprint.get("/routines/<slug>")
def routine(slug: str) -> str | Response:
    if slug.startswith("custom#"):  # a mail program wrote %23 into a link
        return redirect(url_for(".custom") + "#" + quote(slug.removeprefix("custom#"), safe=";=.,-~"), 308)
    found = get_catalogue().routine(slug)
    steps = get_catalogue().steps(slug)
    return render_template("routine.html", routine=found, steps=steps, pregnancy=serializers.routine_pregnancy(steps))


@blueprint.get("/routines/<slug>/session")
def session(slug: str) -> str:
    found = get_catalogue().routine(slug)
    return render_template(
        "session.html",
        routine=found,
        steps=get_catalogue().steps(slug),
        document=serializers.deduplicate_flags(serializers.routine_document(get_catalogue(), slug)),
        questions=serializers.question_rules(get_catalogue()),
        gate=serializers.gate_document(get_catalogue()),
    )


@blueprint.get("/conditions")
def conditions() -> str:
    return render_template("conditions.html")


@blueprint.get("/conditions/<slug>")
def condition(slug: str) -> str:
    return render_template("condition.html", condition=get_catalogue().condition(slug))


@blueprint.get("/self-care")
def self_care() -> str:
    return render_template("self_care.html")


@blueprint.get("/safety")
def safety() -> str:
    return render_template("safety.html", signs_by_line=signs_by_line)


@blueprint.get("/care-options")
def care_options() -> str:
    return render_template("care_options.html")


@blueprint.get("/does-it-work")
def does_it_work() -> str:
    return render_template("does_it_work.html")


@blueprint.get("/journal")
def journal() -> str:
    return render_template("journal.html")


@blueprint.get("/help")
def help() -> str:
    return render_template("help.html")


@blueprint.get("/settings")
def settings() -> str:
    return render_template("settings.html")


@blueprint.get("/selftest")
def selftest() -> str:
    return render_template("selftest.html", code=version.VERSION)


@blueprint.get("/sources")
def sources() -> str:
    known = get_catalogue()
    used = {source.key: backlinks(known, source.key) for source in known.sources}
    return render_template("sources.html", used=used)


@blueprint.get("/differences")
def differences() -> str:
    return render_template("differences.html")


@blueprint.get("/api")
def api() -> str:
    """The human documentation of the API."""
    return render_template("api.html", groups=list_operations(current_app))


@blueprint.get("/about")
def about() -> str:
    return render_template("about.html")
