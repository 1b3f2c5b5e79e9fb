"""Rectification orders on the phone: the contractor replies or asks for time, the chief reviews."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.both_doors import orders as at_both_doors
from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.supervision import extensions, order_views, orders, samples
from backend.supervision.order_views import OrderDetail, OrderFilters, OrderItem
from backend.supervision.replies import Reply
from backend.supervision.rules import OrderState, Sentence


class FindingReply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was done about one finding; the photos were uploaded as `order_before` and `order_after`."""

    finding_id: UUID
    text: Sentence
    before_photo_id: UUID
    after_photo_id: UUID


class Replies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every finding of the order, each once."""

    replies: Annotated[list[FindingReply], msgspec.Meta(min_length=1, max_length=50)]


class Passed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word to the regulator, may be empty."""

    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class SentBack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the reply does not do."""

    reason: Sentence


class ExtensionWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Until when, and why the due date cannot be kept."""

    until: Annotated[
        datetime, msgspec.Meta(tz=True, description="After the due date, not after the order's `extension_latest`")
    ]
    reason: Sentence


_FINDING = samples.ORDER_DETAIL.findings[0]
_REPLIES = Replies([FindingReply(_FINDING.id, "已全部覆盖", _FINDING.id, _FINDING.id)])
_WISH = ExtensionWish(samples.EXTENDED_TO, "连续暴雨，边坡无法作业")
_ANSWER = answer(OrderDetail, samples.ORDER_DETAIL)


@get(
    "/orders",
    operation_id="miniapp_list_orders",
    summary="Orders of my projects",
    description="Newest first; all states unless `states` says otherwise. `is_overdue` keeps those whose reply is "
    "late, or only the others; `is_extension_asked` those where more time was asked for and nobody has decided.",
    responses=answer(Page[OrderItem], samples.ORDER_PAGE),
)
async def list_orders(
    request: Request[Any, Any, Any],
    *,
    states: FromQuery[list[OrderState] | None] = None,
    project_id: FromQuery[UUID | None] = None,
    is_overdue: FromQuery[bool | None] = None,
    is_extension_asked: FromQuery[bool | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 20,
) -> Page[OrderItem]:
    """A page of orders."""
    filters = OrderFilters(
        states=tuple(states or ()),
        project_id=project_id,
        is_overdue=is_overdue,
        is_extension_asked=is_extension_asked,
    )
    return await order_views.list_orders(person(request), filters, cursor=cursor, limit=limit)


@post(
    "/orders/{order_id:uuid}/reply",
    status_code=200,
    operation_id="miniapp_reply_to_order",
    summary="Reply to an order",
    description="By project manager or safety officer: every finding once, each with a photo of before and of after.",
    responses=_ANSWER,
)
@once
async def reply_to_order(
    request: Request[Any, Any, Any], order_id: FromPath[UUID], data: Annotated[Replies, body(_REPLIES)]
) -> OrderDetail:
    """The order as it stands now."""
    await orders.reply(person(request), order_id, [Reply(**msgspec.structs.asdict(each)) for each in data.replies])
    return await order_views.order_detail(person(request), order_id)


@post(
    "/orders/{order_id:uuid}/pass",
    status_code=200,
    operation_id="miniapp_pass_order",
    summary="Pass a reply on",
    description="By the chief supervision engineer: the reply does, the regulator re-inspects. "
    "Nobody passes a reply of their own.",
    responses=_ANSWER,
)
@once
async def pass_order(
    request: Request[Any, Any, Any], order_id: FromPath[UUID], data: Annotated[Passed, body(Passed("现场已核实"))]
) -> OrderDetail:
    """The order as it stands now."""
    await orders.review(person(request), order_id, is_passed=True, note=data.note)
    return await order_views.order_detail(person(request), order_id)


@post(
    "/orders/{order_id:uuid}/send-back",
    status_code=200,
    operation_id="miniapp_send_back_order",
    summary="Send a reply back",
    description="By the chief supervision engineer, with a reason: the contractor replies anew, the due date stays.",
    responses=_ANSWER,
)
@once
async def send_back_order(
    request: Request[Any, Any, Any],
    order_id: FromPath[UUID],
    data: Annotated[SentBack, body(SentBack("东侧仍有裸土"))],
) -> OrderDetail:
    """The order as it stands now."""
    await orders.review(person(request), order_id, is_passed=False, note=data.reason)
    return await order_views.order_detail(person(request), order_id)


@post(
    "/orders/{order_id:uuid}/extension",
    status_code=200,
    operation_id="miniapp_ask_extension",
    summary="Ask for more time",
    description="By project manager or safety officer, before the order is due, once a round. The due date stays until "
    "a regulator grants another one; a reply makes the request moot.",
    responses=_ANSWER,
)
@once
async def ask_extension(
    request: Request[Any, Any, Any],
    order_id: FromPath[UUID],
    data: Annotated[ExtensionWish, body(_WISH)],
) -> OrderDetail:
    """The order as it stands now."""
    await extensions.ask(person(request), order_id, until=data.until, reason=data.reason)
    return await order_views.order_detail(person(request), order_id)


ROUTES = [list_orders, reply_to_order, pass_order, send_back_order, ask_extension, *at_both_doors.ROUTES]
