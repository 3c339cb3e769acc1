"""Fork server: third-party modules are imported once, and each mutant is judged in a process forked from there.

In the child an import hook gives the mutated source for one module; the product and its tests are imported afresh, so
that constants and what is computed at import are mutated too. Nothing is written to the tree.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parent.parent.parent
#: Packages of the product and its tests: imported in each child, never in the parent.
OWN: Final = ("points", "diagrams", "server", "tests")
PYTEST: Final = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:cov", "-p", "no:xdist", "--no-header", "--tb=no")
KILLED, SURVIVED, TIMEOUT = "killed", "survived", "timeout"


class _MutatedLoader(SourceFileLoader):
    """Loads a module from a given source in place of its file's, and never from bytecode."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source.encode()

    def get_data(self, path: Any) -> bytes:
        return self._source if str(path) == self.path else super().get_data(path)

    def path_stats(self, path: Any) -> Any:
        raise OSError("a mutant has no file")


class _MutatedFinder:
    """Meta path finder that answers for one module."""

    def __init__(self, path: str, source: str) -> None:
        self._name, self._path, self._source = module_name(path), str(ROOT / path), source

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self._name:
            return None
        return spec_from_file_location(name, self._path, loader=_MutatedLoader(name, self._path, self._source))


def module_name(path: str) -> str:
    """Return the dotted name of a module: `points.safety` for `points/safety.py`."""
    return ".".join(Path(path).with_suffix("").parts).removesuffix(".__init__")


def mutate(path: str, source: str) -> None:
    """Let the next import of a module in this process read `source`."""
    sys.meta_path.insert(0, _MutatedFinder(path, source))


def is_own(name: str) -> bool:
    return name.partition(".")[0] in OWN


def preload(modules: Sequence[str]) -> None:
    """Import here what every child needs and no mutant changes: all that `modules` import and is not ours."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        before = set(sys.modules)
        for name in modules:
            importlib.import_module(name)
        names = [name for name in sys.modules if name not in before and not is_own(name)]
        with os.fdopen(writing, "w") as pipe:
            pipe.write("\n".join(names))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        names = pipe.read().split("\n")
    os.waitpid(child, 0)
    for name in names:
        with contextlib.suppress(ImportError, AttributeError):
            importlib.import_module(name)


class _Only:
    """Pytest plugin: run the given tests, in the given order; None runs all."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self._place = {name: place for place, name in enumerate(wanted)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self._place), key=self._at)

    def _at(self, item: pytest.Item) -> int:
        return self._place[item.nodeid]


def run_tests(stages: Sequence[Sequence[str]]) -> int:
    """Run stages of tests in this process, each a list of node ids; return pytest's code of the first that fails."""
    for tests in stages:
        files = dict.fromkeys(name.partition("::")[0] for name in tests)
        code = pytest.main([*PYTEST, *files], plugins=[_Only(tests)])
        if code != 0:
            return int(code)
    return 0


def judged(path: str, source: str, stages: Sequence[Sequence[str]], seconds: float) -> int:
    """Fork a child that runs the stages against a mutant; return its process id."""

    def work() -> int:
        mutate(path, source)
        return run_tests(stages)

    return fork(work, seconds)


def fork(work: Callable[[], int], seconds: float, log: str = os.devnull) -> int:
    """Fork a child that ends with what `work` returns, writes to `log`, and is ended by SIGALRM after `seconds`."""
    child = os.fork()
    if child:
        return child
    os.chdir(ROOT)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    written = os.open(log, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    for stream in (0, 1, 2):
        os.dup2(written, stream)
    code = 70
    with contextlib.suppress(BaseException):
        code = work()
    os._exit(code)


def verdict(status: int) -> str:
    """Return what the status of a child says of its mutant; a child that breaks has noticed it."""
    if os.WIFSIGNALED(status):
        return TIMEOUT if os.WTERMSIG(status) == signal.SIGALRM else KILLED
    return SURVIVED if os.WEXITSTATUS(status) == 0 else KILLED


def in_parallel(jobs: Iterator[tuple[Any, Callable[[], int]]], workers: int) -> Iterator[tuple[Any, str]]:
    """Run jobs, each a key and a function that forks a child, so many at once; yield (key, verdict) as they end."""
    running: dict[int, Any] = {}
    for key, start in jobs:
        if len(running) == workers:
            yield _ended(running)
        running[start()] = key
    while running:
        yield _ended(running)


def _ended(running: dict[int, Any]) -> tuple[Any, str]:
    while True:
        child, status = os.wait()
        if child in running:
            return running.pop(child), verdict(status)
