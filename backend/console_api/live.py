"""What changes while a page is open."""

from typing import Any, Final

from litestar import Request, get
from litestar.openapi import ResponseSpec
from litestar.response import Stream

from backend.identity.authentication import person
from backend.overview.live import HUB
from backend.overview.live_reads import LiveNews

_EVENT_STREAM: Final = "text/event-stream"
_HEADERS: Final = {"cache-control": "no-store", "x-accel-buffering": "no"}


@get(
    "/live",
    operation_id="console_live",
    summary="What changes while a page is open",
    description="Server-sent events, named after the fields of the schema with data of their types: of what my unit "
    "may see, within a second of the commit. A hint, never a promise: on every (re)connection ask for what changed. "
    "`degraded` says that nothing will come for now: poll until the stream closes. It closes when the session ends, "
    "when the process stops and when the reader is too slow; a comment each 15 seconds shows that it lives.",
    responses={
        200: ResponseSpec(LiveNews, description="The stream", media_type=_EVENT_STREAM, generate_examples=False)
    },
    opt={"is_compressed": True},  # A compressor would keep back what is to be read now.
    sync_to_thread=False,
)
def live(request: Request[Any, Any, Any]) -> Stream:
    """The stream."""
    return Stream(HUB.lines(person(request)), media_type=_EVENT_STREAM, headers=_HEADERS)


ROUTES = [live]
