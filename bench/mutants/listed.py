"""The listed mutants: faults found by reading, each with the test that must fail, applied one by one to a copy."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.mutants.settings import TABLE
from tests.support.paths import ROOT
from tests.support.tools import node

#: What a test reads or imports: copied, so that a fault is never in the tree itself.
_COPIED: Final = ("points", "diagrams", "server", "static", "tests", "bench", "docs")
_FILES: Final = ("setup.cfg", "pyproject.toml", "package.json", "README.md", "Makefile")
_SECONDS: Final = 300


@dataclass(frozen=True)
class Listed:
    """One fault: in `path`, the text `old` becomes `new`, and `test` must fail.

    `test` is a pytest node id, or the path of a JavaScript test and the name of a test in it, with `::` between.
    """

    path: str
    old: str
    new: str
    test: str
    ships: str

    def found(self, root: Path = ROOT) -> int:
        """Return how often the old text occurs in the tree; anything but once is a fault of the table."""
        return (root / self.path).read_text("utf-8").count(self.old)


def listed() -> tuple[Listed, ...]:
    """Return the table of listed mutants."""
    return tuple(Listed(**entry) for entry in tomllib.loads(TABLE.read_text("utf-8"))["listed"])


def outcomes(mutants: Iterable[Listed]) -> Iterator[tuple[Listed, bool, bool]]:
    """Yield each mutant with whether its test passes without it, and whether it fails with it.

    Each is applied in a copy of the tree, so that data and scripts can be listed as well as Python.
    """
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "copy"
        _copy_tree(copy)
        sound: dict[str, bool] = {}
        for mutant in mutants:
            if mutant.test not in sound:
                sound[mutant.test] = _passes(copy, mutant.test)
            path = copy / mutant.path
            text = path.read_text("utf-8")
            assert text.count(mutant.old) == 1, f"{mutant.path}: expected exactly one {mutant.old!r}"
            path.write_text(text.replace(mutant.old, mutant.new), "utf-8")
            yield mutant, sound[mutant.test], not _passes(copy, mutant.test)
            path.write_text(text, "utf-8")


def _copy_tree(copy: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "node_modules")
    for name in _COPIED:
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    for name in _FILES:
        shutil.copy(ROOT / name, copy / name)


def _passes(copy: Path, test: str) -> bool:
    """Return whether a test passes in the copy; one that cannot be found is an error, not a failure."""
    path, _, name = test.partition("::")
    if path.endswith(".js"):
        command = [node(), "--test", "--test-name-pattern", f"^{name}$", path]
    else:
        command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", test]
    run = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if "no tests ran" in run.stdout or "# pass 0\n# fail 0" in run.stdout:
        raise LookupError(f"no such test: {test}")
    return run.returncode == 0
