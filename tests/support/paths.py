"""Folders of the repository that tests read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
#: Expected values from outside sources, each with its page.
AUTHORITIES: Final = ROOT / "tests" / "authorities"
#: Tables of cases that Python and JavaScript both run.
SHARED_CASES: Final = ROOT / "tests" / "shared_cases"
FIGURES: Final = ROOT / "diagrams" / "figures"
