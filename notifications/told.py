"""Who was told of a matter, when, by which way, and what came of it: the ladder of each delivery, for regulators."""

from datetime import datetime
from uuid import UUID

import msgspec

from backend.core import db, paging
from backend.core.paging import Page
from backend.identity.scope import Scope
from backend.projects.visibility import SUPERVISED
from notifications.channel import ChannelName


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one recipient: a person with the posts held on the project, or a group.

    `state`: `ready` and `sending` are on their way, `accepted` was taken by the provider (or stands in the inbox),
    `dead` did not get through, `skipped` had become pointless. `seen_at` is known of the inbox alone.
    """

    id: UUID
    event_kind: str
    level: str | None
    channel: ChannelName
    to_name: str
    to_posts: list[str]
    is_group: bool
    is_regulator: bool
    state: str
    attempts: int
    created_at: datetime
    accepted_at: datetime | None
    seen_at: datetime | None
    last_code: int | None
    last_error: str | None


async def of_subject(scope: Scope, subject_id: UUID, *, cursor: str | None = None, limit: int = 50) -> Page[Told]:
    """The messages about a matter of a project that the regulator supervises, the newest first."""
    before = paging.decode_cursor(cursor, tuple[UUID]) if cursor else (None,)
    rows = await db.fetch(
        f"""
        SELECT delivery.id, delivery.event_kind, delivery.level, delivery.channel,
               coalesce(account.name, chat_group.name, '') AS to_name,
               ARRAY(SELECT post.kind FROM post WHERE post.project_id = project.id AND post.state = 'active'
                     AND post.account_id = account.id ORDER BY post.kind) AS to_posts,
               delivery.group_id IS NOT NULL AS is_group,
               coalesce(account.kind, chat_group.audience) IS NOT DISTINCT FROM 'regulator' AS is_regulator,
               delivery.state, delivery.attempts, delivery.created_at, delivery.accepted_at, delivery.seen_at,
               delivery.last_code, delivery.last_error
        FROM delivery JOIN project ON project.id = delivery.project_id
        LEFT JOIN account ON account.id = delivery.account_id
        LEFT JOIN chat_group ON chat_group.id = delivery.group_id
        WHERE delivery.subject_id = $3 AND $1::uuid IS NOT NULL AND {SUPERVISED}
          AND ($4::uuid IS NULL OR delivery.id < $4)
        ORDER BY delivery.id DESC LIMIT $5
        """,
        *scope.args,
        subject_id,
        before[0],
        limit + 1,
    )
    items = [Told(**{**row, "channel": ChannelName(row["channel"])}) for row in rows[:limit]]
    return Page(items, paging.encode_cursor(items[-1].id) if len(rows) > limit else None)
