"""`python -m bench.first_load` (in `make bench`): what each page costs somebody's first visit, on a slow line.

Every page once, on a phone that has nothing: bytes with all headers, as they come over HTTP/1.1, and when text and the
drawing were there. Writes bench/first_load.json; ends with 1 when a limit is broken. The worker and its packs come
after that and are measured by `bench.offline`.
"""

from __future__ import annotations

import json
import sys
import urllib.request
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

from bench.offline import PAINT, SlowLine
from server import create_app
from server.delivery.offline_bundle import is_page, offline_urls
from tests.support.paths import ROOT
from tests.support.phone import CHROMIUM, CHROMIUM_FLAGS
from tests.support.programs import Server

RESULT: Final = ROOT / "bench" / "first_load.json"
#: Bytes for any page with its drawing and for the player, and milliseconds until either can be read.
MOST, MOST_SESSION, SOONEST = 60_000, 90_000, 1500
#: How the addresses end that hold the player.
PLAYERS: Final = ("/session", "/routines/custom")


def first_load(browser: Browser, url: str) -> dict[str, Any]:
    """Open a page as somebody's first; return bytes, requests and times."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    try:
        page = context.new_page()
        told = context.new_cdp_session(page)
        told.send("Network.enable")
        sizes: list[float] = []
        told.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        # The player comes after what is read: it counts as well.
        page.goto(url, wait_until="networkidle" if url.endswith(PLAYERS) else "load")
        seen = page.evaluate(PAINT)
        return {
            "bytes": round(sum(sizes)),
            "requests": len(sizes),
            "first_paint_ms": round(seen["fcp"]),
            "largest_paint_ms": round(seen["lcp"]),
            "has_drawing": seen["drawing"],
        }
    finally:
        context.close()


def broken(address: str, found: dict[str, Any]) -> list[str]:
    """Return what breaks a limit, in words."""
    most = MOST_SESSION if address.endswith(PLAYERS) else MOST
    heavy = [f"{address}: {found['bytes']} bytes, at most {most}"] if found["bytes"] > most else []
    late = [f"{address}: {found['largest_paint_ms']} ms, at most {SOONEST}"]
    return heavy + (late if found["largest_paint_ms"] > SOONEST else [])


def write(found: dict[str, dict[str, Any]]) -> None:
    """Write down what is known so far, because it takes minutes."""
    told = {"network": "1.6 Mbit/s, 150 ms round trip, HTTP/1.1; one visit each", "pages": found}
    RESULT.write_text(json.dumps(told, indent=2) + "\n", "utf-8")


def main() -> None:
    """Measure every page, print a table, and write it down; end with 1 when a limit is broken."""
    app = create_app({"TESTING": True})
    pages = list(filter(is_page, offline_urls(app.extensions["catalogue"])))
    running = Server()
    line = SlowLine(running.port)
    try:
        for page in pages:
            urllib.request.urlopen(
                urllib.request.Request(running.url + page, headers={"Accept-Encoding": "br"})
            ).close()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
            found = {}
            for page in pages:
                found[page] = first_load(browser, line.url + page)
                write(found)
    finally:
        line.close()
        running.kill()
    for page, figures in sorted(found.items(), key=lambda item: -item[1]["bytes"]):
        print(f"{figures['bytes']:7}  {figures['requests']:3}  {figures['largest_paint_ms']:5} ms  {page}")
    sys.exit("\n".join(fault for page, figures in found.items() for fault in broken(page, figures)) or 0)


if __name__ == "__main__":
    main()
