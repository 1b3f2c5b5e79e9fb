"""Projects that the regulator's units supervise."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.projects import projects, registration, samples
from backend.projects.projects import Detail, Summary
from backend.projects.registration import NewProject, Registered


@post(
    "/projects",
    operation_id="console_register_project",
    summary="Register a project",
    description="With its parties by social credit code and its first project manager and chief supervision engineer, "
    "whose posts are active at once: they approve all others. A post stays vacant where the number's account bears "
    "another name; the warning says so. By a regulator for a unit of the own subtree.",
    responses=answer(Registered, Registered(id=samples.PROJECT_ID), status=201),
)
@once
async def register_project(
    request: Request[Any, Any, Any], data: Annotated[NewProject, body(samples.NEW_PROJECT)]
) -> Registered:
    """The project's id, and what is still to do."""
    return await registration.register(person(request), data)


@get(
    "/projects",
    operation_id="console_list_projects",
    summary="Projects of the own subtree",
    description="The newest first.",
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
    operation_id="console_project",
    summary="One project",
    description="Parties, permits, posts, obligations and the point on the map (WGS-84).",
    responses=answer(Detail, samples.PROJECT),
)
async def project(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> Detail:
    """The project."""
    return await projects.detail(person(request), project_id)


ROUTES = [register_project, list_projects, project]
