"""A partner's keys: 256 random bits, told once, stored as a hash; they end after a year and overlap when replaced.

`st_<prefix>_<secret>`: the prefix is for lists and logs, and for scanners that look for keys in public places.
"""

import datetime as dt
import secrets
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, crypto, db, events, ids, timers
from backend.core.errors import NOT_FOUND
from backend.core.timers import Handler, Timer
from backend.identity import partners
from backend.identity.problems import (
    KEY_LIFE,
    KEY_NAME_TAKEN,
    KEY_STATE,
    PARTNER_STATE,
)
from backend.identity.rules import PARTNER_KEY, KeyState, PartnerState, key_state, reminders_of_key
from backend.identity.scope import Scope

_PREFIX_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_PREFIX_LENGTH: Final = 8
_ENDING: Final = "key.ending"


class PartnerKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key in a list: never the key itself."""

    id: UUID
    name: str
    prefix: str
    state: KeyState
    created_at: dt.datetime
    ends_at: dt.datetime
    last_used_at: dt.datetime | None
    replaced_by: UUID | None
    revoked_at: dt.datetime | None


class IssuedKey(msgspec.Struct, frozen=True, kw_only=True):
    """A new key, told this once."""

    id: UUID
    key: str
    ends_at: dt.datetime


async def list_keys(scope: Scope, partner_id: UUID) -> list[PartnerKey]:
    """The partner's keys, the newest first."""
    await partners.administered(scope, partner_id, is_reading=True)
    rows = await db.fetch(
        """
        SELECT id, name, prefix, created_at, ends_at, last_used_at, replaced_by, revoked_at FROM partner_key
        WHERE partner_id = $1 ORDER BY created_at DESC, id DESC LIMIT 200
        """,
        partner_id,
    )
    now = clock.now()
    return [PartnerKey(**row, state=state_of(row, now)) for row in rows]


def state_of(row: asyncpg.Record, now: dt.datetime) -> KeyState:
    """What the key of a row is at a moment."""
    return key_state(
        ends_at=row["ends_at"], revoked_at=row["revoked_at"], is_replaced=row["replaced_by"] is not None, now=now
    )


async def issue(scope: Scope, partner_id: UUID, name: str, *, days: int | None = None) -> IssuedKey:
    """A key of a name that no other live key of the partner has, so that a repeated request makes no second one."""
    life = PARTNER_KEY.life_days if days is None else days
    if not 1 <= life <= PARTNER_KEY.life_days:
        raise KEY_LIFE.at("days", days=PARTNER_KEY.life_days)
    async with db.transaction():
        partner = await partners.administered(scope, partner_id)
        await _lock(partner_id)
        if partner["state"] != PartnerState.ACTIVE:
            raise PARTNER_STATE.at("partner_id")
        is_taken = await db.fetch_value(
            "SELECT 1 FROM partner_key WHERE partner_id = $1 AND name = $2 AND revoked_at IS NULL "
            "AND replaced_by IS NULL AND ends_at > $3",
            partner_id, name, clock.now(),
        )  # fmt: skip
        if is_taken:
            raise KEY_NAME_TAKEN.at("name")
        issued = await _new(scope, partner_id, name, life)
        await audit.write(scope.account_id, "key.issue", subject_id=partner_id, detail={"key_id": issued.id})
        return issued


async def _lock(partner_id: UUID) -> None:
    await db.execute("SELECT 1 FROM partner WHERE id = $1 FOR UPDATE", partner_id)


async def _new(scope: Scope, partner_id: UUID, name: str, life_days: int) -> IssuedKey:
    """The row and its reminders; the secret leaves with the answer."""
    now = clock.now()
    prefix = "".join(secrets.choice(_PREFIX_ALPHABET) for _ in range(_PREFIX_LENGTH))
    issued = IssuedKey(
        id=ids.new_id(), key=f"st_{prefix}_{crypto.new_token()}", ends_at=now + dt.timedelta(days=life_days)
    )
    await db.execute(
        "INSERT INTO partner_key (id, partner_id, name, prefix, key_hash, created_by, created_at, ends_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        issued.id, partner_id, name, prefix, crypto.hash_token(issued.key), scope.account_id, now, issued.ends_at,
    )  # fmt: skip
    for days, at in reminders_of_key(issued.ends_at, now):
        await timers.set(_ENDING, issued.id, at, key=str(days))
    return issued


async def rotate(scope: Scope, partner_id: UUID, key_id: UUID) -> IssuedKey:
    """A new key of the same name and a full life; the old one works on for the overlap, never beyond its own end."""
    async with db.transaction():
        partner = await partners.administered(scope, partner_id)
        await _lock(partner_id)
        if partner["state"] != PartnerState.ACTIVE:
            raise PARTNER_STATE.at("partner_id")
        old = await _key_of(partner_id, key_id)
        if old["replaced_by"] is not None or not state_of(old, clock.now()).opens:
            raise KEY_STATE.at("key_id")
        issued = await _new(scope, partner_id, old["name"], PARTNER_KEY.life_days)
        await db.execute(
            "UPDATE partner_key SET replaced_by = $2, ends_at = least(ends_at, $3) WHERE id = $1",
            key_id, issued.id, clock.now() + dt.timedelta(days=PARTNER_KEY.overlap_days),
        )  # fmt: skip
        await timers.cancel(key_id, kind=_ENDING)
        await audit.write(
            scope.account_id, "key.rotate", subject_id=partner_id, detail={"old": key_id, "new": issued.id}
        )
        return issued


async def revoke(scope: Scope, partner_id: UUID, key_id: UUID) -> None:
    """End a key at once; a revoked one stays as it is."""
    async with db.transaction():
        await partners.administered(scope, partner_id)
        await _key_of(partner_id, key_id)
        is_revoked = await db.execute(
            "UPDATE partner_key SET revoked_at = $3, revoked_by = $2 WHERE id = $1 AND revoked_at IS NULL",
            key_id, scope.account_id, clock.now(),
        )  # fmt: skip
        if not is_revoked:
            raise KEY_STATE.at("key_id")
        await timers.cancel(key_id, kind=_ENDING)
        await audit.write(scope.account_id, "key.revoke", subject_id=partner_id, detail={"key_id": key_id})


async def _key_of(partner_id: UUID, key_id: UUID) -> asyncpg.Record:
    row = await db.fetch_one(
        "SELECT name, ends_at, revoked_at, replaced_by FROM partner_key WHERE id = $1 AND partner_id = $2",
        key_id, partner_id,
    )  # fmt: skip
    if row is None:
        raise NOT_FOUND.at("key_id")
    return row


async def _say_that_it_ends(timer: Timer, _: dt.datetime) -> None:
    """Tell the bureau's administrators, unless the key or its partner is out of use meanwhile."""
    row = await db.fetch_one(
        """
        SELECT partner.id, partner.unit_id, key.ends_at, organisation.name, region.city_code
        FROM partner_key AS key JOIN partner ON partner.id = key.partner_id
        JOIN organisation ON organisation.id = partner.organisation_id JOIN unit ON unit.id = partner.unit_id
        JOIN region ON region.code = unit.region_code
        WHERE key.id = $1 AND key.revoked_at IS NULL AND key.replaced_by IS NULL AND partner.state = 'active'
        """,
        timer.subject_id,
    )
    if row is not None:
        await events.record(
            _ENDING,
            subject_id=row["id"],
            city_code=row["city_code"],
            data={"name": row["name"], "ends_at": row["ends_at"], "unit_id": row["unit_id"]},
        )


TIMER_HANDLERS: Final[dict[str, Handler]] = {_ENDING: _say_that_it_ends}
