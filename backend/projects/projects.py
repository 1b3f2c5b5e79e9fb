"""Projects: entered by the supervising unit with their parties and the first two people, seen by whom they concern."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.core.paging import MAX_PAGE, Page, decode_cursor, encode_cursor
from backend.identity import accounts, organisations, phones
from backend.identity.scope import AccountKind, Scope
from backend.projects import obligations, rules
from backend.projects.problems import PARTY_MISSING, PARTY_TWICE, REGION_OUTSIDE_UNIT, SAME_PERSON
from backend.projects.rules import EMPLOYERS, PostKind
from backend.projects.visibility import VISIBLE

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


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """A project in a list."""

    id: UUID
    name: str
    city_code: str
    region_code: str
    sector: str
    category: str
    status: str
    supervising_unit_id: UUID
    has_permit: bool
    has_point: bool


class PartyRow(msgspec.Struct, frozen=True):
    """An organisation on a project."""

    role: str
    uscc: str
    name: str


class PermitRow(msgspec.Struct, frozen=True):
    """A permit of a project."""

    number: str
    issued_on: date
    class_code: str


class HolderRow(msgspec.Struct, frozen=True):
    """A person on a project: post and name, no phone number."""

    post_id: UUID
    kind: PostKind
    name: str
    organisation_name: str


class ObligationRow(msgspec.Struct, frozen=True):
    """Something due."""

    kind: str
    period: str
    post_kind: str
    due_at: datetime
    state: str


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """A project with all that its page shows; the point is WGS-84."""

    id: UUID
    name: str
    city_code: str
    region_code: str
    sector: str
    category: str
    status: str
    supervising_unit_id: UUID
    supervising_unit_zh: str
    supervising_unit_en: str
    started_on: date | None
    longitude: float | None
    latitude: float | None
    parties: list[PartyRow]
    permits: list[PermitRow]
    holders: list[HolderRow]
    my_posts: list[PostKind]
    obligations: list[ObligationRow]


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


async def list_projects(scope: Scope, *, cursor: str | None = None, limit: int = 50) -> Page[Summary]:
    """The projects that the person may see, the newest first."""
    before = decode_cursor(cursor, tuple[UUID])[0] if cursor else None
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        f"""
        SELECT project.id, project.name, project.city_code, project.region_code, project.sector, project.category,
               project.status, project.supervising_unit_id, project.longitude IS NOT NULL AS has_point,
               EXISTS (SELECT 1 FROM permit WHERE permit.project_id = project.id) AS has_permit
        FROM project WHERE {VISIBLE} AND ($3::uuid IS NULL OR project.id < $3)
        ORDER BY project.id DESC LIMIT $4
        """,
        *scope.args, before, size + 1,
    )  # fmt: skip
    items = [Summary(**row) for row in rows[:size]]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)


async def detail(scope: Scope, project_id: UUID) -> Detail:
    """One project; `NOT_FOUND` also for what is there and not the person's to see."""
    row = await db.fetch_one(
        f"""
        SELECT project.id, project.name, project.city_code, project.region_code, project.sector, project.category,
               project.status, project.supervising_unit_id, unit.name_zh AS supervising_unit_zh,
               unit.name_en AS supervising_unit_en, project.started_on, project.longitude, project.latitude
        FROM project JOIN unit ON unit.id = project.supervising_unit_id WHERE project.id = $3 AND {VISIBLE}
        """,
        *scope.args,
        project_id,
    )
    if row is None:
        raise NOT_FOUND.at("project_id")
    holders = await _holders(project_id)
    return Detail(
        **row,
        parties=await _parties(project_id),
        permits=await _permits(project_id),
        holders=[HolderRow(h["id"], h["kind"], h["name"], h["organisation_name"]) for h in holders],
        my_posts=[PostKind(h["kind"]) for h in holders if h["account_id"] == scope.account_id],
        obligations=await _obligations(project_id),
    )


async def city_of(scope: Scope, project_id: UUID) -> str:
    """The project's city, for a person who may see the project: who may see it may send photos of it."""
    city_code: str | None = await db.fetch_value(
        f"SELECT city_code FROM project WHERE id = $3 AND {VISIBLE}", *scope.args, project_id
    )
    if city_code is None:
        raise NOT_FOUND.at("project_id")
    return city_code


async def _parties(project_id: UUID) -> list[PartyRow]:
    rows = await db.fetch(
        """
        SELECT party.role, organisation.uscc, organisation.name FROM party
        JOIN organisation ON organisation.id = party.organisation_id
        WHERE party.project_id = $1 AND party.until_on IS NULL ORDER BY party.id
        """,
        project_id,
    )
    return [PartyRow(*row) for row in rows]


async def _permits(project_id: UUID) -> list[PermitRow]:
    rows = await db.fetch(
        "SELECT number, issued_on, class_code FROM permit WHERE project_id = $1 ORDER BY bound_at", project_id
    )
    return [PermitRow(*row) for row in rows]


async def _holders(project_id: UUID) -> list[asyncpg.Record]:
    return await db.fetch(
        """
        SELECT post.id, post.account_id, post.kind, account.name, organisation.name AS organisation_name FROM post
        JOIN account ON account.id = post.account_id JOIN organisation ON organisation.id = post.organisation_id
        WHERE post.project_id = $1 AND post.state = 'active' ORDER BY post.applied_at, post.id
        """,
        project_id,
    )


async def _obligations(project_id: UUID) -> list[ObligationRow]:
    rows = await db.fetch(
        "SELECT kind, period, post_kind, due_at, state FROM obligation WHERE project_id = $1 "
        "ORDER BY period DESC LIMIT 12",
        project_id,
    )
    return [ObligationRow(*row) for row in rows]
