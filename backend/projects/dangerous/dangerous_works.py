"""The list of a site's dangerous works: listed with their grade, changed, removed, or declared that there are none.

An empty list that somebody has spoken of says that there are none: it is declared so at the first, or it became so when
the last work was removed with its reason. Acts on one project's list come one after another: they hold its row.
"""

import datetime as dt
from typing import Annotated, Any, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, events, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.identity.scope import Scope
from backend.projects.dangerous import dangerous_catalogue
from backend.projects.dangerous.dangerous_kinds import Classification, Grade, Judgement, Measure
from backend.projects.dangerous.dangerous_problems import (
    ALREADY_NONE,
    LIST_FULL,
    LIST_NOT_EMPTY,
    PLANNED_BACKWARDS,
    PLANNED_FAR,
    SINGLE_WORK_UNKNOWN,
    WORK_LISTED,
    WORK_REMOVED,
)
from backend.projects.dangerous.dangerous_rules import WORK_STATES, WorkAction, WorkState, work_states_before
from backend.projects.duties import obligations
from backend.projects.facts import facts
from backend.projects.facts.fact_rules import Fact
from backend.projects.rules import PostKind
from backend.projects.visibility import VISIBLE, holding

_LISTING = holding(PostKind.PROJECT_MANAGER, PostKind.SAFETY_OFFICER)

OBLIGATION: Final = "dangerous_list"
MOST_WORKS: Final = 200
"""Far above what a site has: the largest public plans list some dozens."""
MOST_YEARS: Final = 20
"""How far from today a planned date may lie; beyond it is a slip of the finger."""

Name = Annotated[str, msgspec.Meta(min_length=2, max_length=100)]
Reason = Annotated[str, msgspec.Meta(min_length=2, max_length=300)]


