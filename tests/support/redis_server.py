"""A Redis server of the tests' own, which can be killed, frozen and started again on the same port."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from pathlib import Path

from tests.support.programs import answers, free_port


class RedisServer:
    """`redis-server` on a free port, keeping nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        found = shutil.which("redis-server")
        assert found, "redis-server is needed for these tests: run them with `make test`"
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]
        self._process = subprocess.Popen([found, *options], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not answers(self.port) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert answers(self.port), "redis-server did not answer"

    def freeze(self) -> None:
        """Keep the connections open and answer nobody."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
