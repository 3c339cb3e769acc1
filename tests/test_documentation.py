"""What is written for people names only what there is: commands, files, and the figures that were measured."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bench import verdict
from tests.tools import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
ROOMS = ("points", "diagrams", "server", "static", "tests", "bench", "docs")
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
