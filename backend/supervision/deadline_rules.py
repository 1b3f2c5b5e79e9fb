"""An order's deadlines: the days that its findings allow, reminders before it is due, rungs of the ladder after."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

import msgspec

from backend.core.clock import SHANGHAI
from backend.supervision.rules import Level, Severity


class DueBounds(msgspec.Struct, frozen=True):
    """How many calendar days (Shanghai) an order of this severity gives, both ends included."""

    severity: Severity
    at_least_days: int
    at_most_days: int


class OverdueStep(msgspec.Struct, frozen=True):
    """A rung of the ladder: so many days after the due moment, at this level, these posts are told."""

    after_days: int
    level: Level
    posts: tuple[str, ...]


def due_bounds(bounds: Sequence[DueBounds], severities: Collection[Severity]) -> DueBounds:
    """The bounds of an order: those of its gravest finding."""
    grave = gravest(severities)
    return next(row for row in bounds if row.severity is grave)


def gravest(severities: Collection[Severity]) -> Severity:
    """The one that decides an order's periods."""
    return Severity.SERIOUS if Severity.SERIOUS in severities else Severity.GENERAL


class DueDays(msgspec.Struct, frozen=True):
    """The first and the last day on which an order may be due, as a date picker needs them."""

    earliest: date
    latest: date


def due_days(bounds: DueBounds, now: datetime) -> DueDays:
    """The days that `is_due_in_bounds` lets through."""
    today = now.astimezone(SHANGHAI).date()
    return DueDays(today + timedelta(days=bounds.at_least_days), today + timedelta(days=bounds.at_most_days))


def is_due_in_bounds(bounds: DueBounds, due_at: datetime, now: datetime) -> bool:
    """Whether the due date lies within the days that the severity allows."""
    days = (due_at.astimezone(SHANGHAI).date() - now.astimezone(SHANGHAI).date()).days
    return bounds.at_least_days <= days <= bounds.at_most_days


def reminders(due_at: datetime, now: datetime, days_before: Sequence[int]) -> dict[int, datetime]:
    """When to remind, by days before the due moment; what has passed is left out."""
    planned = {days: due_at - timedelta(days=days) for days in days_before}
    return {days: at for days, at in planned.items() if at > now}


def overdue_at(ladder: Sequence[OverdueStep], due_at: datetime, step: int) -> datetime | None:
    """When rung `step` (0 is the first) is reached, or None above the ladder."""
    return due_at + timedelta(days=ladder[step].after_days) if step < len(ladder) else None


def rung_reached(ladder: Sequence[OverdueStep], due_at: datetime, now: datetime, *, step: int) -> int | None:
    """The highest rung that is reached, from `step` on: after an outage one message speaks for all that were missed."""
    reached = [at for at in range(step, len(ladder)) if due_at + timedelta(days=ladder[at].after_days) <= now]
    return reached[-1] if reached else None


def overdue_days(due_at: datetime, now: datetime) -> int:
    """Whole days since the due moment."""
    return max((now - due_at).days, 0)
