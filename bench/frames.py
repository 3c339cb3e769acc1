"""Processor time and latency of a running session on a phone: `python -m bench.frames` (in `make bench`).

Two measurements of each figure, because other programs on the machine disturb them differently:

- *processor*: processor time of the page's main thread, from a trace of an unthrottled Chromium, times `SLOWDOWN`. Time
  in which other programs had the processor does not count, so this figure holds on a busy machine too.
- *clock*: time on the clock in a Chromium that is throttled by `SLOWDOWN`. It includes the compositor and the screen,
  and is right on an idle machine only; `load` in the result says whether it was one.

Each figure is taken several times; the result has the least, the middle and the most. Writes bench/frames.json; exits
with 1 when the middle of a figure breaks its limit.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.offline import PAINT, SlowLine
from bench.traces import recorded
from tests.support.paths import ROOT
from tests.support.phone import PHONE, answer_gate, know_every_place, launch
from tests.support.programs import Server

RESULT: Final = ROOT / "bench" / "frames.json"
ROUTINE: Final = "low-back-ease"
SLOWDOWN: Final = 4
#: Seconds for which a step is watched, and after the tap that began it.
WATCHED, SETTLED = 10, 3
#: Rounds of watching and tapping, and visits over the slow line.
ROUNDS, VISITS = 3, 5
#: {figure: the most that its middle may be}.
LIMITS: Final = {"long_tasks": 0, "longest_task_ms": 50, "busy_percent": 5, "tap_ms": 100, "largest_paint_ms": 1400}
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
    *("start", "landmarks", "landmarks", "voice", "voice", "more", "wait", "wait", "more"),
    *("pause", "pause", "next", "next", "next", "next", "wrong"),
)
Figures = dict[str, list[float]]


@contextmanager
def session(browser: Browser, url: str, slowdown: int, **options: Any) -> Iterator[tuple[Page, CDPSession]]:
    """Open the page of a session on a phone whose processor is slowed down."""
    context = browser.new_context(**PHONE | options)
    try:
        page = context.new_page()
        page.add_init_script(OBSERVE)
        devtools = context.new_cdp_session(page)
        devtools.send("Performance.enable", {"timeDomain": "timeTicks"})
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
        page.goto(url, wait_until="networkidle")
        page.wait_for_selector("#start:enabled")
        yield page, devtools
    finally:
        context.close()


def tap(page: Page, devtools: CDPSession, name: str) -> bool:
    """Tap a button as a finger does, without Playwright's own work in the page. Return whether it is visible."""
    button = page.locator(f"#{name}")
    if not button.is_visible():  # the voice has no button where the phone has no voice
        return False
    box = button.bounding_box()
    assert box
    page.wait_for_timeout(300)
    finger = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [finger]})
    page.wait_for_timeout(60)
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(1000)
    return True


def tap_all(page: Page, devtools: CDPSession) -> dict[int, tuple[str, float]]:
    """Tap every control; return {interaction: (control, milliseconds until the next frame)}."""
    know_every_place(page)
    for name in TAPS:
        tap(page, devtools, name)
        if name == "start":
            answer_gate(page)
            page.wait_for_timeout(SETTLED * 1000)
    seen = page.evaluate("window.interactions")
    return {int(one): (name, duration) for one, (name, duration) in seen.items() if name in TAPS}


def go_to(page: Page, devtools: CDPSession, kind: str) -> None:
    """Start the session where it has not begun, and move on to a step of that kind."""
    if page.locator("#start").is_visible():
        know_every_place(page)
        tap(page, devtools, "start")
        answer_gate(page)
    while page.locator("html").get_attribute("data-session") != kind:
        tap(page, devtools, "next")
    page.wait_for_timeout(SETTLED * 1000)


def busy_seconds(devtools: CDPSession) -> float:
    """Return for how long the main thread has been at work since the page began."""
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def watch_clock(page: Page, devtools: CDPSession) -> Iterator[tuple[str, float]]:
    """Watch a step run on a slow processor, with nobody touching the phone."""
    before, tasks = busy_seconds(devtools), page.evaluate("window.longTasks.length")
    page.wait_for_timeout(WATCHED * 1000)
    yield "clock.busy_percent", 100 * (busy_seconds(devtools) - before) / WATCHED
    yield "clock.long_tasks", page.evaluate("window.longTasks.length") - tasks


