"""Other systems' numbers, as the supervising unit enters them, and finding a project by one."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.projects import projects, samples
from backend.projects.base import external_ids
from backend.projects.base.external_ids import Entered, NewExternalId
from backend.projects.base.works import Because
from backend.projects.facts import fact_samples
from backend.projects.projects import Summary


class Removed(msgspec.Struct, frozen=True):
    """The number's id."""

    id: UUID


@get(
    "/project-by-external-id",
    operation_id="console_project_by_external_id",
    summary="Find projects by another system's number",
    description="Of the own subtree. `kind` is `project_code`, `mohurd_project_no`, `supervision_no` or a word of "
    "one's own; without `source` every source's numbers are searched. A number that cannot be one is refused.",
    responses=answer(list[Summary], samples.PROJECT_PAGE.items),
)
async def project_by_external_id(
    request: Request[Any, Any, Any],
    kind: Annotated[str, QueryParameter(min_length=1, max_length=40)],
    value: Annotated[str, QueryParameter(min_length=1, max_length=60)],
    source: FromQuery[str | None] = None,
) -> list[Summary]:
    """Those that bear it."""
    return await projects.with_external_id(person(request), kind, value, source)


@post(
    "/projects/{project_id:uuid}/external-ids",
    operation_id="console_add_external_id",
    summary="Enter another system's number",
    description="By the supervising unit. Project codes (GB/T 40058-2021 and the older scheme) and the market "
    "platform's project numbers are checked; one number stands at one project.",
    responses=answer(Entered, fact_samples.ENTERED, status=201),
)
@once
async def add_external_id(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    data: Annotated[NewExternalId, body(fact_samples.NEW_EXTERNAL_ID)],
) -> Entered:
    """The number as it is kept."""
    return await external_ids.add(person(request), project_id, data)


@post(
    "/projects/{project_id:uuid}/external-ids/{external_id:uuid}/remove",
    operation_id="console_remove_external_id",
    summary="Take a number away",
    description="One that was entered by mistake, with the reason; by the supervising unit.",
    status_code=200,
    responses=answer(Removed, Removed(fact_samples.EXTERNAL)),
)
@once
async def remove_external_id(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    external_id: FromPath[UUID],
    data: Annotated[Because, body(Because(reason="录错项目"))],
) -> Removed:
    """The number's id."""
    await external_ids.remove(person(request), project_id, external_id, data.reason)
    return Removed(external_id)


ROUTES = [project_by_external_id, add_external_id, remove_external_id]
