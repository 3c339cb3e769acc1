"""The catalogue: every entry, joined, checked, ordered and looked up by key.

`load()` is the one way in. It is pure: the same files give an equal catalogue with the same version.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from points import citations, codes, crosscheck, folding, loader, phrases, search, search_entries, wording
from points.citations import Citation
from points.errors import CatalogueError, UnknownKey
from points.location import Location
from points.model import (
    Clue,
    Condition,
    Difference,
    Direction,
    EmergencyNumber,
    Everyday,
    Flag,
    Landmark,
    Level,
    Meridian,
    PlacedLocation,
    Point,
    Position,
    Question,
    RedFlag,
    Routine,
    Ruler,
    SelfCare,
    Source,
    Step,
    StopRule,
    Threshold,
)
from points.routine import Steps
from points.search_index import Index

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Catalogue:
    """Everything known, in fixed order. `version` changes when any file does."""

    points: tuple[Point, ...]
    meridians: tuple[Meridian, ...]
    landmarks: tuple[Landmark, ...]
    rulers: tuple[Ruler, ...]
    directions: tuple[Direction, ...]
    positions: tuple[Position, ...]
    questions: tuple[Question, ...]
    red_flags: tuple[RedFlag, ...]
    stop_rules: tuple[StopRule, ...]
    thresholds: tuple[Threshold, ...]
    limits: tuple[Threshold, ...]
    emergency_numbers: tuple[EmergencyNumber, ...]
    conditions: tuple[Condition, ...]
    clues: tuple[Clue, ...]
    differences: tuple[Difference, ...]
    everyday: tuple[Everyday, ...]
    self_care: tuple[SelfCare, ...]
    routines: tuple[Routine, ...]
    custom: Routine
    sources: tuple[Source, ...]
    citations: Mapping[str, tuple[Citation, ...]]
    version: str

    @cached_property
    def reviewed(self) -> date:
        """The day of the newest review of any point or routine."""
        return max([point.reviewed for point in self.points] + [routine.reviewed for routine in self.routines])

    @cached_property
    def safety_version(self) -> str:
        """Changes exactly when something a person is warned of changes."""
        warnings = (
            self.questions,
            self.red_flags,
            self.stop_rules,
            self.emergency_numbers,
            self.thresholds,
            [(point.code, point.press.stop_if, point.flags) for point in self.points],
        )
        return _short_hash(repr(warnings).encode())

    @cached_property
    def steps_maker(self) -> Steps:
        """Makes steps with this catalogue's points, positions and questions."""
        return Steps(
            {point.code: point for point in self.points},
            {position.key: position for position in self.positions},
            self.question_by_key,
            self.most,
        )

    @cached_property
    def question_by_key(self) -> Mapping[str, Question]:
        return {question.key: question for question in self.questions}

    @cached_property
    def words(self) -> wording.Words:
        """Says locations with this catalogue's names."""
        return _words(self.landmarks, self.rulers, self.directions)

    def point(self, code: str) -> Point:
        """Return the point with exactly this WHO code; raises `UnknownKey`."""
        return self._one("point", self.points, "code", code)

    def routine(self, slug: str) -> Routine:
        return self._one("routine", self.routines, "slug", slug)

    def condition(self, slug: str) -> Condition:
        return self._one("condition", self.conditions, "slug", slug)

    def source(self, key: str) -> Source:
        return self._one("source", self.sources, "key", key)

    def landmark(self, key: str) -> Landmark:
        return self._one("landmark", self.landmarks, "key", key)

    def ruler(self, key: str) -> Ruler:
        return self._one("ruler", self.rulers, "key", key)

    def meridian(self, code: str) -> Meridian:
        return self._one("meridian", self.meridians, "code", code)

    def question(self, key: str) -> Question:
        return self._one("contraindication", self.questions, "key", key)

    def care(self, slug: str) -> SelfCare:
        return self._one("self_care", self.self_care, "slug", slug)

    def difference(self, slug: str) -> Difference:
        return self._one("difference", self.differences, "slug", slug)

    def threshold(self, key: str) -> Threshold:
        return self._one("threshold", self.thresholds, "key", key)

    @cached_property
    def reviews(self) -> Mapping[str, int]:
        """Days after which pain that does not ease is to be seen, by the slug of the sign that says so."""
        found = (self.threshold(key) for key in ("first-review", "second-review"))
        return {item.red_flag: item.value for item in found}

    @cached_property
    def most(self) -> Mapping[str, int]:
        """The most a custom routine may ask for: `points` and `seconds` of a session, sessions `daily`, and `weeks`."""
        limit = {item.key: item.value for item in self.limits}
        return {
            "points": limit["session-points"],
            "seconds": limit["session-length"],
            "daily": self.threshold("daily-sessions").value,
            "weeks": self.threshold("second-review").value // 7,
        }

    def position(self, key: str) -> Position:
        return self._one("position", self.positions, "key", key)

    def _one(self, kind: str, entries: tuple[Entry, ...], field: str, key: str) -> Entry:
        for entry in entries:
            if getattr(entry, field) == key:
                return entry
        near = difflib.get_close_matches(key, [getattr(entry, field) for entry in entries], 3, 0.6)
        raise UnknownKey(kind, key, near)

    def resolve(self, text: str) -> Point:
        """Return the point meant by a code in any spelling or by one of its names.

        Raises `UnknownKey` with suggestions; a bare `B36` to `B54` is explained and never mapped.
        """
        if codes.is_old_bladder_number(text):
            number = "".join(char for char in text if char.isdigit())
            near = [point.code for point in self.points if point.code == f"BL{number}"]
            rule = "this number alone may be the older numbering of the bladder line, where it is another place"
            raise UnknownKey("point", text, near or [f"BL{number}"], rule)
        if meanings := codes.ambiguity(text):
            said = " and ".join(f"{code} in {where}" for code, where in meanings.items())
            raise UnknownKey("point", text, list(meanings), f"it is {said}")
        code = codes.who_code(text)
        wanted = folding.key(text)
        for point in self.points:
            names = (point.names.pinyin, *point.aliases)
            if point.code == code or wanted in {folding.key(name) for name in names}:
                return point
        raise UnknownKey("point", text, self._near_points(code or text))

    def _near_points(self, text: str) -> list[str]:
        """Return up to three codes that may have been meant: the nearest numbers, else the nearest spelling."""
        known = [point.code for point in self.points]
        prefix, number = codes.sort_key(text) if codes.who_code(text) == text else (-1, 0)
        same = [code for code in known if codes.sort_key(code)[0] == prefix]
        same.sort(key=lambda code: abs(codes.sort_key(code)[1] - number))
        return same[:3] or difflib.get_close_matches(text.upper(), known, 3, 0.5) or known[:3]

    @cached_property
    def index(self) -> Index:
        """What can be found, and by which words."""
        return search_entries.build(self)

    def find(self, query: str) -> search.Answer:
        """Return everything a query finds, the best first, or why it finds nothing."""
        return search.search(self.index, query)

    def search(self, query: str) -> tuple[Point, ...]:
        """Return the points a query finds, the best first."""
        return tuple(self.point(hit.entry.key) for hit in self.find(query).of("point"))

    def differences_about(self, code: str) -> tuple[Difference, ...]:
        """Return what sources disagree about where a point is concerned."""
        return tuple(item for item in self.differences if code in item.concerns)

    def basis(self, slug: str) -> tuple[str, ...]:
        """Return what the steps of a routine rest on: its own, and the places and presses of its points."""
        keys: list[str] = []
        for item in self.routine(slug).items:
            keys += item.sources
            if item.point:
                point = self.point(item.point)
                keys += [*point.location.sources, *point.press.sources, *self.position(item.position).sources]
        return tuple(dict.fromkeys(keys))

    def steps(self, slug: str) -> tuple[Step, ...]:
        """Return the steps of a routine."""
        return self.steps_maker.of(self.routine(slug))


