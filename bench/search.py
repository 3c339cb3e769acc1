"""`python -m bench.search`: what a keystroke in the search field costs on a slow phone; writes bench/search.json.

Every query of tests/shared_cases/search_cases.json is typed letter by letter on /points, with the processor slowed
down four times. A keystroke is all the work it causes before the next frame can be painted: ranking, the list, styles
and layout. Each is typed a few times and the least counts, because other work of the machine is not the search's.
"""

from __future__ import annotations

import json
import statistics
import tempfile
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from tests.support.paths import ROOT
from tests.support.phone import phone
from tests.support.programs import Server

RESULT: Final = ROOT / "bench" / "search.json"
SLOWER: Final = 4
ROUNDS: Final = 3
#: Milliseconds between two frames of a screen that shows sixty a second.
FRAME: Final = 16
TYPE: Final = """(query) => {
    const field = document.querySelector("#find");
    const letters = [...query];
    return letters.map((_, place) => {
        field.value = letters.slice(0, place + 1).join("");
        const start = performance.now();
        field.dispatchEvent(new Event("input", { bubbles: true }));
        document.body.getBoundingClientRect();
        return performance.now() - start;
    });
}"""


def queries() -> list[str]:
    """Return the queries of the table of cases."""
    cases: dict[str, list[Any]] = json.loads((ROOT / "tests" / "shared_cases" / "search_cases.json").read_text("utf-8"))
    return [row[0] if isinstance(row, list) else row for rows in cases.values() for row in rows]


def measure(page: Page, url: str) -> list[tuple[float, str]]:
    """Return (milliseconds, what was typed so far) for every keystroke, the dearest first."""
    page.goto(f"{url}/points#q=knee")
    page.wait_for_selector("#found a")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    took: list[tuple[float, str]] = []
    for query in queries():
        rounds = [page.evaluate(TYPE, query) for _ in range(ROUNDS)]
        took += [(min(times), query[: place + 1]) for place, times in enumerate(zip(*rounds, strict=True))]
    return sorted(took, reverse=True)


def main() -> None:
    """Measure, print and keep the figures."""
    server = Server()
    try:
        with (
            sync_playwright() as playwright,
            tempfile.TemporaryDirectory() as folder,
            phone(playwright, Path(folder)) as context,
        ):
            took = measure(context.pages[0], server.url)
    finally:
        server.kill()
    times = [time for time, _ in took]
    figures = {
        "slower": SLOWER,
        "rounds": ROUNDS,
        "queries": len(queries()),
        "keystrokes": len(times),
        "median_ms": round(statistics.median(times), 2),
        "p99_ms": round(statistics.quantiles(times, n=100)[98], 2),
        "max_ms": round(times[0], 2),
        "over_a_frame": sum(time > FRAME for time in times),
        "dearest": [{"typed": typed, "ms": round(time, 2)} for time, typed in took[:5]],
    }
    for name, value in figures.items():
        print(f"{name:14} {value}")
    RESULT.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
