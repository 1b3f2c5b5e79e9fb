"""One warning per fingerprint, one person who has it, and silence afterwards."""

import asyncio
from collections import Counter
from datetime import timedelta
from itertools import repeat
from uuid import UUID, uuid4

import pytest
import time_machine

from backend.core import clock, db, ids
from backend.core.errors import FORBIDDEN, NOT_FOUND, Problem, Refusal
from backend.core.i18n import Text
from backend.identity.scope import Scope
from backend.supervision import orders, warnings
from backend.supervision.problems import (
    PROMISE_OUT_OF_BOUNDS,
    UNKNOWN_ANSWER,
    WARNING_ALREADY_ACKNOWLEDGED,
    WARNING_CLOSED,
    WARNING_HAS_ORDER,
    WARNING_NOT_YOURS,
    WARNING_URGED,
)
from backend.supervision.rules import Level
from backend.supervision.warning_row import ESCALATE
from tests.backend.refusals import refused
from tests.backend.supervision import world as worlds
from tests.backend.supervision.world import DUST, World, event_kinds, last_event, raise_dust, row, take, timer_kinds

GONE = Text("连续恢复正常", "Normal again")


async def clear(fingerprint: str = "ENV-EXC:device-1:pm10") -> UUID | None:
    async with db.transaction():
        return await warnings.close_by_itself(fingerprint, reason=GONE)


# --- raised ---


async def test_a_new_warning_tells_its_first_posts_and_waits_for_an_answer(world: World) -> None:
    before = clock.now()
    warning_id = await raise_dust(world.project_id)
    warning = await row("warning", warning_id)
    assert (warning["state"], warning["level"], warning["occurrences"]) == ("open", "yellow", 1)
    event = await last_event(warning_id)
    assert (event["kind"], event["level"], event["city_code"]) == ("warning.raised", "yellow", "440100")
    assert event["data"] == {
        "project_name": "珠江花园一期",
        "code": "ENV-EXC",
        "short_code": warning["short_code"],
        "name_zh": "扬尘或噪声超标",
        "name_en": "Dust or noise above the limit",
        "summary_zh": "PM10 小时均值超标",
        "summary_en": "PM10 hourly mean above the limit",
        "posts": ["project_manager", "safety_officer"],
        "facts": [{"name_zh": "PM10 小时均值", "name_en": "PM10 hourly mean", "value": "187 µg/m³"}],
    }
    timer = await worlds.timer_of(warning_id, ESCALATE)
    assert timedelta(hours=24) <= timer.due_at - before <= timedelta(hours=24, minutes=1)


async def test_a_repeat_counts_on_the_live_warning_and_tells_nobody(world: World) -> None:
    first = await raise_dust(world.project_id)
    assert await raise_dust(world.project_id) == first
    assert (await row("warning", first))["occurrences"] == 2
    assert await event_kinds(first) == ["warning.raised"]


async def test_twenty_gateways_at_once_raise_one_warning(world: World) -> None:
    raised = await asyncio.gather(*(raise_dust(world.project_id) for _ in range(20)))
    assert len(set(raised)) == 1
    assert (await row("warning", raised[0]))["occurrences"] == 20
    assert await event_kinds(raised[0]) == ["warning.raised"]


async def test_another_fingerprint_is_another_warning(world: World) -> None:
    assert await raise_dust(world.project_id) != await raise_dust(world.project_id, fingerprint="ENV-EXC:device-2:pm10")


