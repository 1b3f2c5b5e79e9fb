"""What a phone signed while there was no line, merged when it comes: late, once, and never against what happened since.

A statement takes an open warning, or stands in its history and changes nothing, or is refused. Whichever it is, the
statement and its outcome are kept, and the same statement again is answered the same (docs/security/offline-acts.md).
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db
from backend.core.errors import NOT_FOUND, PROBLEMS, Refusal
from backend.core.i18n import Text
from backend.identity import device_keys
from backend.identity.problems import STATEMENT_INVALID
from backend.identity.scope import Scope
from backend.supervision import history, rules, warning_row, warnings
from backend.supervision.problems import POST_LOST, PROMISE_OUT_OF_BOUNDS, SAID_OUT_OF_BOUNDS, STATEMENT_COUNTED
from backend.supervision.rules import Level, Sentence, WarningState

CLOCK_SKEW: Final = timedelta(minutes=2)
"""How far a phone's clock may be ahead of ours."""

KEPT_FOR: Final = timedelta(days=7)
"""What was said longer ago is told anew: the site has changed."""

SAY: Final = "say"
"""The step of a statement that came too late to change anything."""

_RISEN: Final = Text(
    "您离线确认时该预警为{}，现已升为{}，请按现在的级别重新确认",
    "The warning was {} when you answered offline and is {} now: acknowledge it again at its new level",
)
_PASSED: Final = Text(
    "已确认。您承诺的完成时间在送达前已过，请尽快完成并反馈",
    "Acknowledged. The time that you promised had passed before this came: finish it and report soon",
)
_LEVELS: Final = {
    Level.BLUE: Text("蓝色", "blue"),
    Level.YELLOW: Text("黄色", "yellow"),
    Level.ORANGE: Text("橙色", "orange"),
    Level.RED: Text("红色", "red"),
}

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Outcome(StrEnum):
    """What became of a statement that was not refused."""

    APPLIED = "applied"
    RECORDED = "recorded"


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="warning.acknowledge"):
    """The payload of a statement: the warning is taken as it was seen, with a plan and a promise."""

    counter: Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
    subject_id: UUID
    seen_level: Level
    said_at: Moment
    plan: Sentence
    promised_at: Moment


class Merged(msgspec.Struct, frozen=True):
    """What became of it; `reason` where there is something to tell."""

    subject_id: UUID
    outcome: Outcome
    reason: Text | None


async def receive(scope: Scope, statement: str) -> Merged:
    """Judge a statement once; a refusal is kept as well, and raised when that is committed."""
    signed = device_keys.taken_apart(statement)
    async with db.transaction():
        key = await device_keys.verify(scope, signed)
        try:
            said = msgspec.json.decode(signed.payload, type=Said)
        except msgspec.DecodeError as error:
            raise STATEMENT_INVALID.at("statement") from error
        result = await _known(key, said, statement) or await _new(scope, key, said, statement)
    if isinstance(result, Refusal):
        raise result
    return result


async def _known(key: asyncpg.Record, said: Said, statement: str) -> Merged | Refusal | None:
    """The answer of before, if this number has been judged."""
    if said.counter > key["counter"]:
        return None
    row = await db.fetch_one(
        "SELECT outcome, reason_zh, reason_en, problem FROM offline_act "
        "WHERE key_id = $1 AND counter = $2 AND statement = $3",
        key["id"], said.counter, statement,
    )  # fmt: skip
    if row is None:
        return STATEMENT_COUNTED.at("statement")
    if row["problem"]:
        return PROBLEMS[row["problem"]].at("statement")
    reason = Text(row["reason_zh"], row["reason_en"]) if row["reason_zh"] else None
    return Merged(said.subject_id, Outcome(row["outcome"]), reason)


async def _new(scope: Scope, key: asyncpg.Record, said: Said, statement: str) -> Merged | Refusal:
    """Judge it and keep the judgement; the key, which is locked, has counted it from here on."""
    now, skipped = clock.now(), said.counter - key["counter"] - 1
    await device_keys.count(key["id"], said.counter)
    result: Merged | Refusal
    reason, problem = None, None
    try:
        result = await _merge(scope, said, now)
        outcome, reason = str(result.outcome), result.reason
    except Refusal as refusal:
        result, outcome, problem = refusal.problem.at("statement"), "refused", refusal.problem.code
        await audit.write(scope.account_id, "warning.say", subject_id=said.subject_id, detail={"refused": problem})
    await db.execute(
        """
        INSERT INTO offline_act (key_id, counter, skipped, account_id, act, subject_id, said_at, received_at, statement,
                                 outcome, reason_zh, reason_en, problem)
        VALUES ($1, $2, $3, $4, 'warning.acknowledge', $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        key["id"], said.counter, skipped, scope.account_id, said.subject_id, said.said_at, now, statement, outcome,
        reason.zh if reason else None, reason.en if reason else None, problem,
    )  # fmt: skip
    return result


async def _merge(scope: Scope, said: Said, now: datetime) -> Merged:
    """Every refusal comes before the first write."""
    if not now - KEPT_FOR <= said.said_at <= now + CLOCK_SKEW:
        raise SAID_OUT_OF_BOUNDS.at()
    if not rules.is_promise_in_bounds(said.promised_at, said.said_at):
        raise PROMISE_OUT_OF_BOUNDS.at()
    row = await _lock(scope, said.subject_id)
    if reason := await _too_late(row, said):
        await _record(row, scope, said, now)
        return Merged(said.subject_id, Outcome.RECORDED, reason)
    await warnings.take(row, scope.account_id, plan=said.plan, promised_at=said.promised_at, said_at=said.said_at)
    return Merged(said.subject_id, Outcome.APPLIED, _PASSED if said.promised_at < now else None)


async def _lock(scope: Scope, warning_id: UUID) -> asyncpg.Record:
    """The warning, locked, for who may take it today; who could when it was said is told so."""
    try:
        return await warnings.lock_concerned(scope.args, warning_id)
    except Refusal as refusal:
        if refusal.problem is NOT_FOUND and await _has_left(scope.account_id, warning_id):
            raise POST_LOST.at() from refusal
        raise


async def _has_left(account_id: UUID, warning_id: UUID) -> bool:
    return bool(
        await db.fetch_value(
            "SELECT EXISTS (SELECT FROM warning JOIN post ON post.project_id = warning.project_id "
            "WHERE warning.id = $2 AND post.account_id = $1 AND post.state = 'ended')",
            account_id,
            warning_id,
        )
    )


async def _too_late(row: asyncpg.Record, said: Said) -> Text | None:
    """Why the statement changes nothing any more; None where the warning still waits for it."""
    if row["state"] != WarningState.OPEN:
        stale = await warning_row.stale(row)
        return Text(stale.problem.zh.format(**stale.params), stale.problem.en.format(**stale.params))
    level = Level(row["level"])
    if level.rank > said.seen_level.rank:
        seen, now = _LEVELS[said.seen_level], _LEVELS[level]
        return Text(_RISEN.zh.format(seen.zh, now.zh), _RISEN.en.format(seen.en, now.en))
    return None


async def _record(row: asyncpg.Record, scope: Scope, said: Said, now: datetime) -> None:
    await history.write(
        row["id"], SAY, now, actor_id=scope.account_id, from_state=row["state"], to_state=row["state"],
        level=said.seen_level, note=said.plan, said_at=said.said_at,
    )  # fmt: skip
    await warning_row.write_audit(row, scope.account_id, "warning.say", said_at=said.said_at.isoformat())
