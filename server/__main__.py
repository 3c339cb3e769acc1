"""`python -m server`: serves the application with granian until Ctrl-C or SIGTERM.

`HOST`, `PORT`, `WORKERS`, `CACHE_URL`, `BASE_URL` and `CATALOGUE` (a folder) override the defaults. A catalogue that
cannot be used is refused here, with one message, before any worker starts.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces

from points import catalogue, loader
from points.errors import CatalogueError


def _whole(name: str, default: int, low: int, high: int) -> int:
    text = os.environ.get(name, str(default))
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        sys.exit(f"{name}: expected a whole number from {low} to {high} (found {text!r})")
    return int(text)


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(
                f"PORT: cannot listen on {host}:{port} ({error.strerror}); choose another, as in PORT=8080 make run"
            )


def main() -> None:
    """Check the catalogue and the settings, then serve."""
    host = os.environ.get("HOST", "127.0.0.1")
    port = _whole("PORT", 8000, 1, 65535)
    workers = _whole("WORKERS", 1, 1, 64)
    os.environ.setdefault("BASE_URL", f"http://{host}:{port}")
    try:
        catalogue.load(Path(os.environ.get("CATALOGUE") or loader.DATA))
    except CatalogueError as error:
        sys.exit(str(error))
    _refuse_taken_port(host, port)
    print(f"Thumbwidth at http://{host}:{port} (Ctrl-C stops it)", flush=True)
    Granian(
        "server.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        workers_kill_timeout=10,
        log_access=False,
    ).serve()


if __name__ == "__main__":
    main()
