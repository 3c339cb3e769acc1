"""`python -m bench.mutants`: mutation tests of the domain, the drawing and the phone's rules; bench/mutants.json.

`--listed` applies the table of listed mutants alone; `--only PATH` mutates one Python file and prints its survivors;
neither writes the result.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace

from bench.mutants import javascript, listed, python, report
from bench.mutants.report import Tried
from bench.mutants.runner import KILLED, TIMEOUT
from bench.mutants.settings import Settings, settings


def check_listed() -> bool:
    """Apply every listed mutant; print and return whether each is killed by the test it names."""
    good = True
    for mutant, sound, killed in listed.outcomes(listed.listed()):
        word = "killed" if sound and killed else "SURVIVES" if sound else "test fails without it"
        good &= sound and killed
        print(f"{word:8} {mutant.path}: {mutant.ships} ({mutant.test.partition('::')[2]})", flush=True)
    return good


def only(path: str, wanted: Settings, *, again: bool) -> int:
    """Try every mutant of one file and print those that survive."""
    mutants = python.draw(wanted, path).safety
    verdicts = python.judge(mutants, wanted, again=again)
    survivors = [one for one, found in zip(mutants, verdicts, strict=True) if found not in (KILLED, TIMEOUT)]
    print(f"{path}: {len(mutants) - len(survivors)} of {len(mutants)} killed")
    return int(bool(survivors))


def run_python(wanted: Settings, *, again: bool) -> None:
    """Try all mutants that decide safety and a sample of the others; keep what came of them."""
    start = time.monotonic()
    drawn = python.draw(wanted)
    mutants = [*drawn.safety, *drawn.sample]
    verdicts = python.judge(mutants, wanted, again=again)
    tried = [
        Tried(one.path, one.line, one.old, one.new, found in (KILLED, TIMEOUT), place < len(drawn.safety))
        for place, (one, found) in enumerate(zip(mutants, verdicts, strict=True))
    ]
    seconds = round(time.monotonic() - start)
    report.keep("python", tried, others=drawn.others, tests=list(wanted.tests), seconds=seconds)


def run_javascript(wanted: Settings) -> None:
    """Try all mutants of the phone's rules; keep what came of them."""
    start = time.monotonic()
    tried = [
        Tried(one.path, one.line, one.old, one.new, one.killed, one.path in wanted.javascript_safety)
        for one in javascript.mutants(wanted)
    ]
    report.keep("javascript", tried, stryker=javascript.version(), seconds=round(time.monotonic() - start))


def main() -> int:
    """Run what was asked for; return 1 when a score is too low or a listed mutant survives."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutants", description=__doc__)
    parser.add_argument("--listed", action="store_true", help="only the table of listed mutants")
    parser.add_argument("--only", default="", metavar="PATH", help="one Python file")
    parser.add_argument("--half", default="", choices=("python", "javascript"), help="one half; the other's last stays")
    parser.add_argument("--tests", nargs="+", metavar="FILE", help="judge by these files of tests/ alone")
    parser.add_argument("--sample", type=int, metavar="COUNT", help="how many mutants are drawn beside safety's")
    parser.add_argument("--reuse", action="store_true", help="do not measure again which tests run which lines")
    asked = parser.parse_args()
    if asked.listed:
        return int(not check_listed())
    wanted = settings()
    if asked.tests:
        wanted = replace(wanted, tests=tuple(asked.tests))
    if asked.sample is not None:
        wanted = replace(wanted, sample=asked.sample)
    if asked.only:
        return only(asked.only, wanted, again=not asked.reuse)
    good = asked.half != "" or check_listed()
    if asked.half in ("", "python"):
        run_python(wanted, again=not asked.reuse)
    if asked.half in ("", "javascript"):
        run_javascript(wanted)
    found = report.result(wanted)
    report.write(found)
    return int(not (report.is_enough(found, wanted) and good))


if __name__ == "__main__":
    sys.exit(main())
