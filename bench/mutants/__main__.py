"""`python -m bench.mutants`: mutation tests of the domain, the drawing and the phone's rules; bench/mutants.json.

`--listed` applies the table of listed mutants alone; `--python` and `--javascript` run one half; `--only PATH` mutates
one file and prints its survivors without writing the result.
"""

from __future__ import annotations

import argparse
import sys

from bench.mutants import listed


def check_listed() -> bool:
    """Apply every listed mutant; print and return whether each is killed by the test it names."""
    good = True
    for mutant, sound, killed in listed.outcomes(listed.listed()):
        word = "killed" if sound and killed else "SURVIVES" if sound else "test fails without it"
        good &= sound and killed
        print(f"{word:8} {mutant.path}: {mutant.ships} ({mutant.test.partition('::')[2]})", flush=True)
    return good


def main() -> int:
    """Run what was asked for; return 1 when a score is too low or a listed mutant survives."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutants", description=__doc__)
    parser.add_argument("--listed", action="store_true", help="only the table of listed mutants")
    parser.parse_args()
    return int(not check_listed())


if __name__ == "__main__":
    sys.exit(main())
