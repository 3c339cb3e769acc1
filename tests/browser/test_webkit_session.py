"""A session in a second engine, WebKitGTK: a reload loses nothing, and an absence is met with an offer to resume."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.by import By

from tests.support.page_clock import LEFT_AS_IT_CHANGES, seconds_in
from tests.support.programs import Server
from tests.support.webkit import button, pass_gate, text, until, webkit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(sys.platform != "linux", reason="WebKitGTK runs on Linux only"),
]
ROUTINE = "full-round"
#: Make what is kept of a session older, as if the phone had slept for so many seconds.
AGE = """const [seconds, done] = arguments;
const opening = indexedDB.open("thumbwidth", 1);
opening.onsuccess = () => {
  const writing = opening.result.transaction("kept", "readwrite");
  const table = writing.objectStore("kept");
  const reading = table.get("run");
  reading.onsuccess = () => {
    const run = reading.result;
    table.put({ ...run, startedAt: run.startedAt - seconds * 1000, seen: run.seen - seconds * 1000 }, "run");
  };
  writing.oncomplete = () => { opening.result.close(); done(); };
};"""


@pytest.fixture(scope="module")
def driver() -> Iterator[WebKitGTK]:
    with webkit() as opened:
        yield opened


def is_playing(driver: WebKitGTK) -> bool:
    return bool(driver.execute_script("return document.querySelector('#whole')?.checkVisibility() ?? false"))


def look(driver: WebKitGTK) -> tuple[int, float]:
    """Wait until a session that plays says anew what is left in all; return it and the moment of it, seconds."""
    until(driver, lambda: is_playing(driver))
    text, moment = driver.execute_async_script(f"{LEFT_AS_IT_CHANGES}.then(arguments[0])")
    return seconds_in(text), moment


def seconds_left(driver: WebKitGTK) -> int:
    """Return what is shown of a session, playing or paused."""
    until(driver, lambda: is_playing(driver))
    return seconds_in(driver.execute_script("return document.querySelector('#whole').textContent"))


def test_left_session_blocks_no_storage_in_webkit(driver: WebKitGTK, server: Server) -> None:
    session = f"{server.url}/routines/{ROUTINE}/session"
    driver.get(session)
    pass_gate(driver)
    for _ in range(5):
        before = seconds_left(driver)
        driver.get(f"{server.url}/about")
        driver.execute_async_script(AGE, 0)
        driver.get(session)
        assert seconds_left(driver) <= before
    driver.find_element(By.ID, "more").click()
    button(driver, "End session").click()
    until(driver, lambda: text(driver, "[data-done-title]"))


def test_reload_and_resume_lose_two_seconds_at_most_in_webkit(driver: WebKitGTK, server: Server) -> None:
    address = f"{server.url}/routines/{ROUTINE}/session"
    driver.get(address)
    pass_gate(driver)
    seconds_left(driver)
    for _ in range(2):
        button(driver, "Next").click()
    for wait in (1.3, 2.6, 0.4):
        time.sleep(wait)
        before, then = look(driver)
        driver.refresh()
        after, now = look(driver)
        gone = after - before + (now - then)
        assert -1.5 <= gone <= 2, f"{gone} s were lost"
        assert text(driver, "#pause") == "Pause"
    title = text(driver, "#step-title")
    kept, then = look(driver)
    driver.get(f"{server.url}/about")
    played_on = driver.execute_script("return Date.now() / 1000") - then
    driver.execute_async_script(AGE, 600)
    driver.get(address)
    resume = button(driver, "Resume")
    assert text(driver, "#away").startswith("You were away")
    assert -2 <= kept - seconds_left(driver) <= 2 + played_on
    assert text(driver, "#step-title") == title
    resume.click()
    until(driver, lambda: seconds_left(driver) < kept)
    assert text(driver, "#pause") == "Pause"
