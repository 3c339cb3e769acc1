"""The program that prepares the site: two at once, one that is killed in the middle, and what is not done again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from points.load import DATA
from server import config, create_app
from server.delivery import build_id, prebuild
from server.delivery.store import Store
from server.ops.headers import MIN_COMPRESSED_BYTES
from tests.support.paths import ROOT
from tests.support.programs import BASE_URL

pytestmark = pytest.mark.service

#: An address of its own, so that no store that is there already serves for it.
ADDRESS = "https://prepared.example"


def wait(until: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    return [int(number) for number in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def runs(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def builder(tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """Start `python -m server.delivery.prebuild` on a folder of this test; what it says is in the file of that name."""
    started: list[subprocess.Popen[bytes]] = []

    def start(log: str) -> subprocess.Popen[bytes]:
        told = os.environ | {"STORE": str(tmp_path / "store"), "BASE_URL": ADDRESS}
        with (tmp_path / log).open("wb") as file:
            command = [sys.executable, "-m", "server.delivery.prebuild"]
            started.append(subprocess.Popen(command, cwd=ROOT, env=told, stderr=file, start_new_session=True))
        return started[-1]

    yield start
    for one in started:
        if one.poll() is None:
            os.killpg(one.pid, signal.SIGKILL)
            one.wait(10)


def test_killed_prebuild_leaves_no_lock(builder: Callable[[str], subprocess.Popen[bytes]], tmp_path: Path) -> None:
    folder = tmp_path / "store"
    first = builder("first")
    wait(lambda: len(children(first.pid)) > 0)
    working = children(first.pid)
    (folder / "cut-short.site.1.unfinished").write_bytes(b"half")
    done = build_id.open_newest_store(config.settings({"BASE_URL": BASE_URL}))
    if done:  # what it holds need not be compressed again
        shutil.copy(done.path, folder / "before.site")
    second = builder("second")
    wait(lambda: b"Waiting" in (tmp_path / "second").read_bytes())
    told = (tmp_path / "second").read_text("utf-8")
    assert told.startswith(f"Waiting for process {first.pid}, which is preparing a site here ({folder / 'lock'})")

    os.kill(first.pid, signal.SIGKILL)
    first.wait(10)
    wait(lambda: not any(map(runs, working)), 20)
    assert second.wait(240) == 0
    assert (tmp_path / "second").read_text("utf-8").count("Waiting") == 1
    assert not list(folder.glob("*.unfinished"))
    newest = build_id.open_newest_store({"STORE": str(folder)})
    assert newest
    assert ADDRESS.encode() in Store(newest.path).body(newest.responses["/robots.txt"].body_names["identity"])


def test_rebuild_reuses_unchanged_bodies(tmp_path: Path) -> None:
    settings = config.settings({"BASE_URL": BASE_URL, "RATE_LIMIT": "off"})
    before = prebuild.ensure_store(settings)
    folder = shutil.copytree(DATA, tmp_path / "data")
    routines = folder / "routines.toml"
    routines.write_text(routines.read_text("utf-8").replace('title = "Low-back ease"', 'title = "Ease below"'), "utf-8")
    work: dict[str, int] = {}
    app = create_app(settings | {"CATALOGUE": str(folder)})
    prebuild.build_store(
        app, tmp_path / "new.site", "new", old=before, progress=lambda kind, _, total: work.update({kind: total})
    )

    after = Store(tmp_path / "new.site")
    was = {one.body_names["identity"] for one in before.responses.values()}
    changed = {address for address, one in after.responses.items() if one.body_names["identity"] not in was}
    same = after.responses.keys() - changed
    assert "/routines/low-back-ease" in changed
    assert {"/diagrams/male/points/BL23.svg", "/diagrams/male/points/BL23.png", "/robots.txt"} <= same
    assert "pictures" not in work, "none is painted again"
    bodies = {after.responses[address].body_names["identity"] for address in changed}
    large = [name for name in bodies if len(after.body(name)) >= MIN_COMPRESSED_BYTES]
    assert 0 < work["compressed"] <= 3 * len(large)
