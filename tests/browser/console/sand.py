"""A province in small: projects in several cities with warnings, silence and months that are over."""

from datetime import timedelta
from random import Random
from typing import Final
from uuid import UUID

from backend.core import clock, db, events
from backend.identity.scope import Door, Scope
from backend.identity.units import Level
from backend.projects.rules import period_of
from tests.backend import site as sites
from tests.backend.overview import map_world as world
from tests.backend.overview import town
from tests.backend.overview.map_world import Area

EACH: Final = 8
"""Projects in each of the seven places; the town has two more in Shenzhen, without a point."""

PLACES: Final = {
    ("440100", "440106"): (113.36, 23.13),
    ("440100", "440112"): (113.50, 23.18),
    ("440300", "440305"): (113.93, 22.54),
    ("440300", "440307"): (114.25, 22.72),
    ("441900", "441900"): (113.75, 23.02),
    ("440500", "440507"): (116.70, 23.36),
    ("440800", "440803"): (110.39, 21.23),
}
"""Where they stand, in WGS-84."""


async def spread(each: int) -> dict[tuple[str, str], list[UUID]]:
    """So many projects in each place: in turn calm, warned of in each colour, silent; then what the map makes of it."""
    dice = Random(5)
    # No station: a unit is reference data, and a test that changes that costs the standing product its database.
    area = Area(await sites.unit_of("440000", Level.PROVINCE), [], [], await town.account())
    made: dict[tuple[str, str], list[UUID]] = {}
    for region, (longitude, latitude) in PLACES.items():
        unit_id = await sites.unit_of(region[0])
        made[region] = [
            await _project(
                area, unit_id, region, number, (longitude + dice.gauss(0, 0.03), latitude + dice.gauss(0, 0.03))
            )
            for number in range(each)
        ]
    return made


async def _project(area: Area, unit_id: UUID, region: tuple[str, str], number: int, point: tuple[float, float]) -> UUID:
    project_id = await world.project(area, unit_id, region, longitude=round(point[0], 4), latitude=round(point[1], 4))
    await db.execute("UPDATE project SET name = $2 WHERE id = $1", project_id, f"{region[1]} 第{number + 1}标段")
    levels = (None, "red", None, "orange", None, "yellow", None, "blue")
    level = levels[number % len(levels)]
    if level is not None:
        await world.warning(project_id, level, clock.now())
    if number % 5 == 0:
        await world.due(project_id, clock.now() - timedelta(days=1))
    return project_id


async def folded() -> None:
    """Wake the map's loop, as an event would, and wait for it to have taken everything."""
    await db.execute("SELECT pg_notify($1, '')", events.CHANNEL)
    await _until("SELECT NOT EXISTS (SELECT FROM map_dirty)")


async def _until(condition: str) -> None:
    deadline = clock.now() + timedelta(seconds=60)
    while not await db.fetch_value(condition):
        assert clock.now() < deadline, condition
        await db.fetch_value("SELECT pg_sleep(0.05)")


async def past(months: int) -> str:
    """As many months that are over, each as the map stands now; the last of them."""
    period = period_of(clock.now())
    for _ in range(months):
        period = _before(period)
        await db.execute("INSERT INTO map_month SELECT $1, map_tally.* FROM map_tally", period)
    return _before(period_of(clock.now()))


def _before(period: str) -> str:
    year, month = int(period[:4]), int(period[5:])
    return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02}"


async def province() -> Scope:
    """Who sees every city."""
    account_id = await db.fetch_value("SELECT id FROM account WHERE name = '省管理员'")
    return await sites.scope(account_id, Door.CONSOLE)
