"""Runs the phone's own tests with Node's test runner: timeline, safety rules, the table shared with Python."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.tools import node

FILES = sorted((ROOT / "tests" / "js").glob("*.test.*js"))


def test_files_of_the_phones_tests_are_found() -> None:
    assert len(FILES) >= 5


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_the_phones_own_tests_pass(file: Path) -> None:
    run = subprocess.run([node(), "--test", str(file)], cwd=ROOT, capture_output=True, text=True, check=False)
    counts = {name: int(number) for name, number in re.findall(r"(?:#|ℹ) (tests|pass|fail) (\d+)", run.stdout)}
    assert run.returncode == 0, run.stdout[-3000:]
    assert counts["tests"] == counts["pass"] > 1
