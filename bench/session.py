"""`python -m bench.session`: a routine of twenty minutes in real time, disturbed; writes bench/session.json.

Nothing is simulated: the page's clock is the world's, the freeze is the browser's own, and the hidden tab is one that
another tab covers. What should be shown is worked out from the catalogue, the taps and the clock alone.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import statistics
import time
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.ui import WebDriverWait

from points.catalogue import load
from tests.support.paths import ROOT
from tests.support.phone import CHROMIUM, CHROMIUM_FLAGS
from tests.support.programs import Server

RESULT: Final = ROOT / "bench" / "session.json"
ROUTINE: Final = "full-round"
#: Milliseconds around a tick in which either second may be shown.
NEAR: Final = 50
#: What happens when so many seconds are played.
DISTURBANCES: Final = ((60, "freeze"), (150, "hide"), (270, "pause"), (400, "reload"), (700, "freeze"), (900, "hide"))
WATCH: Final = """
window.taps ??= {};
addEventListener("click", ({ target }) => (window.taps[(target.closest("button") ?? target).id] = Date.now()), true);
window.painted = [];
window.states = [document.visibilityState];
document.addEventListener("visibilitychange", () => window.states.push(document.visibilityState));
document.addEventListener("DOMContentLoaded", () => {
  const words = (selector) => document.querySelector(selector).textContent;
  const shown = () => `${words("#step-title")}|${words("#timer")}`;
  new MutationObserver(() => {
    if (document.body.classList.contains("playing")) window.began ??= Date.now();
  }).observe(document.body, { attributes: true });
  const timer = document.querySelector("#timer");
  if (timer) new MutationObserver(() => window.painted.push([Date.now(), shown()]))
    .observe(timer, { childList: true, characterData: true, subtree: true });
  window.look = () => [Date.now(), shown()];
});
"""


class Truth:
    """What should be shown at a moment, in epoch milliseconds."""

    def __init__(self, began: float) -> None:
        self.began, self.paused = began, 0.0
        self._steps = [(step.title, step.seconds * 1000) for step in load().steps(ROUTINE)]
        self.total = sum(length for _, length in self._steps)

    def played(self, now: float) -> float:
        return now - self.began - self.paused

    def at(self, now: float) -> str:
        """Return the title and the time left, as the page writes them."""
        played = max(0.0, self.played(now))
        for title, length in self._steps:
            if played < length:
                left = -int(-(length - played) // 1000)
                return f"{title}|{left // 60}:{left % 60:02d}"
            played -= length
        return ""

    def holds(self, now: float, shown: str) -> bool:
        return shown in {self.at(now - NEAR), self.at(now), self.at(now + NEAR)}

    def late(self, now: float) -> float:
        """Return milliseconds since the last tick; negative just before one, as a page may be that has begun first."""
        return (self.played(now) + NEAR) % 1000 - NEAR


class Watcher:
    """A session in Chromium, looked at every half second, and the page's own record of when each second was painted."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver
        self.checks, self.wrong, self.late = 0, list[Any](), list[float]()
        self.truth = Truth(driver.execute_script("return window.began"))

    def check(self) -> float:
        """Look once; return the seconds played."""
        now, shown = self.driver.execute_script("return window.look()")
        self.checks += 1
        if not self.truth.holds(now, shown):
            self._note(shown, now)
        return self.truth.played(now) / 1000

    def _note(self, shown: str, now: float) -> None:
        self.wrong.append({"shown": shown, "true": self.truth.at(now), "since_tick_ms": round(self.truth.late(now))})

    def gather(self) -> None:
        """Take over how late each second was painted."""
        painted = self.driver.execute_script("return window.painted.splice(0)")
        self.late += [self.truth.late(now) for now, shown in painted if self.truth.holds(now, shown)]

    def forget(self) -> None:
        """Leave out what was painted by a disturbance and not by a tick."""
        self.driver.execute_script("window.painted.length = 0")

    def freeze(self) -> None:
        for state, seconds in (("frozen", 6), ("active", 0.2)):
            self.driver.execute_cdp_cmd("Page.setWebLifecycleState", {"state": state})
            time.sleep(seconds)
        self.forget()

    def hide(self) -> None:
        [session] = self.driver.window_handles
        self.driver.switch_to.new_window("tab")
        time.sleep(30)
        self.driver.close()
        self.driver.switch_to.window(session)
        time.sleep(0.2)
        assert "hidden" in self.driver.execute_script("return window.states"), "the tab was never hidden"
        self.driver.execute_script("window.states.length = 0")
        self.forget()

    def pause(self) -> None:
        stopped = self._tap()
        self.forget()
        time.sleep(20)
        _, shown = self.driver.execute_script("return window.look()")
        if not self.truth.holds(stopped, shown):
            self._note(shown, stopped)
        self.truth.paused += self._tap() - stopped
        self.forget()

    def _tap(self) -> float:
        self.driver.find_element(By.ID, "pause").click()
        return float(self.driver.execute_script("return window.taps.pause"))

    def reload(self) -> None:
        self.driver.refresh()
        WebDriverWait(self.driver, 15).until(lambda driver: driver.find_element(By.ID, "timer").is_displayed())
        time.sleep(0.2)
        self.forget()


