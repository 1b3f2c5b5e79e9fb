"""Where a project lies: kept in WGS-84, beside it the point and datum as they were given."""

from uuid import UUID

from backend.core import audit, db, geo
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.identity.scope import Scope
from backend.projects import rules
from backend.projects.rules import PostKind
from backend.projects.visibility import VISIBLE, holding

_PLACING = holding(PostKind.PROJECT_MANAGER, PostKind.DEVELOPER_LEAD)


async def set_point(scope: Scope, project_id: UUID, given: geo.Point, datum: geo.Datum) -> geo.Point:
    """The point in WGS-84, converted once; by the project manager or the developer's lead."""
    async with db.transaction():
        project = await db.fetch_one(
            f"""
            SELECT project.city_code, coalesce(region.stats_code, region.code) AS boundary, region.name_zh,
                   region.name_en, {_PLACING} AS may_place
            FROM project JOIN region ON region.code = project.city_code WHERE project.id = $3 AND {VISIBLE}
            """,
            *scope.args,
            project_id,
        )
        if project is None:
            raise NOT_FOUND.at("project_id")
        if not project["may_place"]:
            raise FORBIDDEN.at()
        point = rules.place(
            given, datum, boundary=project["boundary"], city_zh=project["name_zh"], city_en=project["name_en"]
        )
        await db.execute(
            """
            UPDATE project SET longitude = $2, latitude = $3,
                               given_longitude = $4, given_latitude = $5, given_datum = $6
            WHERE id = $1
            """,
            project_id, point.longitude, point.latitude, given.longitude, given.latitude, datum,
        )  # fmt: skip
        await audit.write(
            scope.account_id, "project.place", subject_id=project_id, city_code=project["city_code"],
            project_id=project_id, detail={"longitude": point.longitude, "latitude": point.latitude, "datum": datum},
        )  # fmt: skip
        return point
