"""One month of one project on one page."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath

from backend.core.examples import answer
from backend.identity.authentication import person
from backend.overview import month, samples
from backend.overview.month import MonthPage


@get(
    "/projects/{project_id:uuid}/months/{period:str}",
    operation_id="console_month_page",
    summary="A project's month on one page",
    description="Facts and what was said of them, reports, what fell due and what became of it, warnings, orders, "
    "changes and people: as of the month's end, or of now while it lasts, read off the log. A month that is over "
    "answers the same whenever it is asked: `stands_on` names the last event and the digest of the page.",
    responses=answer(MonthPage, samples.MONTH),
)
async def month_page(request: Request[Any, Any, Any], project_id: FromPath[UUID], period: FromPath[str]) -> MonthPage:
    """The month."""
    return await month.page(person(request), project_id, period)


ROUTES = [month_page]
