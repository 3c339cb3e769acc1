"""A prescription: a custom routine with how often, for how long, and a note, as a link carries it after its `#`.

`BL23.90-BL40.60;daily=2;weeks=6;note=Slowly%2C please`: the points as `Steps.read_spec` reads them, then at most one
of each of three fields. The grammar stands in docs/api.md. The text never reaches a server: the phone parses it by the
same rules (`static/js/prescription/prescription.js`), and both run one table of cases (`prescription_cases.json`).
`points.steps` makes the steps; the catalogue limits how much may be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, unquote_to_bytes

from points.errors import SpecError
from points.session_records import Item
from points.steps import Steps

MAX_NOTE: Final = 280
#: Twelve points and a note in which every character is percent-encoded as four bytes fit in less.
MAX_TEXT: Final = 4000

#: What `encodeURIComponent` leaves as it is, and escapes.
_ENCODED: Final = re.compile(r"(?:[A-Za-z0-9\-_.!~*'()]|%[0-9A-Fa-f]{2})*", re.ASCII)
#: Control characters but the line break, and those that break or turn a line unseen.
_UNSEEN: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Prescription:
    """What to press, how many times a day (0: not said), for how many weeks (0: not said), and a note in plain text."""

    items: tuple[Item, ...]
    daily: int = 0
    weeks: int = 0
    note: str = ""


def read(text: str, steps: Steps) -> Prescription:
    """Read what stands after the `#` of a link; raises `SpecError` naming the part."""
    if len(text) > MAX_TEXT:
        raise SpecError("spec", f"at most {MAX_TEXT} characters", len(text), "shorten the note")
    points, *rest = text.split(";")
    fields = _readers(steps.most)
    if len(rest) > len(fields):
        raise SpecError("spec", f"at most {len(fields)} fields after the points", len(rest))
    items = steps.read_spec(points)
    return Prescription(items, **_read(rest, fields))


def write(prescription: Prescription, steps: Steps) -> str:
    """Return the text that reads as this prescription: points, daily, weeks, note."""
    points = steps.write_spec(prescription.items)
    daily = f";daily={prescription.daily}" if prescription.daily else ""
    weeks = f";weeks={prescription.weeks}" if prescription.weeks else ""
    note = f";note={_encode(prescription.note)}" if prescription.note else ""
    return points + daily + weeks + note


def _encode(note: str) -> str:
    """Escape all but letters, digits, `-` and `_`: programs that find links in text drop others at the end."""
    return quote(note, safe="").replace(".", "%2E").replace("~", "%7E")


def _readers(most: Mapping[str, int]) -> dict[str, Callable[[str], Any]]:
    return {"daily": _number("daily", most["daily"]), "weeks": _number("weeks", most["weeks"]), "note": _note}


def _read(rest: list[str], fields: Mapping[str, Callable[[str], Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, field in enumerate(rest, 1):
        name, _, value = field.partition("=")
        if name not in fields or "=" not in field:
            raise SpecError(f"field {number}", "expected daily=, weeks= or note=", field[:24])
        if name in found:
            raise SpecError(name, "stands here twice", None, "leave one out")
        found[name] = fields[name](value)
    return found


def _number(name: str, most: int) -> Callable[[str], int]:
    def read_number(value: str) -> int:
        if not re.fullmatch(r"[1-9]", value, re.ASCII) or int(value) > most:
            raise SpecError(name, f"expected a whole number from 1 to {most}", value[:24])
        return int(value)

    return read_number


def _note(value: str) -> str:
    if not _ENCODED.fullmatch(value):
        raise SpecError("note", "expected percent-encoded text")
    try:
        note = unquote_to_bytes(value).decode("utf-8")
    except UnicodeDecodeError:
        raise SpecError("note", "expected UTF-8, percent-encoded once") from None
    if _UNSEEN.search(note):
        raise SpecError("note", "plain text has no control characters", None, "type it again")
    if len(note) > MAX_NOTE:
        raise SpecError("note", f"at most {MAX_NOTE} characters", len(note), "shorten it")
    return note
