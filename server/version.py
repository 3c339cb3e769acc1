"""Version of the code, read from setup.cfg, and a fingerprint of everything a response is computed with."""

from __future__ import annotations

import hashlib
from configparser import ConfigParser
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Flask, Response, request

ROOT: Final = Path(__file__).parent.parent


def _read_version() -> str:
    """Return the version that setup.cfg declares. Raises `OSError` without the file, `KeyError` without the line."""
    settings = ConfigParser(interpolation=None)
    with (ROOT / "setup.cfg").open(encoding="utf-8") as declared:
        settings.read_file(declared)
    return settings["metadata"]["version"]


VERSION: Final = _read_version()
HEADER: Final = "X-Thumbwidth"
PACKAGES: Final = ("points", "diagrams", "server")
_SUFFIXES: Final = {".py", ".html", ".json"}


@lru_cache
def code_hash() -> str:
    """Return a hash of the code, templates and figures that answers are made with."""
    digest = hashlib.sha256(VERSION.encode())
    for path in sorted(path for room in PACKAGES for path in (ROOT / room).rglob("*") if path.suffix in _SUFFIXES):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def init_app(app: Flask) -> None:
    """Name code and catalogue on every answer, but on static files: their addresses name their content."""
    header_value = f"{VERSION}+{app.extensions['catalogue'].version}"

    def add_header(response: Response) -> Response:
        if request.endpoint != "static":
            response.headers[HEADER] = header_value
        return response

    app.after_request(add_header)
