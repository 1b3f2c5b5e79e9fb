"""Any order of acts on a report: the table allows what the story allows, and nothing leaves the final state."""

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from backend.projects.rules import TRANSITIONS, Action, State, next_state, states_before


class ReportMachine(RuleBasedStateMachine):
    """The story in words: filed, reviewed by the chief, confirmed by the regulator; either may send it back."""

    def __init__(self) -> None:
        super().__init__()
        self.state: State | None = None
        self.round = 0
        self.is_reviewed = False

    def act(self, action: Action) -> State | None:
        return next_state(self.state, action)

    @initialize()
    def file(self) -> None:
        assert self.act(Action.FILE) is State.FILED
        self.state, self.round, self.is_reviewed = State.FILED, self.round + 1, False

    @precondition(lambda self: self.state is State.RETURNED)
    @rule()
    def file_again(self) -> None:
        self.file()

    @precondition(lambda self: self.state is not State.RETURNED)
    @rule()
    def file_twice(self) -> None:
        assert self.act(Action.FILE) is None

    @rule()
    def review(self) -> None:
        after = self.act(Action.REVIEW)
        assert (after is State.REVIEWED) == (self.state is State.FILED)
        self.is_reviewed = self.is_reviewed or after is not None
        self.state = after or self.state

    @rule()
    def chief_returns(self) -> None:
        after = self.act(Action.CHIEF_RETURN)
        assert (after is State.RETURNED) == (self.state is State.FILED)
        self.state = after or self.state

    @rule()
    def regulator_returns(self) -> None:
        after = self.act(Action.REGULATOR_RETURN)
        assert (after is State.RETURNED) == (self.state is State.REVIEWED)
        self.state = after or self.state

    @rule()
    def confirm(self) -> None:
        after = self.act(Action.CONFIRM)
        assert (after is State.CONFIRMED) == (self.state is State.REVIEWED)
        self.state = after or self.state

    @invariant()
    def nothing_is_confirmed_unreviewed(self) -> None:
        assert self.state is not State.CONFIRMED or self.is_reviewed

    @invariant()
    def the_final_state_is_final(self) -> None:
        assert self.state is not State.CONFIRMED or [self.act(action) for action in Action] == [None] * len(Action)


ReportMachine.TestCase.settings = settings(max_examples=100, stateful_step_count=30)
TestReportMachine = ReportMachine.TestCase


def test_every_action_starts_from_the_states_of_the_table() -> None:
    assert {action: states_before(action) for action in Action} == {
        Action.FILE: ["returned"],
        Action.REVIEW: ["filed"],
        Action.CHIEF_RETURN: ["filed"],
        Action.CONFIRM: ["reviewed"],
        Action.REGULATOR_RETURN: ["reviewed"],
    }


def test_every_state_is_reached_and_only_the_confirmed_one_is_final() -> None:
    assert set(TRANSITIONS.values()) == set(State)
    left = {state for state, _ in TRANSITIONS if state is not None}
    assert {state for state in State if state not in left} == {state for state in State if state.is_final}
