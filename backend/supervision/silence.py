"""What should have been reported and was not: reminders, then a warning that climbs, then a drafted order.

The rows of `obligation` are their own timers. A sweep claims a batch of those whose moment has come, does every one's
step and sets its next, in one transaction: killed half-way it has done nothing, and several workers share the rows
without waiting for each other. Who meets an obligation meanwhile comes before the sweep, which then leaves the row,
or after it, and `settled` ends what the sweep began.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg
import structlog

from backend.core import clock, db, events, ids, logs
from backend.core.errors import NOT_FOUND, Unavailable
from backend.core.i18n import Text
from backend.core.timers import Timer
from backend.identity.scope import Scope
from backend.projects.duties import obligation_rules, obligations
from backend.projects.duties.obligation_rules import KINDS, SUPERVISING_UNIT, Next, State, Step
from backend.projects.visibility import SUPERVISED
from backend.supervision import drafts, warnings
from backend.supervision.drafts import Unheard
from backend.supervision.problems import NO_WARNING_TO_URGE
from backend.supervision.raising import close_by_itself
from backend.supervision.raising_many import Condition, raise_many
from backend.supervision.rules import Fact

log = structlog.get_logger()

BATCH: Final = 500
POSTPONE: Final = timedelta(hours=1)

MONTH: Final = Text("应报月份", "Month due")
DEADLINE: Final = Text("截止时间", "Was due")


def fingerprint(kind: str, obligation_id: UUID) -> str:
    """One warning per obligation."""
    return f"{KINDS[kind].warning}:{obligation_id}"


async def sweep(now: datetime, *, limit: int = BATCH) -> int:
    """Do the step of up to `limit` obligations whose moment has come; how many.

    A row that cannot be handled is found by halving, left for an hour and logged: it holds back no other.
    """
    logs.request_id.set(ids.new_id().hex)
    claimed: list[asyncpg.Record] = []
    try:
        async with db.transaction():
            # A plan kept from when a table was small would walk it from end to end for every later batch.
            await db.execute("SET LOCAL plan_cache_mode = force_custom_plan")
            claimed.extend(await obligations.claim(now, limit))
            await _handle(claimed, now)
    except Unavailable:
        raise
    except Exception:
        if not claimed:
            raise
        if len(claimed) > 1:
            return await sweep(now, limit=len(claimed) // 2)
        log.exception("obligation.unhandled", obligation_id=str(claimed[0]["id"]))
        await obligations.postpone(claimed[0]["id"], now + POSTPONE)
    return len(claimed)


async def _handle(claimed: list[asyncpg.Record], now: datetime) -> None:
    by_step: dict[Step, list[asyncpg.Record]] = {step: [] for step in Step}
    following: dict[UUID, Next] = {}
    for row in claimed:
        step = obligation_rules.step_due(Step(row["next_step"]), row["due_at"], now)
        by_step[step].append(row)
        following[row["id"]] = obligation_rules.following(KINDS[row["kind"]], step, row["due_at"], now)
    if following:
        await obligations.advance(following)
    await events.record_many([_reminder(row) for row in by_step[Step.REMIND]])
    await raise_many([_condition(row) for row in by_step[Step.WARN]], now)
    await drafts.draft_many([_unheard(row) for row in by_step[Step.DRAFT]], now)


def _reminder(row: asyncpg.Record) -> events.Draft:
    name = KINDS[row["kind"]].name
    data = {
        "project_name": row["project_name"],
        "obligation_kind": row["kind"],
        "name_zh": name.zh,
        "name_en": name.en,
        "period": row["period"],
        "due_at": row["due_at"],
        "posts": [] if row["post_kind"] == SUPERVISING_UNIT else [row["post_kind"]],
    }
    return events.Draft(
        kind="obligation.reminder", subject_id=row["id"], city_code=row["city_code"], project_id=row["project_id"],
        data=data,
    )  # fmt: skip


def _condition(row: asyncpg.Record) -> Condition:
    kind, period = KINDS[row["kind"]], row["period"]
    due = Fact(DEADLINE, row["due_at"].astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M"))
    return Condition(
        code=kind.warning,
        project_id=row["project_id"],
        fingerprint=fingerprint(row["kind"], row["id"]),
        summary=obligation_rules.said(kind.overdue, period),
        facts=(Fact(MONTH, period), due) if kind.is_monthly else (due,),
        data={"obligation_id": str(row["id"]), "obligation_kind": row["kind"], "period": period},
    )


def _unheard(row: asyncpg.Record) -> Unheard:
    return Unheard(
        obligation_id=row["id"],
        project_id=row["project_id"],
        project_name=row["project_name"],
        city_code=row["city_code"],
        kind=row["kind"],
        period=row["period"],
        fingerprint=fingerprint(row["kind"], row["id"]),
    )


async def urge(scope: Scope, obligation_id: UUID, *, note: str) -> UUID:
    """A regulator presses who owes it, by its warning; the warning's id. `NO_WARNING_TO_URGE` where none lives."""
    kind: str | None = await db.fetch_value(
        f"""
        SELECT obligation.kind FROM obligation JOIN project ON project.id = obligation.project_id
        WHERE obligation.id = $3 AND {SUPERVISED} AND $1::uuid IS NOT NULL
        """,
        *scope.args, obligation_id,
    )  # fmt: skip
    if kind is None:
        raise NOT_FOUND.at("obligation_id")
    warning_id: UUID | None = await db.fetch_value(
        "SELECT id FROM warning WHERE fingerprint = $1 AND state <> 'closed'", fingerprint(kind, obligation_id)
    )
    if warning_id is None:
        raise NO_WARNING_TO_URGE.at()
    await warnings.urge(scope, warning_id, note=note)
    return warning_id


async def settled(timer: Timer, now: datetime) -> None:
    """End the warning and the draft of an obligation that is met, paused or void; nothing if it is open again.

    Who changes the obligation sets this timer, so this never waits for the row (see `escalation`).
    """
    row = await db.fetch_one(
        """
        SELECT obligation.kind, obligation.state, obligation.closed_reason, obligation_pause.until_at
        FROM obligation LEFT JOIN obligation_pause ON obligation_pause.id = obligation.pause_id
        WHERE obligation.id = $1 AND obligation.state <> 'open' FOR UPDATE OF obligation NOWAIT
        """,
        timer.subject_id,
    )
    if row is None:
        return
    reason = _why_settled(row)
    await close_by_itself(fingerprint(row["kind"], timer.subject_id), reason=reason)
    await drafts.settle(timer.subject_id, now, reason)


def _why_settled(row: asyncpg.Record) -> Text:
    if row["state"] == State.PAUSED:
        until = row["until_at"].astimezone(clock.SHANGHAI).strftime("%Y-%m-%d")
        return Text(f"事项暂停至 {until}", f"Paused until {until}")
    if row["state"] == State.VOID:
        reason = row["closed_reason"] or ""
        return Text(f"不再要求：{reason}", f"No longer asked for: {reason}")
    return KINDS[row["kind"]].met
