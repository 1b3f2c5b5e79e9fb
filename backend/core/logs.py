"""One JSON line per event, with the request's id on every line it causes, down to the sent message."""

import logging
import re
import sys
from contextvars import ContextVar

import structlog

from backend.core.ids import new_id
from backend.core.settings import settings

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request, packet or job that is being worked on; written into every event."""

_ACCEPTABLE = re.compile(r"^[\w-]{8,64}$", re.ASCII)


def accept_request_id(offered: str | None) -> str:
    """The caller's id where it is harmless to log, else a new one."""
    if offered and _ACCEPTABLE.match(offered):
        return offered
    return new_id().hex


def configure() -> None:
    """Set up structlog and let the standard library's loggers speak through it."""
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=True)  # Escapes every control character and U+2028.
        if settings().log_format == "json"
        else structlog.dev.ConsoleRenderer()
    )
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        _add_request_id,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(settings().log_level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    logging.basicConfig(level=settings().log_level, handlers=[handler], force=True)
    # These two print whole addresses, and addresses carry access tokens.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("httpcore").setLevel(logging.WARNING)


def _add_request_id(_: object, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    if current := request_id.get():
        event.setdefault("request_id", current)
    return event
