"""Asks a process of its own for PNGs (`diagrams.png`), so that drawing one never holds up other answers.

One picture is drawn at a time; the process is started with the first, and again if it ends or takes too long.
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

from diagrams.png import ANSWER, JOB

ROOT: Final = Path(__file__).parents[2]
#: Seconds a picture may take; the widest takes about two on a slow machine, behind everything else perhaps ten.
RENDER_TIMEOUT_SECONDS: Final = 20.0
#: Seconds to wait for a picture that somebody else asked for: who waits holds up other questions.
QUEUE_TIMEOUT_SECONDS: Final = 0.5


class PngWorker:
    """The process that draws, and the pipe to it."""

    def __init__(
        self, render_timeout: float = RENDER_TIMEOUT_SECONDS, queue_timeout: float = QUEUE_TIMEOUT_SECONDS
    ) -> None:
        self._render_timeout, self._queue_timeout = render_timeout, queue_timeout
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._terminate_process: Callable[[], object] = lambda: None

    def png(self, svg: str, width: int) -> bytes:
        """Return a PNG on white; raises `ServiceUnavailable` when it cannot be drawn in time."""
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
            process.stdin.write(JOB.pack(width, len(svg)) + svg)
            process.stdin.flush()
            head = process.stdout.read(ANSWER.size)
            return process.stdout.read(*ANSWER.unpack(head)) if len(head) == ANSWER.size else b""
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
        """End the process; the next picture starts another."""
        self._terminate_process()


def _terminate(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):  # what the pipe still holds for a process that is gone
            if pipe:
                pipe.close()
