"""Entering a project: its parties and its first two people, by the unit that will supervise it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.identity import organisations, phones
from backend.identity.scope import AccountKind, Scope
from backend.projects.base import assignments, external_ids, works
from backend.projects.base.external_ids import NewExternalId
from backend.projects.base.parties import NEEDED, Role
from backend.projects.base.works import NewWork
from backend.projects.duties import obligations
from backend.projects.facts import facts
from backend.projects.facts.fact_problems import FENCE_OUT_OF_BOUNDS, STARTED_IN_FUTURE
from backend.projects.facts.fact_rules import FACTS, PROJECT_STATES, Fact, StatusAction
from backend.projects.people import posts
from backend.projects.people.people_rules import POST_NAMES
from backend.projects.problems import PARTY_MISSING, PARTY_TWICE, REGION_OUTSIDE_UNIT, SAME_PERSON
from backend.projects.rules import EMPLOYERS, PostKind

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class NewParty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An organisation and its role: one of the five responsible parties, or another that works there."""

    role: Role
    uscc: Annotated[str, msgspec.Meta(min_length=18, max_length=30)]
    name: Name


class NewPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person by name and phone number; the number proposes the account at the first sign-in."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    phone: Annotated[str, msgspec.Meta(min_length=8, max_length=20)]


class NewProject(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the supervising unit enters. `is_existing`: under construction before it came to the platform.

    The people of an existing project check its base information at their first login.
    """

    name: Name
    category: Annotated[str, msgspec.Meta(pattern="^(building|municipal)$")]
    region_code: Annotated[str, msgspec.Meta(pattern="^44[0-9]{4}$")]
    supervising_unit_id: UUID
    status: Annotated[str, msgspec.Meta(pattern="^(not_started|under_construction)$")] = "under_construction"
    is_existing: bool = False
    started_on: date | None = None
    fence_radius_m: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 500
    parties: Annotated[list[NewParty], msgspec.Meta(min_length=2, max_length=20)]
    project_manager: NewPerson
    chief_engineer: NewPerson
    works: Annotated[list[NewWork], msgspec.Meta(max_length=200)] = []
    external_ids: Annotated[list[NewExternalId], msgspec.Meta(max_length=20)] = []


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """The project's id. The warning names the posts that are vacant, since number and name do not fit together."""

    id: UUID
    warning_zh: str | None = None
    warning_en: str | None = None


async def register(scope: Scope, new: NewProject) -> Registered:
    """The project, its parties, and its first project manager and chief supervision engineer on active posts.

    By a regulator for a unit of the own subtree. This is how the approval chain gets its first two approvers.
    """
    if scope.kind is not AccountKind.REGULATOR:
        raise FORBIDDEN.at()
    now = clock.now()
    today = now.astimezone(clock.SHANGHAI).date()
    _check(new, today)
    async with db.transaction():
        unit = await _supervising_unit(scope, new)
        project_id = ids.new_id()
        await _insert(scope, project_id, new, unit)
        await assignments.begin(project_id, new.supervising_unit_id, scope.account_id)
        employers = await _add_parties(project_id, new, today)
        vacant = [
            kind
            for kind, person in (
                (PostKind.PROJECT_MANAGER, new.project_manager),
                (PostKind.CHIEF_ENGINEER, new.chief_engineer),
            )
            if not await _appoint(scope, project_id, kind, person, employers[EMPLOYERS[kind]])
        ]
        await works.enter(project_id, new.works, scope.account_id)
        await external_ids.enter(project_id, new.external_ids, scope.account_id)
        await facts.report(project_id, Fact.CATEGORY, Fact.STATUS)
        await obligations.open_for_project(project_id, now)
        await audit.write(
            scope.account_id, "project.register", subject_id=project_id, city_code=unit["city_code"],
            project_id=project_id, detail={"unit_id": new.supervising_unit_id},
        )  # fmt: skip
        return _registered(project_id, vacant)


def _registered(project_id: UUID, vacant: Sequence[PostKind]) -> Registered:
    if not vacant:
        return Registered(id=project_id)
    names = [POST_NAMES[kind] for kind in vacant]
    zh, en = "、".join(name.zh for name in names), " and ".join(name.en for name in names)
    return Registered(
        id=project_id,
        warning_zh=f"{zh}岗位空缺：该手机号的账号不是此姓名。项目已登记；请核对姓名和手机号，并让本人登录后申请该岗位",
        warning_en=f"Vacant: {en}. The number's account bears another name. The project is registered; compare name "
        "and number, and have the person sign in and apply for the post",
    )


async def _insert(scope: Scope, project_id: UUID, new: NewProject, unit: asyncpg.Record) -> None:
    action = StatusAction.REGISTER if new.status == "not_started" else StatusAction.REGISTER_STARTED
    await db.execute(
        """
        INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id,
                             started_on, created_by, fence_radius_m, is_existing)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        project_id, unit["city_code"], new.region_code, unit["sector"], new.name, new.category,
        PROJECT_STATES[None, action], new.supervising_unit_id, new.started_on, scope.account_id, new.fence_radius_m,
        new.is_existing,
    )  # fmt: skip


def _check(new: NewProject, today: date) -> None:
    if not set(NEEDED) <= {party.role for party in new.parties}:
        raise PARTY_MISSING.at("parties")
    manager = phones.normalise(new.project_manager.phone, "project_manager.phone")
    if manager == phones.normalise(new.chief_engineer.phone, "chief_engineer.phone"):
        raise SAME_PERSON.at("chief_engineer.phone")
    if new.started_on is not None and new.started_on > today:
        raise STARTED_IN_FUTURE.at("started_on")
    if not FACTS.least_fence_m <= new.fence_radius_m <= FACTS.most_fence_m:
        raise FENCE_OUT_OF_BOUNDS.at("fence_radius_m", least=FACTS.least_fence_m, most=FACTS.most_fence_m)


async def _supervising_unit(scope: Scope, new: NewProject) -> asyncpg.Record:
    """Sector of the unit and city of the region; the region must be the unit's or lie in it."""
    unit = await db.fetch_one(
        "SELECT region_code, sector FROM unit WHERE id = $1 AND lineage @> ARRAY[$2::uuid]",
        new.supervising_unit_id,
        scope.unit_id,
    )
    if unit is None:
        raise NOT_FOUND.at("supervising_unit_id")
    if not await assignments.covers(unit["region_code"], new.region_code):
        raise REGION_OUTSIDE_UNIT.at("region_code")
    found = await db.fetch_one(
        "SELECT city_code, $2::text AS sector FROM region WHERE code = $1", new.region_code, unit["sector"]
    )
    assert found is not None
    return found


async def _add_parties(project_id: UUID, new: NewProject, today: date) -> dict[str, UUID]:
    """Role → organisation; the first of a role employs the first holder of its post."""
    first: dict[str, UUID] = {}
    for position, party in enumerate(new.parties):
        organisation_id = await organisations.ensure(party.uscc, party.name, f"parties[{position}].uscc")
        is_new = await db.execute(
            """
            INSERT INTO party (id, project_id, organisation_id, role, from_on) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (project_id, organisation_id, role) WHERE until_on IS NULL DO NOTHING
            """,
            ids.new_id(), project_id, organisation_id, party.role, new.started_on or today,
        )  # fmt: skip
        if not is_new:
            raise PARTY_TWICE.at(f"parties[{position}].uscc")
        first.setdefault(party.role, organisation_id)
    return first


async def _appoint(scope: Scope, project_id: UUID, kind: PostKind, person: NewPerson, organisation_id: UUID) -> bool:
    """Whether the post is held: whose name does not fit the number's account has to apply."""
    named = {"name": person.name, "phone": person.phone, "field": f"{kind}.phone"}
    await posts.name_on_permit(project_id, kind, **named)
    return await posts.appoint(scope, project_id, kind, organisation_id=organisation_id, **named) is not None
