"""Health of a worker process for `/healthz`: problems that slow down its responses."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

#: Least free space for writing the store.
_MIN_FREE_BYTES: Final = 64 * 1024 * 1024


class Health:
    """State of the store in a worker process: in use, missing or damaged."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._folder = Path(settings["STORE"]) if settings["STORE"] else None
        self.is_damaged = False
        self.is_serving = False

    def problems(self) -> list[str]:
        """Return one sentence for each problem, without the paths of the machine."""
        found = ["The store was damaged; responses are computed until it is rebuilt."] if self.is_damaged else []
        if self._folder and not self.is_serving and (reason := _write_problem(self._folder)):
            found.append(f"The store cannot be written: {reason}. Responses that it lacks are computed each time.")
        return found


def _write_problem(folder: Path) -> str:
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        return "no permission"
    return "the disk is full" if shutil.disk_usage(existing).free < _MIN_FREE_BYTES else ""
