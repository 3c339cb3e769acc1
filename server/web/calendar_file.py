"""iCalendar file (RFC 5545) of sessions: one repeating event per time of day, and reviews.

The summary, which other people may see in a shared calendar, names no point and no pain, and every event is private.
`icalendar` is imported on first use: its import is a tenth of the start time of a worker process.
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

#: SEQUENCE is the number of seconds since this moment; it fits 31 bits until 2088.
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
_REVIEW_LENGTH: Final = timedelta(minutes=15)


@dataclass(frozen=True)
class Review:
    """A review, `day` days after the first session, with the advice for that day."""

    day: int
    advice: str


@dataclass(frozen=True)
class SessionSchedule:
    """Sessions of one routine; `link` opens a session."""

    link: str
    description: str
    seconds: int
    times: tuple[time, ...]
    first: date
    days: int
    zone: ZoneInfo
    reviews: tuple[Review, ...]
    #: Creation time in UTC; a calendar applies the later of two files.
    created: datetime
    #: For a file that replaces earlier ones: the largest (sessions a day, weeks) that they may have.
    replaces: tuple[int, int] | None = None


def ical_file(schedule: SessionSchedule) -> bytes:
    """Return a schedule as an iCalendar file; equal schedules give equal bytes."""
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
    """Yield, cancelled, the events of earlier files that this schedule does not have."""
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

    The UID depends on the routine and the part only, and SEQUENCE and DTSTAMP rise with the creation time, so that a
    later import replaces an earlier one (RFC 5545, 3.8.7.4; RFC 5546, 2.1.5).
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
