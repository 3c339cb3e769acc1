"""`python -m bench.hostile`: how fast a page is answered while somebody means ill; writes `bench/hostile.json`.

For each kind of ill will: pages asked for one after another on a line kept open, with the ill will beside them, which
comes from the same machine and so takes processor time of its own. `without` is the same with no limit on what one
address may ask.
`SECONDS` says how long each is measured. All of it is done twice, so that the memory tells what grows and what is only
kept for its purpose. Ends with 1 when a limit is broken.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.support import malicious_traffic
from tests.support.programs import Server

TABLE: Final = Path(__file__).with_suffix(".json")
SECONDS: Final = float(os.environ.get("SECONDS", "10"))
PAGES: Final = ("/", "/points/BL23", "/api/v1/points", "/diagrams/female/views/posterior.svg")
#: The most that memory may have grown by when all of it is done a second time.
GROWN: Final = 1.05
#: The most milliseconds that 99 of 100 pages take while somebody means ill, with the limits that are set by default.
MOST: Final = 50
Harm = Callable[[int, threading.Event], None]


def pages(port: int, seconds: float) -> list[float]:
    """Ask for listed addresses in turn; return the milliseconds each took."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    took: list[float] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for path in PAGES:
            began = time.perf_counter()
            line.request("GET", path, headers={"Accept-Encoding": "br"})
            answer = line.getresponse()
            answer.read()
            assert answer.status == 200, (path, answer.status)
            took.append((time.perf_counter() - began) * 1000)
    line.close()
    return took


def _ask(port: int, stop: threading.Event, address: Callable[[int], str]) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    number = 0
    while not stop.is_set():
        number += 1
        line.request("GET", address(number))
        line.getresponse().read()
    line.close()


def searching(port: int, stop: threading.Event) -> None:
    """Ask ever new questions, which no cache can hold."""
    _ask(port, stop, lambda number: f"/api/v1/points?q=shu{number}")


def painting(port: int, stop: threading.Event) -> None:
    """Ask for the dearest there is: the widest pictures, each of another width."""
    _ask(port, stop, lambda number: f"/diagrams/female/views/posterior.png?width={2400 - number % 500}")


def rambling(port: int, stop: threading.Event) -> None:
    """Ask at random."""
    _ask_any = malicious_traffic.addresses(3)
    _ask(port, stop, lambda _: next(_ask_any)[1].replace("//", "/"))


def holding(port: int, stop: threading.Event) -> None:
    """Open lines and never finish a request on them."""
    held = []
    while not stop.wait(0.02):
        half = socket.create_connection(("127.0.0.1", port), timeout=10)
        half.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX: ")
        held.append(half)
    for half in held:
        half.close()


HARMS: Final[dict[str, Harm | None]] = {
    "nobody": None,
    "new questions": searching,
    "widest pictures": painting,
    "random requests": rambling,
    "half requests": holding,
}


def measured(server: Server, harm: Harm | None, clients: int = 4) -> dict[str, Any]:
    """Return the median and the 99th percentile in milliseconds of pages while so many clients do harm."""
    stop = threading.Event()
    others = [threading.Thread(target=harm, args=(server.port, stop)) for _ in range(clients if harm else 0)]
    for other in others:
        other.start()
    time.sleep(0.5)
    took = pages(server.port, SECONDS)
    stop.set()
    for other in others:
        other.join(60)
    return {"pages": len(took), "median": round(statistics.median(took), 2), "p99": percentile(took, 99)}


def memory(server: Server) -> float:
    """Return the megabytes that the service and everything it started take (proportional set size)."""
    group, total = os.getpgid(server.pid), 0
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # gone meanwhile
            if os.getpgid(int(place.name)) == group:
                found = re.search(r"^Pss:\s+(\d+)", (place / "smaps_rollup").read_text("ascii"), re.M)
                total += int(found[1]) if found else 0
    return round(total / 1024, 1)


def percentile(values: list[float], share: int) -> float:
    """Return the value that so many of a hundred do not exceed."""
    return round(sorted(values)[int(len(values) * share / 100)], 2)


def main() -> None:
    """Measure with and without limits, print the table and write it."""
    table: dict[str, Any] = {}
    settings: dict[str, dict[str, Any]] = {"with limits": {}, "without": {"RATE_LIMIT": "off"}}
    for name, chosen in settings.items():
        server = Server(**chosen)
        try:
            table[name] = {kind: measured(server, harm) | {"megabytes": memory(server)} for kind, harm in HARMS.items()}
            for kind, harm in HARMS.items():
                measured(server, harm)
                table[name][kind]["megabytes_again"] = memory(server)
        finally:
            server.kill()
    TABLE.write_text(json.dumps({"seconds": SECONDS, "milliseconds": table}, indent=2) + "\n", "utf-8")
    for name, rows in table.items():
        for kind, row in rows.items():
            print(
                f"{name:12} {kind:16} p50 {row['median']:7.2f} ms  p99 {row['p99']:7.2f} ms "
                f"{row['megabytes']:5.1f} MB, a second time {row['megabytes_again']:5.1f} MB"
            )
    rows = table["with limits"]
    faults = [
        f"beside {kind} 99 of 100 pages took up to {row['p99']} ms" for kind, row in rows.items() if row["p99"] > MOST
    ]
    first, again = (max(row[name] for row in rows.values()) for name in ("megabytes", "megabytes_again"))
    faults += [f"memory grew from {first} to {again} MB"] if again > GROWN * first else []
    sys.exit("\n".join(faults) or 0)


if __name__ == "__main__":
    main()
