"""The monthly review of visual progress by the regulator."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.projects import samples
from backend.projects.monthly import progress, reports
from backend.projects.monthly.progress import ReportState, Return
from backend.projects.monthly.reports import Report
from backend.projects.rules import State


@get(
    "/progress",
    operation_id="console_progress_queue",
    summary="Reports that wait for confirmation",
    description="Of the own subtree, passed by their chief supervision engineer; the oldest first.",
    responses=answer(Page[Report], samples.REPORT_PAGE),
)
async def progress_queue(
    request: Request[Any, Any, Any],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[Report]:
    """A page."""
    return await reports.queue(person(request), cursor=cursor, limit=limit)


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


@post(
    "/progress/{report_id:uuid}/confirm",
    operation_id="console_confirm_progress",
    summary="Confirm a report",
    description="It becomes the month's record.",
    status_code=200,
    responses=answer(ReportState, ReportState(State.CONFIRMED)),
)
@once
async def confirm_progress(request: Request[Any, Any, Any], report_id: FromPath[UUID]) -> ReportState:
    """The new state."""
    await progress.confirm(person(request), report_id)
    return ReportState(State.CONFIRMED)


@post(
    "/progress/{report_id:uuid}/return",
    operation_id="console_return_progress",
    summary="Send a report back to the site",
    description="With a reason; it is due again.",
    status_code=200,
    responses=answer(ReportState, ReportState(State.RETURNED)),
)
@once
async def return_progress(
    request: Request[Any, Any, Any],
    report_id: FromPath[UUID],
    data: Annotated[Return, body(Return(reason="楼层与照片不符"))],
) -> ReportState:
    """The new state."""
    await progress.return_by_regulator(person(request), report_id, data.reason)
    return ReportState(State.RETURNED)


ROUTES = [progress_queue, progress_report, confirm_progress, return_progress]
