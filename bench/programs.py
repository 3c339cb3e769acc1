"""Servers on one core, the load from another, and what either and everybody else cost meanwhile."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Final

from tests.support.paths import ROOT
from tests.support.programs import free_port

CORE, OTHER_CORE = "0", "1"
TICK: Final = os.sysconf("SC_CLK_TCK")
CONNECTIONS: Final = 16
#: What everybody else may use of a core while a sample counts as clean.
QUIET: Final = 0.15


@dataclass(frozen=True)
class Sample:
    """One run of wrk: requests answered a second, the 99th percentile in ms, what others used of a core, refusals."""

    rate: float
    p99: float
    others: float
    failed: int


class Running:
    """A server pinned to one core."""

    def __init__(self, command: Sequence[str], port: int, ready: str, environment: Mapping[str, str]) -> None:
        self.url, self.command = f"http://127.0.0.1:{port}", " ".join(command)
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            ["taskset", "-c", CORE, *command],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self.first_answer_ms = self._wait(ready)
        except AssertionError:
            self.stop()
            raise

    def _wait(self, ready: str) -> float:
        while time.perf_counter() < self.began + 60:
            try:
                with urllib.request.urlopen(self.url + ready, timeout=5) as answer:
                    answer.read()
                return (time.perf_counter() - self.began) * 1000
            except (urllib.error.URLError, OSError):
                assert self._process.poll() is None, f"{self.command}: ended before it answered"
                time.sleep(0.002)
        raise AssertionError(f"{self.command}: no answer within a minute")

    @property
    def tree(self) -> list[int]:
        """Every process of this server, the first being the one that was started."""
        found = [self._process.pid]
        for pid in found:
            try:
                found += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split())
            except FileNotFoundError:
                continue
        return found

    def ticks(self) -> int:
        """Return what this server has used of the processors, in clock ticks."""
        return sum(_ticks(pid) for pid in self.tree)

    def pss_mb(self) -> float:
        """Return the proportional share of memory of the largest process, which is a worker."""
        return round(max(_kb(pid, "Pss") for pid in self.tree) / 1000, 1)

    def rss_mb(self) -> float:
        """Return what the largest process, which is a worker, holds, whoever else holds parts of it."""
        return round(max(_kb(pid, "Rss") for pid in self.tree) / 1000, 1)

    def headers(self, address: str, encoding: str) -> Message:
        asked = urllib.request.Request(self.url + address, headers={"Accept-Encoding": encoding})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            found: Message = answer.headers
            return found

    def tag(self, address: str, encoding: str) -> str:
        return str(self.headers(address, encoding)["ETag"])

    def load(self, address: str, seconds: int, script: Path | None = None, **headers: str) -> Sample:
        """Ask for one address, or for what a script says, over sixteen kept connections, from the other core."""
        told = [part for name, value in headers.items() for part in ("-H", f"{name.replace('_', '-')}: {value}")]
        told += ["-s", str(script)] if script else []
        whole, mine, began = _busy_ticks(), self.ticks(), time.monotonic()
        wrk = subprocess.Popen(
            ["taskset", "-c", OTHER_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *told,
             self.url + address],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert wrk.stdout
        text = wrk.stdout.read()
        _, _, used = os.wait4(wrk.pid, 0)
        wrk.returncode = 0
        own = self.ticks() - mine + (used.ru_utime + used.ru_stime) * TICK
        others = (_busy_ticks() - whole - own) / TICK / (time.monotonic() - began)
        failed = _failures(text)
        good = _number(text, r"Requests/sec:\s+([\d.]+)") - failed / seconds  # a refusal is no answer
        return Sample(good, _p99(text), max(0.0, others), failed)

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(fields[11]) + int(fields[12])


def _busy_ticks() -> int:
    user, nice, system, _, _, irq, soft, *_ = map(int, Path("/proc/stat").read_text("ascii").split("\n")[0].split()[1:])
    return user + nice + system + irq + soft


def _kb(pid: int, what: str) -> int:
    try:
        return int(re.search(rf"^{what}:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text("ascii"), re.M)[1])  # type: ignore[index]
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _number(text: str, pattern: str) -> float:
    found = re.search(pattern, text)
    return float(found[1]) if found else 0.0


def _p99(text: str) -> float:
    found = re.search(r"99%\s+([\d.]+)(us|ms|s)", text)
    assert found, text
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]]


def _failures(text: str) -> int:
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    return int(_number(text, r"Non-2xx or 3xx responses: (\d+)")) + (sum(map(int, errors.groups())) if errors else 0)


def python(*arguments: str, ready: str, **environment: str) -> Running:
    """Start a Python program that listens on PORT, named in its arguments as {port}."""
    port = free_port()
    command = [sys.executable, *(argument.format(port=port) for argument in arguments)]
    return Running(command, port, ready, environment | {"PORT": str(port), "HOST": "127.0.0.1"})


def nginx(root: Path, scratch: Path, body: str, ready: str) -> Running:
    """Start nginx with the pinned configuration on a folder."""
    port = free_port()
    scratch.mkdir()
    module = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
    modules = f"load_module {module};" if module.exists() else ""
    text = (ROOT / "bench" / "nginx.conf").read_text("utf-8")
    values = {"modules": modules, "scratch": str(scratch), "port": str(port), "root": str(root), "body": body}
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    config = scratch / "nginx.conf"
    config.write_text(text, "utf-8")
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert found, "nginx is needed: run this with `make bench`"
    command = [found, "-p", str(scratch), "-c", str(config), "-e", str(scratch / "error.log")]
    return Running(command, port, ready, {})


def has_brotli() -> bool:
    """Whether this machine's nginx can send what brotli has compressed beforehand."""
    return Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so").exists()
