"""Sessions: opaque 256-bit tokens, new at every sign-in, ended by idleness, age, the person or a disable.

Every check reads PostgreSQL (one indexed row) and nothing is kept in the process: a disabled account, an ended session
and a lost unit are out at the next request of every replica, not a second later.
"""

from typing import Final, NamedTuple
from uuid import UUID

from backend.core import audit, clock, crypto, db, ids
from backend.core.settings import settings
from backend.identity.problems import ACCOUNT_DISABLED, RE_AUTHENTICATE, SESSION_ENDED
from backend.identity.scope import AccountKind, Door, Scope

_TOUCH_SECONDS: Final = 60
"""`last_seen_at` is written at most this often: reads stay reads."""


class Opened(NamedTuple):
    """A new session; the token is told once and stored only as a hash."""

    token: str
    session_id: UUID


async def open_session(
    account_id: UUID, door: Door, *, user_agent: str, address: str, place: str = "", qr_ticket_id: UUID | None = None
) -> Opened:
    """A fresh session for an account whose identity was proved; call inside the sign-in's transaction.

    It takes the account's row first: a disable at the same moment either finds this session and ends it, or refuses it
    here, so that no session sleeps through the time of a disabled account.
    """
    token, session_id = crypto.new_token(), ids.new_id()
    idle_minutes, absolute_hours = _ends(door)
    is_open = await db.execute(
        """
        WITH seen AS (UPDATE account SET last_seen_at = $11 WHERE id = $3 AND state = 'active' RETURNING id)
        INSERT INTO session (id, token_hash, account_id, door, user_agent, address, place, qr_ticket_id, idle_ends_at,
                             ends_at)
        SELECT $1, $2, seen.id, $4, $5, $6, $7, $8, clock_timestamp() + $9 * interval '1 minute',
               clock_timestamp() + $10 * interval '1 hour' FROM seen
        """,
        session_id, crypto.hash_token(token), account_id, door, user_agent[:300], address, place, qr_ticket_id,
        idle_minutes, absolute_hours, clock.now(),
    )  # fmt: skip
    if not is_open:
        raise ACCOUNT_DISABLED.at()
    await audit.write(account_id, "session.open", subject_id=session_id, detail={"door": door})
    return Opened(token, session_id)


def _ends(door: Door) -> tuple[int, int]:
    conf = settings()
    if door is Door.CONSOLE:
        return conf.console_session_idle_minutes, conf.console_session_absolute_hours
    return conf.session_idle_minutes, conf.session_absolute_hours


async def scope_of(token: str) -> Scope:
    """Whose token this is; `SESSION_ENDED` for anything that is not a live session of an active account."""
    row = await db.fetch_one(
        """
        SELECT session.id AS session_id, session.account_id, session.door, account.kind, account.name,
               account.unit_id, account.is_unit_administrator, session.qr_ticket_id IS NOT NULL AS is_limited,
               session.last_seen_at < clock_timestamp() - $2 * interval '1 second' AS is_due_for_touch
        FROM session JOIN account ON account.id = session.account_id
        WHERE session.token_hash = $1 AND session.revoked_at IS NULL AND account.state = 'active'
          AND session.idle_ends_at > clock_timestamp() AND session.ends_at > clock_timestamp()
        """,
        crypto.hash_token(token), _TOUCH_SECONDS,
    )  # fmt: skip
    if row is None:
        raise SESSION_ENDED.at()
    if row["is_due_for_touch"]:
        await _touch(row["session_id"], Door(row["door"]))
    return Scope(
        account_id=row["account_id"],
        session_id=row["session_id"],
        kind=AccountKind(row["kind"]),
        door=Door(row["door"]),
        name=row["name"],
        unit_id=row["unit_id"],
        is_unit_administrator=row["is_unit_administrator"],
        is_limited=row["is_limited"],
    )


async def _touch(session_id: UUID, door: Door) -> None:
    await db.execute(
        "UPDATE session SET last_seen_at = clock_timestamp(), "
        "idle_ends_at = clock_timestamp() + $2 * interval '1 minute' WHERE id = $1",
        session_id,
        _ends(door)[0],
    )


def require_full(scope: Scope) -> None:
    """Refuse a session that a scanned code has opened: whoever showed the code may be somebody else."""
    if scope.is_limited:
        raise RE_AUTHENTICATE.at()


async def end(scope: Scope, session_id: UUID | None = None) -> int:
    """End one of the person's own sessions (by default this one); the number ended."""
    async with db.transaction():
        ended = await db.execute(
            "UPDATE session SET revoked_at = clock_timestamp(), revoked_reason = 'signed_out' "
            "WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL",
            session_id or scope.session_id,
            scope.account_id,
        )
        await audit.write(scope.account_id, "session.end", subject_id=session_id or scope.session_id)
        return ended


async def end_of_ticket(qr_ticket_id: UUID, reason: str) -> int:
    """End every session born of a scanned code; the number ended.

    Call inside the transaction of the report, which writes the audit row.
    """
    return await db.execute(
        "UPDATE session SET revoked_at = clock_timestamp(), revoked_reason = $2 "
        "WHERE qr_ticket_id = $1 AND revoked_at IS NULL",
        qr_ticket_id,
        reason,
    )
