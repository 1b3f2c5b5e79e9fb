"""Applying for a post on a project, deciding on applications, leaving and ending."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.projects import samples
from backend.projects.people import posts
from backend.projects.people.posts import Found, Post
from backend.projects.rules import PostKind
from backend.supervision import handover, handover_samples
from backend.supervision.handover import Left


class Application(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The post and the employer, who must be the project's party for that post."""

    kind: PostKind
    uscc: Annotated[str, msgspec.Meta(min_length=18, max_length=30)]


class Refusal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why; the person concerned reads it."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class NewPost(msgspec.Struct, frozen=True):
    """The application's id and its state: applied, or active at once for who is named on the permit."""

    id: UUID
    state: str


class PostState(msgspec.Struct, frozen=True):
    """What the post is now: applied, active, refused, withdrawn or ended."""

    state: str


@get(
    "/project-by-permit",
    operation_id="miniapp_find_project",
    summary="The project of a permit",
    description="For a person who wants to apply for a post: name and parties, as on the site's fence.",
    responses=answer(Found, samples.FOUND),
)
async def find_project(request: Request[Any, Any, Any], permit_number: FromQuery[str]) -> Found:
    """The project."""
    return await posts.find_project(person(request), permit_number)


@post(
    "/projects/{project_id:uuid}/posts",
    operation_id="miniapp_apply_for_post",
    summary="Apply for a post",
    description="The chief supervision engineer or the project manager of the project decides; where there is neither, "
    "the supervising unit. Who is named for the post on the permit, by verified number and name, holds it at once.",
    responses=answer(NewPost, NewPost(samples.POST_ID, "applied"), status=201),
)
@once
async def apply_for_post(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    data: Annotated[Application, body(Application(kind=PostKind.SAFETY_OFFICER, uscc="91440300YY000001XU"))],
) -> NewPost:
    """The application."""
    applied = await posts.apply(person(request), project_id, data.kind, data.uscc)
    return NewPost(applied.post_id, applied.state)


@get(
    "/posts",
    operation_id="miniapp_my_posts",
    summary="Own posts and applications",
    description="The newest first, refused and ended ones with their reason.",
    responses=answer(list[Post], [samples.POST]),
)
async def my_posts(request: Request[Any, Any, Any]) -> list[Post]:
    """Posts."""
    return await posts.list_mine(person(request))


@get(
    "/posts/to-decide",
    operation_id="miniapp_posts_to_decide",
    summary="Applications that wait for this person",
    description="The oldest first; the own ones are decided by somebody else.",
    responses=answer(list[Post], [samples.POST]),
)
async def posts_to_decide(request: Request[Any, Any, Any]) -> list[Post]:
    """Applications."""
    return await posts.list_to_decide(person(request))


@post(
    "/posts/{post_id:uuid}/approve",
    operation_id="miniapp_approve_post",
    summary="Approve an application",
    description="By the chief supervision engineer or the project manager of that project, never the own one.",
    status_code=200,
    responses=answer(PostState, PostState("active")),
)
@once
async def approve_post(request: Request[Any, Any, Any], post_id: FromPath[UUID]) -> PostState:
    """The new state."""
    await posts.approve(person(request), post_id)
    return PostState("active")


@post(
    "/posts/{post_id:uuid}/refuse",
    operation_id="miniapp_refuse_post",
    summary="Refuse an application",
    description="By those who may approve it, with a reason.",
    status_code=200,
    responses=answer(PostState, PostState("refused")),
)
@once
async def refuse_post(
    request: Request[Any, Any, Any],
    post_id: FromPath[UUID],
    data: Annotated[Refusal, body(Refusal(reason="请由公司重新委派"))],
) -> PostState:
    """The new state."""
    await posts.refuse(person(request), post_id, data.reason)
    return PostState("refused")


@post(
    "/posts/{post_id:uuid}/withdraw",
    operation_id="miniapp_withdraw_post",
    summary="Withdraw the own application",
    description="As long as nobody has decided.",
    status_code=200,
    responses=answer(PostState, PostState("withdrawn")),
)
@once
async def withdraw_post(request: Request[Any, Any, Any], post_id: FromPath[UUID]) -> PostState:
    """The new state."""
    await posts.withdraw(person(request), post_id)
    return PostState("withdrawn")


@post(
    "/posts/{post_id:uuid}/leave",
    operation_id="miniapp_leave_post",
    summary="Give the own post up",
    description="Open matters stay with the post; the person no longer sees the project by it. The answer says how "
    "many there are and which post answers for them now. With a successor at hand, hand the post over instead.",
    status_code=200,
    responses=answer(Left, handover_samples.LEFT),
)
@once
async def leave_post(request: Request[Any, Any, Any], post_id: FromPath[UUID]) -> Left:
    """The new state."""
    return await handover.leave(person(request), post_id)


@post(
    "/posts/{post_id:uuid}/end",
    operation_id="miniapp_end_post",
    summary="End somebody else's post",
    description="By the chief supervision engineer or the project manager of that project, with a reason; at once.",
    status_code=200,
    responses=answer(PostState, PostState("ended")),
)
@once
async def end_post(
    request: Request[Any, Any, Any],
    post_id: FromPath[UUID],
    data: Annotated[Refusal, body(Refusal(reason="已调离本项目"))],
) -> PostState:
    """The new state."""
    await posts.end(person(request), post_id, data.reason)
    return PostState("ended")


ROUTES = [
    find_project,
    apply_for_post,
    my_posts,
    posts_to_decide,
    approve_post,
    refuse_post,
    withdraw_post,
    leave_post,
    end_post,
]
