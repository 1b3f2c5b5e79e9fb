"""Sessions: opaque 256-bit tokens, new at every sign-in, ended by idleness, age, the person or a disable.

Every check reads PostgreSQL (one indexed row) and nothing is kept in the process: a disabled account, an ended session
and a lost unit are out at the next request of every replica, not a second later.
"""

import datetime as dt
import ipaddress
from collections.abc import Collection
from typing import Final, NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, crypto, db, ids
from backend.core import place as places
from backend.core.errors import NOT_FOUND
from backend.core.paging import MAX_PAGE
from backend.core.settings import settings
from backend.identity import user_agent as agents
from backend.identity.problems import ACCOUNT_DISABLED, RE_AUTHENTICATE, SESSION_ENDED
from backend.identity.scope import AccountKind, Door, Scope

_TOUCH_SECONDS: Final = 60
"""`last_seen_at` is written at most this often: reads stay reads."""


class OwnSession(msgspec.Struct, frozen=True, kw_only=True):
    """One of the person's own sign-ins; `network` is the address without its last part."""

    id: UUID
    door: Door
    device_zh: str
    device_en: str
    place_zh: str
    place_en: str
    network: str
    opened_at: dt.datetime
    last_seen_at: dt.datetime
    is_this: bool
    is_from_code: bool


class EndedSessions(msgspec.Struct, frozen=True):
    """How many sessions were ended."""

    ended: int


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
               session.last_seen_at < clock_timestamp() - $2 * interval '1 second' AS is_due_for_touch,
               account.last_seen_at < $3::timestamptz - interval '1 day' AS is_first_today
        FROM session JOIN account ON account.id = session.account_id
        WHERE session.token_hash = $1 AND session.revoked_at IS NULL AND account.state = 'active'
          AND session.idle_ends_at > clock_timestamp() AND session.ends_at > clock_timestamp()
        """,
        crypto.hash_token(token), _TOUCH_SECONDS, clock.now(),
    )  # fmt: skip
    if row is None:
        raise SESSION_ENDED.at()
    if row["is_due_for_touch"]:
        await _touch(row)
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


READERS: Final = """
SELECT account.unit_id, array_agg(session.id) AS sessions
FROM session JOIN account ON account.id = session.account_id
WHERE session.id = ANY($1) AND session.revoked_at IS NULL AND account.state = 'active'
  AND session.idle_ends_at > clock_timestamp() AND session.ends_at > clock_timestamp() AND account.unit_id IS NOT NULL
GROUP BY account.unit_id"""
"""Those of the sessions $1 that a regulator may still use, by the regulator's unit of this moment."""


async def still_open(session_ids: Collection[UUID]) -> set[UUID]:
    """Those of regulators' sessions that have not ended meanwhile; looking is no visit and prolongs none."""
    rows = await db.fetch(READERS, list(session_ids))
    return {session_id for row in rows for session_id in row["sessions"]}


async def _touch(row: asyncpg.Record) -> None:
    """The visit is written down: on the session each minute, on the account, for dormancy, once a day.

    Two transactions: in one, a disable at the same moment, which takes the account first, would be a deadlock.
    """
    await db.execute(
        "UPDATE session SET last_seen_at = clock_timestamp(), "
        "idle_ends_at = clock_timestamp() + $2 * interval '1 minute' WHERE id = $1",
        row["session_id"], _ends(Door(row["door"]))[0],
    )  # fmt: skip
    if row["is_first_today"]:
        await db.execute("UPDATE account SET last_seen_at = $2 WHERE id = $1", row["account_id"], clock.now())


def require_full(scope: Scope) -> None:
    """Refuse a session that a scanned code has opened: whoever showed the code may be somebody else."""
    if scope.is_limited:
        raise RE_AUTHENTICATE.at()


async def list_own(scope: Scope) -> list[OwnSession]:
    """The person's live sessions at both doors, the last used first."""
    rows = await db.fetch(
        """
        SELECT id, door, user_agent, address, place, created_at, last_seen_at, qr_ticket_id FROM session
        WHERE account_id = $1 AND revoked_at IS NULL
          AND idle_ends_at > clock_timestamp() AND ends_at > clock_timestamp()
        ORDER BY last_seen_at DESC, id DESC LIMIT $2
        """,
        scope.account_id, MAX_PAGE,
    )  # fmt: skip
    return [_own(row, scope) for row in rows]


def _own(row: asyncpg.Record, scope: Scope) -> OwnSession:
    device, city = agents.device(row["user_agent"]), places.text(row["place"])
    return OwnSession(
        id=row["id"],
        door=Door(row["door"]),
        device_zh=device.zh,
        device_en=device.en,
        place_zh=city.zh,
        place_en=city.en,
        network=network_of(row["address"]),
        opened_at=row["created_at"],
        last_seen_at=row["last_seen_at"],
        is_this=row["id"] == scope.session_id,
        is_from_code=row["qr_ticket_id"] is not None,
    )


def network_of(address: str) -> str:
    """`113.88.12.0/24`, `2001:db8:1::/48`: enough to tell home from a stranger; empty where there is no address."""
    try:
        host = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((host, 24 if host.version == 4 else 48), strict=False))


async def end(scope: Scope, session_id: UUID | None = None) -> None:
    """End one of the person's own sessions, by default this one; ending an ended one does nothing."""
    ended_id = session_id or scope.session_id
    async with db.transaction():
        is_own = await db.fetch_value(
            "SELECT 1 FROM session WHERE id = $1 AND account_id = $2", ended_id, scope.account_id
        )
        if is_own is None:
            raise NOT_FOUND.at("session_id")
        is_ended = await db.execute(
            "UPDATE session SET revoked_at = clock_timestamp(), revoked_reason = 'signed_out' "
            "WHERE id = $1 AND revoked_at IS NULL",
            ended_id,
        )
        if is_ended:
            await audit.write(scope.account_id, "session.end", subject_id=ended_id)


async def end_others(scope: Scope) -> int:
    """End all of the person's sessions but this one, at both doors; the number ended."""
    async with db.transaction():
        ended = await end_of_account(scope.account_id, "signed_out", besides=scope.session_id)
        await audit.write(scope.account_id, "session.end_others", subject_id=scope.account_id, detail={"ended": ended})
        return ended


async def end_all(scope: Scope) -> int:
    """End all of the person's sessions, this one with them; the number ended."""
    async with db.transaction():
        ended = await end_of_account(scope.account_id, "signed_out")
        await audit.write(scope.account_id, "session.end_all", subject_id=scope.account_id, detail={"ended": ended})
        return ended


async def end_replaced(account_id: UUID, token: str) -> None:
    """End the person's session behind this token, in the transaction of the sign-in that takes its place."""
    ended_id = await db.fetch_value(
        "UPDATE session SET revoked_at = clock_timestamp(), revoked_reason = 'replaced' "
        "WHERE token_hash = $2 AND account_id = $1 AND revoked_at IS NULL RETURNING id",
        account_id, crypto.hash_token(token),
    )  # fmt: skip
    if ended_id is not None:
        await audit.write(account_id, "session.end", subject_id=ended_id, detail={"reason": "replaced"})


async def end_of_account(account_id: UUID, reason: str, *, besides: UUID | None = None) -> int:
    """End the account's sessions in the caller's transaction, which writes the audit row; the number ended."""
    return await db.execute(
        "UPDATE session SET revoked_at = clock_timestamp(), revoked_reason = $2 "
        "WHERE account_id = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $3",
        account_id, reason, besides,
    )  # fmt: skip


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
