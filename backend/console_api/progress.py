"""The monthly review of visual progress by the regulator."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.projects import samples
from backend.projects.monthly import progress, reports
from backend.projects.monthly.progress import ReportState
from backend.projects.monthly.reports import Report
from backend.projects.rules import State
from backend.supervision.rules import Sentence


class LookedAt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The `round` of the report as the regulator looked at it."""

    round: Annotated[int, msgspec.Meta(ge=1)]


class ReportReturn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The round that was looked at, and why it goes back; the site reads it."""

    round: Annotated[int, msgspec.Meta(ge=1)]
    reason: Sentence


class Earlier(msgspec.Struct, frozen=True):
    """The report of an earlier month, if there is one."""

    report: Report | None


@get(
    "/progress",
    operation_id="console_progress_queue",
    summary="Reports that wait for confirmation",
    description="Of the own subtree, passed by their chief supervision engineer; the oldest first. "
    "With `is_mine` those that the own unit confirms.",
    responses=answer(Page[Report], samples.REPORT_PAGE),
)
async def progress_queue(
    request: Request[Any, Any, Any],
    *,
    is_mine: FromQuery[bool] = False,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[Report]:
    """A page."""
    return await reports.queue(person(request), is_mine=is_mine, cursor=cursor, limit=limit)


@get(
    "/progress/{report_id:uuid}",
    operation_id="console_progress_report",
    summary="One report",
    description="With the photos of its present round.",
    responses=answer(Report, samples.REPORT),
)
async def progress_report(request: Request[Any, Any, Any], report_id: FromPath[UUID]) -> Report:
    """The report."""
    return await reports.get(person(request), report_id)


@get(
    "/progress/{report_id:uuid}/before",
    operation_id="console_progress_before",
    summary="The report before this one",
    description="Of the newest month before, to be compared with; null for the project's first.",
    responses=answer(Earlier, Earlier(samples.REPORT)),
)
async def progress_before(request: Request[Any, Any, Any], report_id: FromPath[UUID]) -> Earlier:
    """The earlier report."""
    return Earlier(await reports.before(person(request), report_id))


@post(
    "/progress/{report_id:uuid}/confirm",
    operation_id="console_confirm_progress",
    summary="Confirm a report",
    description="It becomes the month's record. 409 `progress_filed_again` where it is in another round than the one "
    "looked at.",
    status_code=200,
    responses=answer(ReportState, ReportState(State.CONFIRMED)),
)
@once
async def confirm_progress(
    request: Request[Any, Any, Any], report_id: FromPath[UUID], data: Annotated[LookedAt, body(LookedAt(round=1))]
) -> ReportState:
    """The new state."""
    await progress.confirm(person(request), report_id, data.round)
    return ReportState(State.CONFIRMED)


@post(
    "/progress/{report_id:uuid}/return",
    operation_id="console_return_progress",
    summary="Send a report back to the site",
    description="With a reason; it is due again. 409 `progress_filed_again` as for a confirmation.",
    status_code=200,
    responses=answer(ReportState, ReportState(State.RETURNED)),
)
@once
async def return_progress(
    request: Request[Any, Any, Any],
    report_id: FromPath[UUID],
    data: Annotated[ReportReturn, body(ReportReturn(round=1, reason="楼层与照片不符"))],
) -> ReportState:
    """The new state."""
    await progress.return_by_regulator(person(request), report_id, data.round, data.reason)
    return ReportState(State.RETURNED)


ROUTES = [progress_queue, progress_report, progress_before, confirm_progress, return_progress]
