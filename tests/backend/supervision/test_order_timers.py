"""Reminders before the due moment, a rising ladder after it, silence while a reply is under review."""

from datetime import datetime, timedelta
from uuid import UUID

from backend.core import timers
from backend.supervision import order_views, orders
from backend.supervision.order_views import Rung
from backend.supervision.rules import Level
from backend.supervision.timers import TIMER_HANDLERS
from tests.backend.supervision import world as worlds
from tests.backend.supervision.world import World, event_kinds, last_event, row, timer_kinds


async def due(order_id: UUID) -> datetime:
    found: datetime = (await row("rectification_order", order_id))["due_at"]
    return found


async def test_the_contractor_is_reminded_three_days_and_one_day_before(world: World) -> None:
    order_id = await worlds.issue(world)
    due_at = await due(order_id)
    assert await timers.fire_due(due_at - timedelta(days=3), TIMER_HANDLERS) == 1
    event = await last_event(order_id)
    assert (event["kind"], event["data"]["posts"]) == ("order.reminder", ["project_manager", "safety_officer"])
    assert await timers.fire_due(due_at - timedelta(days=1), TIMER_HANDLERS) == 1
    assert await event_kinds(order_id) == ["order.issued", "order.reminder", "order.reminder"]


async def test_the_ladder_rises_with_the_days_and_tells_one_more_post_at_each_rung(world: World) -> None:
    order_id = await worlds.issue(world)
    due_at = await due(order_id)
    told = []
    for days in (0, 3, 7):
        await timers.fire_due(due_at + timedelta(days=days), TIMER_HANDLERS)
        event = await last_event(order_id)
        told.append((event["kind"], event["level"], event["data"]["overdue_days"], event["data"]["posts"]))
    site = ["project_manager", "chief_engineer"]
    assert told == [
        ("order.overdue", "yellow", 0, site),
        ("order.overdue", "orange", 3, [*site, "developer_lead"]),
        ("order.overdue", "red", 7, [*site, "developer_lead", "safety_officer"]),
    ]
    assert await timer_kinds(order_id) == []


async def test_after_an_outage_one_message_speaks_for_the_rungs_that_were_missed(world: World) -> None:
    order_id = await worlds.issue(world)
    await timers.fire_due(await due(order_id) + timedelta(days=8), TIMER_HANDLERS)
    overdue = [kind for kind in await event_kinds(order_id) if kind == "order.overdue"]
    assert (overdue, (await last_event(order_id))["level"]) == (["order.overdue"], "red")


async def test_a_reply_stops_the_ladder_and_sending_it_back_resumes_where_it_stood(world: World) -> None:
    order_id = await worlds.issue(world)
    due_at = await due(order_id)
    await timers.fire_due(due_at, TIMER_HANDLERS)
    await worlds.reply(world, order_id)
    assert await timers.fire_due(due_at + timedelta(days=30), TIMER_HANDLERS) == 0
    await orders.review(world.chief, order_id, is_passed=False, note="东侧仍有裸土")
    await timers.fire_due(due_at + timedelta(days=3), TIMER_HANDLERS)
    event = await last_event(order_id)
    assert (event["kind"], event["level"]) == ("order.overdue", "orange")


async def test_another_round_starts_the_ladder_anew(world: World) -> None:
    order_id = await worlds.issue(world)
    await timers.fire_due(await due(order_id) + timedelta(days=8), TIMER_HANDLERS)
    await worlds.reply(world, order_id)
    await orders.review(world.chief, order_id, is_passed=True, note="")
    await orders.send_back(world.regulator, order_id, reason="覆盖不完整", due_at=worlds.due_in(6))
    await timers.fire_due(await due(order_id), TIMER_HANDLERS)
    event = await last_event(order_id)
    assert (event["kind"], event["level"], event["data"]["overdue_days"]) == ("order.overdue", "yellow", 0)


async def test_a_timer_that_outlived_its_order_does_nothing(world: World) -> None:
    order_id = await worlds.issue(world)
    due_at = await due(order_id)
    await orders.withdraw(world.regulator, order_id, reason="发错对象")
    await timers.set("order.remind", order_id, due_at, key="1d")
    await timers.set("order.overdue", order_id, due_at)
    assert await timers.fire_due(due_at, TIMER_HANDLERS) == 2
    assert await event_kinds(order_id) == ["order.issued", "order.withdrawn"]


async def test_an_overdue_timer_before_its_moment_says_nothing_and_comes_again(world: World) -> None:
    order_id = await worlds.issue(world)
    due_at = await due(order_id)
    early = due_at - timedelta(days=4)
    await timers.set("order.overdue", order_id, early)
    await timers.fire_due(early, TIMER_HANDLERS)
    assert await event_kinds(order_id) == ["order.issued"]
    assert (await worlds.timer_of(order_id, "order.overdue")).due_at == due_at


async def test_an_order_tells_what_comes_by_itself_next_while_nobody_replies(world: World) -> None:
    order_id = await worlds.issue(world)
    due_at = await due(order_id)
    site = ["project_manager", "chief_engineer"]
    ahead = (await order_views.order_detail(world.manager, order_id)).next_rung
    assert ahead == Rung(at=due_at, level=Level.YELLOW, posts=site)
    await timers.fire_due(due_at, TIMER_HANDLERS)
    higher = (await order_views.order_detail(world.manager, order_id)).next_rung
    assert higher == Rung(at=due_at + timedelta(days=3), level=Level.ORANGE, posts=[*site, "developer_lead"])
    await timers.fire_due(due_at + timedelta(days=7), TIMER_HANDLERS)
    assert (await order_views.order_detail(world.manager, order_id)).next_rung is None


async def test_nothing_comes_by_itself_once_there_is_a_reply(world: World) -> None:
    order_id = await worlds.issue(world)
    await worlds.reply(world, order_id)
    assert (await order_views.order_detail(world.manager, order_id)).next_rung is None
