"""The warnings and orders of a month as they stood at a moment: from their steps before it."""

import datetime as dt
from uuid import UUID

import asyncpg
import msgspec

from backend.core import db
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.supervision.rules import Level, OrderState, WarningState


class WarningLine(msgspec.Struct, frozen=True, kw_only=True):
    """A warning that was raised in the month or still alive in it."""

    id: UUID
    short_code: str
    code: str
    name: Text
    first_level: Level
    level: Level
    state: WarningState
    raised_at: dt.datetime
    acknowledged_at: dt.datetime | None
    seconds_to_acknowledge: int | None
    urged: int
    closed_at: dt.datetime | None


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    """An order that was issued in the month or still alive in it. `returns`: by chief and regulator together."""

    id: UUID
    short_code: str
    title: str
    state: OrderState
    issued_at: dt.datetime
    due_at: dt.datetime | None
    first_replied_at: dt.datetime | None
    returns: int
    was_overdue: bool
    closed_at: dt.datetime | None


async def warnings(scope: Scope, project_id: UUID, from_at: dt.datetime, as_of: dt.datetime) -> list[WarningLine]:
    """The project's warnings of the month, in the order in which they were raised.

    What names no post is read by regulators only.
    """
    rows = await db.fetch(
        """
        SELECT warning.id, warning.short_code, warning.code, kind.name_zh, kind.name_en, steps.*
        FROM warning JOIN warning_kind AS kind ON kind.code = warning.code CROSS JOIN LATERAL (
            SELECT min(at) FILTER (WHERE action = 'raise') AS raised_at,
                   (array_agg(level ORDER BY at, id) FILTER (WHERE level IS NOT NULL))[1] AS first_level,
                   (array_agg(level ORDER BY at DESC, id DESC) FILTER (WHERE level IS NOT NULL))[1] AS level,
                   (array_agg(to_state ORDER BY at DESC, id DESC))[1] AS state,
                   min(at) FILTER (WHERE action = 'acknowledge') AS acknowledged_at,
                   count(*) FILTER (WHERE action = 'urge') AS urged,
                   max(at) FILTER (WHERE action = 'close') AS closed_at
            FROM matter_step WHERE subject_id = warning.id AND at < $3
        ) AS steps
        WHERE warning.project_id = $1 AND warning.raised_at < $3 AND (warning.closed_at IS NULL
              OR warning.closed_at >= $2) AND steps.raised_at IS NOT NULL AND ($4 OR kind.posts <> '{}')
        ORDER BY steps.raised_at, warning.id
        """,
        project_id, from_at, as_of, scope.unit_id is not None,
    )  # fmt: skip
    return [_warning(row) for row in rows]


def _warning(row: asyncpg.Record) -> WarningLine:
    raised_at, taken_at = row["raised_at"], row["acknowledged_at"]
    return WarningLine(
        id=row["id"],
        short_code=row["short_code"],
        code=row["code"],
        name=Text(row["name_zh"], row["name_en"]),
        first_level=Level(row["first_level"]),
        level=Level(row["level"]),
        state=WarningState(row["state"]),
        raised_at=raised_at,
        acknowledged_at=taken_at,
        seconds_to_acknowledge=int((taken_at - raised_at).total_seconds()) if taken_at else None,
        urged=row["urged"],
        closed_at=row["closed_at"],
    )


async def orders(project_id: UUID, from_at: dt.datetime, as_of: dt.datetime) -> list[OrderLine]:
    """The project's orders of the month, in the order in which they were issued."""
    rows = await db.fetch(
        """
        SELECT told.id, told.short_code, told.title, steps.*, (
            SELECT (event.data ->> 'due_at')::timestamptz FROM event
            WHERE event.subject_id = told.id
              AND event.kind IN ('order.issued', 'order.returned', 'order.extension_granted')
              AND event.occurred_at < $3 ORDER BY event.occurred_at DESC, event.id DESC LIMIT 1) AS due_at
        FROM rectification_order AS told CROSS JOIN LATERAL (
            SELECT min(at) FILTER (WHERE action = 'issue') AS issued_at,
                   (array_agg(to_state ORDER BY at DESC, id DESC))[1] AS state,
                   min(at) FILTER (WHERE action = 'reply') AS first_replied_at,
                   count(*) FILTER (WHERE action IN ('return', 'send_back')) AS returns,
                   coalesce(bool_or(action = 'overdue'), false) AS was_overdue,
                   max(at) FILTER (WHERE action IN ('close', 'withdraw')) AS closed_at
            FROM matter_step WHERE subject_id = told.id AND at < $3
        ) AS steps
        WHERE told.project_id = $1 AND told.issued_at < $3 AND (told.closed_at IS NULL OR told.closed_at >= $2)
          AND steps.issued_at IS NOT NULL
        ORDER BY steps.issued_at, told.id
        """,
        project_id, from_at, as_of,
    )  # fmt: skip
    return [msgspec.convert(dict(row), OrderLine) for row in rows]
