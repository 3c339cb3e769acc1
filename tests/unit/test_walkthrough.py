"""docs/walkthrough.md: every function and file that it names exists."""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest

from tests.support.paths import ROOT

TEXT = (ROOT / "docs" / "walkthrough.md").read_text("utf-8")
QUOTED = re.findall(r"`([^`\s]+)`", TEXT)
NAMES = sorted({name for name in QUOTED if re.fullmatch(r"(points|diagrams|server)(\.\w+)+", name)})
PATHS = sorted({name for name in QUOTED if re.fullmatch(r"(points|diagrams|server|static|docs|tests)/[\w./-]*", name)})
#: Steps of the uncached drawing that the text counts, and the most there may be.
MOST_STEPS = 15


def resolve(name: str) -> Any:
    """Return the object of a dotted name. Raises `AttributeError` or `ModuleNotFoundError` for a missing one."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            found = getattr(found, part)
        return found
    raise ModuleNotFoundError(name)


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith(("server.wsgi", "diagrams.bake"))])
def test_named_objects_exist(name: str) -> None:
    assert resolve(name) is not None


@pytest.mark.parametrize("path", PATHS)
def test_named_files_exist(path: str) -> None:
    assert (ROOT / path).exists()


def test_uncached_drawing_takes_few_steps_and_none_twice() -> None:
    section = TEXT.split("**Uncached.**")[1].split("\nThe places")[0]
    steps = re.findall(r"^\d+\. `([\w.]+)`", section, re.MULTILINE)
    assert steps[0] == "server.web.drawings.point_diagram" and steps[-1] == "diagrams.canvas.Canvas.svg"
    assert len(steps) <= MOST_STEPS and len(set(steps)) == len(steps)
