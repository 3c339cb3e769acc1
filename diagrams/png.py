"""PNG of a drawing, and a child process that renders PNGs.

Rendering holds the interpreter's lock, up to two seconds for the widest picture, so a server runs it in a process of
its own. `python -m diagrams.png` reads jobs (width and length of the SVG as two 32-bit numbers, then the SVG) and
writes replies (length as a 32-bit number, 0 for an invalid SVG, then the PNG) until the end of its input.
"""

from __future__ import annotations

import os
import struct
import sys
from typing import BinaryIO, Final

import resvg_py

JOB_HEADER: Final = struct.Struct("<II")
REPLY_HEADER: Final = struct.Struct("<I")
#: Rendering yields to the process that serves requests (POSIX nice).
NICENESS: Final = 10


def png(svg: str, width: int) -> bytes:
    """Return a PNG on white, `width` pixels wide. Raises `ValueError` for an invalid SVG."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, background="white"))


def serve_jobs(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Render jobs until the end of the input."""
    while len(head := jobs.read(JOB_HEADER.size)) == JOB_HEADER.size:
        width, length = JOB_HEADER.unpack(head)
        try:
            drawn = png(jobs.read(length).decode(), width)
        except ValueError:
            drawn = b""
        answers.write(REPLY_HEADER.pack(len(drawn)) + drawn)
        answers.flush()


if __name__ == "__main__":
    os.nice(NICENESS)
    serve_jobs(sys.stdin.buffer, sys.stdout.buffer)
