"""The calendar file: the right local times across a change of the clock, and a file that every calendar opens."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from flask.testing import FlaskClient
from icalendar import Calendar, Timezone
from playwright.sync_api import BrowserContext, Page, expect

from points.catalogue import Catalogue
from server.web import share, timezones
from tests.support.phone import watch
from tests.support.programs import Server

SPEC = "BL23.90-BL40.60"
ASKED = "at=08:00,20:00&weeks=6&zone=Europe/Berlin&from=2026-10-01"


def calendar(client: FlaskClient, address: str) -> Calendar:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return Calendar.from_ical(answer.data)


def events(found: Calendar, summary: str) -> list[Any]:
    """Return the events whose summary begins so; untyped, as a property of an event may be of thirty types."""
    return [event for event in found.walk("VEVENT") if str(event["summary"]).startswith(summary)]


def time_zone(found: Calendar) -> Timezone:
    (zone,) = found.walk("VTIMEZONE")
    assert isinstance(zone, Timezone)
    return zone


def starts(found: Calendar, event: Any) -> list[datetime]:
    """Expand an event's rule in local time and place it by the file's own time zone alone, as a strict reader does."""
    zone = time_zone(found)
    local = event["dtstart"].dt.replace(tzinfo=None)
    rule = event["rrule"].to_ical().decode()
    return [moment.replace(tzinfo=zone.to_tz(lookup_tzid=False)) for moment in rrulestr(rule, dtstart=local)]


@pytest.mark.parametrize(
    ("zone", "first", "hours"),
    [
        ("Europe/Berlin", "2026-10-01", (6, 7)),
        ("Europe/Berlin", "2027-03-01", (7, 6)),
        ("America/New_York", "2026-10-15", (12, 13)),
        ("Australia/Sydney", "2026-09-10", (22, 21)),
        ("Asia/Tokyo", "2026-10-01", (23, 23)),
    ],
)
def test_eight_is_eight_before_and_after_the_clock_changes(
    client: FlaskClient, zone: str, first: str, hours: tuple[int, int]
) -> None:
    found = calendar(client, f"/calendar/low-back-ease.ics?at=08:00&weeks=6&zone={zone}&from={first}")
    (event,) = events(found, "Thumbwidth")
    moments = starts(found, event)
    assert [moment.time() for moment in moments] == [time(8)] * 42
    assert [moment.date() for moment in moments] == [date.fromisoformat(first) + timedelta(days=n) for n in range(42)]
    in_utc = [moment.astimezone(UTC) for moment in moments]
    assert in_utc == [moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for moment in moments]
    assert (in_utc[0].hour, in_utc[-1].hour) == hours


def test_review_after_dst_change_keeps_its_local_hour(client: FlaskClient) -> None:
    for first, hours in (("2026-09-20", [6, 7]), ("2027-02-15", [7, 6])):
        found = calendar(client, f"/calendar/low-back-ease.ics?at=08:00&weeks=6&zone=Europe/Berlin&from={first}")
        own = time_zone(found).to_tz(lookup_tzid=False)
        local = [event["dtstart"].dt.replace(tzinfo=None) for event in events(found, "Look back")]
        assert [moment.time() for moment in local] == [time(8)] * 2
        assert [moment.replace(tzinfo=own).astimezone(UTC).hour for moment in local] == hours


@pytest.mark.parametrize("zone", [*timezones.ZONES, "Africa/El_Aaiun", "Australia/Lord_Howe", "UTC"])
def test_every_zone_that_is_offered_is_defined_right(zone: str) -> None:
    there = ZoneInfo(zone)
    for first in (date(2026, 9, 20), date(2027, 2, 1), date(2027, 3, 20)):
        own = timezones.vtimezone(there, first, first + timedelta(days=43)).to_tz(lookup_tzid=False)
        for hour in range(43 * 24):
            local = datetime.combine(first, time()) + timedelta(hours=hour)
            wanted = local.replace(tzinfo=there).utcoffset()
            if wanted == local.replace(tzinfo=there, fold=1).utcoffset():  # neither twice nor never on the clock
                assert local.replace(tzinfo=own).utcoffset() == wanted, (zone, local)


def test_one_event_per_time_until_the_review(client: FlaskClient, catalogue: Catalogue) -> None:
    found = calendar(client, f"/calendar/low-back-ease.ics?{ASKED}")
    sessions = events(found, "Thumbwidth")
    assert [event["dtstart"].dt.time() for event in sessions] == [time(8), time(20)]
    assert all(event["summary"] == "Thumbwidth, 9 min" for event in sessions)
    assert all(event["duration"].dt == timedelta(minutes=9) for event in sessions)
    reviews = events(found, "Look back: is it better?")
    assert [event["dtstart"].dt.date() for event in reviews] == [date(2026, 10, 15), date(2026, 11, 12)]
    assert starts(found, sessions[0])[-1].date() == date(2026, 11, 11)
    advice = {flag.slug: flag.advice for flag in catalogue.red_flags}
    assert advice["two-weeks"] in reviews[0]["description"]
    assert advice["six-weeks"] in reviews[1]["description"]
    for event in (*sessions, *reviews):
        (alarm,) = event.walk("VALARM")
        assert (alarm["action"], alarm["trigger"].dt) == ("DISPLAY", timedelta())
        assert event["class"] == "PRIVATE"


@pytest.mark.parametrize(("weeks", "days"), [(1, [7]), (2, [14]), (4, [14, 28])])
def test_fewer_weeks_end_with_a_look_back_too(client: FlaskClient, weeks: int, days: list[int]) -> None:
    found = calendar(client, f"/calendar/low-back-ease.ics?at=08:00&weeks={weeks}&zone=UTC&from=2026-10-01")
    reviews = events(found, "Look back")
    assert [(event["dtstart"].dt.date() - date(2026, 10, 1)).days for event in reviews] == days
    assert all("Book to see" in event["description"] for event in reviews[:1])


def test_one_side_takes_half_the_time_and_is_named(client: FlaskClient) -> None:
    for spec, minutes, sides in (("BL40.90", 4, {"left", "right"}), ("BL40.90r", 2, {"right"})):
        event = events(calendar(client, f"/calendar/{spec}.ics?{ASKED}"), "Thumbwidth")[0]
        assert event["summary"] == f"Thumbwidth, {minutes} min"
        assert set(re.findall(r"Press BL40 Wěizhōng, (left|right) side", event["description"])) == sides
        assert f"/routines/custom#{spec}\n" in event["description"]


def test_calendar_titles_reveal_no_health_data(client: FlaskClient) -> None:
    found = calendar(client, f"/calendar/{SPEC};daily=2.ics?{ASKED}")
    (first, second) = events(found, "Thumbwidth")
    assert re.fullmatch(r"Thumbwidth, \d+ min", first["summary"])
    assert f"https://thumbwidth.example/routines/custom#{SPEC};daily=2" in first["description"]
    assert "Press BL23 Shènshù, left side: 1 min 30 s" in first["description"]
    assert first["uid"] != second["uid"]


def test_the_file_is_one_that_rfc_5545_allows(client: FlaskClient) -> None:
    answer = client.get(f"/calendar/low-back-and-buttock.ics?{ASKED}")
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="thumbwidth-low-back-and-buttock.ics"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.endswith(b"END:VCALENDAR\r\n")
    lines = answer.data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", answer.data.replace(b"\r\n", b""))
    found = Calendar.from_ical(answer.data)
    assert {"PRODID", "VERSION"} <= set(found)
    for event in found.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)
        assert not event.errors
    uids = [event["uid"] for event in found.walk("VEVENT")]
    assert len(uids) == len(set(uids))


def made_at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(share, "_now", lambda zone: moment.astimezone(zone))


FIRST = datetime(2026, 11, 21, 11, 30, tzinfo=UTC)


def test_a_new_time_gives_the_same_events(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made_at(monkeypatch, FIRST)
    address = f"/calendar/{SPEC}.ics?{ASKED}"
    assert client.get(address).data == client.get(address).data
    later = calendar(client, address.replace("08:00", "09:30"))
    assert [event["uid"] for event in later.walk("VEVENT")] == [
        event["uid"] for event in calendar(client, address).walk("VEVENT")
    ]


def test_a_file_made_later_counts_as_later(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """L3; RFC 5546, 2.1.5: the higher SEQUENCE wins, then the later DTSTAMP."""
    address = f"/calendar/low-back-ease.ics?{ASKED}"
    made_at(monkeypatch, FIRST)
    before = events(calendar(client, address), "")
    made_at(monkeypatch, FIRST + timedelta(seconds=1))
    after = events(calendar(client, address.replace("08:00", "09:30")), "")
    for old, new in zip(before, after, strict=True):
        assert old["uid"] == new["uid"]
        assert 0 < int(old["sequence"]) < int(new["sequence"]) < 2**31
        assert old["dtstamp"].dt == FIRST == new["dtstamp"].dt - timedelta(seconds=1)
        assert new["last-modified"].dt == new["dtstamp"].dt


@pytest.mark.parametrize(("times", "weeks"), [("08:00,14:00,20:00", 6), ("08:00,20:00", 3), ("08:00", 1)])
def test_what_fell_away_is_cancelled_in_the_next_file(client: FlaskClient, times: str, weeks: int) -> None:
    def uids(found: list[Any]) -> set[str]:
        return {str(event["uid"]) for event in found}

    where = "zone=Europe/Berlin&from=2026-10-01"
    whole = events(calendar(client, f"/calendar/{SPEC}.ics?at=08:00,14:00,20:00&weeks=6&{where}"), "")
    alone = events(calendar(client, f"/calendar/{SPEC}.ics?at={times}&weeks={weeks}&{where}"), "")
    again = events(calendar(client, f"/calendar/{SPEC}.ics?at={times}&weeks={weeks}&{where}&again=yes"), "")
    cancelled = [event for event in again if event.get("status") == "CANCELLED"]
    assert uids(again) - uids(cancelled) == uids(alone)
    assert not uids(cancelled) & uids(alone)
    assert uids(whole) <= uids(again)
    assert not any(event.walk("VALARM") for event in cancelled)


def test_the_phone_remembers_that_it_fetched_a_file(context: BrowserContext, page: Page, server: Server) -> None:
    context.route("**/sw.js", lambda route: route.abort())
    page.goto(f"{server.url}/routines/low-back-ease")
    page.get_by_text("Put it in my calendar").click()
    for again in (False, True):
        with page.expect_download() as coming:
            page.get_by_role("button", name="Get the calendar file").click()
        assert ("again=yes" in coming.value.url) is again
        expect(page.locator("input[name=again]")).to_be_enabled()


def test_without_a_day_it_begins_tomorrow_where_the_person_is(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_at(monkeypatch, FIRST)
    for zone, day in (("Europe/Berlin", 22), ("Pacific/Auckland", 23)):
        found = calendar(client, f"/calendar/low-back-ease.ics?at=08:00&zone={zone}")
        assert events(found, "Thumbwidth")[0]["dtstart"].dt.date() == date(2026, 11, day)


def test_a_form_that_is_partly_filled_in_is_understood(client: FlaskClient) -> None:
    found = calendar(client, "/calendar/low-back-ease.ics?at=20%3A00&at=08%3A00&at=&weeks=2&zone=Europe%2FBerlin")
    assert [event["dtstart"].dt.time() for event in events(found, "Thumbwidth")] == [time(8), time(20)]


@pytest.mark.parametrize(
    ("spec", "query", "field"),
    [
        ("low-back-ease", "zone=UTC", "at"),
        ("low-back-ease", "at=8:00&zone=UTC", "at"),
        ("low-back-ease", "at=24:00&zone=UTC", "at"),
        ("low-back-ease", "at=08:00,&at=x&zone=UTC", "at"),
        ("low-back-ease", "at=01:00,02:00,03:00,04:00&zone=UTC", "at"),
        ("full-round", "at=08:00,13:00,20:00&zone=UTC", "at"),
        (f"{SPEC};daily=1", "at=08:00,20:00&zone=UTC", "at"),
        ("low-back-ease", "at=08:00", "zone"),
        ("low-back-ease", "at=08:00&zone=Europe/Nowhere", "zone"),
        ("low-back-ease", "at=08:00&zone=../../etc/passwd", "zone"),
        ("low-back-ease", "at=08:00&zone=UTC&zone=UTC", "zone"),
        ("low-back-ease", "at=08:00&zone=UTC&weeks=0", "weeks"),
        ("low-back-ease", "at=08:00&zone=UTC&weeks=7", "weeks"),
        ("low-back-ease", "at=08:00&zone=UTC&weeks=two", "weeks"),
        (f"{SPEC};weeks=2", "at=08:00&zone=UTC&weeks=3", "weeks"),
        ("low-back-ease", "at=08:00&zone=UTC&from=2026-02-30", "from"),
        ("low-back-ease", "at=08:00&zone=UTC&from=1900-01-01", "from"),
        ("low-back-ease", "at=08:00&zone=UTC&from=tomorrow", "from"),
        ("low-back-ease", "at=08:00&zone=UTC&note=hello", "note"),
    ],
)
def test_what_makes_no_calendar_is_refused_by_name(client: FlaskClient, spec: str, query: str, field: str) -> None:
    answer = client.get(f"/calendar/{spec}.ics?{query}")
    assert answer.status_code == 422
    assert f"<dt>{field}</dt>" in answer.text


@pytest.mark.browser
def test_the_form_finds_the_zone_and_asks_for_nothing_else(context: BrowserContext, page: Page, server: Server) -> None:
    context.route("**/sw.js", lambda route: route.abort())  # a download through a worker is the worker's test
    page.goto(f"{server.url}/routines/low-back-ease")
    page.get_by_text("Put it in my calendar").click()
    here = page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    expect(page.get_by_label("Time zone")).to_have_value(here)
    page.get_by_label("Second, if any").fill("20:00")
    seen = watch(context)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Get the calendar file").click()
    assert coming.value.suggested_filename == "thumbwidth-low-back-ease.ics"
    found = Calendar.from_ical(coming.value.path().read_bytes())
    assert [event["dtstart"].dt.time() for event in events(found, "Thumbwidth")] == [time(8), time(20)]
    (asked,) = {request.url for request in seen if "/calendar/" in request.url}
    assert set(re.findall(r"[?&](\w+)=", asked)) == {"at", "weeks", "zone"}
