"""The five reported facts of a project: verified, returned, their changes; and the queue of what waits."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.core.paging import MAX_PAGE, Page
from backend.identity.authentication import person
from backend.projects.facts import fact_page_samples, fact_samples, fact_views, facts
from backend.projects.facts.fact_rules import Fact, FactState
from backend.projects.facts.fact_views import FactsPage, WaitingProject
from backend.supervision.rules import Sentence


class Seen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The `version` of the fact as the regulator looked at it."""

    version: Annotated[str, msgspec.Meta(min_length=16, max_length=16)]


class FactReturn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The `version` that was looked at, and why it goes back."""

    version: Annotated[str, msgspec.Meta(min_length=16, max_length=16)]
    reason: Sentence


class Checked(msgspec.Struct, frozen=True):
    """The fact's new state."""

    fact: Fact
    state: FactState


@get(
    "/projects/{project_id:uuid}/facts",
    operation_id="console_facts",
    summary="The facts of a project",
    description="Base information with its origin; each reported fact with its state and with what differs from what "
    "was verified.",
    responses=answer(FactsPage, fact_page_samples.FACTS_PAGE),
)
async def project_facts(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> FactsPage:
    """The page."""
    return await fact_views.page(person(request), project_id)


@post(
    "/projects/{project_id:uuid}/facts/{fact:str}/verify",
    operation_id="console_verify_fact",
    summary="Verify a fact",
    description="`fact` is `category`, `status`, `map_point`, `dangerous_works` or `devices`. By the supervising unit "
    "or its district (devices: the supervising unit alone). Refused where the fact has changed since `version`.",
    status_code=200,
    responses=answer(Checked, Checked(fact_samples.FACT, FactState.VERIFIED)),
)
@once
async def verify_fact(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    fact: FromPath[str],
    data: Annotated[Seen, body(Seen(version=fact_samples.VERSION))],
) -> Checked:
    """The new state."""
    found = facts.named(fact)
    return Checked(found, await facts.verify(person(request), project_id, found, data.version))


@post(
    "/projects/{project_id:uuid}/facts/{fact:str}/return",
    operation_id="console_return_fact",
    summary="Return a fact to the site",
    description="With the reason; by who may verify it. A verified fact may be returned too. Refused where the "
    "fact has changed since `version`.",
    status_code=200,
    responses=answer(Checked, Checked(fact_samples.FACT, FactState.RETURNED)),
)
@once
async def return_fact(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    fact: FromPath[str],
    data: Annotated[FactReturn, body(FactReturn(version=fact_samples.VERSION, reason="现场已停工，与填报不符"))],
) -> Checked:
    """The new state."""
    found = facts.named(fact)
    return Checked(found, await facts.return_(person(request), project_id, found, data.version, data.reason))


@get(
    "/facts/queue",
    operation_id="console_facts_queue",
    summary="Projects with facts to verify",
    description="Of the own subtree: reported and not verified, or changed since; the longest waiting first. "
    "With `is_mine` those that you may verify.",
    responses=answer(Page[WaitingProject], fact_page_samples.QUEUE),
)
async def facts_queue(
    request: Request[Any, Any, Any],
    *,
    is_mine: FromQuery[bool] = False,
    cursor: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE)] = 50,
) -> Page[WaitingProject]:
    """A page."""
    return await fact_views.queue(person(request), is_mine=is_mine, cursor=cursor, limit=limit)


ROUTES = [project_facts, verify_fact, return_fact, facts_queue]
