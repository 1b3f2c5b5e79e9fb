"""Projects as they are seen by whom they concern."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.core.paging import MAX_PAGE, Page, decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.projects.base import assignments, external_id_rules, external_ids, parties, works
from backend.projects.base.assignments import Assignment
from backend.projects.base.external_ids import ExternalId
from backend.projects.base.parties import Party
from backend.projects.base.works import Work
from backend.projects.duties.obligation_rules import KINDS
from backend.projects.facts.fact_rules import Fact, FactState
from backend.projects.people import succession
from backend.projects.rules import PostKind
from backend.projects.visibility import VISIBLE, listed


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """A project in a list; `my_posts` are those that the reader holds."""

    id: UUID
    name: str
    city_code: str
    region_code: str
    region_zh: str
    region_en: str
    sector: str
    category: str
    status: str
    supervising_unit_id: UUID
    supervising_unit_zh: str
    supervising_unit_en: str
    my_posts: list[PostKind]
    has_permit: bool
    has_point: bool


class PermitRow(msgspec.Struct, frozen=True):
    """A permit of a project."""

    id: UUID
    number: str
    issued_on: date
    class_code: str


class HolderRow(msgspec.Struct, frozen=True):
    """A person on a project: post and name, no phone number; since when the post is theirs."""

    post_id: UUID
    kind: PostKind
    name: str
    organisation_name: str
    since: datetime


class Vacancy(msgspec.Struct, frozen=True):
    """A post that nobody holds; `answered_by`: the post that answers meanwhile, or `supervising_unit`."""

    kind: PostKind
    answered_by: str


class ObligationRow(msgspec.Struct, frozen=True, kw_only=True):
    """Something due, by what it is called."""

    kind: str
    name: Text
    period: str
    post_kind: str
    due_at: datetime
    is_overdue: bool
    state: str


class CheckRow(msgspec.Struct, frozen=True):
    """What the regulator says of a reported fact."""

    fact: Fact
    state: FactState
    reason: str | None
    checked_at: datetime | None


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """A project with all that its page shows; the point is WGS-84. Parties and supervision with their history.

    `paused_until`: the first moment after a pause of all works. `obligations`: all that is open or paused, the oldest
    due first.
    """

    id: UUID
    name: str
    city_code: str
    region_code: str
    region_zh: str
    region_en: str
    sector: str
    category: str
    status: str
    supervising_unit_id: UUID
    supervising_unit_zh: str
    supervising_unit_en: str
    started_on: date | None
    paused_until: datetime | None
    is_existing: bool
    confirmed_at: datetime | None
    longitude: float | None
    latitude: float | None
    fence_radius_m: int
    parties: list[Party]
    permits: list[PermitRow]
    holders: list[HolderRow]
    vacancies: list[Vacancy]
    my_posts: list[PostKind]
    obligations: list[ObligationRow]
    works: list[Work]
    external_ids: list[ExternalId]
    supervision: list[Assignment]
    checks: list[CheckRow]


_SUMMARY = """project.id, project.name, project.city_code, project.region_code, region.name_zh AS region_zh,
              region.name_en AS region_en, project.sector, project.category, project.status,
              project.supervising_unit_id, unit.name_zh AS supervising_unit_zh, unit.name_en AS supervising_unit_en,
              ARRAY(SELECT kind FROM post WHERE post.project_id = project.id AND post.account_id = $1
                                            AND post.state = 'active' ORDER BY kind) AS my_posts,
              project.longitude IS NOT NULL AS has_point,
              EXISTS (SELECT 1 FROM permit WHERE permit.project_id = project.id) AS has_permit"""
_NAMED = "JOIN region ON region.code = project.region_code JOIN unit ON unit.id = project.supervising_unit_id"


async def list_projects(scope: Scope, *, cursor: str | None = None, limit: int = 50) -> Page[Summary]:
    """The projects that the person may see, the newest first."""
    before = decode_cursor(cursor, tuple[UUID])[0] if cursor else None
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        f"""
        SELECT {_SUMMARY} FROM (
            SELECT * FROM project WHERE {listed(scope.unit_id)} AND ($3::uuid IS NULL OR project.id < $3)
            ORDER BY project.id DESC LIMIT $4) AS project {_NAMED}
        ORDER BY project.id DESC
        """,
        *scope.args, before, size + 1,
    )  # fmt: skip
    items = [_summary(row) for row in rows[:size]]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)


async def detail(scope: Scope, project_id: UUID) -> Detail:
    """One project; `NOT_FOUND` also for what is there and not the person's to see."""
    row = await db.fetch_one(
        f"""
        SELECT project.id, project.name, project.city_code, project.region_code, region.name_zh AS region_zh,
               region.name_en AS region_en, project.sector, project.category, project.status,
               project.supervising_unit_id, unit.name_zh AS supervising_unit_zh, unit.name_en AS supervising_unit_en,
               project.started_on, project.is_existing, project.confirmed_at,
               project.longitude, project.latitude, project.fence_radius_m,
               (SELECT until_at FROM obligation_pause WHERE project_id = project.id AND kind IS NULL
                                                        AND ended_at IS NULL) AS paused_until
        FROM project {_NAMED} WHERE project.id = $3 AND {VISIBLE}
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
        holders=[HolderRow(h["id"], h["kind"], h["name"], h["organisation_name"], h["since"]) for h in holders],
        vacancies=_vacancies({h["kind"] for h in holders if h["state"] == "active"}),
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
        SELECT {_SUMMARY} FROM project {_NAMED} WHERE {VISIBLE} AND project.id IN (
            SELECT project_id FROM external_id WHERE kind = $3 AND value = $4 AND ($5::text IS NULL OR source = $5))
        ORDER BY project.id DESC LIMIT {MAX_PAGE}
        """,
        *scope.args, number.kind, number.value, source,
    )  # fmt: skip
    return [_summary(row) for row in rows]


