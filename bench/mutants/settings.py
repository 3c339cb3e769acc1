"""What is mutated and judged by which tests: `bench/mutants.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

TABLE: Final = Path(__file__).parent.parent / "mutants.toml"
RESULT: Final = TABLE.with_suffix(".json")
#: What a run needs and nobody keeps.
WORK: Final = TABLE.parent.parent / "build" / "mutants"


@dataclass(frozen=True)
class Settings:
    """`modules` and `without` are patterns; `safety` are files, or a file and a function or class after a colon.

    `javascript` has for each script the tests that judge it.
    """

    modules: tuple[str, ...]
    without: tuple[str, ...]
    safety: tuple[str, ...]
    sample: int
    seed: int
    tests: tuple[str, ...]
    marks: str
    test_seconds: float
    workers: int
    javascript: dict[str, list[str]]
    javascript_safety: tuple[str, ...]
    least: dict[str, float]
    equivalent: tuple[dict[str, str], ...]

    def files(self, root: Path) -> list[str]:
        """Return the Python files that are mutated."""
        found = {path.relative_to(root) for pattern in self.modules for path in root.glob(pattern)}
        kept = (path for path in found if not any(path.match(pattern) for pattern in self.without))
        return sorted(path.as_posix() for path in kept)

    def is_safety(self, path: str, scope: str) -> bool:
        """Return whether a place decides safety."""
        for entry in self.safety:
            file, _, name = entry.partition(":")
            if file == path and (not name or scope == name or scope.startswith(f"{name}.")):
                return True
        return False


def settings() -> Settings:
    """Read the settings."""
    table: dict[str, Any] = tomllib.loads(TABLE.read_text("utf-8"))
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table["settings"].items()
    }
    return Settings(**values, equivalent=tuple(table.get("equivalent", ())))
