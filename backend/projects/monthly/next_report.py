"""All that the phone needs to file a month's progress: which months, what the form starts with, what to photograph."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.identity.scope import Scope
from backend.projects import rules
from backend.projects.monthly import reports, slots
from backend.projects.monthly.progress import FILING
from backend.projects.monthly.reports import Stage
from backend.projects.monthly.slots import View
from backend.projects.rules import Action, State
from backend.projects.visibility import VISIBLE
from media import addresses
from media.storage import Variant


class Values(msgspec.Struct, frozen=True, kw_only=True):
    """What a month's form starts with; `period` is the month of the report that said it."""

    period: str
    stage: str
    floors_done: int
    floors_total: int
    percent: int
    note: str


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """A month for which a report is taken today.

    `may_file`: nothing is filed for it yet, or it came back (`return_reason` says why); of the photos of the report
    `report_id` the person may send again those that were the own. `due_at` is null where nothing is due. `start` is
    what the returned report said, else what the newest one before the month said, its note left out; null where
    there is none.
    """

    period: str
    may_file: bool
    due_at: datetime | None
    is_overdue: bool
    report_id: UUID | None
    state: State | None
    return_reason: str | None
    start: Values | None


class LastPhoto(msgspec.Struct, frozen=True, kw_only=True):
    """The view as it was, with addresses that an image element can load for an hour."""

    photo_id: UUID
    period: str
    address: str
    thumbnail: str


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A view to photograph; `stages` names those at which it is asked for, none: at all.

    `is_required` is what the phone asks for before it files; filing itself counts photos. `last` is the newest photo
    of this view in a report of an earlier month.
    """

    code: str
    name_zh: str
    name_en: str
    is_required: bool
    stages: list[str]
    last: LastPhoto | None


class NextReport(msgspec.Struct, frozen=True, kw_only=True):
    """The filing screen. `months`: the last one and this one.

    The phone offers the first that may be filed and has a due date, else the newest that may be filed.
    """

    project_id: UUID
    project_name: str
    months: list[Month]
    stages: list[Stage]
    slots: list[Slot]
    least_photos: int
    most_photos: int
    note_characters: int


async def read(scope: Scope, project_id: UUID) -> NextReport:
    """What the person would file next; whoever sees the project reads it, `may_file` says who files."""
    now = clock.now()
    project = await db.fetch_one(
        f"SELECT name, category, {FILING} AS may_file FROM project WHERE id = $3 AND {VISIBLE}",
        *scope.args,
        project_id,
    )
    if project is None:
        raise NOT_FOUND.at("project_id")
    photos = await _last_photos(project_id, now)
    views = slots.views(project["category"], now.astimezone(clock.SHANGHAI).date())
    return NextReport(
        project_id=project_id,
        project_name=project["name"],
        months=await _months(project_id, now, may_file=project["may_file"]),
        stages=await reports.stages(scope, project_id),
        slots=[_slot(view, photos.get(view.code), now) for view in views],
        **msgspec.structs.asdict(rules.PROGRESS),
    )


async def _months(project_id: UUID, now: datetime, *, may_file: bool) -> list[Month]:
    # The newest three reports hold the two months and what was said before them, if there are no gaps; if there are,
    # all the more.
    filed = await db.fetch(
        """
        SELECT id, period, state, return_reason, stage, floors_done, floors_total, percent, note
        FROM progress_report WHERE project_id = $1 ORDER BY period DESC LIMIT 3
        """,
        project_id,
    )
    periods = rules.open_periods(now)
    due = await db.fetch(
        """
        SELECT period, due_at FROM obligation
        WHERE project_id = $1 AND kind = 'progress' AND period = ANY($2) AND state = 'open'
        """,
        project_id,
        periods,
    )
    due_at = {row["period"]: row["due_at"] for row in due}
    return [_month(period, filed, due_at.get(period), now, may_file=may_file) for period in periods]


def _month(
    period: str, filed: Sequence[asyncpg.Record], due_at: datetime | None, now: datetime, *, may_file: bool
) -> Month:
    report = next((row for row in filed if row["period"] == period), None)
    state = State(report["state"]) if report else None
    start = next((row for row in filed if row["period"] <= period), None)
    return Month(
        period=period,
        may_file=may_file and rules.next_state(state, Action.FILE) is not None,
        due_at=due_at,
        is_overdue=due_at is not None and due_at < now,
        report_id=report["id"] if report else None,
        state=state,
        return_reason=report["return_reason"] if report and state is State.RETURNED else None,
        start=_values(start, period) if start else None,
    )


def _values(row: asyncpg.Record, period: str) -> Values:
    return Values(
        period=row["period"],
        stage=row["stage"],
        floors_done=row["floors_done"],
        floors_total=row["floors_total"],
        percent=row["percent"],
        note=row["note"] if row["period"] == period else "",
    )


async def _last_photos(project_id: UUID, now: datetime) -> Mapping[str, asyncpg.Record]:
    """By view, of the last year's reports before this month."""
    rows = await db.fetch(
        """
        SELECT DISTINCT ON (photo.slot) photo.slot, photo.photo_id, report.period
        FROM (SELECT id, period, round FROM progress_report WHERE project_id = $1 AND period < $2
              ORDER BY period DESC LIMIT 12) AS report
        JOIN progress_photo AS photo ON photo.report_id = report.id AND photo.round = report.round
        ORDER BY photo.slot, report.period DESC, photo.photo_id
        """,
        project_id,
        rules.period_of(now),
    )
    return {row["slot"]: row for row in rows}


def _slot(view: View, photo: asyncpg.Record | None, now: datetime) -> Slot:
    return Slot(
        code=view.code,
        name_zh=view.zh,
        name_en=view.en,
        is_required=view.is_required,
        stages=view.stages,
        last=_photo(photo, now) if photo else None,
    )


def _photo(row: asyncpg.Record, now: datetime) -> LastPhoto:
    return LastPhoto(
        photo_id=row["photo_id"],
        period=row["period"],
        address=addresses.address(row["photo_id"], Variant.SERVED, now=now),
        thumbnail=addresses.address(row["photo_id"], Variant.THUMBNAIL, now=now),
    )
