"""Warnings, as the rest of the house uses them: raised and cleared by rules, taken, urged and closed by people."""

from datetime import datetime
from uuid import UUID

import asyncpg

from backend.core import clock, db, timers
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Language, Text
from backend.identity.scope import Scope
from backend.supervision import history, reference, rules, warning_row
from backend.supervision.matters import CONCERNED
from backend.supervision.problems import PROMISE_OUT_OF_BOUNDS, UNKNOWN_ANSWER, WARNING_HAS_ORDER, WARNING_NOT_YOURS
from backend.supervision.raising import close_by_itself, raise_warning
from backend.supervision.rules import WARNING_STATES, WarningAction, WarningState
from backend.supervision.warning_row import COLUMNS, TABLES

__all__ = ["acknowledge", "acknowledge_as", "close", "close_by_itself", "raise_warning", "urge"]


async def acknowledge(scope: Scope, warning_id: UUID, *, plan: str, promised_at: datetime) -> None:
    """The person takes the warning: what will be done, and by when. Everything that would have spoken falls silent."""
    if not rules.is_promise_in_bounds(promised_at, clock.now()):
        raise PROMISE_OUT_OF_BOUNDS.at("promised_at")
    async with db.transaction():
        row = await _lock_concerned(scope.args, warning_id)
        await _acknowledge(row, scope.account_id, plan=plan, promised_at=promised_at)


async def acknowledge_as(account_id: UUID, warning_id: UUID, *, answer: str) -> None:
    """The same from a card's button: `answer` is a key of `reference.ANSWERS`.

    For callers that proved the account by other means than a session (the provider's signed callback).
    """
    ready = reference.ANSWERS.get(answer)
    if ready is None:
        raise UNKNOWN_ANSWER.at("answer")
    async with db.transaction():
        row = await _lock_concerned((account_id, None), warning_id)
        plan = ready.plan.get(Language(row["holder_language"]))
        await _acknowledge(row, account_id, plan=plan, promised_at=clock.now() + ready.within)


async def _lock_concerned(reader: tuple[UUID, UUID | None], warning_id: UUID) -> asyncpg.Record:
    """The warning, locked, with the post by which the person answers; a refusal if there is none.

    A post that the kind names, or the one that a vacant one of them has fallen to.
    """
    row = await db.fetch_one(
        f"""
        SELECT {COLUMNS}, holder.name AS holder_name, holder.language AS holder_language, holder.kind AS holder_post
        FROM {TABLES} JOIN LATERAL (
            SELECT account.name, account.language, mine.kind
            FROM post AS mine JOIN account ON account.id = mine.account_id AND account.state = 'active'
            WHERE mine.project_id = project.id AND mine.account_id = $1 AND mine.state = 'active'
              AND mine.kind IN {CONCERNED}
            ORDER BY array_position(warning_kind.posts, mine.kind) NULLS LAST, mine.kind LIMIT 1
        ) AS holder ON true
        WHERE warning.id = $2 FOR UPDATE OF warning
        """,
        reader[0],
        warning_id,
    )
    if row is None:
        is_visible = await warning_row.is_visible(reader, warning_id)
        raise WARNING_NOT_YOURS.at() if is_visible else NOT_FOUND.at()
    return row


async def _acknowledge(row: asyncpg.Record, account_id: UUID, *, plan: str, promised_at: datetime) -> None:
    state = WARNING_STATES.get((WarningState(row["state"]), WarningAction.ACKNOWLEDGE))
    if state is None:
        raise await warning_row.stale(row)
    now = clock.now()
    await db.execute(
        """
        UPDATE warning SET state = $2, acknowledged_by = $3, acknowledged_post = $4, acknowledged_at = $5, plan = $6,
               promised_at = $7
        WHERE id = $1 AND state = $8
        """,
        row["id"], state, account_id, row["holder_post"], now, plan, promised_at, row["state"],
    )  # fmt: skip
    await timers.cancel(row["id"])
    await history.write(
        row["id"], WarningAction.ACKNOWLEDGE, now, actor_id=account_id, from_state=row["state"], to_state=state,
        level=row["level"], note=plan,
    )  # fmt: skip
    await warning_row.record(
        "warning.acknowledged", row, actor_id=account_id, by_name=row["holder_name"], by_post=row["holder_post"],
        plan=plan, promised_at=promised_at,
    )  # fmt: skip
    await warning_row.write_audit(
        row, account_id, "warning.acknowledge", plan=plan, promised_at=promised_at.isoformat()
    )


async def urge(scope: Scope, warning_id: UUID, *, note: str) -> None:
    """A regulator presses whoever was told so far; the state stays as it is."""
    async with db.transaction():
        row = await warning_row.lock_supervised(scope, warning_id)
        state = WARNING_STATES.get((WarningState(row["state"]), WarningAction.URGE))
        if state is None:
            raise await warning_row.stale(row)
        await history.write(
            warning_id, WarningAction.URGE, clock.now(), actor_id=scope.account_id, from_state=row["state"],
            to_state=state, level=row["level"], note=note,
        )  # fmt: skip
        await warning_row.record(
            "warning.urged", row, actor_id=scope.account_id, by_name=scope.name, note=note, state=state
        )
        await warning_row.write_audit(row, scope.account_id, "warning.urge", note=note)


async def close(scope: Scope, warning_id: UUID, *, reason: str) -> None:
    """A regulator ends the warning; refused while an order made from it is alive, for the order will close it."""
    async with db.transaction():
        row = await warning_row.lock_supervised(scope, warning_id)
        if order := await warning_row.live_order(warning_id):
            raise WARNING_HAS_ORDER.at(short_code=order)
        await warning_row.refuse_closed(row)
        await warning_row.finish(row, Text(reason, reason), actor_id=scope.account_id)
        await warning_row.write_audit(row, scope.account_id, "warning.close", reason=reason)
