"""How many warnings stand behind each choice of the board's filters; the list behind a number has as many."""

from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import db
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.projects.visibility import listed
from backend.supervision.rules import Level, WarningState
from backend.supervision.warning_views import CONDITIONS, TABLES, Filters


class LevelCount(msgspec.Struct, frozen=True):
    """Of one level."""

    level: Level
    count: int


class StateCount(msgspec.Struct, frozen=True):
    """Of one state."""

    state: WarningState
    count: int


class KindCount(msgspec.Struct, frozen=True):
    """Of one kind."""

    code: str
    name: Text
    count: int


class RegionCount(msgspec.Struct, frozen=True):
    """Of one city or district."""

    region_code: str
    name: Text
    count: int


class SectorCount(msgspec.Struct, frozen=True):
    """Of one sector."""

    sector: str
    count: int


class FollowerCount(msgspec.Struct, frozen=True):
    """Followed up by one regulator; by nobody where both are null."""

    account_id: UUID | None
    name: str | None
    count: int


class WarningCounts(msgspec.Struct, frozen=True, kw_only=True):
    """All that pass every filter, and what each choice of a filter would show; closed ones only where asked for.

    A filter does not narrow its own choices: with `levels=red` the other levels still say how many they would show.
    """

    total: int
    levels: list[LevelCount]
    states: list[StateCount]
    kinds: list[KindCount]
    cities: list[RegionCount]
    districts: list[RegionCount]
    sectors: list[SectorCount]
    followers: list[FollowerCount]


_FACETS: Final = {
    "level": ("level", "level"),
    "state": ("state", "state"),
    "kind": ("kind", "code"),
    "city": ("region", "city_code"),
    "district": ("region", "region_code"),
    "sector": ("sector", "sector"),
    "follower": ("follower", "follower_id::text"),
}
"""Each facet: the filter that does not narrow it, and its column."""

_NARROWING: Final = ("level", "state", "kind", "region", "sector", "follower")
_ALWAYS: Final = ("project", "silence")


def _counted(facet: str) -> str:
    own, column = _FACETS[facet]
    others = " AND ".join(f"is_{name}" for name in _NARROWING if name != own)
    return f"SELECT '{facet}' AS facet, {column} AS key, count(*) AS count FROM board WHERE {others} GROUP BY 2"


async def count_warnings(scope: Scope, filters: Filters) -> WarningCounts:
    """The counts in a regulator's area."""
    fits = ", ".join(f"({CONDITIONS[name]}) AS is_{name}" for name in _NARROWING)
    everything = " AND ".join(f"is_{name}" for name in _NARROWING)
    rows = await db.fetch(
        f"""
        WITH board AS MATERIALIZED (
            SELECT warning.level, warning.state, warning.code, project.city_code, project.region_code, project.sector,
                   follower.id AS follower_id, {fits}
            FROM {TABLES}
            WHERE {listed(scope.unit_id)} AND (warning.state <> 'closed' OR 'closed' = ANY($3))
              AND {" AND ".join(CONDITIONS[name] for name in _ALWAYS)}
        ), counted AS (
            {" UNION ALL ".join(_counted(facet) for facet in _FACETS)}
            UNION ALL SELECT 'total', NULL, count(*) FROM board WHERE {everything}
        )
        SELECT counted.*, coalesce(warning_kind.name_zh, region.name_zh) AS name_zh,
               coalesce(warning_kind.name_en, region.name_en) AS name_en, follower.name
        FROM counted LEFT JOIN warning_kind ON counted.facet = 'kind' AND warning_kind.code = counted.key
        LEFT JOIN region ON counted.facet IN ('city', 'district') AND region.code = counted.key
        LEFT JOIN account AS follower ON counted.facet = 'follower' AND follower.id::text = counted.key
        ORDER BY counted.count DESC, counted.key
        """,
        *scope.args,
        *filters.args,
    )
    return _arranged(rows)


def _arranged(rows: list[asyncpg.Record]) -> WarningCounts:
    of = {facet: [row for row in rows if row["facet"] == facet] for facet in (*_FACETS, "total")}
    return WarningCounts(
        total=of["total"][0]["count"],
        levels=[LevelCount(Level(row["key"]), row["count"]) for row in of["level"]],
        states=[StateCount(WarningState(row["key"]), row["count"]) for row in of["state"]],
        kinds=[KindCount(row["key"], _name(row), row["count"]) for row in of["kind"]],
        cities=[RegionCount(row["key"], _name(row), row["count"]) for row in of["city"]],
        districts=[RegionCount(row["key"], _name(row), row["count"]) for row in of["district"]],
        sectors=[SectorCount(row["key"], row["count"]) for row in of["sector"]],
        followers=[
            FollowerCount(UUID(row["key"]) if row["key"] else None, row["name"], row["count"]) for row in of["follower"]
        ],
    )


def _name(row: asyncpg.Record) -> Text:
    return Text(row["name_zh"], row["name_en"])
