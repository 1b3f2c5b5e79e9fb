"""Facts that the map is made of, written row by row, and the map counted anew from them, one project at a time."""

from datetime import UTC, datetime
from random import Random
from typing import Any, Final
from uuid import UUID

import msgspec

from backend.core import db, ids
from backend.identity.scope import Scope
from backend.overview import map_points
from backend.overview.map_counts import MapCount
from backend.overview.map_filter import MapFilter
from backend.overview.map_points import MapPoints
from backend.overview.map_rules import ANY, CELL
from backend.projects.dangerous.dangerous_kinds import Grade
from backend.projects.facts.fact_rules import Status
from backend.projects.rules import month_starts_at, period_of
from backend.supervision.rules import Level
from tests.backend.overview import town

NOW: Final = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
STAGES: Final = ("B-FOUNDATION", "B-STRUCTURE-FRAME", "B-DECORATION-MEP")
STATUSES: Final = tuple(Status)
LEVELS: Final = ("blue", "yellow", "orange", "red")
GRADES: Final = ("none", "dangerous", "oversized")


class Area(msgspec.Struct, frozen=True):
    """Guangzhou with a station below it, Shenzhen, Hengqin, which lies in Zhuhai's boundary; districts to build in."""

    province: UUID
    units: list[UUID]
    regions: list[tuple[str, str]]
    creator: UUID


async def area() -> Area:
    """The units of the reference data, and a station."""
    province = await db.fetch_value("SELECT id FROM unit WHERE level = 'province'")
    city = await town.unit(town.GUANGZHOU)
    units = [city, await town.station(city), await town.unit(town.SHENZHEN)]
    regions = [("440100", "440106"), ("440100", "440115"), ("440300", "440305"), ("440003", "440003"),
               ("441900", "441900")]  # fmt: skip
    return Area(province, units, regions, await town.account())


async def project(of: Area, unit_id: UUID, region: tuple[str, str], **facts: Any) -> UUID:
    """A project; a point, a status, a sector, a category where they are given."""
    project_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id,
                             created_by, longitude, latitude)
        VALUES ($1, $2, $3, $4, '工地', $5, $6, $7, $8, $9, $10)
        """,
        project_id, *region, facts.get("sector", "housing"), facts.get("category", "building"),
        facts.get("status", "under_construction"), unit_id, of.creator, facts.get("longitude"), facts.get("latitude"),
    )  # fmt: skip
    return project_id


async def warning(project_id: UUID, level: str = "orange", raised_at: datetime = NOW) -> UUID:
    """An open one."""
    warning_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO warning (id, city_code, project_id, code, fingerprint, short_code, level, state, summary_zh,
                             summary_en, facts, data, raised_at, last_at)
        VALUES ($1, '440100', $2, 'HAZ-NOPLAN', $3, $3, $4, 'open', '', '', '[]', '{}', $5, $5)
        """,
        warning_id, project_id, warning_id.hex, level, raised_at,
    )  # fmt: skip
    return warning_id


async def close_warnings(project_id: UUID) -> None:
    """All of the project."""
    await db.execute(
        "UPDATE warning SET state = 'closed', closed_at = $2 WHERE project_id = $1 AND state <> 'closed'",
        project_id, NOW,
    )  # fmt: skip


async def due(project_id: UUID, due_at: datetime, post_kind: str = "project_manager") -> UUID:
    """Something that is owed."""
    obligation_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at)
        VALUES ($1, $2, '440100', 'progress', $3, $4, $5)
        """,
        obligation_id, project_id, obligation_id.hex, post_kind, due_at,
    )  # fmt: skip
    return obligation_id


async def report(of: Area, project_id: UUID, period: str, stage: str, state: str = "filed") -> None:
    """The month's progress, or another state of it."""
    await db.execute(
        """
        INSERT INTO progress_report (id, project_id, period, stage, floors_done, floors_total, percent, note, state,
                                     filed_by, filed_at)
        VALUES ($1, $2, $3, $4, 0, 0, 0, '', $5, $6, $7)
        ON CONFLICT (project_id, period) DO UPDATE SET stage = excluded.stage, state = excluded.state
        """,
        ids.new_id(), project_id, period, stage, state, of.creator, NOW,
    )  # fmt: skip


async def work(of: Area, project_id: UUID, grade: str) -> None:
    """A dangerous work."""
    work_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO dangerous_work (id, project_id, kind_code, name, location, measures, judgements, grade, reason_zh,
                                    reason_en, listed_by, listed_at, changed_at)
        SELECT $1, $2, min(code), $3, '', '{}', '[]', $4, '', '', $5, $6, $6 FROM dangerous_work_kind
        """,
        work_id, project_id, work_id.hex, grade, of.creator, NOW,
    )  # fmt: skip


# What the map should be


async def truth(now: datetime) -> dict[UUID, dict[str, Any]]:
    """Each project as the map should have it: counted by hand from all the rows there are."""
    facts = {
        table: await db.fetch(f"SELECT * FROM {table}")
        for table in ("project", "warning", "obligation", "progress_report", "dangerous_work")
    }
    zones = {row["code"]: row["stats_code"] for row in await db.fetch("SELECT * FROM region")}

    def of(table: str, project_id: UUID, **wanted: Any) -> list[Any]:
        rows = [row for row in facts[table] if row["project_id"] == project_id]
        return [row for row in rows if all(row[name] == value for name, value in wanted.items())]

    found: dict[UUID, dict[str, Any]] = {}
    for row in facts["project"]:
        reports = [each for each in of("progress_report", row["id"]) if each["state"] != "returned"]
        live = [each for each in of("warning", row["id"]) if each["state"] != "closed"]
        owed = [each for each in of("obligation", row["id"], state="open") if each["post_kind"] != "supervising_unit"]
        works = [GRADES.index(each["grade"]) for each in of("dangerous_work", row["id"], state="listed")]
        month = month_starts_at(period_of(now))
        found[row["id"]] = {
            "unit_id": row["supervising_unit_id"],
            "city_code": zones[row["city_code"]] or row["city_code"],
            "region_code": row["region_code"],
            "sector": row["sector"],
            "category": row["category"],
            "status": row["status"],
            "stage": max(reports, key=lambda each: each["period"])["stage"] if reports else "",
            "level": max((LEVELS.index(each["level"]) + 1 for each in live), default=0),
            "is_silent": any(each["due_at"] < now for each in owed),
            "dangerous": max(works, default=0),
            "east": None if row["longitude"] is None else round(row["longitude"] * 10_000),
            "north": None if row["latitude"] is None else round(row["latitude"] * 10_000),
            "raised": sum(each["raised_at"] >= month for each in of("warning", row["id"])),
        }
    return found


async def rows() -> dict[UUID, dict[str, Any]]:
    """The map's rows, without what `truth` cannot know."""
    kept = await db.fetch("SELECT * FROM map_project")
    unknown = {"number", "project_id", "version", "placed_version", "silent_from"}
    return {row["project_id"]: {k: v for k, v in dict(row).items() if k not in unknown} for row in kept}


