"""Voice, vibration and flash come when the catalogue says, with its words, each by its own switch and no other."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from points.catalogue import Catalogue
from points.model import Cue
from tests.phone import Server, through_the_gate

pytestmark = pytest.mark.browser
ROUTINE = "five-minutes"
#: Seconds before each cue that pass in real time, so that a busy machine skips none.
MARGIN = 4.0
#: The page writes down what it asks of the phone, and its clock can be moved on.
STUBS = """
window.given = [];
const wall = Date.now;
let fast = 0;
window.shift = (seconds) => (fast += seconds * 1000);
Date.now = () => wall() + fast;
const note = (what, how) => window.given.push([what, how, Date.now()]);
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: class { constructor(text) { this.text = text; } } });
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [
    { localService: false, lang: "en-US", name: "far" },
    { localService: true, lang: "en-GB", name: "near" },
  ],
  speak: (one) => one.text && note("voice", [one.text, one.voice.name]), cancel() {},
} });
Object.defineProperty(navigator, "vibrate", { value: (pattern) => (note("vibration", pattern), true) });
document.addEventListener("DOMContentLoaded", () => {
  const sheet = document.querySelector("#blink");
  const look = () => sheet.classList.contains("on") && note("flash", 1);
  if (sheet) new MutationObserver(look).observe(sheet, { attributes: true });
});
"""


@pytest.fixture
def stubbed(context: BrowserContext) -> Page:
    context.add_init_script(STUBS)
    return context.pages[0]


def choose(page: Page, server: Server, *switches: str) -> None:
    page.goto(f"{server.url}/settings")
    for name in ("sound", "voice", "vibration", "flash"):
        box = page.locator(f"[data-setting={name}]")
        box.set_checked(name in switches)
    expect(page.get_by_text("Saved on this phone.")).to_be_visible()


def begin(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    through_the_gate(page)
    expect(page.get_by_role("timer")).to_be_visible()


def given(page: Page, kind: str) -> list[Any]:
    return [how for what, how, _ in page.evaluate("window.given") if what == kind]


def cues_due(catalogue: Catalogue) -> list[tuple[float, Cue]]:
    """Return the cues of the first place, up to letting go, each with its second from the start."""
    due: list[tuple[float, Cue]] = []
    start = 0.0
    for step in catalogue.steps(ROUTINE)[:3]:
        anchors = {"start": start, "half": start + step.seconds / 2, "end": start + step.seconds}
        due += sorted(((anchors[cue.anchor] + cue.offset, cue) for cue in step.cues), key=lambda pair: pair[0])
        start += step.seconds
    return due


def test_voice_and_vibration_say_what_the_catalogue_says_when_it_says(
    stubbed: Page, server: Server, catalogue: Catalogue
) -> None:
    choose(stubbed, server, "voice", "vibration")
    begin(stubbed, server)
    due = cues_due(catalogue)
    for index, (moment, _) in enumerate(due):
        stubbed.wait_for_function("(count) => window.given.length >= count", arg=2 * index + 2, timeout=30_000)
        if index + 1 < len(due):
            stubbed.evaluate("(seconds) => shift(seconds)", max(0.0, due[index + 1][0] - moment - MARGIN))
    assert given(stubbed, "voice") == [[cue.say, "near"] for _, cue in due]
    assert given(stubbed, "vibration") == [[120, 80, 120] if cue.tone == "end" else 120 for _, cue in due]
    assert given(stubbed, "flash") == []


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_flash_is_slow_enough_and_stays_away_with_reduced_motion(stubbed: Page, server: Server, motion: str) -> None:
    stubbed.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]
    choose(stubbed, server, "flash")
    begin(stubbed, server)
    for _ in range(8):
        stubbed.get_by_role("button", name="Next").click()
    flashes = [at for what, _, at in stubbed.evaluate("window.given") if what == "flash"]
    assert bool(flashes) == (motion == "no-preference")
    assert all(later - one >= 334 for one, later in itertools.pairwise(flashes))
    assert given(stubbed, "voice") == given(stubbed, "vibration") == []


def test_each_cue_can_be_tested_before_a_session(stubbed: Page, server: Server) -> None:
    stubbed.goto(f"{server.url}/settings")
    for kind in ("voice", "vibration", "flash"):
        stubbed.get_by_role("button", name=f"Test {kind}").click()
        expect(stubbed.get_by_text("That was it.")).to_be_visible()
        assert given(stubbed, kind) == {"voice": [["Press in slowly.", "near"]], "vibration": [120], "flash": [1]}[kind]
    stubbed.emulate_media(reduced_motion="reduce")
    stubbed.get_by_role("button", name="Test flash").click()
    expect(stubbed.get_by_text("This phone does not give it now.")).to_be_visible()
    expect(stubbed.get_by_role("button", name="Test sound")).to_be_visible()
