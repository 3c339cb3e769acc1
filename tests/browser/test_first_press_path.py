"""The way from the start page to the first press: every word that can be seen on it, every tap, every screen."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from points.catalogue import Catalogue
from tests.support.page_clock import clock
from tests.support.phone import HEALTHY, answer_screen, gate_screen, put
from tests.support.programs import Server
from tests.support.reading_time import reading_seconds, visible_words, words_on_screen

pytestmark = pytest.mark.browser
HOURS = 3600
#: A voice of the phone's own, as phones have.
VOICE = """
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: class {} });
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ localService: true, lang: "en-GB", name: "near" }],
  speak() {}, cancel() {}, addEventListener() {},
} });
"""


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A phone of somebody whose time a test moves on."""
    context.add_init_script(VOICE)
    context.add_init_script(clock())
    return context.pages[0]


@dataclass
class Path:
    """What somebody reads and taps on the way: `screens` by name, with the words of each in sight."""

    page: Page
    screens: dict[str, int] = field(default_factory=dict)
    taps: int = 0

    def read(self, name: str) -> None:
        """Count what can be seen without scrolling; of the gate, which has to be scrolled to its end, all of it."""
        gate = self.page.locator("dialog[open]")
        self.screens[name] = visible_words(gate) if gate.count() else len(words_on_screen(self.page))

    def tap(self, one: Locator) -> None:
        one.click()
        self.taps += 1

    def answer_gate(self) -> None:
        """Read every screen of the gate and tap what a healthy person does."""
        while screen := gate_screen(self.page):
            self.read(f"gate: {screen}")
            answer_screen(self.page, HEALTHY.get(screen, ""))
            self.taps += 1

    @property
    def words(self) -> int:
        return sum(self.screens.values())

    def check(self, words: int, taps: int) -> None:
        told = f"{self.words} words, {self.taps} taps, {len(self.screens)} screens, {reading_seconds(self.words):.0f} s"
        print(f"{told}: {self.screens}")
        assert self.words <= words, self.screens
        assert self.taps <= taps


def start(page: Page) -> Locator:
    button = page.get_by_role("button", name="Start", exact=True)
    expect(button).to_be_enabled()
    return button


def expect_the_press(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-session", "press")
    expect(page.get_by_role("timer")).to_be_visible()


def test_a_newcomer_comes_to_the_first_press(page: Page, server: Server) -> None:
    path = Path(page)
    page.goto(server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Where does it hurt?")
    path.read("home")
    path.tap(page.get_by_role("link", name="Lower back, see what helps").locator(".region-pill"))
    offer = page.locator(".choose:target [data-offer]")
    expect(offer.get_by_role("heading")).to_have_text("Low-back ease")
    path.read("choose")
    path.tap(offer.get_by_role("link", name="Start"))
    button = start(page)
    path.read("ready")
    path.tap(button)
    expect(page.locator("#gate")).to_be_visible()
    path.answer_gate()
    found = page.get_by_role("button", name="Found it", exact=True)
    for frame in ("BL23-1-left", "BL23-2-left", "BL23-3-left"):
        expect(page.locator("#picture")).to_have_attribute("data-frame", frame)  # its names are read too
        path.read(f"find {frame}")
        path.tap(found)
    expect_the_press(page)
    assert len(path.screens) == 11
    path.check(words=400, taps=11)


@pytest.fixture
def returning(page: Page, server: Server, catalogue: Catalogue) -> Page:
    """A page of somebody who did one session to its end, a while ago by the page's own time."""
    page.goto(f"{server.url}/about")
    now = page.evaluate("() => ({ at: Date.now(), day: new Date().toLocaleDateString('sv') })")
    answers = {key: {"value": "no", "given": now["day"], "at": now["at"]} for key in catalogue.question_by_key}
    put(page, "answers", answers)
    put(page, "checked", {"at": now["at"], "day": now["day"], "signsAt": now["at"]})
    put(page, "met", [point.code for point in catalogue.points])
    put(page, "last", {"slug": "low-back-ease", "title": "Low-back ease"})
    entry = {"id": "a", "day": now["day"], "time": "00:01", "slug": "low-back-ease", "title": "Low-back ease"}
    figures = {"seconds": 540, "pressed": 360, "finished": True, "before": 6, "after": 4, "note": ""}
    put(page, "entry a", entry | figures)
    return page


@pytest.mark.parametrize(
    ("later", "words", "taps"), [(2, 85, 3), (26, 120, 4)], ids=["on the same day", "on a later day"]
)
def test_who_comes_back_comes_to_the_first_press(
    returning: Page, server: Server, later: int, words: int, taps: int
) -> None:
    page = returning
    page.evaluate("(seconds) => shift(seconds)", later * HOURS)
    path = Path(page)
    page.goto(server.url)
    again = page.get_by_role("link", name="Do it again")
    expect(again).to_be_visible()
    path.read("today")
    path.tap(again)
    button = start(page)
    path.read("ready")
    path.tap(button)
    page.wait_for_function("() => document.querySelector('#gate').open || !document.querySelector('#play').hidden")
    path.answer_gate()
    expect(page.locator("#picture")).to_have_attribute("data-frame", "BL23-3-left")
    path.read("find")
    page.evaluate("() => shift(15)")
    expect_the_press(page)
    path.check(words, taps)


def test_a_pregnant_woman_comes_from_home_to_one_breath(page: Page, server: Server, catalogue: Catalogue) -> None:
    rest, breathe = catalogue.steps("seated-breathing")[:2]
    path = Path(page)
    page.goto(server.url)
    pregnant = page.get_by_role("button", name="I'm pregnant").locator("visible=true")
    expect(pregnant).to_be_enabled()
    path.read("home")
    path.tap(pregnant)
    expect(page.locator("#gate")).to_be_visible()
    path.read("signs")
    answer_screen(page, "No")
    path.taps += 1
    path.read("for you")
    path.tap(page.locator("#gate").get_by_role("link", name="Breathing in a chair"))
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.locator("#step-title")).to_have_text(rest.title)
    page.evaluate("(seconds) => shift(seconds)", rest.seconds)
    expect(page.locator("#step-title")).to_have_text(breathe.title)
    expect(page.locator("#breath")).to_have_text("Breathe in")
    page.reload()
    expect(page.locator("#step-title")).to_have_text(breathe.title)  # it goes on, and does not begin anew
    path.check(words=80, taps=3)
