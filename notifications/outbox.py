"""Deliveries as rows: writing them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from backend.core import db, ids
from backend.core.events import Event
from backend.core.i18n import Language
from notifications import lanes, texts
from notifications.channel import ChannelName
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
