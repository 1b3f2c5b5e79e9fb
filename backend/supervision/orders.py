"""Rectification orders: issued, replied to finding by finding, reviewed, closed or sent back, withdrawn."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db, ids, timers
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.projects.visibility import REINSPECTING, SUPERVISED, holding
from backend.supervision import deadline_rules, extensions, history, order_row, reference, replies, warning_row
from backend.supervision.order_row import CHIEF, COLUMNS, CONTRACTOR
from backend.supervision.problems import DUE_OUT_OF_BOUNDS, ORDER_EXISTS, OWN_REPLY
from backend.supervision.replies import Reply
from backend.supervision.rules import OrderAction, OrderState, Severity, WarningState

_SHORT_CODE_TRIES = 10


class NewFinding(msgspec.Struct, frozen=True):
    """One thing to put right."""

    text: str
    severity: Severity


async def issue(
    scope: Scope,
    *,
    project_id: UUID,
    title: str,
    findings: Sequence[NewFinding],
    due_at: datetime,
    warning_id: UUID | None = None,
) -> UUID:
    """A regulator's order on a project, perhaps made from a live warning of it; one unfinished order per warning."""
    async with db.transaction():
        return await issue_within(
            scope, project_id=project_id, title=title, findings=findings, due_at=due_at, warning_id=warning_id
        )


async def issue_within(
    scope: Scope,
    *,
    project_id: UUID,
    title: str,
    findings: Sequence[NewFinding],
    due_at: datetime,
    warning_id: UUID | None = None,
) -> UUID:
    """`issue` as a part of the caller's transaction."""
    check_due(due_at, {finding.severity for finding in findings})
    if warning_id is not None:
        await _lock_warning(scope, warning_id, project_id)
    row = await _insert(scope, project_id=project_id, title=title, due_at=due_at, warning_id=warning_id)
    await db.execute_many(
        "INSERT INTO finding (id, order_id, position, text, severity) VALUES ($1, $2, $3, $4, $5)",
        [(ids.new_id(), row["id"], at, one.text, one.severity) for at, one in enumerate(findings, start=1)],
    )
    await order_row.set_timers(row, row["issued_at"])
    await history.write(
        row["id"], "issue", row["issued_at"], actor_id=scope.account_id, to_state=OrderState.ISSUED, note=title
    )
    await order_row.write_audit(row, scope.account_id, "order.issue", title=title, findings=len(findings))
    await order_row.record("order.issued", row, actor_id=scope.account_id)
    return UUID(int=row["id"].int)


def check_due(due_at: datetime, severities: Collection[Severity], field: str = "due_at") -> None:
    """Refuse a due date outside the days that the gravest finding allows."""
    bounds = deadline_rules.due_bounds(reference.DUE_BOUNDS, severities)
    if not deadline_rules.is_due_in_bounds(bounds, due_at, clock.now()):
        raise DUE_OUT_OF_BOUNDS.at(field, at_least_days=bounds.at_least_days, at_most_days=bounds.at_most_days)


async def _lock_warning(scope: Scope, warning_id: UUID, project_id: UUID) -> None:
    warning = await warning_row.lock_supervised(scope, warning_id)
    if warning["project_id"] != project_id:
        raise NOT_FOUND.at("warning_id")
    await warning_row.refuse_closed(warning)
    if existing := await warning_row.live_order(warning_id):
        raise ORDER_EXISTS.at("warning_id", short_code=existing)


async def _insert(
    scope: Scope, *, project_id: UUID, title: str, due_at: datetime, warning_id: UUID | None
) -> asyncpg.Record:
    for _ in range(_SHORT_CODE_TRIES):
        # The permission is the source of the rows to insert: no project of the regulator's, no row.
        row = await db.fetch_one(
            f"""
            WITH allowed AS (SELECT project.id, project.city_code FROM project WHERE project.id = $3 AND {SUPERVISED}),
            rectification_order AS (
                INSERT INTO rectification_order
                    (id, city_code, project_id, warning_id, short_code, title, state, issued_by, issued_at, due_at)
                SELECT $4, allowed.city_code, allowed.id, $5, $6, $7, 'issued', $1, $8, $9 FROM allowed
                ON CONFLICT (short_code) DO NOTHING RETURNING *
            )
            SELECT {COLUMNS} FROM {order_row.TABLES}
            """,
            *scope.args, project_id, ids.new_id(), warning_id, ids.short_code(), title, clock.now(), due_at,
        )  # fmt: skip
        if row is not None:
            return row
        if not await db.fetch_value(
            f"SELECT $1::uuid IS NOT NULL FROM project WHERE project.id = $3 AND {SUPERVISED}", *scope.args, project_id
        ):
            raise NOT_FOUND.at("project_id")
    raise RuntimeError(f"no free short code for an order in {_SHORT_CODE_TRIES} tries")


async def reply(scope: Scope, order_id: UUID, answers: Sequence[Reply]) -> None:
    """The contractor answers every finding with a text and a photo of before and after; the clock stands still."""
    async with db.transaction():
        row = await order_row.lock(scope, order_id, holding(*CONTRACTOR))
        state = await order_row.next_state(row, OrderAction.REPLY)
        await replies.write(scope, row, answers)
        await db.execute(
            "UPDATE rectification_order SET state = $2 WHERE id = $1 AND state = $3", order_id, state, row["state"]
        )
        await timers.cancel(order_id)
        await extensions.lapse(order_id)
        await order_row.step(row, OrderAction.REPLY, state, actor_id=scope.account_id)
        await order_row.record("order.replied", row, actor_id=scope.account_id)


