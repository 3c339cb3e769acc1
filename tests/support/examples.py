"""The TOML examples of the documents, with the catalogue file that the text before each of them names."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

_BLOCK = re.compile(r"^( *)```toml\n(.*?)^\1```", re.M | re.S)
_NAMED = re.compile(r"`([\w/]+\.toml)`")


def toml(document: Path) -> list[tuple[str, str]]:
    """Return file name and text of each example; the name is the last one in backticks before it."""
    text = document.read_text("utf-8")
    return [(_NAMED.findall(text[: block.start()])[-1], textwrap.dedent(block[2])) for block in _BLOCK.finditer(text)]


def append(folder: Path, name: str, text: str) -> None:
    """Append an example to a catalogue file; a file that is not there yet is made."""
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(f"\n{text}")
