"""The result of a run: counts and score of each module, and every survivor with an explanation where it has one."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

from bench.mutants.settings import RESULT, WORK, Settings


@dataclass(frozen=True)
class Tried:
    """One mutant that was tried."""

    path: str
    line: int
    old: str
    new: str
    killed: bool
    safety: bool


def explanation(one: Tried, settings: Settings) -> str:
    """Return why no test can kill a mutant, or ''."""
    for entry in settings.equivalent:
        if (entry["path"], entry["old"], entry["new"]) == (one.path, one.old, one.new):
            return entry["why"]
    return ""


def score(tried: Iterable[Tried], settings: Settings) -> dict[str, float | int]:
    """Return the counts of some mutants, and the share killed of those that can be, in percent."""
    mutants = list(tried)
    killed = sum(one.killed for one in mutants)
    equivalent = sum(not one.killed and bool(explanation(one, settings)) for one in mutants)
    judged = len(mutants) - equivalent
    share = round(100 * killed / judged, 1) if judged else 100.0
    return {"mutants": len(mutants), "killed": killed, "equivalent": equivalent, "score": share}


def keep(half: str, tried: Sequence[Tried], **facts: str | int | list[str]) -> None:
    """Keep what came of one half until the result is written."""
    WORK.mkdir(parents=True, exist_ok=True)
    whole = {"date": date.today().isoformat(), **facts, "tried": [asdict(one) for one in tried]}
    (WORK / f"{half}-half.json").write_text(json.dumps(whole), "utf-8")


def _kept(half: str) -> dict[str, Any]:
    path = WORK / f"{half}-half.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {"tried": []}
    return found | {"tried": [Tried(**one) for one in found["tried"]]}


def result(settings: Settings) -> dict[str, Any]:
    """Return everything that is published of the last run of each half."""
    halves = {half: _kept(half) for half in ("python", "javascript")}
    ours, theirs = halves["python"], halves["javascript"]
    tried: list[Tried] = [*ours["tried"], *theirs["tried"]]
    modules = sorted({one.path for one in tried})
    survivors = [one for one in tried if not one.killed]
    tools = {name: version(name) for name in ("mutmut", "libcst", "pytest")}
    return {
        "date": date.today().isoformat(),
        "python": ".".join(map(str, sys.version_info[:3])),
        "tools": tools | {"stryker": theirs.get("stryker", "not run")},
        "seconds": {half: found.get("seconds", 0) for half, found in halves.items()},
        "seed": settings.seed,
        "sample": {"of": ours.get("others", 0), **score((one for one in ours["tried"] if not one.safety), settings)},
        "tests": ours.get("tests", []),
        "safety": score((one for one in tried if one.safety), settings),
        "overall": score(tried, settings),
        "modules": {path: score((one for one in tried if one.path == path), settings) for path in modules},
        "survivors": [
            {"at": f"{one.path}:{one.line}", "old": one.old, "new": one.new, "why": explanation(one, settings)}
            for one in sorted(survivors, key=lambda one: (one.path, one.line))
        ],
    }


def write(found: dict[str, Any]) -> None:
    """Write bench/mutants.json."""
    RESULT.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")


def is_enough(found: dict[str, Any], settings: Settings) -> bool:
    """Return whether the scores are what the settings ask for; print them."""
    enough = True
    for part, least in settings.least.items():
        counts = found[part]
        good = counts["score"] >= least
        enough &= good
        print(f"{part}: {counts['score']} % of {counts['mutants']} (at least {least} %){'' if good else ': too low'}")
    return enough
