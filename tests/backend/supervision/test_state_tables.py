"""Ten thousand steps over the declared tables against a plain model of what people would call lawful."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from backend.supervision import reference, rules
from backend.supervision.rules import (
    ORDER_STATES,
    WARNING_STATES,
    Level,
    OrderAction,
    OrderState,
    Standing,
    WarningAction,
    WarningState,
)

STEPS = settings(max_examples=100, stateful_step_count=50, derandomize=True, deadline=None)
"""Two machines of 5,000 steps each; derandomised, so that a failure is the same for everybody."""

POLICY = reference.catalogue().escalation
POSTS = ("project_manager", "chief_engineer", "safety_officer", "developer_lead")


class WarningMachine(RuleBasedStateMachine):
    """A warning under any sequence of acts, lawful or not."""

    def __init__(self) -> None:
        super().__init__()
        self.state = WarningState.OPEN
        self.has_somebody = False
        self.is_over = False
        self.standing = Standing(level=Level.BLUE, step=0, level_step=0)
        self.top = Level.RED
        self.highest = Level.BLUE
        self.told = 1

    @initialize(first=st.sampled_from(Level), top=st.sampled_from(Level))
    def start(self, first: Level, top: Level) -> None:
        """A warning of some kind."""
        self.top = top
        level = rules.first_level(asked=None, first=first, top=top, is_recurrence=False)
        self.standing = Standing(level=level, step=0, level_step=0)
        self.highest = level

    @rule(action=st.sampled_from(WarningAction), held=st.frozensets(st.sampled_from(POSTS)))
    def act(self, action: WarningAction, held: frozenset[str]) -> None:
        """Try anything; the table decides whether it happens."""
        after = WARNING_STATES.get((self.state, action))
        assert (after is None) == self._is_unlawful(action)
        if after is None:
            return
        self.state = after
        if action is WarningAction.ACKNOWLEDGE:
            self.has_somebody = True
        if action is WarningAction.RISE:
            self.has_somebody = False
        if action is WarningAction.CLOSE:
            self.is_over = True
        if action is WarningAction.ESCALATE:
            self.standing = rules.escalated(POLICY, self.standing, posts=POSTS, held=held, top=self.top)

    def _is_unlawful(self, action: WarningAction) -> bool:
        needs_nobody = {WarningAction.ACKNOWLEDGE, WarningAction.ESCALATE}
        needs_somebody = {WarningAction.HAND_OVER}
        return self.is_over or action in (needs_nobody if self.has_somebody else needs_somebody)

    @invariant()
    def state_says_what_happened(self) -> None:
        """The state is a function of: is it over, has somebody taken it."""
        lively = WarningState.ACKNOWLEDGED if self.has_somebody else WarningState.OPEN
        assert self.state is (WarningState.CLOSED if self.is_over else lively)

    @invariant()
    def nothing_sinks(self) -> None:
        """The level only rises, never above the top; posts once told stay told."""
        assert self.highest.rank <= self.standing.level.rank <= max(self.top.rank, self.highest.rank)
        assert self.told <= self.standing.step + 1 <= len(POSTS)
        self.highest, self.told = self.standing.level, self.standing.step + 1


class OrderMachine(RuleBasedStateMachine):
    """An order under any sequence of acts; the model keeps whose word is still missing."""

    def __init__(self) -> None:
        super().__init__()
        self.state = OrderState.ISSUED
        self.is_replied = False
        self.is_passed = False
        self.is_over = False

    @rule(action=st.sampled_from(OrderAction))
    def act(self, action: OrderAction) -> None:
        """Try anything; the table decides whether it happens."""
        after = ORDER_STATES.get((self.state, action))
        assert (after is not None) == (not self.is_over and self._lawful()[action])
        if after is None:
            return
        self.state = after
        effects: dict[OrderAction, dict[str, Any]] = {
            OrderAction.REPLY: {"is_replied": True},
            OrderAction.PASS: {"is_passed": True},
            OrderAction.SEND_BACK: {"is_replied": False},
            OrderAction.RETURN: {"is_replied": False, "is_passed": False},
            OrderAction.CLOSE: {"is_over": True},
            OrderAction.WITHDRAW: {"is_over": True},
        }
        for name, value in effects.get(action, {}).items():
            setattr(self, name, value)

    def _lawful(self) -> dict[OrderAction, bool]:
        is_waiting = not self.is_replied
        is_under_review = self.is_replied and not self.is_passed
        return {
            OrderAction.REPLY: is_waiting,
            OrderAction.REMIND: is_waiting,
            OrderAction.OVERDUE: is_waiting,
            OrderAction.URGE: is_waiting,
            OrderAction.ASK_EXTENSION: is_waiting,
            OrderAction.GRANT_EXTENSION: is_waiting,
            OrderAction.REFUSE_EXTENSION: is_waiting,
            OrderAction.PASS: is_under_review,
            OrderAction.SEND_BACK: is_under_review,
            OrderAction.RETURN: self.is_passed,
            OrderAction.CLOSE: self.is_passed,
            OrderAction.WITHDRAW: True,
        }

    @invariant()
    def closing_needs_two_parties(self) -> None:
        """Nothing is closed on the contractor's word alone."""
        assert self.state is not OrderState.CLOSED or (self.is_replied and self.is_passed)


TestWarningTable = WarningMachine.TestCase
TestWarningTable.settings = STEPS
TestOrderTable = OrderMachine.TestCase
TestOrderTable.settings = STEPS
