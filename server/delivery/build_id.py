"""Which edition of the site this is: one hash of everything its answers are made from, and where its store lies.

Two processes with the same hash give the same bytes, so one may send what the other made. Knows no Flask.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from server import version
from server.delivery.store import Store, StoreError

ROOT: Final = Path(__file__).parents[2]
#: Libraries whose release may change an answer's bytes.
FINGERPRINTED_PACKAGES: Final = (
    "apispec",
    "brotli",
    "flask",
    "flask-smorest",
    "jinja2",
    "marshmallow",
    "resvg-py",
    "svgwrite",
    "tdewolff-minify",
    "zstandard",
)
#: How many editions are kept: the one in use, and those one may go back to.
MAX_BUILDS: Final = 3


def build_id(settings: Mapping[str, Any]) -> str:
    """Return the hash of version, code, figures, templates, static files, catalogue, libraries and two settings."""
    inputs = [sys.version, version.VERSION, str(settings["BASE_URL"]), str(settings["PREBUILD"])]
    inputs += [f"{name} {metadata.version(name)}" for name in FINGERPRINTED_PACKAGES]
    whole = hashlib.sha256("\0".join(inputs).encode())
    for folder, path in _input_files(Path(settings["CATALOGUE"] or ROOT / "points" / "data")):
        name = path.relative_to(folder).as_posix()
        whole.update(f"\0{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


def _input_files(catalogue: Path) -> Iterator[tuple[Path, Path]]:
    """Yield every file that answers are made from, each with the folder it belongs to, in a fixed order."""
    packages = {"points": (".py",), "diagrams": (".py", ".json"), "server": (".py", ".html"), "static": ("",)}
    for room, endings in packages.items():
        found = (path for path in (ROOT / room).rglob("*") if path.name.endswith(endings) and path.is_file())
        yield from ((ROOT, path) for path in sorted(found) if "__pycache__" not in path.parts)
    yield from ((catalogue, path) for path in sorted(catalogue.rglob("*.toml")))


def store_path(settings: Mapping[str, Any], edition: str) -> Path:
    """Return where the store of an edition lies."""
    return Path(settings["STORE"]) / f"{edition}.site"


def open_store(settings: Mapping[str, Any], edition: str) -> Store | None:
    """Return the open store of an edition, or None when there is none. Raises `StoreError` for a broken one."""
    path = store_path(settings, edition)
    return Store(path, edition) if settings["STORE"] and path.exists() else None


def open_newest_store(settings: Mapping[str, Any]) -> Store | None:
    """Return the newest store that can be opened, of whatever edition: what has not changed is taken from it."""
    for path in _stores(Path(settings["STORE"])):
        try:
            return Store(path)
        except StoreError:
            continue
    return None


def prune(settings: Mapping[str, Any]) -> None:
    """Remove all but the newest stores, and what a builder that was killed has left half written."""
    folder = Path(settings["STORE"])
    for path in (*_stores(folder)[MAX_BUILDS:], *folder.glob("*.unfinished")):
        path.unlink(missing_ok=True)


def _stores(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.site"), key=os.path.getmtime, reverse=True)
