"""Warnings of my projects, and taking one."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.both_doors import warnings as at_both_doors
from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.supervision import samples, warning_handover, warning_views, warnings
from backend.supervision.rules import Level, Sentence, WarningState
from backend.supervision.warning_handover import Colleague
from backend.supervision.warning_views import LIVE, Filters, WarningDetail, WarningItem


class Acknowledgement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What I will do about it, and by when (within 30 days)."""

    plan: Sentence
    promised_at: Annotated[datetime, msgspec.Meta(tz=True)]


class HandOver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who takes it on, and what they should know."""

    account_id: UUID
    note: Sentence


class Urging(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the people on site shall hear."""

    note: Sentence


_HAND_OVER = HandOver(UUID(int=1), "我已离场，请接手喷淋整改")
_EXAMPLE = Acknowledgement("开启喷淋并停止土方作业", samples.ORDER_ITEM.due_at)


@get(
    "/warnings",
    operation_id="miniapp_list_warnings",
    summary="Warnings of my projects",
    description="Newest first; those that are not closed unless `states` says otherwise.",
    responses=answer(Page[WarningItem], samples.WARNING_PAGE),
)
async def list_warnings(
    request: Request[Any, Any, Any],
    *,
    states: FromQuery[list[WarningState] | None] = None,
    levels: FromQuery[list[Level] | None] = None,
    project_id: FromQuery[UUID | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 20,
) -> Page[WarningItem]:
    """A page of warnings."""
    filters = Filters(states=tuple(states or LIVE), levels=tuple(levels or ()), project_id=project_id)
    return await warning_views.list_warnings(person(request), filters, cursor=cursor, limit=limit)


@get(
    "/warnings/{warning_id:uuid}",
    operation_id="miniapp_read_warning",
    summary="One warning",
    description="With its facts, its history, who has it, and whether I may take it.",
    responses=answer(WarningDetail, samples.WARNING_DETAIL),
)
async def read_warning(request: Request[Any, Any, Any], warning_id: FromPath[UUID]) -> WarningDetail:
    """The warning."""
    return await warning_views.warning_detail(person(request), warning_id)


@post(
    "/warnings/{warning_id:uuid}/acknowledge",
    status_code=200,
    operation_id="miniapp_acknowledge_warning",
    summary="Take a warning",
    description="By a holder of a post that it concerns: what will be done, by when. It stops escalating. "
    "409 `warning_already_acknowledged` or `warning_closed` tell today's state.",
    responses=answer(WarningDetail, samples.WARNING_DETAIL),
)
@once
async def acknowledge_warning(
    request: Request[Any, Any, Any], warning_id: FromPath[UUID], data: Annotated[Acknowledgement, body(_EXAMPLE)]
) -> WarningDetail:
    """The warning as it stands now."""
    await warnings.acknowledge(person(request), warning_id, plan=data.plan, promised_at=data.promised_at)
    return await warning_views.warning_detail(person(request), warning_id)


@get(
    "/warnings/{warning_id:uuid}/colleagues",
    operation_id="miniapp_list_warning_colleagues",
    summary="Who else may take it",
    description="Holders of the posts that the warning concerns, without me; the first post first.",
    responses=answer(list[Colleague], [Colleague(account_id=UUID(int=1), name="李总监", post="chief_engineer")]),
)
async def list_colleagues(request: Request[Any, Any, Any], warning_id: FromPath[UUID]) -> list[Colleague]:
    """Colleagues."""
    return await warning_handover.list_colleagues(person(request), warning_id)


@post(
    "/warnings/{warning_id:uuid}/hand-over",
    status_code=200,
    operation_id="miniapp_hand_over_warning",
    summary="Hand a warning over",
    description="By who has taken it, to one of its `colleagues`; plan and promise stay, and the colleague is told. "
    "403 `warning_not_taken_by_you`, 422 `colleague_cannot_take`.",
    responses=answer(WarningDetail, samples.WARNING_DETAIL),
)
@once
async def hand_over_warning(
    request: Request[Any, Any, Any], warning_id: FromPath[UUID], data: Annotated[HandOver, body(_HAND_OVER)]
) -> WarningDetail:
    """The warning as it stands now."""
    await warning_handover.hand_over(person(request), warning_id, account_id=data.account_id, note=data.note)
    return await warning_views.warning_detail(person(request), warning_id)


@post(
    "/warnings/{warning_id:uuid}/urge",
    status_code=200,
    operation_id="miniapp_urge_warning",
    summary="Urge a warning",
    description="By a regulator on the road: everybody who was told hears it again with the note; the state stays.",
    responses=answer(WarningDetail, samples.WARNING_DETAIL),
)
@once
async def urge_warning(
    request: Request[Any, Any, Any],
    warning_id: FromPath[UUID],
    data: Annotated[Urging, body(Urging("请立即到场处置并反馈"))],
) -> WarningDetail:
    """The warning as it stands now."""
    await warnings.urge(person(request), warning_id, note=data.note)
    return await warning_views.warning_detail(person(request), warning_id)


ROUTES = [
    list_warnings,
    read_warning,
    acknowledge_warning,
    list_colleagues,
    hand_over_warning,
    urge_warning,
    *at_both_doors.ROUTES,
]
