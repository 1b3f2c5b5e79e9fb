"""An order's row as the use cases pass it on: locked for the post that may act, told to others, its timers.

An order made from a warning is locked after that warning, never before it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from backend.core import audit, clock, db, events, timers
from backend.core.errors import FORBIDDEN, NOT_FOUND, Refusal
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.projects.people.succession import UNIT
from backend.projects.visibility import REINSPECTING, SUPERVISED, VISIBLE
from backend.supervision import deadline_rules, history, reference
from backend.supervision.problems import ORDER_STATE
from backend.supervision.rules import ORDER_STATES, OrderAction, OrderState, Severity
from backend.supervision.warning_row import local

REMIND: Final = "order.remind"
OVERDUE: Final = "order.overdue"

COLUMNS: Final = "rectification_order.*, project.name AS project_name"
TABLES: Final = "rectification_order JOIN project ON project.id = rectification_order.project_id"

CONTRACTOR: Final = ("project_manager", "safety_officer")
CHIEF: Final = ("chief_engineer",)
DECIDING: Final = f"({REINSPECTING} OR (rectification_order.issued_by = $1 AND {SUPERVISED}))"
"""Who decides on more time: whoever re-inspects, and who issued the order."""

TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "order.issued": (*CONTRACTOR, *CHIEF),
    "order.reminder": CONTRACTOR,
    "order.replied": CHIEF,
    "order.returned": (*CONTRACTOR, *CHIEF),
    "order.closed": (*CONTRACTOR, *CHIEF),
    "order.withdrawn": (*CONTRACTOR, *CHIEF),
    "order.urged": CONTRACTOR,
    "order.extension_granted": CONTRACTOR,
    "order.extension_refused": CONTRACTOR,
}
"""The posts that each event is told to in person, besides the groups."""

STATE_NAMES: Final[Mapping[OrderState, Text]] = {
    OrderState.ISSUED: Text("待整改回复", "waiting for the contractor's reply"),
    OrderState.REPLIED: Text("待总监审核", "waiting for the chief engineer's review"),
    OrderState.REVIEWED: Text("待监督复查", "waiting for the regulator's re-inspection"),
    OrderState.CLOSED: Text("已闭环", "closed"),
    OrderState.WITHDRAWN: Text("已撤回", "withdrawn"),
}


async def lock(scope: Scope, order_id: UUID, condition: str) -> asyncpg.Record:
    """The order, locked, if `condition` lets the person act; `FORBIDDEN` for who may only see it, else `NOT_FOUND`."""
    row = await db.fetch_one(
        f"""
        SELECT {COLUMNS}, $1::uuid AS reader_id, $2::uuid AS reader_unit_id FROM {TABLES}
        WHERE rectification_order.id = $3 AND {condition} FOR UPDATE OF rectification_order
        """,
        *scope.args,
        order_id,
    )
    if row is None:
        is_visible = await db.fetch_value(
            f"SELECT true FROM {TABLES} WHERE rectification_order.id = $3 AND {VISIBLE}", *scope.args, order_id
        )
        raise FORBIDDEN.at() if is_visible else NOT_FOUND.at()
    return row


async def next_state(row: asyncpg.Record, action: OrderAction) -> OrderState:
    """The state after the action; `ORDER_STATE` with today's state, and who brought it there, where it does not fit."""
    after = ORDER_STATES.get((OrderState(row["state"]), action))
    if after is None:
        raise await _why_not_moved(row)
    return after


async def _why_not_moved(row: asyncpg.Record) -> Refusal:
    last = await db.fetch_one(
        """
        SELECT account.name, matter_step.at FROM matter_step JOIN account ON account.id = matter_step.actor_id
        WHERE subject_id = $1 AND to_state = $2 AND from_state IS DISTINCT FROM to_state
        ORDER BY matter_step.at DESC, matter_step.id DESC LIMIT 1
        """,
        row["id"], row["state"],
    )  # fmt: skip
    assert last is not None
    state = STATE_NAMES[OrderState(row["state"])]
    return ORDER_STATE.at(
        short_code=row["short_code"], state_zh=state.zh, state_en=state.en, by_name=last["name"], at=local(last["at"])
    )


async def severities(order_id: UUID) -> set[Severity]:
    """How grave the order's findings are."""
    rows = await db.fetch("SELECT DISTINCT severity FROM finding WHERE order_id = $1", order_id)
    return {Severity(row["severity"]) for row in rows}


async def step(
    row: asyncpg.Record, action: OrderAction, state: OrderState, *, actor_id: UUID, note: str | None = None
) -> None:
    """History and audit of a person's act upon an order."""
    await history.write(
        row["id"], action, clock.now(), actor_id=actor_id, from_state=row["state"], to_state=state, note=note
    )
    await write_audit(row, actor_id, f"order.{action}", note=note)


async def write_audit(row: asyncpg.Record, actor_id: UUID, act: str, **detail: Any) -> None:
    """The act of a person upon an order."""
    await audit.write(
        actor_id, act, subject_id=row["id"], city_code=row["city_code"], project_id=row["project_id"], detail=detail
    )


async def record(
    kind: str,
    row: asyncpg.Record,
    *,
    actor_id: UUID | None = None,
    level: str | None = None,
    posts: tuple[str, ...] | None = None,
    **more: Any,
) -> None:
    """The event of an order with what the message will say."""
    findings = await db.fetch("SELECT text FROM finding WHERE order_id = $1 ORDER BY position", row["id"])
    data = {
        "project_name": row["project_name"],
        "short_code": row["short_code"],
        "title": row["title"],
        "due_at": row["due_at"],
        "round": row["round"],
        "findings": [finding["text"] for finding in findings],
        "posts": TOLD[kind] if posts is None else posts,
    }
    await events.record(
        kind,
        subject_id=row["id"],
        project_id=row["project_id"],
        city_code=row["city_code"],
        actor_id=actor_id,
        level=level,
        data=data | more,
    )


async def deciders(row: asyncpg.Record, condition: str) -> dict[str, Any]:
    """For an event: whoever issued the order, and the supervising unit where `condition` does not let that person act.

    They may be gone, moved to another area, or supervise from too high above.
    """
    unit_id = await db.fetch_value("SELECT unit_id FROM account WHERE id = $1 AND state = 'active'", row["issued_by"])
    may_act = await db.fetch_value(
        f"SELECT EXISTS (SELECT $1::uuid, $2::uuid FROM {TABLES} WHERE rectification_order.id = $3 AND {condition})",
        row["issued_by"], unit_id, row["id"],
    )  # fmt: skip
    return {"account_id": row["issued_by"], "posts": () if may_act else (UNIT,)}


async def set_timers(row: asyncpg.Record, now: datetime) -> None:
    """Wake the reminders that are still to come and the next rung of the overdue ladder."""
    for days, at in deadline_rules.reminders(row["due_at"], now, reference.REMIND_DAYS_BEFORE).items():
        await timers.set(REMIND, row["id"], at, key=f"{days}d")
    overdue_at = deadline_rules.overdue_at(reference.OVERDUE_LADDER, row["due_at"], row["overdue_step"])
    if overdue_at is not None:
        await timers.set(OVERDUE, row["id"], overdue_at)
