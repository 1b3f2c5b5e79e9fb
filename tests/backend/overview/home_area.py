"""A city's bureau with a district and a station below it: who looks at the page of each, and what each supervises."""

from uuid import UUID

import msgspec

from backend.core import db, ids
from backend.identity.scope import AccountKind, Scope
from tests.backend.overview import home_world as world
from tests.backend.overview.home_world import Person


class Area(msgspec.Struct):
    """A city's bureau, a district and a station below it, and who looks at each; `site` enters projects."""

    site: Person
    city: Person
    district: Person
    station: Person


async def build() -> Area:
    """Insert them."""
    site = await world.person()
    district = await _unit_below(site.unit_id, "district")
    station = await _unit_below(district, "station")
    return Area(
        site=site,
        city=await _regulator(site, site.unit_id),
        district=await _regulator(site, district),
        station=await _regulator(site, station),
    )


async def _unit_below(parent: UUID, level: str) -> UUID:
    unit_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO unit (id, region_code, sector, level, parent_id, lineage, name_zh, name_en)
        SELECT $1, '440106', sector, $2, id, lineage || $1::uuid, $2, $2 FROM unit WHERE id = $3
        """,
        unit_id, level, parent,
    )  # fmt: skip
    return unit_id


async def _regulator(site: Person, unit_id: UUID) -> Person:
    account_id = ids.new_id()
    await db.execute(
        "INSERT INTO account (id, kind, name, unit_id) VALUES ($1, 'regulator', '黄莉', $2)", account_id, unit_id
    )
    changed = msgspec.structs.replace(
        site.scope, account_id=account_id, kind=AccountKind.REGULATOR, unit_id=unit_id, session_id=ids.new_id()
    )
    return msgspec.structs.replace(site, scope=changed, unit_id=unit_id, creator=account_id)


def administrator(who: Person) -> Person:
    """The same regulator, who administers the unit too."""
    scope: Scope = msgspec.structs.replace(who.scope, is_unit_administrator=True)
    return msgspec.structs.replace(who, scope=scope)


async def project_of(area: Area, unit: Person, name: str = "工地") -> UUID:
    """A project that the unit supervises, managed by the colleague."""
    project_id = await world.add_project(msgspec.structs.replace(area.site, unit_id=unit.unit_id), name)
    await db.execute("UPDATE post SET account_id = $2 WHERE project_id = $1", project_id, area.site.colleague)
    return project_id
