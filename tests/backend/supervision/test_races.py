"""Two people, or a person and a timer, at the same matter at the same moment: one order of events, always lawful."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from backend.core import db, timers
from backend.core.errors import Refusal
from backend.supervision import orders, warnings
from backend.supervision.problems import ORDER_EXISTS, ORDER_STATE, WARNING_CLOSED
from backend.supervision.rules import ORDER_STATES, WARNING_STATES, OrderAction, OrderState, WarningAction, WarningState
from backend.supervision.timers import TIMER_HANDLERS
from tests.backend.supervision import world as worlds
from tests.backend.supervision.world import World, event_kinds, raise_dust, row, take, timer_kinds

ROUNDS = 12
FAR = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def wide_pool(database_url: str, world: World) -> None:
    """Twenty connections instead of the fixture's five."""
    await db.stop()
    await db.start(database_url, size=20)


async def settle(*attempts: Any) -> list[Refusal | None]:
    """Run them at once; each outcome is None or a refusal, anything else is a failure."""
    outcomes = await asyncio.gather(*attempts, return_exceptions=True)
    assert [
        outcome for outcome in outcomes if isinstance(outcome, Exception) and not isinstance(outcome, Refusal)
    ] == []
    return [outcome if isinstance(outcome, Refusal) else None for outcome in outcomes]


async def steps_of(subject_id: UUID) -> list[tuple[str, str | None, str]]:
    rows = await db.fetch(
        "SELECT action, from_state, to_state FROM matter_step WHERE subject_id = $1 ORDER BY id", subject_id
    )
    return [(step["action"], step["from_state"], step["to_state"]) for step in rows]


def is_chain(steps: Sequence[tuple[str, str | None, str]]) -> bool:
    """Whether each step starts where the one before ended."""
    return all(before[2] == after[1] for before, after in pairwise(steps))


def problems(outcomes: list[Refusal | None]) -> set[Any]:
    return {outcome.problem for outcome in outcomes if outcome is not None}


async def test_a_reply_and_a_withdrawal_at_once_end_in_a_lawful_state(world: World) -> None:
    for _ in range(ROUNDS):
        order_id = await worlds.issue(world, findings=1)
        answers = await worlds.answers(world, order_id)
        replied, withdrawn = await settle(
            orders.reply(world.manager, order_id, answers),
            orders.withdraw(world.regulator, order_id, reason="发错对象"),
        )
        steps = await steps_of(order_id)
        lawful = [
            ORDER_STATES[OrderState(str(step[1])), OrderAction(step[0])] is OrderState(step[2]) for step in steps[1:]
        ]
        assert (withdrawn, (await row("rectification_order", order_id))["state"]) == (None, "withdrawn")
        assert problems([replied]) <= {ORDER_STATE}
        assert (is_chain(steps), all(lawful), await timer_kinds(order_id)) == (True, True, [])


async def test_an_acknowledgement_and_a_closing_at_once_end_closed_with_no_timer(world: World) -> None:
    for number in range(ROUNDS):
        warning_id = await raise_dust(world.project_id, fingerprint=f"race:{number}")
        taken, closed = await settle(
            take(world.manager, warning_id), warnings.close(world.regulator, warning_id, reason="现场核查已处置")
        )
        steps = await steps_of(warning_id)
        lawful = [
            WARNING_STATES[WarningState(str(step[1])), WarningAction(step[0])] is WarningState(step[2])
            for step in steps[1:]
        ]
        assert (closed, (await row("warning", warning_id))["state"]) == (None, "closed")
        assert problems([taken]) <= {WARNING_CLOSED}
        assert (is_chain(steps), all(lawful), await timer_kinds(warning_id)) == (True, True, [])


async def test_an_escalation_firing_during_an_acknowledgement_leaves_no_timer(world: World) -> None:
    for number in range(ROUNDS):
        warning_id = await raise_dust(world.project_id, fingerprint=f"race:{number}")
        outcomes = await settle(
            *(timers.fire_due(FAR, TIMER_HANDLERS) for _ in range(3)), take(world.manager, warning_id)
        )
        assert outcomes == [None] * 4
        assert (await row("warning", warning_id))["state"] == "acknowledged"
        assert await timer_kinds(warning_id) == []
        assert (await event_kinds(warning_id))[-1] == "warning.acknowledged"
        assert is_chain(await steps_of(warning_id))


async def test_twenty_regulators_at_once_make_one_order_from_a_warning(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    outcomes = await settle(*(worlds.issue(world, warning_id=warning_id, findings=1) for _ in range(20)))
    assert (outcomes.count(None), problems(outcomes)) == (1, {ORDER_EXISTS})
    assert await db.fetch_value("SELECT count(*) FROM rectification_order") == 1


async def test_closing_an_order_while_another_is_made_from_its_warning_does_not_block(world: World) -> None:
    for number in range(ROUNDS):
        warning_id = await raise_dust(world.project_id, fingerprint=f"race:{number}")
        order_id = await worlds.reviewed(world, warning_id=warning_id)
        closed, issued = await settle(
            orders.close(world.regulator, order_id, note="复查合格"), worlds.issue(world, warning_id=warning_id)
        )
        assert closed is None
        assert problems([issued]) <= {ORDER_EXISTS, WARNING_CLOSED}
        assert issued is not None
        assert (await row("warning", warning_id))["state"] == "closed"


async def test_twenty_withdrawals_at_once_are_one(world: World) -> None:
    order_id = await worlds.issue(world)
    outcomes = await settle(*(orders.withdraw(world.regulator, order_id, reason="发错对象") for _ in range(20)))
    assert (outcomes.count(None), problems(outcomes)) == (1, {ORDER_STATE})
    assert (await event_kinds(order_id)).count("order.withdrawn") == 1
