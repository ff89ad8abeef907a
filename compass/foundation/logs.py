"""Logs as one JSON object a line, without the secrets that stand in some addresses."""

from __future__ import annotations

import logging

import structlog

from compass.foundation.secret_addresses import masked

_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.format_exc_info,
]

render = structlog.processors.JSONRenderer()


class MaskedFormatter(structlog.stdlib.ProcessorFormatter):
    """The last step of every line, whoever wrote it: Django names the address of a failed request too."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def configure() -> None:
    """Send structlog's events through the standard library's handlers."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