def load(folder: Path = loader.DATA) -> Catalogue:
    """Read, check and join a catalogue folder. Raises `CatalogueError` listing every problem."""
    entries = loader.read(folder)
    problems = list(crosscheck.problems(entries))
    if problems:
        raise CatalogueError(problems)
    words = _words(entries["landmark"], entries["ruler"], entries["direction"])
    questions = tuple(_question(entry) for entry in entries["contraindication"])
    known = {phrase.key: phrase for phrase in entries.pop("phrase")}
    for table in ("routine", "custom"):
        entries[table] = [phrases.filled(routine, known) for routine in entries[table]]
    points = [_point(entry, questions, words) for entry in entries["point"]]
    return Catalogue(
        points=tuple(sorted(points, key=lambda point: codes.sort_key(point.code))),
        meridians=tuple(entries["meridian"]),
        landmarks=tuple(entries["landmark"]),
        rulers=tuple(entries["ruler"]),
        directions=tuple(entries["direction"]),
        positions=tuple(entries["position"]),
        questions=questions,
        red_flags=tuple(entries["red_flag"]),
        stop_rules=tuple(entries["stop_rule"]),
        thresholds=tuple(entries["threshold"]),
        limits=tuple(entries["limit"]),
        emergency_numbers=tuple(entries["emergency_number"]),
        conditions=tuple(entries["condition"]),
        clues=tuple(entries["clue"]),
        differences=tuple(entries["difference"]),
        everyday=tuple(entries["everyday"]),
        self_care=tuple(entries["self_care"]),
        routines=tuple(entries["routine"]),
        custom=entries["custom"][0],
        sources=tuple(entries["source"]),
        citations=citations.by_source(entries),
        version=_version(folder),
    )


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in loader.files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _short_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def _words(
    landmarks: tuple[Landmark, ...] | list[Landmark],
    rulers: tuple[Ruler, ...] | list[Ruler],
    directions: tuple[Direction, ...] | list[Direction],
) -> wording.Words:
    return wording.Words(
        {item.key: item for item in landmarks},
        {item.key: item for item in rulers},
        {item.key: item for item in directions},
    )


