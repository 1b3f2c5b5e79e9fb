"""Colleagues as administrators see the list: of a unit and those below it, by what is asked for."""

import datetime as dt
from typing import Final
from uuid import UUID

import msgspec

from backend.core import db
from backend.core.paging import MAX_PAGE, decode_cursor, encode_cursor
from backend.identity import phones
from backend.identity.accounts import level_of
from backend.identity.problems import NOT_ADMINISTRATOR
from backend.identity.rules import AccountState
from backend.identity.scope import Scope
from backend.identity.units import Level


class Regulator(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague; the phone number masked. `state_reason`: why the account was disabled."""

    id: UUID
    name: str
    unit_id: UUID
    unit_name_zh: str
    unit_name_en: str
    is_unit_administrator: bool
    state: AccountState
    state_changed_at: dt.datetime
    state_reason: str | None
    last_seen_at: dt.datetime
    phone: str | None


class RegulatorPage(msgspec.Struct, frozen=True):
    """Some of the colleagues; `total` is how many there are."""

    items: list[Regulator]
    next: str | None
    total: int


class RegulatorFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which colleagues; None is all. `region` is a city's or a district's code, `name` a part of the name."""

    unit_id: UUID | None = None
    region: str | None = None
    states: list[AccountState] | None = None
    is_administrator: bool | None = None
    name: str | None = None


_ASKED: Final = """
    -- As a list of units: joined, a unit with fewer people than a page is looked for among all accounts.
    account.unit_id = ANY (ARRAY(
        SELECT unit.id FROM unit JOIN region ON region.code = unit.region_code
        WHERE lineage @> ARRAY[$1::uuid] AND ($2::uuid IS NULL OR unit.id = $2)
          AND ($3::text IS NULL OR region.code = $3 OR region.city_code = $3)))
    AND ($4::text[] IS NULL OR account.state = ANY($4))
    AND ($5::boolean IS NULL OR account.is_unit_administrator = $5)
    AND ($6::text IS NULL OR strpos(lower(account.name), lower($6)) > 0)
"""


async def listed(scope: Scope, asked: RegulatorFilter, *, cursor: str | None = None, limit: int = 50) -> RegulatorPage:
    """The people of the regulator's unit and of those below it, oldest first.

    For administrators and for departments: at a station only its administrator sees the list (domain section 2.3).
    """
    if not scope.is_unit_administrator and await level_of(scope) is Level.STATION:
        raise NOT_ADMINISTRATOR.at()
    args = (scope.unit_id, asked.unit_id, asked.region, asked.states, asked.is_administrator, asked.name)
    after = decode_cursor(cursor, tuple[UUID])[0] if cursor else None
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        f"""
        SELECT account.id, account.name, account.unit_id, unit.name_zh AS unit_name_zh, unit.name_en AS unit_name_en,
               account.is_unit_administrator, account.state, account.state_changed_at, account.state_reason,
               account.last_seen_at, account.phone_sealed
        FROM account JOIN unit ON unit.id = account.unit_id
        WHERE {_ASKED} AND ($7::uuid IS NULL OR account.id > $7)
        ORDER BY account.id LIMIT $8
        """,
        *args, after, size + 1,
    )  # fmt: skip
    total = await db.fetch_value(f"SELECT count(*) FROM account WHERE {_ASKED}", *args)
    people = [msgspec.convert({**row, "phone": phones.masked(row["phone_sealed"])}, Regulator) for row in rows[:size]]
    return RegulatorPage(people, encode_cursor(people[-1].id) if len(rows) > size else None, total)
