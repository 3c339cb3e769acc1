"""`python -m server`: serves the application with granian until Ctrl-C or SIGTERM.

The environment overrides the defaults (`server.config`). A setting or a catalogue that cannot be used is refused here,
with one message, before any worker starts. SIGHUP takes a changed catalogue into
service; one that cannot be used is refused, and the one before keeps serving. At the first start the site is prepared
beside the running service, which answers meanwhile.
"""

from __future__ import annotations

import ctypes
import logging
import logging.config
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.net import SocketSpec  # type: ignore[attr-defined]
from granian.server.mp import MPServer

from points.errors import CatalogueError
from server import config
from server.delivery import build_id, snapshot
from server.ops import json_lines, listener

#: Seconds that old and new workers answer side by side: a new one needs less than that until it listens.
RESPAWN: Final = 2.0
#: Seconds in which workers that are to stop take in who has already connected.
LAST_CALL: Final = 0.3
#: Threads of a worker process that answer.
THREADS: Final = 5
#: Seconds between two looks at whether the store is there, and the longest pause after builds that failed.
LOOK_SECONDS, MAX_PAUSE_SECONDS = 2.0, 1800.0
#: Linux's SO_ATTACH_FILTER, and a filter (classic BPF) that lets nothing pass: "return 0".
_ATTACH_FILTER, _NOTHING = 26, struct.pack("HBBI", 0x06, 0, 0, 0)


_log = logging.getLogger("thumbwidth.service")


class OneSocket(MPServer):
    """granian with one listening socket for all workers.

    With a socket each (its way on Linux), a worker that ends takes along the connections it has not looked at yet.
    """

    def _init_shared_socket(self) -> None:
        holder: Any = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._shd, self._sfd = holder, holder.get_fd()
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)

    #: Called before each worker process is started.
    before_spawn: Callable[[], None] = staticmethod(lambda: None)

    def _spawn_worker(self, *arguments: Any, **named: Any) -> Any:
        self.before_spawn()
        return super()._spawn_worker(*arguments, **named)

    def _drop_shared_socket(self) -> None:
        if self._sso is not None:
            _take_no_more(self._sso)
        super()._drop_shared_socket()  # type: ignore[no-untyped-call]


def _take_no_more(listener: socket.socket) -> None:
    """Pass over who connects from now on, and give workers the time to take in who has connected already.

    A listener that is closed cuts off those who still wait at it, with their requests sent; so does a worker that
    stops before it has read them. Who is passed over tries again by itself a second later: there the port is closed,
    or served anew.
    """
    if sys.platform != "linux":
        return
    instruction = ctypes.create_string_buffer(_NOTHING, len(_NOTHING))
    with suppress(OSError):  # where it is not allowed, as usual
        listener.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, struct.pack("HP", 1, ctypes.addressof(instruction)))
        time.sleep(LAST_CALL)


def _take_turns() -> None:
    """Let the threads of a worker, woken, wait for their turn instead of pushing each other off the processor.

    What reads from the network and what answers then hand over many requests at a time: on one core a fifth to a third
    more answers a second, and sooner. Workers inherit it.
    """
    if sys.platform == "linux":
        with suppress(OSError):  # where it is not allowed, as usual
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _share_numbers(workers: int) -> None:
    """Give the workers a folder in which they add up their numbers (`server.ops.metrics`)."""
    if workers > 1 and config.METRICS_DIR_ENV not in os.environ:
        try:
            os.environ[config.METRICS_DIR_ENV] = snapshot.temporary_folder()
        except OSError as error:
            _log.warning("no temporary folder (%s): each worker reports its own metrics", error.strerror)


class Service:
    """The server with its catalogue, which a SIGHUP replaces when the new one can be used."""

    def __init__(self, settings: dict[str, Any], host: str, port: int, workers: int) -> None:
        self._source = settings
        self._building: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._accepted = snapshot.take_snapshot(settings)
        self._process = os.getpid()
        self._reloading = threading.Lock()
        self.server = OneSocket(
            "server.wsgi:app",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,
            workers=workers,
            # For one dynamic response that is computed, those that wait, a picture, and one always free for what is
            # listed (`server.config`). The others sleep meanwhile.
            blocking_threads=THREADS,
            respawn_failed_workers=True,
            respawn_interval=RESPAWN,
            workers_kill_timeout=10,
            # A client that has not sent its header fields after so many milliseconds, or sends more, is let go.
            http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=65_536),
            log_access=False,
            log_dictconfig=json_lines.CONFIG,
        )
        self.server.before_spawn = self._use
        self.server.on_startup(self._start)
        self.server.on_shutdown(self._stop)

    def _start(self) -> None:
        if hasattr(signal, "SIGHUP"):  # not on Windows
            signal.signal(signal.SIGHUP, self._on_hangup)
        if self._accepted.settings["STORE"]:
            if not self._accepted.has_store:
                self._building = self._accepted.start_prebuild()
            threading.Thread(target=self._tend_store, name="store", daemon=True).start()

    def _use(self) -> None:
        """Give what was accepted to the worker that is started next."""
        self._accepted.restore()
        os.environ["CATALOGUE"] = self._accepted.settings["CATALOGUE"]

    def _stop(self) -> None:
        self._stopping.set()
        if self._building and self._building.poll() is None:
            self._building.terminate()
            self._building.wait()

    def _tend_store(self) -> None:
        """Build the site again when its file is gone: removed, or given up by a worker because it was damaged."""
        pause = LOOK_SECONDS
        while not self._stopping.wait(pause):
            with self._reloading:
                if self._building and self._building.poll() is None:
                    continue
                path = build_id.store_path(self._accepted.settings, self._accepted.build_id)
                if path.exists():
                    self._building, pause = None, LOOK_SECONDS
                    continue
                if self._building:  # has just ended without it: a full disk, or other code than this process runs
                    pause = min(pause * 4, MAX_PAUSE_SECONDS)
                self._building = self._accepted.start_prebuild()

    def _on_hangup(self, *_: object) -> None:
        if os.getpid() == self._process:  # workers inherit the handler
            threading.Thread(target=self._reload, daemon=True).start()

    def _reload(self) -> None:
        """Accept the catalogue as it is now, prepare its site, then let new workers replace the old ones."""
        with self._reloading:
            try:
                accepted = snapshot.take_snapshot(self._source)
            except (CatalogueError, OSError) as error:
                print(
                    f"Not reloaded, the catalogue before this one keeps serving: {error}", file=sys.stderr, flush=True
                )
                return
            if accepted.settings["STORE"] and not accepted.has_store:
                self._building = accepted.start_prebuild()
                self._building.wait()
            self._accepted = accepted
            self.server.signal_handler_reload()  # type: ignore[no-untyped-call]


def main() -> None:
    """Check the settings and the catalogue, then serve."""
    logging.config.dictConfig(json_lines.CONFIG)
    try:
        settings = config.load(os.environ)
        where = listener.find_listener(settings.host, settings.port)
        os.environ["BASE_URL"] = settings.base_url or where.url
        _share_numbers(settings.workers)
        service = Service(config.settings(), where.address, where.port, settings.workers)
    except (CatalogueError, config.SettingError) as error:
        sys.exit(str(error))
    _take_turns()
    print(f"Thumbwidth at {where.url} (Ctrl-C stops it)", flush=True)
    if not settings.base_url:
        print(where.advice, file=sys.stderr, flush=True)
    service.server.serve()


if __name__ == "__main__":
    main()
