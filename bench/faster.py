"""The service under C servers that are faster and less safe, for comparison only; started by bench.serving.

fastpysgi answers HEAD with a length of 0 and drains nothing; bjoern accepts two lengths that contradict each other.
"""

from __future__ import annotations

import importlib
import os

from server.wsgi import app

HOST = "127.0.0.1"


def main() -> None:
    """Serve under the server named in `SERVED_BY`, on `PORT`."""
    by, port = os.environ["SERVED_BY"], int(os.environ["PORT"])
    server = importlib.import_module(by)
    quiet = {"loglevel": 0} if by == "fastpysgi" else {}
    server.run(app, HOST, port, **quiet)


if __name__ == "__main__":
    main()
