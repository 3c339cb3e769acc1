"""An application, not a package: nothing can be built or installed, and one version is stated."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from importlib import metadata
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server import version
from server.delivery import build_id
from tests.support.paths import ROOT

REFUSAL = "Thumbwidth is an application and not a package: run it from a checkout with `make run` (docs/deploy.md)."
ROOMS = ("points", "diagrams", "server")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pip would build from: the code and the files beside it, without what is installed or built here."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in (*ROOMS, "static", "requirements"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "figures"))
    for name in ("setup.cfg", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ("wheel", "--no-deps", "--wheel-dir", "{out}", "."),
        ("install", "--target", "{out}", "."),
        ("install", "--target", "{out}", "--editable", "."),
    ],
    ids=["wheel", "install", "editable"],
)
def test_pip_is_refused_in_one_sentence_and_makes_nothing(
    checkout: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    before = set(checkout.rglob("*"))
    out = tmp_path / "out"
    pip = (sys.executable, "-B", "-m", "pip", "--disable-pip-version-check", "--no-cache-dir")
    run = subprocess.run(
        [*pip, *(part.format(out=out) for part in command), "--no-index"],
        cwd=checkout,
        env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0
    told = [line.strip() for line in run.stderr.splitlines()]
    assert told.count(REFUSAL) == 1
    assert "[1 lines of output]" in run.stderr
    assert not out.exists() or list(out.iterdir()) == []
    assert set(checkout.rglob("*")) == before


def test_nothing_installed_claims_the_names_of_the_folders() -> None:
    assert {*ROOMS, "static"} & metadata.packages_distributions().keys() == set()


def test_the_remedy_is_a_command_and_stands_in_the_documents() -> None:
    assert re.search(r"^run:", (ROOT / "Makefile").read_text("utf-8"), re.M)
    for document in ("README.md", "docs/deploy.md"):
        assert "`pip install .`" in (ROOT / document).read_text("utf-8")


def test_one_version_is_stated_and_every_place_agrees(client: FlaskClient) -> None:
    settings = ConfigParser(interpolation=None)
    settings.read(ROOT / "setup.cfg", "utf-8")
    stated = settings["metadata"]["version"]
    released = re.findall(r"^## (\d+\.\d+\.\d+) \(\d{4}-\d\d-\d\d\)$", (ROOT / "CHANGES.md").read_text("utf-8"), re.M)
    answer = client.get("/healthz")
    assert stated == version.VERSION
    assert answer.get_json()["version"] == stated
    assert answer.headers["X-Thumbwidth"].split("+")[0] == stated
    assert released[0] == stated
    assert stated in client.get("/selftest").get_data(as_text=True)


def test_another_version_is_another_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"BASE_URL": "https://thumbwidth.example", "CATALOGUE": None, "PREBUILD": "full"}
    before = build_id.build_id(settings)
    monkeypatch.setattr(version, "VERSION", "9.9.9")
    assert build_id.build_id(settings) != before


def test_nothing_that_is_ignored_is_committed() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is a copy without its history")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    assert (listed.returncode, listed.stdout) == (0, "")
