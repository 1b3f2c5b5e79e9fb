"""More time on an order: asked once a round before it is due, decided by a regulator, overtaken by a reply."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from backend.core import clock, db, timers
from backend.core.errors import FORBIDDEN, NOT_FOUND, Problem
from backend.supervision import deadline_rules, extension_rules, extensions, order_views, orders, reference
from backend.supervision.deadline_rules import DueDays
from backend.supervision.extension_problems import (
    EXTENSION_BOUNDS,
    EXTENSION_ONCE,
    EXTENSION_STATE,
    EXTENSION_TOO_LATE,
)
from backend.supervision.extension_rules import ExtensionState
from backend.supervision.order_views import OrderFilters
from backend.supervision.orders import NewFinding
from backend.supervision.problems import ORDER_STATE
from backend.supervision.rules import Severity
from backend.supervision.timers import TIMER_HANDLERS
from tests.backend.refusals import refused
from tests.backend.supervision import world as worlds
from tests.backend.supervision.world import World, due_in, event_kinds, last_event, row, timer_kinds

RAIN = "连续暴雨，边坡无法作业"
ALL_TIMERS = ["order.overdue", "order.remind", "order.remind"]


@pytest.fixture(autouse=True)
def present() -> Iterator[None]:
    yield
    clock.rehearse(None)


async def due_of(order_id: UUID) -> datetime:
    due: datetime = (await row("rectification_order", order_id))["due_at"]
    return due


async def asked(world: World, *, days: int = 3) -> UUID:
    """An order whose manager asks for so many days more."""
    order_id = await worlds.issue(world)
    await extensions.ask(world.manager, order_id, until=await due_of(order_id) + timedelta(days=days), reason=RAIN)
    return order_id


async def state_of(order_id: UUID) -> str:
    return str(await db.fetch_value("SELECT state FROM order_extension WHERE order_id = $1", order_id))


# --- asked ---


async def test_a_request_tells_who_issued_the_order_and_moves_nothing(world: World) -> None:
    order_id = await worlds.issue(world)
    due_at = await due_of(order_id)
    until = due_at + timedelta(days=3)
    await extensions.ask(world.safety, order_id, until=until, reason=RAIN)
    assert (await due_of(order_id), await timer_kinds(order_id)) == (due_at, ALL_TIMERS)
    event = await last_event(order_id)
    assert (event["kind"], event["actor_id"]) == ("order.extension_asked", world.safety.account_id)
    assert event["data"]["account_id"] == str(world.regulator.account_id)
    assert (event["data"]["by_post"], event["data"]["by_name"]) == ("safety_officer", "王安全")
    assert (event["data"]["reason"], event["data"]["posts"]) == (RAIN, [])
    assert datetime.fromisoformat(event["data"]["until"]) == until
    act = await db.fetch_value("SELECT act FROM audit_entry WHERE subject_id = $1 ORDER BY id DESC LIMIT 1", order_id)
    assert act == "order.ask_extension"


@pytest.mark.parametrize(
    "left", ["UPDATE account SET state = 'disabled' WHERE id = $1", "UPDATE account SET unit_id = $2 WHERE id = $1"]
)
async def test_the_supervising_unit_is_told_where_the_issuer_is_gone_or_supervises_elsewhere(
    world: World, left: str
) -> None:
    order_id = await worlds.issue(world)
    args = [world.regulator.account_id, world.outsider.unit_id]
    await db.execute(left, *args[: left.count("$")])
    await extensions.ask(world.manager, order_id, until=due_in(7), reason=RAIN)
    assert (await last_event(order_id))["data"]["posts"] == ["supervising_unit"]


async def test_more_time_is_asked_for_once_a_round(world: World) -> None:
    order_id = await asked(world)
    refusal = await refused(EXTENSION_ONCE, extensions.ask(world.safety, order_id, until=due_in(7), reason=RAIN))
    assert refusal.params["state_zh"] == "待监管决定"
    await extensions.refuse(world.regulator, order_id, reason="雨已停")
    await refused(EXTENSION_ONCE, extensions.ask(world.manager, order_id, until=due_in(7), reason=RAIN))
    await worlds.reply(world, order_id)
    await orders.review(world.chief, order_id, is_passed=True, note="")
    await orders.send_back(world.regulator, order_id, reason="覆盖不完整", due_at=due_in(4))
    await extensions.ask(world.manager, order_id, until=due_in(6), reason=RAIN)
    assert await db.fetch_value("SELECT array_agg(round ORDER BY round) FROM order_extension") == [1, 2]


async def test_after_the_due_moment_nothing_can_be_asked_for(world: World) -> None:
    order_id = await worlds.issue(world)
    due_at = await due_of(order_id)
    clock.rehearse(due_at)
    refusal = extensions.ask(world.manager, order_id, until=due_at + timedelta(days=1), reason=RAIN)
    await refused(EXTENSION_TOO_LATE, refusal)
    assert await event_kinds(order_id) == ["order.issued"]


@pytest.mark.parametrize("days", [-1, 0, 8])
async def test_a_date_before_the_due_date_or_past_the_days_allowed_is_refused(world: World, days: int) -> None:
    order_id = await worlds.issue(world)
    until = await due_of(order_id) + timedelta(days=days)
    assert (await refused(EXTENSION_BOUNDS, extensions.ask(world.manager, order_id, until=until, reason=RAIN))).field
    assert await db.fetch_value("SELECT count(*) FROM order_extension") == 0


async def test_the_latest_date_of_the_page_is_the_latest_that_may_be_asked_for(world: World) -> None:
    order_id = await worlds.issue(world)
    latest = (await order_views.order_detail(world.manager, order_id)).extension_latest
    assert latest is not None
    past = extensions.ask(world.manager, order_id, until=latest + timedelta(seconds=1), reason=RAIN)
    await refused(EXTENSION_BOUNDS, past)
    await extensions.ask(world.manager, order_id, until=latest, reason=RAIN)
    assert await state_of(order_id) == "asked"


@pytest.mark.parametrize(
    ("who", "problem"),
    [
        ("chief", FORBIDDEN),
        ("developer", FORBIDDEN),
        ("regulator", FORBIDDEN),
        ("stranger", NOT_FOUND),
        ("outsider", NOT_FOUND),
    ],
)
async def test_only_the_contractors_posts_ask(world: World, who: str, problem: Problem) -> None:
    order_id = await worlds.issue(world)
    await refused(problem, extensions.ask(getattr(world, who), order_id, until=due_in(7), reason=RAIN))


async def test_an_order_under_review_has_no_need_of_time(world: World) -> None:
    order_id = await worlds.issue(world)
    await worlds.reply(world, order_id)
    await refused(ORDER_STATE, extensions.ask(world.manager, order_id, until=due_in(7), reason=RAIN))


# --- decided ---


async def test_a_grant_moves_the_due_date_with_its_reminders_and_its_ladder(world: World) -> None:
    order_id = await asked(world)
    due_at = await due_of(order_id)
    until = due_at + timedelta(days=2)
    await extensions.grant(world.regulator, order_id, until=until, note="同意，注意防汛")
    order = await row("rectification_order", order_id)
    assert (order["state"], order["round"], order["due_at"]) == ("issued", 1, until)
    rows = await db.fetch("SELECT kind, key, due_at FROM timer WHERE subject_id = $1 ORDER BY due_at", order_id)
    assert [(each["kind"], each["key"], each["due_at"]) for each in rows] == [
        ("order.remind", "3d", until - timedelta(days=3)),
        ("order.remind", "1d", until - timedelta(days=1)),
        ("order.overdue", "", until),
    ]
    event = await last_event(order_id)
    assert (event["kind"], event["data"]["posts"]) == (
        "order.extension_granted",
        ["project_manager", "safety_officer"],
    )
    assert datetime.fromisoformat(event["data"]["due_at"]) == until
    assert await timers.fire_due(due_at + timedelta(days=1, hours=23), TIMER_HANDLERS) == 2
    assert "order.overdue" not in await event_kinds(order_id)


async def test_a_request_that_waits_does_not_stop_the_clock_and_a_late_grant_starts_the_ladder_anew(
    world: World,
) -> None:
    order_id = await asked(world)
    due_at = await due_of(order_id)
    await timers.fire_due(due_at, TIMER_HANDLERS)
    assert (await last_event(order_id))["level"] == "yellow"
    clock.rehearse(due_at + timedelta(days=1))
    until = due_at + timedelta(days=3)
    await extensions.grant(world.regulator, order_id, until=until)
    await timers.fire_due(until - timedelta(minutes=1), TIMER_HANDLERS)
    assert (await event_kinds(order_id)).count("order.overdue") == 1
    await timers.fire_due(until, TIMER_HANDLERS)
    event = await last_event(order_id)
    assert (event["kind"], event["level"], event["data"]["overdue_days"]) == ("order.overdue", "yellow", 0)


async def test_a_refusal_leaves_the_due_date_and_tells_the_contractor_why(world: World) -> None:
    order_id = await asked(world)
    due_at = await due_of(order_id)
    await extensions.refuse(world.colleague, order_id, reason="雨已停，应按期完成")
    assert (await due_of(order_id), await timer_kinds(order_id)) == (due_at, ALL_TIMERS)
    event = await last_event(order_id)
    assert (event["kind"], event["data"]["reason"]) == ("order.extension_refused", "雨已停，应按期完成")
    assert event["data"]["posts"] == ["project_manager", "safety_officer"]


@pytest.mark.parametrize("days", [0, 4])
async def test_a_grant_lies_after_the_due_date_and_not_after_what_was_asked(world: World, days: int) -> None:
    order_id = await asked(world, days=3)
    until = await due_of(order_id) + timedelta(days=days)
    await refused(EXTENSION_BOUNDS, extensions.grant(world.regulator, order_id, until=until))
    assert await state_of(order_id) == "asked"


async def test_nothing_past_is_granted(world: World) -> None:
    order_id = await asked(world, days=3)
    due_at = await due_of(order_id)
    clock.rehearse(due_at + timedelta(days=2))
    past = extensions.grant(world.regulator, order_id, until=due_at + timedelta(days=1))
    await refused(EXTENSION_BOUNDS, past)


DECISIONS: dict[str, Callable[[Any, UUID], Any]] = {
    "grant": lambda scope, order_id: extensions.grant(scope, order_id, until=due_in(7)),
    "refuse": lambda scope, order_id: extensions.refuse(scope, order_id, reason="雨已停"),
}


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize(
    ("who", "problem"), [("manager", FORBIDDEN), ("chief", FORBIDDEN), ("stranger", NOT_FOUND), ("outsider", NOT_FOUND)]
)
async def test_only_a_regulator_of_the_project_decides(world: World, who: str, problem: Problem, decision: str) -> None:
    order_id = await asked(world)
    await refused(problem, DECISIONS[decision](getattr(world, who), order_id))
    assert await state_of(order_id) == "asked"


@pytest.mark.parametrize("decision", DECISIONS)
async def test_what_nobody_asked_or_somebody_has_decided_is_not_decided(world: World, decision: str) -> None:
    order_id = await worlds.issue(world)
    await refused(EXTENSION_STATE, DECISIONS[decision](world.regulator, order_id))
    await extensions.ask(world.manager, order_id, until=due_in(7), reason=RAIN)
    await extensions.refuse(world.regulator, order_id, reason="雨已停")
    again = await refused(EXTENSION_STATE, DECISIONS[decision](world.colleague, order_id))
    assert again.params["state_en"] == "refused"


# --- overtaken ---


@pytest.mark.parametrize("decision", DECISIONS)
async def test_a_reply_makes_a_request_moot(world: World, decision: str) -> None:
    order_id = await asked(world)
    await worlds.reply(world, order_id)
    assert await state_of(order_id) == "moot"
    await refused(ORDER_STATE, DECISIONS[decision](world.regulator, order_id))
    await orders.review(world.chief, order_id, is_passed=False, note="东侧仍有裸土")
    await refused(EXTENSION_STATE, DECISIONS[decision](world.regulator, order_id))


async def test_a_withdrawal_makes_a_request_moot_and_leaves_what_was_decided(world: World) -> None:
    waiting, refused_one = await asked(world), await asked(world)
    await extensions.refuse(world.regulator, refused_one, reason="雨已停")
    await orders.withdraw(world.regulator, waiting, reason="发错对象")
    await orders.withdraw(world.regulator, refused_one, reason="发错对象")
    assert (await state_of(waiting), await state_of(refused_one)) == ("moot", "refused")


# --- read ---


async def test_the_page_shows_the_request_and_who_may_do_what(world: World) -> None:
    order_id = await worlds.issue(world)
    before = await order_views.order_detail(world.manager, order_id)
    assert (before.extension, before.may_ask_extension, before.may_decide_extension) == (None, True, False)
    due_at = await due_of(order_id)
    until = due_at + timedelta(days=3)
    await extensions.ask(world.manager, order_id, until=until, reason=RAIN)
    after = await order_views.order_detail(world.manager, order_id)
    assert (after.may_ask_extension, after.extension_latest, after.item.is_extension_asked) == (False, None, True)
    read = await order_views.order_detail(world.regulator, order_id)
    assert (read.may_ask_extension, read.may_decide_extension) == (False, True)
    assert read.extension is not None
    assert (read.extension.state, read.extension.until, read.extension.due_before) == ("asked", until, due_at)
    assert (read.extension.asked_by_name, read.extension.reason) == ("张工", RAIN)
    await extensions.grant(world.regulator, order_id, until=until - timedelta(days=1), note="同意")
    granted = (await order_views.order_detail(world.manager, order_id)).extension
    assert granted is not None
    assert (granted.state, granted.granted_until) == (ExtensionState.GRANTED, until - timedelta(days=1))
    assert (granted.decided_by_name, granted.decided_note) == ("陈监督", "同意")


async def test_an_order_that_is_overdue_offers_no_request(world: World) -> None:
    order_id = await worlds.issue(world)
    clock.rehearse(await due_of(order_id))
    read = await order_views.order_detail(world.manager, order_id)
    assert (read.item.is_overdue, read.may_ask_extension, read.extension_latest) == (True, False, None)


async def test_the_request_of_an_earlier_round_is_history(world: World) -> None:
    order_id = await asked(world)
    await worlds.reply(world, order_id)
    await orders.review(world.chief, order_id, is_passed=True, note="")
    await orders.send_back(world.regulator, order_id, reason="覆盖不完整", due_at=due_in(4))
    read = await order_views.order_detail(world.manager, order_id)
    assert (read.extension, read.may_ask_extension) == (None, True)
    assert [step.action for step in read.history] == ["issue", "ask_extension", "reply", "pass", "return"]
    assert RAIN in str(read.history[1].note)


async def test_the_list_finds_what_waits_for_a_decision(world: World) -> None:
    waiting = await asked(world)
    other = await worlds.issue(world)
    found = await order_views.list_orders(world.regulator, OrderFilters(is_extension_asked=True))
    others = await order_views.list_orders(world.regulator, OrderFilters(is_extension_asked=False))
    assert [item.id for item in found.items] == [waiting]
    assert [item.id for item in others.items] == [other]


async def test_the_page_says_which_days_a_return_may_set_to_who_may_return(world: World) -> None:
    clock.rehearse(datetime(2026, 3, 10, 4, tzinfo=UTC))
    order_id = await worlds.reviewed(world)
    regulator = await order_views.order_detail(world.regulator, order_id)
    manager = await order_views.order_detail(world.manager, order_id)
    assert regulator.return_due == DueDays(earliest=date(2026, 3, 13), latest=date(2026, 3, 17))
    assert manager.return_due is None


# --- reference data ---


@pytest.mark.parametrize(("severity", "day"), [(Severity.GENERAL, 17), (Severity.SERIOUS, 13)])
def test_the_gravest_finding_says_how_far_an_order_may_be_extended(severity: Severity, day: int) -> None:
    due_at = datetime(2026, 3, 10, 4, tzinfo=UTC)
    found = extension_rules.latest(reference.EXTENSIONS, {Severity.GENERAL, severity}, due_at, due_at)
    assert found == datetime(2026, 3, day, 23, 59, 59, tzinfo=clock.SHANGHAI)


def test_the_row_in_force_on_the_day_of_asking_counts() -> None:
    now = datetime(2026, 3, 10, 4, tzinfo=UTC)
    today = reference.EXTENSIONS[0]
    past = msgspec.structs.replace(today, at_most_days=1, valid_to=date(2026, 3, 9))
    coming = msgspec.structs.replace(today, at_most_days=2, valid_from=date(2026, 3, 11))
    found = extension_rules.latest([past, coming, today], {Severity.GENERAL}, now, now)
    assert found == datetime(2026, 3, 17, 23, 59, 59, tzinfo=clock.SHANGHAI)


def test_every_severity_has_its_days_and_their_basis() -> None:
    assert {each.severity for each in reference.EXTENSIONS} == set(Severity)
    assert [each for each in reference.EXTENSIONS if not ("[P]" in each.basis.zh and "[P]" in each.basis.en)] == []


@pytest.mark.parametrize("severity", list(Severity))
async def test_a_due_date_is_accepted_on_the_first_and_on_the_last_day_of_the_page(
    world: World, severity: Severity
) -> None:
    days = deadline_rules.due_days(deadline_rules.due_bounds(reference.DUE_BOUNDS, {severity}), clock.now())
    noon = [datetime(day.year, day.month, day.day, 12, tzinfo=clock.SHANGHAI) for day in (days.earliest, days.latest)]
    for due_at in noon:
        await orders.issue(
            world.regulator, project_id=world.project_id, title="整改", findings=[NewFinding("裸土", severity)],
            due_at=due_at,
        )  # fmt: skip
    assert await db.fetch_value("SELECT array_agg(due_at ORDER BY due_at) FROM rectification_order") == noon
