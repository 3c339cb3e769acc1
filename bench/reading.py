"""`python -m bench.reading [FOLDER]`: words in sight and reading grade of each kind of page.

Measures this checkout's pages, or those in FOLDER, which `make export` of any version writes. Words are those of `main`
that stand open when the page comes: nothing folded, hidden, drawn or meant for scripts.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from points.catalogue import load
from server import create_app
from server.delivery.offline_bundle import is_page, offline_urls
from tests.support import reading

#: Kinds of pages with more than one page: the folder of their addresses, and what follows the name of an entry.
_MANY: Final = {
    ("points", ""): "point",
    ("points", "handout"): "point handout",
    ("points", "show"): "point, shown large",
    ("routines", ""): "routine",
    ("routines", "handout"): "routine handout",
    ("routines", "session"): "session",
    ("conditions", ""): "one kind of pain",
}
#: Pages below those folders that are of their own kind.
_OWN: Final = {"/routines/custom": "custom", "/routines/custom/handout": "custom handout"}


@dataclass(frozen=True)
class Reading:
    """What was measured of one kind of page: words in sight of the middle and the longest page, and of all its text."""

    pages: int
    words: int
    most: int
    grade: float
    longest: int
    over_twenty: float


def kind(address: str) -> str:
    """Return the kind of page that an address leads to."""
    if address in _OWN:
        return _OWN[address]
    folder, _, rest = address.strip("/").partition("/")
    entry, _, part = rest.partition("/")
    return _MANY.get((folder, part), address) if entry else (folder or "home")


def own_pages() -> dict[str, str]:
    """Return the pages of this checkout: {address: HTML}."""
    client = create_app({"TESTING": True, "RATE_LIMIT": "off"}).test_client()
    return {address: client.get(address).text for address in offline_urls(load()) if is_page(address)}


def exported_pages(folder: Path) -> dict[str, str]:
    """Return the pages of an exported site: {address: HTML}."""
    files = [path for path in folder.rglob("*.html") if path.name != "404.html"]
    named = {
        path.relative_to(folder).as_posix().removesuffix("index.html").removesuffix(".html"): path for path in files
    }
    return {"/" + name.strip("/"): path.read_text("utf-8") for name, path in named.items()}


def measured(pages: Mapping[str, str]) -> dict[str, Reading]:
    """Return the readings by kind of page, in the order of the addresses."""
    texts: dict[str, list[str]] = {}
    for address in sorted(pages):
        texts.setdefault(kind(address), []).append(reading.visible_text(pages[address]))
    return {name: _reading(found) for name, found in texts.items()}


def _reading(texts: list[str]) -> Reading:
    counts = [len(reading.words(text)) for text in texts]
    lengths = [len(reading.words(sentence)) for text in texts for sentence in reading.sentences(text)]
    longer = sum(length > 20 for length in lengths) / max(1, len(lengths))
    return Reading(
        len(texts), round(median(counts)), max(counts), reading.grade(texts), reading.longest(texts)[0], 100 * longer
    )


def main() -> None:
    """Print the table."""
    pages = exported_pages(Path(sys.argv[1])) if sys.argv[1:] else own_pages()
    print("| page | pages | words, median | words, most | grade (FK) | longest sentence | sentences over 20 words |")
    print("|---|---|---|---|---|---|---|")
    for name, one in measured(pages).items():
        counted = f"{one.pages} | {one.words} | {one.most} | {one.grade:.1f} | {one.longest} | {one.over_twenty:.0f} %"
        print(f"| {name} | {counted} |")


if __name__ == "__main__":
    main()
