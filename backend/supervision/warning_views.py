"""Warnings as people read them: pages of a list, one with its history, and who has it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from backend.core import db
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.core.paging import Page, decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.projects.visibility import VISIBLE
from backend.supervision import history
from backend.supervision.history import Step
from backend.supervision.matters import CONCERNED
from backend.supervision.rules import Fact, Level, WarningState

Moment = Annotated[datetime, msgspec.Meta(tz=True)]

LIVE = (WarningState.OPEN, WarningState.ACKNOWLEDGED)


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """Who has the warning, what they do about it, by when."""

    by_name: str
    by_post: str
    at: datetime
    plan: str
    promised_at: datetime


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    """How it ended; `by_name` is null where its condition went away by itself."""

    by_name: str | None
    at: datetime
    reason: Text


class WarningItem(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list."""

    id: UUID
    short_code: str
    code: str
    name: Text
    level: Level
    state: WarningState
    summary: Text
    project_id: UUID
    project_name: str
    occurrences: int
    raised_at: datetime
    last_at: datetime
    taken: Taken | None


class WarningDetail(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of one warning."""

    item: WarningItem
    facts: list[Fact]
    basis: Text
    posts_told: list[str]
    next_step_at: datetime | None
    order_id: UUID | None
    recurrence_of: UUID | None
    closed: Closed | None
    may_acknowledge: bool
    history: list[Step]


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; empty means all."""

    states: tuple[WarningState, ...] = ()
    levels: tuple[Level, ...] = ()
    code: str | None = None
    project_id: UUID | None = None
    region_code: str | None = None


_COLUMNS = """
warning.id, warning.short_code, warning.code, warning_kind.name_zh, warning_kind.name_en, warning.level, warning.state,
warning.summary_zh, warning.summary_en, warning.project_id, project.name AS project_name, warning.occurrences,
warning.raised_at, warning.last_at, taker.name AS taker_name, warning.acknowledged_post, warning.acknowledged_at,
warning.plan, warning.promised_at"""

_TABLES = """
warning JOIN project ON project.id = warning.project_id JOIN warning_kind ON warning_kind.code = warning.code
LEFT JOIN account AS taker ON taker.id = warning.acknowledged_by"""


async def list_warnings(
    scope: Scope, filters: Filters, *, cursor: str | None = None, limit: int = 20
) -> Page[WarningItem]:
    """The warnings of the projects that the person sees, newest first."""
    after = decode_cursor(cursor, tuple[Moment, UUID]) if cursor else (None, None)
    rows = await db.fetch(
        f"""
        SELECT {_COLUMNS} FROM {_TABLES}
        WHERE {VISIBLE}
          AND ($3::text[] = '{{}}' OR warning.state = ANY($3)) AND ($4::text[] = '{{}}' OR warning.level = ANY($4))
          AND ($5::text IS NULL OR warning.code = $5) AND ($6::uuid IS NULL OR warning.project_id = $6)
          AND ($7::text IS NULL OR $7 IN (project.region_code, project.city_code))
          AND ($8::timestamptz IS NULL OR (warning.raised_at, warning.id) < ($8, $9::uuid))
        ORDER BY warning.raised_at DESC, warning.id DESC LIMIT $10
        """,
        *scope.args, filters.states, filters.levels, filters.code, filters.project_id, filters.region_code, *after,
        limit + 1,
    )  # fmt: skip
    items = [_item(row) for row in rows[:limit]]
    following = encode_cursor(items[-1].raised_at, items[-1].id) if len(rows) > limit else None
    return Page(items, following)


async def warning_detail(scope: Scope, warning_id: UUID) -> WarningDetail:
    """One warning of a project that the person sees."""
    row = await db.fetch_one(
        f"""
        SELECT {_COLUMNS}, warning.facts, warning.step, warning.recurrence_of, warning.closed_at,
               warning.close_reason_zh, warning.close_reason_en, closer.name AS closer_name, warning_kind.posts,
               warning_kind.basis_zh, warning_kind.basis_en,
               (SELECT min(due_at) FROM timer WHERE timer.subject_id = warning.id) AS next_step_at,
               (SELECT rectification_order.id FROM rectification_order WHERE warning_id = warning.id
                ORDER BY issued_at DESC LIMIT 1) AS order_id,
               warning.state = 'open' AND EXISTS (
                   SELECT FROM post AS mine WHERE mine.project_id = project.id AND mine.account_id = $1
                   AND mine.state = 'active' AND mine.kind IN {CONCERNED}) AS may_acknowledge
        FROM {_TABLES} LEFT JOIN account AS closer ON closer.id = warning.closed_by
        WHERE warning.id = $3 AND {VISIBLE}
        """,
        *scope.args,
        warning_id,
    )
    if row is None:
        raise NOT_FOUND.at()
    return WarningDetail(
        item=_item(row),
        facts=[Fact(Text(fact["name_zh"], fact["name_en"]), fact["value"]) for fact in row["facts"]],
        basis=Text(row["basis_zh"], row["basis_en"]),
        posts_told=row["posts"][: row["step"] + 1],
        next_step_at=row["next_step_at"],
        order_id=row["order_id"],
        recurrence_of=row["recurrence_of"],
        closed=_closed(row),
        may_acknowledge=row["may_acknowledge"],
        history=await history.read(warning_id),
    )


def _item(row: asyncpg.Record) -> WarningItem:
    return WarningItem(
        id=row["id"],
        short_code=row["short_code"],
        code=row["code"],
        name=Text(row["name_zh"], row["name_en"]),
        level=Level(row["level"]),
        state=WarningState(row["state"]),
        summary=Text(row["summary_zh"], row["summary_en"]),
        project_id=row["project_id"],
        project_name=row["project_name"],
        occurrences=row["occurrences"],
        raised_at=row["raised_at"],
        last_at=row["last_at"],
        taken=_taken(row),
    )


def _taken(row: asyncpg.Record) -> Taken | None:
    if row["acknowledged_at"] is None:
        return None
    return Taken(
        by_name=row["taker_name"],
        by_post=row["acknowledged_post"],
        at=row["acknowledged_at"],
        plan=row["plan"],
        promised_at=row["promised_at"],
    )


def _closed(row: asyncpg.Record) -> Closed | None:
    if row["closed_at"] is None:
        return None
    return Closed(
        by_name=row["closer_name"],
        at=row["closed_at"],
        reason=Text(row["close_reason_zh"], row["close_reason_en"]),
    )
