"""Projects as they are seen by whom they concern."""

from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.core.paging import MAX_PAGE, Page, decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.projects.base import assignments, external_id_rules, external_ids, parties, works
from backend.projects.base.assignments import Assignment
from backend.projects.base.external_ids import ExternalId
from backend.projects.base.parties import Party
from backend.projects.base.works import Work
from backend.projects.facts.fact_rules import Fact, FactState
from backend.projects.rules import PostKind
from backend.projects.visibility import VISIBLE, listed


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


class PermitRow(msgspec.Struct, frozen=True):
    """A permit of a project."""

    id: UUID
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


class CheckRow(msgspec.Struct, frozen=True):
    """What the regulator says of a reported fact."""

    fact: Fact
    state: FactState
    reason: str | None
    checked_at: datetime | None


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """A project with all that its page shows; the point is WGS-84. Parties and supervision with their history."""

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
    is_existing: bool
    confirmed_at: datetime | None
    longitude: float | None
    latitude: float | None
    fence_radius_m: int
    parties: list[Party]
    permits: list[PermitRow]
    holders: list[HolderRow]
    my_posts: list[PostKind]
    obligations: list[ObligationRow]
    works: list[Work]
    external_ids: list[ExternalId]
    supervision: list[Assignment]
    checks: list[CheckRow]


_SUMMARY = """project.id, project.name, project.city_code, project.region_code, project.sector, project.category,
              project.status, project.supervising_unit_id, project.longitude IS NOT NULL AS has_point,
              EXISTS (SELECT 1 FROM permit WHERE permit.project_id = project.id) AS has_permit"""


async def list_projects(scope: Scope, *, cursor: str | None = None, limit: int = 50) -> Page[Summary]:
    """The projects that the person may see, the newest first."""
    before = decode_cursor(cursor, tuple[UUID])[0] if cursor else None
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        f"""
        SELECT {_SUMMARY} FROM (
            SELECT * FROM project WHERE {listed(scope.unit_id)} AND ($3::uuid IS NULL OR project.id < $3)
            ORDER BY project.id DESC LIMIT $4) AS project
        ORDER BY project.id DESC
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
               unit.name_en AS supervising_unit_en, project.started_on, project.is_existing, project.confirmed_at,
               project.longitude, project.latitude, project.fence_radius_m
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
        parties=await parties.of_project(project_id),
        permits=await _permits(project_id),
        holders=[HolderRow(h["id"], h["kind"], h["name"], h["organisation_name"]) for h in holders],
        my_posts=[PostKind(h["kind"]) for h in holders if h["account_id"] == scope.account_id],
        obligations=await _obligations(project_id),
        works=await works.of_project(project_id),
        external_ids=await external_ids.of_project(project_id),
        supervision=await assignments.of_project(project_id),
        checks=await _checks(project_id),
    )


async def with_external_id(scope: Scope, kind: str, value: str, source: str | None = None) -> list[Summary]:
    """The projects of the own subtree with this number; several only where several sources gave the same."""
    given = source or external_id_rules.SOURCES.get(kind, "any")
    number = external_id_rules.parse(kind, value, given, clock.now().astimezone(clock.SHANGHAI).date())
    rows = await db.fetch(
        f"""
        SELECT {_SUMMARY} FROM project WHERE {VISIBLE} AND project.id IN (
            SELECT project_id FROM external_id WHERE kind = $3 AND value = $4 AND ($5::text IS NULL OR source = $5))
        ORDER BY project.id DESC LIMIT {MAX_PAGE}
        """,
        *scope.args, number.kind, number.value, source,
    )  # fmt: skip
    return [Summary(**row) for row in rows]


async def city_of(scope: Scope, project_id: UUID) -> str:
    """The project's city, for a person who may see the project: who may see it may send photos of it."""
    city_code: str | None = await db.fetch_value(
        f"SELECT city_code FROM project WHERE id = $3 AND {VISIBLE}", *scope.args, project_id
    )
    if city_code is None:
        raise NOT_FOUND.at("project_id")
    return city_code


async def _permits(project_id: UUID) -> list[PermitRow]:
    rows = await db.fetch(
        "SELECT id, number, issued_on, class_code FROM permit WHERE project_id = $1 ORDER BY bound_at", project_id
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


async def _checks(project_id: UUID) -> list[CheckRow]:
    rows = await db.fetch(
        "SELECT fact, state, reason, checked_at FROM fact_check WHERE project_id = $1 ORDER BY fact", project_id
    )
    return [CheckRow(Fact(row["fact"]), FactState(row["state"]), *row[2:]) for row in rows]
