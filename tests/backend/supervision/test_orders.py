"""An order needs two parties: the contractor's evidence, the chief's word, the regulator's re-inspection."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from backend.core import clock, db, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND, Problem
from backend.supervision import orders, warnings
from backend.supervision.orders import NewFinding
from backend.supervision.problems import (
    DUE_OUT_OF_BOUNDS,
    FINDINGS_UNANSWERED,
    ORDER_EXISTS,
    ORDER_STATE,
    OWN_REPLY,
    PHOTO_PURPOSE,
    SAME_PHOTO,
    WARNING_CLOSED,
)
from backend.supervision.rules import Severity
from media.problems import PHOTO_NOT_ATTACHABLE
from tests.backend.supervision import world as worlds
from tests.backend.supervision.test_warnings import refused
from tests.backend.supervision.world import World, due_in, event_kinds, last_event, raise_dust, row, timer_kinds

OPEN_TIMERS = ["order.overdue", "order.remind", "order.remind"]
ONE_FINDING = [NewFinding("裸土未覆盖", Severity.GENERAL)]


async def state_of(order_id: UUID) -> str:
    return str((await row("rectification_order", order_id))["state"])


# --- issued ---


async def test_issuing_tells_the_site_and_sets_reminders_and_the_ladder(world: World) -> None:
    order_id = await worlds.issue(world)
    order = await row("rectification_order", order_id)
    assert (order["state"], order["round"], order["city_code"]) == ("issued", 1, "440100")
    event = await last_event(order_id)
    assert (event["kind"], event["project_id"]) == ("order.issued", world.project_id)
    assert event["data"]["findings"] == ["问题 1", "问题 2"]
    assert event["data"]["short_code"] == order["short_code"]
    assert (event["data"]["title"], event["data"]["round"]) == ("扬尘超标限期整改", 1)
    assert await timer_kinds(order_id) == OPEN_TIMERS
    assert await db.fetch_value("SELECT act FROM audit_entry WHERE subject_id = $1", order_id) == "order.issue"


async def test_a_warning_has_one_unfinished_order(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    first = await worlds.issue(world, warning_id=warning_id)
    refusal = await refused(ORDER_EXISTS, worlds.issue(world, warning_id=warning_id))
    assert refusal.params["short_code"] == (await row("rectification_order", first))["short_code"]
    await orders.withdraw(world.regulator, first, reason="要重新填写")
    assert await worlds.issue(world, warning_id=warning_id) != first


async def test_no_order_is_made_from_a_closed_warning(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await warnings.close(world.regulator, warning_id, reason="现场核查已处置")
    await refused(WARNING_CLOSED, worlds.issue(world, warning_id=warning_id))


async def test_a_warning_of_another_project_does_not_fit(world: World) -> None:
    warning_id = await raise_dust(world.other_project_id)
    assert (await refused(NOT_FOUND, worlds.issue(world, warning_id=warning_id))).field == "warning_id"


@pytest.mark.parametrize("who", ["manager", "chief", "stranger", "outsider"])
async def test_only_a_regulator_of_the_project_issues(world: World, who: str) -> None:
    attempt = orders.issue(
        getattr(world, who), project_id=world.project_id, title="整改", findings=ONE_FINDING, due_at=due_in(5)
    )
    assert (await refused(NOT_FOUND, attempt)).field == "project_id"
    assert await db.fetch_value("SELECT count(*) FROM rectification_order") == 0


@pytest.mark.parametrize(("severity", "days"), [("general", 2), ("general", 8), ("serious", 0), ("serious", 4)])
async def test_a_due_date_outside_its_bounds_is_refused(world: World, severity: str, days: int) -> None:
    attempt = orders.issue(
        world.regulator, project_id=world.project_id, title="整改",
        findings=[NewFinding("裸土未覆盖", Severity(severity))], due_at=due_in(days),
    )  # fmt: skip
    assert (await refused(DUE_OUT_OF_BOUNDS, attempt)).field == "due_at"


async def test_an_order_on_an_unknown_project_is_refused(world: World) -> None:
    attempt = orders.issue(world.regulator, project_id=uuid4(), title="整改", findings=ONE_FINDING, due_at=due_in(5))
    await refused(NOT_FOUND, attempt)


async def test_a_taken_short_code_costs_only_another_draw(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = (await row("rectification_order", await worlds.issue(world)))["short_code"]
    drawn = iter([taken, "NEWCDE"])
    monkeypatch.setattr(ids, "short_code", lambda: next(drawn))
    assert (await row("rectification_order", await worlds.issue(world)))["short_code"] == "NEWCDE"


# --- replied ---


async def test_a_reply_to_every_finding_goes_to_the_chief_and_stops_the_clock(world: World) -> None:
    order_id = await worlds.issue(world)
    answers = await worlds.answers(world, order_id)
    await orders.reply(world.manager, order_id, answers)
    assert await state_of(order_id) == "replied"
    assert await timer_kinds(order_id) == []
    event = await last_event(order_id)
    assert (event["kind"], event["data"]["posts"]) == ("order.replied", ["chief_engineer"])
    stored = await db.fetch(
        "SELECT finding_reply.id, before_photo_id FROM finding_reply JOIN finding ON finding.id = finding_id "
        "ORDER BY position"
    )
    assert [reply["before_photo_id"] for reply in stored] == [answer.before_photo_id for answer in answers]
    assert (await row("photo", answers[0].after_photo_id))["attached_to"] == stored[0]["id"]


async def test_the_safety_officer_may_reply_too(world: World) -> None:
    order_id = await worlds.issue(world)
    await orders.reply(world.safety, order_id, await worlds.answers(world, order_id, by=world.safety))
    assert await state_of(order_id) == "replied"


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
async def test_only_the_contractors_posts_reply(world: World, who: str, problem: Problem) -> None:
    order_id = await worlds.issue(world)
    await refused(problem, orders.reply(getattr(world, who), order_id, await worlds.answers(world, order_id)))
    assert await state_of(order_id) == "issued"


async def test_an_unanswered_finding_is_refused(world: World) -> None:
    order_id = await worlds.issue(world)
    answers = await worlds.answers(world, order_id)
    refusal = await refused(FINDINGS_UNANSWERED, orders.reply(world.manager, order_id, answers[:1]))
    assert refusal.params == {"expected": 2, "answered": 1}


async def test_a_finding_answered_twice_or_of_another_order_is_refused(world: World) -> None:
    order_id = await worlds.issue(world)
    first, second = await worlds.answers(world, order_id)
    twice = [first, msgspec.structs.replace(second, finding_id=first.finding_id)]
    foreign = [first, msgspec.structs.replace(second, finding_id=uuid4())]
    await refused(FINDINGS_UNANSWERED, orders.reply(world.manager, order_id, [first, second, second]))
    await refused(FINDINGS_UNANSWERED, orders.reply(world.manager, order_id, twice))
    await refused(FINDINGS_UNANSWERED, orders.reply(world.manager, order_id, foreign))


async def test_one_photo_cannot_serve_twice(world: World) -> None:
    order_id = await worlds.issue(world, findings=1)
    (answer,) = await worlds.answers(world, order_id)
    same = msgspec.structs.replace(answer, after_photo_id=answer.before_photo_id)
    await refused(SAME_PHOTO, orders.reply(world.manager, order_id, [same]))


async def test_before_and_after_cannot_be_swapped(world: World) -> None:
    order_id = await worlds.issue(world, findings=1)
    (answer,) = await worlds.answers(world, order_id)
    swapped = msgspec.structs.replace(
        answer, before_photo_id=answer.after_photo_id, after_photo_id=answer.before_photo_id
    )
    await refused(PHOTO_PURPOSE, orders.reply(world.manager, order_id, [swapped]))


@pytest.mark.parametrize(
    ("owner", "project"), [("stranger", "project_id"), ("safety", "project_id"), ("manager", "other_project_id")]
)
async def test_somebody_elses_photo_or_one_of_another_project_is_refused(
    world: World, owner: str, project: str
) -> None:
    order_id = await worlds.issue(world, findings=1)
    (answer,) = await worlds.answers(world, order_id)
    foreign = await worlds.photo(getattr(world, owner), getattr(world, project), "order_after")
    attempt = [msgspec.structs.replace(answer, after_photo_id=foreign)]
    await refused(PHOTO_NOT_ATTACHABLE, orders.reply(world.manager, order_id, attempt))
    assert await db.fetch_value("SELECT count(*) FROM finding_reply") == 0
    assert await db.fetch_value("SELECT count(*) FROM photo WHERE attached_to IS NOT NULL") == 0


async def test_a_photo_that_never_arrived_is_refused(world: World) -> None:
    order_id = await worlds.issue(world, findings=1)
    (answer,) = await worlds.answers(world, order_id)
    attempt = [msgspec.structs.replace(answer, after_photo_id=uuid4())]
    await refused(PHOTO_NOT_ATTACHABLE, orders.reply(world.manager, order_id, attempt))


async def test_a_photo_of_an_earlier_reply_is_refused(world: World) -> None:
    first, second = await worlds.issue(world, findings=1), await worlds.issue(world, findings=1)
    (used,) = await worlds.answers(world, first)
    await orders.reply(world.manager, first, [used])
    (answer,) = await worlds.answers(world, second)
    again = msgspec.structs.replace(answer, after_photo_id=used.after_photo_id)
    await refused(PHOTO_NOT_ATTACHABLE, orders.reply(world.manager, second, [again]))


# --- reviewed ---


async def test_the_chief_passes_the_reply_to_the_regulator(world: World) -> None:
    order_id = await worlds.reviewed(world)
    assert await state_of(order_id) == "reviewed"
    assert (await last_event(order_id))["kind"] == "order.reviewed"


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
