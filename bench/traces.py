"""Chromium traces: processor time of a page's main thread, by task and by interaction."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, Page

CATEGORIES: Final = ["toplevel", "devtools.timeline"]


@dataclass
class Trace:
    """The events of the main thread of the page that was recorded; `ts`, `dur` and `tdur` are microseconds."""

    events: list[dict[str, Any]] = field(default_factory=list)

    def tasks(self) -> list[float]:
        """Return the processor time of each task, in milliseconds."""
        return [one.get("tdur", 0) / 1000 for one in self._tasks()]

    def interactions(self) -> dict[int, float]:
        """Return {interaction: processor time in milliseconds from the input until the next frame is committed}.

        An interaction has several events, `pointerdown` and `click` among them; the slowest counts, as it does for
        Interaction to Next Paint.
        """
        found: dict[int, float] = defaultdict(float)
        for one in self.events:
            if one["name"] == "EventTiming" and one["ph"] == "b" and (number := one["args"]["data"]["interactionId"]):
                timing = one["args"]["data"]
                length = timing.get("commitFinishTime", timing["timeStamp"] + timing["duration"]) - timing["timeStamp"]
                found[number] = max(found[number], self._spent(one["ts"], one["ts"] + 1000 * length))
        return found

    def _tasks(self) -> list[dict[str, Any]]:
        return [one for one in self.events if one["name"] == "ThreadControllerImpl::RunTask" and one["ph"] == "X"]

    def _spent(self, start: float, end: float) -> float:
        """Return the processor time between two moments; of a task across one of them the share inside."""
        spent = 0.0
        for task in self._tasks():
            inside = min(end, task["ts"] + task["dur"]) - max(start, task["ts"])
            if inside > 0:
                spent += task.get("tdur", 0) * inside / task["dur"]
        return spent / 1000


@contextmanager
def recorded(browser: Browser, page: Page) -> Iterator[Trace]:
    """Record the page; the trace is filled when the block ends."""
    trace = Trace()
    browser.start_tracing(page=page, categories=CATEGORIES)
    yield trace
    events = json.loads(browser.stop_tracing())["traceEvents"]
    [(main, _)] = Counter(_thread(one) for one in events if one["name"] == "FunctionCall").most_common(1)
    trace.events += [one for one in events if _thread(one) == main]


def _thread(event: dict[str, Any]) -> tuple[int, int]:
    return event["pid"], event["tid"]
