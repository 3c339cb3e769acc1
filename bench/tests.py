"""`python -m bench.tests [quick] [test]`: how long `make quick` and `make test` take here; writes a table beside it.

The load at the start tells whether the machine was free.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from tests.support.paths import ROOT

TABLE: Final = Path(__file__).with_suffix(".json")
#: Seconds that each command may take on two cores.
GOALS: Final = {"quick": 60, "test": 900}


def measured(command: str) -> dict[str, Any]:
    """Run a command of the Makefile with its default Python; return what it took. Ends the program when it fails."""
    load, began = os.getloadavg()[0], time.perf_counter()
    run = subprocess.run(["make", command], cwd=ROOT, check=False)
    if run.returncode:
        sys.exit(f"make {command} failed, so nothing is recorded")
    return {
        "seconds": round(time.perf_counter() - began),
        "goal": GOALS[command],
        "cores": len(os.sched_getaffinity(0)),
        "load": round(load, 1),
        "python": platform.python_version(),
    }


def main() -> None:
    """Measure the commands that are named, or both, and write them to the table."""
    commands = sys.argv[1:] or list(GOALS)
    if unknown := set(commands) - GOALS.keys():
        sys.exit(f"{', '.join(sorted(unknown))}: not one of {', '.join(GOALS)}")
    table: dict[str, Any] = json.loads(TABLE.read_text("utf-8")) if TABLE.exists() else {}
    for command in commands:
        table[command] = measured(command)
        print(f"make {command}: {table[command]}")
        TABLE.write_text(json.dumps(table, indent=2, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