def cube(of: dict[UUID, dict[str, Any]]) -> dict[tuple[Any, ...], tuple[int, int]]:
    """The tally of these projects."""
    found: dict[tuple[Any, ...], tuple[int, int]] = {}
    for row in of.values():
        for stage in (row["stage"], ANY):
            for status in (row["status"], ANY):
                cell = tuple({**row, "stage": stage, "status": status}[name] for name in CELL)
                n, raised = found.get(cell, (0, 0))
                found[cell] = n + 1, raised + row["raised"]
    return found


async def tally(table: str = "map_tally", where: str = "true") -> dict[tuple[Any, ...], tuple[int, int]]:
    """The cube as it is kept."""
    kept = await db.fetch(f"SELECT * FROM {table} WHERE {where}")
    return {tuple(row[name] for name in CELL): (row["n"], row["raised"]) for row in kept}


def matches(row: dict[str, Any], asked: MapFilter) -> bool:
    """Whether a project is among those asked for."""
    return (
        asked.sector in {None, row["sector"]}
        and asked.stage in {None, row["stage"]}
        and asked.status in {None, row["status"]}
        and (asked.level is None or row["level"] > asked.level.rank)
        and asked.silent in {None, row["is_silent"]}
        and (asked.dangerous is None or row["dangerous"] >= asked.dangerous.rank)
        and asked.region in {None, row["city_code"], row["region_code"]}
    )


def count(of: list[dict[str, Any]]) -> MapCount:
    """The numbers of these projects."""
    levels = [row["level"] for row in of]
    return MapCount(
        projects=len(of),
        blue=levels.count(1),
        yellow=levels.count(2),
        orange=levels.count(3),
        red=levels.count(4),
        silent=sum(row["is_silent"] for row in of),
        dangerous=sum(row["dangerous"] > 0 for row in of),
        oversized=sum(row["dangerous"] == 2 for row in of),
    )


def any_filter(dice: Random, of: Area) -> MapFilter:
    """Some conditions, often none of a kind."""
    regions = [code for pair in of.regions for code in pair]
    return MapFilter(
        sector=dice.choice([None, None, "housing", "transport"]),
        stage=dice.choice([None, None, "", *STAGES]),
        level=dice.choice([None, None, *Level]),
        silent=dice.choice([None, None, True, False]),
        dangerous=dice.choice([None, None, *Grade]),
        status=dice.choice([None, None, *STATUSES]),
        region=dice.choice([None, None, *regions]),
    )


def numbers(count: MapCount, asked: MapFilter) -> list[tuple[int, MapFilter]]:
    """Each number that a page shows of a count, and the filter of the list that it opens."""
    levels = [count.red, count.red + count.orange, count.red + count.orange + count.yellow + count.blue]
    warned = [_narrowed(asked, level=max(level, asked.level or level, key=lambda each: each.rank))
              for level in (Level.RED, Level.ORANGE, Level.BLUE)]  # fmt: skip
    works = [_narrowed(asked, dangerous=max(grade, asked.dangerous or grade, key=lambda each: each.rank))
             for grade in (Grade.DANGEROUS, Grade.OVERSIZED)]  # fmt: skip
    silent = [] if asked.silent is False else [(count.silent, _narrowed(asked, silent=True))]
    return [
        (count.projects, asked), *zip(levels, warned, strict=True), *silent,
        *zip([count.dangerous, count.oversized], works, strict=True),
    ]  # fmt: skip


def _narrowed(asked: MapFilter, **more: Any) -> MapFilter:
    return msgspec.structs.replace(asked, **more)


# What a page holds of the points


Held = dict[int, tuple[str, int, int, Any]]
"""Number → district, point, look."""


def merge(held: Held, said: MapPoints) -> Held:
    """What the page holds after an answer, as a page would make it out."""
    found = {} if said.is_whole else {number: each for number, each in held.items() if number not in said.gone}
    places = {}
    number = 0
    for step, region, east, north in zip(said.placed, said.region, said.east, said.north, strict=True):
        number += step
        corner = said.regions[region]
        places[number] = (corner.code, corner.east + east, corner.north + north)
    number = 0
    for step, look in zip(said.numbers, said.look, strict=True):
        number += step
        found[number] = (*(places.get(number) or found[number][:3]), said.looks[look])
    return found


async def whole(scope: Scope, region: str | None = None) -> Held:
    """All the points as they are."""
    return merge({}, await map_points.points(scope, region=region))
