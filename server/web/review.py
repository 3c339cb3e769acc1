"""`python -m server.web.review FILE`: printable review document of all clinical statements.

Each entry has its sources with their tiers, a mark where it rests on our own judgement, and boxes for a clinician to
agree or to correct. The first part takes at most two hours: entries that decide safety come first, then entries that
rest on our own judgement. An agreed entry is recorded in its TOML as `reviewed_by = { name, qualification, date }`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any, Final

from flask import render_template

from points.catalogue import Catalogue
from points.content import Review
from points.records import OUR_JUDGEMENT, Point
from points.safety_records import ContraindicationLevel, Flag, Question
from server import create_app
from server.extensions import get_catalogue
from server.filters import LEVEL_NAMES, TIER_NAMES

#: How fast a clinician is taken to read, and to judge and mark an entry: our own assumption, stated in the document.
WORDS_PER_MINUTE: Final = 200
SECONDS_PER_ENTRY: Final = 20
#: The longest that the first part may take.
FIRST_PART_MINUTES: Final = 120
#: Tables whose entries decide safety.
SAFETY_TABLES: Final = frozenset({"red_flag", "contraindication", "stop_rule", "point", "threshold"})


@dataclass(frozen=True)
class Statement:
    """One entry to review: table, key, title, (name, text) lines, sources, and its review if there is one.

    `basis` names the tiers of its sources with their keys, as it is printed.
    """

    table: str
    label: str
    title: str
    lines: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    basis: str
    review: Review | None

    @property
    def is_ours(self) -> bool:
        """Whether one of its sources is our own judgement."""
        return OUR_JUDGEMENT in self.sources

    @property
    def priority(self) -> int:
        """How early it is to be reviewed, from 0."""
        decides_safety = self.table in SAFETY_TABLES
        return (0 if self.is_ours else 1) if decides_safety else (2 if self.is_ours else 3)

    @property
    def words(self) -> int:
        """How many words a reviewer reads of it: all that is printed but the boxes."""
        lines = " ".join(f"{name} {text}" for name, text in self.lines)
        return len(f"{self.title} {self.table} {self.label} {lines} {self.basis}".split())


@dataclass(frozen=True)
class Section:
    title: str
    file: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Part:
    """A part of the document with the sections that have entries in it."""

    sections: tuple[Section, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(statement for section in self.sections for statement in section.statements)

    @property
    def words(self) -> int:
        return sum(statement.words for statement in self.statements)

    @property
    def minutes(self) -> int:
        return minutes(self.statements)


Lines = Iterator[tuple[str, Any]]


def minutes(statements: Sequence[Statement]) -> int:
    """Return how long it takes to read and judge statements, in whole minutes, rounded up."""
    reading = sum(statement.words for statement in statements) / WORDS_PER_MINUTE
    return ceil(reading + len(statements) * SECONDS_PER_ENTRY / 60)


def parts(shown: Sequence[Section]) -> tuple[Part, Part]:
    """Return the entries of the first part, by priority as many as fit into its minutes, and the others."""
    ranked = sorted((one for section in shown for one in section.statements), key=lambda one: one.priority)
    first: list[Statement] = []
    for statement in ranked:
        if minutes([*first, statement]) > FIRST_PART_MINUTES:
            break
        first.append(statement)
    chosen = {(one.table, one.label) for one in first}
    return _part(shown, lambda one: (one.table, one.label) in chosen), _part(
        shown, lambda one: (one.table, one.label) not in chosen
    )


def _part(shown: Sequence[Section], belongs: Callable[[Statement], bool]) -> Part:
    found = (Section(one.title, one.file, tuple(filter(belongs, one.statements))) for one in shown)
    return Part(tuple(section for section in found if section.statements))


def sections(known: Catalogue) -> tuple[Section, ...]:
    """Return all clinical statements by section, the most relevant to safety first."""

    def entries(table: str, items: Any, title: Callable[[Any], str], lines: Callable[[Any], Lines]) -> list[Statement]:
        return [_statement(known, table, item, title(item), lines(item)) for item in items]

    return (
        Section(
            "Warning signs",
            "red_flags.toml",
            tuple(
                entries("red_flag", known.red_flags, lambda flag: f"{flag.tier}: {flag.slug}", partial(_sign, known))
            ),
        ),
        Section(
            "Health questions, and what each answer does",
            "contraindications.toml",
            tuple(
                entries("contraindication", known.questions, lambda question: question.short, partial(_question, known))
            ),
        ),
        Section(
            "When to stop",
            "stop_rules.toml",
            tuple(entries("stop_rule", known.stop_rules, lambda rule: rule.sign, _fields("action"))),
        ),
        Section(
            "Points: where, how, and when to stop",
            "points/*.toml",
            tuple(entries("point", known.points, lambda point: f"{point.code} {point.plain}", _point)),
        ),
        Section(
            "Positions",
            "positions.toml",
            tuple(entries("position", known.positions, lambda position: position.name, _fields("how"))),
        ),
        Section(
            "Routines",
            "routines.toml",
            tuple(entries("routine", known.routines, lambda routine: routine.title, _routine)),
        ),
        Section(
            "Kinds of pain",
            "conditions.toml",
            (
                *entries("condition", known.conditions, lambda condition: condition.name, _condition),
                *entries("clue", known.clues, lambda clue: clue.feels, _fields("often", "advice")),
            ),
        ),
        Section(
            "Self-care",
            "self_care.toml",
            tuple(entries("self_care", known.self_care, lambda care: care.title, _fields("summary", "steps"))),
        ),
        Section(
            "Passages, figures and choices",
            "passages.toml, thresholds.toml, differences.toml",
            (
                *entries("passage", known.passages, lambda passage: passage.title or passage.key, _fields("text")),
                *entries("threshold", known.thresholds, lambda item: item.name, _fields("value", "unit", "reason")),
                *entries("difference", known.differences, lambda item: item.title, _fields("choice", "why")),
            ),
        ),
        Section(
            "Studies",
            "evidence.toml",
            tuple(
                entries(
                    "study",
                    known.studies,
                    lambda study: study.authors,
                    _fields("identifier", "kind", "n", "comparison", "result"),
                )
            ),
        ),
    )


def _statement(known: Catalogue, table: str, entry: Any, title: str, lines: Lines) -> Statement:
    label = next(str(getattr(entry, name)) for name in ("code", "key", "slug") if hasattr(entry, name))
    texts = tuple((name, _text(value)) for name, value in lines if value)
    sources = tuple(dict.fromkeys(_source_keys(entry)))
    return Statement(table, label, title, texts, sources, _basis(known, sources), known.reviewed_by.get((table, label)))


def _basis(known: Catalogue, sources: Sequence[str]) -> str:
    """Return the tiers of sources with the keys of each, as `Rests on: guideline S82, S86; our own judgement.`"""
    keys_by_tier: dict[str, list[str]] = {}
    for key in sources:
        keys_by_tier.setdefault(known.source(key).tier, []).append(key)
    named = (
        TIER_NAMES[tier] if tier == OUR_JUDGEMENT else f"{TIER_NAMES[tier]} {', '.join(keys_by_tier[tier])}"
        for tier in TIER_NAMES
        if tier in keys_by_tier
    )
    return f"Rests on: {'; '.join(named)}."


def _source_keys(entry: Any) -> Iterator[str]:
    yield from entry.sources
    if isinstance(entry, Point):
        yield from (key for part in (entry.location, entry.press, entry.say) for key in part.sources)
    if isinstance(entry, Question):
        flags = (*entry.points.values(), *entry.kinds.values())
        yield from (key for flag in flags for key in flag.sources)


def _text(value: Any) -> str:
    return " ".join(value) if isinstance(value, tuple | list) else str(value)


def _fields(*names: str) -> Callable[[Any], Lines]:
    return lambda entry: ((name.replace("_", " "), getattr(entry, name)) for name in names)


def _in_the_check(known: Catalogue, key: str) -> str:
    """Return the words of the health check that a sign or a question is answered by."""
    texts: list[str] = []
    for line in known.gate.lines:
        parts_of_key = [part.text for part in line.parts if key in (*part.signs, *part.questions)]
        if parts_of_key or key in (*line.signs, *line.questions):
            texts += [line.text, *parts_of_key]
    return " / ".join(dict.fromkeys(texts))


def _sign(known: Catalogue, flag: Any) -> Lines:
    yield "sign", flag.sign
    yield "in the check", _in_the_check(known, flag.slug)
    yield "why", flag.reason
    yield "what to do", flag.advice


def _question(known: Catalogue, question: Question) -> Lines:
    yield "question", question.question
    yield "in the check", _in_the_check(known, question.key)
    yield "why it is asked", question.why
    yield "to confirm after asking", question.clearance
    for level in ContraindicationLevel:
        if level is not ContraindicationLevel.NOT_LISTED:
            yield LEVEL_NAMES[level], _flagged_names(question, level)


def _flagged_names(question: Question, level: ContraindicationLevel) -> tuple[str, ...]:
    """Return the points and step kinds that a yes sets to a level, grouped by reason and instruction."""
    names_by_text: dict[str, list[str]] = {}
    for name, flag in {**question.points, **question.kinds}.items():
        if flag.level is level:
            names_by_text.setdefault(_flag_text(flag), []).append(name)
    return tuple(f"{', '.join(names)}: {text}" for text, names in names_by_text.items())


def _flag_text(flag: Flag) -> str:
    return f"{flag.reason} Instead: {flag.instruction}" if flag.instruction else flag.reason


def _point(point: Point) -> Lines:
    yield "exact location", f"{point.location.sentence} {point.location.note}"
    yield "find", point.location.find
    yield "press", (point.press.technique, f"Press {point.press.direction}.")
    seconds = point.press.seconds
    yield "seconds", f"{seconds.default}, from {seconds.min} to {seconds.max}, each side"
    yield "stop if", point.press.stop_if
    named = [f"{part.name} ({part.clinical})" if part.clinical else part.name for part in point.structures]
    yield "beneath", tuple(f"{name}: {part.note}" for name, part in zip(named, point.structures, strict=True))
    yield "said aloud", tuple(point.say.lines())


def _routine(routine: Any) -> Lines:
    yield "for", routine.for_whom
    yield "take care", routine.not_for
    yield "how often", routine.frequency
    pressed = (f"{item.point} {item.seconds} s ({item.position})" for item in routine.items if item.point)
    yield "presses", ", ".join(pressed)
    yield "steps", tuple(f"{item.title}: {item.instruction}" for item in routine.items if not item.point)


def _condition(condition: Any) -> Lines:
    for name in ("about", "pattern", "self_care", "see_someone", "note"):
        yield name.replace("_", " "), getattr(condition, name)
    yield "points", ", ".join(condition.points) or "none"


def document() -> str:
    """Return the review document as HTML."""
    app = create_app({"RATE_LIMIT": "off"})
    known = get_catalogue(app)
    shown = sections(known)
    used = {key for section in shown for statement in section.statements for key in statement.sources}
    with app.test_request_context():
        return render_template(
            "review.html",
            parts=parts(shown),
            sources=[source for source in known.sources if source.key in used - {OUR_JUDGEMENT}],
            speed=(WORDS_PER_MINUTE, SECONDS_PER_ENTRY),
            catalogue=known,
        )


def main() -> None:
    """Write the review document to the file named on the command line."""
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(document(), encoding="utf-8")
    print(f"{target}: open it in a browser and print it")


if __name__ == "__main__":
    main()
