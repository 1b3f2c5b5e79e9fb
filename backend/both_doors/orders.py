"""An order read, and what a regulator decides about it, at a desk and on the road alike."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath

from backend.both_doors import id_at_door
from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.supervision import extensions, order_views, orders, samples
from backend.supervision.order_views import OrderDetail
from backend.supervision.rules import Sentence

Due = Annotated[datetime, msgspec.Meta(tz=True, description="General 3 to 7 days, serious 1 to 3 days from today")]


class Return(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why another round is needed, and until when."""

    reason: Sentence
    due_at: Due


class Close(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the re-inspection found."""

    note: Sentence


class ExtensionGrant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The new due date and a word, may be empty."""

    until: Annotated[
        datetime, msgspec.Meta(tz=True, description="After now and the due date, not after what was asked")
    ]
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class ExtensionRefusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the due date stays."""

    reason: Sentence


_ANSWER = answer(OrderDetail, samples.ORDER_DETAIL)


@get(
    "/orders/{order_id:uuid}",
    operation_id=id_at_door("read_order"),
    summary="One order",
    description="With its findings, their replies and photos, its history, and what you may do with it now.",
    responses=_ANSWER,
)
async def read_order(request: Request[Any, Any, Any], order_id: FromPath[UUID]) -> OrderDetail:
    """The order."""
    return await order_views.order_detail(person(request), order_id)


@post(
    "/orders/{order_id:uuid}/return",
    status_code=200,
    operation_id=id_at_door("return_order"),
    summary="Return an order",
    description="The chief passed the reply, the re-inspection did not: another round with a new due date.",
    responses=_ANSWER,
)
@once
async def return_order(
    request: Request[Any, Any, Any],
    order_id: FromPath[UUID],
    data: Annotated[Return, body(Return("覆盖不完整", samples.ORDER_ITEM.due_at))],
) -> OrderDetail:
    """The order as it stands now."""
    await orders.send_back(person(request), order_id, reason=data.reason, due_at=data.due_at)
    return await order_views.order_detail(person(request), order_id)


@post(
    "/orders/{order_id:uuid}/close",
    status_code=200,
    operation_id=id_at_door("close_order"),
    summary="Close an order",
    description="The re-inspection passed; the warning that the order was made from closes with it.",
    responses=_ANSWER,
)
@once
async def close_order(
    request: Request[Any, Any, Any],
    order_id: FromPath[UUID],
    data: Annotated[Close, body(Close("复查合格"))],
) -> OrderDetail:
    """The order as it stands now."""
    await orders.close(person(request), order_id, note=data.note)
    return await order_views.order_detail(person(request), order_id)


@post(
    "/orders/{order_id:uuid}/extension/grant",
    status_code=200,
    operation_id=id_at_door("grant_extension"),
    summary="Grant more time",
    description="The due date moves, at most to what was asked; reminders and the overdue ladder begin anew from it.",
    responses=_ANSWER,
)
@once
async def grant_extension(
    request: Request[Any, Any, Any],
    order_id: FromPath[UUID],
    data: Annotated[ExtensionGrant, body(ExtensionGrant(samples.EXTENDED_TO, "同意，注意防汛"))],
) -> OrderDetail:
    """The order as it stands now."""
    await extensions.grant(person(request), order_id, until=data.until, note=data.note)
    return await order_views.order_detail(person(request), order_id)


@post(
    "/orders/{order_id:uuid}/extension/refuse",
    status_code=200,
    operation_id=id_at_door("refuse_extension"),
    summary="Refuse more time",
    description="With a reason; the due date stays as it is.",
    responses=_ANSWER,
)
@once
async def refuse_extension(
    request: Request[Any, Any, Any],
    order_id: FromPath[UUID],
    data: Annotated[ExtensionRefusal, body(ExtensionRefusal("降雨已停，应按期完成"))],
) -> OrderDetail:
    """The order as it stands now."""
    await extensions.refuse(person(request), order_id, reason=data.reason)
    return await order_views.order_detail(person(request), order_id)


ROUTES = [read_order, return_order, close_order, grant_extension, refuse_extension]
