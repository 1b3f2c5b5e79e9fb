"""Warnings in the regulator's area: seen and counted, followed up, urged, closed, made into an order."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.both_doors import warnings as at_both_doors
from backend.console_api.undelivered import why
from backend.core.examples import answer, body
from backend.core.i18n import Text
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.supervision import board_samples, follow_ups, proposals, samples, warning_counts, warning_views, warnings
from backend.supervision.follow_ups import Follower
from backend.supervision.proposals import OrderProposal
from backend.supervision.rules import Level, Sentence, WarningState
from backend.supervision.warning_counts import WarningCounts
from backend.supervision.warning_views import LIVE, Filters, Sort, WarningDetail, WarningItem
from notifications import told
from notifications.channel import ChannelName
from notifications.told import Told


class Urging(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the people on site shall hear."""

    note: Sentence


class Closing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why it is over."""

    reason: Sentence


class FollowUpChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who follows the warning up from now on, and who did as far as the page knows; null is nobody."""

    account_id: UUID | None
    instead_of: UUID | None


class ToldLine(msgspec.Struct, frozen=True, kw_only=True):
    """A message about the warning, and in words why it has not arrived."""

    message: Told
    why: Text | None


_ANSWER = answer(WarningDetail, samples.WARNING_DETAIL)
_CHANGE = FollowUpChange(account_id=UUID(int=1), instead_of=None)
_TOLD = Told(
    id=UUID(int=1),
    event_kind="warning.raised",
    level="yellow",
    channel=ChannelName.APP_CARD,
    to_name="张工",
    to_posts=["project_manager"],
    is_group=False,
    is_regulator=False,
    state="accepted",
    attempts=1,
    created_at=samples.WARNING_ITEM.raised_at,
    accepted_at=samples.WARNING_ITEM.raised_at,
    seen_at=None,
    last_code=0,
    last_error=None,
)

