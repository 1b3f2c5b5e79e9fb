"""A person's messages in the app: the record that always works, whatever the channels did."""

from datetime import datetime
from uuid import UUID

import msgspec

from backend.core import db, paging
from backend.core.errors import NOT_FOUND
from backend.core.paging import Page
from backend.identity.scope import Scope
from notifications.channel import Fact


class InboxMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One message; `link` opens the matter on the phone."""

    id: UUID
    kind: str
    subject_id: UUID
    project_id: UUID | None
    level: str | None
    title: str
    place: str
    summary: str
    facts: list[Fact]
    status: str
    short_code: str
    link: str
    created_at: datetime
    seen_at: datetime | None


async def listed(
    scope: Scope, *, cursor: str | None = None, limit: int = 30, is_unseen_only: bool = False
) -> Page[InboxMessage]:
    """The person's own messages, newest first."""
    before = paging.decode_cursor(cursor, tuple[UUID]) if cursor else (None,)
    rows = await db.fetch(
        """
        SELECT id, event_kind, subject_id, project_id, level, body, short_code, created_at, seen_at FROM delivery
        WHERE account_id = $1 AND channel = 'inbox' AND ($2::uuid IS NULL OR id < $2)
          AND (NOT $3 OR seen_at IS NULL)
        ORDER BY id DESC LIMIT $4
        """,
        scope.account_id,
        before[0],
        is_unseen_only,
        limit + 1,
    )
    items = [
        InboxMessage(
            id=row["id"],
            kind=row["event_kind"],
            subject_id=row["subject_id"],
            project_id=row["project_id"],
            level=row["level"],
            title=row["body"].get("title", ""),
            place=row["body"].get("place", ""),
            summary=row["body"].get("summary", ""),
            facts=msgspec.convert(row["body"].get("facts", []), list[Fact]),
            status=row["body"].get("status", ""),
            short_code=row["short_code"],
            link=row["body"].get("link", ""),
            created_at=row["created_at"],
            seen_at=row["seen_at"],
        )
        for row in rows[:limit]
    ]
    return Page(items, paging.encode_cursor(items[-1].id) if len(rows) > limit else None)


async def mark_seen(scope: Scope, message_id: UUID) -> None:
    """The person has seen it; seeing it again changes nothing."""
    seen = await db.execute(
        "UPDATE delivery SET seen_at = coalesce(seen_at, clock_timestamp())"
        " WHERE id = $1 AND account_id = $2 AND channel = 'inbox'",
        message_id,
        scope.account_id,
    )
    if not seen:
        raise NOT_FOUND.at("message_id")


async def unseen(scope: Scope) -> int:
    """How many the person has not seen, at most 99."""
    count = await db.fetch_value(
        "SELECT count(*) FROM (SELECT 1 FROM delivery WHERE account_id = $1 AND channel = 'inbox' AND seen_at IS NULL"
        " LIMIT 99) AS first_ones",
        scope.account_id,
    )
    return int(count)
