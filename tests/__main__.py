"""`python -m tests`: every test, those that drive a browser beside those that do not, as a browser mostly waits.

What is marked slow is left to `make verify`.

What the browser's half says is printed when the other half is done. Ends with 1 when either fails.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from typing import Final

COMMAND: Final = (sys.executable, "-m", "coverage", "run", "-m", "pytest", "-p", "no:cacheprovider")


def main() -> int:
    """Run both halves; return 0 when both pass."""
    with tempfile.TemporaryFile() as told:
        beside = subprocess.Popen([*COMMAND, "-m", "browser and not slow"], stdout=told, stderr=subprocess.STDOUT)
        try:
            first = subprocess.run([*COMMAND, "-m", "not browser and not slow"], check=False).returncode
            print("Waiting for the tests that drive a browser", flush=True)
            second = beside.wait()
        finally:
            beside.kill()
        told.seek(0)
        sys.stdout.buffer.write(told.read())
    return int(bool(first or second))


if __name__ == "__main__":
    sys.exit(main())
