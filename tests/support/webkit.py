"""A second engine beside Chromium: WebKitGTK, the nearest to Safari that runs here, on a screen that nobody sees.

It forgets everything when it ends, so it can reload and go offline, but not be started again on what it kept.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from selenium.common.exceptions import JavascriptException, StaleElementReferenceException, WebDriverException
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.support.edited_catalogues import shipped
from tests.support.phone import ZONE

Found = TypeVar("Found")
#: Seconds that a machine with much else to do may take for anything.
PATIENCE = 60


def _program(name: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is needed for these tests: run them with `make test`"
    return found


def _browser() -> str:
    """Return the program that WebKitWebDriver drives; Debian keeps it out of the path, one folder per machine kind."""
    places = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    assert places, "WebKit's MiniBrowser is needed for these tests: run them with `make test`"
    return str(places[-1])


@contextlib.contextmanager
def screen() -> Iterator[str]:
    """Start an X server that draws nowhere; yield its name. It takes the first number that is free."""
    reading, writing = os.pipe()
    command = [_program("Xvfb"), "-displayfd", str(writing), "-screen", "0", "1024x900x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{int(told.readline())}"
    finally:
        process.terminate()
        process.wait(10)


@contextlib.contextmanager
def webkit() -> Iterator[WebKitGTK]:
    """Open WebKitGTK as somebody who was never here."""
    options = Options()
    options.binary_location = _browser()
    options.add_argument("--automation")
    with screen() as name:
        service = Service(
            _program("WebKitWebDriver"), env=os.environ | {"DISPLAY": name, "GDK_BACKEND": "x11", "TZ": ZONE}
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # selenium's own class calls what selenium deprecates
            driver = WebKitGTK(options=options, service=service)
        try:
            driver.set_script_timeout(PATIENCE)
            yield driver
        finally:
            driver.quit()


def until(driver: WebKitGTK, look: Callable[[], Found], seconds: float = PATIENCE) -> Found:
    """Look again and again until there is something to see; return it. A page that is being swapped may lack things."""
    passing = (StaleElementReferenceException, JavascriptException)
    return WebDriverWait(driver, seconds, 0.05, passing).until(lambda _: look(), f"not within {seconds} s")


def text(driver: WebKitGTK, selector: str) -> str:
    """Return the words of an element that is shown, or nothing."""
    return next((one.text for one in driver.find_elements(By.CSS_SELECTOR, selector) if one.is_displayed()), "")


def button(driver: WebKitGTK, name: str, within: str = "body") -> WebElement:
    """Wait for a button that shows these words and can be pressed."""

    def found() -> WebElement | None:
        named = driver.find_elements(By.CSS_SELECTOR, f"{within} button")
        return next((one for one in named if one.text == name and one.is_enabled()), None)

    return until(driver, found)  # type: ignore[return-value]


#: Keep that places were found before, so that a session does not wait for them to be found.
MET = """const [codes, done] = arguments;
const opening = indexedDB.open("thumbwidth", 1);
opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
opening.onsuccess = () => {
  const writing = opening.result.transaction("kept", "readwrite");
  writing.objectStore("kept").put(codes, "met");
  writing.oncomplete = () => { opening.result.close(); done(); };
};"""


#: The screen of the gate that is shown, "playing" when a session is, or nothing while neither is there yet.
SHOWN = """const part = document.querySelector("#gate[open] [data-part]:not([hidden])")?.dataset.part;
return part ?? (document.querySelector("#play").hidden ? "" : "playing");"""


def pass_gate(driver: WebKitGTK) -> None:
    """Press Start and answer whatever is asked as a healthy person does, who knows every place."""
    driver.execute_async_script(MET, [point.code for point in shipped().points])
    button(driver, "Start").click()
    while (shown := until(driver, lambda: driver.execute_script(SHOWN))) != "playing":
        place = f"dialog[open] [data-part={shown}]"
        name = "No" if shown == "pregnancy" else "None of these"
        until(driver, partial(_is_answered, driver, shown, name, place), 4 * PATIENCE)


def _is_answered(driver: WebKitGTK, screen: str, name: str, place: str) -> bool:
    """Tap as soon as a tap counts: not right after a screen change, nor before every line has been seen."""
    with contextlib.suppress(WebDriverException):
        one = button(driver, name, place)
        driver.execute_script("arguments[0].scrollIntoView()", one)
        one.click()
    time.sleep(0.7)
    return bool(driver.execute_script(SHOWN) != screen)
