"""Pure decisions of the monthly review: which months, what follows from its items, and its states."""

import datetime as dt
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from backend.core.i18n import Text
from backend.projects.facts.fact_problems import REVIEW_MONTH_NOT_OVER, REVIEW_MONTH_TOO_OLD, REVIEW_REASON_MISSING
from backend.projects.facts.fact_rules import FACTS
from backend.projects.problems import PERIOD_MALFORMED
from backend.projects.rules import month_starts_at, next_period, period_of


class ReviewState(StrEnum):
    """Where a month's review stands."""

    PASSED = "passed"
    RETURNED = "returned"


class ReviewAction(StrEnum):
    """What the regulator does: closes the month with all items in order, or sends some back."""

    CLOSE = "close"
    RETURN = "return"


REVIEW_STATES: Final[Mapping[tuple[ReviewState | None, ReviewAction], ReviewState]] = {
    (None, ReviewAction.CLOSE): ReviewState.PASSED,
    (None, ReviewAction.RETURN): ReviewState.RETURNED,
    (ReviewState.RETURNED, ReviewAction.CLOSE): ReviewState.PASSED,
    (ReviewState.RETURNED, ReviewAction.RETURN): ReviewState.RETURNED,
}
"""The whole life of a review; each step after the first is a further round. A passed month is closed."""

ITEMS: Final[Mapping[str, Text]] = {
    "progress": Text("形象进度", "Progress"),
    "status": Text("项目状态", "Status"),
    "dangerous_works": Text("危大工程", "Dangerous works"),
    "updates": Text("信息更新", "Updates"),
}
"""What a review covers (launch notice, part 3, section 2, item 2)."""

_PERIOD: Final = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])", re.ASCII)


def states_before(action: ReviewAction) -> list[str]:
    """The states from which the action is allowed: what its UPDATE carries in its WHERE."""
    return [state.value for state, taken in REVIEW_STATES if taken is action and state is not None]


def check_period(period: str, now: dt.datetime) -> None:
    """Refuse what is no month, a month that is not over, and one long past."""
    if not _PERIOD.fullmatch(period):
        raise PERIOD_MALFORMED.at("period")
    current = period_of(now)
    if period >= current:
        raise REVIEW_MONTH_NOT_OVER.at("period", period=period)
    if months_between(period, current) > FACTS.review_months:
        raise REVIEW_MONTH_TOO_OLD.at("period", months=FACTS.review_months)


def months_between(earlier: str, later: str) -> int:
    """How many months later."""
    return (int(later[:4]) - int(earlier[:4])) * 12 + int(later[5:]) - int(earlier[5:])


def action_of(returned: Mapping[str, str]) -> ReviewAction:
    """What the items make of the review; `returned` is item → reason, and every reason must be there."""
    for name, reason in returned.items():
        if not reason.strip():
            raise REVIEW_REASON_MISSING.at(f"items.{name}.reason")
    return ReviewAction.RETURN if returned else ReviewAction.CLOSE


def reason_of(returned: Mapping[str, str]) -> str:
    """All reasons in one line, each after the name of its item in both languages."""
    return "；".join(f"{ITEMS[name].zh} / {ITEMS[name].en}：{reason}" for name, reason in returned.items())


def span(period: str) -> tuple[dt.datetime, dt.datetime]:
    """The month's first moment and the first of the next, Beijing time."""
    return month_starts_at(period), month_starts_at(next_period(period))
