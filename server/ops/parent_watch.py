"""Parent watch: ends a process of multiprocessing when the process that started it is gone, even if it was killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from typing import Final

#: Seconds a process has to finish what it has begun.
_GRACE_SECONDS: Final = 10.0


def exit_with_parent(*, immediately: bool = False) -> None:
    """Watch the parent in a thread. Does nothing in a process that multiprocessing did not start."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        if not immediately:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(_GRACE_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
