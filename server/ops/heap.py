"""The heap of a worker: large buffers go back to the system, whatever thread they were for."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from typing import Final

#: Parameters of mallopt(3) and their values: one heap for all threads, the bytes from which a buffer is mapped on its
#: own, and those from which free memory at the end of the heap is returned.
_OPTIONS: Final = {"M_ARENA_MAX": (-8, 1), "M_MMAP_THRESHOLD": (-3, 131_072), "M_TRIM_THRESHOLD": (-1, 131_072)}


def limit_heap() -> None:
    """Set the options of glibc's allocator; another C library is left as it is.

    By default each thread keeps a heap of its own, with room for the largest answer it ever sent: 20 MB a worker under
    mixed load (`python -m bench.mixed`). A worker may be a fork, which reads no environment variables for that.
    """
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        for number, value in _OPTIONS.values():
            mallopt(number, value)
