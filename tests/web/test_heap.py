"""The heap of a worker: one for all its threads (server/ops/heap.py)."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

from tests.support.paths import ROOT

#: Allocate in several threads at once, then let the C library describe its heaps, as XML.
ALLOCATE = """
import ctypes, threading
{before}
together = threading.Barrier(4)
def allocate():
    together.wait()
    kept = [bytearray(50_000) for _ in range(20)]
    together.wait()
threads = [threading.Thread(target=allocate) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
library = ctypes.CDLL(None)
library.malloc_info(0, ctypes.c_void_p.in_dll(library, "stdout"))
library.fflush(None)
"""


def heaps(before: str) -> int:
    described = subprocess.run(
        [sys.executable, "-c", ALLOCATE.format(before=before)],
        cwd=ROOT,
        env=os.environ | {"PYTHONMALLOC": "malloc"},
        capture_output=True,
        text=True,
        check=True,
    )
    return described.stdout.count("<heap nr=")


@pytest.mark.service
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no mallopt")
def test_threads_share_one_heap() -> None:
    assert heaps("from server.ops.heap import limit_heap; limit_heap()") == 1
    assert heaps("") > 1, "this C library shares the heap anyway: server/ops/heap.py can go"
