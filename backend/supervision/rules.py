"""Decisions about warnings and orders: values in, values out, time is a parameter.

The two state tables are the whole truth about what may follow what; the services, the property tests and the
documentation read them.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final

import msgspec

from backend.core.i18n import Text

Sentence = Annotated[str, msgspec.Meta(min_length=2, max_length=500, pattern=r"\S[\s\S]*\S")]
"""What a person writes for others to read: 2 to 500 characters, not blank."""


class Level(StrEnum):
    """How urgent, after the national colours: blue < yellow < orange < red."""

    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"

    @property
    def rank(self) -> int:
        """0 for blue … 3 for red: compare levels by this."""
        return list(Level).index(self)

    def raised(self, *, top: "Level") -> "Level":
        """The next level, never above `top`."""
        return lower_of(list(Level)[min(self.rank + 1, Level.RED.rank)], top)


def lower_of(one: Level, other: Level) -> Level:
    """The less urgent of two."""
    return min(one, other, key=lambda level: level.rank)


class WarningState(StrEnum):
    """Open waits for somebody; acknowledged has somebody; closed is over."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class WarningAction(StrEnum):
    """What can happen to a warning after it was raised."""

    REPEAT = "repeat"
    RISE = "rise"
    ESCALATE = "escalate"
    ACKNOWLEDGE = "acknowledge"
    HAND_OVER = "hand_over"
    URGE = "urge"
    CLOSE = "close"


WARNING_STATES: Final[Mapping[tuple[WarningState, WarningAction], WarningState]] = {
    (WarningState.OPEN, WarningAction.REPEAT): WarningState.OPEN,
    (WarningState.OPEN, WarningAction.RISE): WarningState.OPEN,
    (WarningState.OPEN, WarningAction.ESCALATE): WarningState.OPEN,
    (WarningState.OPEN, WarningAction.ACKNOWLEDGE): WarningState.ACKNOWLEDGED,
    (WarningState.OPEN, WarningAction.URGE): WarningState.OPEN,
    (WarningState.OPEN, WarningAction.CLOSE): WarningState.CLOSED,
    (WarningState.ACKNOWLEDGED, WarningAction.REPEAT): WarningState.ACKNOWLEDGED,
    # Worse than what was acknowledged is a new matter: somebody has to say again what will be done.
    (WarningState.ACKNOWLEDGED, WarningAction.RISE): WarningState.OPEN,
    (WarningState.ACKNOWLEDGED, WarningAction.HAND_OVER): WarningState.ACKNOWLEDGED,
    (WarningState.ACKNOWLEDGED, WarningAction.URGE): WarningState.ACKNOWLEDGED,
    (WarningState.ACKNOWLEDGED, WarningAction.CLOSE): WarningState.CLOSED,
}


class OrderState(StrEnum):
    """Whose turn it is: contractor, chief, regulator, nobody, nobody."""

    ISSUED = "issued"
    REPLIED = "replied"
    REVIEWED = "reviewed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def is_final(self) -> bool:
        """Whether nothing can follow."""
        return self in (OrderState.CLOSED, OrderState.WITHDRAWN)


class OrderAction(StrEnum):
    """What can happen to an order after it was issued."""

    REPLY = "reply"
    PASS = "pass"  # noqa: S105  The chief lets the reply through; no password.
    SEND_BACK = "send_back"
    RETURN = "return"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    REMIND = "remind"
    OVERDUE = "overdue"
    URGE = "urge"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"


ORDER_STATES: Final[Mapping[tuple[OrderState, OrderAction], OrderState]] = {
    (OrderState.ISSUED, OrderAction.REPLY): OrderState.REPLIED,
    (OrderState.ISSUED, OrderAction.REMIND): OrderState.ISSUED,
    (OrderState.ISSUED, OrderAction.OVERDUE): OrderState.ISSUED,
    (OrderState.ISSUED, OrderAction.URGE): OrderState.ISSUED,
    (OrderState.ISSUED, OrderAction.ASK_EXTENSION): OrderState.ISSUED,
    (OrderState.ISSUED, OrderAction.GRANT_EXTENSION): OrderState.ISSUED,
    (OrderState.ISSUED, OrderAction.REFUSE_EXTENSION): OrderState.ISSUED,
    (OrderState.REPLIED, OrderAction.PASS): OrderState.REVIEWED,
    (OrderState.REPLIED, OrderAction.SEND_BACK): OrderState.ISSUED,
    (OrderState.REVIEWED, OrderAction.RETURN): OrderState.ISSUED,
    (OrderState.REVIEWED, OrderAction.CLOSE): OrderState.CLOSED,
    (OrderState.ISSUED, OrderAction.WITHDRAW): OrderState.WITHDRAWN,
    (OrderState.REPLIED, OrderAction.WITHDRAW): OrderState.WITHDRAWN,
    (OrderState.REVIEWED, OrderAction.WITHDRAW): OrderState.WITHDRAWN,
}


