"""The programs that tests start, and can kill with everything they started: our server, nginx, others in a folder."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from server import config
from server.delivery import build_id
from tests.support.paths import ROOT

#: One for all servers, whatever their port, so that they share what is prepared.
BASE_URL = "https://thumbwidth.example"


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Return whether anything accepts a connection on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Program:
    """A program that answers HTTP on a port of its own, and can be killed with everything it started."""

    folder = ROOT
    #: Whether the test that runs now may start none.
    refused = False
    #: Whether coverage is measured in it. In a browser's tests it only costs time: the service's own reach the same.
    measured = True

    def __init__(
        self, command: Sequence[str], port: int, ready: str, log: Path | None = None, **environment: str
    ) -> None:
        assert not self.refused, "a test that starts a program is marked with pytest.mark.service"
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        known = self.known_environment(ours=self.folder == ROOT)
        with log.open("w") if log else contextlib.nullcontext() as told:
            self._process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=known | environment,
                stdout=told or subprocess.DEVNULL,
                stderr=told,
                start_new_session=True,
            )
        self.pid = self._process.pid
        self._wait(ready)

    @classmethod
    def known_environment(cls, *, ours: bool = True) -> dict[str, str]:
        """Return the environment of a program; coverage is measured only of our files."""
        not_passed_on = {"BASE_URL"} if ours and cls.measured else {"BASE_URL", "COVERAGE_PROCESS_CONFIG"}
        return {name: value for name, value in os.environ.items() if name not in not_passed_on}

    def wait(self, seconds: float) -> int:
        """Wait for the program to end by itself; return its exit code."""
        return self._process.wait(seconds)

    def exit_code(self) -> int | None:
        """Return the exit code of a program that has ended, or None."""
        return self._process.poll()

    def _wait(self, ready: str) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}{ready}", timeout=10):
                return
            assert self._process.poll() is None, "the server ended before it answered"
            time.sleep(0.1)
        raise AssertionError("the server did not answer within 60 s")

    def kill(self) -> None:
        """Kill the server and everything it started, and make sure that the port is dead."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
        deadline = time.monotonic() + 10
        while answers(self.port) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not answers(self.port), "something still answers on the port"


class Elsewhere(Program):
    """A program in another folder. It runs other files than ours, so its coverage is not measured."""

    def __init__(self, folder: Path, command: Sequence[str], port: int, ready: str, **environment: str) -> None:
        self.folder = folder
        super().__init__(command, port, ready, None, **environment)


class Server(Program):
    """`python -m server`, as `make run` starts it; on the catalogue that ships, or on another folder's.

    The site is prepared first, so that it answers from its store from the beginning.
    """

    def __init__(
        self, port: int | None = None, catalogue: Path | None = None, log: Path | None = None, **environment: str
    ) -> None:
        chosen = {"BASE_URL": BASE_URL} | ({"CATALOGUE": str(catalogue)} if catalogue else {}) | environment
        self._prepare(chosen)
        port = port or free_port()  # not before: preparing takes long enough for another to be given it
        chosen |= {"PORT": str(port), "HOST": "127.0.0.1"}
        super().__init__([sys.executable, "-m", "server"], port, "/healthz", log, **chosen)

    def _prepare(self, chosen: dict[str, str]) -> None:
        """Prepare the site in a process of its own, as a server has it done, unless it is prepared."""
        environment = self.known_environment() | chosen
        settings = config.settings({name: environment[name] for name in config.PARSERS if environment.get(name)})
        if not build_id.store_path(settings, build_id.build_id(settings)).exists():
            command = [sys.executable, "-m", "server.delivery.prebuild"]
            subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


class Nginx(Program):
    """nginx on an export, with the snippet that comes with it, and every file of its own in a scratch folder."""

    def __init__(self, site: Path, scratch: Path, port: int | None = None, ready: str = "/") -> None:
        port = port or free_port()
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        places = "\n".join(f"{kind}_temp_path {scratch / kind};" for kind in kinds)
        config = scratch / "nginx.conf"
        config.write_text(
            f"""
            daemon off; master_process off; pid {scratch / "pid"}; error_log {scratch / "error.log"};
            events {{}}
            http {{
                access_log off;
                {places}
                server {{ listen 127.0.0.1:{port}; root {site}; include {site / "_nginx.conf"}; }}
            }}
            """,
            "utf-8",
        )
        found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        assert found, "nginx is needed for these tests: run them with `make test`"
        super().__init__([found, "-p", str(scratch), "-c", str(config), "-e", str(scratch / "error.log")], port, ready)
