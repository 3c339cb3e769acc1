"""Writes sessions into a calendar (RFC 5545): one repeating event for each time of day, and the days to look back.

A pure function of the plan it is given; what is asked and where it leads is `server.handover`'s. What others may see
of somebody's calendar, the summary, names neither a point nor a pain, and every event is marked private. The library
is loaded by the first file that is asked for: it would be a tenth of the time in which a worker is ready.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from server.timezones import definition

if TYPE_CHECKING:
    from icalendar import Event

_LOOK_BACK: Final = timedelta(minutes=15)


@dataclass(frozen=True)
class Review:
    """A day to look back, so many days after the first session, and what to do then."""

    day: int
    advice: str


@dataclass(frozen=True)
class Plan:
    """Sessions to be written down. `what` is said in the description, `link` is where a session is opened."""

    link: str
    what: str
    seconds: int
    times: tuple[time, ...]
    first: date
    days: int
    zone: ZoneInfo
    reviews: tuple[Review, ...]
    stamp: date


def written(plan: Plan) -> bytes:
    """Return the plan as an iCalendar file: the same plan, the same bytes."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Thumbwidth//Sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(definition(plan.zone, plan.first, plan.first + timedelta(days=plan.days + 1)))
    for event in (*_sessions(plan), *_reviews(plan)):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _sessions(plan: Plan) -> Iterator[Event]:
    minutes = -(-plan.seconds // 60)
    for number, at in enumerate(plan.times, 1):
        start = datetime.combine(plan.first, at, plan.zone)
        summary = f"Thumbwidth, {minutes} min"
        event = _event(plan, f"session {number}", start, timedelta(minutes=minutes), summary, plan.what)
        event.add("rrule", {"freq": "daily", "count": plan.days})
        yield event


def _reviews(plan: Plan) -> Iterator[Event]:
    for review in plan.reviews:
        start = datetime.combine(plan.first + timedelta(days=review.day), plan.times[0], plan.zone)
        yield _event(plan, f"review {review.day}", start, _LOOK_BACK, "Look back: is it better?", review.advice)


def _event(plan: Plan, part: str, start: datetime, length: timedelta, summary: str, text: str) -> Event:
    """Return an event with an alarm at its time. Its UID is that of the same part of the same routine, whatever its
    times, so that a second import takes the place of the first."""
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", hashlib.sha256(f"{plan.link} {part}".encode()).hexdigest()[:32] + "@thumbwidth")
    event.add("dtstamp", datetime.combine(plan.stamp, time(), UTC))
    event.add("dtstart", start)
    event.add("duration", length)
    event.add("summary", summary)
    event.add("description", text)
    event.add("url", plan.link)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta())
    event.add_component(alarm)
    return event
