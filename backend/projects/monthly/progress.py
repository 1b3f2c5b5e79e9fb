"""The month's visual progress: filed by the site, reviewed by its chief, confirmed or returned by the regulator.

The states and who moves them are `rules.TRANSITIONS`; each act carries the state and the permission in its WHERE.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, clock, db, events, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND, Refusal
from backend.identity.scope import Scope
from backend.projects import rules
from backend.projects.duties import obligations
from backend.projects.monthly import reports
from backend.projects.problems import ALREADY_FILED, FILED_AGAIN, NOT_IN_STATE, OWN_REPORT, WRONG_STAGE
from backend.projects.rules import Action, PostKind, State
from backend.projects.visibility import SUPERVISING, VISIBLE, holding
from media import service as media

FILING = holding(PostKind.PROJECT_MANAGER, PostKind.SAFETY_OFFICER)
_RETURNED = "returned_by = $1, returned_at = $5, return_reason = $8"
_REVIEWING = f"$2::uuid IS NULL AND {holding(PostKind.CHIEF_ENGINEER)}"


class NewPhoto(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An uploaded photo and what it shows."""

    photo_id: UUID
    slot: Annotated[str, msgspec.Meta(min_length=1, max_length=30)]


class NewReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the site files."""

    period: Annotated[str, msgspec.Meta(min_length=7, max_length=7)]
    stage: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    floors_done: Annotated[int, msgspec.Meta(ge=0, le=300)] = 0
    floors_total: Annotated[int, msgspec.Meta(ge=0, le=300)] = 0
    percent: Annotated[int, msgspec.Meta(ge=0, le=100)]
    note: Annotated[str, msgspec.Meta(max_length=rules.PROGRESS.note_characters)] = ""
    photos: Annotated[list[NewPhoto], msgspec.Meta(max_length=50)]


Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]


class Return(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a report goes back; the site reads it."""

    reason: Reason


class ReportState(msgspec.Struct, frozen=True):
    """What a report is now."""

    state: State


class _Deed(msgspec.Struct, frozen=True):
    """What is done with a report, who may, the columns that keep it; `round` is the only one meant, where it is said.

    Of the parameters $1 is the person, $5 the moment, $8 the reason.
    """

    action: Action
    permission: str
    columns: str
    round: int | None = None


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """The report as it now stands."""

    id: UUID
    period: str
    state: State
    round: int


async def file(scope: Scope, project_id: UUID, new: NewReport) -> Filed:
    """The report of this month or the last; after a return the next round of it. `ALREADY_FILED` otherwise."""
    now = clock.now()
    rules.check_period(new.period, now)
    rules.check_photos([str(photo.photo_id) for photo in new.photos])
    async with db.transaction():
        project = await _project_to_file_for(scope, project_id)
        await _check_stage(new, project["category"], now)
        report = await _insert_or_refile(scope, project_id, new, now)
        await _attach_photos(scope, project_id, report, new.photos)
        await obligations.meet(project_id, "progress", now, period=new.period)
        await _record(scope, "progress.filed", report, project, posts=[PostKind.CHIEF_ENGINEER])
        await _write_audit(scope, "progress.file", report, project)
        return Filed(id=report["id"], period=new.period, state=State.FILED, round=report["round"])


async def _project_to_file_for(scope: Scope, project_id: UUID) -> asyncpg.Record:
    project = await db.fetch_one(
        f"""
        SELECT id AS project_id, name, city_code, category, {FILING} AS may_file FROM project
        WHERE id = $3 AND {VISIBLE}
        """,
        *scope.args,
        project_id,
    )
    if project is None:
        raise NOT_FOUND.at("project_id")
    if not project["may_file"]:
        raise FORBIDDEN.at()
    return project


async def _check_stage(new: NewReport, category: str, now: datetime) -> None:
    today = now.astimezone(clock.SHANGHAI).date()
    has_floors: bool | None = await db.fetch_value(
        "SELECT has_floors FROM progress_stage WHERE code = $1 AND category = $2 AND valid_from <= $3 "
        "AND (valid_to IS NULL OR valid_to >= $3)",
        new.stage, category, today,
    )  # fmt: skip
    if has_floors is None:
        raise WRONG_STAGE.at("stage")
    rules.check_floors(new.floors_done, new.floors_total, has_floors=has_floors)


async def _insert_or_refile(scope: Scope, project_id: UUID, new: NewReport, now: datetime) -> asyncpg.Record:
    report = await db.fetch_one(
        """
        INSERT INTO progress_report (id, project_id, period, stage, floors_done, floors_total, percent, note, state,
                                     filed_by, filed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'filed', $9, $10)
        ON CONFLICT (project_id, period) DO UPDATE SET stage = excluded.stage, floors_done = excluded.floors_done,
            floors_total = excluded.floors_total, percent = excluded.percent, note = excluded.note, state = 'filed',
            round = progress_report.round + 1, filed_by = excluded.filed_by, filed_at = excluded.filed_at,
            reviewed_by = NULL, reviewed_at = NULL
        WHERE progress_report.state = ANY($11)
        RETURNING id, round, period
        """,
        ids.new_id(), project_id, new.period, new.stage, new.floors_done, new.floors_total, new.percent, new.note,
        scope.account_id, now, rules.states_before(Action.FILE),
    )  # fmt: skip
    if report is None:
        raise ALREADY_FILED.at("period", period=new.period)
    return report


