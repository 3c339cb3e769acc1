"""The phone's half: Stryker over the modules that decide safety and keep time, judged by Node's test runner."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.mutants.settings import WORK, Settings
from tests.support.paths import ROOT
from tests.support.tools import MODULES, node

STRYKER: Final = MODULES / "@stryker-mutator" / "core"
_NOTICED: Final = frozenset(("Killed", "Timeout"))
_COUNTED: Final = _NOTICED | {"Survived", "NoCoverage"}
#: Not copied into Stryker's sandbox.
_IGNORED: Final = (".venv", "build", "diagrams", "server", "points", "docs", "bench", "static/icons", "static/css")


@dataclass(frozen=True)
class Found:
    """One mutant of a script, and whether a test noticed it."""

    path: str
    line: int
    old: str
    new: str
    killed: bool

    @property
    def name(self) -> str:
        return f"{self.path}:{self.line}: {self.old} -> {self.new}"


def version() -> str:
    """Return Stryker's version."""
    return str(json.loads((STRYKER / "package.json").read_text("utf-8"))["version"])


def mutants(settings: Settings) -> list[Found]:
    """Run Stryker over each configured script and return every mutant that is valid."""
    return [one for script, tests in settings.javascript.items() for one in _mutants(script, tests, settings.workers)]


def _mutants(script: str, judges: list[str], workers: int) -> list[Found]:
    WORK.mkdir(parents=True, exist_ok=True)
    report = WORK / "stryker.json"
    tests = [str(node()), "--test", "--test-isolation=none", *judges]
    config = {
        "testRunner": "command",
        "commandRunner": {"command": shlex.join(tests)},
        "mutate": [script],
        "reporters": ["json"],
        "jsonReporter": {"fileName": str(report)},
        "concurrency": workers,
        "tempDirName": str(WORK / "stryker"),
        "ignorePatterns": list(_IGNORED),
        "timeoutMS": 30_000,
    }
    path = WORK / "stryker.config.json"
    path.write_text(json.dumps(config), "utf-8")
    environment = os.environ | {"PATH": f"{Path(node()).parent}{os.pathsep}{os.environ['PATH']}"}
    command = [node(), str(STRYKER / "bin" / "stryker.js"), "run", str(path)]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"Stryker ended with {run.returncode}:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
    return read(json.loads(report.read_text("utf-8")))


def read(report: dict[str, Any]) -> list[Found]:
    """Return the mutants of a report in the format of mutation-testing-elements; those that do not compile left out."""
    found = []
    for path, file in report["files"].items():
        lines = file["source"].split("\n")
        for mutant in file["mutants"]:
            if mutant["status"] in _COUNTED:
                start, end = mutant["location"]["start"], mutant["location"]["end"]
                old = _between(lines, start, end)
                killed = mutant["status"] in _NOTICED
                found.append(Found(path, start["line"], old, " ".join(mutant["replacement"].split()), killed))
    return found


def _between(lines: list[str], start: dict[str, int], end: dict[str, int]) -> str:
    """Return the source between two places, on one line; lines and columns count from 1."""
    first, last = start["line"] - 1, end["line"] - 1
    text = lines[first : last + 1]
    text[-1] = text[-1][: end["column"] - 1]
    text[0] = text[0][start["column"] - 1 :]
    return " ".join(" ".join(text).split())
