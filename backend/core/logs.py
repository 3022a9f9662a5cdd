"""Logs: one JSON object a line, only keys from a list, so that nothing personal slips in."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

#: What a log line may hold. Names, titles, numbers of documents and people are not on it, on purpose.
ALLOWED_KEYS = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "place",
        "kind",
        "request_id",
        "job_id",
        "status",
        "count",
        "milliseconds",
        "process",
        "port",
        "mode",
        "code",
        "reason",
        "exception",
        "host",
        "path",
        "method",
        "attempt",
    }
)


def _only_allowed(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: value for key, value in line.items() if key in ALLOWED_KEYS}


def _places_only(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Where it happened, not what the values were: an exception's text may quote data."""
    failure = line.pop("exc_info", None)
    if isinstance(failure, BaseException):
        places = []
        trace = failure.__traceback__
        while trace is not None:
            places.append(f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}")
            trace = trace.tb_next
        line["exception"] = places[-12:]
    return line


class _Libraries(logging.Handler):
    """Says which library warns and where, never in what words: those may quote data."""

    def emit(self, record: logging.LogRecord) -> None:
        place = f"{record.module}:{record.lineno}"
        structlog.get_logger().log(record.levelno, "library", logger=record.name, place=place)


def configure_logs(level: str) -> None:
    """Set up logging for a process: our own lines from ``level`` on, of libraries only warnings and errors."""
    logging.basicConfig(
        handlers=[_Libraries()], level=max(logging.getLevelName(level), logging.WARNING), force=True
    )
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _places_only,
            _only_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
