"""Sessions: opaque 256-bit tokens, new at every sign-in, ended by idleness, age, the person or a disable.

Every check reads PostgreSQL (one indexed row), so a disabled account is out at its next request.
"""

from typing import NamedTuple
from uuid import UUID

from backend.core import audit, crypto, db, ids
from backend.core.settings import settings
from backend.identity.problems import SESSION_ENDED
from backend.identity.scope import AccountKind, Door, Scope

_TOUCH_SECONDS = 60
"""`last_seen_at` is written at most this often: reads stay reads."""


class Opened(NamedTuple):
    """A new session; the token is told once and stored only as a hash."""

    token: str
    session_id: UUID


async def open_session(account_id: UUID, door: Door, *, user_agent: str, address: str) -> Opened:
    """A fresh session for an account whose identity was proved; call inside the sign-in's transaction."""
    token, session_id = crypto.new_token(), ids.new_id()
    idle_minutes, absolute_hours = _ends(door)
    await db.execute(
        """
        INSERT INTO session (id, token_hash, account_id, door, user_agent, address, idle_ends_at, ends_at)
        VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7 * interval '1 minute',
                clock_timestamp() + $8 * interval '1 hour')
        """,
        session_id, crypto.hash_token(token), account_id, door, user_agent[:300], address, idle_minutes, absolute_hours,
    )  # fmt: skip
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
               account.unit_id, account.is_unit_administrator,
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
    )


async def _touch(session_id: UUID, door: Door) -> None:
    await db.execute(
        "UPDATE session SET last_seen_at = clock_timestamp(), "
        "idle_ends_at = clock_timestamp() + $2 * interval '1 minute' WHERE id = $1",
        session_id,
        _ends(door)[0],
    )


async def end(scope: Scope, session_id: UUID | None = None) -> int:
    """End one of the person's own sessions (by default this one); the number ended."""
    async with db.transaction():
        ended = await db.execute(
            "UPDATE session SET revoked_at = clock_timestamp() "
            "WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL",
            session_id or scope.session_id,
            scope.account_id,
        )
        await audit.write(scope.account_id, "session.end", subject_id=session_id or scope.session_id)
        return ended
