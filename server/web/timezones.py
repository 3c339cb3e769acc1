"""Time zones: those offered, those accepted, and their iCalendar definition.

A definition contains the clock changes between two days only. Each begins at the local time before the change
(RFC 5545, 3.6.5); the generator of `icalendar` gives that time an hour late in spring.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, available_timezones

if TYPE_CHECKING:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

#: Offered where JavaScript cannot read the zone of the browser; any zone of the tz database is accepted.
ZONES: Final = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/Anchorage",
    "America/Argentina/Buenos_Aires",
    "America/Bogota",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Lima",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Phoenix",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Toronto",
    "America/Vancouver",
    "Asia/Bangkok",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Asia/Hong_Kong",
    "Asia/Ho_Chi_Minh",
    "Asia/Jakarta",
    "Asia/Jerusalem",
    "Asia/Karachi",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Manila",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Taipei",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Asia/Yangon",
    "Atlantic/Reykjavik",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Darwin",
    "Australia/Perth",
    "Australia/Sydney",
    "Europe/Athens",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Helsinki",
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Moscow",
    "Europe/Paris",
    "Europe/Rome",
    "Europe/Stockholm",
    "Europe/Vienna",
    "Europe/Warsaw",
    "Europe/Zurich",
    "Pacific/Auckland",
    "Pacific/Honolulu",
)


@cache
def known_zones() -> frozenset[str]:
    """Return the names of all accepted time zones."""
    return frozenset(available_timezones())


def vtimezone(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """Return the VTIMEZONE of a zone, valid from `first` to `last`."""
    from icalendar import Timezone

    start = datetime.combine(first, time(), UTC) - timedelta(days=2)
    end = datetime.combine(last, time(), UTC) + timedelta(days=2)
    timezone = Timezone()
    timezone.add("tzid", zone.key)
    timezone.add_component(_observance(zone, start, _offset(zone, start)))
    for moment in _transitions(zone, start, end):
        timezone.add_component(_observance(zone, moment, _offset(zone, moment - timedelta(seconds=1))))
    return timezone


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _transitions(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the first second of each new offset; assumes at most one change a day."""
    day = timedelta(days=1)
    while start < end:
        if _offset(zone, start) != _offset(zone, start + day):
            low, high = 0, int(day.total_seconds())
            while high - low > 1:
                middle = (low + high) // 2
                same = _offset(zone, start + timedelta(seconds=middle)) == _offset(zone, start)
                low, high = (middle, high) if same else (low, middle)
            yield start + timedelta(seconds=high)
        start += day


def _observance(zone: ZoneInfo, moment: datetime, before: timedelta) -> TimezoneDaylight | TimezoneStandard:
    """Return the observance that begins at a moment; `before` is the offset until then."""
    from icalendar import TimezoneDaylight, TimezoneStandard

    local = moment.astimezone(zone)
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    observance.add("dtstart", (moment + before).replace(tzinfo=None))
    observance.add("tzoffsetfrom", before)
    observance.add("tzoffsetto", _offset(zone, moment))
    observance.add("tzname", local.tzname())
    return observance
