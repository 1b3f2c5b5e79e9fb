"""The pure decisions."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.supervision import deadline_rules, reference, rules
from backend.supervision.rules import (
    ORDER_STATES,
    WARNING_STATES,
    Level,
    OrderState,
    Severity,
    Standing,
    WarningState,
)

POLICY = reference.catalogue().escalation
POSTS = ("project_manager", "safety_officer", "chief_engineer")
ALL = frozenset(POSTS)
NOON = datetime(2026, 3, 5, 4, tzinfo=UTC)  # 12:00 in Guangzhou.


def escalate(standing: Standing, *, held: frozenset[str] = ALL, top: Level = Level.RED) -> Standing:
    return rules.escalated(POLICY, standing, posts=POSTS, held=held, top=top)


def at(level: Level, step: int, level_step: int) -> Standing:
    return Standing(level=level, step=step, level_step=level_step)


def test_levels_rise_one_by_one_and_stop_at_the_top() -> None:
    assert [level.raised(top=Level.RED) for level in Level] == [Level.YELLOW, Level.ORANGE, Level.RED, Level.RED]
    assert Level.YELLOW.raised(top=Level.YELLOW) is Level.YELLOW


def test_nothing_follows_a_closed_warning_or_a_final_order() -> None:
    assert not [key for key in WARNING_STATES if key[0] is WarningState.CLOSED]
    assert not [key for key in ORDER_STATES if key[0].is_final]


def test_every_state_but_the_first_is_reached_by_some_action() -> None:
    assert set(WARNING_STATES.values()) == set(WarningState)
    assert set(ORDER_STATES.values()) == set(OrderState)


def test_a_first_unanswered_wait_tells_the_next_post_and_keeps_the_level() -> None:
    assert escalate(at(Level.YELLOW, 0, 0)) == at(Level.YELLOW, 1, 1)


def test_a_second_unanswered_wait_raises_the_level() -> None:
    assert escalate(at(Level.YELLOW, 1, 1)) == at(Level.ORANGE, 2, 0)


def test_the_level_never_rises_above_the_kinds_top() -> None:
    assert escalate(at(Level.ORANGE, 1, 1), top=Level.ORANGE) == at(Level.ORANGE, 2, 2)


def test_a_vacant_post_is_skipped_for_its_successor() -> None:
    assert escalate(at(Level.YELLOW, 0, 0), held=frozenset({"project_manager", "chief_engineer"})).step == 2


def test_when_all_are_told_the_reminder_repeats() -> None:
    assert escalate(at(Level.RED, 2, 7)) == at(Level.RED, 2, 8)
    assert rules.wait(POLICY, at(Level.RED, 2, 8)) == timedelta(hours=24)


@pytest.mark.parametrize(
    ("level", "wait"),
    [
        (Level.BLUE, timedelta(hours=72)),
        (Level.YELLOW, timedelta(hours=24)),
        (Level.ORANGE, timedelta(hours=2)),
        (Level.RED, timedelta(minutes=15)),
    ],
)
def test_a_graver_level_waits_less(level: Level, wait: timedelta) -> None:
    assert rules.wait(POLICY, at(level, 0, 0)) == wait


def test_a_recurrence_starts_one_level_higher_within_the_top() -> None:
    assert rules.first_level(asked=None, first=Level.YELLOW, top=Level.ORANGE, is_recurrence=True) is Level.ORANGE
    assert (
        rules.first_level(asked=Level.ORANGE, first=Level.YELLOW, top=Level.ORANGE, is_recurrence=True) is Level.ORANGE
    )


def test_a_rule_may_ask_for_a_level_but_not_above_the_top() -> None:
    assert rules.first_level(asked=Level.RED, first=Level.YELLOW, top=Level.ORANGE, is_recurrence=False) is Level.ORANGE
    assert rules.first_level(asked=Level.BLUE, first=Level.YELLOW, top=Level.ORANGE, is_recurrence=False) is Level.BLUE


@pytest.mark.parametrize(
    ("offset", "is_good"),
    [
        (timedelta(minutes=-5), True),
        (timedelta(minutes=-5, seconds=-1), False),
        (timedelta(days=30), True),
        (timedelta(days=30, seconds=1), False),
    ],
)
def test_a_promise_lies_between_now_and_thirty_days(offset: timedelta, is_good: bool) -> None:
    assert rules.is_promise_in_bounds(NOON + offset, NOON) is is_good


@pytest.mark.parametrize(
    ("severities", "days", "is_good"),
    [
        ({Severity.GENERAL}, 2, False),
        ({Severity.GENERAL}, 3, True),
        ({Severity.GENERAL}, 7, True),
        ({Severity.GENERAL}, 8, False),
        ({Severity.GENERAL, Severity.SERIOUS}, 0, False),
        ({Severity.GENERAL, Severity.SERIOUS}, 1, True),
        ({Severity.GENERAL, Severity.SERIOUS}, 3, True),
        ({Severity.GENERAL, Severity.SERIOUS}, 4, False),
    ],
)
def test_the_gravest_finding_bounds_the_due_date(severities: set[Severity], days: int, is_good: bool) -> None:
    bounds = deadline_rules.due_bounds(reference.DUE_BOUNDS, severities)
    assert deadline_rules.is_due_in_bounds(bounds, NOON + timedelta(days=days), NOON) is is_good


def test_days_are_counted_on_the_calendar_of_guangzhou() -> None:
    late_evening = datetime(2026, 3, 5, 15, 59, tzinfo=UTC)  # 23:59 on the 5th.
    just_after = datetime(2026, 3, 5, 16, 1, tzinfo=UTC)  # 00:01 on the 6th.
    bounds = deadline_rules.due_bounds(reference.DUE_BOUNDS, {Severity.SERIOUS})
    assert deadline_rules.is_due_in_bounds(bounds, just_after, late_evening)


def test_reminders_that_have_passed_are_left_out() -> None:
    due_at = NOON + timedelta(days=2)
    assert deadline_rules.reminders(due_at, NOON, (3, 1)) == {1: NOON + timedelta(days=1)}
    assert deadline_rules.reminders(NOON + timedelta(days=3), NOON, (3, 1)) == {1: NOON + timedelta(days=2)}


@pytest.mark.parametrize(
    ("days_late", "step", "rung"),
    [(-1, 0, None), (0, 0, 0), (2, 0, 0), (2, 1, None), (3, 1, 1), (8, 0, 2), (8, 2, 2), (9, 3, None)],
)
def test_the_ladder_gives_the_highest_rung_reached_and_each_once(days_late: int, step: int, rung: int | None) -> None:
    now = NOON + timedelta(days=days_late)
    assert deadline_rules.rung_reached(reference.OVERDUE_LADDER, NOON, now, step=step) == rung


def test_the_ladder_ends_above_its_red_rung() -> None:
    ladder = reference.OVERDUE_LADDER
    found = [deadline_rules.overdue_at(ladder, NOON, step) for step in range(4)]
    assert found == [NOON, NOON + timedelta(days=3), NOON + timedelta(days=7), None]
    assert [rung.level for rung in ladder] == [Level.YELLOW, Level.ORANGE, Level.RED]


def test_overdue_days_are_whole_and_never_negative() -> None:
    assert deadline_rules.overdue_days(NOON, NOON - timedelta(days=1)) == 0
    assert deadline_rules.overdue_days(NOON, NOON + timedelta(days=3, hours=23)) == 3
