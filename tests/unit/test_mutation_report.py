"""How a mutation run is counted: what was killed, what cannot be, and which places decide safety."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bench.mutants import javascript, report
from bench.mutants.report import Tried
from bench.mutants.settings import settings
from tests.support.paths import ROOT

SETTINGS = replace(settings(), equivalent=({"path": "a.py", "old": "x = 1", "new": "x = 1.0", "why": "Both are one."},))


def tried(killed: bool, new: str = "x = 2") -> Tried:
    return Tried("a.py", 3, "x = 1", new, killed, safety=False)


def test_a_score_leaves_out_what_no_test_can_kill() -> None:
    found = report.score([tried(True), tried(True), tried(False), tried(False, "x = 1.0")], SETTINGS)
    assert found == {"mutants": 4, "killed": 2, "equivalent": 1, "score": 66.7}
    assert report.score([], SETTINGS)["score"] == 100.0


@pytest.mark.parametrize(("killed", "enough"), [(95, True), (94, False)])
def test_a_score_below_the_least_is_not_enough(killed: int, enough: bool) -> None:
    counts = report.score([tried(number < killed) for number in range(100)], SETTINGS)
    whole = dict.fromkeys(SETTINGS.least, counts)
    assert SETTINGS.least == {"safety": 95.0, "overall": 90.0}
    assert report.is_enough(whole, SETTINGS) is enough


@pytest.mark.parametrize(
    ("path", "scope", "decides"),
    [
        ("points/safety.py", "evaluate", True),
        ("points/catalogue.py", "Catalogue.safety_version", True),
        ("points/catalogue.py", "Catalogue.safety_versions", False),
        ("points/catalogue.py", "Catalogue", False),
        ("points/steps.py", "press_cues", True),
        ("diagrams/layout/labels.py", "wrap", False),
    ],
)
def test_a_place_decides_safety_by_file_or_by_name(path: str, scope: str, decides: bool) -> None:
    assert SETTINGS.is_safety(path, scope) is decides


def test_the_settings_name_only_files_that_are_there() -> None:
    named = [entry.partition(":")[0] for entry in SETTINGS.safety]
    named += [*SETTINGS.javascript, *(f"tests/{name}" for name in SETTINGS.tests)]
    named += [test for tests in SETTINGS.javascript.values() for test in tests]
    assert [path for path in named if not (ROOT / path).exists()] == []
    for entry in SETTINGS.safety:
        path, _, scope = entry.partition(":")
        if scope:
            found = re.findall(
                rf"^ *(?:def |class )?{scope.rpartition('.')[2]}\b", (ROOT / path).read_text("utf-8"), re.M
            )
            assert found, entry
    assert set(SETTINGS.javascript_safety) <= set(SETTINGS.javascript)
    files = SETTINGS.files(ROOT)
    assert {"points/safety.py", "diagrams/parts/constructions.py"} <= set(files)
    assert not [path for path in files if path.startswith(("diagrams/bake/", "diagrams/bones/"))]


def test_a_report_of_stryker_is_read_mutant_by_mutant() -> None:
    start, end = {"line": 2, "column": 3}, {"line": 2, "column": 9}
    mutants = [
        {"status": status, "replacement": "a >  b", "location": {"start": start, "end": end}}
        for status in ("Killed", "Timeout", "Survived", "NoCoverage", "CompileError", "Ignored")
    ]
    found = javascript.read({"files": {"static/js/a.js": {"source": "one\n  a >= b;\n", "mutants": mutants}}})
    assert [one.killed for one in found] == [True, True, False, False]
    assert {one.name for one in found} == {"static/js/a.js:2: a >= b -> a > b"}
