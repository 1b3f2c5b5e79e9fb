"""What the person has scanned of late, and the report "this was not me", which ends all that came of a code."""

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, db, place
from backend.core.errors import NOT_FOUND
from backend.identity import sessions, user_agent
from backend.identity.qr import qr_decisions
from backend.identity.qr.qr_rules import AFTER, COLLECT_SECONDS, DECIDE_SECONDS, QrAction, QrState, before
from backend.identity.scope import Door, Scope

RECENT: Final = 20
RECENT_DAYS: Final = 30


class PastScan(msgspec.Struct, frozen=True, kw_only=True):
    """A code that the person scanned, and whether a session that it opened is alive."""

    id: UUID
    door: Door
    state: QrState
    place_zh: str
    place_en: str
    browser_zh: str
    browser_en: str
    scanned_at: datetime
    decided_at: datetime | None
    reported_at: datetime | None
    is_signed_in: bool


class Reported(msgspec.Struct, frozen=True):
    """How many sessions the report has ended."""

    ended_sessions: int


async def report(person: Scope, ticket_id: UUID) -> Reported:
    """The person says that it was not them: code and sessions born of it end now, whatever has become of Redis."""
    async with db.transaction():
        row = await db.fetch_one(
            """
            UPDATE qr_ticket SET state = $3, reported_at = coalesce(reported_at, clock_timestamp()),
                                 decided_at = coalesce(decided_at, clock_timestamp())
            WHERE id = $1 AND scanned_by = $2 AND (state = ANY($4) OR state = $3) RETURNING state
            """,
            ticket_id, person.account_id, AFTER[QrAction.REPORT], before(QrAction.REPORT),
        )  # fmt: skip
        if row is None:
            raise NOT_FOUND.at()
        ended = await sessions.end_of_ticket(ticket_id, "qr_reported")
        await audit.write(person.account_id, "qr.report", subject_id=ticket_id, detail={"ended_sessions": ended})
    await qr_decisions.tell(ticket_id, QrAction.REPORT)
    return Reported(ended)


async def recent(person: Scope) -> list[PastScan]:
    """The person's own scans of the last thirty days, the newest first: what may be reported."""
    rows = await db.fetch(
        """
        SELECT id, door, state, asked_place, asked_agent, scanned_at, decided_at, reported_at,
               state = ANY($3) AND coalesce(decided_at, scanned_at) < clock_timestamp() - CASE state
                   WHEN 'scanned' THEN $4::int ELSE $5::int END * interval '1 second' AS is_over,
               EXISTS (SELECT FROM session WHERE qr_ticket_id = qr_ticket.id AND revoked_at IS NULL
                       AND idle_ends_at > clock_timestamp() AND ends_at > clock_timestamp()) AS is_signed_in
        FROM qr_ticket WHERE scanned_by = $1 AND scanned_at > clock_timestamp() - $2 * interval '1 day'
        ORDER BY scanned_at DESC LIMIT $6
        """,
        person.account_id, RECENT_DAYS, before(QrAction.EXPIRE), DECIDE_SECONDS, COLLECT_SECONDS,
        RECENT,
    )  # fmt: skip
    return [_past(row) for row in rows]


def _past(row: asyncpg.Record) -> PastScan:
    where, browser = place.text(row["asked_place"]), user_agent.device(row["asked_agent"])
    return PastScan(
        id=row["id"],
        door=Door(row["door"]),
        # Nobody writes that time has passed: the row is not needed for it, and its step would be refused.
        state=AFTER[QrAction.EXPIRE] if row["is_over"] else QrState(row["state"]),
        place_zh=where.zh,
        place_en=where.en,
        browser_zh=browser.zh,
        browser_en=browser.en,
        scanned_at=row["scanned_at"],
        decided_at=row["decided_at"],
        reported_at=row["reported_at"],
        is_signed_in=row["is_signed_in"],
    )
