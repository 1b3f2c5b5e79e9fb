"""What happened on a project."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.both_doors import id_at_door
from backend.core.examples import answer
from backend.core.paging import Page
from backend.identity.authentication import person
from backend.overview import samples, timeline
from backend.overview.lines import Topic
from backend.overview.timeline import MAX_LINES, TimelineItem


@get(
    "/projects/{project_id:uuid}/timeline",
    operation_id=id_at_door("timeline"),
    summary="A project's time line",
    description="Over all domains, the newest first; of some topics and of one month (`2026-11`) where asked. "
    "A page narrowed to topics may hold fewer lines than asked for and still have a next one.",
    responses=answer(Page[TimelineItem], samples.TIMELINE_PAGE),
)
async def read_timeline(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    *,
    topics: FromQuery[list[Topic] | None] = None,
    month: FromQuery[str | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_LINES)] = 20,
) -> Page[TimelineItem]:
    """A page."""
    return await timeline.read(
        person(request), project_id, topics=set(topics or ()), month=month, cursor=cursor, limit=limit
    )


ROUTES = [read_timeline]
