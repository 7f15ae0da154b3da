"""Log records as one JSON object a line on standard output."""

import json
import logging
import re
import sys
import traceback
from datetime import datetime, timezone
from types import TracebackType
from typing import Any, Dict, List, Optional, TextIO

from secure_api.logs.context import request_id
from secure_api.settings.model import LogLevel

_LEVELS = {LogLevel.DEBUG: logging.DEBUG, LogLevel.INFO: logging.INFO}
_LEVELS |= {LogLevel.WARN: logging.WARNING, LogLevel.ERROR: logging.ERROR}

_NAMES = {logging.WARNING: LogLevel.WARN.value, logging.CRITICAL: LogLevel.ERROR.value}


# What JSON leaves as it is and a reader takes for something else: controls, separators of lines, marks that change the
# direction of writing, halves of characters.
_MISLEADING = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")


class JsonLines(logging.Formatter):
    """One object a line. JSON escapes line breaks, so that no value can forge a second entry."""

    def format(self, record: logging.LogRecord) -> str:
        """Writes the common fields first, then what the caller gave as `extra={"fields": {...}}`."""
        moment = datetime.fromtimestamp(record.created, timezone.utc)
        entry: Dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": _NAMES.get(record.levelno, record.levelname.lower()),
            "logger": record.name,
            "message": record.getMessage().strip(),
        }
        if current := request_id.get():
            entry["requestId"] = current
        entry |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0] is not None:
            entry["exception"] = record.exc_info[0].__qualname__
            entry["stack"] = _places(record.exc_info[2])
        text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), default=str)
        return _MISLEADING.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def configure(level: LogLevel, stream: Optional[TextIO] = None) -> None:
    """Sends the records of every logger, Uvicorn's too, to standard output, or `stream`, as JSON lines."""
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(_LEVELS[level])


def _places(trace: Optional[TracebackType]) -> List[str]:
    """Where it happened, without the exception's text: that can quote input, as h11 does with a bad header line."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
