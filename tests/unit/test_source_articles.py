"""Every statement of the five source articles stands somewhere in the catalogue, or among what is left out on purpose.

The statements and where each is found: tests/authorities/source_articles.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from points import load
from points.citations import iter_source_keys, key_of
from points.location import Location
from tests.support.paths import AUTHORITIES

TABLE = AUTHORITIES / "source_articles.toml"
STATEMENTS: list[dict[str, Any]] = tomllib.loads(TABLE.read_text("utf-8"))["statement"]
ENTRIES = {
    f"{table}:{key_of(entry)}": entry
    for table, entries in load.read_tables().items()
    if table not in ("custom", "source")
    for entry in entries
}


def named(statement: Mapping[str, Any]) -> str:
    return f"{statement['article']}:{statement['lines']} {statement['text'][:30]}"


def texts(node: Any) -> Iterator[str]:
    """Yield every text below an entry, without the keys of its sources."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        yield from (text for name, value in node.items() if name != "sources" for text in texts(value))
    elif isinstance(node, list | tuple):
        yield from (text for value in node for text in texts(value))
    elif hasattr(node, "__dataclass_fields__") and not isinstance(node, Location):
        yield from texts({name: getattr(node, name) for name in node.__dataclass_fields__})


def test_the_table_holds_every_statement_of_the_comparison() -> None:
    """The counts are those of the review of sources: 107 statements of five articles."""
    assert Counter(statement["before"] for statement in STATEMENTS) == {
        "OK": 35,
        "part": 29,
        "missing": 30,
        "contra": 2,
        "out": 11,
    }
    assert {statement["article"] for statement in STATEMENTS} == {f"seed-00{number}" for number in range(5)}


@pytest.mark.parametrize("statement", STATEMENTS, ids=named)
def test_source_statements_are_stated_or_omitted(statement: dict[str, Any]) -> None:
    assert statement["found"]
    for place in statement["found"]:
        assert place["entry"] in ENTRIES, f"no such entry: {place['entry']}"
        said = "\n".join(texts(ENTRIES[place["entry"]]))
        missing = [wanted for wanted in place["says"] if not re.search(wanted, said)]
        assert not missing, f"{place['entry']} does not say {missing}"


def test_missing_statements_cite_the_article() -> None:
    for statement in STATEMENTS:
        resting = [
            set(iter_source_keys(ENTRIES[place["entry"]]))
            for place in statement["found"]
            if not place["entry"].startswith(("red_flag:", "omission:"))
        ]
        if statement["before"] in ("missing", "part") and resting:
            assert any(statement["article"] in sources for sources in resting), named(statement)
