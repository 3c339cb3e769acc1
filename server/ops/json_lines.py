"""How a log line is written: as JSON, and of an error only its kind and the lines of code it came through, because
its text may quote a request. Who writes what is `server.ops.request_logging`'s part.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
#: For `logging.config.dictConfig`: everything of everybody, the server's own messages too, as lines of JSON.
CONFIG: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "server.ops.json_lines.JsonFormatter"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
    "root": {"level": "INFO", "handlers": ["out"]},
    "loggers": {
        "_granian": {"level": "INFO", "handlers": ["out"], "propagate": False},
        "granian.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    },
}


class JsonFormatter(logging.Formatter):
    """Writes a record as JSON; what it knows besides its words comes as `extra={"fields": {…}}`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["through"] = [_frame_text(frame) for frame in traceback.extract_tb(record.exc_info[2])]
        return json.dumps(line, ensure_ascii=False)


def _frame_text(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    return f"{name}:{frame.lineno} {frame.name}"
