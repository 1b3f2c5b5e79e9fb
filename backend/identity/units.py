"""The tree of regulator units: region × sector, each below the province."""

from enum import StrEnum
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, db, ids
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.identity import sessions
from backend.identity.problems import NOT_ADMINISTRATOR, UNIT_DOES_NOT_FIT, UNIT_EXISTS
from backend.identity.scope import Scope


class Level(StrEnum):
    """Where a unit stands."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    STATION = "station"


PARENTS = {
    Level.DISTRICT: frozenset({Level.CITY}),
    Level.STATION: frozenset({Level.CITY, Level.DISTRICT}),
}
"""Under which levels a new unit may be placed; province and cities are reference data."""


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as its own people and those above see it; disabled accounts do not count."""

    id: UUID
    region_code: str
    region: Text
    sector: str
    level: Level
    parent_id: UUID | None
    name_zh: str
    name_en: str
    people: int
    administrators: int


async def list_units(scope: Scope) -> list[Unit]:
    """The regulator's own unit and all below it, from the top."""
    rows = await db.fetch(
        """
        SELECT unit.id, unit.region_code, unit.sector, unit.level, unit.parent_id, unit.name_zh, unit.name_en,
               jsonb_build_object('zh', region.name_zh, 'en', region.name_en) AS region,
               count(account.id) AS people,
               count(account.id) FILTER (WHERE account.is_unit_administrator) AS administrators
        FROM unit JOIN region ON region.code = unit.region_code
        LEFT JOIN account ON account.unit_id = unit.id AND account.state <> 'disabled'
        WHERE unit.lineage @> ARRAY[$1::uuid] GROUP BY unit.id, region.code
        ORDER BY cardinality(unit.lineage), unit.region_code, unit.sector, unit.name_zh
        """,
        scope.unit_id,
    )
    return [msgspec.convert(dict(row), Unit) for row in rows]


async def find(region_code: str, sector: str, level: Level) -> UUID | None:
    """The one unit of a region, sector and level; stations are not unique and not found here."""
    unit_id: UUID | None = await db.fetch_value(
        "SELECT id FROM unit WHERE region_code = $1 AND sector = $2 AND level = $3 AND level <> 'station'",
        region_code, sector, level,
    )  # fmt: skip
    return unit_id


async def create_unit(
    scope: Scope, parent_id: UUID, *, level: Level, region_code: str, name_zh: str, name_en: str
) -> UUID:
    """A district department or a station below `parent_id`, in the parent's sector; by an administrator above."""
    sessions.require_full(scope)
    async with db.transaction():
        parent = await administered_unit(scope, parent_id)
        if Level(parent["level"]) not in PARENTS.get(level, frozenset()):
            raise UNIT_DOES_NOT_FIT.at("level")
        if not await _lies_within(region_code, parent, level):
            raise UNIT_DOES_NOT_FIT.at("region_code")
        unit_id = ids.new_id()
        is_new = await db.execute(
            """
            INSERT INTO unit (id, region_code, sector, level, parent_id, lineage, name_zh, name_en)
            VALUES ($1, $2, $3, $4, $5, $6::uuid[] || $1::uuid, $7, $8)
            ON CONFLICT (region_code, sector, level) WHERE level <> 'station' DO NOTHING
            """,
            unit_id, region_code, parent["sector"], level, parent_id, parent["lineage"], name_zh, name_en,
        )  # fmt: skip
        if not is_new:
            raise UNIT_EXISTS.at("region_code")
        await audit.write(scope.account_id, "unit.create", subject_id=unit_id, detail={"parent_id": parent_id})
        return unit_id


class PublicUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A public body as anybody may read its name: what a colleague chooses from before there is an account."""

    id: UUID
    region_code: str
    sector: str
    level: Level
    name_zh: str
    name_en: str


async def list_public() -> list[PublicUnit]:
    """Every department by region and sector, from the top; stations are their departments' own affair."""
    rows = await db.fetch(
        "SELECT id, region_code, sector, level, name_zh, name_en FROM unit WHERE level <> 'station' "
        "ORDER BY region_code, sector, cardinality(lineage)"
    )
    return [msgspec.convert(dict(row), PublicUnit) for row in rows]


async def administered_unit(scope: Scope, unit_id: UUID, field: str = "unit_id") -> asyncpg.Record:
    """The unit, if the person administers it or one above it; what is outside the subtree is not found."""
    unit = await db.fetch_one(
        "SELECT id, region_code, sector, level, lineage FROM unit WHERE id = $1 AND lineage @> ARRAY[$2::uuid]",
        unit_id,
        scope.unit_id,
    )
    if unit is None:
        raise NOT_FOUND.at(field)
    if not scope.is_unit_administrator:
        raise NOT_ADMINISTRATOR.at()
    return unit


async def _lies_within(region_code: str, parent: asyncpg.Record, level: Level) -> bool:
    """A district unit takes one of the city's districts, a station any region that the parent covers."""
    found = await db.fetch_value(
        """
        SELECT 1 FROM region WHERE code = $1 AND (code = $2 OR parent_code = $2)
            AND ($3 <> 'district' OR level = 'district')
        """,
        region_code, parent["region_code"], str(level),
    )  # fmt: skip
    return found is not None