async def _attach_photos(scope: Scope, project_id: UUID, report: asyncpg.Record, photos: list[NewPhoto]) -> None:
    photo_ids = [photo.photo_id for photo in photos]
    await media.require_attached(photo_ids, report["id"], uploaded_by=scope.account_id, project_id=project_id)
    await db.execute_many(
        "INSERT INTO progress_photo (report_id, round, photo_id, slot) VALUES ($1, $2, $3, $4)",
        [(report["id"], report["round"], photo.photo_id, photo.slot) for photo in photos],
    )


async def review(scope: Scope, report_id: UUID) -> None:
    """The chief supervision engineer passes a report that somebody else filed on to the regulators."""
    async with db.transaction():
        deed = _Deed(Action.REVIEW, _REVIEWING, "reviewed_by = $1, reviewed_at = $5")
        report = await _move(scope, report_id, deed)
        await _record(scope, "progress.reviewed", report, report, posts=[])
        await _write_audit(scope, "progress.review", report, report)


async def return_by_chief(scope: Scope, report_id: UUID, reason: str) -> None:
    """The chief sends a filed report back to the site; what is due is open again."""
    await _return(scope, report_id, _Deed(Action.CHIEF_RETURN, _REVIEWING, _RETURNED), reason)


async def return_by_regulator(scope: Scope, report_id: UUID, round_: int, reason: str) -> None:
    """The regulator sends the round that was looked at back to the site; what is due is open again."""
    await _return(scope, report_id, _Deed(Action.REGULATOR_RETURN, SUPERVISING, _RETURNED, round_), reason)


async def confirm(scope: Scope, report_id: UUID, round_: int) -> None:
    """The regulator takes the round that was looked at as the month's record; `FILED_AGAIN` for another one."""
    async with db.transaction():
        deed = _Deed(Action.CONFIRM, SUPERVISING, "confirmed_by = $1, confirmed_at = $5", round_)
        report = await _move(scope, report_id, deed)
        await _record(scope, "progress.confirmed", report, report, posts=[PostKind.PROJECT_MANAGER])
        await _write_audit(scope, "progress.confirm", report, report)


async def _return(scope: Scope, report_id: UUID, deed: _Deed, reason: str) -> None:
    async with db.transaction():
        report = await _move(scope, report_id, deed, reason)
        await obligations.reopen(report["project_id"], "progress", report["at"], period=report["period"], reason=reason)
        await _record(scope, "progress.returned", report, report, posts=[PostKind.PROJECT_MANAGER], reason=reason)
        await _write_audit(scope, "progress.return", report, report)


async def _move(scope: Scope, report_id: UUID, deed: _Deed, *reason: str) -> asyncpg.Record:
    """The report after the deed; a refusal that says why where the WHERE found nothing."""
    before = rules.states_before(deed.action)
    report = await db.fetch_one(
        f"""
        UPDATE progress_report SET state = $6, {deed.columns} FROM project
        WHERE progress_report.id = $3 AND progress_report.state = ANY($4) AND progress_report.filed_by <> $1
          AND ($7::int IS NULL OR progress_report.round = $7)
          AND project.id = progress_report.project_id AND {deed.permission}
        RETURNING progress_report.id, progress_report.round, progress_report.period, progress_report.project_id,
                  project.name, project.city_code, $5::timestamptz AS at
        """,
        *scope.args, report_id, before, clock.now(), rules.next_state(State(before[0]), deed.action), deed.round,
        *reason,
    )  # fmt: skip
    if report is None:
        raise await _why_not_moved(scope, report_id, deed)
    return report


async def _why_not_moved(scope: Scope, report_id: UUID, deed: _Deed) -> Refusal:
    row = await db.fetch_one(
        f"""
        SELECT progress_report.filed_by, {deed.permission} AS is_permitted
        FROM progress_report JOIN project ON project.id = progress_report.project_id
        WHERE progress_report.id = $3 AND {VISIBLE}
        """,
        *scope.args,
        report_id,
    )
    if row is None:
        return NOT_FOUND.at("report_id")
    if not row["is_permitted"]:
        return FORBIDDEN.at()
    if row["filed_by"] == scope.account_id:
        return OWN_REPORT.at()
    report = await reports.get(scope, report_id)
    if deed.round is not None and report.round != deed.round:
        at = f"{report.filed_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
        return FILED_AGAIN.at("round", round=report.round, by_name=report.filed_by, at=at)
    name, last = rules.STATE_NAMES[report.state], next(step for step in report.steps if step.state == report.state)
    at = f"{last.at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    return NOT_IN_STATE.at(state_zh=name.zh, state_en=name.en, by_name=last.by, at=at)


async def _record(
    scope: Scope, kind: str, report: asyncpg.Record, project: asyncpg.Record, *, posts: list[PostKind], **more: str
) -> None:
    data = {"project_name": project["name"], "period": report["period"], "posts": posts, **more}
    await events.record(
        kind, subject_id=report["id"], city_code=project["city_code"], project_id=project["project_id"],
        actor_id=scope.account_id, data=data,
    )  # fmt: skip


async def _write_audit(scope: Scope, act: str, report: asyncpg.Record, project: asyncpg.Record) -> None:
    await audit.write(
        scope.account_id, act, subject_id=report["id"], city_code=project["city_code"],
        project_id=project["project_id"], detail={"period": report["period"], "round": report["round"]},
    )  # fmt: skip
