"""Names of the glossary: a name that a standard term replaced does not come back to its file."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator

import pytest

from tests.support.paths import AUTHORITIES, ROOT
from tests.support.script_names import script_names

RETIRED: dict[str, list[str]] = tomllib.loads((AUTHORITIES / "retired_names.toml").read_text("utf-8"))


def defined_names(source: str) -> Iterator[str]:
    """Yield the names that a module defines or uses without a dot."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg


@pytest.mark.parametrize("path", RETIRED)
def test_retired_names_stay_out_of_their_file(path: str) -> None:
    names_of = script_names if path.endswith(".js") else defined_names
    names = set(names_of((ROOT / path).read_text("utf-8")))
    assert sorted(names & set(RETIRED[path])) == []


def test_names_of_tests_have_at_most_60_characters() -> None:
    found = [
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in defined_names(path.read_text("utf-8"))
        if name.startswith("test_") and len(name) > 60
    ]
    assert found == []


def test_defined_names_are_found() -> None:
    assert set(defined_names("def a(b):\n    c = d.e\nclass F: ...\n")) == {"a", "b", "c", "d", "F"}


def test_names_of_a_script_are_found() -> None:
    code = "import { m as n } from 'o';\nconst a = b.c; /* kept */ f({d: e, g, ...h}); // kept\n"
    assert set(script_names(code)) - {"import", "as", "from", "const"} == set("abefghmn")


def test_names_in_comments_and_strings_are_no_names_of_a_script() -> None:
    code = r"""a("kept\"", 'kept', /["kept]/.test(b), `kept ${c({d: `kept ${e} kept`})} kept`); f = g / h / i; /* kept
    */"""
    assert set(script_names(code)) == set("abcefghi")
