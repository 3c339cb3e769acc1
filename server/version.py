"""Version of the code, from setup.cfg, and the response header that names it."""

from __future__ import annotations

from configparser import ConfigParser
from typing import Final

from flask import Flask, Response, request

from server.config import ROOT
from server.extensions import get_catalogue


def _read_version() -> str:
    """Return the version in setup.cfg. Raises `OSError` without the file, `KeyError` without the line."""
    parser = ConfigParser(interpolation=None)
    with (ROOT / "setup.cfg").open(encoding="utf-8") as file:
        parser.read_file(file)
    return parser["metadata"]["version"]


VERSION: Final = _read_version()
HEADER: Final = "X-Thumbwidth"


def init_app(app: Flask) -> None:
    """Name code and catalogue in every response but static files, whose URLs name their content."""
    header_value = f"{VERSION}+{get_catalogue(app).version}"

    def add_header(response: Response) -> Response:
        if request.endpoint != "static":
            response.headers[HEADER] = header_value
        return response

    app.after_request(add_header)
