"""How long a page takes to read: the words that can be seen, and the seconds that reading them takes."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Locator, Page

#: Words a minute, read word for word (Brysbaert 2019, non-fiction).
WORDS_A_MINUTE: Final = 238
#: All text of an element that can be seen; what is for screen readers alone cannot.
_VISIBLE_WORDS: Final = """(root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const words = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const shown = node.parentElement.checkVisibility({ visibilityProperty: true });
        if (!shown || node.parentElement.closest(".unseen, .skip:not(:focus)")) continue;
        words.push(...node.textContent.split(/\\s+/).filter(Boolean));
    }
    return words.filter((word) => /[\\w+]/.test(word)).length;
}"""


def visible_words(element: Locator) -> int:
    """Return how many words of an element can be seen."""
    return int(element.evaluate(_VISIBLE_WORDS))


#: The same of what is on the screen without scrolling, beside and above what covers its lower edge.
_WORDS_ON_SCREEN: Final = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const bars = [...document.querySelectorAll("nav")].filter((one) => one.checkVisibility()
        && getComputedStyle(one).position === "fixed");
    const end = Math.min(innerHeight, ...bars.map((bar) => bar.getBoundingClientRect().top));
    const words = [];
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const shown = node.parentElement.checkVisibility({ visibilityProperty: true });
        if (!shown || node.parentElement.closest(".unseen")) continue;
        range.selectNodeContents(node);
        const { top, bottom, left, right } = range.getBoundingClientRect();
        const isOnBar = bars.some((bar) => bar.contains(node));
        if (bottom <= 0 || right <= 0 || left >= innerWidth || (!isOnBar && top >= end)) continue;
        words.push(...node.textContent.split(/\\s+/).filter(Boolean));
    }
    return words.filter((word) => /[\\w+]/.test(word));
}"""


def words_on_screen(page: Page) -> list[str]:
    """Return the words of a page that can be seen without scrolling."""
    words: list[str] = page.evaluate(_WORDS_ON_SCREEN)
    return words


def reading_seconds(words: int) -> float:
    """Return how long so many words take to read."""
    return words / WORDS_A_MINUTE * 60
