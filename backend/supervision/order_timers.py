"""An order that waits for the contractor: reminders before it is due, a rising ladder after.

Like the escalation of warnings, a firing timer never waits for the order that somebody else holds. The ladder ends at
its red rung: what follows (interview, deduction) is a regulator's decision. While a reply is under review it stands
still; a reply that is sent back sets it going again.
"""

from datetime import datetime

import asyncpg

from backend.core import db, timers
from backend.core.timers import Timer
from backend.supervision import deadline_rules, history, order_row, reference
from backend.supervision.order_row import COLUMNS, OVERDUE, TABLES
from backend.supervision.rules import ORDER_STATES, OrderAction, OrderState


async def remind(timer: Timer, now: datetime) -> None:
    """Tell the contractor that the order will be due."""
    row = await _waiting(timer)
    if row is None:
        return
    await history.write(
        row["id"], OrderAction.REMIND, now, from_state=row["state"], note=timer.key,
        to_state=ORDER_STATES[OrderState.ISSUED, OrderAction.REMIND],
    )  # fmt: skip
    await order_row.record("order.reminder", row)


async def overdue(timer: Timer, now: datetime) -> None:
    """Climb to the rung that is reached and set the timer of the next."""
    row = await _waiting(timer)
    if row is None:
        return
    ladder = reference.OVERDUE_LADDER
    reached = deadline_rules.rung_reached(ladder, row["due_at"], now, step=row["overdue_step"])
    if reached is None:
        await order_row.set_timers(row, now)
        return
    rung = ladder[reached]
    await db.execute(
        "UPDATE rectification_order SET overdue_step = $2 WHERE id = $1 AND state = 'issued'", row["id"], reached + 1
    )
    await history.write(
        row["id"], OrderAction.OVERDUE, now, from_state=row["state"], level=rung.level,
        to_state=ORDER_STATES[OrderState.ISSUED, OrderAction.OVERDUE],
    )  # fmt: skip
    days = deadline_rules.overdue_days(row["due_at"], now)
    await order_row.record("order.overdue", row, level=rung.level, posts=rung.posts, overdue_days=days)
    following = deadline_rules.overdue_at(ladder, row["due_at"], reached + 1)
    if following is not None:
        await timers.set(OVERDUE, row["id"], following)


async def _waiting(timer: Timer) -> asyncpg.Record | None:
    return await db.fetch_one(
        f"SELECT {COLUMNS} FROM {TABLES} WHERE rectification_order.id = $1 AND rectification_order.state = 'issued' "
        "FOR UPDATE OF rectification_order NOWAIT",
        timer.subject_id,
    )
