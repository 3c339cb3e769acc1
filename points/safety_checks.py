"""Checks of the safety data across entries: forbidden ways, lifetimes, gate coverage.

They run on the result of `points.load.read_tables` and yield one line a problem:
`entry: field: rule (found value); way out`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from points.citations import Entries
from points.gate import Line, Part
from points.schemas import MANNERS, MOVEMENTS

#: Tiers whose signs close the gate.
GATE_TIERS: Final = ("emergency", "same-day")
#: Manner -> pattern of its words in a text.
MANNER_PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    "ball": re.compile(r"\bballs?\b", re.IGNORECASE),
    "lean": re.compile(r"\b(lean(s|ed|ing|t)?|body weight)\b", re.IGNORECASE),
    "knuckles": re.compile(r"\b(knuckles|fist)\b", re.IGNORECASE),
    "flat": re.compile(r"\bflat on (the|your) (back|front|tummy)\b", re.IGNORECASE),
}
_NEGATION: Final = re.compile(r"\b(no|not|never|without|nor|don't)\b", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"(?<=[.!?;])\s+")


def manners_in(text: str) -> set[str]:
    """Return the manners that a text requires: named in a sentence without a preceding negation."""
    found = set()
    for sentence in _SENTENCE_END.split(text):
        for manner, pattern in MANNER_PATTERNS.items():
            match = pattern.search(sentence)
            if match and not _NEGATION.search(sentence[: match.start()]):
                found.add(manner)
    return found


def check_safety(entries: Entries) -> Iterator[str]:
    """Yield the problems of the safety data."""
    yield from _forbidden(entries)
    yield from _lifetimes(entries)
    yield from _ways(entries)
    yield from _movements(entries)
    yield from _signs(entries)
    yield from _gate(entries)


def _forbidden(entries: Entries) -> Iterator[str]:
    known = {*(position.key for position in entries["position"]), *MANNERS, *MOVEMENTS}
    for question in entries["contraindication"]:
        cells = {f"points.{code}": flag for code, flag in question["points"].items()}
        cells |= {f"kinds.{kind}": flag for kind, flag in question["kinds"].items()}
        for where, flag in {"": question, **cells}.items():
            field = f"{where}.forbids".lstrip(".")
            for token in flag["forbids"]:
                if token not in known:
                    yield (
                        f"{question['key']}: {field}: no such position, manner or movement (found {token!r}); "
                        f"give a position of positions.toml or one of {', '.join((*MANNERS, *MOVEMENTS))}"
                    )
        for where, flag in cells.items():
            if flag["level"] in ("avoid", "not-listed") and (flag["forbids"] or flag["max_seconds"]):
                yield (
                    f"{question['key']}: {where}: {flag['level']} leaves nothing to forbid or to shorten; "
                    "leave out forbids and max_seconds"
                )


def _lifetimes(entries: Entries) -> Iterator[str]:
    for question in entries["contraindication"]:
        if (question["tier"] == "today") != bool(question["expires_hours"]):
            yield (
                f"{question['key']}: expires_hours: for questions of the tier today, and for no others "
                f"(found {question['expires_hours']!r} in tier {question['tier']!r})"
            )


def _ways(entries: Entries) -> Iterator[str]:
    positions = {position.key: position for position in entries["position"]}
    for position in positions.values():
        yield from _uses(f"{position.key}: uses", position.how, position.uses)
    for point in entries["point"]:
        for key, ways in point["press"].how.items():
            position_uses = positions[key].uses if key in positions else ()
            for number, way in enumerate(ways, 1):
                yield from _uses(
                    f"{point['code']}: press.how.{key} number {number}", way.text, (*way.uses, *position_uses)
                )


def _uses(where: str, text: str, uses: Iterable[str]) -> Iterator[str]:
    for manner in sorted(manners_in(text) - set(uses)):
        yield f"{where}: the text asks for {manner} (found {text!r}); add {manner!r} to uses, or say it otherwise"
    for token in uses:
        if token not in MANNERS:
            yield f"{where}: no such manner (found {token!r}); the manners are {', '.join(MANNERS)}"


def _movements(entries: Entries) -> Iterator[str]:
    positions = {position.key for position in entries["position"]}
    items: list[tuple[str, Any]] = [
        (f"{routine.slug}: item {number}", item)
        for routine in entries["routine"]
        for number, item in enumerate(routine.items, 1)
    ]
    for where, entry in [*items, *((entry.slug, entry) for entry in entries["self_care"])]:
        if entry.kind == "move" and not set(entry.uses) & set(MOVEMENTS):
            yield f"{where}: uses: a movement needs one of {', '.join(MOVEMENTS)} (found {list(entry.uses)})"
        if entry.kind != "move" and entry.uses:
            yield f"{where}: uses: only a movement states them here (found {list(entry.uses)} in kind {entry.kind!r})"
        for token in entry.uses:
            if token not in (*MOVEMENTS, *positions):
                yield f"{where}: uses: no such movement or position (found {token!r})"


def _signs(entries: Entries) -> Iterator[str]:
    for sign in entries["red_flag"]:
        for field in ("reason", "say"):
            if sign.tier in GATE_TIERS and not getattr(sign, field):
                yield f"{sign.slug}: {field}: missing; a sign that closes the gate says why and what to tell a doctor"


def _gate(entries: Entries) -> Iterator[str]:
    signs = {sign.slug for sign in entries["red_flag"] if sign.tier in GATE_TIERS}
    questions = {question["key"]: question for question in entries["contraindication"]}
    screens = {screen.slug for screen in entries["screen"]}
    tiles = {tile.slug: tile for tile in entries["tile"]}
    lines: list[Line] = list(entries["line"])
    for line in lines:
        yield from _line(line, screens, set(tiles), set(questions))
        yield from _answers(line.slug, line, signs, questions)
        for part in line.parts:
            yield from _answers(f"{line.slug}: part {part.text!r}", part, signs, questions)
        yield from _parts(line)
    for slug in sorted(signs - {slug for line in lines for slug in line.signs}):
        yield f"{slug}: gate: the sign stands in no line; add it to a line of gate.toml"
    for key in sorted(set(questions) - {key for line in lines for key in line.questions}):
        yield f"{key}: gate: the question stands in no line; add it to a line of gate.toml"
    for slug, tile in tiles.items():
        if tile.every_line == any(line.tile == slug for line in lines):
            yield f"{slug}: tile: give it lines, or every_line = true, and not both"
    orders = [screen.order for screen in entries["screen"]]
    if len(set(orders)) < len(orders):
        yield f"gate: screens: an order stands twice (found {sorted(orders)})"


def _line(line: Line, screens: set[str], tiles: set[str], questions: set[str]) -> Iterator[str]:
    if line.screen not in screens:
        yield f"{line.slug}: screen: no such screen (found {line.screen!r}); add it to gate.toml"
    if line.tile not in tiles:
        yield f"{line.slug}: tile: no such tile (found {line.tile!r}); add it to gate.toml"
    if line.after and line.after not in questions:
        yield f"{line.slug}: after: no such question (found {line.after!r})"
    if line.signs and not (line.reason and line.say):
        yield f"{line.slug}: a line with a sign needs reason and say; they stand on its result page"


def _answers(
    where: str, entry: Line | Part, signs: set[str], questions: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    if not entry.signs and not entry.questions:
        yield f"{where}: answers nothing; name signs or questions"
    for slug in entry.signs:
        if slug not in signs:
            yield f"{where}: signs: no sign of the first two tiers (found {slug!r}); add it to red_flags.toml"
    for key in entry.questions:
        if key not in questions:
            yield f"{where}: questions: no such question (found {key!r}); add it to contraindications.toml"
    if isinstance(entry, Part) and entry.areas:
        for key in entry.questions:
            if key in questions and not questions[key]["by_area"]:
                yield f"{where}: areas: {key!r} is not asked by area (found {list(entry.areas)}); leave them out"


def _parts(line: Line) -> Iterator[str]:
    """Yield the signs and questions in which a line and its parts differ; all parts ticked must equal the line."""
    if not line.parts:
        return
    for field in ("signs", "questions"):
        stated = set(getattr(line, field))
        together = {key for part in line.parts for key in getattr(part, field)}
        for key in sorted(stated ^ together):
            yield f"{line.slug}: {field}: {key!r} stands in the line or in its parts, and not in both"
