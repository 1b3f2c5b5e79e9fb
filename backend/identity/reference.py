"""Regions and regulator units as reference data: loaded at every migration, the files are the truth."""

import datetime as dt
import tomllib
from importlib.resources import files
from typing import Any
from uuid import UUID

import msgspec

from backend.core import db, ids

PROVINCE = "440000"


class City(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A city, or a zone of city rank, with its counties as (code, zh, en)."""

    code: str
    zh: str
    en: str
    point: tuple[float, float]
    districts: list[tuple[str, str, str]]
    stats_code: str | None = None
    valid_from: dt.date | None = None


class Province(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The root of the tree."""

    code: str
    zh: str
    en: str


class Regions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`regions.toml`."""

    valid_from: dt.date
    province: Province
    cities: list[City]


class Sector(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sector and the cities in which it has a bureau of its own."""

    code: str
    zh: str
    en: str
    cities: list[str]


class NamedUnit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit with a name of its own."""

    region_code: str
    sector: str
    level: str
    zh: str
    en: str


class Units(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`units.toml`."""

    sectors: list[Sector]
    named: list[NamedUnit]


def regions() -> Regions:
    """The regions file."""
    return msgspec.convert(_read("regions.toml"), Regions)


def units() -> Units:
    """The units file."""
    return msgspec.convert(_read("units.toml"), Units)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))


async def load() -> None:
    """Bring regions and units of the database to what the files say; nothing is removed."""
    known = regions()
    async with db.transaction():
        await db.execute_many(
            """
            INSERT INTO region (code, parent_code, level, city_code, stats_code, name_zh, name_en, longitude, latitude,
                                valid_from)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (code) DO UPDATE SET parent_code = excluded.parent_code, level = excluded.level,
                city_code = excluded.city_code, stats_code = excluded.stats_code, name_zh = excluded.name_zh,
                name_en = excluded.name_en, longitude = excluded.longitude, latitude = excluded.latitude,
                valid_from = excluded.valid_from
            """,
            _region_rows(known),
        )
        root = await _upsert_unit(_root(), parent=None)
        for unit in _city_units(known):
            await _upsert_unit(unit, parent=root)


def _region_rows(known: Regions) -> list[tuple[Any, ...]]:
    """Parents before children."""
    province = known.province
    rows: list[tuple[Any, ...]] = [
        (province.code, None, "province", province.code, None, province.zh, province.en, None, None, known.valid_from)
    ]
    for city in known.cities:
        since = city.valid_from or known.valid_from
        names = (city.zh, city.en)
        rows.append((city.code, province.code, "city", city.code, city.stats_code, *names, *city.point, since))
        rows += [
            (code, city.code, "district", city.code, None, zh, en, None, None, known.valid_from)
            for code, zh, en in city.districts
        ]
    return rows


def _root() -> NamedUnit:
    return next(unit for unit in units().named if unit.level == "province")


def _city_units(known: Regions) -> list[NamedUnit]:
    names = {city.code: city for city in known.cities}
    made = [
        NamedUnit(
            region_code=code,
            sector=sector.code,
            level="city",
            zh=names[code].zh + sector.zh,
            en=f"{names[code].en} {sector.en}",
        )
        for sector in units().sectors
        for code in sector.cities
    ]
    return made + [unit for unit in units().named if unit.level == "city"]


async def _upsert_unit(unit: NamedUnit, *, parent: UUID | None) -> UUID:
    unit_id = ids.new_id()
    row = await db.fetch_one(
        """
        INSERT INTO unit (id, region_code, sector, level, parent_id, lineage, name_zh, name_en)
        VALUES ($1, $2, $3, $4, $5::uuid, array_remove(ARRAY[$5::uuid, $1], NULL), $6, $7)
        ON CONFLICT (region_code, sector, level) WHERE level <> 'station'
        DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en
        RETURNING id
        """,
        unit_id, unit.region_code, unit.sector, unit.level, parent, unit.zh, unit.en,
    )  # fmt: skip
    assert row is not None
    found: UUID = row["id"]
    return found
