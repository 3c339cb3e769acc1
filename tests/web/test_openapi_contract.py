"""The OpenAPI document keeps its word: schemathesis over all of it, with all its phases, against the real server.

`CONTRACT` says how many seconds it may take (`make verify`: minutes).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.programs import Server

pytestmark = pytest.mark.service

SECONDS = int(os.environ.get("CONTRACT", "25"))
TOOL = str(Path(sys.executable).with_name("schemathesis"))
CONFIG = str(ROOT / "tests" / "support" / "schemathesis.toml")
PHASES = "examples,coverage,fuzzing,stateful"


def test_the_api_keeps_the_word_of_its_document(tmp_path: Path) -> None:
    server = Server(RATE_LIMIT="off")
    try:
        run = subprocess.run(
            [
                *(TOOL, "--config-file", CONFIG, "run", f"{server.url}/api/v1/openapi.json"),
                *("--exclude-path-regex", "^/diagrams/"),  # files, held by test_api.py
                *("--phases", PHASES, "--max-time", str(SECONDS), "--max-examples", "40", "--seed", "1"),
                *("--suppress-health-check", "all", "--continue-on-failure", "--warnings", "off"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=SECONDS * 3 + 60,
        )
    finally:
        server.kill()
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
