"""Single works: the buildings, bridges and road sections of a project, listed by its project manager."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, db, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.identity.scope import Scope
from backend.projects.base.work_problems import WORK_EXISTS, WORK_IN_USE, WORK_PERMIT_FOREIGN, WORK_REMOVED
from backend.projects.facts import changes
from backend.projects.rules import PostKind
from backend.projects.visibility import VISIBLE, holding

FACT = "single_works"
_LISTING = f"($2::uuid IS NULL AND {holding(PostKind.PROJECT_MANAGER)})"
_COLUMNS = "name, structure, floors_above, floors_below, height_m, area_m2, length_m, permit_id"

Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Metres = Annotated[float, msgspec.Meta(gt=0, le=100_000)]


class NewWork(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A single work as its drawings describe it. Heights and lengths in metres, area in square metres."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    structure: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    floors_above: Annotated[int, msgspec.Meta(ge=0, le=300)] = 0
    floors_below: Annotated[int, msgspec.Meta(ge=0, le=20)] = 0
    height_m: Annotated[float, msgspec.Meta(gt=0, le=1000)] | None = None
    area_m2: Annotated[float, msgspec.Meta(gt=0, le=10_000_000)] | None = None
    length_m: Metres | None = None
    permit_id: UUID | None = None


class ChangedWork(NewWork, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The single work as it is from now on, all of it, and why."""

    reason: Reason


class Because(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why something is taken away or sent back."""

    reason: Reason


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """A single work on the list."""

    id: UUID
    name: str
    structure: str
    floors_above: int
    floors_below: int
    height_m: float | None
    area_m2: float | None
    length_m: float | None
    permit_id: UUID | None


async def of_project(project_id: UUID) -> list[Work]:
    """What is listed, by name; for a caller who has checked that the person may see it."""
    rows = await db.fetch(
        f"SELECT id, {_COLUMNS} FROM single_work WHERE project_id = $1 AND state = 'listed' ORDER BY name", project_id
    )
    return [Work(**row) for row in rows]


async def enter(project_id: UUID, works: Sequence[NewWork], actor_id: UUID) -> None:
    """The single works of a project that is being registered."""
    for position, work in enumerate(works):
        await _insert(project_id, work, actor_id, field=f"works[{position}]")


async def list_(scope: Scope, project_id: UUID, new: NewWork) -> UUID:
    """A further single work; by the project manager."""
    async with db.transaction():
        project = await _project(scope, project_id)
        work_id = await _insert(project_id, new, scope.account_id)
        await changes.note(
            project_id, FACT, before=None, after=_value(new), reason="", actor_id=scope.account_id
        )  # fmt: skip
        await _audit(scope, "work.list", work_id, project)
        return work_id


async def change(scope: Scope, project_id: UUID, work_id: UUID, changed: ChangedWork) -> None:
    """The single work as it is from now on; by the project manager, with the reason."""
    async with db.transaction():
        project = await _project(scope, project_id)
        before = await _listed(project_id, work_id)
        await _check_permit(project_id, changed.permit_id)
        try:
            await db.execute(
                "UPDATE single_work SET name = $2, structure = $3, floors_above = $4, floors_below = $5, "
                "height_m = $6, area_m2 = $7, length_m = $8, permit_id = $9 WHERE id = $1",
                work_id, *_values(changed),
            )  # fmt: skip
        except asyncpg.UniqueViolationError as error:
            raise WORK_EXISTS.at("name") from error
        await changes.note(
            project_id, FACT, before=_row_value(before), after=_value(changed), reason=changed.reason,
            actor_id=scope.account_id,
        )  # fmt: skip
        await _audit(scope, "work.change", work_id, project)


async def remove(scope: Scope, project_id: UUID, work_id: UUID, reason: str) -> None:
    """Take a single work off the list; by the project manager, with the reason. Its row stays."""
    async with db.transaction():
        project = await _project(scope, project_id)
        before = await _listed(project_id, work_id)
        is_in_use = await db.fetch_value(
            "SELECT EXISTS (SELECT FROM dangerous_work WHERE single_work_id = $1 AND state = 'listed')", work_id
        )
        if is_in_use:
            raise WORK_IN_USE.at()
        await db.execute("UPDATE single_work SET state = 'removed', removed_reason = $2 WHERE id = $1", work_id, reason)
        await changes.note(
            project_id, FACT, before=_row_value(before), after=None, reason=reason, actor_id=scope.account_id
        )
        await _audit(scope, "work.remove", work_id, project)


async def _project(scope: Scope, project_id: UUID) -> asyncpg.Record:
    project = await db.fetch_one(
        f"SELECT id, city_code, {_LISTING} AS may_list FROM project WHERE id = $3 AND {VISIBLE}",
        *scope.args,
        project_id,
    )
    if project is None:
        raise NOT_FOUND.at("project_id")
    if not project["may_list"]:
        raise FORBIDDEN.at()
    return project


async def _listed(project_id: UUID, work_id: UUID) -> asyncpg.Record:
    row = await db.fetch_one(
        f"SELECT state, {_COLUMNS} FROM single_work WHERE id = $1 AND project_id = $2 FOR UPDATE", work_id, project_id
    )
    if row is None:
        raise NOT_FOUND.at("work_id")
    if row["state"] != "listed":
        raise WORK_REMOVED.at()
    return row


async def _insert(project_id: UUID, work: NewWork, actor_id: UUID, *, field: str = "") -> UUID:
    await _check_permit(project_id, work.permit_id, field=field)
    work_id = ids.new_id()
    is_new = await db.execute(
        f"""
        INSERT INTO single_work (id, project_id, {_COLUMNS}, entered_by)
        VALUES ($1, $2, $4, $5, $6, $7, $8, $9, $10, $11, $3)
        ON CONFLICT (project_id, name) WHERE state = 'listed' DO NOTHING
        """,
        work_id, project_id, actor_id, *_values(work),
    )  # fmt: skip
    if not is_new:
        raise WORK_EXISTS.at(f"{field}.name".lstrip("."))
    return work_id


async def _check_permit(project_id: UUID, permit_id: UUID | None, *, field: str = "") -> None:
    if permit_id is None:
        return
    is_bound = await db.fetch_value("SELECT 1 FROM permit WHERE id = $1 AND project_id = $2", permit_id, project_id)
    if is_bound is None:
        raise WORK_PERMIT_FOREIGN.at(f"{field}.permit_id".lstrip("."))


def _values(work: NewWork) -> tuple[Any, ...]:
    return (
        work.name, work.structure, work.floors_above, work.floors_below, work.height_m, work.area_m2, work.length_m,
        work.permit_id,
    )  # fmt: skip


def _value(work: NewWork) -> dict[str, Any]:
    value: dict[str, Any] = msgspec.to_builtins(work)
    value.pop("reason", None)
    return value


def _row_value(row: asyncpg.Record) -> dict[str, Any]:
    return {key: str(value) if key == "permit_id" and value else value for key, value in row.items() if key != "state"}


async def _audit(scope: Scope, act: str, work_id: UUID, project: asyncpg.Record) -> None:
    await audit.write(
        scope.account_id, act, subject_id=work_id, city_code=project["city_code"], project_id=project["id"]
    )
