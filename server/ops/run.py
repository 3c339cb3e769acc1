"""Service process: checks settings and catalogue, then serves with granian.

Invalid settings or data are refused with one message before a worker starts. SIGHUP loads a changed catalogue; an
invalid one is refused and the current one stays in use. A missing store is built beside the running service.
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
from server.ops import json_logging, listener

#: Time in which old and new workers serve side by side; a new one listens sooner.
RESPAWN_SECONDS: Final = 2.0
#: Time in which workers accept the connections that wait in the queue before they stop.
DRAIN_SECONDS: Final = 0.3
#: Threads of a worker process: one dynamic response, five in its queue, a PNG, and one free for static URLs.
THREADS: Final = 8
#: Interval of looking for the store, and the longest pause between failing builds.
STORE_POLL_SECONDS, MAX_PAUSE_SECONDS = 2.0, 1800.0
#: SO_ATTACH_FILTER of Linux, and a filter in classic BPF that drops every packet: "return 0".
_ATTACH_FILTER, _DROP_ALL_BPF = 26, struct.pack("HBBI", 0x06, 0, 0, 0)


_log = logging.getLogger("thumbwidth.service")


class SharedSocketServer(MPServer):
    """granian with one listening socket for all workers.

    granian opens one socket per worker on Linux, and a worker that ends drops the connections in its queue.
    """

    def _init_shared_socket(self) -> None:
        holder: Any = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._shd, self._sfd = holder, holder.get_fd()
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)

    #: Called before each worker process is started.
    before_spawn: Callable[[], None] = staticmethod(lambda: None)

    def _spawn_worker(self, *args: Any, **kwargs: Any) -> Any:
        self.before_spawn()
        return super()._spawn_worker(*args, **kwargs)

    def _drop_shared_socket(self) -> None:
        if self._sso is not None:
            _stop_accepting(self._sso)
        super()._drop_shared_socket()  # type: ignore[no-untyped-call]


def _stop_accepting(listening: socket.socket) -> None:
    """Drop new connections and let workers drain the accept queue.

    Closing the listener would reset connections in its queue whose requests were sent. A dropped client retries after
    a second, when the port is closed or served anew.
    """
    if sys.platform != "linux":
        return
    instruction = ctypes.create_string_buffer(_DROP_ALL_BPF, len(_DROP_ALL_BPF))
    with suppress(OSError):  # not permitted: the queue is dropped
        listening.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, struct.pack("HP", 1, ctypes.addressof(instruction)))
        time.sleep(DRAIN_SECONDS)


def _use_batch_scheduling() -> None:
    """Use SCHED_BATCH, which workers inherit, so that woken threads do not preempt each other.

    Threads then pass on many requests at a time: a fifth to a third more responses a second on one core.
    """
    if sys.platform == "linux":
        with suppress(OSError):  # not permitted: default scheduling
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _share_metrics_folder(workers: int) -> None:
    """Create the folder in which several workers add up their metrics (`server.ops.metrics`)."""
    if workers > 1 and config.METRICS_DIR_ENV not in os.environ:
        try:
            os.environ[config.METRICS_DIR_ENV] = snapshot.temporary_folder()
        except OSError as error:
            _log.warning("no temporary folder (%s): each worker reports its own metrics", error.strerror)


class Service:
    """The server and the snapshot of its catalogue, which SIGHUP replaces."""

    def __init__(self, settings: dict[str, Any], host: str, port: int, workers: int) -> None:
        self._settings = settings
        self._builder: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._snapshot = snapshot.take_snapshot(settings)
        self._pid = os.getpid()
        self._reload_lock = threading.Lock()
        self.server = SharedSocketServer(
            "server.wsgi:app",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,
            workers=workers,
            blocking_threads=THREADS,
            respawn_failed_workers=True,
            respawn_interval=RESPAWN_SECONDS,
            workers_kill_timeout=10,
            # Milliseconds for the header fields of a request, and their largest size; beyond it granian disconnects.
            http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=65_536),
            log_access=False,
            log_dictconfig=json_logging.CONFIG,
        )
        self.server.before_spawn = self._export_snapshot
        self.server.on_startup(self._start)
        self.server.on_shutdown(self._stop)

    def _start(self) -> None:
        if hasattr(signal, "SIGHUP"):  # not on Windows
            signal.signal(signal.SIGHUP, self._on_hangup)
        if self._snapshot.settings["STORE"]:
            if not self._snapshot.has_store:
                self._builder = self._snapshot.start_prebuild()
            threading.Thread(target=self._rebuild_missing_store, name="store", daemon=True).start()

    def _export_snapshot(self) -> None:
        """Restore the snapshot and name it in the environment of the next worker."""
        self._snapshot.restore()
        os.environ["CATALOGUE"] = self._snapshot.settings["CATALOGUE"]

    def _stop(self) -> None:
        self._stopping.set()
        if self._is_building():
            assert self._builder
            self._builder.terminate()
            self._builder.wait()

    def _is_building(self) -> bool:
        return self._builder is not None and self._builder.poll() is None

    def _rebuild_missing_store(self) -> None:
        """Rebuild the store when its file is missing: deleted, or removed by a worker that found it damaged."""
        pause = STORE_POLL_SECONDS
        while not self._stopping.wait(pause):
            with self._reload_lock:
                if self._is_building():
                    continue
                path = build_id.store_path(self._snapshot.settings, self._snapshot.build_id)
                if path.exists():
                    self._builder, pause = None, STORE_POLL_SECONDS
                    continue
                if self._builder:  # a build ended without it: a full disk, or newer code than that of this process
                    pause = min(pause * 4, MAX_PAUSE_SECONDS)
                self._builder = self._snapshot.start_prebuild()

    def _on_hangup(self, *_: object) -> None:
        if os.getpid() == self._pid:  # workers inherit the handler
            threading.Thread(target=self._reload, daemon=True).start()

    def _reload(self) -> None:
        """Take a snapshot of the catalogue, build its store, then let new workers replace the old ones."""
        with self._reload_lock:
            try:
                new = snapshot.take_snapshot(self._settings)
            except (CatalogueError, OSError) as error:
                print(
                    f"Not reloaded, the catalogue before this one keeps serving: {error}", file=sys.stderr, flush=True
                )
                return
            if new.settings["STORE"] and not new.has_store:
                self._builder = new.start_prebuild()
                self._builder.wait()
            self._snapshot = new
            self.server.signal_handler_reload()  # type: ignore[no-untyped-call]


def main() -> None:
    """Check the settings and the catalogue, then serve."""
    logging.config.dictConfig(json_logging.CONFIG)
    try:
        settings = config.load(os.environ)
        address = listener.find_listener(settings.host, settings.port)
        os.environ["BASE_URL"] = settings.base_url or address.url
        _share_metrics_folder(settings.workers)
        service = Service(config.settings(), address.address, address.port, settings.workers)
    except (CatalogueError, config.SettingError) as error:
        sys.exit(str(error))
    _use_batch_scheduling()
    print(f"Thumbwidth at {address.url} (Ctrl-C stops it)", flush=True)
    if not settings.base_url:
        print(address.advice, file=sys.stderr, flush=True)
    service.server.serve()
