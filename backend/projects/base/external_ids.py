"""Numbers by which other systems know a project or one of its works; unique per source and kind."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.identity.scope import Scope
from backend.projects.base import external_id_rules
from backend.projects.base.external_id_problems import EXTERNAL_ID_TAKEN
from backend.projects.base.external_id_rules import Parsed
from backend.projects.facts import changes
from backend.projects.rules import PostKind
from backend.projects.visibility import SUPERVISING, VISIBLE, holding

FACT = "external_ids"
_ENTERING = f"(($2::uuid IS NULL AND {holding(PostKind.PROJECT_MANAGER)}) OR {SUPERVISING})"


class NewExternalId(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`kind`: `project_code`, `mohurd_project_no`, `supervision_no`, or a word of one's own, with its `source`."""

    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    value: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=50)] | None = None
    single_work_id: UUID | None = None


class ExternalId(msgspec.Struct, frozen=True, kw_only=True):
    """A number of a project, or of one of its works."""

    id: UUID
    source: str
    kind: str
    value: str
    single_work_id: UUID | None
    given_at: datetime


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """The number as it is kept; `scheme` says which of the two a project code follows."""

    id: UUID
    source: str
    kind: str
    value: str
    scheme: str | None


async def of_project(project_id: UUID) -> list[ExternalId]:
    """The project's numbers; for a caller who has checked that the person may see it."""
    rows = await db.fetch(
        "SELECT id, source, kind, value, single_work_id, given_at FROM external_id WHERE project_id = $1 "
        "ORDER BY kind, source, value",
        project_id,
    )
    return [ExternalId(**row) for row in rows]


async def enter(project_id: UUID, numbers: Sequence[NewExternalId], actor_id: UUID) -> None:
    """The numbers of a project that is being registered; one that belongs to a work is added later."""
    for position, number in enumerate(numbers):
        if number.single_work_id is not None:
            raise NOT_FOUND.at(f"external_ids[{position}].single_work_id")
        parsed = _parse(number)
        await _insert(project_id, parsed, None, actor_id, field=f"external_ids[{position}].value")


async def add(scope: Scope, project_id: UUID, new: NewExternalId) -> Entered:
    """A further number; by the project manager or the supervising unit."""
    parsed = _parse(new)
    async with db.transaction():
        project = await _project(scope, project_id)
        if new.single_work_id is not None:
            await _check_work(project_id, new.single_work_id)
        entered = await _insert(project_id, parsed, new.single_work_id, scope.account_id)
        await changes.note(
            project_id, FACT, before=None, after=_value(parsed), reason="", actor_id=scope.account_id
        )  # fmt: skip
        await _audit(scope, "external_id.add", entered.id, project, parsed.kind)
        return entered


async def remove(scope: Scope, project_id: UUID, external_id: UUID, reason: str) -> None:
    """Take a number away that was entered by mistake; who may enter one may."""
    async with db.transaction():
        project = await _project(scope, project_id)
        row = await db.fetch_one(
            "DELETE FROM external_id WHERE id = $1 AND project_id = $2 RETURNING source, kind, value",
            external_id, project_id,
        )  # fmt: skip
        if row is None:
            raise NOT_FOUND.at("external_id")
        await changes.note(
            project_id, FACT, before=dict(row), after=None, reason=reason, actor_id=scope.account_id
        )  # fmt: skip
        await _audit(scope, "external_id.remove", external_id, project, row["kind"])


def _parse(new: NewExternalId) -> Parsed:
    return external_id_rules.parse(new.kind, new.value, new.source, _today())


def _today() -> date:
    return clock.now().astimezone(clock.SHANGHAI).date()


async def _project(scope: Scope, project_id: UUID) -> asyncpg.Record:
    project = await db.fetch_one(
        f"SELECT id, city_code, {_ENTERING} AS may_enter FROM project WHERE id = $3 AND {VISIBLE}",
        *scope.args,
        project_id,
    )
    if project is None:
        raise NOT_FOUND.at("project_id")
    if not project["may_enter"]:
        raise FORBIDDEN.at()
    return project


async def _check_work(project_id: UUID, work_id: UUID) -> None:
    found = await db.fetch_value(
        "SELECT 1 FROM single_work WHERE id = $1 AND project_id = $2 AND state = 'listed'", work_id, project_id
    )
    if found is None:
        raise NOT_FOUND.at("single_work_id")


async def _insert(
    project_id: UUID, parsed: Parsed, work_id: UUID | None, actor_id: UUID, *, field: str = "value"
) -> Entered:
    external_id = ids.new_id()
    is_new = await db.execute(
        """
        INSERT INTO external_id (id, project_id, single_work_id, source, kind, value, given_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (source, kind, value) DO NOTHING
        """,
        external_id, project_id, work_id, parsed.source, parsed.kind, parsed.value, actor_id,
    )  # fmt: skip
    if not is_new:
        raise EXTERNAL_ID_TAKEN.at(field)
    return Entered(id=external_id, source=parsed.source, kind=parsed.kind, value=parsed.value, scheme=parsed.scheme)


def _value(parsed: Parsed) -> dict[str, str]:
    return {"source": parsed.source, "kind": parsed.kind, "value": parsed.value}


async def _audit(scope: Scope, act: str, external_id: UUID, project: asyncpg.Record, kind: str) -> None:
    await audit.write(
        scope.account_id, act, subject_id=external_id, city_code=project["city_code"], project_id=project["id"],
        detail={"kind": kind},
    )  # fmt: skip
