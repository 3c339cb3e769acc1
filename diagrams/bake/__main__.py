"""Regenerate diagrams/figures/: `python -m diagrams.bake [--view V] [--body B]`. Same inputs, same bytes.

The whole body comes first, then the other views: the bent hip takes its joint from the one, the postures take the
places of the points from all.
"""

import argparse
import json
from pathlib import Path

from . import cameras, figure, posed, postures
from .body import BUILDS

FIGURES = Path(__file__).resolve().parents[1] / "figures"
POSTURES = {f"posture-{key}": key for key in postures.SPECS}


def text(data):
    """Return the file text of a figure: sorted keys, no spaces, a newline at the end."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"


def main():
    """Bake the views and bodies asked for, all by default."""
    parser = argparse.ArgumentParser(prog="python -m diagrams.bake", description=__doc__)
    parser.add_argument(
        "--view",
        choices=(*cameras.VIEWS, *POSTURES),
        action="append",
        help="only this view or posture (may be repeated)",
    )
    parser.add_argument("--body", choices=BUILDS, action="append", help="only this body")
    wanted = parser.parse_args()
    FIGURES.mkdir(exist_ok=True)
    for body in wanted.body or BUILDS:
        for view in wanted.view or (*cameras.VIEWS, *POSTURES):
            target = FIGURES / f"{view}-{body}.json"
            baked = posed.bake(POSTURES[view], body) if view in POSTURES else figure.bake(view, body)
            target.write_text(text(baked), encoding="utf-8")
            print(f"{target.name}: {target.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
