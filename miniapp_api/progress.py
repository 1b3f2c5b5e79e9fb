"""The month's visual progress: filing by the site, review by its chief supervision engineer."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath, QueryParameter

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.projects import samples
from backend.projects.monthly import next_report, progress, reports
from backend.projects.monthly.next_report import NextReport
from backend.projects.monthly.progress import Filed, NewReport, ReportState, Return
from backend.projects.monthly.reports import MOST_MONTHS, Report, Stage
from backend.projects.rules import State


@get(
    "/projects/{project_id:uuid}/stages",
    operation_id="miniapp_progress_stages",
    summary="Stages to choose from",
    description="Of the project's category, in order; only some have floors.",
    responses=answer(list[Stage], samples.STAGES),
)
async def progress_stages(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> list[Stage]:
    """Stages."""
    return await reports.stages(person(request), project_id)


@post(
    "/projects/{project_id:uuid}/progress",
    operation_id="miniapp_file_progress",
    summary="File the month's progress",
    description="By project manager or safety officer, for this month or the last, with 3 to 9 photos that the same "
    "person uploaded for this project. A month is filed once; after a return it is filed again as its next round.",
    responses=answer(Filed, samples.FILED, status=201),
)
@once
async def file_progress(
    request: Request[Any, Any, Any], project_id: FromPath[UUID], data: Annotated[NewReport, body(samples.NEW_REPORT)]
) -> Filed:
    """The report."""
    return await progress.file(person(request), project_id, data)


@get(
    "/projects/{project_id:uuid}/progress",
    operation_id="miniapp_project_progress",
    summary="Reports of a project",
    description="The last two years, or as many months as asked for; the newest first.",
    responses=answer(list[Report], [samples.REPORT]),
)
async def project_progress(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    limit: Annotated[int, QueryParameter(ge=1, le=MOST_MONTHS)] = MOST_MONTHS,
) -> list[Report]:
    """Reports."""
    return await reports.of_project(person(request), project_id, limit=limit)


@get(
    "/projects/{project_id:uuid}/progress/next",
    operation_id="miniapp_next_progress",
    summary="What to file next",
    description="The months that are taken today with what is due and what came back, what the form starts with, the "
    "stages, and the views to photograph with the last photo of each.",
    responses=answer(NextReport, samples.NEXT_REPORT),
)
async def next_progress(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> NextReport:
    """The filing screen."""
    return await next_report.read(person(request), project_id)


@get(
    "/progress/to-review",
    operation_id="miniapp_progress_to_review",
    summary="Reports that wait for this chief supervision engineer",
    description="The oldest first.",
    responses=answer(list[Report], [samples.REPORT]),
)
async def progress_to_review(request: Request[Any, Any, Any]) -> list[Report]:
    """Reports."""
    return await reports.to_review(person(request))


@get(
    "/progress/{report_id:uuid}",
    operation_id="miniapp_progress_report",
    summary="One report",
    description="With the photos of its present round.",
    responses=answer(Report, samples.REPORT),
)
async def progress_report(request: Request[Any, Any, Any], report_id: FromPath[UUID]) -> Report:
    """The report."""
    return await reports.get(person(request), report_id)


@post(
    "/progress/{report_id:uuid}/review",
    operation_id="miniapp_review_progress",
    summary="Pass a report on to the regulators",
    description="By the chief supervision engineer of the project, never the own report.",
    status_code=200,
    responses=answer(ReportState, ReportState(State.REVIEWED)),
)
@once
async def review_progress(request: Request[Any, Any, Any], report_id: FromPath[UUID]) -> ReportState:
    """The new state."""
    await progress.review(person(request), report_id)
    return ReportState(State.REVIEWED)


@post(
    "/progress/{report_id:uuid}/return",
    operation_id="miniapp_return_progress",
    summary="Send a report back to the site",
    description="By the chief supervision engineer, with a reason; it is due again.",
    status_code=200,
    responses=answer(ReportState, ReportState(State.RETURNED)),
)
@once
async def return_progress(
    request: Request[Any, Any, Any],
    report_id: FromPath[UUID],
    data: Annotated[Return, body(Return(reason="照片不清晰，请补拍北立面"))],
) -> ReportState:
    """The new state."""
    await progress.return_by_chief(person(request), report_id, data.reason)
    return ReportState(State.RETURNED)


ROUTES = [
    progress_stages,
    file_progress,
    project_progress,
    next_progress,
    progress_to_review,
    progress_report,
    review_progress,
    return_progress,
]
