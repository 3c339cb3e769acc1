"""Build of the fields of a `Catalogue` from its TOML files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from points import checks, citations, codes, describe, kinds, load, phrases
from points.describe import Describer
from points.errors import CatalogueError
from points.gate import Gate
from points.location import Location
from points.records import PlacedLocation, Point, Position, Press, SelfCare, Way
from points.safety_records import ContraindicationLevel, Flag, Question
from points.session_records import OtherStep, Routine


def build(folder: Path) -> dict[str, Any]:
    """Load a folder and return the keyword arguments of `Catalogue`.

    Raises `CatalogueError` with all problems.
    """
    raw = load.read_all(folder)
    entries = raw.entries
    problems = list(checks.check_catalogue(entries))
    if problems:
        raise CatalogueError(problems)
    words = Describer(entries["landmark"], entries["ruler"], entries["direction"])
    questions = tuple(_question(entry) for entry in entries["contraindication"])
    known = {phrase.key: phrase for phrase in entries.pop("phrase")}
    for table in ("routine", "custom"):
        entries[table] = [phrases.expand(routine, known) for routine in entries[table]]
    positions = {position.key: position for position in entries["position"]}
    points = [_point(entry, questions, words, positions) for entry in entries["point"]]
    return {
        "points": tuple(sorted(points, key=lambda point: codes.sort_key(point.code))),
        "meridians": tuple(entries["meridian"]),
        "categories": tuple(entries["category"]),
        "landmarks": tuple(entries["landmark"]),
        "rulers": tuple(entries["ruler"]),
        "directions": tuple(entries["direction"]),
        "positions": tuple(entries["position"]),
        "questions": questions,
        "red_flags": tuple(entries["red_flag"]),
        "stop_rules": tuple(entries["stop_rule"]),
        "thresholds": tuple(entries["threshold"]),
        "limits": tuple(entries["limit"]),
        "emergency_numbers": tuple(entries["emergency_number"]),
        "conditions": tuple(entries["condition"]),
        "clues": tuple(entries["clue"]),
        "differences": tuple(entries["difference"]),
        "synonyms": tuple(entries["everyday"]),
        "point_names": tuple(entries["point_name"]),
        "self_care": tuple(_self_care(entry, questions) for entry in entries["self_care"]),
        "gate": _gate(entries),
        "routines": tuple(entries["routine"]),
        "custom_routine": entries["custom"][0],
        "other_steps": tuple(_other_step(entry, entries["routine"]) for entry in entries["other_step"]),
        "templates": tuple(entries["template"]),
        "choices": tuple(entries["choice"]),
        "pages": tuple(entries["page"]),
        "passages": tuple(entries["passage"]),
        "studies": tuple(entries["study"]),
        "omissions": tuple(entries["omission"]),
        "reviewed_by": {(review.table, review.entry_key): review for review in raw.reviews},
        "sources": tuple(entries["source"]),
        "citations": citations.citations_by_source(entries),
        "version": _version(folder),
    }


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in load.toml_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


#: Levels with an instruction; one beside `avoid` would read like a permission.
_INSTRUCTED_LEVELS = (ContraindicationLevel.CAUTION, ContraindicationLevel.ADAPT)


def _flag(question: Mapping[str, Any], flag: Mapping[str, Any], limits: Mapping[str, Any] | None = None) -> Flag:
    """Return a flag; reason, instruction and sources default to those of the question.

    `forbids` and `max_seconds` combine those of the flag and of `limits`.
    """
    level = ContraindicationLevel(flag["level"])
    listed = level is not ContraindicationLevel.NOT_LISTED
    stated = [entry for entry in (limits, flag) if entry and listed]
    return Flag(
        condition=question["key"],
        level=level,
        reason=flag["reason"] or (question["reason"] if listed else "No source we use speaks of it."),
        sources=tuple(flag["sources"] or (question["sources"] if listed else ())),
        instruction=(flag["instruction"] or question["instruction"]) if level in _INSTRUCTED_LEVELS else "",
        only_if_no=tuple(flag["only_if_no"] or question["only_if_no"]) if listed else (),
        forbids=tuple(dict.fromkeys(token for entry in stated for token in entry["forbids"])),
        max_seconds=min((entry["max_seconds"] for entry in stated if entry["max_seconds"]), default=None),
    )


def _question(entry: Mapping[str, Any]) -> Question:
    own = ("key", "tier", "short", "when", "question", "why", "expires_days", "expires_hours", "by_area", "clearance")
    return Question(
        **{name: entry[name] for name in own},
        points={code: _flag(entry, flag, entry) for code, flag in entry["points"].items()},
        kinds={kind: _flag(entry, flag) for kind, flag in entry["kinds"].items()},
        forbids=tuple(entry["forbids"]),
        max_seconds=entry["max_seconds"],
        sources=tuple(entry["sources"]),
    )


def _self_care(entry: SelfCare, questions: tuple[Question, ...]) -> SelfCare:
    return replace(entry, flags=kinds.flags_of(entry.kind, entry.uses, questions))


def _other_step(entry: OtherStep, routines: list[Routine]) -> OtherStep:
    """Return steps without a point with the items and the daily limit of their routine."""
    routine = next(routine for routine in routines if routine.slug == entry.routine)
    items = tuple(item for item in routine.items if entry.step_title in ("", item.title))
    return replace(entry, items=items, daily=routine.daily)


def _gate(entries: Mapping[str, Any]) -> Gate:
    screens = sorted(entries["screen"], key=lambda screen: screen.order)
    return Gate(tuple(screens), tuple(entries["line"]), tuple(entries["tile"]))


def _placed_location(entry: Mapping[str, Any], region: str, words: Describer) -> PlacedLocation:
    expression: Location = entry["expression"]
    measure = describe.finger_measure(expression)
    return PlacedLocation(
        expression=expression,
        sentence=words.describe(expression, region),
        note=entry["note"],
        finger_measure=measure,
        find=tuple(describe.insert_measure(step, measure) for step in entry["find"]),
        uncertainty=entry["uncertainty"],
        sources=tuple(entry["sources"]),
    )


def _press(press: Press, positions: Mapping[str, Position]) -> Press:
    """Return a press in which `uses` of each way include those of its position."""
    how = {
        key: tuple(Way(way.text, tuple(dict.fromkeys([*positions[key].uses, *way.uses]))) for way in ways)
        for key, ways in press.how.items()
    }
    return replace(press, how=how)


def _point(
    entry: Mapping[str, Any], questions: tuple[Question, ...], words: Describer, positions: Mapping[str, Position]
) -> Point:
    code, region = entry["code"], entry["region"]
    letters = code.rstrip("0123456789")
    alternative = entry["alternative"]
    made: dict[str, Any] = {
        "meridian": letters,
        "number": int(code[len(letters) :]),
        "location": _placed_location(entry["location"], region, words),
        "alternative": _placed_location(alternative, region, words) if alternative else None,
        "press": _press(entry["press"], positions),
        "flags": tuple(question.points[code] for question in questions),
    }
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    return Point(**(plain | made))
