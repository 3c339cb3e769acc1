"""`python -m bench.offline`: how soon a page can be read and everything is on the phone; writes bench/offline.json.

Slow 4G as Lighthouse has it: 1.6 Mbit/s, 150 ms round trip. The line itself is slow here, because what a browser's
developer tools slow down is the page and not its worker, which does most of the fetching. Ends with 1 when a limit is
broken.
"""

from __future__ import annotations

import contextlib
import json
import queue
import socket
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from points.catalogue import load
from server import create_app
from server.config import settings
from server.delivery.export import export
from server.delivery.offline_bundle import is_page, offline_urls
from server.delivery.prebuild import ensure_store
from server.extensions import get_bundles
from tests.support.paths import ROOT
from tests.support.phone import phone
from tests.support.programs import BASE_URL, Nginx, Program, Server, free_port

RESULT: Final = ROOT / "bench" / "offline.json"
BITS: Final = 1_600_000
ROUND_TRIP: Final = 0.150
RUNS: Final = 5
#: The most ms until a page can be read, seconds from then until all is on the phone, and ms to open it from there.
SOONEST, LATER, OFFLINE = 1500, 4.0, 150
#: The most KiB (brotli) of the packs with which a phone is ready, and of the other body's.
ONE_BODY, OTHER_BODY = 680, 480
PAGES: Final = ("/", "/points/BL23", "/routines/low-back-ease", "/routines/low-back-ease/session")
PAINT: Final = """() => new Promise((resolve) => {
    const seen = {};
    new PerformanceObserver((list) => list.getEntries().forEach((one) => { seen.lcp = one.startTime; }))
        .observe({ type: "largest-contentful-paint", buffered: true });
    setTimeout(() => {
        const [page] = performance.getEntriesByType("navigation");
        const all = [page, ...performance.getEntriesByType("resource")];
        seen.fcp = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
        seen.drawing = Boolean(document.querySelector("figure svg"));
        seen.bytes = all.reduce((sum, { transferSize }) => sum + transferSize, 0);
        seen.requests = all.length;
        resolve(seen);
    }, 300);
})"""
HELD: Final = """async (what) => {
    const worker = (await navigator.serviceWorker.getRegistration())?.active;
    if (!worker) return false;
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ ask: "count", body: "female" }, [port2]);
    return new Promise((done) => { port1.onmessage = ({ data }) => done(data[what]); });
}"""


class SlowLine:
    """Forwards a port slowly: one shared rate for all connections, and half the round trip in each direction."""

    def __init__(self, upstream: int) -> None:
        self.upstream, self.port = upstream, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.carried = 0
        self._free = {True: 0.0, False: 0.0}
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self.upstream))
                self._carry(near, far, down=False, opened=time.monotonic() + ROUND_TRIP)
                self._carry(far, near, down=True, opened=0)

    def _carry(self, source: socket.socket, target: socket.socket, *, down: bool, opened: float) -> None:
        due: queue.Queue[tuple[float, bytes]] = queue.Queue()
        threading.Thread(target=self._read, args=(source, due, down, opened), daemon=True).start()
        threading.Thread(target=self._write, args=(target, due), daemon=True).start()

    def _read(self, source: socket.socket, due: queue.Queue[tuple[float, bytes]], down: bool, opened: float) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1460):
                with self._lock:
                    start = max(time.monotonic(), self._free[down], opened)
                    self._free[down] = start + len(data) * 8 / BITS
                    self.carried += len(data) if down else 0
                    when = self._free[down] + ROUND_TRIP / 2
                due.put((when, data))
        due.put((time.monotonic() + ROUND_TRIP / 2, b""))

    @staticmethod
    def _write(target: socket.socket, due: queue.Queue[tuple[float, bytes]]) -> None:
        with contextlib.suppress(OSError):
            while True:
                when, data = due.get()
                time.sleep(max(0, when - time.monotonic()))
                if not data:
                    target.shutdown(socket.SHUT_WR)
                    return
                target.sendall(data)


def first_loads(playwright: Playwright, line: SlowLine, folder: Path) -> dict[str, Any]:
    """Open each page as somebody's first, on a phone that has nothing; the worker is left out."""
    found: dict[str, Any] = {}
    for number, path in enumerate(PAGES):
        runs = []
        for run in range(RUNS):
            with phone(playwright, folder / f"first-{number}-{run}") as context:
                page = context.pages[0]
                context.route("**/sw.js", lambda route: route.abort())
                page.goto(line.url + path, wait_until="load")
                runs.append(page.evaluate(PAINT))
        found[path] = {
            "first_paint_ms": middle(run["fcp"] for run in runs),
            "largest_paint_ms": middle(run["lcp"] for run in runs),
            "has_drawing": runs[0]["drawing"],
            "kib": round(runs[0]["bytes"] / 1024, 1),
            "requests": runs[0]["requests"],
        }
    return found


