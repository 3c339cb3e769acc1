"""Hand-outs: a routine or a point on one or two sheets of paper, with drawings, stop rules, warning signs and QR code.

Pages like all others, so they are printed without a connection too. The QR code of a published page is drawn into it;
that of a custom routine, which no server knows, is asked for only when somebody wants it (`server.handover`).
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from diagrams import qr
from diagrams.anatomy import BODIES
from diagrams.paper import paper
from server import diagrams, documents
from server.current import catalogue

blueprint = Blueprint("handouts", __name__)


@blueprint.app_context_processor
def _shared() -> dict[str, Any]:
    return {"on_paper": on_paper, "qr_code": qr_code, "base_url": current_app.config["BASE_URL"]}


def on_paper(code: str) -> Markup:
    """Return the close-up of a point as a hand-out carries it."""
    return Markup(paper(diagrams.markup(catalogue(), BODIES[0], point=code, prefix=f"{code}-")))


def qr_code(path: str, title: str) -> Markup:
    """Return the QR code of a page of this service, for a page."""
    return Markup(qr.qr(f"{current_app.config['BASE_URL']}{path}", title, prefix="qr-"))


@blueprint.get("/routines/<slug>/handout")
def routine(slug: str) -> str:
    found, steps = catalogue().routine(slug), catalogue().steps(slug)
    return render_template(
        "handout_routine.html", routine=found, steps=steps, pregnancy=documents.routine_pregnancy(steps)
    )


@blueprint.get("/points/<text>/handout")
def point(text: str) -> str | Response:
    found = catalogue().resolve(text)
    if found.code != text:
        return redirect(url_for(".point", text=found.code), 308)
    return render_template("handout_point.html", point=found)
