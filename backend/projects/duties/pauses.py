"""Pauses: for a while nothing is asked of a project, with a reason and an end.

While a pause lives nothing is reminded of, warned of or drafted; a warning of what became overdue before ends by
itself, an order already issued goes on. When the pause ends, planned or early, what is due moves by the days that it
was paused and its steps are counted anew. A pause without an end is refused.

With the pause of a whole project its status goes back to under construction: else no new month would be asked for,
and a site that stands still without saying so would be forgotten. It may announce another stop.
"""

from datetime import datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, events, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.identity.scope import Scope
from backend.projects.duties import obligation_rules, obligations, past
from backend.projects.duties.obligation_problems import PAUSE_BOUNDS, PAUSE_ENDED, PAUSE_EXISTS
from backend.projects.duties.obligation_rules import KINDS, Action, State, states_before
from backend.projects.facts import fact_rules, facts
from backend.projects.facts.fact_rules import Fact, Status, StatusAction
from backend.projects.rules import PostKind
from backend.projects.visibility import SUPERVISING, VISIBLE

LONGEST: Final = timedelta(days=366)
"""Nobody's project is forgotten for longer than a year."""

END_BATCH: Final = 100

ENDED_AS_PLANNED: Final = (
    "预计复工日已过，如仍未复工请重新报停工 / announced end reached, report again if still stopped"
)


