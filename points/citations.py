"""Citations: the source keys below an entry, and the entries that cite a source.

The functions accept the result of `points.load.read_tables`: records and plain mappings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from points.location import Location

Entries = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Citation:
    """An entry that cites a source: its TOML table and its code, key or slug."""

    table: str
    entry_key: str


def key_of(entry: Any) -> str:
    """Return the code, key, slug or country of an entry."""
    names = ("code", "key", "slug", "country")
    return next(str(_field_value(entry, name)) for name in names if _field_value(entry, name) is not None)


def iter_source_keys(node: Any) -> Iterator[str]:
    """Yield each source key below an entry in document order."""
    if isinstance(node, Mapping):
        for name, value in node.items():
            yield from value if name == "sources" else iter_source_keys(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from iter_source_keys(value)
    elif hasattr(node, "__dataclass_fields__") and not isinstance(node, Location):
        yield from iter_source_keys({name: getattr(node, name) for name in node.__dataclass_fields__})


def citations_by_source(entries: Entries) -> dict[str, tuple[Citation, ...]]:
    """Return the citations of each source in file order; an empty tuple for an uncited source."""
    found: dict[str, list[Citation]] = {source.key: [] for source in entries["source"]}
    for table, items in entries.items():
        for item in items if table != "source" else ():
            for key in dict.fromkeys(iter_source_keys(item)):
                found[key].append(Citation(table, key_of(item)))
    return {key: tuple(citations) for key, citations in found.items()}


def _field_value(entry: Any, name: str) -> Any:
    return entry.get(name) if isinstance(entry, Mapping) else getattr(entry, name, None)
