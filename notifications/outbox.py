"""Deliveries as rows: writing them, and what an administrator may see and repeat."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from backend.core import audit, db, ids, paging
from backend.core.errors import NOT_FOUND
from backend.core.events import Event
from backend.core.i18n import Language
from backend.core.paging import Page
from backend.identity.scope import Scope
from backend.projects.visibility import SUPERVISED
from notifications import lanes, texts
from notifications.channel import ChannelName
from notifications.problems import NOT_REPEATABLE
from notifications.routing import ORDINARY, Draft

GIVE_UP_HOURS: Final = 4
MAX_ATTEMPTS: Final = 48

_INSERT: Final = """
INSERT INTO delivery (id, city_code, event_at, event_id, event_kind, recipient, channel, lane, account_id, group_id,
                      project_id, subject_id, target_id, until, priority, level, state, body, short_code, request_id,
                      accepted_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
        CASE WHEN $7 = 'inbox' THEN 'accepted' ELSE 'ready' END, $17, $18, $19,
        CASE WHEN $7 = 'inbox' THEN clock_timestamp() END)
ON CONFLICT (city_code, event_id, recipient, channel, event_at) DO NOTHING
"""


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """Why a delivery exists; the same cause never makes the same delivery twice."""

    id: UUID
    kind: str
    at: datetime
    city_code: str
    subject_id: UUID
    project_id: UUID | None = None
    level: str | None = None
    request_id: str = ""

    @classmethod
    def of(cls, event: Event) -> "Cause":
        """An event as the cause."""
        return cls(
            id=event.id, kind=event.kind, at=event.occurred_at, city_code=event.city_code, subject_id=event.subject_id,
            project_id=event.project_id, level=event.level, request_id=event.request_id,
        )  # fmt: skip


async def write(planned: Iterable[tuple[Cause, Draft]]) -> None:
    """Insert the deliveries and their lanes, in the caller's transaction, and wake the dispatchers after it."""
    rows = list(planned)
    await lanes.ensure(draft.lane for _, draft in rows)
    await db.execute_many(
        _INSERT,
        [
            (ids.new_id(), cause.city_code, cause.at, cause.id, cause.kind, draft.recipient, draft.channel, draft.lane,
             draft.account_id, draft.group_id, cause.project_id, cause.subject_id, draft.target_id, draft.until,
             draft.priority, cause.level, msgspec.to_builtins(draft.message), draft.message.short_code,
             cause.request_id)
            for cause, draft in rows
        ],
    )  # fmt: skip
    await db.execute("SELECT pg_notify($1, '')", lanes.CHANNEL)


async def tell_member(cause: Cause, userid: str, text: str, *, language: Language = Language.ZH) -> None:
    """One line to a WeCom member, whether we know them or not; in the caller's transaction."""
    message = texts.line(text, language=language, short_code=ids.short_code())
    lane = f"person:wecom:{userid.lower()}"
    draft = Draft(
        channel=ChannelName.APP_TEXT, recipient=f"wecom:{userid}", lane=lane, message=message, priority=ORDINARY
    )
    await write([(cause, draft)])


class Stuck(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery that has not arrived: dead, or on its way for longer than it should."""

    id: UUID
    project_id: UUID | None
    event_kind: str
    channel: str
    state: str
    title: str
    attempts: int
    last_code: int | None
    last_error: str | None
    created_at: datetime


async def stuck(scope: Scope, *, cursor: str | None = None, limit: int = 50) -> Page[Stuck]:
    """Dead deliveries, and those older than five minutes, on the projects that the regulator supervises."""
    before = paging.decode_cursor(cursor, tuple[UUID]) if cursor else (None,)
    rows = await db.fetch(
        f"""
        SELECT delivery.id, delivery.project_id, event_kind, channel, delivery.state, body ->> 'title' AS title,
               attempts, last_code, last_error, delivery.created_at
        FROM delivery JOIN project ON project.id = delivery.project_id
        WHERE $1::uuid IS NOT NULL AND {SUPERVISED} AND ($3::uuid IS NULL OR delivery.id < $3)
          AND (delivery.state = 'dead' OR delivery.state IN ('ready', 'sending')
                                          AND delivery.created_at < clock_timestamp() - interval '5 minutes')
        ORDER BY delivery.id DESC LIMIT $4
        """,
        *scope.args,
        before[0],
        limit + 1,
    )
    items = [Stuck(**row) for row in rows[:limit]]
    return Page(items, paging.encode_cursor(items[-1].id) if len(rows) > limit else None)


async def repeat(scope: Scope, delivery_id: UUID) -> None:
    """Put one dead delivery back into its lane, with four more hours; a repeat is marked where it may be a copy."""
    async with db.transaction():
        row = await db.fetch_one(
            f"""
            UPDATE delivery SET state = 'ready', attempts = 0, not_before = clock_timestamp(),
                   give_up_at = clock_timestamp() + $4 * interval '1 hour', last_error = NULL
            FROM project
            WHERE delivery.id = $3 AND delivery.state = 'dead' AND project.id = delivery.project_id
              AND $1::uuid IS NOT NULL AND {SUPERVISED}
            RETURNING delivery.subject_id, delivery.project_id, delivery.city_code
            """,
            *scope.args,
            delivery_id,
            GIVE_UP_HOURS,
        )
        if row is None:
            raise (NOT_REPEATABLE if await _is_visible(scope, delivery_id) else NOT_FOUND).at("delivery_id")
        await audit.write(
            scope.account_id, "delivery.repeat", subject_id=delivery_id, project_id=row["project_id"],
            city_code=row["city_code"],
        )  # fmt: skip
        await db.execute("SELECT pg_notify($1, '')", lanes.CHANNEL)


async def _is_visible(scope: Scope, delivery_id: UUID) -> bool:
    sql = f"""
        SELECT 1 FROM delivery JOIN project ON project.id = delivery.project_id
        WHERE delivery.id = $3 AND $1::uuid IS NOT NULL AND {SUPERVISED}
    """
    return bool(await db.fetch_value(sql, *scope.args, delivery_id))