@contextlib.contextmanager
def chromium() -> Iterator[Chrome]:
    """Open Chromium through its own driver, in which a tab behind another is really hidden."""
    options = ChromeOptions()
    options.binary_location = shutil.which(CHROMIUM) or CHROMIUM
    for flag in (*CHROMIUM_FLAGS, "--headless=new", "--window-size=412,915"):
        options.add_argument(flag)
    driver = Chrome(options, ChromeService(shutil.which("chromedriver")))
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
    try:
        yield driver
    finally:
        driver.quit()


#: The screens of a first session, and what a healthy person taps on each.
GATE: Final = {
    "emergency": "[data-none]",
    "today": "[data-none]",
    "pregnancy": "[data-pregnancy=no]",
    "health": "[data-none]",
    "body": "[data-none]",
}


def answered(driver: Chrome, button: WebElement) -> bool:
    """Tap a button of the gate; return whether its screen is gone. A tap too early counts for nothing."""
    driver.execute_script("arguments[0].scrollIntoView()", button)
    button.click()
    time.sleep(0.7)
    return not button.is_displayed()


def begin(driver: Chrome, address: str) -> None:
    """Start a session as a healthy person does."""
    driver.get(address)
    wait = WebDriverWait(driver, 15)
    wait.until(lambda _: driver.find_element(By.ID, "start").is_enabled())
    driver.find_element(By.ID, "start").click()
    for part, hook in GATE.items():
        button = driver.find_element(By.CSS_SELECTOR, f"#gate [data-part={part}] {hook}")
        wait.until(expected_conditions.visibility_of(button))
        wait.until(partial(answered, button=button))
    wait.until(lambda _: driver.find_element(By.ID, "timer").is_displayed())


def play(driver: Chrome) -> dict[str, Any]:
    """Watch a session from its first second to its last; return the figures."""
    watcher = Watcher(driver)
    waiting = list(DISTURBANCES)
    while (played := watcher.check()) < watcher.truth.total / 1000 - 3:
        if waiting and played >= waiting[0][0]:
            watcher.gather()
            getattr(watcher, waiting.pop(0)[1])()
            watcher.check()
        if watcher.checks % 20 == 0:
            watcher.gather()
        time.sleep(0.5)
    watcher.gather()
    done = driver.find_element(By.CSS_SELECTOR, "[data-done-title]")
    WebDriverWait(driver, 10, 0.02).until(lambda _: done.is_displayed())
    over = watcher.truth.played(time.time() * 1000) - watcher.truth.total
    late = sorted(watcher.late)
    return {
        "routine": ROUTINE,
        "seconds": watcher.truth.total // 1000,
        "disturbances": [kind for _, kind in DISTURBANCES],
        "checks": watcher.checks,
        "wrong": watcher.wrong,
        "seconds_painted": len(late),
        "painted_late_ms": {
            "median": round(statistics.median(late), 1),
            "99_of_100": round(late[int(len(late) * 0.99)], 1),
            "most": round(late[-1], 1),
        },
        "ended_late_ms": round(over),
    }


def main() -> None:
    """Play it, print what came of it, and write it down; a wrong second fails."""
    running = Server()
    try:
        with chromium() as driver:
            begin(driver, f"{running.url}/routines/{ROUTINE}/session")
            result = play(driver)
    finally:
        running.kill()
    RESULT.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    print(RESULT.read_text("utf-8"))
    if result["wrong"]:
        raise SystemExit("what was shown was not what the clock said")


if __name__ == "__main__":
    main()
