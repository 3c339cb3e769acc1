"""Taking a catalogue into service: a copy that nobody edits, checked, and with its site prepared.

Workers read the copy, so that a file changed later, or half written, is seen by none of them until it is accepted.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from points import catalogue, loader
from server import edition
from server.store import StoreError


def accept(settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings with a checked copy of their catalogue.

    Raises `points.errors.CatalogueError`. A catalogue whose site is in the store has been checked before.
    """
    source = Path(settings["CATALOGUE"] or loader.DATA)
    copied = settings | {"CATALOGUE": str(_copy(source, _home(settings)))}
    if not is_prepared(copied):
        catalogue.load(Path(copied["CATALOGUE"]))
    return copied


def _home(settings: dict[str, Any]) -> Path:
    """Return a folder for copies: beside the store, or one of this run where there is none."""
    if settings["STORE"]:
        home = Path(settings["STORE"]) / "catalogues"
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError:
            pass
        else:
            if os.access(home, os.W_OK):
                return home
    return Path(tempfile.mkdtemp(prefix="thumbwidth-"))


def _copy(source: Path, home: Path) -> Path:
    """Copy a catalogue to a folder named by its content, unless it is there."""
    files = {path.relative_to(source): path.read_bytes() for path in loader.files(source)}
    whole = hashlib.sha256()
    for name, text in files.items():
        whole.update(f"{name.as_posix()}\0{len(text)}\0".encode() + text)
    folder = home / whole.hexdigest()[:16]
    if not folder.exists():
        unfinished = Path(tempfile.mkdtemp(dir=home))
        for name, text in files.items():
            (unfinished / name).parent.mkdir(parents=True, exist_ok=True)
            (unfinished / name).write_bytes(text)
        try:
            unfinished.rename(folder)
        except OSError:  # another process has just put the same one there
            shutil.rmtree(unfinished)
    return folder


def is_prepared(settings: dict[str, Any]) -> bool:
    """Whether the store has a site of this very edition."""
    try:
        return edition.find(settings, edition.key(settings)) is not None
    except StoreError:
        return False


def prepare(settings: dict[str, Any]) -> subprocess.Popen[bytes]:
    """Start to build the site of these settings in a process of its own, which says how far it is."""
    told = {name: str(settings[name]) for name in ("BASE_URL", "CATALOGUE", "STORE")}
    return subprocess.Popen([sys.executable, "-m", "server.site"], env=os.environ | told, cwd=edition.ROOT)
