"""The chief's word on a reply, the regulator's re-inspection, and how an order ends; what of it is remembered."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.core import clock, db
from backend.core.errors import FORBIDDEN, NOT_FOUND, Problem
from backend.supervision import orders
from backend.supervision.problems import DUE_OUT_OF_BOUNDS, ORDER_STATE, OWN_REPLY
from tests.backend.refusals import refused
from tests.backend.supervision import world as worlds
from tests.backend.supervision.order_rows import OPEN_TIMERS, state_of
from tests.backend.supervision.world import World, due_in, event_kinds, last_event, raise_dust, row, timer_kinds

# --- reviewed ---


async def test_the_chief_passes_the_reply_to_the_regulator(world: World) -> None:
    order_id = await worlds.reviewed(world)
    assert await state_of(order_id) == "reviewed"
    event = await last_event(order_id)
    assert (event["kind"], event["data"]["posts"]) == ("order.reviewed", [])
    assert event["data"]["account_id"] == str(world.regulator.account_id)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE account SET state = 'disabled' WHERE id = $1",
        "UPDATE account SET unit_id = (SELECT id FROM unit WHERE level = 'province' LIMIT 1) WHERE id = $1",
    ],
    ids=["gone", "too high above"],
)
async def test_the_unit_is_told_of_a_reinspection_that_is_not_the_issuers(world: World, change: str) -> None:
    order_id = await worlds.issue(world)
    await worlds.reply(world, order_id)
    await db.execute(change, world.regulator.account_id)
    await orders.review(world.chief, order_id, is_passed=True, note="")
    assert (await last_event(order_id))["data"]["posts"] == ["supervising_unit"]


async def test_the_chief_sends_a_reply_back_and_the_clock_goes_on(world: World) -> None:
    order_id = await worlds.issue(world)
    due_at = (await row("rectification_order", order_id))["due_at"]
    await worlds.reply(world, order_id)
    await orders.review(world.chief, order_id, is_passed=False, note="东侧仍有裸土")
    order = await row("rectification_order", order_id)
    assert (order["state"], order["round"], order["attempt"], order["due_at"]) == ("issued", 1, 2, due_at)
    event = await last_event(order_id)
    assert (event["kind"], event["data"]["reason"], event["data"]["round"]) == ("order.returned", "东侧仍有裸土", 1)
    assert await timer_kinds(order_id) == OPEN_TIMERS
    await worlds.reply(world, order_id)
    assert await db.fetch_value("SELECT count(*) FROM finding_reply") == 4


@pytest.mark.parametrize(
    ("who", "problem"),
    [
        ("manager", FORBIDDEN),
        ("safety", FORBIDDEN),
        ("regulator", FORBIDDEN),
        ("stranger", NOT_FOUND),
        ("outsider", NOT_FOUND),
    ],
)
async def test_only_the_chief_reviews(world: World, who: str, problem: Problem) -> None:
    order_id = await worlds.issue(world)
    await worlds.reply(world, order_id)
    await refused(problem, orders.review(getattr(world, who), order_id, is_passed=True, note=""))
    assert await state_of(order_id) == "replied"


async def test_nobody_reviews_a_reply_of_their_own(world: World) -> None:
    await worlds.add_post(world.project_id, world.manager, "chief_engineer")
    order_id = await worlds.issue(world)
    await worlds.reply(world, order_id)
    await refused(OWN_REPLY, orders.review(world.manager, order_id, is_passed=True, note=""))
    await orders.review(world.chief, order_id, is_passed=True, note="")


# --- closed, returned, withdrawn ---


async def test_closing_an_order_closes_the_warning_it_was_made_from(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    order_id = await worlds.reviewed(world, warning_id=warning_id)
    await orders.close(world.colleague, order_id, note="复查合格")
    order = await row("rectification_order", order_id)
    assert (order["state"], order["closed_by"], order["close_note"]) == (
        "closed",
        world.colleague.account_id,
        "复查合格",
    )
    warning = await row("warning", warning_id)
    assert (warning["state"], warning["close_reason_zh"]) == ("closed", f"整改通知 {order['short_code']} 已闭环")
    assert (await event_kinds(order_id))[-1] == "order.closed"
    assert (await event_kinds(warning_id))[-1] == "warning.closed"
    assert await timer_kinds(warning_id) == []
    assert await timer_kinds(order_id) == []


async def test_a_returned_order_has_another_round_and_a_new_due_date(world: World) -> None:
    order_id = await worlds.reviewed(world)
    due_at = due_in(7)
    await orders.send_back(world.regulator, order_id, reason="覆盖不完整", due_at=due_at)
    order = await row("rectification_order", order_id)
    assert (order["state"], order["round"], order["attempt"], order["due_at"]) == ("issued", 2, 1, due_at)
    event = await last_event(order_id)
    assert (event["kind"], event["data"]["round"], event["data"]["reason"]) == ("order.returned", 2, "覆盖不完整")
    assert await timer_kinds(order_id) == OPEN_TIMERS


async def test_a_return_keeps_the_bounds_of_the_due_date(world: World) -> None:
    order_id = await worlds.reviewed(world)
    attempt = orders.send_back(world.regulator, order_id, reason="覆盖不完整", due_at=due_in(8))
    await refused(DUE_OUT_OF_BOUNDS, attempt)
    assert await state_of(order_id) == "reviewed"


async def test_only_the_issuer_withdraws(world: World) -> None:
    order_id = await worlds.issue(world)
    await refused(FORBIDDEN, orders.withdraw(world.colleague, order_id, reason="发错对象"))
    await refused(FORBIDDEN, orders.withdraw(world.manager, order_id, reason="发错对象"))
    await refused(NOT_FOUND, orders.withdraw(world.outsider, order_id, reason="发错对象"))
    await orders.withdraw(world.regulator, order_id, reason="发错对象")
    assert await state_of(order_id) == "withdrawn"
    assert await timer_kinds(order_id) == []
    event = await last_event(order_id)
    assert (event["kind"], event["data"]["reason"]) == ("order.withdrawn", "发错对象")


async def test_a_withdrawal_leaves_the_warning_as_it_was(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    order_id = await worlds.issue(world, warning_id=warning_id)
    await orders.withdraw(world.regulator, order_id, reason="发错对象")
    assert (await row("warning", warning_id))["state"] == "open"
    assert await timer_kinds(warning_id) == ["warning.escalate"]


@pytest.mark.parametrize(
    ("who", "problem"), [("manager", FORBIDDEN), ("chief", FORBIDDEN), ("stranger", NOT_FOUND), ("outsider", NOT_FOUND)]
)
async def test_only_a_regulator_of_the_project_closes_or_returns(world: World, who: str, problem: Problem) -> None:
    order_id = await worlds.reviewed(world)
    scope = getattr(world, who)
    await refused(problem, orders.close(scope, order_id, note="复查合格"))
    await refused(problem, orders.send_back(scope, order_id, reason="覆盖不完整", due_at=due_in(5)))
    assert await state_of(order_id) == "reviewed"


ACTS: dict[str, Callable[[World, UUID], Any]] = {
    "pass": lambda world, order_id: orders.review(world.chief, order_id, is_passed=True, note=""),
    "send_back": lambda world, order_id: orders.review(world.chief, order_id, is_passed=False, note="不合格"),
    "return": lambda world, order_id: orders.send_back(
        world.regulator, order_id, reason="不合格", due_at=clock.now() + timedelta(days=5)
    ),
    "close": lambda world, order_id: orders.close(world.regulator, order_id, note="合格"),
}


@pytest.mark.parametrize("act", ACTS)
async def test_an_act_out_of_turn_is_told_todays_state(world: World, act: str) -> None:
    order_id = await worlds.issue(world)
    refusal = await refused(ORDER_STATE, ACTS[act](world, order_id))
    assert refusal.params["state_zh"] == "待整改回复"
    assert await state_of(order_id) == "issued"


@pytest.mark.parametrize("act", ACTS)
async def test_nothing_can_be_done_to_a_withdrawn_order(world: World, act: str) -> None:
    order_id = await worlds.issue(world)
    await orders.withdraw(world.regulator, order_id, reason="发错对象")
    await refused(ORDER_STATE, ACTS[act](world, order_id))
    await refused(ORDER_STATE, orders.withdraw(world.regulator, order_id, reason="再撤一次"))
    await refused(ORDER_STATE, worlds.reply(world, order_id))


async def test_the_history_names_every_step(world: World) -> None:
    order_id = await worlds.issue(world)
    await worlds.reply(world, order_id)
    await orders.review(world.chief, order_id, is_passed=False, note="东侧仍有裸土")
    await worlds.reply(world, order_id)
    await orders.review(world.chief, order_id, is_passed=True, note="已核实")
    await orders.send_back(world.regulator, order_id, reason="覆盖不完整", due_at=due_in(5))
    await worlds.reply(world, order_id)
    await orders.review(world.chief, order_id, is_passed=True, note="")
    await orders.close(world.regulator, order_id, note="复查合格")
    steps = await db.fetch(
        "SELECT action, from_state, to_state FROM matter_step WHERE subject_id = $1 ORDER BY id", order_id
    )
    assert [tuple(step) for step in steps] == [
        ("issue", None, "issued"),
        ("reply", "issued", "replied"),
        ("send_back", "replied", "issued"),
        ("reply", "issued", "replied"),
        ("pass", "replied", "reviewed"),
        ("return", "reviewed", "issued"),
        ("reply", "issued", "replied"),
        ("pass", "replied", "reviewed"),
        ("close", "reviewed", "closed"),
    ]


async def test_urging_tells_the_contractor_and_changes_nothing_else(world: World) -> None:
    order_id = await worlds.issue(world)
    before = await row("rectification_order", order_id)
    await orders.urge(world.regulator, order_id, note="期限将到，请今天回复")
    event = await last_event(order_id)
    assert (event["kind"], event["data"]["note"]) == ("order.urged", "期限将到，请今天回复")
    assert event["data"]["posts"] == ["project_manager", "safety_officer"]
    assert await row("rectification_order", order_id) == before
    assert await timer_kinds(order_id) == OPEN_TIMERS


async def test_who_has_replied_is_not_urged(world: World) -> None:
    order_id = await worlds.issue(world)
    await worlds.reply(world, order_id)
    refusal = await refused(ORDER_STATE, orders.urge(world.regulator, order_id, note="请回复"))
    assert (refusal.params["state_zh"], refusal.params["by_name"]) == ("待总监审核", "张工")