def watch_processor(browser: Browser, page: Page) -> Iterator[tuple[str, float]]:
    """Watch a step run at full speed, and multiply the main thread's processor time."""
    with recorded(browser, page) as trace:
        page.wait_for_timeout(WATCHED * 1000)
    tasks = [SLOWDOWN * one for one in trace.tasks()]
    yield "processor.busy_percent", sum(tasks) / WATCHED / 10
    yield "processor.longest_task_ms", max(tasks)


def steps(browser: Browser, url: str) -> dict[str, Figures]:
    """Return what a second of a step of pressing and of breathing costs."""
    found: dict[str, Figures] = {kind: defaultdict(list) for kind in ("press", "breathe")}
    for _ in range(ROUNDS):
        for slowdown in (SLOWDOWN, 1):
            with session(browser, url, slowdown) as (page, devtools):
                for kind, figures in found.items():
                    go_to(page, devtools, kind)
                    watched = watch_clock(page, devtools) if slowdown > 1 else watch_processor(browser, page)
                    for name, value in watched:
                        figures[name].append(value)
                    assert page.locator("html").get_attribute("data-session") == kind, "the step ended too early"
    return found


def taps(browser: Browser, url: str) -> dict[str, Figures]:
    """Return how soon each control answers: the slowest tap on it in each round."""
    found: dict[str, Figures] = defaultdict(lambda: defaultdict(list))
    for _ in range(ROUNDS):
        with session(browser, url, SLOWDOWN) as (page, devtools):
            note(found, "clock.tap_ms", tap_all(page, devtools).values())
        with session(browser, url, 1) as (page, devtools), recorded(browser, page) as trace:
            tapped = tap_all(page, devtools)
        spent = trace.interactions()
        note(found, "processor.tap_ms", ((tapped[one][0], SLOWDOWN * spent[one]) for one in tapped))
    return found


def note(found: dict[str, Figures], figure: str, taps: Iterable[tuple[str, float]]) -> None:
    """Add the slowest tap on each control in one round."""
    slowest: dict[str, float] = defaultdict(float)
    for name, value in taps:
        slowest[name] = max(slowest[name], value)
    for name, value in slowest.items():
        found[name][figure].append(value)


def largest_paint(browser: Browser, url: str) -> Figures:
    """Return when the largest part of the session's page is painted over slow 4G, on the slow processor."""
    found: list[float] = []
    for _ in range(VISITS):
        with session(browser, url, SLOWDOWN, service_workers="block") as (page, _):
            found.append(page.evaluate(PAINT)["lcp"])
    return {"clock.largest_paint_ms": found}


def summary(values: list[float]) -> dict[str, float]:
    """Return the least, the middle and the most of the figures taken."""
    named = {"least": min(values), "middle": statistics.median(values), "most": max(values)}
    return {name: round(value, 1) for name, value in named.items()}


def broken(result: dict[str, dict[str, dict[str, dict[str, float]]]]) -> list[str]:
    """Return what breaks a limit, in words."""
    return [
        f"{subject}: {figure} {found['middle']}, at most {limit}"
        for part in result.values()
        for subject, figures in part.items()
        for figure, found in figures.items()
        if found["middle"] > (limit := LIMITS[figure.split(".")[1]])
    ]


def main() -> None:
    """Measure, print and write the result; exit with 1 when a limit is broken."""
    server = Server()
    line = SlowLine(server.port)
    address = f"/routines/{ROUTINE}/session"
    before = os.getloadavg()[0]
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            parts = {
                "steps": steps(browser, server.url + address),
                "taps": taps(browser, server.url + address),
                "opening": {"over slow 4G": largest_paint(browser, line.url + address)},
            }
            browser.close()
    finally:
        line.close()
        server.kill()
    result = {
        part: {
            subject: {figure: summary(values) for figure, values in figures.items()}
            for subject, figures in subjects.items()
        }
        for part, subjects in parts.items()
    }
    head = {
        "routine": ROUTINE,
        "processor": f"{SLOWDOWN} times as slow",
        "network": "1.6 Mbit/s, 150 ms round trip",
        "load": [round(before, 1), round(os.getloadavg()[0], 1)],
    }
    RESULT.write_text(json.dumps(head | result, indent=2) + "\n", "utf-8")
    print(RESULT.read_text("utf-8"))
    sys.exit("\n".join(broken(result)) or 0)


if __name__ == "__main__":
    main()
