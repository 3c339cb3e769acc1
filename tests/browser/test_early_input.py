"""A tap that comes before the phone has said what it keeps: not lost, and not taken back by what was kept before."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from points.catalogue import Catalogue
from tests.support.phone import open_answers, stored_value, wait_until_stored
from tests.support.programs import Server

pytestmark = pytest.mark.browser
#: What the phone keeps stays closed until `release`.
HELD = """
let held = [];
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...given) {
  const request = open.apply(this, given);
  const opened = (act) => request.addEventListener("success", () => (held ? held.push(act) : act()));
  Object.defineProperty(request, "onsuccess", { set: opened });
  return request;
};
window.release = () => {
  for (const act of held) act();
  held = null;
};
"""


@pytest.fixture
def early(page: Page) -> Page:
    page.add_init_script(HELD)
    return page


def test_an_early_setting_and_an_early_answer_are_kept_and_shown(early: Page, server: Server) -> None:
    early.goto(f"{server.url}/settings")
    vibration = early.locator("[data-setting=vibration]")
    yes = early.locator("[data-question=pregnancy] input[value=yes]")
    vibration.check()
    early.evaluate("release()")
    expect(early.get_by_text("Saved on this phone.")).to_be_visible()
    expect(vibration).to_be_checked()
    early.reload()
    open_answers(early)
    yes.check()
    early.evaluate("release()")
    expect(early.get_by_text("Saved on this phone.")).to_be_visible()
    expect(vibration).to_be_checked()
    expect(yes).to_be_checked()
    assert stored_value(early, "answers")["pregnancy"]["value"] == "yes"


def test_an_early_country_gives_its_number(early: Page, server: Server, catalogue: Catalogue) -> None:
    chosen = next(entry for entry in catalogue.emergency_numbers if entry.number)
    early.goto(f"{server.url}/safety")
    early.get_by_label("Where you are").select_option(chosen.country)
    early.evaluate("release()")
    expect(early.locator("[data-call]").get_by_role("link", name=chosen.number, exact=True)).to_be_visible()
    expect(early.get_by_label("Where you are")).to_have_value(chosen.country)


def test_an_early_body_stays_on_the_large_drawing(early: Page, server: Server) -> None:
    early.goto(f"{server.url}/points/BL23/show")
    early.locator("summary", has_text="View").click()
    early.locator("label.choice", has_text=re.compile("^Male$")).click()
    expect(early.locator("#stage svg title")).to_contain_text("male body")
    early.evaluate("release()")
    stored_value(early, "settings")  # by now the page knows what is kept
    expect(early.get_by_role("radio", name="Male", exact=True)).to_be_checked()
    expect(early.locator("#stage svg title")).to_have_text(re.compile(r"\bmale body"))


def test_taps_in_quick_succession_are_all_kept(early: Page, server: Server) -> None:
    early.goto(f"{server.url}/settings")
    open_answers(early)
    for key in ("spine", "pregnancy", "bone"):
        early.locator(f"[data-question={key}] input[value=yes]").check()
    early.locator("[data-setting=voice]").check()
    early.locator("[data-setting=flash]").check()
    early.evaluate("release()")
    expect(early.get_by_text("Saved on this phone.")).to_be_visible()
    wait_until_stored(early, "settings", lambda found: found and found["voice"] and found["flash"])
    wait_until_stored(early, "answers", lambda found: found and set(found) == {"spine", "pregnancy", "bone"})
    early.reload()
    early.evaluate("release()")
    for key in ("spine", "pregnancy", "bone"):
        expect(early.locator(f"[data-question={key}] input[value=yes]")).to_be_checked()
