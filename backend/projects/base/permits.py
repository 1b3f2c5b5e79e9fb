"""Construction permits of a project."""

from datetime import date
from uuid import UUID

import msgspec

from backend.core import audit, clock, db, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.identity.scope import Scope
from backend.projects.duties import obligations
from backend.projects.problems import PERMIT_TAKEN
from backend.projects.rules import PostKind, parse_permit
from backend.projects.visibility import VISIBLE, holding

_BINDING = holding(PostKind.PROJECT_MANAGER, PostKind.DEVELOPER_LEAD)


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """A bound permit. The two warnings deserve a second look and stop nothing."""

    id: UUID
    number: str
    issued_on: date
    class_code: str
    is_class_usual: bool
    is_of_projects_city: bool


async def bind(scope: Scope, project_id: UUID, number: str) -> Bound:
    """Bind a permit to the project; by its project manager or the developer's lead. A permit binds once."""
    now = clock.now()
    permit = parse_permit(number, now.astimezone(clock.SHANGHAI).date())
    async with db.transaction():
        project = await db.fetch_one(
            f"SELECT city_code, {_BINDING} AS may_bind FROM project WHERE id = $3 AND {VISIBLE}",
            *scope.args,
            project_id,
        )
        if project is None:
            raise NOT_FOUND.at("project_id")
        if not project["may_bind"]:
            raise FORBIDDEN.at()
        permit_id = ids.new_id()
        is_new = await db.execute(
            """
            INSERT INTO permit (id, project_id, number, raw_number, issued_on, class_code, bound_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (number) DO NOTHING
            """,
            permit_id, project_id, permit.number, permit.raw_number, permit.issued_on, permit.class_code,
            scope.account_id,
        )  # fmt: skip
        if not is_new:
            raise PERMIT_TAKEN.at("number")
        await obligations.meet(project_id, "permit", now)
        await audit.write(
            scope.account_id, "permit.bind", subject_id=permit_id, city_code=project["city_code"],
            project_id=project_id, detail={"number": permit.number},
        )  # fmt: skip
        return Bound(
            id=permit_id,
            number=permit.number,
            issued_on=permit.issued_on,
            class_code=permit.class_code,
            is_class_usual=permit.is_class_usual,
            is_of_projects_city=permit.region_code[:4] == project["city_code"][:4],
        )
