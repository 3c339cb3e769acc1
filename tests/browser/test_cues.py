"""Tones, voice, vibration and flash come when the catalogue says, each by its own switch and no other."""

from __future__ import annotations

import itertools
import time
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from points.catalogue import Catalogue
from points.session_records import Cue
from points.speech import opening
from tests.support.phone import end_session, pass_gate
from tests.support.programs import Server

pytestmark = pytest.mark.browser
ROUTINE = "five-minutes"
#: Steps of the first point on both sides: ready, press, release, switch, press.
BOTH_SIDES = 5
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
window.tones = [];
Object.defineProperty(window, "AudioContext", { value: class {
  state = "running";
  get currentTime() { return performance.now() / 1000; }
  async resume() {}
  async close() {}
  createGain() {
    const gain = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
    return { gain, connect() {} };
  }
  createOscillator() {
    const tone = { silenced: false };
    return {
      frequency: {},
      connect: (next) => next,
      start: (at) => window.tones.push(Object.assign(tone, { at })),
      stop: (at) => { if (at === undefined) tone.silenced = true; },
    };
  }
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
    expect(page.locator("[data-setting=body]:checked")).to_have_count(1)
    for name in ("sound", "voice", "vibration", "flash"):
        box = page.locator(f"[data-setting={name}]")
        if box.is_checked() != (name in switches):
            page.evaluate("() => document.querySelector('#saved').replaceChildren()")  # what was said of another
            box.set_checked(name in switches)
            expect(page.get_by_text("Saved on this phone.")).to_be_visible()


def begin(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/routines/{ROUTINE}/session")
    pass_gate(page)
    expect(page.get_by_role("timer")).to_be_visible()


def given(page: Page, kind: str) -> list[Any]:
    return [how for what, how, _ in page.evaluate("window.given") if what == kind]


def cues_due(catalogue: Catalogue, count: int = 3) -> list[tuple[float, Cue]]:
    """Return the cues of so many steps, of the first place if not said, each with its second from the start."""
    due: list[tuple[float, Cue]] = []
    start = 0.0
    for step in catalogue.steps(ROUTINE)[:count]:
        anchors = {"start": start, "half": start + step.seconds / 2, "end": start + step.seconds}
        due += sorted(((anchors[cue.anchor] + cue.offset, cue) for cue in step.cues), key=lambda pair: pair[0])
        start += step.seconds
    return due


def test_voice_and_vibration_follow_catalogue_cues(stubbed: Page, server: Server, catalogue: Catalogue) -> None:
    choose(stubbed, server, "voice", "vibration")
    begin(stubbed, server)
    due, said = cues_due(catalogue, BOTH_SIDES), lines_due(catalogue, BOTH_SIDES)
    assert "Same as before. It should not hurt." in [text for _, text in said]
    moments = sorted([moment for moment, _ in due] + [moment for moment, _ in said])
    for index, moment in enumerate(moments):
        stubbed.wait_for_function("(count) => window.given.length >= count", arg=index + 1, timeout=30_000)
        if index + 1 < len(moments):
            stubbed.evaluate("(seconds) => shift(seconds)", max(0.0, moments[index + 1] - moment - MARGIN))
    assert given(stubbed, "voice") == [[text, "near"] for _, text in said]
    assert given(stubbed, "vibration") == [[120, 80, 120] if cue.tone == "end" else 120 for _, cue in due]
    assert given(stubbed, "flash") == []


def test_finding_is_read_out_frame_by_frame(stubbed: Page, server: Server, catalogue: Catalogue) -> None:
    choose(stubbed, server, "voice")
    stubbed.goto(f"{server.url}/routines/{ROUTINE}/session")
    pass_gate(stubbed, is_first=True)
    routine = catalogue.routine(ROUTINE)
    frames = catalogue.steps(ROUTINE)[0].script.frames
    expected = list(opening(routine))
    for frame in frames:
        expect(stubbed.locator("#instruction")).to_have_text(frame.text)
        expected += frame.speech
        wait_until_said(stubbed, expected)
        if frame is frames[0]:
            again(stubbed)
            expected += frame.speech
        stubbed.evaluate("shift(46)")
        expected.append("No rush. I go on in 15 seconds. Tap the screen to wait.")
        wait_until_said(stubbed, expected)
        stubbed.evaluate("shift(15)")
    expect(stubbed.locator("#step-title")).to_contain_text("Press")
    stubbed.locator("#voice").click()
    silent = given(stubbed, "voice")
    stubbed.get_by_role("button", name="Next", exact=True).click()
    stubbed.get_by_role("button", name="Something feels wrong").click()
    assert given(stubbed, "voice") == silent


def again(page: Page) -> None:
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Again", exact=True).click()
    page.keyboard.press("Escape")


def wait_until_said(page: Page, expected: list[str]) -> None:
    page.wait_for_function(
        "(count) => window.given.filter(([what]) => what === 'voice').length >= count", arg=len(expected)
    )
    assert given(page, "voice") == [[text, "near"] for text in expected]


def test_with_the_voice_off_nothing_is_said(stubbed: Page, server: Server) -> None:
    stubbed.goto(f"{server.url}/routines/{ROUTINE}/session")
    expect(stubbed.locator("#read")).to_be_checked()
    stubbed.locator("#read").uncheck()
    pass_gate(stubbed, is_first=True)
    expect(stubbed.get_by_role("button", name="Found it")).to_be_visible()
    for _ in range(4):
        stubbed.get_by_role("button", name="Next", exact=True).click()
    stubbed.get_by_role("button", name="Something feels wrong").click()
    stubbed.get_by_role("button", name="Sharp pain").click()
    stubbed.get_by_role("button", name="It has eased. End here").click()
    expect(stubbed.locator("#done")).to_be_visible()
    assert given(stubbed, "voice") == []


def lines_due(catalogue: Catalogue, count: int = 3) -> list[tuple[float, str]]:
    """Return what is read out in so many steps, each line with its second from the start."""
    due: list[tuple[float, str]] = []
    start = 0.0
    pressed: set[str] = set()
    for step in catalogue.steps(ROUTINE)[:count]:
        anchors = {"start": start, "half": start + step.seconds / 2, "end": start + step.seconds}
        occasions = {"", "again" if step.point in pressed else "first"}
        lines = [line for line in step.script.speech if line.least <= step.seconds and line.occasion in occasions]
        due += sorted((anchors[line.anchor] + line.offset, line.text) for line in lines)
        start += step.seconds
        if step.kind == "press":
            pressed.add(step.point)
    return due


def ahead(page: Page) -> list[float]:
    """Return in how many seconds the tones that the audio clock holds begin, those that belong together as one."""
    now, tones = page.evaluate("() => [performance.now() / 1000, window.tones.filter((one) => !one.silenced)]")
    return begun(sorted(tone["at"] - now for tone in tones))


def begun(moments: list[float]) -> list[float]:
    return [moment for before, moment in itertools.pairwise([-10.0, *moments]) if moment - before > 0.7]


def test_tones_are_scheduled_ahead_and_cleared_on_pause(stubbed: Page, server: Server, catalogue: Catalogue) -> None:
    choose(stubbed, server, "sound")
    before = time.monotonic()
    begin(stubbed, server)
    due = begun([moment for moment, cue in cues_due(catalogue, len(catalogue.steps(ROUTINE))) if cue.tone != "none"])
    stubbed.wait_for_function("() => window.tones.some((one) => !one.silenced)")
    expect(stubbed.locator("#heard")).to_have_text("Sound is on.")
    lying = ahead(stubbed)
    played = due[-1] - lying[-1]
    assert 0 <= played <= time.monotonic() - before
    later = [moment for moment in due if moment > played]  # what has begun may be over
    assert [moment + played for moment in lying][-len(later) :] == pytest.approx(later, abs=0.4)
    stubbed.get_by_role("button", name="Pause").click()
    assert ahead(stubbed) == []
    left = due[-1] - ahead_when_resumed(stubbed)
    assert played <= left <= played + time.monotonic() - before
    end_session(stubbed)
    expect(stubbed.get_by_role("timer")).to_be_hidden()
    assert ahead(stubbed) == []
    assert given(stubbed, "voice") == given(stubbed, "vibration") == given(stubbed, "flash") == []


def ahead_when_resumed(page: Page) -> float:
    page.get_by_role("button", name="Resume").click()
    page.wait_for_function("() => window.tones.some((one) => !one.silenced)")
    return ahead(page)[-1]


def test_without_sound_no_tone_is_handed_over(stubbed: Page, server: Server) -> None:
    choose(stubbed, server, "vibration")
    begin(stubbed, server)
    stubbed.wait_for_function("() => window.given.length")
    expect(stubbed.locator("#heard")).to_have_text("Sound is off.")
    assert stubbed.evaluate("() => window.tones") == []


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
    assert ahead(stubbed) == []
    stubbed.get_by_role("button", name="Test sound").click()
    expect(stubbed.get_by_text("That was it.")).to_be_visible()
    assert stubbed.evaluate("() => window.tones.length") == 2
