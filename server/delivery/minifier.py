"""Minified scripts and style sheets, by the library `minify` (tdewolff-minify).

The library runs in a process of its own: its Go runtime would take 13 MB in each worker, which minifies once or never.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
MEDIA_TYPES: Final = {".js": "application/javascript", ".css": "text/css"}


class MinifierError(ValueError):
    """A script or style sheet that cannot be parsed; names the file, the line and the fault."""


def minify(sources: Mapping[str, str]) -> dict[str, str]:
    """Return scripts and style sheets without comments, white space and long local names.

    The keys are file names, whose suffix decides how the text is parsed. Names at the top level of a script, exports
    and properties stay as they are. Raises `MinifierError`.
    """
    run = subprocess.run(
        [sys.executable, "-m", __name__],
        input=json.dumps(dict(sources)),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if run.returncode:
        raise MinifierError(run.stderr.strip())
    minified: dict[str, str] = json.loads(run.stdout)
    return minified


def _run() -> None:
    """Read sources from standard input and write the minified texts, both as JSON."""
    import minify as library

    minified: dict[str, str] = {}
    for name, source in json.load(sys.stdin).items():
        try:
            minified[name] = library.string(MEDIA_TYPES[Path(name).suffix], source)
        except library.MinifyError as error:
            sys.exit(f"{name}: {error}")
    json.dump(minified, sys.stdout)


if __name__ == "__main__":
    _run()
