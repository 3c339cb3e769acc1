"""`python -m bench.audit`: looks every locked package up in a database of known weaknesses (pip-audit).

Asks the package index, or where that knows of no weaknesses, OSV. Ends with 1 for a known weakness and with 2 where
something, or everything, could not be looked up, which is never said to be clean.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent.parent / "requirements"
LOCKED: Final = sorted(FOLDER.glob("*.txt"))
#: The databases pip-audit can ask.
DATABASES: Final = {"pypi": "the package index", "osv": "OSV"}
CLEAN, WEAK, NOT_CHECKED = 0, 1, 2
_UNREACHABLE: Final = re.compile(r"ConnectionError|ServiceError|ConnectTimeout|HTTPError|Max retries|resolve")
OPTIONS: Final = ("--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json")
Packages = list[dict[str, Any]]


def looked_up(path: Path, database: str) -> Packages:
    """Return what a database says of each package of a file of requirements; nothing when it cannot be reached."""
    command = [sys.executable, "-m", "pip_audit", *OPTIONS, "-s", database, "-r", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.stdout.strip():
        return list(json.loads(run.stdout)["dependencies"])
    if not _UNREACHABLE.search(run.stderr):
        sys.exit(f"{path.name}:\n{run.stderr}")
    return []


def knows(packages: Packages) -> bool:
    """Return whether any of these packages could be looked up."""
    return not all("skip_reason" in item for item in packages)


def judged(name: str, packages: Packages) -> tuple[int, str]:
    """Return how a file of requirements stands, and what to say of it."""
    weak = {item["name"]: [known["id"] for known in item["vulns"]] for item in packages if item.get("vulns")}
    unknown = [item["name"] for item in packages if "skip_reason" in item]
    said = [f"{name}: {len(packages) - len(unknown)} of {len(packages)} packages looked up"]
    said += [f"NOT CHECKED, because the database does not have them: {', '.join(unknown)}"] if unknown else []
    said += [f"WEAK: {package} ({', '.join(known)})" for package, known in weak.items()]
    if not weak and knows(packages):
        said.append("no known weakness in those")
    status = WEAK if weak else NOT_CHECKED if unknown or not packages else CLEAN
    return status, "; ".join(said)


def main() -> None:
    """Audit every locked file and say what was found."""
    database = next((name for name in DATABASES if knows(looked_up(FOLDER / "run.txt", name))), None)
    if database is None:
        print(
            f"NOT CHECKED: no package was looked up, because neither {' nor '.join(DATABASES.values())} tells from "
            "here which weaknesses are known. Run `python -m bench.audit` where one of them can be reached.",
            file=sys.stderr,
        )
        sys.exit(NOT_CHECKED)
    found = [judged(path.name, looked_up(path, database)) for path in LOCKED]
    print("\n".join(said for _, said in found))
    statuses = {status for status, _ in found}
    sys.exit(WEAK if WEAK in statuses else max(statuses))


if __name__ == "__main__":
    main()
