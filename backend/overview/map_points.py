"""Every project of a reader's area as a point: all of them in a few bytes each, or what has changed since a version.

Two lists, each of columns in the order of the projects' numbers. What a project looks like changes often and is the
number of a combination, the commonest first; where it is changes hardly ever, and is told again only when it has.
"""

import asyncio
import gzip
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

import asyncpg
import msgspec

from backend.core import db
from backend.identity.scope import Scope
from backend.overview.map_counts import number_of
from backend.overview.map_filter import UNITS, MapFilter, arguments
from backend.overview.map_rules import grade_of, level_of
from backend.projects.dangerous.dangerous_kinds import Grade
from backend.projects.facts.fact_rules import Status
from backend.supervision.rules import Level

MOST_POINTS: Final = 50_000
"""Above this the whole is not sent: the page draws numbers of districts, and asks for a region's points."""

GZIP_LEVEL: Final = 6


class MapLook(msgspec.Struct, frozen=True, kw_only=True):
    """What points look like; `stage` is a code, empty before the first report."""

    sector: str
    category: str
    status: Status
    stage: str
    level: Level | None
    is_silent: bool
    dangerous: Grade


class MapCorner(msgspec.Struct, frozen=True):
    """A district's code, and the south-western corner of its points in 1e-4 degrees (WGS-84)."""

    code: str
    east: int
    north: int


class MapPoints(msgspec.Struct, frozen=True, kw_only=True):
    """`numbers` and `placed` rise and are given as differences, the first one from 0.

    `look` says for each of `numbers` which of `looks` it has. `region`, `east` and `north` say for each of `placed` in
    which of `regions` it lies and how far from that one's corner, in 1e-4 degrees. `gone` are plain numbers that are
    no longer to be drawn. `is_whole`: what was held before is to be forgotten. `needs_region`: there are too many
    points, ask again with a `region`, a smaller one where one was asked for; then `regions` says where the districts
    of that one lie, the middle of their points instead of the corner, and nothing else is said.
    """

    version: int
    is_whole: bool
    needs_region: bool
    looks: list[MapLook]
    numbers: list[int]
    look: list[int]
    regions: list[MapCorner]
    placed: list[int]
    region: list[int]
    east: list[int]
    north: list[int]
    gone: list[int]


_IN_REACH: Final = f"unit_id IN {UNITS} AND ($2::text IS NULL OR city_code = $2 OR region_code = $2)"

_CHANGED: Final = f"""
SELECT number, sector, category, status, stage, level, is_silent, dangerous, region_code, east, north,
       placed_version > $3 AS is_placed
FROM map_project WHERE {_IN_REACH} AND version > $3 AND east IS NOT NULL ORDER BY number
"""

_GONE: Final = f"""
SELECT DISTINCT number FROM map_moved WHERE version > $3 AND {_IN_REACH}
    AND number NOT IN (SELECT number FROM map_project WHERE {_IN_REACH} AND version > $3)
UNION SELECT number FROM map_project WHERE {_IN_REACH} AND version > $3 AND east IS NULL ORDER BY 1
"""

_AMID: Final = f"""
SELECT region_code AS code, round(avg(east))::integer AS east, round(avg(north))::integer AS north
FROM map_project WHERE {_IN_REACH} AND east IS NOT NULL GROUP BY region_code ORDER BY region_code
"""


async def encoded(scope: Scope, *, since: int | None, region: str | None, is_zipped: bool) -> bytes:
    """`points` as JSON, gzipped where that is wanted: the work is done beside the event loop."""
    found = await _read(scope, since, region)
    return await asyncio.to_thread(_encode, found, is_zipped=is_zipped)


async def points(scope: Scope, *, since: int | None = None, region: str | None = None) -> MapPoints:
    """The points of the reader's area, or of a region in it; with `since` what has changed after that version."""
    return _packed(await _read(scope, since, region))


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was read; `rows` is None where there would be too many, and `amid` the middles of the region's districts."""

    version: int
    is_whole: bool
    rows: Sequence[asyncpg.Record] | None
    gone: list[int]
    amid: list[MapCorner] = []


async def _read(scope: Scope, since: int | None, region: str | None) -> _Found:
    # The version comes first: what is folded meanwhile is in the rows already and is told once more the next time.
    state = await db.fetch_one("SELECT version, floor FROM map_state")
    version, floor = (state["version"], state["floor"]) if state else (0, 0)
    after = since if since is not None and floor <= since <= version else None
    if after is None and await _are_too_many(scope, region):
        amid = await db.fetch(_AMID, scope.unit_id, region) if region else []
        return _Found(version=version, is_whole=True, rows=None, gone=[], amid=[MapCorner(*row) for row in amid])
    rows = await db.fetch(_CHANGED, scope.unit_id, region, -1 if after is None else after)
    gone = [] if after is None else await db.fetch(_GONE, scope.unit_id, region, after)
    return _Found(version=version, is_whole=after is None, rows=rows, gone=[row["number"] for row in gone])


async def _are_too_many(scope: Scope, region: str | None) -> bool:
    """A district is never refused: nothing smaller could be asked for."""
    if region is not None and not await db.fetch_value(
        "SELECT EXISTS (SELECT FROM region WHERE parent_code = $1)", region
    ):
        return False
    return await number_of(arguments(scope, MapFilter(region=region))) > MOST_POINTS


def _encode(found: _Found, *, is_zipped: bool) -> bytes:
    body = msgspec.json.encode(_packed(found))
    return gzip.compress(body, GZIP_LEVEL, mtime=0) if is_zipped else body


def _packed(found: _Found) -> MapPoints:
    rows = found.rows or ()
    placed = [row for row in rows if row["is_placed"]]
    looks = [tuple(row[name] for name in MapLook.__struct_fields__) for row in rows]
    ranked = {look: place for place, (look, _) in enumerate(Counter(looks).most_common())}
    corners = _corners(placed)
    place_of = {code: place for place, code in enumerate(corners)}
    return MapPoints(
        version=found.version,
        is_whole=found.is_whole,
        needs_region=found.rows is None,
        looks=[_look(*look) for look in ranked],
        numbers=_differences(row["number"] for row in rows),
        look=[ranked[look] for look in looks],
        regions=list(corners.values()) or found.amid,
        placed=_differences(row["number"] for row in placed),
        region=[place_of[row["region_code"]] for row in placed],
        east=[row["east"] - corners[row["region_code"]].east for row in placed],
        north=[row["north"] - corners[row["region_code"]].north for row in placed],
        gone=found.gone,
    )


def _look(sector: str, category: str, status: str, stage: str, *rest: Any) -> MapLook:
    level, is_silent, dangerous = rest
    return MapLook(
        sector=sector, category=category, status=Status(status), stage=stage, level=level_of(level),
        is_silent=is_silent, dangerous=grade_of(dangerous),
    )  # fmt: skip


def _corners(rows: Sequence[asyncpg.Record]) -> dict[str, MapCorner]:
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        east, north = found.get(row["region_code"], (row["east"], row["north"]))
        found[row["region_code"]] = min(east, row["east"]), min(north, row["north"])
    return {code: MapCorner(code, *found[code]) for code in sorted(found)}


def _differences(numbers: Iterable[int]) -> list[int]:
    return [after - before for before, after in pairwise((0, *numbers))]
