"""The first page: projects, what is due, what waits for a decision."""

from typing import Any

from litestar import Request, get

from backend.core import clock
from backend.core.examples import answer
from backend.identity.authentication import person
from backend.projects import home as page
from backend.projects import samples
from backend.projects.home import Home


@get(
    "/home",
    operation_id="miniapp_home",
    summary="The first page",
    description="The person's projects, open obligations of the posts held, and how much waits for a decision.",
    responses=answer(Home, samples.HOME),
)
async def home(request: Request[Any, Any, Any]) -> Home:
    """The page."""
    return await page.home(person(request), clock.now())


ROUTES = [home]
