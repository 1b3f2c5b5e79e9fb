"""Parties of a project, its supervising unit and its fence: what the supervising unit enters, by date."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, post, put
from litestar.params import FromPath

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.projects.base import assignments, map_points, parties
from backend.projects.base.assignments import NewAssignment
from backend.projects.base.map_points import Fence, NewFence
from backend.projects.base.parties import AddedParty, EndedParty
from backend.projects.facts import fact_samples


class PartyId(msgspec.Struct, frozen=True):
    """The party's id."""

    id: UUID


class SupervisedBy(msgspec.Struct, frozen=True):
    """The unit that supervises the project now."""

    unit_id: UUID


@post(
    "/projects/{project_id:uuid}/parties",
    operation_id="console_add_party",
    summary="Enter a party, or the successor of one",
    description="By the supervising unit, with its first day and the reason. With `replaces` the party of that role "
    "leaves and its people lose their posts at once. Several of one role may be there: a consortium.",
    responses=answer(PartyId, PartyId(fact_samples.PARTY_ID), status=201),
)
@once
async def add_party(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    data: Annotated[AddedParty, body(fact_samples.ADDED_PARTY)],
) -> PartyId:
    """Its id."""
    return PartyId(await parties.add(person(request), project_id, data))


@post(
    "/projects/{project_id:uuid}/parties/{party_id:uuid}/end",
    operation_id="console_end_party",
    summary="A party leaves",
    description="With its last day and the reason; its people lose their posts at once. The last contractor and the "
    "last supervision firm of a project that is not finished are replaced instead.",
    status_code=200,
    responses=answer(PartyId, PartyId(fact_samples.PARTY_ID)),
)
@once
async def end_party(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    party_id: FromPath[UUID],
    data: Annotated[EndedParty, body(fact_samples.ENDED_PARTY)],
) -> PartyId:
    """Its id."""
    await parties.end(person(request), project_id, party_id, data)
    return PartyId(party_id)


@post(
    "/projects/{project_id:uuid}/supervision",
    operation_id="console_assign_supervision",
    summary="Another unit supervises the project",
    description="By a regulator whose subtree holds the old and the new unit, with the reason; region and sector must "
    "fit. The old unit's people no longer see the project, unless they stand above the new one.",
    status_code=200,
    responses=answer(SupervisedBy, SupervisedBy(fact_samples.UNIT_ID)),
)
@once
async def assign_supervision(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    data: Annotated[NewAssignment, body(fact_samples.NEW_ASSIGNMENT)],
) -> SupervisedBy:
    """The new unit."""
    await assignments.assign(person(request), project_id, data)
    return SupervisedBy(data.unit_id)


@put(
    "/projects/{project_id:uuid}/fence",
    operation_id="console_set_fence",
    summary="Set the fence's radius",
    description="In metres around the project's point, within the bounds of the rules, with the reason; by the "
    "supervising unit.",
    responses=answer(Fence, Fence(800)),
)
@once
async def set_fence(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    data: Annotated[NewFence, body(NewFence(radius_m=800, reason="工地东西长 1.4 公里"))],
) -> Fence:
    """The radius."""
    return await map_points.set_fence(person(request), project_id, data)


ROUTES = [add_party, end_party, assign_supervision, set_fence]