Codes = Annotated[list[Annotated[str, msgspec.Meta(max_length=40)]], msgspec.Meta(max_length=50)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


def asked_filters(
    *,
    states: FromQuery[list[WarningState] | None] = None,
    levels: FromQuery[list[Level] | None] = None,
    codes: FromQuery[Codes | None] = None,
    project_id: FromQuery[UUID | None] = None,
    region_code: FromQuery[str | None] = None,
    sectors: FromQuery[Codes | None] = None,
    silent_since: FromQuery[Moment | None] = None,
    followed_by: FromQuery[UUID | None] = None,
    is_followed: FromQuery[bool | None] = None,
) -> Filters:
    """The filters of the board, the same for the list and for its counts."""
    return Filters(
        states=tuple(states or LIVE),
        levels=tuple(levels or ()),
        codes=tuple(codes or ()),
        project_id=project_id,
        region_code=region_code,
        sectors=tuple(sectors or ()),
        silent_since=silent_since,
        followed_by=followed_by,
        is_followed=is_followed,
    )


_FILTERED = {"filters": Provide(asked_filters, sync_to_thread=False)}
_FILTERS_SAID = (
    "Those that are not closed unless `states` says otherwise. `region_code` is a city's or a district's; "
    "`silent_since` keeps those about which no person has done anything since then; `followed_by` those that one "
    "regulator follows up, `is_followed=false` those that nobody does."
)


@get(
    "/warnings",
    operation_id="console_list_warnings",
    summary="Warnings in my area",
    description=f"Newest first, or with `sort=gravest` the highest level first. {_FILTERS_SAID}",
    responses=answer(Page[WarningItem], samples.WARNING_PAGE),
    dependencies=_FILTERED,
)
async def list_warnings(
    request: Request[Any, Any, Any],
    *,
    filters: NamedDependency[Filters],
    sort: FromQuery[Sort] = Sort.NEWEST,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 20,
) -> Page[WarningItem]:
    """A page of warnings."""
    return await warning_views.list_warnings(person(request), filters, sort=sort, cursor=cursor, limit=limit)


@get(
    "/warnings/counts",
    operation_id="console_count_warnings",
    summary="How many warnings each choice of a filter shows",
    description="With the list's filters; closed ones only where `states` names them: `total` is what the list holds; "
    f"of each filter the choices and how many each would show with all other filters as they are. {_FILTERS_SAID}",
    responses=answer(WarningCounts, board_samples.COUNTS),
    dependencies=_FILTERED,
)
async def count_warnings(request: Request[Any, Any, Any], filters: NamedDependency[Filters]) -> WarningCounts:
    """The counts."""
    return await warning_counts.count_warnings(person(request), filters)


@get(
    "/warnings/{warning_id:uuid}",
    operation_id="console_read_warning",
    summary="One warning",
    description="With its facts, its history, who has it and who was told.",
    responses=_ANSWER,
)
async def read_warning(request: Request[Any, Any, Any], warning_id: FromPath[UUID]) -> WarningDetail:
    """The warning."""
    return await warning_views.warning_detail(person(request), warning_id)


@post(
    "/warnings/{warning_id:uuid}/urge",
    status_code=200,
    operation_id="console_urge_warning",
    summary="Urge a warning",
    description="Everybody who was told hears it again with your note; the warning's state stays. "
    "409 `warning_urged` within half an hour of the last urging, `warning_names_no_post` for one that is the "
    "regulators' own: each says what to do instead.",
    responses=_ANSWER,
)
@once
async def urge_warning(
    request: Request[Any, Any, Any],
    warning_id: FromPath[UUID],
    data: Annotated[Urging, body(Urging("请立即到场处置并反馈"))],
) -> WarningDetail:
    """The warning as it stands now."""
    await warnings.urge(person(request), warning_id, note=data.note)
    return await warning_views.warning_detail(person(request), warning_id)


@post(
    "/warnings/{warning_id:uuid}/close",
    status_code=200,
    operation_id="console_close_warning",
    summary="Close a warning",
    description="With a reason. 409 `warning_has_order` while an order made from it is not finished.",
    responses=_ANSWER,
)
@once
async def close_warning(
    request: Request[Any, Any, Any],
    warning_id: FromPath[UUID],
    data: Annotated[Closing, body(Closing("现场核查，措施已到位"))],
) -> WarningDetail:
    """The warning as it stands now."""
    await warnings.close(person(request), warning_id, reason=data.reason)
    return await warning_views.warning_detail(person(request), warning_id)


@get(
    "/warnings/{warning_id:uuid}/told",
    operation_id="console_warning_told",
    summary="Who was told of a warning",
    description="Each message to a person or a group with its way, its state and what the provider said, newest "
    "first. `accepted` is what a provider can prove; that somebody has read it only the inbox knows (`seen_at`).",
    responses=answer(Page[ToldLine], Page([ToldLine(message=_TOLD, why=None)], None)),
)
async def list_told(
    request: Request[Any, Any, Any],
    warning_id: FromPath[UUID],
    *,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[ToldLine]:
    """A page of messages."""
    await warning_views.check_supervised(person(request), warning_id)
    page = await told.of_subject(person(request), warning_id, cursor=cursor, limit=limit)
    lines = [ToldLine(message=one, why=why(one.channel, one.last_code, one.last_error)) for one in page.items]
    return Page(lines, page.next)


@get(
    "/warnings/{warning_id:uuid}/follow-up",
    operation_id="console_list_followers",
    summary="Who may follow a warning up",
    description="Regulators of the supervising unit and of mine, myself first.",
    responses=answer(list[Follower], [board_samples.FOLLOWER]),
)
async def list_followers(request: Request[Any, Any, Any], warning_id: FromPath[UUID]) -> list[Follower]:
    """Whom to choose from."""
    return await follow_ups.list_candidates(person(request), warning_id)


@post(
    "/warnings/{warning_id:uuid}/follow-up",
    status_code=200,
    operation_id="console_assign_warning",
    summary="Say who follows a warning up",
    description="Myself, a colleague who supervises the project, or nobody; a colleague is told. The site's duty to "
    "answer stays. `instead_of` is who did so far: 409 `follow_up_changed` where somebody was quicker; with the two "
    "exchanged the same call undoes it. 422 `cannot_follow_up` for who does not supervise the project.",
    responses=_ANSWER,
)
@once
async def assign_warning(
    request: Request[Any, Any, Any], warning_id: FromPath[UUID], data: Annotated[FollowUpChange, body(_CHANGE)]
) -> WarningDetail:
    """The warning as it stands now."""
    await follow_ups.assign(person(request), warning_id, account_id=data.account_id, instead_of=data.instead_of)
    return await warning_views.warning_detail(person(request), warning_id)


@get(
    "/warnings/{warning_id:uuid}/order-proposal",
    operation_id="console_propose_order",
    summary="What an order from a warning would say",
    description="Title, finding and due date in the words of the warning, to be changed before the order is issued "
    "with `warning_id`; nothing is kept. `order_id` and `draft_id` where one was made already.",
    responses=answer(OrderProposal, board_samples.PROPOSAL),
)
async def propose_order(request: Request[Any, Any, Any], warning_id: FromPath[UUID]) -> OrderProposal:
    """The proposal."""
    return await proposals.of_warning(person(request), warning_id)


ROUTES = [
    list_warnings,
    count_warnings,
    read_warning,
    list_told,
    list_followers,
    assign_warning,
    propose_order,
    urge_warning,
    close_warning,
    *at_both_doors.ROUTES,
]
