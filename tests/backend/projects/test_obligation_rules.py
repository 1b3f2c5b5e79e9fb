"""The calendar's rules: when something is due, and which step follows."""

from datetime import UTC, date, datetime, timedelta

import pytest

from backend.core import clock
from backend.projects.duties import obligation_rules
from backend.projects.duties.obligation_rules import KINDS, Step, due_again_at, due_at, first_step, following, step_due
from backend.supervision import reference

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Shenzhen."""

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "period", "due_on"),
    [
        ("progress", "2026-02", date(2026, 3, 5)),
        ("progress", "2026-12", date(2027, 1, 5)),
        ("permit", "once", date(2026, 3, 9)),
        ("map_point", "once", date(2026, 3, 9)),
        ("dangerous_list", "once", date(2026, 3, 17)),
        ("base_info", "once", date(2026, 4, 1)),
        ("devices", "once", date(2026, 3, 9)),
        # The holidays of October 2026 last to the 7th, Saturday the 10th is worked.
        ("monthly_review", "2026-09", date(2026, 10, 20)),
    ],
)
def test_each_kind_is_due_at_the_last_second_of_its_day(kind: str, period: str, due_on: date) -> None:
    due = due_at(KINDS[kind], period, NOW).astimezone(clock.SHANGHAI)
    assert (due.date(), due.time().isoformat()) == (due_on, "23:59:59")


def test_a_typhoon_day_moves_what_is_counted_in_working_days() -> None:
    review = KINDS["monthly_review"]
    assert due_at(review, "2026-05", NOW).astimezone(clock.SHANGHAI).date() == date(2026, 6, 12)
    typhoon = {date(2026, 6, 3): False}
    assert due_at(review, "2026-05", NOW, typhoon).astimezone(clock.SHANGHAI).date() == date(2026, 6, 15)


def test_what_opens_just_before_midnight_is_due_as_what_opened_that_morning() -> None:
    late = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)
    assert due_at(KINDS["permit"], "once", late) == due_at(KINDS["permit"], "once", NOW)
    assert due_at(KINDS["permit"], "once", late + timedelta(seconds=1)) == due_at(KINDS["permit"], "once", NOW) + DAY


def test_the_steps_follow_each_other_to_the_end() -> None:
    kind, due = KINDS["base_info"], NOW + 30 * DAY
    first = first_step(kind, due, NOW)
    assert first == (Step.REMIND, due - 7 * DAY)
    second = following(kind, Step.REMIND, due, due - 7 * DAY)
    assert second == (Step.REMIND, due - DAY)
    assert following(kind, Step.REMIND, due, due - DAY) == (Step.WARN, due)
    assert following(kind, Step.WARN, due, due) == (Step.DRAFT, due + 3 * DAY)
    assert following(kind, Step.DRAFT, due, due + 3 * DAY) == (None, None)
    assert following(KINDS["monthly_review"], Step.WARN, due, due) == (None, None)


def test_who_was_not_reminded_in_time_is_warned() -> None:
    assert step_due(Step.REMIND, NOW, NOW - timedelta(seconds=1)) is Step.REMIND
    assert step_due(Step.REMIND, NOW, NOW) is Step.WARN
    assert step_due(Step.DRAFT, NOW, NOW + 99 * DAY) is Step.DRAFT


def test_a_return_leaves_three_days_at_least() -> None:
    due = NOW + 10 * DAY
    assert due_again_at(KINDS["progress"], due, NOW) == due
    assert due_again_at(KINDS["progress"], due, due) == due + 3 * DAY


@pytest.mark.parametrize(
    ("length", "days"),
    [(timedelta(0), 0), (timedelta(seconds=1), 1), (DAY, 1), (DAY + timedelta(seconds=1), 2), (7 * DAY, 7)],
)
def test_a_pause_moves_what_is_due_by_every_day_begun(length: timedelta, days: int) -> None:
    assert obligation_rules.paused_days(NOW, NOW + length) == days


def test_every_warning_of_the_calendar_is_in_the_catalogue() -> None:
    known = {kind.code: kind for kind in reference.catalogue().kinds}
    assert {known[kind.warning].closes for kind in KINDS.values()} == {"by_itself"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_stands_alone_as_a_heading_does(kind: str) -> None:
    name = KINDS[kind].name.en
    assert name[0].isupper()
    assert not name.startswith(("The ", "A ", "An "))
