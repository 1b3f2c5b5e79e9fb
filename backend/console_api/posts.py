"""Posts as the supervising unit decides and ends them, handovers for who is gone; who is on two projects at once."""

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
from backend.projects.people import concurrency, posts
from backend.projects.people.concurrency import Concurrent, HeldProject
from backend.projects.people.posts import Post
from backend.projects.rules import PostKind
from backend.supervision import handover, handover_samples, handover_views
from backend.supervision.handover import NewHandover, Preparation
from backend.supervision.handover_rules import HandoverState
from backend.supervision.handover_views import HandoverDetail, HandoverItem
from backend.supervision.rules import Sentence


class PostReason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why; the person concerned reads it."""

    reason: Sentence


class DecidedPost(msgspec.Struct, frozen=True):
    """What the post is now: active, refused or ended."""

    state: str


class OfferedHandover(msgspec.Struct, frozen=True):
    """The handover's id."""

    id: UUID


_CONCURRENT = Concurrent(
    account_id=samples.POST_ID,
    person_name="林晓明",
    kind=PostKind.PROJECT_MANAGER,
    most=1,
    projects=[
        HeldProject(
            project_id=samples.PROJECT_ID, name="南山科学城一期", city_code="440300", city_zh="深圳市",
            city_en="Shenzhen", status="under_construction",
        ),
        HeldProject(
            project_id=None, name=None, city_code="440100", city_zh="广州市", city_en="Guangzhou", status="paused"
        ),
    ],
)  # fmt: skip


@get(
    "/posts/to-decide",
    operation_id="console_posts_to_decide",
    summary="Applications that wait for the supervising unit",
    description="Of projects that have neither chief supervision engineer nor project manager; the oldest first.",
    responses=answer(Page[Post], Page([samples.POST], None)),
)
async def posts_to_decide(
    request: Request[Any, Any, Any],
    *,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[Post]:
    """A page of applications."""
    return await posts.list_to_decide_by_station(person(request), cursor=cursor, limit=limit)


@post(
    "/posts/{post_id:uuid}/approve",
    operation_id="console_approve_post",
    summary="Approve an application",
    description="By the supervising unit, while the project has no approver of its own.",
    status_code=200,
    responses=answer(DecidedPost, DecidedPost("active")),
)
@once
async def approve_post(request: Request[Any, Any, Any], post_id: FromPath[UUID]) -> DecidedPost:
    """The new state."""
    await posts.approve_by_station(person(request), post_id)
    return DecidedPost("active")


@post(
    "/posts/{post_id:uuid}/refuse",
    operation_id="console_refuse_post",
    summary="Refuse an application",
    description="By the supervising unit, while the project has no approver of its own; with a reason.",
    status_code=200,
    responses=answer(DecidedPost, DecidedPost("refused")),
)
@once
async def refuse_post(
    request: Request[Any, Any, Any],
    post_id: FromPath[UUID],
    data: Annotated[PostReason, body(PostReason(reason="请由公司重新委派"))],
) -> DecidedPost:
    """The new state."""
    await posts.refuse_by_station(person(request), post_id, data.reason)
    return DecidedPost("refused")


@post(
    "/posts/{post_id:uuid}/end",
    operation_id="console_end_post",
    summary="End a post",
    description="By the supervising unit, with a reason; the membership is over at once.",
    status_code=200,
    responses=answer(DecidedPost, DecidedPost("ended")),
)
@once
async def end_post(
    request: Request[Any, Any, Any],
    post_id: FromPath[UUID],
    data: Annotated[PostReason, body(PostReason(reason="企业已办理人员变更"))],
) -> DecidedPost:
    """The new state."""
    await posts.end_by_unit(person(request), post_id, data.reason)
    return DecidedPost("ended")


@get(
    "/concurrent-posts",
    operation_id="console_list_concurrent_posts",
    summary="People on more projects than allowed",
    description="Who holds the post on several unfinished projects of the province, one of them in my area; a project "
    "outside it is named by its city alone.",
    responses=answer(list[Concurrent], [_CONCURRENT]),
)
async def list_concurrent_posts(request: Request[Any, Any, Any]) -> list[Concurrent]:
    """People with their projects."""
    return await concurrency.list_concurrent(person(request))


@get(
    "/posts/{post_id:uuid}/handover",
    operation_id="console_prepare_handover",
    summary="What a handover would hold",
    description="For a post whose holder is gone: its open matters, and the colleagues to whom it may be offered.",
    responses=answer(Preparation, handover_samples.PREPARATION),
)
async def prepare_handover(request: Request[Any, Any, Any], post_id: FromPath[UUID]) -> Preparation:
    """Matters and successors."""
    return await handover.prepare(person(request), post_id)


@post(
    "/posts/{post_id:uuid}/handover",
    operation_id="console_offer_handover",
    summary="Offer the post of somebody who is gone",
    description="By the supervising unit, in the place of a holder whose post or account has ended.",
    responses=answer(OfferedHandover, OfferedHandover(handover_samples.HANDOVER_ID), status=201),
)
@once
async def offer_handover(
    request: Request[Any, Any, Any],
    post_id: FromPath[UUID],
    data: Annotated[NewHandover, body(handover_samples.NEW_HANDOVER)],
) -> OfferedHandover:
    """The handover's id."""
    return OfferedHandover(await handover.offer(person(request), post_id, data))


@get(
    "/handovers",
    operation_id="console_list_handovers",
    summary="Handovers of my unit's projects",
    description="The newest first.",
    responses=answer(Page[HandoverItem], Page([handover_samples.HANDOVER_ITEM], None)),
)
async def list_handovers(
    request: Request[Any, Any, Any],
    states: FromQuery[list[HandoverState] | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[HandoverItem]:
    """A page."""
    return await handover_views.page(person(request), states=states, cursor=cursor, limit=limit)


@get(
    "/handovers/{handover_id:uuid}",
    operation_id="console_read_handover",
    summary="One handover",
    description="The list as offered and as it stands now, with what came and what was settled between.",
    responses=answer(HandoverDetail, handover_samples.HANDOVER_DETAIL),
)
async def read_handover(request: Request[Any, Any, Any], handover_id: FromPath[UUID]) -> HandoverDetail:
    """The handover."""
    return await handover_views.read(person(request), handover_id)


@post(
    "/handovers/{handover_id:uuid}/withdraw",
    operation_id="console_withdraw_handover",
    summary="Take an offer back",
    description="By the supervising unit.",
    status_code=200,
    responses=answer(HandoverDetail, handover_samples.HANDOVER_DETAIL),
)
@once
async def withdraw_handover(request: Request[Any, Any, Any], handover_id: FromPath[UUID]) -> HandoverDetail:
    """The withdrawn handover."""
    await handover.withdraw(person(request), handover_id)
    return await handover_views.read(person(request), handover_id)


ROUTES = [
    posts_to_decide,
    approve_post,
    refuse_post,
    end_post,
    list_concurrent_posts,
    prepare_handover,
    offer_handover,
    list_handovers,
    read_handover,
    withdraw_handover,
]