#: Levels that leave something to do: what is to be avoided comes with no instruction that would read like a leave.
_OPEN = (Level.CAUTION, Level.ADAPT)


def _flag(question: Mapping[str, Any], flag: Mapping[str, Any]) -> Flag:
    """A flag with the question's reason, instruction and sources where it states none of its own."""
    level = Level(flag["level"])
    listed = level is not Level.NOT_LISTED
    return Flag(
        condition=question["key"],
        level=level,
        reason=flag["reason"] or (question["reason"] if listed else "No source we use speaks of it."),
        sources=tuple(flag["sources"] or (question["sources"] if listed else ())),
        instruction=(flag["instruction"] or question["instruction"]) if level in _OPEN else "",
        only_if_no=tuple(flag["only_if_no"] or question["only_if_no"]) if listed else (),
    )


def _question(entry: Mapping[str, Any]) -> Question:
    own = ("key", "tier", "short", "question", "explanation", "expires_days", "by_area", "clearance")
    return Question(
        **{name: entry[name] for name in own},
        points={code: _flag(entry, flag) for code, flag in entry["points"].items()},
        kinds={kind: _flag(entry, flag) for kind, flag in entry["kinds"].items()},
        sources=tuple(entry["sources"]),
    )


def _placed(entry: Mapping[str, Any], region: str, words: wording.Words) -> PlacedLocation:
    expression: Location = entry["expression"]
    measure = wording.finger_measure(expression)
    return PlacedLocation(
        expression=expression,
        sentence=words.say(expression, region),
        note=entry["note"],
        finger_measure=measure,
        find=tuple(wording.fill(step, measure) for step in entry["find"]),
        uncertainty=entry["uncertainty"],
        sources=tuple(entry["sources"]),
    )


def _point(entry: Mapping[str, Any], questions: tuple[Question, ...], words: wording.Words) -> Point:
    code, region = entry["code"], entry["region"]
    letters = code.rstrip("0123456789")
    alternative = entry["alternative"]
    joined: dict[str, Any] = {
        "meridian": letters,
        "number": int(code[len(letters) :]),
        "location": _placed(entry["location"], region, words),
        "alternative": _placed(alternative, region, words) if alternative else None,
        "flags": tuple(question.points[code] for question in questions),
    }
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    return Point(**(plain | joined))
