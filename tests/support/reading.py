"""How hard a text is to read, and what of a page is in sight: Flesch-Kincaid grades, sentences and words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Final

import textstat

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(A-Z0-9])|\n+")
#: The hash by which a catalogue is named counts as one word, whatever letters and digits it has.
_WORD: Final = re.compile(r"\b[0-9a-f]{12}\b|[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*", re.UNICODE)
#: Elements that end a sentence though no full stop does.
_BLOCKS: Final = frozenset(
    {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "summary", "button", "td", "th", "tr", "figcaption", "legend"}
    | {"label", "section", "div", "br", "article", "option", "template", "dialog", "noscript"}
)
#: The class of links that stand as blocks, each on a line of its own.
_BLOCK_CLASS: Final = "tile"
#: Folds of pages for everybody that speak to professionals, by their id.
_PROFESSIONAL_FOLDS: Final = frozenset({"professionals", "numbers"})
_VOID: Final = frozenset({"br", "img", "input", "meta", "link", "hr", "wbr", "source", "col", "path", "circle"})
_UNSEEN: Final = frozenset({"script", "style", "template", "noscript", "svg", "head", "select", "textarea"})
#: Classes of what is read out only, and of the bar above a handout, which is not printed.
_UNSEEN_CLASSES: Final = frozenset({"unseen", "print-bar"})


def sentences(text: str) -> list[str]:
    """Return the sentences of a text: a semicolon or a colon ends none, the end of a line does."""
    found = (part.strip() for part in _SENTENCE_END.split(text))
    return [part for part in found if _WORD.search(part)]


def words(text: str) -> list[str]:
    """Return the words of a text; a hyphenated word and a number count as one each."""
    return _WORD.findall(text)


def grade(texts: Iterable[str]) -> float:
    """Return the Flesch-Kincaid grade of several texts read one after the other."""
    ended = (sentence.rstrip(" .!?:;,") + "." for text in texts for sentence in sentences(text))
    joined = " ".join(ended)
    return float(textstat.flesch_kincaid_grade(joined)) if joined else 0.0


def longest(texts: Iterable[str]) -> tuple[int, str]:
    """Return the number of words of the longest sentence, and that sentence."""
    return max(((len(words(one)), one) for text in texts for one in sentences(text)), default=(0, ""))


class _Visible(HTMLParser):
    """Collects what a page shows before anything is opened: the text in `main`, without what is folded or hidden."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self._open: list[tuple[str, bool]] = []  # element, and whether its text is in sight
        self._within_main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "main":
            self._within_main = True
        if tag in _BLOCKS or _BLOCK_CLASS in (given.get("class") or "").split():
            self.text.append("\n")
        if tag in _VOID:
            return
        seen = self._in_sight() and tag not in _UNSEEN and "hidden" not in given
        classes = (given.get("class") or "").split()
        seen = seen and given.get("aria-hidden") != "true" and _UNSEEN_CLASSES.isdisjoint(classes) and tag != "dialog"
        if self._open and self._open[-1][0] == "details closed":
            seen = tag == "summary" and self._parent_in_sight()
        name = "details closed" if tag == "details" and "open" not in given else tag
        self._open.append((name, seen))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.text.append("\n")
        if tag == "main":
            self._within_main = False
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0].split()[0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        closed = bool(self._open) and self._open[-1][0] == "details closed"
        if self._within_main and self._in_sight() and not closed:
            self.text.append(data)

    def _in_sight(self) -> bool:
        return not self._open or self._open[-1][1]

    def _parent_in_sight(self) -> bool:
        return self._open[-1][1]


class _Whole(HTMLParser):
    """Collects all that a patient can come to read of a page: also what is folded, hidden, or a template of a script.

    Left out: the folds for professionals, anatomical wording (`data-clinical`), the names of sources, and drawings.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self._open: list[tuple[str, bool]] = []  # element, and whether its text is read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        if tag in _BLOCKS or _BLOCK_CLASS in classes:
            self.text.append("\n")
        if tag in _VOID:
            return
        parent, is_read = self._open[-1] if self._open else ("", True)
        name = "basis" if "basis" in classes else tag
        if (
            tag in ("script", "style", "svg", "head")
            or "data-clinical" in given
            or (parent, tag) == ("basis details", "ul")
        ):
            is_read = False
        if tag == "details" and given.get("id") in _PROFESSIONAL_FOLDS:
            is_read = False
        self._open.append((f"{name} {tag}", is_read))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.text.append("\n")
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0].split()[1] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1][1]:
            self.text.append(data)


def _lines(text: str) -> str:
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def whole_text(html: str) -> str:
    """Return all text of a page that a patient can come to read, a block a line: folded and hidden text too."""
    reader = _Whole()
    reader.feed(html)
    return _lines("".join(reader.text))


def visible_text(html: str) -> str:
    """Return the text of a page's `main` as it stands before anything is opened, a block a line."""
    reader = _Visible()
    reader.feed(html)
    return _lines("".join(reader.text))
