"""Pixels from a drawing; as a program, it draws for a parent that must not stand still meanwhile.

Drawing holds the interpreter's lock, up to two seconds for the widest picture, so a server runs this as a process:
`python -m diagrams.png` reads jobs (width and length of the SVG as two 32-bit numbers, then the SVG) and writes
answers (length as a 32-bit number, 0 for a drawing that cannot be read, then the PNG) until its input ends.
"""

from __future__ import annotations

import os
import struct
import sys
from typing import BinaryIO, Final

import resvg_py

JOB: Final = struct.Struct("<II")
ANSWER: Final = struct.Struct("<I")
#: How far drawing stands back behind the process that answers (POSIX nice).
POLITENESS: Final = 10


def png(svg: str, width: int) -> bytes:
    """Return a PNG on white, `width` pixels wide; raises `ValueError` for what is no SVG."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, background="white"))


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Draw job after job until the input ends."""
    while len(head := jobs.read(JOB.size)) == JOB.size:
        width, length = JOB.unpack(head)
        try:
            drawn = png(jobs.read(length).decode(), width)
        except ValueError:
            drawn = b""
        answers.write(ANSWER.pack(len(drawn)) + drawn)
        answers.flush()


if __name__ == "__main__":
    os.nice(POLITENESS)
    serve(sys.stdin.buffer, sys.stdout.buffer)
