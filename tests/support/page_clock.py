"""A page with a time of its own, which a test moves on, and what a session says is left."""

from __future__ import annotations

import re

from playwright.sync_api import Page

CLOCK = """
const Real = Date;
let shifted = Math.max(AHEAD, Number(localStorage.getItem("test-shift") ?? 0));
window.Date = class extends Real {
  constructor(...parts) { parts.length ? super(...parts) : super(Real.now() + shifted); }
  static now() { return Real.now() + shifted; }
};
window.shift = (seconds) => localStorage.setItem("test-shift", (shifted += seconds * 1000));
window.taps = {};
addEventListener("click", ({ target }) => (window.taps[(target.closest("button") ?? target).id] = Date.now()), true);
document.addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  if (!document.body.classList.contains("playing")) return;
  window.began ??= Date.now();
  window.first ??= ["#step-title", "#timer"].map((place) => document.querySelector(place).textContent);
}).observe(document.body, { attributes: true }));
"""

#: What a session says is left in all at the moment that it says so, with that moment in epoch seconds: what stands
#: there already may be older on a machine that is late with painting.
LEFT_AS_IT_CHANGES = """new Promise((done) => {
  const place = document.querySelector("#whole");
  const seen = new MutationObserver(() => {
    seen.disconnect();
    done([place.textContent, Date.now() / 1000]);
  });
  seen.observe(place, { childList: true, characterData: true, subtree: true });
})"""


def clock(ahead: int = 0) -> str:
    """Return a script that gives a page its own time, so many seconds ahead of the world's from the first."""
    return CLOCK.replace("AHEAD", str(ahead * 1000))


def wait_for_left(page: Page, most: int) -> None:
    """Wait until a session says that no more than so many seconds are left in all."""
    page.wait_for_function(
        """(most) => {
            const [minutes, seconds] = document.querySelector("#whole").textContent.match(/\\d+/g).map(Number);
            return minutes * 60 + seconds <= most;
        }""",
        arg=most,
    )


def seconds_in(text: str) -> int:
    """Return the seconds that a session states as minutes and seconds."""
    minutes, seconds = map(int, re.findall(r"\d+", text)[:2])
    return minutes * 60 + seconds


def seconds_left(page: Page) -> int:
    return seconds_in(page.locator("#whole").inner_text())


def left_as_it_changes(page: Page) -> int:
    """Wait until a session that plays says anew what is left in all; return it."""
    text, _ = page.evaluate(LEFT_AS_IT_CHANGES)
    return seconds_in(text)
