"""Documents, comments and docstrings name only files and commands that exist, and every TOML example loads."""

from __future__ import annotations

import ast
import io
import json
import re
import shutil
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import verdict
from points import load as loader
from points.catalogue import load
from tests.support import examples
from tests.support.paths import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
ROOMS = ("points", "diagrams", "server", "static", "tests", "bench", "docs")
SOURCES = sorted(
    path
    for room in ROOMS
    for path in (ROOT / room).rglob("*")
    if path.suffix in {".py", ".js", ".mjs", ".css", ".toml", ".sh", ".conf"}
)
_FILE = re.compile(rf"(?<![\w/.-])(?:{'|'.join(ROOMS)})/[\w./-]*\w\.[a-z]+\b")
_MODULE = re.compile(r"`((?:points|diagrams|server|tests|bench)(?:\.\w+)+)`")
#: Named as what a reader would add, and as a file of an export.
ELSEWHERE = {"points/pericardium.toml", "points/BL23.html"}


def said(document: Path) -> list[str]:
    """Return what stands between backticks in the text, blocks of code left out."""
    text = re.sub(r"^( *)```.*?^\1```", "", document.read_text("utf-8"), flags=re.M | re.S)
    return re.findall(r"`([^`\n]+)`", text)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_only_commands_that_there_are(document: Path) -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert {words.split()[1] for words in said(document) if re.fullmatch(r"make [a-z]+", words)} <= known


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_only_files_that_there_are(document: Path) -> None:
    named = {name for name in said(document) if re.fullmatch(rf"(?:{'|'.join(ROOMS)})/[\w./-]*", name)}
    missing = {
        name for name in named - ELSEWHERE if not (ROOT / name).exists() and not (ROOT / "points/data" / name).exists()
    }
    assert missing == set()


def test_the_readme_quotes_the_last_measurement() -> None:
    text = verdict.README.read_text("utf-8")
    quoted = text.split(verdict.MARKS[0])[1].split(verdict.MARKS[1])[0]
    assert quoted == verdict.quoted(json.loads((ROOT / "bench" / "latest.json").read_text("utf-8")))


EXAMPLES = [(document, *example) for document in DOCUMENTS for example in examples.toml(document)]


@pytest.mark.parametrize(
    ("document", "name", "text"), EXAMPLES, ids=[f"{path.name}-{name}" for path, name, _ in EXAMPLES]
)
def test_a_toml_example_loads_where_the_text_puts_it(document: Path, name: str, text: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(loader.DATA, tmp_path / "data"))
    before = {table: len(entries) for table, entries in loader.read_tables(folder).items()}
    examples.append(folder, name, text)
    after = {table: len(entries) for table, entries in loader.read_tables(folder).items()}
    added = {table: len(entries) for table, entries in tomllib.loads(text).items()}
    assert added
    assert after == {table: count + added.get(table, 0) for table, count in before.items()}


def test_no_code_block_hides_a_toml_example() -> None:
    for document in DOCUMENTS:
        text = document.read_text("utf-8")
        assert len(re.findall(r"^ *\[\[\w+\]\]$", text, re.M)) == sum(
            example.count("[[") for _, example in examples.toml(document)
        )


def remarks(path: Path) -> Iterator[str]:
    """Yield the comments of a source file, and its docstrings."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        yield from (token.string for token in _tokens(text) if token.type == tokenize.COMMENT)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                yield ast.get_docstring(node) or ""
    elif path.suffix in {".js", ".mjs", ".css"}:
        yield from re.findall(r"(?:^|\s)//[^\n]*|/\*.*?\*/", text, re.S)
    else:
        yield from re.findall(r"^\s*#.*", text, re.M)


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    return tokenize.generate_tokens(io.StringIO(text).readline)


def has(dotted: str) -> bool:
    """Whether a dotted name is a module of ours, or a word in the deepest module that it names."""
    parts = dotted.split(".")
    for depth in range(len(parts), 0, -1):
        if module := _module(parts[:depth]):
            return depth == len(parts) or bool(re.search(rf"\b{parts[depth]}\b", module.read_text("utf-8")))
    return False


def _module(parts: list[str]) -> Path | None:
    base = ROOT.joinpath(*parts)
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


@pytest.mark.parametrize("room", ROOMS)
def test_comments_name_only_files_and_modules_that_there_are(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in SOURCES
        if path.is_relative_to(ROOT / room)
        for remark in remarks(path)
        for name in (*_FILE.findall(remark), *_MODULE.findall(remark))
        if not (has(name) if "/" not in name else (ROOT / name).exists())
    ]
    assert wrong == []


def test_the_hooks_are_the_commands_of_make_check() -> None:
    recipe = re.findall(r"^check:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.M)[0]
    recipe = recipe.replace("$(PY)", ".venv/bin/python").replace("$(VENV)", ".venv")
    hooks = re.findall(r"^ +entry: (.+)$", (ROOT / ".pre-commit-config.yaml").read_text("utf-8"), re.M)
    # The formatter and the linter get the names of the files that changed.
    assert {entry.replace(" --force-exclude", " .") for entry in hooks} == {
        line.strip() for line in recipe.splitlines()
    }


def test_contributing_names_every_module_that_names_a_point() -> None:
    named = set(re.findall(r"`([\w/.]+\.(?:py|toml))`", (ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    codes = "|".join(point.code for point in load().points)
    rooms = ((ROOT / "points").glob("*.py"), (ROOT / "diagrams").rglob("*.py"), (ROOT / "tests/authorities").iterdir())
    touched = {
        path.relative_to(ROOT).as_posix()
        for places in rooms
        for path in places
        if re.search(rf'"(?:{codes})"|[.\[](?:{codes})\]|\b(?:{codes}) = ', path.read_text("utf-8"), re.M)
    }
    assert "diagrams/views.py" in touched
    assert touched - named == set()
