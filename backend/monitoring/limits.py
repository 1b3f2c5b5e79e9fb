"""When does a reading become a warning: decisions over values, no I/O.

A rule holds for a device kind, a factor and an hour of the (Beijing) day. It is broken by `hold_count` readings in a
row at or above its limit; the stream is clear again after `clear_count` in a row below `clear_below` of every rule of
their hour. Between the two nothing changes, so that a value swinging round the limit is one warning.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from backend.core.clock import SHANGHAI
from backend.core.i18n import Text

FUTURE_TOLERANCE: Final = timedelta(minutes=10)
"""A reading further ahead than this is kept and decides nothing: its logger's clock is wrong."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One dated row of `limit_rule`; the limit is inclusive."""

    id: UUID
    code: str
    factor: str
    commands: list[str]
    limit_value: float
    clear_below: float
    unit: str
    level: str
    from_hour: int
    to_hour: int
    hold_count: int
    clear_count: int
    region_code: str | None
    standard: str
    clause: str
    clause_en: str
    valid_from: date
    valid_to: date | None

    @property
    def basis(self) -> Text:
        """The document and the clause; a rule of the platform's own has no document."""
        return named_basis(self.standard, self.clause, self.clause_en)

    def covers(self, command: str, data_time: datetime, city_code: str) -> bool:
        """Whether the rule judges a reading of that command, moment and city."""
        local = data_time.astimezone(SHANGHAI)
        return (
            command in self.commands
            and self.region_code in (None, city_code)
            and self.valid_from <= local.date()
            and (self.valid_to is None or local.date() < self.valid_to)
            and is_within_hours(local.hour, self.from_hour, self.to_hour)
        )


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of one stream (device, code, factor, command) between readings."""

    over: dict[str, int] = {}
    """Rule id → readings in a row at or above its limit."""
    normal: int = 0
    """Readings in a row below every limit of their hour."""
    is_raised: bool = False
    last_data_time: datetime | None = None


class Verdict(msgspec.Struct, frozen=True):
    """What one reading means: the gravest rule that it breaks, or that the stream is normal again."""

    broken: Rule | None = None
    is_cleared: bool = False


def named_basis(standard: str, clause: str, clause_en: str) -> Text:
    """A limit's basis in both languages."""
    return Text("：".join(filter(None, (standard, clause))), ": ".join(filter(None, (standard, clause_en or clause))))


def is_within_hours(hour: int, from_hour: int, to_hour: int) -> bool:
    """Whether the hour lies in [from, to); 22 to 6 is the night across midnight."""
    if from_hour <= to_hour:
        return from_hour <= hour < to_hour
    return hour >= from_hour or hour < to_hour


def judge(rules: Sequence[Rule], state: State, value: float, data_time: datetime) -> tuple[State, Verdict]:
    """The next state and the verdict under the rules of the reading's hour, of which there is at least one.

    A reading no newer than the last judged one changes nothing: late data has had its hour.
    """
    if state.last_data_time is not None and data_time <= state.last_data_time:
        return state, Verdict()
    over = {str(rule.id): state.over.get(str(rule.id), 0) + 1 for rule in rules if value >= rule.limit_value}
    broken = [rule for rule in rules if over.get(str(rule.id), 0) >= rule.hold_count]
    if broken:
        gravest = max(broken, key=lambda rule: rule.limit_value)
        return State(over=over, is_raised=True, last_data_time=data_time), Verdict(broken=gravest)
    is_normal = all(value < rule.clear_below for rule in rules)
    normal = state.normal + 1 if is_normal else 0
    if state.is_raised and normal >= max(rule.clear_count for rule in rules):
        return State(over=over, normal=normal, last_data_time=data_time), Verdict(is_cleared=True)
    return State(over=over, normal=normal, is_raised=state.is_raised, last_data_time=data_time), Verdict()


def select(
    rules: Iterable[Rule], *, factor: str, command: str, data_time: datetime, city_code: str
) -> dict[str, list[Rule]]:
    """The rules that judge a reading, by the code they raise."""
    by_code: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.factor == factor and rule.covers(command, data_time, city_code):
            by_code.setdefault(rule.code, []).append(rule)
    return by_code
