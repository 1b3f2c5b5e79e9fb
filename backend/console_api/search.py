"""Projects of the own subtree found by a part of what is known of them."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.params import FromQuery, QueryParameter

from backend.core.examples import answer
from backend.core.paging import Page
from backend.identity.authentication import person
from backend.overview import samples, search
from backend.overview.search import MAX_FOUND, MAX_QUERY, Found


@get(
    "/search",
    operation_id="console_search",
    summary="Search projects",
    description="By any part of a name (two characters or more), by an organisation's name, and by permit number, "
    "other systems' numbers and social credit code: whole, or four characters or more of their beginning or end. "
    "The newest first. A page may hold fewer projects than asked for and still have a next one.",
    responses=answer(Page[Found], samples.FOUND_PAGE),
)
async def search_projects(
    request: Request[Any, Any, Any],
    q: Annotated[str, QueryParameter(max_length=MAX_QUERY)],
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_FOUND)] = 20,
) -> Page[Found]:
    """A page."""
    return await search.search(person(request), q, cursor=cursor, limit=limit)


ROUTES = [search_projects]
