"""Entering a project: its parties and its first two people, by the unit that will supervise it."""

from datetime import date
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.identity import accounts, organisations, phones
from backend.identity.scope import AccountKind, Scope
from backend.projects import obligations, rules
from backend.projects.problems import PARTY_MISSING, PARTY_TWICE, REGION_OUTSIDE_UNIT, SAME_PERSON
from backend.projects.rules import EMPLOYERS, PostKind

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class NewParty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An organisation and its role: developer, contractor, supervision, survey or design."""

    role: Annotated[str, msgspec.Meta(pattern="^(developer|contractor|supervision|survey|design)$")]
    uscc: Annotated[str, msgspec.Meta(min_length=18, max_length=30)]
    name: Name


class NewPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person by name and phone number; the number proposes the account at the first sign-in."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    phone: Annotated[str, msgspec.Meta(min_length=8, max_length=20)]


class NewProject(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the supervising unit enters."""

    name: Name
    category: Annotated[str, msgspec.Meta(pattern="^(building|municipal)$")]
    region_code: Annotated[str, msgspec.Meta(pattern="^44[0-9]{4}$")]
    supervising_unit_id: UUID
    status: Annotated[str, msgspec.Meta(pattern="^(not_started|under_construction)$")] = "under_construction"
    started_on: date | None = None
    parties: Annotated[list[NewParty], msgspec.Meta(min_length=2, max_length=20)]
    project_manager: NewPerson
    chief_engineer: NewPerson


async def register(scope: Scope, new: NewProject) -> UUID:
    """The project, its parties, and its first project manager and chief supervision engineer on active posts.

    By a regulator for a unit of the own subtree. This is how the approval chain gets its first two approvers.
    """
    if scope.kind is not AccountKind.REGULATOR:
        raise FORBIDDEN.at()
    _check_parties(new)
    now = clock.now()
    async with db.transaction():
        unit = await _supervising_unit(scope, new)
        project_id = ids.new_id()
        await db.execute(
            """
            INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id,
                                 started_on, created_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            project_id, unit["city_code"], new.region_code, unit["sector"], new.name, new.category, new.status,
            new.supervising_unit_id, new.started_on, scope.account_id,
        )  # fmt: skip
        employers = await _add_parties(project_id, new, now.astimezone(clock.SHANGHAI).date())
        for kind, person, field in (
            (PostKind.PROJECT_MANAGER, new.project_manager, "project_manager.phone"),
            (PostKind.CHIEF_ENGINEER, new.chief_engineer, "chief_engineer.phone"),
        ):
            await _appoint(scope, project_id, kind, person, employers[EMPLOYERS[kind]], field=field)
        await obligations.open_month(rules.period_of(now), now, project_id=project_id)
        await audit.write(
            scope.account_id, "project.register", subject_id=project_id, city_code=unit["city_code"],
            project_id=project_id, detail={"unit_id": new.supervising_unit_id},
        )  # fmt: skip
        return project_id


def _check_parties(new: NewProject) -> None:
    roles = {party.role for party in new.parties}
    if not {"contractor", "supervision"} <= roles:
        raise PARTY_MISSING.at("parties")
    manager = phones.normalise(new.project_manager.phone, "project_manager.phone")
    if manager == phones.normalise(new.chief_engineer.phone, "chief_engineer.phone"):
        raise SAME_PERSON.at("chief_engineer.phone")


async def _supervising_unit(scope: Scope, new: NewProject) -> asyncpg.Record:
    """Sector of the unit and city of the region; the region must be the unit's or lie in it."""
    unit = await db.fetch_one(
        "SELECT region_code, sector FROM unit WHERE id = $1 AND lineage @> ARRAY[$2::uuid]",
        new.supervising_unit_id,
        scope.unit_id,
    )
    if unit is None:
        raise NOT_FOUND.at("supervising_unit_id")
    found = await db.fetch_one(
        """
        SELECT region.city_code, $3::text AS sector FROM region LEFT JOIN region AS city ON city.code = region.city_code
        WHERE region.code = $1 AND region.level <> 'province'
          AND ($2 IN (region.code, region.city_code) OR $2 = city.parent_code)
        """,
        new.region_code, unit["region_code"], unit["sector"],
    )  # fmt: skip
    if found is None:
        raise REGION_OUTSIDE_UNIT.at("region_code")
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


async def _appoint(
    scope: Scope, project_id: UUID, kind: PostKind, person: NewPerson, organisation_id: UUID, *, field: str
) -> None:
    account = await accounts.ensure_enterprise(person.phone, person.name, field)
    await db.execute(
        """
        INSERT INTO post (id, project_id, account_id, kind, organisation_id, state, decided_by, decided_at)
        VALUES ($1, $2, $3, $4, $5, 'active', $6, $7)
        """,
        ids.new_id(), project_id, account.account_id, kind, organisation_id, scope.account_id, clock.now(),
    )  # fmt: skip
