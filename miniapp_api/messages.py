"""My messages: the record that always works."""

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
from notifications import inbox
from notifications.channel import Fact
from notifications.inbox import InboxMessage


class Unseen(msgspec.Struct, frozen=True):
    """How many messages are still unseen, at most 99."""

    unseen: int


_MESSAGE = InboxMessage(
    id=UUID("01990000-0000-7000-8000-000000000041"),
    kind="warning.raised",
    subject_id=UUID("01990000-0000-7000-8000-000000000042"),
    project_id=UUID("01990000-0000-7000-8000-000000000001"),
    level="yellow",
    title="黄色预警：扬尘或噪声超标",
    place="滨江花园一期",
    summary="1#扬尘噪声：PM10 186 µg/m³，限值 150 µg/m³",
    facts=[Fact("实测", "186 µg/m³")],
    status="",
    short_code="8F3K7Q",
    link="https://example.org/m/#/warnings/01990000-0000-7000-8000-000000000042",
    created_at=datetime(2026, 11, 21, 2, tzinfo=UTC),
    seen_at=None,
)


@get(
    "/messages",
    operation_id="miniapp_list_messages",
    summary="My messages",
    description="The newest first; `unseen_only` leaves out what was seen.",
    responses=answer(Page[InboxMessage], Page([_MESSAGE], None)),
)
async def list_messages(
    request: Request[Any, Any, Any],
    *,
    unseen_only: FromQuery[bool] = False,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 30,
) -> Page[InboxMessage]:
    """A page."""
    return await inbox.listed(person(request), cursor=cursor, limit=limit, is_unseen_only=unseen_only)


@post(
    "/messages/{message_id:uuid}/seen",
    operation_id="miniapp_mark_message_seen",
    summary="Mark a message as seen",
    description="Seeing it again changes nothing.",
    status_code=200,
    responses=answer(Unseen, Unseen(3)),
)
@once
async def mark_seen(request: Request[Any, Any, Any], message_id: FromPath[UUID]) -> Unseen:
    """How many are left."""
    await inbox.mark_seen(person(request), message_id)
    return Unseen(await inbox.unseen(person(request)))


ROUTES = [list_messages, mark_seen]
