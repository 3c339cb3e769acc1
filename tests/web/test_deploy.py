"""The container file and the systemd unit of docs/deploy.md, carried out as far as this machine can."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support import container
from tests.support.container import Folder
from tests.support.paths import ROOT
from tests.support.programs import Elsewhere, Program, free_port

#: `USER nobody` who may read what root may (the interpreter can lie in root's folder), and writes nothing.
NOBODY = (
    *("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
    *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"),
)


def serve(folder: Folder, prefix: Sequence[str] = (), **settings: str) -> Program:
    port = free_port()
    environment = folder.environment() | {"PORT": str(port)} | settings
    return Elsewhere(folder.path, [*prefix, *folder.command()], port, "/healthz", **environment)


def assert_serves_the_guide(server: Program) -> None:
    """The start page, the style sheet that it names, and a drawing as PNG."""
    with urllib.request.urlopen(f"{server.url}/", timeout=60) as page:
        text = page.read().decode()
    assert "Thumbwidth" in text
    sheet = re.search(r'href="(/static/\w+/css/\w+\.css)"', text)
    assert sheet
    for path, start in ((sheet[1], b""), ("/diagrams/female/points/BL23.png", b"\x89PNG")):
        with urllib.request.urlopen(server.url + path, timeout=60) as answer:
            assert answer.read().startswith(start)


@pytest.mark.service
def test_what_is_copied_is_enough_to_serve(tmp_path: Path) -> None:
    folder = Folder(tmp_path, Path(sys.executable).parent)
    for name, argument in container.instructions():
        if name == "COPY":
            folder.copy(argument)
    assert {path.name for path in tmp_path.rglob("__pycache__")} == set()
    server = serve(folder, STORE="off")
    try:
        assert_serves_the_guide(server)
    finally:
        server.kill()


def test_packages_are_installed_as_the_makefile_installs_them() -> None:
    (installing,) = (text for name, text in container.instructions() if name == "RUN" and "pip" in text)
    (makefile,) = re.findall(r"^INSTALL := .* install (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    for option in ("--no-deps", "--require-hashes"):
        assert option in installing.split()
        assert option in makefile.split()
    assert installing.endswith("-r requirements/run.txt")
    assert re.fullmatch(r"python:3\.1[123]-slim", container.argument("FROM"))


@pytest.mark.service
@pytest.mark.slow
def test_the_steps_of_the_container_file_end_in_a_service(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "python"], check=True)
    folder = Folder(tmp_path / "srv", tmp_path / "python" / "bin")
    folder.path.mkdir()
    for name, argument in container.instructions():
        if name == "COPY":
            folder.copy(argument)
        elif name == "RUN":
            folder.run(argument)
        else:
            assert name in {"FROM", "WORKDIR", "ENV", "USER", "CMD"}
    assert container.argument("USER") == "nobody"
    server = serve(folder, NOBODY if os.geteuid() == 0 else ())
    try:
        assert_serves_the_guide(server)
        assert len([*(folder.path / "build" / "store").glob("*.site")]) == 1
    finally:
        server.kill()


@pytest.mark.slow
def test_the_image_builds() -> None:
    engine = container.engine()
    if not engine:
        pytest.skip("no container engine runs here")
    build = subprocess.run(
        [engine, "build", "--file", "-", "."],
        cwd=ROOT,
        input=container.block("FROM "),
        capture_output=True,
        text=True,
    )
    assert build.returncode == 0, build.stderr[-3000:]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "thumbwidth.service"
    text = container.block("[Unit]").replace("/srv/thumbwidth/.venv/bin/python", sys.executable)
    unit.write_text(text.replace("/srv/thumbwidth", str(ROOT)), "utf-8")
    run = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", unit], capture_output=True, text=True
    )
    assert (run.returncode, run.stderr) == (0, "")
