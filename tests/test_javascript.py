"""Runs the phone's own tests with Node's test runner: timeline, safety rules, the table shared with Python."""

from __future__ import annotations

import re
import subprocess

from tests.tools import ROOT, node


def test_the_phones_own_tests_pass() -> None:
    files = sorted(str(path) for path in (ROOT / "tests" / "js").glob("*.test.*js"))
    run = subprocess.run([node(), "--test", *files], cwd=ROOT, capture_output=True, text=True, check=False)
    counts = {name: int(number) for name, number in re.findall(r"(?:#|ℹ) (tests|pass|fail) (\d+)", run.stdout)}
    assert run.returncode == 0, run.stdout[-3000:]
    assert counts["tests"] == counts["pass"] > 20
