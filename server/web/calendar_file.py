"""Writes sessions into a calendar (RFC 5545): one repeating event for each time of day, and the days to look back.

A pure function of the plan it is given; what is asked and where it leads is `server.web.share`'s. What others may see
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

from server.web.timezones import vtimezone

if TYPE_CHECKING:
    from icalendar import Event

#: SEQUENCE counts the seconds from here, so that it fits 31 bits until 2088.
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
_REVIEW_LENGTH: Final = timedelta(minutes=15)


@dataclass(frozen=True)
class Review:
    """A day to look back, so many days after the first session, and what to do then."""

    day: int
    advice: str


@dataclass(frozen=True)
class SessionSchedule:
    """Sessions to be written down. `what` is said in the description, `link` is where a session is opened."""

    link: str
    description: str
    seconds: int
    times: tuple[time, ...]
    first: date
    days: int
    zone: ZoneInfo
    reviews: tuple[Review, ...]
    #: When the file is made, in UTC: of two files the later one counts.
    created: datetime
    #: For a file that takes the place of earlier ones: the most sessions a day and weeks that those can have had.
    replaces: tuple[int, int] | None = None


def ical_file(schedule: SessionSchedule) -> bytes:
    """Return the plan as an iCalendar file: the same plan made at the same moment, the same bytes."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Thumbwidth//Sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(vtimezone(schedule.zone, schedule.first, schedule.first + timedelta(days=schedule.days + 1)))
    for event in (*_session_events(schedule), *_review_events(schedule), *_cancelled_events(schedule)):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _session_events(schedule: SessionSchedule) -> Iterator[Event]:
    minutes = -(-schedule.seconds // 60)
    for number, at in enumerate(schedule.times, 1):
        start = datetime.combine(schedule.first, at, schedule.zone)
        summary = f"Thumbwidth, {minutes} min"
        event = _event(schedule, f"session {number}", start, timedelta(minutes=minutes), summary, schedule.description)
        event.add("rrule", {"freq": "daily", "count": schedule.days})
        yield event


def _review_events(schedule: SessionSchedule) -> Iterator[Event]:
    for review in schedule.reviews:
        start = datetime.combine(schedule.first + timedelta(days=review.day), schedule.times[0], schedule.zone)
        yield _event(schedule, f"review {review.day}", start, _REVIEW_LENGTH, "Look back: is it better?", review.advice)


def _cancelled_events(schedule: SessionSchedule) -> Iterator[Event]:
    """Yield, cancelled, the events that an earlier file can have had and this one has not."""
    if not schedule.replaces:
        return
    sessions, weeks = schedule.replaces
    review_days = {review.day for review in schedule.reviews}
    parts = [f"session {number}" for number in range(len(schedule.times) + 1, sessions + 1)]
    parts += [f"review {7 * week}" for week in range(1, weeks + 1) if 7 * week not in review_days]
    start = datetime.combine(schedule.first, schedule.times[0], schedule.zone)
    for part in parts:
        event = _event(schedule, part, start, _REVIEW_LENGTH, "Thumbwidth, no longer planned", "", alarm=False)
        event.add("status", "CANCELLED")
        yield event


def _event(
    schedule: SessionSchedule,
    part: str,
    start: datetime,
    length: timedelta,
    summary: str,
    text: str,
    *,
    alarm: bool = True,
) -> Event:
    """Return an event with an alarm at its time.

    Its UID is that of the same part of the same routine, whatever its times; SEQUENCE and DTSTAMP rise with the time of
    making, so that a later import takes the place of an earlier one (RFC 5545, 3.8.7.4; RFC 5546, 2.1.5).
    """
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", hashlib.sha256(f"{schedule.link} {part}".encode()).hexdigest()[:32] + "@thumbwidth")
    event.add("dtstamp", schedule.created)
    event.add("last-modified", schedule.created)
    event.add("sequence", int((schedule.created - _EPOCH).total_seconds()))
    event.add("dtstart", start)
    event.add("duration", length)
    event.add("summary", summary)
    event.add("description", text)
    event.add("url", schedule.link)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if alarm:
        reminder = Alarm()
        reminder.add("action", "DISPLAY")
        reminder.add("description", summary)
        reminder.add("trigger", timedelta())
        event.add_component(reminder)
    return event
