"""docs/walkthrough.md: what it names exists, and a request calls the functions of its lists in their order."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from werkzeug.test import Client

from diagrams import anatomy
from server import create_app
from server.delivery.prebuilt import Prebuilt
from server.delivery.store import Store, StoredResponse, content_hash, write_store
from tests.support.paths import ROOT

TEXT = (ROOT / "docs" / "walkthrough.md").read_text("utf-8")
QUOTED = re.findall(r"`([^`\s]+)`", TEXT)
NAMES = sorted({name for name in QUOTED if re.fullmatch(r"(points|diagrams|server)(\.\w+)+", name)})
PATHS = sorted({name for name in QUOTED if re.fullmatch(r"(points|diagrams|server|static|docs|tests)/[\w./-]*", name)})
#: Steps of the uncached drawing that the text counts, and the most there may be.
MOST_STEPS = 15
#: Steps of a prebuilt response.
MOST_PREBUILT_STEPS = 5


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


def steps_of(heading: str) -> list[str]:
    """Return the functions of a numbered list, the first of each step."""
    section = TEXT.split(f"**{heading}")[1].split("\n\n")[1]
    return re.findall(r"^\d+\. (?:\w+ calls )?`([\w.]+)`", section, re.MULTILINE)


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith(("server.wsgi", "diagrams.bake"))])
def test_named_objects_exist(name: str) -> None:
    assert resolve(name) is not None


@pytest.mark.parametrize("path", PATHS)
def test_named_files_exist(path: str) -> None:
    assert (ROOT / path).exists()


def test_uncached_drawing_takes_few_steps_and_none_twice() -> None:
    steps = steps_of("Uncached.")
    assert steps[0] == "server.web.drawings.point_diagram" and steps[-1] == "diagrams.canvas.Canvas.svg"
    assert len(steps) <= MOST_STEPS and len(set(steps)) == len(steps)


@contextmanager
def recorded_calls() -> Iterator[list[str]]:
    """Record the functions of our packages that run, in order, by their dotted names."""
    calls: list[str] = []

    def record(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_globals.get("__name__", "")
        if event == "call" and name.partition(".")[0] in ("points", "diagrams", "server"):
            calls.append(f"{name}.{frame.f_code.co_qualname}")

    before = sys.getprofile()
    sys.setprofile(record)
    try:
        yield calls
    finally:
        sys.setprofile(before)


def test_uncached_drawing_walks_as_written() -> None:
    client = create_app({"TESTING": True, "RATE_LIMIT": "off", "CACHE_URL": ""}).test_client()
    steps = steps_of("Uncached.")
    for step in map(resolve, steps):
        getattr(step, "cache_clear", lambda: None)()
    anatomy.figure("posterior", "female")  # the whole body, which the locator of every drawing shows
    with recorded_calls() as calls:
        assert client.get("/diagrams/female/points/BL23.svg").status_code == 200
    assert [name for name in calls if name in steps] == steps


def test_prebuilt_response_walks_as_written(tmp_path: Path) -> None:
    body = b"<svg/>"
    name = content_hash(body)
    path = tmp_path / "one.site"
    answers = {"/drawing.svg": StoredResponse([("Content-Type", "image/svg+xml")], {"identity": name})}
    write_store(
        path, "one", {name: body}, codec_versions="", responses=answers, error_responses={}, bundles=[], pngs={}
    )
    prebuilt = Prebuilt(lambda environ, start_response: [])
    prebuilt.use_store(Store(path))
    client = Client(prebuilt)
    with recorded_calls() as first:
        assert client.get("/drawing.svg").data == body
    with recorded_calls() as repeat:
        assert client.get("/drawing.svg").data == body
    steps = steps_of("Prebuilt")
    assert len(steps) <= MOST_PREBUILT_STEPS and len(set(repeat)) <= MOST_PREBUILT_STEPS
    assert [name for name in first if name in steps] == steps[1:]
