"""What is due, from whom, since when; pauses."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.console_api.warnings import Urging
from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.projects.duties import obligation_samples as samples
from backend.projects.duties import obligation_views, pauses
from backend.projects.duties.obligation_rules import State
from backend.projects.duties.obligation_views import Filters, ObligationItem, Pause
from backend.projects.duties.pauses import EndPause, NewPause
from backend.supervision import silence, warning_views
from backend.supervision.samples import WARNING_DETAIL as SAID
from backend.supervision.warning_views import WarningDetail

_NEW = NewPause(reason=samples.PAUSE.reason, until_at=samples.PAUSE.until_at)


@get(
    "/obligations",
    operation_id="console_list_obligations",
    summary="What is due in my area",
    description="The reviews that the supervising unit owes first, then everything else, each by its due moment. "
    "Open and paused ones unless `states` says otherwise; `answers_now` is the post that a vacant one has fallen to. "
    "`is_mine` keeps the reviews of months that are over which your unit owes; `of_sites` what sites owe, or with "
    "false what supervising units owe: those cannot be urged.",
    responses=answer(Page[ObligationItem], samples.QUEUE),
)
async def list_obligations(
    request: Request[Any, Any, Any],
    *,
    states: FromQuery[list[State] | None] = None,
    kind: FromQuery[str | None] = None,
    project_id: FromQuery[UUID | None] = None,
    is_overdue: FromQuery[bool | None] = None,
    is_mine: FromQuery[bool] = False,
    of_sites: FromQuery[bool | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 20,
) -> Page[ObligationItem]:
    """A page of the queue."""
    filters = Filters(
        states=tuple(states or (State.OPEN, State.PAUSED)),
        kind=kind,
        project_id=project_id,
        is_overdue=is_overdue,
        is_mine=is_mine,
        of_sites=of_sites,
    )
    return await obligation_views.queue(person(request), filters, cursor=cursor, limit=limit)


@post(
    "/obligations/{obligation_id:uuid}/urge",
    status_code=200,
    operation_id="console_urge_obligation",
    summary="Urge what is overdue",
    description="Through the warning that was raised of it: everybody who was told hears it again with your note. 409 "
    "`no_warning_to_urge` where there is none, `warning_names_no_post` for a review that a unit owes.",
    responses=answer(WarningDetail, SAID),
)
@once
async def urge_obligation(
    request: Request[Any, Any, Any],
    obligation_id: FromPath[UUID],
    data: Annotated[Urging, body(Urging("请本周内补报"))],
) -> WarningDetail:
    """The warning as it stands now."""
    warning_id = await silence.urge(person(request), obligation_id, note=data.note)
    return await warning_views.warning_detail(person(request), warning_id)


@post(
    "/projects/{project_id:uuid}/pauses",
    operation_id="console_pause_project",
    summary="Pause a project, or one kind of what is due from it",
    description="By the supervising unit, with a reason and an end within a year. Meanwhile nothing is reminded of, "
    "warned of or drafted; afterwards what is due moves by the days paused. 409 `pause_exists` while one covers it.",
    responses=answer(Pause, samples.PAUSE, status=201),
)
@once
async def pause_project(
    request: Request[Any, Any, Any], project_id: FromPath[UUID], data: Annotated[NewPause, body(_NEW)]
) -> Pause:
    """The pause."""
    pause_id = await pauses.begin(person(request), project_id, data)
    return await obligation_views.pause_of(person(request), pause_id)


@post(
    "/pauses/{pause_id:uuid}/end",
    status_code=200,
    operation_id="console_end_pause",
    summary="End a pause before its time",
    description="By the supervising unit, with a reason; 409 `pause_ended` for one that is over.",
    responses=answer(Pause, samples.PAUSE),
)
@once
async def end_pause(
    request: Request[Any, Any, Any],
    pause_id: FromPath[UUID],
    data: Annotated[EndPause, body(EndPause(reason="提前复工"))],
) -> Pause:
    """The pause as it stands now."""
    await pauses.end(person(request), pause_id, data.reason)
    return await obligation_views.pause_of(person(request), pause_id)


ROUTES = [list_obligations, urge_obligation, pause_project, end_pause]
