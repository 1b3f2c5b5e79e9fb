"""What silence must cause, day by day, written from the rules' text: it imports nothing of the product.

The rules in words. Days are Beijing days; what is due on a day is due at its last second. A reminder is given at the
same second so many days earlier, a warning follows when the due second has passed, a drafted order so many days after
the due day and never sooner than three days after the warning. The world is looked at once a day, just after midnight:
what happened at the last second of a day shows on the next. After days on which nobody looked, reminders that fell
together are one, what is overdue is warned of and not reminded of, and no month but the current one is asked for.
Whoever has done it, is paused or does not owe it, hears nothing. A pause moves what is due by its days, every day
begun counting; what is returned is due again at least three days later; both count their steps anew. A finished
project owes nothing.
"""

import calendar
import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

DAY = dt.timedelta(days=1)
Step = tuple[dt.date, str, str, str, str]
"""Day on which it shows, project, kind, period, what: remind, warn or draft."""


@dataclass
class Owed:
    """Something due: its day, the steps done of it, and since when it is paused."""

    kind: str
    period: str
    due: dt.datetime
    since: dt.datetime
    reminders: list[int]
    draft_days: int | None
    reminded: set[dt.datetime] = field(default_factory=set)
    warned_at: dt.datetime | None = None
    is_drafted: bool = False
    state: str = "open"
    counted_from: dt.datetime | None = None

    def anew(self, at: dt.datetime) -> None:
        """Its due moment has moved: the steps are counted from here."""
        self.reminded, self.warned_at, self.is_drafted, self.counted_from = set(), None, False, at


def end_of(day: dt.date) -> dt.datetime:
    """The last second of a day, in Beijing's own time without a zone."""
    return dt.datetime.combine(day, dt.time(23, 59, 59))


def following_month(period: str) -> tuple[int, int]:
    """Year and month after a period."""
    year, month = int(period[:4]), int(period[5:])
    return (year + 1, 1) if month == 12 else (year, month + 1)


def tenth_working_day(period: str, holidays: Collection[dt.date], worked: Collection[dt.date]) -> dt.date:
    """Of the month that follows."""
    year, month = following_month(period)
    day, count = dt.date(year, month, 1), 0
    while True:
        is_weekend = calendar.weekday(day.year, day.month, day.day) >= 5
        count += day in worked or (not is_weekend and day not in holidays)
        if count == 10:
            return day
        day += DAY


class Project:
    """One project's life; `look` is the platform's daily look at it."""

    def __init__(self, name: str, *, holidays: Collection[dt.date], worked: Collection[dt.date]) -> None:
        self.name = name
        self._holidays, self._worked = holidays, worked
        self.owed: dict[tuple[str, str], Owed] = {}
        self.done: set[tuple[str, str]] = set()
        self.status = ""
        self.paused_at: dt.datetime | None = None

    def register(self, at: dt.datetime, *, is_existing: bool, is_started: bool) -> None:
        """It comes to the platform."""
        self.status = "started" if is_started else "waiting"
        self._once("permit", at, 7, [3], 23)
        self._once("map_point", at, 7, [3], 23)
        if is_existing:
            self._once("base_info", at, 30, [7, 1], 0)
        self._once("dangerous_list", at, 15, [3], 15)
        if is_started:
            self._begin(at)

    def start(self, at: dt.datetime) -> None:
        """The works start."""
        if self.status == "waiting":
            self.status = "started"
            self._begin(at)

    def _begin(self, at: dt.datetime) -> None:
        self._once("devices", at, 7, [3], 15)
        self.month(at)

    def month(self, at: dt.datetime) -> None:
        """What the current month asks for, once each."""
        if self.status != "started":
            return
        period = f"{at:%Y-%m}"
        year, month = following_month(period)
        self._monthly("progress", at, dt.date(year, month, 5), 15)
        self._monthly("monthly_review", at, tenth_working_day(period, self._holidays, self._worked), None)

    def _once(self, kind: str, at: dt.datetime, days: int, reminders: list[int], draft_days: int) -> None:
        due = end_of(at.date() + days * DAY)
        self._owe(Owed(kind, "once", due, at, reminders, draft_days, counted_from=at))

    def _monthly(self, kind: str, at: dt.datetime, day: dt.date, draft_days: int | None) -> None:
        self._owe(Owed(kind, f"{at:%Y-%m}", end_of(day), at, [3], draft_days, counted_from=at))

    def _owe(self, owed: Owed) -> None:
        if (owed.kind, owed.period) not in self.owed:
            self.owed[owed.kind, owed.period] = owed
            if self.paused_at is not None:
                owed.state = "paused"

    def meet(self, kind: str, period: str) -> None:
        """It was done; during a pause as well."""
        self.owed[kind, period].state = "met"

    def give_back(self, kind: str, period: str, at: dt.datetime) -> None:
        """What was done does not do."""
        owed = self.owed[kind, period]
        owed.state, owed.due, owed.since = "open", max(owed.due, at + 3 * DAY), at
        owed.anew(at)
        if self.paused_at is not None:
            owed.state = "paused"

    def pause(self, at: dt.datetime) -> None:
        """Nothing is asked from here on."""
        self.paused_at = at
        for owed in self.owed.values():
            if owed.state == "open":
                owed.state = "paused"

    def resume(self, at: dt.datetime) -> None:
        """Asked again, later by the days paused."""
        assert self.paused_at is not None
        for owed in self.owed.values():
            if owed.state == "paused":
                lost = max(at - max(self.paused_at, owed.since), dt.timedelta(0))
                days = lost.days + (1 if lost % DAY else 0)
                owed.state, owed.due = "open", owed.due + days * DAY
                owed.anew(at)
        self.paused_at = None

    def finish(self) -> None:
        """It owes nothing any more."""
        self.status, self.paused_at = "finished", None
        for owed in self.owed.values():
            if owed.state in ("open", "paused"):
                owed.state = "void"

    def look(self, now: dt.datetime) -> Iterator[Step]:
        """What the platform says of it at this moment."""
        for owed in self.owed.values():
            if owed.state == "open":
                for what in _said(owed, now):
                    yield now.date(), self.name, owed.kind, owed.period, what


def _said(owed: Owed, now: dt.datetime) -> Iterator[str]:
    assert owed.counted_from is not None
    if now < owed.due:
        moments = [owed.due - days * DAY for days in owed.reminders]
        fresh = {at for at in moments if owed.counted_from < at <= now} - owed.reminded
        if fresh:
            owed.reminded |= fresh
            yield "remind"
        return
    if owed.warned_at is None:
        owed.warned_at = now
        yield "warn"
    elif owed.draft_days is not None and not owed.is_drafted and now >= _drafted_at(owed, owed.draft_days):
        owed.is_drafted = True
        yield "draft"


def _drafted_at(owed: Owed, draft_days: int) -> dt.datetime:
    assert owed.warned_at is not None
    return max(owed.due + draft_days * DAY, owed.warned_at + 3 * DAY)
