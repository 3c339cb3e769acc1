"""The show page in a browser: its panels and choices, and the part of the sheet that it shows."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.programs import Server


def shown(page: Page) -> list[float]:
    """Return the part of the sheet that is seen: left, top, width, height, mm."""
    return [float(part) for part in str(page.locator("#stage > svg").get_attribute("viewBox")).split()]


def panel(page: Page, name: str) -> None:
    page.locator(".show-bar > details > summary", has_text=name).click()


def choose(page: Page, name: str) -> None:
    page.locator("label.choice:visible", has_text=re.compile(f"^{name}$")).click()


def open_show(page: Page, server: Server, code: str) -> None:
    page.goto(f"{server.url}/points/{code}/show")
    expect(page.get_by_role("button", name="Larger")).to_be_visible()


def caption(page: Page) -> str:
    """Return the line that names side and body above the drawing."""
    return page.locator("#side").inner_text()
