"""The Python half: draws the mutants, tries each the quick way and what survives the thorough way."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest

from bench.mutants import runner, selection
from bench.mutants.mutations import Change, Mutant, changes, mutant
from bench.mutants.runner import KILLED, ROOT, SURVIVED, TIMEOUT
from bench.mutants.selection import ImportTimes, Selection
from bench.mutants.settings import WORK, Settings

_HOURS: Final = 4 * 3600.0


@dataclass(frozen=True)
class Drawn:
    """The mutants to try, and how many there are to draw from."""

    safety: list[Mutant]
    sample: list[Mutant]
    others: int


def draw(settings: Settings, only: str = "") -> Drawn:
    """Return all mutants that decide safety and the sample of the others; with `only` all of one file."""
    safety: list[Mutant] = []
    others: list[tuple[str, Any, Change]] = []
    for path in [only] if only else settings.files(ROOT):
        module, found = changes((ROOT / path).read_text("utf-8"))
        for change in found:
            if only or settings.is_safety(path, change.scope):
                made = mutant(path, module, change)
                safety += [made] if made else []
            else:
                others.append((path, module, change))
    return Drawn(safety, list(_sample(others, settings)), len(others))


def _sample(others: Sequence[tuple[str, Any, Change]], settings: Settings) -> Iterator[Mutant]:
    order = random.Random(settings.seed).sample(range(len(others)), len(others))
    count = 0
    for place in order:
        if count == settings.sample:
            return
        path, module, change = others[place]
        made = mutant(path, module, change)
        if made is not None:
            count += 1
            yield made


def test_files(settings: Settings) -> list[str]:
    """Return the test files that judge."""
    return [f"tests/{name}" for name in settings.tests if (ROOT / "tests" / name).exists()]


def judge(mutants: Sequence[Mutant], settings: Settings, *, again: bool) -> list[str]:
    """Return the verdict of each mutant; `again` measures anew which tests run which lines."""
    WORK.mkdir(parents=True, exist_ok=True)
    runner.preload(["tests.conftest"])
    quick = WORK / "quick.json"
    quick.unlink(missing_ok=True)
    child = runner.fork(lambda: _quick_session(mutants, settings, quick, again), _HOURS, str(WORK / "quick.log"))
    os.waitpid(child, 0)
    known = json.loads(quick.read_text("utf-8"))
    verdicts: list[str] = known["verdicts"]
    chosen = selection.read(WORK / "selection.json", known["imports"])
    left = [place for place, found in enumerate(verdicts) if found not in (KILLED, TIMEOUT)]
    print(f"{len(mutants)} mutants, {len(left)} left for the thorough way", flush=True)
    for place, found in runner.in_parallel(_thorough(mutants, left, chosen, settings), settings.workers):
        verdicts[place] = found
        if found == SURVIVED:
            print(f"survived  {mutants[place].name}", flush=True)
    return verdicts


def _thorough(
    mutants: Sequence[Mutant], places: Sequence[int], chosen: Selection, settings: Settings
) -> Iterator[tuple[int, partial[int]]]:
    for place in places:
        one = mutants[place]
        stages = chosen.stages(one.path, one.line, settings.test_seconds)
        work = partial(runner.run_afresh, one.path, one.source, stages)
        yield place, partial(runner.fork, work, chosen.timeout(stages))


def _quick_session(mutants: Sequence[Mutant], settings: Settings, store: Path, again: bool) -> int:
    """Collect the tests, measure them, and try every mutant the quick way; write verdicts and import times."""
    times = ImportTimes()

    def work(items: dict[str, pytest.Item]) -> None:
        measured = WORK / "selection.json"
        if again or not measured.exists():
            sources = sorted({Path(path).parts[0] for path in settings.files(ROOT)})
            child = runner.fork(partial(selection.measure, items, sources, measured), _HOURS, str(WORK / "measure.log"))
            os.waitpid(child, 0)
        chosen = selection.read(measured, times.seconds)
        verdicts = [runner.UNDECIDED] * len(mutants)
        for place, found in runner.in_parallel(_quick(mutants, chosen, items, settings), settings.workers):
            verdicts[place] = found
        store.write_text(json.dumps({"verdicts": verdicts, "imports": times.seconds}), "utf-8")

    return int(
        pytest.main(
            [*runner.PYTEST, "-m", settings.marks, *test_files(settings)], plugins=[runner.Collected(work), times]
        )
    )


def _quick(
    mutants: Sequence[Mutant], chosen: Selection, items: dict[str, pytest.Item], settings: Settings
) -> Iterator[tuple[int, partial[int]]]:
    for place, one in enumerate(mutants):
        near = chosen.lines.get(one.path, {}).get(one.line, [])
        tests = sorted(
            (test for test in near if test in items and chosen.seconds.get(test, 99.0) <= settings.test_seconds),
            key=chosen.seconds.__getitem__,
        )
        if tests:
            work = partial(runner.run_quickly, one.path, one.scope, one.source, [items[test] for test in tests])
            yield place, partial(runner.fork, work, chosen.timeout([tests]))
