"""What is due from the person."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.params import FromQuery, QueryParameter

from backend.core.examples import answer
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.projects.duties import obligation_samples as samples
from backend.projects.duties import obligation_views
from backend.projects.duties.obligation_views import ObligationItem


@get(
    "/obligations",
    operation_id="miniapp_list_obligations",
    summary="What is due from me",
    description="Soonest first: of the posts I hold, and of vacant ones that have fallen to me (`answers_now`). "
    "What is paused is not asked for and not listed. A regulator sees the reviews that the own unit owes.",
    responses=answer(Page[ObligationItem], samples.MINE),
)
async def list_obligations(
    request: Request[Any, Any, Any],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 20,
) -> Page[ObligationItem]:
    """A page of what is due."""
    return await obligation_views.mine(person(request), cursor=cursor, limit=limit)


ROUTES = [list_obligations]
