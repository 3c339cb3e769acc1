"""Which tests to run against a mutant: those that run its line, the quickest first, then all that run its module.

Measured once, by running every test without a mutant under coverage with a context for each test.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import coverage
import pytest

from bench.mutants import runner

#: A test file that takes longer to import comes after those that do not.
SLOW_IMPORT_SECONDS: Final = 1.0
#: Children are ended after so many times what their tests take without a mutant, and a constant for imports.
PATIENCE: Final = 5.0
IMPORT_SECONDS: Final = 30.0


@dataclass(eq=False)
class Recorder:
    """Pytest plugin: notes how long each test and each import takes, and sets coverage's context to the test."""

    measured: coverage.Coverage
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    imports: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Any:
        start = time.perf_counter()
        report = yield
        if isinstance(collector, pytest.Module):
            self.imports[collector.nodeid] = time.perf_counter() - start
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        self.measured.switch_context(item.nodeid)
        done = yield
        self.measured.switch_context("")
        return done

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.failed:
            self.failed.append(report.nodeid)


@dataclass(frozen=True)
class Selection:
    """What the run without a mutant has shown. `lines`: file -> line -> tests; times in seconds."""

    lines: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]
    imports: dict[str, float]

    def stages(self, path: str, line: int, limit: float) -> list[list[str]]:
        """Return the tests of a mutant, in stages. No stage has a test that takes longer than `limit` seconds."""
        of_file = self.lines.get(path, {})
        near = set(of_file.get(line, ()))
        far = {test for tests in of_file.values() for test in tests} - near
        if not of_file:
            far = set(self.seconds)
        stages = []
        for tests in (near, far):
            quick = sorted((test for test in tests if self.seconds[test] <= limit), key=self.seconds.__getitem__)
            stages += [[test for test in quick if self._is_slow(test) is slow] for slow in (False, True)]
        return [stage for stage in stages if stage]

    def timeout(self, stages: Sequence[Sequence[str]]) -> float:
        """Return after how many seconds a child is ended."""
        return IMPORT_SECONDS + PATIENCE * sum(self.seconds[test] for stage in stages for test in stage)

    def _is_slow(self, test: str) -> bool:
        return self.imports.get(test.partition("::")[0], 0.0) > SLOW_IMPORT_SECONDS


def measure(tests: Sequence[str], marks: str, sources: Sequence[str], store: Path) -> int:
    """Run the tests in this process and write what is needed to select; return pytest's code."""
    measured = coverage.Coverage(data_file=None, source=list(sources), branch=False, config_file=False)
    recorder = Recorder(measured)
    measured.start()
    code = pytest.main([*runner.PYTEST[1:], "-m", marks, *tests], plugins=[recorder])
    measured.stop()
    data = measured.get_data()
    lines = {
        Path(name).relative_to(runner.ROOT).as_posix(): {
            line: sorted(set(contexts) - {""}) for line, contexts in data.contexts_by_lineno(name).items()
        }
        for name in data.measured_files()
    }
    known = {"lines": lines, "seconds": recorder.seconds, "imports": recorder.imports, "failed": recorder.failed}
    store.write_text(json.dumps(known), "utf-8")
    return int(code)


def read(store: Path) -> Selection:
    """Read what `measure` wrote; tests that fail without a mutant judge none."""
    known = json.loads(store.read_text("utf-8"))
    bad = set(known["failed"])
    lines = {
        path: {int(line): [test for test in tests if test not in bad] for line, tests in of_file.items()}
        for path, of_file in known["lines"].items()
    }
    seconds = {test: took for test, took in known["seconds"].items() if test not in bad}
    return Selection(lines, seconds, known["imports"])
