"""No block of ten lines of code stands in two places; jscpd reads Python, scripts, style sheets and templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.tools import duplicated_blocks

pytestmark = pytest.mark.service
LINES = 10
FOLDERS = [ROOT / name for name in ("points", "diagrams", "server", "static/css", "static/js", "bench")]
#: Tables: their rows are alike because CSS cannot give one list of values to a media query and an attribute.
TABLES = {"static/css/tokens.css"}


@pytest.mark.no_cover
def test_no_ten_lines_of_code_stand_twice(tmp_path: Path) -> None:
    pairs = duplicated_blocks(FOLDERS, LINES, tmp_path)
    assert [pair for pair in pairs if not all(place.rpartition(":")[0] in TABLES for place in pair)] == []


def test_copied_blocks_of_every_language_are_found(tmp_path: Path) -> None:
    blocks = {
        ".py": [f"start += values[{n}] * {n}" for n in range(14)],
        ".js": [f"start += values[{n}] * {n};" for n in range(14)],
        ".css": [f".row-{n} {{ margin: {n}px; }}" for n in range(14)],
        ".html": [f'<p class="row">Row {n} of the sheet</p>' for n in range(14)],
    }
    for suffix, lines in blocks.items():
        for name in ("first", "second"):
            (tmp_path / f"{name}{suffix}").write_text("\n".join(lines), "utf-8")
    pairs = duplicated_blocks([tmp_path], LINES, tmp_path / "report")
    assert {Path(first.rpartition(":")[0]).suffix for first, _ in pairs} == set(blocks)
