"""The lists of dangerous works as they are read: one project's, one work, all of a regulator's subtree."""

import datetime as dt
from uuid import UUID

import asyncpg
import msgspec

from backend.core import db
from backend.core.errors import NOT_FOUND
from backend.core.paging import MAX_PAGE, Page, decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.projects.dangerous.dangerous_kinds import Grade, Judgement, Measure
from backend.projects.dangerous.dangerous_rules import WorkState
from backend.projects.visibility import VISIBLE, listed

FEW = 1000
"""Projects of a station or a district; a city of more has them dense enough in the whole."""


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """A dangerous work; measures and judgements as they were given."""

    id: UUID
    project_id: UUID
    project_name: str
    single_work_id: UUID | None
    single_work_name: str | None
    kind: str
    kind_zh: str
    kind_en: str
    name: str
    location: str
    measures: list[Measure]
    judgements: list[Judgement]
    grade: Grade
    reason_zh: str
    reason_en: str
    planned_from: dt.date | None
    planned_until: dt.date | None
    state: WorkState
    removed_reason: str | None
    listed_by: str
    listed_at: dt.datetime
    changed_at: dt.datetime


class NoneDeclared(msgspec.Struct, frozen=True, kw_only=True):
    """Who said that there are none, and why."""

    reason: str
    by: str
    at: dt.datetime


class DangerousList(msgspec.Struct, frozen=True, kw_only=True):
    """A project's list, the worst first; with nothing on it, `none_declared` tells whether that was said."""

    works: list[Work]
    none_declared: NoneDeclared | None


_WORK = """
SELECT dangerous_work.id, dangerous_work.project_id, project.name AS project_name, dangerous_work.single_work_id,
       single_work.name AS single_work_name, dangerous_work.kind_code AS kind, kind.name_zh AS kind_zh,
       kind.name_en AS kind_en, dangerous_work.name, dangerous_work.location, dangerous_work.measures,
       dangerous_work.judgements, dangerous_work.grade, dangerous_work.reason_zh, dangerous_work.reason_en,
       dangerous_work.planned_from, dangerous_work.planned_until, dangerous_work.state, dangerous_work.removed_reason,
       account.name AS listed_by, dangerous_work.listed_at, dangerous_work.changed_at
FROM dangerous_work JOIN project ON project.id = dangerous_work.project_id
JOIN dangerous_work_kind AS kind ON kind.code = dangerous_work.kind_code
JOIN account ON account.id = dangerous_work.listed_by
LEFT JOIN single_work ON single_work.id = dangerous_work.single_work_id
"""


async def of_project(scope: Scope, project_id: UUID) -> DangerousList:
    """What is listed now; `NOT_FOUND` for a project that is not the person's to see."""
    if await db.fetch_value(f"SELECT 1 FROM project WHERE id = $3 AND {VISIBLE}", *scope.args, project_id) is None:
        raise NOT_FOUND.at("project_id")
    rows = await db.fetch(
        f"""
        {_WORK} WHERE dangerous_work.project_id = $1 AND dangerous_work.state = 'listed'
        ORDER BY array_position(ARRAY['oversized', 'dangerous', 'none'], dangerous_work.grade), kind.position,
                 dangerous_work.name
        """,
        project_id,
    )
    return DangerousList(works=[_work(row) for row in rows], none_declared=None if rows else await _none(project_id))


async def get(scope: Scope, work_id: UUID) -> Work:
    """One work, also after it was removed."""
    row = await db.fetch_one(f"{_WORK} WHERE dangerous_work.id = $3 AND {VISIBLE}", *scope.args, work_id)
    if row is None:
        raise NOT_FOUND.at("work_id")
    return _work(row)


async def of_subtree(
    scope: Scope, *, grade: Grade | None = None, cursor: str | None = None, limit: int = 50
) -> Page[Work]:
    """What is listed on the projects that the person may see, the latest first."""
    before = decode_cursor(cursor, tuple[UUID])[0] if cursor else None
    size = min(limit, MAX_PAGE)
    few = await _few_projects(scope)
    args = (*scope.args, grade, before, size + 1)
    wanted = """dangerous_work.state = 'listed' AND ($3::text IS NULL OR dangerous_work.grade = $3)
                AND ($4::uuid IS NULL OR dangerous_work.id < $4)"""
    page = f"AND {VISIBLE} ORDER BY dangerous_work.id DESC LIMIT $5"
    if few is None:
        rows = await db.fetch(f"{_WORK} WHERE {wanted} {page}", *args)
    else:
        rows = await db.fetch(
            f"""
            WITH mine AS MATERIALIZED (SELECT id FROM dangerous_work WHERE {wanted} AND project_id = ANY($6))
            {_WORK} WHERE dangerous_work.id IN (SELECT id FROM mine ORDER BY id DESC LIMIT $5) {page}
            """,
            *args,
            few,
        )
    items = [_work(row) for row in rows[:size]]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)


async def _few_projects(scope: Scope) -> list[UUID] | None:
    """The person's projects while they are few, None for many.

    The works of few projects are gathered and sorted; among those of many, the latest are found by walking back from
    the newest. Either way is slow in the other case.
    """
    rows = await db.fetch(f"SELECT id FROM project WHERE {listed(scope.unit_id)} LIMIT $3", *scope.args, FEW + 1)
    return [row["id"] for row in rows] if len(rows) <= FEW else None


def _work(row: asyncpg.Record) -> Work:
    return msgspec.convert(dict(row), Work)


async def _none(project_id: UUID) -> NoneDeclared | None:
    """The latest change of the list, if it left nothing on it."""
    row = await db.fetch_one(
        """
        SELECT change.reason, coalesce(account.name, '') AS by, change.changed_at AS at
        FROM project_change AS change LEFT JOIN account ON account.id = change.changed_by
        WHERE change.project_id = $1 AND change.fact = 'dangerous_works'
        ORDER BY change.changed_at DESC, change.id DESC LIMIT 1
        """,
        project_id,
    )
    return None if row is None else NoneDeclared(**row)
