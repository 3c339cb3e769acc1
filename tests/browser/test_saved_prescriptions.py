"""Named prescriptions: saved, renamed, copied, deleted, exported and imported on the device, and in no request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from points import prescription
from points.catalogue import Catalogue
from tests.browser.test_compose import add, chosen, link
from tests.support.phone import assert_never_sent, put, stored_value, wait_until_stored, watch
from tests.support.programs import Server

pytestmark = pytest.mark.browser
NAME = 'Quillback, right & "gentle" <b>'
NOTE = "Slowly, says Quillnote"
SECRETS = ("Quill", "Other%20name", "Other name")


def saved_row(page: Page, name: str) -> Locator:
    return page.locator("#saved > li").filter(has=page.get_by_role("button", name=f"Open {name}", exact=True))


def names(page: Page) -> list[str]:
    return page.locator("#saved .saved-name b").all_inner_texts()


def test_a_prescription_is_saved_managed_and_never_sent(page: Page, server: Server, tmp_path: Path) -> None:
    seen = watch(page.context)
    page.goto(f"{server.url}/compose")
    save = page.get_by_role("button", name="Save on this phone")
    save.click()
    expect(page.get_by_text("Not saved. It needs a step, and must keep to the limits.")).to_be_visible()
    add(page, "GV3")
    save.click()
    expect(page.get_by_text("Not saved. Name: a name is missing.")).to_be_visible()
    page.get_by_label("In plain words, if you like").fill(NOTE)
    page.get_by_label("Name", exact=True).fill(NAME)
    save.click()
    expect(page.get_by_text(f"Saved as {NAME}.")).to_be_visible()
    first = {"name": NAME, "prescription": "GV3.60;note=Slowly%2C%20says%20Quillnote"}
    assert stored_value(page, "prescriptions") == [first]
    assert "Quillback" not in link(page), "the name is in no link"

    add(page, "BL23")
    save.click()
    expect(page.get_by_text("in place of what it was.")).to_be_visible()
    page.locator("#save-said").get_by_role("button", name="Undo").click()
    wait_until_stored(page, "prescriptions", lambda found: found == [first])

    page.get_by_role("button", name="Empty the composer").click()
    page.reload()
    page.get_by_role("button", name=f"Open {NAME}", exact=True).click()
    expect(page.get_by_role("heading", name="Points", exact=True)).to_be_focused()
    assert chosen(page) == [("GV3", "60")]
    expect(page.get_by_label("In plain words, if you like")).to_have_value(NOTE)
    expect(page.get_by_label("Name", exact=True)).to_have_value(NAME)

    page.get_by_role("button", name=f"Duplicate {NAME}").click()
    expect(page.get_by_role("button", name=f"Rename {NAME} (2)")).to_be_focused()
    page.keyboard.press("Enter")
    field = page.get_by_label(f"New name for {NAME} (2)")
    expect(field).to_be_focused()
    field.fill(NAME.upper())
    page.keyboard.press("Enter")
    expect(page.get_by_text("is there already. Choose another name.")).to_be_visible()
    field.fill("Other  name ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Rename Other name")).to_be_focused()
    assert names(page) == ["Other name", NAME]

    with page.expect_download() as download:
        page.get_by_role("button", name="Export all").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    page.get_by_role("button", name="Delete Other name").click()
    expect(page.locator("#saved-said").get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Open Other name")).to_be_focused()
    page.get_by_role("button", name="Delete Other name").click()
    page.get_by_role("button", name=f"Delete {NAME}").click()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    wait_until_stored(page, "prescriptions", lambda found: found == [])
    page.get_by_label("File to import").set_input_files(file)
    expect(page.get_by_text("2 added.")).to_be_visible()
    assert stored_value(page, "prescriptions") == [first | {"name": "Other name"}, first]

    spoilt = json.loads(file.read_text("utf-8"))
    spoilt["prescriptions"][1]["prescription"] = "GV3.60-BL99.60"
    spoilt["prescriptions"][0]["name"] = "New"
    file.write_text(json.dumps(spoilt), "utf-8")
    page.get_by_label("File to import").set_input_files(file)
    reason = 'part 2: no such point (found "BL99"). Correct it in the file, or leave this prescription out.'
    expect(page.locator("#saved-said")).to_contain_text("Nothing was imported. Prescription 2 (")
    expect(page.locator("#saved-said")).to_contain_text(reason)
    assert stored_value(page, "prescriptions") == [first | {"name": "Other name"}, first], "not even the sound half"

    page.get_by_role("button", name=f"Open {NAME}", exact=True).click()
    page.get_by_role("button", name="Make a QR code").click()
    expect(page.locator("#qr-figure svg")).to_be_visible()
    page.get_by_role("link", name="Print a handout").click()
    expect(page.locator(".paper")).to_contain_text(NOTE)
    assert len(seen) > 5
    assert_never_sent(seen, SECRETS)


def test_an_entry_that_no_longer_fits_says_why(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/compose")
    put(page, "prescriptions", [{"name": "Old", "prescription": "BL99.60"}])
    page.reload()
    expect(saved_row(page, "Old")).to_contain_text('This guide cannot open it. Part 1: no such point (found "BL99").')
    page.get_by_role("button", name="Open Old").click(force=True)
    assert chosen(page) == []
    page.get_by_role("button", name="Delete Old").click()
    expect(page.get_by_text("Old is deleted.")).to_be_visible()


def test_templates_can_be_started_from(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(f"{server.url}/compose")
    assert len(catalogue.templates) >= 3
    for template in catalogue.templates:
        page.get_by_label("Start from").select_option(label=template.name)
        page.get_by_role("button", name="Use it").click()
        read = prescription.parse(template.prescription, catalogue.step_builder)
        assert link(page).endswith(f"#{prescription.serialize(read, catalogue.step_builder)}")
        expect(page.locator("#too-much")).to_be_hidden()
