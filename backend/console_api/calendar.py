"""Days that count: the working calendar."""

import datetime as dt
from typing import Annotated, Any, Final

from litestar import Request, delete, get, put
from litestar.params import FromPath, QueryParameter

from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.projects.duties import calendar
from backend.projects.duties.calendar import Change, Day, Year

_CHANGE: Final = Change(
    is_workday=False, note_zh="台风红色预警，全市停工", note_en="Typhoon red alert, all sites of the city stood still"
)
_DAY: Final = Day(
    day=dt.date(2026, 9, 21),
    is_workday=False,
    is_workday_announced=True,
    note_zh=_CHANGE.note_zh,
    note_en=_CHANGE.note_en,
)
_YEAR: Final = Year(
    year=2026,
    is_announced=True,
    rests=[dt.date(2026, 9, 21), dt.date(2026, 10, 1), dt.date(2026, 10, 2)],
    worked=[dt.date(2026, 9, 20), dt.date(2026, 10, 10)],
    days=[_DAY],
)


@get(
    "/calendar",
    operation_id="console_calendar",
    summary="Working days of a year",
    description="Weekdays that are not worked and weekend days that are: the announced holidays and their swapped "
    "days, and the province's own changes to them. A year that is not announced yet has its weekends only.",
    responses=answer(Year, _YEAR),
)
async def year_of_days(year: Annotated[int, QueryParameter(ge=calendar.FIRST_YEAR, le=calendar.LAST_YEAR)]) -> Year:
    """The year."""
    return await calendar.of_year(year)


@put(
    "/calendar/{day:str}",
    operation_id="console_put_calendar_day",
    summary="Change a day",
    description="By an administrator of the province, for a day that differs from what is announced; due dates that "
    "are reckoned from now on follow it.",
    responses=answer(Day, _DAY),
)
@once
async def put_day(request: Request[Any, Any, Any], day: FromPath[str], data: Annotated[Change, body(_CHANGE)]) -> Day:
    """The day."""
    return await calendar.put(person(request), calendar.day_of(day), data)


@delete(
    "/calendar/{day:str}",
    operation_id="console_remove_calendar_day",
    summary="Take a change back",
    description="By an administrator of the province: the day is as announced again.",
)
@once
async def remove_day(request: Request[Any, Any, Any], day: FromPath[str]) -> None:
    """Nothing."""
    await calendar.remove(person(request), calendar.day_of(day))


ROUTES: Final[list[Any]] = [year_of_days, put_day, remove_day]
