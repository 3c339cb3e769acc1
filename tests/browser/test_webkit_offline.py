"""Offline in a second engine, WebKitGTK: the service and the export answer once, and are never needed again."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.common.exceptions import ElementNotInteractableException
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.by import By

from points.catalogue import Catalogue
from server.delivery.export import export
from server.delivery.offline_bundle import is_page, offline_urls
from server.delivery.store import Store
from tests.support.programs import Nginx, Program, Server
from tests.support.site_versions import DAMAGE, LOOK, STORED
from tests.support.webkit import pass_gate, text, until, webkit

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(sys.platform != "linux", reason="WebKitGTK runs on Linux only"),
]
SESSION = "/routines/hands-and-ankles/session"


@pytest.fixture
def driver() -> Iterator[WebKitGTK]:
    with webkit() as opened:
        yield opened


@pytest.fixture(params=["service", "export"])
def host(request: pytest.FixtureRequest, store: Store, catalogue: Catalogue, tmp_path: Path) -> Iterator[Program]:
    if request.param == "export":
        export(store, catalogue, tmp_path / "site")
    running = Server() if request.param == "service" else Nginx(tmp_path / "site", tmp_path)
    yield running
    running.kill()


def everything_is_held(driver: WebKitGTK) -> Callable[[], bool]:
    return lambda: text(driver, "#offline") == "Fully offline"


def test_everything_works_in_webkit_when_the_host_is_dead(
    driver: WebKitGTK, host: Program, catalogue: Catalogue
) -> None:
    driver.get(host.url)
    until(driver, everything_is_held(driver), 60)
    heal(driver, host.url)
    host.kill()  # makes sure that the port is dead
    for address in filter(is_page, offline_urls(catalogue)):
        driver.get(host.url + address)
        assert driver.find_element(By.TAG_NAME, "main").text, address
        assert "Not on this phone" not in driver.title, address
    driver.set_script_timeout(120)
    found = driver.execute_async_script(
        f"const [addresses, done] = arguments; ({LOOK})(addresses).then(done)", list(offline_urls(catalogue))
    )
    assert found["broken"] == []
    assert len(found["versions"]) == 1
    play_through(driver, host.url)
    see_the_other_body(driver, host.url)


def heal(driver: WebKitGTK, url: str) -> None:
    """Damage a page, a document and a script on the phone; one visit with a connection mends them."""
    driver.set_script_timeout(120)
    run = "const [given, done] = arguments; ({})(given).then(done)"
    whole = driver.execute_async_script(run.replace("{}", STORED), None)
    script = next(path for path in whole if path.endswith("/js/session/timeline.js"))
    for path, kind in (("/points/KI3", "foreign"), ("/api/v1/gate", "truncated"), (script, "empty")):
        driver.execute_async_script(run.replace("{}", DAMAGE), [[path], kind])
    driver.get(f"{url}/points/KI3")
    until(driver, everything_is_held(driver), 60)
    assert driver.execute_async_script(run.replace("{}", STORED), None) == whole


def see_the_other_body(driver: WebKitGTK, url: str) -> None:
    """Choose the male body; its drawings come from what is held."""
    driver.get(f"{url}/settings")
    male = driver.find_element(By.CSS_SELECTOR, "input[name=body][value=male]")
    driver.execute_script("arguments[0].click()", male)
    until(driver, lambda: "Saved" in driver.find_element(By.TAG_NAME, "main").text)
    driver.get(f"{url}/points/BL23")
    until(driver, lambda: driver.find_elements(By.CSS_SELECTOR, "[data-shown=male] svg .mark"))


def play_through(driver: WebKitGTK, url: str) -> None:
    """Lead a session to its end by the buttons, drawings and all."""
    driver.get(url + SESSION)
    pass_gate(driver)
    until(driver, lambda: driver.find_elements(By.CSS_SELECTOR, "#picture svg .mark"))
    while until(driver, lambda: text(driver, "[data-done-title]") or text(driver, "#next")) == "Next":
        for following in driver.find_elements(By.ID, "next"):
            with contextlib.suppress(ElementNotInteractableException):  # the session may just have ended
                following.click()
    assert text(driver, "[data-done-title]") == "That was the last one."
