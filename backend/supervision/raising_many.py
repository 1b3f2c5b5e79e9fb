"""Many warnings at once, as the silence sweep raises them: what `raising.raise_warning` does, set by set."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db, events, ids, timers
from backend.core.i18n import Text
from backend.supervision import reference, rules, warning_row
from backend.supervision.raising import RECURS, TRIES, said_facts
from backend.supervision.rules import EscalationStep, Fact, Level, Standing, WarningState
from backend.supervision.warning_row import COLUMNS, TABLES


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """What to warn of, at the kind's first level."""

    code: str
    project_id: UUID
    fingerprint: str
    summary: Text
    facts: tuple[Fact, ...] = ()
    data: dict[str, Any]


async def raise_many(conditions: Sequence[Condition], now: datetime) -> dict[str, UUID]:
    """The one live warning of each condition, by fingerprint: a new one, or one occurrence more of the present one.

    Call it inside the transaction of the fact; each fingerprint comes once. `LookupError` for a code not in force.
    """
    wanted = {condition.fingerprint: condition for condition in conditions}
    raised: dict[str, UUID] = {}
    policy = await reference.escalation_policy() if wanted else []
    for _ in range(TRIES):
        if not wanted:
            return raised
        present = await _repeat(list(wanted), now)
        fresh = [wanted[fingerprint] for fingerprint in wanted if fingerprint not in present]
        rows = await _insert(fresh, now) if fresh else []
        await _follow(rows, policy, now)
        raised |= present | {row["fingerprint"]: row["id"] for row in rows}
        wanted = {fingerprint: each for fingerprint, each in wanted.items() if fingerprint not in raised}
    raise RuntimeError(f"no free short code for a warning in {TRIES} tries")


async def _repeat(fingerprints: list[str], now: datetime) -> dict[str, UUID]:
    """Count an occurrence of those that live; they are locked from here on, in the order of their fingerprints."""
    rows = await db.fetch(
        """
        WITH live AS (SELECT id FROM warning WHERE fingerprint = ANY($1) AND state <> 'closed'
                      ORDER BY fingerprint FOR UPDATE)
        UPDATE warning SET occurrences = occurrences + 1, last_at = greatest(last_at, $2), cleared_at = NULL
        FROM live WHERE warning.id = live.id RETURNING warning.id, warning.fingerprint
        """,
        fingerprints,
        now,
    )
    return {row["fingerprint"]: row["id"] for row in rows}


async def _insert(conditions: Sequence[Condition], now: datetime) -> list[asyncpg.Record]:
    """New warnings with their names; without those whose fingerprint or short code was just taken."""
    kinds = await _kinds({condition.code for condition in conditions}, now)
    held = await _held({condition.project_id for condition in conditions})
    earlier = await _closed_orders([condition.fingerprint for condition in conditions], now)
    made = [_new(each, kinds[each.code], held, earlier.get(each.fingerprint)) for each in conditions]
    return await db.fetch(
        f"""
        WITH warning AS (
            INSERT INTO warning (id, city_code, project_id, code, fingerprint, short_code, level, state, summary_zh,
                                 summary_en, facts, data, recurrence_of, step, raised_at, last_at)
            SELECT given.id, project.city_code, given.project_id, given.code, given.fingerprint, given.short_code,
                   given.level, $13, given.summary_zh, given.summary_en, given.facts, given.data,
                   given.recurrence_of, given.step, $14, $14
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                        $8::text[], $9::jsonb[], $10::jsonb[], $11::uuid[], $12::integer[])
                 AS given (id, project_id, code, fingerprint, short_code, level, summary_zh, summary_en, facts, data,
                           recurrence_of, step)
            JOIN project ON project.id = given.project_id
            ON CONFLICT DO NOTHING RETURNING *
        )
        SELECT {COLUMNS} FROM {TABLES} ORDER BY warning.id
        """,
        *zip(*made, strict=True), WarningState.OPEN, now,
    )  # fmt: skip


