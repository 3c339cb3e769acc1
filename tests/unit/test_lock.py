"""The lock is whole, and what installs it takes the releases it names, whatever newer ones an index offers."""

from __future__ import annotations

import hashlib
import http.server
import os
import re
import shlex
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.paths import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def lines(lock: Path) -> Iterator[tuple[Requirement, list[str]]]:
    """Yield each requirement of a lock with its options."""
    for line in lock.read_text("utf-8").replace("\\\n", " ").splitlines():
        if line and not line.startswith("#"):
            text, *options = re.split(r"\s+(?=--)", line.strip())
            yield Requirement(text), options


def applying(lock: Path) -> dict[str, Requirement]:
    """Return the requirements that this interpreter installs, by name."""
    found = (requirement for requirement, _ in lines(lock) if not requirement.marker or requirement.marker.evaluate())
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def wanted_by(requirement: Requirement) -> Iterator[Requirement]:
    """Yield what an installed distribution needs here, with the extras it is locked with."""
    for text in metadata.requires(requirement.name) or ():
        needed = Requirement(text)
        extras = ("", *requirement.extras)
        if not needed.marker or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
            yield needed


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_every_line_pins_one_release_and_states_its_hashes(lock: Path) -> None:
    found = list(lines(lock))
    assert found
    for requirement, options in found:
        assert re.fullmatch(r"==[0-9][^*,]*", str(requirement.specifier)), requirement
        assert options, f"{requirement} has no hash"
        assert [option for option in options if not HASH.fullmatch(option)] == []


@pytest.mark.parametrize("name", ["run", "test"])
def test_what_is_locked_needs_nothing_that_is_not(name: str) -> None:
    locked = applying(ROOT / "requirements" / f"{name}.txt")
    for requirement in locked.values():
        for needed in wanted_by(requirement):
            there = locked.get(canonicalize_name(needed.name))
            assert there, f"{requirement} needs {needed}, which is not locked"
            (pin,) = there.specifier
            assert needed.specifier.contains(pin.version, prereleases=True), f"{requirement} needs {needed}, not {pin}"
            assert needed.extras <= there.extras, f"{requirement} needs {needed}, locked without its extras"


# A package index that offers more than is locked ----------------------------------------------------------


def wheel(index: Path, name: str, version: str, *needs: str) -> str:
    """Put a wheel with nothing but its metadata into an index; return its hash."""
    folder = index / "simple" / name
    folder.mkdir(parents=True, exist_ok=True)
    path, info = folder / f"{name}-{version}-py3-none-any.whl", f"{name}-{version}.dist-info"
    told = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", "Provides-Extra: more"]
    told += [f"Requires-Dist: {need}" for need in needs]
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{info}/METADATA", "\n".join(told) + "\n")
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{info}/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Index(http.server.SimpleHTTPRequestHandler):
    """Lists the folders of packages, and keeps the addresses it was asked for."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def index(tmp_path: Path) -> Iterator[tuple[str, list[str], dict[str, str]]]:
    """An index, what it is asked for, and the hashes of the first releases: each package has a newer one too."""
    folder = tmp_path / "index"
    needs = {"cover": ["helper>=1; extra == 'more'"], "user": ["cover[more]>=1"], "helper": []}
    hashes = {name: wheel(folder, name, "1.0", *needed) for name, needed in needs.items()}
    for name, needed in needs.items():
        wheel(folder, name, "2.0", *needed)
    asked: list[str] = []
    handler = type("Asked", (Index,), {"asked": asked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}/simple/", asked, hashes
        server.shutdown()
        serving.join()


def install(lock: Path, index: str, target: Path) -> dict[str, str]:
    """Install a lock from an index with the Makefile's own command; return the versions that are there then."""
    (command,) = re.findall(r"^INSTALL := \$\(PY\) (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    known = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    told = known | {"PIP_INDEX_URL": index, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    words = [sys.executable, *shlex.split(command), str(lock), "--target", str(target)]
    run = subprocess.run(words, env=told, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return {found.name: found.version for found in metadata.distributions(path=[str(target)])}


def test_a_newer_release_on_the_index_changes_nothing(
    index: tuple[str, list[str], dict[str, str]], tmp_path: Path
) -> None:
    url, asked, hashes = index
    lock = tmp_path / "lock.txt"
    extras = {"cover": "[more]"}
    pins = (f"{name}{extras.get(name, '')}==1.0 \\\n    --hash=sha256:{one}\n" for name, one in hashes.items())
    lock.write_text("".join(pins), "utf-8")
    assert install(lock, url, tmp_path / "target") == dict.fromkeys(hashes, "1.0")
    assert {path for path in asked if path.endswith(".whl")} == {
        f"/simple/{name}/{name}-1.0-py3-none-any.whl" for name in hashes
    }


def test_what_is_not_locked_is_not_asked_for(index: tuple[str, list[str], dict[str, str]], tmp_path: Path) -> None:
    """Without a resolver, not even a package that misses what it needs makes pip look for it."""
    url, asked, hashes = index
    lock = tmp_path / "lock.txt"
    lock.write_text(f"user==1.0 --hash=sha256:{hashes['user']}\n", "utf-8")
    assert install(lock, url, tmp_path / "target") == {"user": "1.0"}
    assert {path.split("/")[2] for path in asked} == {"user"}
