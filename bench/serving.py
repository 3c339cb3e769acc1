"""`python -m bench.serving`: how fast the service answers, beside nginx at its limit and beside its peers.

Every server runs on one core and the load comes from the other. Rounds are interleaved: before and after each sample
nginx answers the same address, and a ratio is the sample over the mean of the two. The export, which is nginx with
headers and rules, is measured so beside nginx with the same headers and no rules as well. Samples during which other
programs used more than 15 % of a core are left out. Writes bench/latest.json, and the shares of nginx into the README;
but where most samples were disturbed it says so and writes nothing, unless `RECORD=1` asks for it.
`ROUNDS` (3) and `SECONDS` (1) make it longer.
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from bench.programs import CONNECTIONS, QUIET, Running, Sample, has_brotli, nginx, python
from bench.verdict import (
    EXPORT,
    FASTAPI,
    FLASK,
    LIMIT,
    OURS,
    RENDERING,
    UNCHANGED,
    is_quiet,
    promises,
    table,
    write_readme,
)
from points.catalogue import load
from server import config
from server.delivery import export, host_config, prebuild
from tests.support.paths import ROOT

RESULT: Final = ROOT / "bench" / "latest.json"
ROUNDS: Final = int(os.environ.get("ROUNDS", "3"))
SECONDS: Final = int(os.environ.get("SECONDS", "1"))
BASE: Final = "https://thumbwidth.example"
ENCODING: Final = "br" if has_brotli() else "gzip"
#: {what it is: (address, the file nginx finds without looking)}
TARGETS: Final = {
    "SVG": ("/diagrams/female/points/BL23.svg", ""),
    "JSON": ("/api/v1/points", ".json"),
    "HTML": ("/routines/low-back-ease", ".html"),
}
#: Seconds until servers that have just answered do nothing more by themselves; ours makes its application meanwhile.
SETTLE: Final = 4
OPEN_ENDED: Final = "/api/v1/points?q=back"
DRESSED: Final = "nginx at its limit, with the export's headers"
#: What nginx says of a file by itself; the export adds all others.
BY_ITSELF: Final = {"Server", "Date", "Connection", "Content-Type", "Content-Length", "Content-Encoding", "ETag"} | {
    "Last-Modified", "Accept-Ranges", "Vary"
}  # fmt: skip


def start(scratch: Path, started: dict[str, Running]) -> None:
    """Start everything that is compared; what is up is in `started`, also when something does not come up."""
    quiet = {"BASE_URL": BASE, "RATE_LIMIT": "off"}
    settings = config.settings({"BASE_URL": BASE})
    store = prebuild.ensure_store(settings, prebuild.ProgressPrinter())
    files = scratch / "site"
    export.export(store, load(), files)
    kinds = "types { text/html html; application/json json; image/svg+xml svg; } gzip_static on;"
    brotli = "brotli_static on;" if has_brotli() else ""
    first, suffix = TARGETS["HTML"]
    started[LIMIT] = nginx(files, scratch / "limit", f"{kinds} {brotli}", first + suffix)
    started[EXPORT] = nginx(files, scratch / "export", f"include {files / host_config.NGINX}; {brotli}", first)
    dressed = f"{kinds} {brotli} gzip_vary on; {locations(started[EXPORT])}"
    started[DRESSED] = nginx(files, scratch / "dressed", dressed, first + suffix)
    started[OURS] = python("-m", "server", ready=first, **quiet)
    uvicorn = ("-m", "uvicorn", "--factory", "--port", "{port}", "--no-access-log", "--log-level", "error")
    started[FASTAPI] = python(*uvicorn, "bench.peers:fastapi_app", ready=first, **quiet)
    gunicorn = ("-m", "gunicorn", "-b", "127.0.0.1:{port}", "-k", "gthread", "--threads", "4")
    started[FLASK] = python(*gunicorn, "bench.peers:flask_app()", ready=first, **quiet)
    started[RENDERING] = python(*gunicorn, "bench.peers:rendering()", ready=first, **quiet)
    for name in ("fastpysgi", "bjoern"):
        if find_spec(name):
            started[f"{OURS} under {name}"] = python("-m", "bench.faster", ready=first, SERVED_BY=name, **quiet)


def locations(exported: Running) -> str:
    """Return directives for nginx that give each target the headers it has in the export, and look for nothing."""
    return "".join(
        f"location = {address}{suffix} {{"
        + "".join(
            f'add_header {name} "{value}" always;'
            for name, value in exported.headers(address, ENCODING).items()
            if name not in BY_ITSELF
        )
        + "}"
        for address, suffix in TARGETS.values()
    )


def settle(started: dict[str, Running]) -> None:
    """Let every server finish its start and read what it will be asked for: on one core that slows the others."""
    for name, running in started.items():
        for address, suffix in TARGETS.values():
            running.tag(address + (suffix if name in (LIMIT, DRESSED) else ""), ENCODING)
    time.sleep(SETTLE)


class Samples:
    """What was measured of each server and target, beside nginx's own."""

    def __init__(self) -> None:
        self.all: dict[tuple[str, str], list[tuple[Sample, float]]] = defaultdict(list)

    def clean(self, name: str, what: str) -> list[tuple[Sample, float]]:
        """Return the samples that nobody disturbed, or all of them when that leaves fewer than two."""
        every = self.all[name, what]
        quiet = [pair for pair in every if pair[0].others <= QUIET]
        return quiet if len(quiet) >= min(2, len(every)) else every

    def middle(self, name: str, what: str, measure: Callable[[Sample, float], float]) -> float:
        return statistics.median(measure(*pair) for pair in self.clean(name, what))

    def row(self, name: str, what: str) -> dict[str, float]:
        return {
            "rps": round(self.middle(name, what, lambda sample, _: sample.rate)),
            "of_nginx": round(self.middle(name, what, lambda sample, anchor: sample.rate / anchor), 3),
            "p99_ms": round(self.middle(name, what, lambda sample, _: sample.p99), 2),
            "failed": sum(sample.failed for sample, _ in self.all[name, what]),
        }

    def disturbed(self) -> tuple[int, int]:
        """Return how many samples somebody disturbed, and how many there are."""
        every = [sample for pairs in self.all.values() for sample, _ in pairs]
        return sum(sample.others > QUIET for sample in every), len(every)


