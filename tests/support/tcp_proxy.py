"""A telephone line between a browser and a server: cut after so many bytes, mended, or held without a cut."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading

from tests.support.programs import answers, free_port

_RESET = struct.pack("ii", 1, 0)


class TcpProxy:
    """Forwards one port of the loopback address to another. `carried` counts the bytes toward the browser."""

    def __init__(self, upstream: int) -> None:
        self.upstream, self.port = upstream, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.carried = 0
        self._limit: int | None = None
        self._lock = threading.Lock()
        self._flows = threading.Event()
        self._flows.set()
        self._open: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self.mend()

    def mend(self) -> None:
        """Answer again, from now on without a limit."""
        if self._listener:
            return
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(64)
        self._listener, self._limit = listener, None
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def lead_to(self, port: int) -> None:
        """Lead to another server from now on; connections that are open led to the one before, and are reset."""
        self.cut()
        self.upstream = port
        self.mend()

    def hold(self) -> None:
        """Let nothing through to the browser until `release`, as on a train: nothing is refused either."""
        self._flows.clear()

    def release(self) -> None:
        """Let through what was held, and everything from now on."""
        self._flows.set()

    def cut_after(self, count: int) -> None:
        """Cut the line when so many more bytes have gone to the browser."""
        with self._lock:
            self._limit = self.carried + count

    def cut(self) -> None:
        """Reset every connection and refuse new ones, as a server does whose machine is gone."""
        with self._lock:
            listener, self._listener = self._listener, None
            ends, self._open = self._open, set()
        if listener:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for end in ends:
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                end.shutdown(socket.SHUT_RD)
            end.close()

    @property
    def is_cut(self) -> bool:
        return self._listener is None and not answers(self.port)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self.upstream), timeout=5)
            except OSError:
                if self._listener is not listener:
                    return
                continue
            with self._lock:
                self._open |= {near, far}
            threading.Thread(target=self._carry, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, True), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            source.settimeout(None)
            while data := source.recv(4096):
                if counted:
                    self._flows.wait()
                room = self._room(len(data)) if counted else len(data)
                target.sendall(data[:room])
                if room < len(data):
                    self.cut()
                    return
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _room(self, wanted: int) -> int:
        with self._lock:
            room = wanted if self._limit is None else max(0, min(wanted, self._limit - self.carried))
            self.carried += room
            return room