async def review(scope: Scope, order_id: UUID, *, is_passed: bool, note: str) -> None:
    """The chief lets the reply through to the regulator or sends it back to the contractor with a reason."""
    action = OrderAction.PASS if is_passed else OrderAction.SEND_BACK
    async with db.transaction():
        row = await order_row.lock(scope, order_id, holding(*CHIEF))
        state = await order_row.next_state(row, action)
        if await replies.is_by(scope.account_id, row):
            raise OWN_REPLY.at()
        await db.execute(
            "UPDATE rectification_order SET state = $2, attempt = attempt + $3 WHERE id = $1 AND state = $4",
            order_id, state, 0 if is_passed else 1, row["state"],
        )  # fmt: skip
        await order_row.step(row, action, state, actor_id=scope.account_id, note=note or None)
        if is_passed:
            told = await order_row.deciders(row, REINSPECTING)
            await order_row.record("order.reviewed", row, actor_id=scope.account_id, **told)
        else:
            await order_row.set_timers(row, clock.now())
            await order_row.record("order.returned", row, actor_id=scope.account_id, reason=note)


async def send_back(scope: Scope, order_id: UUID, *, reason: str, due_at: datetime) -> None:
    """The regulator is not satisfied: another round with a new due date."""
    async with db.transaction():
        row = await order_row.lock(scope, order_id, REINSPECTING)
        state = await order_row.next_state(row, OrderAction.RETURN)
        check_due(due_at, await order_row.severities(order_id))
        returned = await db.fetch_one(
            f"""
            WITH rectification_order AS (
                UPDATE rectification_order SET state = $2, round = round + 1, attempt = 1, overdue_step = 0, due_at = $3
                WHERE id = $1 AND state = $4 RETURNING *
            )
            SELECT {COLUMNS} FROM {order_row.TABLES}
            """,
            order_id, state, due_at, row["state"],
        )  # fmt: skip
        assert returned is not None
        await order_row.set_timers(returned, clock.now())
        await order_row.step(row, OrderAction.RETURN, state, actor_id=scope.account_id, note=reason)
        await order_row.record("order.returned", returned, actor_id=scope.account_id, reason=reason)


async def close(scope: Scope, order_id: UUID, *, note: str) -> None:
    """The regulator is satisfied; the warning that the order was made from closes with it."""
    await _end(scope, order_id, OrderAction.CLOSE, REINSPECTING, note=note)


async def withdraw(scope: Scope, order_id: UUID, *, reason: str) -> None:
    """Whoever issued the order takes it back; the warning lives on unless its condition has gone meanwhile."""
    await _end(
        scope, order_id, OrderAction.WITHDRAW, f"rectification_order.issued_by = $1 AND {SUPERVISED}", note=reason
    )


async def urge(scope: Scope, order_id: UUID, *, note: str) -> None:
    """A regulator presses the contractor, who has not replied yet; due date and ladder stay as they are."""
    async with db.transaction():
        row = await order_row.lock(scope, order_id, f"{SUPERVISED} AND $1::uuid IS NOT NULL")
        state = await order_row.next_state(row, OrderAction.URGE)
        await order_row.step(row, OrderAction.URGE, state, actor_id=scope.account_id, note=note)
        await order_row.record("order.urged", row, actor_id=scope.account_id, by_name=scope.name, note=note)


async def _end(scope: Scope, order_id: UUID, action: OrderAction, condition: str, *, note: str) -> None:
    async with db.transaction():
        warning = await warning_row.lock_of_order(scope, order_id)
        row = await order_row.lock(scope, order_id, condition)
        state = await order_row.next_state(row, action)
        await db.execute(
            "UPDATE rectification_order SET state = $2, closed_by = $3, closed_at = $4, close_note = $5 "
            "WHERE id = $1 AND state = $6",
            order_id, state, scope.account_id, clock.now(), note, row["state"],
        )  # fmt: skip
        await timers.cancel(order_id)
        await extensions.lapse(order_id)
        await order_row.step(row, action, state, actor_id=scope.account_id, note=note)
        if state is OrderState.CLOSED:
            await order_row.record("order.closed", row, actor_id=scope.account_id)
        else:
            await order_row.record("order.withdrawn", row, actor_id=scope.account_id, reason=note)
        await _end_warning(warning, row, state, scope.account_id)


async def _end_warning(warning: asyncpg.Record | None, row: asyncpg.Record, state: OrderState, actor_id: UUID) -> None:
    if warning is None or warning["state"] == WarningState.CLOSED:
        return
    code = row["short_code"]
    if state is OrderState.CLOSED:
        reason = Text(f"整改通知 {code} 已闭环", f"Order {code} was closed")
        await warning_row.finish(warning, reason, actor_id=actor_id)
    elif warning["cleared_at"] is not None:
        reason = Text(
            f"预警条件已消除，整改通知 {code} 已撤回", f"Its condition is gone and order {code} was withdrawn"
        )
        await warning_row.finish(warning, reason, actor_id=None)