def measure(started: dict[str, Running]) -> Samples:
    """Run all rounds, every other one backwards."""
    found = Samples()
    order = [(name, LIMIT) for name in started if name not in (LIMIT, DRESSED)]
    order += [(DRESSED, LIMIT), (EXPORT, DRESSED)]
    for number in range(ROUNDS):
        for (name, beside), what in itertools.product(
            order if number % 2 == 0 else reversed(order), [*TARGETS, UNCHANGED]
        ):
            _sample(found, started, name, beside, what)
        for name in (OURS, FASTAPI):
            started[name].tag(OPEN_ENDED, ENCODING)  # worked out once
            found.all[name, "open-ended"].append((_load(started[name], OPEN_ENDED), 1.0))
        print(f"round {number + 1} of {ROUNDS}", file=sys.stderr, flush=True)
    return found


def _sample(found: Samples, started: dict[str, Running], name: str, beside: str, what: str) -> None:
    address, suffix = TARGETS[what if what in TARGETS else "SVG"]
    changed = what != UNCHANGED
    before = _load(started[beside], address + suffix, changed)
    sample = _load(started[name], address + (suffix if name == DRESSED else ""), changed)
    after = _load(started[beside], address + suffix, changed)
    row = name if beside == LIMIT else beside_dressed(name)
    found.all[row, what].append((sample, (before.rate + after.rate) / 2))
    if beside == LIMIT:
        found.all[LIMIT, what] += [(before, before.rate), (after, after.rate)]


def beside_dressed(name: str) -> str:
    """Return what the samples of a server are kept under that were taken beside nginx with the same headers."""
    return f"{name}, beside {DRESSED}"


