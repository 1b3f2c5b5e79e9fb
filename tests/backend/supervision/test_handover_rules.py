"""The declared life of a handover, and what became of its list, without a database."""

from backend.core import ids
from backend.core.i18n import Text
from backend.supervision.handover_rules import (
    HANDOVER_STATES,
    HandoverAction,
    HandoverState,
    Matter,
    MatterKind,
    changes,
    next_state,
    seal,
    states_before,
)


def matter(kind: MatterKind = MatterKind.WARNING) -> Matter:
    return Matter(
        kind=kind, id=ids.new_id(), post="safety_officer", owner="safety_officer", owner_id=None,
        text=Text("预警", "Warning"), due_at=None,
    )  # fmt: skip


def test_every_state_is_reached_and_only_the_offered_one_goes_on() -> None:
    assert set(HANDOVER_STATES.values()) == set(HandoverState)
    assert {state for state, _ in HANDOVER_STATES if state} == {s for s in HandoverState if not s.is_final}


def test_what_is_over_stays_over() -> None:
    over = [state for state in HandoverState if state.is_final]
    assert [next_state(state, action) for state in over for action in HandoverAction] == [None] * 12
    assert {action: states_before(action) for action in HandoverAction if action != HandoverAction.OFFER} == {
        HandoverAction.SIGN: ["offered"],
        HandoverAction.REFUSE: ["offered"],
        HandoverAction.WITHDRAW: ["offered"],
    }


def test_what_came_and_what_is_settled() -> None:
    stays, gone, come = matter(), matter(MatterKind.ORDER), matter()
    became = changes([stays, gone], [come, stays])
    assert (became.come, became.gone) == ([come], [gone.id])


def test_the_seal_stands_for_the_set_and_nothing_else() -> None:
    one, two = matter(), matter()
    assert seal([one, two]) == seal([two, one])
    assert len({seal([]), seal([one]), seal([two]), seal([one, two])}) == 4
