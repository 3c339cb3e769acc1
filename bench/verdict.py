"""What `bench.serving` measured, for people: its table, what the README quotes of it, and which promises it keeps."""

from __future__ import annotations

import statistics
from typing import Any, Final

from tests.support.paths import ROOT

README: Final = ROOT / "README.md"
#: What `quoted` makes stands between these.
MARKS: Final = ("<!-- from bench/latest.json -->\n", "<!-- end -->\n")
#: The names of the servers and of the answer that nothing changed, as the result has them.
LIMIT, EXPORT, OURS = "nginx at its limit", "the export under nginx", "Thumbwidth"
FASTAPI, FLASK, RENDERING = "FastAPI + uvicorn", "Flask + gunicorn", "Flask rendering each time"
UNCHANGED: Final = "304"
#: What the service has promised, as a share of nginx's limit or in its own unit.
PROMISED: Final = {
    "200": 0.45,
    "304": 0.38,
    "export": 1.0,
    "FastAPI": 4.0,
    "p99 ms": 2.0,
    "hit µs": 2.0,
    "MB": 80.0,
    "ready s": 0.5,
    "build s": 60.0,
}


def _targets(result: dict[str, Any]) -> list[str]:
    """Return what was asked for whole: SVG, JSON, HTML."""
    return [what for what in result["served"][LIMIT] if what != UNCHANGED]


def promises(result: dict[str, Any]) -> dict[str, bool]:
    """Return what the service promises, and whether this run shows it."""
    ours, theirs = result["served"][OURS], result["served"][FASTAPI]
    kept = {
        f"{what}: {PROMISED['200']} of nginx": ours[what]["of_nginx"] >= PROMISED["200"] for what in _targets(result)
    }
    for what in _targets(result):
        kept[f"{what}: {PROMISED['FastAPI']} x FastAPI"] = (
            ours[what]["rps"] >= PROMISED["FastAPI"] * theirs[what]["rps"]
        )
    # Their mean: two of the same kind, measured one after the other, differ by some hundredths either way.
    beside = statistics.mean(row["of_nginx"] for row in result["export"].values())
    kept[f"the export: {PROMISED['export']} of nginx with the same headers"] = round(beside, 2) >= PROMISED["export"]
    kept[f"304: {PROMISED['304']} of nginx"] = ours["304"]["of_nginx"] >= PROMISED["304"]
    kept["open-ended: as fast as FastAPI"] = result["open_ended"][OURS]["rps"] >= result["open_ended"][FASTAPI]["rps"]
    kept[f"p99: at most {PROMISED['p99 ms']} ms"] = all(row["p99_ms"] <= PROMISED["p99 ms"] for row in ours.values())
    kept[f"in process: at most {PROMISED['hit µs']} µs"] = result["in_process"]["hit_us"] <= PROMISED["hit µs"]
    kept[f"ready: at most {PROMISED['ready s']} s of processor"] = (
        result["in_process"]["ready_s"] <= PROMISED["ready s"]
    )
    kept[f"the site prepared: in {PROMISED['build s']} s"] = (
        result["cold_start"]["store_build_s"] <= PROMISED["build s"]
    )
    kept[f"a worker: at most {PROMISED['MB']} MB"] = result["memory_mb"][OURS] <= PROMISED["MB"]
    return kept


def table(result: dict[str, Any]) -> str:
    """Return the result for people."""
    whats = [*_targets(result), UNCHANGED]
    lines = [f"{'':45}" + "".join(f"{what:>22}" for what in whats) + f"{'MB':>8}"]
    for name, rows in result["served"].items():
        cells = [
            f"{row['rps'] / 1000:8.1f} k {row['of_nginx']:5.2f} {row['p99_ms']:5.2f}" if (row := rows.get(what)) else ""
            for what in whats
        ]
        lines.append(f"{name:45}" + "".join(f"{cell:>22}" for cell in cells) + f"{result['memory_mb'][name]:8}")
    lines += [
        "requests a second, share of nginx at its limit, 99th percentile in ms; one core; MB of a worker (PSS)",
        "",
        "the export as a share of nginx with the same headers: "
        + ", ".join(f"{what} {row['of_nginx']:.2f}" for what, row in result["export"].items()),
    ]
    ours, theirs = result["open_ended"][OURS], result["open_ended"][FASTAPI]
    lines.append(
        f"open-ended, cached: {ours['rps']} a second, {FASTAPI} {theirs['rps']}: {ours['rps'] / theirs['rps']:.2f} x"
    )
    lines += [f"{name}: {value}" for name, value in (result["in_process"] | result["cold_start"]).items()]
    lines += [f"{'kept' if kept else 'NOT KEPT':9}{what}" for what, kept in result["promises"].items()]
    if result["disturbed"]:
        lines.append(f"THE MACHINE WAS NOT QUIET: {result['disturbed']} of {result['samples']} samples were disturbed")
    if not is_quiet(result):
        lines.append("So this run shows nothing, kept or not.")
    return "\n".join(lines)


def is_quiet(result: dict[str, Any]) -> bool:
    """Whether enough samples were undisturbed to say anything."""
    return bool(result["disturbed"] * 2 <= result["samples"])


def quoted(result: dict[str, Any]) -> str:
    """Return what the README says of the result: the shares of nginx at its limit, and what a worker takes."""
    whats = _targets(result)
    lines = ["| one core | " + " | ".join(whats) + " | MB |\n", "|---|" + "---:|" * (len(whats) + 1) + "\n"]
    for name in (LIMIT, EXPORT, OURS, FASTAPI, FLASK, RENDERING):
        shares = " | ".join(share(result["served"][name][what]["of_nginx"]) for what in whats)
        lines.append(f"| {name} | {shares} | {result['memory_mb'][name]:.0f} |\n")
    return "".join(lines)


def share(one: float) -> str:
    return f"{one:.2f}" if one >= 0.01 else f"{one:.3f}"


def write_readme(result: dict[str, Any]) -> None:
    before, rest = README.read_text("utf-8").split(MARKS[0])
    README.write_text(before + MARKS[0] + quoted(result) + MARKS[1] + rest.split(MARKS[1])[1], "utf-8")
