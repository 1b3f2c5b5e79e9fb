"""Working days of China: weekends, holidays, and the weekends that are worked in exchange for them.

The State Council's office announces the holidays of a year in the November before it; `chinesecalendar` carries the
announcements. A year that it does not know has its weekends and nothing else. Rows of `calendar_day` override both:
`backend.projects.duties.calendar.overrides()` gives them as a value, nothing here reads a database.
"""

import calendar
import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from chinese_calendar.constants import holidays, workdays

Overrides = Mapping[dt.date, bool]
"""Days that differ from what is announced: whether each is worked."""

NO_OVERRIDES: Final[Overrides] = MappingProxyType({})

# The library's own question looks through all its days for the years that it knows, at every call.
_HOLIDAYS: Final = frozenset(holidays)
_SWAPPED: Final = frozenset(workdays)
ANNOUNCED: Final = range(min(_HOLIDAYS).year, max(_HOLIDAYS).year + 1)
"""The years whose holidays are known here."""


def is_workday(day: dt.date, overrides: Overrides = NO_OVERRIDES) -> bool:
    """Whether the day is worked."""
    given = overrides.get(day)
    if given is not None:
        return given
    is_weekday = day.weekday() < calendar.SATURDAY
    return day in _SWAPPED or (is_weekday and day not in _HOLIDAYS)


def add_workdays(day: dt.date, count: int, overrides: Overrides = NO_OVERRIDES) -> dt.date:
    """The `count`-th working day after the day, before it where negative; the day itself is not counted."""
    step = dt.timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_workday(day, overrides)
    return day


def workdays_between(start: dt.date, end: dt.date, overrides: Overrides = NO_OVERRIDES) -> int:
    """How many working days lie after `start` up to and with `end`; 0 where `end` is not after it."""
    days = (start + dt.timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(is_workday(day, overrides) for day in days)


def nth_workday(year: int, month: int, number: int, overrides: Overrides = NO_OVERRIDES) -> dt.date:
    """The month's `number`-th working day, from 1; past the month's last it counts on into the next."""
    if number < 1:
        raise ValueError("working days of a month are counted from 1")
    return add_workdays(dt.date(year, month, 1) - dt.timedelta(days=1), number, overrides)
