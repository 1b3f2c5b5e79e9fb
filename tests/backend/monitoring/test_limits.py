"""When a reading becomes a warning, as values."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from backend.monitoring import limits
from backend.monitoring.limits import Rule, State, Verdict

NOON = datetime(2026, 3, 5, 4, tzinfo=UTC)  # 12:00 in Beijing

DAY = Rule(
    id=UUID(int=1), code="ENV-EXC", factor="LA", commands=["2011"], limit_value=70, clear_below=68, unit="dB",
    level="yellow", from_hour=6, to_hour=22, hold_count=1, clear_count=3, region_code=None,
    standard="GB 12523-2025", clause="", clause_en="", valid_from=date(2026, 1, 1), valid_to=None,
)  # fmt: skip
GRAVE = msgspec.structs.replace(DAY, id=UUID(int=2), limit_value=85, clear_below=80, level="orange")


def run(rules: list[Rule], *values: float, state: State | None = None) -> list[Verdict]:
    current, verdicts = state or State(), []
    for minute, value in enumerate(values):
        current, verdict = limits.judge(rules, current, value, NOON + timedelta(minutes=minute))
        verdicts.append(verdict)
    return verdicts


@pytest.mark.parametrize(("value", "is_broken"), [(69.9, False), (70.0, True), (70.1, True)])
def test_the_limit_itself_is_over(value: float, is_broken: bool) -> None:
    assert (run([DAY], value)[0].broken is DAY) is is_broken


def test_a_rule_that_holds_for_three_readings_waits_for_the_third_in_a_row() -> None:
    patient = msgspec.structs.replace(DAY, hold_count=3)
    assert [verdict.broken for verdict in run([patient], 71, 71, 60, 71, 71, 71)] == [None] * 5 + [patient]


def test_the_gravest_broken_limit_is_named() -> None:
    assert [verdict.broken for verdict in run([DAY, GRAVE], 75, 90, 75)] == [DAY, GRAVE, DAY]


def test_three_readings_below_the_clearing_value_clear_once() -> None:
    assert [verdict.is_cleared for verdict in run([DAY], 75, 60, 60, 60, 60)] == [False, False, False, True, False]


def test_a_value_between_clearing_and_limit_starts_the_count_again() -> None:
    assert [verdict.is_cleared for verdict in run([DAY], 75, 60, 60, 69, 60, 60, 60)] == [False] * 6 + [True]


def test_what_was_never_raised_is_never_cleared() -> None:
    assert not any(verdict.is_cleared for verdict in run([DAY], 60, 60, 60, 60))


def test_a_reading_no_newer_than_the_last_changes_nothing() -> None:
    state, _ = limits.judge([DAY], State(), 60, NOON)
    again, verdict = limits.judge([DAY], state, 99, NOON)
    assert (again, verdict) == (state, Verdict())


@pytest.mark.parametrize(("hour", "is_night"), [(21, False), (22, True), (23, True), (0, True), (5, True), (6, False)])
def test_the_night_lies_across_midnight(hour: int, is_night: bool) -> None:
    assert limits.is_within_hours(hour, 22, 6) is is_night


@pytest.mark.parametrize(
    ("changes", "is_covered"),
    [
        ({}, True),
        ({"commands": ["2061"]}, False),
        ({"region_code": "440100"}, True),
        ({"region_code": "440300"}, False),
        ({"valid_from": date(2026, 3, 5)}, True),
        ({"valid_from": date(2026, 3, 6)}, False),
        ({"valid_to": date(2026, 3, 6)}, True),
        ({"valid_to": date(2026, 3, 5)}, False),
        ({"from_hour": 22, "to_hour": 6}, False),
    ],
)
def test_a_rule_judges_its_command_city_date_and_hour_only(changes: dict[str, object], is_covered: bool) -> None:
    rule = msgspec.structs.replace(DAY, **changes)
    found = limits.select([rule], factor="LA", command="2011", data_time=NOON, city_code="440100")
    assert bool(found) is is_covered