def _summary(row: asyncpg.Record) -> Summary:
    return msgspec.convert(dict(row), Summary)


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
        SELECT post.id, post.account_id, post.kind, account.name, account.state, organisation.name AS organisation_name,
               coalesce(post.decided_at, post.applied_at) AS since
        FROM post
        JOIN account ON account.id = post.account_id JOIN organisation ON organisation.id = post.organisation_id
        WHERE post.project_id = $1 AND post.state = 'active' ORDER BY post.applied_at, post.id
        """,
        project_id,
    )


def _vacancies(held: set[str]) -> list[Vacancy]:
    return [Vacancy(kind, succession.owner(kind, held) or succession.UNIT) for kind in PostKind if kind not in held]


async def _obligations(project_id: UUID) -> list[ObligationRow]:
    """All that is not settled: what is shown as late is counted from it, so none may be missing."""
    rows = await db.fetch(
        "SELECT kind, period, post_kind, due_at, state FROM obligation "
        "WHERE project_id = $1 AND state IN ('open', 'paused') ORDER BY due_at, kind, period",
        project_id,
    )
    return obligation_rows(rows)


def obligation_rows(rows: Iterable[asyncpg.Record]) -> list[ObligationRow]:
    """Rows of kind, period, post, due moment and state, with what they are called and whether they are late now."""
    now = clock.now()
    return [
        ObligationRow(**row, name=KINDS[row["kind"]].name, is_overdue=row["state"] == "open" and row["due_at"] < now)
        for row in rows
    ]


async def _checks(project_id: UUID) -> list[CheckRow]:
    rows = await db.fetch(
        "SELECT fact, state, reason, checked_at FROM fact_check WHERE project_id = $1 ORDER BY fact", project_id
    )
    return [CheckRow(Fact(row["fact"]), FactState(row["state"]), *row[2:]) for row in rows]