def _load(server: Running, address: str, changed: bool = True) -> Sample:
    headers: dict[str, Any] = {"Accept_Encoding": f"gzip, deflate, {ENCODING}"}
    if not changed:
        headers["If_None_Match"] = server.tag(address, headers["Accept_Encoding"])
    return server.load(address, SECONDS, **headers)


IN_PROCESS: Final = """
import json, sys, time, timeit
began = time.process_time()
from server import config
from server.delivery import wsgi_stack
settings = config.settings()
layer = wsgi_stack.build_stack(settings)
first = time.process_time() - began
layer._app._app.app()
ready = time.process_time() - began
tag = []
environ = {name: "x" for name in map(str, range(20))} | {
    "REQUEST_METHOD": "GET", "PATH_INFO": sys.argv[1], "QUERY_STRING": "", "wsgi.url_scheme": "http",
    "HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}
layer(environ, lambda status, headers: tag.append(dict(headers)["ETag"]))
again = environ | {"HTTP_IF_NONE_MATCH": tag[0]}
assert layer.ok_count == 1
def best(one): return min(timeit.repeat(lambda: layer(one, lambda *_: None), number=20000, repeat=7)) / 20000 * 1e6
found = {"front_ready_s": round(first, 3), "ready_s": round(ready, 3),
         "hit_us": round(best(environ), 2), "unchanged_us": round(best(again), 2)}
print(json.dumps(found))
"""


def in_process() -> dict[str, float]:
    """What a worker costs before its first answer, and an answer without any server: the least of three, because
    whoever else uses the machine only adds."""
    address, _ = TARGETS["SVG"]
    runs: list[dict[str, float]] = []
    for _ in range(3):
        run = subprocess.run(
            ["taskset", "-c", "0", sys.executable, "-c", IN_PROCESS, address],
            cwd=ROOT, env=os.environ | {"BASE_URL": BASE}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        runs.append(json.loads(run.stdout))
    return {name: min(run[name] for run in runs) for name in runs[0]}


def store_build() -> dict[str, float]:
    """Seconds in which the site is prepared on all cores, where nothing of it is there."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        command = [sys.executable, "-m", "server.delivery.prebuild"]
        subprocess.run(command, cwd=ROOT, env=os.environ | {"STORE": folder}, capture_output=True, check=True)
        return {"store_build_s": round(time.monotonic() - began, 1)}


def cold_starts() -> dict[str, float]:
    """Milliseconds from the start of the program to its first answer, the site being prepared."""
    times = []
    for _ in range(5):
        started = python("-m", "server", ready=TARGETS["SVG"][0], BASE_URL=BASE)
        times.append(started.first_answer_ms)
        started.stop()
    return {"first_answer_ms": round(statistics.median(times))}


def main() -> None:
    """Measure everything, print the table and keep it."""
    with tempfile.TemporaryDirectory() as name:
        started: dict[str, Running] = {}
        try:
            start(Path(name), started)
            settle(started)
            found = measure(started)
            memory = {server: running.pss_mb() for server, running in started.items()}
        finally:
            for running in started.values():
                running.stop()
    disturbed, samples = found.disturbed()
    result: dict[str, Any] = {
        "method": f"core 0 serves, core 1 asks, {CONNECTIONS} connections, {ENCODING}, medians of {ROUNDS} rounds",
        "served": {
            server: {what: found.row(server, what) for what in [*TARGETS, UNCHANGED] if found.all[server, what]}
            for server in started
        },
        "export": {what: found.row(beside_dressed(EXPORT), what) for what in [*TARGETS, UNCHANGED]},
        "open_ended": {server: found.row(server, "open-ended") for server in (OURS, FASTAPI)},
        "memory_mb": memory,
        "in_process": in_process(),
        "cold_start": cold_starts() | store_build(),
        "disturbed": disturbed,
        "samples": samples,
    }
    result["promises"] = promises(result)
    print(table(result))
    if is_quiet(result) or os.environ.get("RECORD"):
        RESULT.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", "utf-8")
        write_readme(result)
    else:
        print(f"Not recorded: {RESULT.name} and the README keep the figures before these (RECORD=1 records them)")


if __name__ == "__main__":
    main()
