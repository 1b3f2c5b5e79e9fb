"""The product behind the console's pictures: a year's city with one busy site, and a province beside them."""

import asyncio
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec
import structlog

from backend import migrate
from backend.core import clock, db, geo
from backend.core.embedded import EmbeddedPostgres, EmbeddedRedis
from backend.core.settings import settings
from backend.demo.story import ENTERPRISE_GROUP, REGULATOR_GROUP
from backend.identity.scope import Door
from backend.overview import map_counts, map_fold
from backend.projects.base import map_points
from backend.projects.dangerous import dangerous_works
from backend.projects.dangerous.dangerous_kinds import Measure
from backend.year import make
from notifications import groups
from tests.backend import site as sites
from tests.bench import province
from tests.bench.map import list_dangerous_works
from tests.browser.console import desk_world
from tests.browser.phone.matters import raise_dust, within
from tests.months import LAST, THIS
from tests.phone_town import Hands, Town, founded
from tests.stack import Stack

SITES: Final = 80
DAYS: Final = 190
PROJECTS: Final = 4_000
"""Of the province, whose warnings are as many again."""

PIT: Final = dangerous_works.NewWork(
    kind="PIT", name="1栋基坑", location="1栋地下室", measures=[Measure(key="depth", value=6.2, unit="m")]
)

REGULATORS, PARTIES = "安监一科 · 预警群", "南山科学城项目群"
ROBOTS: Final = [{"key": REGULATOR_GROUP, "group_zh": REGULATORS}, {"key": ENTERPRISE_GROUP, "group_zh": PARTIES}]

WHO: Final = {
    "city": """SELECT a.id FROM account a JOIN unit u ON u.id = a.unit_id
               WHERE u.level = 'city' AND u.region_code = '440600' AND a.is_unit_administrator""",
    "bureaus": """SELECT a.id FROM account a JOIN unit u ON u.id = a.unit_id
                  WHERE u.level = 'province' AND a.is_unit_administrator""",
}
"""Whose desk in the year's city it is, and how the account is found; `desk`, `bureau` and `phone` are of the busy site,
`province` and `guangzhou` of the province."""


class City(msgspec.Struct, frozen=True):
    """Where each desk's product answers, its session, and the ids of what is shown."""

    addresses: dict[str, str]
    """Of the city and of the province."""
    urls: dict[str, str]
    """Of the databases of the city and of the province."""
    tokens: dict[str, str]
    ids: dict[str, str]
    sandbox: str
    """Where the city's chats are."""
    manager: Hands
    """林晓明 of the busy site."""

    def address(self, who: str | None) -> str:
        """Where this desk's product answers."""
        return self.addresses["province" if who in ("province", "guangzhou") else "city"]


async def _year(url: str) -> dict[str, str]:
    """The year, then a session for each of its desks."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    await migrate.run(url)
    await db.start(url, size=4)
    try:
        await make.fill(sites=SITES, days=DAYS, say=print)
        people = {name: await db.fetch_value(sql) for name, sql in WHO.items()}
        return {name: await sites._open(account_id, Door.CONSOLE) for name, account_id in people.items()}
    finally:
        await db.stop()


async def _province(url: str) -> tuple[dict[str, str], dict[str, str]]:
    """Projects in every city, and months that are over; two desks' sessions, and a project where something comes."""
    await migrate.run(url)
    await db.start(url, size=2)
    try:
        await province.fill(projects=PROJECTS, warnings=PROJECTS)
        await list_dangerous_works()
        await map_fold.fold_all(clock.now())
        await db.execute(_MONTHS, map_counts.MONTHS - 1)
        burning = await db.fetch_value(
            "SELECT id FROM project WHERE region_code = '440105' AND longitude IS NOT NULL ORDER BY id LIMIT 1"
        )
        units = {"province": "level = 'province'", "guangzhou": "level = 'city' AND region_code = '440100'"}
        found = {
            name: await db.fetch_value(
                "SELECT account.id FROM account JOIN unit ON unit.id = unit_id "
                f"WHERE sector = 'housing' AND unit.{which} ORDER BY account.id LIMIT 1"
            )
            for name, which in units.items()
        }
        tokens = {name: await sites._open(account_id, Door.CONSOLE) for name, account_id in found.items()}
        return tokens, {"burning": str(burning)}
    finally:
        await db.stop()


