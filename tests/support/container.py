"""The container file of docs/deploy.md, its steps carried out in a folder, and the systemd unit beside it."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.paths import ROOT

_BLOCK = re.compile(r"^```\n(.*?)^```", re.M | re.S)


def block(start: str) -> str:
    """Return the one code block of docs/deploy.md that begins with a text."""
    blocks: list[str] = _BLOCK.findall((ROOT / "docs" / "deploy.md").read_text("utf-8"))
    found = [text for text in blocks if text.startswith(start)]
    assert len(found) == 1
    return found[0]


def instructions() -> Iterator[tuple[str, str]]:
    """Yield the instructions of the container file: name and argument, continued lines joined."""
    for line in block("FROM ").replace("\\\n", " ").splitlines():
        name, _, argument = line.partition(" ")
        yield name, argument.strip()


def argument(name: str) -> str:
    """Return the argument of an instruction that is there once."""
    (found,) = (text for given, text in instructions() if given == name)
    return found


@dataclass
class Folder:
    """A folder in the place of an image: `WORKDIR` is the folder, `PATH` begins with an environment's programs."""

    path: Path
    programs: Path

    def environment(self) -> dict[str, str]:
        """Return what `ENV` sets, and the little that programs need; nothing of the environment of the tests."""
        known = {"PATH": f"{self.programs}:{os.environ['PATH']}", "HOME": str(self.path)}
        known |= {name: os.environ[name] for name in os.environ if name.startswith("PIP_")}
        return known | dict(pair.split("=", 1) for pair in shlex.split(argument("ENV")))

    def copy(self, given: str) -> None:
        """Carry out a `COPY`: without what `.dockerignore` names, folders by their content."""
        *sources, target = given.split()
        to = self.path / target
        for source in sources:
            origin = ROOT / source
            if origin.is_dir():
                shutil.copytree(origin, to, ignore=_ignored)
            else:
                to.mkdir(parents=True, exist_ok=True)
                shutil.copy(origin, to)

    def run(self, command: str) -> None:
        """Carry out a `RUN`. Raises `CalledProcessError` when it fails."""
        subprocess.run(
            ["sh", "-c", command], cwd=self.path, env=self.environment(), check=True, capture_output=True, text=True
        )

    def command(self) -> list[str]:
        """Return `CMD`, its program looked up in the environment."""
        program, *rest = json.loads(argument("CMD"))
        return [str(self.programs / program), *rest]


def _ignored(folder: str, names: Sequence[str]) -> set[str]:
    """Return the names that a line of `.dockerignore` matches: a line holds for any depth if it begins with `**/`."""
    patterns = [line.rstrip("/") for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()]
    anywhere = [pattern.removeprefix("**/") for pattern in patterns if pattern.startswith("**/")]
    inside = Path(folder).relative_to(ROOT)
    return {
        name
        for name in names
        if any(fnmatch.fnmatch(name, pattern) for pattern in anywhere) or (inside / name).as_posix() in patterns
    }


def engine() -> str | None:
    """Return the container engine that runs here, if there is one."""
    for name in ("docker", "podman"):
        program = shutil.which(name)
        if program and subprocess.run([program, "info"], capture_output=True).returncode == 0:
            return program
    return None
