"""The running service: a catalogue changed or broken under it, workers killed, stopped in the middle of its work."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from points.load import DATA
from tests.support import malicious_traffic
from tests.support.edited_catalogues import NEW_NAME, OLD_NAME
from tests.support.programs import Server

pytestmark = pytest.mark.service

ROUTINE, DRAWING, ROBOTS = "/routines/low-back-ease", "/diagrams/female/points/BL23.svg", "/robots.txt"
CLIENTS = 4


def ask(server: Server, address: str) -> tuple[int, str, bytes]:
    """Return status, ETag and body over a connection of its own."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        line.request("GET", address)
        answer = line.getresponse()
        return answer.status, answer.headers["ETag"], answer.read()
    finally:
        line.close()


def children(process: int) -> list[int]:
    """Return the processes that any thread of a process has started."""
    found: list[int] = []
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # the thread has just ended
            found += map(int, listed.read_text("ascii").split())
    return found


def workers(server: Server) -> list[int]:
    return children(server.pid)


def wait(until: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.1)


class Clients:
    """Asks for a prebuilt answer over kept connections, as fast as it is answered, until told to stop.

    Who cannot connect has lost nothing.
    """

    def __init__(self, server: Server) -> None:
        self._server, self._stop = server, threading.Event()
        self.answered = 0
        self.lost: list[float] = []
        self.cut: list[str] = []
        self._threads = [threading.Thread(target=self._run) for _ in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def _run(self) -> None:
        while not self._stop.is_set():
            line = http.client.HTTPConnection("127.0.0.1", self._server.port, timeout=30)
            try:
                line.connect()
            except OSError:
                time.sleep(0.05)
                continue
            try:
                self._keep_asking(line)
            except OSError:  # RemoteDisconnected is one
                self.lost.append(time.monotonic())
            except http.client.HTTPException as error:
                self.cut.append(repr(error))
            finally:
                line.close()

    def _keep_asking(self, line: http.client.HTTPConnection) -> None:
        while not self._stop.is_set():
            line.request("GET", ROUTINE)
            answer = line.getresponse()
            body = answer.read()
            assert answer.status == 200
            assert answer.headers["ETag"] == f'"{hashlib.sha256(body).hexdigest()[:20]}"'
            self.answered += 1
            if answer.will_close:
                return

    def end(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "catalogue"))


@pytest.fixture
def running(edited: Path, tmp_path: Path) -> Iterator[Server]:
    started = Server(catalogue=edited, log=tmp_path / "log", WORKERS="2")
    yield started
    started.kill()


def test_sighup_reloads_a_good_catalogue_only(running: Server, edited: Path, tmp_path: Path) -> None:
    before = {address: ask(running, address) for address in (ROUTINE, DRAWING, ROBOTS)}
    routines = edited / "routines.toml"
    text = routines.read_text("utf-8")

    routines.write_text(text.replace('title = "', "title = ", 1), "utf-8")
    os.kill(running.pid, signal.SIGHUP)
    wait(lambda: "Not reloaded" in (tmp_path / "log").read_text("utf-8"))
    assert (tmp_path / "log").read_text("utf-8").count("routines.toml: not readable") == 1
    os.kill(workers(running)[0], signal.SIGKILL)  # who replaces it must not read the broken one either
    wait(lambda: len(workers(running)) == 2)
    for _ in range(20):
        assert {address: ask(running, address) for address in before} == before

    routines.write_text(text.replace(OLD_NAME, NEW_NAME), "utf-8")
    os.kill(running.pid, signal.SIGHUP)
    seen, dropped = set(), []

    def new_only() -> bool:
        answers = []
        for _ in range(20):
            try:
                answers.append(ask(running, ROUTINE))
            except http.client.RemoteDisconnected:  # its worker ended between the connection and the request
                dropped.append(ROUTINE)
        seen.update(answers)
        return bool(answers) and before[ROUTINE] not in answers

    wait(new_only)
    assert len(dropped) <= 2, "at most one connection a worker"
    assert all(status == 200 for status, _, _ in seen)
    assert len(seen) == 2
    for _, tag, body in seen:
        assert (NEW_NAME.encode() in body) is (tag != before[ROUTINE][1])
        assert tag == f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    assert {address: ask(running, address) for address in (DRAWING, ROBOTS)} == {
        address: before[address] for address in (DRAWING, ROBOTS)
    }


def test_every_thread_of_a_worker_waits_for_its_turn(running: Server) -> None:
    for worker in workers(running):
        threads = [int(one.name) for one in Path(f"/proc/{worker}/task").iterdir()]
        assert len(threads) > 1
        assert {os.sched_getscheduler(one) for one in threads} == {os.SCHED_BATCH}


def test_a_killed_worker_costs_no_more_than_what_it_was_doing(running: Server) -> None:
    clients = Clients(running)
    try:
        wait(lambda: clients.answered > 200)
        os.kill(workers(running)[0], signal.SIGKILL)
        wait(lambda: len(workers(running)) == 2)
        answered = clients.answered
        wait(lambda: clients.answered > answered + 200)
        recovered = time.monotonic()
        wait(lambda: time.monotonic() > recovered + 2 and clients.answered > answered + 400)
    finally:
        clients.end()
    assert len(clients.lost) + len(clients.cut) <= CLIENTS
    assert [moment for moment in clients.lost if moment > recovered] == []


def test_a_stopped_service_finishes_what_it_has_begun(running: Server) -> None:
    slow: list[tuple[int, str, bytes]] = []
    asking = threading.Thread(target=lambda: slow.append(ask(running, "/diagrams/male/views/posterior.png?width=2000")))
    clients = Clients(running)
    try:
        wait(lambda: clients.answered > 200)
        assert not any(map(children, workers(running)))
        asking.start()
        wait(lambda: any(map(children, workers(running))))  # one draws
        os.kill(running.pid, signal.SIGTERM)
        asking.join(60)
        assert running.wait(60) == 0
    finally:
        clients.end()
    assert [(status, body[:4]) for status, _, body in slow] == [(200, b"\x89PNG")]
    assert clients.cut == []
    # A kept line that lies idle may be closed at the very moment when its client asks again (RFC 9112, 9.3.1).
    assert len(clients.lost) <= CLIENTS


def test_a_stopped_service_answers_who_has_just_connected(running: Server) -> None:
    found: list[int] = []

    def ask_on() -> None:
        """Ask over a line of its own each time, until nobody is let in any more."""
        request = f"GET {ROUTINE} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()
        with contextlib.suppress(ConnectionRefusedError):
            while True:
                found.append(
                    malicious_traffic.status_of(malicious_traffic.answer_to(running.port, request, patience=30))
                )

    asking = [threading.Thread(target=ask_on) for _ in range(8)]
    for one in asking:
        one.start()
    wait(lambda: len(found) > 2000)
    os.kill(running.pid, signal.SIGTERM)
    for one in asking:
        one.join(60)
    assert running.wait(60) == 0
    assert set(found) == {200}