_MONTHS: Final = """
INSERT INTO map_month
SELECT to_char(now() - ago * interval '1 month', 'YYYY-MM'), stage, status, unit_id, city_code, region_code, sector,
       level, is_silent, dangerous, n, ceil(raised * (0.7 + 0.5 * abs(sin(ago * 1.3))))::integer
FROM generate_series(1, $1) AS ago, map_tally
WHERE abs(hashtext(unit_id::text || region_code || level)) % 40 >= ago
"""
"""Fewer the longer ago, and some months with more warnings than others."""


async def _furnish(town: Town) -> None:
    """Its point on the map, and the robots of its groups."""
    site = town.site
    point = geo.Point(latitude=22.54, longitude=113.95)
    await map_points.set_point(site.manager, site.project_id, point, geo.Datum.GCJ02)
    await groups.connect(site.administrator, name=PARTIES, key=ENTERPRISE_GROUP, project_id=site.project_id)
    await groups.connect(site.administrator, name=REGULATORS, key=REGULATOR_GROUP, unit_id=site.city)


def _site(running: Stack, url: str) -> tuple[dict[str, str], dict[str, str], Hands]:
    """A site with two months of photos, a monitor over its limit, and a line on each queue; its desks' sessions."""
    town = founded(running, url)
    within(url, lambda: _furnish(town))
    desk_world.report(town, LAST, 25, floors=6)
    report_id = desk_world.report(town, THIS, 40, floors=9)
    order_id = desk_world.replied(town, url)

    async def enter() -> tuple[UUID, dict[str, str]]:
        for project_id in (town.site.project_id, town.site.other_project_id):
            await desk_world.draft(project_id)
        await desk_world.extension(town)
        await desk_world.overdue_order(town)
        await desk_world.month_to_review(town.site.project_id)
        await desk_world.newcomer(town)
        await desk_world.changed_category(town)
        await dangerous_works.list_work(town.site.manager, town.site.project_id, PIT)
        warning_id = await raise_dust(town.site)
        await db.execute("UPDATE device SET state = 'transmitting', last_seen_at = now() WHERE last_seen_at IS NULL")
        desks = {"desk": town.site.regulator, "bureau": town.site.administrator}
        tokens = {name: await sites._open(who.account_id, Door.CONSOLE) for name, who in desks.items()}
        return warning_id, tokens | {"phone": await sites._open(town.site.regulator.account_id, Door.PHONE)}

    warning_id, tokens = within(url, enter)
    known = {
        "project": town.project_id,
        "report": report_id,
        "order": order_id,
        "warning": str(warning_id),
        "month": THIS,
        "past": LAST,
    }
    return tokens, known, town.manager


@contextmanager
def city() -> Iterator[City]:
    """Made, and its processes started."""
    with tempfile.TemporaryDirectory(prefix="sandtable-screens-") as name:
        folder = Path(name)
        with EmbeddedPostgres(folder / "postgres", fast=True) as postgres, EmbeddedRedis(folder / "redis") as redis:
            urls = {each: postgres.database_url(each) for each in ("city", "province")}
            os.environ |= {
                "SANDTABLE_DATABASE_URL": urls["city"],
                "SANDTABLE_ENVIRONMENT": "test",
                "SANDTABLE_MEDIA_ROOT": str(folder / "media"),
            }
            settings.cache_clear()
            tokens = asyncio.run(_year(urls["city"]))
            of_province, burning = asyncio.run(_province(urls["province"]))
            for each in urls:
                (folder / each).mkdir()
            with (
                Stack(
                    folder / "city",
                    database_url=urls["city"],
                    sandbox={"robots": ROBOTS},
                    redis_url=f"{redis.url.rpartition('/')[0]}/1",
                ) as one,
                Stack(
                    folder / "province",
                    database_url=urls["province"],
                    gateways=0,
                    redis_url=f"{redis.url.rpartition('/')[0]}/2",
                ) as other,
            ):
                of_site, ids, manager = _site(one, urls["city"])
                addresses = {"city": one.api_url, "province": other.api_url}
                yield City(addresses, urls, tokens | of_province | of_site, ids | burning, one.sandbox_url, manager)
