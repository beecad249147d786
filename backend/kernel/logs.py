"""Structured logs: one JSON object a line on standard output, with the request id."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import structlog
from structlog.types import EventDict, Processor

_SHARED: list[Processor] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def configure_logs(level: str) -> None:
    """Send structlog and the standard library's loggers to standard output as JSON lines."""
    structlog.configure(
        processors=[*_SHARED, _as_json],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        # Asked for anew each time: whoever runs the server may put another file in the place of standard output.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stdout),
        cache_logger_on_first_use=False,
    )
    handler = _StandardOutput()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _as_json],
        )
    )
    root = logging.getLogger()
    # What the libraries we use tell about a request (paths, queries) has no place in a log: warnings only.
    root.setLevel(max(logging.getLevelNamesMapping()[level], logging.WARNING))
    root.handlers = [other for other in root.handlers if not _is_ours(other)] + [handler]


class _StandardOutput(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        try:
            print(self.format(record), file=sys.stdout, flush=True)  # noqa: T201 - this is the log
        except Exception:  # noqa: BLE001 - a log that fails must not fail the request
            self.handleError(record)


def _is_ours(handler: logging.Handler) -> bool:
    return isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)


def _as_json(_logger: Any, _method: str, event: EventDict) -> str:
    line = json.dumps(event, ensure_ascii=False, default=repr)
    # Half a surrogate pair in somebody's input must not break the log that tells of it.
    return line.encode("utf-8", "backslashreplace").decode("utf-8")
