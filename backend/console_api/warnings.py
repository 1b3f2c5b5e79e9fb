"""Warnings in the regulator's area: seen, urged, closed."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.supervision import samples, warning_views, warnings
from backend.supervision.rules import Level, Sentence, WarningState
from backend.supervision.warning_views import LIVE, Filters, WarningDetail, WarningItem


class Urging(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the people on site shall hear."""

    note: Sentence


class Closing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why it is over."""

    reason: Sentence


_ANSWER = answer(WarningDetail, samples.WARNING_DETAIL)


@get(
    "/warnings",
    operation_id="console_list_warnings",
    summary="Warnings in my area",
    description="Newest first; those that are not closed unless `states` says otherwise. "
    "`region_code` is a city's or a district's.",
    responses=answer(Page[WarningItem], samples.WARNING_PAGE),
)
async def list_warnings(
    request: Request[Any, Any, Any],
    *,
    states: FromQuery[list[WarningState] | None] = None,
    levels: FromQuery[list[Level] | None] = None,
    code: FromQuery[str | None] = None,
    project_id: FromQuery[UUID | None] = None,
    region_code: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 20,
) -> Page[WarningItem]:
    """A page of warnings."""
    filters = Filters(
        states=tuple(states or LIVE),
        levels=tuple(levels or ()),
        code=code,
        project_id=project_id,
        region_code=region_code,
    )
    return await warning_views.list_warnings(person(request), filters, cursor=cursor, limit=limit)


@get(
    "/warnings/{warning_id:uuid}",
    operation_id="console_read_warning",
    summary="One warning",
    description="With its facts, its history, who has it and who was told.",
    responses=_ANSWER,
)
async def read_warning(request: Request[Any, Any, Any], warning_id: FromPath[UUID]) -> WarningDetail:
    """The warning."""
    return await warning_views.warning_detail(person(request), warning_id)


@post(
    "/warnings/{warning_id:uuid}/urge",
    status_code=200,
    operation_id="console_urge_warning",
    summary="Urge a warning",
    description="Everybody who was told hears it again with your note; the warning's state stays.",
    responses=_ANSWER,
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


@post(
    "/warnings/{warning_id:uuid}/close",
    status_code=200,
    operation_id="console_close_warning",
    summary="Close a warning",
    description="With a reason. 409 `warning_has_order` while an order made from it is not finished.",
    responses=_ANSWER,
)
@once
async def close_warning(
    request: Request[Any, Any, Any],
    warning_id: FromPath[UUID],
    data: Annotated[Closing, body(Closing("现场核查，措施已到位"))],
) -> WarningDetail:
    """The warning as it stands now."""
    await warnings.close(person(request), warning_id, reason=data.reason)
    return await warning_views.warning_detail(person(request), warning_id)


ROUTES = [list_warnings, read_warning, urge_warning, close_warning]
