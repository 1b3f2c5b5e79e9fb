"""The projects behind a number of the map, and the one behind a point."""

import datetime as dt
from typing import Annotated, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.core.i18n import Text
from backend.core.paging import decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.overview.map_counts import number_of
from backend.overview.map_filter import OF_ROWS, MapFilter, arguments
from backend.overview.map_rules import grade_of, level_of
from backend.projects.dangerous.dangerous_kinds import Grade
from backend.projects.facts.fact_rules import Status
from backend.projects.visibility import SUPERVISED
from backend.supervision.rules import Level, WarningState

MAX_LISTED: Final = 100
MOST_WARNINGS: Final = 3

MAX_NUMBER: Final = 2**31 - 1

_Number = Annotated[int, msgspec.Meta(ge=0, le=MAX_NUMBER)]
_Rank = Annotated[int, msgspec.Meta(ge=0, le=4)]


class MapItem(msgspec.Struct, frozen=True, kw_only=True):
    """One project. `level`: of its worst warning that is not closed; `is_silent`: something the site owes is overdue.

    `stage` is null before the first report; the point is in degrees of WGS-84, null where none is set.
    """

    number: int
    id: UUID
    name: str
    region_code: str
    region: Text
    sector: str
    category: str
    status: Status
    stage: Text | None
    level: Level | None
    is_silent: bool
    dangerous: Grade
    longitude: float | None
    latitude: float | None


class MapPage(msgspec.Struct, frozen=True):
    """Some of the projects, worst first; `total` is the number that the map shows for the same filter."""

    items: list[MapItem]
    next: str | None
    total: int


class MapWarning(msgspec.Struct, frozen=True, kw_only=True):
    """A warning that is not closed."""

    id: UUID
    name: Text
    level: Level
    state: WarningState
    raised_at: dt.datetime


class MapCard(msgspec.Struct, frozen=True, kw_only=True):
    """What opens over a point: the project and what burns, the worst warnings first, three at most.

    `orders` are open ones; `overdue` is whatever is owed and late, by the site or by the supervising unit.
    """

    project: MapItem
    supervising_unit: Text
    warnings: list[MapWarning]
    all_warnings: int
    orders: int
    overdue: int


_ITEM: Final = """
SELECT map.number, map.level, map.is_silent, map.dangerous, project.id, project.name, project.region_code,
       project.sector, project.category, project.status, project.longitude, project.latitude,
       region.name_zh, region.name_en, stage.name_zh AS stage_zh, stage.name_en AS stage_en
FROM map_project AS map JOIN project ON project.id = map.project_id
JOIN region ON region.code = project.region_code LEFT JOIN progress_stage AS stage ON stage.code = map.stage
"""


async def listed(scope: Scope, asked: MapFilter, *, cursor: str | None = None, limit: int = MAX_LISTED) -> MapPage:
    """A page of the projects that the filter counts."""
    args = arguments(scope, asked)
    after = decode_cursor(cursor, tuple[_Rank, bool, _Number]) if cursor else (4, True, 0)
    total = await number_of(args)
    if not total:  # To find none the whole map would be looked through.
        return MapPage([], None, 0)
    numbers = await db.fetch(
        f"""
        SELECT level, is_silent, number FROM map_project
        WHERE {OF_ROWS} AND (level < $9 OR level = $9 AND (is_silent < $10 OR is_silent = $10 AND number > $11))
        ORDER BY level DESC, is_silent DESC, number LIMIT $12
        """,
        *args, *after, limit + 1,
    )  # fmt: skip
    rows = await _items(scope, [row["number"] for row in numbers[:limit]])
    following = encode_cursor(*numbers[limit - 1]) if len(numbers) > limit else None
    return MapPage([_item(row) for row in rows], following, total)


async def _items(scope: Scope, numbers: list[int]) -> list[asyncpg.Record]:
    """Once more only what the reader may see: the map's rows are a moment old."""
    return await db.fetch(
        f"""
        {_ITEM} WHERE map.number = ANY($3) AND {SUPERVISED} AND $1::uuid IS NOT NULL
        ORDER BY array_position($3, map.number)
        """,
        *scope.args, numbers,
    )  # fmt: skip


def _item(row: asyncpg.Record) -> MapItem:
    return MapItem(
        number=row["number"],
        id=row["id"],
        name=row["name"],
        region_code=row["region_code"],
        region=Text(row["name_zh"], row["name_en"]),
        sector=row["sector"],
        category=row["category"],
        status=Status(row["status"]),
        stage=Text(row["stage_zh"], row["stage_en"]) if row["stage_zh"] else None,
        level=level_of(row["level"]),
        is_silent=row["is_silent"],
        dangerous=grade_of(row["dangerous"]),
        longitude=row["longitude"],
        latitude=row["latitude"],
    )


async def card(scope: Scope, number: int) -> MapCard:
    """The project behind a point; `NOT_FOUND` where the reader may not see it."""
    found = await _items(scope, [number])
    if not found:
        raise NOT_FOUND.at("number")
    project_id = found[0]["id"]
    burning = await db.fetch(
        """
        SELECT warning.id, warning.level, warning.state, warning.raised_at, kind.name_zh, kind.name_en,
               count(*) OVER () AS total
        FROM warning JOIN warning_kind AS kind ON kind.code = warning.code
        WHERE warning.project_id = $1 AND warning.state <> 'closed'
        ORDER BY array_position('{red,orange,yellow,blue}', warning.level), warning.raised_at, warning.id LIMIT $2
        """,
        project_id, MOST_WARNINGS,
    )  # fmt: skip
    facts = await db.fetch_one(
        """
        SELECT unit.name_zh, unit.name_en,
               (SELECT count(*) FROM rectification_order
                WHERE project_id = $1 AND state NOT IN ('closed', 'withdrawn')) AS orders,
               (SELECT count(*) FROM obligation WHERE project_id = $1 AND state = 'open' AND due_at < $2) AS overdue
        FROM project JOIN unit ON unit.id = project.supervising_unit_id WHERE project.id = $1
        """,
        project_id, clock.now(),
    )  # fmt: skip
    assert facts is not None
    return MapCard(
        project=_item(found[0]),
        supervising_unit=Text(facts["name_zh"], facts["name_en"]),
        warnings=[
            MapWarning(
                id=row["id"], name=Text(row["name_zh"], row["name_en"]), level=Level(row["level"]),
                state=WarningState(row["state"]), raised_at=row["raised_at"],
            )
            for row in burning
        ],
        all_warnings=burning[0]["total"] if burning else 0,
        orders=facts["orders"],
        overdue=facts["overdue"],
    )  # fmt: skip
