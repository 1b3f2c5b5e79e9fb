"""Reading progress reports: one, those of a project, and the queues of the chief and of the regulator."""

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.core.paging import MAX_PAGE, Page, decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.projects import projects
from backend.projects.monthly import slots
from backend.projects.rules import PostKind, State
from backend.projects.visibility import SUPERVISED, SUPERVISING, VISIBLE, holding
from media import addresses
from media.storage import Variant

MOST_MONTHS: Final = 24


class Photo(msgspec.Struct, frozen=True, kw_only=True):
    """A photo of the report's present round, with addresses that an image element can load for an hour.

    A view that is not in the reference data is called by its code.
    """

    photo_id: UUID
    slot: str
    slot_zh: str
    slot_en: str
    address: str
    thumbnail: str


class ReportStep(msgspec.Struct, frozen=True, kw_only=True):
    """Who brought a report to a state, and when."""

    state: State
    by: str
    at: datetime


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A month's report as it stands.

    `steps` are the newest of each kind, the oldest first: of a report that was filed again, the return comes before
    the filing.
    """

    id: UUID
    project_id: UUID
    project_name: str
    period: str
    stage: str
    stage_zh: str
    stage_en: str
    floors_done: int
    floors_total: int
    percent: int
    note: str
    state: State
    round: int
    filed_by: str
    filed_at: datetime
    return_reason: str | None
    steps: list[ReportStep]
    photos: list[Photo]


class Stage(msgspec.Struct, frozen=True):
    """A stage to choose from."""

    code: str
    name_zh: str
    name_en: str
    has_floors: bool


_COLUMNS = """
SELECT progress_report.id, progress_report.project_id, project.name AS project_name, project.category,
       progress_report.period,
       progress_report.stage, progress_stage.name_zh AS stage_zh, progress_stage.name_en AS stage_en,
       progress_report.floors_done, progress_report.floors_total, progress_report.percent, progress_report.note,
       progress_report.state, progress_report.round, account.name AS filed_by, progress_report.filed_at,
       progress_report.return_reason,
       (SELECT jsonb_agg(jsonb_build_object('state', step.state, 'by', by.name, 'at', step.at) ORDER BY step.at)
        FROM (VALUES ('filed', progress_report.filed_by, progress_report.filed_at),
                     ('reviewed', progress_report.reviewed_by, progress_report.reviewed_at),
                     ('returned', progress_report.returned_by, progress_report.returned_at),
                     ('confirmed', progress_report.confirmed_by, progress_report.confirmed_at)) AS step (state, by, at)
        JOIN account AS by ON by.id = step.by) AS steps,
       coalesce((SELECT jsonb_agg(jsonb_build_object('photo_id', photo_id, 'slot', slot) ORDER BY photo_id)
                 FROM progress_photo WHERE progress_photo.report_id = progress_report.id
                                       AND progress_photo.round = progress_report.round), '[]') AS photos
FROM progress_report JOIN project ON project.id = progress_report.project_id
JOIN progress_stage ON progress_stage.code = progress_report.stage
JOIN account ON account.id = progress_report.filed_by
"""


def _report(row: asyncpg.Record) -> Report:
    photos = [_photo(row["category"], UUID(photo["photo_id"]), photo["slot"]) for photo in row["photos"]]
    return msgspec.convert({**row, "photos": photos}, Report)


def _photo(category: str, photo_id: UUID, slot: str) -> Photo:
    now, name = clock.now(), slots.name_of(category, slot)
    return Photo(
        photo_id=photo_id,
        slot=slot,
        slot_zh=name.zh,
        slot_en=name.en,
        address=addresses.address(photo_id, Variant.SERVED, now=now),
        thumbnail=addresses.address(photo_id, Variant.THUMBNAIL, now=now),
    )


async def get(scope: Scope, report_id: UUID) -> Report:
    """One report; `NOT_FOUND` also for one that is not the person's to see."""
    row = await db.fetch_one(f"{_COLUMNS} WHERE progress_report.id = $3 AND {VISIBLE}", *scope.args, report_id)
    if row is None:
        raise NOT_FOUND.at("report_id")
    return _report(row)


async def before(scope: Scope, report_id: UUID) -> Report | None:
    """The project's report of the newest month before this one's; `NOT_FOUND` as for the report."""
    report = await get(scope, report_id)
    row = await db.fetch_one(
        f"""{_COLUMNS} WHERE progress_report.project_id = $1 AND progress_report.period < $2
        ORDER BY progress_report.period DESC LIMIT 1""",
        report.project_id, report.period,
    )  # fmt: skip
    return None if row is None else _report(row)


async def of_project(scope: Scope, project_id: UUID, *, limit: int = MOST_MONTHS) -> list[Report]:
    """The project's newest reports, the newest month first; `NOT_FOUND` as for the project."""
    rows = await db.fetch(
        f"{_COLUMNS} WHERE project.id = $3 AND {VISIBLE} ORDER BY progress_report.period DESC LIMIT $4",
        *scope.args, project_id, limit,
    )  # fmt: skip
    if not rows:
        await projects.city_of(scope, project_id)
    return [_report(row) for row in rows]


async def to_review(scope: Scope) -> list[Report]:
    """What waits for this chief supervision engineer, the oldest first."""
    rows = await db.fetch(
        f"""{_COLUMNS} WHERE progress_report.state = 'filed' AND progress_report.filed_by <> $1 AND $2::uuid IS NULL
        AND {holding(PostKind.CHIEF_ENGINEER)} ORDER BY progress_report.filed_at LIMIT {MAX_PAGE}""",
        *scope.args,
    )
    return [_report(row) for row in rows]


async def queue(scope: Scope, *, is_mine: bool = False, cursor: str | None = None, limit: int = 50) -> Page[Report]:
    """What waits for the regulator's confirmation in the own subtree, the oldest first; with `is_mine` for mine."""
    after_at, after_id = decode_cursor(cursor, tuple[datetime, UUID]) if cursor else (None, None)
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        f"""{_COLUMNS} WHERE progress_report.state = 'reviewed' AND $1::uuid IS NOT NULL
        AND {SUPERVISING if is_mine else SUPERVISED}
        AND ($3::timestamptz IS NULL OR (progress_report.filed_at, progress_report.id) > ($3, $4::uuid))
        ORDER BY progress_report.filed_at, progress_report.id LIMIT $5""",
        *scope.args, after_at, after_id, size + 1,
    )  # fmt: skip
    reports = [_report(row) for row in rows[:size]]
    following = encode_cursor(reports[-1].filed_at, reports[-1].id) if len(rows) > size else None
    return Page(reports, following)


async def stages(scope: Scope, project_id: UUID) -> list[Stage]:
    """The stages from which the project's reports may choose today, in order."""
    rows = await db.fetch(
        f"""
        SELECT progress_stage.code, progress_stage.name_zh, progress_stage.name_en, progress_stage.has_floors
        FROM project JOIN progress_stage ON progress_stage.category = project.category
        WHERE project.id = $3 AND {VISIBLE} AND progress_stage.valid_from <= $4
          AND (progress_stage.valid_to IS NULL OR progress_stage.valid_to >= $4)
        ORDER BY progress_stage.position
        """,
        *scope.args,
        project_id,
        clock.now().astimezone(clock.SHANGHAI).date(),
    )
    if not rows:
        await projects.city_of(scope, project_id)
    return [Stage(*row) for row in rows]
