"""The first page: projects, what is due, what is open, what waits for a decision; whole, or what has changed."""

from typing import Annotated, Any

from litestar import MediaType, Request, Response, get
from litestar.datastructures import ResponseHeader
from litestar.openapi import ResponseSpec
from litestar.params import QueryParameter

from backend.core import clock
from backend.core.examples import answer
from backend.identity.authentication import person
from backend.overview import home as page
from backend.overview import home_samples as samples
from backend.overview.home_page import Home

_UNCHANGED = ResponseSpec(None, description="Nothing has changed since the answer with that `ETag`; no body.")
_KEPT = "private, no-cache"  # Kept by the phone alone, and asked for again each time.


@get(
    "/home",
    operation_id="miniapp_home",
    summary="The first page",
    description="The person's projects, what is due from the posts that they answer for (vacant ones that have fallen "
    "to them included), warnings that nobody has acknowledged, orders that wait for the person, and how much waits for "
    "a decision. A regulator's: the worst of the own unit and those below it. At most 4 KB: each list starts with the "
    "most urgent, `more` says how many are not listed. With `since`, a cursor of an earlier answer, at most 2 KB of "
    "what has changed: `projects` new or changed, `project_ids` those that are left when some came or went, `dues`, "
    "`warnings` and `orders` whole when they have changed; `has_more` asks to come back at once. A cursor that is "
    "unknown or another person's gives the full page. `If-None-Match` with the last `ETag`: 304, no body.",
    response_headers=[ResponseHeader("ETag", description="The cursor, for `If-None-Match`", documentation_only=True)],
    responses={**answer(Home, samples.HOME), 304: _UNCHANGED},
)
async def home(
    request: Request[Any, Any, Any], since: Annotated[str | None, QueryParameter(max_length=400)] = None
) -> Response[bytes]:
    """The page."""
    tag = request.headers.get("if-none-match", "").removeprefix("W/").strip('"')
    found = await page.home(person(request), clock.now(), since=since, tag=tag)
    if found is None:
        return Response(b"", status_code=304, headers={"ETag": f'W/"{tag}"', "Cache-Control": _KEPT})
    headers = {"ETag": f'W/"{found.cursor}"', "Cache-Control": _KEPT}
    return Response(found.body, media_type=MediaType.JSON, headers=headers)


ROUTES = [home]
