"""The facts that a project reports and confirms: category, status, the first-login confirmation; its reviews."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath

from backend.both_doors import reviews
from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.projects.base import base_information
from backend.projects.base.base_information import Category, NewCategory, NewStatus, StatusNow
from backend.projects.facts import fact_page_samples, fact_samples, fact_views
from backend.projects.facts.fact_rules import Status
from backend.projects.facts.fact_views import FactsPage


class Confirmed(msgspec.Struct, frozen=True):
    """When the base information was confirmed."""

    confirmed_at: datetime


class CategoryNow(msgspec.Struct, frozen=True):
    """The project's category."""

    category: Category


@get(
    "/projects/{project_id:uuid}/facts",
    operation_id="miniapp_facts",
    summary="The facts of a project",
    description="Base information with its origin, to be checked and confirmed once where the project was under "
    "construction before; each reported fact with its state and with what differs from what was verified.",
    responses=answer(FactsPage, fact_page_samples.FACTS_PAGE),
)
async def project_facts(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> FactsPage:
    """The page."""
    return await fact_views.page(person(request), project_id)


@post(
    "/projects/{project_id:uuid}/facts/confirm",
    operation_id="miniapp_confirm_facts",
    summary="Confirm the base information",
    description="By the project manager, once; what was wrong is changed first.",
    status_code=200,
    responses=answer(Confirmed, Confirmed(fact_samples.AT)),
)
@once
async def confirm_facts(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> Confirmed:
    """When."""
    return Confirmed(await base_information.confirm(person(request), project_id))


@post(
    "/projects/{project_id:uuid}/category",
    operation_id="miniapp_change_category",
    summary="Change the category",
    description="By the project manager, with the reason; the supervising unit verifies it again.",
    status_code=200,
    responses=answer(CategoryNow, CategoryNow("municipal")),
)
@once
async def change_category(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    data: Annotated[NewCategory, body(fact_page_samples.NEW_CATEGORY)],
) -> CategoryNow:
    """The category."""
    await base_information.change_category(person(request), project_id, data)
    return CategoryNow(data.category)


@post(
    "/projects/{project_id:uuid}/status",
    operation_id="miniapp_change_status",
    summary="Say what happens to the works",
    description="`start`, `pause`, `extend`, `resume`, `finish` or `reopen`, by the project manager, with the reason; "
    "a pause says until when. While the works are paused nothing falls due; a finished project owes nothing.",
    status_code=200,
    responses=answer(StatusNow, StatusNow(Status.PAUSED)),
)
@once
async def change_status(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    data: Annotated[NewStatus, body(fact_page_samples.NEW_STATUS)],
) -> StatusNow:
    """The status."""
    return StatusNow(await base_information.change_status(person(request), project_id, data))


ROUTES = [project_facts, confirm_facts, change_category, change_status, *reviews.ROUTES]