async def test_a_taken_short_code_costs_only_another_draw(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = (await row("warning", await raise_dust(world.project_id)))["short_code"]
    drawn = iter([taken, taken, "NEWCDE"])
    monkeypatch.setattr(ids, "short_code", lambda: next(drawn))
    other = await raise_dust(world.project_id, fingerprint="ENV-EXC:device-2:pm10")
    assert (await row("warning", other))["short_code"] == "NEWCDE"


async def test_drawing_taken_short_codes_for_ever_ends_in_an_error(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = (await row("warning", await raise_dust(world.project_id)))["short_code"]
    drawn = repeat(taken)
    monkeypatch.setattr(ids, "short_code", lambda: next(drawn))
    with pytest.raises(RuntimeError, match="short code"):
        await raise_dust(world.project_id, fingerprint="ENV-EXC:device-2:pm10")


async def test_a_code_that_is_not_in_force_is_an_error_of_ours(world: World) -> None:
    with pytest.raises(LookupError):
        async with db.transaction():
            await warnings.raise_warning("NO-SUCH", project_id=world.project_id, fingerprint="x", summary=DUST)
    with pytest.raises(LookupError):
        await raise_dust(uuid4())


async def test_a_vacant_first_post_is_skipped_at_once(world: World) -> None:
    await db.execute(
        "UPDATE post SET state = 'ended' WHERE project_id = $1 AND kind = 'project_manager'", world.project_id
    )
    warning_id = await raise_dust(world.project_id)
    assert (await last_event(warning_id))["data"]["posts"] == ["project_manager", "safety_officer"]


async def test_a_graver_repeat_raises_the_live_warning(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await raise_dust(world.project_id, level=Level.ORANGE)
    event = await last_event(warning_id)
    assert (event["kind"], event["level"], event["data"]["from_level"]) == ("warning.escalated", "orange", "yellow")
    assert event["data"]["because"] == "worse"
    timer = await worlds.timer_of(warning_id, ESCALATE)
    assert timer.due_at - clock.now() < timedelta(hours=2)


async def test_a_repeat_of_the_same_or_a_lower_level_raises_nothing(world: World) -> None:
    warning_id = await raise_dust(world.project_id, level=Level.ORANGE)
    await raise_dust(world.project_id, level=Level.ORANGE)
    await raise_dust(world.project_id, level=Level.YELLOW)
    await raise_dust(world.project_id, level=Level.RED)  # Above the kind's top, which is orange.
    assert (await row("warning", warning_id))["level"] == "orange"
    assert await event_kinds(warning_id) == ["warning.raised"]


async def test_a_repeat_leaves_an_acknowledged_warning_silent(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await take(world.manager, warning_id)
    await raise_dust(world.project_id)
    assert (await row("warning", warning_id))["state"] == "acknowledged"
    assert await timer_kinds(warning_id) == []


async def test_worse_than_what_was_acknowledged_needs_an_answer_again(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await take(world.manager, warning_id)
    await raise_dust(world.project_id, level=Level.ORANGE)
    warning = await row("warning", warning_id)
    assert (warning["state"], warning["acknowledged_by"], warning["plan"]) == ("open", None, None)
    assert await timer_kinds(warning_id) == [ESCALATE]
    steps = await db.fetch("SELECT action, to_state FROM matter_step WHERE subject_id = $1 ORDER BY id", warning_id)
    assert [tuple(step) for step in steps] == [("raise", "open"), ("acknowledge", "acknowledged"), ("rise", "open")]


# --- taken ---


async def test_an_acknowledgement_says_who_does_what_by_when(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    promised_at = clock.now() + timedelta(hours=2)
    await warnings.acknowledge(world.safety, warning_id, plan="开启喷淋", promised_at=promised_at)
    warning = await row("warning", warning_id)
    assert (warning["state"], warning["acknowledged_by"]) == ("acknowledged", world.safety.account_id)
    assert (warning["acknowledged_post"], warning["plan"]) == ("safety_officer", "开启喷淋")
    event = await last_event(warning_id)
    assert event["kind"] == "warning.acknowledged"
    assert (event["data"]["by_name"], event["data"]["by_post"]) == ("王安全", "safety_officer")
    assert event["data"]["plan"] == "开启喷淋"
    audited = await db.fetch_one("SELECT actor_id, act FROM audit_entry WHERE subject_id = $1", warning_id)
    assert audited is not None
    assert tuple(audited) == (world.safety.account_id, "warning.acknowledge")


async def test_after_an_acknowledgement_no_timer_of_the_warning_is_left(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    assert await timer_kinds(warning_id) == [ESCALATE]
    await take(world.manager, warning_id)
    assert await timer_kinds(warning_id) == []


async def test_of_twenty_people_at_once_one_takes_it_and_the_others_learn_who(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    holders = [world.manager, world.safety, world.chief, world.manager] * 5
    results = await asyncio.gather(*(take(holder, warning_id) for holder in holders), return_exceptions=True)
    refusals = [each for each in results if isinstance(each, Refusal)]
    assert Counter(each is None for each in results) == {True: 1, False: 19}
    assert {each.problem for each in refusals} == {WARNING_ALREADY_ACKNOWLEDGED}
    name = await db.fetch_value(
        "SELECT account.name FROM warning JOIN account ON account.id = acknowledged_by WHERE warning.id = $1",
        warning_id,
    )
    assert {each.params["by_name"] for each in refusals} == {name}
    assert await event_kinds(warning_id) == ["warning.raised", "warning.acknowledged"]
    assert await timer_kinds(warning_id) == []


async def test_a_stale_press_is_told_who_has_it(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await take(world.manager, warning_id)
    refusal = await refused(WARNING_ALREADY_ACKNOWLEDGED, take(world.chief, warning_id))
    assert (refusal.params["by_name"], refusal.params["plan"]) == ("张工", "开启喷淋并停止土方")


async def test_a_closed_warning_cannot_be_acknowledged(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await warnings.close(world.regulator, warning_id, reason="现场核查已处置")
    refusal = await refused(WARNING_CLOSED, take(world.manager, warning_id))
    assert refusal.params["reason_zh"] == "现场核查已处置"
    assert (await row("warning", warning_id))["state"] == "closed"


@pytest.mark.parametrize(
    ("who", "problem"),
    [
        ("developer", WARNING_NOT_YOURS),  # On the project, but dust concerns other posts.
        ("regulator", WARNING_NOT_YOURS),  # Urges and closes; taking it is the site's.
        ("stranger", NOT_FOUND),
        ("outsider", NOT_FOUND),
    ],
)
async def test_only_a_concerned_post_of_the_project_may_acknowledge(world: World, who: str, problem: Problem) -> None:
    warning_id = await raise_dust(world.project_id)
    await refused(problem, take(getattr(world, who), warning_id))
    assert (await row("warning", warning_id))["state"] == "open"
    assert await timer_kinds(warning_id) == [ESCALATE]


async def test_who_has_left_the_post_may_not_acknowledge(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await db.execute("UPDATE post SET state = 'ended' WHERE account_id = $1", world.manager.account_id)
    await refused(NOT_FOUND, take(world.manager, warning_id))


@pytest.mark.parametrize("offset", [timedelta(minutes=-6), timedelta(days=30, minutes=1)])
async def test_a_promise_in_the_past_or_too_far_is_refused(world: World, offset: timedelta) -> None:
    warning_id = await raise_dust(world.project_id)
    promised_at = clock.now() + offset
    attempt = warnings.acknowledge(world.manager, warning_id, plan="处置", promised_at=promised_at)
    assert (await refused(PROMISE_OUT_OF_BOUNDS, attempt)).field == "promised_at"


async def test_a_cards_button_is_an_acknowledgement_with_its_own_plan_and_time(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await warnings.acknowledge_as(world.manager.account_id, warning_id, answer="2h")
    warning = await row("warning", warning_id)
    assert (warning["state"], warning["plan"]) == ("acknowledged", "2 小时内处置")
    assert warning["promised_at"] - warning["acknowledged_at"] == pytest.approx(
        timedelta(hours=2), abs=timedelta(minutes=1)
    )


async def test_a_cards_button_obeys_the_same_rules(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    stranger, developer = world.stranger.account_id, world.developer.account_id
    await refused(NOT_FOUND, warnings.acknowledge_as(stranger, warning_id, answer="2h"))
    await refused(WARNING_NOT_YOURS, warnings.acknowledge_as(developer, warning_id, answer="2h"))
    await refused(UNKNOWN_ANSWER, warnings.acknowledge_as(world.manager.account_id, warning_id, answer="never"))
    await db.execute("UPDATE account SET state = 'disabled' WHERE id = $1", world.manager.account_id)
    await refused(WARNING_NOT_YOURS, warnings.acknowledge_as(world.manager.account_id, warning_id, answer="2h"))


# --- urged and closed ---


async def test_urging_speaks_to_all_who_were_told_and_changes_no_state(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await take(world.manager, warning_id)
    await warnings.urge(world.colleague, warning_id, note="请尽快处置")
    assert (await row("warning", warning_id))["state"] == "acknowledged"
    event = await last_event(warning_id)
    assert (event["kind"], event["data"]["by_name"], event["data"]["note"]) == ("warning.urged", "何监督", "请尽快处置")
    assert event["data"]["state"] == "acknowledged"


async def test_who_was_just_urged_is_given_time_whoever_urges(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await warnings.urge(world.regulator, warning_id, note="请尽快处置")
    await refused(WARNING_URGED, warnings.urge(world.colleague, warning_id, note="再催一次"))
    assert await event_kinds(warning_id) == ["warning.raised", "warning.urged"]
    with time_machine.travel(clock.now() + warnings.URGE_AGAIN_AFTER, tick=False):
        await warnings.urge(world.colleague, warning_id, note="再催一次")
    assert (await last_event(warning_id))["data"]["note"] == "再催一次"


async def test_a_closed_warning_cannot_be_urged_or_closed_again(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await warnings.close(world.regulator, warning_id, reason="现场核查已处置")
    await refused(WARNING_CLOSED, warnings.urge(world.regulator, warning_id, note="请尽快处置"))
    await refused(WARNING_CLOSED, warnings.close(world.colleague, warning_id, reason="再关一次"))
    assert await event_kinds(warning_id) == ["warning.raised", "warning.closed"]


@pytest.mark.parametrize(
    ("who", "problem"), [("manager", FORBIDDEN), ("chief", FORBIDDEN), ("stranger", NOT_FOUND), ("outsider", NOT_FOUND)]
)
async def test_only_a_regulator_of_the_project_may_urge_or_close(world: World, who: str, problem: Problem) -> None:
    warning_id = await raise_dust(world.project_id)
    scope: Scope = getattr(world, who)
    await refused(problem, warnings.urge(scope, warning_id, note="请尽快处置"))
    await refused(problem, warnings.close(scope, warning_id, reason="现场核查已处置"))
    assert (await row("warning", warning_id))["state"] == "open"


async def test_closing_ends_the_timers_and_a_new_occurrence_is_a_new_warning(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    await warnings.close(world.regulator, warning_id, reason="现场核查已处置")
    assert await timer_kinds(warning_id) == []
    again = await raise_dust(world.project_id)
    assert again != warning_id
    assert (await row("warning", again))["level"] == "yellow"  # No order was closed: no recurrence.


async def test_a_warning_with_a_live_order_is_closed_by_the_order_only(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    order_id = await worlds.issue(world, warning_id=warning_id)
    refusal = await refused(WARNING_HAS_ORDER, warnings.close(world.regulator, warning_id, reason="现场核查已处置"))
    assert refusal.params["short_code"] == (await row("rectification_order", order_id))["short_code"]


# --- cleared ---


async def test_a_warning_whose_condition_went_away_closes_by_itself(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    assert await clear() == warning_id
    warning = await row("warning", warning_id)
    assert (warning["state"], warning["closed_by"], warning["close_reason_en"]) == ("closed", None, "Normal again")
    event = await last_event(warning_id)
    assert (event["kind"], event["data"]["reason_zh"]) == ("warning.closed", "连续恢复正常")
    assert await timer_kinds(warning_id) == []
    assert await clear() is None


async def test_a_kind_that_a_person_must_close_stays_open(world: World) -> None:
    async with db.transaction():
        warning_id = await warnings.raise_warning(
            "TEL-ALARM", project_id=world.project_id, fingerprint="TEL-ALARM:crane-1", summary=DUST
        )
    assert await clear("TEL-ALARM:crane-1") is None
    assert (await row("warning", warning_id))["state"] == "open"


async def test_a_cleared_warning_with_a_live_order_waits_for_the_order(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    order_id = await worlds.issue(world, warning_id=warning_id)
    assert await clear() is None
    assert (await row("warning", warning_id))["state"] == "open"
    await orders.withdraw(world.regulator, order_id, reason="数据已恢复")
    assert (await row("warning", warning_id))["state"] == "closed"


async def test_a_warning_that_came_back_outlives_the_withdrawal_of_its_order(world: World) -> None:
    warning_id = await raise_dust(world.project_id)
    order_id = await worlds.issue(world, warning_id=warning_id)
    await clear()
    await raise_dust(world.project_id)
    await orders.withdraw(world.regulator, order_id, reason="发错对象")
    assert (await row("warning", warning_id))["state"] == "open"


# --- recurrence ---


async def close_by_order(world: World, warning_id: UUID, *, days_ago: int = 0) -> UUID:
    order_id = await worlds.reviewed(world, warning_id=warning_id)
    await orders.close(world.regulator, order_id, note="复查合格")
    await db.execute(
        "UPDATE rectification_order SET closed_at = closed_at - $2 * interval '1 day' WHERE id = $1", order_id, days_ago
    )
    return order_id


async def test_back_within_thirty_days_of_its_orders_closing_is_one_level_higher(world: World) -> None:
    first = await raise_dust(world.project_id)
    order_id = await close_by_order(world, first, days_ago=29)
    again = await row("warning", await raise_dust(world.project_id))
    assert (again["level"], again["recurrence_of"]) == ("orange", first)
    code = (await row("rectification_order", order_id))["short_code"]
    assert again["facts"][-1] == {"name_zh": "复发：原整改通知", "name_en": "Recurs after order", "value": code}


async def test_back_after_thirty_days_is_a_new_matter(world: World) -> None:
    await close_by_order(world, await raise_dust(world.project_id), days_ago=31)
    again = await row("warning", await raise_dust(world.project_id))
    assert (again["level"], again["recurrence_of"]) == ("yellow", None)
