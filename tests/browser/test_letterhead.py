"""The letterhead of a handout: kept on the device, printed, and in no request."""

from __future__ import annotations

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_handouts import bare, pages_text
from tests.support.phone import assert_never_sent, stored_value, wait_until_stored, watch
from tests.support.programs import Server

pytestmark = pytest.mark.browser
WRITTEN = {
    "Practice": "Praxis Quellenhof",
    "Name": "Dr Ada Quill",
    "Telephone": "+49 30 5550199",
    "Checked with me on": "2026-11-28",
    "Next visit": "2026-12-12",
}
SECRETS = ("Quellenhof", "Quill", "5550199", "2026-12-12", "12 December")


def test_a_letterhead_is_printed_and_kept_and_never_sent(page: Page, server: Server) -> None:
    seen = watch(page.context)
    page.goto(f"{server.url}/routines/heat/handout")
    page.get_by_text("Add your letterhead").click()
    for label, text in WRITTEN.items():
        page.get_by_label(label, exact=True).fill(text)
    wait_until_stored(page, "letterhead", lambda found: found and found["next"] == WRITTEN["Next visit"])
    for path in ("/points/LI4/handout", "/routines/custom/handout#LI4.60r;daily=2"):
        page.goto(f"{server.url}{path}")
        expect(page.locator(".paper")).to_contain_text(
            "Checked with me on 28 November 2026. Next visit: 12 December 2026."
        )
    (text, *_) = pages_text(pypdfium2.PdfDocument(page.pdf(format="A4")))
    for words in ("Praxis Quellenhof", "Dr Ada Quill", "+49 30 5550199", "12 December 2026"):
        assert bare(words) in bare(text)
    assert not any(secret in page.url for secret in SECRETS)
    page.get_by_role("button", name="Add a QR code").click()
    expect(page.locator("[data-qr] svg")).to_be_visible()
    page.get_by_text("Add your letterhead").click()
    page.get_by_role("button", name="Clear the letterhead").click()
    expect(page.locator(".letterhead")).to_be_hidden()
    wait_until_stored(page, "letterhead", lambda found: found is None)
    page.reload()
    expect(page.locator(".letterhead")).to_be_hidden()
    assert stored_value(page, "letterhead") is None
    assert len(seen) > 5
    assert_never_sent(seen, SECRETS)
