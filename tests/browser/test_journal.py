"""The journal on a phone: what it says and asks, and that nothing in it is lost."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from points.catalogue import Catalogue
from tests.support.journals import expect_rows, rows
from tests.support.phone import pass_gate, phone_in
from tests.support.programs import Server
from tests.support.tools import AXE

pytestmark = pytest.mark.browser
ROUTINE = "low-back-ease"


def entry(days_ago: int = 0, **change: Any) -> dict[str, Any]:
    usual = {
        "id": f"e{days_ago}",
        "day": str(datetime.now(UTC).date() - timedelta(days_ago)),
        "time": "08:05",
        "slug": ROUTINE,
        "title": "Low-back ease",
        "seconds": 540,
        "pressed": 360,
        "before": None,
        "after": None,
        "note": "",
        "finished": True,
    }
    return usual | change


def bring(page: Page, server: Server, *entries: dict[str, Any]) -> None:
    """Import entries as a person does, from a file."""
    lines = ",\n".join(json.dumps(one) for one in entries)
    offer(page, server, f'{{"thumbwidth-journal": 1, "exported": "2026-11-21", "entries": [\n{lines}\n]}}')
    expect(page.locator("#said")).to_contain_text("added")
    expect_rows(page, len(entries))


def offer(page: Page, server: Server, content: str) -> None:
    page.goto(f"{server.url}/journal")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import").click()
    chooser.value.set_files(FilePayload(name="journal", mimeType="text/plain", buffer=content.encode()))


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([entry(pressed=1500, seconds=1700), entry(1, pressed=1500, seconds=1700)], False),
        ([entry(id="a", pressed=900, seconds=900), entry(id="b", pressed=800, seconds=900)], True),
        ([entry(id=name, pressed=60, seconds=90) for name in "abc"], True),
    ],
    ids=["25 minutes and yesterday's", "28 minutes", "three sessions"],
)
def test_enough_for_one_day_is_a_word_and_not_a_lock(
    page: Page, server: Server, entries: list[dict[str, Any]], told: bool
) -> None:
    bring(page, server, *entries)
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    begin = page.get_by_role("button", name="Start", exact=True)
    expect(begin).to_be_enabled()
    page.wait_for_function("() => document.querySelector('[data-today]').textContent")
    expect(page.get_by_text("That is enough for one day")).to_be_visible(visible=told)
    pass_gate(page)
    expect(page.get_by_role("timer")).to_be_visible()


@pytest.mark.parametrize(
    ("slug", "entries"),
    [
        ("two-weeks", [entry(14, before=6), entry(before=6)]),
        ("six-weeks", [entry(43, before=6), entry(20, before=5), entry(before=3)]),
    ],
)
def test_journal_advises_review_at_two_and_six_weeks(
    page: Page, server: Server, catalogue: Catalogue, slug: str, entries: list[dict[str, Any]]
) -> None:
    advice = next(flag.advice for flag in catalogue.red_flags if flag.slug == slug)
    bring(page, server, *entries)
    box = page.locator(f"[data-review={slug}]")
    expect(box).to_contain_text(advice)
    expect(page.locator("[data-review]:visible")).to_have_count(1)
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    expect(box).to_be_visible()
    box.get_by_role("button").click()
    expect(box).to_be_hidden()
    page.goto(f"{server.url}/journal")
    expect_rows(page, len(entries))
    expect(page.locator("[data-review]:visible")).to_have_count(0)


def test_chart_has_axis_text_and_a_data_table(page: Page, server: Server) -> None:
    bring(page, server, entry(9, before=7, after=5), entry(4, before=6), entry(before=4, after=4))
    chart = page.get_by_role("img", name="Chart of pain")
    expect(chart).to_be_visible()
    said = chart.locator("text").all_text_contents()
    assert said[0] == "Pain, 0 (none) to 10 (the worst)"
    assert {"0", "2", "4", "6", "8", "10", "today"} <= set(said)
    assert chart.locator("circle.before").count() == 3
    assert chart.locator("circle.after").count() == 2
    assert [row.split(" Low-back")[0].split("08:05 ")[1] for row in rows(page)] == ["4 4", "6 Add pain after", "7 5"]
    expect(page.get_by_text(re.compile("3 of the last 7 days|2 of the last 7 days"))).to_be_visible()
    widest = page.evaluate(
        "() => Math.max(...[...document.querySelectorAll('.chart text')].map((t) => t.getBoundingClientRect().right))"
    )
    assert widest <= 360


@pytest.mark.parametrize("width", [320, 360])
def test_the_headings_of_the_table_stand_on_one_line_on_a_phone(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    bring(page, server, entry(1, before=6, after=4, note="A bit stiff after sitting; better in the evening."))
    heads = page.locator(".entries-table thead th")
    expect(heads).to_have_text(["When", "Before", "After", "What"])
    row = page.locator(".entries-table thead tr").bounding_box()
    assert row and row["height"] < 60, "more than one line"
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("form", ["json", "csv"])
def test_what_is_exported_and_deleted_comes_back_the_same(page: Page, server: Server, form: str) -> None:
    bring(page, server, entry(3, before=7, after=5, note='=1+1, "marked"\nand more'), entry(1), entry(before=0))
    before = rows(page)
    page.locator("#format").select_option(form)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename.endswith(f".{form}")
    content = Path(download.value.path()).read_bytes().decode()
    page.get_by_role("button", name="Delete everything").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("3 entries will be gone.")
    really = dialog.get_by_role("button", name="Delete it all")
    expect(really).to_be_disabled()
    dialog.get_by_role("button", name="Keep it").click()
    assert rows(page) == before
    page.get_by_role("button", name="Delete everything").click()
    dialog.get_by_role("checkbox").check()
    really.click()
    expect(page.get_by_text("Nothing here yet")).to_be_visible()
    offer(page, server, content)
    expect(page.locator("#said")).to_have_text("3 entries added.")
    expect_rows(page, 3)
    assert rows(page) == before
    offer(page, server, content)
    expect(page.locator("#said")).to_have_text("0 entries added, 3 were here already.")
    expect_rows(page, 3)
    assert rows(page) == before


def test_bad_import_is_refused_with_reason_and_line(page: Page, server: Server) -> None:
    bring(page, server, entry(2))
    before = rows(page)
    good, bad = json.dumps(entry(1)), json.dumps(entry(before=11))
    offer(page, server, f'{{"thumbwidth-journal": 1, "exported": "", "entries": [\n{good},\n{bad}\n]}}')
    expect(page.locator("#said")).to_have_text(
        "Nothing was imported. Line 3: before: expected a whole number from 0 to 10, or nothing (found 11)"
    )
    expect_rows(page, 1)
    assert rows(page) == before
    page.reload()
    expect_rows(page, 1)
    assert rows(page) == before
    offer(page, server, f'{{"thumbwidth-journal": 1, "exported": "", "entries": [\n{good},\n{bad}\n]}}')
    page.get_by_role("button", name="Add the other 1 entry").click()
    expect(page.locator("#said")).to_have_text("1 entry added.")
    expect_rows(page, 2)
    expect(page.get_by_role("button", name="Add the other")).to_have_count(0)


def test_storage_that_drops_its_connection_loses_nothing(page: Page, server: Server) -> None:
    bring(page, server, entry(1))
    page.evaluate(
        """() => {
            const real = IDBDatabase.prototype.transaction;
            window.failures = 1;
            IDBDatabase.prototype.transaction = function (...given) {
                if (given[1] === "readwrite" && (window.failures -= 1) >= 0) {
                    this.close();
                    throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
                }
                return real.apply(this, given);
            };
        }"""
    )
    page.get_by_role("button", name="Note how it is now").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Note").fill("before the break")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved on this phone.")).to_be_visible()
    page.evaluate("() => { window.failures = 2; }")
    page.get_by_role("button", name="Note how it is now").click()
    dialog.get_by_label("Note").fill("while nothing works")
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator("#said")).to_contain_text("would not keep it")
    expect(dialog.get_by_label("Note")).to_have_value("while nothing works")
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator("[data-rows] tr")).to_have_count(3)
    page.reload()
    expect(page.locator("[data-rows] tr")).to_have_count(3)
    assert "before the break" in " ".join(rows(page))
    assert "while nothing works" in " ".join(rows(page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_full_journal_and_its_dialogs(browser: Browser, server: Server, scheme: Any) -> None:
    with phone_in(browser, color_scheme=scheme) as context:
        page = context.pages[0]
        bring(page, server, *(entry(day, before=5, after=4, note="a note") for day in range(16)))
        page.evaluate(AXE.read_text("utf-8"))
        found = audit(page)
        page.get_by_role("button", name="Change").first.click()
        found += audit(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Delete everything").click()
        found += audit(page)
        page.goto(f"{server.url}/routines/{ROUTINE}/session")
        expect(page.locator("[data-review=two-weeks]")).to_be_visible()
        page.evaluate(AXE.read_text("utf-8"))
        found += audit(page)
    assert found == []


def audit(page: Page) -> list[str]:
    result: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [f"{found['id']}: {node['target']}" for found in result["violations"] for node in found["nodes"]]
