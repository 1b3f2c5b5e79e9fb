"""Single works of a project and its numbers in other systems, as the project manager enters them."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, post, put
from litestar.params import FromPath

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.projects.base import external_ids, works
from backend.projects.base.external_ids import Entered, NewExternalId
from backend.projects.base.works import Because, ChangedWork, NewWork
from backend.projects.facts import fact_samples


class Listed(msgspec.Struct, frozen=True):
    """The id of the single work or of the number."""

    id: UUID


@post(
    "/projects/{project_id:uuid}/works",
    operation_id="miniapp_list_work",
    summary="List a single work",
    description="A building, bridge or road section; by the project manager. A permit must be one of the project's.",
    responses=answer(Listed, Listed(fact_samples.WORK_ID), status=201),
)
@once
async def list_work(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    data: Annotated[NewWork, body(fact_samples.NEW_WORK)],
) -> Listed:
    """Its id."""
    return Listed(await works.list_(person(request), project_id, data))


@put(
    "/projects/{project_id:uuid}/works/{work_id:uuid}",
    operation_id="miniapp_change_work",
    summary="Change a single work",
    description="All of it, with the reason; what it was stays in the project's history. By the project manager.",
    responses=answer(Listed, Listed(fact_samples.WORK_ID)),
)
@once
async def change_work(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    work_id: FromPath[UUID],
    data: Annotated[ChangedWork, body(fact_samples.CHANGED_WORK)],
) -> Listed:
    """Its id."""
    await works.change(person(request), project_id, work_id, data)
    return Listed(work_id)


@post(
    "/projects/{project_id:uuid}/works/{work_id:uuid}/remove",
    operation_id="miniapp_remove_work",
    summary="Take a single work off the list",
    description="With the reason; refused while dangerous works on the list belong to it. By the project manager.",
    status_code=200,
    responses=answer(Listed, Listed(fact_samples.WORK_ID)),
)
@once
async def remove_work(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    work_id: FromPath[UUID],
    data: Annotated[Because, body(Because(reason="取消建设"))],
) -> Listed:
    """Its id."""
    await works.remove(person(request), project_id, work_id, data.reason)
    return Listed(work_id)


@post(
    "/projects/{project_id:uuid}/external-ids",
    operation_id="miniapp_add_external_id",
    summary="Enter another system's number",
    description="By the project manager or the supervising unit. Project codes (GB/T 40058-2021 and the older scheme) "
    "and the market platform's project numbers are checked; one number stands at one project.",
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
    operation_id="miniapp_remove_external_id",
    summary="Take a number away",
    description="One that was entered by mistake, with the reason; by who may enter one.",
    status_code=200,
    responses=answer(Listed, Listed(fact_samples.EXTERNAL)),
)
@once
async def remove_external_id(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    external_id: FromPath[UUID],
    data: Annotated[Because, body(Because(reason="录错项目"))],
) -> Listed:
    """The number's id."""
    await external_ids.remove(person(request), project_id, external_id, data.reason)
    return Listed(external_id)


ROUTES = [list_work, change_work, remove_work, add_external_id, remove_external_id]
