"""The catalogue: all entries, with lookups, search and versions.

`load()` reads a folder; `points.build` builds the fields. Equal files give an equal catalogue with the same version.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from points import build, codes
from points import load as loader
from points.citations import Citation
from points.content import InfoPage, Omission, Passage, Review, Study
from points.describe import Describer
from points.errors import UnknownKey
from points.fingerprint import fingerprint
from points.gate import Gate
from points.records import (
    Category,
    Clue,
    Condition,
    Difference,
    Direction,
    Landmark,
    Meridian,
    Point,
    PointNames,
    Position,
    Ruler,
    SelfCare,
    Source,
    Synonym,
)
from points.safety_records import EmergencyNumber, Question, RedFlag, StopRule, Threshold
from points.search import entries as search_entries
from points.search import fold, rank
from points.search.index import Index
from points.session_records import Choice, OtherStep, Routine, Step, Template
from points.steps import StepBuilder

RecordT = TypeVar("RecordT")


@dataclass(frozen=True)
class Catalogue:
    """All entries in a fixed order. `version` changes with any file."""

    points: tuple[Point, ...]
    meridians: tuple[Meridian, ...]
    categories: tuple[Category, ...]
    landmarks: tuple[Landmark, ...]
    rulers: tuple[Ruler, ...]
    directions: tuple[Direction, ...]
    positions: tuple[Position, ...]
    questions: tuple[Question, ...]
    red_flags: tuple[RedFlag, ...]
    gate: Gate
    stop_rules: tuple[StopRule, ...]
    thresholds: tuple[Threshold, ...]
    limits: tuple[Threshold, ...]
    emergency_numbers: tuple[EmergencyNumber, ...]
    conditions: tuple[Condition, ...]
    clues: tuple[Clue, ...]
    differences: tuple[Difference, ...]
    synonyms: tuple[Synonym, ...]
    point_names: tuple[PointNames, ...]
    self_care: tuple[SelfCare, ...]
    routines: tuple[Routine, ...]
    custom_routine: Routine
    other_steps: tuple[OtherStep, ...]
    templates: tuple[Template, ...]
    choices: tuple[Choice, ...]
    pages: tuple[InfoPage, ...]
    passages: tuple[Passage, ...]
    studies: tuple[Study, ...]
    omissions: tuple[Omission, ...]
    reviewed_by: Mapping[tuple[str, str], Review]
    sources: tuple[Source, ...]
    citations: Mapping[str, tuple[Citation, ...]]
    version: str

    @cached_property
    def reviewed(self) -> date:
        """The date of the latest review of a point or routine."""
        return max([point.reviewed for point in self.points] + [routine.reviewed for routine in self.routines])

    @cached_property
    def safety_version(self) -> str:
        """A hash that changes exactly when a warning changes."""
        warnings = (
            self.questions,
            self.red_flags,
            self.stop_rules,
            self.emergency_numbers,
            self.thresholds,
            self.gate,
            self.positions,
            [(point.code, point.press, point.flags) for point in self.points],
            [(entry.slug, entry.uses, entry.flags) for entry in self.self_care],
            [(routine.slug, routine.not_for, routine.items) for routine in self.routines],
            self.other_steps,
        )
        return fingerprint(warnings)

    @cached_property
    def step_builder(self) -> StepBuilder:
        """The builder of steps with the points, positions and questions of this catalogue."""
        return StepBuilder(
            {point.code: point for point in self.points},
            {position.key: position for position in self.positions},
            self.question_by_key,
            self.custom_limits,
            {step.key: step for step in self.other_steps},
        )

    @cached_property
    def question_by_key(self) -> Mapping[str, Question]:
        return {question.key: question for question in self.questions}

    @cached_property
    def describer(self) -> Describer:
        """The describer of locations with the names of this catalogue."""
        return Describer(self.landmarks, self.rulers, self.directions)

    def point(self, code: str) -> Point:
        """Return the point with exactly this WHO code; raises `UnknownKey`."""
        return self._lookup("point", self.points, "code", code)

    def routine(self, slug: str) -> Routine:
        return self._lookup("routine", self.routines, "slug", slug)

    def choice(self, key: str) -> Choice:
        return self._lookup("choice", self.choices, "key", key)

    def condition(self, slug: str) -> Condition:
        return self._lookup("condition", self.conditions, "slug", slug)

    def source(self, key: str) -> Source:
        return self._lookup("source", self.sources, "key", key)

    def landmark(self, key: str) -> Landmark:
        return self._lookup("landmark", self.landmarks, "key", key)

    def ruler(self, key: str) -> Ruler:
        return self._lookup("ruler", self.rulers, "key", key)

    def category(self, key: str) -> Category:
        return self._lookup("category", self.categories, "key", key)

    def meridian(self, code: str) -> Meridian:
        return self._lookup("meridian", self.meridians, "code", code)

    def question(self, key: str) -> Question:
        return self._lookup("contraindication", self.questions, "key", key)

    def self_care_entry(self, slug: str) -> SelfCare:
        return self._lookup("self_care", self.self_care, "slug", slug)

    def difference(self, slug: str) -> Difference:
        return self._lookup("difference", self.differences, "slug", slug)

    def passage(self, key: str) -> Passage:
        return self._lookup("passage", self.passages, "key", key)

    def page(self, slug: str) -> InfoPage:
        return self._lookup("page", self.pages, "slug", slug)

    def study(self, key: str) -> Study:
        return self._lookup("study", self.studies, "key", key)

    def omission(self, slug: str) -> Omission:
        return self._lookup("omission", self.omissions, "slug", slug)

    def passage_title(self, key: str) -> str:
        """Return the heading of a passage, or its first paragraph where it has none."""
        passage = self.passage(key)
        return passage.title or passage.text[0]

    def passages_on(self, page: str) -> tuple[Passage, ...]:
        """Return the passages of a page in printed order."""
        return tuple(passage for passage in self.passages if passage.page == page)

    def threshold(self, key: str) -> Threshold:
        return self._lookup("threshold", self.thresholds, "key", key)

    @cached_property
    def review_days(self) -> Mapping[str, int]:
        """Days after which a clinician should review pain that does not ease, by the slug of the red flag."""
        found = (self.threshold(key) for key in ("first-review", "second-review"))
        return {item.red_flag: item.value for item in found}

    @cached_property
    def custom_limits(self) -> Mapping[str, int]:
        """Upper limits of a custom routine: `points` and `seconds` of a session, sessions `daily`, and `weeks`."""
        limit = {item.key: item.value for item in self.limits}
        return {
            "points": limit["session-points"],
            "seconds": limit["session-length"],
            "daily": self.threshold("daily-sessions").value,
            "weeks": self.threshold("second-review").value // 7,
        }

    def position(self, key: str) -> Position:
        return self._lookup("position", self.positions, "key", key)

    def _lookup(self, kind: str, entries: tuple[RecordT, ...], field: str, key: str) -> RecordT:
        for entry in entries:
            if getattr(entry, field) == key:
                return entry
        near = difflib.get_close_matches(key, [getattr(entry, field) for entry in entries], 3, 0.6)
        raise UnknownKey(kind, key, near)

    def resolve(self, text: str) -> Point:
        """Return the point with this code, in any spelling, or with this name.

        Raises `UnknownKey` with suggestions, also for a bare `B36` to `B54`, which two numberings use.
        """
        if codes.is_old_bladder_number(text):
            number = "".join(char for char in text if char.isdigit())
            near = [point.code for point in self.points if point.code == f"BL{number}"]
            rule = "this number alone may be the older numbering of the bladder line, where it is another place"
            raise UnknownKey("point", text, near or [f"BL{number}"], rule)
        if meanings := codes.possible_codes(text):
            uses = " and ".join(f"{code} in {where}" for code, where in meanings.items())
            raise UnknownKey("point", text, list(meanings), f"it is {uses}")
        code = codes.who_code(text)
        searched = fold.match_key(text)
        for point in self.points:
            written = (point.names.hanzi_traditional, point.names.hanzi_simplified)
            names = (point.names.pinyin, *written, *point.aliases)
            if point.code == code or searched in {fold.match_key(name) for name in names}:
                return point
        raise UnknownKey("point", text, self._suggest_codes(code or text))

    def _suggest_codes(self, text: str) -> list[str]:
        """Return up to three similar codes: the nearest numbers, else the nearest spellings."""
        known = [point.code for point in self.points]
        prefix, number = codes.sort_key(text) if codes.who_code(text) == text else (-1, 0)
        same = [code for code in known if codes.sort_key(code)[0] == prefix]
        same.sort(key=lambda code: abs(codes.sort_key(code)[1] - number))
        return same[:3] or difflib.get_close_matches(text.upper(), known, 3, 0.5) or known[:3]

    @cached_property
    def search_index(self) -> Index:
        """The search index of this catalogue."""
        return search_entries.build_index(self)

    def search_all(self, query: str) -> rank.SearchResult:
        """Return the ranked hits of a query, or an explanation of an empty result."""
        return rank.search(self.search_index, query)

    def search_points(self, query: str) -> tuple[Point, ...]:
        """Return the ranked points of a query."""
        return tuple(self.point(hit.entry.key) for hit in self.search_all(query).hits_of("point"))

    def differences_about(self, code: str) -> tuple[Difference, ...]:
        """Return the differences that concern a point."""
        return tuple(item for item in self.differences if code in item.concerns)

    def sources_of_steps(self, slug: str) -> tuple[str, ...]:
        """Return the source keys of the steps: those of the items, locations, presses and positions."""
        keys: list[str] = []
        for item in self.routine(slug).items:
            keys += item.sources
            if item.point:
                point = self.point(item.point)
                keys += [*point.location.sources, *point.press.sources, *self.position(item.position).sources]
        return tuple(dict.fromkeys(keys))

    def steps(self, slug: str) -> tuple[Step, ...]:
        """Return the steps of a routine."""
        return self.step_builder.build(self.routine(slug))


def load(folder: Path = loader.DATA) -> Catalogue:
    """Load and check a catalogue folder. Raises `CatalogueError` with all problems."""
    return Catalogue(**build.build(folder))
