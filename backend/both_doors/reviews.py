"""The monthly reviews of a project, read by who made them and by the site."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath

from backend.both_doors import id_at_door
from backend.core.examples import answer
from backend.identity.authentication import person
from backend.projects.facts import fact_page_samples
from backend.projects.monthly import reviews
from backend.projects.monthly.reviews import Review


@get(
    "/projects/{project_id:uuid}/reviews",
    operation_id=id_at_door("reviews"),
    summary="Monthly reviews of a project",
    description="Of the last two years, the newest month first: what the supervising unit found, with the reasons of "
    "what went back.",
    responses=answer(list[Review], [fact_page_samples.REVIEW]),
)
async def project_reviews(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> list[Review]:
    """The reviews."""
    return await reviews.of_project(person(request), project_id)


ROUTES = [project_reviews]
