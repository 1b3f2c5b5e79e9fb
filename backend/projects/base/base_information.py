"""Category, status and the first-login confirmation: what the project manager says of the project, with the reason."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db
from backend.core.errors import FORBIDDEN, NOT_FOUND
from backend.identity.scope import Scope
from backend.projects.duties import obligations, pauses
from backend.projects.facts import changes, fact_rules, facts
from backend.projects.facts.fact_problems import (
    ALREADY_CONFIRMED,
    CATEGORY_SAME,
    STATUS_NOT_ALLOWED,
    UNTIL_MISSING,
    UNTIL_NOT_ASKED,
)
from backend.projects.facts.fact_rules import CATEGORY_NAMES, STATUS_NAMES, WITH_END, Fact, Status, StatusAction
from backend.projects.rules import PostKind
from backend.projects.visibility import VISIBLE, holding

_SAYING: Final = f"($2::uuid IS NULL AND {holding(PostKind.PROJECT_MANAGER)})"
PAUSE_FACT: Final = "pause_end"
CONFIRMATION_FACT: Final = "base_information"

Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Category = Annotated[str, msgspec.Meta(pattern="^(building|municipal)$")]


class NewCategory(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The category as it should have been, and why."""

    category: Category
    reason: Reason


class NewStatus(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What happens to the works and why; `until_on`, the expected last day of a pause, only with a pause."""

    action: Annotated[str, msgspec.Meta(pattern="^(start|pause|extend|resume|finish|reopen)$")]
    reason: Reason
    until_on: date | None = None


class StatusNow(msgspec.Struct, frozen=True):
    """The project's status."""

    status: Status


async def change_category(scope: Scope, project_id: UUID, new: NewCategory) -> None:
    """Another category; the stages of later reports, and what is asked for, follow it."""
    now = clock.now()
    async with db.transaction():
        project = await _project(scope, project_id)
        if project["category"] == new.category:
            name = CATEGORY_NAMES[new.category]
            raise CATEGORY_SAME.at("category", name_zh=name.zh, name_en=name.en)
        await db.execute("UPDATE project SET category = $2 WHERE id = $1", project_id, new.category)
        await facts.changed(
            project_id, Fact.CATEGORY, before=project["category"], after=new.category, reason=new.reason,
            actor_id=scope.account_id,
        )  # fmt: skip
        await obligations.open_for_project(project_id, now)
        await _audit(scope, "project.categorise", project, category=new.category)


async def change_status(scope: Scope, project_id: UUID, new: NewStatus) -> Status:
    """The status after the action; `STATUS_NOT_ALLOWED` where the table has no such step."""
    action, now = StatusAction(new.action), clock.now()
    until_at = _until(action, new.until_on, now)
    async with db.transaction():
        project = await _project(scope, project_id)
        before = Status(project["status"])
        after = fact_rules.PROJECT_STATES.get((before, action))
        if after is None:
            name = STATUS_NAMES[before]
            raise STATUS_NOT_ALLOWED.at("action", status_zh=name.zh, status_en=name.en)
        await db.execute(
            "UPDATE project SET status = $2, started_on = CASE WHEN $3 THEN coalesce(started_on, $4) "
            "ELSE started_on END WHERE id = $1",
            project_id, after, action is StatusAction.START, now.astimezone(clock.SHANGHAI).date(),
        )  # fmt: skip
        await facts.changed(
            project_id, Fact.STATUS, before=before, after=after, reason=new.reason, actor_id=scope.account_id
        )  # fmt: skip
        await _follow(scope, project, new, until_at, now)
        await _audit(scope, "project.change_status", project, action=action, status=after)
        return after


def _until(action: StatusAction, until_on: date | None, now: datetime) -> datetime | None:
    """The first moment after the pause's last day; `pauses` refuses one too far off."""
    if until_on is None:
        if action in WITH_END:
            raise UNTIL_MISSING.at("until_on")
        return None
    if action not in WITH_END:
        raise UNTIL_NOT_ASKED.at("until_on")
    if until_on <= now.astimezone(clock.SHANGHAI).date():
        raise UNTIL_MISSING.at("until_on")
    return datetime.combine(until_on + timedelta(days=1), time(), clock.SHANGHAI)


async def _follow(
    scope: Scope, project: asyncpg.Record, new: NewStatus, until_at: datetime | None, now: datetime
) -> None:
    """What is due follows the status: paused with an end, void when finished, else opened."""
    project_id = project["id"]
    if until_at is not None:
        await pauses.pause(project_id, now, reason=new.reason, until_at=until_at, actor_id=scope.account_id)
        await changes.note(
            project_id, PAUSE_FACT, before=None, after=str(new.until_on), reason=new.reason, actor_id=scope.account_id
        )  # fmt: skip
    elif project["status"] == Status.PAUSED:
        await pauses.resume(project_id, now, reason=new.reason, actor_id=scope.account_id)
    if new.action == StatusAction.FINISH:
        await obligations.void(project_id, now, new.reason)
    else:
        await obligations.open_for_project(project_id, now)


async def confirm(scope: Scope, project_id: UUID) -> datetime:
    """The project manager has checked the base information, as the first login asks; when that was."""
    now = clock.now()
    async with db.transaction():
        project = await _project(scope, project_id)
        if project["confirmed_at"] is not None:
            raise ALREADY_CONFIRMED.at()
        await db.execute(
            "UPDATE project SET confirmed_by = $2, confirmed_at = $3 WHERE id = $1", project_id, scope.account_id, now
        )
        await obligations.meet(project_id, "base_info", now)
        await changes.note(
            project_id, CONFIRMATION_FACT, before=None, after="confirmed", reason="", actor_id=scope.account_id
        )
        await _audit(scope, "project.confirm", project)
        return now


async def _project(scope: Scope, project_id: UUID) -> asyncpg.Record:
    """The project, held until the change is done."""
    project = await db.fetch_one(
        f"""
        SELECT id, city_code, category, status, confirmed_at, {_SAYING} AS may_say FROM project
        WHERE id = $3 AND {VISIBLE} FOR NO KEY UPDATE
        """,
        *scope.args,
        project_id,
    )
    if project is None:
        raise NOT_FOUND.at("project_id")
    if not project["may_say"]:
        raise FORBIDDEN.at()
    return project


async def _audit(scope: Scope, act: str, project: asyncpg.Record, **detail: str) -> None:
    await audit.write(
        scope.account_id, act, subject_id=project["id"], city_code=project["city_code"], project_id=project["id"],
        detail=detail,
    )  # fmt: skip
