"""`python -m bench.specs`: what refusing a hostile custom routine costs, in process; writes bench/specs.json.

Each text of `tests/shared_cases/prescription_cases.json` that must be refused is asked of the API (the points) and
read as a whole prescription. The limit that the product keeps to is 50 ms for any of them.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from points import prescription
from points.catalogue import load
from points.errors import SpecError
from server import create_app

ROUNDS = 25
OUT = Path(__file__).with_name("specs.json")
CASES = Path(__file__).parent.parent / "tests" / "shared_cases" / "prescription_cases.json"
LIMIT_MS = 50


def measured(refuse: Callable[[], object]) -> dict[str, float]:
    """Return the median and the longest of some rounds, in ms."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        refuse()
        rounds.append((time.perf_counter() - start) * 1000)
    return {"median_ms": round(statistics.median(rounds), 3), "longest_ms": round(max(rounds), 3)}


def main() -> None:
    """Measure every refusal, print and keep the dearest."""
    client = create_app({"TESTING": True}).test_client()
    steps = load().step_builder

    def read(text: str) -> None:
        try:
            prescription.parse(text, steps)
        except SpecError:
            return
        raise AssertionError(f"{text[:40]}: expected to be refused")

    table: dict[str, dict[str, float]] = {}
    for case in json.loads(CASES.read_text("utf-8"))["refused"]:
        text = case["text"] * case.get("times", 1)
        address = f"/api/v1/routines/custom/{quote(text, safe='')}"
        table[f"asked: {case['name']}"] = measured(lambda address=address: client.get(address))  # type: ignore[misc]
        table[f"read: {case['name']}"] = measured(lambda text=text: read(text))  # type: ignore[misc]
    dearest = dict(sorted(table.items(), key=lambda entry: -entry[1]["median_ms"])[:10])
    for name, row in dearest.items():
        print(f"{name:44} {row['median_ms']:9} ms {row['longest_ms']:9} ms at most")
    longest = max(row["longest_ms"] for row in table.values())
    print(f"{len(table)} refusals, the dearest {longest} ms (limit {LIMIT_MS} ms)")
    kept = {"refusals": len(table), "longest_ms": longest, "limit_ms": LIMIT_MS, "dearest": dearest}
    OUT.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
