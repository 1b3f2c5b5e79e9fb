"""Days that differ from the holidays that are announced: a typhoon day, a year not announced yet.

The province keeps them, everybody reads them; `backend.core.workdays` counts with them.
"""

import datetime as dt
from typing import Annotated, Final
from uuid import UUID, uuid5

import msgspec

from backend.core import audit, db, workdays
from backend.core.errors import NOT_FOUND
from backend.core.workdays import Overrides
from backend.identity.scope import Scope
from backend.projects.duties.calendar_problems import DAY_AS_ANNOUNCED, DAY_MALFORMED, PROVINCE_ONLY

FIRST_YEAR: Final = workdays.ANNOUNCED.start
LAST_YEAR: Final = 2100

_DAYS: Final = UUID("00000000-0000-7000-8000-000000000002")
"""The name space of a day's id in the audit, which has no key of its own but the date."""

Note = Annotated[str, msgspec.Meta(min_length=2, max_length=100)]


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a day becomes, and why in both languages: people read it beside the date."""

    is_workday: bool
    note_zh: Note
    note_en: Note


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A day of the table, and what it would be without."""

    day: dt.date
    is_workday: bool
    is_workday_announced: bool
    note_zh: str
    note_en: str


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """A year: `is_announced` says whether its holidays are known; `rests` and `worked` are what differs from plain
    weeks once the table counts: weekdays that are not worked, weekend days that are.
    """

    year: int
    is_announced: bool
    rests: list[dt.date]
    worked: list[dt.date]
    days: list[Day]


def day_of(text: str) -> dt.date:
    """The day that a caller wrote as `2026-09-21`; `DAY_MALFORMED` otherwise."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise DAY_MALFORMED.at("day") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DAY_MALFORMED.at("day")
    return day


async def overrides() -> Overrides:
    """All days of the table: some tens a year, read anew at each call, so that a change holds at once."""
    rows = await db.fetch("SELECT day, is_workday FROM calendar_day")
    return {row["day"]: row["is_workday"] for row in rows}


async def of_year(year: int) -> Year:
    """The year as it counts."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    rows = await db.fetch(
        "SELECT day, is_workday, note_zh, note_en FROM calendar_day WHERE day BETWEEN $1 AND $2 ORDER BY day",
        first, last,
    )  # fmt: skip
    given = {row["day"]: row["is_workday"] for row in rows}
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    return Year(
        year=year,
        is_announced=year in workdays.ANNOUNCED,
        rests=[day for day in days if day.weekday() < 5 and not workdays.is_workday(day, given)],
        worked=[day for day in days if day.weekday() >= 5 and workdays.is_workday(day, given)],
        days=[Day(**row, is_workday_announced=workdays.is_workday(row["day"])) for row in rows],
    )


async def put(scope: Scope, day: dt.date, change: Change) -> Day:
    """The day as it now is; by the province's administrators. `DAY_AS_ANNOUNCED` where nothing would differ."""
    announced = workdays.is_workday(day)
    async with db.transaction():
        await _require_province(scope)
        if change.is_workday is announced:
            raise DAY_AS_ANNOUNCED.at("is_workday", day=day)
        await db.execute(
            """
            INSERT INTO calendar_day (day, is_workday, note_zh, note_en) VALUES ($1, $2, $3, $4)
            ON CONFLICT (day) DO UPDATE SET is_workday = excluded.is_workday, note_zh = excluded.note_zh,
                note_en = excluded.note_en
            """,
            day, change.is_workday, change.note_zh, change.note_en,
        )  # fmt: skip
        await _write_audit(scope, "calendar.put", day, is_workday=change.is_workday)
    return Day(day=day, is_workday_announced=announced, **msgspec.structs.asdict(change))


async def remove(scope: Scope, day: dt.date) -> None:
    """The day is as announced again; by the province's administrators."""
    async with db.transaction():
        await _require_province(scope)
        if not await db.execute("DELETE FROM calendar_day WHERE day = $1", day):
            raise NOT_FOUND.at("day")
        await _write_audit(scope, "calendar.remove", day, is_workday=workdays.is_workday(day))


async def _require_province(scope: Scope) -> None:
    level = await db.fetch_value("SELECT level FROM unit WHERE id = $1", scope.unit_id)
    if level != "province" or not scope.is_unit_administrator:
        raise PROVINCE_ONLY.at()


async def _write_audit(scope: Scope, act: str, day: dt.date, *, is_workday: bool) -> None:
    detail = {"day": day.isoformat(), "is_workday": is_workday}
    await audit.write(scope.account_id, act, subject_id=uuid5(_DAYS, day.isoformat()), detail=detail)
