"""Messages that did not get through: seen, and repeated by hand."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from notifications import outbox
from notifications.outbox import Stuck


class DeliveryState(msgspec.Struct, frozen=True):
    """What the delivery is now."""

    state: str


_STUCK = Stuck(
    id=UUID("01990000-0000-7000-8000-000000000031"),
    project_id=UUID("01990000-0000-7000-8000-000000000001"),
    event_kind="warning.raised",
    channel="robot",
    state="dead",
    title="黄色预警：扬尘或噪声超标",
    attempts=1,
    last_code=93000,
    last_error="invalid webhook url",
    created_at=datetime(2026, 11, 21, 2, tzinfo=UTC),
)


@get(
    "/outbox",
    operation_id="console_list_stuck_messages",
    summary="Messages that did not get through",
    description="Dead ones and those that wait for more than five minutes, in the own area, the newest first.",
    responses=answer(Page[Stuck], Page([_STUCK], None)),
)
async def list_stuck(
    request: Request[Any, Any, Any],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[Stuck]:
    """A page."""
    return await outbox.stuck(person(request), cursor=cursor, limit=limit)


@post(
    "/outbox/{delivery_id:uuid}/repeat",
    operation_id="console_repeat_message",
    summary="Send a dead message again",
    description="It goes back into its lane for four more hours.",
    status_code=200,
    responses=answer(DeliveryState, DeliveryState("ready")),
)
@once
async def repeat_message(request: Request[Any, Any, Any], delivery_id: FromPath[UUID]) -> DeliveryState:
    """The new state."""
    await outbox.repeat(person(request), delivery_id)
    return DeliveryState("ready")


ROUTES = [list_stuck, repeat_message]
