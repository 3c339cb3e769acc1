"""A copy of everything that a phone keeps of its owner: saved, brought back, and shared where files can be shared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.phone import open_answers, put, stored_value
from tests.support.programs import Server

pytestmark = pytest.mark.browser
#: An app on the home screen of a phone that can share files: what is shared is noted.
SHARING = """
    const match = window.matchMedia.bind(window);
    window.matchMedia = (query) => (query === "(display-mode: standalone)" ? { matches: true } : match(query));
    navigator.canShare = ({ files }) => files.length === 1;
    navigator.share = async ({ files }) => { window.shared = [files[0].name, await files[0].text()]; };
"""
#: A phone that has no more room for an entry of the journal.
FULL_FOR_ENTRIES = """() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
        if (key.startsWith("entry ")) throw new DOMException("no room", "QuotaExceededError");
        return put.call(this, value, key);
    };
}"""
NAMES = (
    *("settings", "answers", "closed", "given", "prescriptions", "letterhead"),
    *("favourites", "course", "calendars", "entry a-1"),
)


def fill(page: Page) -> None:
    """Keep something of every kind, written a moment ago."""
    day, moment = page.evaluate("() => [new Date().toLocaleDateString('sv'), Date.now()]")
    entry = {"id": "a-1", "day": day, "time": "08:05", "slug": "low-back-ease", "title": "Low-back ease"}
    entry |= {"seconds": 480, "pressed": 360, "before": 6, "after": None, "note": "=1+1", "finished": True}
    put(page, "settings", {"skin": "4", "body": "male", "bodyAsked": True, "country": "DE"})
    put(page, "answers", {"knee": {"value": "yes", "given": day, "at": moment}})
    put(page, "closed", {"day": day, "signs": ["fever-ill"], "at": {"fever-ill": moment}, "checked": []})
    put(page, "given", [{"prescription": "BL23.60", "title": "BL23", "seconds": 135, "day": day}])
    put(page, "prescriptions", [{"name": "Right buttock", "prescription": "GB30.60r"}])
    put(page, "letterhead", {"practice": "Praxis Quellenhof", "name": "", "telephone": "", "checked": "", "next": day})
    put(page, "favourites", ["low-back-ease"])
    put(page, "course", {"slug": "low-back-ease", "title": "Low-back ease", "begun": day})
    put(page, "calendars", ["/calendar/low-back-ease.ics"])
    put(page, "entry a-1", entry)


def test_everything_comes_back_from_a_copy(page: Page, server: Server, tmp_path: Path) -> None:
    page.goto(f"{server.url}/settings")
    fill(page)
    before = {name: stored_value(page, name) for name in NAMES}
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    copy = tmp_path / download.value.suggested_filename
    download.value.save_as(copy)
    expect(page.get_by_text("Your copy is downloaded.")).to_be_visible()
    page.get_by_role("button", name="Clear everything").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Clear").click()
    expect(page.get_by_text("Everything is cleared.")).to_be_visible()
    page.get_by_label("Copy to bring back").set_input_files(copy)
    brought = "Brought back: your answers, settings, routines and prescriptions, and"
    expect(page.get_by_text(f"{brought} 1 journal entry.")).to_be_visible()
    assert {name: stored_value(page, name) for name in NAMES} == before
    open_answers(page)
    expect(page.locator("[data-question=knee] input[value=yes]")).to_be_checked()
    expect(page.get_by_label("Dark brown")).to_be_checked()
    spoilt = json.loads(copy.read_text("utf-8"))
    spoilt["settings"]["skin"] = "9"
    copy.write_text(json.dumps(spoilt), "utf-8")
    page.get_by_label("Copy to bring back").set_input_files(copy)
    expect(page.get_by_text('Nothing was brought back. settings.skin: cannot be read (found "9").')).to_be_visible()
    page.get_by_role("button", name="Bring back the rest").click()
    expect(page.get_by_text(f"{brought} 0 journal entries.")).to_be_visible()


def test_a_refused_copy_changes_nothing_until_the_rest_is_taken(page: Page, server: Server, tmp_path: Path) -> None:
    page.goto(f"{server.url}/settings")
    fill(page)
    before = {name: stored_value(page, name) for name in NAMES}
    copy = {"thumbwidth-backup": 1, "journal": [], "favourites": ["heat"], "course": {"slug": "heat", "begun": "soon"}}
    (tmp_path / "copy.json").write_text(json.dumps(copy), "utf-8")
    page.get_by_label("Copy to bring back").set_input_files(tmp_path / "copy.json")
    refusal = 'Nothing was brought back. course.begun: cannot be read (found "soon").'
    expect(page.get_by_text(refusal)).to_be_visible()
    assert {name: stored_value(page, name) for name in NAMES} == before
    page.get_by_role("button", name="Bring back the rest").click()
    expect(page.get_by_text("0 journal entries.")).to_be_visible()
    after = before | {"favourites": ["low-back-ease", "heat"]}
    assert {name: stored_value(page, name) for name in NAMES} == after
    page.goto(f"{server.url}/routines")
    favourites = page.locator("#favourites .card")
    expect(favourites).to_have_count(2)
    expect(favourites.last).to_contain_text("Heat")


def test_a_copy_is_brought_back_whole_or_not_at_all(page: Page, server: Server, tmp_path: Path) -> None:
    page.goto(f"{server.url}/settings")
    fill(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    copy = json.loads(Path(download.value.path()).read_text("utf-8"))
    copy["journal"][0]["id"], copy["settings"]["skin"] = "a-2", "1"
    (tmp_path / "copy.json").write_text(json.dumps(copy), "utf-8")
    before = {name: stored_value(page, name) for name in NAMES}
    page.evaluate(FULL_FOR_ENTRIES)
    page.get_by_label("Copy to bring back").set_input_files(tmp_path / "copy.json")
    expect(page.get_by_text("This phone would not read or keep it. Nothing was changed.")).to_be_visible()
    assert {name: stored_value(page, name) for name in NAMES} == before
    assert stored_value(page, "entry a-2") is None


def test_a_copy_goes_through_the_share_sheet_of_an_app(page: Page, server: Server) -> None:
    page.add_init_script(SHARING)
    page.goto(f"{server.url}/settings")
    fill(page)
    page.get_by_role("button", name="Save a copy").click()
    expect(page.get_by_text("Your copy is shared.")).to_be_visible()
    name, text = page.evaluate("() => window.shared")
    assert name.startswith("thumbwidth-copy-")
    assert json.loads(text)["journal"][0]["id"] == "a-1"
