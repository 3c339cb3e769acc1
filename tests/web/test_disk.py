"""The service survives its disk: damaged, removed, full and read-only stores, copies and temporary folders."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client

from points.load import DATA, toml_files
from server import config, create_app
from server.delivery import build_id, prebuild, snapshot, wsgi_stack
from server.delivery.store import Store
from server.extensions import get_bundles
from server.ops import health
from tests.support.paths import ROOT
from tests.support.programs import Server, answers, free_port
from tests.web.test_prebuilt import PAGE, settings, spoil
from tests.web.test_running_service import ask, wait, workers

DAMAGES = ["cut short", "body changed", "empty"]
FIXED = ["/manifest.webmanifest", "/api/v1/points", PAGE]


def damage_all(path: Path, how: str) -> None:
    """Damage a store so that no body of it can be read: a change in the middle leaves others whole."""
    if how != "body changed":
        spoil(path, how)
        return
    whole = path.read_bytes()
    start = len(whole) - sum(length for _, length in Store(path)._offsets.values())
    path.write_bytes(whole[:start] + bytes(byte ^ 1 for byte in whole[start:]))


@pytest.fixture
def prepared(store: Store, app: Flask, tmp_path: Path) -> tuple[dict[str, Any], Path]:
    """Settings, and the store of their build."""
    chosen = settings(app, tmp_path / "store")
    path = build_id.store_path(chosen, build_id.build_id(chosen))
    path.parent.mkdir()
    shutil.copy(store.path, path)
    return chosen, path


def health_of(client: Client) -> dict[str, Any]:
    return dict(json.loads(client.get("/healthz").data))


# A store ----------------------------------------------------------------------------------------------


@pytest.mark.no_cover
@pytest.mark.parametrize("how", DAMAGES)
def test_damaged_store_costs_no_answer_and_is_replaced(
    prepared: tuple[dict[str, Any], Path], store: Store, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V2: pages, the service worker and the packs are the same, health says degraded, a new store heals it."""
    monkeypatch.setattr(wsgi_stack, "STORE_POLL_SECONDS", 0.01)
    chosen, path = prepared
    whole = path.read_bytes()
    client = Client(wsgi_stack.build_stack(chosen))
    assert health_of(client)["status"] == "ok"
    damage_all(path, how)
    # Without a store the packs are made of every address: once is enough.
    packs = ["/sw.js", *(part["address"] for part in store.bundles)] if how == "body changed" else []
    for address in (*FIXED, *packs):
        answer = client.get(address)
        assert (answer.status_code, answer.data) == (
            200,
            store.body(store.responses[address].body_names["identity"]),
        ), address
    told = health_of(client)
    assert (told["status"], told["live"], told["ready"]) == ("degraded", True, True)
    assert told["problems"] == ["The store was damaged; responses are computed until it is rebuilt."]
    assert not path.exists(), "the damaged file is in the way of a new one"
    path.with_suffix(".new").write_bytes(whole)
    path.with_suffix(".new").replace(path)
    wait(lambda: health_of(client)["status"] == "ok")
    assert client.get(PAGE).status_code == 200


def test_removed_store_changes_nothing_for_who_serves_from_it(prepared: tuple[dict[str, Any], Path]) -> None:
    chosen, path = prepared
    client = Client(wsgi_stack.build_stack(chosen))
    shutil.rmtree(path.parent)
    assert [client.get(address).status_code for address in ("/sw.js", *FIXED)] == [200] * (1 + len(FIXED))
    assert health_of(client)["status"] == "ok"


def test_old_store_that_is_damaged_is_not_built_from(
    prepared: tuple[dict[str, Any], Path], monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    chosen, path = prepared
    damage_all(path, "body changed")
    built = []

    def build(_: Flask, new: Path, key: str, *, old: Store | None = None, **more: Any) -> None:
        built.append(old)
        if old:
            old.body(next(iter(old.responses.values())).body_names["identity"])
        shutil.copy(DATA / "sources.toml", new)

    monkeypatch.setattr(prebuild, "build_store", build)
    prebuild._build_incrementally(app, path.with_name("new.site"), "new", config.settings(chosen), lambda *_: None)
    assert [old is None for old in built] == [False, True]
    assert not path.exists()


def test_unwritable_store_is_degraded_unless_it_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = health.Health({"STORE": str(tmp_path / "not" / "yet")})
    assert seen.problems() == []
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "no permission" in seen.problems()[0]
    monkeypatch.setattr(os, "access", lambda *_: True)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))
    assert "the disk is full" in seen.problems()[0]
    seen.is_serving = True
    assert seen.problems() == []


# The copy of the catalogue ----------------------------------------------------------------------------


def chosen_for(folder: Path, source: Path = DATA) -> dict[str, Any]:
    return config.settings({"STORE": str(folder), "CATALOGUE": str(source), "BASE_URL": "https://guide.example"})


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in toml_files(folder)}


@pytest.mark.parametrize("how", ["emptied", "edited", "one removed", "one added", "all removed"])
@pytest.mark.parametrize("when", ["at a start", "while it runs"])
def test_copy_that_is_not_what_was_accepted_is_made_again(tmp_path: Path, how: str, when: str) -> None:
    """V6, V7: by its content, not by the name of its folder."""
    accepted = snapshot.take_snapshot(chosen_for(tmp_path / "store"))
    copy = Path(accepted.settings["CATALOGUE"])
    first = copy / "contraindications.toml"
    if how == "emptied":
        first.write_text("")
    elif how == "edited":
        text = first.read_text("utf-8")
        first.write_text(text.replace('"avoid"', '"not-listed"', 1), "utf-8")
        assert first.read_text("utf-8") != text
    elif how == "one removed":
        first.unlink()
    elif how == "one added":
        (copy / "more.toml").write_text("")
    else:
        shutil.rmtree(tmp_path / "store")
    if when == "at a start":
        accepted = snapshot.take_snapshot(chosen_for(tmp_path / "store"))
    else:
        accepted.restore()
    assert contents(Path(accepted.settings["CATALOGUE"])) == contents(DATA)
    assert [path.name for path in Path(accepted.settings["CATALOGUE"]).parent.iterdir()] == [copy.name]


