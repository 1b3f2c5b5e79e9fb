"""Reading progress reports: one, those of a project, and the queues of the chief and of the regulator."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND
from backend.core.paging import MAX_PAGE, Page, decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.projects import projects
from backend.projects.rules import PostKind, State
from backend.projects.visibility import SUPERVISED, VISIBLE, holding
from media import addresses
from media.storage import Variant


class Photo(msgspec.Struct, frozen=True, kw_only=True):
    """A photo of the report's present round, with addresses that an image element can load for an hour."""

    photo_id: UUID
    slot: str
    address: str
    thumbnail: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A month's report as it stands."""

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
    photos: list[Photo]


class Stage(msgspec.Struct, frozen=True):
    """A stage to choose from."""

    code: str
    name_zh: str
    name_en: str
    has_floors: bool


_COLUMNS = """
SELECT progress_report.id, progress_report.project_id, project.name AS project_name, progress_report.period,
       progress_report.stage, progress_stage.name_zh AS stage_zh, progress_stage.name_en AS stage_en,
       progress_report.floors_done, progress_report.floors_total, progress_report.percent, progress_report.note,
       progress_report.state, progress_report.round, account.name AS filed_by, progress_report.filed_at,
       progress_report.return_reason,
       coalesce((SELECT jsonb_agg(jsonb_build_object('photo_id', photo_id, 'slot', slot) ORDER BY photo_id)
                 FROM progress_photo WHERE progress_photo.report_id = progress_report.id
                                       AND progress_photo.round = progress_report.round), '[]') AS photos
FROM progress_report JOIN project ON project.id = progress_report.project_id
JOIN progress_stage ON progress_stage.code = progress_report.stage
JOIN account ON account.id = progress_report.filed_by
"""


def _report(row: asyncpg.Record) -> Report:
    now = clock.now()
    photos = [
        {
            **photo,
            "address": addresses.address(UUID(photo["photo_id"]), Variant.SERVED, now=now),
            "thumbnail": addresses.address(UUID(photo["photo_id"]), Variant.THUMBNAIL, now=now),
        }
        for photo in row["photos"]
    ]
    return msgspec.convert({**row, "photos": photos}, Report)


async def get(scope: Scope, report_id: UUID) -> Report:
    """One report; `NOT_FOUND` also for one that is not the person's to see."""
    row = await db.fetch_one(f"{_COLUMNS} WHERE progress_report.id = $3 AND {VISIBLE}", *scope.args, report_id)
    if row is None:
        raise NOT_FOUND.at("report_id")
    return _report(row)


async def of_project(scope: Scope, project_id: UUID) -> list[Report]:
    """The project's reports of the last two years, the newest month first; `NOT_FOUND` as for the project."""
    rows = await db.fetch(
        f"{_COLUMNS} WHERE project.id = $3 AND {VISIBLE} ORDER BY progress_report.period DESC LIMIT 24",
        *scope.args,
        project_id,
    )
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


async def queue(scope: Scope, *, cursor: str | None = None, limit: int = 50) -> Page[Report]:
    """What waits for the regulator's confirmation in the own subtree, the oldest first."""
    after_at, after_id = decode_cursor(cursor, tuple[datetime, UUID]) if cursor else (None, None)
    size = min(limit, MAX_PAGE)
    rows = await db.fetch(
        f"""{_COLUMNS} WHERE progress_report.state = 'reviewed' AND $1::uuid IS NOT NULL AND {SUPERVISED}
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
