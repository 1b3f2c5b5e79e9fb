"""The sign-ins of a unit's people, for its administrators: who, when, on what, from where, how; and ending one."""

import datetime as dt
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, db
from backend.core import place as places
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.core.paging import MAX_PAGE, Page, decode_cursor, encode_cursor
from backend.identity import sessions
from backend.identity import user_agent as agents
from backend.identity.problems import NOT_ADMINISTRATOR
from backend.identity.scope import Door, Scope

_LIVE: Final = (
    "session.revoked_at IS NULL AND session.idle_ends_at > clock_timestamp() AND session.ends_at > clock_timestamp()"
)
_OF_UNIT: Final = "account.unit_id IN (SELECT unit.id FROM unit WHERE unit.lineage @> ARRAY[$1::uuid])"

BY_ADMINISTRATOR: Final = "administrator"


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in of a colleague. `is_from_code`: by scanning; `ended_at`: null while it is live."""

    id: UUID
    account_id: UUID
    name: str
    unit: Text
    door: Door
    device: Text
    place: Text
    network: str
    is_from_code: bool
    opened_at: dt.datetime
    last_seen_at: dt.datetime
    ended_at: dt.datetime | None
    is_ended_by_administrator: bool
    is_this: bool


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What the list is narrowed to; `q`: a part of the person's name."""

    account_id: UUID | None = None
    unit_id: UUID | None = None
    is_live: bool | None = None
    q: str | None = None


async def page(scope: Scope, filters: Filters, *, cursor: str | None = None, limit: int = 50) -> Page[SignIn]:
    """The newest first, of the administrator's unit and of those below it."""
    if not scope.is_unit_administrator:
        raise NOT_ADMINISTRATOR.at()
    before = decode_cursor(cursor, tuple[UUID])[0] if cursor else None
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        f"""
        SELECT session.id, session.account_id, account.name, unit.name_zh, unit.name_en, session.door,
               session.user_agent, session.address, session.place, session.qr_ticket_id, session.created_at,
               session.last_seen_at, session.revoked_reason,
               CASE WHEN NOT ({_LIVE}) THEN coalesce(session.revoked_at, least(session.idle_ends_at, session.ends_at))
               END AS ended_at
        FROM session JOIN account ON account.id = session.account_id JOIN unit ON unit.id = account.unit_id
        WHERE {_OF_UNIT} AND ($2::uuid IS NULL OR session.account_id = $2)
          AND ($3::uuid IS NULL OR unit.lineage @> ARRAY[$3]) AND ($4::boolean IS NULL OR ({_LIVE}) = $4)
          AND ($5::text IS NULL OR strpos(account.name, $5) > 0) AND ($6::uuid IS NULL OR session.id < $6)
        ORDER BY session.id DESC LIMIT $7
        """,
        scope.unit_id, filters.account_id, filters.unit_id, filters.is_live, filters.q, before, size + 1,
    )  # fmt: skip
    items = [_read(row, scope) for row in rows[:size]]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)


def _read(row: asyncpg.Record, scope: Scope) -> SignIn:
    return SignIn(
        id=row["id"],
        account_id=row["account_id"],
        name=row["name"],
        unit=Text(row["name_zh"], row["name_en"]),
        door=Door(row["door"]),
        device=agents.device(row["user_agent"]),
        place=places.text(row["place"]),
        network=sessions.network_of(row["address"]),
        is_from_code=row["qr_ticket_id"] is not None,
        opened_at=row["created_at"],
        last_seen_at=row["last_seen_at"],
        ended_at=row["ended_at"],
        is_ended_by_administrator=row["revoked_reason"] == BY_ADMINISTRATOR,
        is_this=row["id"] == scope.session_id,
    )


async def end(scope: Scope, session_id: UUID) -> None:
    """End a colleague's sign-in at once; one that is over stays as it is."""
    sessions.require_full(scope)
    async with db.transaction():
        account_id = await db.fetch_value(
            f"SELECT account.id FROM session JOIN account ON account.id = session.account_id "
            f"WHERE session.id = $2 AND {_OF_UNIT}",
            scope.unit_id, session_id,
        )  # fmt: skip
        if account_id is None:
            raise NOT_FOUND.at("session_id")
        if not scope.is_unit_administrator:
            raise NOT_ADMINISTRATOR.at()
        is_ended = await db.execute(
            "UPDATE session SET revoked_at = clock_timestamp(), revoked_reason = $2 "
            "WHERE id = $1 AND revoked_at IS NULL",
            session_id, BY_ADMINISTRATOR,
        )  # fmt: skip
        if is_ended:
            await audit.write(
                scope.account_id, "session.end_other", subject_id=account_id, detail={"session": session_id}
            )
