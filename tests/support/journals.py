"""What the tests of the journal share: its rows, as a person reads them."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def expect_rows(page: Page, count: int) -> None:
    expect(page.locator("#book:not(.waiting) [data-rows] tr")).to_have_count(count)


def rows(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("[data-rows] tr").all_inner_texts()]
