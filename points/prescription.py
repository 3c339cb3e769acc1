"""A prescription: a custom routine, its frequency and a note, as the fragment of a link.

`BL23.90-BL40.60;daily=2;weeks=6;note=Slowly%2C please`: points as `StepBuilder.parse_spec` parses them, then at most
one of each of three fields. `docs/api.md` has the grammar. The fragment never reaches a server:
`static/js/prescription/prescription.js` parses it by the same rules, and both run `prescription_cases.json`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, unquote_to_bytes

from points.errors import SpecError
from points.spec import SpecItem
from points.steps import StepBuilder

MAX_NOTE: Final = 280
#: Characters; enough for twelve points and a note of four-byte characters, percent-encoded.
MAX_TEXT: Final = 4000

#: Output of `encodeURIComponent`.
_ENCODED: Final = re.compile(r"(?:[A-Za-z0-9\-_.!~*'()]|%[0-9A-Fa-f]{2})*", re.ASCII)
#: Control characters except the line break, and invisible characters that break or reverse a line.
_INVISIBLE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Prescription:
    """Items, sessions a day (0: unstated), weeks (0: unstated) and a note in plain text."""

    items: tuple[SpecItem, ...]
    daily: int = 0
    weeks: int = 0
    note: str = ""


def parse(text: str, steps: StepBuilder) -> Prescription:
    """Return the prescription of a URL fragment; raises `SpecError` with the part."""
    if len(text) > MAX_TEXT:
        raise SpecError("spec", f"at most {MAX_TEXT} characters", len(text), "shorten the note")
    points, *rest = text.split(";")
    fields = _field_parsers(steps.limits)
    if len(rest) > len(fields):
        raise SpecError("spec", f"at most {len(fields)} fields after the points", len(rest))
    found = Prescription(steps.parse_spec(points), **_parse_fields(rest, fields))
    steps.check_daily(found.items, found.daily, "daily")
    return found


def serialize(prescription: Prescription, steps: StepBuilder) -> str:
    """Return the fragment of a prescription: points, daily, weeks, note."""
    points = steps.serialize_spec(prescription.items)
    daily = f";daily={prescription.daily}" if prescription.daily else ""
    weeks = f";weeks={prescription.weeks}" if prescription.weeks else ""
    note = f";note={_encode(prescription.note)}" if prescription.note else ""
    return points + daily + weeks + note


def _encode(note: str) -> str:
    """Return a note with all but letters, digits, `-` and `_` escaped; link detection drops others at the end."""
    return quote(note, safe="").replace(".", "%2E").replace("~", "%7E")


def _field_parsers(limits: Mapping[str, int]) -> dict[str, Callable[[str], Any]]:
    return {
        "daily": _number_parser("daily", limits["daily"]),
        "weeks": _number_parser("weeks", limits["weeks"]),
        "note": _parse_note,
    }


def _parse_fields(rest: list[str], fields: Mapping[str, Callable[[str], Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, field in enumerate(rest, 1):
        name, _, value = field.partition("=")
        if name not in fields or "=" not in field:
            raise SpecError(f"field {number}", "expected daily=, weeks= or note=", field[:24])
        if name in found:
            raise SpecError(name, "stands here twice", None, "leave one out")
        found[name] = fields[name](value)
    return found


def _number_parser(name: str, limit: int) -> Callable[[str], int]:
    def read_number(value: str) -> int:
        if not re.fullmatch(r"[1-9]", value, re.ASCII) or int(value) > limit:
            raise SpecError(name, f"expected a whole number from 1 to {limit}", value[:24])
        return int(value)

    return read_number


def _parse_note(value: str) -> str:
    if not _ENCODED.fullmatch(value):
        raise SpecError("note", "expected percent-encoded text")
    try:
        note = unquote_to_bytes(value).decode("utf-8")
    except UnicodeDecodeError:
        raise SpecError("note", "expected UTF-8, percent-encoded once") from None
    if _INVISIBLE.search(note):
        raise SpecError("note", "plain text has no control characters", None, "type it again")
    if len(note) > MAX_NOTE:
        raise SpecError("note", f"at most {MAX_NOTE} characters", len(note), "shorten it")
    return note
