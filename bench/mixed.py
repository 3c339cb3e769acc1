"""`python -m bench.mixed`: three minutes of load from twenty addresses, one of them abusive; writes `bench/mixed.json`.

Nineteen people read listed pages and ask a search, a calendar file or a small picture now and then, within the limits.
The twentieth address asks for the widest pictures, ever new questions and addresses that do not exist, on four lines,
as fast as they are answered. A proxy would say who asks, so the addresses stand in `X-Forwarded-For`.
Ends with 1 when the abuser costs the others too much. `SECONDS` shortens it.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from bench.hostile import PAGES, percentile
from tests.support import malicious_traffic
from tests.support.programs import Server

TABLE: Final = Path(__file__).with_suffix(".json")
SECONDS: Final = float(os.environ.get("SECONDS", "180"))
PEOPLE: Final = 19
LINES: Final = 4
#: Seconds between two requests of one person, and after how many pages something is asked that has to be computed.
PAUSE: Final = 0.25
EVERY: Final = 6
#: What must hold: milliseconds of listed pages, the share of other people's dynamic requests, megabytes of a worker.
MOST_MS: Final = 50
LEAST_ANSWERED: Final = 0.95
MOST_MEGABYTES: Final = 80


class Client:
    """One address on a line of its own."""

    def __init__(self, port: int, number: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"X-Forwarded-For": f"198.51.100.{number}", "Accept-Encoding": "br"}

    def ask(self, path: str) -> tuple[int, float]:
        """Return the status and the milliseconds it took."""
        began = time.perf_counter()
        self._line.request("GET", path, headers=self._headers)
        answer = self._line.getresponse()
        answer.read()
        return answer.status, (time.perf_counter() - began) * 1000


def dynamic(chance: random.Random) -> str:
    """Return something a person asks that is computed."""
    return chance.choice(
        [
            f"/api/v1/points?q={chance.choice(['shen', 'back', 'hip', 'knee'])}{chance.randrange(1000)}",
            f"/calendar/five-minutes.ics?at={chance.randrange(6, 22):02}:00&zone=Europe/Berlin&weeks=2",
            f"/api/v1/routines/custom/BL23.{chance.randrange(30, 120)}-BL40.60",
            f"/qr/BL23.{chance.randrange(30, 120)}.svg",
        ]
    )


def harmful(seed: int) -> Iterator[str]:
    """Yield what the abuser asks for."""
    anything, number = malicious_traffic.addresses(seed), 0
    while True:
        number += 1
        yield f"/diagrams/male/views/posterior.png?width={2400 - (number * LINES + seed) % 2000}"
        yield f"/api/v1/points?q=abuse{seed}{number}"
        yield f"/nothing/{number}"
        yield next(anything)[1].replace("//", "/")


class Load:
    """What was asked by everybody, and what came of it."""

    def __init__(self, port: int, seconds: float) -> None:
        self._port, self._end, self._lock = port, time.monotonic() + seconds, threading.Lock()
        self.listed: list[float] = []
        self.computed: Counter[int] = Counter()
        self.abuse: Counter[int] = Counter()

    def person(self, number: int) -> None:
        """Read and ask until the time is over."""
        client, chance = Client(self._port, number), random.Random(number)
        asked = 0
        while time.monotonic() < self._end:
            asked += 1
            is_computed = asked % EVERY == 0
            status, took = client.ask(dynamic(chance) if is_computed else chance.choice(PAGES))
            with self._lock:
                if is_computed:
                    self.computed[status] += 1
                else:
                    assert status == 200
                    self.listed.append(took)
            time.sleep(PAUSE)

    def abuser(self, seed: int) -> None:
        client = Client(self._port, PEOPLE + 1)
        for path in harmful(seed):
            if time.monotonic() >= self._end:
                return
            status, _ = client.ask(path)
            with self._lock:
                self.abuse[status] += 1

    def run(self) -> None:
        """Let everybody ask at once, and wait for the end."""
        jobs: list[tuple[Callable[[int], None], int]] = [(self.person, number) for number in range(1, PEOPLE + 1)]
        jobs += [(self.abuser, seed) for seed in range(LINES)]
        threads = [threading.Thread(target=act, args=(number,)) for act, number in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def workers(server: Server) -> list[float]:
    """Return the megabytes (resident) of each worker: the children of the first process that serve."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            status = (place / "status").read_text("ascii")
            command = (place / "cmdline").read_text("utf-8", "replace")
        except OSError:  # gone meanwhile
            continue
        parent, resident = (re.search(rf"^{name}:\s+(\d+)", status, re.M) for name in ("PPid", "VmRSS"))
        if parent and resident and int(parent[1]) == server.pid and "resource_tracker" not in command:
            found.append(round(int(resident[1]) / 1024, 1))
    return found


def measured(seconds: float) -> dict[str, Any]:
    """Return the table of one run."""
    busy = round(os.getloadavg()[0], 1)
    server = Server(TRUSTED_PROXIES="1")
    try:
        before = workers(server)
        load = Load(server.port, seconds)
        load.run()
        after = workers(server)
    finally:
        server.kill()
    computed = sum(load.computed.values())
    return {
        "seconds": seconds,
        "load_average_before": busy,
        "listed": {"pages": len(load.listed), "p50": percentile(load.listed, 50), "p99": percentile(load.listed, 99)},
        "others_dynamic": {"asked": computed, "answered": round(load.computed[200] / computed, 4)},
        "abuser": {str(status): count for status, count in sorted(load.abuse.items())},
        "megabytes_of_workers": {"before": before, "after": after},
    }


def faults(table: dict[str, Any]) -> list[str]:
    """Return what does not hold."""
    found = []
    if table["listed"]["p99"] > MOST_MS:
        found.append(f"99 of 100 listed pages took up to {table['listed']['p99']} ms, at most {MOST_MS} are wanted")
    if table["others_dynamic"]["answered"] < LEAST_ANSWERED:
        found.append(f"{table['others_dynamic']['answered']:.1%} of other people's dynamic requests were answered")
    heavy = [one for one in table["megabytes_of_workers"]["after"] if one > MOST_MEGABYTES]
    return found + [f"a worker has {one} MB at the end, at most {MOST_MEGABYTES} are wanted" for one in heavy]


def main() -> None:
    """Measure, write and print the table."""
    table = measured(SECONDS)
    TABLE.write_text(json.dumps(table, indent=2) + "\n", "utf-8")
    print(json.dumps(table, indent=2))
    sys.exit("\n".join(faults(table)) or 0)


if __name__ == "__main__":
    main()