class Severity(StrEnum):
    """How grave a finding is (domain section 8.2)."""

    GENERAL = "general"
    SERIOUS = "serious"


class Closes(StrEnum):
    """How a kind of warning ends: when its condition has gone, or only when a person says so."""

    BY_ITSELF = "by_itself"
    BY_A_PERSON = "by_a_person"


class Fact(msgspec.Struct, frozen=True):
    """One line of what was measured or found: `PM10 小时均值 / PM10 hourly mean: 187 µg/m³`."""

    name: Text
    value: str


# --- escalation -------------------------------------------------------------------------------------------------


class EscalationStep(msgspec.Struct, frozen=True):
    """A row of the policy: having waited so long at `step` of `level`, tell the next post; perhaps raise the level."""

    level: Level
    step: int
    wait_seconds: int
    raises_level: bool


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How far a warning has escalated: `step` posts after the first know of it, `level_step` steps at this level."""

    level: Level
    step: int
    level_step: int


def policy_step(policy: Sequence[EscalationStep], level: Level, level_step: int) -> EscalationStep:
    """The row that applies; the last row of a level repeats, so an unanswered warning is never forgotten."""
    rows = sorted((row for row in policy if row.level is level), key=lambda row: row.step)
    return rows[min(level_step, len(rows) - 1)]


def escalated(
    policy: Sequence[EscalationStep], now: Standing, *, posts: Sequence[str], held: Collection[str], top: Level
) -> Standing:
    """Where a warning stands once nobody answered in time: one more post told, the level raised where the row says.

    `posts` are the kind's posts in order; a vacant one (not in `held`) is skipped, its successor is told at once.
    When all are told and the level is at its top, only `level_step` moves: the reminder repeats.
    """
    row = policy_step(policy, now.level, now.level_step)
    level = now.level.raised(top=top) if row.raises_level else now.level
    return Standing(
        level=level,
        step=next_told(posts, now.step + 1, held),
        level_step=0 if level is not now.level else now.level_step + 1,
    )


def next_told(posts: Sequence[str], step: int, held: Collection[str]) -> int:
    """The step, from `step` on, at which somebody holds the post; the last post if nobody does."""
    last = max(len(posts) - 1, 0)
    return next((at for at in range(step, len(posts)) if posts[at] in held), last)


def wait(policy: Sequence[EscalationStep], standing: Standing) -> timedelta:
    """How long to wait for an answer from here."""
    return timedelta(seconds=policy_step(policy, standing.level, standing.level_step).wait_seconds)


# --- recurrence ---------------------------------------------------------------------------------------------------

RECURRENCE_WINDOW: Final = timedelta(days=30)
"""Closed on paper, back on site: the same thing within this time after its order was closed weighs one level more."""


def first_level(*, asked: Level | None, first: Level, top: Level, is_recurrence: bool) -> Level:
    """The level at which a new warning starts: the rule's own or the kind's first, one more when it recurs."""
    level = lower_of(asked or first, top)
    return level.raised(top=top) if is_recurrence else level


# --- acknowledgement ----------------------------------------------------------------------------------------------

PROMISE_WITHIN: Final = timedelta(days=30)
"""An acknowledgement says what is done by when; later than this is no answer."""

PROMISE_GRACE: Final = timedelta(minutes=5)
"""A phone's clock may be a little behind, and the press takes its time to arrive."""


def is_promise_in_bounds(promised_at: datetime, now: datetime) -> bool:
    """Whether the promised moment is neither past nor too far off."""
    return now - PROMISE_GRACE <= promised_at <= now + PROMISE_WITHIN


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A ready answer on a card's button: the plan that it stands for, and the time that it promises."""

    key: str
    plan: Text
    within: timedelta
