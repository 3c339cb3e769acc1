"""`python -m bench.reading [FOLDER]`: words in sight and reading grade of each kind of page.

Measures this checkout's pages, or those in FOLDER, which `make export` of any version writes. Words, grade and the
longest sentence are those of `main` that stand open when the page comes: nothing folded, hidden, drawn or meant for
scripts. The last two columns hold all text of the page: folded and hidden text and templates too, but no fold for
professionals, no anatomical wording and no name of a source.
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
    """What was measured of one kind of page: what stands in sight, and all its text."""

    pages: int
    words: int
    most: int
    grade: float
    longest: int
    longest_of_all: int
    grade_of_all: float


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
    found: dict[str, list[str]] = {}
    for address in sorted(pages):
        found.setdefault(kind(address), []).append(pages[address])
    return {name: _reading(kind_pages) for name, kind_pages in found.items()}


def _reading(pages: list[str]) -> Reading:
    texts = [reading.visible_text(html) for html in pages]
    lines = sorted({line for html in pages for line in reading.whole_text(html).split("\n")})
    counts = [len(reading.words(text)) for text in texts]
    return Reading(
        len(texts),
        round(median(counts)),
        max(counts),
        reading.grade(texts),
        reading.longest(texts)[0],
        reading.longest(lines)[0],
        reading.grade(lines),
    )


def main() -> None:
    """Print the table."""
    pages = exported_pages(Path(sys.argv[1])) if sys.argv[1:] else own_pages()
    print("| page | pages | words, median | most | grade (FK) | longest sentence | of all text | grade of all text |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name, one in measured(pages).items():
        in_sight = f"{one.pages} | {one.words} | {one.most} | {one.grade:.1f} | {one.longest}"
        print(f"| {name} | {in_sight} | {one.longest_of_all} | {one.grade_of_all:.1f} |")


if __name__ == "__main__":
    main()
