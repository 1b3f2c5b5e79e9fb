"""Warnings, as the rest of the house uses them: raised and cleared by rules, taken, urged and closed by people."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg

from backend.core import clock, db, timers
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Language, Text
from backend.identity.scope import Scope
from backend.supervision import history, reference, rules, warning_row
from backend.supervision.matters import CONCERNED
from backend.supervision.problems import (
    PROMISE_OUT_OF_BOUNDS,
    UNKNOWN_ANSWER,
    WARNING_HAS_ORDER,
    WARNING_NAMES_NO_POST,
    WARNING_NOT_YOURS,
    WARNING_URGED,
)
from backend.supervision.raising import close_by_itself, raise_warning
from backend.supervision.rules import WARNING_STATES, WarningAction, WarningState
from backend.supervision.warning_row import COLUMNS, TABLES

__all__ = [
    "acknowledge",
    "acknowledge_as",
    "close",
    "close_by_itself",
    "lock_concerned",
    "raise_warning",
    "take",
    "urge",
]

URGE_AGAIN_AFTER: Final = timedelta(minutes=30)
"""[P] Who was just pressed is given time to act; a second message in the same minute helps nobody."""


async def acknowledge(scope: Scope, warning_id: UUID, *, plan: str, promised_at: datetime) -> None:
    """The person takes the warning: what will be done, and by when. Everything that would have spoken falls silent."""
    if not rules.is_promise_in_bounds(promised_at, clock.now()):
        raise PROMISE_OUT_OF_BOUNDS.at("promised_at")
    async with db.transaction():
        row = await lock_concerned(scope.args, warning_id)
        await take(row, scope.account_id, plan=plan, promised_at=promised_at)


async def acknowledge_as(account_id: UUID, warning_id: UUID, *, answer: str) -> None:
    """The same from a card's button: `answer` is a key of `reference.ANSWERS`.

    For callers that proved the account by other means than a session (the provider's signed callback).
    """
    ready = reference.ANSWERS.get(answer)
    if ready is None:
        raise UNKNOWN_ANSWER.at("answer")
    async with db.transaction():
        row = await lock_concerned((account_id, None), warning_id)
        plan = ready.plan.get(Language(row["holder_language"]))
        await take(row, account_id, plan=plan, promised_at=clock.now() + ready.within)


async def lock_concerned(reader: tuple[UUID, UUID | None], warning_id: UUID) -> asyncpg.Record:
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


async def take(
    row: asyncpg.Record, account_id: UUID, *, plan: str, promised_at: datetime, said_at: datetime | None = None
) -> None:
    """The open, locked warning is theirs; `said_at` where it was said offline and has come only now."""
    state = WARNING_STATES.get((WarningState(row["state"]), WarningAction.ACKNOWLEDGE))
    if state is None:
        raise await warning_row.stale(row)
    now = clock.now()
    await db.execute(
        """
        UPDATE warning SET state = $2, acknowledged_by = $3, acknowledged_post = $4, acknowledged_at = $5, plan = $6,
               promised_at = $7, said_at = $8
        WHERE id = $1 AND state = $9
        """,
        row["id"], state, account_id, row["holder_post"], now, plan, promised_at, said_at, row["state"],
    )  # fmt: skip
    await timers.cancel(row["id"])
    await history.write(
        row["id"], WarningAction.ACKNOWLEDGE, now, actor_id=account_id, from_state=row["state"], to_state=state,
        level=row["level"], note=plan, said_at=said_at,
    )  # fmt: skip
    said = {} if said_at is None else {"said_at": said_at.isoformat(), "received_at": now.isoformat()}
    await warning_row.record(
        "warning.acknowledged", row, actor_id=account_id, by_name=row["holder_name"], by_post=row["holder_post"],
        plan=plan, promised_at=promised_at, **said,
    )  # fmt: skip
    await warning_row.write_audit(
        row, account_id, "warning.acknowledge", plan=plan, promised_at=promised_at.isoformat(), **said
    )


async def urge(scope: Scope, warning_id: UUID, *, note: str) -> None:
    """A regulator presses whoever was told so far; the state stays as it is.

    `WARNING_NAMES_NO_POST` for the regulators' own, with the unit to speak to; `WARNING_URGED` while the site has not
    had `URGE_AGAIN_AFTER` to answer the last one, whoever said it.
    """
    async with db.transaction():
        row = await warning_row.lock_supervised(scope, warning_id)
        state = WARNING_STATES.get((WarningState(row["state"]), WarningAction.URGE))
        if state is None:
            raise await warning_row.stale(row)
        if not row["posts"]:
            raise WARNING_NAMES_NO_POST.at(short_code=row["short_code"], **await _unit_of(row["project_id"]))
        await _refuse_urged(row)
        await history.write(
            warning_id, WarningAction.URGE, clock.now(), actor_id=scope.account_id, from_state=row["state"],
            to_state=state, level=row["level"], note=note,
        )  # fmt: skip
        await warning_row.record(
            "warning.urged", row, actor_id=scope.account_id, by_name=scope.name, note=note, state=state
        )
        await warning_row.write_audit(row, scope.account_id, "warning.urge", note=note)


async def _refuse_urged(row: asyncpg.Record) -> None:
    last = await db.fetch_one(
        """
        SELECT matter_step.at, matter_step.note, account.name AS by_name
        FROM matter_step JOIN account ON account.id = matter_step.actor_id
        WHERE matter_step.subject_id = $1 AND matter_step.action = 'urge' AND matter_step.at > $2
        ORDER BY matter_step.at DESC LIMIT 1
        """,
        row["id"], clock.now() - URGE_AGAIN_AFTER,
    )  # fmt: skip
    if last:
        raise WARNING_URGED.at(
            short_code=row["short_code"], by_name=last["by_name"], note=last["note"],
            at=warning_row.local(last["at"]), again_at=warning_row.local(last["at"] + URGE_AGAIN_AFTER),
        )  # fmt: skip


async def _unit_of(project_id: UUID) -> dict[str, str]:
    """The supervising unit's name in both languages."""
    row = await db.fetch_one(
        "SELECT name_zh AS unit_zh, name_en AS unit_en FROM unit "
        "WHERE id = (SELECT supervising_unit_id FROM project WHERE id = $1)",
        project_id,
    )
    assert row is not None
    return dict(row)


async def close(scope: Scope, warning_id: UUID, *, reason: str) -> None:
    """A regulator ends the warning; refused while an order made from it is alive, for the order will close it."""
    async with db.transaction():
        row = await warning_row.lock_supervised(scope, warning_id)
        if order := await warning_row.live_order(warning_id):
            raise WARNING_HAS_ORDER.at(short_code=order)
        await warning_row.refuse_closed(row)
        await warning_row.finish(row, Text(reason, reason), actor_id=scope.account_id)
        await warning_row.write_audit(row, scope.account_id, "warning.close", reason=reason)
