"""Handing a post over: the list of its open matters, offered by who leaves and signed by who comes."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.supervision import handover, handover_samples, handover_views
from backend.supervision.handover import NewHandover, Preparation
from backend.supervision.handover_views import HandoverDetail, HandoverItem
from backend.supervision.rules import Sentence


class HandoverId(msgspec.Struct, frozen=True):
    """The handover's id."""

    id: UUID


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`seen` of the list that was read: a list that has changed since is not signed."""

    seen: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$")]


class HandoverRefusal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the post is not taken; the giver reads it."""

    reason: Sentence


_ANSWER = answer(HandoverDetail, handover_samples.HANDOVER_DETAIL)


@get(
    "/posts/{post_id:uuid}/handover",
    operation_id="miniapp_prepare_handover",
    summary="What a handover would hold",
    description="The open matters of the own post, and the colleagues to whom it may be offered. For somebody who is "
    "gone the approvers of the project read it.",
    responses=answer(Preparation, handover_samples.PREPARATION),
)
async def prepare_handover(request: Request[Any, Any, Any], post_id: FromPath[UUID]) -> Preparation:
    """Matters and successors."""
    return await handover.prepare(person(request), post_id)


@post(
    "/posts/{post_id:uuid}/handover",
    operation_id="miniapp_offer_handover",
    summary="Offer the own post to a colleague",
    description="To somebody who holds or has applied for the same post; the list is fixed with the offer. For who is "
    "gone an approver of the project offers it.",
    responses=answer(HandoverId, HandoverId(handover_samples.HANDOVER_ID), status=201),
)
@once
async def offer_handover(
    request: Request[Any, Any, Any],
    post_id: FromPath[UUID],
    data: Annotated[NewHandover, body(handover_samples.NEW_HANDOVER)],
) -> HandoverId:
    """The handover's id."""
    return HandoverId(await handover.offer(person(request), post_id, data))


@get(
    "/handovers",
    operation_id="miniapp_list_handovers",
    summary="Handovers that concern me",
    description="Given, to be signed, and those of projects that I approve for; the newest first.",
    responses=answer(list[HandoverItem], [handover_samples.HANDOVER_ITEM]),
)
async def list_handovers(request: Request[Any, Any, Any]) -> list[HandoverItem]:
    """Handovers."""
    return await handover_views.list_handovers(person(request))


@get(
    "/handovers/{handover_id:uuid}",
    operation_id="miniapp_read_handover",
    summary="One handover",
    description="The list as offered and as it stands now, with what came and what was settled between.",
    responses=_ANSWER,
)
async def read_handover(request: Request[Any, Any, Any], handover_id: FromPath[UUID]) -> HandoverDetail:
    """The handover."""
    return await handover_views.read(person(request), handover_id)


@post(
    "/handovers/{handover_id:uuid}/sign",
    operation_id="miniapp_sign_handover",
    summary="Take the post over",
    description="By the successor, who holds the post. No matter moves: they are the post's; the giver's post ends.",
    status_code=200,
    responses=_ANSWER,
)
@once
async def sign_handover(
    request: Request[Any, Any, Any],
    handover_id: FromPath[UUID],
    data: Annotated[Signature, body(Signature(seen=handover_samples.HANDOVER_DETAIL.seen or ""))],
) -> HandoverDetail:
    """The signed handover."""
    await handover.sign(person(request), handover_id, data.seen)
    return await handover_views.read(person(request), handover_id)


@post(
    "/handovers/{handover_id:uuid}/refuse",
    operation_id="miniapp_refuse_handover",
    summary="Refuse to take the post over",
    description="By the successor, with a reason; the giver keeps the post.",
    status_code=200,
    responses=_ANSWER,
)
@once
async def refuse_handover(
    request: Request[Any, Any, Any],
    handover_id: FromPath[UUID],
    data: Annotated[HandoverRefusal, body(HandoverRefusal(reason="清单缺少喷淋维护记录"))],
) -> HandoverDetail:
    """The refused handover."""
    await handover.refuse(person(request), handover_id, data.reason)
    return await handover_views.read(person(request), handover_id)


@post(
    "/handovers/{handover_id:uuid}/withdraw",
    operation_id="miniapp_withdraw_handover",
    summary="Take the offer back",
    description="By the giver, or an approver of the project.",
    status_code=200,
    responses=_ANSWER,
)
@once
async def withdraw_handover(request: Request[Any, Any, Any], handover_id: FromPath[UUID]) -> HandoverDetail:
    """The withdrawn handover."""
    await handover.withdraw(person(request), handover_id)
    return await handover_views.read(person(request), handover_id)


ROUTES = [
    prepare_handover,
    offer_handover,
    list_handovers,
    read_handover,
    sign_handover,
    refuse_handover,
    withdraw_handover,
]