def installs(playwright: Playwright, line: SlowLine, folder: Path) -> dict[str, Any]:
    """Time from the first navigation until everything is counted as held."""
    ready, full, carried = [], [], []
    for run in range(RUNS):
        before = line.carried
        with phone(playwright, folder / f"install-{run}") as context:
            page = context.pages[0]
            started = time.monotonic()
            page.goto(line.url)
            ready.append(until_held(page, "ready", started))
            full.append(until_held(page, "full", started))
        carried.append(line.carried - before)
    return {
        "ready_offline_s": round(statistics.median(ready), 2),
        "fully_offline_s": round(statistics.median(full), 2),
        "kib": round(statistics.median(carried) / 1024),
    }


def until_held(page: Page, what: str, started: float) -> float:
    """Ask the worker until it says so; return the seconds since the start."""
    while not page.evaluate(HELD, what):
        assert time.monotonic() < started + 60, f"not {what} within a minute"
        time.sleep(0.05)
    return time.monotonic() - started


def offline_loads(playwright: Playwright, folder: Path) -> dict[str, Any]:
    """Open pages with the host dead: those of the service, and those of its export that nginx has served."""
    site = folder / "site"
    scratch = folder / "nginx"
    scratch.mkdir()
    export(ensure_store(settings({"BASE_URL": BASE_URL})), load(), site)
    return {
        "service": dead_loads(playwright, Server(), folder / "offline"),
        "export": dead_loads(playwright, Nginx(site, scratch), folder / "exported"),
    }


def dead_loads(playwright: Playwright, host: Program, profile: Path) -> dict[str, Any]:
    """Load every page with its host dead, in a new browser on the same profile, nothing in its HTTP cache."""
    try:
        with phone(playwright, profile) as context:
            context.pages[0].goto(host.url)
            until_held(context.pages[0], "full", time.monotonic())
    finally:
        host.kill()
    with phone(playwright, profile) as context:
        context.new_cdp_session(context.pages[0]).send("Network.clearBrowserCache")
        every = [
            one for path in filter(is_page, offline_urls(load())) for one in load_times(context, host.url + path, 1)
        ]
        times = {path: load_times(context, host.url + path, RUNS) for path in PAGES}
    return {
        "pages": len(every),
        "median_ms": middle(every),
        "slowest_ms": round(max(every)),
        "by_page_ms": {path: middle(runs) for path, runs in times.items()},
    }


def load_times(context: BrowserContext, url: str, runs: int) -> list[float]:
    page = context.pages[0]
    times = []
    for _ in range(runs):
        page.goto(url)
        times.append(page.evaluate("() => performance.getEntriesByType('navigation')[0].loadEventEnd"))
    return times


def pack_sizes() -> dict[str, Any]:
    """What each part of the pack weighs, as JSON and as it is sent."""
    app = create_app({"TESTING": True})
    client = app.test_client()

    def kib(address: str, encoding: str) -> float:
        return round(len(client.get(address, headers={"Accept-Encoding": encoding}).data) / 1024, 1)

    return {
        part.name: {
            "entries": len(part.urls),
            "json_kib": kib(part.url, "identity"),
            "gzip_kib": kib(part.url, "gzip"),
            "brotli_kib": kib(part.url, "br"),
        }
        for part in get_bundles(app).bundles
    }


def middle(values: Iterable[float]) -> int:
    return round(statistics.median(values))


def broken(result: dict[str, Any]) -> list[str]:
    """Return what breaks a limit, in words."""
    painted = {path: run["largest_paint_ms"] for path, run in result["first_load"].items()}
    found = [f"{path}: {one} ms, at most {SOONEST}" for path, one in painted.items() if one > SOONEST]
    later = result["install"]["ready_offline_s"] - painted["/"] / 1000
    medians = {host: loads["median_ms"] for host, loads in result["offline_load"].items()}
    found += [f"ready offline {later:.1f} s after the first page, at most {LATER}"] if later > LATER else []
    slow = [
        f"offline load of the {host}: {one} ms, at most {OFFLINE}" for host, one in medians.items() if one > OFFLINE
    ]
    sizes = {name: part["brotli_kib"] for name, part in result["packs"].items()}
    other = sizes.pop("male")
    one = round(sum(sizes.values()), 1)
    found += [f"packs with one body: {one} KiB, at most {ONE_BODY}"] if one > ONE_BODY else []
    found += [f"the other body's pack: {other} KiB, at most {OTHER_BODY}"] if other > OTHER_BODY else []
    return found + slow


def main() -> None:
    """Measure everything, print it, and write it down; end with 1 when a limit is broken."""
    running = Server()
    urllib.request.urlopen(f"{running.url}/sw.js").close()  # the packs are made: that is not what is measured
    line = SlowLine(running.port)
    try:
        with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
            result = {
                "network": "1.6 Mbit/s, 150 ms round trip, HTTP/1.1; medians of five",
                "first_load": first_loads(playwright, line, Path(name)),
                "install": installs(playwright, line, Path(name)),
                "offline_load": offline_loads(playwright, Path(name)),
                "packs": pack_sizes(),
            }
    finally:
        line.close()
        running.kill()
    RESULT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    print(RESULT.read_text("utf-8"))
    sys.exit("\n".join(broken(result)) or 0)


if __name__ == "__main__":
    main()
