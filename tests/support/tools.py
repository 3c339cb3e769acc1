"""Where the tools that are not Python are found: Node, axe, the Nu checker, as the Makefile installs them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.support.paths import ROOT

MODULES = ROOT / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
_NU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"


def node() -> str:
    """Return the Node of the environment the tests run in, or the system's."""
    beside = Path(sys.executable).with_name("node")
    found = str(beside) if beside.exists() else shutil.which("node")
    assert found, "Node is needed for these tests: run them with `make test`"
    return found


def nu_findings(files: Sequence[Path]) -> list[str]:
    """Return what the Nu HTML checker finds in HTML, SVG and CSS files."""
    assert _NU.exists(), "the Nu checker is needed: run the tests with `make test`"
    options = ["--also-check-svg", "--also-check-css", "--format", "text", "--exit-zero-always"]
    run = subprocess.run(
        ["java", "-Xss8m", "-jar", str(_NU), *options, *map(str, files)], capture_output=True, text=True, check=True
    )
    return [line for line in run.stderr.splitlines() if ": error:" in line or "warning:" in line]
