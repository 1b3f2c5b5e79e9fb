"""Two people, or a person and a timer, at the same matter at the same moment: one order of events, always lawful."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec
import pytest

from backend.core import db, timers
from backend.core.errors import Problem, Refusal
from backend.supervision import extensions, orders, warnings
from backend.supervision.extension_problems import EXTENSION_ONCE, EXTENSION_STATE
from backend.supervision.problems import ORDER_EXISTS, ORDER_STATE, WARNING_CLOSED
from backend.supervision.rules import ORDER_STATES, WARNING_STATES
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
    faults = [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Refusal)]
    assert faults == []
    return [outcome if isinstance(outcome, Refusal) else None for outcome in outcomes]


def problems(outcomes: Iterable[Refusal | None]) -> set[Problem]:
    return {outcome.problem for outcome in outcomes if outcome is not None}


class End(msgspec.Struct, frozen=True, kw_only=True):
    """How a race ended; `is_lawful`: the history is one chain of steps that the declared table knows."""

    state: str
    timers: list[str]
    is_lawful: bool


async def end_of(table: str, subject_id: UUID, lawful: Mapping[tuple[Any, Any], Any]) -> End:
    steps = await db.fetch(
        "SELECT action, from_state, to_state FROM matter_step WHERE subject_id = $1 ORDER BY id", subject_id
    )
    is_chain = all(before["to_state"] == after["from_state"] for before, after in pairwise(steps))
    is_known = all(lawful.get((step["from_state"], step["action"])) == step["to_state"] for step in steps[1:])
    state = (await row(table, subject_id))["state"]
    return End(state=state, timers=await timer_kinds(subject_id), is_lawful=is_chain and is_known)


async def race_reply_and_withdrawal(world: World) -> tuple[End, set[Problem], Refusal | None]:
    order_id = await worlds.issue(world, findings=1)
    answers = await worlds.answers(world, order_id)
    replied, withdrawn = await settle(
        orders.reply(world.manager, order_id, answers), orders.withdraw(world.regulator, order_id, reason="发错对象")
    )
    return await end_of("rectification_order", order_id, ORDER_STATES), problems([replied]), withdrawn


async def test_a_reply_and_a_withdrawal_at_once_end_in_a_lawful_state(world: World) -> None:
    ends = [await race_reply_and_withdrawal(world) for _ in range(ROUNDS)]
    assert [end for end, _, _ in ends] == [End(state="withdrawn", timers=[], is_lawful=True)] * ROUNDS
    assert [withdrawn for _, _, withdrawn in ends] == [None] * ROUNDS
    assert set().union(*(replied for _, replied, _ in ends)) <= {ORDER_STATE}


async def race_acknowledgement_and_closing(world: World, number: int) -> tuple[End, set[Problem], Refusal | None]:
    warning_id = await raise_dust(world.project_id, fingerprint=f"race:{number}")
    taken, closed = await settle(
        take(world.manager, warning_id), warnings.close(world.regulator, warning_id, reason="现场核查已处置")
    )
    return await end_of("warning", warning_id, WARNING_STATES), problems([taken]), closed


async def test_an_acknowledgement_and_a_closing_at_once_end_closed_with_no_timer(world: World) -> None:
    ends = [await race_acknowledgement_and_closing(world, number) for number in range(ROUNDS)]
    assert [end for end, _, _ in ends] == [End(state="closed", timers=[], is_lawful=True)] * ROUNDS
    assert [closed for _, _, closed in ends] == [None] * ROUNDS
    assert set().union(*(taken for _, taken, _ in ends)) <= {WARNING_CLOSED}


async def race_escalation_and_acknowledgement(world: World, number: int) -> tuple[End, set[Problem], str]:
    warning_id = await raise_dust(world.project_id, fingerprint=f"race:{number}")
    outcomes = await settle(*(timers.fire_due(FAR, TIMER_HANDLERS) for _ in range(3)), take(world.manager, warning_id))
    end = await end_of("warning", warning_id, WARNING_STATES)
    return end, problems(outcomes), (await event_kinds(warning_id))[-1]


async def test_an_escalation_firing_during_an_acknowledgement_leaves_no_timer(world: World) -> None:
    ends = [await race_escalation_and_acknowledgement(world, number) for number in range(ROUNDS)]
    taken = End(state="acknowledged", timers=[], is_lawful=True)
    assert ends == [(taken, set(), "warning.acknowledged")] * ROUNDS


async def test_twenty_regulators_at_once_make_one_order_from_a_warning(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    outcomes = await settle(*(worlds.issue(world, warning_id=warning_id, findings=1) for _ in range(20)))
    assert (outcomes.count(None), problems(outcomes)) == (1, {ORDER_EXISTS})
    assert await db.fetch_value("SELECT count(*) FROM rectification_order") == 1


async def race_closing_and_issuing(world: World, number: int) -> tuple[End, Refusal | None, set[Problem]]:
    warning_id = await raise_dust(world.project_id, fingerprint=f"race:{number}")
    order_id = await worlds.reviewed(world, warning_id=warning_id)
    closed, issued = await settle(
        orders.close(world.regulator, order_id, note="复查合格"), worlds.issue(world, warning_id=warning_id)
    )
    return await end_of("warning", warning_id, WARNING_STATES), closed, problems([issued])


async def test_closing_an_order_while_another_is_made_from_its_warning_does_not_block(world: World) -> None:
    ends = [await race_closing_and_issuing(world, number) for number in range(ROUNDS)]
    assert [end for end, _, _ in ends] == [End(state="closed", timers=[], is_lawful=True)] * ROUNDS
    assert [closed for _, closed, _ in ends] == [None] * ROUNDS
    assert {len(issued) for _, _, issued in ends} == {1}
    assert set().union(*(issued for _, _, issued in ends)) <= {ORDER_EXISTS, WARNING_CLOSED}


async def test_twenty_withdrawals_at_once_are_one(world: World) -> None:
    order_id = await worlds.issue(world)
    outcomes = await settle(*(orders.withdraw(world.regulator, order_id, reason="发错对象") for _ in range(20)))
    assert (outcomes.count(None), problems(outcomes)) == (1, {ORDER_STATE})
    assert (await event_kinds(order_id)).count("order.withdrawn") == 1


async def race_grant_and_reply(world: World) -> tuple[End, set[Problem], Refusal | None, str]:
    order_id = await worlds.issue(world, findings=1)
    await extensions.ask(world.manager, order_id, until=worlds.due_in(7), reason="连续暴雨")
    answers = await worlds.answers(world, order_id)
    granted, replied, _ = await settle(
        extensions.grant(world.regulator, order_id, until=worlds.due_in(6)),
        orders.reply(world.manager, order_id, answers),
        timers.fire_due(FAR, TIMER_HANDLERS),
    )
    state = await db.fetch_value("SELECT state FROM order_extension WHERE order_id = $1", order_id)
    return await end_of("rectification_order", order_id, ORDER_STATES), problems([granted]), replied, state


async def test_a_grant_and_a_reply_at_once_leave_no_request_waiting_and_no_timer(world: World) -> None:
    ends = [await race_grant_and_reply(world) for _ in range(ROUNDS)]
    assert [end for end, _, _, _ in ends] == [End(state="replied", timers=[], is_lawful=True)] * ROUNDS
    assert [replied for _, _, replied, _ in ends] == [None] * ROUNDS
    assert {(state, *granted) for _, granted, _, state in ends} <= {("granted",), ("moot", ORDER_STATE)}


async def test_ten_requests_and_ten_refusals_at_once_are_one_of_each_at_most(world: World) -> None:
    order_id = await worlds.issue(world)
    asks = [extensions.ask(world.manager, order_id, until=worlds.due_in(7), reason="连续暴雨") for _ in range(10)]
    refusals = [extensions.refuse(world.regulator, order_id, reason="雨已停") for _ in range(10)]
    outcomes = await settle(*asks, *refusals)
    assert (outcomes[:10].count(None), problems(outcomes[:10])) == (1, {EXTENSION_ONCE})
    assert (outcomes[10:].count(None) <= 1, problems(outcomes[10:])) == (True, {EXTENSION_STATE})
