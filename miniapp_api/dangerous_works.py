"""The list of dangerous works: what there is to list, what a work would be, and the list itself."""

import hashlib
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post, put
from litestar.params import FromPath, QueryParameter

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.projects.dangerous import dangerous_catalogue, dangerous_samples, dangerous_views, dangerous_works
from backend.projects.dangerous.dangerous_catalogue import PROVINCE, KindView
from backend.projects.dangerous.dangerous_kinds import Classification, Judgement, Measure
from backend.projects.dangerous.dangerous_views import DangerousList, Work
from backend.projects.dangerous.dangerous_works import Because, ChangedWork, Listed, NewWork

Region = Annotated[str, msgspec.Meta(pattern="^44[0-9]{4}$")]


class Trial(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A work as far as its grade goes; the region is the project's."""

    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    region_code: Region = PROVINCE
    measures: Annotated[list[Measure], msgspec.Meta(max_length=10)] = []
    judgements: Annotated[list[Judgement], msgspec.Meta(max_length=10)] = []


@get(
    "/dangerous-work-kinds",
    operation_id="miniapp_dangerous_work_kinds",
    summary="Kinds of dangerous works",
    description="With the measures and judgements that each asks for, as they apply in the region today. The answer "
    "carries an ETag: sent back as `If-None-Match` it costs 304 and no bytes.",
    responses=answer(list[KindView], [dangerous_samples.KIND]),
)
async def dangerous_work_kinds(
    request: Request[Any, Any, Any], region_code: Annotated[str, QueryParameter(pattern="^44[0-9]{4}$")] = PROVINCE
) -> Response[Any]:
    """Kinds, or 304 for a reader who has them."""
    content = msgspec.json.encode(await dangerous_catalogue.kinds(region_code))
    headers = {"ETag": f'"{hashlib.sha256(content).hexdigest()[:16]}"', "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(b"", status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


@post(
    "/dangerous-works/classify",
    operation_id="miniapp_classify_dangerous_work",
    summary="What a work would be",
    description="The grade with its reason while it is being typed; nothing is kept. What could still raise the grade "
    "and is missing is refused by its name.",
    status_code=200,
    responses=answer(Classification, dangerous_samples.CLASSIFICATION),
)
async def classify_dangerous_work(
    data: Annotated[
        Trial,
        body(Trial(kind="FORMWORK-SUPPORT", region_code="440305", measures=dangerous_samples.MEASURES)),
    ],
) -> Classification:
    """The grade."""
    return await dangerous_catalogue.classify(data.kind, data.region_code, data.measures, data.judgements)


@get(
    "/projects/{project_id:uuid}/dangerous-works",
    operation_id="miniapp_dangerous_works",
    summary="A project's dangerous works",
    description="What is listed now, the worst first. With nothing listed, `none_declared` tells whether somebody "
    "said that there are none.",
    responses=answer(DangerousList, dangerous_samples.LIST),
)
async def dangerous_list(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> DangerousList:
    """The list."""
    return await dangerous_views.of_project(person(request), project_id)


@get(
    "/dangerous-works/{work_id:uuid}",
    operation_id="miniapp_dangerous_work",
    summary="One dangerous work",
    description="With its grade and the reason of it; also after it was removed.",
    responses=answer(Work, dangerous_samples.WORK),
)
async def dangerous_work(request: Request[Any, Any, Any], work_id: FromPath[UUID]) -> Work:
    """The work."""
    return await dangerous_views.get(person(request), work_id)


@post(
    "/projects/{project_id:uuid}/dangerous-works",
    operation_id="miniapp_list_dangerous_work",
    summary="List a dangerous work",
    description="By project manager or safety officer. The grade comes from the measures and judgements; the chief "
    "supervision engineer is told of it.",
    responses=answer(Listed, dangerous_samples.LISTED, status=201),
)
@once
async def list_dangerous_work(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    data: Annotated[NewWork, body(dangerous_samples.NEW)],
) -> Listed:
    """The work's id and grade."""
    return await dangerous_works.list_work(person(request), project_id, data)


@post(
    "/projects/{project_id:uuid}/dangerous-works/none",
    operation_id="miniapp_declare_no_dangerous_works",
    summary="Declare that there are no dangerous works",
    description="By project manager or safety officer, with the reason, for a project of which nothing was listed "
    "yet. Removing the last listed work says the same.",
    status_code=204,
)
@once
async def declare_none(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    data: Annotated[Because, body(dangerous_samples.NONE)],
) -> None:
    """Nothing."""
    await dangerous_works.declare_none(person(request), project_id, data.reason)


@put(
    "/dangerous-works/{work_id:uuid}",
    operation_id="miniapp_change_dangerous_work",
    summary="Change a dangerous work",
    description="By project manager or safety officer, with the reason: the whole work as it is from now on, graded "
    "anew. The regulators see what it was and what it is.",
    responses=answer(Listed, dangerous_samples.LISTED),
)
@once
async def change_dangerous_work(
    request: Request[Any, Any, Any],
    work_id: FromPath[UUID],
    data: Annotated[ChangedWork, body(dangerous_samples.CHANGED)],
) -> Listed:
    """The work's id and grade."""
    return await dangerous_works.change(person(request), work_id, data)


@post(
    "/dangerous-works/{work_id:uuid}/remove",
    operation_id="miniapp_remove_dangerous_work",
    summary="Remove a dangerous work",
    description="By project manager or safety officer, with the reason; the work stays readable.",
    status_code=204,
)
@once
async def remove_dangerous_work(
    request: Request[Any, Any, Any],
    work_id: FromPath[UUID],
    data: Annotated[Because, body(dangerous_samples.REMOVED)],
) -> None:
    """Nothing."""
    await dangerous_works.remove(person(request), work_id, data.reason)


ROUTES: Final[list[Any]] = [
    dangerous_work_kinds,
    classify_dangerous_work,
    dangerous_list,
    dangerous_work,
    list_dangerous_work,
    declare_none,
    change_dangerous_work,
    remove_dangerous_work,
]
