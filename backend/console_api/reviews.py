"""The monthly review."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath

from backend.both_doors import reviews as at_both_doors
from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.projects.facts import fact_page_samples
from backend.projects.monthly import review_sheets, reviews
from backend.projects.monthly.review_sheets import Sheet
from backend.projects.monthly.reviews import NewReview, Review


@post(
    "/projects/{project_id:uuid}/reviews",
    operation_id="console_review_month",
    summary="Review a month",
    description="Progress, status, dangerous works and updates of a month that is over; by the supervising unit. What "
    "goes back needs a reason, and the next review of the month is its next round. Progress passes only once its "
    "report is confirmed or nothing is due.",
    responses=answer(Review, fact_page_samples.REVIEW, status=201),
)
@once
async def review_month(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    data: Annotated[NewReview, body(fact_page_samples.NEW_REVIEW)],
) -> Review:
    """The review."""
    return await reviews.review(person(request), project_id, data)


@get(
    "/projects/{project_id:uuid}/reviews/{period:str}",
    operation_id="console_review_sheet",
    summary="The sheet of a month",
    description="What is to be reviewed: the month's report or its absence, the status, the dangerous works, every "
    "change of the month, what was due, and the review if there is one. `period` is written 2026-10.",
    responses=answer(Sheet, fact_page_samples.SHEET),
)
async def review_sheet(request: Request[Any, Any, Any], project_id: FromPath[UUID], period: FromPath[str]) -> Sheet:
    """The sheet."""
    return await review_sheets.sheet(person(request), project_id, period)


ROUTES = [review_month, review_sheet, *at_both_doors.ROUTES]
