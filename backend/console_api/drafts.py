"""Orders that the platform drafted: one click issues, another dismisses."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.console_api.orders import FindingInput
from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.supervision import draft_samples, draft_views, drafts, order_views, samples
from backend.supervision.draft_rules import DraftState
from backend.supervision.draft_views import DraftDetail, DraftItem
from backend.supervision.drafts import Issue
from backend.supervision.order_views import OrderDetail
from backend.supervision.orders import NewFinding
from backend.supervision.rules import Sentence


class IssueDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the regulator changes; what is left out stays as it was drafted."""

    findings: Annotated[list[FindingInput], msgspec.Meta(min_length=1, max_length=50)] | None = None
    due_days: Annotated[int, msgspec.Meta(ge=1, le=90)] | None = None


class Dismissal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why no order is issued."""

    reason: Sentence


@get(
    "/drafts",
    operation_id="console_list_drafts",
    summary="Drafted orders in my area",
    description="The longest waiting first; `states` shows those that were decided.",
    responses=answer(Page[DraftItem], draft_samples.DRAFT_PAGE),
)
async def list_drafts(
    request: Request[Any, Any, Any],
    *,
    states: FromQuery[list[DraftState] | None] = None,
    project_id: FromQuery[UUID | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 20,
) -> Page[DraftItem]:
    """A page of drafts."""
    return await draft_views.list_drafts(
        person(request),
        states=tuple(states or (DraftState.WAITING,)),
        project_id=project_id,
        cursor=cursor,
        limit=limit,
    )


@get(
    "/drafts/{draft_id:uuid}",
    operation_id="console_read_draft",
    summary="One drafted order",
    description="What the order would say, from which warning, and how it was decided.",
    responses=answer(DraftDetail, draft_samples.DRAFT_DETAIL),
)
async def read_draft(request: Request[Any, Any, Any], draft_id: FromPath[UUID]) -> DraftDetail:
    """The draft."""
    return await draft_views.draft_detail(person(request), draft_id)


@post(
    "/drafts/{draft_id:uuid}/issue",
    operation_id="console_issue_draft",
    summary="Issue a drafted order",
    description="As drafted, or with other findings or days. The order is made from the draft's warning. 409 "
    "`draft_overtaken` where the site has done it meanwhile, `draft_state` where the draft was decided.",
    responses=answer(OrderDetail, samples.ORDER_DETAIL, status=201),
)
@once
async def issue_draft(
    request: Request[Any, Any, Any], draft_id: FromPath[UUID], data: Annotated[IssueDraft, body(IssueDraft(due_days=5))]
) -> OrderDetail:
    """The new order."""
    findings = None if data.findings is None else [NewFinding(each.text, each.severity) for each in data.findings]
    order_id = await drafts.issue(person(request), draft_id, Issue(findings=findings, due_days=data.due_days))
    return await order_views.order_detail(person(request), order_id)


@post(
    "/drafts/{draft_id:uuid}/dismiss",
    status_code=200,
    operation_id="console_dismiss_draft",
    summary="Dismiss a drafted order",
    description="With a reason; the warning stays as it is.",
    responses=answer(DraftDetail, draft_samples.DRAFT_DETAIL),
)
@once
async def dismiss_draft(
    request: Request[Any, Any, Any],
    draft_id: FromPath[UUID],
    data: Annotated[Dismissal, body(Dismissal("已电话督促，本周补报"))],
) -> DraftDetail:
    """The draft as it stands now."""
    await drafts.dismiss(person(request), draft_id, data.reason)
    return await draft_views.draft_detail(person(request), draft_id)


ROUTES = [list_drafts, read_draft, issue_draft, dismiss_draft]
