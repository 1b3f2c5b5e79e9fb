"""Rectification orders at the console: issued and withdrawn here, decided about as on the phone."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.both_doors import orders as at_both_doors
from backend.both_doors.orders import Due
from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.supervision import board_samples, order_views, orders, proposals, samples
from backend.supervision.order_views import OrderDetail, OrderFilters, OrderItem
from backend.supervision.orders import NewFinding
from backend.supervision.proposals import DueChoice
from backend.supervision.rules import OrderState, Sentence, Severity


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


class OrderUrging(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the contractor shall hear."""

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
    description="Newest first; `is_overdue` keeps those whose reply is late, or only the others; "
    "`is_extension_asked` those where more time was asked for and nobody has decided; `is_mine` those where you are to "
    "re-inspect or to decide on more time.",
    responses=answer(Page[OrderItem], samples.ORDER_PAGE),
)
async def list_orders(
    request: Request[Any, Any, Any],
    *,
    states: FromQuery[list[OrderState] | None] = None,
    project_id: FromQuery[UUID | None] = None,
    region_code: FromQuery[str | None] = None,
    is_overdue: FromQuery[bool | None] = None,
    is_extension_asked: FromQuery[bool | None] = None,
    is_mine: FromQuery[bool] = False,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 20,
) -> Page[OrderItem]:
    """A page of orders."""
    filters = OrderFilters(
        states=tuple(states or ()),
        project_id=project_id,
        region_code=region_code,
        is_overdue=is_overdue,
        is_extension_asked=is_extension_asked,
        is_mine=is_mine,
    )
    return await order_views.list_orders(person(request), filters, cursor=cursor, limit=limit)


@post(
    "/orders/{order_id:uuid}/urge",
    status_code=200,
    operation_id="console_urge_order",
    summary="Urge an order",
    description="While the contractor has not replied: the project manager and the safety officer hear your note.",
    responses=_ANSWER,
)
@once
async def urge_order(
    request: Request[Any, Any, Any],
    order_id: FromPath[UUID],
    data: Annotated[OrderUrging, body(OrderUrging("期限已过，请今天内回复"))],
) -> OrderDetail:
    """The order as it stands now."""
    await orders.urge(person(request), order_id, note=data.note)
    return await order_views.order_detail(person(request), order_id)


@get(
    "/orders/due-days",
    operation_id="console_order_due_days",
    summary="When an order may be due",
    description="The first and the last day as of today for an order whose gravest finding is of each severity.",
    responses=answer(list[DueChoice], board_samples.PROPOSAL.due),
)
async def due_days(request: Request[Any, Any, Any]) -> list[DueChoice]:
    """The days of each severity."""
    person(request)
    return proposals.due_choices()


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


ROUTES = [issue_order, list_orders, due_days, urge_order, withdraw_order, *at_both_doors.ROUTES]
