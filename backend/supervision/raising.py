"""Warnings as rules raise, repeat and clear them; people's acts are in `warnings`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from backend.core import clock, db, ids
from backend.core.i18n import Text
from backend.supervision import history, rules, warning_row
from backend.supervision.rules import WARNING_STATES, Closes, Fact, Level, WarningAction, WarningState
from backend.supervision.warning_row import COLUMNS, TABLES

RECURS: Final = Text("复发：原整改通知", "Recurs after order")

TRIES: Final = 10
"""Somebody may have raised or closed the same warning, or drawn the same short code, a moment before."""


async def raise_warning(
    code: str,
    *,
    project_id: UUID,
    fingerprint: str,
    summary: Text,
    facts: Sequence[Fact] = (),
    level: Level | None = None,
    data: dict[str, Any] | None = None,
) -> UUID:
    """The one live warning of this fingerprint: a new one, or the present one with one occurrence more.

    Call it inside the transaction of the fact. Without `level` the kind's first level holds; a repeat with a higher
    level raises the live warning, and one that was acknowledged for less opens again. `LookupError` for a code that
    is not in force or a project that does not exist.
    """
    now = clock.now()
    for _ in range(TRIES):
        live = await _repeat(fingerprint, now)
        if live is not None:
            if level is not None:
                await _rise(live, level, now, summary=summary, facts=facts, data=data or {})
            return UUID(int=live["id"].int)
        warning_id = await _insert(
            code, now, project_id=project_id, fingerprint=fingerprint, summary=summary, facts=facts, level=level,
            data=data or {},
        )  # fmt: skip
        if warning_id is not None:
            return warning_id
    raise RuntimeError(f"no free short code for a warning in {TRIES} tries")


async def _repeat(fingerprint: str, now: datetime) -> asyncpg.Record | None:
    """Count an occurrence of the live warning, which is locked from here on; None when there is none."""
    return await db.fetch_one(
        f"""
        UPDATE warning SET occurrences = occurrences + 1, last_at = greatest(last_at, $2), cleared_at = NULL
        FROM project, warning_kind
        WHERE warning.fingerprint = $1 AND warning.state <> 'closed'
          AND project.id = warning.project_id AND warning_kind.code = warning.code
        RETURNING {COLUMNS}
        """,
        fingerprint,
        now,
    )


async def _insert(
    code: str,
    now: datetime,
    *,
    project_id: UUID,
    fingerprint: str,
    summary: Text,
    facts: Sequence[Fact],
    level: Level | None,
    data: dict[str, Any],
) -> UUID | None:
    """A new warning and all that follows from it; None when the fingerprint or the short code was just taken."""
    kind = await db.fetch_one(
        """
        SELECT warning_kind.first_level, warning_kind.top_level, warning_kind.posts,
               warning_kind.first_told, project.city_code,
               (SELECT array_agg(DISTINCT post.kind) FROM post
                WHERE post.project_id = project.id AND post.state = 'active') AS held
        FROM warning_kind, project
        WHERE warning_kind.code = $1 AND project.id = $2
          AND $3 >= warning_kind.valid_from AND (warning_kind.valid_to IS NULL OR $3 < warning_kind.valid_to)
        """,
        code, project_id, now.astimezone(clock.SHANGHAI).date(),
    )  # fmt: skip
    if kind is None:
        raise LookupError(f"warning kind {code} is not in force, or there is no project {project_id}")
    earlier = await _closed_order(fingerprint, now)
    first = rules.first_level(
        asked=level, first=Level(kind["first_level"]), top=Level(kind["top_level"]), is_recurrence=earlier is not None
    )
    if earlier is not None:
        facts = [*facts, Fact(RECURS, earlier["short_code"])]
    row = await db.fetch_one(
        f"""
        WITH warning AS (
            INSERT INTO warning (id, city_code, project_id, code, fingerprint, short_code, level, state, summary_zh,
                                 summary_en, facts, data, recurrence_of, step, raised_at, last_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10, $11, $12, $13, $14, $14)
            ON CONFLICT DO NOTHING RETURNING *
        )
        SELECT {COLUMNS} FROM {TABLES}
        """,
        ids.new_id(), kind["city_code"], project_id, code, fingerprint, ids.short_code(), first, summary.zh,
        summary.en, said_facts(facts), data, earlier["warning_id"] if earlier else None,
        rules.next_told(kind["posts"], kind["first_told"] - 1, kind["held"] or ()), now,
    )  # fmt: skip
    if row is None:
        return None
    await history.write(row["id"], "raise", now, to_state=WarningState.OPEN, level=first, note=summary.zh)
    await warning_row.record("warning.raised", row)
    await warning_row.set_timer(row, now)
    return UUID(int=row["id"].int)


async def _closed_order(fingerprint: str, now: datetime) -> asyncpg.Record | None:
    """The order after whose closing this comes back too soon."""
    return await db.fetch_one(
        """
        SELECT rectification_order.warning_id, rectification_order.short_code
        FROM rectification_order JOIN warning ON warning.id = rectification_order.warning_id
        WHERE warning.fingerprint = $1 AND warning.state = 'closed'
          AND rectification_order.state = 'closed' AND rectification_order.closed_at >= $2
        ORDER BY rectification_order.closed_at DESC LIMIT 1
        """,
        fingerprint,
        now - rules.RECURRENCE_WINDOW,
    )


async def _rise(
    live: asyncpg.Record, asked: Level, now: datetime, *, summary: Text, facts: Sequence[Fact], data: dict[str, Any]
) -> None:
    """Raise the live warning to a level that the rule now asks for; nothing if it stands as high already."""
    before, level = Level(live["level"]), rules.lower_of(asked, Level(live["top_level"]))
    if level.rank <= before.rank:
        return
    state = WARNING_STATES[WarningState(live["state"]), WarningAction.RISE]
    row = await db.fetch_one(
        f"""
        UPDATE warning SET level = $2, level_step = 0, state = $3, summary_zh = $4, summary_en = $5, facts = $6,
               data = warning.data || $7::jsonb,
               acknowledged_by = NULL, acknowledged_post = NULL, acknowledged_at = NULL, plan = NULL,
               promised_at = NULL, said_at = NULL
        FROM project, warning_kind
        WHERE warning.id = $1 AND project.id = warning.project_id AND warning_kind.code = warning.code
        RETURNING {COLUMNS}
        """,
        live["id"], level, state, summary.zh, summary.en, said_facts(facts), data,
    )  # fmt: skip
    assert row is not None
    await history.write(
        row["id"], WarningAction.RISE, now, from_state=live["state"], to_state=state, level=level, note=summary.zh
    )
    await warning_row.record("warning.escalated", row, from_level=before, step=row["step"], because="worse")
    await warning_row.set_timer(row, now)


async def close_by_itself(fingerprint: str, *, reason: Text) -> UUID | None:
    """Close the live warning whose condition has gone, in the caller's transaction; its id, or None.

    Nothing happens to kinds that a person must close. Where an order was made from the warning a regulator has taken
    it up: it is only marked as cleared, and the order's end, whichever way, closes it.
    """
    row = await db.fetch_one(
        f"SELECT {COLUMNS} FROM {TABLES} WHERE warning.fingerprint = $1 AND warning.state <> 'closed' "
        "FOR UPDATE OF warning",
        fingerprint,
    )
    if row is None or row["closes"] != Closes.BY_ITSELF:
        return None
    if await warning_row.live_order(row["id"]):
        await db.execute("UPDATE warning SET cleared_at = $2 WHERE id = $1", row["id"], clock.now())
        return None
    await warning_row.finish(row, reason, actor_id=None)
    return UUID(int=row["id"].int)


def said_facts(facts: Sequence[Fact]) -> list[dict[str, str]]:
    """Facts as the row and the event keep them."""
    return [{"name_zh": fact.name.zh, "name_en": fact.name.en, "value": fact.value} for fact in facts]
