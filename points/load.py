"""Loading of the TOML tables of `points/data`; one error lists all problems."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from marshmallow import Schema, ValidationError

from points import content, gate_schemas, name_schemas, routine_schemas, safety_schemas, schemas
from points.content import Review, ReviewerSchema
from points.errors import CatalogueError

#: The field of any entry for its clinical reviewer.
REVIEWED_BY: Final = "reviewed_by"
DATA: Final = Path(__file__).with_name("data")
#: Table in TOML -> (schema, file or folder below `data/`)
TABLES: Final = (
    schemas.TABLES
    | safety_schemas.TABLES
    | routine_schemas.TABLES
    | gate_schemas.TABLES
    | content.TABLES
    | name_schemas.TABLES
)


@dataclass
class RawCatalogue:
    """Loaded entries by table, reviews and problems, before the checks across entries."""

    entries: dict[str, list[Any]] = field(default_factory=dict)
    reviews: list[Review] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, other: RawCatalogue) -> None:
        """Append what another file holds."""
        for table, entries in other.entries.items():
            self.entries[table] += entries
        self.reviews += other.reviews
        self.problems += other.problems


def toml_files(folder: Path = DATA) -> list[Path]:
    """Return all catalogue files in a fixed order."""
    return sorted(folder.rglob("*.toml"))


def read_tables(folder: Path = DATA) -> dict[str, list[Any]]:
    """Return the entries of a catalogue folder by table.

    Entries are records; those of `point` and `contraindication` are dicts, from which `points.build` makes records.
    Raises `CatalogueError` with all problems of all files.
    """
    return read_all(folder).entries


def read_all(folder: Path = DATA) -> RawCatalogue:
    """Return the entries and reviews of a catalogue folder. Raises `CatalogueError`."""
    raw = RawCatalogue({table: [] for table in TABLES})
    for path in toml_files(folder):
        raw.add(read_file(path.relative_to(folder).as_posix(), path.read_bytes()))
    if not raw.problems:
        raw.problems = [
            f"{home}: no [[{table}]] entry found" for table, (_, home) in TABLES.items() if not raw.entries[table]
        ]
    if raw.problems:
        raise CatalogueError(raw.problems)
    return raw


def read_file(name: str, content: bytes) -> RawCatalogue:
    """Return the entries, reviews and problems of one file; `name` is its path below the catalogue folder."""
    raw = RawCatalogue()
    try:
        document = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raw.problems.append(f"{name}: not readable as TOML: {error}")
        return raw
    for table, entries in document.items():
        schema, home = TABLES.get(table, (None, ""))
        if schema is None or name.split("/")[0] != home:
            allowed = [key for key, (_, at) in TABLES.items() if at == name.split("/")[0]]
            raw.problems.append(
                f"{name}: [[{table}]]: unexpected table; this file holds {', '.join(allowed) or 'nothing known'}"
            )
        elif not isinstance(entries, list):
            raw.problems.append(f"{name}: [{table}]: expected [[{table}]] entries")
        else:
            raw.entries[table] = []
            reader = schema()
            for number, entry in enumerate(entries, 1):
                _read_entry(reader, entry, f"{name}: {_entry_label(entry, table, number)}", raw, table)
    return raw


def _entry_label(entry: Any, table: str, number: int) -> str:
    named = entry if isinstance(entry, Mapping) else {}
    label = next((named[key] for key in ("code", "key", "slug", "country") if key in named), None)
    return str(label) if label else f"[[{table}]] number {number}"


def _read_entry(schema: Schema, entry: Any, where: str, raw: RawCatalogue, table: str) -> None:
    if isinstance(entry, dict) and REVIEWED_BY in entry:
        _read_review(entry.pop(REVIEWED_BY), table, _entry_label(entry, table, 0), where, raw)
    try:
        raw.entries[table].append(schema.load(entry))
    except ValidationError as error:
        raw.problems += [f"{where}: {path}: {message}" for path, message in flatten_messages(error.messages)]


def _read_review(reviewer: Any, table: str, label: str, where: str, raw: RawCatalogue) -> None:
    try:
        raw.reviews.append(Review(table, label, **ReviewerSchema().load(reviewer)))
    except ValidationError as error:
        raw.problems += [
            f"{where}: {REVIEWED_BY}.{path}: {message}" for path, message in flatten_messages(error.messages)
        ]


def flatten_messages(messages: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield (field path, message) pairs of a marshmallow message tree."""
    if isinstance(messages, Mapping):
        for key, value in messages.items():
            here = path if key == "_schema" else f"{path}.{key}".lstrip(".")
            yield from flatten_messages(value, here)
    else:
        for message in messages:
            if isinstance(message, Mapping):
                yield from flatten_messages(message, path)
            else:
                yield path, str(message).rstrip(".")
