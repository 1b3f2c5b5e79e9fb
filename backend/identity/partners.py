"""Partners: testing agencies and device vendors, known by their unified social credit code and verified by a bureau."""

import datetime as dt
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, ids
from backend.core.errors import NOT_FOUND
from backend.core.paging import MAX_PAGE, Page, decode_cursor, encode_cursor
from backend.identity import accounts, organisations, sessions
from backend.identity.problems import NOT_ADMINISTRATOR, PARTNER_EXISTS, PARTNER_NEEDS_BUREAU, PARTNER_STATE
from backend.identity.rules import (
    PARTNER_STATES,
    KeyState,
    PartnerAction,
    PartnerKind,
    PartnerState,
    states_before,
)
from backend.identity.scope import Scope
from backend.identity.units import Level, administered_unit


class Partner(msgspec.Struct, frozen=True, kw_only=True):
    """A partner as its bureau sees it."""

    id: UUID
    kind: PartnerKind
    uscc: str
    name: str
    unit_id: UUID
    unit_name_zh: str
    unit_name_en: str
    state: PartnerState
    verified_at: dt.datetime
    disabled_at: dt.datetime | None
    reason: str | None


class OwnPartner(msgspec.Struct, frozen=True, kw_only=True):
    """Who a key says that its bearer is."""

    partner_id: UUID
    kind: PartnerKind
    uscc: str
    name: str
    unit_name_zh: str
    unit_name_en: str
    key_name: str
    key_ends_at: dt.datetime
    key_state: KeyState


async def register(scope: Scope, *, uscc: str, name: str, kind: PartnerKind) -> UUID:
    """The organisation as a partner of the administrator's own department, a city's or the province's."""
    sessions.require_full(scope)
    if not scope.is_unit_administrator:
        raise NOT_ADMINISTRATOR.at()
    async with db.transaction():
        if await accounts.level_of(scope) not in {Level.PROVINCE, Level.CITY}:
            raise PARTNER_NEEDS_BUREAU.at()
        organisation_id = await organisations.ensure(uscc, name)
        partner_id = ids.new_id()
        is_new = await db.execute(
            "INSERT INTO partner (id, organisation_id, kind, unit_id, state, verified_by, verified_at) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (organisation_id, kind) DO NOTHING",
            partner_id, organisation_id, kind, scope.unit_id, PARTNER_STATES[None, PartnerAction.REGISTER],
            scope.account_id, clock.now(),
        )  # fmt: skip
        if not is_new:
            raise PARTNER_EXISTS.at("uscc")
        await audit.write(scope.account_id, "partner.register", subject_id=partner_id, detail={"kind": kind})
        return partner_id


async def list_partners(scope: Scope, *, cursor: str | None = None, limit: int = 50) -> Page[Partner]:
    """The partners of the administrator's department and of those below it, the oldest first."""
    if not scope.is_unit_administrator:
        raise NOT_ADMINISTRATOR.at()
    after = decode_cursor(cursor, tuple[UUID])[0] if cursor else None
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        """
        SELECT partner.id, partner.kind, organisation.uscc, organisation.name, partner.unit_id,
               unit.name_zh AS unit_name_zh, unit.name_en AS unit_name_en, partner.state, partner.verified_at,
               partner.disabled_at, partner.reason
        FROM partner JOIN organisation ON organisation.id = partner.organisation_id
        JOIN unit ON unit.id = partner.unit_id
        WHERE unit.lineage @> ARRAY[$1::uuid] AND ($2::uuid IS NULL OR partner.id > $2)
        ORDER BY partner.id LIMIT $3
        """,
        scope.unit_id, after, size + 1,
    )  # fmt: skip
    found = [msgspec.convert(dict(row), Partner) for row in rows[:size]]
    return Page(found, encode_cursor(found[-1].id) if len(rows) > size else None)


async def disable(scope: Scope, partner_id: UUID, reason: str) -> None:
    """Shut a partner out: none of its keys opens anything from the next request on."""
    async with db.transaction():
        await _move(scope, partner_id, PartnerAction.DISABLE, reason)
        await audit.write(scope.account_id, "partner.disable", subject_id=partner_id)


async def enable(scope: Scope, partner_id: UUID) -> None:
    """Let a partner in again; keys that neither ended nor were revoked meanwhile are as before."""
    async with db.transaction():
        await _move(scope, partner_id, PartnerAction.ENABLE)
        await audit.write(scope.account_id, "partner.enable", subject_id=partner_id)


async def _move(scope: Scope, partner_id: UUID, action: PartnerAction, reason: str | None = None) -> None:
    await administered(scope, partner_id)
    (after,) = {state for (_, taken), state in PARTNER_STATES.items() if taken is action}
    is_off = after is PartnerState.DISABLED
    is_moved = await db.execute(
        "UPDATE partner SET state = $2, disabled_by = $4, disabled_at = $5, reason = $6 "
        "WHERE id = $1 AND state = ANY($3)",
        partner_id, after, states_before(PARTNER_STATES, action), scope.account_id if is_off else None,
        clock.now() if is_off else None, reason,
    )  # fmt: skip
    if not is_moved:
        raise PARTNER_STATE.at("partner_id")


async def administered(scope: Scope, partner_id: UUID, *, is_reading: bool = False) -> asyncpg.Record:
    """The partner, for an administrator of its department or of one above it; a limited session may only read."""
    if not is_reading:
        sessions.require_full(scope)
    row = await db.fetch_one(
        "SELECT partner.id, partner.unit_id, partner.state FROM partner WHERE partner.id = $1", partner_id
    )
    if row is None:
        raise NOT_FOUND.at("partner_id")
    await administered_unit(scope, row["unit_id"], "partner_id")
    return row
