"""Mozilla's HTTP Observatory gives the service, behind TLS on this machine, the best grade it has.

`make verify` installs it and records what it found in `bench/observatory.json`; without it the test is skipped.
"""

from __future__ import annotations

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.programs import Program, free_port
from tests.support.tools import MODULES, node

PACKAGE = MODULES / "@mdn" / "mdn-http-observatory"
RECORD = ROOT / "bench" / "observatory.json"
pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(not PACKAGE.exists(), reason="the Observatory comes with make verify"),
]


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of one day for localhost, signed by itself: (certificate, key)."""
    found = (tmp_path / "cert.pem", tmp_path / "key.pem")
    wanted = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    written = ["-keyout", str(found[1]), "-out", str(found[0])]
    subprocess.run([*wanted.split(), *written], check=True, capture_output=True)
    return found


class Safe(Program):
    """The service with TLS of its own."""

    def _wait(self, ready: str) -> None:
        return  # asked by the scan itself; see `answering`


@pytest.fixture
def https(certificate: tuple[Path, Path]) -> Iterator[int]:
    port = free_port()
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--port", str(port), "--no-ws"]
    command += ["--host", "127.0.0.1", "--ssl-certificate", str(certificate[0]), "--ssl-keyfile", str(certificate[1])]
    server = Safe([*command, "server.wsgi:app"], port, "/", STORE="off", BASE_URL=f"https://localhost:{port}")
    yield port
    server.kill()


@pytest.fixture
def plain(https: int) -> Iterator[int]:
    """What stands on the port without TLS and leads to the other."""

    class Lead(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(301)
            self.send_header("Location", f"https://localhost:{https}{self.path}")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Lead)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the Observatory with an empty list of preloaded hosts, which it would fetch from the network."""
    copy = tmp_path / "observatory"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("node_modules", "test"))
    (copy / "conf" / "hsts-preload.json").write_text("{}", "utf-8")
    (tmp_path / "node_modules").symlink_to(MODULES.resolve())
    return copy


def test_the_observatory_gives_the_best_grade(
    package: Path, plain: int, https: int, certificate: tuple[Path, Path]
) -> None:
    wait = f"curl --silent --retry 60 --retry-delay 1 --retry-connrefused --cacert {certificate[0]} https://localhost:{https}/"
    subprocess.run(wait.split(), check=True, capture_output=True)
    run = subprocess.run(
        [node(), str(ROOT / "tests" / "support" / "observatory.mjs"), str(package), str(plain), str(https)],
        env=os.environ | {"NODE_EXTRA_CA_CERTS": str(certificate[0])},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    if os.environ.get("RECORD"):
        RECORD.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    assert found["grade"] == "A+"
    assert found["score"] >= 135, found["tests"]
