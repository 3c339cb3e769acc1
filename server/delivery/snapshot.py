"""Catalogue snapshot: a checked copy that workers read, held in memory so that it can be written again.

A file of the source that is changed later, or half written, reaches no worker until the catalogue is accepted anew.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from points import catalogue, load
from server.delivery import build_id
from server.delivery.store import StoreError

#: Begins the name of a copy that is not complete, and of folders among the temporary ones.
_UNFINISHED_PREFIX: Final = "unfinished-"
TEMPORARY_PREFIX: Final = "thumbwidth-"
#: Seconds after which an incomplete copy counts as left behind.
_ABANDONED_SECONDS: Final = 3600
_log = logging.getLogger("thumbwidth.service")


@dataclass(frozen=True)
class Snapshot:
    """A checked catalogue: its files in memory, and the settings under which workers find them."""

    settings: dict[str, Any]
    source: Path
    files: dict[Path, bytes]

    @cached_property
    def build_id(self) -> str:
        """The build id of what these settings serve."""
        return build_id.build_id(self.settings)

    @property
    def has_store(self) -> bool:
        """Whether the store has a site of this very build."""
        try:
            return build_id.open_store(self.settings, self.build_id) is not None
        except (StoreError, OSError):
            return False

    def restore(self) -> None:
        """Write the copy again where it is gone or was changed, elsewhere if it must be."""
        if not _has_files(Path(self.settings["CATALOGUE"]), self.files):
            _log.warning("%s: is not what was accepted; writing the copy again", self.settings["CATALOGUE"])
            self.settings["CATALOGUE"] = str(_copy_by_content(self.source, self.files, self.settings["STORE"]))

    def start_prebuild(self) -> subprocess.Popen[bytes]:
        """Start to build the site in a process of its own, which logs its progress."""
        self.restore()
        chosen = {name: str(self.settings[name]) for name in ("BASE_URL", "CATALOGUE", "STORE")}
        return subprocess.Popen(
            [sys.executable, "-m", "server.delivery.prebuild"], env=os.environ | chosen, cwd=build_id.ROOT
        )


def take_snapshot(settings: dict[str, Any]) -> Snapshot:
    """Return the settings with a checked copy of their catalogue.

    Raises `points.errors.CatalogueError`. A catalogue whose site is in the store has been checked before.
    """
    source = Path(settings["CATALOGUE"] or load.DATA)
    files = _read_files(source)
    accepted = Snapshot(
        settings | {"CATALOGUE": str(_copy_by_content(source, files, settings["STORE"]))}, source, files
    )
    if not accepted.has_store:
        catalogue.load(Path(accepted.settings["CATALOGUE"]))
    return accepted


def _read_files(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in load.toml_files(folder)}


def _has_files(folder: Path, files: dict[Path, bytes]) -> bool:
    """Whether a folder has exactly these catalogue files."""
    try:
        return _read_files(folder) == files
    except OSError:
        return False


def _copy_by_content(source: Path, files: dict[Path, bytes], store: str) -> Path:
    """Return a folder with exactly these files: beside the store, else a temporary one, else the source itself."""
    whole = hashlib.sha256()
    for name, text in files.items():
        whole.update(f"{name.as_posix()}\0{len(text)}\0".encode() + text)
    for home in _snapshot_folders(store):
        folder = home / whole.hexdigest()[:16]
        try:
            if not _has_files(folder, files):
                _write_folder(folder, files)
            return folder
        except OSError as error:
            _log.warning("%s: no copy of the catalogue can be written there (%s)", home, error.strerror)
    _log.warning("%s: served in place, because no folder takes a copy; do not edit it while the service runs", source)
    return source


def _snapshot_folders(store: str) -> Iterator[Path]:
    """Yield the folders that may take a copy, created as they are tried."""
    if store:
        home = Path(store) / "catalogues"
        try:
            home.mkdir(parents=True, exist_ok=True)
            _remove_abandoned(home)
            yield home
        except OSError as error:
            _log.warning("STORE: %s cannot be written (%s); serving without it", store, error.strerror)
    with suppress(OSError):
        yield Path(temporary_folder())


def temporary_folder() -> str:
    """Make a temporary folder that goes with this process. What killed processes left is removed first."""
    for path in Path(tempfile.gettempdir()).glob(f"{TEMPORARY_PREFIX}*"):
        maker = re.fullmatch(rf"{TEMPORARY_PREFIX}([0-9]+)-\w+", path.name)
        if maker and not _is_running(int(maker[1])):
            _remove_if_old(path)
    folder = tempfile.mkdtemp(prefix=f"{TEMPORARY_PREFIX}{os.getpid()}-")
    atexit.register(_remove_own, folder, os.getpid())
    return folder


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _remove_own(folder: str, maker: int) -> None:
    """Remove a temporary folder at the end of the process that made it; workers inherit what is registered."""
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(home: Path) -> None:
    for path in home.glob(f"{_UNFINISHED_PREFIX}*"):
        _remove_if_old(path)


def _remove_if_old(folder: Path) -> None:
    """Remove a folder that nobody has written to for an hour: its maker may run where this process cannot see it."""
    with suppress(OSError):
        if time.time() - folder.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _write_folder(folder: Path, files: dict[Path, bytes]) -> None:
    """Write files to the disk under another name, then put the folder in place of whatever is there."""
    unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED_PREFIX, dir=folder.parent))
    try:
        for name, text in files.items():
            (unfinished / name).parent.mkdir(parents=True, exist_ok=True)
            with (unfinished / name).open("wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        if folder.exists():
            replaced = Path(tempfile.mkdtemp(prefix=_UNFINISHED_PREFIX, dir=folder.parent))
            folder.rename(replaced / "replaced")
            shutil.rmtree(replaced, ignore_errors=True)
        try:
            unfinished.rename(folder)
        except OSError:  # another process has just put the same one there
            if not _has_files(folder, files):
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
