"""Regenerate diagrams/figures/: `python -m diagrams.bake [--view V] [--body B]`. Same inputs, same bytes.

The places on the skin come first, then the whole body, then the other views: the bent hip takes its joint from it.
"""

import argparse
import json
from pathlib import Path

from . import cameras, figure, places
from .body import BUILDS
from .postures import figure as posture
from .postures import frames, still
from .postures.specs import SPECS
from .postures.stills import STILLS

PLACES, FRAMES = "places", "find-frames"
FIGURES = Path(__file__).resolve().parents[1] / "figures"
POSTURES = {f"posture-{key}": key for key in SPECS}
ALL = (PLACES, *cameras.VIEWS, *POSTURES, *STILLS, FRAMES)


def text(data):
    """Return the file text of a figure: sorted keys, no spaces, a newline at the end."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"


def main():
    """Bake the views and bodies asked for, all by default."""
    parser = argparse.ArgumentParser(prog="python -m diagrams.bake", description=__doc__)
    parser.add_argument(
        "--view",
        choices=ALL,
        action="append",
        help="only this view, posture or still picture, the places on the skin or the find frames (may be repeated)",
    )
    parser.add_argument("--body", choices=BUILDS, action="append", help="only this body")
    wanted = parser.parse_args()
    FIGURES.mkdir(exist_ok=True)
    for body in wanted.body or BUILDS:
        for view in wanted.view or ALL:
            target = FIGURES / f"{view}-{body}.json"
            target.write_text(text(bake(view, body)), encoding="utf-8")
            print(f"{target.name}: {target.stat().st_size / 1024:.0f} KB", flush=True)


def bake(name, body):
    """Return one file of the figures as plain data."""
    if name == PLACES:
        return places.bake(body)
    if name == FRAMES:
        return frames.bake(body)
    if name in STILLS:
        return still.bake(name, body)
    return posture.bake(POSTURES[name], body) if name in POSTURES else figure.bake(name, body)


if __name__ == "__main__":
    main()
