"""Who cites what: the source keys below an entry, and for each source the entries that rest on it.

Works on what `points.load.read` returns, records and plain mappings alike. Where an entry is shown, and under which
address, is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from points.location import Location

Entries = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Citation:
    """An entry that rests on a source: its table in the TOML files, and its code, key or slug."""

    table: str
    entry_key: str


def key_of(entry: Any) -> str:
    """Return what an entry is looked up by: its code, key, slug or country."""
    names = ("code", "key", "slug", "country")
    return next(str(_field_value(entry, name)) for name in names if _field_value(entry, name) is not None)


def iter_source_keys(node: Any) -> Iterator[str]:
    """Yield every source key cited anywhere below an entry, in the order it is met."""
    if isinstance(node, Mapping):
        for name, value in node.items():
            yield from value if name == "sources" else iter_source_keys(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from iter_source_keys(value)
    elif hasattr(node, "__dataclass_fields__") and not isinstance(node, Location):
        yield from iter_source_keys({name: getattr(node, name) for name in node.__dataclass_fields__})


def citations_by_source(entries: Entries) -> dict[str, tuple[Citation, ...]]:
    """Return for each source the entries that cite it, in the order of the files; () for one that none cites."""
    found: dict[str, list[Citation]] = {source.key: [] for source in entries["source"]}
    for table, items in entries.items():
        for item in items if table != "source" else ():
            for key in dict.fromkeys(iter_source_keys(item)):
                found[key].append(Citation(table, key_of(item)))
    return {key: tuple(citations) for key, citations in found.items()}


def _field_value(entry: Any, name: str) -> Any:
    return entry.get(name) if isinstance(entry, Mapping) else getattr(entry, name, None)
