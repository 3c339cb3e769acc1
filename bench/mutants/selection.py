"""Which tests to run against a mutant: those that run its line, the quickest first, then all that run its module.

Measured by running every test once without a mutant, under coverage with a context for each test.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import coverage
import pytest

from bench.mutants import runner

#: A test file that takes longer to import, in seconds, comes after those that do not.
SLOW_IMPORT_SECONDS: Final = 1.0
#: Children are ended after so many times what their tests take without a mutant, and a constant for imports.
PATIENCE: Final = 8.0
IMPORT_SECONDS: Final = 60.0


@dataclass(frozen=True)
class Selection:
    """What the run without a mutant has shown. `lines`: file -> line -> tests; `seconds` by test."""

    lines: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]
    imports: dict[str, float]

    def stages(self, path: str, line: int, most: float) -> list[list[str]]:
        """Return the tests of a mutant, in stages, without those that take longer than `most` seconds."""
        of_file = self.lines.get(path, {})
        near = set(of_file.get(line, ()))
        far = {test for tests in of_file.values() for test in tests} or set(self.seconds)
        stages = []
        for tests in (near, far - near):
            quick = sorted((test for test in tests if self.seconds.get(test, most + 1) <= most), key=self._cost)
            stages += [[test for test in quick if self._is_slow(test) is slow] for slow in (False, True)]
        return [stage for stage in stages if stage]

    def timeout(self, stages: Sequence[Sequence[str]]) -> float:
        """Return after how many seconds a child is ended."""
        return IMPORT_SECONDS + PATIENCE * sum(self.seconds[test] for stage in stages for test in stage)

    def _cost(self, test: str) -> float:
        return self.seconds[test]

    def _is_slow(self, test: str) -> bool:
        return self.imports.get(test.partition("::")[0], 0.0) > SLOW_IMPORT_SECONDS


def measure(items: dict[str, pytest.Item], sources: Sequence[str], store: Path) -> int:
    """Run the collected tests and write which lines and how much processor time each takes; return 1 if one fails."""
    measured = coverage.Coverage(data_file=None, source=list(sources), branch=False, config_file=False)
    seconds: dict[str, float] = {}
    noted = runner.failures(next(iter(items.values())))
    failed: list[str] = []
    measured.start()
    for name, item in items.items():
        measured.switch_context(name)
        start = time.process_time()
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        seconds[name] = time.process_time() - start
        if noted.seen:
            failed.append(name)
            noted.seen = False
    measured.stop()
    data = measured.get_data()
    lines = {
        Path(name).relative_to(runner.ROOT).as_posix(): {
            line: sorted(set(contexts) - {""}) for line, contexts in data.contexts_by_lineno(name).items()
        }
        for name in data.measured_files()
    }
    store.write_text(json.dumps({"lines": lines, "seconds": seconds, "failed": failed}), "utf-8")
    return int(bool(failed))


class ImportTimes:
    """Pytest plugin: how long each test file takes to import."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._start = 0.0

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        self._start = time.process_time()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.nodeid.endswith(".py"):
            self.seconds[report.nodeid] = time.process_time() - self._start


def read(store: Path, imports: dict[str, float]) -> Selection:
    """Read what `measure` wrote; tests that fail without a mutant judge none."""
    known = json.loads(store.read_text("utf-8"))
    bad = set(known["failed"])
    lines = {
        path: {int(line): [test for test in tests if test not in bad] for line, tests in of_file.items()}
        for path, of_file in known["lines"].items()
    }
    return Selection(lines, {test: took for test, took in known["seconds"].items() if test not in bad}, imports)
