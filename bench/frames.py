"""`python -m bench.frames` (in `make bench`): what a running step costs a phone with a processor a quarter as fast.

Chromium slows its processor down to a quarter. While a step of pressing and one of breathing run, and then while every
control is tapped, its own observers count tasks of 50 ms and more, how busy the main thread is, and how long after a
tap the next frame is painted. Then the page is opened over slow 4G on that same phone. Writes bench/frames.json; ends
with 1 when a limit is broken.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.offline import PAINT, SlowLine
from tests.support.paths import ROOT
from tests.support.phone import PHONE, launch, through_the_gate
from tests.support.programs import Server

RESULT: Final = ROOT / "bench" / "frames.json"
ROUTINE: Final = "low-back-ease"
#: How many times as slow the processor is made, and for how many seconds a step is watched.
SLOWER, WATCHED = 4, 30
#: {figure: the most that is allowed}.
LIMITS: Final = {"long_tasks": 0, "busy_percent": 5.0, "interaction_ms": 100, "largest_paint_ms": 1400}
#: Visits over the slow line, of which the middle counts.
VISITS: Final = 5
OBSERVE: Final = """
window.longTasks = [];
window.interactions = {};
new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
  .observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => {
  for (const { interactionId, duration, target } of list.getEntries()) {
    if (interactionId) window.interactions[interactionId] = [target?.closest("button")?.id ?? "",
      Math.max(duration, window.interactions[interactionId]?.[1] ?? 0)];
  }
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
#: What is tapped, one after the other: buttons by id.
TAPS: Final = (
    *("landmarks", "landmarks", "voice", "voice", "more", "wait", "more", "wait", "more"),
    *("pause", "pause", "next", "next", "next", "next", "wrong"),
)


@contextmanager
def slow_phone(browser: Browser, **options: Any) -> Iterator[tuple[Page, CDPSession]]:
    """Open a phone that takes four times as long for everything."""
    context = browser.new_context(**PHONE | options)
    try:
        page = context.new_page()
        page.add_init_script(OBSERVE)
        devtools = context.new_cdp_session(page)
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})  # not what other programs take
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield page, devtools
    finally:
        context.close()


def busy_seconds(devtools: CDPSession) -> float:
    """Return for how long the main thread has been at work since the page began."""
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def watched(page: Page, devtools: CDPSession, kind: str) -> dict[str, Any]:
    """Watch a step of that kind run, with nobody touching the phone."""
    while page.locator("html").get_attribute("data-session") != kind:
        page.locator("#next").click()
    page.wait_for_timeout(3000)  # what the tap began
    before, tasks = busy_seconds(devtools), page.evaluate("window.longTasks.length")
    page.wait_for_timeout(WATCHED * 1000)
    busy = busy_seconds(devtools) - before
    found = page.evaluate("(from) => window.longTasks.slice(from)", tasks)
    assert page.locator("html").get_attribute("data-session") == kind, "the step ended while it was watched"
    return {"long_tasks": len(found), "busy_percent": round(100 * busy / WATCHED, 1)}


def tapped(page: Page) -> dict[str, int]:
    """Tap every control; return {control: milliseconds until the slowest frame after a tap on it}."""
    for name in TAPS:
        button = page.locator(f"#{name}")
        if button.is_visible():  # there is none for the voice where the phone has no voice
            button.tap()
            page.wait_for_timeout(1200)
    slowest: dict[str, int] = {}
    for name, duration in page.evaluate("() => Object.values(window.interactions)"):
        if name in TAPS:
            slowest[name] = max(slowest.get(name, 0), round(duration))
    return slowest


def running(browser: Browser, url: str) -> dict[str, Any]:
    """Return what steps of pressing and of breathing cost, and how soon the controls answer."""
    with slow_phone(browser) as (page, devtools):
        page.goto(url)
        through_the_gate(page)
        steps = {kind: watched(page, devtools, kind) for kind in ("press", "breathe")}
    with slow_phone(browser) as (page, _):
        page.goto(url)
        through_the_gate(page)
        taps = tapped(page)
    return {"steps": steps, "interaction_ms": taps}


def opened(browser: Browser, url: str) -> int:
    """Return when the largest part of the session's page was painted, of several visits the middle, in milliseconds."""
    found: list[int] = []
    for _ in range(VISITS):
        with slow_phone(browser, service_workers="block") as (page, _):
            page.goto(url, wait_until="networkidle")
            found.append(round(page.evaluate(PAINT)["lcp"]))
    return int(sorted(found)[VISITS // 2])


def broken(result: dict[str, Any]) -> list[str]:
    """Return what breaks a limit, in words."""
    figures = [(f"{kind}: {name}", name, value) for kind, row in result["steps"].items() for name, value in row.items()]
    figures += [(f"tap on {name}", "interaction_ms", value) for name, value in result["interaction_ms"].items()]
    figures.append(("opened", "largest_paint_ms", result["largest_paint_ms"]))
    return [f"{what}: {value}, at most {LIMITS[name]}" for what, name, value in figures if value > LIMITS[name]]


def main() -> None:
    """Measure, print and write down; end with 1 when a limit is broken."""
    server = Server()
    line = SlowLine(server.port)
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            address = f"/routines/{ROUTINE}/session"
            result = {
                "routine": ROUTINE,
                "processor": f"{SLOWER} times as slow",
                **running(browser, server.url + address),
            }
            result["network"] = "1.6 Mbit/s, 150 ms round trip"
            result["largest_paint_ms"] = opened(browser, line.url + address)
            browser.close()
    finally:
        line.close()
        server.kill()
    RESULT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    print(RESULT.read_text("utf-8"))
    sys.exit("\n".join(broken(result)) or 0)


if __name__ == "__main__":
    main()
