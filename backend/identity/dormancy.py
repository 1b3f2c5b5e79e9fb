"""Accounts that nobody visits fall dormant: their sessions end, and their posts are vacant for whoever must answer.

Enterprise staff come back by proving their phone number once more (`sign_in.link_first`), regulators by their unit's
administrator (`account_states.enable`). `live_post` looks at the account's state itself: nothing else has to be told.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from backend.core import audit, clock, db
from backend.identity import sessions
from backend.identity.rules import ACCOUNT_STATES, DORMANCY, AccountAction, AccountState, states_before

log = structlog.get_logger()

_BATCH: Final = 200
"""Accounts of one transaction: their rows are locked against a sign-in until it ends."""


async def fall_dormant() -> int:
    """Every active account without a visit for the time of `rules.toml`; how many. Harmless to repeat."""
    fallen = 0
    while True:
        some = await _fall(clock.now(), _BATCH)
        fallen += some
        if some < _BATCH:
            break
    if fallen:
        log.info("accounts.dormant", count=fallen)
    return fallen


async def _fall(now: datetime, limit: int) -> int:
    async with db.transaction():
        rows = await db.fetch(
            """
            UPDATE account SET state = $1, state_changed_at = $2 WHERE id IN (
                SELECT id FROM account WHERE state = ANY($3) AND last_seen_at <= $4
                ORDER BY last_seen_at LIMIT $5 FOR UPDATE SKIP LOCKED)
            RETURNING id
            """,
            ACCOUNT_STATES[AccountState.ACTIVE, AccountAction.FALL_DORMANT], now,
            states_before(ACCOUNT_STATES, AccountAction.FALL_DORMANT), now - timedelta(days=DORMANCY.days), limit,
        )  # fmt: skip
        for row in rows:
            await _end_visits(row["id"])
        return len(rows)


async def _end_visits(account_id: UUID) -> None:
    await sessions.end_of_account(account_id, "dormant")
    await audit.write(None, "account.fall_dormant", subject_id=account_id, detail={"days": DORMANCY.days})