def full(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_full_disk_is_served_from_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """V12: every write fails, in the store and among the temporary files."""
    monkeypatch.setattr(os, "fsync", full)
    accepted = snapshot.take_snapshot(chosen_for(tmp_path / "store"))
    assert accepted.settings["CATALOGUE"] == str(DATA)
    said = [record.getMessage() for record in caplog.records]
    assert sum("no copy of the catalogue can be written there (No space left on device)" in line for line in said) == 2
    assert "served in place" in said[-1]
    assert [*(tmp_path / "store" / "catalogues").iterdir()] == [], "an incomplete copy was left behind"


def test_without_any_writable_folder_the_source_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """V11: neither a store nor a temporary folder."""
    monkeypatch.setattr(tempfile, "mkdtemp", full)
    accepted = snapshot.take_snapshot(chosen_for(tmp_path / "store") | {"STORE": "/proc/nowhere/store"})
    assert accepted.settings["CATALOGUE"] == str(DATA)
    assert "STORE: /proc/nowhere/store cannot be written" in caplog.text


def test_abandoned_copies_are_removed_and_new_ones_left(tmp_path: Path) -> None:
    home = tmp_path / "store" / "catalogues"
    for name, age in (("unfinished-old", 7200), ("unfinished-new", 60)):
        (home / name).mkdir(parents=True)
        moment = (home / name).stat().st_mtime - age
        os.utime(home / name, (moment, moment))
    snapshot.take_snapshot(chosen_for(tmp_path / "store"))
    assert not (home / "unfinished-old").exists()
    assert (home / "unfinished-new").exists()


def test_temporary_folders_of_killed_processes_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """V17: not what a running process uses, nor what was written a moment ago."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    ages = {f"thumbwidth-{gone.pid}-old": 7200, f"thumbwidth-{gone.pid}-new": 60, f"thumbwidth-{os.getpid()}-own": 7200}
    ages |= {"thumbwidth-tests-abc": 7200, "other-1-x": 7200}
    for name, age in ages.items():
        (tmp_path / name).mkdir()
        moment = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (moment, moment))
    made = Path(snapshot.temporary_folder())
    assert made.is_dir()
    assert {path.name for path in tmp_path.iterdir()} == {*ages, made.name} - {f"thumbwidth-{gone.pid}-old"}


@pytest.mark.service
def test_sw_js_is_unavailable_while_the_packs_are_made(app: Flask) -> None:
    """V13: no request waits for longer than proxies do."""
    made = create_app(
        {"TESTING": True, "BASE_URL": app.config["BASE_URL"], "RATE_LIMIT": "off", "BUNDLE_TIMEOUT_SECONDS": 0.01}
    )
    pack, let_go = get_bundles(made), threading.Event()
    pack.builder = lambda: (let_go.wait(60), get_bundles(app).bundles)[1]
    pack.start_building()
    early = made.test_client().get("/sw.js")
    assert (early.status_code, early.headers["Retry-After"]) == (503, "30")
    assert early.headers["Cache-Control"] == "no-store"
    let_go.set()
    assert pack.wait_until_ready(60)
    assert made.test_client().get("/sw.js").status_code == 200


# Processes --------------------------------------------------------------------------------------------


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Server]:
    started = Server(log=tmp_path / "log", WORKERS="2", STORE=_own_store(tmp_path))
    yield started
    started.kill()


def _own_store(tmp_path: Path) -> str:
    """Return a store that nobody else uses, with what this run has prepared already."""
    folder = tmp_path / "store"
    folder.mkdir()
    newest = build_id.open_newest_store(config.settings())
    if newest:
        shutil.copy(newest.path, folder)
    return str(folder)


@pytest.mark.service
def test_service_outlives_its_store_and_a_worker(running: Server, tmp_path: Path) -> None:
    """V6: the folder is removed while it serves, then a worker is killed; the store is being built again."""
    page = ask(running, PAGE)
    shutil.rmtree(tmp_path / "store")
    os.kill(workers(running)[0], signal.SIGKILL)
    wait(lambda: len([*(tmp_path / "store").glob("catalogues/*/*.toml")]) > 1)
    for _ in range(10):
        assert ask(running, PAGE) == page
        assert ask(running, "/sw.js")[0] in (200, 503)  # a new worker makes the packs anew
    wait(lambda: ask(running, "/sw.js")[0] == 200)
    wait(lambda: "Preparing the site" in (tmp_path / "log").read_text("utf-8"))
    assert running.exit_code() is None, "the service ended"


@pytest.mark.service
def test_no_worker_outlives_its_parent(running: Server) -> None:
    """V8: the first process is killed; the port is free for a restart."""
    both = workers(running)
    assert len(both) == 2
    os.kill(running.pid, signal.SIGKILL)
    running.wait(60)
    wait(lambda: not any(Path(f"/proc/{worker}").exists() for worker in both))
    assert not answers(running.port)


@pytest.mark.service
def test_a_store_that_cannot_be_built_is_said_in_one_sentence(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "server.delivery.prebuild"],
        cwd=ROOT,
        env=os.environ | {"STORE": "/proc/nowhere", "PORT": str(free_port())},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 1
    assert re.fullmatch(r"STORE: cannot be written \(.+\); the guide is served without it.*\n", run.stderr)
