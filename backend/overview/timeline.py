"""What happened on a project, over all domains, the newest first: its events, each as a readable line."""

import datetime as dt
import re
from typing import Annotated, Any, Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.i18n import Text
from backend.core.paging import Page, decode_cursor, encode_cursor
from backend.identity.scope import Scope
from backend.overview import lines
from backend.overview.lines import LINES, Topic
from backend.overview.problems import MONTH_MALFORMED
from backend.projects import projects
from backend.projects.rules import month_starts_at, next_period

MAX_LINES: Final = 50
STEPS: Final = 1_000
"""How many events one request looks at; a page narrowed to a topic may hold fewer and still have a next one."""

Moment = Annotated[dt.datetime, msgspec.Meta(tz=True)]

_RECENTLY: Final = dt.timedelta(days=120)
_LATELY: Final = dt.timedelta(days=480)
_FIRST: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_LAST: Final = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
_MONTH: Final = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)


class Target(msgspec.Struct, frozen=True):
    """The page and the matter that the line is about, and the month of a matter that has one."""

    page: str
    id: UUID
    period: str | None = None


class TimelineItem(msgspec.Struct, frozen=True, kw_only=True):
    """One line. `by_name`: who acted, null where the platform itself did."""

    id: UUID
    at: dt.datetime
    topic: Topic | None
    kind: str
    level: str | None
    text: Text
    by_name: str | None
    target: Target


async def read(
    scope: Scope,
    project_id: UUID,
    *,
    topics: set[Topic] | None = None,
    month: str | None = None,
    cursor: str | None = None,
    limit: int = MAX_LINES,
) -> Page[TimelineItem]:
    """A page of the project's lines; `NOT_FOUND` for a project that the person may not see."""
    await projects.city_of(scope, project_id)
    since, until = span(month) if month else (_FIRST, _LAST)
    before = decode_cursor(cursor, tuple[Moment, UUID]) if cursor else (until, UUID(int=0))
    size = min(limit, MAX_LINES)
    is_regulator = scope.unit_id is not None
    kinds = (lines.kinds_of(topics) if topics else None, [] if is_regulator else sorted(lines.INTERNAL), is_regulator)
    rows, floor = await _newest(project_id, since, before, kinds, size + 1)
    if len(rows) > size:
        floor = rows[size - 1]["occurred_at"], rows[size - 1]["id"]
    return Page([_item(row) for row in rows[:size]], encode_cursor(*floor) if floor else None)


def span(month: str, field: str = "month") -> tuple[dt.datetime, dt.datetime]:
    """The month in Beijing, its first moment and that of the following one."""
    if not _MONTH.fullmatch(month):
        raise MONTH_MALFORMED.at(field)
    return month_starts_at(month), month_starts_at(next_period(month))


_Kinds = tuple[list[str] | None, list[str], bool]
"""Those asked for, None for all; those that the reader may not see; whether warnings that name no post are theirs."""

_WALKED: Final = """
    FROM event WHERE project_id = $1 AND occurred_at >= $2 AND occurred_at <= $3 AND (occurred_at, id) < ($3, $4)
    ORDER BY occurred_at DESC, id DESC"""


async def _newest(
    project_id: UUID, since: dt.datetime, before: tuple[dt.datetime, UUID], kinds: _Kinds, size: int
) -> tuple[list[asyncpg.Record], tuple[dt.datetime, UUID] | None]:
    """The newest months first: an event's month is a table of its own, and most pages need the last few only.

    Beside the rows the place up to which was looked, where older ones were not.
    """
    rows: list[asyncpg.Record] = []
    anchor = min(before[0], clock.now())
    for start in (anchor - _RECENTLY, anchor - _LATELY, since):
        place = (max(start, since), *before)
        rows += await _rows(project_id, place, kinds, size - len(rows))
        if len(rows) == size:
            return rows, None
        floor = await _floor(project_id, place)
        if floor or start <= since:
            return rows, floor
        before = (start, UUID(int=0))
    return rows, None


async def _rows(project_id: UUID, place: tuple[Any, ...], kinds: _Kinds, size: int) -> list[asyncpg.Record]:
    """Of the newest `STEPS` events of the place those of the kinds."""
    return await db.fetch(
        f"""
        SELECT walked.*, account.name AS by_name FROM (
            SELECT id, occurred_at, kind, level, subject_id, actor_id, data {_WALKED} LIMIT $5
        ) AS walked LEFT JOIN account ON account.id = walked.actor_id
        WHERE ($6::text[] IS NULL OR walked.kind = ANY($6)) AND walked.kind <> ALL($7)
          AND ($8 OR NOT EXISTS (SELECT FROM warning_kind WHERE code = walked.data ->> 'code' AND posts = '{{}}'))
        ORDER BY walked.occurred_at DESC, walked.id DESC LIMIT $9
        """,
        project_id, *place, STEPS, *kinds, size,
    )  # fmt: skip


async def _floor(project_id: UUID, place: tuple[Any, ...]) -> tuple[dt.datetime, UUID] | None:
    """The oldest event that was looked at, where there may be older ones."""
    row = await db.fetch_one(
        f"SELECT occurred_at, id {_WALKED} OFFSET $5 LIMIT 1", project_id, *place, STEPS - 1
    )  # fmt: skip
    return (row["occurred_at"], row["id"]) if row else None


def _item(row: asyncpg.Record) -> TimelineItem:
    line = LINES.get(row["kind"])
    return TimelineItem(
        id=row["id"],
        at=row["occurred_at"],
        topic=line.topic if line else None,
        kind=row["kind"],
        level=row["level"],
        text=lines.say(row["kind"], row["level"], row["data"]),
        by_name=row["by_name"] or row["data"].get("by_name"),
        target=Target(line.page if line else "events", row["subject_id"], row["data"].get("period")),
    )