class NewWork(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A work as the site lists it: measures and judgements are those that its kind asks for."""

    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    name: Name
    location: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    single_work_id: UUID | None = None
    measures: Annotated[list[Measure], msgspec.Meta(max_length=10)] = []
    judgements: Annotated[list[Judgement], msgspec.Meta(max_length=10)] = []
    planned_from: dt.date | None = None
    planned_until: dt.date | None = None


class ChangedWork(NewWork, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole work as it is from now on, and why it changes."""

    reason: Reason


class Because(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a work leaves the list, or why there are none; the regulator reads it."""

    reason: Reason


class Listed(msgspec.Struct, frozen=True):
    """A work's id, its grade and the reason of it."""

    id: UUID
    grade: Grade
    reason_zh: str
    reason_en: str


async def list_work(scope: Scope, project_id: UUID, new: NewWork) -> Listed:
    """The work on the list, graded; by project manager or safety officer. The list is then no longer owed."""
    now = clock.now()
    async with db.transaction():
        project = await _project_to_list_for(scope, project_id)
        found = await _graded(project, new)
        before = await _value(project_id)
        if len(before or ()) >= MOST_WORKS:
            raise LIST_FULL.at(most=MOST_WORKS)
        work_id = ids.new_id()
        is_new = await db.execute(
            """
            INSERT INTO dangerous_work (id, project_id, state, listed_by, listed_at, changed_at, kind_code, name,
                location, single_work_id, measures, judgements, planned_from, planned_until, grade, reason_zh,
                reason_en)
            VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            ON CONFLICT (project_id, kind_code, name) WHERE state = 'listed' DO NOTHING
            """,
            work_id, project_id, WORK_STATES[None, WorkAction.LIST], scope.account_id, now, *_columns(new, found),
        )  # fmt: skip
        if not is_new:
            raise WORK_LISTED.at("name")
        await _changed(scope, project_id, before, "")
        await obligations.meet(project_id, OBLIGATION, now)
        await _tell(scope, project, work_id, new.name, found)
        await _audit(scope, "dangerous.list", work_id, project, grade=found.grade)
    return Listed(work_id, found.grade, found.reason_zh, found.reason_en)


async def change(scope: Scope, work_id: UUID, changed: ChangedWork) -> Listed:
    """The work as it is from now on, graded anew; by project manager or safety officer, with the reason."""
    async with db.transaction():
        project = await _project_of(scope, work_id)
        found = await _graded(project, changed)
        before = await _value(project["id"])
        try:
            was = await db.fetch_value(
                """
                UPDATE dangerous_work SET changed_at = $2, kind_code = $3, name = $4, location = $5,
                    single_work_id = $6, measures = $7, judgements = $8, planned_from = $9, planned_until = $10,
                    grade = $11, reason_zh = $12, reason_en = $13
                FROM dangerous_work AS old WHERE dangerous_work.id = $1 AND dangerous_work.state = ANY($14)
                    AND old.id = dangerous_work.id
                RETURNING old.grade
                """,
                work_id, clock.now(), *_columns(changed, found), work_states_before(WorkAction.CHANGE),
            )  # fmt: skip
        except asyncpg.UniqueViolationError as error:
            raise WORK_LISTED.at("name") from error
        if was is None:
            raise WORK_REMOVED.at()
        await _changed(scope, project["id"], before, changed.reason)
        if was != found.grade:
            await _tell(scope, project, work_id, changed.name, found)
        await _audit(scope, "dangerous.change", work_id, project, grade=found.grade, was=was)
    return Listed(work_id, found.grade, found.reason_zh, found.reason_en)


async def remove(scope: Scope, work_id: UUID, reason: str) -> None:
    """Take the work off the list; by project manager or safety officer, with the reason. Its row stays."""
    async with db.transaction():
        project = await _project_of(scope, work_id)
        before = await _value(project["id"])
        is_removed = await db.execute(
            "UPDATE dangerous_work SET state = $2, removed_reason = $3, changed_at = $4 "
            "WHERE id = $1 AND state = ANY($5)",
            work_id, WorkState.REMOVED, reason, clock.now(), work_states_before(WorkAction.REMOVE),
        )  # fmt: skip
        if not is_removed:
            raise WORK_REMOVED.at()
        await _changed(scope, project["id"], before, reason)
        await _audit(scope, "dangerous.remove", work_id, project)


async def declare_none(scope: Scope, project_id: UUID, reason: str) -> None:
    """Say that the project has none; by project manager or safety officer. The list is then no longer owed."""
    async with db.transaction():
        project = await _project_to_list_for(scope, project_id)
        before = await _value(project_id)
        if before:
            raise LIST_NOT_EMPTY.at(count=len(before))
        if before is not None:
            raise ALREADY_NONE.at()
        await facts.changed(
            project_id, Fact.DANGEROUS_WORKS, before=None, after=[], reason=reason, actor_id=scope.account_id
        )
        await obligations.meet(project_id, OBLIGATION, clock.now())
        await _audit(scope, "dangerous.none", project_id, project)


async def _project_to_list_for(scope: Scope, project_id: UUID) -> asyncpg.Record:
    project = await db.fetch_one(
        f"""
        SELECT id, name, city_code, region_code, {_LISTING} AS may_list FROM project
        WHERE id = $3 AND {VISIBLE} FOR NO KEY UPDATE
        """,
        *scope.args,
        project_id,
    )
    if project is None:
        raise NOT_FOUND.at("project_id")
    if not project["may_list"]:
        raise FORBIDDEN.at()
    return project


async def _project_of(scope: Scope, work_id: UUID) -> asyncpg.Record:
    project = await db.fetch_one(
        f"""
        SELECT id, name, city_code, region_code, {_LISTING} AS may_list FROM project
        WHERE id = (SELECT project_id FROM dangerous_work WHERE dangerous_work.id = $3) AND {VISIBLE}
        FOR NO KEY UPDATE
        """,
        *scope.args,
        work_id,
    )
    if project is None:
        raise NOT_FOUND.at("work_id")
    if not project["may_list"]:
        raise FORBIDDEN.at()
    return project


async def _graded(project: asyncpg.Record, new: NewWork) -> Classification:
    """The work's grade, once it is found sound otherwise."""
    _check_planned(new)
    await _check_single_work(project["id"], new.single_work_id)
    return await dangerous_catalogue.classify(new.kind, project["region_code"], new.measures, new.judgements)


def _check_planned(new: NewWork) -> None:
    today = clock.now().astimezone(clock.SHANGHAI).date()
    for field, day in (("planned_from", new.planned_from), ("planned_until", new.planned_until)):
        if day is not None and abs(day.year - today.year) > MOST_YEARS:
            raise PLANNED_FAR.at(field, day=day, years=MOST_YEARS)
    if new.planned_from and new.planned_until and new.planned_until < new.planned_from:
        raise PLANNED_BACKWARDS.at("planned_until")


async def _check_single_work(project_id: UUID, single_work_id: UUID | None) -> None:
    if single_work_id is None:
        return
    # Held until the end, so that it is not taken off the project's list in between.
    found = await db.fetch_value(
        "SELECT 1 FROM single_work WHERE id = $1 AND project_id = $2 AND state = 'listed' FOR SHARE",
        single_work_id,
        project_id,
    )
    if found is None:
        raise SINGLE_WORK_UNKNOWN.at("single_work_id")


def _columns(new: NewWork, found: Classification) -> tuple[Any, ...]:
    return (
        new.kind, new.name, new.location, new.single_work_id, msgspec.to_builtins(new.measures),
        msgspec.to_builtins(new.judgements), new.planned_from, new.planned_until, found.grade, found.reason_zh,
        found.reason_en,
    )  # fmt: skip


async def _value(project_id: UUID) -> list[Any] | None:
    """The list as a fact: None where nobody has spoken of it."""
    value: list[Any] | None = (await facts.current(project_id))[Fact.DANGEROUS_WORKS]
    return value


async def _changed(scope: Scope, project_id: UUID, before: list[Any] | None, reason: str) -> None:
    after = await _value(project_id) or []
    await facts.changed(
        project_id, Fact.DANGEROUS_WORKS, before=before, after=after, reason=reason, actor_id=scope.account_id
    )


async def _tell(scope: Scope, project: asyncpg.Record, work_id: UUID, name: str, found: Classification) -> None:
    data = {
        "project_name": project["name"],
        "name": name,
        "grade": found.grade,
        "reason_zh": found.reason_zh,
        "reason_en": found.reason_en,
        "posts": [PostKind.CHIEF_ENGINEER],
    }
    await events.record(
        "dangerous_work.listed", subject_id=work_id, city_code=project["city_code"], project_id=project["id"],
        actor_id=scope.account_id, data=data,
    )  # fmt: skip


async def _audit(scope: Scope, act: str, subject_id: UUID, project: asyncpg.Record, **detail: str) -> None:
    await audit.write(
        scope.account_id, act, subject_id=subject_id, city_code=project["city_code"], project_id=project["id"],
        detail=detail,
    )  # fmt: skip
