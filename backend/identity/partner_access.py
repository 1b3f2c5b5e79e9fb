"""Who asks by a key. Every check reads PostgreSQL: what is revoked or disabled is out at its next request."""

import math
import re
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, crypto, db, rate
from backend.core.errors import UNAUTHENTICATED
from backend.core.rate import Rate
from backend.identity import partner_keys
from backend.identity.partners import OwnPartner
from backend.identity.problems import KEY_ENDED, KEY_REVOKED, KEY_TOO_OFTEN, KEY_UNKNOWN, PARTNER_DISABLED
from backend.identity.rules import PARTNER_KEY, KeyState, PartnerKind, PartnerState

_SHAPE: Final = re.compile(r"st_[a-z2-9]{8}_[A-Za-z0-9_-]{43}", re.ASCII)
"""What is not even written like a key costs no look at the database."""

_TOUCH_SECONDS: Final = 60
"""`last_used_at` is written at most this often."""


class PartnerScope(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks by a key: the partner and what it is."""

    partner_id: UUID
    organisation_id: UUID
    unit_id: UUID
    kind: PartnerKind
    key_id: UUID
    me: OwnPartner


async def scope_of(key: str) -> PartnerScope:
    """Whose key this is. Only who has the whole key learns why it opens nothing any more."""
    if not key:
        raise UNAUTHENTICATED.at()
    row = await _find(key) if _SHAPE.fullmatch(key) else None
    if row is None:
        raise KEY_UNKNOWN.at()
    state = partner_keys.state_of(row, clock.now())
    if state is KeyState.REVOKED:
        raise KEY_REVOKED.at()
    if state is KeyState.ENDED:
        raise KEY_ENDED.at()
    if row["partner_state"] != PartnerState.ACTIVE:
        raise PARTNER_DISABLED.at()
    await _limit(row["key_id"])
    if row["is_due_for_touch"]:
        await db.execute("UPDATE partner_key SET last_used_at = $2 WHERE id = $1", row["key_id"], clock.now())
    return _scope(row, state)


async def _find(key: str) -> asyncpg.Record | None:
    return await db.fetch_one(
        """
        SELECT key.id AS key_id, key.name AS key_name, key.ends_at, key.revoked_at, key.replaced_by,
               coalesce(key.last_used_at < $2::timestamptz - $3 * interval '1 second', true) AS is_due_for_touch,
               partner.id AS partner_id, partner.kind, partner.unit_id, partner.state AS partner_state,
               organisation.id AS organisation_id, organisation.uscc, organisation.name,
               unit.name_zh AS unit_name_zh, unit.name_en AS unit_name_en
        FROM partner_key AS key JOIN partner ON partner.id = key.partner_id
        JOIN organisation ON organisation.id = partner.organisation_id JOIN unit ON unit.id = partner.unit_id
        WHERE key.key_hash = $1
        """,
        crypto.hash_token(key), clock.now(), _TOUCH_SECONDS,
    )  # fmt: skip


async def _limit(key_id: UUID) -> None:
    seconds = await rate.take("partner", str(key_id), Rate(PARTNER_KEY.requests_per_minute, 60))
    if seconds:
        raise KEY_TOO_OFTEN.at(retry_after_seconds=math.ceil(seconds))


def _scope(row: asyncpg.Record, state: KeyState) -> PartnerScope:
    return PartnerScope(
        partner_id=row["partner_id"],
        organisation_id=row["organisation_id"],
        unit_id=row["unit_id"],
        kind=PartnerKind(row["kind"]),
        key_id=row["key_id"],
        me=OwnPartner(
            partner_id=row["partner_id"],
            kind=PartnerKind(row["kind"]),
            uscc=row["uscc"],
            name=row["name"],
            unit_name_zh=row["unit_name_zh"],
            unit_name_en=row["unit_name_en"],
            key_name=row["key_name"],
            key_ends_at=row["ends_at"],
            key_state=state,
        ),
    )
