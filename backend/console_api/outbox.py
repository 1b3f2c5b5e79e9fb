"""Messages that did not get through: where, why, and repeated by hand."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.console_api.undelivered import why
from backend.core.examples import answer, body
from backend.core.i18n import Text
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from notifications import stuck
from notifications.channel import ChannelName
from notifications.stuck import MOST_AT_ONCE, Destination, Filters, Standing, Stuck


class StuckMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message and why it has not arrived, in words; null where it only waits."""

    message: Stuck
    why: Text | None


class StuckPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where messages are stuck, and why the last of them."""

    place: Destination
    why: Text | None


class StuckPlaces(msgspec.Struct, frozen=True, kw_only=True):
    """The first places, and of all places how many they are and what is stuck there."""

    items: list[StuckPlace]
    count: int
    dead: int
    waiting: int


class DeliveryState(msgspec.Struct, frozen=True):
    """What the delivery is now."""

    state: str


class Repetition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which dead messages, and how many the person has seen them to be."""

    expected: Annotated[int, msgspec.Meta(ge=1, le=MOST_AT_ONCE)]
    channel: ChannelName | None = None
    group_id: UUID | None = None
    account_id: UUID | None = None
    last_code: int | None = None


class Repeated(msgspec.Struct, frozen=True):
    """How many are on their way again."""

    repeated: int


_AT: Final = datetime(2026, 11, 21, 2, tzinfo=UTC)
_STUCK: Final = StuckMessage(
    message=Stuck(
        id=UUID("01990000-0000-7000-8000-000000000031"),
        project_id=UUID("01990000-0000-7000-8000-000000000001"),
        project_name="滨江花园项目",
        event_kind="warning.raised",
        channel=ChannelName.ROBOT,
        destination="滨江花园项目群",
        state="dead",
        title="黄色预警：扬尘或噪声超标",
        attempts=1,
        last_code=93000,
        last_error="群机器人已移除或停用，请联系群主重新添加",
        created_at=_AT,
        not_before=_AT,
        give_up_at=_AT + timedelta(hours=4),
    ),
    why=Text(
        "群机器人已移除或停用，请联系群主重新添加",
        "The group's robot was removed or disabled: ask the group's owner to add it again",
    ),
)
_GROUP_ID: Final = UUID("01990000-0000-7000-8000-000000000021")
_PLACE: Final = StuckPlace(
    place=Destination(
        channel=ChannelName.ROBOT,
        group_id=_GROUP_ID,
        account_id=None,
        name="滨江花园项目群",
        dead=12,
        waiting=0,
        last_code=93000,
        last_error="群机器人已移除或停用，请联系群主重新添加",
        oldest_at=_AT,
    ),
    why=_STUCK.why,
)


@get(
    "/outbox",
    operation_id="console_list_stuck_messages",
    summary="Messages that did not get through",
    description="Dead ones and those that wait for more than five minutes, in the own area, the newest first.",
    responses=answer(Page[StuckMessage], Page([_STUCK], None)),
)
async def list_stuck(
    request: Request[Any, Any, Any],
    *,
    standing: FromQuery[Standing | None] = None,
    channel: FromQuery[ChannelName | None] = None,
    group_id: FromQuery[UUID | None] = None,
    account_id: FromQuery[UUID | None] = None,
    last_code: FromQuery[int | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[StuckMessage]:
    """A page."""
    filters = Filters(standing=standing, channel=channel, group_id=group_id, account_id=account_id, last_code=last_code)
    page = await stuck.page(person(request), filters, cursor=cursor, limit=limit)
    items = [StuckMessage(message=one, why=why(one.channel, one.last_code, one.last_error)) for one in page.items]
    return Page(items, page.next)


@get(
    "/outbox/destinations",
    operation_id="console_list_stuck_destinations",
    summary="Where messages are stuck",
    description="Each group and person of the own area with dead or waiting messages, the most first: how many, why "
    "the last of them, since when; and how many places and messages there are, shown or not.",
    responses=answer(StuckPlaces, StuckPlaces(items=[_PLACE], count=1, dead=12, waiting=0)),
)
async def list_destinations(
    request: Request[Any, Any, Any],
    *,
    standing: FromQuery[Standing | None] = None,
    channel: FromQuery[ChannelName | None] = None,
    group_id: FromQuery[UUID | None] = None,
    account_id: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MOST_AT_ONCE)] = MAX_PAGE,
) -> StuckPlaces:
    """Places."""
    filters = Filters(standing=standing, channel=channel, group_id=group_id, account_id=account_id)
    found = await stuck.destinations(person(request), filters, limit=limit)
    items = [StuckPlace(place=one, why=why(one.channel, one.last_code, one.last_error)) for one in found.items]
    return StuckPlaces(items=items, count=found.count, dead=found.dead, waiting=found.waiting)


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
    await stuck.repeat(person(request), delivery_id)
    return DeliveryState("ready")


@post(
    "/outbox/repeat",
    operation_id="console_repeat_messages",
    summary="Send all dead messages of a filter again",
    description=f"If they are still as many as `expected`, {MOST_AT_ONCE:,} at most; otherwise none is sent.",
    status_code=200,
    responses=answer(Repeated, Repeated(12)),
)
@once
async def repeat_messages(
    request: Request[Any, Any, Any], data: Annotated[Repetition, body(Repetition(expected=12, group_id=_GROUP_ID))]
) -> Repeated:
    """The number."""
    filters = Filters(
        channel=data.channel, group_id=data.group_id, account_id=data.account_id, last_code=data.last_code
    )
    return Repeated(await stuck.repeat_all(person(request), filters, expected=data.expected))


ROUTES = [list_stuck, list_destinations, repeat_message, repeat_messages]
