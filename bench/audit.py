"""`python -m bench.audit`: looks every locked package up in the database of known weaknesses (pip-audit).

Fails for a known weakness; where the database cannot be reached it says so, and that nothing was checked.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

LOCKED: Final = sorted((Path(__file__).parent.parent / "requirements").glob("*.txt"))
_UNREACHABLE: Final = re.compile(r"ConnectionError|ServiceError|ConnectTimeout|HTTPError|Max retries|resolve")
OPTIONS: Final = ("--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json")


def audit(path: Path) -> tuple[bool, str]:
    """Return whether no weakness is known in a file of requirements, and what to say of it."""
    run = subprocess.run(
        [sys.executable, "-m", "pip_audit", *OPTIONS, "-r", str(path)], capture_output=True, text=True, check=False
    )
    if not run.stdout.strip():
        if _UNREACHABLE.search(run.stderr):
            return True, f"{path.name}: NOT CHECKED, the database of known weaknesses cannot be reached from here"
        return False, f"{path.name}:\n{run.stderr}"
    return judged(path.name, json.loads(run.stdout)["dependencies"])


def judged(name: str, packages: list[dict[str, Any]]) -> tuple[bool, str]:
    """Return the same of what pip-audit found; a package it could not look up is not called clean."""
    weak = {item["name"]: [known["id"] for known in item["vulns"]] for item in packages if item.get("vulns")}
    unknown = sum("skip_reason" in item for item in packages)
    said = [f"{name}: {len(packages) - unknown} of {len(packages)} packages looked up"]
    said += [f"{unknown} NOT CHECKED (the database does not know them, or cannot be reached)"] if unknown else []
    said += [f"{package}: {', '.join(known)}" for package, known in weak.items()] or ["no known weakness in those"]
    return not weak, "; ".join(said)


def main() -> None:
    """Audit every locked file and say what was found."""
    found = [audit(path) for path in LOCKED]
    print("\n".join(said for _, said in found))
    sys.exit(not all(fine for fine, _ in found))


if __name__ == "__main__":
    main()
