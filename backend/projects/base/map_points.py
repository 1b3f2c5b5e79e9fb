"""Where a project lies: kept in WGS-84, beside it the point and datum as they were given; and the fence around it."""

from typing import Annotated, Any, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, geo
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.projects import rules
from backend.projects.duties import obligations
from backend.projects.facts import changes, fact_texts, facts
from backend.projects.facts.fact_problems import FENCE_OUT_OF_BOUNDS
from backend.projects.facts.fact_rules import FACTS, Fact
from backend.projects.rules import PostKind
from backend.projects.visibility import SUPERVISING, VISIBLE, holding

_PLACING = f"($2::uuid IS NULL AND {holding(PostKind.PROJECT_MANAGER, PostKind.DEVELOPER_LEAD)})"
FENCE_FACT: Final = "fence_radius_m"


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """The point in WGS-84. `moved_m` is the way from the point before; a long one stops nothing and is remarked."""

    longitude: float
    latitude: float
    moved_m: int | None = None
    warning_zh: str | None = None
    warning_en: str | None = None


class Outline(msgspec.Struct, frozen=True):
    """The project's city, within which its point must lie: rings of (longitude, latitude), WGS-84, even-odd."""

    city: Text
    rings: list[list[tuple[float, float]]]


class NewFence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The radius around the project's point within which a person is on the site, and why it changes."""

    radius_m: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class Fence(msgspec.Struct, frozen=True):
    """The fence's radius in metres."""

    radius_m: int


async def set_point(scope: Scope, project_id: UUID, given: geo.Point, datum: geo.Datum, *, reason: str = "") -> Placed:
    """The point in WGS-84, converted once; by the project manager or the developer's lead."""
    now = clock.now()
    async with db.transaction():
        project = await _project(scope, project_id, _PLACING)
        point = rules.place(
            given, datum, boundary=project["boundary"], city_zh=project["name_zh"], city_en=project["name_en"]
        )
        after = {
            "longitude": point.longitude,
            "latitude": point.latitude,
            "given_longitude": given.longitude,
            "given_latitude": given.latitude,
            "given_datum": datum,
        }
        await db.execute(
            """
            UPDATE project SET longitude = $2, latitude = $3,
                               given_longitude = $4, given_latitude = $5, given_datum = $6
            WHERE id = $1
            """,
            project_id, *after.values(),
        )  # fmt: skip
        before = facts.point_value(project)
        await facts.changed(
            project_id, Fact.MAP_POINT, before=before, after=after, reason=reason, actor_id=scope.account_id
        )  # fmt: skip
        await obligations.meet(project_id, "map_point", now)
        await audit.write(
            scope.account_id, "project.place", subject_id=project_id, city_code=project["city_code"],
            project_id=project_id, detail={"longitude": point.longitude, "latitude": point.latitude, "datum": datum},
        )  # fmt: skip
        return _placed(point, before, after)


async def outline(scope: Scope, project_id: UUID) -> Outline:
    """What a map draws round a point that is to be set."""
    row = await db.fetch_one(
        f"""
        SELECT coalesce(region.stats_code, region.code) AS boundary, region.name_zh, region.name_en
        FROM project JOIN region ON region.code = project.city_code WHERE project.id = $3 AND {VISIBLE}
        """,
        *scope.args,
        project_id,
    )
    if row is None:
        raise NOT_FOUND.at("project_id")
    return Outline(Text(row["name_zh"], row["name_en"]), geo.outline(row["boundary"]))


def _placed(point: geo.Point, before: dict[str, Any] | None, after: dict[str, Any]) -> Placed:
    moved = None if before is None else fact_texts.distance_m(before, after)
    placed = Placed(longitude=point.longitude, latitude=point.latitude, moved_m=moved)
    if moved is None or moved <= FACTS.jump_m:
        return placed
    return msgspec.structs.replace(
        placed,
        warning_zh=f"新定位距原定位 {moved} 米，超过 {FACTS.jump_m} 米。请核对是否选对位置和坐标系，监督机构将重新核实",
        warning_en=f"The point moved {moved} m, more than {FACTS.jump_m} m. Check the place and the datum; "
        "the supervising unit will verify it again",
    )


async def set_fence(scope: Scope, project_id: UUID, new: NewFence) -> Fence:
    """Another radius; by the supervising unit, within the bounds of `rules.toml`."""
    if not FACTS.least_fence_m <= new.radius_m <= FACTS.most_fence_m:
        raise FENCE_OUT_OF_BOUNDS.at("radius_m", least=FACTS.least_fence_m, most=FACTS.most_fence_m)
    async with db.transaction():
        project = await _project(scope, project_id, SUPERVISING)
        await db.execute("UPDATE project SET fence_radius_m = $2 WHERE id = $1", project_id, new.radius_m)
        await changes.note(
            project_id, FENCE_FACT, before=project["fence_radius_m"], after=new.radius_m, reason=new.reason,
            actor_id=scope.account_id,
        )  # fmt: skip
        await audit.write(
            scope.account_id, "project.fence", subject_id=project_id, city_code=project["city_code"],
            project_id=project_id, detail={"radius_m": new.radius_m, "before": project["fence_radius_m"]},
        )  # fmt: skip
        return Fence(new.radius_m)


async def _project(scope: Scope, project_id: UUID, permission: str) -> asyncpg.Record:
    """The project with its city's outline, held until the change is done."""
    project = await db.fetch_one(
        f"""
        SELECT project.city_code, project.longitude, project.latitude, project.given_longitude,
               project.given_latitude, project.given_datum, project.fence_radius_m,
               coalesce(region.stats_code, region.code) AS boundary, region.name_zh, region.name_en,
               {permission} AS is_permitted
        FROM project JOIN region ON region.code = project.city_code WHERE project.id = $3 AND {VISIBLE}
        FOR NO KEY UPDATE OF project
        """,
        *scope.args,
        project_id,
    )
    if project is None:
        raise NOT_FOUND.at("project_id")
    if not project["is_permitted"]:
        raise FORBIDDEN.at()
    return project
