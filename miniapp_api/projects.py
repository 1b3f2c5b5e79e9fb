"""Projects that concern the person."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.projects import projects, samples
from backend.projects.projects import Detail, Summary


@get(
    "/projects",
    operation_id="miniapp_list_projects",
    summary="My projects",
    description="Those on which the person holds a post, or which a regulator's unit supervises; the newest first.",
    responses=answer(Page[Summary], samples.PROJECT_PAGE),
)
async def list_projects(
    request: Request[Any, Any, Any],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[Summary]:
    """A page."""
    return await projects.list_projects(person(request), cursor=cursor, limit=limit)


@get(
    "/projects/{project_id:uuid}",
    operation_id="miniapp_project",
    summary="One project",
    description="Parties, permits, posts, obligations and the point on the map (WGS-84).",
    responses=answer(Detail, samples.PROJECT),
)
async def project(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> Detail:
    """The project."""
    return await projects.detail(person(request), project_id)


ROUTES = [list_projects, project]
