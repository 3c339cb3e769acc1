"""Runs tests against mutants in forked processes, in two ways.

The quick way forks from a pytest session that has imported and collected everything: the child replaces the code of
one function and runs the tests at once. What is computed at import is then without the fault, so a mutant that
survives is tried again the thorough way: the child imports product and tests afresh, an import hook gives the mutated
source for one module. Constants are mutated that way only. Nothing is written to the tree.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, Final, TypeVar

import pytest

Key = TypeVar("Key")

ROOT: Final = Path(__file__).parent.parent.parent
#: Packages of the product and its tests: a thorough child imports them itself.
OWN: Final = ("points", "diagrams", "server", "tests")
PYTEST: Final = (
    *("-q", "--no-header", "--tb=no", "--hypothesis-profile=quick"),
    *("-p", "no:cacheprovider", "-p", "no:cov", "-p", "no:xdist"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # what is imported before pytest starts keeps its assertions
)
KILLED, SURVIVED, TIMEOUT, UNDECIDED = "killed", "survived", "timeout", "undecided"
#: What a quick child ends with that cannot replace the code in question.
_CANNOT: Final = 99
#: What a child ends with that raised an error instead of running tests.
_BROKE: Final = 70


# Sources -----------------------------------------------------------------------------------------------


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


def mutate_imports(path: str, source: str) -> None:
    """Let the next import of a module in this process read `source`."""
    sys.meta_path.insert(0, _MutatedFinder(path, source))


def mutate_function(path: str, scope: str, source: str) -> bool:
    """Give a function that is imported already the code it has in `source`; return whether that can be done."""
    owner: Any = sys.modules.get(module_name(path))
    for depth, name in enumerate(scope.split("."), 1):
        owner = _function(vars(owner).get(name)) if hasattr(owner, "__dict__") else None
        if isinstance(owner, FunctionType):
            code = _code(compile(source, owner.__code__.co_filename, "exec"), ".".join(scope.split(".")[:depth]))
            if code is None or code.co_freevars != owner.__code__.co_freevars:
                return False
            owner.__code__ = code
            _forget()
            return True
    return False


def _function(found: Any) -> Any:
    """Return what a property, a cached function or a class method wraps; a class or plain function is itself."""
    for name in ("fget", "func", "__func__", "__wrapped__"):
        inner = getattr(found, name, None)
        if isinstance(inner, FunctionType):
            return inner
    return found


def _code(code: CodeType, qualname: str) -> CodeType | None:
    for const in code.co_consts:
        if isinstance(const, CodeType):
            found = const if const.co_qualname == qualname else _code(const, qualname)
            if found is not None:
                return found
    return None


def _forget() -> None:
    """Clear the caches of our own functions: what they hold was computed without the fault."""
    for name, module in list(sys.modules.items()):
        if is_own(name):
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()


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


# Tests -------------------------------------------------------------------------------------------------


class Collected:
    """Pytest plugin: collects, then hands the tests to `work` instead of running them."""

    def __init__(self, work: Callable[[dict[str, pytest.Item]], None]) -> None:
        self._work = work

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        session.config.pluginmanager.register(Failures(), "failures")
        self._work({item.nodeid: item for item in session.items})
        return True


class Failures:
    """Pytest plugin: whether a test has failed."""

    def __init__(self) -> None:
        self.seen = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seen |= report.failed


def failures(item: pytest.Item) -> Failures:
    """Return what is known of failures in an item's session."""
    found = item.config.pluginmanager.get_plugin("failures")
    assert isinstance(found, Failures)
    return found


def run_quickly(path: str, scope: str, source: str, items: Sequence[pytest.Item]) -> int:
    """Replace the code of one function and run collected tests against it."""
    return run_items(items) if mutate_function(path, scope, source) else _CANNOT


def run_items(items: Sequence[pytest.Item]) -> int:
    """Run collected tests until one fails; return 1 then, else 0."""
    for place, item in enumerate(items):
        following = items[place + 1] if place + 1 < len(items) else None
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        if failures(item).seen:
            return 1
    return 0


class _Only:
    """Pytest plugin: run the given tests, in the given order."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self._place = {name: place for place, name in enumerate(wanted)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        kept = (item for item in items if item.nodeid in self._place)
        items[:] = sorted(kept, key=lambda item: self._place[item.nodeid])


def run_afresh(path: str, source: str, stages: Sequence[Sequence[str]]) -> int:
    """Import a mutant and the tests and run them, stage by stage; return pytest's code of the first that fails."""
    mutate_imports(path, source)
    for tests in stages:
        files = dict.fromkeys(name.partition("::")[0] for name in tests)
        code = pytest.main([*PYTEST, "-x", *files], plugins=[_Only(tests)])
        if code != 0:
            return int(code)
    return 0


# Processes ---------------------------------------------------------------------------------------------


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
    code = _BROKE
    try:
        code = work()
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def verdict(status: int) -> str:
    """Return what the status of a child says of its mutant; a child that breaks has noticed it."""
    if os.WIFSIGNALED(status):
        return TIMEOUT if os.WTERMSIG(status) == signal.SIGALRM else KILLED
    if os.WEXITSTATUS(status) == _CANNOT:
        return UNDECIDED
    return SURVIVED if os.WEXITSTATUS(status) == 0 else KILLED


def in_parallel(jobs: Iterable[tuple[Key, Callable[[], int]]], workers: int) -> Iterator[tuple[Key, str]]:
    """Run jobs, each a key and a function that forks a child, so many at once; yield (key, verdict) as they end."""
    running: dict[int, Key] = {}
    for key, start in jobs:
        if len(running) == workers:
            yield _ended(running)
        running[start()] = key
    while running:
        yield _ended(running)


def _ended(running: dict[int, Key]) -> tuple[Key, str]:
    while True:
        child, status = os.wait()
        if child in running:
            return running.pop(child), verdict(status)
