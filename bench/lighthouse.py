"""`python -m bench.lighthouse [page …]` (in `make verify`): Lighthouse on every kind of page.

Its own settings for phones: simulated slow 4G, a processor four times as slow. Writes bench/lighthouse.json; names of
pages measure only these and leave the other figures as they were. Ends with 1 when a limit is broken.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from bench.kinds import kinds
from server import create_app
from tests.support.paths import ROOT
from tests.support.phone import CHROMIUM
from tests.support.programs import Server

RESULT: Final = ROOT / "bench" / "lighthouse.json"
TOOL: Final = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
RUNS: Final = 5
ATTEMPTS: Final = 4
SCORES: Final = ("performance", "accessibility", "best-practices", "seo")
#: {figure: (Lighthouse's audit, most that is allowed)}, times in milliseconds.
LIMITS: Final = {
    "lcp_ms": ("largest-contentful-paint", 1500),
    "tbt_ms": ("total-blocking-time", 0),
    "cls": ("cumulative-layout-shift", 0.01),
}
FLAGS: Final = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-dev-shm-usage"


def node() -> str:
    """Return a Node that Lighthouse 13 runs on: the one that came with the tests."""
    own = ROOT / ".venv" / "bin" / "node"
    return str(own) if own.exists() else shutil.which("node") or "node"


def report(url: str, folder: Path) -> dict[str, Any]:
    """Run Lighthouse once; return its report. A run in which the browser gave it no trace is made again."""
    for _ in range(ATTEMPTS):
        found = attempt(url, folder / "report.json")
        if "runtimeError" not in found:
            return found
    raise RuntimeError(f"{url}: no report in {ATTEMPTS} attempts: {found['runtimeError']['message']}")


def attempt(url: str, path: Path) -> dict[str, Any]:
    """Return what Lighthouse writes down, which may be that it failed."""
    path.unlink(missing_ok=True)
    command = [node(), str(TOOL), url, "--quiet", "--output=json", f"--output-path={path}", f"--chrome-flags={FLAGS}"]
    subprocess.run(
        [*command, f"--only-categories={','.join(SCORES)}"],
        env={**os.environ, "CHROME_PATH": shutil.which(CHROMIUM) or CHROMIUM},
        check=False,  # the report says why
        stderr=subprocess.DEVNULL,
        timeout=180,
    )
    if not path.exists():
        return {"runtimeError": {"message": "it wrote no report"}}
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def measure(url: str, folder: Path, runs: int) -> dict[str, Any]:
    """Return the medians over some runs, and every audit that was ever less than full."""
    reports = [report(url, folder) for _ in range(runs)]
    audits = [one["audits"] for one in reports]
    found: dict[str, Any] = {
        name: round(100 * statistics.median(one["categories"][name]["score"] or 0 for one in reports))
        for name in SCORES
    }
    for name, (audit, _) in LIMITS.items():
        value = statistics.median(one[audit]["numericValue"] for one in audits)
        found[name] = round(value, 3) if name == "cls" else round(value)
    found["kib"] = round(statistics.median(one["total-byte-weight"]["numericValue"] for one in audits) / 1024, 1)
    found["failing"] = sorted({name for one in reports for name in failing(one)})
    return found


def failing(one: dict[str, Any]) -> list[str]:
    """Return the audits that cost a report something in its scores."""
    weighed = {ref["id"] for name in SCORES for ref in one["categories"][name]["auditRefs"] if ref["weight"]}
    return [name for name in weighed if (one["audits"][name]["score"] or 0) < 1 and _applies(one["audits"][name])]


def _applies(audit: dict[str, Any]) -> bool:
    return audit["scoreDisplayMode"] in ("binary", "numeric", "metricSavings", "error")


def broken(found: dict[str, Any]) -> list[str]:
    """Return what breaks a limit, in words."""
    low = [f"{name} {found[name]}, expected 100" for name in SCORES if found[name] < 100]
    high = [f"{name} {found[name]}, at most {most}" for name, (_, most) in LIMITS.items() if found[name] > most]
    return low + high


def main() -> None:
    """Measure the pages named, or one of each kind; keep, print and judge what is found."""
    known = kinds(create_app({"TESTING": True}))
    chosen = sys.argv[1:] or list(known)
    if unknown := [name for name in chosen if name not in known]:
        sys.exit(f"{unknown[0]}: no such kind of page; there are {', '.join(known)}")
    kept = json.loads(RESULT.read_text("utf-8")) if RESULT.exists() else {}
    kept = {name: kept[name] for name in known if name in kept}
    running = Server()
    try:
        with tempfile.TemporaryDirectory() as folder:
            for name in chosen:
                figures = measure(running.url + known[name], Path(folder), int(os.environ.get("RUNS", RUNS)))
                kept[name] = {"address": known[name], **figures}
                RESULT.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
                print(name, *(f"{key} {value}" for key, value in figures.items()), sep="  ", flush=True)
    finally:
        running.kill()
    faults = [f"{name}: {fault}" for name, figures in kept.items() for fault in broken(figures)]
    missing = [f"{name}: not measured yet" for name in known if name not in kept]
    sys.exit("\n".join(faults + missing) or 0)


if __name__ == "__main__":
    main()
