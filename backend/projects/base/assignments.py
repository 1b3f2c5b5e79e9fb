"""Which unit supervises a project, from when until when. The project's row holds the present one, this the history."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, events, ids
from backend.core.errors import NOT_FOUND
from backend.identity.scope import Scope
from backend.projects.base.work_problems import ASSIGNED_ALREADY, UNIT_OTHER_SECTOR
from backend.projects.problems import REGION_OUTSIDE_UNIT
from backend.projects.visibility import SUPERVISED

REGISTRATION = "项目登记"
"""The reason of the first assignment, as the migration writes it for projects that were there before."""


class NewAssignment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The unit that supervises the project from now on, and why."""

    unit_id: UUID
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """A time under one unit; `until_at` is null for the present one."""

    unit_id: UUID
    unit_zh: str
    unit_en: str
    from_at: datetime
    until_at: datetime | None
    reason: str


async def of_project(project_id: UUID) -> list[Assignment]:
    """The history, the present one first; for a caller who has checked that the person may see it."""
    rows = await db.fetch(
        """
        SELECT past.unit_id, unit.name_zh AS unit_zh, unit.name_en AS unit_en, past.from_at, past.until_at, past.reason
        FROM supervision_assignment AS past JOIN unit ON unit.id = past.unit_id
        WHERE past.project_id = $1 ORDER BY past.from_at DESC, past.id DESC LIMIT 100
        """,
        project_id,
    )
    return [Assignment(**row) for row in rows]


async def begin(project_id: UUID, unit_id: UUID, actor_id: UUID) -> None:
    """The first unit of a project that is being registered."""
    await _insert(project_id, unit_id, clock.now(), REGISTRATION, actor_id)


async def assign(scope: Scope, project_id: UUID, new: NewAssignment) -> None:
    """Another unit supervises from now on; by a regulator whose subtree holds the old and the new one.

    The old unit's people no longer see the project, unless they stand above the new one.
    """
    async with db.transaction():
        project = await db.fetch_one(
            f"""
            SELECT id, name, city_code, region_code, sector, supervising_unit_id FROM project
            WHERE id = $3 AND {SUPERVISED} AND $1::uuid IS NOT NULL FOR NO KEY UPDATE
            """,
            *scope.args,
            project_id,
        )
        if project is None:
            raise NOT_FOUND.at("project_id")
        unit = await _unit(scope, project, new.unit_id)
        await db.execute("UPDATE project SET supervising_unit_id = $2 WHERE id = $1", project_id, new.unit_id)
        # A clock that was set back must not make a time that ends before it began.
        from_at: datetime = await db.fetch_value(
            "UPDATE supervision_assignment SET until_at = greatest($2, from_at + interval '1 microsecond') "
            "WHERE project_id = $1 AND until_at IS NULL RETURNING until_at",
            project_id, clock.now(),
        )  # fmt: skip
        await _insert(project_id, new.unit_id, from_at, new.reason, scope.account_id)
        data = {
            "project_name": project["name"],
            "unit_zh": unit["name_zh"],
            "unit_en": unit["name_en"],
            "reason": new.reason,
            "posts": [],
        }
        await events.record(
            "supervision.assigned", subject_id=project_id, city_code=project["city_code"], project_id=project_id,
            actor_id=scope.account_id, data=data,
        )  # fmt: skip
        await audit.write(
            scope.account_id, "supervision.assign", subject_id=project_id, city_code=project["city_code"],
            project_id=project_id, detail={"unit_id": new.unit_id, "before": project["supervising_unit_id"]},
        )  # fmt: skip


async def _unit(scope: Scope, project: asyncpg.Record, unit_id: UUID) -> asyncpg.Record:
    unit = await db.fetch_one(
        "SELECT id, region_code, sector, name_zh, name_en FROM unit WHERE id = $1 AND lineage @> ARRAY[$2::uuid]",
        unit_id,
        scope.unit_id,
    )
    if unit is None:
        raise NOT_FOUND.at("unit_id")
    if unit["id"] == project["supervising_unit_id"]:
        raise ASSIGNED_ALREADY.at("unit_id")
    if unit["sector"] != project["sector"]:
        raise UNIT_OTHER_SECTOR.at("unit_id")
    if not await covers(unit["region_code"], project["region_code"]):
        raise REGION_OUTSIDE_UNIT.at("unit_id")
    return unit


async def covers(unit_region: str, region_code: str) -> bool:
    """Whether a unit of the one region may supervise a project in the other: the same, its city's, or the province."""
    found = await db.fetch_value(
        """
        SELECT 1 FROM region LEFT JOIN region AS city ON city.code = region.city_code
        WHERE region.code = $1 AND region.level <> 'province'
          AND ($2 IN (region.code, region.city_code) OR $2 = city.parent_code)
        """,
        region_code, unit_region,
    )  # fmt: skip
    return found is not None


async def _insert(project_id: UUID, unit_id: UUID, from_at: datetime, reason: str, actor_id: UUID) -> None:
    await db.execute(
        "INSERT INTO supervision_assignment (id, project_id, unit_id, from_at, reason, assigned_by) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        ids.new_id(), project_id, unit_id, from_at, reason, actor_id,
    )  # fmt: skip
