"""What the platform has failed to do and keeps for a person: seen one by one, and tried again by hand."""

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec

from backend.core import audit, db
from backend.core.i18n import Text
from backend.identity.accounts import wecom_issuer
from backend.identity.scope import Scope
from backend.overview import jobs, lines

MOST: Final = 50
"""So many are listed and repeated at once."""

_KINDS: Final = UUID("00000000-0000-7000-8000-000000000004")
"""The name space of a kind's id in the audit."""


class HeldKind(StrEnum):
    """Facts that became no messages, acts in WeCom that were not worked off, timers late by more than five minutes."""

    EVENTS = "events"
    CALLBACKS = "callbacks"
    TIMERS = "timers"


class HeldMatter(msgspec.Struct, frozen=True, kw_only=True):
    """One of them: what it is about, since when it waits, and why the last attempt failed, in words and as it was."""

    id: UUID
    title: Text
    project_id: UUID | None
    project_name: str | None
    since: dt.datetime
    attempts: int | None
    why: Text | None
    error: str | None


_LATE: Final = "timer.due_at < clock_timestamp() - interval '5 minutes'"

_LISTS: Final[Mapping[HeldKind, str]] = {
    HeldKind.EVENTS: """
        SELECT held.event_id AS id, event.kind, event.level, event.data, event.project_id, held.held_at AS since,
               NULL::integer AS attempts, held.error, NULL AS person
        FROM event_held AS held LEFT JOIN event ON event.id = held.event_id AND event.city_code = held.city_code
            AND event.occurred_at = held.occurred_at
        ORDER BY held.held_at DESC, held.event_id LIMIT $1""",
    HeldKind.CALLBACKS: """
        SELECT inbox.id, 'callback' AS kind, NULL AS level, NULL::jsonb AS data, NULL::uuid AS project_id,
               inbox.received_at AS since, inbox.attempts, inbox.error, coalesce(account.name, inbox.user_id) AS person
        FROM callback_inbox AS inbox
        LEFT JOIN identity_link AS link ON link.issuer = $2 AND link.subject = lower(inbox.user_id)
        LEFT JOIN account ON account.id = link.account_id
        WHERE inbox.state = 'held' ORDER BY inbox.received_at DESC, inbox.id LIMIT $1""",
    HeldKind.TIMERS: f"""
        SELECT timer.id, timer.kind, NULL AS level, timer.data, coalesce(warning.project_id, told.project_id,
               duty.project_id) AS project_id, timer.due_at AS since, timer.attempts, timer.error, NULL AS person
        FROM timer LEFT JOIN warning ON warning.id = timer.subject_id
        LEFT JOIN rectification_order AS told ON told.id = timer.subject_id
        LEFT JOIN obligation AS duty ON duty.id = timer.subject_id
        WHERE {_LATE} ORDER BY timer.due_at DESC, timer.id LIMIT $1""",
}

_AGAIN: Final[Mapping[HeldKind, str]] = {
    HeldKind.EVENTS: """
        WITH taken AS (DELETE FROM event_held WHERE event_id = ANY($1) RETURNING event_id, city_code, occurred_at)
        INSERT INTO event_pending (event_id, city_code, occurred_at) SELECT event_id, city_code, occurred_at FROM taken
        ON CONFLICT DO NOTHING""",
    HeldKind.CALLBACKS: """
        UPDATE callback_inbox SET state = 'received', attempts = 0, not_before = clock_timestamp()
        WHERE id = ANY($1) AND state = 'held'""",
    HeldKind.TIMERS: f"UPDATE timer SET attempts = 0, not_before = due_at WHERE id = ANY($1) AND {_LATE}",
}

_TIMERS: Final[Mapping[str, Text]] = {
    "warning.escalate": Text("预警升级", "A warning rises to the next step"),
    "order.remind": Text("整改到期提醒", "The reminder of an order"),
    "order.overdue": Text("整改逾期处理", "An order falls overdue"),
    "obligation.settled": Text("责任事项预警解除", "The warning of a duty done is closed"),
    "key.ending": Text("接口密钥到期提醒", "The reminder of a key that ends"),
}
_AWAY: Final = ("Timeout", "Connection", "OSError", "Interface", "CannotConnect", "TooManyConnections")
_CONTENT: Final = ("KeyError", "ValueError", "TypeError", "LookupError", "AttributeError", "DataError", "Malformed")


async def listed(scope: Scope, kind: HeldKind) -> list[HeldMatter]:
    """The newest; for administrators of the province."""
    await jobs.require_platform(scope)
    args = (wecom_issuer(),) if kind is HeldKind.CALLBACKS else ()
    rows = await db.fetch(
        f"SELECT one.*, project.name AS project_name FROM ({_LISTS[kind]}) AS one "
        "LEFT JOIN project ON project.id = one.project_id ORDER BY since DESC, id",
        MOST,
        *args,
    )
    return [_held(kind, row) for row in rows]


def _held(kind: HeldKind, row: Mapping[str, Any]) -> HeldMatter:
    return HeldMatter(
        id=row["id"],
        title=_title(kind, row),
        project_id=row["project_id"],
        project_name=row["project_name"],
        since=row["since"],
        attempts=row["attempts"],
        why=in_words(row["error"]) if row["error"] else None,
        error=row["error"],
    )


def _title(kind: HeldKind, row: Mapping[str, Any]) -> Text:
    if kind is HeldKind.CALLBACKS:
        return Text(f"{row['person']} 在企业微信中的操作", f"What {row['person']} did in WeCom")
    name = row["kind"] or "—"
    if kind is HeldKind.TIMERS:
        return _TIMERS.get(name, Text(name, name))
    return lines.say(name, row["level"], row["data"] or {})


def in_words(error: str) -> Text:
    """What somebody who reads no code can do about it."""
    if any(each in error for each in _AWAY):
        return Text("数据库或网络暂时无应答，重试即可", "The database or the network did not answer: try again")
    if any(each in error for each in _CONTENT):
        return Text(
            "内容与程序的预期不符；重试仍失败时，请把下面的代码发给运维人员",
            "Its content is not what the program expects: if it fails again, send the code below to the operators",
        )
    return Text(
        "处理时出错；重试仍失败时，请把下面的代码发给运维人员",
        "It failed while being worked off: if it fails again, send the code below to the operators",
    )


async def repeat(scope: Scope, kind: HeldKind, chosen: Sequence[UUID]) -> int:
    """Try these again from the start; how many were still held. Those that somebody has repeated before stay as is."""
    async with db.transaction():
        await jobs.require_platform(scope)
        count = await db.execute(_AGAIN[kind], list(chosen))
        if count:
            detail = {"kind": kind.value, "count": count}
            await audit.write(scope.account_id, "held.repeat", subject_id=uuid5(_KINDS, kind), detail=detail)
    return count
