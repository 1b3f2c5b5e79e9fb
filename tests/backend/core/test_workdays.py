"""Working days against the State Council's announcement for 2026, and what overrides it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.workdays import ANNOUNCED, add_workdays, is_workday, nth_workday, workdays_between

TYPHOON = {date(2026, 9, 21): False}
"""A Monday on which all sites stood still."""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 1, 2), False),
        (date(2026, 1, 4), True),  # A Sunday worked for 2 January.
        (date(2026, 2, 14), True),  # A Saturday worked for the Spring Festival.
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), True),
        (date(2026, 4, 6), False),
        (date(2026, 5, 9), True),
        (date(2026, 9, 20), True),  # The Sunday before National Day that is worked.
        (date(2026, 9, 25), False),
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # The Saturday after it.
        (date(2026, 10, 11), False),
        (date(2026, 11, 21), False),
        (date(2026, 11, 23), True),
    ],
)
def test_a_day_of_2026_is_worked_as_announced(day: date, expected: bool) -> None:
    assert is_workday(day) is expected


def test_a_typhoon_day_of_the_table_is_not_worked() -> None:
    assert is_workday(date(2026, 9, 21))
    assert not is_workday(date(2026, 9, 21), TYPHOON)


def test_the_table_also_makes_a_holiday_a_working_day() -> None:
    assert is_workday(date(2026, 10, 1), {date(2026, 10, 1): True})


def test_a_year_that_nobody_announced_has_its_weekends_only() -> None:
    year = ANNOUNCED.stop + 1
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [is_workday(day) for day in days] == [day.weekday() < 5 for day in days]
    assert is_workday(date(1999, 10, 1))


def test_a_holiday_of_a_year_not_announced_comes_from_the_table() -> None:
    day = date(ANNOUNCED.stop, 10, 1)
    assert not is_workday(day, {day: False})


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 9, 30), 0, date(2026, 9, 30)),
        (date(2026, 10, 3), 0, date(2026, 10, 3)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 9, 30), 4, date(2026, 10, 12)),
        (date(2026, 10, 3), 1, date(2026, 10, 8)),
        (date(2026, 10, 8), -1, date(2026, 9, 30)),
        (date(2026, 10, 12), -2, date(2026, 10, 9)),
        (date(2026, 12, 31), 2, date(2027, 1, 4)),  # 1 January 2027 is a Friday; its holiday is not announced here.
    ],
)
def test_working_days_are_added_over_a_holiday(day: date, count: int, expected: date) -> None:
    assert add_workdays(day, count) == expected


def test_working_days_are_added_over_a_typhoon() -> None:
    assert add_workdays(date(2026, 9, 20), 1) == date(2026, 9, 21)
    assert add_workdays(date(2026, 9, 20), 1, TYPHOON) == date(2026, 9, 22)


@pytest.mark.parametrize(
    ("year", "month", "number", "expected"),
    [
        (2026, 10, 1, date(2026, 10, 8)),
        (2026, 10, 3, date(2026, 10, 10)),
        (2026, 10, 10, date(2026, 10, 20)),
        (2026, 11, 10, date(2026, 11, 13)),
        (2026, 2, 16, date(2026, 2, 28)),
        (2026, 2, 17, date(2026, 3, 2)),  # Past the month's last it counts on.
        (2027, 12, 10, date(2027, 12, 14)),
    ],
)
def test_the_nth_working_day_of_a_month(year: int, month: int, number: int, expected: date) -> None:
    assert nth_workday(year, month, number) == expected


def test_a_typhoon_moves_the_nth_working_day() -> None:
    assert nth_workday(2026, 9, 15) == date(2026, 9, 20)
    assert nth_workday(2026, 9, 16) == date(2026, 9, 21)
    assert nth_workday(2026, 9, 16, TYPHOON) == date(2026, 9, 22)


def test_there_is_no_working_day_number_nought() -> None:
    with pytest.raises(ValueError, match="from 1"):
        nth_workday(2026, 10, 0)


DAYS = st.dates(date(2004, 1, 1), date(2040, 12, 31))
OVERRIDES = st.dictionaries(DAYS, st.booleans(), max_size=20)


@given(DAYS, st.integers(1, 60), OVERRIDES)
def test_what_is_added_lies_between(day: date, count: int, overrides: dict[date, bool]) -> None:
    later, sooner = add_workdays(day, count, overrides), add_workdays(day, -count, overrides)
    assert (is_workday(later, overrides), is_workday(sooner, overrides)) == (True, True)
    assert workdays_between(day, later, overrides) == count
    eve = timedelta(days=1)
    assert workdays_between(sooner - eve, day - eve, overrides) == count


def test_nothing_lies_between_a_day_and_itself_or_an_earlier_one() -> None:
    assert workdays_between(date(2026, 11, 18), date(2026, 11, 18)) == 0
    assert workdays_between(date(2026, 11, 18), date(2026, 11, 2)) == 0


@given(DAYS, st.integers(1, 40), OVERRIDES)
def test_the_nth_working_day_is_worked_and_has_that_many_from_the_first(
    day: date, number: int, overrides: dict[date, bool]
) -> None:
    found = nth_workday(day.year, day.month, number, overrides)
    first = day.replace(day=1)
    worked = [first + timedelta(days=offset) for offset in range((found - first).days + 1)]
    assert sum(is_workday(each, overrides) for each in worked) == number
    assert is_workday(found, overrides)
