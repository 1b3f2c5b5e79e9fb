"""More time on an order: the contractor asks once a round before it is due, a regulator grants or refuses.

A request that waits does not stop the clock. A grant moves the due date, the reminders and the overdue ladder in one
transaction. Every act holds the order's lock, and a reply or a withdrawal makes a waiting request moot.
"""

from datetime import datetime
from uuid import UUID

import asyncpg

from backend.core import clock, db, ids, timers
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.projects.visibility import holding
from backend.supervision import extension_rules, order_row, reference
from backend.supervision.extension_problems import (
    EXTENSION_BOUNDS,
    EXTENSION_ONCE,
    EXTENSION_STATE,
    EXTENSION_TOO_LATE,
)
from backend.supervision.extension_rules import EXTENSION_STATES, STATE_NAMES, ExtensionAction, ExtensionState
from backend.supervision.order_row import COLUMNS, CONTRACTOR, DECIDING, TABLES
from backend.supervision.rules import OrderAction, OrderState


async def ask(scope: Scope, order_id: UUID, *, until: datetime, reason: str) -> None:
    """The contractor asks for another due date, with a reason."""
    now = clock.now()
    async with db.transaction():
        row = await order_row.lock(scope, order_id, holding(*CONTRACTOR))
        state = await order_row.next_state(row, OrderAction.ASK_EXTENSION)
        due_at = _local(row["due_at"])
        if asked := await _of_round(row):
            raise EXTENSION_ONCE.at(due_at=due_at, **_named(asked))
        if row["due_at"] <= now:
            raise EXTENSION_TOO_LATE.at(due_at=due_at)
        latest = extension_rules.latest(reference.EXTENSIONS, await order_row.severities(order_id), row["due_at"], now)
        if not row["due_at"] < until <= latest:
            raise EXTENSION_BOUNDS.at("until", after=due_at, latest=_local(latest))
        await db.execute(
            """
            INSERT INTO order_extension (id, city_code, project_id, order_id, round, state, due_before, asked_until,
                                         reason, asked_by, asked_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            ids.new_id(), row["city_code"], row["project_id"], order_id, row["round"],
            EXTENSION_STATES[None, ExtensionAction.ASK], row["due_at"], until, reason, scope.account_id, now,
        )  # fmt: skip
        note = _said(until, reason)
        await order_row.step(row, OrderAction.ASK_EXTENSION, state, actor_id=scope.account_id, note=note)
        await _tell_regulators(scope, row, until=until, reason=reason)


async def grant(scope: Scope, order_id: UUID, *, until: datetime, note: str = "") -> None:
    """A regulator moves the due date, at most to what was asked; reminders and ladder begin anew from there."""
    now = clock.now()
    async with db.transaction():
        row, asked, state = await _lock_asked(scope, order_id, OrderAction.GRANT_EXTENSION)
        after, latest = max(now, row["due_at"]), asked["asked_until"]
        if not after < until <= latest:
            raise EXTENSION_BOUNDS.at("until", after=_local(after), latest=_local(latest))
        await _decide(asked, ExtensionAction.GRANT, scope, now, granted_until=until, note=note or None)
        moved = await db.fetch_one(
            f"""
            WITH rectification_order AS (
                UPDATE rectification_order SET due_at = $2, overdue_step = 0 WHERE id = $1 AND state = $3 RETURNING *
            )
            SELECT {COLUMNS} FROM {TABLES}
            """,
            order_id, until, row["state"],
        )  # fmt: skip
        assert moved is not None
        await timers.cancel(order_id)
        await order_row.set_timers(moved, now)
        await order_row.step(
            row, OrderAction.GRANT_EXTENSION, state, actor_id=scope.account_id, note=_said(until, note)
        )
        await order_row.record("order.extension_granted", moved, actor_id=scope.account_id, until=until, reason=note)


async def refuse(scope: Scope, order_id: UUID, *, reason: str) -> None:
    """A regulator leaves the due date as it is."""
    async with db.transaction():
        row, asked, state = await _lock_asked(scope, order_id, OrderAction.REFUSE_EXTENSION)
        await _decide(asked, ExtensionAction.REFUSE, scope, clock.now(), note=reason)
        await order_row.step(row, OrderAction.REFUSE_EXTENSION, state, actor_id=scope.account_id, note=reason)
        await order_row.record("order.extension_refused", row, actor_id=scope.account_id, reason=reason)


async def lapse(order_id: UUID) -> None:
    """The order goes on without an answer: a request that waits is moot. The order is locked."""
    before, after = ExtensionState.ASKED, EXTENSION_STATES[ExtensionState.ASKED, ExtensionAction.LAPSE]
    await db.execute(
        "UPDATE order_extension SET state = $2, decided_at = $3 WHERE order_id = $1 AND state = $4",
        order_id, after, clock.now(), before,
    )  # fmt: skip


async def _of_round(row: asyncpg.Record) -> asyncpg.Record | None:
    return await db.fetch_one(
        "SELECT id, state, asked_until FROM order_extension WHERE order_id = $1 AND round = $2", row["id"], row["round"]
    )


async def _lock_asked(
    scope: Scope, order_id: UUID, action: OrderAction
) -> tuple[asyncpg.Record, asyncpg.Record, OrderState]:
    """The order, locked for who may decide, its waiting request, and the order's state after the act."""
    row = await order_row.lock(scope, order_id, DECIDING)
    state = await order_row.next_state(row, action)
    asked = await _of_round(row)
    if asked is None or asked["state"] != ExtensionState.ASKED:
        raise EXTENSION_STATE.at(**_named(asked))
    return row, asked, state


async def _decide(
    asked: asyncpg.Record,
    action: ExtensionAction,
    scope: Scope,
    now: datetime,
    *,
    note: str | None,
    granted_until: datetime | None = None,
) -> None:
    before = ExtensionState(asked["state"])
    await db.execute(
        """
        UPDATE order_extension SET state = $2, granted_until = $3, decided_by = $4, decided_at = $5, decided_note = $6
        WHERE id = $1 AND state = $7
        """,
        asked["id"], EXTENSION_STATES[before, action], granted_until, scope.account_id, now, note, before,
    )  # fmt: skip


async def _tell_regulators(scope: Scope, row: asyncpg.Record, *, until: datetime, reason: str) -> None:
    """With the post by which it is asked."""
    by_post = await db.fetch_value(
        """
        SELECT kind FROM post WHERE project_id = $1 AND account_id = $2 AND state = 'active' AND kind = ANY($3)
        ORDER BY array_position($3, kind) LIMIT 1
        """,
        row["project_id"], scope.account_id, list(CONTRACTOR),
    )  # fmt: skip
    await order_row.record(
        "order.extension_asked",
        row,
        actor_id=scope.account_id,
        by_name=scope.name,
        by_post=by_post,
        until=until,
        reason=reason,
        **await order_row.deciders(row, DECIDING),
    )


def _named(asked: asyncpg.Record | None) -> dict[str, str]:
    name = STATE_NAMES[ExtensionState(asked["state"])] if asked else Text("本轮未申请", "none was made in this round")
    return {"state_zh": name.zh, "state_en": name.en}


def _said(until: datetime, words: str) -> str:
    return f"{_local(until)} {words}".rstrip()


def _local(at: datetime) -> str:
    return at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")
