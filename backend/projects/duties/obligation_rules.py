"""What is due, from whom, by when, and what follows from silence: pure decisions over `obligations.toml`.

An obligation's row is its own timer: `next_step` says what the sweep does at `next_at` while it is open. The steps
are reminders before the due moment, one warning at it, and one drafted order some days later. After an outage the
last step that is due is done once; what is overdue is not reminded of.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from importlib.resources import files
from typing import Any, Final

import msgspec

from backend.core import workdays
from backend.core.clock import SHANGHAI
from backend.core.i18n import Text
from backend.core.workdays import Overrides
from backend.projects import rules

ONCE: Final = "once"
"""The period of what is asked for once."""

SUPERVISING_UNIT: Final = "supervising_unit"
"""Who answers where no post of the project does."""


class State(StrEnum):
    """Where an obligation stands."""

    OPEN = "open"
    PAUSED = "paused"
    MET = "met"
    VOID = "void"


class Action(StrEnum):
    """What can happen to it."""

    OPEN = "open"
    MEET = "meet"
    REOPEN = "reopen"
    PAUSE = "pause"
    RESUME = "resume"
    VOID = "void"


OBLIGATION_STATES: Final[Mapping[tuple[State | None, Action], State]] = {
    (None, Action.OPEN): State.OPEN,
    (State.OPEN, Action.MEET): State.MET,
    (State.OPEN, Action.PAUSE): State.PAUSED,
    (State.OPEN, Action.VOID): State.VOID,
    (State.PAUSED, Action.RESUME): State.OPEN,
    # Who does the work during a pause has done it.
    (State.PAUSED, Action.MEET): State.MET,
    (State.PAUSED, Action.VOID): State.VOID,
    (State.MET, Action.REOPEN): State.OPEN,
    # A project that was finished by mistake and goes on owes again what was void.
    (State.VOID, Action.OPEN): State.OPEN,
}
"""The whole life of an obligation; what is not here does not happen."""


def states_before(action: Action) -> list[str]:
    """The states from which the action is allowed: what its UPDATE carries in its WHERE."""
    return [state.value for state, taken in OBLIGATION_STATES if taken is action and state is not None]


class Step(StrEnum):
    """What the sweep does next."""

    REMIND = "remind"
    WARN = "warn"
    DRAFT = "draft"


Next = tuple[Step, dt.datetime] | tuple[None, None]
"""The step to come and its moment; nothing after the last."""


class Due(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of: days after the opening, a calendar day or a working day of the following month."""

    days: int | None = None
    day: int | None = None
    workday: int | None = None

    def __post_init__(self) -> None:
        if [self.days, self.day, self.workday].count(None) != 2:
            raise ValueError("due: exactly one of days, day, workday")


class DraftFinding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to put right, as the drafted order says it: in Chinese, with an English reading."""

    text: Text
    severity: str


class Draft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The order that is drafted: when, and what it says."""

    after_days: int
    title: Text
    findings: tuple[DraftFinding, ...]
    due_days: int


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of what is due; see the head of `obligations.toml`."""

    code: str
    name: Text
    answers: str
    is_monthly: bool = False
    statuses: tuple[str, ...]
    categories: tuple[str, ...] = ("building", "municipal")
    only_existing: bool = False
    due: Due
    remind_days: tuple[int, ...]
    again_days: int
    warning: str
    overdue: Text
    met: Text
    basis: Text
    draft: Draft | None = None


class _Calendar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    notice_days: int
    kinds: tuple[Kind, ...]


_CALENDAR: Final = msgspec.convert(
    tomllib.loads((files(__package__) / "obligations.toml").read_text(encoding="utf-8")), _Calendar
)
KINDS: Final[Mapping[str, Kind]] = {kind.code: kind for kind in _CALENDAR.kinds}
"""By code, in the order of the file."""

NOTICE: Final = dt.timedelta(days=_CALENDAR.notice_days)


def expected(*, status: str, category: str, is_existing: bool) -> list[Kind]:
    """The kinds that a project as it is now owes."""
    return [
        kind
        for kind in KINDS.values()
        if status in kind.statuses and category in kind.categories and (is_existing or not kind.only_existing)
    ]


def period_of(kind: Kind, now: dt.datetime) -> str:
    """The period that opens now."""
    return rules.period_of(now) if kind.is_monthly else ONCE


def due_at(
    kind: Kind, period: str, opened_at: dt.datetime, overrides: Overrides = workdays.NO_OVERRIDES
) -> dt.datetime:
    """The last second of the day on which it is due, Beijing time."""
    if kind.due.days is not None:
        day = opened_at.astimezone(SHANGHAI).date() + dt.timedelta(days=kind.due.days)
    else:
        following = rules.next_period(period)
        year, month = int(following[:4]), int(following[5:])
        if kind.due.workday is not None:
            day = workdays.nth_workday(year, month, kind.due.workday, overrides)
        else:
            assert kind.due.day is not None
            day = dt.date(year, month, kind.due.day)
    return dt.datetime.combine(day, dt.time(23, 59, 59), SHANGHAI).astimezone(dt.UTC)


def due_again_at(kind: Kind, due: dt.datetime, returned_at: dt.datetime) -> dt.datetime:
    """When something returned is due: as before, but never sooner than the days that a correction needs."""
    return max(due, returned_at + dt.timedelta(days=kind.again_days))


def first_step(kind: Kind, due: dt.datetime, now: dt.datetime) -> Next:
    """What comes first for an obligation that is open from now on: the next reminder still to come, or the warning."""
    reminders = (due - dt.timedelta(days=days) for days in kind.remind_days)
    coming = [at for at in reminders if at > now]
    return (Step.REMIND, min(coming)) if coming else (Step.WARN, due)


def step_due(step: Step, due: dt.datetime, now: dt.datetime) -> Step:
    """What is done now for a row whose moment has come: nobody is reminded of what is overdue."""
    return Step.WARN if step is Step.REMIND and now >= due else step


def following(kind: Kind, done: Step, due: dt.datetime, now: dt.datetime) -> Next:
    """What comes after the step that was just done."""
    if done is Step.REMIND:
        return first_step(kind, due, now)
    if done is Step.WARN and kind.draft is not None:
        return Step.DRAFT, max(due + dt.timedelta(days=kind.draft.after_days), now + NOTICE)
    return None, None


def paused_days(since: dt.datetime, until: dt.datetime) -> int:
    """Days by which a pause moves what is due: every day begun counts."""
    return max(-((since - until) // dt.timedelta(days=1)), 0)


def said(text: Text, period: str) -> Text:
    """A text of the file with the month in its place: 2026年2月, Feb 2026."""
    if period == ONCE:
        return text
    month = dt.date.fromisoformat(f"{period}-01")
    return Text(text.zh.format(period=f"{month.year}年{month.month}月"), text.en.format(period=f"{month:%b %Y}"))


def drafted_findings(kind: Kind, period: str) -> Sequence[dict[str, Any]]:
    """The findings of a drafted order, as its row keeps them: what is issued is Chinese."""
    assert kind.draft is not None
    return [{"text": said(one.text, period).zh, "severity": one.severity} for one in kind.draft.findings]


def in_english(kind: Kind, period: str) -> Mapping[str, str]:
    """Each text that the platform composes for an order of this kind, with its English reading."""
    texts = (kind.draft.title, *(one.text for one in kind.draft.findings)) if kind.draft else ()
    return {text.zh: text.en for text in (said(each, period) for each in texts)}
