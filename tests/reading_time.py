"""How long a page takes to read: the words that can be seen, and the seconds that reading them takes."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Locator

#: Words a minute, read word for word (Brysbaert 2019, non-fiction).
WORDS_A_MINUTE: Final = 238
#: All text of an element that can be seen; what is for screen readers alone cannot.
_VISIBLE_WORDS: Final = """(root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const words = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const shown = node.parentElement.checkVisibility({ visibilityProperty: true });
        if (!shown || node.parentElement.closest(".unseen")) continue;
        words.push(...node.textContent.split(/\\s+/).filter(Boolean));
    }
    return words.filter((word) => /[\\w+]/.test(word)).length;
}"""


def visible_words(element: Locator) -> int:
    """Return how many words of an element can be seen."""
    return int(element.evaluate(_VISIBLE_WORDS))


def reading_seconds(words: int) -> float:
    """Return how long so many words take to read."""
    return words / WORDS_A_MINUTE * 60
