"""What a month came to, read off the log: pure decisions over what was recorded before a moment."""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

import msgspec

from backend.core.i18n import Text
from backend.projects.facts.fact_rules import FACT_STATES, Fact, FactAction, FactState
from backend.projects.rules import State

REPORT_STATES: Final[Mapping[str, State]] = {
    "progress.filed": State.FILED,
    "progress.reviewed": State.REVIEWED,
    "progress.returned": State.RETURNED,
    "progress.confirmed": State.CONFIRMED,
}
"""Where a report stands after the event."""


class Logged(msgspec.Struct, frozen=True):
    """An event or a step, as far as it matters here."""

    kind: str
    at: dt.datetime
    data: Mapping[str, Any]


class Outcome(StrEnum):
    """What became of something due."""

    MET = "met"
    LATE = "late"
    SILENT = "silent"
    PAUSED = "paused"
    OPEN = "open"


OUTCOME_NAMES: Final[Mapping[Outcome, Text]] = {
    Outcome.MET: Text("按时完成", "in time"),
    Outcome.LATE: Text("逾期完成", "late"),
    Outcome.SILENT: Text("逾期未报", "overdue and silent"),
    Outcome.PAUSED: Text("暂停", "paused"),
    Outcome.OPEN: Text("未到期", "not due yet"),
}


def fact_state(
    fact: Fact, log: Iterable[Logged], *, is_from_the_first: bool
) -> tuple[FactState | None, dt.datetime | None]:
    """What the regulator said of the fact last, and since when; None where it had not been reported.

    `is_from_the_first`: it came with the registration, which no event of its own tells.
    """
    state, since = (FactState.UNVERIFIED if is_from_the_first else None), None
    for each in log:
        action = _action(each) if each.data.get("fact") == fact else None
        if action is None:
            continue
        state, since = FACT_STATES.get((state, action), state), each.at
    return state, since


def _action(each: Logged) -> FactAction | None:
    if each.kind == "project.changed":
        return FactAction.CHANGE
    verdicts = {"verified": FactAction.VERIFY, "returned": FactAction.RETURN}
    return verdicts.get(str(each.data.get("state"))) if each.kind == "fact.checked" else None


def outcome(due_at: dt.datetime, met_at: dt.datetime | None, as_of: dt.datetime, *, is_paused: bool) -> Outcome:
    """What became of it by `as_of`; what was done afterwards does not count."""
    if met_at is not None and met_at <= as_of:
        return Outcome.MET if met_at <= due_at else Outcome.LATE
    if is_paused:
        return Outcome.PAUSED
    return Outcome.SILENT if due_at < as_of else Outcome.OPEN


def met_by(log: Iterable[Logged]) -> dt.datetime | None:
    """When a report was filed so that it stands: a return takes that back."""
    met: dt.datetime | None = None
    for each in log:
        if each.kind == "progress.filed":
            met = each.at
        elif each.kind == "progress.returned":
            met = None
    return met
