"""A warning's row as the use cases pass it on: loaded with its names, locked, told to others, ended.

Locks are taken in one order: warning before order. Timers are removed while the warning is locked; a timer's handler
never waits for that lock (see `escalation`), so the two cannot block each other.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend.core import audit, clock, db, events, timers
from backend.core.errors import FORBIDDEN, NOT_FOUND, Refusal
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.projects.visibility import SUPERVISED, VISIBLE
from backend.supervision import history, reference, rules
from backend.supervision.problems import WARNING_ALREADY_ACKNOWLEDGED, WARNING_CLOSED
from backend.supervision.rules import WARNING_STATES, Level, Standing, WarningAction, WarningState

ESCALATE = "warning.escalate"
"""The kind of the one timer that a warning has while it is open."""

COLUMNS = """warning.*, project.name AS project_name, warning_kind.name_zh, warning_kind.name_en, warning_kind.posts,
             warning_kind.top_level, warning_kind.closes"""
TABLES = """warning JOIN project ON project.id = warning.project_id
                    JOIN warning_kind ON warning_kind.code = warning.code"""
READABLE = f"({VISIBLE} AND (warning_kind.posts <> '{{}}' OR $2::uuid IS NOT NULL))"
"""What names no post is the regulators' own: the site sees the project and not this warning of it."""


async def lock_supervised(scope: Scope, warning_id: UUID) -> asyncpg.Record:
    """The warning, locked, for a regulator of its project; `FORBIDDEN` for who may only see it, else `NOT_FOUND`."""
    row = await db.fetch_one(
        f"SELECT {COLUMNS}, $1::uuid AS reader_id FROM {TABLES} "
        f"WHERE warning.id = $3 AND {SUPERVISED} FOR UPDATE OF warning",
        *scope.args,
        warning_id,
    )
    if row is None:
        raise FORBIDDEN.at() if await is_visible(scope.args, warning_id) else NOT_FOUND.at()
    return row


async def lock_readable(scope: Scope, warning_id: UUID) -> asyncpg.Record:
    """The warning, locked, for whoever may read it."""
    row = await db.fetch_one(
        f"SELECT {COLUMNS} FROM {TABLES} WHERE warning.id = $3 AND {READABLE} FOR UPDATE OF warning",
        *scope.args,
        warning_id,
    )
    if row is None:
        raise NOT_FOUND.at()
    return row


async def is_visible(reader: tuple[UUID, UUID | None], warning_id: UUID) -> bool:
    """Whether the person may read the warning."""
    return bool(
        await db.fetch_value(f"SELECT true FROM {TABLES} WHERE warning.id = $3 AND {READABLE}", *reader, warning_id)
    )


async def lock_of_order(scope: Scope, order_id: UUID) -> asyncpg.Record | None:
    """The warning, locked, that a regulator's order was made from; None where there is none or no right to it."""
    return await db.fetch_one(
        f"""
        SELECT {COLUMNS}, $1::uuid AS reader_id FROM {TABLES}
        WHERE {SUPERVISED} AND warning.id = (SELECT warning_id FROM rectification_order WHERE id = $3)
        FOR UPDATE OF warning
        """,
        *scope.args,
        order_id,
    )


async def live_order(warning_id: UUID) -> str | None:
    """The short code of the unfinished order that was made from the warning."""
    code: str | None = await db.fetch_value(
        "SELECT short_code FROM rectification_order WHERE warning_id = $1 AND state NOT IN ('closed', 'withdrawn')",
        warning_id,
    )
    return code


async def finish(row: asyncpg.Record, reason: Text, *, actor_id: UUID | None) -> None:
    """End a live, locked warning."""
    now = clock.now()
    state = WARNING_STATES[WarningState(row["state"]), WarningAction.CLOSE]
    await db.execute(
        """
        UPDATE warning SET state = $2, closed_by = $3, closed_at = $4, close_reason_zh = $5, close_reason_en = $6
        WHERE id = $1 AND state = $7
        """,
        row["id"], state, actor_id, now, reason.zh, reason.en, row["state"],
    )  # fmt: skip
    await timers.cancel(row["id"])
    await history.write(
        row["id"], WarningAction.CLOSE, now, actor_id=actor_id, from_state=row["state"], to_state=state,
        level=row["level"], note=reason.zh,
    )  # fmt: skip
    await record("warning.closed", row, actor_id=actor_id, reason_zh=reason.zh, reason_en=reason.en)


async def refuse_closed(row: asyncpg.Record) -> None:
    """Raise today's state when the warning is over."""
    if row["state"] == WarningState.CLOSED:
        raise await stale(row)


async def stale(row: asyncpg.Record) -> Refusal:
    """Today's state, for a press on a card of yesterday."""
    if row["state"] == WarningState.CLOSED:
        return WARNING_CLOSED.at(
            short_code=row["short_code"], closed_at=local(row["closed_at"]), reason_zh=row["close_reason_zh"],
            reason_en=row["close_reason_en"],
        )  # fmt: skip
    name = await db.fetch_value("SELECT name FROM account WHERE id = $1", row["acknowledged_by"])
    return WARNING_ALREADY_ACKNOWLEDGED.at(
        short_code=row["short_code"], by_name=name, acknowledged_at=local(row["acknowledged_at"]), plan=row["plan"],
        promised_at=local(row["promised_at"]),
    )  # fmt: skip


def local(at: datetime) -> str:
    """A moment as a refusal tells it, by the sites' clock."""
    return at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")


async def set_timer(row: asyncpg.Record, now: datetime) -> None:
    """Wake the escalation when this warning has waited long enough."""
    standing = Standing(level=Level(row["level"]), step=row["step"], level_step=row["level_step"])
    await timers.set(ESCALATE, row["id"], now + rules.wait(await reference.escalation_policy(), standing))


async def record(kind: str, row: asyncpg.Record, *, actor_id: UUID | None = None, **more: Any) -> None:
    """The event of a warning with what the message will say; `posts` are all that were told so far."""
    await events.record(
        kind,
        subject_id=row["id"],
        project_id=row["project_id"],
        city_code=row["city_code"],
        actor_id=actor_id,
        level=row["level"],
        data={**said(row), **more},
    )


def said(row: asyncpg.Record) -> dict[str, Any]:
    """What every event of a warning carries for its message."""
    return {
        "project_name": row["project_name"],
        "code": row["code"],
        "short_code": row["short_code"],
        "name_zh": row["name_zh"],
        "name_en": row["name_en"],
        "summary_zh": row["summary_zh"],
        "summary_en": row["summary_en"],
        "posts": row["posts"][: row["step"] + 1],
        "facts": row["facts"],
    }


async def write_audit(row: asyncpg.Record, actor_id: UUID, act: str, **detail: Any) -> None:
    """The act of a person upon a warning."""
    await audit.write(
        actor_id, act, subject_id=row["id"], city_code=row["city_code"], project_id=row["project_id"], detail=detail
    )
