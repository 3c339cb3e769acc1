"""The catalogue that ships, loaded once per process, and copies that differ from it, for tests of changes."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from points.catalogue import Catalogue, load
from points.load import DATA

OLD_WARNING = "This point is left alone in pregnancy by tradition. Ask your midwife how else to ease the pain."
NEW_WARNING = "Changed for a test: leave this point alone."
OLD_NAME = "Low-back ease"
NEW_NAME = "Low-back ease, renamed"


@cache
def shipped() -> Catalogue:
    """Return the catalogue that ships."""
    return load()


def with_new_warning(folder: Path) -> Path:
    """Copy the catalogue and change what LI4's pregnancy flag says; return where the copy is."""
    return _edited(folder / "warning", "contraindications.toml", OLD_WARNING, NEW_WARNING)


def with_new_name(folder: Path) -> Path:
    """Copy the catalogue and rename a routine, which is no warning; return where the copy is."""
    return _edited(folder / "name", "routines.toml", f'title = "{OLD_NAME}"', f'title = "{NEW_NAME}"')


def _edited(copy: Path, name: str, old: str, new: str) -> Path:
    shutil.copytree(DATA, copy)
    path = copy / name
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{name}: expected exactly one {old!r}"
    path.write_text(text.replace(old, new), "utf-8")
    return copy