def _new(
    condition: Condition, kind: asyncpg.Record, held: Mapping[UUID, set[str]], earlier: asyncpg.Record | None
) -> tuple[Any, ...]:
    level = rules.first_level(
        asked=None,
        first=Level(kind["first_level"]),
        top=Level(kind["top_level"]),
        is_recurrence=earlier is not None,
    )
    facts = condition.facts if earlier is None else (*condition.facts, Fact(RECURS, earlier["short_code"]))
    return (
        ids.new_id(),
        condition.project_id,
        condition.code,
        condition.fingerprint,
        ids.short_code(),
        level,
        condition.summary.zh,
        condition.summary.en,
        db.encoded(said_facts(facts)),
        condition.data,
        earlier["warning_id"] if earlier else None,
        rules.next_told(kind["posts"], kind["first_told"] - 1, held.get(condition.project_id, set())),
    )


async def _kinds(codes: set[str], now: datetime) -> dict[str, asyncpg.Record]:
    rows = await db.fetch(
        "SELECT code, first_level, top_level, posts, first_told FROM warning_kind "
        "WHERE code = ANY($1) AND $2 >= valid_from AND (valid_to IS NULL OR $2 < valid_to)",
        sorted(codes),
        now.astimezone(clock.SHANGHAI).date(),
    )
    known = {row["code"]: row for row in rows}
    if codes - known.keys():
        raise LookupError(f"not in force: {', '.join(sorted(codes - known.keys()))}")
    return known


async def _held(project_ids: set[UUID]) -> dict[UUID, set[str]]:
    rows = await db.fetch(
        "SELECT project_id, array_agg(DISTINCT kind) AS held FROM post "
        "WHERE project_id = ANY($1) AND state = 'active' GROUP BY project_id",
        list(project_ids),
    )
    return {row["project_id"]: set(row["held"]) for row in rows}


async def _closed_orders(fingerprints: list[str], now: datetime) -> dict[str, asyncpg.Record]:
    """The orders after whose closing something comes back too soon."""
    rows = await db.fetch(
        """
        SELECT DISTINCT ON (warning.fingerprint) warning.fingerprint, rectification_order.warning_id,
               rectification_order.short_code
        FROM warning JOIN rectification_order ON rectification_order.warning_id = warning.id
        WHERE warning.fingerprint = ANY($1) AND warning.state = 'closed'
          AND rectification_order.state = 'closed' AND rectification_order.closed_at >= $2
        ORDER BY warning.fingerprint, rectification_order.closed_at DESC
        """,
        fingerprints,
        now - rules.RECURRENCE_WINDOW,
    )
    return {row["fingerprint"]: row for row in rows}


async def _follow(rows: Sequence[asyncpg.Record], policy: Sequence[EscalationStep], now: datetime) -> None:
    """What follows from each new warning: its first step, its event, its escalation."""
    if not rows:
        return
    await db.execute(
        """
        INSERT INTO matter_step (id, subject_id, at, action, to_state, level, note)
        SELECT id, subject_id, $1, 'raise', $2, level, note
        FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[]) AS row (id, subject_id, level, note)
        """,
        now, WarningState.OPEN, [ids.new_id() for _ in rows], [row["id"] for row in rows],
        [row["level"] for row in rows], [row["summary_zh"] for row in rows],
    )  # fmt: skip
    await events.record_many([_event(row) for row in rows])
    await timers.set_many(warning_row.ESCALATE, [(row["id"], now + _wait(row, policy), {}) for row in rows])


def _event(row: asyncpg.Record) -> events.Draft:
    return events.Draft(
        kind="warning.raised",
        subject_id=row["id"],
        city_code=row["city_code"],
        project_id=row["project_id"],
        level=row["level"],
        data=warning_row.said(row),
    )


def _wait(row: asyncpg.Record, policy: Sequence[EscalationStep]) -> timedelta:
    standing = Standing(level=Level(row["level"]), step=row["step"], level_step=row["level_step"])
    return rules.wait(policy, standing)
