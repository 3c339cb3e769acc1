"""Which code answers, and from which catalogue: a number for people, a fingerprint for what must not be mixed up."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Flask, Response

CODE: Final = "0.1.0"
HEADER: Final = "X-Thumbwidth"
_ROOMS: Final = ("points", "diagrams", "server")
_SUFFIXES: Final = {".py", ".html", ".json"}


@lru_cache
def fingerprint() -> str:
    """Return a hash of the code, templates and figures that answers are made with."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for path in sorted(path for room in _ROOMS for path in (root / room).rglob("*") if path.suffix in _SUFFIXES):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def init_app(app: Flask) -> None:
    """Name code and catalogue on every answer."""
    told = f"{CODE}+{app.extensions['catalogue'].version}"

    def say(response: Response) -> Response:
        response.headers[HEADER] = told
        return response

    app.after_request(say)