class NewPause(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why and until when; of one kind of what is due, or of all."""

    reason: Annotated[str, msgspec.Meta(min_length=2, max_length=300, pattern=r"\S[\s\S]*\S")]
    until_at: Annotated[datetime, msgspec.Meta(tz=True)]
    kind: Annotated[str, msgspec.Meta(max_length=40)] | None = None


class EndPause(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why it ends before its time."""

    reason: Annotated[str, msgspec.Meta(min_length=2, max_length=300, pattern=r"\S[\s\S]*\S")]


async def pause(
    project_id: UUID, now: datetime, *, reason: str, until_at: datetime, actor_id: UUID, kind: str | None = None
) -> UUID:
    """Pause the project, or one kind, in the caller's transaction; whoever calls has checked the right to.

    A live pause that it covers ends with it. `PAUSE_BOUNDS` for an end that has passed or is more than a year off.
    """
    if not now < until_at <= now + LONGEST:
        raise PAUSE_BOUNDS.at("until_at")
    project = await _lock_project(project_id)
    for row in await db.fetch(
        "SELECT * FROM obligation_pause WHERE project_id = $1 AND ended_at IS NULL "
        "AND ($2::text IS NULL OR kind = $2) ORDER BY id FOR UPDATE",
        project_id, kind,
    ):  # fmt: skip
        await _end(row, min(now, row["until_at"]), actor_id)
    pause_id = ids.new_id()
    await db.execute(
        """
        INSERT INTO obligation_pause (id, project_id, kind, reason, from_at, until_at, paused_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        """,
        pause_id, project_id, kind, reason, now, until_at, actor_id,
    )  # fmt: skip
    await obligations.adopt(project_id=project_id)
    await obligations.settle(await db.fetch("SELECT id FROM obligation WHERE pause_id = $1", pause_id), now)
    await _record("project.paused", project, actor_id, reason=reason, until=until_at)
    return pause_id


async def resume(project_id: UUID, now: datetime, *, reason: str, actor_id: UUID) -> int:
    """End the pause of the whole project, in the caller's transaction; those of one kind stay. How many there were."""
    project = await _lock_project(project_id)
    live = await db.fetch(
        "SELECT * FROM obligation_pause WHERE project_id = $1 AND kind IS NULL AND ended_at IS NULL "
        "ORDER BY id FOR UPDATE",
        project_id,
    )
    for row in live:
        await _end(row, min(now, row["until_at"]), actor_id)
    if live:
        await _record("project.resumed", project, actor_id, reason=reason)
    return len(live)


async def begin(scope: Scope, project_id: UUID, new: NewPause) -> UUID:
    """The supervising unit pauses a project; `PAUSE_EXISTS` while another pause covers any of it."""
    now = clock.now()
    if new.kind is not None and new.kind not in KINDS:
        raise NOT_FOUND.at("kind")
    async with db.transaction():
        row = await db.fetch_one(
            f"SELECT {SUPERVISING} AS may_pause FROM project WHERE project.id = $3 AND {VISIBLE} "
            "FOR NO KEY UPDATE OF project",
            *scope.args,
            project_id,
        )
        if row is None:
            raise NOT_FOUND.at("project_id")
        if not row["may_pause"]:
            raise FORBIDDEN.at()
        await _refuse_second(project_id, new.kind)
        pause_id = await pause(
            project_id, now, reason=new.reason, until_at=new.until_at, actor_id=scope.account_id, kind=new.kind
        )
        await _write_audit(scope, "project.pause", pause_id, project_id)
        return pause_id


async def _refuse_second(project_id: UUID, kind: str | None) -> None:
    """Asked while the project is locked: the lock's own statement would not see a pause made beside it."""
    if await db.fetch_value(
        "SELECT true FROM obligation_pause AS live WHERE live.project_id = $1 AND live.ended_at IS NULL "
        "AND ($2::text IS NULL OR live.kind IS NULL OR live.kind = $2)",
        project_id,
        kind,
    ):
        raise PAUSE_EXISTS.at()


async def end(scope: Scope, pause_id: UUID, reason: str) -> None:
    """The supervising unit ends a pause before its time; `PAUSE_ENDED` for one that is over."""
    now = clock.now()
    async with db.transaction():
        found = await db.fetch_one(
            f"""
            SELECT project.id AS project_id, {SUPERVISING} AS may_end
            FROM obligation_pause JOIN project ON project.id = obligation_pause.project_id
            WHERE obligation_pause.id = $3 AND {VISIBLE} FOR NO KEY UPDATE OF project
            """,
            *scope.args,
            pause_id,
        )
        if found is None:
            raise NOT_FOUND.at("pause_id")
        if not found["may_end"]:
            raise FORBIDDEN.at()
        project = await _lock_project(found["project_id"])
        row = await db.fetch_one(
            "SELECT * FROM obligation_pause WHERE id = $1 AND ended_at IS NULL AND until_at > $2 FOR UPDATE",
            pause_id,
            now,
        )
        if row is None:
            raise PAUSE_ENDED.at()
        await _end(row, now, scope.account_id)
        await _go_on(row, project, now, reason=reason, actor_id=scope.account_id)
        await _write_audit(scope, "project.resume", pause_id, found["project_id"])


async def end_due(now: datetime) -> int:
    """End the pauses whose time is over, each in a transaction of its own; how many. For any number of workers."""
    due = await db.fetch(
        "SELECT id, project_id FROM obligation_pause WHERE ended_at IS NULL AND until_at <= $1 "
        "ORDER BY until_at LIMIT $2",
        now,
        END_BATCH,
    )
    ended = 0
    for each in due:
        async with db.transaction():
            project = await _lock_project(each["project_id"])
            row = await db.fetch_one(
                "SELECT * FROM obligation_pause WHERE id = $1 AND ended_at IS NULL FOR UPDATE", each["id"]
            )
            if row is not None:
                await _end(row, row["until_at"], None)
                await _go_on(row, project, now, reason=ENDED_AS_PLANNED, actor_id=None)
                ended += 1
    return ended


async def _go_on(
    row: asyncpg.Record, project: asyncpg.Record, now: datetime, *, reason: str, actor_id: UUID | None
) -> None:
    """The site is told; a project that was stopped with this pause is under construction again, with its new month."""
    after = fact_rules.PROJECT_STATES.get((Status(project["status"]), StatusAction.RESUME))
    if row["kind"] is None and after is not None:
        await db.execute("UPDATE project SET status = $2 WHERE id = $1", project["id"], after)
        await facts.changed(
            project["id"], Fact.STATUS, before=project["status"], after=after, reason=reason, actor_id=actor_id
        )
        await obligations.open_for_project(project["id"], now)
    await _record("project.resumed", project, actor_id, reason=reason)


async def _lock_project(project_id: UUID) -> asyncpg.Record:
    """The first lock of every change of a pause. It does not hold back the sweep, whose warnings refer to projects."""
    project = await db.fetch_one(
        "SELECT id, name, city_code, status FROM project WHERE id = $1 FOR NO KEY UPDATE", project_id
    )
    if project is None:
        raise NOT_FOUND.at("project_id")
    return project


async def _end(row: asyncpg.Record, ended_at: datetime, actor_id: UUID | None) -> None:
    """What it covered is open again, later by the days paused; another live pause takes over what it covers too."""
    await db.execute(
        "UPDATE obligation_pause SET ended_at = $2, ended_by = $3 WHERE id = $1", row["id"], ended_at, actor_id
    )
    covered = await db.fetch(
        "SELECT id, kind, due_at, since FROM obligation WHERE pause_id = $1 AND state = ANY($2) ORDER BY id FOR UPDATE",
        row["id"],
        states_before(Action.RESUME),
    )
    await past.keep([one["id"] for one in covered])
    for one in covered:
        days = obligation_rules.paused_days(max(row["from_at"], one["since"]), ended_at)
        due = one["due_at"] + timedelta(days=days)
        await db.execute(
            "UPDATE obligation SET state = $2, pause_id = NULL, due_at = $3, next_step = $4, next_at = $5 "
            "WHERE id = $1",
            one["id"], State.OPEN, due, *obligation_rules.first_step(KINDS[one["kind"]], due, ended_at),
        )  # fmt: skip
    await obligations.adopt(project_id=row["project_id"])


async def _record(kind: str, project: asyncpg.Record, actor_id: UUID | None, **more: object) -> None:
    data = {"project_name": project["name"], "posts": [PostKind.PROJECT_MANAGER], **more}
    await events.record(
        kind, subject_id=project["id"], city_code=project["city_code"], project_id=project["id"], actor_id=actor_id,
        data=data,
    )  # fmt: skip


async def _write_audit(scope: Scope, act: str, pause_id: UUID, project_id: UUID) -> None:
    city_code = await db.fetch_value("SELECT city_code FROM project WHERE id = $1", project_id)
    await audit.write(scope.account_id, act, subject_id=pause_id, city_code=city_code, project_id=project_id, detail={})
