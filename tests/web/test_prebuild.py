"""The program that prepares the site: two at once, one that is killed in the middle, and what is not done again."""

from __future__ import annotations

import gzip
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard

from points.load import DATA
from server import config, create_app
from server.delivery import build_id, offline_bundle, prebuild
from server.delivery.store import Store
from server.ops.headers import MIN_COMPRESSED_BYTES
from tests.support.paths import ROOT
from tests.support.programs import BASE_URL

pytestmark = pytest.mark.service

PAGE, PICTURE = "/points/BL23", "/diagrams/male/points/BL23.png"
#: A small site: a routine, and what does not change when its name does. What is not text is added by itself.
FEW = (PAGE, "/routines/low-back-ease", "/diagrams/male/points/BL23.svg", "/api/v1/points/BL23")
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


@pytest.fixture(scope="module")
def few() -> Iterator[dict[str, Any]]:
    """Settings of a full site that consists of few addresses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(offline_bundle, "offline_urls", lambda _: FEW)
        yield config.settings({"BASE_URL": BASE_URL, "RATE_LIMIT": "off", "PREBUILD": "full"})


@pytest.fixture(scope="module")
def full(few: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Store:
    path = tmp_path_factory.mktemp("full") / "full.site"
    prebuild.build_store(create_app(few), path, "full")
    return Store(path, "full")


def test_full_site_is_compressed_as_far_as_it_goes(full: Store, few: dict[str, Any]) -> None:
    forms = full.responses[PAGE].body_names
    page = full.body(forms["identity"])
    smallest = {
        "br": brotli.compress(page, quality=11, lgwin=24),
        "gzip": gzip.compress(page, 9, mtime=0),
        "zstd": zstandard.ZstdCompressor(level=19).compress(page),
    }
    assert {name: full.body(forms[name]) for name in smallest} == smallest
    client = create_app(few).test_client()
    for name, body in smallest.items():
        assert client.get(PAGE, headers={"Accept-Encoding": name}).data == body, "the service compresses otherwise"
    assert full.body(full.responses[PICTURE].body_names["identity"]).startswith(b"\x89PNG")


def test_draft_is_compressed_lightly_and_has_no_png(full: Store, few: dict[str, Any], tmp_path: Path) -> None:
    prebuild.build_store(create_app(few | {"PREBUILD": "draft"}), tmp_path / "draft.site", "draft", old=full)
    draft = Store(tmp_path / "draft.site")
    assert full.responses.keys() - draft.responses.keys() == {PICTURE}
    for encoding in ("br", "gzip", "zstd"):
        lengths = [one.length(one.responses[PAGE].body_names[encoding]) for one in (full, draft)]
        assert lengths[0] < lengths[1], encoding


def test_draft_is_another_edition() -> None:
    assert len({build_id.build_id(config.settings({"PREBUILD": how})) for how in ("full", "draft")}) == 2


def test_rebuild_reuses_unchanged_bodies(full: Store, few: dict[str, Any], tmp_path: Path) -> None:
    folder = shutil.copytree(DATA, tmp_path / "data")
    routines = folder / "routines.toml"
    routines.write_text(routines.read_text("utf-8").replace('title = "Low-back ease"', 'title = "Ease below"'), "utf-8")
    work: dict[str, int] = {}
    app = create_app(few | {"CATALOGUE": str(folder)})
    prebuild.build_store(
        app, tmp_path / "new.site", "new", old=full, progress=lambda kind, _, total: work.update({kind: total})
    )

    after = Store(tmp_path / "new.site")
    was = {one.body_names["identity"] for one in full.responses.values()}
    changed = {address for address, one in after.responses.items() if one.body_names["identity"] not in was}
    same = after.responses.keys() - changed
    assert "/routines/low-back-ease" in changed
    assert {"/diagrams/male/points/BL23.svg", PICTURE, "/robots.txt"} <= same
    assert "pictures" not in work, "none is painted again"
    bodies = {after.responses[address].body_names["identity"] for address in changed}
    large = [name for name in bodies if len(after.body(name)) >= MIN_COMPRESSED_BYTES]
    assert 0 < work["compressed"] <= 3 * len(large)
