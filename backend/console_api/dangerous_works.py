"""Dangerous works as the regulator sees them."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.projects.dangerous import dangerous_samples, dangerous_views
from backend.projects.dangerous.dangerous_kinds import Grade
from backend.projects.dangerous.dangerous_views import DangerousList, Work


@get(
    "/dangerous-works",
    operation_id="console_dangerous_works",
    summary="Dangerous works of the own subtree",
    description="What is listed now, the latest first; `grade` picks one grade.",
    responses=answer(Page[Work], dangerous_samples.PAGE),
)
async def dangerous_works(
    request: Request[Any, Any, Any],
    grade: FromQuery[Grade | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[Work]:
    """A page."""
    return await dangerous_views.of_subtree(person(request), grade=grade, cursor=cursor, limit=limit)


@get(
    "/dangerous-works/{work_id:uuid}",
    operation_id="console_dangerous_work",
    summary="One dangerous work",
    description="With its grade and the reason of it; also after it was removed.",
    responses=answer(Work, dangerous_samples.WORK),
)
async def dangerous_work(request: Request[Any, Any, Any], work_id: FromPath[UUID]) -> Work:
    """The work."""
    return await dangerous_views.get(person(request), work_id)


@get(
    "/projects/{project_id:uuid}/dangerous-works",
    operation_id="console_project_dangerous_works",
    summary="A project's dangerous works",
    description="What is listed now, the worst first. With nothing listed, `none_declared` tells whether the site "
    "said that there are none.",
    responses=answer(DangerousList, dangerous_samples.LIST),
)
async def project_dangerous_works(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> DangerousList:
    """The list."""
    return await dangerous_views.of_project(person(request), project_id)


ROUTES: Final[list[Any]] = [dangerous_works, dangerous_work, project_dangerous_works]
