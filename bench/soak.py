"""`python -m bench.soak`: minutes of load over every listed address, after which nothing may have failed or grown.

wrk asks as fast as it is answered for four seconds of every five, which is 80 % of what the service can do; in the
pauses it is read what the worker holds (shared parts whole, so that no other program changes the figure). `MINUTES`
(10) sets how long. Ends with an error when a request failed or the last fifth of the run needs over 5 % more memory
than the first fifth after the warm-up; writes bench/soak.json, but for a run that is shorter.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from bench.programs import Running, python
from server import config
from server.delivery import prebuild
from tests.support.paths import ROOT

RESULT: Final = ROOT / "bench" / "soak.json"
BASE: Final = "https://thumbwidth.example"
WHOLE: Final = 10.0
MINUTES: Final = float(os.environ.get("MINUTES", WHOLE))
BURST, PAUSE = 4, 1
GROWTH: Final = 0.05
#: A question is worked out in Flask: one of so many requests is one.
QUESTIONS: Final = 50


def script(folder: Path) -> Path:
    """Write what wrk asks for: every listed address in turn, and a question now and then."""
    store = prebuild.ensure_store(config.settings({"BASE_URL": BASE}), prebuild.ProgressPrinter())
    addresses = [address for address in store.responses if not address.endswith(".png")]
    for place in range(0, len(addresses), QUESTIONS):
        addresses.insert(place, f"/api/v1/points?q=back{place}")
    listed = ", ".join(json.dumps(address) for address in addresses)
    path = folder / "addresses.lua"
    path.write_text(
        f"local all, at = {{ {listed} }}, 0\n"
        "request = function() at = at % #all + 1 return wrk.format('GET', all[at]) end\n",
        "ascii",
    )
    return path


def soak(running: Running, addresses: Path) -> tuple[list[float], int, int]:
    """Return the worker's memory in MB after each burst, the requests answered, and those that failed."""
    memory, answered, failed = [], 0, 0
    end = time.monotonic() + MINUTES * 60
    while time.monotonic() < end:
        sample = running.load("/", BURST, script=addresses, Accept_Encoding="gzip, deflate, br")
        answered, failed = answered + round(sample.rate * BURST), failed + sample.failed
        time.sleep(PAUSE)
        memory.append(running.rss_mb())
    return memory, answered, failed


def main() -> None:
    """Run, write the result, and say whether it is good."""
    with tempfile.TemporaryDirectory() as name:
        addresses = script(Path(name))
        running = python("-m", "server", ready="/", BASE_URL=BASE, RATE_LIMIT="off")
        try:
            running.load("/", BURST, script=addresses, Accept_Encoding="gzip, deflate, br")  # everything is read once
            memory, answered, failed = soak(running, addresses)
        finally:
            running.stop()
    fifth = max(1, len(memory) // 5)
    first, last = statistics.median(memory[:fifth]), statistics.median(memory[-fifth:])
    result = {
        "minutes": MINUTES,
        "answered": answered,
        "failed": failed,
        "memory_mb_first": first,
        "memory_mb_last": last,
        "growth": round(last / first - 1, 3),
    }
    text = json.dumps(result, indent=2) + "\n"
    print(text)
    if MINUTES >= WHOLE:
        RESULT.write_text(text, "utf-8")
    if failed or last > first * (1 + GROWTH):
        sys.exit("The service failed or grew under load")


if __name__ == "__main__":
    main()
