"""The numbers on the map: by city, or by district of one, now or at a month's end, and over the months.

They are summed from the cube alone. Of a stage and a status it has a bounded number of cells however many projects
there are, and so it has of any stage or status: an answer costs the same at ten times the projects.
"""

import datetime as dt
from typing import Any, Final

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.overview.map_filter import OF_CELLS, MapFilter, arguments
from backend.overview.problems import MONTH_IN_FUTURE, MONTH_NOT_KEPT
from backend.overview.timeline import span
from backend.projects.rules import month_starts_at, period_of

MONTHS: Final = 12


class MapCount(msgspec.Struct, frozen=True, kw_only=True):
    """Projects, and how many of them: each by its worst warning that is not closed, silent ones (something that the
    site owes is overdue), those with dangerous works, and among these the oversized.
    """

    projects: int
    blue: int
    yellow: int
    orange: int
    red: int
    silent: int
    dangerous: int
    oversized: int


class MapRegion(msgspec.Struct, frozen=True, kw_only=True):
    """A city's or a district's numbers."""

    code: str
    name: Text
    count: MapCount


class MapCounts(msgspec.Struct, frozen=True, kw_only=True):
    """`period` is the month, `version` what the present numbers stand on, null for a month that is over."""

    version: int | None
    period: str
    total: MapCount
    regions: list[MapRegion]


class MapMonth(msgspec.Struct, frozen=True, kw_only=True):
    """At the month's end, or now while it lasts; `warnings`: raised in it on the projects counted."""

    period: str
    projects: int
    silent: int
    warnings: int


class MapTrend(msgspec.Struct, frozen=True):
    """The months of which counts were kept, twelve at most, the oldest first; the present one is the last."""

    months: list[MapMonth]


_SUMS: Final = """sum(n) AS projects, sum(n) FILTER (WHERE level = 1) AS blue,
    sum(n) FILTER (WHERE level = 2) AS yellow, sum(n) FILTER (WHERE level = 3) AS orange,
    sum(n) FILTER (WHERE level = 4) AS red,
    sum(n) FILTER (WHERE is_silent) AS silent, sum(n) FILTER (WHERE dangerous > 0) AS dangerous,
    sum(n) FILTER (WHERE dangerous = 2) AS oversized"""

_LISTED: Final = """CASE WHEN $8::text IS NULL THEN region.level = 'city' AND region.stats_code IS NULL
    ELSE region.parent_code = $8
         OR region.code = $8 AND NOT EXISTS (SELECT FROM region AS part WHERE part.parent_code = $8) END"""
"""Every city, or every district of one; a district, and a city without any, stands for itself."""


def _sql(table: str, extra: str = "") -> str:
    return f"""
    SELECT region.code, region.name_zh, region.name_en, counted.* FROM region LEFT JOIN (
        SELECT CASE WHEN $8::text IS NULL THEN city_code ELSE region_code END AS counted_in, {_SUMS}
        FROM {table} WHERE {OF_CELLS}{extra} GROUP BY 1
    ) AS counted ON counted.counted_in = region.code
    WHERE counted.counted_in IS NOT NULL OR ({_LISTED}) ORDER BY region.code
    """


_NOW: Final = _sql("map_tally")
_THEN: Final = _sql("map_month", " AND period = $9")


async def counts(scope: Scope, asked: MapFilter, *, period: str | None = None) -> MapCounts:
    """The numbers now, or at the end of a month."""
    version, this = await _state()
    is_now = period is None or period == this
    args = arguments(scope, asked)
    if period is None or is_now:
        rows = await db.fetch(_NOW, *args)
    else:
        await _require_kept(period)
        rows = await db.fetch(_THEN, *args, period)
    if not rows:
        raise NOT_FOUND.at("region")
    regions = [
        MapRegion(code=row["code"], name=Text(row["name_zh"], row["name_en"]), count=_count(row)) for row in rows
    ]
    return MapCounts(
        version=version if is_now else None,
        period=period or this,
        total=_total(regions),
        regions=regions,
    )


async def _state() -> tuple[int, str]:
    """The version and the month of the present numbers."""
    row = await db.fetch_one("SELECT version, period FROM map_state")
    return (row["version"], row["period"]) if row else (0, period_of(clock.now()))


async def _require_kept(period: str) -> None:
    starts_at, _ = span(period, "period")
    if starts_at > clock.now():
        raise MONTH_IN_FUTURE.at("period")
    if not await db.fetch_value(f"SELECT $1 >= ({_FIRST})", period):
        raise MONTH_NOT_KEPT.at("period")


def _count(row: asyncpg.Record) -> MapCount:
    return MapCount(**{name: row[name] or 0 for name in MapCount.__struct_fields__})


def _total(regions: list[MapRegion]) -> MapCount:
    return MapCount(**{name: sum(getattr(each.count, name) for each in regions) for name in MapCount.__struct_fields__})


_FIRST: Final = "SELECT min(period) FROM map_month"
"""The oldest month of which counts were kept; every one after it was. The index knows it without a scan."""

_TREND: Final = f"""
SELECT month.period, coalesce(sum(n), 0) AS projects, coalesce(sum(n) FILTER (WHERE is_silent), 0) AS silent,
       coalesce(sum(raised), 0) AS warnings
FROM unnest($9::text[]) AS month (period) LEFT JOIN (
    SELECT period, n, is_silent, raised FROM map_month WHERE {OF_CELLS} AND period = ANY($9)
    UNION ALL
    SELECT $10::text, n, is_silent, raised FROM map_tally WHERE {OF_CELLS}
) AS kept ON kept.period = month.period
WHERE month.period = $10::text OR month.period >= ({_FIRST})
GROUP BY 1 ORDER BY 1
"""


async def trend(scope: Scope, asked: MapFilter) -> MapTrend:
    """The numbers of the last months."""
    _, this = await _state()
    rows = await db.fetch(_TREND, *arguments(scope, asked), _last_months(this), this)
    return MapTrend([MapMonth(**dict(row)) for row in rows])


def _last_months(this: str) -> list[str]:
    months = [this]
    while len(months) < MONTHS:
        months.append(period_of(month_starts_at(months[-1]) - dt.timedelta(days=1)))
    return months


async def number_of(args: tuple[Any, ...]) -> int:
    """How many projects the filter counts; `args` are its `arguments`."""
    return int(await db.fetch_value(f"SELECT coalesce(sum(n), 0) FROM map_tally WHERE {OF_CELLS}", *args))
