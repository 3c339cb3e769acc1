"""Child process that renders PNGs (`diagrams.png`), so that rendering never blocks other responses.

It renders one image at a time, starts with the first one, and restarts after it ends or exceeds the timeout.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Final

from werkzeug.exceptions import ServiceUnavailable

from diagrams.png import JOB_HEADER, REPLY_HEADER

ROOT: Final = Path(__file__).parents[2]
#: The widest image takes about 2 s on a slow machine, and up to 10 s under load.
RENDER_TIMEOUT_SECONDS: Final = 20.0
#: Wait for the image of another request; a waiting request occupies a thread.
QUEUE_TIMEOUT_SECONDS: Final = 0.5


class PngWorker:
    """The rendering process and the pipes to it."""

    def __init__(
        self, render_timeout: float = RENDER_TIMEOUT_SECONDS, queue_timeout: float = QUEUE_TIMEOUT_SECONDS
    ) -> None:
        self._render_timeout, self._queue_timeout = render_timeout, queue_timeout
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._terminate_process: Callable[[], object] = lambda: None

    def png(self, svg: str, width: int) -> bytes:
        """Return a PNG with a white background; raises `ServiceUnavailable` on timeout."""
        if not self._lock.acquire(timeout=self._queue_timeout):
            raise ServiceUnavailable("Other pictures are being drawn. Try again soon, or use the SVG.", retry_after=5)
        try:
            drawn = self._render(svg.encode(), width)
        finally:
            self._lock.release()
        if not drawn:
            raise ServiceUnavailable("The picture could not be drawn in time. Use the SVG.", retry_after=30)
        return drawn

    def _render(self, svg: bytes, width: int) -> bytes:
        process = self._running_process()
        assert process.stdin
        assert process.stdout
        limit = threading.Timer(self._render_timeout, process.kill)
        limit.start()
        try:
            process.stdin.write(JOB_HEADER.pack(width, len(svg)) + svg)
            process.stdin.flush()
            head = process.stdout.read(REPLY_HEADER.size)
            return process.stdout.read(*REPLY_HEADER.unpack(head)) if len(head) == REPLY_HEADER.size else b""
        except BrokenPipeError:
            return b""
        finally:
            limit.cancel()

    def _running_process(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "diagrams.png"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self._terminate_process = weakref.finalize(self, _terminate, self._process)
        return self._process

    def close(self) -> None:
        """Terminate the process; the next image starts another."""
        self._terminate_process()


def _terminate(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):  # unsent data for the terminated process
            if pipe:
                pipe.close()
