"""QR code and calendar file of a published or custom routine.

Both depend on the URL alone and are not stored. The URL of a custom routine contains health data that the user chose
to send, so its responses are `no-store`, and a note in it is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, request

from diagrams import qr
from points import prescription
from points.catalogue import Catalogue
from points.errors import SpecError
from points.session_records import Step
from server import filters
from server.errors import InvalidParameters
from server.extensions import get_catalogue
from server.setting_parsers import is_loopback
from server.web import calendar_file as calendar
from server.web import timezones
from server.web.drawings import SVG_POLICY

blueprint = Blueprint("handover", __name__)

#: Characters of the longest prescription without a note (12 points with side and position), with a margin.
MAX_SPEC_LENGTH: Final = 500
#: First days that a calendar accepts; other days come from a wrong clock.
DATE_RANGE: Final = (date(2020, 1, 1), date(2099, 12, 31))
_SLUG: Final = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True)
class SharedRoutine:
    """A routine to share; `path` is that of its page, `daily` and `weeks` are upper limits."""

    name: str
    title: str
    path: str
    steps: tuple[Step, ...]
    daily: int
    weeks: int
    published: bool

    @property
    def link(self) -> str:
        """The absolute URL of the page."""
        return f"{current_app.config['BASE_URL']}{self.path}"

    @property
    def seconds(self) -> int:
        return sum(step.seconds for step in self.steps)


def parse_shared_routine(known: Catalogue, text: str) -> SharedRoutine:
    """Return the routine of a slug, or of a prescription such as `BL23.90-BL40.60;daily=2;weeks=6`.

    Raises `UnknownKey` for a slug and `SpecError`, which names the part, for a prescription.
    """
    if len(text) > MAX_SPEC_LENGTH:
        raise SpecError("spec", f"at most {MAX_SPEC_LENGTH} characters", len(text), "leave something out")
    if _SLUG.fullmatch(text):
        routine = known.routine(text)
        steps = known.steps(text)
        return SharedRoutine(
            text, routine.title, f"/routines/{text}", steps, routine.daily, known.custom_limits["weeks"], True
        )
    if ";note=" in text:
        raise SpecError("note", "a note is never sent to the service: leave it out of this address")
    found = prescription.parse(text, known.step_builder)
    steps = known.step_builder.build_custom(text.partition(";")[0])
    daily, weeks = found.daily or known.step_builder.max_daily(found.items), found.weeks or known.custom_limits["weeks"]
    return SharedRoutine("routine", known.custom_routine.title, f"/routines/custom#{text}", steps, daily, weeks, False)


@blueprint.get("/qr/<text>.svg")
def qr_code(text: str) -> Response:
    """The QR code of the page of a routine; the link of a custom routine has no note."""
    shared = parse_shared_routine(get_catalogue(), text)
    local = " (opens on this computer only)" if is_loopback(current_app.config["BASE_URL"]) else ""
    svg = qr.qr_svg(shared.link, f"QR code: {shared.title}{local}")
    response = Response(f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}', content_type="image/svg+xml; charset=utf-8")
    response.headers["Content-Security-Policy"] = SVG_POLICY
    return _no_store_if_custom(response, shared)


@blueprint.get("/calendar/<text>.ics")
def calendar_file(text: str) -> Response:
    """The calendar file of a routine with the times, weeks and time zone of the query."""
    shared = parse_shared_routine(get_catalogue(), text)
    response = Response(
        calendar.ical_file(_schedule(get_catalogue(), shared)), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="thumbwidth-{shared.name}.ics"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _no_store_if_custom(response: Response, shared: SharedRoutine) -> Response:
    if not shared.published:
        response.headers["Cache-Control"] = "no-store"
    return response


def _schedule(known: Catalogue, shared: SharedRoutine) -> calendar.SessionSchedule:
    """Return the schedule of the query; raises one error with all invalid parameters."""
    errors: dict[str, list[str]] = {}
    for name in sorted(set(request.args) - {"at", "weeks", "zone", "from", "again"}):
        errors[name[:40]] = ["unknown parameter; at, weeks, zone, from and again are known"]
    times = _times(shared, errors)
    weeks = _weeks(shared, errors)
    zone = _zone(errors)
    first = _start_date(zone, errors)
    replaces_earlier = _replaces_earlier(errors)
    if errors:
        raise InvalidParameters(errors)
    days = 7 * weeks
    return calendar.SessionSchedule(
        link=shared.link,
        description=_event_description(shared),
        seconds=shared.seconds,
        times=times,
        first=first,
        days=days,
        zone=zone,
        reviews=_reviews(known, days),
        created=_now(ZoneInfo("UTC")).replace(microsecond=0),
        replaces=(known.custom_limits["daily"], known.custom_limits["weeks"]) if replaces_earlier else None,
    )


def _single_arg(name: str, errors: dict[str, list[str]]) -> str:
    found = request.args.getlist(name)
    if len(found) > 1:
        errors[name] = ["given more than once"]
    return found[0] if found else ""


def _quote_value(text: str | None) -> str:
    return f" (found {text[:40]!r})" if text else ""


def _times(shared: SharedRoutine, errors: dict[str, list[str]]) -> tuple[time, ...]:
    """Return the times of `at=08:00,20:00` or `at=08:00&at=20:00`; empty values of a form are ignored."""
    texts = [text for value in request.args.getlist("at") for text in value[:80].split(",") if text]
    found = {time(int(match[1]), int(match[2])) for text in texts if (match := _TIME.fullmatch(text))}
    unclear = next((text for text in texts if not _TIME.fullmatch(text)), None)
    if not texts or unclear:
        errors["at"] = [f"expected times of day such as 08:00,20:00{_quote_value(unclear)}"]
    elif len(found) > shared.daily:
        errors["at"] = [f"at most {shared.daily} {'time' if shared.daily == 1 else 'times'} a day for this routine"]
    return tuple(sorted(found))


def _weeks(shared: SharedRoutine, errors: dict[str, list[str]]) -> int:
    text = _single_arg("weeks", errors) or str(shared.weeks)
    if not re.fullmatch(r"[1-9]", text, re.ASCII) or int(text) > shared.weeks:
        errors["weeks"] = [
            f"expected whole weeks from 1 to {shared.weeks}; then it is time to look back{_quote_value(text)}"
        ]
        return 1
    return int(text)


def _zone(errors: dict[str, list[str]]) -> ZoneInfo:
    name = _single_arg("zone", errors)
    if name not in timezones.known_zones():
        errors["zone"] = [f"expected a time zone such as Europe/Berlin{_quote_value(name)}"]
        return ZoneInfo("UTC")
    return ZoneInfo(name)


def _start_date(zone: ZoneInfo, errors: dict[str, list[str]]) -> date:
    """Return the day of the first session: `from`, or tomorrow in the time zone."""
    text = _single_arg("from", errors)
    if not text:
        return _now(zone).date() + timedelta(days=1)
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not DATE_RANGE[0] <= day <= DATE_RANGE[1]:
        errors["from"] = [
            f"expected a day such as 2026-11-22, from {DATE_RANGE[0]} to {DATE_RANGE[1]}{_quote_value(text)}"
        ]
        return DATE_RANGE[0]
    return day


def _replaces_earlier(errors: dict[str, list[str]]) -> bool:
    """Return whether the file replaces earlier ones, whose other events it then cancels."""
    text = _single_arg("again", errors)
    if text not in ("", "yes"):
        errors["again"] = [f"expected yes, or nothing{_quote_value(text)}"]
    return text == "yes"


def _now(zone: ZoneInfo) -> datetime:
    return datetime.now(zone)


def _event_description(shared: SharedRoutine) -> str:
    """Return the description of an event: the link, the steps, and the URL of the warning signs."""
    shown = [step for step in shared.steps if step.kind not in ("ready", "switch", "release")]
    lines = [f"{step.title}: {filters.duration(step.seconds)}" for step in shown]
    safety = f"{current_app.config['BASE_URL']}/safety"
    return "\n".join(
        [shared.title, shared.link, "", *lines, "", f"Stop at once if something feels wrong, and read {safety}"]
    )


def _reviews(known: Catalogue, days: int) -> tuple[calendar.Review, ...]:
    """Return the reviews within a number of days and one at their end, with the advice of the red flags."""
    advice = {
        known.review_days[flag.slug]: f"{flag.sign} {flag.advice}"
        for flag in known.red_flags
        if flag.slug in known.review_days
    }
    every = "\n".join(advice[day] for day in sorted(advice))
    inside = [calendar.Review(day, advice[day]) for day in sorted(advice) if day < days]
    return (*inside, calendar.Review(days, advice.get(days, every)))
