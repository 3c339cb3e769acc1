"""Two points side by side: which two, what differs, at one scale."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from points.catalogue import Catalogue
from points.safety_records import ContraindicationLevel
from server.filters import LEVEL_NAMES
from tests.support.programs import Server

pytestmark = pytest.mark.browser


def cells(page: Page, row: str) -> list[str]:
    line = page.locator("#facts tr").filter(has=page.get_by_role("rowheader", name=row, exact=True))
    return [cell.inner_text() for cell in line.locator("td").all()]


def test_compare_keeps_both_points_in_the_fragment(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(f"{server.url}/compare#bl25,LI4")
    expect(page.get_by_label("First point")).to_have_value("BL25")
    expect(page.locator("[data-drawing] svg:visible")).to_have_count(2)
    assert ["Ask first" in cells(page, "Pregnancy")[0], "Left out" in cells(page, "Pregnancy")[1]] == [True] * 2
    assert "1.5 B-cun lateral" in cells(page, "Where")[0]
    page.get_by_label("Second point").select_option("GV3")
    expect(page).to_have_url(f"{server.url}/compare#BL25,GV3")
    expect(page.locator("[data-drawing=second] svg title")).to_contain_text("GV3")
    page.reload()
    expect(page.get_by_label("Second point")).to_have_value("GV3")
    page.goto(f"{server.url}/compare#XX1,%20")
    codes = [point.code for point in catalogue.points]
    for name, code in (("First point", codes[0]), ("Second point", codes[1])):
        expect(page.get_by_label(name)).to_have_value(code)
    for side, code in (("first", codes[0]), ("second", codes[1])):
        expect(page.locator(f"[data-drawing={side}] svg title")).to_contain_text(code)


def test_cautions_that_differ_are_listed_and_the_others_named(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(f"{server.url}/compare#BL40,LI4")
    levels = [{flag.condition: flag.level for flag in catalogue.point(code).flags} for code in ("BL40", "LI4")]
    asked = [key for key in levels[0] if key != "pregnancy"]
    differ = {key for key in asked if levels[0][key] != levels[1][key]}
    expect(page.get_by_role("rowheader", name="Cautions that differ")).to_be_visible()
    shown = page.locator("#facts [data-caution]").evaluate_all("(all) => all.map((one) => one.dataset.caution)")
    assert differ and sorted(shown) == sorted([*differ, *differ])
    said = {
        level: [catalogue.question(key).short for key in asked if key not in differ and levels[0][key] == level]
        for level in ContraindicationLevel
    }
    [told] = cells(page, "The same for both")
    assert [line for line in told.splitlines() if line] == [
        f"{LEVEL_NAMES[level]} {' · '.join(sorted(whom, key=told.index))}" for level, whom in said.items() if whom
    ]


def test_compare_stacks_and_labels_cells_at_large_text(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{server.url}/compare#BL23,LI4")
    cell = page.locator("#facts td[data-code]").first
    label = "(cell) => getComputedStyle(cell, '::before').content"
    width = "(cell) => cell.clientWidth / cell.parentElement.clientWidth"
    expect(cell).to_be_visible()
    assert (cell.evaluate(label), cell.evaluate(width) < 0.6) == ("none", True)
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert "BL23" in cell.evaluate(label)
    assert cell.evaluate(width) > 0.9


def test_compare_names_shared_cautions(page: Page, server: Server, catalogue: Catalogue) -> None:
    page.goto(f"{server.url}/compare#BL40,BL40")
    expect(page.get_by_role("rowheader", name="The same for both")).to_be_visible()
    [told] = cells(page, "The same for both")
    assert all(
        catalogue.question(flag.condition).short in told
        for flag in catalogue.point("BL40").flags
        if flag.condition != "pregnancy"
    )
    expect(page.get_by_role("rowheader", name="Cautions that differ")).to_have_count(0)


def test_the_same_scale_makes_a_body_equally_large_in_both(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{server.url}/compare#KI3,GB30")
    expect(page.locator("[data-drawing] svg:visible")).to_have_count(2)
    scale = "() => [...document.querySelectorAll('[data-drawing] svg')].map((svg) => svg.getScreenCTM().a)"
    one, other = page.evaluate(scale)
    assert one > 1.5 * other
    page.get_by_label("Same scale").check()
    one, other = page.evaluate(scale)
    assert one == pytest.approx(other, rel=0.02)
