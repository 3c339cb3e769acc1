"""A running step costs little: it changes few things once a second, and what moves is left to the compositor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from points.catalogue import load
from tests.support.phone import GATE_SECONDS, freeze_clock, pass_gate, phone_in
from tests.support.programs import Server

pytestmark = pytest.mark.browser
SECONDS = 10
ROUTINE = "breathing-and-rest"
#: What moves in a step of each kind.
MOVING = {"press": "#pulse", "breathe": "#lung"}
#: Collects what is changed in the page from now on.
OBSERVE = """() => {
    window.records = [];
    window.observer?.disconnect();
    window.observer = new MutationObserver((seen) => window.records.push(...seen));
    window.observer.observe(document, {
        subtree: true, childList: true, attributeOldValue: true, characterDataOldValue: true,
    });
}"""
#: Each node or attribute that was changed: [its element's id, {its values one after the other}].
CHANGES = """() => {
    const values = new Map();
    for (const { type, target, attributeName, oldValue } of window.records) {
        const of = values.get(target) ?? values.set(target, {}).get(target);
        (of[attributeName ?? type] ??= []).push(oldValue);
    }
    return [...values].flatMap(([target, of]) => Object.entries(of).map(([name, old]) => {
        const now = name === "characterData" ? target.data : target.getAttribute?.(name);
        return [(target.closest ? target : target.parentElement).id, name, [...old, now]];
    }));
}"""
#: The properties that running animations change, and the states of all animations.
ANIMATED = """() => {
    const about = new Set(["offset", "computedOffset", "easing", "composite"]);
    const running = document.getAnimations().filter(({ playState }) => playState === "running");
    const names = running.flatMap(({ effect }) => effect.getKeyframes().flatMap(Object.keys));
    return [...new Set(names.filter((name) => !about.has(name)))].sort();
}"""
STATES = "() => document.getAnimations().map(({ playState }) => playState)"
#: At the next change of the timer: how far the circle is in its breath of ten seconds, and what the timer says.
BREATH = """() => new Promise((done) => {
    const timer = document.querySelector("#timer");
    new MutationObserver((_, seen) => {
        seen.disconnect();
        const [breath] = document.querySelector("#lung").getAnimations({ subtree: true });
        const [minutes, seconds] = timer.textContent.split(":").map(Number);
        done([10 * breath.effect.getComputedTiming().progress, minutes * 60 + seconds]);
    }).observe(timer, { characterData: true, childList: true, subtree: true });
})"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with phone_in(browser) as context:
        yield context.pages[0]


def go_to(page: Page, kind: str) -> None:
    """Move on to the next step of a kind, and wait until its picture is there."""
    picture = {"press": "#picture[data-picture=pose]", "breathe": "#lung"}
    for _ in range(40):
        if page.locator("html").get_attribute("data-session") == kind:
            break
        page.locator("#next").evaluate("(button) => button.click()")
    expect(page.locator(picture[kind])).to_be_visible()


def idle_writes(changes: list[Any]) -> list[Any]:
    """Return the changes that changed nothing."""
    return [
        one
        for one in changes
        if one[1] != "childList" and any(a == b for a, b in zip(one[2], one[2][1:], strict=False))
    ]


def test_a_running_step_changes_little_and_nothing_in_vain(page: Page, server: Server) -> None:
    page.clock.install()
    page.goto(f"{server.url}/routines/low-back-ease/session")
    freeze_clock(page, GATE_SECONDS)
    pass_gate(page)
    expect(page.get_by_role("timer")).to_be_visible()
    for kind in ("press", "breathe"):
        go_to(page, kind)
        page.clock.run_for(1000)
        expect(page.locator(MOVING[kind])).to_be_visible()
        assert set(page.evaluate(ANIMATED)) | {"opacity"} == {"opacity", "transform"}
        page.evaluate(OBSERVE)
        page.clock.run_for(SECONDS * 1000)
        changes = page.evaluate(CHANGES)
        assert {"timer", "whole", "left", "progress", "gone"} <= {name for name, _, _ in changes}
        assert idle_writes(changes) == []
        assert [one for one in changes if len(one[2]) - 1 > SECONDS] == []
        assert {name for name, what, _ in changes if what == "childList"} <= {"announce"}
        assert page.locator("html").get_attribute("data-session") == kind


def test_motion_stops_in_a_pause_and_when_reduced(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/routines/low-back-ease/session")
    pass_gate(page)
    for kind in ("press", "breathe"):
        go_to(page, kind)
        expect(page.locator(MOVING[kind])).to_be_visible()
        assert set(page.evaluate(STATES)) == {"running"}
        page.locator("#pause").click()
        expect(page.locator("#pause")).to_have_text("Resume")
        assert set(page.evaluate(STATES)) == {"paused"}
        page.locator("#pause").click()
        expect(page.locator("#pause")).to_have_text("Pause")
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(STATES) == []
    expect(page.locator("#beats")).to_be_visible()


def test_the_breath_keeps_time_with_the_step_after_a_pause(page: Page, server: Server) -> None:
    whole = next(step.seconds for step in load().steps(ROUTINE) if step.kind == "breathe")
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    pass_gate(page)
    go_to(page, "breathe")
    while page.evaluate(BREATH)[1] > whole - 4:
        pass
    for _ in range(2):
        page.locator("#pause").click()
        expect(page.locator("#pause")).to_have_text("Resume")
        page.locator("#pause").click()
        expect(page.locator("#pause")).to_have_text("Pause")
    breath, left = page.evaluate(BREATH)
    ahead = (breath - (whole - left) + 5) % 10 - 5
    assert abs(ahead) < 1.5
