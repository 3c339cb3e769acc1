"""`python -m bench.drawings`: what composing each drawing costs in processor time and bytes; into bench/drawings.json.

Composed is the whole of it without any cache of answers: places, labels, layers, SVG text. What depends on a figure
alone (its paths, its bones, the layout of its labels) is worked out at the first composing, which has its own column.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import brotli

from diagrams import body_map, find_frames, postures, resting_postures, thumbnails, views
from diagrams import compose as drawing
from diagrams.anatomy import BODIES
from points.catalogue import load

ROUNDS = 25
OUT = Path(__file__).with_name("drawings.json")


def measured(compose: Callable[[], str]) -> dict[str, float]:
    """Return first and median composing time in ms of the processor, and size in KB of brotli."""

    def once() -> float:
        start = time.process_time()
        compose()
        return (time.process_time() - start) * 1000

    first = once()
    again = statistics.median(once() for _ in range(ROUNDS))
    size = len(brotli.compress(compose().encode())) / 1000
    return {"first_ms": round(first, 1), "composed_ms": round(again, 2), "brotli_kb": round(size, 1)}


def main() -> None:
    """Measure every drawing of both bodies; print a table and keep it."""
    catalogue = load()
    jobs: dict[str, Callable[[str], str]] = {}
    for view in views.views():
        jobs[f"view {view.slug}"] = lambda body, slug=view.slug: drawing.view_drawing(catalogue, slug, body)  # type: ignore[misc]
    for point in catalogue.points:
        jobs[f"close-up {point.code}"] = lambda body, point=point: drawing.close_up_drawing(catalogue, point, body)  # type: ignore[misc]
    for item in postures.postures():
        jobs[f"posture {item.key}"] = lambda body, key=item.key: postures.posture_drawing(catalogue, key, body)  # type: ignore[misc]
    for name in resting_postures.resting_posture_names():
        jobs[f"at rest {name}"] = lambda body, name=name: resting_postures.resting_posture_drawing(name, body)  # type: ignore[misc]
    for name in find_frames.frame_names(catalogue):
        jobs[f"find {name}"] = lambda body, name=name: find_frames.find_frame(catalogue, name, body)  # type: ignore[misc]
    for name in thumbnails.thumbnail_names(catalogue):
        jobs[f"thumb {name}"] = lambda body, name=name: thumbnails.thumbnail(catalogue, name, body)  # type: ignore[misc]
    jobs["where"] = body_map.body_map
    table = {f"{name} {body}": measured(lambda: job(body)) for name, job in jobs.items() for body in BODIES}  # noqa: B023
    print(f"{'drawing':44} {'first ms':>9} {'composed ms':>12} {'brotli KB':>10}")
    for name, row in table.items():
        print(f"{name:44} {row['first_ms']:9} {row['composed_ms']:12} {row['brotli_kb']:10}")
    worst = max(row["composed_ms"] for row in table.values())
    print(f"dearest {worst} ms, largest {max(row['brotli_kb'] for row in table.values())} KB")
    OUT.write_text(json.dumps(table, indent=2, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
