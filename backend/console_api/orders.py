"""Rectification orders: issued, returned, closed, withdrawn by the regulator."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.supervision import order_views, orders, samples
from backend.supervision.order_views import OrderDetail, OrderFilters, OrderItem
from backend.supervision.orders import NewFinding
from backend.supervision.rules import OrderState, Sentence, Severity

Due = Annotated[datetime, msgspec.Meta(tz=True, description="General 3 to 7 days, serious 1 to 3 days from today")]


class FindingInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to put right."""

    text: Sentence
    severity: Severity


class NewOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order on a project, perhaps made from a warning of it."""

    project_id: UUID
    warning_id: UUID | None = None
    title: Annotated[str, msgspec.Meta(min_length=2, max_length=120, pattern=r"\S[\s\S]*\S")]
    findings: Annotated[list[FindingInput], msgspec.Meta(min_length=1, max_length=50)]
    due_at: Due


class Return(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why another round is needed, and until when."""

    reason: Sentence
    due_at: Due


class Close(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the re-inspection found."""

    note: Sentence


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the order is taken back."""

    reason: Sentence


_ITEM = samples.ORDER_ITEM
_NEW = NewOrder(
    project_id=_ITEM.project_id,
    warning_id=_ITEM.warning_id,
    title=_ITEM.title,
    findings=[FindingInput("东侧裸土未覆盖", Severity.GENERAL)],
    due_at=_ITEM.due_at,
)
_ANSWER = answer(OrderDetail, samples.ORDER_DETAIL)


@post(
    "/orders",
    operation_id="console_issue_order",
    summary="Issue an order",
    description="With its findings and due date. From a warning: at most one unfinished order, 409 `order_exists`.",
    responses=answer(OrderDetail, samples.ORDER_DETAIL, status=201),
)
@once
async def issue_order(request: Request[Any, Any, Any], data: Annotated[NewOrder, body(_NEW)]) -> OrderDetail:
    """The new order."""
    order_id = await orders.issue(
        person(request),
        project_id=data.project_id,
        title=data.title,
        findings=[NewFinding(each.text, each.severity) for each in data.findings],
        due_at=data.due_at,
        warning_id=data.warning_id,
    )
    return await order_views.order_detail(person(request), order_id)


@get(
    "/orders",
    operation_id="console_list_orders",
    summary="Orders in my area",
    description="Newest first; `is_overdue` keeps those whose reply is late, or only the others.",
    responses=answer(Page[OrderItem], samples.ORDER_PAGE),
)
async def list_orders(
    request: Request[Any, Any, Any],
    *,
    states: FromQuery[list[OrderState] | None] = None,
    project_id: FromQuery[UUID | None] = None,
    region_code: FromQuery[str | None] = None,
    is_overdue: FromQuery[bool | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 20,
) -> Page[OrderItem]:
    """A page of orders."""
    filters = OrderFilters(
        states=tuple(states or ()), project_id=project_id, region_code=region_code, is_overdue=is_overdue
    )
    return await order_views.list_orders(person(request), filters, cursor=cursor, limit=limit)


@get(
    "/orders/{order_id:uuid}",
    operation_id="console_read_order",
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
    operation_id="console_return_order",
    summary="Return an order",
    description="The chief passed the reply, the re-inspection did not: another round with a new due date.",
    responses=_ANSWER,
)
@once
async def return_order(
    request: Request[Any, Any, Any],
    order_id: FromPath[UUID],
    data: Annotated[Return, body(Return("覆盖不完整", _ITEM.due_at))],
) -> OrderDetail:
    """The order as it stands now."""
    await orders.send_back(person(request), order_id, reason=data.reason, due_at=data.due_at)
    return await order_views.order_detail(person(request), order_id)


@post(
    "/orders/{order_id:uuid}/close",
    status_code=200,
    operation_id="console_close_order",
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
    "/orders/{order_id:uuid}/withdraw",
    status_code=200,
    operation_id="console_withdraw_order",
    summary="Withdraw an order",
    description="By the one who issued it, with a reason, as long as it is not closed.",
    responses=_ANSWER,
)
@once
async def withdraw_order(
    request: Request[Any, Any, Any],
    order_id: FromPath[UUID],
    data: Annotated[Withdrawal, body(Withdrawal("误发至其他项目"))],
) -> OrderDetail:
    """The order as it stands now."""
    await orders.withdraw(person(request), order_id, reason=data.reason)
    return await order_views.order_detail(person(request), order_id)


ROUTES = [issue_order, list_orders, read_order, return_order, close_order, withdraw_order]
